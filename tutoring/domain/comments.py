"""A tutor's bank of comments."""

from django.db import transaction

from tutoring.models import CommentBankEntry


@transaction.atomic
def keep_comment(*, user, text: str) -> CommentBankEntry:
    """Keep a comment, once."""
    entry, _made = CommentBankEntry.objects.get_or_create(user=user, text=text.strip())
    return entry


@transaction.atomic
def forget_comment(*, entry: CommentBankEntry) -> None:
    entry.delete()
