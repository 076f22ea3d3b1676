"""docs/security.md names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_test_that_the_document_names_is_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)((?:::\w+)*)`", text)
    assert len(named) > 60
    missing = []
    for path, parts in named:
        files = [ROOT / path] if path.startswith("tests/") else list((ROOT / "tests").rglob(path))
        words = "".join(file.read_text(encoding="utf-8") for file in files if file.exists())
        if not words or any(not re.search(rf"(?:class|def) {part}\b", words) for part in parts.split("::") if part):
            missing.append(path + parts)
    assert missing == []
