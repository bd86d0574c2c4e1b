"""Every setting of the web application, each from the environment with a default that suits one small office.

LUOSHI_DATA        folder of the database; default .luoshi in the current folder
DATABASE_URL       postgresql://user:password@host:port/name instead of SQLite
LUOSHI_SECRET_KEY  signs what leaves the server; default: a new one at every start (there are no sessions yet)
LUOSHI_DEBUG       1 shows Django's own error pages to the programmer
"""

import os
import secrets
from pathlib import Path

from luoshi.office.web.database import settings_of

HERE = Path(__file__).resolve().parent

DATA = Path(os.environ.get("LUOSHI_DATA", ".luoshi")).resolve()
DEBUG = os.environ.get("LUOSHI_DEBUG") == "1"
SECRET_KEY = os.environ.get("LUOSHI_SECRET_KEY") or secrets.token_urlsafe(50)

# Nobody signs in yet, so only this machine is answered; another name that resolves to it is refused too.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "luoshi.office.web.urls"
WSGI_APPLICATION = "luoshi.office.web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "luoshi.office.plans",
    "luoshi.office.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "luoshi.office.web.headers.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "luoshi.office.web.uploads.refuse_oversized",
    "django.middleware.csrf.CsrfViewMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
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
