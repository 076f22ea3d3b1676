"""Small SCORM packages for tests: manifests by pieces, and zips that no ordinary tool writes."""

import io
import zipfile

from courses.scorm.archive import Limits
from tests.factories import make_zip

LIMITS = Limits(bytes=10_000_000, unpacked_bytes=20_000_000, members=100, ratio=100, ratio_floor=1_000_000)

HEAD_12 = (
    '<manifest identifier="m" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"{base}>'
    "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
)
HEAD_2004 = (
    '<manifest identifier="m" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"'
    ' xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"{base}>'
    "<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>"
)


def item(identifier: str, title: str = "", *, reference: str = "r1", inside: str = "", attributes: str = "") -> str:
    reference = f' identifierref="{reference}"' if reference else ""
    return f'<item identifier="{identifier}"{reference} {attributes}><title>{title or identifier}</title>{inside}</item>'


def resource(identifier: str = "r1", href: str = "index.html", *, kind: str = "sco", inside: str = "", attributes: str = "") -> str:
    address = f' href="{href}"' if href else ""
    return f'<resource identifier="{identifier}" type="webcontent" adlcp:scormtype="{kind}"{address} {attributes}>{inside}</resource>'


def manifest_12(items: str = "", resources: str = "", *, title: str = "Les bases", organizations: str = "", base: str = "") -> str:
    """A SCORM 1.2 manifest with one organisation; `organizations` replaces it as a whole."""
    one = f'<organization identifier="o"><title>{title}</title>{items or item("i1")}</organization>'
    organizations = organizations or f'<organizations default="o">{one}</organizations>'
    return f"{HEAD_12.format(base=base)}{organizations}<resources>{resources or resource()}</resources></manifest>"


def manifest_2004(
    items: str = "", resources: str = "", *, version: str = "2004 3rd Edition", organization: str = "", attributes: str = "", tail: str = ""
) -> str:
    """A SCORM 2004 manifest; `organization` is put after the items, `tail` after the resources."""
    head = HEAD_2004.format(base="", version=version)
    body = f'<organization identifier="o" {attributes}><title>Les bases</title>{items or item("i1")}{organization}</organization>'
    return f'{head}<organizations default="o">{body}</organizations><resources>{resources or resource()}</resources>{tail}</manifest>'


def package(manifest: str | bytes = "", files: dict | None = None) -> bytes:
    """A zip with a manifest and the page it opens."""
    return make_zip({"imsmanifest.xml": manifest or manifest_12(), **(files if files is not None else {"index.html": "<p>Bonjour</p>"})})


def zip_of(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    """A zip whose members are written as they come, twice the same name included."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same zip with a name's bytes replaced everywhere: names as other encodings write them."""
    assert len(old) == len(new)
    assert content.count(old) == 2
    return content.replace(old, new)
