"""What is said to the editor of a package: what is wrong, and what to change. One sentence per code."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.scorm.archive import MANIFEST
from courses.scorm.problems import PackageRefused
from courses.templatetags.learning import file_size

NAMES_SHOWN = 5

REFUSALS = {
    "empty_file": gettext_lazy("The file is empty. Export the module again from your authoring tool."),
    "not_zip": gettext_lazy(
        "This file is neither a zip nor a course structure (cmi5.xml), or it was cut short on the way. "
        "Send the .zip that your authoring tool exports, without changing it."
    ),
    "broken_zip": gettext_lazy("The zip is damaged. Export the module again from your authoring tool."),
    "broken_member": gettext_lazy("The file “%(path)s” of the zip cannot be read: it is damaged. Export the module again."),
    "empty_zip": gettext_lazy("The zip contains no file. Export the module again from your authoring tool."),
    "too_large": gettext_lazy("The zip weighs %(size)s; the limit is %(limit)s. Lighten the videos and pictures, or split the module."),
    "too_large_unpacked": gettext_lazy(
        "Unpacked, the module would weigh more than %(limit)s. Lighten the videos and pictures, or split the module."
    ),
    "too_many_members": gettext_lazy("The zip contains more than %(limit)s files. Split the module."),
    "ratio": gettext_lazy(
        "Unpacked, the zip would be over %(limit)s times its size: this is how booby-trapped zips are made. "
        "Export the module again from your authoring tool."
    ),
    "encrypted": gettext_lazy("The zip is protected by a password. Send it without one."),
    "compression": gettext_lazy(
        "The file “%(path)s” is compressed in a way that cannot be read here. Make the zip again with the usual compression."
    ),
    "symlink": gettext_lazy("“%(path)s” is a link to another file. Put the file itself into the zip."),
    "special_file": gettext_lazy("“%(path)s” is not an ordinary file. Take it out of the zip."),
    "absolute_path": gettext_lazy("The file “%(path)s” wants to be placed outside the module. Export the module again."),
    "parent_path": gettext_lazy("The file “%(path)s” wants to be placed outside the module. Export the module again."),
    "unsafe_path": gettext_lazy("The name of the file “%(path)s” contains characters that are not allowed. Rename it."),
    "long_path": gettext_lazy("The name of the file “%(path)s” is too long. Shorten it."),
    "duplicate": gettext_lazy(
        "The zip contains “%(path)s” and “%(other)s”, which are the same name for many computers. Rename or remove one of them."
    ),
    "no_manifest": gettext_lazy(
        "The zip contains no imsmanifest.xml, cmi5.xml or tincan.xml file: it is not a module. In your authoring tool, choose the export "
        "“SCORM 2004”, “SCORM 1.2” or “cmi5”, and send the zip without changing it."
    ),
    "manifest_too_deep": gettext_lazy(
        "The file %(file)s is in the folder “%(folder)s”. Make a zip of what is inside that folder, and send it."
    ),
    "zip_in_zip": gettext_lazy("The zip contains another zip, “%(path)s”: it is probably the module. Send that one."),
    "aicc": gettext_lazy("This is an AICC module, an old standard that is not supported. Export it as SCORM 1.2 or SCORM 2004."),
    "other_standard": gettext_lazy(
        "This module follows another standard: %(standard)s. Export it as SCORM 2004, SCORM 1.2 or cmi5 from your authoring tool."
    ),
    "not_scorm": gettext_lazy("The file imsmanifest.xml does not describe a SCORM module. Choose the export “SCORM 1.2” or “SCORM 2004”."),
    "not_a_manifest": gettext_lazy(
        "The file imsmanifest.xml does not describe a module. Export the module again from your authoring tool."
    ),
    "manifest_too_large": gettext_lazy("The file %(file)s weighs %(size)s; the limit is %(limit)s."),
    "empty_manifest": gettext_lazy("The file %(file)s is empty. Export the module again from your authoring tool."),
    "broken_xml": gettext_lazy(
        "The file %(file)s is malformed at line %(line)s. Export the module again; if you changed this file by hand, mend that line."
    ),
    "xml_entities": gettext_lazy("The file %(file)s declares entities, which is not allowed. Export the module again."),
    "too_many_items": gettext_lazy("The module has more than %(limit)s parts, or parts within parts beyond %(depth)s levels. Split it."),
    "submanifest": gettext_lazy(
        "“%(title)s” is a module within the module (sub-manifest), which is not supported. Export it by itself, as a module of its own."
    ),
    "no_organization": gettext_lazy(
        "The module does not say what to open: its table of contents (organization) is missing or empty. "
        "Check the settings of the export, and export it again."
    ),
    "nothing_to_launch": gettext_lazy(
        "Nothing can be opened in this module: no part of it gives the address of a page. "
        "Check the settings of the export, and export it again."
    ),
    "external_launch": gettext_lazy(
        "The module opens a page of another site (%(address)s). Put the page into the module, or make a link in the library instead."
    ),
}

# cmi5.xml and tincan.xml: sections 13 and 14 of cmi5.
REFUSALS |= {
    "not_a_course_structure": gettext_lazy(
        "This XML file does not describe a cmi5 course: it begins with “%(root)s” instead of “courseStructure”. "
        "Send the zip that your authoring tool exports, or its cmi5.xml."
    ),
    "course_structure_namespace": gettext_lazy(
        "The file cmi5.xml does not follow the cmi5 standard: its namespace is “%(namespace)s”. Export the module again as cmi5."
    ),
    "not_a_tincan": gettext_lazy(
        "The file tincan.xml does not describe a module: it begins with “%(root)s” instead of “tincan”. Export the module again."
    ),
    "missing_element": gettext_lazy("In cmi5.xml, line %(line)s: “%(within)s” lacks its element “%(element)s”. Export the module again."),
    "misplaced_element": gettext_lazy(
        "In cmi5.xml, line %(line)s: the element “%(element)s” is not allowed at this place of “%(within)s”. Export the module again."
    ),
    "missing_attribute": gettext_lazy(
        "In cmi5.xml, line %(line)s: the element “%(element)s” lacks its attribute “%(attribute)s”. Export the module again."
    ),
    "unknown_attribute": gettext_lazy(
        "In cmi5.xml, line %(line)s: the element “%(element)s” has an attribute that cmi5 does not know, “%(attribute)s”. "
        "Export the module again."
    ),
    "nothing_in_course": gettext_lazy("The course described by cmi5.xml has no part to open. Export the module again."),
    "nothing_in_block": gettext_lazy("In cmi5.xml, line %(line)s: a block has no part to open. Fill it or remove it, and export again."),
    "bad_iri": gettext_lazy(
        "The identifier “%(value)s” of an element “%(element)s” is not a whole address (IRI), such as https://example.org/module/1. "
        "Change it in your authoring tool, and export again."
    ),
    "duplicate_id": gettext_lazy(
        "Two elements “%(element)s” of the module bear the same identifier: %(value)s. "
        "Give each its own in your authoring tool, and export again."
    ),
    "bad_url": gettext_lazy(
        "The part “%(title)s” opens an address that is not valid: “%(url)s”. Correct it in your authoring tool, and export again."
    ),
    "relative_url_without_zip": gettext_lazy(
        "The part “%(title)s” opens “%(url)s”, a file that is not here: a cmi5.xml sent alone may only name whole addresses (https://…). "
        "Send the zip with the files of the module."
    ),
    "reserved_parameter": gettext_lazy(
        "The part “%(title)s” opens “%(url)s”: the parameter “%(name)s” is kept for the platform. "
        "Rename it in your authoring tool, and export again."
    ),
    "bad_choice": gettext_lazy(
        "The part “%(title)s” has an unknown value of %(attribute)s: “%(value)s”. It should be one of these: %(allowed)s."
    ),
    "bad_mastery_score": gettext_lazy(
        "The part “%(title)s” has a mastery score (masteryScore) that is not valid: “%(value)s”. It is a number from 0 to 1, such as 0.8, "
        "with four decimals at most."
    ),
    "bad_activity_type": gettext_lazy(
        "The part “%(title)s” has an activity type (activityType) that is not a whole address (IRI): “%(value)s”."
    ),
}

WARNINGS = {
    "edition_guessed": gettext_lazy("The module does not say its edition; it was read as %(edition)s."),
    "default_organization_missing": gettext_lazy("The table of contents announced does not exist; the first one was taken."),
    "organizations_ignored": gettext_lazy("The module has several tables of contents; only the main one is used."),
    "organization_made": gettext_lazy("The module has no table of contents; its only page (%(href)s) is opened."),
    "resource_missing": gettext_lazy("“%(title)s” leads to nothing in the module: it will not be possible to open it."),
    "resource_twice": gettext_lazy("Two contents of the module bear the same identifier (%(identifier)s); the first one is used."),
    "item_twice": gettext_lazy("Two parts of the module bear the same identifier (%(identifier)s); the second one was renamed."),
    "objective_unknown": gettext_lazy("“%(title)s” refers to an objective that the module does not describe (%(identifier)s)."),
    "mastery_score_unread": gettext_lazy("The mastery score “%(text)s” could not be read and is ignored."),
}


def refusal_message(refusal: PackageRefused) -> str:
    """The sentence of a refusal, in the active language."""
    if refusal.code == "missing_launch_files":
        return _missing_launch_files(refusal.params["paths"])
    params = {"file": MANIFEST, **refusal.params}
    if refusal.code in {"too_large", "too_large_unpacked", "manifest_too_large"}:
        params |= {name: file_size(value) for name, value in params.items() if name in {"size", "limit"}}
    return str(REFUSALS[refusal.code]) % params


def warning_message(code: str, params: dict[str, Any]) -> str:
    """The sentence of a warning kept on a version, in the active language."""
    if code == "files_missing":
        return _files_missing(params["paths"], params["count"])
    return str(WARNINGS[code]) % params


def _missing_launch_files(paths: list[str]) -> str:
    return ngettext(
        "The module opens %(names)s, which is not in the zip. Export the module again, with this file.",
        "The module opens files that are not in the zip: %(names)s. Export the module again, with these files.",
        len(paths),
    ) % {"names": quoted(paths, len(paths))}


def _files_missing(paths: list[str], count: int) -> str:
    return ngettext(
        "A file announced is not in the zip: %(names)s. If the module plays well, there is nothing to do.",
        "%(count)d files announced are not in the zip: %(names)s. If the module plays well, there is nothing to do.",
        count,
    ) % {"names": quoted(paths, count), "count": count}


def quoted(names: Iterable[str], count: int) -> str:
    """The first names between quotation marks, and how many more there are."""
    shown = list(names)[:NAMES_SHOWN]
    text = _(", ").join(_("“%(name)s”") % {"name": name} for name in shown)
    more = count - len(shown)
    return text + (ngettext(" and %(count)d more", " and %(count)d more", more) % {"count": more} if more > 0 else "")
