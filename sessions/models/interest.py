# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import fold
from sessions.enums import InterestState
from sessions.permissions import ANSWER_INTEREST


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InterestQuerySet":
        """Those of the regions whose requests the person's roles let them answer."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user.reach(ANSWER_INTEREST).within("region"))

    def unanswered(self) -> "InterestQuerySet":
        return self.filter(state=InterestState.NEW)

    def search(self, words: str) -> "InterestQuerySet":
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_places(self) -> "InterestQuerySet":
        return self.select_related("pathway", "region", "session", "handled_by")


class Interest(models.Model):
    """Somebody, with or without an account, says on the public site that a pathway interests them; the region answers.

    session: the one whose dates they saw, if any. touched_at: the last contact, from which the time of keeping counts.
    texts: what they read and accepted.
    """

    pathway = models.ForeignKey("pathways.PathwayPage", models.PROTECT, related_name="interests", verbose_name=_("pathway"))
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="interests", verbose_name=_("region"))
    session = models.ForeignKey(
        "training_sessions.TrainingSession", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    email = models.CharField(_("e-mail address"), max_length=254, db_index=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    texts = models.ManyToManyField("privacy.TextVersion", related_name="+", verbose_name=_("accepted"))
    search_text = models.CharField(max_length=420, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=InterestState.choices, default=InterestState.NEW)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    touched_at = models.DateTimeField(_("last contact"), default=timezone.now, db_index=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    enrolment = models.ForeignKey(
        "training_sessions.Enrolment", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("enrolment")
    )

    objects = InterestQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request about a training")
        verbose_name_plural = _("requests about a training")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["region", "-created_at"], name="interest_of_region")]
        constraints = [models.CheckConstraint(condition=Q(state__in=InterestState.values), name="interest_state_known")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        self.search_text = fold(f"{self.full_name} {self.email}")[:420]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_open(self) -> bool:
        """Does it still wait for an end: enrolled or declined?"""
        return self.state in {InterestState.NEW, InterestState.CALLED}
