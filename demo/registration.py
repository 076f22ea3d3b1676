# SPDX-License-Identifier: EUPL-1.2
"""What people of the demonstration read and accept; anyone may open an account there."""

from typing import Any

from accounts.models import RegistrationSettings, User
from demo.content import consents as texts
from privacy.domain.consents import publish
from privacy.enums import TextKind, TextPlace


def open_registration(by: User) -> None:
    shown: dict[str, Any] = {"again": False, "is_shown": True, "by": by, "text": None}
    account: dict[str, Any] = {"place": TextPlace.ACCOUNT, **shown}
    publish(**account, kind=TextKind.READ, order=10, box="", **texts.NOTICE)
    publish(**account, kind=TextKind.REQUIRED, order=20, **texts.TERMS)
    publish(**account, kind=TextKind.FREE, order=30, **texts.NEWS)
    publish(**{**shown, "place": TextPlace.INTEREST}, kind=TextKind.REQUIRED, order=40, **texts.INTEREST)
    RegistrationSettings.objects.create(is_open=True)
