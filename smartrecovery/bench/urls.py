"""The app's pages, and beside them the bare ones."""

from django.urls import path

from smartrecovery import urls as ours

from . import views

handler400, handler500 = ours.handler400, ours.handler500
urlpatterns = [
    *ours.urlpatterns,
    path("bare/page/", views.page, name="bare_page"),
    path("bare/list/", views.listed, name="bare_list"),
    path("bare/line/", views.line, name="bare_line"),
]
