"""What the library's activities hold on people, for the register (privacy.registry)."""

from django.utils.translation import gettext_lazy as _

from privacy.enums import Basis, Fate, Retention
from privacy.registry import PersonalData, declare

UPLOADED = _("Who brought the module in")
RESUMING = _("Going on where the learner stopped")
WORK = _("Work handed in, its grade and its feedback")


def _attempt(model: str, path: str, purpose, basis: str = Basis.OBLIGATION, retention: str = Retention.EVIDENCE, **more) -> PersonalData:
    return PersonalData(model, path, purpose, basis, retention, told=bool(path), **more)


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
    PersonalData("courses.SubmissionFile", "submission__attempt__user", WORK, Basis.OBLIGATION, Retention.EVIDENCE, fate=Fate.DELETED),
    _attempt(
        "courses.QuizAnswer", "attempt__user", _("Answers to quizzes"), Basis.CONTRACT, Retention.DETAILS, since="attempt__last_activity_at"
    ),
    _attempt("courses.ScoState", "attempt__user", RESUMING, Basis.CONTRACT, Retention.DETAILS, since="updated_at"),
    _attempt("courses.NodeState", "attempt__user", _("Where a learner stands in each part of a module")),
    _attempt("courses.UnitLaunch", "launch__attempt__user", _("Opening a part of a module safely"), Basis.INTEREST, Retention.TECHNICAL),
    _attempt("courses.SequencingState", "attempt__user", RESUMING, Basis.CONTRACT, Retention.DETAILS, since="updated_at"),
    _attempt(
        "courses.SharedValue",
        "user",
        _("What modules of one programme share about a learner"),
        Basis.CONTRACT,
        Retention.DETAILS,
        since="updated_at",
    ),
    _attempt("courses.Launch", "attempt__user", _("Opening a module safely"), Basis.INTEREST, Retention.TECHNICAL, since="expires_at"),
    PersonalData("courses.Package", "created_by", UPLOADED, Basis.INTEREST, Retention.EDITORIAL, author_only=True),
    PersonalData("courses.PackageVersion", "created_by", UPLOADED, Basis.INTEREST, Retention.EDITORIAL, author_only=True),
)
