"""accounts/ is about signing in; me/ is about the person who did. Allauth's other pages stay shut."""

from django.urls import path, re_path

from . import getting_back_in, me, views

urlpatterns = [
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", views.SignOut.as_view(), name="account_logout"),
    path("accounts/signup/", views.SignUp.as_view(), name="account_signup"),
    path("accounts/consent/", views.consent_document, name="consent_document"),
    path("accounts/welcome/", views.welcome, name="welcome"),
    path("accounts/reauthenticate/", views.Again.as_view(), name="account_reauthenticate"),
    path("accounts/inactive/", views.inactive, name="account_inactive"),
    path("accounts/recover/", getting_back_in.recover, name="recover"),
    path("accounts/session/", views.session_state, name="session_state"),
    path("accounts/session/extend/", views.session_extend, name="session_extend"),
    path("accounts/password/change/", views.change_passphrase, name="account_change_password"),
    path("accounts/password/reset/", getting_back_in.reset, name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        getting_back_in.reset_sent,
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        getting_back_in.reset_from_link,
        name="account_reset_password_from_key",
    ),
    path("accounts/email/", views.address, name="account_email"),
    re_path(
        r"^accounts/confirm-email/(?P<key>[-:\w]+)/$",
        views.confirm_address,
        name="account_confirm_email",
    ),
    path("me/", me.me, name="me"),
    path("me/devices/", me.devices, name="me_devices"),
    path("me/devices/end/", me.end_other_devices, name="me_devices_end"),
    path("me/devices/<uuid:pk>/end/", me.end_device, name="me_device_end"),
    path("me/codes/", me.my_codes, name="me_codes"),
    path("me/consent/", me.my_consent, name="me_consent"),
    path("me/consent/withdraw/", me.withdraw_consent, name="me_consent_withdraw"),
]
