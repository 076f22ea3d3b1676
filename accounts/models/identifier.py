"""The identifier of a person: short, spoken over the telephone, the same for ever, never given twice."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

# Crockford's alphabet: no letter that is taken for a figure, and none that makes words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u00a0": None, "\u2011": None})


def new_identifier() -> str:
    """32⁸ are possible: a collision is refused by the database, and made again."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def read_identifier(written: str) -> str:
    """An identifier as it is stored, from what a person typed; "" when it cannot be one."""
    text = written.strip().upper().translate(_TAKEN_FOR)
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else ""


class IssuedIdentifier(models.Model):
    """Every identifier that was ever given, and to whom: rows stay when accounts go (accounts.database_rules).

    uid: the person's own, so that an account brought back from a copy is the same person.
    """

    identifier = models.CharField(_("identifier"), max_length=LENGTH, primary_key=True)
    uid = models.UUIDField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("identifier that was given")
        verbose_name_plural = _("identifiers that were given")

    def __str__(self) -> str:
        return self.identifier
