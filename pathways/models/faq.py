from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from accounts.models.user import fold
from cms.models.pages import SIMPLE_TEXT_FEATURES
from pathways.enums import FaqState


class FaqQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FaqQuerySet":
        """All for editors; everybody else meets them in a session, by readable_in()."""
        return self if user.is_authenticated and user.is_active and user.is_editor else self.none()

    def public(self) -> "FaqQuerySet":
        """What the public page of a pathway shows."""
        return self.filter(state=FaqState.EVERYWHERE, is_public=True, pathway__isnull=False)

    def readable_in(self, group) -> "FaqQuerySet":
        """What the people of the session `group` (its id) may read: the entries for all, and those of their own session."""
        return self.filter(Q(state=FaqState.EVERYWHERE) | Q(state=FaqState.GROUP, group=group))

    def search_words(self, words: str) -> "FaqQuerySet":
        """Entries that have every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class FaqEntry(models.Model):
    """A frequent question with its answer, about a pathway or about one resource or activity wherever it is used (CMA-I5).

    group: the session in which a tutor wrote it, for which alone it is readable until an editor opens it to all; an id and
    no relation, for sessions stand above. origin: that place in words.
    """

    pathway = models.ForeignKey(
        "pathways.PathwayPage", models.CASCADE, null=True, blank=True, related_name="faq", verbose_name=_("about the pathway")
    )
    activity = models.ForeignKey(
        "courses.LibraryObject",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="faq",
        verbose_name=_("or about the resource or activity"),
    )
    question = models.CharField(_("question"), max_length=250)
    answer = RichTextField(_("answer"), features=SIMPLE_TEXT_FEATURES)
    state = models.CharField(_("who reads it"), max_length=12, choices=FaqState.choices, default=FaqState.EVERYWHERE)
    is_public = models.BooleanField(
        _("also on the public page"), default=True, help_text=_("Visitors read it below the programme. Only for questions about a pathway.")
    )
    sort_order = models.PositiveIntegerField(_("rank in the list"), default=0, help_text=_("Small numbers come first."))
    group = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    origin = models.CharField(_("where it comes from"), max_length=300, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("written by")
    )
    made_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = FaqQuerySet.as_manager()

    class Meta:
        verbose_name = _("frequent question")
        verbose_name_plural = _("frequent questions")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pathway__isnull=False, activity__isnull=True) | Q(pathway__isnull=True, activity__isnull=False),
                name="faq_about_one_thing",
                violation_error_message=_("Choose a pathway, or else a resource or activity: one of the two."),
            ),
            models.CheckConstraint(
                condition=~Q(state=FaqState.GROUP) | Q(group__isnull=False),
                name="faq_group_known",
                violation_error_message=_("This entry was not written in a session: choose “In every session” or “Withdrawn”."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(f"{self.question} {strip_tags(self.answer)}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        return str(self.pathway or self.activity)
