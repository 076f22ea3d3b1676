"""What import-linter cannot see: relations written as strings, apps missing from the contract, drawers without a name."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from cms.domain import catalogues

ROOT = Path(settings.BASE_DIR)
FOLDERS = {"training_sessions": "sessions"}
DRAWERS = {"utils.py", "helpers.py", "common.py", "misc.py", "tools.py"}
NOT_APPS = {"config", "tests", "templates", "frontend", "locale", "docs", "deploy", "benchmarks", "node_modules", "var"}
LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def layers() -> dict[str, int]:
    """App folder → height of its layer, 0 at the bottom."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    return {app.strip(): height for height, line in enumerate(reversed(contract)) for app in line.split("|")}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if FOLDERS.get(model._meta.app_label, model._meta.app_label) in layers()]


def python_files() -> list[Path]:
    return [path for app in settings.LOCAL_APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def test_every_app_stands_in_the_contract():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_APPS
    assert folders == set(settings.LOCAL_APPS) == set(layers()) - {"config"}


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_relations_point_downwards(model):
    height = layers()
    here = FOLDERS.get(model._meta.app_label, model._meta.app_label)
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if not getattr(field, "concrete", False) or target is None or target is apps.get_model(settings.AUTH_USER_MODEL):
            continue
        there = FOLDERS.get(target._meta.app_label, target._meta.app_label)
        assert there == here or there not in height or height[there] < height[here], f"{model._meta.label}.{field.name} → {there}"


def test_no_drawer_without_a_concept():
    assert [str(path.relative_to(ROOT)) for path in python_files() if path.name in DRAWERS] == []


def test_files_and_functions_stay_readable():
    long = []
    for path in python_files():
        text = path.read_text()
        if text.count("\n") > LONGEST_FILE:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_no_message_stands_within_an_f_string():
    """There the extraction of messages does not look (Babel reads an f-string as one text): it would stay English."""
    found = []
    for path in python_files():
        text = path.read_text()
        if not re.search(r"\{[^{}]*\b(_|n?p?gettext(_lazy)?)\(", text):
            continue
        inside = [node for outer in ast.walk(ast.parse(text)) if isinstance(outer, ast.JoinedStr) for node in ast.walk(outer)]
        calls = [node for node in inside if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        found += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in calls if node.func.id in {"_", *catalogues.KEYWORDS}]
    assert found == []


def test_tests_in_the_browser_stand_where_the_checks_look_for_them():
    """deploy/checks.py has pytest read that folder alone."""
    word = "mark." + "browser"
    marked = [path for path in (ROOT / "tests").rglob("*.py") if word in path.read_text(encoding="utf-8")]
    assert [str(path) for path in marked if "browser" not in path.parts] == []
    assert len(marked) > 20
