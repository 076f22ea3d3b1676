"""Tags of the pages where something is learned."""

import re
from decimal import Decimal
from math import floor

from django import template
from django.conf import settings
from django.utils import formats
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
DOCUMENT_LINK = re.compile(r'href="/documents/(\d+)/[^"]*"')


class OwnLinks(template.Node):
    def __init__(self, nodelist, learning):
        self.nodelist, self.learning = nodelist, learning

    def render(self, context):
        """Documents of the library leave it only through the step that links to them."""
        base = self.learning.resolve(context).base_url
        return mark_safe(DOCUMENT_LINK.sub(rf'href="{base}lien/\1"', self.nodelist.render(context)))


@register.tag
def ownlinks(parser, token):
    """{% ownlinks learning %}…{% endownlinks %}: rich text in a player, its links to documents led through the player."""
    _name, learning = token.split_contents()
    nodes = parser.parse(("endownlinks",))
    parser.delete_first_token()
    return OwnLinks(nodes, parser.compile_filter(learning))


@register.filter
def points(value) -> str:
    """Points without useless zeros: 7.500 → 7,5; at most two decimals."""
    rounded = Decimal(value or 0).quantize(Decimal("0.01")).normalize()
    return formats.localize(Decimal(f"{rounded:f}"))


@register.filter
def file_size(size: int | None) -> str:
    """Bytes as people read them: 176 kB, 3.4 MB, 20 MB; nothing where the size is not known."""
    if size is None:
        return ""
    if size < 1000:
        return ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": round(size / 1000)}
    shown = formats.number_format(size / settings.MEGABYTE, 1).removesuffix("0").rstrip(",.")
    return _("%(size)s MB") % {"size": shown}


@register.filter
def plural_of(value) -> int:
    """The whole number that decides singular or plural for an amount that may be a fraction (1,5 point, 2 points)."""
    return max(1, floor(value))
