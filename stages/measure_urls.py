"""Measures, and the desk of them."""

from django.urls import path

from . import desk_views, measure_views

urlpatterns = [
    path("measures/", measure_views.measures, name="measures"),
    path("measures/taken/<uuid:pk>/", measure_views.taking, name="taking"),
    path("measures/taken/<uuid:pk>/back/", measure_views.taking_take_back, name="taking_take_back"),
    path("measures/<slug:slug>/", measure_views.measure, name="measure"),
    path("desk/measures/", desk_views.desk_measures, name="desk_measures"),
    path("desk/measures/<slug:slug>/", desk_views.desk_measure, name="desk_measure"),
]
