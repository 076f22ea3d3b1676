"""The pictures of the nation: its regions side by side."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cms.domain import plots
from reporting.domain.cells import count_words, share_words

REGIONS = 21


def region_plots(rows: Sequence[Any]) -> list[plots.Plot]:
    """Learners, success and attendance of each region, the most learners first."""
    listed = sorted(rows, key=lambda row: -row.learners)[:REGIONS]
    learners = [(row.name, row.learners, count_words(row.learners)) for row in listed]
    success = [(row.name, row.success or 0, share_words(row.success or 0)) for row in listed]
    head = _("Region")
    return [
        plots.bars(
            "learners", _("Learners by region"), _("The number of learners of each region."), head=(head, _("Learners")), values=learners
        ),
        plots.bars(
            "success",
            _("Success rate by region"),
            _("The share of the learners of each region who have succeeded."),
            head=(head, _("Success rate")),
            values=success,
            most=1,
        ),
    ]
