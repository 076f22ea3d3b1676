"""The three widths at which editors look at what they write."""

from django.utils.translation import gettext as _

WIDTHS = (("mobile", "mobile-alt", 360), ("tablet", "tablet-alt", 768), ("desktop", "desktop", 1280))


def _sizes(self) -> list[dict]:
    labels = {"mobile": _("As on a telephone"), "tablet": _("As on a tablet"), "desktop": _("As on a computer")}
    return [{"name": name, "icon": icon, "device_width": width, "label": labels[name]} for name, icon, width in WIDTHS]


preview_sizes = property(_sizes)
