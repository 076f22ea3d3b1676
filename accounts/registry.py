"""The workspaces of the site's menu: apps add theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists
from django.utils.functional import Promise

from accounts.addresses import fixed_address


@dataclass(frozen=True)
class Workspace:
    """One entry of the main menu. `shown_to(user)` decides; lower `order` first, and first is where sign-in leads."""

    name: str
    label: str | Promise
    icon: str
    url_name: str
    shown_to: Callable
    order: int

    @property
    def url(self) -> str:
        return fixed_address(self.url_name)


_workspaces: dict[str, Workspace] = {}


def register_workspace(workspace: Workspace) -> None:
    _workspaces[workspace.name] = workspace


def registered_workspaces() -> list[Workspace]:
    """All of them, whoever sees them (the icon sprite needs their pictures)."""
    return list(_workspaces.values())


def workspaces_of(user) -> list[Workspace]:
    """The person's workspaces in menu order; none for a visitor."""
    if not user.is_authenticated:
        return []
    return sorted((w for w in _workspaces.values() if w.shown_to(user)), key=lambda w: w.order)


_welcomes: dict[str, Callable] = {}


def register_welcome(name: str, lines_for: Callable) -> None:
    """`lines_for(user)` lists, in words, what awaits a person who answers an invitation: the sessions they are invited to."""
    _welcomes[name] = lines_for


def welcome_lines(user) -> list[str]:
    return [line for lines_for in _welcomes.values() for line in lines_for(user)]


_other_ways: list[Callable] = []


def register_other_way(has_one: Callable) -> None:
    """`has_one(user)` says whether the person signs in without a password of ours, at a provider elsewhere."""
    _other_ways[:] = [has_one]


def signs_in_elsewhere(user) -> bool:
    return any(has_one(user) for has_one in _other_ways)


_farewells: list[Callable] = []


def register_farewell_address(address_for: Callable) -> None:
    """`address_for(request)` gives the page that whoever signs out is led to, "" for the usual one; asked while they are still in."""
    _farewells[:] = [address_for]


def farewell_address(request) -> str:
    return next((address for address_for in _farewells if (address := address_for(request))), "")


def current_workspace(workspaces: list[Workspace], path: str) -> Workspace | None:
    """The workspace whose address the page's path continues; the longest address where several do."""
    around = [workspace for workspace in workspaces if path.startswith(workspace.url)]
    return max(around, key=lambda workspace: len(workspace.url), default=None)


# --- Yes-or-no questions that every page asks about the signed-in person ---
_questions: dict[str, Callable[[], Exists]] = {}


def register_question(name: str, ask: Callable[[], Exists]) -> None:
    """`ask()` gives the condition, in which OuterRef("pk") is the person. It is asked along with the person at each request."""
    _questions[name] = ask


def questions() -> dict[str, Callable[[], Exists]]:
    return dict(_questions)


def remember_answers(user, answers: dict[str, bool]) -> None:
    user._answers = answers


def answer(user, name: str) -> bool:
    """The answer for the person: as they were read at the beginning of the request, else asked now."""
    known = getattr(user, "_answers", {})
    if name in known:
        return known[name]
    return get_user_model()._default_manager.filter(pk=user.pk).filter(_questions[name]()).exists()
