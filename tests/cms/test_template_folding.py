"""Folded templates say what Django's own say, in each language, with fewer nodes."""

import pytest
from django.template import Context, Engine, Template
from django.template.base import TextNode
from django.urls import NoReverseMatch
from django.utils import translation

from cms.template_folding import Folded, fold

WORDS = '{% icon "menu" %}<b>{% translate "Sign in" %}</b> <a href="{% url \'account_login\' %}">{# said #}</a>'


def folded(text: str) -> Template:
    template = Template(text)
    fold(template)
    return template


def test_a_run_that_never_changes_is_one_node_that_knows_the_languages():
    template, plain = folded(WORDS), Template(WORDS)
    assert [type(node) for node in template.nodelist] == [Folded]
    for language in ("fr", "en", "fr"):
        with translation.override(language):
            assert template.render(Context()) == plain.render(Context())
    assert template.render(Context()) != ""


@pytest.mark.parametrize(
    "text",
    [
        "{% if one %}" + WORDS + "{{ one }}{% elif two %}" + WORDS + "{% else %}no{% endif %} end",
        "{% for n in many %}<i>{% translate 'Menu' %} {{ n }}</i>{% empty %}" + WORDS + "{% endfor %}",
        "{% translate 'Menu' as word %}{{ word }}{% url 'account_login' as address %}{{ address }}",
        "{% with one='1' %}" + WORDS + "{{ one }}{% icon one %}{% endwith %}",
        "{% comment %}{% translate 'Menu' %}{% endcomment %}{% load l10n %}{% block page %}" + WORDS + "{% endblock %}",
    ],
)
def test_what_changes_is_left_to_each_request(text):
    template, plain = folded(text), Template(text)
    for values in ({}, {"one": "<1>"}, {"two": True, "many": [1, 2]}, {"one": "", "many": []}):
        assert template.render(Context(values)) == plain.render(Context(values))


def test_text_alone_and_variables_stay_what_they_are():
    template = folded("one {{ two }} three")
    assert [type(node) is TextNode for node in template.nodelist] == [True, False, True]


def test_an_address_that_is_not_there_is_told_as_before():
    with pytest.raises(NoReverseMatch):
        folded("<p>{% url 'nowhere' %}</p>").render(Context())


def test_our_templates_are_folded_and_those_of_others_are_not():
    engine = Engine.get_default()
    ours = engine.get_template("parts/text_size.html")
    assert ours.nodelist.get_nodes_by_type(Folded)
    assert engine.get_template("parts/text_size.html") is ours
    assert not engine.get_template("wagtailadmin/pages/create.html").nodelist.get_nodes_by_type(Folded)
