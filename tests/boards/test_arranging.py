# SPDX-License-Identifier: EUPL-1.2
"""A page as its reader arranged it: the order kept, what came since, what went, what may not be hidden."""

import pytest

from boards.domain.arranging import arrange, arranged, in_order, moved, put_back
from boards.models import Arrangement
from boards.registry import Block, Board, Column
from privacy.domain.erasing import ask_erasure
from privacy.enums import Ground
from tests.factories import make_user

pytestmark = [pytest.mark.requirement("CMA-3.4")]

WAITING = Block("waiting", "Ce qui attend", "a.html", narrow=True, waits=True)
DATES = Block("dates", "Dates", "b.html", narrow=True)
TABLE = Block("table", "Tableau", "c.html")
NEWS = Block("news", "Nouvelles", "d.html")
COLUMNS = [
    Column("name", "Nom", sorts=True, heads=True),
    Column("percent", "Avancement", sorts=True, by_default=True),
    Column("badges", "Badges"),
]
BOARD = Board("essai", "Essai", "cms:home", (WAITING, DATES, TABLE), lambda user: True, columns=lambda user: COLUMNS, sort="name")
LATER = Board("essai", "Essai", "cms:home", (WAITING, NEWS, TABLE), lambda user: True)


@pytest.fixture
def person(db):
    return make_user()


def rows(person, board=BOARD) -> list[list[str]]:
    return [[block.name for block in row] for row in arranged(person, board).rows]


def test_the_page_has_its_own_order_as_long_as_nobody_arranged_it(person):
    found = arranged(person, BOARD)
    assert rows(person) == [["waiting", "dates"], ["table"]]
    assert (found.chosen, found.sort, found.is_own) == (["percent"], "name", False)


def test_order_blocks_columns_and_sort_are_kept_for_the_one_person(person):
    arrange(user=person, board=BOARD, order=["table", "dates", "waiting"], shown=["table"], columns=["badges"], sort="-percent")
    found = arranged(person, BOARD)
    assert rows(person) == [["table"], ["waiting"]]
    assert (found.chosen, found.sort, found.is_own) == (["badges"], "-percent", True)
    assert rows(make_user()) == [["waiting", "dates"], ["table"]]
    put_back(user=person, board=BOARD)
    assert rows(person) == [["waiting", "dates"], ["table"]]


def test_what_waits_for_the_person_is_never_hidden(person):
    kept = arrange(user=person, board=BOARD, order=["dates", "waiting", "table"], shown=[], columns=["percent"], sort="")
    assert (kept.hidden, rows(person)) == (["dates", "table"], [["waiting"]])
    Arrangement.objects.update(hidden=["waiting", "dates", "table"])
    assert rows(person) == [["waiting"]]


def test_a_block_that_came_since_stands_at_its_place_and_one_that_went_is_passed_over(person):
    arrange(user=person, board=BOARD, order=["table", "dates", "waiting"], shown=["table"], columns=[], sort="")
    assert rows(person, LATER) == [["table"], ["waiting"], ["news"]]


def test_a_block_that_came_since_the_question_is_not_hidden_by_the_answer(person):
    kept = arrange(user=person, board=BOARD, order=["waiting", "dates"], shown=["dates"], columns=[], sort="")
    assert (kept.hidden, kept.order) == ([], ["waiting", "dates", "table"])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ["waiting", "dates", "table"]),
        (["gone", "table", "table"], ["waiting", "dates", "table"]),
        (["dates", "waiting"], ["dates", "table", "waiting"]),
    ],
)
def test_names_that_are_missing_unknown_or_said_twice(names, expected):
    assert [block.name for block in in_order([WAITING, DATES, TABLE], names)] == expected


def test_names_the_page_does_not_have_are_not_kept(person):
    kept = arrange(
        user=person, board=BOARD, order=["x", "table"], shown=["x"], columns=["name", "secret", "badges", "badges"], sort="password"
    )
    assert (set(kept.order), kept.columns, kept.sort) == ({"waiting", "dates", "table"}, ["badges"], "")


@pytest.mark.parametrize(("by", "expected"), [(-1, "bac"), (1, "acb"), (-5, "bac"), (9, "acb")])
def test_a_block_is_moved_as_far_as_the_ends(by, expected):
    assert "".join(moved(list("abc"), "b", by)) == expected
    assert moved(list("abc"), "z", by) == list("abc")


@pytest.mark.requirement("CMA-1.9")
def test_it_goes_with_the_person(person, commits):
    arrange(user=person, board=BOARD, order=["table"], shown=["table"], columns=[], sort="")
    with commits():
        ask_erasure(person=person, ground=Ground.REQUEST)
    assert not Arrangement.objects.exists()
