from django.db import models

from lrs.models.statement import Statement


class Role(models.IntegerChoices):
    """How somebody or something is in a statement, besides its actor and the activity that is its object."""

    AGENT = 1, "counts for the agent filter: object, member of the acting group"
    BROAD_AGENT = 2, "counts for related_agents only"
    BROAD_ACTIVITY = 3, "counts for related_activities only"


class Related(models.Model):
    """One more agent or activity of a statement. `stored` is the statement's, so that the index is in its order."""

    pk = models.CompositePrimaryKey("statement_id", "role", "key")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="related", db_index=False)
    role = models.SmallIntegerField(choices=Role.choices)
    key = models.UUIDField()
    stored = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["key", "role", "stored"], name="lrs_related_by_key")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.role} {self.key}"
