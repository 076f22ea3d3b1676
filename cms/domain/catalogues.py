"""Message catalogues without GNU gettext: extracted and compiled by Babel, so that set-up needs pip alone."""

import io
import json
import re
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Messages of Compagnon.\n# SPDX-License-Identifier: EUPL-1.2"
SKIPPED = {"migrations", "tests", "node_modules"}


def source_files(root: Path) -> list[Path]:
    """Python files of the apps and all templates, in a stable order."""
    python = [path for app in settings.LOCAL_APPS for path in (root / app).rglob("*.py") if not SKIPPED & set(path.relative_to(root).parts)]
    templates = [path for suffix in ("html", "txt") for path in (root / "templates").rglob(f"*.{suffix}")]
    return sorted(python) + sorted(templates)


def extracted(root: Path) -> Catalog:
    """Every message of the sources, as a catalogue without translations. Places are files, without line numbers."""
    catalogue = Catalog(project="Compagnon", charset="utf-8")
    for path in source_files(root):
        text = path.read_text()
        if path.suffix != ".py":
            # The template's text is blanked out by templatize; its indentation would not be Python's.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        place = str(path.relative_to(root))
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context, flags=_flags(message))
    return catalogue


def _flags(message) -> set[str]:
    texts = message if isinstance(message, tuple) else (message,)
    return {"python-format"} if any("%(" in text for text in texts) else set()


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


# A breaking or narrow space before a mark that ends a word, not before one that begins something (":name").
BEFORE_MARK = re.compile(r"(?<=\S)[ \u202f](?=[:;?!»](?:$|[\s)»”.,<]))")
AFTER_OPENING = re.compile(r"(?<=«)[ \u202f]")


def read(root: Path, language: str) -> Catalog:
    path = catalogue_path(root, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def updated(root: Path, language: str, translations: dict[str, str | list[str]] | None = None) -> Catalog:
    """The language's catalogue with exactly the messages of the sources; no guessed (fuzzy) translation."""
    known, template = read(root, language), extracted(root)
    fresh = Catalog(locale=language, project="Compagnon", charset="utf-8", fuzzy=False, header_comment=HEADER)
    for message in template:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        string = _kept_together(language, _given(message, translations or {}) or (old.string if old else None))
        locations = sorted(set(message.locations))
        fresh.add(message.id, string, locations=locations, flags=message.flags, context=message.context)
    return fresh


def _kept_together(language: str, string: Any) -> Any:
    """French marks of two parts, and what quotes hold, never begin or end a line alone: no-break spaces."""
    if language != "fr" or not string:
        return string
    if isinstance(string, tuple | list):
        return tuple(_kept_together(language, one) for one in string)
    return AFTER_OPENING.sub("\u00a0", BEFORE_MARK.sub("\u00a0", string))


def _given(message: Message, translations: dict) -> str | tuple[str, ...] | None:
    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
    found = translations.get(f"{message.context}\x04{first}" if message.context else first)
    if isinstance(message.id, tuple | list):
        return tuple(found) if isinstance(found, list) else (found, found) if found else None
    return found if isinstance(found, str) else None


def write(root: Path, language: str, catalogue: Catalog) -> None:
    path = catalogue_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, omit_header=False, ignore_obsolete=True)
    lines = [
        line
        for line in buffer.getvalue().decode().splitlines()
        if not line.startswith(
            ('"POT-Creation', '"PO-Revision', '"Last-Tr', '"Language-Team', '"Generated-By', '"Report-Msgid', '"Project-Id')
        )
    ]
    path.write_text("\n".join(lines).rstrip() + "\n")


def compile_catalogue(root: Path, language: str) -> None:
    """Write the .mo beside the .po, unless it is newer already."""
    source = catalogue_path(root, language)
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    buffer = io.BytesIO()
    write_mo(buffer, read(root, language))
    temporary = target.with_suffix(".mo.new")
    temporary.write_bytes(buffer.getvalue())
    temporary.replace(target)


def missing(catalogue: Catalog) -> list[str]:
    """Messages without a translation, or whose named places differ from the source's."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(strings):
            found.append(str(message.id))
    return found


def given_translations(folder: Path) -> dict[str, str | list[str]]:
    """Translations from JSON files of a folder: {message: translation or [singular, plural]}."""
    merged: dict[str, str | list[str]] = {}
    for path in sorted(folder.glob("*.json")):
        merged.update(json.loads(path.read_text()))
    return merged
