from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office.menu import NationalItem


@hooks.register("register_admin_menu_item")
def providers_item():
    return NationalItem(
        _("Sign-in of organisations"), reverse("federation:providers"), name="identity-providers", icon_name="key", order=620
    )
