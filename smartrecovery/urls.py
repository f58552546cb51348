"""Where everything is."""

from django.urls import include, path

from . import mine, urge, views

handler400 = "smartrecovery.views.bad_request"
handler429 = "smartrecovery.accounts.throttle.refused"
handler500 = "smartrecovery.views.failure"

urlpatterns = [
    path("", views.today, name="today"),
    path("urge/", urge.urge, name="urge"),
    path("urge/passed/", urge.passed, name="urge_passed"),
    path("urge/print/", urge.on_paper, name="urge_print"),
    path("urge/offline/", urge.offline, name="urge_offline"),
    path("urge/<uuid:pk>/", urge.written, name="urge_written"),
    path("urge/<uuid:pk>/back/", urge.take_back, name="urge_take_back"),
    path("sw.js", urge.worker, name="urge_worker"),
    path("group/", views.group, name="group"),
    path("help/", views.help_now, name="help"),
    path("help/<slug:code>/", views.help_now, name="help_region"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("leave/", views.leave, name="leave"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("tools.urls")),
    path("me/take/", mine.take, name="me_take"),
    path("me/bring/", mine.bring, name="me_bring"),
    path("me/bring/confirm/", mine.bring_confirm, name="me_bring_confirm"),
    path("me/bring/forget/", mine.bring_forget, name="me_bring_forget"),
    path("me/leave/", mine.leave, name="me_leave"),
    path("me/leave/stay/", mine.stay, name="me_stay"),
    path("me/pause/", mine.pause, name="me_pause"),
    path("me/pause/end/", mine.unpause, name="me_unpause"),
    path("", include("smartrecovery.accounts.urls")),
    path("progress/", include("stages.urls")),
]
