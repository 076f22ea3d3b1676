import unicodedata
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Contrast, Role
from accounts.models.identifier import LENGTH, new_identifier
from accounts.prepared import Prepared
from privacy.domain.words import folded as fold


def normalize_address(value: str) -> str:
    """An e-mail address as it is stored and compared: NFC, trimmed, lower case."""
    return unicodedata.normalize("NFC", value.strip()).lower()


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_role(self, role: Role, region=None) -> "UserQuerySet":
        """People who hold `role`, in `region` when one is given."""
        wanted = Q(assignments__role=role)
        if region is not None:
            wanted &= Q(assignments__region=region)
        return self.filter(wanted).distinct()

    def in_regions(self, regions) -> "UserQuerySet":
        return self.filter(assignments__region__in=regions).distinct()

    def search(self, words: str) -> "UserQuerySet":
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def visible_to(self, user) -> "UserQuerySet":
        """All for a national manager; the people of their regions for a regional manager; else only oneself."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_national_manager:
            return self
        own = Q(pk=user.pk)
        regions = user.managed_region_ids
        if regions:
            from accounts.models.role import RoleAssignment

            own |= Q(pk__in=RoleAssignment.objects.filter(region__in=regions).values("user"))
        return self.filter(own)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A saved user; without a password the account waits for its invitation to be answered."""
        user = self.model(email=normalize_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=normalize_address(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person.

    `uid` names them for machines (xAPI account, SCORM learner), `identifier` for people; both are theirs for ever, and the
    database refuses to change them or to give them twice (accounts.database_rules).
    """

    uid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    identifier = models.CharField(_("identifier"), max_length=LENGTH, unique=True, editable=False, default=new_identifier)
    email = models.CharField(
        _("e-mail address"), max_length=254, unique=True, error_messages={"unique": _("This address already has an account.")}
    )
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    search_text = models.CharField(max_length=420, blank=True, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    text_size = models.PositiveSmallIntegerField(_("text size"), default=100)
    contrast = models.CharField(_("contrast"), max_length=10, choices=Contrast.choices, default=Contrast.NORMAL)
    reduced_motion = models.BooleanField(_("less motion"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("back office"), default=False)
    must_change_password = models.BooleanField(_("must change password"), default=False)
    two_step_asked_at = models.DateTimeField(_("second step asked for"), null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(_("created"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(text_size__gte=80, text_size__lte=200), name="user_text_size_range"),
            models.CheckConstraint(condition=Q(contrast__in=Contrast.values), name="user_contrast_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs) -> None:
        self.email = normalize_address(self.email)
        self.search_text = fold(f"{self.first_name} {self.last_name} {self.email} {self.identifier}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @property
    def spoken_identifier(self) -> str:
        """In two halves, as it is read out."""
        return f"{self.identifier[:4]}-{self.identifier[4:]}"

    @property
    def initials(self) -> str:
        letters = [part[0] for part in (self.first_name, self.last_name) if part]
        return "".join(letters).upper() or self.email[:1].upper()

    @cached_property
    def _held(self) -> list[tuple[str, int | None]]:
        return _roles(user=self.pk)

    def forget_roles(self) -> None:
        """They have changed: look them up again."""
        for name in ("_held", "managed_region_ids"):
            self.__dict__.pop(name, None)

    def has_role(self, *roles: str) -> bool:
        return any(role in roles for role, _region in self._held)

    @property
    def is_national_manager(self) -> bool:
        """Sees everything. So does an auditor, whose changes are all refused (accounts.read_only.AuditorMiddleware)."""
        return self.is_superuser or self.has_role(Role.NATIONAL_MANAGER, Role.AUDITOR)

    @property
    def is_editor(self) -> bool:
        return self.is_national_manager or self.has_role(Role.EDITOR)

    @property
    def held_region_ids(self) -> list[int]:
        """Regions in which the person has a role."""
        return sorted({region for _role, region in self._held if region})

    @cached_property
    def managed_region_ids(self) -> list[int]:
        """Regions whose manager the person is, and all that lies below them (a national manager is not listed: they see all)."""
        from accounts.models.region import Region

        held = [region for role, region in self._held if role == Role.REGIONAL_MANAGER and region]
        return sorted(Region.objects.below(held).values_list("pk", flat=True)) if held else []


def _assignments(user: int):
    from accounts.models.role import RoleAssignment

    return RoleAssignment.objects.filter(user=user).order_by().values_list("role", "region_id")


_roles = Prepared(_assignments)
