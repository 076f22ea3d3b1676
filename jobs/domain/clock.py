"""The clock of a worker or of the scheduler: runs what is due, once among all."""

import logging

from django.core.cache import cache
from django.db import close_old_connections

from jobs.registry import periodics

logger = logging.getLogger(__name__)

TICK_SECONDS = 5


def tick() -> list[str]:
    """Run what is due, whatever happens: a clock goes on when the cache or the database are away."""
    try:
        return run_due()
    except Exception:
        logger.exception("the clock missed a tick")
        return []
    finally:
        close_old_connections()


def run_due() -> list[str]:
    """Run each periodic function that nobody ran within its period; returns the names of those run."""
    ran = []
    for periodic in periodics():
        if not cache.add(f"periodic:{periodic.name.replace(' ', '-')}", 1, timeout=periodic.seconds):
            continue
        close_old_connections()
        try:
            periodic.function()
        except Exception:
            logger.exception("periodic work %s failed", periodic.name)
        else:
            ran.append(periodic.name)
    return ran
