"""The procedure sheets: the guides of docs/guides, one per role, drawn as pages to read or to print."""

import re
from dataclasses import dataclass
from pathlib import Path

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

GUIDES = settings.BASE_DIR / "docs" / "guides"
PICTURES = settings.BASE_DIR / "docs" / "images"
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_HEADING = re.compile(r"\A# +(.+)\n")
_PICTURE = re.compile(r"\]\(\.\./images/([a-z0-9-]+\.(?:png|webp))\)")
_GUIDE = re.compile(r"\[([^\]]+)\]\(([a-z-]+)\.md(?:#[^)]*)?\)")
_ELSEWHERE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*\.md(?:#[^)]*)?\)")
_TAGS = {
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "hr",
    "blockquote",
}


@dataclass(frozen=True)
class Guide:
    name: str
    title: str
    html: SafeString


def guide_titles(names: list[str]) -> list[tuple[str, str]]:
    """(name, title) of the guides that exist among `names`."""
    return [(name, _title((GUIDES / f"{name}.md").read_text())) for name in names if (GUIDES / f"{name}.md").exists()]


def read_guide(name: str) -> Guide:
    """Raises FileNotFoundError for a guide that does not exist. `name` comes from the registry of visits, never from an address."""
    text = (GUIDES / f"{name}.md").read_text()
    body = _PICTURE.sub(lambda found: f"]({reverse('cms:guide_picture', args=[found.group(1)])})", _HEADING.sub("", text))
    body = _ELSEWHERE.sub(r"\1", _GUIDE.sub(lambda found: f"[{found.group(1)}]({reverse('cms:guide', args=[found.group(2)])})", body))
    clean = nh3.clean(
        _markdown.render(body), tags=_TAGS, attributes={"a": {"href"}, "img": {"src", "alt"}}, url_schemes={"https", "mailto"}
    )
    return Guide(name, _title(text), mark_safe(clean.replace("<img ", '<img loading="lazy" ')))


def picture_path(name: str) -> Path | None:
    path = PICTURES / name
    return path if path.suffix in {".png", ".webp"} and path.is_file() else None


def _title(text: str) -> str:
    found = _HEADING.match(text)
    return found.group(1) if found else ""
