"""Badges follow the journal of learning."""

from django.dispatch import receiver

from badges.domain.awarding import award_after
from lrs.models import Statement
from lrs.signals import statements_stored


@receiver(statements_stored, sender=Statement, dispatch_uid="badges.award")
def award(sender, statement_ids, **kwargs) -> None:
    award_after(statement_ids)
