"""Production: every secret and address comes from the environment; TLS is assumed in front or here."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, REDIS_URL, TASKS

SECRET_KEY = env.secret("SECRET_KEY")
SITE_ORIGIN = env.origin("SITE_ORIGIN")
CONTENT_ORIGIN = env.origin("CONTENT_ORIGIN")
if SITE_ORIGIN == CONTENT_ORIGIN:
    raise env.ImproperlyConfigured("CONTENT_ORIGIN must differ from SITE_ORIGIN: uploaded content runs there.")

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

# --- Several processes on several machines (docs/administration.md, "Production") ---
if DATABASES["default"]["ENGINE"] == "config.postgresql":
    DATABASES["default"] = env.database_in_production(DATABASES["default"], env.number("DATABASE_POOL", 0, high=100))
if REDIS_URL:
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    TASKS["default"]["BACKEND"] = "jobs.backends.AnnouncedRowsBackend"

CELERY_BROKER_URL = env.text("JOBS_URL", REDIS_URL or "memory://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "socket_keepalive": True}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
# Platforms that share a Redis need queues of different names.
CELERY_TASK_DEFAULT_QUEUE = env.text("JOBS_QUEUE", "compagnon")
CELERY_TASK_IGNORE_RESULT = True
# The row is the truth: a call whose worker dies is put back by the scheduler, whatever the broker remembers.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
