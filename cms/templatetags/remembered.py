# SPDX-License-Identifier: EUPL-1.2
"""Parts of pages that show nothing but the values they are given: drawn once for equal values, as many people get the same.

A part gets no context: no request, no person, no brand. So a value that changes makes another part, and nothing has to be made
stale. docs/decisions/0084-words-and-frame-drawn-once.md
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_urlconf
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

MOST_REMEMBERED = 3000
# Equal ones say the same. Text marked as safe may stand alone (its type is looked at), not within another value.
PLAIN = (str, int, float, bool, type(None), Decimal, date, time, UUID)
# Stands for an address while a row is drawn; a title that holds it comes after the first.
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"


@register.simple_tag
def remembered(part: str, /, **values: Any) -> SafeString:
    """`{% remembered "part.html" score=row.score %}`: the part with these values alone, remembered by them, language and time zone.

    Values are immutable and compare by what they hold: texts, numbers, days, moments (which the part shows in the reader's zone), and
    tuples and frozen dataclasses of such. A row of the database is refused: it equals another state of itself.
    """
    return _draw()(part, get_language(), get_current_timezone_name(), get_urlconf(), **values)


@register.simple_tag
def step_row(step) -> SafeString:
    """components/step_row.html of a step as components/step_rows.html takes it; only its address differs between people.

    Both sides were drawn by the template.
    """
    before, after = _row(_shown_of(step), bool(step.href), get_language(), get_current_timezone_name())
    return mark_safe(f"{before}{conditional_escape(step.href)}{after}")


@register.simple_tag
def stage_head(stage) -> SafeString:
    """components/stage_head.html of a stage as components/stages.html takes it."""
    return remembered(
        "components/stage_head.html",
        state=stage.state,
        title=stage.title,
        introduction=stage.introduction,
        minutes=stage.minutes,
        done=stage.done,
        total=len(stage.steps),
    )


def _draw() -> Callable[..., SafeString]:
    """With DEBUG nothing is remembered: templates are being written."""
    return _drawn.__wrapped__ if settings.DEBUG else _drawn


@lru_cache(maxsize=MOST_REMEMBERED, typed=True)
def _drawn(part: str, _language: str | None, _zone: str, _urlconf: str | None, /, **values: Any) -> SafeString:
    for value in values.values():
        if type(value) is not SafeString:
            _check(value)
    return mark_safe(get_template(part).render(values))


SHOWN = ("title", "icon", "modality", "minutes", "state", "score", "current", "rules", "is_optional", "when")
_shown_of = attrgetter(*SHOWN)


@lru_cache(maxsize=MOST_REMEMBERED)
def _row(shown: tuple, leads: bool, _language: str | None, _zone: str) -> tuple[str, str]:
    """What stands before and after the address of a row."""
    _check(shown)
    drawn = get_template("components/step_row.html").render({**dict(zip(SHOWN, shown, strict=True)), "href": HOLE if leads else ""})
    before, _hole, after = drawn.partition(HOLE) if leads else (drawn, "", "")
    return before, after


def _check(value: Any) -> None:
    """Raises TypeError for a value that may be equal to one that shows something else."""
    if isinstance(value, PLAIN) and not isinstance(value, SafeString):
        return
    if type(value) is tuple:
        inner = value
    elif is_dataclass(value) and type(value).__hash__ is not None:
        inner = tuple(getattr(value, one.name) for one in fields(value))
    else:
        raise TypeError(f"{type(value).__name__} cannot be a value of a remembered part.")
    for one in inner:
        _check(one)
