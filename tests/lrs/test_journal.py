"""The journal in the back office: national managers read it, in words; nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from lrs.api import Thing, Verb, activity_iri, record
from lrs.domain.sentences import SENTENCES, WORDS, sentence_of
from lrs.models import Statement
from tests.lrs.machine import statement


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def tell(user, verb=Verb.COMPLETED, name="Les bases", number=1, **fields) -> Statement:
    return record(user=user, verb=verb, thing=Thing(activity_iri("page", number), name), **fields)


@pytest.fixture
def journal() -> str:
    return reverse("lrs_journal")


class TestAccess:
    @pytest.mark.parametrize("who", ["owner", "tutor", "manager", "other_manager", "stranger"])
    def test_others_are_refused(self, cast, as_user, journal, who):
        kept = tell(cast.owner)
        browser = as_user(getattr(cast, who))
        for page in (journal, reverse("lrs_journal_results"), reverse("lrs_statement", args=[kept.pk])):
            answer = browser.get(page)
            assert answer.status_code in {302, 403}
            assert "Les bases" not in answer.text

    def test_an_editor_is_refused(self, cast, as_user, journal):
        kept = tell(cast.owner)
        for page in (journal, reverse("lrs_journal_results"), reverse("lrs_statement", args=[kept.pk])):
            answer = as_user(cast.editor).get(page)
            assert answer.status_code in {302, 403}
            assert "Les bases" not in answer.text

    def test_a_visitor_is_asked_to_sign_in(self, cast, as_user, journal):
        assert as_user(None).get(journal).status_code == 302

    def test_people_see_their_own_statements_only(self, cast):
        own, other = tell(cast.owner), tell(cast.member)
        assert list(Statement.objects.visible_to(cast.owner)) == [own]
        assert set(Statement.objects.visible_to(cast.national)) == {own, other}
        assert not Statement.objects.visible_to(cast.manager).exists()

    def test_the_menu_names_it_for_national_managers(self, cast, as_user, journal):
        assert journal in as_user(cast.national).get("/admin/").text
        assert journal not in as_user(cast.editor).get("/admin/").text


class TestList:
    def test_it_reads_as_sentences(self, cast, as_user, journal):
        tell(cast.owner, Verb.PASSED, "Quiz final", scaled=0.82)
        page = as_user(cast.national).get(journal)
        assert "Monique Le Goff a réussi « Quiz final » · 82 %" in plain(page.text)

    def test_by_person_verb_activity_and_date(self, cast, as_user, journal):
        first = tell(cast.owner, Verb.COMPLETED, "Les bases")
        second = tell(cast.member, Verb.PASSED, "Quiz", number=2)
        browser = as_user(cast.national)

        def shown(**filters) -> set:
            return set(browser.get(journal, filters).context["object_list"])

        assert shown() == {first, second}
        assert shown(person="le goff") == {first}
        assert shown(verb=Verb.PASSED.iri) == {second}
        assert shown(activity="bases") == {first}
        assert shown(activity=second.activity) == {second}
        assert shown(until=(timezone.localdate() - timedelta(days=1)).isoformat()) == set()
        assert shown(since=timezone.localdate().isoformat()) == {first, second}
        inside = tell(cast.owner, Verb.LAUNCHED, registration=cast.enrolment.registration)
        assert shown(session=cast.enrolment.session.name) == {inside}
        assert shown(session="une session qui n’est pas") == set()

    def test_without_dates_it_looks_a_month_back(self, cast, as_user, journal):
        old = tell(cast.owner)
        Statement.objects.update(stored=timezone.now() - timedelta(days=60))
        browser = as_user(cast.national)
        assert list(browser.get(journal).context["object_list"]) == []
        assert list(browser.get(journal, {"since": "2020-01-01"}).context["object_list"]) == [old]

    def test_as_many_queries_for_thirty_as_for_one(self, cast, as_user, journal):
        browser = as_user(cast.national)
        tell(cast.owner)
        browser.get(journal)
        with CaptureQueriesContext(connection) as few:
            browser.get(journal)
        for number in range(30):
            tell(cast.member, number=number)
        with CaptureQueriesContext(connection) as many:
            browser.get(journal)
        assert len(many) == len(few)

    def test_one_record_shows_its_json(self, cast, as_user):
        kept = tell(cast.owner)
        page = as_user(cast.national).get(reverse("lrs_statement", args=[kept.pk]))
        assert str(cast.owner.uid) in page.text
        assert kept.activity in page.text


class TestSentences:
    @pytest.mark.parametrize(
        ("actor", "name"),
        [
            ({"mbox": "mailto:ada@example.org"}, "ada@example.org"),
            ({"mbox": "mailto:ada@example.org", "name": "Ada"}, "Ada"),
            ({"account": {"homePage": "https://example.org", "name": "42"}}, "42"),
            ({"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}, "Quelqu’un d’inconnu"),
        ],
    )
    def test_people_from_elsewhere_have_the_name_they_came_with(self, tool, actor, name):
        kept = Statement.objects.get(pk=tool.keep(statement(actor=actor, object={"id": "https://example.org/x"})))
        with translation.override("fr"):
            assert sentence_of(kept).startswith(name)

    def test_each_verb_has_its_words(self):
        assert set(SENTENCES) == set(WORDS) == set(Verb)

    def test_an_erased_person_and_an_unknown_verb_still_read(self, cast):
        kept = tell(cast.owner)
        kept.user, kept.verb = None, "https://example.org/verbs/liked"
        assert "liked" in sentence_of(kept)
        assert "Monique" not in sentence_of(kept)
