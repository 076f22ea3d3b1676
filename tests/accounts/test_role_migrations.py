# SPDX-License-Identifier: EUPL-1.2
"""Roles held before roles were rows are held afterwards, and again on the way back."""

import pytest

from accounts.enums import SHIPPED
from accounts.models import DefinedRole, RoleAssignment
from tests.factories import make_region, make_user
from tests.migrating import migrate

pytestmark = [pytest.mark.requirement("CMA-1.8"), pytest.mark.django_db(transaction=True)]
BEFORE = [("training_sessions", "0006_letters_to_some"), ("accounts", "0010_registration")]
HELD = [
    ("national_manager", False),
    ("editor", False),
    ("auditor", False),
    ("regional_manager", True),
    ("tutor", True),
    ("learner", True),
]


def test_assignments_go_there_and_back_without_loss():
    region, giver = make_region(), make_user("Nadia")
    people = [make_user(f"P{number}") for number in range(len(HELD))]
    own = DefinedRole.objects.create(code="own-x", name="Jury", scope="region", permissions=["see_sessions"])
    RoleAssignment.objects.create(user=giver, role=own, region=region)
    former = migrate(*BEFORE).get_model("accounts", "RoleAssignment")
    assert not former.objects.exists()
    for person, (role, placed) in zip(people, HELD, strict=True):
        former.objects.create(user_id=person.pk, role=role, region_id=region.pk if placed else None, granted_by_id=giver.pk)
    kept = list(former.objects.order_by("pk").values_list("pk", "user", "role", "region", "granted_by", "granted_at"))
    migrate()
    now = RoleAssignment.objects.order_by("pk")
    assert list(now.values_list("pk", "user", "role__code", "region", "granted_by", "granted_at")) == kept
    assert [(one.role_id, one.scope) for one in now] == [(role, SHIPPED[role]) for role, _placed in HELD]
    back = migrate(*BEFORE).get_model("accounts", "RoleAssignment")
    assert list(back.objects.order_by("pk").values_list("pk", "user", "role", "region", "granted_by", "granted_at")) == kept
