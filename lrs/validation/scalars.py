"""Single values: IRIs, identifiers, moments, durations, languages, numbers. Each check returns the value or raises Invalid."""

import re
from datetime import UTC, datetime
from typing import Any

from lrs.validation.clauses import V2, Invalid

# RFC 3987: a scheme, then characters that an IRI may have, with whole percent-encodings.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`%\ud800-\udfff]|%[0-9A-Fa-f]{2})+")
MAILTO = re.compile(r"mailto:[^\s@<>\"(),:;\[\]\\]+@[^\s@<>\"(),:;\\/]+")
SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
SHA2 = re.compile(r"[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}")
UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
# RFC 6838: type and subtype, then parameters.
MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+\-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+\-]{0,126}\s*(?:;.*)?", re.DOTALL)
# RFC 5646, 2.1: language, script, region, variants, extensions, private use; or a private or grandfathered tag.
LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de)"
    r"|art-lojban|cel-gaulish|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang))",
    re.IGNORECASE | re.ASCII,
)
_N = r"\d+(?:[.,]\d+)?"
# ISO 8601:2004, 4.4.3.2; only the last component may have a fraction.
DURATION = re.compile(rf"P(?!$)(?:{_N}W|(?:{_N}Y)?(?:{_N}M)?(?:{_N}D)?(?:T(?=\d)(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?)", re.ASCII)
EARLY_FRACTION = re.compile(r"[.,]\d+[A-Z](?!$)", re.ASCII)
MOMENT = re.compile(r"(\d{4}-?\d{2}-?\d{2})[Tt ](\d{2}(?::?\d{2}(?::?\d{2})?)?)([.,]\d+)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)
NEGATIVE_ZERO = re.compile(r"-00(?::?00)?$", re.ASCII)

_known_languages: set[str] = set()
_known_iris: set[str] = set()
REMEMBERED = 5000


def text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise Invalid(place, "type", "a string is expected here")
    return value


def boolean(value: Any, place: str) -> bool:
    if value is not True and value is not False:
        raise Invalid(place, "type", "true or false is expected here")
    return value


def number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Invalid(place, "type", "a number is expected here")
    return value


def mapping(value: Any, place: str) -> dict:
    if not isinstance(value, dict):
        raise Invalid(place, "type", "an object is expected here")
    return value


def array(value: Any, place: str) -> list:
    if not isinstance(value, list):
        raise Invalid(place, "type", "an array is expected here")
    return value


def only(value: dict, allowed: frozenset[str], place: str) -> None:
    """No key besides those the specification names, in its case."""
    if not allowed.issuperset(value):
        name = next(key for key in value if key not in allowed)
        raise Invalid(f"{place}.{name}" if place else name, "keys", "the specification knows no such property here")


def iri(value: Any, place: str) -> str:
    if value.__class__ is str and value in _known_iris:
        return value
    if not isinstance(value, str) or not IRI.fullmatch(value):
        raise Invalid(place, "iri", "an IRI with its scheme is expected here")
    if len(_known_iris) >= REMEMBERED:
        _known_iris.clear()
    _known_iris.add(value)
    return value


def uuid(value: Any, place: str) -> str:
    if not isinstance(value, str) or not UUID.fullmatch(value):
        raise Invalid(place, "uuid", "a UUID in its standard form is expected here")
    return value


def duration(value: Any, place: str) -> str:
    if not isinstance(value, str) or not DURATION.fullmatch(value) or EARLY_FRACTION.search(value):
        raise Invalid(place, "duration", "an ISO 8601 duration such as PT1H30M is expected here")
    return value


def language(value: Any, place: str) -> str:
    if isinstance(value, str) and value in _known_languages:
        return value
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value) or _repeats(value):
        raise Invalid(place, "language", "a language tag (RFC 5646) is expected here")
    if len(_known_languages) >= REMEMBERED:
        _known_languages.clear()
    _known_languages.add(value)
    return value


def _repeats(tag: str) -> bool:
    """No variant and no singleton is there twice before private use (RFC 5646, 2.2.5 and 2.2.6)."""
    parts = tag.lower().partition("-x-")[0].split("-")[1:]
    first = next((place for place, part in enumerate(parts) if len(part) == 1), len(parts))
    variants = [part for part in parts[:first] if len(part) > 4 or (len(part) == 4 and part[0].isdigit())]
    singletons = [part for part in parts if len(part) == 1]
    return len({*variants}) < len(variants) or len({*singletons}) < len(singletons)


def language_map(value: Any, place: str) -> None:
    if not isinstance(value, dict) or not value:
        raise Invalid(place, "language", "a language map with at least one entry is expected here")
    for tag, words in value.items():
        if tag not in _known_languages:
            language(tag, f"{place}.{tag}")
        if not isinstance(words, str):
            raise Invalid(f"{place}.{tag}", "language", "a string is expected here")


def extensions(value: Any, place: str) -> None:
    """Keys are IRIs; values are anybody's."""
    if not isinstance(value, dict):
        raise Invalid(place, "extensions", "an object is expected here")
    for name in value:
        if name not in _known_iris:
            try:
                iri(name, place)
            except Invalid as problem:
                raise Invalid(f"{place}.{name}", "extensions", "the key of an extension is an IRI") from problem


def moment(value: Any, place: str, version: str) -> datetime:
    """The instant of a timestamp. 2.0 wants RFC 3339 with its offset; 1.0.3 takes ISO 8601, without an offset as UTC."""
    if not isinstance(value, str) or NEGATIVE_ZERO.search(value):
        raise Invalid(place, "timestamp", "a timestamp whose offset is not minus zero is expected here")
    match = MOMENT.fullmatch(value) if version != V2 or RFC3339.fullmatch(value) else None
    if match is None:
        raise Invalid(place, "timestamp", "a timestamp such as 2026-11-22T10:00:00Z is expected here")
    day, time, fraction, offset = match.groups()
    try:
        found = datetime.fromisoformat(f"{day}T{_no_leap(time)}{(fraction or '').replace(',', '.')}{(offset or 'Z').upper()}")
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise Invalid(place, "timestamp", "there is no such moment") from problem


def _no_leap(time: str) -> str:
    """A leap second is the last of its minute, for databases know none."""
    return time[:-2] + "59" if len(time) >= 6 and time.endswith("60") else time


def in_utc(value: str, found: datetime) -> str:
    """The timestamp written in UTC, to the digits it came with (IEEE 9274.1.1, 4.2.7)."""
    if value.endswith(("Z", "z")):
        return value
    match = MOMENT.fullmatch(value)
    fraction = (match.group(3) or "").replace(",", ".") if match else ""
    return found.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) + fraction + "Z"
