# SPDX-License-Identifier: EUPL-1.2
"""Write docs/licences.md: what the platform runs on, with licences as packages tell them; with --check, fail when it is out of date.

Fails on a package that tells no licence, or one that is not known here to go with the EUPL 1.2 (its appendix, and permissive ones).
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
HEAD = """# Licences of what the platform runs on

Made by `python deploy/licences_page.py` from what the installed packages tell of themselves: do not edit. The platform's own code is under
EUPL-1.2; nothing of these packages is in its repository.

| package | from | licence |
| --- | --- | --- |
"""
# Words of older metadata → SPDX. Order counts: the first that is found.
KNOWN = {
    r"\bMPL[- ]2\.0|Mozilla Public License 2": "MPL-2.0",
    r"\bLGPL(v3|-3\.0)|Lesser General Public License v3": "LGPL-3.0-or-later",
    r"\bLGPL(v2|-2\.1)|Lesser General Public License v2": "LGPL-2.1-or-later",
    r"\bApache": "Apache-2.0",
    r"\bBSD-2-Clause|Simplified BSD": "BSD-2-Clause",
    r"\b0BSD": "0BSD",
    r"\bBSD": "BSD-3-Clause",
    r"\bISC\b": "ISC",
    r"\bMIT-CMU|HPND": "HPND",
    r"\bMIT\b": "MIT",
    r"\bOFL-1\.1": "OFL-1.1",
    r"\bPSF|Python Software Foundation": "PSF-2.0",
    r"\bZPL": "ZPL-2.1",
    r"\bCC0|Public Domain|Unlicense": "CC0-1.0",
    r"\bCC[- ]BY[- ]4": "CC-BY-4.0",
}
# Told in the package's licence file alone.
IN_FILE = {"pyrage": "MIT", "python-bidi": "LGPL-3.0-or-later", "dejavu-fonts-ttf": "Bitstream-Vera"}


def spdx(words: str) -> str:
    return next((name for pattern, name in KNOWN.items() if re.search(pattern, words, re.IGNORECASE)), "")


def licence_of(name: str) -> str:
    if name in IN_FILE:
        return IN_FILE[name]
    told = metadata.metadata(name)
    classifiers = [one.rpartition("::")[2] for one in told.get_all("Classifier") or [] if one.startswith("License")]
    words = [*(told.get_all("License-Expression") or []), *classifiers, *(told.get_all("License") or [])]
    return next((found for one in words if (found := spdx(one.strip().split("\n")[0]))), "")


def python_packages() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [found[1] for line in lines if (found := re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", line))]


def node_packages() -> dict[str, str]:
    """Those of package.json itself: fonts, icons and the run time of modules, copied to what browsers get."""
    names = json.loads((ROOT / "package.json").read_text(encoding="utf-8")).get("dependencies", {})
    told = {name: json.loads((ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8")) for name in names}
    return {name: IN_FILE.get(name) or spdx(str(one.get("license", ""))) for name, one in told.items()}


def licences() -> dict[tuple[str, str], str]:
    """(package, registry) → SPDX; "" where none is told or known."""
    found = {(name.lower(), "PyPI"): licence_of(name) for name in python_packages()}
    return {**found, **{(name, "npm"): one for name, one in node_packages().items()}}


def main() -> int:
    found = licences()
    unknown = [name for (name, _place), one in found.items() if not one]
    if unknown:
        print(f"No licence that is known to go with the EUPL: {', '.join(unknown)}")
        return 1
    text = HEAD + "".join(f"| {name} | {place} | {one} |\n" for (name, place), one in sorted(found.items()))
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print("docs/licences.md is out of date: run `python deploy/licences_page.py`.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
