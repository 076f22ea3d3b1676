# SPDX-License-Identifier: EUPL-1.2
"""The blocks of the tutor's desk (boards.registry)."""

from django.utils.translation import gettext_lazy as _

from boards.registry import Block, Board
from tutoring.domain.followed import HEAD, offered_columns
from tutoring.rules import grades_somewhere, is_tutor

DESK = Board(
    name="tutorat",
    title=_("Tutoring"),
    url_name="tutoring:home",
    blocks=(
        Block("to-grade", _("To grade"), "tutoring/blocks/to_grade.html", narrow=True, waits=True, shown_to=grades_somewhere),
        Block("to-answer", _("To answer"), "tutoring/blocks/to_answer.html", narrow=True, waits=True),
        Block("to-remind", _("To write to"), "tutoring/blocks/to_remind.html", narrow=True, waits=True),
        Block("sheets", _("Attendance sheets"), "tutoring/blocks/sheets.html", waits=True),
        Block("learners", _("The learners you follow"), "tutoring/blocks/learners.html"),
        Block("sessions", _("The sessions you follow"), "tutoring/blocks/sessions.html"),
    ),
    shown_to=is_tutor,
    columns=offered_columns,
    sort=HEAD,
)
