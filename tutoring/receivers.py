"""What tutors write in conversations is part of the log of assistance."""

from django.dispatch import receiver

from messaging.signals import message_posted
from tutoring.domain.contacts import log_message


@receiver(message_posted, dispatch_uid="tutoring.log_message")
def keep_assistance(sender, message, recipients, **kwargs) -> None:
    log_message(message, recipients)
