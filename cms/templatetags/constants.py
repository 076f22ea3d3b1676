# SPDX-License-Identifier: EUPL-1.2
"""`translate`, `static`, `icon`, `date`, `time` as Django and the interface know them; what a template writes in full is worked out once.

A page says two hundred words and shows sixty pictures that depend on nothing but the language. Their nodes keep what they
gave for as long as the process lives; with a variable, a filter or DEBUG they stay Django's own. `kept_part` keeps a whole part
of the frame for as long as content does not change.
"""

from django import template
from django.conf import settings
from django.template import defaultfilters
from django.template.base import FilterExpression, Node
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import do_static
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cms.domain.kept import kept
from cms.templatetags import interface
from privacy.days import said, with_ordinal

register = template.Library()


class PerLanguage(Node):
    """Renders a node once for each language. asvar: the variable that the node sets in place of giving text, or None."""

    child_nodelists = ()

    def __init__(self, node: Node, asvar: str | None = None) -> None:
        self.node, self.asvar = node, asvar
        self.values: dict[str | None, str] = {}

    def render(self, context):
        language = self.language()
        value = self.values.get(language)
        if value is None:
            shown = self.node.render(context)
            value = self.values[language] = context[self.asvar] if self.asvar else shown
        if self.asvar is None:
            return value
        context[self.asvar] = value
        return ""

    def language(self) -> str | None:
        return get_language()


class Once(PerLanguage):
    """Renders a node once: an address of a static file, a picture."""

    def language(self) -> None:
        return None


@register.tag
def translate(parser, token):
    node = do_translate(parser, token)
    return PerLanguage(node, node.asvar) if not settings.DEBUG and _says_always_the_same(node) else node


def _says_always_the_same(node: TranslateNode) -> bool:
    said = node.filter_expression
    constant = said.var.literal is not None and not said.filters
    return constant and (node.message_context is None or is_constant(node.message_context))


def is_constant(expression: FilterExpression) -> bool:
    """Whether a template writes a value out in full."""
    return not expression.is_var and not expression.filters


@register.tag
def icon(parser, token):
    node = interface.register.tags["icon"](parser, token)
    constant = node.target_var is None and not node.kwargs and all(is_constant(one) for one in node.args)
    return Once(node) if constant and not settings.DEBUG else node


@register.tag
def static(parser, token):
    node = do_static(parser, token)
    return Once(node, node.varname) if is_constant(node.path) and not settings.DEBUG else node


@register.filter(expects_localtime=True, is_safe=False)
def date(value, arg=None):
    """Django's, with the first of the month and the hour as the language says them (1er décembre à 9 h 05)."""
    return with_ordinal(defaultfilters.date(value, said(arg, value)), value, arg)


@register.filter(expects_localtime=True, is_safe=False)
def time(value, arg=None):
    """Django's, with the hour as the language says it (9 h 05)."""
    return defaultfilters.time(value, said(arg, value, "TIME_FORMAT"))


@register.simple_tag(takes_context=True)
def kept_part(context, name: str):
    """A part of the frame that depends on the site's brand, its pages and the language alone, as HTML, until content changes.

    Another brand than the site's own (its preview in the back office) is drawn each time.
    """
    shown, request = context.template.engine.get_template(name), context.get("request")
    if request is None or not isinstance(context.get("brand"), SimpleLazyObject):
        return shown.render(context)
    return kept((name, request.get_host(), get_language()), lambda: shown.render(context))
