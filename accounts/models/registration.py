# SPDX-License-Identifier: EUPL-1.2
"""Registration by oneself: its settings, what waits for an answer, and the agreement of a parent."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from jobs.models import Job


@register_setting(icon="user")
class RegistrationSettings(BaseGenericSetting):
    """Whether anyone may open an account, from which age, and what is said while they may not."""

    is_open = models.BooleanField(
        _("anyone may open an account"),
        default=False,
        help_text=_("Unticked, accounts are opened by invitation alone, and the page says so."),
    )
    closed_words = models.TextField(
        _("what the page says while it is closed"),
        max_length=600,
        blank=True,
        help_text=_("Whom to turn to, for instance. The help desk’s address is always shown."),
    )
    asks_age = models.BooleanField(
        _("ask for the date of birth"),
        default=True,
        help_text=_("Needed where minors may register. Kept for those who need a parent alone."),
    )
    least_age = models.PositiveSmallIntegerField(_("youngest age"), default=13)
    parent_below = models.PositiveSmallIntegerField(
        _("a parent agrees below the age of"), default=15, help_text=_("15 years in France; other countries say from 13 to 16.")
    )
    takes_interest = models.BooleanField(
        _("the pages of trainings have a form “I am interested”"),
        default=True,
        help_text=_("What is written there goes to the managers of the region."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("is_open"), FieldPanel("closed_words")], heading=_("Opening of accounts")),
        MultiFieldPanel(
            [FieldPanel("asks_age"), FieldRowPanel([FieldPanel("least_age"), FieldPanel("parent_below")])], heading=_("Minors")
        ),
        MultiFieldPanel([FieldPanel("takes_interest")], heading=_("Interest in a training")),
    ]

    class Meta:
        verbose_name = _("registration")
        constraints = [
            models.CheckConstraint(
                condition=Q(least_age__gte=3, parent_below__gte=F("least_age"), parent_below__lte=21), name="registration_ages_in_order"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if not 3 <= self.least_age <= 21:
            raise ValidationError({"least_age": _("Write an age from 3 to 21 years.")})
        if not self.least_age <= self.parent_below <= 21:
            raise ValidationError(
                {"parent_below": _("Write an age from the youngest one to 21 years; the same for no agreement of a parent.")}
            )

    @classmethod
    def present(cls) -> "RegistrationSettings":
        """Those that were saved, else the usual ones: reading writes nothing."""
        return cls.objects.order_by("pk").first() or cls()


class Stage(models.TextChoices):
    ADDRESS = "address", _("The address is to be confirmed")
    PARENT = "parent", _("A parent is to agree")


class RegistrationQuerySet(models.QuerySet):
    def outlived(self, now=None) -> "RegistrationQuerySet":
        """Those whose answer never came in time."""
        now = now or timezone.now()
        late = Q(stage=Stage.ADDRESS, created_at__lt=now - timedelta(days=settings.REGISTRATION_DAYS))
        return self.filter(late | Q(stage=Stage.PARENT, confirmed_at__lt=now - timedelta(days=settings.PARENT_ANSWER_DAYS)))


class Registration(Job):
    """What somebody wrote to open an account, until the account is there or the row is deleted; nobody signs in with it.

    As a job it is the mail to the address, sent alike whether the address has an account or not. password: hashed.
    born_on, parent_email: of those alone who need a parent. texts: the versions that were shown or ticked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.CharField(_("e-mail address"), max_length=254)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    password = models.CharField(max_length=128, editable=False)
    region = models.ForeignKey("accounts.Region", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("region"))
    language = models.CharField(_("language"), max_length=10, default="fr")
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    parent_email = models.CharField(_("address of a parent"), max_length=254, blank=True)
    stage = models.CharField(_("waits for"), max_length=10, choices=Stage.choices, default=Stage.ADDRESS)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    texts = models.ManyToManyField("privacy.TextVersion", related_name="+", verbose_name=_("accepted"))

    objects = RegistrationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("account to be confirmed")
        verbose_name_plural = _("accounts to be confirmed")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["email"], name="registration_by_address")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="registration_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage="parent") | (~Q(parent_email="") & Q(born_on__isnull=False, confirmed_at__isnull=False)),
                name="registration_parent_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def needs_parent(self) -> bool:
        return bool(self.parent_email)

    def perform(self) -> None:
        from accounts.domain.registration import write_to_address

        write_to_address(self)


class ParentalConsent(models.Model):
    """A parent agreed to the account of a minor: what proves it, kept with the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="parental_consent", verbose_name=_("person"))
    parent_email = models.CharField(_("address of a parent"), max_length=254)
    born_on = models.DateField(_("date of birth"))
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("agreement of a parent")
        verbose_name_plural = _("agreements of parents")

    def __str__(self) -> str:
        return f"{self.user}"


def age_on(day: date, born_on: date) -> int:
    """Full years lived on that day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
