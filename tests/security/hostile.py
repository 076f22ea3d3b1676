"""What somebody who means harm would write, and how to tell that it worked."""

from html.parser import HTMLParser

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from wagtail.fields import RichTextField, StreamField

from tests.url_rules import RULES

MARKUP = "'\"onx=1 <img src=x>"
INTO_NUMBERS = "99999999999999999999999999"
# Written by editors whose words are markup, and cleaned when they are saved; addresses and codes that a program reads.
OWN_KINDS = (RichTextField, StreamField, models.SlugField, models.URLField, models.EmailField, models.FileField, models.FilePathField)
# Codes, addresses and the like, which programs write and read; the HTML of a notice is cleaned when its template is saved.
CODES = {
    "accounts.User.time_zone",
    "accounts.User.password",
    "courses.PackageVersion.manifest_identifier",
    "courses.PackageVersion.organization_identifier",
    "courses.PackageVersion.organization_sequencing",
    "courses.PackageVersion.schema_version",
    "courses.PackageVersion.sequencing_collection",
    "courses.PackageVersion.sha256",
    "courses.SubmissionFile.media_type",
    "lrs.Activity.definition",
    "lrs.Activity.iri",
    "lrs.Statement.activity",
    "lrs.Statement.raw",
    "lrs.Statement.verb",
    "messaging.Conversation.scope",
    "messaging.MessageFile.media_type",
    "messaging.Notice.html",
    "messaging.Notice.kind",
    "messaging.Notice.link",
    "messaging.Notice.reply_to",
    "reporting.Export.order",
    "reporting.Export.table",
    "reporting.SavedReport.order",
    "reporting.SavedReport.table",
    "training_sessions.Signature.sha256",
    "wagtailcore.Page.url_path",
    "wagtailcore.PageLogEntry.action",
    "wagtailcore.ReferenceIndex.content_path",
    "wagtailcore.ReferenceIndex.model_path",
    "wagtailcore.ReferenceIndex.object_id",
    "wagtailcore.ReferenceIndex.to_object_id",
    "wagtailcore.Site.hostname",
    "wagtaildocs.Document.file_hash",
    "wagtailimages.Image.file_hash",
    "wagtailimages.Rendition.filter_spec",
}


class Elements(HTMLParser):
    """Finds an attribute that was closed too early, or an element that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if "onx" in named or (tag == "img" and named.get("src") == "x"):
            self.found = self.get_starttag_text() or tag


def harmful(answer) -> str:
    """What of the hostile words arrived as markup; "" where none did."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    elements = Elements()
    elements.feed(answer.content.decode())
    return elements.found


def is_words(field: models.Field) -> bool:
    """Whether people write it: free text, not a code with a form of its own."""
    if (
        not isinstance(field, models.CharField | models.TextField)
        or isinstance(field, OWN_KINDS)
        or field.choices
        or field.unique
        or field.name == "password"
    ):
        return False
    rules = [
        one
        for one in field.validators
        if not isinstance(one, MaxLengthValidator) and type(one).__name__ != "ProhibitNullCharactersValidator"
    ]
    return not rules and (field.max_length is None or field.max_length >= len(MARKUP))


def tells_apart(model: type[models.Model]) -> set[str]:
    """Columns that make a row another than its neighbour."""
    return {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}


def fill_with(words: str) -> list[str]:
    """Write `words` in every column of ours that people write; returns their names."""
    filled = []
    for model in apps.get_models():
        if model._meta.app_label not in LABELS or model._meta.proxy or model._meta.label in SEALED:
            continue
        label = model._meta.label
        names = [field.name for field in model._meta.local_concrete_fields if is_words(field) and f"{label}.{field.name}" not in CODES]
        filled += [f"{model._meta.label}.{name}" for name in _write(model, names, words)]
    return filled


def _write(model: type[models.Model], names: list[str], words: str) -> list[str]:
    """The columns written; those that tell rows apart only where there is one row."""
    if not names:
        return []
    try:
        with transaction.atomic():
            return names if models.QuerySet(model).update(**dict.fromkeys(names, words)) else []
    except IntegrityError:
        return _write(model, [name for name in names if name not in tells_apart(model)], words)


LABELS = {config.label for config in apps.get_app_configs() if config.name in settings.LOCAL_APPS} | {
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
}
# Rows that the database lets nobody change.
SEALED = {"privacy.AuditEntry", "privacy.AuditLink", "privacy.AuditPurge"}


def pages() -> list[str]:
    """The names of all pages that somebody may ask for."""
    return [name for name, rule in RULES.items() if rule.allowed]
