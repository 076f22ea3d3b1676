"""xAPI 1.0.3, Part Two (Data), and IEEE 9274.1.1, 4.2: what a statement must be. Each line names its clause, a place, a value."""

import pytest

from lrs.validation import V1, V2, Invalid, check_statement, read_json
from tests.lrs.machine import ACTIVITY, ACTOR, attachment, changed, statement

pytestmark = pytest.mark.requirement("CMA-2.22")
BOTH = (V1, V2)
ID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
GROUP = {"objectType": "Group", "member": [{"mbox": "mailto:bob@example.org"}]}
TEAM = {"objectType": "Group", "mbox": "mailto:team@example.org"}
SUB = {"objectType": "SubStatement", **statement()}
REF = {"objectType": "StatementRef", "id": ID}
ACCOUNT = {"homePage": "https://example.org", "name": "42"}
DEFINITION = "object.definition"
CHOICES = [{"id": "a", "description": {"en": "A"}}, {"id": "b"}]
FILE = attachment(fileUrl="https://example.org/file.txt")

ACCEPTED = [
    ("Data 2.4.1", "id", ID, BOTH),
    ("Data 2.4.1", "id", ID.upper(), BOTH),
    ("Data 2.4.2.1", "actor", {"mbox": "mailto:a@example.org"}, BOTH),
    ("Data 2.4.2.1", "actor.name", "Ada", BOTH),
    ("Data 2.4.2.3", "actor", {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}, BOTH),
    ("Data 2.4.2.3", "actor", {"openid": "https://openid.example.org/12345"}, BOTH),
    ("Data 2.4.2.4", "actor", {"account": ACCOUNT}, BOTH),
    ("Data 2.4.2.2", "actor", GROUP, BOTH),
    ("Data 2.4.2.2", "actor", TEAM, BOTH),
    ("Data 2.4.2.2", "actor", {**TEAM, "name": "Team", "member": []}, BOTH),
    ("Data 2.4.3", "verb", {"id": "https://example.org/did"}, BOTH),
    ("Data 2.4.3", "verb.id", "urn:example:did", BOTH),
    ("Data 2.4.3", "verb.id", "http://esempio.it/è/fatto", BOTH),
    ("Data 2.4.3", "verb.display", {"en-US": "did", "zh-Hant-TW": "x", "de-CH-1901": "y", "x-private": "z", "i-klingon": "k"}, BOTH),
    ("Data 4.2", "verb.display", {"en-a-bbb-b-aaa": "a", "en-a-bbb-x-a-ccc-a": "b", "de-1901-1996": "c"}, BOTH),
    ("Data 2.4.4", "object", {"id": "https://example.org/x"}, BOTH),
    ("Data 2.4.4.2", "object", {"objectType": "Agent", "mbox": "mailto:b@example.org"}, BOTH),
    ("Data 2.4.4.2", "object", GROUP, BOTH),
    ("Data 2.4.4.3", "object", REF, BOTH),
    ("Data 2.4.4.3", "object", SUB, BOTH),
    ("Data 2.4.4.1", DEFINITION, {}, BOTH),
    ("Data 2.4.4.1", f"{DEFINITION}.type", "https://example.org/type", BOTH),
    ("Data 2.4.4.1", f"{DEFINITION}.moreInfo", "https://example.org/more", BOTH),
    ("Data 4.1", f"{DEFINITION}.extensions", {"https://example.org/e": None, "urn:x:y": {"a": [1, None, {}]}}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "choices": CHOICES, "correctResponsesPattern": ["a[,]b"]}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "sequencing", "choices": CHOICES}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "likert", "scale": CHOICES}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "matching", "source": CHOICES, "target": CHOICES}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "performance", "steps": CHOICES}, BOTH),
    *(
        ("Data 2.4.4.1", DEFINITION, {"interactionType": kind, "correctResponsesPattern": ["x"]}, BOTH)
        for kind in ("true-false", "fill-in", "long-fill-in", "numeric", "other")
    ),
    ("Data 2.4.5", "result", {}, BOTH),
    ("Data 2.4.5", "result", {"success": True, "completion": False, "response": "", "duration": "PT0S"}, BOTH),
    ("Data 2.4.5.1", "result.score", {"scaled": -1, "raw": 5, "min": 0, "max": 10.5}, BOTH),
    ("Data 2.4.5.1", "result.score", {"raw": -20}, BOTH),
    *(
        ("Data 4.6", "result.duration", value, BOTH)
        for value in ("PT4H35M59.14S", "P3Y1M29DT4H35M59.14S", "P4W", "P3Y", "PT16559.14S", "PT0,5H")
    ),
    ("Data 2.4.6", "context", {"registration": ID, "language": "fr-CA", "revision": "3", "platform": "x", "statement": REF}, BOTH),
    ("Data 2.4.6", "context.instructor", GROUP, BOTH),
    ("Data 2.4.6", "context.team", TEAM, BOTH),
    ("Data 2.4.6.2", "context.contextActivities", {"parent": [ACTIVITY], "grouping": ACTIVITY, "category": [], "other": [ACTIVITY]}, BOTH),
    ("4.2.2.5", "context.contextAgents", [{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": ["urn:x:y"]}], (V2,)),
    ("4.2.2.5", "context.contextGroups", [{"objectType": "contextGroup", "group": GROUP}], (V2,)),
    *(
        ("Data 4.5", "timestamp", value, BOTH)
        for value in ("2015-11-18T12:17:00+00:00", "2015-11-18T12:17:00.123456789Z", "2015-11-18T14:17:00+02:00", "2016-12-31T23:59:60Z")
    ),
    ("4.2.7 Timestamps", "timestamp", "2008-09-15 15:53:00.601+00:00", BOTH),
    ("Data 4.5", "timestamp", "20151118T121700Z", (V1,)),
    ("Data 4.5", "timestamp", "2015-11-18T12:17:00", (V1,)),
    ("Data 2.4.8", "stored", "2015-11-18T12:17:00Z", BOTH),
    ("Data 2.4.9", "authority", ACTOR, BOTH),
    ("Data 2.4.9", "authority", {"objectType": "Group", "member": [ACTOR, {"account": ACCOUNT}]}, BOTH),
    ("Data 2.4.10", "version", "1.0", BOTH),
    ("Data 2.4.10", "version", "1.0.9", BOTH),
    ("4.2.2", "version", "2.0.0", (V2,)),
    ("Data 2.4.11", "attachments", [FILE, {**FILE, "description": {"en": "x"}, "contentType": "text/plain; charset=ascii"}], BOTH),
    ("Data 2.4.11", "attachments", [], BOTH),
    ("Data 2.3.2", "verb.id", "http://adlnet.gov/expapi/verbs/voided", ()),
]

# Where each IRI, UUID, text, language map, object stands: each of the wrong values is refused in each of the places.
PLACES = {
    "iri": ["verb.id", "object.id", f"{DEFINITION}.type", f"{DEFINITION}.moreInfo", "context.contextActivities.parent.id"],
    "uuid": ["id", "context.registration", "context.statement.id"],
    "text": ["actor.name", "result.response", "context.platform", "context.revision"],
    "map": ["verb.display", f"{DEFINITION}.name", f"{DEFINITION}.description", "attachments.0.display", "attachments.0.description"],
    "object": ["actor", "verb", "object", "result", "context", DEFINITION, "result.score", "context.contextActivities", "authority"],
    "boolean": ["result.success", "result.completion"],
    "number": ["result.score.scaled", "result.score.raw", "result.score.min", "result.score.max"],
    "extensions": [f"{DEFINITION}.extensions", "result.extensions", "context.extensions"],
    "moment": ["timestamp", "stored"],
}
WRONG = {
    "iri": ["should fail", "", 12, None, {}, "no-scheme", "ab=c://x", "https://example.org/a b", "https://example.org/%zz", "://x"],
    "uuid": ["", 12, None, ID + "8", "M" + ID[1:], ID.replace("-", ""), "{" + ID + "}"],
    "text": [1, None, True, {}, []],
    "map": [{}, "text", 12, None, [], {"a12345": "x"}, {"something": "x"}, {"en_US": "x"},
            {"zh-z-aaa-z-bbb": "x"}, {"de-1901-1901": "x"}, {"s-RS": "x"}, {"en": 12}, {"en": None}, {"": "x"}],
    "object": [None, "text", 12, True, []],
    "boolean": ["true", 1, None, "yes"],
    "number": ["1", None, True, {}],
    "extensions": [None, "text", [], {"no iri": 1}, {"": 1}],
    "moment": ["", 12, None, "01/011/2015", "2015-11-18", "2015-13-18T12:17:00Z", "2008-09-15T15:53:00.601-00",
               "2008-09-15T15:53:00.601-0000", "2008-09-15T15:53:00.601-00:00", "2015-11-18T12Z:", "2015-11-18T25:17:00Z"],
}  # fmt: skip
GENERAL = {
    "iri": "Data 2.2; 4.2.7 IRIs",
    "uuid": "Data 4.1; 4.2.7 UUIDs",
    "text": "Data 2.2; 4.2.1",
    "map": "Data 4.2; 4.2.7 Language Maps",
    "object": "Data 2.2; 4.2.1",
    "boolean": "Data 2.2; 4.2.1",
    "number": "Data 2.2; 4.2.1",
    "extensions": "Data 4.1; 4.2.7 Extensions",
    "moment": "Data 4.5; 4.2.7 Timestamps",
}
REFUSED = [
    *((GENERAL[kind], place, value, BOTH) for kind, places in PLACES.items() for place in places for value in WRONG[kind]),
    # Data 2.2: keys, and their case, at every level
    *(
        ("Data 2.2; 4.2.1", place, 1, BOTH)
        for place in ("mood", "Actor", "actor.Mbox", "verb.ID", "object.url", f"{DEFINITION}.Name", "result.grade", "result.score.Raw",
                      "context.contextactivities", "context.contextActivities.Parent", "attachments.0.fileURL", "actor.account.realm")
    ),
    *(("Data 2.2; 4.2.1", name, "missing", BOTH) for name in ("actor", "verb", "object", "verb.id", "object.id")),
    ("Data 2.2; 4.2.1", "object.objectType", "activity", BOTH),
    ("Data 2.2; 4.2.1", "actor.objectType", "agent", BOTH),
    # actors
    ("Data 2.4.2.3; 4.2.2.1", "actor", {"name": "nobody"}, BOTH),
    ("Data 2.4.2.3; 4.2.4.2", "actor.openid", "https://example.org/x", BOTH),
    ("Data 2.4.2.3", "actor.mbox", "a@example.org", BOTH),
    ("Data 2.4.2.3", "actor.mbox", "mailto:nobody", BOTH),
    ("Data 2.4.2.3", "actor.mbox", "MAILTO:a@example.org", BOTH),
    ("Data 2.4.2.3", "actor", {"mbox_sha1sum": "xyz"}, BOTH),
    ("Data 2.4.2.3", "actor", {"openid": "nobody"}, BOTH),
    ("Data 2.4.2.4", "actor", {"account": {"name": "42"}}, BOTH),
    ("Data 2.4.2.4", "actor", {"account": {"homePage": "https://example.org"}}, BOTH),
    ("Data 2.4.2.4", "actor", {"account": {"homePage": "here", "name": "42"}}, BOTH),
    ("Data 2.4.2.4", "actor", {"account": {"homePage": "https://example.org", "name": 42}}, BOTH),
    ("Data 2.4.2.2; 4.2.2.1", "actor", {"objectType": "Group"}, BOTH),
    ("Data 2.4.2.2; 4.2.2.1", "actor", {"objectType": "Group", "member": []}, BOTH),
    ("Data 2.4.2.2; 4.2.4.2", "actor", {"objectType": "Group", "member": [GROUP]}, BOTH),
    ("Data 2.4.2.2", "actor", {**TEAM, "openid": "https://example.org/x"}, BOTH),
    ("Data 2.4.2.2", "actor", {"mbox": "mailto:a@example.org", "member": [ACTOR]}, BOTH),
    ("Data 2.4.2.2", "actor", {**TEAM, "member": ACTOR}, BOTH),
    # objects
    ("Data 2.4.4.2", "object", {"mbox": "mailto:b@example.org"}, BOTH),
    ("Data 2.4.4", "object.objectType", "Statement", BOTH),
    ("Data 2.4.4.3; 4.2.4.2", "object", {**SUB, "object": SUB}, BOTH),
    *(("Data 2.4.4.3", "object", {**SUB, name: ID}, BOTH) for name in ("id", "stored", "version", "authority")),
    *(("Data 2.4.4.3", "object", {key: one for key, one in SUB.items() if key != name}, BOTH) for name in ("actor", "verb", "object")),
    ("Data 2.4.4.3", "object", {"objectType": "StatementRef"}, BOTH),
    ("Data 2.4.4.3", "object", {"objectType": "StatementRef", "id": "x"}, BOTH),
    ("Data 2.4.4.3", "object", {**REF, "definition": {}}, BOTH),
    ("Data 2.3.2; 4.2.5", "verb.id", "http://adlnet.gov/expapi/verbs/voided", BOTH),
    # interactions
    ("4.2.4.2", DEFINITION, {"correctResponsesPattern": ["x"]}, BOTH),
    ("4.2.4.2", DEFINITION, {"choices": CHOICES}, BOTH),
    *(("Data 2.4.4.1", DEFINITION, {"interactionType": value}, BOTH) for value in ("Choice", "quiz", 12, {}, None)),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "scale": CHOICES}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "other", "steps": CHOICES}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "choices": [{"description": {"en": "x"}}]}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "choices": {"id": "a"}}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "correctResponsesPattern": "a"}, BOTH),
    ("Data 2.4.4.1", DEFINITION, {"interactionType": "choice", "correctResponsesPattern": [1]}, BOTH),
    # results
    ("Data 2.4.5.1; 4.2.2.4", "result.score", {"scaled": 1.0001}, BOTH),
    ("Data 2.4.5.1; 4.2.2.4", "result.score", {"scaled": -1.0001}, BOTH),
    ("Data 2.4.5.1; 4.2.2.4", "result.score", {"raw": 11, "max": 10}, BOTH),
    ("Data 2.4.5.1; 4.2.2.4", "result.score", {"raw": -1, "min": 0}, BOTH),
    ("Data 2.4.5.1; 4.2.2.4", "result.score", {"min": 10, "max": 10}, BOTH),
    *(
        ("Data 4.6; 4.2.7 Duration", "result.duration", value, BOTH)
        for value in ("", "P", "PT", "754 s", "PA1H0M0S", "P4W1D", "PT1.5H3M", "P1YT", 12345, None, {}, "P0001-02-03T04:05:06", "-PT1S")
    ),
    # contexts
    ("Data 2.4.6", "context.language", "a12345", BOTH),
    ("Data 2.4.6", "context.language", 12, BOTH),
    ("Data 2.4.6", "context.language", {"fr": "x"}, BOTH),
    ("Data 2.4.6", "context.team", ACTOR, BOTH),
    ("Data 2.4.6", "context.instructor", {"name": "x"}, BOTH),
    ("Data 2.4.6", "context.statement", SUB, BOTH),
    ("Data 2.4.6.2", "context.contextActivities", {"above": [ACTIVITY]}, BOTH),
    ("Data 2.4.6.2", "context.contextActivities.parent", [{"objectType": "Agent", "mbox": "mailto:b@example.org"}], BOTH),
    ("Data 2.4.6", "context.contextAgents", [{"objectType": "contextAgent", "agent": ACTOR}], (V1,)),
    ("Data 2.4.6", "context.contextGroups", [{"objectType": "contextGroup", "group": GROUP}], (V1,)),
    *(
        ("4.2.2.5", "context.contextAgents", value, BOTH)
        for value in (
            {"objectType": "contextAgent", "agent": ACTOR},
            [{"objectType": "x", "agent": ACTOR}],
            [{"agent": ACTOR}],
            [{"objectType": "contextAgent"}],
            [{"objectType": "contextAgent", "agent": {"key": "x"}}],
            [{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": []}],
            [{"objectType": "contextAgent", "agent": ACTOR, "relevantTypes": ["abc"]}],
            [{"objectType": "contextAgent", "agent": GROUP}],
        )
    ),
    *(
        ("4.2.2.5", "context.contextGroups", value, BOTH)
        for value in (
            [{"objectType": "contextGroup", "group": ACTOR}],
            [{"objectType": "contextAgent", "group": TEAM}],
            [{"objectType": "contextGroup", "group": TEAM, "relevantTypes": []}],
            [{"objectType": "contextGroup", "group": TEAM, "member": []}],
        )
    ),
    ("4.2.7 Timestamps", "timestamp", "2015-11-18T12:17:00", (V2,)),
    ("4.2.7 Timestamps", "timestamp", "20151118T121700Z", (V2,)),
    # authority, version
    ("Data 2.4.9", "authority", GROUP, BOTH),
    ("Data 2.4.9", "authority", {"objectType": "Group", "member": [ACTOR] * 3}, BOTH),
    ("Data 2.4.9", "authority", {**TEAM, "member": [ACTOR, ACTOR]}, BOTH),
    *(("Data 2.4.10", "version", value, BOTH) for value in ("should fail", "0.9.9", "1.1.0", "2.1.0", 1, None)),
    ("Data 2.4.10", "version", "2.0.0", (V1,)),
    # attachments
    ("Data 2.4.11; 4.2.2.6", "attachments", FILE, BOTH),
    ("Data 2.4.11; 4.2.2.6", "attachments", [12], BOTH),
    *(
        ("Data 2.4.11; 4.2.2.6", "attachments", [{key: one for key, one in FILE.items() if key != name}], BOTH)
        for name in ("usageType", "display", "contentType", "length", "sha2")
    ),
    *(
        ("Data 2.4.11; 4.2.2.6", f"attachments.0.{name}", value, BOTH)
        for name, value in (
            ("usageType", "x"), ("contentType", "should fail"), ("contentType", 12), ("length", "27"), ("length", -1), ("length", 1.5),
            ("length", True), ("sha2", 12345), ("sha2", "xyz"), ("fileUrl", "should fail"),
        )
    ),
]  # fmt: skip


def made(place: str, value) -> dict:
    base = statement(result={"score": {"min": 0, "max": 10, "raw": 3, "scaled": 0.3}}, context={"registration": ID})
    if place.startswith("attachments.") or place == "attachments":
        base["attachments"] = [dict(FILE)]
    if place.startswith("context.contextActivities.parent.id"):
        base["context"]["contextActivities"] = {"parent": dict(ACTIVITY)}
    if place.startswith("context.statement."):
        base["context"]["statement"] = dict(REF)
    if place == "actor.account.realm":
        base["actor"] = {"account": dict(ACCOUNT)}
    if value == "missing":
        *way, last = place.split(".")
        base = changed(base, place, None)
        del (base[way[0]] if way else base)[last]
        return base
    if not (place.startswith(("result.score.scaled", "result.score.raw")) or place == "result.score"):
        return changed(base, place, value)
    return changed(base, place, value)


def refusal(body: dict, version: str) -> Invalid | None:
    try:
        check_statement(body, version)
    except Invalid as problem:
        return problem
    return None


def test_every_accepted_case():
    """Each value is taken by the versions named beside it, and by no other."""
    wrong = []
    for clause, place, value, versions in ACCEPTED:
        for version in BOTH:
            problem = refusal(made(place, value), version)
            if (problem is None) != (version in versions):
                wrong.append((clause, place, value, version, str(problem)))
    assert wrong == []


def test_every_refused_case():
    """Each value is refused, at its place, with a clause in the message."""
    wrong = []
    for clause, place, value, versions in REFUSED:
        for version in versions:
            problem = refusal(made(place, value), version)
            if problem is None or not problem.message(version).endswith(")"):
                wrong.append((clause, place, value, version))
    assert len(REFUSED) > 250
    assert wrong == []


def test_every_refused_case_in_a_substatement():
    """Data 2.4.4.3: a sub-statement keeps to the same rules."""
    outside = {"id", "stored", "version", "authority"}
    wrong = []
    for clause, place, value, versions in REFUSED:
        if place.split(".")[0] in outside or place == "verb.id" or value == SUB or (isinstance(value, dict) and value.get("object") == SUB):
            continue
        for version in versions:
            body = made(place, value)
            if refusal(statement(object={"objectType": "SubStatement", **body}), version) is None:
                wrong.append((clause, place, value, version))
    assert wrong == []


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("actor.mbox", "x", "actor.mbox: mailto: and an address are expected here (xAPI 1.0.3, Data 2.4.2.3)"),
        ("verb.display", {"a12345": "x"}, "verb.display.a12345: a language tag (RFC 5646) is expected here (xAPI 1.0.3, Data 4.2)"),
        ("context.team.member", [{"name": "x"}], "context.team.objectType: Group is expected here (xAPI 1.0.3, Data 2.4.2.2)"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_the_clause(place, value, told):
    """Communication 3.2; 4.1.5: the response explains the cause."""
    assert refusal(changed(statement(), place, value), V1).message(V1) == told


@pytest.mark.parametrize(
    "text",
    [
        '{"actor": 1, "actor": 2}',
        '{"a": {"b": 1, "b": 1}}',
        "{",
        "[1,]",
        "NaN",
        '{"a": Infinity}',
        '{"a": 1e999}',
        '{"a": "\\ud800"}',
        "",
        "[" * 100_000,
    ],
)
def test_what_is_no_json_or_has_a_property_twice(text):
    """Data 2.2; 4.2.1: a property is used once. Communication 1.4; 4.1.2: UTF-8."""
    with pytest.raises(Invalid):
        read_json(text)


def test_bytes_that_are_not_utf8():
    """Communication 1.4; 4.1.2"""
    with pytest.raises(Invalid):
        read_json(b'{"a": "\xff"}')


def test_the_two_changes_that_the_standard_asks_for():
    """Data 2.4.6.2: context activities come back as arrays. 4.2.7: in 2.0 a timestamp goes to UTC with its digits."""
    body = statement(context={"contextActivities": {"parent": dict(ACTIVITY)}}, timestamp="2015-11-18T14:17:00.1234567+02:00")
    check_statement(body, V2)
    assert body["context"]["contextActivities"]["parent"] == [ACTIVITY]
    assert body["timestamp"] == "2015-11-18T12:17:00.1234567Z"
    body = statement(timestamp="2015-11-18T14:17:00.1234567+02:00")
    check_statement(body, V1)
    assert body["timestamp"] == "2015-11-18T14:17:00.1234567+02:00"
