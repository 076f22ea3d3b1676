"""The forum of a session: who reads, who writes, what a message may hold (CMA-2.13)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Attempt, ForumTaskPage
from forum.domain.posting import WritingRefused, reply, start_thread
from forum.models import ForumVisit, Post, Thread
from lrs.models import Statement
from pathways.models import Sequence, Step
from sessions.enums import SessionState
from tests.factories import make_object

pytestmark = pytest.mark.requirement("CMA-2.13")


@pytest.fixture
def thread(cast) -> Thread:
    return start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour **à tous**")


def forum(cast) -> str:
    return reverse("forum:session", args=[cast.session.pk])


def close(session) -> None:
    session.starts_on, session.ends_on = timezone.localdate() - timedelta(days=40), timezone.localdate() - timedelta(days=1)
    session.save()


READERS = ["owner", "member", "tutor", "coach", "manager", "national"]
STRANGERS = ["other_manager", "stranger", "editor"]


class TestAccess:
    @pytest.mark.parametrize(("who", "status"), [*((who, 200) for who in READERS), *((who, 404) for who in STRANGERS)])
    def test_it_is_read_by_the_people_of_the_session(self, cast, as_user, thread, who, status):
        browser = as_user(getattr(cast, who))
        for page in (forum(cast), reverse("forum:thread", args=[thread.pk]), reverse("forum:new_thread", args=[cast.session.pk])):
            assert browser.get(page).status_code == status

    @pytest.mark.parametrize("who", STRANGERS)
    def test_strangers_write_nothing(self, cast, as_user, thread, who):
        browser = as_user(getattr(cast, who))
        assert browser.post(reverse("forum:thread", args=[thread.pk]), {"text": "Bonjour"}).status_code == 404
        assert browser.post(reverse("forum:new_thread", args=[cast.session.pk]), {"title": "A", "text": "B"}).status_code == 404
        assert Post.objects.count() == 1

    def test_a_visitor_is_asked_to_sign_in(self, cast, as_user, thread):
        for page in (forum(cast), reverse("forum:thread", args=[thread.pk]), reverse("forum:new_thread", args=[cast.session.pk])):
            assert reverse("account_login") in as_user(None).get(page)["Location"]

    def test_a_withdrawn_learner_reads_no_more(self, cast, as_user, thread):
        cast.member_enrolment.state = "withdrawn"
        cast.member_enrolment.save()
        assert as_user(cast.member).get(forum(cast)).status_code == 404

    def test_the_forum_of_a_cancelled_session_is_closed_to_its_learners(self, cast, as_user):
        cast.session.state = SessionState.CANCELLED
        cast.session.save()
        assert as_user(cast.owner).get(forum(cast)).status_code == 404


class TestWriting:
    def test_a_question_and_its_answer(self, cast, as_user):
        learner = as_user(cast.owner)
        asked = learner.post(reverse("forum:new_thread", args=[cast.session.pk]), {"title": "Photo ?", "text": "Quelle taille ?"})
        found = Thread.objects.get()
        assert asked["Location"] == reverse("forum:thread", args=[found.pk])
        as_user(cast.tutor).post(asked["Location"], {"text": "1200 × 630"})
        page = learner.get(asked["Location"])
        assert "1200 × 630" in page.text
        assert "Tuteur contenu" in page.text
        assert [post.author for post in found.posts.all()] == [cast.owner, cast.tutor]

    def test_each_message_is_a_statement_of_the_registration(self, cast, thread):
        [posted] = Statement.objects.filter(verb__endswith="/create")
        assert (posted.user, posted.registration) == (cast.owner, cast.enrolment.registration)
        assert "Bonjour" not in str(posted.body)

    def test_an_empty_message_comes_back_as_typed(self, cast, as_user):
        answer = as_user(cast.owner).post(reverse("forum:new_thread", args=[cast.session.pk]), {"title": "Un sujet gardé", "text": " "})
        assert answer.status_code == 200
        assert "Un sujet gardé" in answer.text
        assert not Thread.objects.exists()

    def test_an_answer_brings_the_thread_to_the_top(self, cast, as_user, thread):
        start_thread(session=cast.session, author=cast.member, title="Plus récent", text="Bonjour")
        reply(thread=thread, author=cast.tutor, text="Réponse")
        rows = as_user(cast.owner).get(forum(cast)).context["rows"]
        assert [row.title for row, _last in rows] == ["Quelle taille de photo ?", "Plus récent"]
        assert rows[0][1] == cast.tutor
        assert rows[0][0].replies == 1

    @pytest.mark.parametrize("who", ["owner", "tutor", "manager"])
    def test_after_the_end_it_is_read_only(self, cast, as_user, thread, who):
        close(cast.session)
        browser = as_user(getattr(cast, who))
        page = browser.get(reverse("forum:thread", args=[thread.pk]))
        assert page.status_code == 200
        assert 'id="reply"' not in page.text
        assert browser.post(reverse("forum:thread", args=[thread.pk]), {"text": "Trop tard"}).status_code == 403
        with pytest.raises(WritingRefused):
            reply(thread=thread, author=getattr(cast, who), text="Trop tard")

    def test_before_the_opening_only_the_team_writes(self, cast):
        cast.session.starts_on = timezone.localdate() + timedelta(days=3)
        cast.session.save()
        with pytest.raises(WritingRefused):
            start_thread(session=cast.session, author=cast.owner, title="Bonjour", text="Bonjour")
        assert start_thread(session=cast.session, author=cast.tutor, title="Bienvenue", text="Bonjour à tous")


class TestMarkdown:
    @pytest.fixture
    def shown(self, cast, as_user):
        def show(text: str) -> str:
            made = start_thread(session=cast.session, author=cast.owner, title="Sujet", text=text)
            page = as_user(cast.member).get(reverse("forum:thread", args=[made.pk])).text
            return page[page.index('class="post__text') : page.index("</ol>", page.index('class="post__text'))]

        return show

    def test_what_people_write(self, shown):
        html = shown("**Gras** et *italique*\n\n- un\n- deux")
        assert "<strong>Gras</strong>" in html
        assert html.count("<li>") == 2

    def test_an_address_becomes_a_link_that_vouches_for_nothing(self, shown):
        html = shown("Voir https://www.example.org/photos.")
        assert '<a href="https://www.example.org/photos" rel="nofollow noopener noreferrer">' in html

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "[lien](javascript:alert(1))",
            '<img src=x onerror="alert(1)">',
            "![photo](https://evil.example/suivi.png)",
            "<iframe src=https://evil.example></iframe>",
            '[a](https://a.example/"onmouseover="alert(1))',
            "<https://a.example/><style>*{display:none}</style>",
        ],
    )
    def test_nothing_runs_and_nothing_is_fetched(self, shown, text):
        html = shown(text).lower()
        assert not any(f"<{tag}" in html for tag in ("script", "img", "iframe", "style", "object", "embed"))
        assert 'href="javascript' not in html
        assert ' onmouseover="' not in html.replace("&quot;", "")

    def test_titles_stay_below_those_of_the_page(self, shown):
        assert "<h3>Titre</h3>" in shown("# Titre")


class TestQueries:
    def test_threads_cost_the_same_for_one_and_thirty(self, cast, as_user, thread):
        browser = as_user(cast.tutor)
        browser.get(forum(cast))
        with CaptureQueriesContext(connection) as few:
            browser.get(forum(cast))
        for number in range(29):
            start_thread(session=cast.session, author=cast.member, title=f"Sujet {number}", text="Bonjour")
        with CaptureQueriesContext(connection) as many:
            page = browser.get(forum(cast))
        assert len(many) == len(few)
        assert page.context["page"].paginator.num_pages == 2

    def test_messages_cost_the_same_for_one_and_thirty(self, cast, as_user, thread):
        browser, address = as_user(cast.tutor), reverse("forum:thread", args=[thread.pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        for number in range(30):
            reply(thread=thread, author=[cast.owner, cast.member][number % 2], text="Bonjour")
        browser.get(address)
        with CaptureQueriesContext(connection) as many:
            page = browser.get(address)
        assert len(many) == len(few)
        assert page.context["page"].paginator.num_pages == 2

    def test_an_answer_on_the_second_page_leads_there(self, cast, as_user, thread):
        for _number in range(30):
            reply(thread=thread, author=cast.member, text="Bonjour")
        answer = as_user(cast.tutor).post(reverse("forum:thread", args=[thread.pk]), {"text": "La dernière"})
        assert "?page=2#message-" in answer["Location"]
        assert "La dernière" in as_user(cast.tutor).get(answer["Location"]).text


class TestVisit:
    def test_the_first_visit_is_noted_once_and_told_to_the_journal(self, cast, as_user):
        browser = as_user(cast.owner)
        browser.get(forum(cast))
        first = ForumVisit.objects.get(user=cast.owner).first_at
        browser.get(forum(cast))
        assert ForumVisit.objects.get(user=cast.owner).first_at == first
        assert (
            Statement.objects.filter(user=cast.owner, verb__endswith="/experienced", registration=cast.enrolment.registration).count() == 1
        )


class TestTask:
    @pytest.fixture
    def task(self, cast) -> ForumTaskPage:
        task = make_object(ForumTaskPage, "Présentez votre entreprise", posts_expected=2)
        Step.objects.create(sequence=Sequence.objects.get(pathway=cast.pathway), activity=task, sort_order=9)
        return task

    def test_it_is_finished_by_writing_enough(self, cast, task, thread):
        attempt = Attempt.objects.get(activity=task, registration=cast.enrolment.registration)
        assert (attempt.completed, attempt.details["posts"]) == (False, 1)
        reply(thread=thread, author=cast.owner, text="Je suis pâtissière à Quimper.")
        attempt.refresh_from_db()
        assert (attempt.completed, attempt.details["posts"]) == (True, 2)
        assert cast.enrolment.step_progress.get(step__activity=task).state == "done"

    def test_the_messages_of_others_do_not_count(self, cast, task, thread):
        reply(thread=thread, author=cast.tutor, text="Bienvenue")
        reply(thread=thread, author=cast.member, text="Bonjour")
        assert not Attempt.objects.get(activity=task, registration=cast.enrolment.registration).completed

    def test_further_messages_change_nothing_any_more(self, cast, task, thread):
        for _time in range(3):
            reply(thread=thread, author=cast.owner, text="Encore")
        assert Attempt.objects.filter(activity=task, registration=cast.enrolment.registration).count() == 1
        assert Statement.objects.filter(user=cast.owner, verb__endswith="/completed").count() == 1

    def test_a_task_that_waits_for_its_day_is_left_alone(self, cast, task):
        Step.objects.filter(activity=task).update(opens_on_day=20)
        start_thread(session=cast.session, author=cast.owner, title="Trop tôt", text="Bonjour")
        assert not Attempt.objects.filter(activity=task).exists()
