# SPDX-License-Identifier: EUPL-1.2
"""Pages arranged by their readers: the form without scripts, who opens it, and what is hidden costs nothing."""

import re

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.domain.arranging import arrange
from boards.models import Arrangement
from boards.registry import Board, board_named
from tests.reporting.conftest import Reported, reported  # noqa: F401
from tests.tutoring.makers import make_hand_in

pytestmark = [pytest.mark.requirement("CMA-3.4")]
# Each page, and one of those who read it.
READERS = {"tutorat": "tutor", "region": "manager", "tableau-de-bord": "manager", "national": "national"}
DOORS = {
    "tutorat": {"tutor", "coach"},
    "region": {"manager", "other_manager", "national"},
    "tableau-de-bord": {"manager", "other_manager", "national"},
    "national": {"national"},
}
PEOPLE = ("owner", "member", "tutor", "coach", "manager", "other_manager", "stranger", "editor", "national")


def board(name: str) -> Board:
    found = board_named(name)
    assert found is not None
    return found


def address(name: str) -> str:
    return reverse("boards:arrange", args=[name])


def fields(page) -> dict[str, list[str]]:
    """What the form sends as it stands, without the buttons."""
    text = page.content.decode()
    order = re.findall(r'name="bloc" value="([^"]+)"', text)
    ticked = re.findall(r'name="(montrer|colonne)" value="([^"]+)" checked', text)
    sort = re.search(r'<option value="([^"]+)" selected', text)
    return {
        "bloc": order,
        "montrer": [value for name, value in ticked if name == "montrer"],
        "colonne": [value for name, value in ticked if name == "colonne"],
        "tri": [sort[1]] if sort else [],
    }


def hide(user, name: str, *blocks: str) -> None:
    """Hide these blocks, or all that may be hidden."""
    order = [block.name for block in board(name).blocks_of(user)]
    columns = [one.name for one in board(name).columns(user) if one.by_default]
    shown = [one for one in order if blocks and one not in blocks]
    arrange(user=user, board=board(name), order=order, shown=shown, columns=columns, sort="")


def asked(person, url: str) -> list[str]:
    """The SQL of a page read a second time by a person signed in as on the platform, where questions come with the person."""
    browser = Client()
    browser.force_login(person, backend="accounts.backends.PersonBackend")
    browser.get(url)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return [query["sql"] for query in found]


def of_arrangements(queries: list[str]) -> int:
    return sum("boards_arrangement" in sql and 'FROM "accounts_user"' not in sql for sql in queries)


@pytest.mark.parametrize("name", READERS)
def test_who_reads_the_page_arranges_it_and_nobody_else(cast, as_user, name):
    allowed = {who for who in PEOPLE if as_user(getattr(cast, who)).get(address(name)).status_code == 200}
    assert allowed == DOORS[name]
    assert as_user(cast.stranger).post(address(name), {"bloc": "x"}).status_code == 403
    assert as_user(None).get(address(name)).status_code == 302
    assert as_user(cast.tutor).get(address("rien")).status_code == 404
    assert not Arrangement.objects.exists()


@pytest.mark.requirement("CMA-2.7")
@pytest.mark.parametrize("name", READERS)
def test_the_page_leads_to_its_form_which_moves_hides_and_puts_back(reported, as_user, name):  # noqa: F811
    browser = as_user(getattr(reported.cast, READERS[name]))
    page = board(name).url
    assert address(name) in browser.get(page).content.decode()
    sent = fields(browser.get(address(name)))
    last = sent["bloc"][-1]
    answer = browser.post(address(name), {**sent, "monter": last})
    moved = [*sent["bloc"][:-2], last, sent["bloc"][-2]]
    form = browser.get(answer.headers["Location"])
    assert fields(form) == {**sent, "bloc": moved, "montrer": [one for one in moved if one in sent["montrer"]]}
    assert re.search(rf'name="monter" value="{last}"[^>]* autofocus', form.content.decode())
    browser.post(address(name), {**sent, "bloc": moved, "montrer": [one for one in sent["montrer"] if one != last]})
    shown = [block.name for row in browser.get(page).context["layout"].rows for block in row]
    assert shown == [one for one in moved if one != last]
    browser.post(address(name), {"origine": "1"})
    assert [block.name for row in browser.get(page).context["layout"].rows for block in row] == sent["bloc"]
    assert not Arrangement.objects.exists()


def test_moving_a_block_loses_nothing_of_what_was_ticked(cast, as_user):
    browser = as_user(cast.tutor)
    sent = fields(browser.get(address("tutorat")))
    changed = {**sent, "montrer": ["learners"], "colonne": ["percent", "badges"], "tri": ["-percent"]}
    form = browser.get(browser.post(address("tutorat"), {**changed, "monter": "to-grade"}).headers["Location"])
    assert fields(form) == changed
    assert re.search(r'name="descendre" value="to-grade"[^>]* autofocus', form.content.decode())


def test_no_key_fact_at_all_is_refused_and_what_was_ticked_stays(cast, as_user):
    browser = as_user(cast.tutor)
    sent = fields(browser.get(address("tutorat")))
    turned = {**sent, "bloc": sent["bloc"][::-1], "montrer": ["sessions"], "colonne": [], "tri": ["-percent"]}
    page = browser.post(address("tutorat"), turned)
    assert (page.status_code, fields(page)) == (422, turned)
    assert "Cochez au moins une donnée clé." in page.content.decode()
    assert not Arrangement.objects.exists()


@pytest.mark.parametrize("name", READERS)
def test_what_is_hidden_is_not_asked_of_the_database(reported, name):  # noqa: F811
    person = getattr(reported.cast, READERS[name])
    url = board(name).url
    whole = asked(person, url)
    assert of_arrangements(whole) == 0, "a person who arranged nothing costs no query"
    hide(person, name, "nothing")
    arranged = asked(person, url)
    assert (len(arranged), of_arrangements(arranged)) == (len(whole) + 1, 1)
    hide(person, name)
    least = asked(person, url)
    assert len(least) < len(arranged)


@pytest.mark.parametrize(
    ("name", "block", "costs"),
    [
        ("tutorat", "learners", "seconds"),
        ("tutorat", "sessions", "pathways_pathwaypage"),
        ("tableau-de-bord", "connected", "accounts_connectionday"),
        ("tableau-de-bord", "enrolled", "trunc"),
        ("national", "library", "courses_libraryobject"),
        ("national", "people", "accounts_roleassignment"),
    ],
)
def test_a_hidden_block_takes_its_queries_with_it(reported, name, block, costs):  # noqa: F811
    person = getattr(reported.cast, READERS[name])
    url = board(name).url
    before = asked(person, url)
    hide(person, name, block)
    after = asked(person, url)
    assert len([sql for sql in after if costs in sql.lower()]) < len([sql for sql in before if costs in sql.lower()])


def test_every_block_has_its_template():
    for name in READERS:
        for block in board(name).blocks:
            get_template(block.template)


@pytest.mark.requirement("CMA-I8")
class TestKeyFacts:
    def choose(self, cast, *columns: str, sort: str = "") -> None:
        order = [block.name for block in board("tutorat").blocks_of(cast.tutor)]
        arrange(user=cast.tutor, board=board("tutorat"), order=order, shown=order, columns=list(columns), sort=sort)

    def heads(self, page) -> list[str]:
        table = re.search(r'<table class="table wide facts">.*?</table>', page.content.decode(), re.DOTALL)
        assert table is not None
        return [re.sub(r"<.*", "", head) for head in re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", table[0])]

    @pytest.mark.parametrize("url_name", ["tutoring:home", "tutoring:learners"])
    def test_the_tutor_reads_the_facts_they_chose_in_the_order_they_chose(self, reported, as_user, url_name):  # noqa: F811
        browser = as_user(reported.cast.tutor)
        page = browser.get(reverse(url_name))
        assert self.heads(page) == ["Apprenant", "Avancement", "Score moyen", "Dernière visite", "Présence", "Travaux rendus"]
        self.choose(reported.cast, "hand_ins", "percent", sort="-percent")
        make_hand_in(reported.cast.enrolment)
        page = browser.get(reverse(url_name))
        assert self.heads(page) == ["Apprenant", "Avancement", "Travaux rendus"]
        rows = re.search(r"<table class=\"table wide facts\">.*?</table>", page.content.decode(), re.DOTALL)
        assert rows is not None
        assert rows[0].index("Monique") < rows[0].index("Yann")
        turned = browser.get(reverse(url_name), {"tri": "percent"}).content.decode()
        table = turned[turned.index("table wide facts") :]
        assert table.index("Yann") < table.index("Monique")

    def test_learners_of_others_are_not_among_them(self, reported, as_user):  # noqa: F811
        page = as_user(reported.cast.tutor).get(reverse("tutoring:learners"), {"tri": "password"})
        assert {row.user.first_name for row, _facts in page.context["rows"]} == {"Monique", "Yann"}
