"""What the apps above contribute to the pages of a session; filled in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

# --- Links of a session: its forum, later its virtual rooms ---


@dataclass(frozen=True)
class SessionLink:
    """A page that goes with a session. `url_for(session)` gives its address, "" for none. for_team: not shown to learners.

    shown_to(user, session): of those who see the session by a role, whether it is for them.
    """

    name: str
    label: str | Promise
    icon: str
    url_for: Callable[[Any], str]
    for_team: bool = False
    shown_to: Callable[[Any, Any], bool] = lambda user, session: True


_links: dict[str, SessionLink] = {}


def register_session_link(link: SessionLink) -> None:
    _links[link.name] = link


def session_links(session, *, team: bool = True, user=None) -> list[tuple[SessionLink, str]]:
    """The links of a session with their addresses; those of the team left out for a learner, those not meant for `user` if given."""
    shown = [link for link in _links.values() if (team or not link.for_team) and (user is None or link.shown_to(user, session))]
    return [(link, url) for link in shown if (url := link.url_for(session))]


def session_url(name: str, session) -> str:
    """The address of the session's page called `name` ("forum"); "" where no app keeps one."""
    link = _links.get(name)
    return link.url_for(session) if link else ""


# --- Tabs of the region's workspace: dashboard, later others ---


@dataclass(frozen=True)
class RegionTab:
    """A page of the region's workspace, beside those of the sessions."""

    name: str
    label: str | Promise
    icon: str
    url_name: str
    shown_to: Callable[[Any], bool]


_region_tabs: dict[str, RegionTab] = {}


def register_region_tab(tab: RegionTab) -> None:
    _region_tabs[tab.name] = tab


def region_tabs() -> list[RegionTab]:
    return list(_region_tabs.values())


# --- Cards of the learner's home: badges, later messages ---


@dataclass(frozen=True)
class HomeCard:
    """A card of the learner's home: `context_for(enrolments)` gives what its template finds under `card`, {} for no card."""

    name: str
    template: str
    context_for: Callable[[list], dict]
    order: int = 100


_cards: dict[str, HomeCard] = {}


def register_home_card(name: str, template: str, context_for: Callable[[list], dict], order: int = 100) -> None:
    _cards[name] = HomeCard(name, template, context_for, order)


def home_cards(enrolments: list, only: str = "") -> list[tuple[str, dict]]:
    """Template and context of each card that has something to show to the learner of `enrolments`, in order."""
    wanted = sorted((card for card in _cards.values() if only in ("", card.name)), key=lambda card: card.order)
    return [(card.template, context) for card in wanted if (context := card.context_for(enrolments))]


# --- What waits for an answer of a tutor: forum threads, later messages ---


@dataclass(frozen=True)
class AwaitedReply:
    """Something a learner wrote and nobody of the team answered: who, what, since when, where to answer."""

    person: Any
    title: str
    session: Any
    since: datetime
    url: str
    icon: str = "messages-square"


_reply_sources: dict[str, Callable[[Any], list[AwaitedReply]]] = {}


def register_reply_source(name: str, awaited_by: Callable[[Any], list[AwaitedReply]]) -> None:
    """`awaited_by(user)` lists what waits for an answer in the running sessions that `user` tutors, oldest first."""
    _reply_sources[name] = awaited_by


def awaited_replies(user) -> list[AwaitedReply]:
    found = [reply for awaited_by in _reply_sources.values() for reply in awaited_by(user)]
    return sorted(found, key=lambda reply: reply.since)
