# SPDX-License-Identifier: EUPL-1.2
"""What people of the demonstration read and accept; anyone may open an account there, and some are interested in a training."""

from typing import Any

from accounts.models import Region, RegistrationSettings, User
from demo.content import consents as texts
from demo.people import address
from pathways.models import PathwayPage
from privacy.domain.consents import asked_at, publish
from privacy.enums import TextKind, TextPlace
from sessions.domain.interest import express, note_call


def open_registration(by: User) -> None:
    shown: dict[str, Any] = {"again": False, "is_shown": True, "by": by, "text": None}
    account: dict[str, Any] = {"place": TextPlace.ACCOUNT, **shown}
    publish(**account, kind=TextKind.READ, order=10, box="", **texts.NOTICE)
    publish(**account, kind=TextKind.REQUIRED, order=20, **texts.TERMS)
    publish(**account, kind=TextKind.FREE, order=30, **texts.NEWS)
    publish(**{**shown, "place": TextPlace.INTEREST}, kind=TextKind.REQUIRED, order=40, **texts.INTEREST)
    RegistrationSettings.objects.create(is_open=True)


def make_interests(region: Region, manager: User, pathway: PathwayPage) -> None:
    """Three people wrote from the public site; one was called already."""
    texts_shown = asked_at(TextPlace.INTEREST)
    for first_name, last_name, phone, message in texts.INTERESTED:
        who = {"first_name": first_name, "last_name": last_name, "email": address(first_name, last_name), "phone": phone}
        made = express(pathway=pathway, region=region, session=None, texts=texts_shown, message=message, **who)
        if made is not None and not message:
            note_call(made, by=manager)
