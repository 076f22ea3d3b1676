"""The guided visits of learners and of regional managers."""

from django.utils.translation import gettext_lazy as _

from cms.tours import ACCOUNT, TEXT_SIZE, Tour, TourStep
from sessions.domain.access import has_training
from sessions.rules import runs_sessions

LEARNERS_TOUR = Tour(
    "apprenant",
    _("Visit of your training space"),
    "training_sessions:home",
    has_training,
    (
        TourStep(
            ".now", _("What to do now"), _("One thing at a time, how long it takes, and one button. If you stop, you go on where you were.")
        ),
        TourStep(
            ".pathway-card", _("Your pathway"), _("How far you are, what is left, and until when. “See my pathway” shows every step.")
        ),
        TourStep(
            "[aria-labelledby=dates]", _("Your dates"), _("Virtual classes, half-days, end of access: add them to your own calendar.")
        ),
        TourStep(
            "main a[href$='/documents/']",
            _("Your documents"),
            _("Summary sheets and certificate: they stay yours after the end."),
        ),
        TourStep(
            TEXT_SIZE,
            _("Larger or smaller text"),
            _("Choose the size you read with; it is kept for your next visits."),
        ),
        TourStep(
            ACCOUNT, _("Help, whenever you want"), _("Your profile, your password, and this visit again under “Help and guided visit”.")
        ),
    ),
    guides=("apprenant",),
    order=10,
)

MANAGERS_TOUR = Tour(
    "region",
    _("Visit of your region"),
    "training_sessions:region",
    runs_sessions,
    (
        TourStep(
            "main h1",
            _("Your region today"),
            _("This page says what asks for your attention. When it is empty, all is well."),
        ),
        TourStep(
            ".day-stats",
            _("The figures of the day"),
            _("Sessions in progress, learners, beginnings and dates of the week."),
        ),
        TourStep(
            "[aria-labelledby=amiss]",
            _("To look at"),
            _("A session without a tutor, a learner who never came: each line leads to what can be done."),
        ),
        TourStep(
            ".page__action a",
            _("Open a session"),
            _("The pathway, the dates, the team and the learners on one page. Nothing is sent before you confirm."),
        ),
        TourStep(
            "main .tabs",
            _("Sessions and people"),
            _("Everything of your region, and nothing of the others."),
        ),
        TourStep(
            ACCOUNT, _("Help, whenever you want"), _("Your profile, your password, and this visit again under “Help and guided visit”.")
        ),
    ),
    guides=("responsable-regional", "tuteur"),
    order=20,
)
