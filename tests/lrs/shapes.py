"""Hypothesis strategies: valid statements of every shape, and mutations that break one in one place."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from lrs.validation import V1, V2

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IRIS = st.sampled_from(["https://example.org/a", "urn:x:y", "http://esempio.it/è#f", "tag:example.org,2026:b"])
TAGS = st.sampled_from(["en", "fr-CA", "zh-Hant-TW", "x-private", "de-CH-1901"])
UUIDS = st.uuids(version=4).map(str)
MAPS = st.dictionaries(TAGS, TEXT, min_size=1, max_size=2)
NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False))
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
EXTENSIONS = st.dictionaries(IRIS, ANYTHING, max_size=2)
MOMENTS = st.sampled_from(["2026-11-22T10:00:00Z", "2015-01-01T00:00:00.123456Z", "2020-02-29T23:59:59.5Z"])


def some(required: dict[str, Any], **optional) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries(required, optional=optional)


IDENTIFIERS = st.one_of(
    st.just({"mbox": "mailto:ada@example.org"}),
    st.just({"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}),
    IRIS.map(lambda iri: {"openid": iri}),
    st.tuples(IRIS, TEXT.filter(bool)).map(lambda pair: {"account": {"homePage": pair[0], "name": pair[1]}}),
)
AGENTS = st.builds(lambda found, more: {**found, **more}, IDENTIFIERS, some({}, name=TEXT))
OBJECT_AGENTS = AGENTS.map(lambda agent: {**agent, "objectType": "Agent"})
MEMBERS = st.lists(AGENTS, min_size=1, max_size=2)
GROUPS = st.one_of(
    st.builds(lambda members: {"objectType": "Group", "member": members}, MEMBERS),
    st.builds(lambda found, more: {"objectType": "Group", **found, **more}, IDENTIFIERS, some({}, name=TEXT, member=MEMBERS)),
)
ACTORS = AGENTS | GROUPS
COMPONENTS = st.lists(some({"id": TEXT.filter(bool)}, description=MAPS), max_size=3, unique_by=lambda one: one["id"])
INTERACTIONS = st.one_of(
    st.builds(lambda kind: {"interactionType": kind}, st.sampled_from(["true-false", "fill-in", "long-fill-in", "numeric", "other"])),
    st.builds(lambda kind, one: {"interactionType": kind, "choices": one}, st.sampled_from(["choice", "sequencing"]), COMPONENTS),
    COMPONENTS.map(lambda one: {"interactionType": "likert", "scale": one, "correctResponsesPattern": ["x"]}),
    COMPONENTS.map(lambda one: {"interactionType": "performance", "steps": one}),
    st.builds(lambda one, two: {"interactionType": "matching", "source": one, "target": two}, COMPONENTS, COMPONENTS),
    st.just({}),
)
DEFINITIONS = st.builds(
    lambda one, two: {**one, **two}, some({}, name=MAPS, description=MAPS, type=IRIS, moreInfo=IRIS, extensions=EXTENSIONS), INTERACTIONS
)
ACTIVITIES = some({"id": IRIS}, objectType=st.just("Activity"), definition=DEFINITIONS)
REFERENCES = UUIDS.map(lambda name: {"objectType": "StatementRef", "id": name})
SCORES = st.one_of(
    some({}, scaled=st.floats(-1, 1)),
    st.lists(NUMBERS, min_size=3, max_size=3, unique=True)
    .map(sorted)
    .map(lambda three: dict(zip(("min", "raw", "max"), three, strict=True))),
)
DURATIONS = st.sampled_from(["PT1H30M", "P4W", "PT0.25S", "P3Y1M29DT4H35M59.14S"])
RESULTS = some({}, score=SCORES, success=st.booleans(), completion=st.booleans(), response=TEXT, duration=DURATIONS, extensions=EXTENSIONS)
LISTED = st.lists(ACTIVITIES, min_size=1, max_size=2)
FILES = st.lists(
    some(
        {
            "usageType": IRIS,
            "display": MAPS,
            "contentType": st.sampled_from(["text/plain", "image/png"]),
            "length": st.integers(0, 10**9),
            "sha2": st.just("495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"),
            "fileUrl": IRIS,
        },
        description=MAPS,
    ),
    max_size=2,
)
RELEVANT = some({}, relevantTypes=st.lists(IRIS, min_size=1, max_size=2))
CONTEXT_AGENTS = st.lists(st.builds(lambda one, more: {"objectType": "contextAgent", "agent": one, **more}, AGENTS, RELEVANT), max_size=2)
CONTEXT_GROUPS = st.lists(st.builds(lambda one, more: {"objectType": "contextGroup", "group": one, **more}, GROUPS, RELEVANT), max_size=2)


def contexts(version: str, *, of_activity: bool) -> st.SearchStrategy[dict]:
    newer = {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS} if version == V2 else {}
    about = {"revision": TEXT, "platform": TEXT} if of_activity else {}
    activities = some({}, parent=LISTED, grouping=LISTED, category=LISTED, other=LISTED)
    return some(
        {}, registration=UUIDS, instructor=ACTORS, team=GROUPS, contextActivities=activities, language=TAGS, statement=REFERENCES,
        extensions=EXTENSIONS, **newer, **about,
    )  # fmt: skip


def _with_object(version: str, target: st.SearchStrategy[dict], *, of_activity: bool) -> st.SearchStrategy[dict]:
    return some(
        {"actor": ACTORS, "verb": some({"id": IRIS}, display=MAPS), "object": target},
        result=RESULTS,
        context=contexts(version, of_activity=of_activity),
        timestamp=MOMENTS,
        attachments=FILES,
    )


def statements(version: str) -> st.SearchStrategy[dict]:
    """Valid statements of every shape of the version."""
    simple = [(ACTIVITIES, True), (OBJECT_AGENTS, False), (GROUPS, False), (REFERENCES, False)]
    plain = st.one_of([_with_object(version, target, of_activity=about) for target, about in simple])
    nested = plain.map(lambda one: {**one, "objectType": "SubStatement"})
    return plain | _with_object(version, nested, of_activity=False)


# What no place of a statement takes: each is put where something else stands.
BAD = [None, {"a12345": {"no": "way"}}, 12.5, [[]]]


def places_of(statement: dict) -> list[tuple]:
    """The ways to every value that the standard types: not inside extensions, and not the lists whose members are free."""
    found: list[tuple] = []

    def walk(value, way: tuple) -> None:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, one in items:
            found.append((*way, name))
            if name != "extensions":
                walk(one, (*way, name))

    walk(statement, ())
    return found


def broken(statement: dict, way: tuple, bad) -> dict | None:
    """The statement with `bad` at one place; None where that would still be right (a number in a number's place)."""
    whole = deepcopy(statement)
    holder = whole
    for name in way[:-1]:
        holder = holder[name]
    if isinstance(bad, float) and isinstance(holder[way[-1]], (int, float)) and not isinstance(holder[way[-1]], bool):
        return None
    if isinstance(bad, list) and isinstance(holder[way[-1]], list) and way[-1] in {"member"}:
        return None
    holder[way[-1]] = bad
    return whole


def with_unknown_key(statement: dict, way: tuple) -> dict:
    """The statement with a key that the standard knows not, in the object that `way` leads to."""
    whole = deepcopy(statement)
    holder = whole
    for name in way:
        holder = holder[name]
    holder["mood"] = "good"
    return whole


VERSIONS = (V1, V2)
