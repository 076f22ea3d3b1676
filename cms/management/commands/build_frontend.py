"""Copy the fonts and draw the icon sprite into frontend/vendor/, and the letters of PDFs into vendor/, from package.json’s packages."""

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.domain.fonts import FAMILIES, WEIGHTS
from cms.domain.icon_names import icon_names

FONTS = {
    f"{family.package}/files/{family.package}-latin-{weight}-normal.woff2": f"{family.files}-{weight}.woff2"
    for family in FAMILIES.values()
    if family.package
    for weight in WEIGHTS
}
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


class Command(BaseCommand):
    help = "Build frontend/vendor/, fonts and icons.svg, and vendor/fonts/, the letters of PDFs."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        packages, target = settings.BASE_DIR / "node_modules", settings.BASE_DIR / "frontend" / "vendor"
        target.mkdir(parents=True, exist_ok=True)
        for source, name in FONTS.items():
            _copy(packages / "@fontsource" / source, target / name)
        settings.DOCUMENT_FONTS.mkdir(parents=True, exist_ok=True)
        for name in settings.DOCUMENT_FACES:
            _copy(packages / "dejavu-fonts-ttf" / "ttf" / f"{name}.ttf", settings.DOCUMENT_FONTS / f"{name}.ttf")
        count = self._draw_sprite(packages / "lucide-static" / "icons", target / "icons.svg")
        if options["verbosity"]:
            self.stdout.write(f"frontend/vendor: {len(FONTS)} fonts, {count} icons")

    @staticmethod
    def _draw_sprite(pictures: Path, target: Path) -> int:
        wanted = icon_names()
        unknown = [f"{name} (asked for by {place})" for name, place in sorted(wanted.items()) if not (pictures / f"{name}.svg").exists()]
        if unknown:
            raise CommandError("Unknown icons, see https://lucide.dev/icons: " + ", ".join(unknown))
        symbols = [_symbol(name, (pictures / f"{name}.svg").read_text()) for name in sorted(wanted)]
        sprite = '<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->' + "".join(symbols) + "</svg>"
        building = target.with_suffix(".building")
        building.write_text(sprite)
        building.replace(target)
        return len(symbols)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise CommandError(f"{source} is missing: run `npm ci` first.")
    building = target.with_suffix(".building")
    shutil.copyfile(source, building)
    building.replace(target)


def _symbol(name: str, svg: str) -> str:
    found = _BODY.search(svg)
    body = re.sub(r"\s*\n\s*", "", found.group(1)) if found else ""
    return _SYMBOL.format(name=name, body=body)
