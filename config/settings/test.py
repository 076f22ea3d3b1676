"""Settings of the test suite: production's policies, quick hashing, jobs run at once."""

import os
import tempfile

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES

DEMO_PAGES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_files = tempfile.mkdtemp(prefix="compagnon-test-")
for _name, _folder in (("default", "public"), *((name, name) for name in ("private", "packages", "journals", "backups"))):
    STORAGES[_name] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{_files}/{_folder}"},
    }
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if REDIS_URL:
    # Tests run side by side, each process on a database of its own: so is its part of the cache.
    CACHES["default"] |= {"BACKEND": "tests.cache.OwnRedisCache", "KEY_PREFIX": f"test-{os.getpid()}"}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": f"{_files}/cache"}}
# Tests are undone, which nobody tells the processes' own memory; tests/cms/test_kept.py tries it on its own.
CONTENT_KEPT_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Where the tests of the letter box put theirs.
EMAIL_FILE_PATH = f"{_files}/mails"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS = False
# The cast signs in by password alone; the tests of the second step turn it on.
TWO_STEP_ROLES = []
# Tests that count queries count those of the page; the tests of time on the platform turn it on.
CONNECTION_EVERY_SECONDS = 0
# Tests write what the process saw when they look at it.
VISITS_FLUSH_SECONDS = 0
LOGGING = {"version": 1, "disable_existing_loggers": False}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # As in production, without JIT as the administrator guide has it; but nobody waits for the disk: a test’s database does not outlive it.
    DATABASES["default"] = {**env.database_in_production(DATABASES["default"], 0), "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off -c jit=off"
