"""Work that is done again and again: apps register it in AppConfig.ready(), every worker's clock runs it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Periodic:
    """A function called about every `seconds`; it must be harmless to call twice."""

    name: str
    seconds: int
    function: Callable[[], object]


_periodics: dict[str, Periodic] = {}


def register_periodic(name: str, seconds: int, function: Callable[[], object]) -> None:
    _periodics[name] = Periodic(name, seconds, function)


def periodics() -> list[Periodic]:
    return list(_periodics.values())
