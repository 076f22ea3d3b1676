"""E-mail addresses as people write them, in any script."""

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

from accounts.models.user import normalize_address


class AddressRefused(ValueError):
    """What was written is not an address; the message says so to the person who wrote it."""


def clean_address(written: str) -> str:
    """The address as it is stored: NFC, lower case, the domain in its own script (RFC 6531, RFC 5890).

    Nothing is asked of the network: an address that nobody reads is found by its returned mail.
    """
    text = normalize_address(written)
    if not text:
        raise AddressRefused(_("Write an e-mail address."))
    if "@" not in text:
        raise AddressRefused(_("“%(address)s” is not an e-mail address: the @ is missing.") % {"address": text})
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as refusal:
        message = _("“%(address)s” is not an e-mail address: check what is written on both sides of the @.")
        raise AddressRefused(message % {"address": text}) from refusal
    return normalize_address(found.normalized)
