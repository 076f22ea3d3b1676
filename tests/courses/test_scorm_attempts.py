"""Attempts at a module: how many, which one counts, when one is only read again; what a package of several parts comes to."""

from decimal import Decimal

import pytest
from django.urls import reverse

from courses.domain.facts import merge
from courses.domain.refusals import Refused
from courses.domain.scorm_attempts import begin_again, is_over, taking_of
from courses.domain.scorm_launch import LaunchRefused, open_launch
from courses.domain.scorm_runtime import Commit, commit, open_item
from courses.enums import AttemptMode, CountedAttempt, LaunchMode, NewAttempt, PackageRollup
from courses.models import Attempt, ScoState
from lrs.models import Statement
from sessions.models import Enrolment
from tests.courses.packages import context_for, make_module, simple_zip
from tests.factories import make_pathway, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-2.20")]

STATUS, RAW, EXIT, PLACE = "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.exit", "cmi.core.lesson_location"


@pytest.fixture
def limited(cast):
    return make_module(simple_zip("a"), pass_mark=50, new_attempt=NewAttempt.FINISHED, attempts_allowed=2)


@pytest.fixture
def learn(cast):
    """learn(module, user) → the address of its step in a session of hers, and its context."""

    def enrol(module, user):
        pathway = make_pathway(module)
        enrolment = Enrolment.objects.create(session=make_session(pathway, cast.region), user=user)
        address = f"/espace/apprendre/{enrolment.pk}/etape/{pathway.sequences.get().steps.get().pk}/"
        return address, context_for(user, module, registration=enrolment.registration)

    return enrol


def play(context, *changes, part: str = "a", finished: bool = True) -> None:
    launch = open_launch(context).launch
    open_item(launch, part)
    commit(launch, Commit(part, 1, changes, finished=finished))


def take(context, points: int, *, again: bool = False) -> None:
    if again:
        begin_again(context)
    play(context, (RAW, str(points)), (STATUS, "passed" if points >= 50 else "failed"))


class TestBeginningAgain:
    def test_a_limit_is_kept_and_told(self, cast, limited):
        context = context_for(cast.owner, limited)
        assert (taking_of(context).left, taking_of(context).may_begin_again) == (2, False)
        take(context, 20)
        assert (taking_of(context).left, taking_of(context).may_begin_again) == (1, True)
        take(context, 40, again=True)
        taking = taking_of(context)
        assert (taking.left, taking.is_over, [attempt.number for attempt in taking.counting]) == (0, True, [2])
        with pytest.raises(Refused, match="2 essais"):
            begin_again(context)
        assert Attempt.objects.count() == 2

    def test_not_before_the_last_one_is_finished_unless_on_demand(self, cast, limited):
        context = context_for(cast.owner, limited)
        play(context, (STATUS, "incomplete"), (EXIT, "suspend"))
        with pytest.raises(Refused):
            begin_again(context)
        limited.new_attempt = NewAttempt.ON_DEMAND
        assert begin_again(context).number == 2

    def test_what_was_open_before_can_no_longer_write(self, cast, limited):
        context = context_for(cast.owner, limited)
        launch = open_launch(context).launch
        open_item(launch, "a")
        commit(launch, Commit("a", 1, ((STATUS, "failed"),)))
        begin_again(context)
        with pytest.raises(LaunchRefused):
            commit(launch, Commit("a", 2, ((STATUS, "passed"),)))
        assert Attempt.objects.get(number=1).success is False

    def test_a_new_attempt_begins_with_nothing(self, cast, limited):
        context = context_for(cast.owner, limited)
        play(context, (PLACE, "9"), (RAW, "20"), (STATUS, "failed"), (EXIT, "suspend"))
        begin_again(context)
        assert PLACE not in open_item(open_launch(context).launch, "a")["values"]

    def test_where_one_attempt_goes_on_nothing_begins_anew(self, cast):
        context = context_for(cast.owner, make_module(simple_zip("a")))
        take(context, 20)
        assert taking_of(context).opens_at_once
        with pytest.raises(Refused):
            begin_again(context)
        take(context, 80)
        assert (Attempt.objects.get().success, Attempt.objects.get().score) == (True, Decimal("0.8"))


@pytest.mark.parametrize(
    ("kind", "fields", "is_refused"),
    [
        ("scorm_12", {"attempts_allowed": 2}, True),
        ("scorm_12", {"attempt_counted": "mean"}, True),
        ("scorm_12", {"attempts_allowed": 2, "new_attempt": "finished"}, False),
        ("scorm_12", {}, False),
        ("cmi5", {"new_attempt": "finished"}, True),
        ("cmi5", {}, False),
    ],
)
def test_settings_that_mean_nothing_are_refused(cast, kind, fields, is_refused):
    page = make_module(simple_zip("a"))
    page.package.current.kind = kind
    for name, value in fields.items():
        setattr(page, name, value)
    assert ("new_attempt" in page.content_errors(publishing=True)) is is_refused


class TestReadingAgain:
    def test_a_finished_attempt_is_read_again_and_nothing_is_stored(self, cast, limited):
        context = context_for(cast.owner, limited)
        play(context, (PLACE, "9"), (RAW, "20"), (STATUS, "failed"))
        told = Statement.objects.count()
        launch = open_launch(context).launch
        values = open_item(launch, "a")["values"]
        assert (values["cmi.core.lesson_mode"], values["cmi.core.credit"], values[PLACE]) == ("review", "no-credit", "9")
        commit(launch, Commit("a", 1, ((STATUS, "passed"), (RAW, "100")), finished=True))
        assert (Attempt.objects.get().score, ScoState.objects.get().cmi[RAW]) == (Decimal("0.2"), "20")
        assert Statement.objects.count() == told

    def test_any_former_attempt_can_be_read(self, cast, limited):
        context = context_for(cast.owner, limited)
        play(context, (PLACE, "first"), (STATUS, "failed"))
        begin_again(context)
        play(context, (PLACE, "second"), (STATUS, "failed"))
        launch = open_launch(context, LaunchMode.REVIEW, number=1).launch
        assert open_item(launch, "a")["values"][PLACE] == "first"
        with pytest.raises(Refused):
            open_launch(context, LaunchMode.REVIEW, number=3)

    @pytest.mark.parametrize(
        ("changes", "over"),
        [
            (((STATUS, "passed"), (EXIT, "suspend")), True),
            (((STATUS, "failed"), (EXIT, "suspend")), True),
            (((STATUS, "completed"),), True),
            (((STATUS, "completed"), (EXIT, "suspend")), False),
            (((STATUS, "incomplete"),), False),
        ],
    )
    def test_an_attempt_is_over_once_nothing_can_change_for_the_better(self, cast, changes, over):
        play(context_for(cast.owner, make_module(simple_zip("a"))), *changes)
        assert is_over(Attempt.objects.get()) is over


class TestCounting:
    @pytest.mark.parametrize(
        ("rule", "score", "success"),
        [
            (CountedAttempt.BEST, "0.8", True),
            (CountedAttempt.FIRST, "0.2", False),
            (CountedAttempt.LAST, "0.3", False),
            (CountedAttempt.MEAN, "0.433333", False),
        ],
    )
    def test_the_rule_makes_the_result(self, cast, limited, rule, score, success):
        limited.attempts_allowed, limited.attempt_counted = 0, rule
        limited.save()
        context = context_for(cast.owner, limited)
        take(context, 20)
        take(context, 80, again=True)
        take(context, 30, again=True)
        begin_again(context)
        fact = merge(list(Attempt.objects.with_counting_rule().order_by("number")))
        assert (fact.score, fact.success, fact.completed) == (Decimal(score), success, True)

    def test_the_mean_passes_at_the_mark(self, cast, limited):
        limited.attempt_counted = CountedAttempt.MEAN
        limited.save()
        context = context_for(cast.owner, limited)
        take(context, 20)
        take(context, 80, again=True)
        assert merge(list(Attempt.objects.with_counting_rule().order_by("number"))).success is True


class TestPages:
    def test_the_learner_sees_attempts_and_one_button(self, cast, as_user, learn, limited):
        client, (address, context) = as_user(cast.owner), learn(limited, cast.owner)
        assert f"{address}ouvrir" in client.get(address).text
        take(context, 20)
        page = client.get(address).text
        assert "commencer" in page
        assert "relire" in page
        assert "data-lecture" not in page
        assert client.post(f"{address}commencer").url == f"{address}ouvrir"
        assert "data-lecture" in client.get(f"{address}ouvrir").text
        assert "data-lecture" in client.get(address).text, "an attempt under way opens at once"
        take(context, 40)
        assert client.get(f"{address}relire/1").status_code == 200
        assert client.get(f"{address}relire/7").status_code == 404
        client.post(f"{address}commencer")
        assert Attempt.objects.count() == 2
        assert client.get(f"{address}etat?mode=review&number=1").json()["text"].endswith("20\xa0%")

    def test_an_editor_looks_through_and_nothing_is_kept(self, cast, as_user):
        page = make_module(simple_zip("a", "b"))
        client, address = as_user(cast.editor), reverse("courses:preview", args=[page.pk])
        assert "parcourir" in client.get(address).text
        assert 'value="browse"' in client.get(f"{address}parcourir").text
        assert client.post(f"{address}lancer", {"mode": "browse"}).status_code == 200
        launch = Attempt.objects.get().launches.get()
        values = open_item(launch, "b")["values"]
        assert (values["cmi.core.lesson_mode"], values["cmi.core.credit"]) == ("browse", "no-credit")
        commit(launch, Commit("b", 1, ((STATUS, "completed"),), finished=True))
        assert not ScoState.objects.exists()

    def test_a_learner_may_not_browse(self, cast, as_user, learn, limited):
        client, (address, _context) = as_user(cast.owner), learn(limited, cast.owner)
        assert client.get(f"{address}parcourir").status_code == 404
        assert client.post(f"{address}lancer", {"mode": "browse"}).status_code == 404
        assert client.post(f"{address}lancer", {"mode": "nonsense"}).status_code == 404


class TestRuleOfThePackage:
    def test_the_editor_chooses_the_rule_and_the_parts(self, cast, as_user):
        page = make_module(simple_zip("a", "b", "c"))
        client, address = as_user(cast.editor), reverse("packages:rule", args=[page.package.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"rollup": "any", "required_parts": ["zz"]}).status_code == 422
        assert client.post(address, {"rollup": "any", "required_parts": ["b", "c"]}).status_code == 302
        page.package.refresh_from_db()
        assert (page.package.rollup, page.package.required_parts) == (PackageRollup.ANY, ["b", "c"])
        assert "Partie b" in client.get(reverse("packages:detail", args=[page.package.pk])).text
        context = context_for(cast.owner, page)
        play(context, (STATUS, "completed"), part="a")
        assert not Attempt.objects.get().completed
        play(context, (STATUS, "completed"), part="c")
        assert Attempt.objects.get().completed

    @pytest.mark.parametrize("edition", ["12", "2004"])
    def test_other_packages_say_it_themselves(self, cast, as_user, edition):
        names = ("a",) if edition == "12" else ("a", "b")
        page = make_module(simple_zip(*names, edition=edition))
        client, address = as_user(cast.editor), reverse("packages:rule", args=[page.package.pk])
        assert "form method" not in client.get(address).text
        assert client.post(address, {"rollup": "any"}).status_code == 422

    def test_a_preview_keeps_the_limit_of_nobody(self, cast, limited):
        context = context_for(cast.editor, limited, mode=AttemptMode.PREVIEW)
        for again in (False, True, True):
            take(context, 20, again=again)
        assert taking_of(context).left is None
