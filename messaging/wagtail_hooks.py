from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import NationalItem
from messaging.back_office import templates


@hooks.register("register_admin_menu_item")
def templates_item():
    return NationalItem(_("Automatic messages"), reverse("notice_templates"), name="notice-templates", icon_name="mail", order=620)


@hooks.register("register_admin_urls")
def template_urls():
    one = "courriels/<slug:kind>/<slug:language>/"
    return [
        path("courriels/", templates.index, name="notice_templates"),
        path(one, templates.edit, name="notice_template"),
        path(one + "apercu/", templates.show, name="notice_template_preview"),
        path(one + "origine/", templates.reset, name="notice_template_reset"),
    ]
