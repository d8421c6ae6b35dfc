"""The settings of the portal. Environment variables are read here and nowhere else."""

from pathlib import Path

import bootstrap_wrapper
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import keys
from config.services import Home, Postgres, Valkey

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent

# Where this instance keeps what it makes: database, broker, secrets, uploads, collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# --- Services: our own ones unless the environment names others ---------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
# The unprivileged account that runs the embedded servers where the portal itself runs as root.
SERVICES_HOME = Home(DATA_DIR, env.str("LINLI_PG_USER", default="nobody"))
EMBEDDED_VALKEY = None if REDIS_URL else Valkey(SERVICES_HOME)

# --- Secrets ------------------------------------------------------------------------------------------------
if DATABASE_URL:
    _keys = keys.required_keys({name: env.str(name, default="") for name in keys.NAMES})
    EMBEDDED_POSTGRES = None
else:
    _keys = keys.stored_keys(DATA_DIR)
    EMBEDDED_POSTGRES = Postgres(SERVICES_HOME, _keys["DATABASE_PASSWORD"])
SECRET_KEY = _keys["SECRET_KEY"]
FIELD_KEY = keys.key_bytes("FIELD_KEY", _keys["FIELD_KEY"], 16)
INDEX_KEY = keys.key_bytes("INDEX_KEY", _keys["INDEX_KEY"], 32)

# --- The instance -------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The area whose newest published report the home page shows; blank: what all communities have in common.
SITE_AREA = env.str("SITE_AREA", default="")
# How long a public page may be kept for the next visitor; what is published or closed counts at once.
PUBLIC_PAGE_SECONDS = env.int("PUBLIC_PAGE_SECONDS", default=60)
# What the foot of a government site states: 主办单位, 标识码, ICP 备案号, 公安备案号, 联系方式, 找错. Blank: left out.
SITE_FACTS = {
    name: env.str(f"SITE_{name.upper()}", default="")
    for name in ("owner", "code", "icp", "police", "contact", "mistakes_url")
}
# `make run` answers on this port of 127.0.0.1, and loads the demo into a database without communities.
PORT = env.int("PORT", default=8000)
DEMO = env.bool("DEMO", default=True)
# Behind TLS (production) cookies are only sent over it; the embedded instance answers on plain 127.0.0.1.
HTTPS = env.bool("HTTPS", default=bool(DATABASE_URL))

# Lowest layer first: each may use those before it in this list, never those after.
OUR_APPS = [
    "accounts", "records", "jobs", "sheets", "communities", "compliance", "staffing", "facilities",
    "disclosure", "rectification", "property_mgmt", "grids", "volunteers", "demo",
]  # fmt: skip

INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "communities.page_cache.kept_pages",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# Fields of forms are drawn by our own templates where there is one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database -----------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **(env.db_url_config(DATABASE_URL) if DATABASE_URL else EMBEDDED_POSTGRES.connection),
        "ENGINE": "config.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.guessing.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- Sessions and headers -----------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Languages and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Mail: only where a server is named; alerts stand in the workbench in any case ---------------------------
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=EMAIL_HOST_USER or "linli@localhost")

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("guide", BASE_DIR / "docs" / "guide" / "images"),
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- What is written down ------------------------------------------------------------------------------------
# To standard error, for whatever collects it: failures with their traceback, never what a form or sheet contained.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": []}, "django.request": {"level": "ERROR"}},
}

# --- Background work (facts and reasons: docs/adr/0004-durable-work.md) ---------------------------------------
# A job that outlives its time limit is stopped before the broker would hand it to a second worker.
_seconds_visible = {"visibility_timeout": 900}
CELERY_BROKER_URL = REDIS_URL or EMBEDDED_VALKEY.url
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **_seconds_visible,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 3,
    "socket_connect_timeout": 3,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _seconds_visible
CELERY_VISIBILITY_TIMEOUT = _seconds_visible["visibility_timeout"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A message is done with once a child has it, and none is fetched before a child is free: the job row is what counts,
# and a worker holding messages it has not acknowledged does not outlive its broker.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
# The whole timetable: name, task, when. A message not taken in time is dropped: the next one says the same.
# What falls due by the calendar is declared where it is done (jobs.registry.periodic).
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "tick": {"task": "jobs.tasks.tick", "schedule": 60.0, "options": {"expires": 60}},
}
