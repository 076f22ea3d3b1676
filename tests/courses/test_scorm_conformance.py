"""Each of ADL's conformance cases for SCORM 2004 4th edition, against the sequencer and the run time on the server."""

import pytest

from tests.courses.adl_cases import FOLDER, Play, cases

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.django_db,
    pytest.mark.requirement("CMA-2.21"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the corpora of packages are not beside the project"),
]


def before(name: str) -> list[str]:
    """Cases ending in b or c go on with what the one before left for the learner (global objectives)."""
    earlier = [f"{name[:-1]}{letter}" for letter in "abcdef" if letter < name[-1]] if name[-1] in "bcdef" else []
    return [one for one in earlier if one in cases()]


@pytest.mark.parametrize("name", sorted(cases()))
def test_case(cast, name):
    for one in [*before(name), name]:
        Play(one, cast.owner).run()
