"""Frequent questions: read by the people of a session, grown out of its forum, opened to all by editors (CMA-I5)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from forum.domain.faq import draft_of, without_names
from forum.domain.moderation import keep_answer
from forum.domain.posting import reply, start_thread
from pathways.enums import FaqState
from pathways.models import FaqEntry, Step
from sessions.models import Enrolment
from tests.factories import make_session

pytestmark = pytest.mark.requirement("CMA-I5")


@pytest.fixture
def thread(cast):
    made = start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour")
    keep_answer(thread=made, post=reply(thread=made, author=cast.tutor, text="Bonjour Monique, prenez **1200 × 630**. Fabienne Morvan"))
    return made


def faq_page(cast, browser, **query):
    return browser.get(reverse("training_sessions:faq", args=[cast.session.pk]), query)


def quiz_of(cast):
    return Step.objects.filter(sequence__pathway=cast.pathway)[1].activity


class TestReading:
    def test_the_pathway_comes_first_then_its_steps(self, cast, as_user):
        FaqEntry.objects.create(activity=quiz_of(cast), question="Combien d’essais ?", answer="<p>Autant que vous voulez.</p>")
        FaqEntry.objects.create(pathway=cast.pathway, question="Et sur mon téléphone ?", answer="<p>Oui.</p>")
        sections = faq_page(cast, as_user(cast.owner)).context["faq"].sections
        assert [(one.title, one.entries[0].question) for one in sections] == [
            (cast.pathway.title, "Et sur mon téléphone ?"),
            ("Quiz", "Combien d’essais ?"),
        ]

    def test_it_is_searched_accents_and_case_aside(self, cast, as_user):
        FaqEntry.objects.create(pathway=cast.pathway, question="Et sur mon téléphone ?", answer="<p>Oui, sans réglage.</p>")
        FaqEntry.objects.create(pathway=cast.pathway, question="Combien de temps ?", answer="<p>Neuf heures.</p>")
        page = faq_page(cast, as_user(cast.owner), q="REGLAGE telephone")
        assert page.context["faq"].count == 1
        assert "Combien de temps" not in page.text
        assert "Aucune question trouvée" in faq_page(cast, as_user(cast.owner), q="rien de tel").text

    def test_what_is_withdrawn_or_of_another_session_is_not_shown(self, cast, as_user):
        FaqEntry.objects.create(pathway=cast.pathway, question="Retirée ?", answer="<p>x</p>", state=FaqState.WITHDRAWN)
        other = {"state": FaqState.GROUP, "group": cast.other_session.pk}
        FaqEntry.objects.create(pathway=cast.pathway, question="D’ailleurs ?", answer="<p>x</p>", **other)
        assert faq_page(cast, as_user(cast.owner)).context["faq"].total == 0

    def test_the_step_leads_to_its_questions(self, cast, as_user):
        step = Step.objects.filter(sequence__pathway=cast.pathway)[1]
        address = reverse("training_sessions:step", args=[cast.enrolment.pk, step.pk])
        assert "Questions sur cette étape" not in as_user(cast.owner).get(address).text
        FaqEntry.objects.create(activity=step.activity, question="Combien d’essais ?", answer="<p>Autant.</p>")
        link = reverse("training_sessions:faq", args=[cast.session.pk]) + f"#etape-{step.activity_id}"
        assert link in as_user(cast.owner).get(address).text

    def test_as_many_queries_for_one_and_thirty(self, cast, as_user):
        browser = as_user(cast.owner)
        FaqEntry.objects.create(pathway=cast.pathway, question="Un ?", answer="<p>x</p>")
        faq_page(cast, browser)
        with CaptureQueriesContext(connection) as few:
            faq_page(cast, browser)
        for number in range(29):
            about = {"pathway": cast.pathway} if number % 2 else {"activity": quiz_of(cast)}
            FaqEntry.objects.create(question=f"Question {number} ?", answer="<p>x</p>", **about)
        with CaptureQueriesContext(connection) as many:
            assert faq_page(cast, browser).context["faq"].count == 30
        assert len(many) == len(few)

    def test_the_public_page_shows_only_what_is_for_visitors(self, cast):
        FaqEntry.objects.create(pathway=cast.pathway, question="Pour tous ?", answer="<p>x</p>")
        FaqEntry.objects.create(pathway=cast.pathway, question="En session ?", answer="<p>x</p>", is_public=False)
        assert [one.question for one in cast.pathway.faq.public()] == ["Pour tous ?"]

    @pytest.mark.parametrize("fields", [{}, {"state": FaqState.GROUP}])
    def test_an_entry_is_about_one_thing_and_knows_its_group(self, cast, fields):
        about = {"pathway": cast.pathway} if fields else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            FaqEntry.objects.create(question="?", answer="x", **about, **fields)


class TestGrowing:
    def test_two_presses_from_an_answered_thread(self, cast, as_user, thread):
        tutor, address = as_user(cast.tutor), reverse("forum:faq", args=[thread.pk])
        form = tutor.get(address).context["form"]
        assert form.initial["question"] == "Quelle taille de photo ?"
        assert form.initial["text"] == "Bonjour […], prenez **1200 × 630**. […]"
        saved = tutor.post(
            address, {"question": form.initial["question"], "text": "Prenez **1200 × 630**.<script>x</script>", "about": "parcours"}
        )
        entry = FaqEntry.objects.get()
        assert saved["Location"].endswith(f"#question-{entry.pk}")
        assert (entry.pathway, entry.state, entry.made_by, entry.is_public) == (cast.pathway, FaqState.GROUP, cast.tutor, False)
        assert "<strong>1200 × 630</strong>" in entry.answer
        assert "<script" not in entry.answer
        assert "Bretagne" in entry.origin
        assert "Quelle taille de photo ?" in faq_page(cast, as_user(cast.member)).text

    def test_about_a_step(self, cast, as_user, thread):
        data = {"question": "Combien ?", "text": "Deux.", "about": str(quiz_of(cast).pk)}
        as_user(cast.coach).post(reverse("forum:faq", args=[thread.pk]), data)
        assert (FaqEntry.objects.get().activity_id, FaqEntry.objects.get().pathway) == (quiz_of(cast).pk, None)

    def test_not_about_a_step_of_another_pathway(self, cast, as_user, thread):
        answer = as_user(cast.tutor).post(reverse("forum:faq", args=[thread.pk]), {"question": "?", "text": "x", "about": "99999"})
        assert answer.status_code == 200
        assert not FaqEntry.objects.exists()

    @pytest.mark.parametrize(("who", "status"), [("owner", 403), ("member", 403), ("stranger", 404), ("other_manager", 404)])
    def test_only_the_team_grows_one(self, cast, as_user, thread, who, status):
        browser = as_user(getattr(cast, who))
        assert (
            browser.post(reverse("forum:faq", args=[thread.pk]), {"question": "?", "text": "x", "about": "parcours"}).status_code == status
        )

    def test_names_go_and_words_of_the_trade_stay(self, cast):
        cast.member.first_name, cast.member.last_name = "Pierre", "De La Rose"
        people = [cast.owner, cast.member]
        assert (
            without_names("Merci Monique et PIERRE : la pierre de taille, la rose.", people)
            == "Merci […] et […] : la pierre de taille, la rose."
        )
        assert without_names("Le plan de Le Goff", people) == "Le plan de Le […]"


class TestEditing:
    def grown(self, cast) -> FaqEntry:
        return FaqEntry.objects.create(
            pathway=cast.pathway,
            question="Quelle taille ?",
            answer="<p>1200</p>",
            state=FaqState.GROUP,
            group=cast.session.pk,
            origin="Forum de la session",
            is_public=False,
        )

    def form(self, entry, **changes) -> dict:
        data = {"question": entry.question, "answer": rich_text(entry.answer), "pathway": entry.pathway_id, "activity": "", "sort_order": 0}
        return nested_form_data({**data, "state": entry.state, **changes})

    def test_an_editor_sees_where_it_comes_from_and_opens_it_to_all(self, cast, as_user):
        entry, editor = self.grown(cast), as_user(cast.editor)
        assert "Forum de la session" in editor.get(reverse("faq:index")).text
        assert "Quelle taille ?" in editor.get(reverse("wagtailadmin_home")).text
        assert "Forum de la session" in editor.get(reverse("faq:edit", args=[entry.pk])).text
        elsewhere = make_session(cast.pathway, cast.region)
        Enrolment.objects.create(session=elsewhere, user=cast.stranger)
        there = reverse("training_sessions:faq", args=[elsewhere.pk])
        assert "Quelle taille ?" not in as_user(cast.stranger).get(there).text
        answer = editor.post(reverse("faq:edit", args=[entry.pk]), self.form(entry, state=FaqState.EVERYWHERE))
        assert answer.status_code == 302
        assert "Quelle taille ?" in as_user(cast.stranger).get(there).text

    def test_an_editor_withdraws_it(self, cast, as_user):
        entry = self.grown(cast)
        as_user(cast.national).post(reverse("faq:edit", args=[entry.pk]), self.form(entry, state=FaqState.WITHDRAWN))
        assert faq_page(cast, as_user(cast.owner)).context["faq"].total == 0

    def test_an_editor_writes_one_about_an_activity(self, cast, as_user):
        data = {"question": "Combien ?", "answer": rich_text("<p>Deux.</p>"), "pathway": "", "activity": quiz_of(cast).pk, "sort_order": 0}
        as_user(cast.editor).post(reverse("faq:add"), nested_form_data({**data, "state": FaqState.EVERYWHERE}))
        assert FaqEntry.objects.get().activity_id == quiz_of(cast).pk

    def test_about_nothing_is_refused_with_words(self, cast, as_user):
        data = {"question": "Combien ?", "answer": rich_text("<p>Deux.</p>"), "pathway": "", "activity": "", "sort_order": 0}
        page = as_user(cast.editor).post(reverse("faq:add"), nested_form_data({**data, "state": FaqState.EVERYWHERE}))
        assert "l’un des deux" in page.text
        assert not FaqEntry.objects.exists()

    @pytest.mark.parametrize("who", ["tutor", "manager", "owner"])
    def test_nobody_else_enters(self, cast, as_user, who):
        entry, browser = self.grown(cast), as_user(getattr(cast, who))
        for address in (reverse("faq:index"), reverse("faq:edit", args=[entry.pk]), reverse("faq:delete", args=[entry.pk])):
            assert browser.get(address).status_code in {302, 403}


def test_a_subject_that_asks_nothing_gives_way_to_the_question_below_it(cast):
    made = start_thread(session=cast.session, author=cast.owner, title="Photos sombres", text="Il fait noir. Faut-il une lampe ? Merci")
    reply(thread=made, author=cast.member, text="Dehors, sous l’auvent")
    draft = draft_of(made)
    assert (draft.question, draft.answer) == ("Faut-il une lampe ?", "Dehors, sous l’auvent")
