# SPDX-License-Identifier: EUPL-1.2
"""Where chromium is on this machine. Its shell without windows, where there is one, needs two thirds of the processor time."""

import os
import shutil

PROGRAMS = ("chromium-headless-shell", "chromium")


def chromium() -> str | None:
    """The program to start: the environment's `CHROMIUM`, else the first that is installed; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
