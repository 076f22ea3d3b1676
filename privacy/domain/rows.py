"""Which rows are about a person, by the declarations of the registry."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from privacy.registry import PersonalData, declared


def all_rows(label: str) -> QuerySet:
    """Every row of a model, whatever its managers leave out or forbid."""
    return QuerySet(apps.get_model(label))


def rows_of(entry: PersonalData, person) -> QuerySet:
    """The rows of one declaration that lead to the person."""
    rows = all_rows(entry.model)
    if entry.path:
        return rows.filter(pk__in=rows.filter(**{entry.path: person}).values("pk"))
    if entry.address:
        return rows.filter(**{entry.address: person.email})
    if entry.model == settings.AUTH_USER_MODEL:
        return rows.filter(pk=person.pk)
    if entry.author_only or not has_registration(rows.model):
        return rows.none()
    return rows.filter(registration__in=registrations_of(person))


def has_registration(model: type[models.Model]) -> bool:
    """Rows tied to an enrolment by its registration alone lead to the person through it."""
    return any(field.name == "registration" for field in model._meta.local_fields)


def registrations_of(person) -> list:
    """The registrations of the person's enrolments: of declared models that own one, each row its own."""
    found: list = []
    for entry in declared().values():
        model = apps.get_model(entry.model)
        if entry.path and has_registration(model) and model._meta.get_field("registration").unique:
            found += rows_of(entry, person).values_list("registration", flat=True)
    return found
