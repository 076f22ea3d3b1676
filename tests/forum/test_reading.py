"""Who has read what, who is told of what, what waits for the team, and how fast one may write (CMA-2.13)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.domain import pace
from forum.domain.moderation import hide, keep_answer, settle
from forum.domain.posting import reply, start_thread
from forum.domain.reading import follow, unread_card, unread_threads
from forum.domain.waiting import awaited_by
from forum.models import Post, Thread, ThreadMark
from lrs.models import Statement
from messaging.models import Notice

pytestmark = pytest.mark.requirement("CMA-2.13")


@pytest.fixture
def thread(cast) -> Thread:
    return start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour à tous")


def unread(cast, user) -> list[str]:
    return [thread.title for thread in unread_threads(user, [cast.session.pk])]


class TestUnread:
    def test_what_others_wrote_is_new_until_it_is_read(self, cast, as_user, thread):
        assert unread(cast, cast.owner) == []
        assert unread(cast, cast.member) == ["Quelle taille de photo ?"]
        as_user(cast.member).get(reverse("forum:thread", args=[thread.pk]))
        assert unread(cast, cast.member) == []
        reply(thread=thread, author=cast.tutor, text="1200 × 630")
        assert unread(cast, cast.member) == unread(cast, cast.owner) == ["Quelle taille de photo ?"]

    def test_a_row_for_a_thread_and_none_for_a_message(self, cast, as_user, thread):
        for number in range(5):
            reply(thread=thread, author=cast.tutor, text=f"Message {number}")
        as_user(cast.member).get(reverse("forum:thread", args=[thread.pk]))
        assert ThreadMark.objects.filter(user=cast.member).count() == 1

    def test_the_first_page_of_a_long_thread_reads_no_more_than_it_shows(self, cast, as_user, thread):
        for number in range(35):
            reply(thread=thread, author=cast.tutor, text=f"Message {number}")
        browser = as_user(cast.member)
        browser.get(reverse("forum:thread", args=[thread.pk]))
        assert unread(cast, cast.member)
        place = browser.get(reverse("forum:unread", args=[thread.pk]))["Location"]
        assert f"?page=2#message-{Post.objects.get(text='Message 29').pk}" in place
        browser.get(place)
        assert not unread(cast, cast.member)
        assert browser.get(reverse("forum:unread", args=[thread.pk]))["Location"].endswith("#reply")

    def test_everything_is_marked_as_read_at_once(self, cast, as_user, thread):
        start_thread(session=cast.session, author=cast.tutor, title="Bienvenue", text="Bonjour")
        assert len(unread(cast, cast.member)) == 2
        as_user(cast.member).post(reverse("forum:read_all", args=[cast.session.pk]))
        assert unread(cast, cast.member) == []
        reply(thread=thread, author=cast.tutor, text="Du nouveau")
        assert unread(cast, cast.member) == ["Quelle taille de photo ?"]

    def test_a_hidden_message_is_not_new(self, cast, as_user, thread):
        as_user(cast.member).get(reverse("forum:thread", args=[thread.pk]))
        hide(post=reply(thread=thread, author=cast.owner, text="Non"), by=cast.tutor, reason="Non")
        assert unread(cast, cast.member) == []

    def test_the_home_tells_what_is_new_in_as_many_queries_for_one_and_thirty(self, cast, thread):
        enrolments = [cast.member_enrolment]
        assert [one.title for one in unread_card(enrolments)["threads"]] == ["Quelle taille de photo ?"]
        with CaptureQueriesContext(connection) as few:
            unread_card(enrolments)
        for number in range(29):
            start_thread(session=cast.session, author=cast.owner, title=f"Sujet {number}", text="Bonjour")
        with CaptureQueriesContext(connection) as many:
            assert len(unread_card(enrolments)["threads"]) == 3
        assert len(few) == len(many) == 1


class TestSearch:
    def test_accents_and_case_aside_in_subjects_and_messages(self, cast, as_user, thread):
        reply(thread=thread, author=cast.tutor, text="Préférez l’Été : la lumière y est meilleure")
        browser, address = as_user(cast.owner), reverse("forum:session", args=[cast.session.pk])
        [post] = browser.get(address, {"q": "ETE preferez"}).context["found"]
        assert post.text.startswith("Préférez")
        assert [post.text for post in browser.get(address, {"q": "TAILLE"}).context["found"]] == ["Bonjour à tous"]
        assert "Rien trouvé" in browser.get(address, {"q": "introuvable"}).text

    def test_nothing_of_another_session(self, cast, as_user, thread):
        start_thread(session=cast.other_session, author=cast.national, title="Secret de La Réunion", text="Taille")
        found = as_user(cast.owner).get(reverse("forum:session", args=[cast.session.pk]), {"q": "taille"}).context["found"]
        assert [post.thread for post in found] == [thread]


class TestNotices:
    def test_a_new_question_is_told_to_the_tutors(self, cast, thread):
        assert set(Notice.objects.filter(kind="forum_question").values_list("user", flat=True)) == {cast.tutor.pk, cast.coach.pk}

    def test_one_notice_until_the_person_comes_back(self, cast, as_user, thread):
        told = Notice.objects.filter(kind="forum_reply", user=cast.owner)
        reply(thread=thread, author=cast.tutor, text="Un")
        reply(thread=thread, author=cast.coach, text="Deux")
        assert told.count() == 1
        ThreadMark.objects.filter(user=cast.owner).update(read_at=timezone.now() + timedelta(seconds=2))
        reply(thread=thread, author=cast.tutor, text="Trois")
        assert told.count() == 2

    def test_it_can_be_turned_off_for_a_thread_and_stays_off(self, cast, as_user, thread):
        as_user(cast.owner).post(reverse("forum:follow", args=[thread.pk]), {"suivre": "0"})
        reply(thread=thread, author=cast.owner, text="J’ajoute")
        reply(thread=thread, author=cast.tutor, text="Réponse")
        assert not Notice.objects.filter(kind="forum_reply", user=cast.owner).exists()

    def test_a_withdrawn_learner_is_told_nothing(self, cast, thread):
        cast.enrolment.state = "withdrawn"
        cast.enrolment.save()
        reply(thread=thread, author=cast.tutor, text="Réponse")
        assert not Notice.objects.filter(kind="forum_reply", user=cast.owner).exists()

    def test_a_reader_follows_on_request(self, cast, thread):
        follow(thread=thread, user=cast.member)
        reply(thread=thread, author=cast.tutor, text="Réponse")
        assert Notice.objects.filter(kind="forum_reply", user=cast.member).count() == 1


@pytest.mark.requirement("CMA-R3")
class TestWaiting:
    def test_a_kept_answer_settles_the_thread_until_a_learner_writes_again(self, cast, thread):
        answer = reply(thread=thread, author=cast.member, text="1200 × 630")
        assert len(awaited_by(cast.tutor)) == 1
        keep_answer(thread=thread, post=answer)
        assert awaited_by(cast.tutor) == []
        reply(thread=thread, author=cast.owner, text="Et pour la couverture ?")
        assert len(awaited_by(cast.tutor)) == 1

    def test_the_team_may_say_that_nothing_waits(self, cast, thread):
        settle(thread=thread)
        assert awaited_by(cast.tutor) == []

    def test_a_hidden_last_word_gives_the_turn_back_to_who_wrote_before(self, cast, thread):
        reply(thread=thread, author=cast.tutor, text="Réponse")
        last = reply(thread=thread, author=cast.member, text="Publicité")
        assert len(awaited_by(cast.tutor)) == 1
        hide(post=last, by=cast.tutor, reason="Publicité")
        assert awaited_by(cast.tutor) == []

    def test_as_many_queries_for_one_and_thirty(self, cast, thread):
        with CaptureQueriesContext(connection) as few:
            awaited_by(cast.tutor)
        for number in range(29):
            start_thread(session=cast.session, author=cast.member, title=f"Sujet {number}", text="Bonjour")
        with CaptureQueriesContext(connection) as many:
            assert len(awaited_by(cast.tutor)) == 30
        assert len(many) == len(few)


class TestAnswerKept:
    def test_who_asked_keeps_it_and_nobody_else_of_the_group(self, cast, as_user, thread):
        answer = reply(thread=thread, author=cast.tutor, text="1200 × 630")
        assert as_user(cast.member).post(reverse("forum:keep", args=[answer.pk])).status_code == 403
        as_user(cast.owner).post(reverse("forum:keep", args=[answer.pk]))
        thread.refresh_from_db()
        assert thread.answer == answer
        assert "Résolu" in as_user(cast.member).get(reverse("forum:session", args=[cast.session.pk])).text
        as_user(cast.owner).post(reverse("forum:keep", args=[answer.pk]))
        thread.refresh_from_db()
        assert (thread.answer, thread.settled_at) == (None, None)

    def test_a_kept_answer_that_is_hidden_is_kept_no_more(self, cast, thread):
        answer = reply(thread=thread, author=cast.member, text="06 00 00 00 00")
        keep_answer(thread=thread, post=answer)
        hide(post=answer, by=cast.tutor, reason="Non")
        thread.refresh_from_db()
        assert thread.answer is None


class TestWriting:
    def test_a_preview_publishes_nothing(self, cast, as_user, thread):
        page = as_user(cast.owner).post(reverse("forum:thread", args=[thread.pk]), {"text": "**Gras**", "preview": "1"})
        assert "<strong>Gras</strong>" in page.text
        assert "**Gras**</textarea>" in page.text
        assert thread.posts.count() == 1

    def test_too_many_messages_are_refused_and_the_text_is_kept(self, cast, as_user, thread):
        browser = as_user(cast.owner)
        for number in range(pace.IN_A_MINUTE):
            answer = browser.post(reverse("forum:thread", args=[thread.pk]), {"text": f"Message {number}"})
        assert answer.status_code == 200
        assert "beaucoup de messages" in answer.text
        assert f"Message {pace.IN_A_MINUTE - 1}" in answer.text
        assert Post.objects.filter(author=cast.owner).count() == pace.IN_A_MINUTE

    def test_sent_twice_it_is_published_once(self, cast, as_user, thread):
        browser = as_user(cast.member)
        for _time in range(2):
            answer = browser.post(reverse("forum:thread", args=[thread.pk]), {"text": "Merci"})
        assert "Vous venez de publier ce message." in answer.text
        assert Post.objects.filter(text="Merci").count() == 1

    def test_a_message_is_quoted(self, cast, as_user, thread):
        page = as_user(cast.member).get(reverse("forum:thread", args=[thread.pk]), {"citer": thread.opening.pk}).text
        assert "&gt; **Monique Le Goff**" in page

    def test_helping_another_learner_is_told_to_the_journal(self, cast, thread):
        reply(thread=thread, author=cast.owner, text="J’ajoute")
        reply(thread=thread, author=cast.tutor, text="Réponse")
        assert not Statement.objects.filter(verb__endswith="/commented").exists()
        reply(thread=thread, author=cast.member, text="Moi je fais ainsi")
        [said] = Statement.objects.filter(verb__endswith="/commented")
        assert (said.user, said.registration) == (cast.member, cast.member_enrolment.registration)
