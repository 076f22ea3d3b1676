"""The end of the story CMA-E1: the certificate, the journal, what stays when access is over, and what nobody else sees."""

import io
import re
import zipfile

from django.urls import reverse
from pypdf import PdfReader

from courses.models import Attempt
from lrs.models import Statement
from pathways.models import Step
from sessions.domain.progress import rebuild
from sessions.models import Certificate


def certificate_is_there(story) -> None:
    enrolment = story.enrolment
    assert enrolment.succeeded
    certificate = Certificate.objects.get(enrolment=enrolment)
    page = story.page("René")
    response = page.request.get(story.site.url(reverse("training_sessions:certificate", args=[enrolment.pk])))
    check_certificate(response.body(), certificate.code)
    story.go(page, "training_sessions:session_documents", enrolment.session_id)
    page.get_by_role("button", name="Tous les certificats en un seul fichier").click()
    with page.expect_download() as download:
        page.locator("a[href$='certificats.zip']").first.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert len(archive.namelist()) == 1
        check_certificate(archive.read(archive.namelist()[0]), certificate.code)
    verify(story, certificate)


def check_certificate(pdf: bytes, code: str) -> None:
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    for words in ("Monique Le Goff", "Réussir ma stratégie Facebook", "Chambre de métiers de Bretagne", code):
        assert words in text, text


def verify(story, certificate: Certificate) -> None:
    """Anyone with the code sees that it is genuine, and no address."""
    visitor = story.new_context(story.width).new_page()
    visitor.goto(story.site.url(reverse("training_sessions:verify", args=[certificate.code])))
    text = visitor.locator("main").inner_text()
    assert "authentique" in text
    assert "monique@" not in text


def access_is_over(story) -> None:
    """After the last day results, sheets and certificate stay; nothing can be begun or written."""
    page, _hands = story.learner()
    enrolment = story.enrolment
    before = Attempt.objects.count()
    step = Step.objects.filter(sequence__pathway=story.stage.pathway).first()
    page.goto(story.site.url(reverse("training_sessions:step", args=[enrolment.pk, step.pk])))
    assert Attempt.objects.count() == before
    story.go(page, "training_sessions:results", enrolment.pk)
    assert re.search(r"82\s%", page.locator("main").inner_text())
    sheet = page.request.get(
        story.site.url(reverse("training_sessions:summary_sheet", args=[enrolment.pk, story.stage.pathway.sequences.first().pk]))
    )
    assert sheet.body().startswith(b"%PDF")


def the_journal_tells_it(story) -> None:
    told = Statement.objects.filter(registration=story.enrolment.registration).values_list("verb", flat=True)
    verbs = {verb.rsplit("/", 1)[1] for verb in told}
    assert {"registered", "launched", "initialized", "answered", "completed", "passed", "scored", "attended", "submit", "earned"} <= verbs
    assert verbs & {"terminated", "suspended"}


def progress_is_what_the_facts_say(story) -> None:
    def rows() -> list:
        return list(story.enrolment.step_progress.order_by("step").values("step", "state", "completed", "success", "score", "seconds"))

    stored = rows()
    story.enrolment.step_progress.all().delete()
    rebuild([story.enrolment])
    assert rows() == stored
    assert len(stored) == 7


def nobody_else_sees_it(story) -> None:
    page = story.page("Aude")
    for name, key in (("session", story.enrolment.session_id), ("enrolment", story.enrolment.pk)):
        assert page.request.get(story.site.url(reverse(f"training_sessions:{name}", args=[key]))).status == 404
