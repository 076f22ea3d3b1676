"""Read a list of people as it comes out of a mail, a spreadsheet or an address book.

Pure: no database, no request. Every line is either read or given back with the reason.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.domain.addresses import AddressRefused, clean_address
from accounts.models.user import fold

MAX_PEOPLE = 300
ADDRESS = re.compile(r"""[^\s<>;,"()\[\]|]+@[^\s<>;,"()\[\]|]+""")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
SPACES = re.compile(r"[\u00a0\u2007\u202f\u3000 ]+")
QUOTED_NAME = re.compile(r'^"([^",]+),\s*([^",]+)"$')
FIRST_WORDS = {"prenom", "first name", "firstname", "given name"}
LAST_WORDS = {"nom", "nom de famille", "last name", "lastname", "surname", "name"}
MAIL_WORDS = {"mail", "e-mail", "email", "courriel", "adresse", "adresse mail", "adresse e-mail", "adresse electronique", "e mail"}


@dataclass(frozen=True)
class Line:
    """One person of a list; `number` counts the lines from 1, `text` is what was written."""

    number: int
    text: str
    email: str
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class BadLine:
    number: int
    text: str
    reason: str


@dataclass
class PastedPeople:
    """What was read of a list: people without repetition, and the lines that could not be read."""

    people: list[Line] = field(default_factory=list)
    refused: list[BadLine] = field(default_factory=list)


def read_people(text: str) -> PastedPeople:
    """People of a pasted text: “First Last <a@b>”, “a@b; c@d”, or columns with or without their heading."""
    read = PastedPeople()
    columns: dict[str, int] = {}
    for number, raw in enumerate(text.translate(INVISIBLE).splitlines(), start=1):
        line = SPACES.sub(" ", raw).strip(" ")
        if not line.strip():
            continue
        if "@" not in line and (heading := _heading(line)):
            columns = heading
            continue
        _read_line(read, number, line, columns)
    read.people = list({one.email: one for one in reversed(read.people)}.values())[::-1]
    for extra in read.people[MAX_PEOPLE:]:
        read.refused.append(BadLine(extra.number, extra.text, _("Only %(count)d people at a time.") % {"count": MAX_PEOPLE}))
    del read.people[MAX_PEOPLE:]
    return read


def _heading(line: str) -> dict[str, int]:
    """Which column holds what, when the line is a heading; {} otherwise."""
    found: dict[str, int] = {}
    for position, cell in enumerate(_cells(line)):
        word = fold(cell).strip(' "*:')
        for name, words in (("first", FIRST_WORDS), ("last", LAST_WORDS), ("mail", MAIL_WORDS)):
            if word in words:
                found.setdefault(name, position)
    return found if "mail" in found or len(found) > 1 else {}


def _cells(line: str) -> list[str]:
    separator = next((one for one in "\t;|" if one in line), ",")
    return [cell.strip() for cell in line.split(separator)]


def _read_line(read: PastedPeople, number: int, line: str, columns: dict[str, int]) -> None:
    found = list(ADDRESS.finditer(line))
    if not found:
        reason = _("Check what is written on both sides of the @.") if "@" in line else _("There is no e-mail address in this line.")
        read.refused.append(BadLine(number, line, reason))
    end = 0
    for match in found:
        text = line if len(found) == 1 else line[end : match.end()].strip(" ,;>\t|")
        before = line[end : match.start()] if len(found) > 1 else line[: match.start()] + line[match.end() :]
        end = match.end()
        try:
            email = clean_address(re.sub(r"^(mailto:|')+|['.:]+$", "", match.group(), flags=re.IGNORECASE))
        except AddressRefused as refusal:
            read.refused.append(BadLine(number, text, str(refusal)))
            continue
        first, last = _named_columns(line, columns) if columns and len(found) == 1 else _names(before)
        read.people.append(Line(number, text, email, first[:80], last[:80]))


def _named_columns(line: str, columns: dict[str, int]) -> tuple[str, str]:
    cells = _cells(line)

    def cell(name: str) -> str:
        position = columns.get(name, len(cells))
        return cells[position].strip('" ') if position < len(cells) and "@" not in cells[position] else ""

    return _tidy(cell("first")), _tidy(cell("last"))


def _names(text: str) -> tuple[str, str]:
    """First and last name of what surrounds an address; two columns, a written name, or nothing."""
    text = text.replace("<", " ").replace(">", " ").strip(" ,;|\t:-")
    quoted = QUOTED_NAME.match(text)
    if quoted:
        return _tidy(quoted.group(2)), _tidy(quoted.group(1))
    cells = [cell.strip(" \"'()[]") for cell in re.split(r"[\t;,|]", text)]
    cells = [cell for cell in cells if cell and not any(char.isdigit() for char in cell)]
    if len(cells) >= 2:
        first, last = cells[0], cells[1]
        if _is_capitals(first) and not _is_capitals(last):
            first, last = last, first
        return _tidy(first), _tidy(last)
    return _split_name(cells[0]) if cells else ("", "")


def _split_name(name: str) -> tuple[str, str]:
    """“Monique Le Goff”, “LE GOFF Monique”: capitals mark the last name, else the first word is the first name."""
    words = name.split()
    capitals = [word for word in words if _is_capitals(word)]
    others = [word for word in words if not _is_capitals(word)]
    if capitals and others:
        return _tidy(" ".join(others)), _tidy(" ".join(capitals))
    return _tidy(words[0]), _tidy(" ".join(words[1:]))


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def _tidy(name: str) -> str:
    """A name as it is written on a certificate: capitals only where they belong."""
    return name.title() if _is_capitals(name) or name.islower() else name
