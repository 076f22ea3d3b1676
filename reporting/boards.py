# SPDX-License-Identifier: EUPL-1.2
"""The blocks of the dashboards of a region and of the nation (boards.registry)."""

from django.utils.translation import gettext_lazy as _

from boards.registry import Block, Board
from reporting.rules import is_national, reads_regions

PARTS = "reporting/blocks/"
BLOCKS = (
    Block("figures", _("Figures"), PARTS + "figures.html"),
    Block("alerts", _("To look at"), PARTS + "alerts.html", waits=True),
    Block("progress", _("Where learners stand"), PARTS + "progress.html", narrow=True),
    Block("completion", _("Mean completion by pathway"), PARTS + "completion.html", narrow=True),
    Block("enrolled", _("Enrolments per month"), PARTS + "enrolled.html", narrow=True),
    Block("connected", _("Time on the platform, last 30 days"), PARTS + "connected.html", narrow=True),
)

REGION = Board(name="tableau-de-bord", title=_("Dashboard"), url_name="reporting:region", blocks=BLOCKS, shown_to=reads_regions)

NATIONAL = Board(
    name="national",
    title=_("National dashboard"),
    url_name="reporting:national",
    blocks=(
        *BLOCKS,
        Block("regions", _("Regions"), PARTS + "regions.html"),
        Block("pathways", _("Pathways"), PARTS + "pathways.html"),
        Block("library", _("Use of the library"), PARTS + "library.html"),
        Block("people", _("People"), PARTS + "people.html"),
    ),
    shown_to=is_national,
)
