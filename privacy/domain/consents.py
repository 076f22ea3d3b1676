# SPDX-License-Identifier: EUPL-1.2
"""Texts to read or accept: published in versions, accepted, accepted again where they changed, withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from privacy.domain.refusals import Refused
from privacy.enums import Occasion, TextKind, TextPlace
from privacy.models import Acceptance, ConsentText, TextVersion


@dataclass(frozen=True)
class Standing:
    """A text that is asked, and the person's acceptance of it: the latest, of this version or an earlier one."""

    version: TextVersion
    acceptance: Acceptance | None

    @property
    def is_free(self) -> bool:
        return self.version.text.kind == TextKind.FREE


def asked_at(place: str) -> list[TextVersion]:
    return list(TextVersion.objects.asked(place))


def unanswered_by(user) -> list[TextVersion]:
    """What a person whose account opens has still to read or answer."""
    return list(TextVersion.objects.asked(TextPlace.ACCOUNT).without_answer_of(user))


def owed_by(user) -> list[TextVersion]:
    """What a person who has an account must read or accept before they go on: it changed and binds again, or was never shown."""
    return list(TextVersion.objects.asked(TextPlace.ACCOUNT).owed_by(user))


def owes_something(user) -> bool:
    return TextVersion.objects.asked(TextPlace.ACCOUNT).owed_by(user).exists()


@transaction.atomic
def accept(*, user, versions: Iterable[TextVersion], occasion: Occasion, at: datetime | None = None) -> None:
    """Write down what the person accepted and was shown; an earlier version of the same text ends there."""
    now = at or timezone.now()
    for version in versions:
        for former in Acceptance.objects.standing().filter(user=user, version__text=version.text).exclude(version=version):
            _end(former, max(now, former.accepted_at))
        defaults = {"occasion": Occasion(occasion), "accepted_at": now}
        Acceptance.objects.get_or_create(user=user, version=version, withdrawn_at=None, defaults=defaults)


@transaction.atomic
def withdraw(*, user, text: ConsentText) -> None:
    """Take a free consent back. Raises Refused for a text without which there is no account."""
    if text.kind != TextKind.FREE:
        raise Refused(_("Without this consent there can be no account: ask to have your data erased instead."))
    for acceptance in Acceptance.objects.standing().filter(user=user, version__text=text):
        _end(acceptance, timezone.now())


def standings_of(user) -> list[Standing]:
    """The texts asked at present, with what the person answered, and free ones asked no more that still stand."""
    given: dict[int, Acceptance] = {}
    for acceptance in Acceptance.objects.standing().filter(user=user).select_related("version__text").order_by("accepted_at"):
        given[acceptance.version.text_id] = acceptance
    present = asked_at(TextPlace.ACCOUNT)
    left = [one.version for pk, one in given.items() if pk not in {version.text_id for version in present}]
    return [Standing(version, given.get(version.text_id)) for version in [*present, *left]]


@transaction.atomic
def publish(*, text: ConsentText | None, by, title: str, body: str, box: str, again: bool, **fields) -> ConsentText:
    """Make a text, or change it: other words are a new version. fields: kind, place, is_shown, order.

    again: whoever accepted an earlier version (or, for a new text, whoever has an account) accepts this one.
    Saved without other words, a text keeps its version; `again` then binds the version there is.
    """
    text = ConsentText.objects.select_for_update().get(pk=text.pk) if text else ConsentText(slug=_free_slug(title))
    for name, value in fields.items():
        setattr(text, name, value)
    text.save()
    words = {"title": title, "body": body, "box": "" if text.kind == TextKind.READ else box}
    last = text.versions.filter(number=text.latest).first()
    if last is None or any(getattr(last, name) != value for name, value in words.items()):
        text.latest += 1
        TextVersion.objects.create(text=text, number=text.latest, again=again, published_by=by, **words)
    if again:
        text.binding = text.latest
    text.save(update_fields=["latest", "binding"])
    return text


def _end(acceptance: Acceptance, at: datetime) -> None:
    acceptance.withdrawn_at = at
    acceptance.save(update_fields=["withdrawn_at"])


def _free_slug(title: str) -> str:
    begin = slugify(title)[:70] or "texte"
    taken = set(ConsentText.objects.filter(slug__startswith=begin).values_list("slug", flat=True))
    return next(slug for number in range(1, len(taken) + 2) if (slug := begin if number == 1 else f"{begin}-{number}") not in taken)
