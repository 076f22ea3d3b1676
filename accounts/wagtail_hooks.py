from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.back_office import texts
from accounts.back_office.menu import NationalItem
from accounts.back_office.regions import RegionViewSet


@hooks.register("register_admin_menu_item")
def roles_item():
    return NationalItem(_("Roles and rights"), reverse("accounts:roles"), name="roles", icon_name="key", order=612)


@hooks.register("register_admin_menu_item")
def reviews_item():
    return NationalItem(_("Reviews of roles"), reverse("accounts:role_reviews"), name="role-reviews", icon_name="list-ul", order=615)


@hooks.register("register_admin_menu_item")
def texts_item():
    return NationalItem(
        _("Information and consents"), reverse("consent_texts"), name="consent-texts", icon_name="clipboard-list", order=630
    )


@hooks.register("register_admin_urls")
def texts_urls():
    return [
        path("textes-du-compte/", texts.index, name="consent_texts"),
        path("textes-du-compte/nouveau/", texts.new, name="consent_text_new"),
        path("textes-du-compte/<int:pk>/", texts.edit, name="consent_text"),
    ]


@hooks.register("register_admin_viewset")
def region_viewset():
    return RegionViewSet()
