"""What the editions of SCORM 2004 differ in: the sequencer and the run time follow the one that the manifest names."""

import io
import zipfile

import pytest

from courses.domain.scorm_launch import open_launch
from courses.domain.scorm_runtime import BadCommit, Commit, commit, open_item
from courses.models import ScoState
from courses.scorm.data_model import DataModel, Refusal
from courses.scorm.sequencing import Node, Sequencer, tree_of
from courses.scorm.sequencing.reading import edition_number
from tests.courses.packages import context_for, make_module, simple_zip
from tests.factories import make_zip

pytestmark = pytest.mark.requirement("CMA-2.21")

SECOND, THIRD, FOURTH = EDITIONS = ("2nd Edition", "3rd Edition", "4th Edition")
FLOW = '<sequencing xmlns="http://www.imsglobal.org/xsd/imsss"><controlMode choice="true" flow="true"/></sequencing>'
SPACES = 'xmlns="http://www.imsglobal.org/xsd/imsss" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"'
MAPPED = (
    f'<sequencing {SPACES}><objectives><primaryObjective objectiveID="one"/></objectives><adlseq:objectives>'
    '<adlseq:objective objectiveID="one"><adlseq:mapInfo targetObjectiveID="shared" writeRawScore="true" readRawScore="true"/>'
    "</adlseq:objective></adlseq:objectives></sequencing>"
)
# The next part is skipped once objective "two" of this one is completed.
ABOUT_ANOTHER = (
    f'<sequencing {SPACES}><sequencingRules><preConditionRule><ruleConditions><ruleCondition referencedObjective="two" '
    'condition="completed"/></ruleConditions><ruleAction action="skip"/></preConditionRule></sequencingRules>'
    '<objectives><primaryObjective objectiveID="one"/><objective objectiveID="two"/></objectives></sequencing>'
)
HIDING = (
    '<presentation xmlns="http://www.adlnet.org/xsd/adlnav_v1p3"><navigationInterface><hideLMSUI>continue</hideLMSUI>'
    "<hideLMSUI>suspendAll</hideLMSUI></navigationInterface></presentation>"
)
VERSIONS = {SECOND: "CAM 1.3", THIRD: "2004 3rd Edition", FOURTH: "2004 4th Edition"}


def sequencer_of(edition: str, *nodes: Node) -> Sequencer:
    sequencer = Sequencer(tree_of(Node("root", sequencing=FLOW), nodes, edition=edition))
    sequencer.request("start")
    return sequencer


@pytest.mark.parametrize(
    ("text", "number"), [(SECOND, 2), ("2004 3rd Edition", 3), (FOURTH, 4), ("2004 4th Edition", 4), ("2004", 4), ("", 4), ("1.2", 4)]
)
def test_an_edition_is_read_from_its_name(text, number):
    assert edition_number(text) == number


@pytest.mark.parametrize(("edition", "jumps"), [(SECOND, False), (THIRD, False), (FOURTH, True)])
def test_jumps_came_with_the_fourth(edition, jumps):
    sequencer = sequencer_of(edition, Node("a", content=True), Node("b", content=True))
    assert ("b" in sequencer.validity().jumps) is jumps
    outcome = sequencer.request("jump", "b")
    assert (outcome.delivered is not None, outcome.fault) == ((True, "") if jumps else (False, "NB.2.1-13"))


@pytest.mark.parametrize(("edition", "mapped"), [(SECOND, False), (THIRD, False), (FOURTH, True)])
def test_maps_of_scores_and_completion_came_with_the_fourth(edition, mapped):
    sequencer = sequencer_of(edition, Node("a", content=True, sequencing=MAPPED), Node("b", content=True))
    sequencer.hear({"": {"raw": 7.0}})
    sequencer.request("continue")
    assert ("shared" in sequencer.state.globals) is mapped


@pytest.mark.parametrize(("edition", "skipped"), [(SECOND, False), (THIRD, False), (FOURTH, True)])
def test_the_completion_of_another_objective_is_known_since_the_fourth(edition, skipped):
    """Before, a condition on completion is about the activity whatever objective it refers to."""
    sequencer = sequencer_of(edition, Node("a", content=True, sequencing=ABOUT_ANOTHER), Node("b", content=True))
    sequencer.hear({"two": {"completed": True}, "": {"completed": False}})
    sequencer.request("continue")
    assert ("previous" not in sequencer.validity().requests) is skipped


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_threshold_decides_over_content_in_each(edition):
    sequencer = sequencer_of(edition, Node("a", content=True, threshold=("0.8", True, "1.0")), Node("b", content=True))
    sequencer.hear({"": {"progress": 0.5, "completed": True}})
    sequencer.request("continue")
    assert sequencer.session.completed(sequencer.tree.by_identifier["a"]) is False


@pytest.mark.parametrize(("edition", "progress"), [(SECOND, None), (THIRD, None), (FOURTH, 0.2)])
def test_progress_is_rolled_up_by_weight_since_the_fourth(edition, progress):
    weights = [Node("a", content=True, threshold=("", False, "1.0")), Node("b", content=True, threshold=("", False, "4.0"))]
    sequencer = sequencer_of(edition, *weights)
    sequencer.hear({"": {"progress": 1.0}})
    sequencer.request("continue")
    assert sequencer.session.progress(sequencer.tree.root) == progress


@pytest.mark.parametrize(("edition", "hidden"), [(SECOND, {"continue"}), (THIRD, {"continue", "suspendAll"})])
def test_more_controls_may_be_hidden_since_the_third(edition, hidden):
    sequencer = sequencer_of(edition, Node("a", content=True, presentation=HIDING))
    assert sequencer.current.hidden_controls == hidden


@pytest.mark.parametrize("element", ["adl.data._count", "adl.data.0.store", "adl.nav.request_valid.jump.{target=b}"])
def test_the_run_time_before_the_fourth_knows_no_stores_and_no_jumps(element):
    model = DataModel("scorm_2004", edition=3)
    with pytest.raises(Refusal) as refused:
        model.get(element)
    assert model.code(refused.value) == 401
    with pytest.raises(Refusal) as refused:
        model.set("adl.nav.request", "{target=b}jump")
    assert model.code(refused.value) == 406
    model.set("adl.nav.request", "{target=b}choice")
    DataModel("scorm_2004").set("adl.nav.request", "{target=b}jump")


@pytest.mark.django_db
@pytest.mark.parametrize("edition", EDITIONS)
def test_packages_are_given_the_run_time_of_their_edition(cast, edition):
    data = '<adlcp:data><adlcp:map targetID="store"/></adlcp:data><adlcp:completionThreshold>0.8</adlcp:completionThreshold>'
    page = make_module(with_edition(simple_zip("a", edition="2004", extra=data), VERSIONS[edition]))
    launch = open_launch(context_for(cast.owner, page)).launch
    values = open_item(launch, "a")["values"]
    assert ("adl.data.0.id" in values) is (edition == FOURTH)
    assert values["cmi.completion_threshold"] == "0.8"
    jump = Commit("a", 1, (("adl.nav.request", "{target=a}jump"), ("cmi.progress_measure", "0.5")), finished=True)
    if edition == FOURTH:
        commit(launch, jump)
        assert ScoState.objects.get().completion == "incomplete"
    else:
        with pytest.raises(BadCommit):
            commit(launch, jump)


def with_edition(content: bytes, version: str) -> bytes:
    """The same package, of another edition of SCORM 2004."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["imsmanifest.xml"] = files["imsmanifest.xml"].replace(b"2004 4th Edition", version.encode())
    return make_zip(files)
