# SPDX-License-Identifier: EUPL-1.2
"""Pages made of blocks, which each person arranges: apps add theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Words = str | Promise


def _everybody(user: Any) -> bool:
    return True


def _no_column(user: Any) -> list["Column"]:
    return []


@dataclass(frozen=True)
class Block:
    """A part of a page.

    name: kept with what people arranged, so it never changes. template: drawn with the context of the page, which works out
    what the block tells when the block asks for it: what is hidden costs nothing. narrow: stands beside its narrow neighbours.
    waits: it says what waits for the person; it is moved, never hidden. shown_to(user): whether it is for that person at all.
    """

    name: str
    label: Words
    template: str
    narrow: bool = False
    waits: bool = False
    shown_to: Callable[[Any], bool] = _everybody


@dataclass(frozen=True)
class Column:
    """A column of the page's table of people. sorts: whether the table can be sorted by it. group: the heading it is chosen under.

    heads: it begins each row, whatever is chosen.
    """

    name: str
    label: Words
    group: Words = ""
    sorts: bool = False
    by_default: bool = False
    heads: bool = False


@dataclass(frozen=True)
class Board:
    """A page that is arranged. name: in addresses and with what people arranged; url_name: where the page is.

    columns(user): of the table on the page, none where it has none; sort: its order as long as nobody chose, a leading - turns
    it round.
    """

    name: str
    title: Words
    url_name: str
    blocks: tuple[Block, ...]
    shown_to: Callable[[Any], bool]
    columns: Callable[[Any], list[Column]] = field(default=_no_column)
    sort: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def blocks_of(self, user: Any) -> list[Block]:
        """Those meant for the person, in the order the page has by itself."""
        return [block for block in self.blocks if block.shown_to(user)]


_boards: dict[str, Board] = {}


def register_board(board: Board) -> None:
    _boards[board.name] = board


def board_named(name: str) -> Board | None:
    return _boards.get(name)


def boards_of(user: Any) -> list[Board]:
    return [board for board in _boards.values() if board.shown_to(user)]
