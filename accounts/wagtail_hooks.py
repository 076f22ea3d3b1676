from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import NationalItem
from accounts.back_office.regions import RegionViewSet


@hooks.register("register_admin_menu_item")
def reviews_item():
    return NationalItem(_("Reviews of roles"), reverse("accounts:role_reviews"), name="role-reviews", icon_name="list-ul", order=615)


@hooks.register("register_admin_viewset")
def region_viewset():
    return RegionViewSet()
