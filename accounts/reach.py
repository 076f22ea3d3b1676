# SPDX-License-Identifier: EUPL-1.2
"""Where a person may do something."""

from dataclasses import dataclass

from django.db.models import BooleanField, Q, Value

# An empty Q would be left out beside another: « these or all » would be these alone.
ALL_ROWS = Q(Value(True, output_field=BooleanField()))


@dataclass(frozen=True)
class Reach:
    """everywhere, or in regions (ids, those below included) and in the sessions that name these assignments (ids of RoleAssignment)."""

    everywhere: bool = False
    regions: tuple[int, ...] = ()
    assignments: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.regions) or bool(self.assignments)

    @property
    def holds_regions(self) -> bool:
        """Does it hold in a whole region at least?"""
        return self.everywhere or bool(self.regions)

    def covers(self, region_id: int | None) -> bool:
        return self.everywhere or region_id in self.regions

    def within(self, path: str) -> Q:
        """Rows whose region, at the end of `path`, lies within; no row where it holds in no region."""
        return ALL_ROWS if self.everywhere else Q(**{f"{path}__in": self.regions})


EVERYWHERE, NOWHERE = Reach(everywhere=True), Reach()
