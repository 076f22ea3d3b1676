"""Static files as production names them."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.management.commands.build_frontend import FONTS
from cms.static_files import ModuleAwareStorage

IMPORTED = re.compile(r"""(?:from\s*|import\(|import\s*)["']([./][^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture
def collected(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "cms.static_files.ModuleAwareStorage"}}
    if not (settings.BASE_DIR / "frontend" / "vendor" / "atkinson-400.woff2").exists():
        pytest.skip("frontend/vendor is not built: run manage.py build_frontend")
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_modules_import_the_modules_of_their_own_release(collected):
    modules = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]
    imports = [(path.name, target) for path in modules for target in IMPORTED.findall(path.read_text())]
    assert len(imports) > 20
    assert not [(name, target) for name, target in imports if not HASHED.search(target)]


def test_styles_refer_to_the_fonts_of_their_own_release(collected):
    tokens = next((collected / "css").glob("tokens.*.css")).read_text()
    assert re.search(r"atkinson-400\.[0-9a-f]{12}\.woff2", tokens)


def test_everything_of_ours_is_a_module_of_the_patterns():
    assert ModuleAwareStorage.patterns[-1][0] == "js/*.js"
    assert (settings.BASE_DIR / "frontend" / "js" / "core" / "site.js").exists()


@pytest.fixture
def workshop(tmp_path, settings):
    """A project folder with packages of its own: one picture, the fonts."""
    pictures = tmp_path / "node_modules" / "lucide-static" / "icons"
    fonts = tmp_path / "node_modules" / "@fontsource"
    pictures.mkdir(parents=True)
    (pictures / "search.svg").write_text('<svg class="x"\n viewBox="0 0 24 24">\n  <path d="M1 1h2"/>\n</svg>')
    for source in FONTS:
        (fonts / source).parent.mkdir(parents=True, exist_ok=True)
        (fonts / source).write_bytes(b"font")
    letters = tmp_path / "node_modules" / "dejavu-fonts-ttf" / "ttf"
    letters.mkdir(parents=True)
    for name in settings.DOCUMENT_FACES:
        (letters / f"{name}.ttf").write_bytes(b"font")
    settings.BASE_DIR, settings.DOCUMENT_FONTS = tmp_path, tmp_path / "vendor" / "fonts"
    return tmp_path


def test_the_sprite_holds_the_icons_asked_for(workshop, monkeypatch):
    monkeypatch.setattr("cms.management.commands.build_frontend.icon_names", lambda: {"search": "a page"})
    call_command("build_frontend", verbosity=0)
    sprite = (workshop / "frontend" / "vendor" / "icons.svg").read_text()
    assert '<symbol id="search"' in sprite
    assert '<path d="M1 1h2"/></symbol>' in sprite
    assert (workshop / "frontend" / "vendor" / "atkinson-700.woff2").exists()
    assert (workshop / "vendor" / "fonts" / "DejaVuSans.ttf").exists()


def test_an_unknown_icon_is_named_with_the_place_that_asks_for_it(workshop, monkeypatch):
    monkeypatch.setattr("cms.management.commands.build_frontend.icon_names", lambda: {"nowhere": "templates/x.html"})
    with pytest.raises(CommandError, match=r"nowhere \(asked for by templates/x.html\)"):
        call_command("build_frontend", verbosity=0)


def test_missing_packages_say_what_to_run(workshop):
    for font in (workshop / "node_modules" / "@fontsource").rglob("*.woff2"):
        font.unlink()
    with pytest.raises(CommandError, match="npm ci"):
        call_command("build_frontend", verbosity=0)


def test_an_address_is_that_of_the_last_manifest(collected, settings):
    storage = ModuleAwareStorage()
    before = storage.url("css/base.css")
    assert storage.url("css/base.css") == before
    storage.hashed_files["css/base.css"] = "css/base.000000000000.css"
    storage.save_manifest()
    assert storage.url("css/base.css").endswith("css/base.000000000000.css")
