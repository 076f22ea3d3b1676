"""What personal data each app holds, and why: each app declares its own in its personal_data.py, found at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.functional import Promise

from privacy.enums import Fate, Retention

# What is evidence, or the history of what others use, stays without the name; the rest goes with the person.
KEPT_WITHOUT_NAME = frozenset({Retention.EVIDENCE, Retention.EDITORIAL})


@dataclass(frozen=True)
class PersonalData:
    """One model that holds data on a person.

    path: lookup from the model to the person ("user", "enrolment__user"), "" for the person's own row.
    purpose: why it is held, in words for the register. basis, retention: values of privacy.enums.
    author_only: the row is about something else, and only names who made or checked it.
    fate: a value of Fate, where erasure does something else than what follows from retention.
    cleared: columns emptied by erasure in rows that are kept. swept: erasure looks for the person's name in everybody's rows.
    told: shown to the person under “My data”. hidden: columns that are not (secrets, and what repeats another column).
    since: lookup to the moment from which the rule of retention counts; "" where rows go with the person alone.
    outlived: a value of Fate, where the end of that time does something else than erasure: a paper that names many stays when one of
    them is erased, and goes when it is no evidence any more.
    address: the column with the e-mail address by which rows lead to people who may have no account; then path is "".
    title: what people call such rows, in the plural; "" where the model says it.
    """

    model: str
    path: str
    purpose: str | Promise
    basis: str
    retention: str
    author_only: bool = False
    fate: str = ""
    cleared: tuple[str, ...] = ()
    swept: bool = True
    told: bool = True
    hidden: tuple[str, ...] = ()
    since: str = ""
    outlived: str = ""
    title: str | Promise = ""
    address: str = ""

    @property
    def name(self) -> str:
        """What people call such rows, in the plural."""
        return str(self.title or apps.get_model(self.model)._meta.verbose_name_plural)

    @property
    def at_erasure(self) -> Fate:
        if self.fate:
            return Fate(self.fate)
        return Fate.KEPT if self.author_only or self.retention in KEPT_WITHOUT_NAME else Fate.DELETED

    @property
    def when_outlived(self) -> Fate:
        return Fate(self.outlived) if self.outlived else self.at_erasure


Eraser = Callable[[Any], object]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, function: Eraser) -> None:
    """`function(user)` replaces or removes what one app keeps on a person who is erased; it must be harmless to run twice."""
    _erasers[name] = function


def erasers() -> dict[str, Eraser]:
    return dict(_erasers)


_farewells: dict[str, Eraser] = {}


def register_farewell(name: str, function: Eraser) -> None:
    """`function(user)` is called while the person can still be told something, just before they are erased."""
    _farewells[name] = function


def farewells() -> dict[str, Eraser]:
    return dict(_farewells)


Hindrance = Callable[[Any], str | Promise]
_hindrances: list[Hindrance] = []


def register_hindrance(function: Hindrance) -> None:
    """`function(user)` says why the person cannot be erased now, in words for those in charge; "" where nothing hinders."""
    _hindrances.append(function)


def hindrances(user) -> list[str]:
    return [str(words) for function in _hindrances if (words := function(user))]


@dataclass(frozen=True)
class Watched:
    """A model whose changes go to the audit log. fields: those compared. person: lookup to whom it is about.

    identity: fields of which only the change is told, never the value. words: for fields that hold codes, from the codes to what
    people read. name: lookup to what such a row is called, for those who read the log while the row is there.
    """

    model: str
    fields: tuple[str, ...]
    person: str = ""
    identity: tuple[str, ...] = ()
    words: Mapping[str, Callable[[set[str]], dict[str, str]]] = field(default_factory=dict)
    name: str = ""


_watched: dict[str, Watched] = {}
_sensitive: dict[str, str] = {}
_origins: list[Callable[[Any], tuple[str, str | None]]] = []
_roles_in_words: list[Callable[[set[str]], dict[str, str]]] = []


def watch(*entries: Watched) -> None:
    """Write creation, deletion and change of these fields to the audit log."""
    for entry in entries:
        _watched[entry.model] = entry


def watched() -> dict[str, Watched]:
    return dict(_watched)


def register_sensitive(*view_names: str, model: str) -> None:
    """Pages whose reading is written to the audit log: somebody else's file, an export. model: what the page shows."""
    for name in view_names:
        _sensitive[name] = model


def sensitive_model(view_name: str) -> str | None:
    return _sensitive.get(view_name)


def register_origin(function: Callable[[Any], tuple[str, str | None]], *, in_words: Callable[[set[str]], dict[str, str]]) -> None:
    """`function(request)` gives the codes of the roles under which it acts, and its network address.

    in_words(codes): what people read for each.
    """
    _origins[:], _roles_in_words[:] = [function], [in_words]


def origin_of(request) -> tuple[str, str | None]:
    return _origins[0](request) if _origins else ("", None)


_find_by_login: list[Callable[[str], Any]] = []


def register_login(find: Callable[[str], Any]) -> None:
    """`find(text)` gives the person whose address or identifier was typed on signing in, or None."""
    _find_by_login[:] = [find]


def person_of_login(text: str) -> Any:
    return _find_by_login[0](text) if _find_by_login and text else None


_ways: list[Callable[[Any, Any], dict[str, Any]]] = []


def register_way(function: Callable[[Any, Any], dict[str, Any]]) -> None:
    """`function(request, user)` gives what the log tells of how the person came in: arguments of privacy.domain.audit.record."""
    _ways[:] = [function]


def way_of(request, user) -> dict[str, Any]:
    return _ways[0](request, user) if _ways and request is not None else {}


def roles_in_words(codes: set[str]) -> dict[str, str]:
    return _roles_in_words[0](codes) if _roles_in_words else {}


_declared: dict[str, PersonalData] = {}


def declare(*entries: PersonalData) -> None:
    """Register models that hold personal data; declaring one twice replaces it."""
    for entry in entries:
        _declared[entry.model] = entry


def declared() -> dict[str, PersonalData]:
    """The declarations by model label ("accounts.User")."""
    return dict(_declared)


_passing: set[str] = set()


def register_passing(*models: str) -> None:
    """Models whose rows are of the moment and must not outlive it in a copy: backups leave them empty."""
    _passing.update(models)


def passing() -> list[str]:
    return sorted(_passing)
