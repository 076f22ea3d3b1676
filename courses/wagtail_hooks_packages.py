"""Packages in the back office: their addresses and their entry in the menu."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def package_urls():
    return [path("modules/", include("courses.urls_packages"))]


class PackagesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.is_editor


@hooks.register("register_admin_menu_item")
def packages_menu_item():
    return PackagesMenuItem(_("Modules"), reverse("packages:index"), name="packages", icon_name="media", order=210)
