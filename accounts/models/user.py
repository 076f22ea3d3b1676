import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import COUNTS_AS, NAMED_BY_SESSIONS, Contrast, Role, Scope
from accounts.models.identifier import LENGTH, new_identifier
from accounts.prepared import Prepared
from accounts.reach import EVERYWHERE, NOWHERE, Reach
from privacy.domain.words import folded as fold

if TYPE_CHECKING:
    from accounts.permissions import Permission


def normalize_address(value: str) -> str:
    """An e-mail address as it is stored and compared: NFC, trimmed, lower case."""
    return unicodedata.normalize("NFC", value.strip()).lower()


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def with_role(self, role: str, region=None) -> "UserQuerySet":
        """People who hold `role`, in `region` when one is given."""
        wanted = Q(assignments__role=role)
        if region is not None:
            wanted &= Q(assignments__region=region)
        return self.filter(wanted).distinct()

    def told_of(self, permission: "Permission", regions=None) -> "UserQuerySet":
        """Who answers for something, to be told of it: holders of a role that allows it, in these very regions, or nationally without any.

        An auditor reads, and answers for nothing.
        """
        from accounts.models.role import DefinedRole

        scope, within = (Scope.NATIONAL, Q()) if regions is None else (Scope.REGION, Q(assignments__region__in=regions))
        roles = [one.code for one in DefinedRole.objects.filter(scope=scope).with_permission(permission) if one.code != Role.AUDITOR]
        return self.filter(within, assignments__role__in=roles).distinct()

    def real(self) -> "UserQuerySet":
        """Without the made-up people of sandboxes."""
        return self.filter(is_made_up=False)

    def in_regions(self, regions) -> "UserQuerySet":
        return self.filter(assignments__region__in=regions).distinct()

    def search(self, words: str) -> "UserQuerySet":
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def visible_to(self, user) -> "UserQuerySet":
        """Oneself, and whoever holds a role in the regions whose people one may see."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        from accounts.models.role import RoleAssignment

        reach = user.reach("see_people")
        if reach.everywhere:
            return self
        own = Q(pk=user.pk)
        if reach.regions:
            own |= Q(pk__in=RoleAssignment.objects.filter(region__in=reach.regions).values("user"))
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
    is_made_up = models.BooleanField(_("made up"), default=False, editable=False)
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
    def _held(self) -> list["Held"]:
        return [Held(*row) for row in _roles(user=self.pk)]

    def forget_roles(self) -> None:
        """They have changed: look them up again."""
        for name in ("_held", "_chains", "_reaches"):
            self.__dict__.pop(name, None)

    @property
    def held_roles(self) -> set[str]:
        """Codes of the roles held."""
        return {one.role for one in self._held}

    @property
    def held_places(self) -> list[tuple[str, int | None]]:
        """The roles held, each with the id of its region; None for national ones."""
        return [(one.role, one.region) for one in self._held]

    @property
    def counts_as(self) -> set[str]:
        """The roles held, where only shipped ones are known: in settings, in kinds of notice. Others count as that of the same reach."""
        return {one.role if one.role in settings.ROLES else COUNTS_AS[Scope(one.scope)] for one in self._held}

    @property
    def careful_roles(self) -> set[str]:
        """Names of roles in the settings of sign-in."""
        return self.counts_as | {Role.NATIONAL_MANAGER} if self.is_superuser else self.counts_as or {Role.LEARNER}

    def has_role(self, *roles: str) -> bool:
        return any(one.role in roles for one in self._held)

    @property
    def is_national_manager(self) -> bool:
        """Runs the platform. An auditor sees as much; their changes are all refused (accounts.read_only.AuditorMiddleware)."""
        return self.is_superuser or self.has_role(Role.NATIONAL_MANAGER, Role.AUDITOR)

    @property
    def is_editor(self) -> bool:
        return self.may("edit_content")

    @property
    def held_region_ids(self) -> list[int]:
        """Regions in which the person has a role."""
        return sorted({one.region for one in self._held if one.region})

    # --- What the roles allow, and where (accounts.permissions) ---
    def reach(self, permission: "Permission | str") -> Reach:
        """Where the permission holds for the person: nothing of it for a closed account."""
        name = permission if isinstance(permission, str) else permission.codename
        if name not in self._reaches:
            self._reaches[name] = self._reach(name)
        return self._reaches[name]

    def may(self, permission: "Permission | str", region: int | None = None) -> bool:
        """May the person do this in the region of this id; without one: anywhere at all?"""
        reach = self.reach(permission)
        return bool(reach) if region is None else reach.covers(region)

    def regions_with(self, permission: "Permission | str") -> list[int]:
        """Ids of the regions in which the person may do this: all for a national role, else those of the roles and what lies below."""
        from accounts.models.region import Region

        reach = self.reach(permission)
        return list(Region.objects.order_by("pk").values_list("pk", flat=True)) if reach.everywhere else list(reach.regions)

    @cached_property
    def _reaches(self) -> dict[str, Reach]:
        return {}

    def _reach(self, name: str) -> Reach:
        if not self.is_active:
            return NOWHERE
        holding = [one for one in self._held if name in one.allows]
        if any(one.scope == Scope.NATIONAL for one in holding) or (self.is_superuser and name in shipped_codes(Role.NATIONAL_MANAGER)):
            return EVERYWHERE
        roots = {one.region for one in holding if one.scope == Scope.REGION}
        regions = tuple(sorted(region for region, chain in self._chains if roots & chain)) if roots else ()
        # Tutors and learners act where a session names them as such, not by an assignment of theirs.
        named = (one.pk for one in holding if one.scope == Scope.SESSION and one.role not in NAMED_BY_SESSIONS)
        return Reach(regions=regions, assignments=tuple(sorted(named)))

    @cached_property
    def _chains(self) -> list[tuple[int, set[int | None]]]:
        """Every region in or below those of the person's regional roles, with itself and what it lies in."""
        from accounts.models.region import Region

        held = [one.region for one in self._held if one.scope == Scope.REGION]
        rows = Region.objects.below(held).order_by().values_list("pk", "parent", "parent__parent")
        return [(row[0], set(row)) for row in rows]


@dataclass(frozen=True)
class Held:
    """A role that a person holds. region: an id. permissions: those kept in the role's row. pk: of the assignment."""

    role: str
    region: int | None
    scope: str
    permissions: list[str]
    pk: int

    @cached_property
    def allows(self) -> frozenset[str]:
        from accounts.models.role import allowed_by

        return allowed_by(self.role, self.permissions)


def shipped_codes(role: str) -> frozenset[str]:
    from accounts.permissions import shipped

    return shipped(role)


def _assignments(user: int):
    from accounts.models.role import RoleAssignment

    held = RoleAssignment.objects.filter(user=user).order_by()
    return held.values_list("role_id", "region_id", "scope", "role__permissions", "pk")


_roles = Prepared(_assignments)
