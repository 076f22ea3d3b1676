"""Guided visits: offered once on the first page of a role, waved away, followed again; help pages and procedure sheets."""

import pytest
from django.urls import reverse

from cms.models import SeenTour
from cms.tours import registered_tours

OFFER = "data-tour-offer"
FIRST_PAGES = {"owner": "apprenant", "manager": "region", "tutor": "tutorat", "editor": "edition"}

GUIDES = {
    "owner": "apprenant",
    "manager": "responsable-regional",
    "tutor": "tuteur",
    "editor": "editeur",
    "national": "responsable-national",
}


@pytest.fixture
def back_office(cast):
    from pathways.domain.back_office import ensure_back_office

    ensure_back_office()
    return cast


def visit(name: str):
    return next(tour for tour in registered_tours() if tour.name == name)


@pytest.mark.requirement("CMA-R7")
@pytest.mark.parametrize(("who", "name"), FIRST_PAGES.items())
def test_each_role_is_offered_its_visit_until_it_has_seen_it(back_office, as_user, who, name):
    browser, tour = as_user(getattr(back_office, who)), visit(name)
    for _time in range(2):
        assert f'{OFFER}="{name}"' in browser.get(tour.url).content.decode(), "reading the page does not wave the visit away"
    assert not SeenTour.objects.exists()
    answer = browser.post(reverse("cms:tour_seen", args=[name]))
    assert (answer.status_code, answer.url) == (302, tour.url)
    assert OFFER not in browser.get(tour.url).content.decode()
    again = browser.get(tour.replay_url).content.decode()
    assert f'{OFFER}="{name}"' in again
    assert "data-tour-asked" in again


@pytest.mark.requirement("CMA-R7")
def test_a_visit_is_kept_per_person_and_per_role(back_office, as_user):
    SeenTour.objects.create(user=back_office.owner, tour="apprenant")
    assert OFFER in as_user(back_office.member).get(visit("apprenant").url).content.decode()
    assert OFFER in as_user(back_office.manager).get(visit("region").url).content.decode()


def test_saying_twice_that_it_was_seen_keeps_one_row(cast, as_user):
    browser = as_user(cast.owner)
    for _time in range(2):
        browser.post(reverse("cms:tour_seen", args=["apprenant"]))
    assert SeenTour.objects.filter(user=cast.owner).count() == 1


@pytest.mark.requirement("CMA-R7")
def test_the_visit_is_a_plain_page_too(cast, as_user):
    tour = visit("apprenant")
    page = as_user(cast.owner).get(reverse("cms:tour", args=[tour.name])).content.decode().replace("\u00a0", " ")
    for step in tour.steps:
        assert str(step.title) in page
        assert str(step.text).replace("\u00a0", " ") in page


def test_nobody_is_shown_the_visit_of_another_role(cast, as_user):
    for name in ("region", "tutorat", "edition", "nulle-part"):
        assert as_user(cast.owner).get(reverse("cms:tour", args=[name])).status_code == 404
        assert as_user(cast.owner).post(reverse("cms:tour_seen", args=[name])).status_code == 404
    assert as_user(None).get(reverse("cms:tour", args=["apprenant"])).status_code == 302


@pytest.mark.requirement("CMA-2.10")
@pytest.mark.parametrize(
    ("who", "guide"), [("owner", "apprenant"), ("manager", "responsable-regional"), ("tutor", "tuteur"), ("editor", "editeur")]
)
def test_each_role_has_its_procedure_sheet_to_print(cast, as_user, who, guide):
    browser = as_user(getattr(cast, who))
    assert reverse("cms:guide", args=[guide]) in browser.get(reverse("cms:help")).content.decode()
    page = browser.get(reverse("cms:guide", args=[guide])).content.decode()
    assert "<h1>Guide" in page
    assert "data-print" in page
    assert "../" not in page.split("<main")[1]
    assert '.md"' not in page
    assert "compagnon" not in page.lower()


def test_sheets_of_other_roles_and_odd_names_are_not_found(cast, as_user):
    browser = as_user(cast.owner)
    assert browser.get(reverse("cms:guide", args=["editeur"])).status_code == 404
    assert browser.get(reverse("cms:guide", args=["nulle-part"])).status_code == 404
    for name in ("absent.png", "..", "secret.txt"):
        assert browser.get(f"/mode-d-emploi/images/{name}").status_code == 404


def test_other_pages_ask_nothing_of_the_database_for_the_visit(cast, as_user, django_assert_num_queries):
    from cms.domain.tours import offered_tour

    request = as_user(cast.owner).get("/recherche/").wsgi_request
    request.user.has_role("learner")
    with django_assert_num_queries(0):
        assert offered_tour(request) is None
