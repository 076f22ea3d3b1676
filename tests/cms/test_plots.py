"""Plots: where shapes stand, and the table that each of them carries."""

import pytest
from django.template.loader import render_to_string

from cms.domain import plots

HEAD = ("Région", "Avancement")


def test_bars_are_shares_of_the_whole():
    plot = plots.bars("a", "T", "D", head=HEAD, values=[("A", 50, "50 %"), ("B", 0, "0 %")], most=100)
    assert [[mark.extent for mark in line.marks] for line in plot.lines] == [["40%"], ["0%"]]
    assert plot.rows == (("A", "50 %"), ("B", "0 %"))
    assert plots.bars("a", "T", "D", head=HEAD, values=[("A", 3, "3")]).lines[0].marks[0].extent == "80%"


def test_stacked_parts_stand_side_by_side_and_are_told_in_words():
    plot = plots.stacked("a", "T", "D", head=("P",), parts=("Fini", "En cours"), values=[("A", (1, 3)), ("B", (0, 0))])
    assert [(mark.start, mark.extent) for mark in plot.lines[0].marks] == [("0%", "25%"), ("25%", "75%")]
    assert plot.lines[0].words == "1 fini · 3 en cours"
    assert plot.rows[0] == ("A", "1", "3")
    assert plot.lines[1].marks[0].size == 0


def test_a_line_goes_from_edge_to_edge():
    plot = plots.spark("a", "T", "D", head=HEAD, values=[("1", 0, "0"), ("2", 10, "10"), ("3", 5, "5")])
    assert plot.points == "0.00,100.00 50.00,0.00 100.00,50.00"


@pytest.mark.parametrize("values", [[], [("A", 0, "0")]])
def test_nothing_is_said_in_words(values):
    for kind in ("bars", "columns", "spark"):
        plot = getattr(plots, kind)("a", "T", "D", head=HEAD, values=values)
        assert plot.is_empty
        page = render_to_string(f"components/plot_{kind}.html", {"plot": plot})
        assert "<svg" not in page


@pytest.mark.requirement("CMA-1.5")
def test_a_picture_has_its_name_its_description_and_its_table():
    plot = plots.columns("a", "Inscriptions", "Par mois.", head=("Mois", "Nombre"), values=[("janv.", 3, "3"), ("févr.", 1, "1")])
    page = render_to_string("components/plot_columns.html", {"plot": plot})
    assert 'role="img" aria-labelledby="a-title a-text"' in page
    assert '<title id="a-title">Inscriptions</title><desc id="a-text">Par mois.</desc>' in page
    assert "<summary>" in page
    assert page.count("<tr>") == 3
    assert "style=" not in page


def test_of_many_columns_some_have_their_label_and_the_table_has_all():
    plot = plots.columns("a", "T", "D", head=HEAD, values=[(f"{day} mars", day, str(day)) for day in range(1, 31)])
    labels = [mark.label for mark in plot.marks]
    assert [label for label in labels if label] == [f"{day} mars" for day in range(1, 31, 3)]
    assert [mark.label for mark in plot.marks if mark.label and not mark.minor] == ["1 mars", "10 mars", "19 mars", "28 mars"]
    assert len(plot.rows) == 30
