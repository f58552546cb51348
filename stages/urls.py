from django.urls import path

from . import views

urlpatterns = [
    path("mine/", views.behaviours, name="behaviours"),
    path("put-away/", views.put_away, name="put_away"),
    path("new/", views.behaviour_add, name="behaviour_add"),
    path("<uuid:pk>/", views.behaviour, name="behaviour"),
    path("<uuid:pk>/edit/", views.behaviour_edit, name="behaviour_edit"),
    path("<uuid:pk>/history/", views.behaviour_history, name="behaviour_history"),
    path("<uuid:pk>/state/", views.behaviour_state, name="behaviour_state"),
    path("<uuid:pk>/delete/", views.behaviour_delete, name="behaviour_delete"),
    path("<uuid:pk>/move/", views.stage_move, name="stage_move"),
    path("<uuid:pk>/undo/", views.stage_undo, name="stage_undo"),
    path("<uuid:pk>/note/", views.note_seen, name="note_seen"),
]
