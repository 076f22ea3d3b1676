"""Manifest bytes to an XML tree: no entity, no network, whatever encoding the tool wrote or claimed."""

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from courses.scorm.problems import PackageRefused

MAX_BYTES = 10 * 1024 * 1024
XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(content: bytes) -> etree._Element:
    """The root element. Raises PackageRefused: broken_xml with its line, xml_entities, empty_manifest."""
    # The text is parsed as UTF-8 whatever it declared; removing the declaration keeps its line breaks.
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), decode(content), count=1)
    if not text.strip():
        raise PackageRefused("empty_manifest")
    if "<!ENTITY" in text:
        raise PackageRefused("xml_entities")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise PackageRefused("broken_xml", line=error.lineno or 1, reason=error.msg or "") from error


def decode(content: bytes) -> str:
    """The manifest's text: by byte-order mark, by the zero bytes of UTF-16, as UTF-8, as declared, as Windows text.

    UTF-8 comes before the declaration: text in another encoding is practically never valid UTF-8, and tools
    that write UTF-8 under a Latin-1 declaration are many.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    head = content.lstrip(b" \t\r\n")[:4]
    if head[:2] == b"<\x00":
        return content.decode("utf-16-le", "replace")
    if content[:2] == b"\x00<":
        return content.decode("utf-16-be", "replace")
    declared = _DECLARED.match(content)
    for encoding in ("utf-8", declared[1].decode() if declared else "", "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def local(element: etree._Element) -> str:
    """The element's name without namespace, lower case: tools disagree on both (datafromlms, dataFromLMS)."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    return (etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Direct children of that lower-case local name."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """All text within, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute of that lower-case name in whichever namespace, trimmed; "" when absent."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower() == name and not key.startswith(XML_NAMESPACE):
            return value.strip()
    return ""


def base_of(element: etree._Element | None) -> str:
    """Its own xml:base, "" when there is none."""
    return (element.get(f"{XML_NAMESPACE}base") or "").strip() if element is not None else ""


def is_true(value: str, default: bool = True) -> bool:
    """An xs:boolean attribute as written by tools."""
    return default if not value else value.lower() in {"true", "1", "yes"}


def verbatim(element: etree._Element | None) -> str:
    """The element as it is in the manifest, with the namespaces it needs; "" for None."""
    return etree.tostring(element, encoding="unicode", with_tail=False) if element is not None else ""
