"""The words of notices as national managers keep them (CMA-3.6)."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.models import User
from messaging.domain.letters import Wording, starting_wording
from messaging.kinds import NoticeKind, registered_kinds
from messaging.models import NoticeTemplate


@dataclass(frozen=True)
class KindLine:
    """A kind with the edited template of each language, None where the shipped words are used."""

    kind: NoticeKind
    templates: list[tuple[str, NoticeTemplate | None]]


def kind_lines() -> list[KindLine]:
    edited = {(one.kind, one.language): one for one in NoticeTemplate.objects.select_related("edited_by")}
    languages = [code for code, _name in settings.LANGUAGES]
    return [KindLine(kind, [(code, edited.get((kind.name, code))) for code in languages]) for kind in registered_kinds()]


def wording_of(kind: NoticeKind, language: str, person: User) -> tuple[Wording, bool]:
    """The words to edit, and whether they were edited; call with `language` active."""
    found = NoticeTemplate.objects.filter(kind=kind.name, language=language).first()
    if found is None:
        return starting_wording(kind, person), False
    return Wording(found.subject, found.text, found.html), True


@transaction.atomic
def save_template(*, kind: NoticeKind, language: str, wording: Wording, by: User) -> NoticeTemplate:
    """Callers have checked the words (messaging.domain.letters.problems_of)."""
    values = {"subject": wording.subject, "text": wording.text, "html": wording.html, "edited_by": by}
    found, _created = NoticeTemplate.objects.update_or_create(kind=kind.name, language=language, defaults=values)
    return found


@transaction.atomic
def reset_template(*, kind: NoticeKind, language: str) -> None:
    """Back to the shipped words."""
    NoticeTemplate.objects.filter(kind=kind.name, language=language).delete()


def sample_person(language: str) -> User:
    """Somebody who does not exist, to preview a message with."""
    return User(first_name="Monique", last_name="Le Goff", email="monique@exemple.fr", language=language)
