"""What every template, stylesheet and picture must respect, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from cms.domain.icon_names import icon_names, template_files

PICTURES = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"
STYLES = sorted((settings.BASE_DIR / "frontend" / "css").glob("**/*.css"))
COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))
TEMPLATES = [path for path in template_files() if "mail" not in path.parts and "email" not in path.parts]

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[a-z-]*"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|float\s*:\s*(?:left|right)|text-align\s*:\s*(?:left|right))",
)
INCLUDE = re.compile(r"""\{%\s*(?:include|extends|kept_part|remembered)\s+["']([^"']+)["']""")
# Tags of cms.templatetags.remembered that draw a component of their name.
DRAWN = re.compile(r"\{%\s*(step_row|stage_head)\s")
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def _code(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_carries_inline_code_or_style(path):
    assert not INLINE.findall(_code(path)), "the content security policy blocks inline scripts, styles and handlers"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_included_template_exists(path):
    folders = [settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")]
    missing = [
        name
        for name in INCLUDE.findall(_code(path))
        if not name.startswith(("wagtail", "allauth", "account/base", "mfa")) and not any((folder / name).exists() for folder in folders)
    ]
    assert not missing


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_comment_of_several_lines_is_shown_to_readers(path):
    without_comments = re.sub(r"\{#[^\n]*?#\}", "", path.read_text())
    assert "{#" not in without_comments, "{# … #} holds on one line only: use {% comment %}"


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_styles_use_logical_properties_only(path):
    text = re.sub(r"/\*.*?\*/|@(?:media|container)[^{]*\{", "", path.read_text(), flags=re.DOTALL)
    assert not [found.group(0).strip() for found in PHYSICAL.finditer(text)]


@pytest.mark.parametrize("path", COMPONENTS, ids=_name)
def test_a_component_lists_its_arguments_first(path):
    assert re.match(r"\{% comment %\}\n.+?\n\{% endcomment %\}\n|\{# .+ #\}\n", path.read_text(), re.DOTALL)


def _reached(start: str, seen: set[str]) -> set[str]:
    path = settings.BASE_DIR / "templates" / start
    if start in seen or not path.exists():
        return seen
    seen.add(start)
    for name in [*INCLUDE.findall(_code(path)), *(f"components/{tag}.html" for tag in DRAWN.findall(_code(path)))]:
        _reached(name, seen)
    return seen


@pytest.mark.parametrize("path", COMPONENTS, ids=_name)
def test_the_gallery_shows_every_component(path):
    shown = _reached("cms/gallery.html", set())
    assert f"components/{path.name}" in shown or path.name == "breadcrumb.html"


def test_every_icon_asked_for_exists():
    if not PICTURES.exists():
        pytest.skip("node_modules is not installed")
    assert not {name: place for name, place in icon_names().items() if not (PICTURES / f"{name}.svg").exists()}


def test_icons_named_in_templates_models_and_tables_are_found():
    assert {"search", "monitor-play", "book-open-text"} <= set(icon_names())
