"""The embedded default: SQLite, local files, mail kept as files. `make run` uses it."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import ROLES, STORAGES, VAR_DIR

DEBUG = env.flag("DEBUG", True)
DEMO_PAGES = True
# The people of the demonstration share a password that everybody knows; a second step would only be in the way.
TWO_STEP_ROLES = env.names("TWO_STEP_ROLES", among=ROLES)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
