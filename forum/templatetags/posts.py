"""One message of a thread, as its page shows it."""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from forum.domain.thread_page import PostRow

register = template.Library()

TEMPLATE = "forum/parts/post.html"


@register.simple_tag(takes_context=True)
def post(context, row: PostRow, answers: bool) -> str:
    """Drawn anew where the reader may do more than read, quote and report; else remembered by all that it shows."""
    if row.is_plain:
        return _plain(row, bool(answers), get_language(), get_current_timezone_name())
    return context.template.engine.get_template(TEMPLATE).render(context.new({**context.flatten(), "row": row, "answers": answers}))


@lru_cache(maxsize=2000)
def _plain(row: PostRow, answers: bool, _language: str | None, _zone: str) -> str:
    return get_template(TEMPLATE).render({"row": row, "answers": answers})
