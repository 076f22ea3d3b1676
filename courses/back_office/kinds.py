"""The kinds of library objects, and "creating starts from the kind"."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.models import (
    AudioPage,
    CaseStudyPage,
    DocumentPage,
    ForumTaskPage,
    HalfDayPage,
    LibraryObject,
    LibraryPage,
    LinkPage,
    OfflinePage,
    QuizPage,
    RichContentPage,
    ScormPage,
    VideoPage,
    VirtualClassPage,
)

RESOURCES = (ScormPage, RichContentPage, VideoPage, AudioPage, DocumentPage, LinkPage)
ACTIVITIES = (QuizPage, CaseStudyPage, ForumTaskPage, VirtualClassPage, HalfDayPage, OfflinePage)
KINDS: tuple[type[LibraryObject], ...] = (*RESOURCES, *ACTIVITIES)


def kind_choices() -> list[tuple[str, str]]:
    return [(model.kind, capfirst(model._meta.verbose_name)) for model in KINDS]


def of_kinds(objects, kinds):
    """Of a queryset of library objects, those of the kinds named; all when none is."""
    if not kinds:
        return objects
    types = ContentType.objects.get_for_models(*(model for model in KINDS if model.kind in kinds))
    return objects.filter(content_type__in=list(types.values()))


def library_of(user) -> LibraryPage | None:
    """The library, where the person may add to it."""
    library = LibraryPage.objects.first()
    return library if library and library.permissions_for_user(user).can_add_subpage() else None


def kind_cards(models, library: LibraryPage) -> list[dict]:
    """What a card of a kind shows: icon, name, one sentence, the address of its form."""
    return [
        {
            "icon": model.kind_icon,
            "name": model._meta.verbose_name,
            "words": model.kind_words,
            "url": reverse("wagtailadmin_pages:add", args=["courses", model._meta.model_name, library.pk]),
        }
        for model in models
    ]


class ChooseKindView(WagtailAdminTemplateMixin, TemplateView):
    """The first question when something is created: what is it?"""

    template_name = "courses/back_office/kinds.html"
    page_title = _("New resource or activity")
    header_icon = "plus"
    model = LibraryObject
    index_url_name = ""

    @cached_property
    def library(self) -> LibraryPage:
        found = library_of(self.request.user)
        if found is None:
            raise PermissionDenied
        return found

    def get_breadcrumbs_items(self) -> list[dict]:
        library = {"url": reverse(self.index_url_name), "label": _("Library")}
        return [*self.breadcrumbs_items, library, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        groups = [(_("To consult"), kind_cards(RESOURCES, self.library)), (_("To do"), kind_cards(ACTIVITIES, self.library))]
        return super().get_context_data(groups=groups, **kwargs)
