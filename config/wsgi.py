"""The WSGI entry point that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

# What is loaded now lives as long as the process: the collector need not look at it again and again while it answers
# (docs/performance.md). A page makes some thousands of objects, nearly all of which go with their last reference.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
