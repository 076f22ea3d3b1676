"""Statements keep to xAPI 1.0.3 and to what docs/xapi.md says. tests/conftest.py checks those of every other test too."""

import re
import uuid
from copy import deepcopy
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction

from courses.domain.statements import QUESTION_TYPE, TYPES
from courses.players import PLAYERS
from lrs.api import SESSION_FORUM, Thing, Verb, activity_iri, record
from lrs.models import Statement
from lrs.signals import statements_stored
from tests.xapi_rules import problems

pytestmark = pytest.mark.requirement("CMA-2.22")
DOCUMENT = (settings.BASE_DIR / "docs" / "xapi.md").read_text(encoding="utf-8")
QUIZ = Thing("https://example.org/xapi/activities/quiz/1", "Quiz", "http://adlnet.gov/expapi/activities/assessment")


@pytest.fixture
def told(cast) -> Statement:
    """A statement with everything in it."""
    return record(
        user=cast.owner,
        verb=Verb.PASSED,
        thing=QUIZ,
        registration=cast.enrolment.registration,
        completion=True,
        success=True,
        scaled=Decimal("0.725"),
        raw=Decimal("14.5"),
        maximum=Decimal(20),
        seconds=754.2,
        response="42",
        parents=(Thing("https://example.org/xapi/activities/pathway/2", "Parcours"),),
        extensions={"https://w3id.org/xapi/video/extensions/progress": 0.5},
    )


class TestStatement:
    def test_it_keeps_to_the_standard(self, told):
        assert problems(told.body) == []

    @pytest.mark.parametrize("verb", list(Verb))
    def test_each_verb_does(self, cast, verb):
        assert problems(record(user=cast.owner, verb=verb, thing=QUIZ).body) == []

    def test_the_columns_say_what_the_statement_says(self, told, cast):
        body = told.body
        assert (str(told.id), told.verb, told.activity) == (body["id"], body["verb"]["id"], body["object"]["id"])
        assert str(told.registration) == body["context"]["registration"]
        assert told.user == cast.owner

    def test_no_name_and_no_address_of_the_person_is_in_it(self, told, cast):
        text = str(told.body)
        assert str(cast.owner.uid) in text
        assert not any(word in text for word in (cast.owner.email, cast.owner.first_name, cast.owner.last_name))

    def test_the_authority_is_the_platform(self, told):
        assert told.is_platform
        assert told.body["authority"]["account"]["name"] == "platform"

    def test_it_is_announced_once_committed(self, cast, commits):
        heard = []

        def listen(sender, statement_ids, **kwargs):
            heard.extend(statement_ids)

        statements_stored.connect(listen)
        with commits():
            kept = record(user=cast.owner, verb=Verb.PASSED, thing=QUIZ)
            assert heard == []
        statements_stored.disconnect(listen)
        assert heard == [kept.pk]

    def test_it_goes_with_the_fact(self, cast):
        with transaction.atomic():
            record(user=cast.owner, verb=Verb.PASSED, thing=QUIZ)
            transaction.set_rollback(True)
        assert not Statement.objects.exists()


class TestRules:
    """The rules themselves find what is wrong, or they would prove nothing."""

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("id",), "1"),
            (("actor", "mbox"), "mailto:a@example.org"),
            (("actor", "account", "homePage"), "nowhere"),
            (("verb", "id"), "passed"),
            (("verb", "display", "not a tag"), "x"),
            (("object", "id"), "quiz 1"),
            (("object", "definition", "type"), "quiz"),
            (("result", "score", "scaled"), 1.5),
            (("result", "score", "raw"), 21),
            (("result", "duration"), "754 s"),
            (("result", "success"), "yes"),
            (("result", "response"), 42),
            (("result", "extensions"), None),
            (("result", "grade"), 14),
            (("context", "registration"), "42"),
            (("context", "extensions"), {"progress": 1}),
            (("context", "contextActivities", "above"), []),
            (("timestamp",), "2026-11-22T10:00:00"),
            (("version",), "2.0.0"),
            (("mood",), "good"),
        ],
    )
    def test_one_wrong_thing_is_found(self, told, path, value):
        body = deepcopy(told.body)
        holder = body
        for name in path[:-1]:
            holder = holder[name]
        holder[path[-1]] = value
        assert len(problems(body)) == 1

    @pytest.mark.parametrize("name", ["actor", "verb", "object"])
    def test_what_is_missing_is_found(self, told, name):
        assert problems({key: value for key, value in told.body.items() if key != name}) == [f"{name} is missing"]


class TestDocument:
    @pytest.mark.parametrize("verb", list(Verb))
    def test_it_lists_each_verb(self, verb):
        assert re.search(rf"^\| {verb.display} \| `{re.escape(verb.iri)}` \| .+ \|$", DOCUMENT, re.MULTILINE)

    @pytest.mark.parametrize("kind", [*PLAYERS, "pathway", "session", SESSION_FORUM, "forum-thread", "forum-post", "badge"])
    def test_it_lists_each_kind_of_activity(self, kind):
        assert f"`{kind}`" in DOCUMENT

    def test_it_lists_every_kind_that_the_code_makes_up(self):
        calls = [
            match
            for folder in ("badges", "courses", "forum", "pathways", "sessions", "tutoring")
            for path in (settings.BASE_DIR / folder).rglob("*.py")
            for match in re.findall(r'activity_iri\("([^"]+)"', path.read_text(encoding="utf-8"))
        ]
        assert calls
        assert [kind for kind in calls if f"`{kind}`" not in DOCUMENT] == []

    @pytest.mark.parametrize("iri", sorted({*TYPES.values(), QUESTION_TYPE}))
    def test_it_lists_each_type_of_the_library(self, iri):
        assert f"`{iri}`" in DOCUMENT

    def test_addresses_are_stable(self, settings):
        settings.SITE_ORIGIN = "https://formation.example"
        assert activity_iri("quiz", 12) == "https://formation.example/xapi/activities/quiz/12"
        identifier = uuid.uuid4()
        assert activity_iri(SESSION_FORUM, identifier) == f"https://formation.example/xapi/activities/session-forum/{identifier}"
