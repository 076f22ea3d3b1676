"""The run-time data of one SCO: what may be read and written, by the table of its standard.

data_model.json is the table (SCORM 1.2 RTE 3.4, SCORM 2004 4th edition RTE 4.2); frontend/js/scorm/data-model.js reads
the same one in the page, so that a SCO's SetValue and the server's judgement of a commit cannot differ. No Django here.
Limits of length are never under the standards' smallest permitted maximum; suspend_data of SCORM 1.2 is given 2004's.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from courses.scorm.responses import has_wrong_form

INDEX = re.compile(r"[0-9]{1,6}")
KEYWORDS = ("_children", "_count", "_version")
REQUEST_VALID = re.compile(r"adl\.nav\.request_valid\.(continue|previous|(choice|jump)\.\{target=([^{}]+)\})")
LANGUAGE = {"localized": re.compile(r"\{lang=([A-Za-z]+)"), "language": re.compile(r"([A-Za-z]+)")}


@cache
def tables() -> dict:
    """The tables by standard ("scorm_12", "scorm_2004"), as the page is given them."""
    return json.loads(Path(__file__).with_name("data_model.json").read_text("utf-8"))


@cache
def table_of(standard: str, edition: int = 4) -> dict:
    """The table of a standard; of SCORM 2004 as its edition had it (adl.data and jumps came with the 4th)."""
    table = tables()[standard]
    if standard != "scorm_2004" or edition >= 4:
        return table
    older = {name: _without_prefix(table[name], "adl.data") for name in ("elements", "arrays")}
    children = [name for name in table["children"] if name != "adl.data"]
    types = {**table["types"], "navigation": table["types"]["navigation"].replace("(choice|jump)", "choice")}
    return {**table, **older, "children": children, "types": types, "targeted": ["choice"]}


def _without_prefix(rows: dict, prefix: str) -> dict:
    return {name: row for name, row in rows.items() if name != prefix and not name.startswith(f"{prefix}.")}


@dataclass(frozen=True)
class Refusal(Exception):
    """Why a call failed: a key of the table's `codes`."""

    reason: str
    element: str = ""


@dataclass
class _Place:
    """Where an element stands: its row in the table, and each array on the way as (path, template, index)."""

    rule: dict
    path: str
    arrays: list[tuple[str, str, float]] = field(default_factory=list)
    keyword: str | None = None


@cache
def _pattern(source: str) -> re.Pattern:
    return re.compile(source.replace("$", r"\Z"))


class DataModel:
    """The data of one SCO. values: element to string. allows(request, target): is this navigation valid now.

    edition: of SCORM 2004.
    """

    def __init__(
        self,
        standard: str,
        values: Mapping[str, str] | None = None,
        *,
        access: Mapping[str, str] | None = None,
        allows: Callable[[str, str | None], bool] = lambda request, target: False,
        edition: int = 4,
    ):
        self.table = table_of(standard, edition)
        self.values: dict[str, str] = dict(values or {})
        self.access = access or {}
        self.allows = allows
        self.languages = {code for line in self.table.get("languages", ()) for code in line.split()}
        self.counts: dict[str, int] = {}
        for element in self.values:
            self._count(element)

    def get(self, element: str) -> str:
        """The value. Raises Refusal."""
        valid = self._request_valid(element)
        if valid:
            return "true" if self.allows(valid[2] or valid[1], valid[3]) else "false"
        place = self._resolve(element)
        if place.keyword is not None:
            return place.keyword
        if not self._exists(place.arrays):
            raise Refusal("index", element)
        if "r" not in self.access.get(element, place.rule["access"]):
            raise Refusal("write_only", element)
        value = self._judged(element)
        value = self.values.get(element, place.rule.get("value")) if value is None else value
        if value is None or (value == "" and place.rule.get("blank")):
            raise Refusal("unset", element)
        return value

    def set(self, element: str, value: str) -> None:
        """Store a value. Raises Refusal, and then nothing has changed."""
        if self._request_valid(element):
            raise Refusal("read_only", element)
        place = self._resolve(element, setting=True)
        if place.keyword is not None or place.rule.get("keyword"):
            raise Refusal("keyword", element)
        if "w" not in self.access.get(element, place.rule["access"]):
            raise Refusal("read_only", element)
        self._check_place(place, element)
        self._check_value(place.rule, element, value)
        self._check_key(place, element, value)
        self.values[element] = value
        self._count(element)

    def code(self, refusal: Refusal) -> int:
        """The error number of the standard."""
        return self.table["codes"][refusal.reason]

    def count_of(self, array: str) -> int:
        return self.counts.get(array, 0)

    def fits(self, type_name: str, text: str) -> bool:
        """Has the text the form of the type: a name in the table, or else a pattern by itself?"""
        if not _pattern(self.table["types"].get(type_name, type_name)).search(text):
            return False
        language = LANGUAGE[type_name].match(text) if type_name in LANGUAGE else None
        return language is None or language[1].lower() in self.languages

    def _request_valid(self, element: str) -> re.Match | None:
        found = REQUEST_VALID.fullmatch(element)
        return found if found and (found[2] is None or found[2] in self.table.get("targeted", ())) else None

    def _count(self, element: str) -> None:
        parts = element.split(".")
        for at, part in enumerate(parts):
            array = ".".join(parts[:at])
            if INDEX.fullmatch(part) and self.count_of(array) <= int(part):
                self.counts[array] = int(part) + 1

    def _resolve(self, element: str, *, setting: bool = False) -> _Place:
        parts = element.split(".")
        arrays: list[tuple[str, str, float]] = []
        template: list[str] = []
        for at, part in enumerate(parts):
            above = ".".join(template)
            if INDEX.fullmatch(part) and above in self.table["arrays"]:
                arrays.append((".".join(parts[:at]), above, int(part) if str(int(part)) == part else math.inf))
                template.append("n")
            else:
                template.append(part)
        path = ".".join(template)
        if path in self.table["elements"]:
            return _Place(self.table["elements"][path], path, arrays)
        if template[-1] in KEYWORDS:
            return self._keyword(template[-1], ".".join(template[:-1]), element, arrays, setting)
        wrong_index = any(index > self.count_of(array) for array, _template, index in arrays)
        raise Refusal("index" if wrong_index else "undefined", element)

    def _keyword(self, word: str, owner: str, element: str, arrays: list, setting: bool) -> _Place:
        if not self._exists(arrays):
            raise Refusal("keyword" if setting else "index", element)
        if word == "_count" and owner in self.table["arrays"]:
            return _Place({}, element, arrays, keyword=str(self.count_of(element.removesuffix("._count"))))
        if word == "_children" and owner in self.table["children"]:
            return _Place({}, element, arrays, keyword=self._children(owner))
        known = any(path == owner or path.startswith(f"{owner}.") for path in self.table["elements"])
        if not known or word == "_version":
            raise Refusal("undefined", element)
        raise Refusal("keyword" if setting else "no_count" if word == "_count" else "no_children", element)

    def _children(self, owner: str) -> str:
        start = f"{owner}.n." if owner in self.table["arrays"] else f"{owner}."
        names = [path.removeprefix(start).split(".")[0] for path in self.table["elements"] if path.startswith(start)]
        return ",".join(dict.fromkeys(names))

    def _exists(self, arrays: list) -> bool:
        return all(index < self.count_of(array) for array, _template, index in arrays)

    def _check_place(self, place: _Place, element: str) -> None:
        """Records are made in order, each by its key first; those that only the platform makes (`closed`) are not."""
        for array, template, index in place.arrays:
            rule = self.table["arrays"][template]
            if index > self.count_of(array) - bool(rule.get("closed")) or index >= rule["limit"]:
                raise Refusal("conflict", element)
            key = rule.get("key")
            if key and place.path != f"{template}.n.{key}" and f"{array}.{index}.{key}" not in self.values:
                raise Refusal("dependency", element)

    def _check_value(self, rule: dict, element: str, value: str) -> None:
        if "words" in rule and value not in rule["words"]:
            raise Refusal("type", element)
        if len(value) > rule.get("max", math.inf) or ("type" in rule and not self.fits(rule["type"], value)):
            raise Refusal("type", element)
        if value and ("low" in rule or "high" in rule) and not rule.get("low", -math.inf) <= float(value) <= rule.get("high", math.inf):
            raise Refusal("range", element)
        if "response" in rule:
            self._check_response(rule["response"], element, value)

    def _check_response(self, side: str, element: str, value: str) -> None:
        parts = element.split(".")
        record = ".".join(parts[:3])
        kind = self.values.get(f"{record}.type")
        if kind is None:
            raise Refusal("dependency", element)
        form = self.table["responses"][kind]
        index = int(parts[4]) if side == "pattern" else 0
        if index >= form.get("patterns", math.inf):
            raise Refusal("conflict", element)
        if has_wrong_form(form[side], value, self.fits):
            raise Refusal("type", element)
        if side == "pattern" and form.get("unique") and self._elsewhere(f"{record}.correct_responses", "pattern", index, value):
            raise Refusal("conflict", element)

    def _check_key(self, place: _Place, element: str, value: str) -> None:
        if not place.arrays:
            return
        array, template, index = place.arrays[-1]
        rule = self.table["arrays"][template]
        if place.path != f"{template}.n.{rule.get('key')}":
            return
        if rule.get("fixed") and self.values.get(element, value) != value:
            raise Refusal("conflict", element)
        if rule.get("unique") and self._elsewhere(array, rule["key"], index, value):
            raise Refusal("conflict", element)

    def _elsewhere(self, array: str, name: str, index: float, value: str) -> bool:
        return any(at != index and self.values.get(f"{array}.{at}.{name}") == value for at in range(self.count_of(array)))

    def _judged(self, element: str) -> str | None:
        """A threshold decides over what the SCO says (SCORM 2004 RTE 4.2.4, 4.2.22); None where there is none."""
        if element == "cmi.completion_status":
            return self._against("cmi.completion_threshold", "cmi.progress_measure", "completed", "incomplete")
        if element == "cmi.success_status":
            return self._against("cmi.scaled_passing_score", "cmi.score.scaled", "passed", "failed")
        return None

    def _against(self, threshold: str, measure: str, above: str, below: str) -> str | None:
        if threshold not in self.values:
            return None
        if measure not in self.values:
            return "unknown"
        return above if float(self.values[measure]) >= float(self.values[threshold]) else below
