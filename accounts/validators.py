"""What passwords must be, beside Django's own rules: longer for some roles, and not what everybody tries."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models.user import fold

LEET = str.maketrans("0134578@$", "oieastbas")
WORDS = Path(__file__).parent / "data" / "common_words.txt"


def least_length(user) -> int:
    """How many characters the person's password must have: the most that one of their roles asks for."""
    lengths = settings.PASSWORD_MIN_LENGTHS
    if user is None or user.pk is None:
        return lengths[Role.LEARNER]
    return max(lengths[role] for role in user.careful_roles)


class RoleLengthValidator:
    """As long as the person's roles ask for (CNIL: 12 characters, 16 for administrators)."""

    def validate(self, password: str, user=None) -> None:
        least = least_length(user)
        if len(password) < least:
            raise ValidationError(
                _("Too short: %(has)d characters, %(least)d are needed. Add a word or two.") % {"has": len(password), "least": least},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return _("At least %(least)d characters.") % {"least": least_length(None)}


class GuessableValidator:
    """Not a common word with figures around it, nor the same few characters again and again, nor a walk along the keyboard."""

    def validate(self, password: str, user=None) -> None:
        if is_guessable(password, own_words(user)):
            raise ValidationError(
                _("Too easy to guess: these are words or signs that everybody tries first. Put together words that only you would."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Not a common word with figures added.")


def own_words(user) -> frozenset[str]:
    """What others would try first for this person: their names, and the parts of their address before its domain."""
    if user is None:
        return frozenset()
    texts = (user.first_name, user.last_name, user.email.split("@")[0])
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{3,}", fold(text)))


def is_guessable(password: str, known: frozenset[str] = frozenset()) -> bool:
    """Does nothing remain but common and known words, once capitals, figures for letters and what surrounds them are set aside?"""
    plain = password.casefold()
    if len(set(plain)) < 5:
        return True
    inside = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)
    letters = re.sub(r"[^a-z]", "", inside.translate(LEET))
    kept = re.sub(r"[^a-zà-ÿ]", "", plain)
    texts = {letters, kept, fold(kept)}
    return any(_made_of_words(text, known) for text in texts) or (not kept and not re.search(r"[^\d\W]", plain))


def _made_of_words(text: str, known: frozenset[str]) -> bool:
    """Is the text one or more of the common or known words, one after the other?"""
    reachable = {0}
    for end in range(1, len(text) + 1):
        if any(text[begin:end] in common_words() or text[begin:end] in known for begin in reachable):
            reachable.add(end)
    return len(text) > 0 and len(text) in reachable


@cache
def common_words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").split()
    return frozenset(line for line in lines if not line.startswith("#"))
