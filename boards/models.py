# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Arrangement(models.Model):
    """How a person arranged one page. Names of blocks and columns are those of boards.registry; what no longer exists is passed over.

    order: every block known when it was arranged. columns: empty for those the page shows by itself. sort: a column's name, a
    leading - turns it round; "" for the page's own.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="arrangements", verbose_name=_("person"))
    board = models.CharField(_("page"), max_length=40)
    order = models.JSONField(_("order of the blocks"), default=list)
    hidden = models.JSONField(_("blocks not shown"), default=list)
    columns = models.JSONField(_("columns"), default=list)
    sort = models.CharField(_("sorted by"), max_length=60, blank=True)
    updated_at = models.DateTimeField(_("arranged on"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("arranged page")
        verbose_name_plural = _("arranged pages")
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="page_arranged_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.board}"
