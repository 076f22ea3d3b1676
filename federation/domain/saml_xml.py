"""Reading XML from outside: no entities, no document type, no comments, no network."""

import base64
import binascii
from typing import Any

from lxml import etree

from federation.domain.saml_words import NAMES

LARGEST = 256 * 1024


class NotRead(ValueError):
    """It is not XML, or XML of a kind that is never needed here."""


def read_xml(content: bytes) -> Any:
    """The root element. Comments go: they would cut texts in two, and canonical XML knows none (CVE-2018-0489 and its kin)."""
    if len(content) > LARGEST or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotRead
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise NotRead from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotRead
    return root


def read_posted(value: str) -> Any:
    """The root element of a message sent by POST, in base 64."""
    try:
        return read_xml(base64.b64decode("".join(value.split()), validate=True))
    except (binascii.Error, ValueError) as problem:
        raise NotRead from problem


def all_of(element: Any, path: str) -> list[Any]:
    return element.findall(path, NAMES)


def one_of(element: Any, path: str) -> Any:
    """The only one; None where there is none or are several."""
    found = all_of(element, path)
    return found[0] if len(found) == 1 else None


def text_of(element: Any) -> str:
    """The whole text, "" for no element."""
    return "".join(element.itertext()).strip() if element is not None else ""
