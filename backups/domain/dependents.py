"""What hangs on a row: the rows that its deletion takes away, or that forbid it as long as they are there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.fields import GenericRelation
from django.db.models import CASCADE, PROTECT, RESTRICT, SET_NULL, ForeignKey, ManyToOneRel, Model

HANGING = {CASCADE, PROTECT, RESTRICT}
# What is made from other rows again when these are written.
DERIVED = {"wagtailsearch"}
Rows = dict[type[Model], dict[object, Model]]


def backward(model: type[Model]) -> Iterator[ForeignKey]:
    """The foreign keys that point to `model`, those of hidden relations too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and isinstance(relation.field, ForeignKey):
            yield relation.field


def _is_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.app_label not in DERIVED


def rule_of(field: ForeignKey):
    return field.remote_field.on_delete


def gather(root: Model, using: str) -> Rows:
    """The root and what hangs on it in the database `using`, by model and key."""
    return gather_all([root], using)


def gather_all(roots: Iterable[Model], using: str) -> Rows:
    """The same for several roots at once."""
    found: Rows = defaultdict(dict)
    for root in roots:
        found[type(root)][root.pk] = root
    layer = {model: list(rows.values()) for model, rows in found.items()}
    while layer:
        following: dict[type[Model], list[Model]] = defaultdict(list)
        for model, rows in layer.items():
            for row in _hanging(model, rows, using):
                if row.pk not in found[type(row)]:
                    found[type(row)][row.pk] = row
                    following[type(row)].append(row)
        layer = following
    return found


def _hanging(model: type[Model], rows: list[Model], using: str) -> Iterator[Model]:
    for field in backward(model):
        if rule_of(field) in HANGING and _is_table(field.model):
            wanted = [getattr(row, field.target_field.attname) for row in rows]
            yield from field.model._base_manager.using(using).filter(**{f"{field.name}__in": wanted})
    for field in model._meta.private_fields:
        if isinstance(field, GenericRelation) and _is_table(field.related_model):
            yield from field.bulk_related_objects(rows, using)
    for parent, link in model._meta.parents.items():
        if link is not None:
            yield from parent._base_manager.using(using).filter(pk__in=[getattr(row, link.attname) for row in rows])


def let_go(found: Rows, using: str) -> Iterator[tuple[ForeignKey, list[tuple[object, object]]]]:
    """The foreign keys that a deletion empties: each with the keys of the rows that held one of `found`, and what they held."""
    for model, rows in found.items():
        for field in backward(model):
            if rule_of(field) is SET_NULL and _is_table(field.model):
                held = field.model._base_manager.using(using).filter(**{f"{field.name}__in": list(rows)})
                if pairs := list(held.values_list("pk", field.attname)):
                    yield field, pairs
