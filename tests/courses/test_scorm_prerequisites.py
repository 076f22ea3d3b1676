"""Prerequisites of SCORM 1.2, as scripts and as what the learner may open."""

import pytest

from courses.domain.scorm_runtime import Commit, commit, open_item
from courses.models import Attempt
from courses.scorm.prerequisites import are_met
from tests.courses.packages import context_for, make_module, simple_zip
from tests.factories import make_zip

pytestmark = pytest.mark.requirement("CMA-2.20")

STATUSES = {"A": "passed", "B": "completed", "C": "failed", "D": "incomplete"}


@pytest.mark.parametrize(
    ("script", "met"),
    [
        ("", True),
        ("A", True),
        ("C", False),
        ("E", False),
        ("A & B", True),
        ("A&C", False),
        ("C | B", True),
        ("~C", True),
        ("~(A & B)", False),
        ('C="failed"', True),
        ("C = f", True),
        ('A <> "passed"', False),
        ("{A,B}", True),
        ("{A,C}", False),
        ("2*{A,B,C}", True),
        ("3*{A,B,C}", False),
        ("1*{C,D & A,B}", True),
        ("(A AND B) OR C", True),
        ("not D and A", True),
        ("A &", True),
        ("((A", True),
        ("(" * 500, True),
    ],
)
def test_scripts(script, met):
    assert are_met(script, STATUSES.get) is met


@pytest.fixture
def chained(cast):
    """Part b asks for a, part c for both."""
    content = simple_zip("a", "b", "c")
    return make_module(with_prerequisites(content, {"b": "a", "c": "a & b"}))


def with_prerequisites(content: bytes, scripts: dict[str, str]) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = files["imsmanifest.xml"].decode()
    for name, script in scripts.items():
        element = f'<adlcp:prerequisites type="aicc_script">{script.replace("&", "&amp;")}</adlcp:prerequisites>'
        manifest = manifest.replace(f"<title>Partie {name}</title>", f"<title>Partie {name}</title>{element}")
    return make_zip({**files, "imsmanifest.xml": manifest})


@pytest.mark.django_db
def test_a_part_opens_once_what_it_asks_for_is_done(cast, chained):
    from courses.domain.scorm_launch import open_launch

    launch = open_launch(context_for(cast.owner, chained)).launch
    opened = open_item(launch, "a")
    assert opened["navigation"] == {"previous": None, "continue": None, "choices": ["a"]}
    refused = open_item(launch, "b")
    assert (refused["item"], bool(refused["message"])) == (None, True)
    told = commit(launch, Commit("a", 1, (("cmi.core.lesson_status", "completed"),), finished=True))
    assert (told["navigation"]["continue"], told["navigation"]["choices"]) == ("b", ["a", "b"])
    assert open_item(launch, "b")["item"] == "b"
    assert open_item(launch, "c")["item"] is None
    assert not Attempt.objects.get().completed
