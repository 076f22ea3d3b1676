# SPDX-License-Identifier: EUPL-1.2
"""A page as its reader arranged it: read without a query where nothing was arranged, written, given back its own order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.registry import answer
from boards.models import Arrangement
from boards.registry import Block, Board, Column

ARRANGES = "arranges"


def has_arranged() -> Exists:
    """The question, about the person of OuterRef("pk"): did they arrange any page? (accounts.registry)"""
    return Exists(Arrangement.objects.filter(user=OuterRef("pk")))


@dataclass(frozen=True)
class Place:
    """A block on the person's page; `shown` is never false for what waits for them."""

    block: Block
    shown: bool


@dataclass(frozen=True)
class Arranged:
    """A board for one person. columns: all that there are; chosen: the names of those shown. sort: as in the address of a table."""

    board: Board
    places: list[Place]
    columns: list[Column] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    sort: str = ""
    is_own: bool = False

    @property
    def rows(self) -> list[list[Block]]:
        """The blocks shown, narrow neighbours together."""
        found: list[list[Block]] = []
        for block in (place.block for place in self.places if place.shown):
            if block.narrow and found and found[-1][0].narrow:
                found[-1].append(block)
            else:
                found.append([block])
        return found

    @property
    def order(self) -> list[str]:
        return [place.block.name for place in self.places]

    @property
    def url(self) -> str:
        return self.board.url


def arranged(user: User, board: Board) -> Arranged:
    """The page as the person arranged it; one query, and none when they arranged no page."""
    kept = Arrangement.objects.filter(user=user, board=board.name).first() if answer(user, ARRANGES) else None
    return _read(user, board, kept or Arrangement(), is_own=kept is not None)


def _read(user: User, board: Board, kept: Arrangement, *, is_own: bool) -> Arranged:
    hidden, columns = set(kept.hidden), board.columns(user)
    names = chooseable(columns)
    return Arranged(
        board=board,
        places=[Place(block, block.waits or block.name not in hidden) for block in in_order(board.blocks_of(user), kept.order)],
        columns=columns,
        chosen=[name for name in kept.columns if name in names]
        or [column.name for column in columns if column.by_default and not column.heads],
        sort=kept.sort if kept.sort in sorts_of(columns) else board.sort,
        is_own=is_own,
    )


def in_order(blocks: list[Block], names: Iterable[str]) -> list[Block]:
    """The blocks in the order of the names; one that came since stands after the one it follows by itself."""
    by_name = {block.name: block for block in blocks}
    found = [by_name[name] for name in dict.fromkeys(names) if name in by_name]
    for number, block in enumerate(blocks):
        if block not in found:
            before = [one for one in blocks[:number] if one in found]
            found.insert(found.index(before[-1]) + 1 if before else 0, block)
    return found


def chooseable(columns: Iterable[Column]) -> set[str]:
    """The names of the columns that are shown or not."""
    return {column.name for column in columns if not column.heads}


def sorts_of(columns: Iterable[Column]) -> dict[str, tuple[Column, bool]]:
    """The orders that the columns allow: their name in an address, the column, whether it is turned round."""
    sorting = [column for column in columns if column.sorts]
    return {sign + column.name: (column, bool(sign)) for column in sorting for sign in ("", "-")}


def moved(names: list[str], name: str, by: int) -> list[str]:
    """The names with one of them moved by so many places, as far as the ends; a name that is not there changes nothing."""
    if name not in names:
        return names
    others = [one for one in names if one != name]
    place = min(max(names.index(name) + by, 0), len(others))
    return [*others[:place], name, *others[place:]]


def arrange(*, user: User, board: Board, order: list[str], shown: Iterable[str], columns: list[str], sort: str) -> Arrangement:
    """Keep the order, the blocks shown and the columns; names that the page does not have are left out, what waits stays shown.

    shown: of those named in `order`; a block that came since the person was asked is not hidden by their answer.
    """
    blocks, offered = in_order(board.blocks_of(user), order), board.columns(user)
    unticked = set(order) - set(shown)
    names = chooseable(offered)
    kept: dict[str, Any] = {
        "order": [block.name for block in blocks],
        "hidden": [block.name for block in blocks if not block.waits and block.name in unticked],
        "columns": [name for name in dict.fromkeys(columns) if name in names],
        "sort": sort if sort in sorts_of(offered) else "",
    }
    return Arrangement.objects.update_or_create(user=user, board=board.name, defaults=kept)[0]


def put_back(*, user: User, board: Board) -> None:
    """The page has its own order again."""
    Arrangement.objects.filter(user=user, board=board.name).delete()
