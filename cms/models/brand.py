import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from cms.blocks import FooterColumnBlock
from cms.domain import colours, fonts
from cms.models.preview import preview_sizes

HEX = re.compile("^#[0-9a-fA-F]{6}$")
hex_colour = RegexValidator("^#[0-9a-fA-F]{6}$", _("Write a colour such as #1f5f5b."))


def picture(label, help_text="") -> models.ForeignKey:
    return models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label, help_text=help_text
    )


@register_setting(icon="view")
class Brand(PreviewableMixin, BaseSiteSetting):
    """Name, logo, colours, type and footer that visitors see. No colour is kept that could not be read on the site's light grounds."""

    name = models.CharField(_("name of the site"), max_length=60, default="Formation")
    tagline = models.CharField(_("line under the name"), max_length=120, blank=True)
    logo = picture(_("logo"))
    logo_dark = picture(_("logo for dark screens"), _("Shown to those whose screen is set to dark. Empty: the same logo."))
    logo_alt = models.CharField(
        _("words in place of the logo"),
        max_length=90,
        blank=True,
        help_text=_("Read aloud instead of the picture. Empty: the name of the site."),
    )
    icon = picture(_("icon of the tab"), _("A square picture. Empty: the first letter of the name on the colour of actions."))
    colour = models.CharField(
        _("colour of actions"),
        max_length=7,
        default="#0f5f5c",
        validators=[hex_colour],
        help_text=_("Buttons and links. A colour too pale to be read is refused, with the nearest one that can be."),
    )
    accent = models.CharField(
        _("second colour"), max_length=7, blank=True, validators=[hex_colour], help_text=_("Key figures and grounds. Empty: the same.")
    )
    font = models.CharField(_("family of type"), max_length=20, choices=fonts.CHOICES, default=fonts.ATKINSON)
    footer = StreamField([("column", FooterColumnBlock())], verbose_name=_("columns of links"), blank=True, max_num=4)
    legal_mention = models.CharField(
        _("legal mention"), max_length=200, blank=True, help_text=_("At the very bottom of every page, such as the publisher’s name.")
    )
    help_email = models.EmailField(_("address of the help desk"), blank=True)
    help_phone = models.CharField(_("telephone of the help desk"), max_length=30, blank=True)
    help_hours = models.CharField(
        _("when the help desk answers"), max_length=90, blank=True, help_text=_("Such as: Monday to Friday, 9 to 12.")
    )
    provider_name = models.CharField(_("training provider, as on certificates"), max_length=160, blank=True)
    provider_details = models.TextField(_("provider's address and numbers, as on certificates"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading=_("Name")),
                    MultiFieldPanel([FieldPanel(name) for name in ("logo", "logo_dark", "logo_alt", "icon")], heading=_("Logo")),
                    MultiFieldPanel([FieldPanel(name) for name in ("colour", "accent", "font")], heading=_("Colours and type")),
                ],
                heading=_("Look"),
            ),
            ObjectList([FieldPanel("footer"), FieldPanel("legal_mention")], heading=_("Foot of the page")),
            ObjectList([FieldPanel(name) for name in ("help_email", "help_phone", "help_hours")], heading=_("Help")),
            ObjectList([FieldPanel(name) for name in ("provider_name", "provider_details")], heading=_("Certificates")),
        ]
    )
    preview_sizes = preview_sizes

    class Meta:
        verbose_name = _("brand")

    def clean(self) -> None:
        super().clean()
        chosen = {name: value for name in ("colour", "accent") if HEX.fullmatch(value := getattr(self, name))}
        refused = {name: _refusal(value) for name, value in chosen.items() if not colours.is_legible(value)}
        if refused:
            raise ValidationError(refused)

    @property
    def style(self) -> str:
        """The custom properties and faces that make the site look this way."""
        return colours.stylesheet(self.colour, self.accent) + fonts.font_rules(self.font)

    @property
    def font_file(self) -> str:
        return fonts.font_file(self.font)

    def get_preview_template(self, request, mode_name) -> str:
        return "cms/brand_preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {**super().get_preview_context(request, mode_name), "brand": self, "footer_columns": self.footer}


def _refusal(colour: str) -> str:
    words = {
        "colour": colour,
        "found": f"{colours.least_contrast(colour):.1f}".replace(".", ","),
        "nearest": colours.nearest_legible(colour),
    }
    return (
        gettext("%(colour)s is too pale to be read: its contrast is %(found)s, and 4,5 is needed.") % words
        + " "
        + gettext("The nearest colour that can be read is %(nearest)s.") % words
    )
