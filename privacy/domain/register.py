"""The register of personal data: which models hold some, and its page for the people in charge (GDPR, article 30)."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.domain.keeping import days_kept
from privacy.domain.rows import has_registration
from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declared


def register_file() -> Path:
    return settings.BASE_DIR / "docs" / "privacy-register.md"


def undeclared() -> list[str]:
    """Models with a link to a person that no app has declared: their labels, in order.

    A link is a foreign key to the user, or to a row that is about a person (an enrolment, an attempt…).
    """
    known = declared()
    about_people = {settings.AUTH_USER_MODEL} | {label for label, entry in known.items() if not entry.author_only}
    return sorted(model._meta.label for model in apps.get_models() if model._meta.label not in known and _links(model, about_people))


def _links(model: type[models.Model], targets: set[str]) -> bool:
    """Has the model a foreign key of its own to one of `targets`? The row of a parent class is declared with that class."""
    parents = {link for link in model._meta.parents.values() if link}
    keys = [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey) and field not in parents]
    return any(key.related_model._meta.label in targets for key in keys)


def misdeclared() -> list[str]:
    """Declarations that name no model, no lookup to a person, no known basis or rule: one sentence each."""
    return [problem for entry in declared().values() for problem in _problems(entry)]


def _problems(entry: PersonalData) -> list[str]:
    try:
        model = apps.get_model(entry.model)
    except LookupError:
        return [f"{entry.model}: no such model"]
    found = []
    if entry.path and _target(model, entry.path) != settings.AUTH_USER_MODEL:
        found.append(f"{entry.model}: {entry.path} does not lead to a person")
    leads = entry.path or entry.address or entry.author_only or entry.model == settings.AUTH_USER_MODEL or has_registration(model)
    if not leads:
        found.append(f"{entry.model}: no path, and it is not the person's own row")
    if entry.basis not in Basis.values or entry.retention not in Retention.values:
        found.append(f"{entry.model}: unknown basis or rule of retention")
    columns = {field.name for field in model._meta.get_fields()}
    found += [f"{entry.model}: no column {name}" for name in (*entry.cleared, *entry.hidden, entry.address) if name and name not in columns]
    return found


def _target(model: type[models.Model], path: str) -> str:
    for name in path.split("__"):
        field = next((one for one in model._meta.get_fields() if one.name == name), None)
        if field is None or field.related_model is None:
            return ""
        model = field.related_model
    return model._meta.label


def register_text() -> str:
    """The register as Markdown, in the language now active: one table per app, in order of names."""
    by_app: dict[str, list[PersonalData]] = {}
    for entry in sorted(declared().values(), key=lambda one: one.model):
        by_app.setdefault(apps.get_model(entry.model)._meta.app_label, []).append(entry)
    return "\n".join([HEAD, *(_section(label, entries) for label, entries in sorted(by_app.items()))])


COLUMNS = "| data | leads to the person by | why | legal basis | kept | when the person is erased |\n| --- | --- | --- | --- | --- | --- |"
HEAD = """# Register of personal data

Made by `manage.py privacy_register` from what each app declares in its `personal_data.py`; do not edit it by hand.
“Names who did it” marks rows about something else that only tell who made or checked them.
"""


def _section(label: str, entries: list[PersonalData]) -> str:
    rows = [f"## {apps.get_app_config(label).name}", "", COLUMNS]
    return "\n".join([*rows, *(_row(entry) for entry in entries), ""])


def _row(entry: PersonalData) -> str:
    model = apps.get_model(entry.model)
    way = "names who did it" if entry.author_only else f"`{entry.path}`" if entry.path else _own_way(entry)
    cells = [f"`{model.__name__}`", way, entry.purpose, Basis(entry.basis).label, Retention(entry.retention).label, at_erasure(entry)]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def at_erasure(entry: PersonalData) -> str:
    """What erasure does to the rows, in words."""
    model = apps.get_model(entry.model)
    names = [str(model._meta.get_field(name).verbose_name) for name in entry.cleared]
    without = _(", without: ") + ", ".join(names) if names else ""
    return f"{entry.at_erasure.label}{without}"


def _own_way(entry: PersonalData) -> str:
    if entry.address:
        return f"`{entry.address}`, the same as the account's"
    return "the person's own row" if entry.model == settings.AUTH_USER_MODEL else "`registration` of the enrolment"


def outcome_in_words(outcome: list[dict]) -> list[str]:
    """The lines of a journal's entry, as those in charge read them."""
    fates = {**dict(Fate.choices), "swept": _("name taken out of what others wrote"), "erased": _("erased")}
    lines = []
    for one in outcome:
        kept = f" ({Retention(one['why']).label})" if one.get("why") else ""
        until = f" → {one['until']}" if one.get("until") else ""
        lines.append(f"{_named(one['model'])} : {one['rows']}, {fates[one['fate']]}{kept}{until}")
    return lines


def _named(label: str) -> str:
    entry = declared().get(label)
    return entry.name if entry else str(apps.get_model(label)._meta.verbose_name_plural)


def processing() -> list[dict]:
    """The register of processing for the public: by app, each purpose with its basis, how long and what erasure does."""
    by_app: dict[str, list[dict]] = {}
    for entry in sorted(declared().values(), key=lambda one: one.model):
        model = apps.get_model(entry.model)
        if not entry.author_only:
            by_app.setdefault(_app_name(model), []).append(
                {
                    "data": entry.name,
                    "purpose": entry.purpose,
                    "basis": Basis(entry.basis).label,
                    "retention": kept_in_words(entry.retention),
                    "erasure": at_erasure(entry),
                }
            )
    return [{"app": app, "entries": entries} for app, entries in sorted(by_app.items())]


def _app_name(model: type[models.Model]) -> str:
    """What people know the part of the platform as; the apps of others are named by what they do here."""
    label = model._meta.app_label
    if label.startswith("wagtail"):
        return _("Administration of the site")
    if label == "mfa":
        return _("Second step of signing in")
    return str(apps.get_app_config(label).verbose_name)


def kept_in_words(retention: str) -> str:
    """The rule, with the time that the settings give it."""
    days, label = days_kept(retention), str(Retention(retention).label)
    if not days:
        return label
    years, rest = divmod(days, 365)
    if years and not rest:
        length = ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    else:
        length = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return f"{label} – {length}"
