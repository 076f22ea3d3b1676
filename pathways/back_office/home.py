"""The first screen of the back office: what to go on with, what to mend, what to begin."""

from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.domain.tours import offered_tour
from courses.back_office.kinds import ACTIVITIES, RESOURCES, kind_cards, library_of
from courses.models import LibraryObject
from courses.models.library import is_blank
from pathways.enums import FaqState
from pathways.models import FaqEntry, PathwayIndexPage, PathwayPage

SHOWN = 8


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    detail: str


class TourPanel(Component):
    """The guided visit of this page, offered once and whenever it is asked for."""

    name = "tour"
    order = 10
    template_name = "pathways/back_office/home_tour.html"

    def get_context_data(self, parent_context) -> dict:
        request = parent_context["request"]
        return {"offer": offered_tour(request), "csrf_token": get_token(request)}


class BeginPanel(Component):
    """Buttons that begin something: a pathway, a module package, an object of each kind."""

    name = "begin"
    order = 50
    template_name = "pathways/back_office/home_begin.html"

    def get_context_data(self, parent_context) -> dict:
        user = parent_context["request"].user
        library, catalogue = library_of(user), PathwayIndexPage.objects.first()
        can_add = catalogue is not None and catalogue.permissions_for_user(user).can_add_subpage()
        return {
            "pathway_url": reverse("wagtailadmin_pages:add", args=["pathways", "pathwaypage", catalogue.pk]) if can_add else "",
            "package_url": reverse("packages:index"),
            "cards": kind_cards([*RESOURCES, *ACTIVITIES], library) if library else [],
        }


class DraftsPanel(Component):
    """Drafts of the person, newest first."""

    name = "drafts"
    order = 60
    template_name = "pathways/back_office/home_lines.html"

    def get_context_data(self, parent_context) -> dict:
        drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=parent_context["request"].user)
        lines = [_line(page, page.draft_title) for page in drafts.order_by("-latest_revision_created_at")[:SHOWN]]
        return {"heading": _("Your drafts"), "mark": "drafts", "lines": lines, "empty": _("Nothing waits to be published.")}


class ToMendPanel(Component):
    """Published objects that learners meet with something missing."""

    name = "to_mend"
    order = 70
    template_name = "pathways/back_office/home_lines.html"

    def get_context_data(self, parent_context) -> dict:
        newest = LibraryObject.objects.live().order_by("-last_published_at")[:60].specific()
        found = [(page, weaknesses(page)) for page in newest]
        lines = [_line(page, page.title, ", ".join(words)) for page, words in found if words][:SHOWN]
        return {"heading": _("To complete"), "mark": "to-mend", "lines": lines, "empty": _("No problem found in what was published last.")}


class GrownQuestionsPanel(Component):
    """Frequent questions that tutors wrote in their sessions, for an editor to open to all or withdraw; nothing when there is none."""

    name = "grown_questions"
    order = 75
    template_name = "pathways/back_office/home_lines.html"

    def get_context_data(self, parent_context) -> dict:
        waiting = FaqEntry.objects.visible_to(parent_context["request"].user).filter(state=FaqState.GROUP).order_by("made_at")
        lines = [Line(one.question, reverse("faq:edit", args=[one.pk]), one.origin) for one in waiting[:SHOWN]]
        return {
            "heading": _("Questions written by tutors"),
            "mark": "grown-questions",
            "lines": lines,
            "empty": _("No question waits to be opened to all sessions."),
        }


class LastPublishedPanel(Component):
    name = "last_published"
    order = 80
    template_name = "pathways/back_office/home_lines.html"

    def get_context_data(self, parent_context) -> dict:
        pages = Page.objects.live().filter(last_published_at__isnull=False).type(LibraryObject, PathwayPage)
        lines = [_line(page, page.title) for page in pages.order_by("-last_published_at")[:SHOWN]]
        return {"heading": _("Published last"), "lines": lines, "empty": _("Nothing has been published yet.")}


def weaknesses(page: LibraryObject) -> list[str]:
    """What learners would miss, in words: what the kind itself says, and what every object should have."""
    errors = [str(message) for message in page.content_errors(publishing=True).values()]
    missing = [_("neither objectives nor instruction")] if is_blank(page.objectives) and is_blank(page.instruction) else []
    return [*errors, *page.weaknesses(), *missing]


def _line(page: Page, title: str, detail: str = "") -> Line:
    kind = page.specific_class._meta.verbose_name
    return Line(title, reverse("wagtailadmin_pages:edit", args=[page.pk]), f"{kind} · {detail}" if detail else str(kind))


def compose_home(request, panels: list) -> None:
    """Ours, and of Wagtail's own those about approval."""
    kept = [
        panel for panel in panels if getattr(panel, "name", "") in {"user_objects_in_workflow_moderation", "workflow_objects_to_moderate"}
    ]
    panels[:] = [TourPanel(), BeginPanel(), DraftsPanel(), ToMendPanel(), GrownQuestionsPanel(), LastPublishedPanel(), *kept]
