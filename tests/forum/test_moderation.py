"""The team keeps the forum in order: hiding with a reason, closing, moving, reports (CMA-2.13, CMA-R3)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from forum.domain.moderation import MoveRefused, amend_thread, hide, report
from forum.domain.posting import WritingRefused, edit, reply, start_thread, take_back
from forum.domain.waiting import awaited_by
from forum.models import Post, PostVersion, Report, Thread
from messaging.models import Notice
from tests.factories import make_session

pytestmark = [pytest.mark.requirement("CMA-2.13"), pytest.mark.requirement("CMA-R3")]


@pytest.fixture
def thread(cast) -> Thread:
    return start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour à tous")


@pytest.fixture
def answer(cast, thread) -> Post:
    return reply(thread=thread, author=cast.member, text="Appelle-moi au 06 00 00 00 00")


def page_of(browser, thread) -> str:
    return browser.get(reverse("forum:thread", args=[thread.pk])).text


class TestHiding:
    def test_the_group_reads_it_no_more_and_the_author_reads_why(self, cast, as_user, thread, answer):
        as_user(cast.tutor).post(reverse("forum:hide", args=[answer.pk]), {"reason": "Pas de téléphone ici."})
        assert "06 00" not in page_of(as_user(cast.owner), thread)
        mine = page_of(as_user(cast.member), thread)
        assert "06 00" in mine
        assert "Pas de téléphone ici." in mine
        assert "06 00" in page_of(as_user(cast.manager), thread)
        [told] = Notice.objects.filter(kind="forum_hidden")
        assert told.user == cast.member
        assert "Pas de téléphone ici." in told.text

    def test_it_is_neither_found_nor_reached_by_its_address(self, cast, as_user, thread, answer):
        hide(post=answer, by=cast.tutor, reason="Non")
        browser = as_user(cast.owner)
        assert browser.get(reverse("forum:message", args=[answer.pk])).status_code == 404
        assert browser.get(reverse("forum:session", args=[cast.session.pk]), {"q": "appelle"}).context["page"].paginator.count == 0
        assert "06 00" not in browser.get(reverse("forum:thread", args=[thread.pk]), {"citer": answer.pk}).text

    def test_hiding_the_opening_hides_the_thread_and_showing_it_again_brings_it_back(self, cast, as_user, thread):
        tutor = as_user(cast.tutor)
        tutor.post(reverse("forum:hide", args=[thread.opening.pk]), {"reason": "Publicité"})
        assert as_user(cast.member).get(reverse("forum:thread", args=[thread.pk])).status_code == 404
        assert as_user(cast.owner).get(reverse("forum:thread", args=[thread.pk])).status_code == 200
        assert as_user(cast.member).get(reverse("forum:session", args=[cast.session.pk])).context["rows"] == []
        tutor.post(reverse("forum:restore", args=[thread.opening.pk]))
        assert as_user(cast.member).get(reverse("forum:thread", args=[thread.pk])).status_code == 200

    def test_without_a_reason_nothing_is_hidden(self, cast, as_user, answer):
        page = as_user(cast.tutor).post(reverse("forum:hide", args=[answer.pk]), {"reason": " "})
        assert page.status_code == 200
        assert not Post.objects.get(pk=answer.pk).is_hidden
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=answer.pk).update(hidden_at=timezone.now())

    def test_a_learner_moderates_nothing(self, cast, as_user, thread, answer):
        browser = as_user(cast.owner)
        for name, number in (("hide", answer.pk), ("restore", answer.pk), ("history", answer.pk), ("close_reports", answer.pk)):
            assert browser.post(reverse(f"forum:{name}", args=[number]), {"reason": "x"}).status_code in {403, 405}
        assert browser.post(reverse("forum:thread_state", args=[thread.pk]), {"action": "fermer"}).status_code == 403
        assert browser.get(reverse("forum:reports", args=[cast.session.pk])).status_code == 403


class TestOwnWords:
    def test_a_change_is_told_and_what_was_said_before_is_kept_for_the_team(self, cast, as_user, thread, answer):
        as_user(cast.member).post(reverse("forum:edit_post", args=[answer.pk]), {"text": "Appelle-moi, mon numéro est dans ton agenda"})
        assert "modifié le" in page_of(as_user(cast.owner), thread)
        assert "ce qu’il disait avant" not in page_of(as_user(cast.owner), thread)
        assert "06 00" in as_user(cast.tutor).get(reverse("forum:history", args=[answer.pk])).text
        assert PostVersion.objects.get().text.startswith("Appelle-moi au")

    def test_saving_the_same_words_changes_nothing(self, cast, answer):
        assert edit(post=answer, by=cast.member, text=answer.text).edited_at is None
        assert not PostVersion.objects.exists()

    @pytest.mark.parametrize("who", ["owner", "tutor", "manager"])
    def test_nobody_changes_the_words_of_another(self, cast, as_user, answer, who):
        assert as_user(getattr(cast, who)).post(reverse("forum:edit_post", args=[answer.pk]), {"text": "x"}).status_code == 403
        with pytest.raises(WritingRefused):
            edit(post=answer, by=getattr(cast, who), text="x")

    def test_a_question_can_be_taken_back_while_nobody_answered(self, cast, as_user, thread):
        as_user(cast.owner).post(reverse("forum:take_back", args=[thread.opening.pk]))
        assert as_user(cast.tutor).get(reverse("forum:thread", args=[thread.pk])).status_code == 404
        assert Post.objects.get().text == "Bonjour à tous"

    def test_once_answered_it_stays(self, cast, as_user, thread, answer):
        assert as_user(cast.owner).post(reverse("forum:take_back", args=[thread.opening.pk])).status_code == 403
        with pytest.raises(WritingRefused):
            take_back(post=thread.opening, by=cast.owner)
        assert take_back(post=answer, by=cast.member) is False
        assert "Appelle" not in page_of(as_user(cast.owner), thread)


class TestThread:
    def test_closed_it_is_answered_by_the_team_alone(self, cast, as_user, thread):
        as_user(cast.tutor).post(reverse("forum:thread_state", args=[thread.pk]), {"action": "fermer"})
        assert 'id="reply"' not in page_of(as_user(cast.owner), thread)
        with pytest.raises(WritingRefused, match="fermé"):
            reply(thread=thread, author=cast.owner, text="Encore moi")
        assert reply(thread=thread, author=cast.tutor, text="Voyez l’autre sujet")

    def test_kept_on_top_it_comes_first(self, cast, as_user, thread):
        start_thread(session=cast.session, author=cast.member, title="Plus récent", text="Bonjour")
        as_user(cast.coach).post(reverse("forum:thread_state", args=[thread.pk]), {"action": "epingler"})
        rows = as_user(cast.owner).get(reverse("forum:session", args=[cast.session.pk])).context["rows"]
        assert [row.title for row, _last in rows] == ["Quelle taille de photo ?", "Plus récent"]

    def test_it_is_renamed(self, cast, as_user, thread):
        as_user(cast.tutor).post(reverse("forum:amend_thread", args=[thread.pk]), {"title": "Taille", "session": cast.session.pk})
        assert Thread.objects.get().title == "Taille"

    def test_it_moves_only_where_all_its_authors_belong(self, cast, thread):
        near = make_session(cast.pathway, cast.region)
        with pytest.raises(MoveRefused, match="Monique Le Goff"):
            amend_thread(thread=thread, title=thread.title, session=near)
        near.enrolments.create(user=cast.owner)
        amend_thread(thread=thread, title=thread.title, session=near)
        assert Thread.objects.get().session == near

    def test_a_tutor_cannot_send_it_to_a_session_of_others(self, cast, as_user, thread):
        data = {"title": "Ailleurs", "session": cast.other_session.pk}
        assert as_user(cast.tutor).post(reverse("forum:amend_thread", args=[thread.pk]), data).status_code == 200
        assert Thread.objects.get().session == cast.session


class TestReports:
    def test_a_reported_message_waits_on_the_tutors_desk_until_it_is_dealt_with(self, cast, as_user, thread, answer):
        reply(thread=thread, author=cast.tutor, text="Bonjour")
        as_user(cast.owner).post(reverse("forum:report", args=[answer.pk]), {"reason": "Un numéro de téléphone"})
        [row] = awaited_by(cast.tutor)
        assert row.title.startswith("Message signalé")
        assert Notice.objects.filter(kind="forum_report").count() == 2
        page = as_user(cast.tutor).get(reverse("forum:reports", args=[cast.session.pk])).text
        assert "Un numéro de téléphone" in page
        as_user(cast.tutor).post(reverse("forum:close_reports", args=[answer.pk]))
        assert awaited_by(cast.tutor) == []
        assert Report.objects.get().closed_by == cast.tutor

    def test_hiding_deals_with_the_report(self, cast, answer):
        report(post=answer, by=cast.owner, reason="Un numéro")
        report(post=answer, by=cast.owner, reason="Encore")
        hide(post=answer, by=cast.tutor, reason="Pas ici")
        assert Report.objects.get().closed_at

    def test_the_reported_author_learns_nothing_of_it(self, cast, as_user, thread, answer):
        report(post=answer, by=cast.owner, reason="Un numéro")
        assert "Un numéro" not in page_of(as_user(cast.member), thread)
        assert not Notice.objects.filter(user=cast.member, kind="forum_report").exists()


def test_reasons_are_asked_by_the_model_too(cast, answer):
    answer.hidden_at = timezone.now()
    with pytest.raises(ValidationError, match="pourquoi"):
        answer.validate_constraints()
