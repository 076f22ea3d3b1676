"""JSON as the specification wants it: UTF-8, no property twice, no number that JSON does not know."""

import json
import math
from typing import Any, NoReturn

from lrs.validation.clauses import Invalid

DEEPEST = 100


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(twice, "once", "this property is there twice")
    return found


def _constant(name: str) -> NoReturn:
    raise Invalid("", "json", f"{name} is no JSON number")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Invalid("", "json", f"{text[:40]} is too large a number")
    return number


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def read_json(body: bytes | str) -> Any:
    """The value in `body`; Invalid when it is no JSON, no UTF-8, or has a property twice."""
    try:
        text = body if isinstance(body, str) else body.decode()
        value = _decoder.decode(text.removeprefix("\ufeff"))
    except UnicodeDecodeError as problem:
        raise Invalid("", "encoding", "the body is not UTF-8") from problem
    except RecursionError as problem:
        raise Invalid("", "json", "the JSON is nested too deeply") from problem
    except ValueError as problem:
        raise Invalid("", "json", f"this is not JSON: {problem}"[:200]) from problem
    if "\\ud" in text or "\\uD" in text:
        _refuse_half_characters(value)
    return value


# Made once: json.dumps makes an encoder for each text that is not written as it does by default.
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def write_json(value: Any) -> str:
    """The one form in which statements are kept: no spaces, characters as themselves."""
    return _write(value)


def _refuse_half_characters(value: Any) -> None:
    try:
        write_json(value).encode()
    except UnicodeEncodeError as problem:
        raise Invalid("", "encoding", "a text has half of a surrogate pair, which UTF-8 cannot write") from problem
