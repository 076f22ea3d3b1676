"""Course structures: what is read of them, and each rule that makes one invalid (cmi5 13 and 14)."""

from decimal import Decimal

import pytest

from courses.cmi5.addresses import launch_url
from courses.cmi5.reading import parse_structure
from courses.cmi5.structure import in_language
from courses.cmi5.tincan import parse_tincan
from courses.domain.package_messages import REFUSALS, refusal_message
from courses.scorm.problems import PackageRefused
from tests.courses.cmi5_packages import SITE, activity, block, structure, texts, unit

pytestmark = pytest.mark.requirement("CMA-2.22")
FILES = {"a.html": "a.html", "b.html": "b.html", "Dossier/Page.html": "Dossier/Page.html"}
ABSOLUTE = "https://ailleurs.example/a.html"


def read(content: bytes, find=FILES.get):
    return parse_structure(content, find)


def refusal(content: bytes, find=FILES.get) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        parse_structure(content, find)
    return caught.value


def test_the_whole_tree_is_read():
    objective = f'<objectives><objective id="{SITE}but">{texts("Pétrir")}</objective></objectives>'
    reference = f'<objectives><objective idref="{SITE}but"/></objectives>'
    quiz = unit(
        "b",
        "b.html?page=2",
        attributes='moveOn="CompletedAndPassed" masteryScore=" 0.85 " launchMethod="OwnWindow" activityType="https://x.example/type"',
        inside="<launchParameters> Start=1 </launchParameters><entitlementKey>\n cle-9 </entitlementKey>",
    )
    found = read(structure(block("bloc", unit("a", before=reference), block("dedans", quiz)), objectives=objective))
    assert found.title == "Faire du pain"
    assert [(node.kind, node.id.removeprefix(SITE), depth) for node, depth in found.course.walk()] == [
        ("course", "cours", 0),
        ("block", "bloc", 1),
        ("au", "a", 2),
        ("block", "dedans", 2),
        ("au", "b", 3),
    ]
    first, second = found.units()
    assert (first.objectives, first.url, first.move_on, first.launch_method) == ((f"{SITE}but",), "a.html", "Completed", "AnyWindow")
    assert (second.mastery_score, second.launch_method, second.move_on) == (Decimal("0.85"), "OwnWindow", "CompletedAndPassed")
    assert (second.launch_parameters, second.entitlement_key, second.url) == ("Start=1", "cle-9", "b.html?page=2")
    assert in_language(found.objectives[0].title, "fr") == "Pétrir"
    assert found.warnings == []


def test_what_is_not_said_has_the_values_of_the_standard():
    [found] = read(structure(unit("a", attributes=""))).units()
    assert (found.move_on, found.launch_method, found.mastery_score) == ("NotApplicable", "AnyWindow", None)


def test_extensions_of_a_vendor_are_passed_over():
    other = 'xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd" xmlns:v="urn:vendeur" v:note="1"'
    extra = '<v:plus><v:moins id="x"/></v:plus>'
    assert len(read(structure(extra, unit("a", before=extra, inside=extra), attributes=other)).units()) == 1


def test_a_structure_sent_alone_may_only_name_whole_addresses():
    assert [node.url for node in read(structure(unit("a", ABSOLUTE)), find=None).units()] == [ABSOLUTE]
    for url in ("index.html", "/index.html", "./a/index.html", "../index.html", "//ailleurs.example/index.html", "?a=1"):
        assert refusal(structure(unit("a", url)), find=None).code == "relative_url_without_zip", url


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("absent.html", "missing_launch_files"),
        ("../a.html", "missing_launch_files"),
        ("//ailleurs.example/a.html", "missing_launch_files"),
        ("a.html?endpoint=x", "reserved_parameter"),
        ("a.html?x=1&amp;fetch=", "reserved_parameter"),
        (f"{ABSOLUTE}?actor=1", "reserved_parameter"),
        (f"{ABSOLUTE}?registration=1", "reserved_parameter"),
        (f"{ABSOLUTE}?activityId=1", "reserved_parameter"),
        ("http://example.com index.html", "bad_url"),
        ("http:///index.html", "bad_url"),
        ("https:index.html", "bad_url"),
        ("http://[oups/index.html", "bad_url"),
        ("javascript:alert(1)", "bad_url"),
        ("javascript://x.example/%0Aalert(1)", "bad_url"),
        ("data:text/html,x", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
        (" ", "bad_url"),
    ],
)
def test_addresses_that_are_refused(url, code):
    assert refusal(structure(unit("a", url))).code == code


def test_an_address_takes_the_name_that_the_file_really_has():
    [found] = read(structure(unit("a", "dossier/PAGE.html?p=1#fin")), find=lambda path: "Dossier/Page.html").units()
    assert found.url == "Dossier/Page.html?p=1#fin"


def test_an_application_may_be_named():
    assert read(structure(unit("a", "monappli://contenu/1"))).units()[0].url == "monappli://contenu/1"


def course(identifier: str) -> str:
    return f'<course id="{identifier}">{texts("Cours")}</course>'


@pytest.mark.parametrize(
    ("content", "element"),
    [
        (structure(course=course("editeur.example/cours")), "course"),
        (structure(block("x y", unit("a"))), "block"),
        (structure(unit("a").replace(f'id="{SITE}a"', 'id="a"')), "au"),
        (structure(objectives=f'<objectives><objective id="but">{texts("B")}</objective></objectives>'), "objective"),
    ],
)
def test_an_identifier_is_a_whole_address(content, element):
    found = refusal(content)
    assert (found.code, found.params["element"]) == ("bad_iri", element)


@pytest.mark.parametrize(
    ("content", "element"),
    [
        (structure(unit("a"), unit("a", "b.html")), "au"),
        (structure(block("x", unit("a")), block("x", unit("b"))), "block"),
        (structure(block("x", block("y", unit("a")), block("x", unit("b")))), "block"),
        (structure(objectives=f'<objectives>{f"""<objective id="{SITE}o">{texts("B")}</objective>""" * 2}</objectives>'), "objective"),
    ],
)
def test_an_identifier_is_used_once(content, element):
    found = refusal(content)
    assert (found.code, found.params["element"]) == ("duplicate_id", element)


def test_elements_of_different_kinds_may_share_an_identifier():
    assert read(structure(block("cours", unit("cours", "a.html")))).course.id == f"{SITE}cours"


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('moveOn="completed"', "bad_choice"),
        ('moveOn=""', "bad_choice"),
        ('launchMethod="NewWindow"', "bad_choice"),
        ('masteryScore="80"', "bad_mastery_score"),
        ('masteryScore="-0.1"', "bad_mastery_score"),
        ('masteryScore="1e-1"', "bad_mastery_score"),
        ('masteryScore="0,8"', "bad_mastery_score"),
        ('masteryScore="0.12345"', "bad_mastery_score"),
        ('masteryScore="NaN"', "bad_mastery_score"),
        ('activityType="module"', "bad_activity_type"),
        ('duree="3"', "unknown_attribute"),
    ],
)
def test_attributes_that_are_refused(attributes, code):
    assert refusal(structure(unit("a", attributes=attributes))).code == code


@pytest.mark.parametrize("score", ["0", "1", "0.0", "1.0000", ".5", "0.12340"])
def test_mastery_scores_from_0_to_1(score):
    assert read(structure(unit("a", attributes=f'masteryScore="{score}"'))).units()[0].mastery_score == Decimal(score)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (structure("<block/>"), "missing_element"),
        (structure(course=f"<course>{texts('x')}</course>"), "missing_attribute"),
        (structure(course="<objectives/>"), "missing_element"),
        (structure(course=f'<course id="{SITE}c"><title><langstring>x</langstring></title></course>'), "missing_element"),
        (structure(course=f'<course id="{SITE}c"><title/><description/></course>'), "missing_element"),
        (structure(unit("a").replace("<url>a.html</url>", "")), "missing_element"),
        (structure(f'<au id="{SITE}a"><url>a.html</url>{texts("x")}</au>'), "misplaced_element"),
        (structure(unit("a", inside="<entitlementKey/><launchParameters/>")), "misplaced_element"),
        (structure(unit("a", inside="<url>b.html</url>")), "misplaced_element"),
        (structure("<requires/>", unit("a")), "misplaced_element"),
        (structure(unit("a"), "<objectives/>"), "misplaced_element"),
        (structure(unit("a", before="<objectives><objective/></objectives>")), "missing_attribute"),
        (structure(block("x")), "nothing_in_block"),
        (structure("<!-- rien -->"), "nothing_in_course"),
        (structure(attributes=""), "course_structure_namespace"),
        (structure(attributes='xmlns="urn:autre"'), "course_structure_namespace"),
        (b"<manifest/>", "not_a_course_structure"),
        (b"<courseStructure", "broken_xml"),
        (b" ", "empty_manifest"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml_entities"),
    ],
)
def test_structures_against_the_schema(content, code):
    assert refusal(content).code == code


def test_an_objective_that_is_not_described_is_told_and_no_more():
    reference = f'<objectives><objective idref="{SITE}inconnu"/></objectives>'
    [warning] = read(structure(unit("a", before=reference))).warnings
    assert (warning.code, warning.params["identifier"]) == ("objective_unknown", f"{SITE}inconnu")


def test_a_thousand_units_are_read():
    found = read(structure(*(unit(f"u{number}", ABSOLUTE) for number in range(1200))))
    assert len(found.units()) == 1200


def test_each_refusal_of_a_structure_has_its_sentence():
    contents = [
        structure(unit("a", "absent.html")),
        structure(unit("a", "a.html?fetch=1")),
        structure(unit("a", attributes='moveOn="x"')),
        structure(unit("a"), unit("a")),
        structure(block("x")),
        b"<courseStructure",
        b"<autre/>",
    ]
    messages = [refusal_message(refusal(content)) for content in contents]
    assert len(set(messages)) == len(contents)
    assert all("%(" not in message for message in messages)
    assert "cmi5.xml" in messages[-2]
    assert {"bad_iri", "bad_url", "reserved_parameter", "relative_url_without_zip"} <= set(REFUSALS)


def test_parameters_of_a_launch_join_those_of_the_address():
    assert (
        launch_url("a.html", {"endpoint": "https://x/?y=é&z", "b": "{}"}) == "a.html?endpoint=https%3A%2F%2Fx%2F%3Fy%3D%C3%A9%26z&b=%7B%7D"
    )
    assert launch_url("a.html?p=1#ici", {"b": "2"}) == "a.html?p=1&b=2#ici"
    assert launch_url("a.html?", {"b": "2"}) == "a.html?b=2"


def tincan(*activities: str) -> bytes:
    return f'<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>{"".join(activities)}</activities></tincan>'.encode()


def test_activities_that_can_be_launched_are_the_units_of_a_tincan():
    found = parse_tincan(
        tincan(activity("un", '<launch lang="en">b.html</launch><launch lang="fr-FR">a.html</launch>'), activity("deux", "")), FILES.get
    )
    [only] = found.units()
    assert (found.kind, found.title, only.id, only.url, only.move_on) == ("tincan", "Module un", f"{SITE}un", "a.html", "CompletedOrPassed")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<manifest/>", "not_a_tincan"),
        (b"<tincan/>", "nothing_to_launch"),
        (tincan(activity("deux", "")), "nothing_to_launch"),
        (tincan(activity("un")), "missing_launch_files"),
        (tincan(activity("un", "<launch>a.html?auth=1</launch>")), "reserved_parameter"),
        (tincan(activity("un", "<launch>a.html</launch>").replace(SITE, "")), "bad_iri"),
        (tincan(*[activity("un", "<launch>a.html</launch>")] * 2), "duplicate_id"),
    ],
)
def test_tincans_that_are_refused(content, code):
    with pytest.raises(PackageRefused) as caught:
        parse_tincan(content, FILES.get)
    assert caught.value.code == code
