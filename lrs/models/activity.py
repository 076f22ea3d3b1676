import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import fold


class ActivityQuerySet(models.QuerySet):
    def search(self, words: str) -> "ActivityQuerySet":
        """Those whose name, in any language, has each of `words`."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class Activity(models.Model):
    """What the store knows of an activity: the definition it gives in canonical form (4.1.6.4)."""

    key = models.UUIDField(primary_key=True)
    iri = models.TextField(_("address"))
    definition = models.TextField(_("definition"), blank=True)
    search_text = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActivityQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("activity of the journal")
        verbose_name_plural = _("activities of the journal")

    def __str__(self) -> str:
        return self.iri

    @property
    def body(self) -> dict:
        found: dict = {"objectType": "Activity", "id": self.iri}
        if self.definition:
            found["definition"] = json.loads(self.definition)
        return found
