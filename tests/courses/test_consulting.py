"""Pages, media, documents and links: opened, followed, finished; the time spent on them; their files."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex

from cms.models import ContentPage
from courses.enums import AttemptState
from courses.models import AudioPage, DocumentPage, ForumTaskPage, LinkPage, OfflinePage, RichContentPage, VideoPage
from courses.players.frame import time_token
from lrs.models import Statement
from tests.factories import make_object, make_site, make_user

PDF = b"%PDF-1.7\n" + b"x" * 2000


def document(name: str = "fiche.pdf", content: bytes = PDF):
    return get_document_model().objects.create(title="Fiche", file=ContentFile(content, name=name))


def verbs(step) -> list[str]:
    rows = Statement.objects.filter(registration=step.enrolment.registration, activity__contains=f"/{step.activity.kind}/")
    return [verb.rsplit("/", 1)[1] for verb in rows.order_by("timestamp", "stored").values_list("verb", flat=True)]


def page_time(step, seconds: float, opened=None, **fields):
    token = time_token(step.attempt, opened)
    return step.post("temps", {"token": token, "seconds": seconds, **fields}, HTTP_X_REQUESTED_WITH="fetch")


@pytest.mark.parametrize("model", [RichContentPage, OfflinePage])
def test_a_page_is_finished_by_its_button(step_of, model):
    step = step_of(make_object(model))
    assert "Bonjour" in step.get().content.decode()
    assert step.attempt.state == AttemptState.RUNNING
    step.post("termine")
    step.post("termine")
    assert (step.attempt.completed, step.attempt.state, step.attempts.count()) == (True, AttemptState.FINISHED, 1)
    assert verbs(step) == ["initialized", "completed"]


@pytest.mark.parametrize(
    ("make", "opening"),
    [
        (lambda: make_object(DocumentPage, file=document()), "fichier"),
        (lambda: make_object(LinkPage, link="https://example.org/guide"), "ouvrir"),
    ],
)
def test_what_is_to_be_opened_is_opened_before_it_is_finished(step_of, make, opening):
    step = step_of(make())
    step.get()
    refused = step.post("termine")
    assert refused.status_code == 422
    assert refused.context["refusal"]
    assert not step.attempt.completed
    step.get(opening)
    step.post("termine")
    assert step.attempt.completed
    assert verbs(step) == ["initialized", "experienced", "completed"]


def test_a_link_leads_out_and_says_where(step_of):
    step = step_of(make_object(LinkPage, link="https://example.org/guide?a=1"))
    assert "example.org" in step.get().content.decode()
    assert step.get("ouvrir").url == "https://example.org/guide?a=1"


def test_a_video_elsewhere_is_not_embedded(step_of):
    step = step_of(make_object(VideoPage, link="https://video.example.org/v/1"))
    page = step.get().content.decode()
    assert "<video" not in page
    assert "<iframe" not in page
    assert "video.example.org" in page


class TestFiles:
    def test_a_pdf_comes_with_its_type_and_harmless_headers(self, step_of):
        step = step_of(make_object(DocumentPage, file=document()))
        answer = step.get("fichier")
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert step.get("fichier/telecharger")["Content-Disposition"].startswith("attachment")
        assert step.get("fichier/autre").status_code == 404

    @pytest.mark.parametrize(
        ("header", "status", "span"),
        [
            ("bytes=0-9", 206, (0, 10)),
            ("bytes=2000-", 206, (2000, None)),
            ("bytes=-5", 206, (-5, None)),
            ("bytes=9999-", 416, None),
            ("lines=1-2", 200, (0, None)),
        ],
    )
    def test_a_part_of_a_file(self, step_of, header, status, span):
        step = step_of(make_object(VideoPage, file=document("film.mp4")))
        answer = step.get("fichier", headers={"Range": header})
        assert answer.status_code == status
        if span:
            assert b"".join(answer.streaming_content) == PDF[slice(*span)]

    def test_where_the_file_is_gone_the_step_still_opens_and_the_file_is_not_found(self, step_of):
        kept = document()
        step = step_of(make_object(DocumentPage, file=kept))
        kept.file.storage.delete(kept.file.name)
        assert step.get("").status_code == 200
        assert step.get("fichier").status_code == 404

    def test_html_kept_as_a_document_never_runs(self, step_of):
        step = step_of(make_object(DocumentPage, file=document("page.html", b"<script>alert(1)</script>")))
        answer = step.get("fichier")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_documents_that_the_text_links_to_come_through_the_step(self, step_of):
        linked, other = document("joint.pdf"), document("autre.pdf")
        body = [("text", f'<p><a linktype="document" id="{linked.pk}">la fiche</a></p>')]
        step = step_of(make_object(RichContentPage, body=body))
        page = step.get().content.decode()
        assert f"{step.base}lien/{linked.pk}" in page
        assert "/documents/" not in page
        assert step.get(f"lien/{linked.pk}").status_code == 200
        assert step.get(f"lien/{other.pk}").status_code == 404
        assert step.get("lien/x").status_code == 404

    def test_nobody_but_editors_opens_a_document_by_its_own_address(self, step_of, as_user, cast):
        file = document()
        step = step_of(make_object(DocumentPage, file=file))
        ReferenceIndex.create_or_update_for_object(step.activity)
        assert step.client.get(file.url).status_code == 404
        assert as_user(None).get(file.url).status_code == 404
        assert as_user(cast.manager).get(file.url).status_code == 404
        assert as_user(cast.editor).get(file.url).status_code == 200

    def test_a_document_of_a_public_page_is_public(self, db, as_user):
        file = document()
        page = make_site().add_child(
            instance=ContentPage(title="Aide", slug="aide", body=[("text", f'<a linktype="document" id="{file.pk}">x</a>')])
        )
        ReferenceIndex.create_or_update_for_object(page)
        assert as_user(None).get(file.url).status_code == 200
        page.unpublish()
        assert as_user(None).get(file.url).status_code == 404


class TestTime:
    def test_claimed_seconds_are_credited_up_to_the_clock(self, step_of):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            step = step_of(make_object())
            step.get()
        with time_machine.travel(start + timedelta(seconds=30), tick=False):
            assert page_time(step, 25, start).status_code == 204
            assert page_time(step, 25, start).status_code == 204
            assert page_time(step, 9999, start).status_code == 204
        assert step.attempt.seconds == 25

    def test_the_page_carries_its_token(self, step_of):
        step = step_of(make_object())
        assert step.get().context["time_token"]

    @pytest.mark.parametrize("fields", [{}, {"token": "x", "seconds": "10"}, {"seconds": "10"}])
    def test_a_claim_without_proof_is_refused(self, step_of, fields):
        step = step_of(make_object())
        step.get()
        assert step.post("temps", fields).status_code == 400

    @pytest.mark.parametrize("seconds", ["abc", "", "nan", "inf", "-5"])
    def test_a_claim_of_nonsense_credits_nothing(self, step_of, seconds):
        step = step_of(make_object())
        step.get()
        page_time(step, seconds)
        assert step.attempt.seconds == 0

    def test_a_token_of_another_step_is_worth_nothing(self, step_of):
        one, other = step_of(make_object()), step_of(make_object(title="Autre"))
        one.get()
        other.get()
        assert other.post("temps", {"token": time_token(one.attempt), "seconds": "10"}).status_code == 400


class TestMedia:
    @pytest.fixture
    def step(self, step_of):
        return step_of(
            make_object(VideoPage, file=document("film.mp4"), captions=document("film.vtt", b"WEBVTT\n"), transcript="<p>Bonjour</p>")
        )

    def watch(self, step, start, at: float, position: float, seconds: float):
        with time_machine.travel(start + timedelta(seconds=at), tick=False):
            return page_time(step, seconds, start, position=position, duration=100)

    def test_nine_tenths_played_finish_it(self, step):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            step.get()
        assert self.watch(step, start, 50, 50, 50).json() == {"completed": False}
        assert self.watch(step, start, 91, 91, 41).json() == {"completed": True}
        assert step.attempt.details["position"] == 91
        assert verbs(step) == ["initialized", "progressed", "progressed", "completed"]

    def test_dragging_the_cursor_to_the_end_is_not_watching(self, step):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            step.get()
        assert self.watch(step, start, 5, 99, 5).json() == {"completed": False}
        assert step.attempt.details["position"] == 99

    def test_it_goes_on_where_it_was_left(self, step):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            step.get()
        self.watch(step, start, 30, 30.5, 30)
        page = step.get().content.decode()
        assert 'data-position="30.5"' in page

    @pytest.mark.parametrize(("position", "duration"), [("x", "1"), ("1", ""), ("-4", "10"), ("1e9", "10"), ("nan", "10"), ("5", "nan")])
    def test_nonsense_is_no_progress(self, step, position, duration):
        step.get()
        assert page_time(step, 10, position=position, duration=duration).status_code in {200, 400}
        assert not step.attempt.completed
        assert "reached" not in step.attempt.details

    def test_captions_and_transcript_are_there(self, step):
        page = step.get().content.decode()
        assert "<track" in page
        assert 'id="transcript"' in page
        captions = step.get("sous-titres")
        assert captions["Content-Type"] == "text/vtt"

    def test_a_button_finishes_it_without_javascript(self, step):
        step.get()
        step.post("termine")
        assert step.attempt.completed

    def test_a_sound_has_its_player(self, step_of):
        step = step_of(make_object(AudioPage, file=document("son.mp3")))
        assert "<audio" in step.get().content.decode()
        assert step.get("sous-titres").status_code == 404


def test_a_forum_task_leads_to_the_forum(step_of):
    step = step_of(make_object(ForumTaskPage, posts_expected=2))
    page = step.get()
    assert page.context["left"] == 2
    assert step.attempt is None


def test_strangers_visitors_and_other_learners_get_nothing(step_of, as_user, cast):
    step = step_of(make_object(DocumentPage, file=document()))
    for action in ("", "fichier", "ouvrir"):
        assert as_user(make_user()).get(step.url(action)).status_code == 404
        assert as_user(cast.other_manager).get(step.url(action)).status_code == 404
        assert as_user(None).get(step.url(action)).status_code == 302
    assert as_user(cast.member).post(step.url("termine")).status_code == 404
    assert step.attempt is None
