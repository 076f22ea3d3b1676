"""Resources: what a learner consults."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.models.pages import TEXT_FEATURES
from courses.enums import CountedAttempt, NewAttempt
from courses.file_types import AUDIO, CAPTIONS, VIDEO, wrong_type
from courses.models.content_blocks import CONTENT_BLOCKS
from courses.models.library import LibraryObject, Words, is_blank, library_tabs


class ScormPage(LibraryObject):
    """A module made with an authoring tool (SCORM, cmi5, xAPI), scored or not."""

    package = models.ForeignKey(
        "courses.Package",
        models.PROTECT,
        related_name="pages",
        verbose_name=_("module package"),
        help_text=_("The file made with your authoring tool, sent beforehand under “Modules”."),
    )

    new_attempt = models.CharField(_("a new attempt begins"), max_length=10, choices=NewAttempt.choices, default=NewAttempt.NEVER)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed (0: no limit)"), default=0)
    attempt_counted = models.CharField(
        _("the attempt that counts"), max_length=10, choices=CountedAttempt.choices, default=CountedAttempt.BEST
    )

    kind = "scorm"
    played_with = ("package__current",)
    kind_icon = "monitor-play"
    kind_words = _("A module made with an authoring tool (Storyline, Rise, Captivate…), sent as a SCORM, cmi5 or xAPI file.")
    is_scored = True
    edit_handler = library_tabs(
        FieldPanel("package"),
        settings=[
            FieldPanel("pass_mark"),
            MultiFieldPanel(
                [FieldPanel("new_attempt"), FieldPanel("attempts_allowed"), FieldPanel("attempt_counted")], heading=_("Attempts")
            ),
        ],
    )

    class Meta:
        verbose_name = _("module of an authoring tool")
        verbose_name_plural = _("modules of an authoring tool")

    def content_errors(self, *, publishing: bool) -> dict[str, Words]:
        errors: dict[str, Words] = {}
        if publishing and self.package_id and self.package.current_id is None:
            errors["package"] = _("This module is not ready: wait until its file is checked, or send another one.")
        if self.new_attempt == NewAttempt.NEVER and (self.attempts_allowed or self.attempt_counted != CountedAttempt.BEST):
            errors["new_attempt"] = _("Say when a new attempt begins: with one that goes on there is nothing to limit or to choose from.")
        if self.new_attempt != NewAttempt.NEVER and self.package_id and self.package.current and self.package.current.has_units:
            errors["new_attempt"] = _("A cmi5 or xAPI module keeps one attempt that goes on: leave “never” here.")
        return errors


class VideoPage(LibraryObject):
    """A video: a file with captions, or a link to a page that shows it."""

    file = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("video file (MP4, WebM)"),
    )
    captions = models.ForeignKey(
        "wagtaildocs.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("captions (WebVTT)"),
        help_text=_("The text of what is said, for those who do not hear it or watch without sound."),
    )
    link = models.URLField(_("or a link"), blank=True, help_text=_("The address of a page that shows the video; it opens in a new tab."))
    transcript = RichTextField(_("transcript"), features=TEXT_FEATURES, blank=True)

    kind = "video"
    kind_icon = "film"
    kind_words = _("A film to watch, with captions: your own file, or a link.")
    edit_handler = library_tabs(FieldPanel("file"), FieldPanel("captions"), FieldPanel("link"), FieldPanel("transcript"))

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def content_errors(self, *, publishing: bool) -> dict[str, Words]:
        errors: dict[str, Words] = {}
        if publishing and not self.file_id and not self.link:
            errors["file"] = _("Choose a video file, or write a link below.")
        if self.file_id and self.link:
            errors["link"] = _("Choose a file or a link, not both.")
        if self.file and wrong_type(self.file.filename, VIDEO):
            errors["file"] = _("Choose a video in MP4 or WebM, which every browser plays.")
        if self.captions and wrong_type(self.captions.filename, CAPTIONS):
            errors["captions"] = _("Choose captions in WebVTT (a file whose name ends in .vtt).")
        return errors

    def weaknesses(self) -> list[str]:
        return [str(_("no captions"))] if self.file_id and not self.captions_id else []


class AudioPage(LibraryObject):
    file = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("sound file (MP3, M4A)"))
    transcript = RichTextField(
        _("transcript"), features=TEXT_FEATURES, blank=True, help_text=_("The text of what is said, for those who do not hear it.")
    )

    kind = "audio"
    kind_icon = "headphones"
    kind_words = _("A recording to listen to, with its text.")
    edit_handler = library_tabs(FieldPanel("file"), FieldPanel("transcript"))

    class Meta:
        verbose_name = _("audio")
        verbose_name_plural = _("audios")

    def content_errors(self, *, publishing: bool) -> dict[str, Words]:
        if self.file_id and wrong_type(self.file.filename, AUDIO):
            return {"file": _("Choose a sound in MP3, M4A or OGG, which every browser plays.")}
        return {}

    def weaknesses(self) -> list[str]:
        return [str(_("no transcript"))] if is_blank(self.transcript) else []


class DocumentPage(LibraryObject):
    file = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("document"))

    kind = "document"
    kind_icon = "file-text"
    kind_words = _("A file to read or keep: PDF, text, table or slides.")
    edit_handler = library_tabs(FieldPanel("file"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class LinkPage(LibraryObject):
    link = models.URLField(_("address of the page"), help_text=_("It begins with https:// and opens in a new tab."))

    kind = "link"
    kind_icon = "link"
    kind_words = _("A page of another site to consult.")
    edit_handler = library_tabs(FieldPanel("link"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")


class RichContentPage(LibraryObject):
    """A page written in the editor: text, pictures, key points."""

    body = StreamField(CONTENT_BLOCKS, verbose_name=_("content"))

    kind = "page"
    kind_icon = "book-open-text"
    kind_words = _("A page you write here: text, pictures, key points.")
    edit_handler = library_tabs(FieldPanel("body"))
    search_fields = [*LibraryObject.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("rich page")
        verbose_name_plural = _("rich pages")
