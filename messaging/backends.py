"""The mail server, and addresses outside ASCII (RFC 6531)."""

import io
from email.generator import BytesGenerator
from email.policy import SMTPUTF8

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

from jobs.domain.run import JobRefused
from messaging.domain.mail import is_international


class SmtpBackend(EmailBackend):
    """Django's, which would write a wrong recipient for a local part outside ASCII; only the domain may be translated."""

    def _send(self, email_message):
        recipients = email_message.recipients()
        if not any(is_international(address) for address in recipients):
            return super()._send(email_message)
        if not self.connection.has_extn("smtputf8"):
            message = _("The mail server does not accept addresses in this script: %(addresses)s.")
            raise JobRefused(message % {"addresses": ", ".join(recipients)})
        sender = sanitize_address(email_message.from_email, email_message.encoding or "utf-8")
        self.connection.sendmail(sender, recipients, _as_bytes(email_message), mail_options=["SMTPUTF8", "BODY=8BITMIME"])
        return True


def _as_bytes(email_message) -> bytes:
    """The message with its headers in UTF-8 (Django's own as_bytes takes no policy)."""
    buffer = io.BytesIO()
    BytesGenerator(buffer, mangle_from_=False, policy=SMTPUTF8).flatten(email_message.message())
    return buffer.getvalue()
