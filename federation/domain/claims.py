"""What a provider's answer says of a person, once it was checked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from accounts.domain.addresses import AddressRefused, clean_address
from federation.enums import Reason
from federation.models import IdentityProvider
from federation.refusals import SignInRefused

LONGEST_SUBJECT = 255
LONGEST_NAME = 80


@dataclass(frozen=True)
class Claims:
    """issuer and subject: who it is, for ever. email: as it is stored, "" where there is none. verified: None where nothing is said.

    second_step: the provider says that it asked for one, in a way that is trusted. received: the names of all that came,
    for whoever tries the connection.
    """

    issuer: str
    subject: str
    email: str
    verified: bool | None
    first_name: str
    last_name: str
    second_step: bool
    received: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Claims":
        """From as_dict, also after JSON."""
        known = {one.name: values[one.name] for one in fields(cls)}
        return cls(**{**known, "received": tuple(known["received"])})


def subject_of(value: object) -> str:
    """Raises SignInRefused unless it can name a person for ever."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_SUBJECT:
        raise SignInRefused(Reason.SUBJECT)
    return value


def address_of(value: object) -> str:
    """The address as accounts are found by it; "" for what is none."""
    try:
        return clean_address(value) if isinstance(value, str) else ""
    except AddressRefused:
        return ""


def name_of(value: object) -> str:
    return " ".join(value.split())[:LONGEST_NAME] if isinstance(value, str) else ""


def said(value: object) -> bool | None:
    """A yes or no, as JSON or as text; None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower()) if isinstance(value, str) else None


def second_step_made(provider: IdentityProvider, *values: object) -> bool:
    """Is one of the values (texts, or lists of them) among those that the provider is trusted for?"""
    made = {one for value in values for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)}
    return bool(made & provider.second_steps)
