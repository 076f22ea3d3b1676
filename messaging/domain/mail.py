"""A mail whose recipient may be written in any script."""

from email.message import Message

from django.core.mail import EmailMultiAlternatives


def is_international(address: str) -> bool:
    """Has the part before the @ letters outside ASCII? (A domain alone has an ASCII form, which every server takes.)"""
    return not address.rpartition("@")[0].isascii()


class Mail(EmailMultiAlternatives):
    def message(self, **options):
        """The MIME message; an international recipient stands in it as it is written, not as an encoded word."""
        built = super().message(**options)
        if any(is_international(address) for address in self.to):
            del built["To"]
            Message.__setitem__(built, "To", ", ".join(self.to))
        return built
