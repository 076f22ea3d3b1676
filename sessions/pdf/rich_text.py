"""Rich text written in the editor as paragraphs of a PDF: headings, lists, bold, italic, links."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from lxml import html
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, ListFlowable, ListItem, Paragraph

from sessions.pdf.fonts import BOLD, REGULAR, has_italics, printable

INK, LINE = HexColor("#22201c"), HexColor("#e2dcd1")
INLINE_TAGS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "hr", "blockquote", "div"}
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}


class RichText:
    """Turns the HTML of one text into flowables. link(href) gives the absolute address to print for a link, "" for none."""

    def __init__(self, *, link: Callable[[str], str], colour: str):
        self.link, self.colour = link, colour
        body = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=16, textColor=INK, spaceAfter=7)
        self.styles = {
            "p": body,
            "li": ParagraphStyle("item", parent=body, spaceAfter=3),
            "h2": _heading(15, HexColor(colour), before=12),
            "h3": _heading(12.5, INK, before=9),
            "h4": _heading(11, INK, before=6),
            "blockquote": ParagraphStyle("quote", parent=body, leftIndent=14, borderPadding=4, textColor=HexColor("#5b554b")),
        }

    def flowables(self, source: str) -> list[Flowable]:
        if not source.strip():
            return []
        return list(self._blocks(html.fragment_fromstring(source, create_parent="div"), "p"))

    def _blocks(self, element, style: str) -> Iterator[Flowable]:
        """Flowables of the children of `element`; loose text and inline tags between blocks make a paragraph of their own."""
        loose = escape(printable(element.text or ""))
        for child in element:
            if child.tag not in BLOCKS:
                loose += self._inline_tag(child)
            else:
                yield from self._paragraph(loose, style)
                loose = ""
                yield from self._block(child)
            loose += escape(printable(child.tail or ""))
        yield from self._paragraph(loose, style)

    def _block(self, element) -> Iterator[Flowable]:
        if element.tag == "hr":
            yield HRFlowable(width="100%", color=LINE, spaceBefore=8, spaceAfter=8)
        elif element.tag in {"ul", "ol"}:
            yield from self._list(element)
        elif element.tag == "div":
            yield from self._blocks(element, "p")
        else:
            yield from self._paragraph(self._inline(element), element.tag)

    def _paragraph(self, markup: str, style: str) -> Iterator[Flowable]:
        if markup.strip():
            yield Paragraph(markup.strip(), self.styles[style])

    def _list(self, element) -> Iterator[Flowable]:
        kind = "1" if element.tag == "ol" else "bullet"
        contents = [list(self._blocks(item, "li")) for item in element.iterchildren("li")]
        items = [ListItem(content, leftIndent=18) for content in contents if content]
        if not items:
            return
        marks = {} if kind == "1" else {"start": "•"}
        yield ListFlowable(
            items, bulletType=kind, bulletFontName=REGULAR, bulletFontSize=10, bulletColor=HexColor(self.colour), spaceAfter=7, **marks
        )

    def _inline(self, element) -> str:
        markup = escape(printable(element.text or ""))
        for child in element:
            markup += self._inline_tag(child) + escape(printable(child.tail or ""))
        return markup

    def _inline_tag(self, element) -> str:
        if not isinstance(element.tag, str):
            return ""
        if element.tag == "br":
            return "<br/>"
        inside = self._inline(element)
        if element.tag == "a":
            address = self.link(element.get("href", ""))
            return f"<a href={quoteattr(address)} color={quoteattr(self.colour)}><u>{inside}</u></a>" if is_safe(address) else inside
        tag = INLINE_TAGS.get(element.tag)
        if tag == "i" and not has_italics(inside):
            return inside
        return f"<{tag}>{inside}</{tag}>" if tag else inside


def is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme in SAFE_SCHEMES
    except ValueError:
        return False


def _heading(size: float, colour, *, before: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"h{size}",
        fontName=BOLD,
        fontSize=size,
        leading=size * 1.35,
        textColor=colour,
        spaceBefore=before,
        spaceAfter=5,
        keepWithNext=1,
    )
