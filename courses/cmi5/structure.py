"""What a course structure says, as plain data, whichever file it was read from (cmi5 13.1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from courses.scorm.problems import Problem

CMI5 = "cmi5"
TINCAN = "tincan"
COURSE = "course"
BLOCK = "block"
AU = "au"
ANY_WINDOW = "AnyWindow"
OWN_WINDOW = "OwnWindow"
LAUNCH_METHODS = (ANY_WINDOW, OWN_WINDOW)
PASSED = "Passed"
COMPLETED = "Completed"
COMPLETED_AND_PASSED = "CompletedAndPassed"
COMPLETED_OR_PASSED = "CompletedOrPassed"
NOT_APPLICABLE = "NotApplicable"
MOVE_ON = (PASSED, COMPLETED, COMPLETED_AND_PASSED, COMPLETED_OR_PASSED, NOT_APPLICABLE)
# Of a text that does not say its language (BCP 47).
UNKNOWN_LANGUAGE = "und"

LanguageMap = dict[str, str]


@dataclass(frozen=True)
class Objective:
    id: str
    title: LanguageMap
    description: LanguageMap


@dataclass(frozen=True)
class Node:
    """The course itself, a block or an assignable unit. url and what follows are a unit's only.

    url: relative to the package's root, or absolute; its own query kept. mastery_score: 0 to 1.
    """

    kind: str
    id: str
    title: LanguageMap
    description: LanguageMap = field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    url: str = ""
    launch_method: str = ANY_WINDOW
    move_on: str = NOT_APPLICABLE
    mastery_score: Decimal | None = None
    activity_type: str = ""
    launch_parameters: str = ""
    entitlement_key: str = ""
    children: tuple["Node", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple["Node", int]]:
        """Yields (node, depth) in document order, this node first."""
        yield self, depth
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass
class CourseStructure:
    """kind: "cmi5" or "tincan"."""

    kind: str
    course: Node
    objectives: tuple[Objective, ...] = ()
    warnings: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        return in_language(self.course.title, "fr")

    def units(self) -> list[Node]:
        return [node for node, _depth in self.course.walk() if node.kind == AU]


def in_language(texts: LanguageMap, language: str) -> str:
    """The text in that language, in a variety of it, else in the first there is; "" when there is none."""
    wanted = language.lower()
    for tag, text in texts.items():
        if tag.lower() == wanted:
            return text
    base = wanted.split("-")[0]
    found = (text for tag, text in texts.items() if tag.lower().split("-")[0] == base)
    return next(found, next(iter(texts.values()), ""))
