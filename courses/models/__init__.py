from courses.models.activities import CaseStudyPage, ForumTaskPage, HalfDayPage, OfflinePage, QuizPage, VirtualClassPage
from courses.models.assignment import Submission, SubmissionFile
from courses.models.attempt import Attempt, LearningClock
from courses.models.cmi5 import CourseNode, CourseObjective, NodeState, UnitLaunch
from courses.models.library import LibraryObject, LibraryPage, object_of
from courses.models.package import Package, PackageFile, PackageItem, PackageVersion
from courses.models.quiz import QuizAnswer
from courses.models.resources import AudioPage, DocumentPage, LinkPage, RichContentPage, ScormPage, VideoPage
from courses.models.scorm import Launch, ScoState, SequencingState, SharedValue

__all__ = [
    "Attempt",
    "AudioPage",
    "CaseStudyPage",
    "CourseNode",
    "CourseObjective",
    "DocumentPage",
    "ForumTaskPage",
    "HalfDayPage",
    "Launch",
    "LearningClock",
    "LibraryObject",
    "LibraryPage",
    "LinkPage",
    "NodeState",
    "OfflinePage",
    "Package",
    "PackageFile",
    "PackageItem",
    "PackageVersion",
    "QuizAnswer",
    "QuizPage",
    "RichContentPage",
    "ScoState",
    "ScormPage",
    "SequencingState",
    "SharedValue",
    "Submission",
    "SubmissionFile",
    "UnitLaunch",
    "VideoPage",
    "VirtualClassPage",
    "object_of",
]
