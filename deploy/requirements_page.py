# SPDX-License-Identifier: EUPL-1.2
"""Write docs/requirements.md from the marks of the tests; with --check, fail when it is not up to date."""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "requirements.md"
HEAD = """# Requirements and their proofs

Made by `python deploy/requirements_page.py` from the marks of the tests: do not edit.

| requirement | what the tests say | where |
| --- | --- | --- |
"""


def marks() -> dict[str, list[tuple[str, str]]]:
    """Requirement → (test name, file) of the tests marked with it, by themselves or with their whole file."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        place = str(path.relative_to(ROOT))
        whole = [mark for node in tree.body if isinstance(node, ast.Assign) and _is_pytestmark(node) for mark in _calls(node.value)]
        for requirement in whole:
            found[requirement].append((path.stem, place))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                for requirement in (mark for decorator in node.decorator_list for mark in _calls(decorator)):
                    found[requirement].append((node.name, place))
    return found


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _calls(node: ast.AST) -> list[str]:
    """The requirements named by the calls of pytest.mark.requirement within an expression."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and ast.unparse(one.func) == "pytest.mark.requirement"]
    return [str(argument.value) for call in calls for argument in call.args if isinstance(argument, ast.Constant)]


def order(requirement: str) -> tuple:
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", requirement))


def page() -> str:
    rows = []
    for requirement, tests in sorted(marks().items(), key=lambda item: order(item[0])):
        words = "; ".join(sorted({name.removeprefix("test_").replace("_", " ") for name, _file in tests}))
        files = ", ".join(f"`{file}`" for file in sorted({file for _name, file in tests}))
        rows.append(f"| {requirement} | {words} | {files} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    text = page()
    if "--check" not in sys.argv:
        PAGE.write_text(text)
        return 0
    if not PAGE.exists() or PAGE.read_text() != text:
        print("docs/requirements.md is not up to date: run `python deploy/requirements_page.py`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
