"""What people write about themselves."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def update_profile(*, user: User, **values) -> User:
    """Write the person's own settings: first_name, last_name, phone, language, time_zone, text_size, contrast, reduced_motion."""
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=list(values))
    return user
