"""Messages as people read them: Markdown made into harmless HTML."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "hr"}
# An address written as it is, up to the punctuation that ends its sentence.
BARE_ADDRESS = re.compile(r"(?<![<(\[\"'`])\bhttps?://[^\s<>()\[\]\"`]*[^\s<>()\[\]\"`.,;:!?']")
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough").disable("image")


# Longer messages are rare, and rendered each time.
KEPT_CHARACTERS = 4000


def render_message(text: str) -> SafeString:
    """Safe HTML of a message: no picture (it would tell its server who reads), no script, links that vouch for nothing.

    It depends on the text alone: each process remembers the last ones, for a thread is read far more often than written.
    """
    return _remembered(text) if len(text) <= KEPT_CHARACTERS else _rendered(text)


def _rendered(text: str) -> SafeString:
    html = _markdown.render(BARE_ADDRESS.sub(r"<\g<0>>", text))
    # A message stands below the page's own headings.
    for wanted, found in (("h3", "h1"), ("h4", "h2")):
        html = html.replace(f"<{found}>", f"<{wanted}>").replace(f"</{found}>", f"</{wanted}>")
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="nofollow noopener noreferrer"
    )
    return mark_safe(clean)


_remembered = lru_cache(maxsize=1000)(_rendered)


def quoted(post) -> str:
    """A message as a quotation to answer to."""
    lines = [f"> **{post.author}**", ">", *(f"> {line}".rstrip() for line in post.text.splitlines())]
    return "\n".join(lines) + "\n\n"
