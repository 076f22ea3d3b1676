"""What the pages of messages and notices share: their tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.rules import decides_reports


def mailbox_tabs(user, current: str) -> list[dict]:
    entries = [("conversations", _("Conversations"), "message-square"), ("notices", _("Notices"), "bell")]
    if decides_reports(user):
        entries.append(("reports", _("Reported messages"), "flag"))
    return [
        {"label": label, "url": reverse(f"messaging:{name}"), "current": name == current, "icon": icon} for name, label, icon in entries
    ]
