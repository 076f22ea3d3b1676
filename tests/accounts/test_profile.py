"""One's own profile."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.time_zones import KNOWN_ZONES, zone_choices
from tests.factories import make_user

FILLED = {
    "first_name": "Monique",
    "last_name": "Le Goff",
    "phone": "",
    "language": "fr",
    "time_zone": "",
    "text_size": "100",
    "contrast": "normal",
}


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.owner)


def test_it_is_saved_and_changes_nobody_else(cast, browser):
    answer = browser.post(
        reverse("accounts:profile"), {**FILLED, "phone": "06 12 34 56 78", "time_zone": "Indian/Reunion", "text_size": "125"}
    )
    assert answer["Location"] == reverse("accounts:profile")
    cast.owner.refresh_from_db()
    assert (cast.owner.phone, cast.owner.time_zone, cast.owner.text_size) == ("06 12 34 56 78", "Indian/Reunion", 125)
    cast.member.refresh_from_db()
    assert cast.member.phone == ""


def test_what_is_wrong_comes_back_as_typed(cast, browser):
    page = browser.post(reverse("accounts:profile"), {**FILLED, "first_name": "", "phone": "06 gardé"})
    assert page.status_code == 200
    assert "06 gardé" in page.text
    cast.owner.refresh_from_db()
    assert cast.owner.first_name == "Monique"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("language", "xx"), ("text_size", "1000"), ("contrast", "pink"), ("text_size", "grand")],
)
def test_impossible_values_are_refused(cast, browser, field, value):
    assert browser.post(reverse("accounts:profile"), {**FILLED, field: value}).context["form"].errors[field]


@pytest.mark.parametrize("field", ["email", "is_staff", "is_superuser", "must_change_password"])
def test_nothing_else_can_be_slipped_in(cast, browser, field):
    before = getattr(cast.owner, field)
    browser.post(reverse("accounts:profile"), {**FILLED, field: "1"})
    cast.owner.refresh_from_db()
    assert getattr(cast.owner, field) == before


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert reverse("account_login") in client.get(reverse("accounts:profile"))["Location"]


def test_an_unusual_time_zone_and_size_stay_in_the_lists(as_user, db):
    user = make_user("Ana", "Silva", time_zone="America/Sao_Paulo", text_size=175)
    page = as_user(user).get(reverse("accounts:profile"))
    assert "Sao Paulo" in page.text
    answer = as_user(user).post(reverse("accounts:profile"), {**FILLED, "time_zone": "America/Sao_Paulo", "text_size": "175"})
    assert answer.status_code == 302


def test_zones_tell_their_distance_in_winter_and_summer():
    winter = dict(zone_choices(now=datetime(2026, 1, 15, tzinfo=UTC)))
    summer = dict(zone_choices(now=datetime(2026, 7, 15, tzinfo=UTC)))
    assert winter["Europe/Paris"].endswith("(UTC+1)")
    assert summer["Europe/Paris"].endswith("(UTC+2)")
    assert winter["Indian/Reunion"] == summer["Indian/Reunion"]
    assert len(winter) == len(KNOWN_ZONES) + 1


def test_the_workspace_of_who_has_none_says_what_to_expect(cast, as_user):
    page = as_user(cast.stranger).get(reverse("accounts:workspace"))
    assert page.status_code == 200
    assert "Bonjour Alix" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(("who", "address"), [("tutor", "/tutorat/"), ("owner", "/espace/apprendre/"), ("manager", "/region/")])
def test_sign_in_leads_to_ones_work(cast, as_user, who, address):
    assert as_user(getattr(cast, who)).get(reverse("accounts:workspace"))["Location"] == address


@pytest.mark.requirement("CMA-T5")
def test_contrast_and_motion_are_on_every_page(cast, browser):
    assert "data-contrast" not in browser.get("/").text
    browser.post(reverse("accounts:profile"), {**FILLED, "contrast": "more", "reduced_motion": "on"})
    for address in ("/", reverse("accounts:profile"), "/espace/apprendre/"):
        head = browser.get(address).text.split("<head>")[0]
        assert 'data-contrast="more"' in head
        assert 'data-motion="less"' in head


def test_it_tells_the_identifier(cast, browser):
    assert cast.owner.spoken_identifier in browser.get(reverse("accounts:profile")).text
