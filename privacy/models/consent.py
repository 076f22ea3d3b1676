# SPDX-License-Identifier: EUPL-1.2
"""What people read and accept when they give their data: texts in numbered versions, and who accepted which."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.enums import Occasion, TextKind, TextPlace


class ConsentText(models.Model):
    """A text that is asked somewhere; its words are those of its latest version.

    latest: number of that version, 0 before there is one. binding: number of the last version that people who had accepted
    an earlier one must accept again, 0 for none. slug: its address, which never changes.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    place = models.CharField(_("asked"), max_length=10, choices=TextPlace.choices, default=TextPlace.ACCOUNT)
    kind = models.CharField(_("what is asked"), max_length=10, choices=TextKind.choices)
    is_shown = models.BooleanField(_("asked at present"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    latest = models.PositiveIntegerField(_("present version"), default=0, editable=False)
    binding = models.PositiveIntegerField(_("version to be accepted again"), default=0, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text to read or accept")
        verbose_name_plural = _("texts to read or accept")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="consent_text_kind_known"),
            models.CheckConstraint(condition=Q(place__in=TextPlace.values), name="consent_text_place_known"),
            models.CheckConstraint(condition=Q(binding__lte=F("latest")), name="consent_text_binding_published"),
        ]

    def __str__(self) -> str:
        return self.slug


class TextVersionQuerySet(models.QuerySet):
    def present(self) -> "TextVersionQuerySet":
        """The present words of the texts that are asked."""
        return self.newest().filter(text__is_shown=True).order_by("text__order", "text__pk")

    def asked(self, place: str) -> "TextVersionQuerySet":
        return self.present().filter(text__place=place)

    def newest(self) -> "TextVersionQuerySet":
        """The present words of all texts, asked or not."""
        return self.filter(number=F("text__latest")).select_related("text")

    def latest_of(self, slug: str) -> "TextVersionQuerySet":
        return self.newest().filter(text__slug=slug)

    def without_answer_of(self, user) -> "TextVersionQuerySet":
        """Without the texts accepted as they bind, and without free ones to which the person said yes or no before."""
        own = Acceptance.objects.filter(user=user, version__text=OuterRef("text"))
        accepted = own.filter(withdrawn_at=None, version__number__gte=OuterRef("text__binding"))
        return self.exclude(Exists(accepted)).exclude(Exists(own), text__kind=TextKind.FREE)

    def owed_by(self, user) -> "TextVersionQuerySet":
        """What somebody who has an account must still answer: what binds again, and what was there before their account.

        The latter is asked where accounts open otherwise than by our forms (an identity provider).
        """
        before = TextVersion.objects.filter(text=OuterRef("text"), number=1, published_at__lte=user.date_joined)
        binding = self.filter(Q(text__binding__gt=0) | Exists(before)).exclude(text__kind=TextKind.FREE)
        return binding.without_answer_of(user)


class TextVersion(models.Model):
    """The words of a text from one day on. Rows are added; triggers of the database refuse the rest (migration 0004).

    box: what stands beside the box to tick, "" for information. again: whoever accepted an earlier version accepts anew.
    """

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="versions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("words"), max_length=60_000)
    box = models.CharField(_("beside the box"), max_length=250, blank=True)
    again = models.BooleanField(_("to be accepted again"), default=False)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    objects = TextVersionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["text", "-number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="text_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class AcceptanceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AcceptanceQuerySet":
        """One's own."""
        return self.filter(user=user.pk) if user.is_authenticated and user.is_active else self.none()

    def standing(self) -> "AcceptanceQuerySet":
        return self.filter(withdrawn_at=None)


class Acceptance(models.Model):
    """One person accepted one version of a text, or was shown it where it only informs. Withdrawn, the row stays with its end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acceptances", verbose_name=_("person"))
    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="acceptances", verbose_name=_("version"))
    occasion = models.CharField(_("on which occasion"), max_length=12, choices=Occasion.choices)
    accepted_at = models.DateTimeField(_("accepted"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = AcceptanceQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], condition=Q(withdrawn_at__isnull=True), name="text_accepted_once"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="acceptance_occasion_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("accepted_at")), name="acceptance_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.version}"
