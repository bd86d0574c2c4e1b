"""Every setting of the web application, each from the environment with a default that suits one small office.

LUOSHI_DATA        folder of database and files; default .luoshi in the current folder
LUOSHI_FILES       folder of the files handed in, which several servers may share; default: files in the data folder
LUOSHI_KEYS        folder of the keys, outside the data and its backup; default beside the data folder: .luoshi-keys
DATABASE_URL       postgresql://user:password@host:port/name instead of SQLite
LUOSHI_HOSTS       names under which the page is reached, separated by commas; default: this machine only
LUOSHI_HTTPS       1 if the page is reached by https (a proxy in front): cookies are then sent no other way
LUOSHI_PROXIES     how many proxies stand in front and write X-Forwarded-For; default 0: that header is not believed
LUOSHI_OIDC_ISSUER, LUOSHI_OIDC_CLIENT_ID, LUOSHI_OIDC_CLIENT_SECRET, LUOSHI_OIDC_NAME
                   an OpenID Connect provider through which people with an account may sign in too, and what its button
                   calls it (统一身份认证); default: none. It sends people back to <page>/sign-in/identity/back/
LUOSHI_ROBOT_HOSTS further hosts (host:port) of group robots, separated by commas: a relay of a closed network
LUOSHI_DEBUG       1 shows Django's own error pages to the programmer
LUOSHI_DEMO        1 in the demo only: one click changes the person
"""

import os
from pathlib import Path

from luoshi.office.keys import key
from luoshi.office.web.database import settings_of
from luoshi.office.web.identity import identity_of, providers_of

HERE = Path(__file__).resolve().parent

DATA = Path(os.environ.get("LUOSHI_DATA", ".luoshi")).resolve()
FILES = Path(os.environ.get("LUOSHI_FILES") or DATA / "files").resolve()
DEBUG = os.environ.get("LUOSHI_DEBUG") == "1"
DEMO = os.environ.get("LUOSHI_DEMO") == "1"
KEYS = Path(os.environ.get("LUOSHI_KEYS") or DATA.with_name(f"{DATA.name}-keys")).resolve()
SECRET_KEY = key(KEYS, "secret").hex()

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("LUOSHI_HOSTS", "").split(","))]
ROBOT_HOSTS = frozenset(filter(None, os.environ.get("LUOSHI_ROBOT_HOSTS", "").lower().split(",")))
ROOT_URLCONF = "luoshi.office.web.urls"
WSGI_APPLICATION = "luoshi.office.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "ninja",  # for the files of its page that tries operations out
    "luoshi.office.journal",
    "luoshi.office.organisations",
    "luoshi.office.desk",
    "luoshi.office.plans",
    "luoshi.office.web",
]

MIDDLEWARE = [
    "luoshi.office.web.headers.real_address",
    "django.middleware.security.SecurityMiddleware",
    "luoshi.office.web.headers.strict_headers",
    "luoshi.office.web.api_door.without_cookies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "luoshi.office.web.uploads.refuse_oversized",
    "luoshi.office.web.uploads.refuse_nul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "luoshi.office.web.sign_in.sessions.end_stale",
    "luoshi.office.web.membership.with_actor",
    "luoshi.office.web.sign_in.sessions.FirstThings",
    "luoshi.office.web.doors.DenyByDefault",
]

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.office.web.membership.shell",
                "luoshi.office.web.panels.menu",
            ],
            "builtins": ["luoshi.office.web.templatetags.forms"],
        },
    }
]

DATABASES = {"default": settings_of(os.environ.get("DATABASE_URL"), data=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "luoshi.office.web.finders.ReaderFinder",
]
# Files are served from the package as they are: no collecting step that could be forgotten.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# A report of 3 MB is a million characters; scans and pictures make a Word file larger than its text.
LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes of a whole request
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 12  # photographs of one report

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "luoshi.office.web.views.form_too_old"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Counted attempts must be seen by every process and outlive a restart: a table of the database (serve.prepare makes
# it). It holds little, and must not forget because somebody tries many names.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

HTTPS = os.environ.get("LUOSHI_HTTPS") == "1"
PROXIES = int(os.environ.get("LUOSHI_PROXIES") or 0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[3:]]
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# A session ends with the browser, after a working day, or when nobody was there (sign_in/sessions.py).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "luoshi.office.web.sign_in.passwords.LongAndMixed"},
    {"NAME": "luoshi.office.web.sign_in.passwords.NotOneself"},
    {"NAME": "luoshi.office.web.sign_in.passwords.Uncommon"},
    {"NAME": "luoshi.office.web.sign_in.passwords.NotTheLast"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "luoshi.office.web.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

# Tables joined in web, by name: the desk looks kinds of jobs and their times up there.
JOB_HANDLERS = "luoshi.office.web.panels.JOB_HANDLERS"
JOB_SCHEDULES = "luoshi.office.web.panels.JOB_SCHEDULES"
EXPORTED_LISTS = "luoshi.office.web.panels.EXPORTED_LISTS"
JOURNAL_VERBS = "luoshi.office.web.panels.VERBS"
JOURNAL_CODES = "luoshi.office.web.panels.CODES"

# A traceback is for programmers and stands here, never on a page; what a page shows is its number.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {process} {message}", "style": "{"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": DATA / "luoshi.log",
            "delay": True,
            "encoding": "utf-8",
            "formatter": "line",
        }
    },
    "loggers": {
        "luoshi": {"handlers": ["file"], "level": "INFO"},
        "django.request": {"handlers": ["file"], "level": "ERROR"},
        "huey": {"handlers": ["file"], "level": "WARNING"},
    },
}
ACCOUNT_SESSION_REMEMBER = False
# Five wrong passwords close an account for a quarter of an hour (commonly examined: 5, and 10 to 30 minutes). Many
# people of one bureau come from one network address, so that its limits are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/15m/ip,5/15m/key",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
}
_FORMS = "luoshi.office.web.sign_in.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}

MFA_ADAPTER = "luoshi.office.web.sign_in.adapters.CodesAdapter"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateCodeForm",
    "activate_totp": f"{_FORMS}.ActivateForm",
}
MFA_TOTP_TOLERANCE = 1  # half a minute either way: in closed networks clocks drift

IDENTITY = identity_of(os.environ)
SOCIALACCOUNT_ADAPTER = "luoshi.office.web.sign_in.identity.IdentityAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = providers_of(IDENTITY)
