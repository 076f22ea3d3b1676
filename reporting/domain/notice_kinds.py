"""What is told about reports: an export that took a while is ready."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from messaging.api import Channel, NoticeKind, Variable

READERS = frozenset({Role.NATIONAL_MANAGER, Role.REGIONAL_MANAGER, Role.TUTOR})


def sample() -> dict:
    return {"title": _("Learners"), "link": f"{settings.SITE_ORIGIN}/rapports/exports/"}


EXPORT_READY = NoticeKind(
    "export_ready",
    gettext_lazy("Export ready"),
    gettext_lazy("When an export that took a while can be downloaded."),
    audience=READERS,
    default=Channel.PLATFORM,
    variables=(
        Variable("titre", gettext_lazy("Title of the export"), "{{ title }}"),
        Variable("lien", gettext_lazy("The link to the file"), "{{ link }}", button=gettext_lazy("Download the file")),
    ),
    sample=sample,
)
