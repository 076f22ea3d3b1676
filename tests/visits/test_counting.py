"""From pages shown to figures: visits, time, one count for each, and nothing left to follow a visitor by."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Sum

from privacy.registry import passing
from tests.factories import make_user
from tests.visits.conftest import FIREFOX, MORNING, PHONE
from visits.domain import buffer, salts
from visits.domain.buffer import flush
from visits.domain.closing import close_days, forget_old
from visits.domain.counting import count_waiting
from visits.models import LEFT, Count, Day, Kind, Salt, Visitor, WaitingView

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-T7")]

MAP, SEARCH, HOME = "/plan-du-site/", "/recherche/", "/"
MINUTE = timedelta(minutes=1)
NEXT_DAY = MORNING + timedelta(days=1)


def figures(kind: str, value: str = "") -> tuple[int, int, int, int] | None:
    row = Count.objects.filter(kind=kind, value=value).first()
    return row.figures if row else None


def several(see, number: int, path: str = MAP, *, at=MORNING, **told) -> None:
    """So many visitors, each from an address of their own."""
    for one in range(number):
        see(path, at, address=f"90.1.{at.day}.{one + 1}", **told)


def test_a_visit_is_all_that_a_visitor_reads_on_a_day(see, counted):
    see(MAP)
    see(SEARCH, MORNING + 2 * MINUTE)
    see(MAP, MORNING + 3 * MINUTE)
    see(MAP, MORNING + 4 * MINUTE, agent=PHONE)
    assert counted() == 4
    assert figures(Kind.WHOLE) == (4, 2, 180, 2)
    assert figures(Kind.PAGE, "cms:site_map") == (3, 2, 120, 1)
    assert figures(Kind.PAGE, "cms:search") == (1, 1, 60, 1)
    assert figures(Kind.DEVICE, "computer") == (3, 1, 180, 2)
    assert figures(Kind.DEVICE, "phone") == (1, 1, 0, 0)
    assert figures(Kind.COUNTRY, "FR") == (4, 2, 180, 2)


def test_whoever_was_away_for_long_spent_no_time_meanwhile(see, counted, settings):
    see(MAP)
    see(MAP, MORNING + timedelta(minutes=settings.VISITS_IDLE_MINUTES, seconds=1))
    counted()
    assert figures(Kind.WHOLE) == (2, 1, 0, 0)


def test_the_origin_is_that_of_the_first_page(see, counted):
    see(MAP, Referer="https://www.google.fr/search?q=levain")
    see(SEARCH, MORNING + MINUTE, Referer="http://localhost:8000/plan-du-site/")
    counted()
    assert figures(Kind.ORIGIN, "search") == (2, 1, 60, 1)
    assert figures(Kind.HOST, "google.fr") == (2, 1, 60, 1)
    assert figures(Kind.ORIGIN, "direct") is None


def test_what_other_processes_wrote_later_is_counted_in_its_place(see, counted):
    see(SEARCH, MORNING + MINUTE)
    flush()
    see(MAP, MORNING)
    counted()
    assert figures(Kind.PAGE, "cms:site_map") == (1, 1, 60, 1)


def test_time_goes_on_from_one_batch_to_the_next_and_nothing_is_counted_twice(see, counted, monkeypatch):
    monkeypatch.setattr("visits.domain.counting.AT_ONCE", 2)
    for minute in range(5):
        see(MAP, MORNING + minute * MINUTE)
    assert counted() == 5
    see(MAP, MORNING + 5 * MINUTE)
    assert (counted(), counted()) == (1, 0)
    assert figures(Kind.WHOLE) == (6, 1, 300, 5)


def test_the_latest_pages_wait_for_what_other_processes_still_hold(see, counted):
    see(MAP)
    assert counted(MORNING + timedelta(seconds=20)) == 0
    assert WaitingView.objects.count() == 1
    assert counted(MORNING + timedelta(seconds=40)) == 1


def test_a_region_has_its_total_and_whoever_belongs_to_two_counts_in_both(see, counted, cast, as_user):
    from accounts.models import RoleAssignment

    RoleAssignment.objects.create(user=cast.tutor, role_id="tutor", region=cast.other_region)
    see(MAP, browser=as_user(cast.owner))
    see(MAP, browser=as_user(cast.tutor), agent=PHONE)
    counted()
    assert figures(Kind.REGION, str(cast.region.pk)) == (2, 2, 0, 0)
    assert figures(Kind.REGION, str(cast.other_region.pk)) == (1, 1, 0, 0)
    assert figures(Kind.WHOLE) == (2, 2, 0, 0)


def test_signing_in_within_a_visit_begins_no_other(see, counted, cast, as_user):
    see(MAP)
    see(MAP, MORNING + MINUTE, browser=as_user(cast.owner))
    counted()
    assert figures(Kind.WHOLE) == (2, 1, 60, 1)
    assert figures(Kind.REGION, str(cast.region.pk)) == (1, 1, 0, 0)


# --- Nobody can be followed ---


def everything_stored() -> str:
    """All that the tables of visits hold, as text."""
    return str([list(model.objects.values()) for model in apps.get_app_config("visits").get_models()])


def test_neither_address_nor_browser_nor_account_is_stored_even_for_a_minute(see, counted, cast, as_user):
    see(MAP, browser=as_user(cast.owner), address="90.77.66.55", Referer="https://www.google.fr/search?q=secret")
    flush()
    for _stage in range(2):
        text = everything_stored()
        assert "cms:site_map" in text
        for told in ("90.77.66.55", FIREFOX, "Firefox", cast.owner.email, str(cast.owner.uid), cast.owner.identifier, "secret"):
            assert told not in text
        counted()


def test_a_visitor_has_another_key_each_day(see):
    see(MAP)
    see(MAP, NEXT_DAY)
    first, second = buffer._waiting
    assert first.visitor != second.visitor


def test_of_a_visitor_two_processes_make_one_key(see):
    see(MAP)
    salts._remembered.clear()
    see(MAP)
    first, second = buffer._waiting
    assert first.visitor == second.visitor


@pytest.mark.parametrize("shared", [False, True], ids=["row", "cache"])
def test_after_the_change_of_day_nothing_is_left_that_could_tie_two_days_together(see, counted, settings, shared):
    settings.REDIS_URL = "redis://shared" if shared else ""
    several(see, 6)
    assert (Salt.objects.count(), cache.get(salts.cache_key(MORNING.date())) is not None) == (0 if shared else 1, shared)
    keys = {view.visitor for view in buffer._waiting}
    counted()
    several(see, 6, at=NEXT_DAY)
    counted(NEXT_DAY + timedelta(hours=1))
    assert close_days(NEXT_DAY + timedelta(hours=1)) == 1
    assert not Visitor.objects.filter(day=MORNING.date()).exists()
    assert not Salt.objects.filter(day=MORNING.date()).exists()
    assert not WaitingView.objects.filter(day=MORNING.date()).exists()
    assert cache.get(salts.cache_key(MORNING.date())) is None
    assert list(salts._remembered) == [NEXT_DAY.date()]
    text = everything_stored()
    assert len(keys) == 6
    assert not [key for key in keys if key in text]
    assert figures(Kind.WHOLE) == (6, 6, 0, 0)


def test_the_salt_in_the_cache_ends_at_midnight_by_itself(see, settings, monkeypatch):
    settings.REDIS_URL = "redis://shared"
    kept = {}
    monkeypatch.setattr(salts.cache, "add", lambda key, value, timeout: kept.update({key: timeout}))
    see(MAP)
    assert kept == {salts.cache_key(MORNING.date()): 15 * 3600}


def test_a_process_that_sleeps_forgets_the_salt_of_a_former_day(see):
    see(MAP)
    assert salts._remembered
    buffer.forget_former(NEXT_DAY)
    assert not salts._remembered


def test_no_salt_is_drawn_again_for_a_day_that_is_closed(see, settings):
    settings.REDIS_URL = ""
    Day.objects.create(day=MORNING.date(), closed_at=NEXT_DAY)
    see(MAP)
    assert not buffer._waiting
    assert not Salt.objects.exists()


def test_what_is_written_after_the_day_was_closed_is_not_counted(see, counted):
    several(see, 6)
    counted()
    see(MAP, address="90.1.9.9")
    close_days(NEXT_DAY)
    flush()
    close_days(NEXT_DAY)
    count_waiting(NEXT_DAY)
    assert figures(Kind.WHOLE) == (6, 6, 0, 0)
    assert not WaitingView.objects.exists()
    assert not Visitor.objects.exists()


# --- Small figures ---


def test_what_fewer_than_five_people_saw_is_added_to_what_is_left(see, counted):
    several(see, 6)
    see(SEARCH, MORNING + MINUTE, address="90.1.10.1")
    see(HOME, MORNING + 2 * MINUTE, address="90.1.10.1")
    counted()
    close_days(NEXT_DAY)
    # Two small pages of one visitor: what is left would be of that visitor alone, so the next page goes with them.
    assert figures(Kind.PAGE, LEFT) == (8, 6, 120, 2)
    assert Count.objects.filter(kind=Kind.PAGE).count() == 1
    assert figures(Kind.WHOLE) == (8, 6, 120, 2)


def test_small_figures_that_make_up_enough_people_together_leave_the_others_as_they_are(see, counted):
    several(see, 8)
    for number, path in enumerate([SEARCH, SEARCH, SEARCH, HOME, HOME, HOME]):
        see(path, MORNING + MINUTE, address=f"90.1.10.{number + 1}")
    counted()
    close_days(NEXT_DAY)
    assert figures(Kind.PAGE, "cms:site_map") == (8, 8, 360, 6)
    assert figures(Kind.PAGE, LEFT) == (6, 6, 0, 0)
    assert set(Count.objects.filter(kind=Kind.PAGE).values_list("value", flat=True)) == {"cms:site_map", LEFT}


def test_of_a_day_with_fewer_than_five_visitors_nothing_is_kept_but_that(see, counted):
    several(see, 4)
    counted()
    assert Count.objects.exists()
    close_days(NEXT_DAY)
    assert not Count.objects.exists()
    assert Day.objects.get().few


def test_no_figure_that_stays_is_of_fewer_than_five(see, counted, cast, as_user):
    """Many visitors with many habits: whatever the mix, the rule holds for every row."""
    agents = [FIREFOX, PHONE]
    people = [as_user(cast.owner), as_user(cast.other_manager), None]
    for number in range(40):
        told = {
            "agent": agents[number % 7 == 0],
            "browser": people[number % 3],
            "address": ["90.1.1.1", "8.8.8.8"][number % 9 == 0][:-1] + str(number),
        }
        for path in (MAP, SEARCH, HOME, "/logiciel-libre/")[: number % 4 + 1]:
            see(path, MORNING + number * MINUTE, **told, Referer=f"https://site{number % 11}.example/")
    counted()
    assert Count.objects.filter(visits__lt=5).exists()
    close_days(NEXT_DAY)
    assert Count.objects.exists()
    assert not Count.objects.filter(visits__lt=5).exists()
    for kind in (Kind.DEVICE, Kind.COUNTRY, Kind.ORIGIN, Kind.LANGUAGE):
        assert Count.objects.filter(kind=kind).aggregate(all=Sum("visits"))["all"] == 40, kind


def test_only_closed_days_are_told(see, counted):
    several(see, 6)
    counted()
    assert not Count.objects.closed().exists()
    close_days(NEXT_DAY)
    assert Count.objects.closed().count() == Count.objects.count() > 0


def test_a_manager_reads_the_totals_of_their_region_alone(see, counted, cast, as_user):
    for number in range(6):
        learner = make_user("Ana", f"R{number}", role="learner", region=cast.region)
        see(MAP, browser=as_user(learner), address=f"90.2.0.{number}")
        see(MAP, browser=as_user(make_user("Zoé", f"H{number}", role="learner", region=cast.other_region)), address=f"90.3.0.{number}")
    counted()
    close_days(NEXT_DAY)
    assert [row.value for row in Count.objects.visible_to(cast.manager)] == [str(cast.region.pk)]
    assert Count.objects.visible_to(cast.national).count() == Count.objects.count()
    for person in (cast.owner, cast.tutor, cast.editor, cast.stranger):
        assert not Count.objects.visible_to(person).exists()


def test_figures_go_after_their_time(settings):
    settings.VISITS_KEEP_MONTHS = 3
    for days in (0, 80, 130):
        Count.objects.create(day=(MORNING - timedelta(days=days)).date(), kind=Kind.WHOLE, visits=9)
    assert forget_old(MORNING) == 1
    assert Count.objects.count() == 2


# --- Writing ---


def test_what_could_not_be_written_waits_for_the_next_time(see, monkeypatch):
    see(MAP)
    see(SEARCH)
    with monkeypatch.context() as patched:

        def away(*args, **kwargs):
            raise DatabaseError

        patched.setattr(WaitingView.objects, "bulk_create", away)
        with pytest.raises(DatabaseError):
            flush()
    assert flush() == 2
    assert [row.told["page"] for row in WaitingView.objects.order_by("pk")] == ["cms:site_map", "cms:search"]


def test_what_is_of_the_moment_stays_out_of_copies():
    assert {"visits.Salt", "visits.Visitor", "visits.WaitingView"} <= set(passing())
