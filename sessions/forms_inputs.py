"""What the forms of sessions are made of."""

from django import forms
from django.db.models import QuerySet


def offer(form: forms.BaseForm, name: str, rows: QuerySet) -> None:
    """Let the field `name` choose among `rows`."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    field.queryset = rows


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is in ISO form whatever the language."""

    input_type = "date"

    def __init__(self, **options) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class TimeInput(forms.TimeInput):
    """The browser's own clock; its value is in ISO form whatever the language."""

    input_type = "time"

    def __init__(self, **options) -> None:
        super().__init__(format="%H:%M", **options)
