"""The dashboard of the nation: that of a region, then its regions side by side, its library, its people."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import DefinedRole, RoleAssignment
from cms.domain import plots
from reporting.domain.board import Board
from reporting.domain.library import LibraryUse, library_use
from reporting.tables import regions, resources
from sessions.domain.column_words import count_words, share_words

REGIONS = 21
MOST_USED = 8


class NationalBoard(Board):
    @cached_property
    def regions(self) -> list[Any]:
        return regions.rows(self.scope, self.grid)

    @cached_property
    def plots(self) -> list[plots.Plot]:
        return region_plots(self.regions)

    @cached_property
    def library(self) -> LibraryUse:
        return library_use()

    @cached_property
    def used(self) -> list[Any]:
        """Where learners spent the most time."""
        return sorted(resources.rows(self.scope), key=lambda row: -row.seconds)[:MOST_USED]

    @cached_property
    def roles(self) -> list[tuple[str, int]]:
        """How many people hold each role, sandboxes aside."""
        held = RoleAssignment.objects.exclude(region__is_sandbox=True).order_by().values("role")
        counted: dict[Any, int] = dict(held.annotate(n=Count("user", distinct=True)).values_list("role", "n"))
        return [(str(role), counted.get(role.code, 0)) for role in DefinedRole.objects.all()]


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
