"""What an editor is told, and where led, after publishing."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import LibraryObject
from pathways.models import PathwayPage, Step
from pathways.registry import pathway_usage

LISTS = ((LibraryObject, "bibliotheque:index"), (PathwayPage, "parcours:index"))


def remember_steps(request, page: Page) -> None:
    """Before publication: the steps that learners have now."""
    if isinstance(page, PathwayPage):
        request.steps_before = dict(Step.objects.filter(sequence__pathway_id=page.pk).values_list("pk", "activity__title"))


def warn_of_removed_steps(request, page: Page) -> None:
    """After publication: steps that running sessions lost, with the way back."""
    before = getattr(request, "steps_before", {})
    if not before or not isinstance(page, PathwayPage):
        return
    left = set(Step.objects.filter(sequence__pathway_id=page.pk).values_list("pk", flat=True))
    removed = [title for pk, title in before.items() if pk not in left]
    groups = pathway_usage.of(page.pk)
    if removed and groups:
        text = ngettext(
            "A step was taken out of a pathway in use (%(used)s): %(titles)s. What learners did there is kept, but counts no more.",
            "Steps were taken out of a pathway in use (%(used)s): %(titles)s. What learners did there is kept, but counts no more.",
            len(removed),
        )
        words = text % {"used": ", ".join(group.words for group in groups), "titles": ", ".join(removed)}
        history = reverse("wagtailadmin_pages:history", args=[page.pk])
        messages.warning(request, format_html('{} <a href="{}">{}</a>', words, history, _("Go back to an earlier version")))


def back_to_the_list(request, page: Page) -> HttpResponseRedirect | None:
    """After publishing or submitting: to the list where the work began, not into a tree of pages."""
    if not {"action-publish", "action-submit"} & request.POST.keys() or request.POST.get("next"):
        return None
    name = next((name for model, name in LISTS if isinstance(page.specific, model)), None)
    return redirect(name) if name else None
