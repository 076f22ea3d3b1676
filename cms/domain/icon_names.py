"""Which pictures the templates and models ask for: the sprite holds these and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from accounts.registry import registered_workspaces

_IN_TAG = re.compile(r"""\{%-?\s*icon\s+["']([a-z0-9-]+)["']""")
_IN_INCLUDE = re.compile(r"""\{%\s*include\b[^%]*?\bicon=["']([a-z0-9-]+)["']""")
_ICONS_TABLE = re.compile(r"_ICONS\b[^={\n]*=\s*\{([^}]*)\}")
_TABLE_VALUE = re.compile(r""":\s*["']([a-z0-9-]+)["']""")


def icon_names() -> dict[str, str]:
    """Every name wanted, with the first place that wants it (to name it when the picture does not exist)."""
    wanted: dict[str, str] = {}
    for source in (_listed, _in_templates, _in_tables, _of_models, _of_workspaces):
        for name, place in source():
            wanted.setdefault(name, place)
    return wanted


def _listed() -> Iterator[tuple[str, str]]:
    path = settings.BASE_DIR / "frontend" / "icons.txt"
    for line in path.read_text().splitlines():
        if name := line.split("#")[0].strip():
            yield name, "frontend/icons.txt"


def template_files() -> list[Path]:
    """The project's templates, without the back office's (they draw with the back office's own pictures)."""
    folders = [settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")]
    return sorted(
        path for folder in folders for path in folder.rglob("*.html") if "wagtail" not in str(path.relative_to(settings.BASE_DIR))
    )


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in template_files():
        text = path.read_text()
        if "wagtailadmin_tags" not in text:
            for name in [*_IN_TAG.findall(text), *_IN_INCLUDE.findall(text)]:
                yield name, str(path.relative_to(settings.BASE_DIR))


def _in_tables() -> Iterator[tuple[str, str]]:
    """Tables named SOMETHING_ICONS in the apps' own Python, such as the modalities'."""
    for app in settings.LOCAL_APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for table in _ICONS_TABLE.findall(path.read_text()):
                for name in _TABLE_VALUE.findall(table):
                    yield name, str(path.relative_to(settings.BASE_DIR))


def _of_models() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if name := getattr(model, "kind_icon", ""):
            yield name, f"{model._meta.label}.kind_icon"


def _of_workspaces() -> Iterator[tuple[str, str]]:
    for workspace in registered_workspaces():
        yield workspace.icon, f"workspace {workspace.name}"
