"""The words of automatic messages, edited in the back office (CMA-3.6)."""

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation

from messaging.domain.letters import Wording, frame_values, preview, problems_of, shipped, starting_wording, written
from messaging.domain.sending import send
from messaging.domain.templates import sample_person
from messaging.kinds import kind_of, registered_kinds
from messaging.models import NoticeTemplate

pytestmark = pytest.mark.requirement("CMA-3.6")
KINDS = [kind.name for kind in registered_kinds()]
GRADED = {
    "subject": "Corrigé : {{ travail }}",
    "text": "Bonjour {{ prenom }},\n\n{{ tuteur }} a lu votre travail.\n\n{{ lien }}",
    "html": "",
}


def page(name: str = "notice_template", kind: str = "work_graded", language: str = "fr") -> str:
    return reverse(name, args=[kind, language])


@pytest.fixture
def graded(cast, commits):
    """graded(**words) sends the notice after the back office got `words`."""

    def tell(**words):
        NoticeTemplate.objects.create(kind="work_graded", language="fr", **{**GRADED, **words})
        context = {"title": "Plan <b>1</b>", "tutor": "Fabienne", "link": f"{settings.SITE_ORIGIN}/espace/?a=1&b=2"}
        with commits():
            send(to=cast.owner, kind="work_graded", key="k", context=context)
        return mail.outbox[-1]

    return tell


def test_an_edited_message_is_sent_in_text_and_html(graded, cast):
    sent = graded()
    assert sent.subject == "Corrigé : Plan <b>1</b>"
    assert sent.body.startswith("Bonjour Monique,\n\nFabienne a lu votre travail.")
    assert "/espace/?a=1&b=2" in sent.body
    html = sent.alternatives[0][0]
    assert 'class="button"' in html
    assert "/espace/?a=1&amp;b=2" in html
    assert "<p>Fabienne a lu votre travail.</p>" in html


def test_html_by_hand_is_cleaned_and_its_values_escaped(graded):
    html = graded(html='<h1>{{ travail }}</h1><script>x()</script><a href="{{ lien }}" onclick="y()">voir</a>').alternatives[0][0]
    assert "Plan &lt;b&gt;1&lt;/b&gt;" in html
    assert "<script" not in html
    assert "onclick" not in html


def test_what_depends_on_a_variable_goes_with_it(cast):
    kind = kind_of("invitation")
    wording = Wording("S", "Avant\n\n{% if accueil %}Mot : {{ accueil }}{% endif %}\n\nAprès")
    assert preview(kind, wording, cast.owner).text.startswith("Avant\n\nAprès")


@pytest.mark.parametrize(
    "source",
    [
        "{{ inconnu }}",
        "{{ person.password }}",
        "{{ prenom|length }}",
        "{% include 'mail/base.html' %}",
        "{% debug %}",
        "{% if prenom %}sans fin",
        "{% if settings %}x{% endif %}",
        "{{ prenom",
    ],
)
def test_nothing_but_known_variables_and_if(source):
    found = problems_of(source, kind_of("work_graded"))
    assert bool(found) == (source != "{{ prenom")


def test_an_unknown_variable_is_named_with_those_that_exist(cast, as_user):
    answer = as_user(cast.national).post(page(), {**GRADED, "text": "Bonjour {{ prnom }}, un texte gardé"})
    assert answer.status_code == 200
    assert "«\u00a0prnom\u00a0» n’est pas une variable de ce message" in answer.text
    assert "{{ tuteur }}" in answer.text
    assert "un texte gardé" in answer.text
    assert not NoticeTemplate.objects.exists()


def test_saved_shown_in_the_list_and_put_back(cast, as_user):
    browser = as_user(cast.national)
    browser.post(page(), GRADED)
    found = NoticeTemplate.objects.get()
    assert (found.kind, found.language, found.edited_by) == ("work_graded", "fr", cast.national)
    assert "modifié le" in browser.get(reverse("notice_templates")).text
    browser.post(page("notice_template_reset"))
    assert not NoticeTemplate.objects.exists()


def test_the_preview_shows_what_the_form_holds_and_writes_nothing(cast, as_user):
    browser = as_user(cast.national)
    shown = browser.post(page("notice_template_preview"), {**GRADED, "text": "Cher {{ prenom }}"})
    assert "Cher Monique" in shown.text
    assert "script-src 'none'" in shown["Content-Security-Policy"]
    refused = browser.post(page("notice_template_preview"), {**GRADED, "text": "{{ rien }}"})
    assert refused.status_code == 422
    assert not NoticeTemplate.objects.exists()


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_starts_from_its_shipped_words_with_its_variables(db, name):
    """Back in, they say what the shipped template says: nothing is lost by pressing Save."""
    kind, person = kind_of(name), sample_person("fr")
    with translation.override("fr"):
        start = starting_wording(kind, person)
        again = preview(kind, start, person)

        original = shipped(kind, frame_values(person, kind.sample()))
    assert not [problem for text in (start.subject, start.text) for problem in problems_of(text, kind)]
    assert "{{" in start.text
    # Nothing of the invented person or session is left as a word that everyone would then receive.
    words = [person.email, person.first_name, "2027", *(value for value in kind.sample().values() if isinstance(value, str) and value)]
    assert [word for word in words if word in start.text + start.subject] == []
    assert again.subject == original.subject
    assert again.text.split() == original.text.split()


def test_a_value_is_never_read_as_a_template(cast):
    kind = kind_of("work_graded")
    values = frame_values(cast.owner, {"title": "{{ prenom }}{% if prenom %}", "tutor": "T", "link": ""})
    assert written(kind, Wording("{{ travail }}", "{{ travail }}"), values).subject == "{{ prenom }}{% if prenom %}"
