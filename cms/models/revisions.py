"""Old versions of a page may name things that were deleted since."""

from django.db import models
from modelcluster.models import get_all_child_relations

LEFT_TO_MODELCLUSTER = {models.CASCADE, models.SET_NULL, models.DO_NOTHING}


def without_deleted(model: type[models.Model], content: dict) -> dict:
    """`content` of a revision of `model`, without protected references to rows that are gone.

    django-modelcluster raises on them, which would make a page impossible to edit, compare or revert. A reference of
    the page itself becomes empty, to be chosen again; a child row that cannot do without it is left out.
    """
    cleaned = {**content, **dict.fromkeys(_dangling(model, content))}
    for relation in get_all_child_relations(model):
        name, child = relation.get_accessor_name(), relation.related_model
        if name in content:
            kept = [row for row in content[name] if not any(not child._meta.get_field(one).null for one in _dangling(child, row))]
            cleaned[name] = [without_deleted(child, row) for row in kept]
    return cleaned


def _dangling(model: type[models.Model], row: dict) -> list[str]:
    found = []
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.remote_field.on_delete in LEFT_TO_MODELCLUSTER:
            continue
        value = row.get(field.name)
        if value is not None and not field.remote_field.model._base_manager.filter(pk=value).exists():
            found.append(field.name)
    return found
