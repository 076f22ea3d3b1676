"""The tabs of the pages of those in charge."""

from django.urls import reverse
from django.utils.translation import gettext as _

from privacy.rules import decides, is_in_charge, reads_audit


def charge_tabs(user, current: str) -> list[dict]:
    entries = [("requests", _("Requests"), "inbox")] if is_in_charge(user) else []
    if decides(user):
        entries += [
            ("erasures", _("Erasures"), "eraser"),
            ("retention", _("Times of keeping"), "hourglass"),
        ]
    if reads_audit(user):
        entries.append(("audit", _("Audit log"), "scroll-text"))
    return [{"label": label, "url": reverse(f"privacy:{name}"), "current": name == current, "icon": icon} for name, label, icon in entries]
