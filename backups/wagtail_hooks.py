from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import PermittedItem
from backups.permissions import RUN_BACKUPS
from backups.views import back_up, overview, rehearse


@hooks.register("register_reports_menu_item")
def backups_item():
    return PermittedItem(RUN_BACKUPS, _("Backups"), reverse("backups"), name="backups", icon_name="history", order=900)


@hooks.register("register_admin_urls")
def backups_urls():
    return [
        path("sauvegardes/", overview, name="backups"),
        path("sauvegardes/maintenant/", back_up, name="backups_now"),
        path("sauvegardes/repeter/", rehearse, name="backups_rehearse"),
    ]
