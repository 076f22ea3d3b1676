"""ADL's LMS conformance cases, played against the server's run time: launches, navigation, commits.

A `Play` holds one case: it opens what the server delivers, makes the calls that the content makes, answers the questions
about the controls from what the page is told, and does what the person is asked to do.
"""

import json
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from courses.domain.importing import _create_items, _fill_from_manifest, _finish
from courses.domain.scorm_launch import open_launch
from courses.domain.scorm_navigation import navigate
from courses.domain.scorm_runtime import Commit, commit
from courses.models import Launch, Package, PackageItem, PackageVersion, ScormPage
from courses.scorm.data_model import DataModel, Refusal
from courses.scorm.manifest import parse_manifest
from tests.courses.packages import context_for
from tests.factories import make_object

FOLDER = settings.BASE_DIR.parent / "shared/corpora/scorm/adl-2004-4th"
OBJECTIVE = re.compile(r"(.*?)\.&(.+?)&\.(.*)")
TARGETED = re.compile(r"\{target=(.+)\}(choice|jump)")
SET_CODES = {"no_children": 404, "no_count": 404, "index": 351}
ANYTHING = "Returned a valid value or error code"
SHORT = "<some words>"
DEFAULT_FLAGS = re.compile(r"\{(order_matters=true|case_matters=false|lang=en)\}")
LEADING_FLAGS = re.compile(r"^(\{[^}]*\})+")
CALLS = {"SetValue", "GetValue", "Initialize", "Terminate", "Commit", "GLE", "GES", "GeDi"}
# What the person is asked to open next, by its title.
OPENED = {
    "APIt1": "API Implementation Test 1",
    "APIt2": "API Implementation Test 2",
    **{f"DMIt{number}": f"Data Model Implementation Test {number}" for number in range(1, 5)},
}
DURATION = re.compile(r"P(?=.).*T?.*")


@cache
def cases() -> dict:
    return json.loads((FOLDER / "testcases.json").read_text()) if FOLDER.is_dir() else {}


def make_package(name: str) -> ScormPage:
    """The case's package as rows; its files are not needed, for nothing is shown."""
    with zipfile.ZipFile(FOLDER / "packages" / f"{name}.zip") as archive:
        manifest = parse_manifest(archive.read("imsmanifest.xml"))
    package = Package.objects.create(title=name)
    version = PackageVersion(package=package, number=1)
    version.save()
    _create_items(version, manifest, name)
    _fill_from_manifest(version, manifest)
    _finish(version, manifest)
    package.current = version
    package.save()
    return make_object(ScormPage, name, package=package)


class Api:
    """The calls of one SCO, as API_1484_11 answers them (RTE 3.1), over what the server gave it."""

    def __init__(self, answer: dict, allows):
        self.model = DataModel("scorm_2004", answer["values"], access=answer["access"], allows=allows)
        self.phase, self.error = 0, 0
        self.changes: list[tuple[str, str]] = []

    def call(self, name: str, *arguments: str) -> str:
        calls = {
            "Initialize": self.initialize,
            "Terminate": self.terminate,
            "GetValue": self.get,
            "SetValue": self.set,
            "Commit": self.commit,
            "GLE": lambda: str(self.error),
            "GES": self.message,
            "GeDi": lambda code: self.message(code or str(self.error)),
        }
        return calls[name](*arguments)

    def message(self, code: str) -> str:
        return self.model.table["messages"].get(code, "")

    def answer(self, error: int, value: str) -> str:
        self.error = error
        return value

    def initialize(self, argument: str = "") -> str:
        if argument:
            return self.answer(201, "false")
        if self.phase:
            return self.answer(103 if self.phase == 1 else 104, "false")
        self.phase = 1
        return self.answer(0, "true")

    def terminate(self, argument: str = "") -> str:
        if argument:
            return self.answer(201, "false")
        if self.phase != 1:
            return self.answer(112 if self.phase == 0 else 113, "false")
        self.phase = 2
        return self.answer(0, "true")

    def commit(self, argument: str = "") -> str:
        if argument:
            return self.answer(201, "false")
        return self.answer(0, "true") if self.phase == 1 else self.answer(142 if self.phase == 0 else 143, "false")

    def get(self, element: str = "") -> str:
        if self.phase != 1:
            return self.answer(122 if self.phase == 0 else 123, "")
        if not element:
            return self.answer(301, "")
        try:
            return self.answer(0, self.model.get(element))
        except Refusal as refusal:
            return self.answer(self.model.code(refusal), "")

    def set(self, element: str = "", value: str = "") -> str:
        if self.phase != 1:
            return self.answer(132 if self.phase == 0 else 133, "false")
        if not element:
            return self.answer(351, "false")
        try:
            self.model.set(element, value)
        except Refusal as refusal:
            return self.answer(SET_CODES.get(refusal.reason, self.model.code(refusal)), "false")
        self.changes.append((element, value))
        return self.answer(0, "true")


@dataclass
class Play:
    """One case in front of one learner. answer: what the server last answered."""

    name: str
    user: object
    answer: dict = field(default_factory=dict)
    sequence: int = 0
    terminated: bool = False

    def run(self) -> None:
        self.case = case = cases()[self.name]
        self.page = make_package(self.name)
        self.items = {item.identifier: item for item in self.page.package.current.items.all()}
        self.titles = {item.title.strip(): item.identifier for item in self.items.values()}
        self._launch()
        if case["start"] != ".":
            assert self.answer["item"] is None, "a learner who has to choose is not led anywhere before"
            self._go("choice", self.titles[case["start"]])
        for number, act in enumerate(case["acts"]):
            self._act(act)
            self._leave(act, last=number + 1 == len(case["acts"]))

    def _launch(self) -> None:
        self.launch: Launch = open_launch(context_for(self.user, self.page)).launch
        self._go("begin")

    def _go(self, request: str, target: str | None = None) -> None:
        self.answer = navigate(self.launch, request, target)
        self.sequence, self.terminated = self.answer.get("sequence", 0), False

    def _act(self, act: dict) -> None:
        assert self.answer["item"], f"{act['key']}: nothing was delivered, {self.answer.get('message')}"
        item: PackageItem = self.items[self.answer["item"]]
        delivered = re.findall(r"act=([^&]+)", item.parameters)
        assert delivered == [act["n"]], f"{act['key']}: {item} was delivered"
        for question, expected in zip(act["uiq"], act["uia"], strict=True):
            if question != "click.button":
                assert self._sees(question) == (expected == "Y"), f"{act['key']}: {question}"
        self.api = Api(self.answer, self._allows)
        for call in act["cmds"]:
            self._call(act["key"], call)

    def _call(self, key: str, call: dict) -> None:
        element = call.get("el") or ""
        found = OBJECTIVE.fullmatch(element)
        if found:
            element = self._element(key, *found.groups())
        if call["m"] == "COI":
            number = self.api.model.count_of("cmi.objectives")
            names = {self.api.model.values[f"cmi.objectives.{at}.id"] for at in range(number)}
            assert names == set(call["err"].split(",")), key
        elif call["m"] in CALLS:
            value = self.api.call(call["m"], *self._arguments(call, element))
            if call["m"] == "Terminate" and value == "true":
                self._send(finished=True)
            if call["exp"] == ANYTHING or (found and element.endswith(".id")):
                return
            assert str(self.api.error) == call["err"], (key, call["raw"][:120])
            assert same(element, expected_of(call), value), (key, call["raw"][:120], value[:120])

    def _arguments(self, call: dict, element: str) -> tuple[str, ...]:
        if call["m"] == "SetValue":
            return element, call["val"]
        if call["m"] == "GLE":
            return ()
        return (element,) if call["m"] == "GetValue" else (call["raw"].split("->")[1],)

    def _element(self, key: str, array: str, name: str, rest: str) -> str:
        values, count = self.api.model.values, self.api.model.count_of(array)
        at = next((number for number in range(count) if values.get(f"{array}.{number}.id") == name), None)
        assert at is not None, f"{key}: no {name} in {array}"
        return f"{array}.{at}.{rest}"

    def _send(self, *, finished: bool) -> None:
        if self.api.phase == 0:
            return
        self.sequence += 1
        changes, self.api.changes = tuple(self.api.changes), []
        state = commit(self.launch, Commit(self.answer["item"], self.sequence, changes, finished=finished))
        self.answer["navigation"] = state["navigation"]
        self.terminated = finished

    def _leave(self, act: dict, *, last: bool) -> None:
        asked = self.api.model.values.get("adl.nav.request", "_none_")
        doing = act["cui"]
        if not self.terminated:
            self._send(finished=True)
        if doing in {"Continue", "Previous"}:
            self._go(doing.lower())
        elif doing.startswith("Choice~"):
            self._go("choice", self.titles[doing.removeprefix("Choice~")])
        elif doing.startswith("Suspend"):
            self._go("suspendAll")
            self._launch()
        elif doing in OPENED:
            self._go("choice", self.titles[OPENED[doing]])
        elif doing.startswith(("DMBx", "Relaunch", "Exit", "TRIG", "HasEnded")):
            self._end(doing, asked, last=last)
        elif asked != "_none_":
            self._go(*request_of(asked))
        else:
            assert last, f"{act['key']}: what next? {doing}"

    def _end(self, doing: str, asked: str, *, last: bool) -> None:
        """The person leaves the module, by what the content asked for where it asked, and comes back when there is more."""
        self._go(*(request_of(asked) if asked != "_none_" and not doing.startswith("ExitCM") else ("exitAll", None)))
        if last or self.answer["item"]:
            return
        self._launch()
        if not self.answer["item"] and self.case["start"] != ".":
            self._go("choice", self.titles[self.case["start"]])

    def _allows(self, request: str, target: str | None) -> bool:
        navigation = self.answer["navigation"]
        if request in {"choice", "jump"}:
            return target in navigation["choices" if request == "choice" else "jumps"]
        return request in navigation["requests"]

    def _sees(self, question: str) -> bool:
        """What the page shows, by what it is told (contents.js)."""
        navigation = self.answer["navigation"]
        what, _at, title = question.partition("@")
        control, _dot, state = what.partition(".")
        if control in {"continue", "previous"}:
            usable = control not in navigation["hiddenControls"] and control in navigation["requests"]
            return usable == (state == "enabled")
        part = self.titles.get(title)
        if what == "toc.visible":
            return part is not None and self.items[part].is_visible and part not in navigation["hidden"]
        if what == "toc.enabled.selectable":
            return part is not None and part in navigation["choices"]
        return bool(set(navigation["choices"]) & set(self.items) - {self.answer["item"]})


def request_of(asked: str) -> tuple[str, str | None]:
    """A value of adl.nav.request as a request and its target."""
    found = TARGETED.fullmatch(asked)
    return (found[2], found[1]) if found else (asked, None)


def expected_of(call: dict) -> str:
    if call["m"] == "Initialize" and call["err"] != "0":
        return "false"
    return {"A characterstring value less than 255 characters": SHORT, "An empty characterstring value": ""}.get(call["exp"], call["exp"])


def same(element: str, expected: str, found: str) -> bool:
    """Equal as the suite compares: sets of children, numbers by value, flags in any order, durations by their form."""
    if expected == SHORT:
        return 0 < len(found) < 255
    if element.endswith(("learner_id", "learner_name")):
        return found != ""
    if element.endswith("_children"):
        return sorted(expected.split(",")) == sorted(found.split(","))
    if element.endswith("total_time"):
        return bool(DURATION.fullmatch(found)) == bool(DURATION.fullmatch(expected))
    if "score" in element or element.endswith(("measure", "threshold")):
        try:
            return float(expected) == float(found)
        except ValueError:
            return expected == found
    return _flags(expected) == _flags(found)


def _flags(text: str) -> tuple:
    text = DEFAULT_FLAGS.sub("", text)
    leading = LEADING_FLAGS.match(text)
    return (sorted(leading[0].split("}")), text[leading.end() :]) if leading else ([], text)
