"""Settings of the FOI portal, read from the environment; a wrong value stops the start with a hint.

Every variable is described in the README. Without any, the product runs on one machine:
SQLite in WAL mode, an embedded broker in files, its data under ``var/``.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from foi_portal import logs
from foi_portal.limiting import limits_from
from foi_portal.single_sign_on import providers_from
from foi_portal.storage import storages_from

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def env_list(name: str, *, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DEBUG = env_bool("FOI_DEBUG", default=False)
DEMO = env_bool("FOI_DEMO", default=False)
# Behind TLS, cookies are sent over TLS only and browsers are told to stay there.
HTTPS = env_bool("FOI_HTTPS", default=False)

DATA_DIR = Path(os.environ.get("FOI_DATA_DIR") or BASE_DIR / "var")
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def read_secret_key() -> str:
    key = os.environ.get("FOI_SECRET_KEY", "")
    if key:
        return key
    key_file = DATA_DIR / "secret_key"
    if key_file.exists():
        return key_file.read_text().strip()
    raise ImproperlyConfigured(
        "There is no secret key. Set FOI_SECRET_KEY to a long random text, "
        f"or let `python3 manage.py up` write one to {key_file.name} in the data folder."
    )


SECRET_KEY = read_secret_key()
# Keys that were in use before: what they signed or encrypted is still read.
SECRET_KEY_FALLBACKS = env_list("FOI_SECRET_KEY_FALLBACKS", default="")
ALLOWED_HOSTS = env_list("FOI_ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("FOI_TRUSTED_ORIGINS", default="")

INSTALLED_APPS = [
    "foi_portal",
    "requests_app",
    "exemptions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_htmx",
    "corsheaders",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "foi_portal.logs.RequestLog",
    # What puts headers on answers stands before what may answer.
    "foi_portal.headers.HeadersMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Programs are refused in JSON, whatever refuses them.
    "requests_app.views.api.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Pages are for signed-in staff unless their view says otherwise.
    "requests_app.access.SignInMiddleware",
    # ... who have shown a second factor, where that is asked for.
    "requests_app.signing_in.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # What is clicked twice is done once.
    "requests_app.once.OnceMiddleware",
    # Who may not, and what cannot be done now, become pages that say so.
    "requests_app.access.RefusalMiddleware",
]

ROOT_URLCONF = "foi_portal.urls"
WSGI_APPLICATION = "foi_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "requests_app.context_processors.site",
            ],
            "builtins": ["requests_app.templatetags.foi_text"],
        },
    }
]

# --- the database is the only truth ----------------------------------------------------

DATABASES = {
    "default": dj_database_url.config(
        env="DATABASE_URL",
        default=f"sqlite:///{DATA_DIR / 'foi.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Django's defaults answer "database is locked" as soon as two processes read and then
    # write. WAL, immediate transactions and a patient timeout together end that.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ... finished documents included, unless a bucket is named for their bytes.
STORAGES = storages_from(os.environ)

# --- the worker: a broker only hints that there is work ---------------------------------

REDIS_URL = os.environ.get("FOI_REDIS_URL", "")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = True
# Attempts are counted in the database; the sweeper decides on a retry, not the broker.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
# Nothing takes an hour; what hangs is killed, so that its place in the worker comes free. Documents
# have less: requests_app/tasks.py.
CELERY_TASK_TIME_LIMIT = 3_600
# On SIGQUIT: so many seconds for what is in hand, longer than any document may take. What is not
# finished by then goes back.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30.0
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TIMEZONE = "Europe/London"
# In memory: a schedule file torn by a killed worker would end the beat, and with it the sweep,
# while the worker goes on. What is due every few seconds needs no memory of the last time.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep-renderings": {"task": "requests_app.tasks.sweep", "schedule": 5.0},
    "mail-deadline-notices": {
        "task": "requests_app.tasks.mail_deadline_notices",
        "schedule": 60.0,
    },
    "sweep-links": {"task": "requests_app.tasks.sweep_links", "schedule": 30.0},
    "apply-retention": {
        "task": "requests_app.tasks.apply_retention",
        "schedule": crontab(minute=50, hour=2),
    },
    "verify-audit": {
        "task": "requests_app.tasks.verify_audit",
        "schedule": crontab(minute=20, hour=2),
    },
    "mail-confirmations": {
        "task": "requests_app.tasks.mail_confirmations",
        "schedule": 60.0,
    },
    "mail-accounts": {
        "task": "requests_app.tasks.mail_accounts",
        "schedule": 60.0,
    },
    # Often, so that the first record of a day is told soon; nobody gets two mails a day.
    "mail-alerts": {
        "task": "requests_app.tasks.mail_alerts",
        "schedule": crontab(minute=15, hour="7-18"),
    },
    # Often, because a beat that was down must not cost a day; a milestone is told once anyway.
    "remind": {
        "task": "requests_app.tasks.remind",
        "schedule": crontab(minute=5, hour="7-18"),
    },
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # A hung Redis must not hang a page.
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 25,
    }
else:
    BROKER_DIR = DATA_DIR / "broker"
    (BROKER_DIR / "messages").mkdir(parents=True, exist_ok=True)
    (BROKER_DIR / "control").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }

# --- mail: to a server if one is named, else into files ---------------------------------

EMAIL_HOST = os.environ.get("FOI_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("FOI_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("FOI_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("FOI_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_bool("FOI_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("FOI_EMAIL_FROM", "foi-portal@localhost")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- links in answers ------------------------------------------------------------------

# The worker opens the links that answers give. 0: it never does, and a person is asked instead.
CHECK_LINKS = env_bool("FOI_CHECK_LINKS", default=True)
# Only the tests' own server is on this machine; a link that leads here is else refused.
LINKS_TO_THIS_MACHINE = env_bool("FOI_LINKS_TO_THIS_MACHINE", default=False)

# --- statistics ------------------------------------------------------------------------

# On public pages a number below this is told as "fewer than". 0: every number is shown.
STATISTICS_FEWEST = int(os.environ.get("FOI_STATISTICS_FEWEST", "0"))

# --- the API ----------------------------------------------------------------------------

# The page of any site may read it, without cookies.
CORS_URLS_REGEX = r"^/api/v\d+/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

# --- how often anybody may ask for what costs -------------------------------------------

LIMITS = limits_from(os.environ)

# --- caches in front of the portal ------------------------------------------------------

# How long a shared cache may keep public pages. 0: everything is asked for again each time.
SHARED_CACHE_SECONDS = int(os.environ.get("FOI_SHARED_CACHE_SECONDS", "0"))
# Told after every withdrawal, with a header that proves who tells it ("Name: value").
PURGE_URL = os.environ.get("FOI_PURGE_URL", "")
PURGE_HEADER = os.environ.get("FOI_PURGE_HEADER", "")
if SHARED_CACHE_SECONDS and not PURGE_URL:
    raise ImproperlyConfigured(
        "FOI_SHARED_CACHE_SECONDS needs FOI_PURGE_URL: without it, what is withdrawn would stay "
        "in the cache."
    )

# --- people ----------------------------------------------------------------------------

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "requests"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# A person with a role signs in with an app's code or a passkey besides the password.
REQUIRE_SECOND_FACTOR = env_bool("FOI_REQUIRE_SECOND_FACTOR", default=not DEMO)
# How many proxies in front of the portal add to X-Forwarded-For. 0: nobody is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("FOI_TRUSTED_PROXIES", "0"))
ACCOUNT_ADAPTER = "requests_app.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the address down
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
# Wrong passwords are counted for each name and address together, so that nobody elsewhere can
# lock a person out; each wrong one is forgotten after five minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    # Mails about new records, which anybody may ask for: by visitor, and by address.
    "alert": "10/h/ip",
    "alert_address": "3/d/key",
}
ACCOUNT_FORMS = {
    "login": "requests_app.forms.sign_in.SignInForm",
    "change_password": "requests_app.forms.sign_in.PasswordChangeForm",
    "set_password": "requests_app.forms.sign_in.PasswordSetForm",
    "reset_password": "requests_app.forms.sign_in.PasswordResetForm",
    "reset_password_from_key": "requests_app.forms.sign_in.NewPasswordForm",
    "reauthenticate": "requests_app.forms.sign_in.PasswordAgainForm",
}
SOCIALACCOUNT_ADAPTER = "requests_app.signing_in.issuer.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = providers_from(os.environ)
MFA_ADAPTER = "requests_app.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Browsers themselves hold passkeys to TLS, except on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "requests_app.forms.second_factor.CodeForm",
    "reauthenticate": "requests_app.forms.second_factor.CodeAgainForm",
    "activate_totp": "requests_app.forms.second_factor.AppForm",
    "add_webauthn": "requests_app.forms.second_factor.PasskeyForm",
    "authenticate_webauthn": "requests_app.forms.second_factor.PasskeyShownForm",
    "login_webauthn": "requests_app.forms.second_factor.PasskeySignInForm",
    "reauthenticate_webauthn": "requests_app.forms.second_factor.PasskeyAgainForm",
    "edit_webauthn": "requests_app.forms.second_factor.PasskeyNameForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- security --------------------------------------------------------------------------

# Counts wrong passwords and remembers used codes, for all processes and hosts. The database,
# because a sign-in must not depend on the broker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # So many that nobody can push the counts out by sending many names.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Which tag a public page had, in each process by itself: see views/unchanged.py.
    "tags": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "tags",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
SESSION_ENGINE = "requests_app.signing_in.session_store"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
# In the session, so that no cookie carries words.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "requests_app.views.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- pages -----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Empty unless somebody runs collectstatic; WhiteNoise complains when it is not there.
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- watching it ------------------------------------------------------------------------

LOGGING = logs.configuration(as_json=env_bool("FOI_LOG_JSON", default=False))
# Empty: there are no metrics. Otherwise whoever asks for them must bear it.
METRICS_TOKEN = os.environ.get("FOI_METRICS_TOKEN", "")
