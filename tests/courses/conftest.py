"""A library object in front of a learner, through the real step of a running session."""

import pytest

from tests.courses.cmi5_packages import cmi5_zip
from tests.courses.packages import make_module
from tests.courses.steps import Step, make_step


@pytest.fixture
def step_of(db, as_user):
    """step_of(activity, **fields of the pathway's step) → Step, with a client signed in as its learner."""

    def make(activity, **fields) -> Step:
        step = make_step(activity, **fields)
        step.client = as_user(step.user)
        return step

    return make


@pytest.fixture
def follow(step_of):
    """follow(*parts of the structure) → the step of a learner at a module made of them."""

    def make(*parts: str, **fields):
        return step_of(make_module(cmi5_zip(*parts), "Faire du pain"), **fields)

    return make
