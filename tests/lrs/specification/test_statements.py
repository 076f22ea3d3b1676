"""The statements resource: xAPI 1.0.3, Communication 2.1 and Data 2.3, 2.5; IEEE 9274.1.1, 4.1.6.1, 4.2.4, 4.2.5."""

import uuid
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.lrs.machine import ACTIVITY, ACTOR, VERB, changed, statement

pytestmark = pytest.mark.requirement("CMA-2.22")
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}


def reference(target: str, **parts) -> dict:
    return statement(object={"objectType": "StatementRef", "id": target}, **parts)


def new_id() -> str:
    return str(uuid.uuid4())


class TestPut:
    """Communication 2.1.1"""

    def test_204_and_the_id_of_the_query(self, both):
        for tool in both:
            name = new_id()
            assert tool.ask("PUT", "statements", statement(), statementId=name).status_code == 204
            assert tool.get(statementId=name).json()["id"] == name

    def test_what_is_refused(self, both):
        for tool in both:
            name = new_id()
            assert tool.ask("PUT", "statements", statement()).status_code == 400
            assert tool.ask("PUT", "statements", statement(), statementId="x").status_code == 400
            assert tool.ask("PUT", "statements", statement(id=new_id()), statementId=name).status_code == 400
            assert tool.ask("PUT", "statements", [statement()], statementId=name).status_code == 400
            assert tool.ask("PUT", "statements", statement(), statementId=name, extra="1").status_code == 400

    def test_an_id_is_never_overwritten(self, both):
        for tool in both:
            name = new_id()
            assert tool.put(statement(id=name)).status_code == 204
            assert tool.put(statement(id=name)).status_code == 204
            assert tool.put(statement(id=name, verb={"id": "https://example.org/other"})).status_code == 409
            assert tool.post(statement(id=name, verb={"id": "https://example.org/other"})).status_code == 409
            assert tool.get(statementId=name).json()["verb"] == VERB

    def test_what_counts_as_the_same_statement(self, both):
        """Data 2.3.1; 4.2: Statement Immutability"""
        group = {"objectType": "Group", "member": [{"mbox": "mailto:a@example.org"}, {"mbox": "mailto:b@example.org"}]}
        first = statement(id=new_id(), actor=group, result={"duration": "PT1.234S"})
        same = [
            {**first, "actor": {**group, "member": group["member"][::-1]}},
            {**first, "verb": {"id": VERB["id"], "display": {"fr": "fait"}}},
            changed(first, "object.definition.name.en", "Another"),
            {**first, "id": first["id"].upper()},
            {**first, "timestamp": "2015-11-18T12:17:00Z"},
            changed(first, "result.duration", "PT1.239S"),
            changed(first, "verb.id", VERB["id"].upper().replace("HTTP", "http")),
        ]
        other = [
            {**first, "actor": {**group, "member": group["member"][:1]}},
            changed(first, "object.id", "https://example.org/other"),
            changed(first, "result.duration", "PT1.5S"),
            {**first, "context": {"registration": new_id()}},
        ]
        tool = both[1]
        tool.keep(first)
        assert [tool.put(one).status_code for one in same] == [204] * len(same)
        assert [tool.put({**one, "id": first["id"]}).status_code for one in other] == [409] * len(other)


class TestPost:
    """Communication 2.1.2"""

    def test_ids_in_order(self, both):
        for tool in both:
            given = [new_id(), None, new_id()]
            answer = tool.post([statement(id=one) if one else statement() for one in given])
            assert answer.status_code == 200
            ids = answer.json()
            assert [ids[0], ids[2]] == [given[0], given[2]]
            assert tool.ids(ascending="true", limit="3", since="2000-01-01T00:00:00Z")[-3:] == ids[-3:] or len(ids) == 3

    def test_a_batch_is_whole_or_nothing(self, both):
        """Communication 3.2.s3.b9; 4.1.5"""
        for tool in both:
            good = new_id()
            answer = tool.post([statement(id=good), statement(verb={"id": "should fail"})])
            assert answer.status_code == 400
            assert answer.text.startswith("[1].verb.id: ")
            assert tool.get(statementId=good).status_code == 404
            kept = tool.keep(statement(id=new_id()))
            answer = tool.post([statement(id=good), statement(id=kept, verb={"id": "https://example.org/other"})])
            assert answer.status_code == 409
            assert tool.get(statementId=good).status_code == 404

    def test_the_same_id_twice_in_a_batch(self, both):
        """4.1.6.1"""
        for tool in both:
            name = new_id()
            assert tool.post([statement(id=name), statement(id=name)]).status_code == 400
            assert tool.get(statementId=name).status_code == 404

    def test_an_empty_batch(self, tool):
        assert tool.post([]).json() == []

    def test_what_the_store_sets(self, both):
        """Data 2.4.7 to 2.4.10; 4.2.4.2"""
        for tool, version in zip(both, ("1.0.0", "2.0.0"), strict=True):
            sent = statement(stored="2001-01-01T00:00:00Z", authority=ACTOR, timestamp=None)
            kept = tool.get(statementId=tool.keep(sent)).json()
            assert kept["stored"] > "2020"
            assert kept["timestamp"] == kept["stored"]
            assert kept["authority"]["account"]["name"] == f"client/{tool.credential.key}"
            assert kept["version"] == version
            named = tool.get(statementId=tool.keep(statement(version="1.0.7"))).json()
            assert named["version"] == "1.0.7"

    def test_a_timestamp_to_come(self, tool):
        """4.2.4.1"""
        later = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        assert tool.post(statement(timestamp=later)).status_code == 200


class TestGetOne:
    """Communication 2.1.3"""

    def test_what_goes_with_an_id(self, both):
        for tool in both:
            name = tool.keep(statement())
            assert tool.get(statementId=name, format="ids", attachments="false").status_code == 200
            assert tool.get(statementId=name, voidedStatementId=name).status_code == 400
            assert tool.get(statementId=name, limit="1").status_code == 400
            assert tool.get(voidedStatementId=name, agent=ACTOR).status_code == 400
            assert tool.get(statementId="x").status_code == 400
            assert tool.get(statementId=new_id()).status_code == 404

    def test_last_modified_is_stored(self, both):
        """4.1.6.1"""
        for tool in both:
            answer = tool.get(statementId=tool.keep(statement()))
            stored = datetime.fromisoformat(answer.json()["stored"])
            assert parsedate_to_datetime(answer["Last-Modified"]) == stored.replace(microsecond=0)


class TestFilters:
    """Communication 2.1.3; 4.1.6.1"""

    def test_by_agent(self, tool):
        ada, bob = {"mbox": "mailto:ada2@example.org"}, {"account": {"homePage": "https://example.org", "name": "bob"}}
        group = {"objectType": "Group", "member": [ada]}
        acts = tool.keep(statement(actor=ada))
        is_object = tool.keep(statement(object={"objectType": "Agent", **ada}))
        member = tool.keep(statement(actor=group))
        instructs = tool.keep(statement(actor=bob, context={"instructor": ada}))
        inside = tool.keep(statement(actor=bob, object={"objectType": "SubStatement", **statement(actor=ada)}))
        related = tool.keep(statement(actor=bob, context={"contextAgents": [{"objectType": "contextAgent", "agent": ada}]}))
        team = tool.keep(statement(actor=bob, context={"contextGroups": [{"objectType": "contextGroup", "group": group}]}))
        assert tool.ids(agent=ada) == [member, is_object, acts]
        assert tool.ids(agent=ada, related_agents="true") == [team, related, inside, instructs, member, is_object, acts]
        assert tool.ids(agent=ada, related_agents="true", ascending="true", limit="2") == [acts, is_object]
        assert tool.ids(agent={"objectType": "Group", **bob}) == [team, related, inside, instructs]
        assert set(tool.ids(agent=tool.credential.authority, related_agents="true")) == set(tool.ids())

    def test_by_verb_activity_and_registration(self, tool):
        verb, activity, registration = {"id": "https://example.org/v"}, {"id": "https://example.org/a"}, new_id()
        first = tool.keep(statement(verb=verb, object=activity, context={"registration": registration}))
        parent = tool.keep(statement(context={"contextActivities": {"grouping": [activity]}}))
        inner = {"objectType": "SubStatement", **statement(object=activity, context={"contextActivities": {"other": activity}})}
        inside = tool.keep(statement(object=inner))
        assert tool.ids(verb=verb["id"]) == [first]
        assert tool.ids(activity=activity["id"]) == [first]
        assert tool.ids(registration=registration) == tool.ids(registration=registration.upper()) == [first]
        assert tool.ids(activity=activity["id"], related_activities="true") == [inside, parent, first]
        assert tool.ids(activity=activity["id"], related_activities="true", agent=ACTOR) == [inside, parent, first]
        assert tool.ids(activity=activity["id"], agent=ACTOR, verb=verb["id"], registration=registration) == [first]
        assert tool.ids(activity=activity["id"], agent=ACTOR, verb=VERB["id"]) == []

    def test_since_is_after_and_until_is_at_or_before(self, tool):
        one, two, three = (tool.keep(statement()) for _ in range(3))
        when = tool.get(statementId=two).json()["stored"]
        assert tool.ids(since=when) == [three]
        assert tool.ids(until=when) == [two, one]
        assert tool.ids(since=when, until=when) == []

    def test_pages_go_on_with_the_query(self, tool):
        ids = [tool.keep(statement(verb={"id": "https://example.org/v"})) for _ in range(5)]
        tool.keep(statement())
        for way, expected in (("false", ids[::-1]), ("true", ids)):
            found, page = [], tool.get(verb="https://example.org/v", limit="2", ascending=way, format="ids").json()
            while True:
                found += [one["id"] for one in page["statements"]]
                assert all(set(one["object"]) <= {"objectType", "id"} for one in page["statements"])
                if not page["more"]:
                    break
                page = tool.ask("GET", page["more"]).json()
            assert found == expected

    def test_a_more_link_keeps_to_the_rights_of_who_asks(self, tool, db):
        from tests.lrs.machine import Machine

        for _ in range(3):
            tool.keep(statement())
        more = tool.get(limit="1").json()["more"]
        assert Machine("state").ask("GET", more).status_code == 403
        assert Machine("statements/read/mine").ask("GET", more).json()["statements"] == []
        assert tool.ask("GET", more[:-2]).status_code == 404
        assert tool.ask("GET", more, headers={"Authorization": None}).status_code == 401

    def test_a_statement_that_matches_in_many_ways_comes_once(self, tool):
        many = {"objectType": "Group", **ACTOR, "member": [ACTOR]}
        many["objectType"] = "Group"
        name = tool.keep(statement(actor=many, object={"objectType": "Agent", "mbox": ACTOR["mbox"]}, context={"instructor": ACTOR}))
        assert tool.ids(agent=ACTOR, related_agents="true") == [name]

    def test_nothing_found_is_an_empty_list(self, both):
        for tool in both:
            answer = tool.get(verb="https://example.org/never")
            assert (answer.status_code, answer.json()) == (200, {"statements": [], "more": ""})

    def test_what_is_refused(self, both):
        """Communication 3.2: unknown parameters, and known ones in another case; Data 4: formats"""
        wrong = [
            {"foo": "bar"}, {"Agent": ACTOR}, {"VERB": VERB["id"]}, {"StatementId": new_id()}, {"agent": "not JSON"},
            {"agent": {"name": "x"}},
            {"agent": {"objectType": "Group", "member": [ACTOR]}}, {"verb": "not an iri"}, {"activity": "x"}, {"registration": "x"},
            {"since": "yesterday"}, {"until": "2015-11-18T12:17:00-00:00"}, {"limit": "-1"}, {"limit": "1.5"}, {"limit": "all"},
            {"format": "long"}, {"attachments": "yes"}, {"ascending": "1"}, {"related_agents": "True"}, {"related_activities": ""},
        ]  # fmt: skip
        for tool in both:
            assert [one for one in wrong if tool.get(**one).status_code != 400] == []

    def test_limit_zero_is_the_most_there_is(self, tool, settings):
        settings.LRS_PAGE_SIZE = 2
        for _ in range(3):
            tool.keep(statement())
        assert len(tool.ids(limit="0")) == len(tool.ids()) == len(tool.ids(limit="1000")) == 2


class TestFormats:
    """Communication 2.1.3: ids, exact, canonical"""

    def test_ids(self, tool):
        anonymous = {"objectType": "Group", "name": "x", "member": [{"mbox": "mailto:a@example.org", "name": "A"}]}
        sent = statement(actor=anonymous, context={"team": {**ACTOR, "objectType": "Group", "name": "T", "member": [ACTOR]}})
        shown = tool.get(statementId=tool.keep(sent), format="ids").json()
        assert shown["actor"] == {"objectType": "Group", "member": [{"mbox": "mailto:a@example.org"}]}
        assert shown["verb"] == {"id": VERB["id"]}
        assert shown["object"] == {"id": ACTIVITY["id"]}
        assert shown["context"]["team"] == {"objectType": "Group", "mbox": ACTOR["mbox"]}
        nested = statement(object={"objectType": "SubStatement", **statement(actor={"objectType": "Agent", **ACTOR, "name": "Ada"})})
        shown = tool.get(statementId=tool.keep(nested), format="ids").json()["object"]
        assert shown == {"objectType": "SubStatement", "actor": ACTOR, "verb": {"id": VERB["id"]}, "object": {"id": ACTIVITY["id"]}}

    def test_canonical_has_one_language_and_the_definition_of_the_store(self, tool):
        words = {"en": "One", "fr": "Un", "fr-CA": "Un, là"}
        choices = [{"id": "a", "description": {"en": "yes", "fr": "oui"}}]
        definition = {"name": words, "interactionType": "choice", "choices": choices}
        tool.keep(statement(object={"id": "https://example.org/c", "definition": definition}))
        bare = tool.keep(statement(object={"id": "https://example.org/c"}, verb={"id": VERB["id"], "display": {"en": "did", "fr": "fit"}}))

        def shown(header: str) -> dict:
            return tool.ask("GET", "statements", headers={"Accept-Language": header}, statementId=bare, format="canonical").json()

        french = shown("de, fr;q=0.8, en;q=0.5")
        assert french["object"]["definition"]["name"] == {"fr": "Un"}
        assert french["object"]["definition"]["choices"] == [{"id": "a", "description": {"fr": "oui"}}]
        assert french["verb"]["display"] == {"fr": "fit"}
        assert shown("fr-CA")["object"]["definition"]["name"] == {"fr-CA": "Un, là"}
        assert shown("en-GB")["object"]["definition"]["name"] == {"en": "One"}
        assert len(shown("ja")["object"]["definition"]["name"]) == 1
        assert "definition" not in tool.get(statementId=bare, format="exact").json()["object"]

    def test_a_tool_cannot_redefine_an_activity_of_the_platform(self, tool, cast):
        from lrs.api import Thing, Verb, activity_iri, record

        iri = activity_iri("quiz", 1)
        record(user=cast.owner, verb=Verb.PASSED, thing=Thing(iri, "Quiz"))
        tool.keep(statement(object={"id": iri, "definition": {"name": {"fr": "Pirate"}}}))
        assert tool.get("activities", activityId=iri).json()["definition"]["name"] == {"fr": "Quiz"}

    def test_exact_is_what_came(self, both):
        """Data 2.3.1: what is immutable comes back byte for byte."""
        sent = statement(
            actor={"objectType": "Group", "name": "Éq\u0000uipe ✓", "member": [ACTOR]},
            result={"score": {"scaled": 0.1, "raw": 1e-7}, "extensions": {"https://example.org/e": {"b": None, "a": [1.0, 2]}}},
        )
        for tool in both:
            kept = tool.get(statementId=tool.keep(sent)).json()
            assert {name: kept[name] for name in sent} == sent


class TestVoiding:
    """Data 2.3.2; 4.2.5; Communication 2.1.4"""

    def test_a_voided_statement_is_asked_for_as_voided_alone(self, both):
        for tool in both:
            name = tool.keep(statement())
            assert tool.get(voidedStatementId=name).status_code == 404
            voiding = tool.keep(reference(name, verb=VOIDED))
            assert tool.get(statementId=name).status_code == 404
            assert tool.get(voidedStatementId=name).json()["id"] == name
            assert name not in tool.ids()
            assert voiding in tool.ids()

    def test_a_voiding_statement_cannot_be_voided(self, tool):
        voiding = tool.keep(reference(tool.keep(statement()), verb=VOIDED))
        tool.keep(reference(voiding, verb=VOIDED))
        assert tool.get(statementId=voiding).status_code == 200

    def test_the_target_may_come_later(self, tool):
        late = new_id()
        tool.keep(reference(late, verb=VOIDED))
        tool.keep(statement(id=late))
        assert tool.get(statementId=late).status_code == 404
        assert tool.get(voidedStatementId=late).status_code == 200

    def test_it_needs_a_reference(self, both):
        for tool in both:
            assert tool.post(statement(verb=VOIDED)).status_code == 400
            assert tool.post(statement(verb=VOIDED, object={"objectType": "StatementRef"})).status_code == 400

    def test_what_two_simultaneous_transactions_missed_is_found(self, tool):
        from lrs.domain.storing import reconcile_voided
        from lrs.models import Statement

        name = tool.keep(statement())
        tool.keep(reference(name, verb=VOIDED))
        Statement.objects.filter(pk=name).update(voided=False)
        assert (reconcile_voided(), reconcile_voided()) == (1, 0)
        assert tool.get(statementId=name).status_code == 404


class TestReferences:
    """Communication 2.1.4: Filter Conditions for StatementRefs"""

    def test_a_reference_matches_what_its_target_matches_at_any_depth(self, tool):
        other = {"mbox": "mailto:other@example.org"}
        target = tool.keep(statement(verb={"id": "https://example.org/deep"}, object={"id": "https://example.org/deep-a"}))
        second = tool.keep(reference(target, actor=other))
        third = tool.keep(reference(second, actor=other))
        for filters in ({"verb": "https://example.org/deep"}, {"activity": "https://example.org/deep-a"}, {"agent": ACTOR}):
            assert tool.ids(**filters) == [third, second, target]
        assert tool.ids(agent=ACTOR, verb="https://example.org/deep") == [third, second, target]
        since = tool.get(statementId=target).json()["stored"]
        assert tool.ids(verb="https://example.org/deep", since=since) == [third, second]
        assert tool.ids(verb="https://example.org/deep", limit="1") == [third]

    def test_the_chain_may_be_stored_backwards(self, tool):
        one, two = new_id(), new_id()
        third = tool.keep(reference(two))
        tool.keep(reference(one, id=two))
        tool.keep(statement(id=one, verb={"id": "https://example.org/deep"}))
        assert set(tool.ids(verb="https://example.org/deep")) == {one, two, third}

    def test_a_circle_ends(self, tool):
        one, two = new_id(), new_id()
        tool.keep(reference(two, id=one))
        tool.keep(reference(one, id=two))
        assert set(tool.ids(verb=VERB["id"])) == {one, two}

    def test_those_who_refer_to_a_voided_one_are_still_found(self, tool):
        """Communication 2.1.4.s1.b2, XAPI-00162"""
        verb = {"id": "https://example.org/voided-target"}
        target = tool.keep(statement(verb=verb))
        voiding = tool.keep(reference(target, verb=VOIDED))
        pointing = tool.keep(reference(target, verb=verb))
        assert tool.ids(verb=verb["id"]) == [pointing, voiding]

    def test_a_reference_in_the_context_changes_nothing(self, tool):
        target = tool.keep(statement(verb={"id": "https://example.org/only"}))
        tool.keep(statement(context={"statement": {"objectType": "StatementRef", "id": target}}))
        assert tool.ids(verb="https://example.org/only") == [target]
