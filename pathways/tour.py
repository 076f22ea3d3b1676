"""The guided visit of the back office, for editors."""

from django.utils.translation import gettext_lazy as _

from cms.tours import Tour, TourStep

EDITORS_TOUR = Tour(
    "edition",
    _("Visit of the back office"),
    "wagtailadmin_home",
    lambda user: user.is_editor,
    (
        TourStep(
            "[data-tour=begin]",
            _("Begin here"),
            _("A new pathway, or a SCORM module to send: the two things most often done."),
        ),
        TourStep(
            "[data-tour=kinds]", _("The library"), _("Each resource or activity is written once and used in as many pathways as you like.")
        ),
        TourStep(
            "[data-tour=drafts]",
            _("Your drafts"),
            _("What you write is kept by itself. It waits here until you publish it."),
        ),
        TourStep(
            "[data-tour=to-mend]",
            _("To complete"),
            _("What is published but lacks something for learners is listed here."),
        ),
        TourStep(
            "[data-tour=ways]",
            _("Out of the back office"),
            _("The site as visitors see it, your space, and this help."),
        ),
    ),
    guides=("editeur",),
    order=40,
)
