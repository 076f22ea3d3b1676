"""A person leaves the journal: their identifiers are replaced everywhere, results stay (GDPR, article 17; registry of privacy)."""

import hashlib
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from lrs.domain.storing import links_of
from lrs.models import Cmi5Session, Credential, Document, Related, Statement
from lrs.validation.clauses import V2, Invalid
from lrs.validation.facts import key_of
from lrs.validation.reading import write_json
from lrs.validation.statements import check_statement

CHUNK = 500
HIDDEN = "—"


class Person:
    """By what somebody is known in statements, and the account that takes their place."""

    def __init__(self, user) -> None:
        address = f"mailto:{user.email}"
        self.account = {"homePage": settings.SITE_ORIGIN, "name": str(user.uid)}
        self.identifiers = {
            "mbox": address.casefold(),
            "mbox_sha1sum": hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest(),
        }
        self.words = [word for word in (user.get_full_name(), user.email) if word]
        self.stand_in = {"homePage": settings.SITE_ORIGIN, "name": str(uuid.uuid4())}
        names = [f"account|{settings.SITE_ORIGIN}|{user.uid}", f"mbox|{address}", f"mbox_sha1sum|{self.identifiers['mbox_sha1sum']}"]
        self.keys = [key_of(name) for name in names]

    def is_in(self, agent: dict) -> bool:
        if agent.get("account") == self.account:
            return True
        return any(str(agent.get(name, "")).casefold() == value for name, value in self.identifiers.items())

    def hide(self, agent: dict) -> dict:
        kept = {name: agent[name] for name in ("objectType", "member") if name in agent}
        return {**kept, "account": self.stand_in}

    def hide_words(self, text: str) -> str:
        for word in self.words:
            text = text.replace(word, HIDDEN)
        return text


def pseudonymise(user) -> int:
    """Replace `user` in every statement and document, and forget who it was; returns how many rows. Safe to run twice."""
    person = Person(user)
    named = Related.objects.filter(key__in=person.keys).values("statement_id")
    found = Statement.objects.filter(Q(user=user) | Q(actor_key__in=person.keys) | Q(pk__in=named))
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic():
            for row in Statement.objects.select_for_update().filter(pk__in=ids[start : start + CHUNK]):
                _rewrite(row, person)
    documents = list(Document.objects.filter(Q(user=user) | Q(agent__contains=str(user.uid))))
    for document in documents:
        _move(document, person)
    Cmi5Session.objects.filter(user=user).delete()
    Credential.objects.filter(user=user).delete()
    return len(ids) + len(documents)


def _rewrite(row: Statement, person: Person) -> None:
    body = _walk(json.loads(row.raw), person)
    row.raw, row.user = write_json(body), None
    try:
        facts = check_statement(json.loads(row.raw), V2)
    except Invalid:
        row.save(update_fields=["raw", "user"])
        return
    row.actor_key = key_of(facts.actor) if facts.actor else None
    row.save(update_fields=["raw", "user", "actor_key"])
    Related.objects.filter(statement_id=row.pk).delete()
    Related.objects.bulk_create(Related(statement_id=row.pk, role=role, key=key, stored=row.stored) for role, key in links_of(facts))


def _walk(value: Any, person: Person) -> Any:
    """A copy of a piece of a statement without the person: agents replaced, names in attachments hidden, results as they are."""
    if isinstance(value, list):
        return [_walk(one, person) for one in value]
    if not isinstance(value, dict):
        return value
    found = person.hide(value) if person.is_in(value) else dict(value)
    for name, one in found.items():
        if name == "attachments":
            found[name] = json.loads(person.hide_words(json.dumps(one, ensure_ascii=False)))
        elif name != "result":
            found[name] = _walk(one, person)
    return found


def _move(document: Document, person: Person) -> None:
    """The same document, under the stand-in: its keys are made of the agent."""
    from lrs.domain.documents import Place
    from lrs.models.document import DocumentKind

    agent = {"objectType": "Agent", "account": person.stand_in}
    identifier = f"account|{person.stand_in['homePage']}|{person.stand_in['name']}"
    registration = str(document.registration) if document.registration else None
    place = Place(DocumentKind(document.kind), identifier, json.dumps(agent), document.activity, registration)
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).delete()
        document.key, document.context_key = place.key(document.document_id), place.context_key
        document.agent, document.user = place.agent_json, None
        document.save(force_insert=True)
