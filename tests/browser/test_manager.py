"""A manager at work in a real browser: builds a session, validates presence, reads and checks a certificate."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from courses.models import HalfDayPage, VirtualClassPage
from sessions.domain.events import EventPlan, add_event
from sessions.enums import EventKind, SessionState
from sessions.models import Certificate, Presence, TrainingSession
from tests.browser.conftest import fits, until, wait_until
from tests.factories import make_object, make_pathway
from tests.sessions.manager.conftest import certificate_content

pytestmark = pytest.mark.browser
WIDTHS = [1280, 360]


@pytest.fixture
def pathway(cast):
    virtual = make_object(VirtualClassPage, "Classe virtuelle", duration_minutes=90)
    return make_pathway(make_object(title="Lire"), virtual, make_object(HalfDayPage, "Demi-journée"), title="Prix justes")


@pytest.fixture
def furnished(cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    event = add_event(session=cast.session, plan=EventPlan(EventKind.HALF_DAY, "Demi-journée", yesterday, time(9), time(12), place="Bruz"))
    Certificate.objects.create(enrolment=cast.enrolment, code="ABCD-EFGH-JKMN-PQRS", content=certificate_content())
    return event


@pytest.mark.requirement("CMA-S5")
@pytest.mark.parametrize("width", WIDTHS)
def test_a_session_is_built_from_a_pathway_on_one_page(site, new_page, cast, pathway, axe, width):
    page = new_page(width, user=cast.manager)
    page.goto(site.url(reverse("training_sessions:session_new")))
    axe(page)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Parcours", exact=True).select_option(label="Prix justes (30 jours)")
    page.get_by_role("group", name="Demi-journée").get_by_label("Lieu").fill("Salle 3")
    page.get_by_role("group", name="Rôles de Fabienne Morvan").get_by_label("Tuteur contenu").check()
    page.get_by_label("Personnes à inscrire").fill("Anne Riou <anne@exemple.fr>\nraté")
    page.get_by_text("1 invitation").wait_for()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Confirmer et envoyer les invitations").click()
    page.get_by_role("alert").wait_for()
    assert "Ligne 2, « raté »" in page.get_by_role("alert").inner_text().replace("\xa0", " ")
    assert page.get_by_role("group", name="Demi-journée").get_by_label("Lieu").input_value() == "Salle 3"
    page.get_by_label("Personnes à inscrire").fill("Anne Riou <anne@exemple.fr>")
    page.get_by_role("button", name="Confirmer et envoyer les invitations").click()
    page.get_by_text("La session est confirmée").wait_for()
    axe(page)
    session = TrainingSession.objects.get(pathway=pathway)
    assert (session.state, session.events.count(), session.enrolments.count()) == (SessionState.OPEN, 2, 1)
    assert session.events.get(kind="half_day").place == "Salle 3"
    assert "anne@exemple.fr" in {message.to[0] for message in mail.outbox}


def test_dates_follow_the_first_day_though_the_next_change_overtakes_the_answer(site, new_page, cast, pathway):
    """A slow line: the dates of a new first day are still on their way when a tutor is ticked."""
    page = new_page(1280, user=cast.manager)
    page.goto(site.url(reverse("training_sessions:session_new")))
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Parcours", exact=True).select_option(label="Prix justes (30 jours)")
    page.locator("input[name='events-0-day']").wait_for()
    held = []
    page.route("**/nouvelle/**", lambda route: held.append(route) if not held else route.continue_())
    first = timezone.localdate() + timedelta(days=100)
    page.get_by_label("Premier jour").fill(first.isoformat())
    page.get_by_label("Premier jour").blur()
    role = page.get_by_role("group", name="Rôles de Fabienne Morvan").get_by_label("Tuteur contenu")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        role.check()
    held[0].continue_()
    wait_until(page, "year => document.querySelector('[name=placed_for]').value.endsWith(year)", arg=first.isoformat())
    assert role.is_checked()
    assert page.locator("input[name='events-0-day']").input_value() >= first.isoformat()


def test_the_builder_works_without_a_script(site, new_page, cast, pathway):
    page = new_page(1280, user=cast.manager, java_script_enabled=False)
    page.goto(site.url(reverse("training_sessions:session_new")))
    page.get_by_label("Parcours", exact=True).select_option(str(pathway.pk))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Lieu").fill("Salle 3")
    page.get_by_label("Personnes à inscrire").fill("anne@exemple.fr")
    page.get_by_role("button", name="Garder en préparation").click()
    page.get_by_text("La session est gardée en préparation").wait_for()
    session = TrainingSession.objects.get(pathway=pathway)
    assert (session.state, session.events.count(), session.enrolments.count()) == (SessionState.DRAFT, 2, 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_presence_takes_one_press_per_person(site, new_page, cast, furnished, axe, width):
    page = new_page(width, user=cast.manager)
    page.goto(site.url(reverse("training_sessions:event_presence", args=[cast.session.pk, furnished.pk])))
    axe(page)
    page.get_by_role("group", name="Monique Le Goff").get_by_role("button", name="Présent").click()
    page.get_by_text("Encore 1 personne").wait_for()
    page.get_by_role("group", name="Yann Kervella").get_by_role("button", name="Absent").click()
    page.get_by_text("La présence est notée pour tout le monde").wait_for()
    assert dict(Presence.objects.values_list("enrolment", "status")) == {cast.enrolment.pk: "present", cast.member_enrolment.pk: "absent"}
    assert page.evaluate("document.activeElement.value").endswith(":absent")
    axe(page)


def test_presses_that_follow_each_other_on_a_slow_line_are_all_kept(site, new_page, cast, furnished):
    """The second is sent once the first is answered; what is being typed meanwhile stays."""
    page, held = new_page(360, user=cast.manager), []
    page.goto(site.url(reverse("training_sessions:event_presence", args=[cast.session.pk, furnished.pk])))
    page.get_by_role("group", name="Monique Le Goff").get_by_role("button", name="En retard").click()
    came = page.get_by_label("Arrivé à")
    came.wait_for()
    page.route("**/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.get_by_role("group", name="Yann Kervella").get_by_role("button", name="Présent").click()
    page.get_by_role("group", name="Yann Kervella").get_by_role("button", name="Absent").click()
    came.focus()
    page.keyboard.type("0914A")
    page.wait_for_timeout(300)
    assert len(held) == 1
    for place, noted in enumerate(({"status": "present"}, {"status": "absent"}, {"arrived_at__isnull": False})):
        until(page, lambda place=place: len(held) > place)
        held[place].continue_()
        until(page, lambda noted=noted: Presence.objects.filter(**noted).exists())
    page.get_by_role("group", name="Yann Kervella").locator("[aria-pressed=true]", has_text="Absent").wait_for()
    assert came.input_value() == "09:14"


def test_a_press_on_a_cut_line_says_so_and_the_sheet_stays(site, new_page, cast, furnished, watch):
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = new_page(360, user=cast.manager)
    page.goto(site.url(reverse("training_sessions:event_presence", args=[cast.session.pk, furnished.pk])))
    page.context.set_offline(True)
    choice = page.get_by_role("group", name="Monique Le Goff").get_by_role("button", name="Présent")
    choice.click()
    page.get_by_text("ce n’est pas noté").wait_for()
    assert not Presence.objects.exists()
    page.context.set_offline(False)
    choice.click()
    page.get_by_text("Encore 1 personne").wait_for()
    assert list(Presence.objects.values_list("enrolment", "status")) == [(cast.enrolment.pk, "present")]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bar_comes_with_the_first_tick(site, new_page, cast, width):
    page = new_page(width, user=cast.manager)
    page.goto(site.url(reverse("training_sessions:session", args=[cast.session.pk])))
    again = page.get_by_role("button", name="Inviter à nouveau")
    assert again.is_hidden()
    page.get_by_label("Cocher Monique Le Goff").check()
    assert again.is_visible()
    again.click()
    page.get_by_text("1 invitation est en route").wait_for()
    assert [message.to for message in mail.outbox] == [[cast.owner.email]]


@pytest.mark.requirement("CMA-1.5")
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits_the_screen(site, new_page, cast, furnished, axe, width):
    session, one = [cast.session.pk], [cast.enrolment.pk]
    names = [("region", []), ("sessions", []), ("people", []), ("tutor_new", []), ("session", session), ("session_edit", session)]
    names += [("session_dates", session), ("session_documents", session), ("session_cancel", session), ("event_new", session)]
    names += [("event_edit", [*session, furnished.pk]), ("enrolment", one), ("certificate_page", one), ("verify_form", [])]
    names += [("verify", ["ABCD-EFGH-JKMN-PQRS"]), ("person", [cast.owner.uid]), ("person_edit", [cast.owner.uid])]
    page = new_page(width, user=cast.manager)
    for name, arguments in names:
        page.goto(site.url(reverse(f"training_sessions:{name}", args=arguments)))
        axe(page)
        assert fits(page), name
