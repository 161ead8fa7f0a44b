"""Addresses of the sign-in and of a person's own account. There is no way to sign oneself up."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from requests_app.signing_in.second_factor import before_second_factor
from requests_app.views import account as own
from requests_app.views import entrance

sign_in = entrance.SignIn.as_view()
sign_out = login_not_required(require_POST(account.logout))

# The names that begin with "account_" and "mfa_" are those that django-allauth asks for.
urlpatterns = [
    path("login/", sign_in, name="login"),
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="logout"),
    path("logout/", sign_out, name="account_logout"),
    path("closed/", login_not_required(own.Closed.as_view()), name="account_inactive"),
    path("again/", before_second_factor(account.reauthenticate), name="account_reauthenticate"),
    # Single sign-on
    path("sso/<slug:provider_id>/", own.sso_begin, name="openid_connect_login"),
    path("sso/<slug:provider_id>/back/", own.sso_back, name="openid_connect_callback"),
    path(
        "sso-cancelled/",
        login_not_required(RedirectView.as_view(pattern_name="account_login")),
        name="socialaccount_login_cancelled",
    ),
    # Passwords
    path(
        "password/change/",
        before_second_factor(own.at_once(account.password_change)),
        name="account_change_password",
    ),
    path(
        "password/set/",
        before_second_factor(own.at_once(account.password_set)),
        name="account_set_password",
    ),
    path("password/reset/", own.PasswordReset.as_view(), name="account_reset_password"),
    path(
        "password/reset/sent/",
        own.PasswordResetSent.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        own.at_once(own.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        own.PasswordChanged.as_view(),
        name="account_reset_password_from_key_done",
    ),
    # The second factor
    path("", before_second_factor(own.Account.as_view()), name="mfa_index"),
    path("code/", own.Code.as_view(), name="mfa_authenticate"),
    path("code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "app/",
        before_second_factor(own.at_once(own.SetUpApp.as_view())),
        name="mfa_activate_totp",
    ),
    path("app/qr.svg", before_second_factor(own.qr_code), name="qr-code"),
    path("app/remove/", own.at_once(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/",
        own.at_once(own.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path(
        "passkeys/add/",
        before_second_factor(own.at_once(own.AddPasskey.as_view())),
        name="mfa_add_webauthn",
    ),
    path(
        "passkeys/sign-in/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"
    ),
    path("passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        own.at_once(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
