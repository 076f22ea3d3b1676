"""Activities: what a learner does."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from courses.enums import Modality
from courses.models.content_blocks import CONTENT_BLOCKS, QUESTION_BLOCKS
from courses.models.library import LibraryObject, Words, is_blank, library_tabs


class QuizPage(LibraryObject):
    questions = StreamField(QUESTION_BLOCKS, verbose_name=_("questions"), min_num=1)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed (0: no limit)"), default=0)
    time_limit_minutes = models.PositiveSmallIntegerField(_("time limit, in minutes (0: none)"), default=0)
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=False)
    shuffle_answers = models.BooleanField(_("shuffle the answers"), default=False)
    show_feedback = models.BooleanField(_("show answers and comments at the end"), default=True)

    kind = "quiz"
    kind_icon = "circle-help"
    kind_words = _("Questions you write here, corrected at once.")
    is_scored = True
    default_modality = Modality.QUIZ
    edit_handler = library_tabs(
        FieldPanel("questions"),
        settings=[
            FieldPanel("pass_mark"),
            FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("time_limit_minutes")], heading=_("Attempts and time")),
            FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_answers")], heading=_("Order")),
            FieldPanel("show_feedback"),
        ],
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")


class CaseStudyPage(LibraryObject):
    """A production to hand in: files and text, graded by a tutor."""

    maximum_grade = models.DecimalField(_("graded out of"), max_digits=6, decimal_places=2, default=20, validators=[MinValueValidator(1)])
    accepts_text = models.BooleanField(_("accepts a text"), default=True)
    accepts_files = models.BooleanField(_("accepts files"), default=True)
    max_files = models.PositiveSmallIntegerField(_("files at most"), default=5, validators=[MinValueValidator(1), MaxValueValidator(20)])
    max_file_mb = models.PositiveSmallIntegerField(_("size of a file at most, in MB"), default=20, validators=[MinValueValidator(1)])

    kind = "case_study"
    kind_icon = "notebook-pen"
    kind_words = _("Work that learners hand in, as a text or files, and that a tutor grades.")
    is_scored = True
    default_modality = Modality.CASE_STUDY
    edit_handler = library_tabs(
        settings=[
            FieldRowPanel([FieldPanel("maximum_grade"), FieldPanel("pass_mark")], heading=_("Grade")),
            FieldRowPanel([FieldPanel("accepts_text"), FieldPanel("accepts_files")], heading=_("What is handed in")),
            FieldRowPanel([FieldPanel("max_files"), FieldPanel("max_file_mb")], heading=_("Files")),
        ],
    )

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def content_errors(self, *, publishing: bool) -> dict[str, Words]:
        errors: dict[str, Words] = {}
        if not self.accepts_text and not self.accepts_files:
            errors["accepts_files"] = _("Accept a text, files, or both: else nothing can be handed in.")
        if publishing and is_blank(self.instruction):
            errors["instruction"] = _("Say what the learner has to hand in.")
        return errors


class ForumTaskPage(LibraryObject):
    posts_expected = models.PositiveSmallIntegerField(_("messages expected"), default=1, validators=[MinValueValidator(1)])

    kind = "forum"
    kind_icon = "messages-square"
    kind_words = _("A subject to discuss in the session’s forum.")
    edit_handler = library_tabs(FieldPanel("posts_expected"))

    class Meta:
        verbose_name = _("forum task")
        verbose_name_plural = _("forum tasks")


class VirtualClassPage(LibraryObject):
    """A virtual class; date and link are those of each session's event."""

    kind = "virtual_class"
    kind_icon = "video"
    kind_words = _("A meeting by video; each session gives its date and link.")
    default_modality = Modality.REMOTE_SYNCHRONOUS
    edit_handler = library_tabs()

    class Meta:
        verbose_name = _("virtual class")
        verbose_name_plural = _("virtual classes")


class HalfDayPage(LibraryObject):
    """An in-person half-day; date and place are those of each session's event."""

    kind = "half_day"
    kind_icon = "map-pin"
    kind_words = _("A half-day together; each session gives its date and place.")
    default_modality = Modality.IN_PERSON
    edit_handler = library_tabs()

    class Meta:
        verbose_name = _("in-person half-day")
        verbose_name_plural = _("in-person half-days")


class OfflinePage(LibraryObject):
    """Something to do away from the screen; the learner says when it is done."""

    body = StreamField(CONTENT_BLOCKS, verbose_name=_("what to do"))

    kind = "offline"
    kind_icon = "hammer"
    kind_words = _("Something to do away from the screen, in the workshop or the shop.")
    edit_handler = library_tabs(FieldPanel("body"))

    class Meta:
        verbose_name = _("offline instruction")
        verbose_name_plural = _("offline instructions")
