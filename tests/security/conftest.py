"""A scene with one of everything, and each page asked for by somebody who may see it."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.scene import Scene, make_scene
from tests.url_rules import PEOPLE, RULES

# Those who may see most come first: a page is asked for by the first of them who may.
ORDER = ("national", "manager", "tutor", "owner", "editor", *PEOPLE)


@pytest.fixture
def scene(kept_frame, settings, tmp_path) -> Scene:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return make_scene()


def person_for(name: str) -> str:
    return next(who for who in ORDER if who in RULES[name].allowed)


@pytest.fixture
def ask(scene, as_user):
    """ask(name, parameters) → the answer to the first of the cast who may ask; what it changes is put back."""
    browsers = {who: as_user(None if who == "anonymous" else getattr(scene.cast, who)) for who in PEOPLE}
    for browser in browsers.values():
        browser.raise_request_exception = False

    def asked(name: str, parameters: dict | None = None):
        address = reverse(name, args=RULES[name].args(scene))
        with transaction.atomic():
            answer = browsers[person_for(name)].get(address, parameters or {})
            if not answer.streaming:
                answer.content  # noqa: B018
            transaction.set_rollback(True)
        return answer

    return asked
