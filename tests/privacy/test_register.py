"""Every model that holds data on a person is declared, with why and for how long."""

import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

from privacy import registry
from privacy.domain.register import misdeclared, processing, register_text, undeclared
from privacy.registry import PersonalData

pytestmark = pytest.mark.requirement("CMA-1.12")


@pytest.fixture
def declarations(monkeypatch):
    """The declarations, on a copy that the test may change."""
    copy = dict(registry.declared())
    monkeypatch.setattr(registry, "_declared", copy)
    return copy


def test_every_model_with_a_link_to_a_person_is_declared():
    assert undeclared() == []


SAME_IN_FRENCH = {"messages", "signatures", "exports", "conversations"}


def test_the_register_names_data_in_the_language_of_its_reader():
    told = [entry for entry in registry.declared().values() if not entry.author_only]
    with translation.override("en"):
        english = {entry.model: entry.name for entry in told}
    with translation.override("fr"):
        left = {entry.model: entry.name for entry in told if entry.name == english[entry.model]}
    assert {model: name for model, name in left.items() if name not in SAME_IN_FRENCH} == {}


def test_every_row_tied_to_an_enrolment_by_its_registration_is_declared():
    tied = {model._meta.label for model in apps.get_models() if any(field.name == "registration" for field in model._meta.local_fields)}
    assert tied
    assert tied <= set(registry.declared())


def test_every_declaration_leads_to_a_person():
    assert misdeclared() == []


@pytest.mark.parametrize("label", ["forum.Post", "courses.QuizAnswer", "training_sessions.StepProgress", "lrs.Statement"])
def test_a_model_that_is_forgotten_is_found(declarations, label):
    del declarations[label]
    assert undeclared() == [label]


def test_a_wrong_declaration_is_found(declarations):
    declarations["forum.Post"] = PersonalData("forum.Post", "thread", "", "contract", "exchanges")
    declarations["forum.Nothing"] = PersonalData("forum.Nothing", "author", "", "contract", "exchanges")
    declarations["forum.Thread"] = PersonalData("forum.Thread", "author", "", "no basis", "exchanges")
    assert len(misdeclared()) == 3


def test_the_register_is_up_to_date():
    call_command("privacy_register", check=True)


def test_the_check_tells_of_a_register_that_is_out_of_date(declarations):
    declarations["forum.Post"] = PersonalData("forum.Post", "author", "Another purpose", "contract", "exchanges")
    with pytest.raises(CommandError, match="out of date"):
        call_command("privacy_register", check=True)


def test_the_check_tells_of_a_model_not_declared(declarations):
    del declarations["badges.Award"]
    with pytest.raises(CommandError, match=r"badges\.Award"):
        call_command("privacy_register", check=True)


def test_the_public_register_names_no_software():
    names = " ".join(one["app"] for one in processing())
    assert not re.search("wagtail|allauth|mfa", names, re.IGNORECASE), names


def test_the_register_says_why_and_how_long_for_each_entry():
    text = register_text()
    assert text.count("\n| `") == len(registry.declared())
