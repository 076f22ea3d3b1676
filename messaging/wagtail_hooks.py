from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import PermittedItem
from messaging.back_office import templates
from messaging.permissions import EDIT_NOTICES


@hooks.register("register_admin_menu_item")
def templates_item():
    return PermittedItem(
        EDIT_NOTICES, _("Automatic messages"), reverse("notice_templates"), name="notice-templates", icon_name="mail", order=620
    )


@hooks.register("register_admin_urls")
def template_urls():
    one = "courriels/<slug:kind>/<slug:language>/"
    return [
        path("courriels/", templates.index, name="notice_templates"),
        path(one, templates.edit, name="notice_template"),
        path(one + "apercu/", templates.show, name="notice_template_preview"),
        path(one + "origine/", templates.reset, name="notice_template_reset"),
    ]
