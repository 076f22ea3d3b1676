# SPDX-License-Identifier: EUPL-1.2
"""Mails to addresses that may have no account: who asked for one, a parent, somebody interested in a training."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import User
from jobs.domain.run import enqueue
from messaging.domain.letters import compose
from messaging.domain.mail import Mail
from messaging.kinds import kind_of
from messaging.models import OutsideMail


@transaction.atomic
def send_outside(
    *, address: str, first_name: str, kind: str, key: str, context: dict, language: str = "", reply_to: str = ""
) -> OutsideMail:
    """Write what `kind` says to an address. The words get a person who is stored nowhere, and no way to choose notices."""
    reader = User(first_name=first_name, email=address, language=language or settings.LANGUAGE_CODE)
    with translation.override(reader.language):
        letter = compose(kind_of(kind), person=reader, context={"choices_url": "", **context})
    words = {"subject": letter.subject, "text": letter.text, "html": letter.html}
    mail, created = OutsideMail.objects.get_or_create(key=key, defaults={"kind": kind, "address": address, "reply_to": reply_to, **words})
    if created:
        enqueue(mail)
    return mail


def deliver_outside(mail: OutsideMail) -> None:
    """Hand it to the mail server, and forget it."""
    message = Mail(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"X-Notice": mail.key, "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
    OutsideMail.objects.filter(pk=mail.pk).delete()


def forget_waiting(about: str) -> None:
    """What was still to be written about something that is erased is not."""
    OutsideMail.objects.filter(key__startswith=f"{about}:").delete()
