"""Which pathways use a library object: as a step, in an opening rule, in a condition of success."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import ngettext

from courses.registry import UsageProvider, Use
from pathways.models import PathwayPage, Prerequisite, Step, SuccessCondition


def pathways_using(object_ids: Collection[int]) -> dict[int, set[int]]:
    """Pathway ids by object id, as they are stored: published, or drafts never published yet."""
    pairs = {
        *Step.objects.filter(activity__in=object_ids).values_list("activity_id", "sequence__pathway_id"),
        *Prerequisite.objects.filter(activity__in=object_ids).values_list("activity_id", "step__sequence__pathway_id"),
        *SuccessCondition.objects.filter(activity__in=object_ids).values_list("activity_id", "pathway_id"),
    }
    found: dict[int, set[int]] = {}
    for object_id, pathway_id in pairs:
        found.setdefault(object_id, set()).add(pathway_id)
    return found


def _find(object_ids: Collection[int]) -> dict[int, list[Use]]:
    using = pathways_using(object_ids)
    titles = dict(PathwayPage.objects.filter(pk__in={pk for pks in using.values() for pk in pks}).values_list("pk", "title"))
    return {
        object_id: sorted((Use(titles[pk], reverse("wagtailadmin_pages:edit", args=[pk])) for pk in pks), key=lambda use: use.title)
        for object_id, pks in using.items()
    }


def _say(count: int) -> str:
    return ngettext("%(count)d pathway", "%(count)d pathways", count) % {"count": count}


in_pathways = UsageProvider("pathways", _find, _say, order=10)
