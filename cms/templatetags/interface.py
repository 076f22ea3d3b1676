"""Tags every template may use: icons and durations."""

from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from privacy.days import in_words

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = ""):
    """A picture of the sprite; decorative unless a label is given."""
    sprite = staticfiles_storage.url("vendor/icons.svg")
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name)
    return _decorative(name, sprite)


@lru_cache(maxsize=512)
def _decorative(name: str, sprite: str):
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def step_state(state: str):
    """components/step_state.html of a state, for rows that show many: drawn once per language."""
    return _drawn_state(state, get_language())


@lru_cache(maxsize=128)
def _drawn_state(state: str, _language: str | None):
    return render_to_string("components/step_state.html", {"state": state})


@register.filter
def minutes(value) -> str:
    """Whole minutes as people say them: 45 min, 1 h, 2 h 05."""
    return "" if value in (None, "") else _in_words(int(value), get_language())


@lru_cache(maxsize=2048)
def _in_words(value: int, _language: str | None) -> str:
    hours, rest = divmod(value, 60)
    if not hours:
        return ngettext("%(count)d min", "%(count)d min", rest) % {"count": rest}
    return _("%(hours)d h %(rest)02d") % {"hours": hours, "rest": rest} if rest else _("%(hours)d h") % {"hours": hours}


@register.filter
def before(first, last) -> str:
    """The day that a range begins on, without the month or the year that its last day says: 8, 8 December, 8 December 2026."""
    if first.year != last.year:
        return in_words(first)
    words = in_words(first, "j F")
    return words if first.month != last.month else words.partition(" ")[0]


@register.filter
def percent(value) -> str:
    """A share from 0 to 1 as whole percent: 0.824 → 82 %."""
    if value in (None, ""):
        return ""
    return _("%(value)d %%") % {"value": int(value * 100 + value.__class__(0.5))}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts):
    """`{% breadcrumb "Sessions" url "This page" %}`: labels each followed by its address, the last label alone."""
    pairs = [(parts[at], parts[at + 1]) for at in range(0, len(parts) - 1, 2)]
    return {"crumbs": [*pairs, (parts[-1], "")] if len(parts) % 2 else pairs}


@register.inclusion_tag("components/breadcrumb.html")
def page_breadcrumb(page):
    """`{% page_breadcrumb page %}`: from the home page down to a page that editors wrote."""
    between = [(one.title, one.url) for one in page.get_ancestors().filter(depth__gt=2).live()] if page.pk else []
    return {"crumbs": [(_("Home"), "/"), *between, (page.title, "")]}
