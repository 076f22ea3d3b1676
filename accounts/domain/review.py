"""The yearly review of roles (CMA-T1): what each person may do is confirmed or withdrawn, and the report is kept."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import RoleAssignment, RoleReview, RoleReviewLine, User
from accounts.models.review import Decision

# Learners come and go with their sessions; their role gives access to nothing of others'.
NOT_REVIEWED = (Role.LEARNER,)


class ReviewRefused(Exception):
    """The message is for whoever reviews."""


@transaction.atomic
def begin_review(*, by: User | None) -> RoleReview:
    """A review of all roles as they stand, unless one is open: then that one."""
    found = RoleReview.objects.filter(closed_at=None).first()
    if found is not None:
        return found
    review = RoleReview.objects.create(started_by=by)
    held = RoleAssignment.objects.exclude(role__code__in=NOT_REVIEWED).filter(user__is_active=True, user__is_made_up=False)
    held = held.select_related("user", "role")
    RoleReviewLine.objects.bulk_create(
        (
            RoleReviewLine(
                review=review,
                user=one.user,
                role=one.role_id,
                role_name=one.role.name,
                region_id=one.region_id,
                since=one.granted_at,
                last_seen_at=one.user.last_login,
            )
            for one in held.iterator(500)
        ),
        batch_size=500,
    )
    return review


@transaction.atomic
def decide(*, line: RoleReviewLine, decision: str, by: User) -> None:
    """Confirm the role or withdraw it. Nobody judges their own, and what was withdrawn is not confirmed afterwards."""
    line = RoleReviewLine.objects.select_for_update(of=("self",)).select_related("review", "user").get(pk=line.pk)
    if line.review.closed_at is not None:
        raise ReviewRefused(_("This review is closed: begin another one."))
    if line.user_id == by.pk:
        raise ReviewRefused(_("Your own roles are reviewed by somebody else."))
    if line.decision == Decision.WITHDRAWN:
        raise ReviewRefused(_("This role was withdrawn: give it again on the page of the person."))
    line.decision, line.decided_by, line.decided_at = Decision(decision), by, timezone.now()
    line.save()
    if decision == Decision.WITHDRAWN:
        RoleAssignment.objects.filter(user=line.user, role__code=line.role, region=line.region_id).delete()


@transaction.atomic
def close_review(*, review: RoleReview, by: User) -> None:
    """The report is complete. The roles of the only national manager, whom nobody can judge, may stay undecided."""
    left = review.lines.filter(decision="")
    if not User.objects.active().with_role(Role.NATIONAL_MANAGER).exclude(pk=by.pk).exists():
        left = left.exclude(user=by)
    count = left.count()
    if count:
        raise ReviewRefused(_("%(count)d roles are still to be decided.") % {"count": count})
    review.closed_at = timezone.now()
    review.save(update_fields=["closed_at"])
