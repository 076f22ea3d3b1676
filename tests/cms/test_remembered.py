# SPDX-License-Identifier: EUPL-1.2
"""Parts that are drawn once for equal values say what they would say if they were drawn anew."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from cms.models import Brand
from cms.templatetags import remembered
from pathways.api import StageStep

STEP = StageStep(number=1, title="Les <bases>", state="todo", icon="video", modality="Vidéo", minutes=30, href="/etape/1/?a=1&b=2")
BADGE = '{% remembered "components/badge.html" kind="ok" label=label %}'


def shown(text: str, **values) -> str:
    return engines["django"].from_string(text).render(values)


def row(step: StageStep) -> str:
    return shown("{% step_row step %}", step=step)


@pytest.fixture
def drawn(monkeypatch):
    """The names of the templates that were drawn."""
    found: list[str] = []
    get_template = remembered.get_template
    monkeypatch.setattr(remembered, "get_template", lambda name: found.append(name) or get_template(name))
    remembered._drawn.cache_clear()
    remembered._row.cache_clear()
    return found


def test_a_part_is_drawn_once_for_each_value_and_language(drawn):
    for label, language, times in (("Un", "fr", 1), ("Un", "fr", 1), ("Deux", "fr", 2), ("Un", "en", 3), ("Un", "fr", 3)):
        with translation.override(language):
            assert label in shown(BADGE, label=label)
        assert len(drawn) == times


def test_text_that_is_safe_and_text_that_is_not_are_two_parts():
    for _time in range(2):
        assert "<b>" in shown(BADGE, label=mark_safe("<b>"))
        assert "&lt;b&gt;" in shown(BADGE, label="<b>")


def test_what_may_change_behind_its_equality_is_refused():
    @dataclass(frozen=True)
    class Pair:
        one: object

    for value in (Brand(pk=1), Pair(Brand(pk=1)), (mark_safe("<b>"),), translation.gettext_lazy("Finished")):
        with pytest.raises(TypeError):
            shown(BADGE, label=value)


def test_rows_of_a_step_differ_by_all_that_they_show_and_each_has_its_own_address(drawn):
    others = [
        {"title": "Autre"}, {"state": "done"}, {"icon": "lock"}, {"modality": "Quiz"}, {"minutes": 31}, {"score": Decimal("0.5")},
        {"current": True}, {"rules": ("S’ouvre après le quiz",)}, {"required": False}, {"href": ""}, {"href": "/etape/2/"},
        {"when": datetime(2026, 12, 1, 23, 30, tzinfo=UTC)}, {"state": "locked", "href": "", "title": "\N{OBJECT REPLACEMENT CHARACTER}"},
    ]  # fmt: skip
    steps = [STEP, *(replace(STEP, **other) for other in others)]
    assert len({row(step) for step in steps}) == len(steps)
    times = len(drawn)
    for step in steps:
        names = (*remembered.SHOWN, "href")
        assert row(step) == render_to_string("components/step_row.html", {name: getattr(step, name) for name in names})
    # Another address is not another row.
    assert len(drawn) == times == len(steps) - 1
    assert 'href="/etape/1/?a=1&amp;b=2"' in row(STEP)


def test_the_moment_of_an_event_is_said_in_the_zone_of_the_reader():
    step = replace(STEP, when=datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    for zone, said in (("Europe/Paris", "à 0 h 30"), ("Indian/Reunion", "à 3 h 30"), ("Europe/Paris", "à 0 h 30")):
        with timezone.override(zone):
            assert said in row(step).replace("\N{NO-BREAK SPACE}", " ")


def test_templates_that_are_being_written_are_drawn_each_time(settings, drawn):
    settings.DEBUG = True
    for _time in range(2):
        shown(BADGE, label="Un")
    assert len(drawn) == 2
