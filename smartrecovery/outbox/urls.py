"""Pages of the outbox itself. What it reminds of is at the top, where it is known."""

from django.urls import path

from . import views

urlpatterns = [
    path("me/reminders/device/on/", views.push_on, name="push_on"),
    path("me/reminders/device/off/", views.push_off, name="push_off"),
    path("stop/<slug:token>/", views.stop_messages, name="stop_messages"),
]
