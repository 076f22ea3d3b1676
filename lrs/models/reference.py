from django.db import models

from lrs.models.statement import Statement


class Reference(models.Model):
    """`source` refers to `target`: directly (StatementRef as object), or through others (`direct` False).

    Filters follow references (xAPI 1.0.3, Communication 2.1.4): what is kept here makes that one join. The target may be
    a statement that is not here yet.
    """

    pk = models.CompositePrimaryKey("source_id", "target")
    source = models.ForeignKey(Statement, models.CASCADE, related_name="references", db_index=False)
    target = models.UUIDField(db_index=True)
    direct = models.BooleanField(default=True)
    voids = models.BooleanField(default=False)
    stored = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target}"
