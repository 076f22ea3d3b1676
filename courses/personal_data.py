"""What the library's activities hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

UPLOADED = _("Who brought the module in")
RESUMING = _("Going on where the learner stopped")
WORK = _("Work handed in, its grade and its feedback")


def _attempt(model: str, path: str, purpose, basis: str = Basis.OBLIGATION, retention: str = Retention.EVIDENCE, **more) -> PersonalData:
    return PersonalData(model, path, purpose, basis, retention, told=bool(path), **more)


def _resuming(model: str, title) -> PersonalData:
    return _attempt(model, "attempt__user", RESUMING, Basis.CONTRACT, Retention.DETAILS, since="updated_at", title=title)


def _opening(model: str, path: str, purpose, **more) -> PersonalData:
    return _attempt(model, path, purpose, Basis.INTEREST, Retention.TECHNICAL, **more)


declare(
    _attempt("courses.Attempt", "user", _("Completion, score and time at each activity")),
    _attempt(
        "courses.LearningClock",
        "",
        _("Time credited once only"),
        Basis.OBLIGATION,
        Retention.DETAILS,
        since="credited_until",
        title=_("clocks of learning"),
    ),
    PersonalData(
        "courses.Submission",
        "attempt__user",
        WORK,
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        cleared=("text", "feedback", "feedback_file", "feedback_filename"),
    ),
    PersonalData(
        "courses.SubmissionFile",
        "submission__attempt__user",
        WORK,
        Basis.OBLIGATION,
        Retention.EVIDENCE,
        fate=Fate.DELETED,
        title=_("files handed in"),
    ),
    _attempt(
        "courses.QuizAnswer", "attempt__user", _("Answers to quizzes"), Basis.CONTRACT, Retention.DETAILS, since="attempt__last_activity_at"
    ),
    _resuming("courses.ScoState", _("states of the parts of modules")),
    _attempt("courses.NodeState", "attempt__user", _("Where a learner stands in each part of a module"), title=_("places in modules")),
    _opening(
        "courses.UnitLaunch", "launch__attempt__user", _("Opening a part of a module safely"), title=_("openings of parts of modules")
    ),
    _resuming("courses.SequencingState", _("courses of modules in several parts")),
    _attempt(
        "courses.SharedValue",
        "user",
        _("What modules of one programme share about a learner"),
        Basis.CONTRACT,
        Retention.DETAILS,
        since="updated_at",
        title=_("values shared by modules"),
    ),
    _opening("courses.Launch", "attempt__user", _("Opening a module safely"), since="expires_at", title=_("openings of modules")),
    PersonalData("courses.Package", "created_by", UPLOADED, Basis.INTEREST, Retention.EDITORIAL, author_only=True),
    PersonalData("courses.PackageVersion", "created_by", UPLOADED, Basis.INTEREST, Retention.EDITORIAL, author_only=True),
)
