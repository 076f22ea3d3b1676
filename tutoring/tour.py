"""The guided visit of tutors."""

from django.utils.translation import gettext_lazy as _

from cms.tours import ACCOUNT, Tour, TourStep
from tutoring.rules import is_tutor

TUTORS_TOUR = Tour(
    "tutorat",
    _("Visit of the tutor’s space"),
    "tutoring:home",
    is_tutor,
    (
        TourStep(
            "[aria-labelledby=to-grade]",
            _("To grade"),
            _("Work handed in, oldest first. The page goes from one to the next."),
        ),
        TourStep(
            "[aria-labelledby=to-answer]",
            _("To answer"),
            _("Questions of the forum that nobody has answered yet."),
        ),
        TourStep(
            "[aria-labelledby=to-remind]",
            _("To write to"),
            _("Those who have gone silent: one click prepares the message, you change it and send it."),
        ),
        TourStep(
            "#sessions",
            _("The sessions you follow"),
            _("Each ring is a learner and how far they are. A click shows everything about them."),
        ),
        TourStep(
            ACCOUNT, _("Help, whenever you want"), _("Your profile, your password, and this visit again under “Help and guided visit”.")
        ),
    ),
    guides=("tuteur",),
    order=30,
)
