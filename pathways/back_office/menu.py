"""The menu of the back office: what editors need, in the order of their work, without technical names."""

from django.utils.translation import gettext_lazy as _

from backups.permissions import RUN_BACKUPS
from lrs.permissions import MANAGE_STORE, READ_JOURNAL

ORDER = {
    "pathways": 100,
    "library": 110,
    "packages": 120,
    "themes": 130,
    "faq": 125,
    "images": 200,
    "documents": 210,
    "explorer": 300,
    "people": 400,
    "regions": 410,
    "reports": 800,
    "settings": 900,
}
LABELS = {"explorer": _("Pages of the site"), "packages": _("Modules"), "images": _("Pictures")}
# Menus that only open to who may use something of ours in them.
OPENED_BY = {"reports": (READ_JOURNAL, RUN_BACKUPS), "settings": (MANAGE_STORE,)}
# Screens that only those who look after the installation need.
TECHNICAL_SETTINGS = {"sites", "collections", "redirects", "workflow-tasks", "users", "groups", "locales"}
TECHNICAL_REPORTS = {"aging-pages", "page-types-usage", "workflow-tasks", "locked-pages"}


def tidy_menu(request, items: list) -> None:
    items[:] = [item for item in items if _belongs(item, request.user)]
    for item in items:
        item.order = ORDER.get(item.name, item.order)
        item.label = LABELS.get(item.name, item.label)


def tidy_settings(request, items: list) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in TECHNICAL_SETTINGS]


def tidy_reports(request, items: list) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in TECHNICAL_REPORTS]


def publish_first(items: list, request, context) -> None:
    """Whoever may publish mostly wants to: drafts are kept by themselves."""
    items.sort(key=lambda item: item.name != "action-publish")


def _belongs(item, user) -> bool:
    """Registered by us, or known to us: another app's entry stays; Wagtail's snippets, forms and help do not."""
    if item.name in {"snippets", "forms", "help"}:
        return False
    return item.name not in OPENED_BY or any(user.may(one) for one in OPENED_BY[item.name])
