"""A cmi5 session on the endpoint: its token, its statements, its documents, its end; batches are whole or nothing."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from lrs.api import FetchRefused, Launch, LaunchMode, abandon_session, context_of, exchange_fetch_token, open_session, record
from lrs.cmi5.vocabulary import CATEGORY, LAUNCH_DATA, PREFERENCES, PROGRESS, SESSION_ID, Said
from lrs.models import Cmi5Session, Credential, Statement
from lrs.signals import cmi5_session_changed
from tests.lrs.cmi5.unit import ACTIVITY, PUBLISHER, LaunchedUnit, said, stamp
from tests.lrs.test_statements import QUIZ

pytestmark = pytest.mark.requirement("CMA-2.22")


@pytest.fixture
def launched(cast) -> LaunchedUnit:
    return LaunchedUnit(cast.owner, cast.enrolment.registration)


@pytest.fixture
def heard():
    """What the platform is told of sessions."""
    told: list[tuple] = []

    def listen(session, happened, progress, **kwargs) -> None:
        told.append((session, happened) if progress is None else (session, happened, progress))

    cmi5_session_changed.connect(listen)
    yield told
    cmi5_session_changed.disconnect(listen)


def refused(answer, clause: str) -> bool:
    assert answer.status_code == 403, (answer.status_code, answer.text)
    return answer.text.endswith(f"(cmi5, {clause})")


class TestToken:
    """8.2"""

    def opened(self, cast):
        launch = Launch(activity=ACTIVITY, publisher_id=PUBLISHER)
        return open_session(user=cast.owner, registration=cast.enrolment.registration, launch=launch, hours=2)

    def test_it_is_given_once(self, cast):
        opened = self.opened(cast)
        key, _, secret = base64.b64decode(exchange_fetch_token(opened.token)).decode().partition(":")
        session = Cmi5Session.objects.get(pk=opened.session.pk)
        assert session.credential.accepts(secret)
        assert (session.credential.key, session.credential.user) == (key, cast.owner)
        assert session.credential.expires_at - session.expires_at < timedelta(minutes=1)
        with pytest.raises(FetchRefused) as again:
            exchange_fetch_token(opened.token)
        assert again.value.answer["error-code"] == "1"
        assert Credential.objects.filter(user=cast.owner).count() == 1

    def test_an_unknown_one(self, db):
        with pytest.raises(FetchRefused) as unknown:
            exchange_fetch_token("guessed")
        assert unknown.value.answer["error-code"] == "2"

    def test_none_for_a_session_that_is_over(self, cast):
        late, left = self.opened(cast), self.opened(cast)
        Cmi5Session.objects.filter(pk=late.session.pk).update(expires_at=timezone.now())
        assert abandon_session(left.session.pk) is not None
        for one in (late, left):
            with pytest.raises(FetchRefused) as over:
                exchange_fetch_token(one.token)
            assert over.value.code == "1"

    def test_the_template_holds_session_and_publisher(self, cast):
        """9.6.2.3, 10"""
        session = self.opened(cast).session
        assert session.context_template["extensions"] == {SESSION_ID: str(session.pk)}
        assert session.context_template["contextActivities"]["grouping"] == [{"objectType": "Activity", "id": PUBLISHER}]


class TestSession:
    def test_a_whole_one(self, launched, heard):
        launched.begin()
        launched.say(None, 1)
        launched.say(Said.COMPLETED, 2)
        launched.say(Said.PASSED, 3)
        launched.say(Said.TERMINATED, 4)
        session = Cmi5Session.objects.get(pk=launched.session.pk)
        assert session.is_over
        assert session.initialized_at < session.completed_at < session.passed_at < session.terminated_at == session.last_at
        assert [one.verb for _, happened in heard for one in happened] == [Said.INITIALIZED, Said.COMPLETED, Said.PASSED, Said.TERMINATED]
        passed = heard[2][1][0]
        assert (passed.scaled, passed.raw, passed.maximum, passed.duration) == (0.9, 90, 100, "PT5M")
        kept = Statement.objects.filter(registration=session.registration, is_platform=False)
        assert kept.count() == 5
        assert set(kept.values_list("user", flat=True)) == {session.user_id}

    def test_the_token_ends_with_it(self, launched):
        """8.2.1, 9.3.8: at once, for statements sent before too, and in a process that remembers the credential."""
        launched.begin()
        kept = launched.say(None, 1)
        launched.say(Said.TERMINATED, 2)
        assert launched.put(kept).status_code == 401
        assert launched.get("activities/state", stateId="x", **launched.place).status_code == 401
        Credential.objects.filter(cmi5_session=launched.session).update(revoked_at=None)
        assert refused(launched.put(kept), "9.3.8")
        assert refused(launched.get("activities/state", stateId="x", **launched.place), "9.3.8")

    def test_nothing_after_it_was_abandoned(self, launched, heard):
        """9.3.6"""
        launched.begin()
        ended = abandon_session(launched.session.pk)
        assert ended.abandoned_at
        assert heard[-1] == (ended, ())
        assert abandon_session(launched.session.pk) is None
        assert launched.put(said(launched.unit, None, 5)).status_code == 401
        Credential.objects.filter(cmi5_session=launched.session).update(revoked_at=None)
        assert refused(launched.put(said(launched.unit, None, 5)), "9.3.6")

    def test_nothing_after_its_time(self, launched):
        launched.begin()
        Cmi5Session.objects.update(expires_at=timezone.now())
        assert refused(launched.put(said(launched.unit, None, 5)), "8.2.1")

    @pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
    def test_a_refusal_names_place_and_clause(self, launched, version):
        launched.version = version
        launched.read_all()
        answer = launched.put(said(launched.unit, None))
        assert answer.status_code == 403
        assert answer.text == "verb: the first statement of a session is initialized, with the category cmi5 (cmi5, 7.1.1)"
        zoned = {**said(launched.unit, Said.INITIALIZED), "timestamp": "2026-11-25T10:00:00+01:00"}
        assert refused(launched.put(zoned), "9.7")
        assert not Statement.objects.filter(is_platform=False).exists()

    def test_it_reads_before_it_begins(self, launched):
        """10, 11"""
        assert refused(launched.put(said(launched.unit, Said.INITIALIZED)), "10")
        launched.get("activities/state", stateId=LAUNCH_DATA, **launched.place)
        assert refused(launched.put(said(launched.unit, Said.INITIALIZED)), "11")
        launched.get("agents/profile", agent=launched.actor, profileId=PREFERENCES)
        launched.say(Said.INITIALIZED)

    def test_the_same_again_changes_nothing(self, launched, heard):
        """xAPI 2.1.1: a statement sent twice is one."""
        launched.begin()
        body = launched.say(Said.COMPLETED, 1)
        told = len(heard)
        assert launched.put(body).status_code == 204
        assert launched.post([body]).status_code == 200
        assert len(heard) == told
        assert launched.put({**body, "verb": {"id": Said.PASSED.value}}).status_code == 409

    def test_progress_is_told_of_any_statement(self, launched, heard):
        launched.begin()
        told = [{**said(launched.unit, None, second), "result": {"extensions": {PROGRESS: second * 10}}} for second in (5, 3)]
        assert launched.post(told).status_code == 200
        assert heard[-1] == (launched.session, (), 50)

    def test_without_id(self, launched):
        launched.begin()
        body = said(launched.unit, None, 1)
        del body["id"]
        assert refused(launched.post(body), "9.1")

    def test_a_person_of_ones_own_choosing(self, launched, cast):
        launched.begin()
        body = said(launched.unit, None, 1)
        body["actor"]["account"]["name"] = str(cast.member.uid)
        assert refused(launched.put(body), "8.1")

    def test_another_session_of_the_same_learner(self, launched, cast):
        other = LaunchedUnit(cast.owner, cast.enrolment.registration).begin()
        assert refused(other.put(said(launched.unit, None, 1)), "9.6.3.1")


class TestBatches:
    def test_its_order_is_that_of_its_moments(self, launched, heard):
        launched.read_all()
        batch = [
            said(launched.unit, what, second)
            for what, second in ((Said.TERMINATED, 3), (Said.COMPLETED, 2), (Said.INITIALIZED, 0), (None, 1))
        ]
        assert launched.post(batch).status_code == 200
        assert [one.verb for one in heard[0][1]] == [Said.INITIALIZED, Said.COMPLETED, Said.TERMINATED]

    def test_one_that_is_refused_leaves_none(self, launched, heard):
        launched.begin()
        batch = [said(launched.unit, what, second) for what, second in ((Said.COMPLETED, 1), (None, 2), (Said.COMPLETED, 3))]
        answer = launched.post(batch)
        assert refused(answer, "9.3")
        assert answer.text.startswith("[2].verb: ")
        assert Statement.objects.filter(is_platform=False).count() == 1
        assert Cmi5Session.objects.get(pk=launched.session.pk).completed_at is None
        assert len(heard) == 1
        zoned = [said(launched.unit, None, 1), {**said(launched.unit, None, 2), "timestamp": "2026-11-25T10:00:00"}]
        assert launched.post(zoned).text.startswith("[1].timestamp: ")

    def test_a_listener_that_fails_undoes_it(self, launched):
        launched.begin()

        def fail(**kwargs) -> None:
            raise RuntimeError("no attempt")

        cmi5_session_changed.connect(fail)
        try:
            assert launched.put(said(launched.unit, Said.COMPLETED, 1)).status_code == 500
        finally:
            cmi5_session_changed.disconnect(fail)
        assert Statement.objects.filter(is_platform=False).count() == 1
        launched.say(Said.COMPLETED, 1)


class TestRegistration:
    """9.3: what holds for a unit in all sessions of a registration."""

    def test_completed_and_passed_once(self, launched, cast):
        launched.begin()
        launched.say(Said.COMPLETED, 1)
        launched.say(Said.PASSED, 2)
        launched.say(Said.TERMINATED, 3)
        again = LaunchedUnit(cast.owner, cast.enrolment.registration)
        again.read_all()
        again.say(Said.INITIALIZED, 10)
        assert refused(again.put(said(again.unit, Said.COMPLETED, 11)), "9.3.3")
        assert refused(again.put(said(again.unit, Said.PASSED, 11)), "9.3.4")
        assert refused(again.put(said(again.unit, Said.FAILED, 11)), "9.3")
        again.say(Said.TERMINATED, 12)

    def test_another_unit_is_free(self, launched, cast):
        launched.begin()
        launched.say(Said.COMPLETED, 1)
        other = LaunchedUnit(cast.owner, cast.enrolment.registration, activity=ACTIVITY + "/2").begin()
        other.say(Said.COMPLETED, 1)

    def test_failed_then_passed(self, launched, cast):
        launched.begin()
        launched.say(Said.FAILED, 1)
        launched.say(Said.TERMINATED, 2)
        again = LaunchedUnit(cast.owner, cast.enrolment.registration)
        again.read_all()
        again.say(Said.INITIALIZED, 10)
        again.say(Said.PASSED, 11)

    @pytest.mark.parametrize("mode", [LaunchMode.BROWSE, LaunchMode.REVIEW])
    def test_a_look_around_is_not_judged(self, cast, mode):
        unit = LaunchedUnit(cast.owner, cast.enrolment.registration, mode=mode).begin()
        for what in (Said.COMPLETED, Said.PASSED, Said.FAILED):
            assert refused(unit.put(said(unit.unit, what, 1)), "10")
        unit.say(None, 1)
        unit.say(Said.TERMINATED, 2)


class TestDocuments:
    def test_launch_data_are_read_alone(self, launched):
        """10"""
        where = {"stateId": LAUNCH_DATA, **launched.place}
        before = launched.get("activities/state", **where)
        assert before.json()["contextTemplate"]["extensions"] == {SESSION_ID: str(launched.session.pk)}
        assert refused(launched.ask("PUT", "activities/state", {"test": True}, **where), "10")
        assert refused(launched.ask("POST", "activities/state", {"test": True}, **where), "10")
        assert refused(launched.ask("DELETE", "activities/state", **where), "10")
        assert refused(launched.ask("DELETE", "activities/state", **launched.place), "10")
        assert launched.get("activities/state", **where).content == before.content

    def test_a_bookmark(self, launched, cast):
        where = {"stateId": "bookmark", **launched.place}
        assert launched.ask("PUT", "activities/state", {"page": 3}, **where).status_code == 204
        later = LaunchedUnit(cast.owner, cast.enrolment.registration)
        assert later.get("activities/state", **where).json() == {"page": 3}
        assert refused(launched.get("activities/state", **{**where, "registration": str(cast.member_enrolment.registration)}), "8.1")
        assert refused(launched.get("activities/state", **{**where, "activityId": ACTIVITY + "/2"}), "8.1")
        assert refused(launched.get("agents/profile", profileId=PREFERENCES), "11")

    def test_preferences(self, launched):
        """11: as ADL's LMS test package asks, each refusal is a 403."""
        where = {"agent": launched.actor, "profileId": PREFERENCES}
        good = {"languagePreference": "en-US,fr-FR,fr-BE", "audioPreference": "on"}

        def put(body, way: str = "PUT", **options):
            return launched.ask(way, "agents/profile", body, **{**where, **options})

        assert refused(put(good, content_type="text/plain;charset=UTF-8"), "11")
        assert refused(put("just some text", content_type="text/plain"), "11")
        assert refused(put({"audioPreference": "on"}), "11")
        assert refused(put({**good, "languagePreference": "not comma separated"}), "11.1")
        assert refused(put({**good, "languagePreference": ""}), "11.1")
        assert refused(put({"languagePreference": "fr"}), "11.2")
        assert refused(put(good, agent={"mbox": "mailto:catapult@example.com"}), "11")
        assert put(good).status_code == 204
        assert put({"audioPreference": "off"}, "POST").status_code == 204
        assert refused(put({"audioPreference": "loud"}, "POST"), "11.2")
        assert launched.get("agents/profile", **where).json() == {**good, "audioPreference": "off"}


def test_what_the_platform_says_of_a_session(launched, cast):
    """9.6: LMS statements carry the template and the category."""
    from lrs.api import Verb

    session = launched.session
    kept = record(
        user=cast.owner,
        verb=Verb.ABANDONED,
        thing=QUIZ,
        registration=session.registration,
        seconds=3,
        context=context_of(session),
        result_extensions={"https://example.org/why": "x"},
    )
    assert kept.body["context"]["extensions"] == {SESSION_ID: str(session.pk)}
    assert [one["id"] for one in kept.body["context"]["contextActivities"]["category"]] == [CATEGORY]
    assert [one["id"] for one in kept.body["context"]["contextActivities"]["grouping"]] == [PUBLISHER]
    assert kept.body["result"]["extensions"] == {"https://example.org/why": "x"}


def test_a_moment_in_utc_may_be_written_with_its_offset(launched):
    launched.begin()
    body = {**said(launched.unit, None, 1), "timestamp": stamp(1).replace("Z", "+00:00")}
    assert launched.put(body).status_code == 204
