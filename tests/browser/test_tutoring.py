"""A tutor at work in a real browser: the desk, the pile of hand-ins, by mouse and by keyboard, at two widths."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from courses.models import Submission
from tests.browser.conftest import READY, fits, follow, until, wait_until
from tests.tutoring.makers import add_file, make_hand_in, make_learners
from tutoring.domain.comments import keep_comment

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ffa6a1d0b40000000049454e44ae426082"
)


def pdf() -> bytes:
    import io

    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    sheet.drawString(100, 700, "Calendrier")
    sheet.save()
    return buffer.getvalue()


@pytest.fixture
def pile(cast) -> list[Submission]:
    works = [make_hand_in(one, days_ago=5 - number) for number, one in enumerate([cast.enrolment, *make_learners(cast.session, 2)])]
    add_file(works[0], "calendrier.txt", content=b"Lundi : le feuilletage")
    add_file(works[0], "vitrine.png", "image/png", PIXEL)
    add_file(works[0], "strategie.pdf", "application/pdf", pdf())
    keep_comment(user=cast.tutor, text="Bon rythme de publication.")
    return works


@pytest.fixture
def grading(site, new_page, cast, pile):
    def open_first(width: int = 1280, **options):
        page = new_page(width, user=cast.tutor, **options)
        page.goto(site.url(reverse("tutoring:grading", args=[pile[0].pk])))
        return page

    return open_first


def settle(page) -> None:
    """The draft that saves itself has arrived."""
    page.get_by_text(re.compile("Brouillon enregistré à")).wait_for()


@pytest.mark.requirement("CMA-1.5")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["home", "to_grade", "to_remind", "to_answer", "publish_all", "comments"])
def test_the_desk_is_accessible_and_fits(site, new_page, cast, pile, axe, width, name):
    page = new_page(width, user=cast.tutor)
    page.goto(site.url(reverse(f"tutoring:{name}")))
    axe(page)
    assert fits(page)


@pytest.mark.requirement("CMA-1.5")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["session", "learner", "write"])
def test_the_pages_about_learners_are_accessible_and_fit(site, new_page, cast, pile, axe, width, name):
    page = new_page(width, user=cast.tutor)
    page.goto(site.url(reverse(f"tutoring:{name}", args=[cast.session.pk if name == "session" else cast.enrolment.pk])))
    axe(page)
    assert fits(page)


@pytest.mark.requirement("CMA-R3")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_pile_is_graded(site, new_page, cast, pile, axe, width):
    page = new_page(width, user=cast.tutor)
    page.goto(site.url(reverse("tutoring:home")))
    page.get_by_role("link", name="Commencer à corriger").click()
    for number in (1, 2, 3):
        page.get_by_text(f"1 sur {4 - number}").wait_for()
        page.locator(READY).wait_for(state="attached")
        if number == 1:
            axe(page, context={"exclude": [["iframe"]]})
            assert fits(page)
        page.get_by_label("Note sur 20").fill(f"1{number},5")
        page.get_by_role("button", name="Bon rythme de publication.").click()
        assert page.get_by_label("Commentaire pour l’apprenant").input_value() == "Bon rythme de publication."
        follow(page.get_by_role("button", name="Publier"))
        page.get_by_text("Publié").first.wait_for()
    page.get_by_role("heading", name="Tutorat").wait_for()
    grades = Submission.objects.filter(published_at__isnull=False).order_by("handed_in_at").values_list("grade", "feedback")
    assert list(grades) == [(Decimal(f"1{number}.5"), "Bon rythme de publication.") for number in (1, 2, 3)]


@pytest.mark.parametrize("width", WIDTHS)
def test_files_are_shown_in_place(grading, pile, width):
    page = grading(width)
    text = page.frame_locator("iframe[title='calendrier.txt']")
    text.get_by_text("Lundi : le feuilletage").wait_for()
    page.locator("summary", has_text="vitrine.png").press("Enter")
    picture = page.get_by_alt_text("Image rendue")
    picture.wait_for()
    wait_until(page, "image => image.naturalWidth === 1", arg=picture.element_handle())
    with page.expect_response(lambda answer: "inline=1" in answer.url and answer.headers.get("content-type") == "application/pdf") as shown:
        page.locator("summary", has_text="strategie.pdf").press("Enter")
    assert shown.value.headers["content-disposition"].startswith("inline")


def test_the_draft_saves_itself_and_comes_back(grading, pile, cast):
    page = grading()
    page.get_by_label("Note sur 20").fill("14,5")
    page.get_by_label("Commentaire pour l’apprenant").fill("Beau travail.")
    settle(page)
    page.get_by_label("Commentaire pour l’apprenant").fill("Très beau travail.")
    page.wait_for_timeout(2500)
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].feedback, pile[0].published_at) == (Decimal("14.5"), "Très beau travail.", None)
    page.reload()
    assert page.get_by_label("Note sur 20").input_value() == "14,5"
    assert page.get_by_label("Commentaire pour l’apprenant").input_value() == "Très beau travail."


def test_leaving_at_once_loses_nothing(grading, pile, site):
    page = grading()
    page.get_by_label("Commentaire pour l’apprenant").fill("Parti trop vite.")
    page.get_by_role("link", name="Suivant").click()
    page.get_by_text("2 sur 3").wait_for()
    for _wait in range(20):
        pile[0].refresh_from_db()
        if pile[0].feedback:
            break
        page.wait_for_timeout(200)
    assert pile[0].feedback == "Parti trop vite."


@pytest.mark.parametrize("pause", [0, 1500, 3000])
def test_the_draft_that_saves_itself_and_publishing_do_not_cross(grading, pile, pause):
    """Published at once, while the draft is on its way, and after it has arrived."""
    page = grading()
    page.get_by_label("Note sur 20").fill("12")
    page.wait_for_timeout(pause)
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("Publié").first.wait_for()
    pile[0].refresh_from_db()
    assert pile[0].published_at


def test_publishing_waits_for_a_draft_that_waits_for_another(grading, pile):
    """The server is slow: the second draft is due before the first has arrived, and goes on its way as that arrives."""
    page, drafts, published = grading(), [], []

    def hold(route):
        if route.request.method != "POST":
            route.continue_()
        elif route.request.is_navigation_request():
            published.append(route)
            route.continue_()
        else:
            drafts.append(route)

    page.route("**/corriger/**", hold)
    page.get_by_label("Note sur 20").fill("12")
    until(page, lambda: drafts)
    page.get_by_label("Commentaire pour l’apprenant").fill("Bravo.")
    page.wait_for_timeout(1700)
    page.get_by_role("button", name="Publier").click()
    drafts[0].continue_()
    until(page, lambda: len(drafts) == 2)
    page.wait_for_timeout(100)
    assert published == []
    drafts[1].continue_()
    page.get_by_text("Publié").first.wait_for()
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].feedback) == (Decimal("12"), "Bravo.")
    assert pile[0].published_at


def test_a_grade_too_high_is_said_and_nothing_is_lost(grading, pile, axe, watch):
    watch.allow("422")
    page = grading()
    page.get_by_label("Note sur 20").fill("25")
    page.get_by_label("Commentaire pour l’apprenant").fill("À garder.")
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("alert").get_by_text("La note va de 0 à 20").wait_for()
    assert page.get_by_label("Note sur 20").input_value() == "25"
    assert page.get_by_label("Commentaire pour l’apprenant").input_value() == "À garder."
    axe(page, context={"exclude": [["iframe"]]})


def test_the_next_work_opens_once_the_draft_has_arrived(grading, pile):
    """Coming back at once shows what was typed."""
    page, held = grading(), []
    page.route("**/*", lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_())
    page.get_by_label("Note sur 20").fill("13")
    page.get_by_label("Commentaire pour l’apprenant").fill("Bravo.")
    page.keyboard.press("Alt+PageDown")
    until(page, lambda: held)
    assert page.get_by_text("1 sur 3").is_visible()
    held[0].continue_()
    page.get_by_text("2 sur 3").wait_for()
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].feedback) == (13, "Bravo.")


@pytest.mark.requirement("CMA-1.5")
def test_by_keyboard_alone(grading, pile):
    page = grading()
    page.get_by_label("Note sur 20").focus()
    page.keyboard.type("13")
    page.keyboard.press("Tab")
    page.keyboard.type("Bravo.")
    page.keyboard.press("Alt+PageDown")
    page.get_by_text("2 sur 3").wait_for()
    page.keyboard.press("Alt+PageUp")
    page.get_by_text("1 sur 3").wait_for()
    page.get_by_label("Note sur 20").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("15")
    page.keyboard.press("ControlOrMeta+s")
    page.get_by_text("Brouillon enregistré. L’apprenant").wait_for()
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].feedback, pile[0].published_at) == (15, "Bravo.", None)
    page.keyboard.press("ControlOrMeta+Enter")
    page.get_by_text("Publié").first.wait_for()
    pile[0].refresh_from_db()
    assert pile[0].published_at


def test_enter_in_the_grade_saves_a_draft_and_publishes_nothing(grading, pile):
    page = grading()
    page.get_by_label("Note sur 20").fill("11")
    page.get_by_label("Note sur 20").press("Enter")
    page.get_by_text("Brouillon enregistré. L’apprenant").wait_for()
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].published_at) == (11, None)


def test_without_scripts_every_button_works(grading, pile):
    page = grading(java_script_enabled=False)
    page.get_by_label("Note sur 20").fill("16")
    page.get_by_role("button", name="Bon rythme de publication.").click()
    assert page.get_by_label("Commentaire pour l’apprenant").input_value() == "Bon rythme de publication."
    assert page.get_by_label("Note sur 20").input_value() == "16"
    follow(page.get_by_role("button", name="Publier"))
    pile[0].refresh_from_db()
    assert (pile[0].grade, pile[0].feedback) == (16, "Bon rythme de publication.")
    assert pile[0].published_at
