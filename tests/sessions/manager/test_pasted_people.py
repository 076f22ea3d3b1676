"""Lists of people as they are really pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.domain.pasted_people import MAX_PEOPLE, read_people


def read(text: str) -> list[tuple[str, str, str]]:
    return [(one.first_name, one.last_name, one.email) for one in read_people(text).people]


ANNE = ("Anne", "Le Goff", "anne@exemple.fr")


@pytest.mark.parametrize(
    "line",
    [
        "Anne Le Goff <anne@exemple.fr>",
        "“Anne Le Goff” <Anne@Exemple.fr>".replace("“", '"').replace("”", '"'),
        '"Le Goff, Anne" <anne@exemple.fr>',
        "Anne;Le Goff;anne@exemple.fr",
        "anne@exemple.fr;Anne;Le Goff",
        "LE GOFF;Anne;anne@exemple.fr",
        "Anne\tLe Goff\tanne@exemple.fr",
        "Anne,Le Goff,anne@exemple.fr",
        '"Anne","Le Goff","anne@exemple.fr"',
        "Anne LE GOFF anne@exemple.fr",
        "LE GOFF Anne\u00a0<anne@exemple.fr>;",
        "  Anne Le Goff <mailto:anne@exemple.fr>, ",
        "Anne;Le Goff;06 12 34 56 78;anne@exemple.fr",
        "\ufeffAnne Le Goff (anne@exemple.fr)",
        "Prénom;Nom;E-mail\nAnne;Le Goff;anne@exemple.fr",
        "NOM;PRÉNOM;Adresse e-mail\nLe Goff;Anne;anne@exemple.fr",
        "Nom\tPrénom\tTéléphone\tCourriel\nLe Goff\tAnne\t0612345678\tanne@exemple.fr",
    ],
)
def test_one_person_in_the_ways_people_write_it(line):
    assert read(line) == [ANNE]


def test_addresses_alone_in_any_arrangement():
    text = "a@b.fr; c@d.fr, e@f.fr\n\n<g@h.fr>\n'i@j.fr'"
    assert [email for _first, _last, email in read(text)] == ["a@b.fr", "c@d.fr", "e@f.fr", "g@h.fr", "i@j.fr"]


def test_several_people_in_one_line():
    assert read("Anne Le Goff <anne@exemple.fr>, Yves Riou <yves@exemple.fr>") == [ANNE, ("Yves", "Riou", "yves@exemple.fr")]


def test_each_bad_line_says_its_number_and_why_and_the_good_ones_stay():
    read_list = read_people("a@b.fr\nJean Sans-adresse\nx@\npaul@nullepart\nc@d.fr")
    assert [one.email for one in read_list.people] == ["a@b.fr", "c@d.fr"]
    assert [(one.number, one.text) for one in read_list.refused] == [(2, "Jean Sans-adresse"), (3, "x@"), (4, "paul@nullepart")]
    assert all(one.reason for one in read_list.refused)


def test_the_same_address_counts_once():
    assert read("a@b.fr\nA@B.FR\nAnne <a@b.fr>") == [("", "", "a@b.fr")]


@pytest.mark.parametrize("address", ["محمد@مثال.تونس", "user@مثال.المغرب", "jean@artisanat-été.fr", "o'brien@exemple.fr"])
def test_addresses_of_any_script(address):
    assert [email for _first, _last, email in read(f"Une Personne <{address}>")] == [address]


def test_a_list_is_cut_where_it_is_too_long():
    read_list = read_people("\n".join(f"p{number}@exemple.fr" for number in range(MAX_PEOPLE + 2)))
    assert len(read_list.people) == MAX_PEOPLE
    assert [one.number for one in read_list.refused] == [MAX_PEOPLE + 1, MAX_PEOPLE + 2]


@given(st.text(max_size=300))
def test_nothing_pasted_ever_breaks_it(text):
    read_list = read_people(text)
    assert all("@" in one.email for one in read_list.people)
    emails = [one.email for one in read_list.people]
    assert len(emails) == len(set(emails))


NAME = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèç", min_size=2, max_size=12).map(str.capitalize)
LOCAL = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@given(st.lists(st.tuples(NAME, NAME, LOCAL), min_size=1, max_size=8, unique_by=lambda row: row[2]), st.sampled_from([";", "\t", ","]))
def test_what_a_spreadsheet_gives_is_read_as_it_was(rows, separator):
    text = "\n".join(separator.join((first, last, f"{local}@exemple.fr")) for first, last, local in rows)
    assert read(text) == [(first, last, f"{local}@exemple.fr") for first, last, local in rows]
