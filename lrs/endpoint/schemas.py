"""The shapes of xAPI's data as JSON Schema, for the description of the endpoint. The rules themselves are in lrs.validation."""

IRI = {"type": "string", "format": "iri", "pattern": r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+$"}
UUID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string"}
MOMENT = {"type": "string", "description": "ISO 8601; RFC 3339 in 2.0. An offset of minus zero is refused."}
LANGUAGE_MAP = {"type": "object", "minProperties": 1, "additionalProperties": TEXT, "description": "Texts by language tag (RFC 5646)."}
EXTENSIONS = {"type": "object", "propertyNames": IRI, "description": "Anything, by IRI."}
MAILBOX = {"type": "string", "pattern": r"^mailto:[^\s@]+@[^\s@]+$"}
FINGERPRINT = {"type": "string", "pattern": "^[0-9A-Fa-f]{40}$"}


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: dict, *required: str, **more) -> dict:
    """An object with these properties and no others: xAPI refuses unknown names."""
    found = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    return {**found, "required": list(required)} if required else found


def listed(items: dict) -> dict:
    return {"type": "array", "items": items}


def one_or_more(items: dict) -> dict:
    return {"anyOf": [items, listed(items)]}


def of_kind(name: str) -> dict:
    return {"type": "string", "enum": [name]}


def _identified(kind: str, **more) -> dict:
    identifiers = {"mbox": MAILBOX, "mbox_sha1sum": FINGERPRINT, "openid": IRI, "account": ref("Account")}
    return {"objectType": of_kind(kind), "name": TEXT, **identifiers, **more}


def actors() -> dict[str, dict]:
    one = [{"required": [name]} for name in ("mbox", "mbox_sha1sum", "openid", "account")]
    group = _identified("Group", member=listed(ref("Agent")))
    members = {"required": ["member"], "properties": {"member": {"minItems": 1}}}
    return {
        "Account": closed({"homePage": IRI, "name": {"type": "string", "minLength": 1}}, "homePage", "name"),
        "Agent": closed(_identified("Agent"), oneOf=one),
        "Group": closed(group, "objectType", anyOf=[{"oneOf": one}, members]),
        "Actor": {"anyOf": [ref("Agent"), ref("Group")]},
    }


def activities() -> dict[str, dict]:
    kinds = ["true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric", "other"]
    components = listed(closed({"id": {"type": "string", "minLength": 1}, "description": LANGUAGE_MAP}, "id"))
    definition = {"name": LANGUAGE_MAP, "description": LANGUAGE_MAP, "type": IRI, "moreInfo": IRI, "extensions": EXTENSIONS}
    interaction = {"interactionType": {"type": "string", "enum": kinds}, "correctResponsesPattern": listed(TEXT)}
    lists = dict.fromkeys(("choices", "scale", "source", "target", "steps"), components)
    return {
        "Definition": closed({**definition, **interaction, **lists}),
        "Activity": closed({"objectType": of_kind("Activity"), "id": IRI, "definition": ref("Definition")}, "id"),
    }


def parts() -> dict[str, dict]:
    number = {"type": "number"}
    score = {"scaled": {"type": "number", "minimum": -1, "maximum": 1}, "raw": number, "min": number, "max": number}
    boolean = {"type": "boolean"}
    result = {"score": ref("Score"), "success": boolean, "completion": boolean, "response": TEXT, "duration": TEXT}
    return {
        "Verb": closed({"id": IRI, "display": LANGUAGE_MAP}, "id"),
        "StatementRef": closed({"objectType": of_kind("StatementRef"), "id": UUID}, "objectType", "id"),
        "Score": closed(score),
        "Result": closed({**result, "extensions": EXTENSIONS}),
        "Attachment": _attachment(),
        **contexts(),
    }


def _attachment() -> dict:
    size = {"type": "integer", "minimum": 0}
    needed = {"usageType": IRI, "display": LANGUAGE_MAP, "contentType": TEXT, "length": size, "sha2": TEXT}
    return closed({**needed, "description": LANGUAGE_MAP, "fileUrl": IRI}, *needed)


def contexts() -> dict[str, dict]:
    around = dict.fromkeys(("parent", "grouping", "category", "other"), one_or_more(ref("Activity")))
    types = {"type": "array", "items": IRI, "minItems": 1}
    agent = closed({"objectType": of_kind("contextAgent"), "agent": ref("Agent"), "relevantTypes": types}, "objectType", "agent")
    group = closed({"objectType": of_kind("contextGroup"), "group": ref("Group"), "relevantTypes": types}, "objectType", "group")
    people = {"instructor": ref("Actor"), "team": ref("Group"), "contextAgents": listed(agent), "contextGroups": listed(group)}
    words = {"revision": TEXT, "platform": TEXT, "language": TEXT}
    whole = {"registration": UUID, **people, "contextActivities": closed(around), **words, "statement": ref("StatementRef")}
    return {"Context": closed({**whole, "extensions": EXTENSIONS}, description="contextAgents and contextGroups: 2.0 alone.")}


def statements() -> dict[str, dict]:
    things = [ref(name) for name in ("Activity", "Agent", "Group", "StatementRef")]
    files = listed(ref("Attachment"))
    told = {"actor": ref("Actor"), "verb": ref("Verb"), "result": ref("Result"), "context": ref("Context"), "timestamp": MOMENT}
    nested = {"objectType": of_kind("SubStatement"), **told, "object": {"anyOf": things}, "attachments": files}
    set_by_store = {"stored": MOMENT, "authority": ref("Actor"), "version": TEXT}
    whole = {"id": UUID, **told, "object": {"anyOf": [*things, ref("SubStatement")]}, **set_by_store, "attachments": files}
    return {
        "SubStatement": closed(nested, "objectType", "actor", "verb", "object"),
        "Statement": closed(whole, "actor", "verb", "object"),
        "StatementResult": closed({"statements": listed(ref("Statement")), "more": TEXT}, "statements", "more"),
    }


def lookups() -> dict[str, dict]:
    person = {name: listed(one) for name, one in _identified("Agent").items() if name != "objectType"}
    return {
        "Person": closed({"objectType": of_kind("Person"), **person}, "objectType"),
        "About": closed({"version": listed(TEXT), "extensions": {"type": "object"}}, "version"),
        "Error": closed({"error": TEXT}, "error"),
    }


def all_of_them() -> dict[str, dict]:
    return {**actors(), **activities(), **parts(), **statements(), **lookups()}
