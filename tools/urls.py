"""Tools, and what was written with them."""

from django.urls import path

from . import comparing, ticks, views, working

urlpatterns = [
    path("tools/", views.tools, name="tools"),
    path("tools/entries/", views.entries, name="entries"),
    path("tools/<slug:slug>/", views.tool, name="tool"),
    path("tools/<slug:slug>/print/", views.tool_print, name="tool_print"),
    path("tools/<slug:slug>/compare/", comparing.tool_compare, name="tool_compare"),
    path("tools/<slug:slug>/begin/", working.begin, name="begin"),
    path("entries/<uuid:pk>/", working.entry, name="entry"),
    path("entries/<uuid:pk>/print/", views.entry_print, name="entry_print"),
    path("entries/<uuid:pk>/changes/", comparing.entry_changes, name="entry_changes"),
    path("entries/<uuid:pk>/away/", views.entry_archive, name="entry_archive"),
    path("entries/<uuid:pk>/delete/", views.entry_delete, name="entry_delete"),
    path("entries/<uuid:pk>/ticks/<slug:row>/", ticks.entry_tick, name="entry_tick"),
    path("entries/<uuid:pk>/follow/", working.entry_follow, name="entry_follow"),
    path("entries/<uuid:pk>/steps/<slug:row>/", ticks.entry_step, name="entry_step"),
]
