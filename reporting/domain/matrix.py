"""The tracking matrix (CMA-I6): what is followed, at which level, with its figure and the table that holds it.

A level without a cell is one the matrix does not ask for.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from forum.models import Post
from reporting.domain.figures import Figures, Grid
from reporting.domain.scope import Scope
from reporting.domain.tables import table_named
from reporting.tables import days
from sessions.domain.column_words import count_words, duration_words, share_words
from sessions.enums import StepState
from sessions.models import StepProgress


@dataclass(frozen=True)
class Cell:
    """level: learner, pathway, session, activity or platform. words: the figure of the whole. table, columns: where it is in detail."""

    level: str
    words: str
    table: str
    columns: tuple[str, ...] = ()

    @property
    def title(self) -> Any:
        found = table_named(self.table)
        return found.title if found else ""


@dataclass(frozen=True)
class Line:
    name: str
    words: str
    about: str
    cells: dict[str, Cell]


LEVELS = ("learner", "pathway", "session", "activity", "platform")
IDENTITY = ("last_name", "first_name", "email", "uid", "trainings", "last_seen")
WHO = ("last_name", "first_name", "pathway", "session")


def level_names() -> list[tuple[str, str]]:
    names = (_("Learner"), _("Pathway"), _("Session"), _("Resource or activity"), _("Platform"))
    return list(zip(LEVELS, names, strict=True))


def matrix_of(scope: Scope) -> list[Line]:
    figures = Grid.of(scope.enrolments()).whole
    return [
        _identification(scope),
        _completion(scope, figures),
        _score(figures),
        _time(scope, figures),
        _traces(scope),
        _attendance(figures),
    ]


def _line(name: str, words: str, about: str, *cells: Cell) -> Line:
    return Line(name, words, about, {cell.level: cell for cell in cells})


def _identification(scope: Scope) -> Line:
    people = scope.enrolments().order_by().values("user").distinct().count()
    about = _("Name, address and identifier of each learner.")
    return _line("identification", _("Identification"), about, Cell("learner", count_words(people), "personnes", IDENTITY))


def _completion(scope: Scope, figures: Figures) -> Line:
    words = share_words(figures.percent or 0)
    of_steps = share_words(_steps_finished(scope))
    return _line(
        "completion",
        _("Completion"),
        _("The share of the required steps that is finished, by their planned minutes; for a resource, how many have finished it."),
        Cell("learner", words, "apprenants", (*WHO, "percent", "steps_done", "steps_total")),
        Cell("pathway", words, "parcours", ("title", "sessions", "learners", "started", "finished", "percent")),
        Cell("session", words, "sessions", ("name", "pathway", "learners", "started", "finished", "percent")),
        Cell("activity", of_steps, "ressources", ("title", "kind", "learners", "started", "finished", "percent")),
    )


def _steps_finished(scope: Scope) -> float:
    """Steps finished among all the steps of all the learners."""
    steps = StepProgress.objects.filter(enrolment__in=scope.enrolments().order_by().values("pk"))
    found = steps.aggregate(whole=Count("pk"), done=Count("pk", filter=Q(state=StepState.DONE)))
    return found["done"] / found["whole"] if found["whole"] else 0


def _score(figures: Figures) -> Line:
    words = share_words(figures.score) if figures.score is not None else "–"
    return _line(
        "score",
        _("Score"),
        _("The best score of each learner at each step that gives one, from 0 to 100 %."),
        Cell("learner", words, "apprenants", (*WHO, "mean_score", "succeeded", "conditions_met")),
        Cell("pathway", words, "parcours", ("title", "learners", "score", "success", "succeeded")),
        Cell("session", words, "sessions", ("name", "pathway", "learners", "score", "success", "succeeded")),
        Cell("activity", words, "ressources", ("title", "kind", "learners", "score")),
    )


def _time(scope: Scope, figures: Figures) -> Line:
    words = duration_words(figures.seconds)
    return _line(
        "time",
        _("Connection time"),
        _("Time at the steps, measured while the page is looked at; on the platform, the time on any page."),
        Cell("learner", words, "apprenants", (*WHO, "seconds", "platform_seconds", "first_visit", "last_visit")),
        Cell("pathway", words, "parcours", ("title", "learners", "seconds")),
        Cell("session", words, "sessions", ("name", "pathway", "learners", "seconds")),
        Cell("activity", words, "ressources", ("title", "kind", "started", "seconds")),
        Cell("platform", duration_words(days.days_of_people(scope).seconds()), "connexions"),
    )


def _traces(scope: Scope) -> Line:
    learners = scope.enrolments().order_by()
    posts = Post.objects.filter(thread__session__in=learners.values("session"), author__in=learners.values("user")).count()
    columns = (*WHO, "forum_posts", "forum_last_post", "hand_ins", "last_hand_in", "badges", "contacts")
    about = _("Forum messages, work handed in, badges, messages from tutors.")
    return _line("traces", _("Traces"), about, Cell("learner", count_words(posts), "apprenants", columns))


def _attendance(figures: Figures) -> Line:
    words = share_words(figures.attendance) if figures.attendance is not None else "–"
    return _line(
        "attendance",
        _("Attendance"),
        _("Presence validated at virtual classes and half-days: present or late, among all that is validated."),
        Cell("pathway", words, "parcours", ("title", "learners", "attendance")),
        Cell("session", words, "sessions", ("name", "pathway", "learners", "attendance")),
        Cell("activity", words, "ressources", ("title", "kind", "learners", "attendance")),
        Cell("platform", words, "presences"),
    )
