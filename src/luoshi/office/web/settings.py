"""Every setting of the web application, each from the environment with a default that suits one small office.

LUOSHI_DATA        folder of database and files; default .luoshi in the current folder
LUOSHI_KEYS        folder of the keys, outside the data and its backup; default beside the data folder: .luoshi-keys
DATABASE_URL       postgresql://user:password@host:port/name instead of SQLite
LUOSHI_HOSTS       names under which the page is reached, separated by commas; default: this machine only
LUOSHI_HTTPS       1 if the page is reached by https (a proxy in front): cookies are then sent no other way
LUOSHI_DEBUG       1 shows Django's own error pages to the programmer
LUOSHI_DEMO        1 in the demo only: one click changes the person
"""

import os
from pathlib import Path

from luoshi.office.keys import key
from luoshi.office.web.database import settings_of

HERE = Path(__file__).resolve().parent

DATA = Path(os.environ.get("LUOSHI_DATA", ".luoshi")).resolve()
DEBUG = os.environ.get("LUOSHI_DEBUG") == "1"
DEMO = os.environ.get("LUOSHI_DEMO") == "1"
KEYS = Path(os.environ.get("LUOSHI_KEYS") or DATA.with_name(f"{DATA.name}-keys")).resolve()
SECRET_KEY = key(KEYS, "secret").hex()

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("LUOSHI_HOSTS", "").split(","))]
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
    "allauth.usersessions",
    "luoshi.office.journal",
    "luoshi.office.organisations",
    "luoshi.office.desk",
    "luoshi.office.plans",
    "luoshi.office.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "luoshi.office.web.headers.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "luoshi.office.web.uploads.refuse_oversized",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "luoshi.office.web.membership.with_actor",
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "luoshi.office.web.views.form_too_old"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

# Tables joined in web, by name: the desk looks kinds of jobs and their times up there.
JOB_HANDLERS = "luoshi.office.web.panels.JOB_HANDLERS"
JOB_SCHEDULES = "luoshi.office.web.panels.JOB_SCHEDULES"

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
