"""Packages for tests: imported from a zip, as an editor does."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.domain.importing import add_version, create_package, import_version
from courses.models import PackageVersion, ScormPage
from courses.players import LearningContext
from tests.factories import make_object, make_zip

SCORM = settings.BASE_DIR.parent / "shared/corpora/scorm"


def corpus_zip(path: str) -> bytes:
    """A zip of the corpora, such as golf/RuntimeBasicCalls_SCORM12.zip; the test is skipped where they are missing."""
    file: Path = SCORM / path
    if not file.exists():
        pytest.skip(f"{file.name} is not on this machine")
    return file.read_bytes()


def import_zip(content: bytes, *, package=None, name: str = "module.zip") -> PackageVersion:
    """The zip imported and ready, as a new package or as a new version of one."""
    upload = SimpleUploadedFile(name, content, "application/zip")
    version = add_version(package=package, upload=upload, user=None) if package else create_package(upload=upload, user=None)
    version.refresh_from_db()
    if not version.is_ready:
        import_version(version)
        version.refresh_from_db()
    version.package.refresh_from_db()
    return version


def make_module(content: bytes, title: str = "Jouer au golf", **fields) -> ScormPage:
    return make_object(ScormPage, title, package=import_zip(content).package, **fields)


def manifest_12(items: str, resources: str, *, title: str = "Module d'essai") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="essai" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org"><organization identifier="org"><title>{title}</title>{items}</organization></organizations>
  <resources>{resources}</resources>
</manifest>"""


def manifest_2004(items: str, resources: str, *, title: str = "Module d'essai") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="essai" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="org"><organization identifier="org"><title>{title}</title>{items}</organization></organizations>
  <resources>{resources}</resources>
</manifest>"""


def item(name: str, extra: str = "") -> str:
    return f'<item identifier="{name}" identifierref="r-{name}"><title>Partie {name}</title>{extra}</item>'


def resource(name: str, *, kind: str = "sco", edition: str = "12", href: str = "") -> str:
    attribute = "scormtype" if edition == "12" else "scormType"
    href = href or f"{name}.html"
    return f'<resource identifier="r-{name}" type="webcontent" adlcp:{attribute}="{kind}" href="{href}"><file href="{href}"/></resource>'


def simple_zip(*names: str, edition: str = "12", kind: str = "sco", extra: str = "", files: dict | None = None) -> bytes:
    """A package of one part per name; extra: XML put in every item."""
    manifest = manifest_12 if edition == "12" else manifest_2004
    items = "".join(item(name, extra) for name in names)
    resources = "".join(resource(name, kind=kind, edition=edition) for name in names)
    pages = {f"{name}.html": f"<!doctype html><title>{name}</title><h1>Partie {name}</h1>" for name in names}
    return make_zip({"imsmanifest.xml": manifest(items, resources), **pages, **(files or {})})


def context_for(user, page, **fields) -> LearningContext:
    """A step of `page` in front of `user`, open for writing."""
    import uuid

    fields.setdefault("registration", uuid.uuid5(uuid.NAMESPACE_OID, f"{user.pk}-{page.pk}"))
    fields.setdefault("closes_at", timezone.now() + timezone.timedelta(days=10))
    return LearningContext(user=user, activity=page, base_url="/etape/", back_url="/parcours/", **fields)
