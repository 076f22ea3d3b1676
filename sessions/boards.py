# SPDX-License-Identifier: EUPL-1.2
"""The blocks of the manager's day (boards.registry)."""

from django.utils.translation import gettext_lazy as _

from boards.registry import Block, Board
from sessions.rules import sees_sessions

PARTS = "sessions/manager/blocks/"
REGION = Board(
    name="region",
    title=_("Today"),
    url_name="training_sessions:region",
    blocks=(
        Block("figures", _("The day in figures"), PARTS + "figures.html"),
        Block("troubled", _("To look at"), PARTS + "troubled.html", waits=True),
        Block("to-validate", _("Presence to validate"), PARTS + "to_validate.html", waits=True),
        Block("dates", _("Dates of the next seven days"), PARTS + "dates.html", narrow=True),
        Block("moves", _("Beginning and ending"), PARTS + "moves.html", narrow=True),
        Block("running", _("In progress"), PARTS + "running.html"),
    ),
    shown_to=sees_sessions,
)
