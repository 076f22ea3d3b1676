"""Manifests of SCORM 1.2 and 2004: what is read, what is refused, what is only told."""

from decimal import Decimal

import pytest
from lxml import etree

from courses.scorm.addresses import add_parameters, join, path_of, with_path
from courses.scorm.manifest import Threshold, parse_manifest, resolve_files
from courses.scorm.problems import PackageRefused
from tests.courses.scorm_packages import HEAD_12, item, manifest_12, manifest_2004, resource


def read(text: str | bytes):
    return parse_manifest(text.encode() if isinstance(text, str) else text)


def refusal(text: str | bytes) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        read(text)
    return caught.value


def codes(manifest) -> list[str]:
    return [problem.code for problem in manifest.warnings]


def only_item(manifest):
    (found,) = manifest.organization.items
    return found


def test_a_scorm_12_manifest_is_read_whole():
    inside = (
        '<adlcp:prerequisites type="aicc_script">i1&amp;i2</adlcp:prerequisites><adlcp:maxtimeallowed>02:30:00</adlcp:maxtimeallowed>'
        "<adlcp:timelimitaction>exit,message</adlcp:timelimitaction><adlcp:datafromlms> niveau=2 </adlcp:datafromlms>"
        "<adlcp:masteryscore>82.5</adlcp:masteryscore>"
    )
    manifest = read(
        manifest_12(item("chapitre", reference="", inside=item("page", "La page", inside=inside, attributes='isvisible="false"')))
    )
    assert (manifest.kind, manifest.schema_version, manifest.identifier, manifest.title) == ("scorm_12", "1.2", "m", "Les bases")
    (chapter,) = manifest.organization.items
    (page,) = chapter.children
    assert [(one.identifier, depth) for one, depth in manifest.organization.walk()] == [("chapitre", 0), ("page", 1)]
    assert (chapter.reference, chapter.is_visible) == ("", True)
    assert (page.title, page.is_visible, page.prerequisites) == ("La page", False, "i1&i2")
    assert (page.max_time_allowed, page.time_limit_action, page.data_from_lms) == ("02:30:00", "exit,message", "niveau=2")
    assert page.mastery_score == Decimal("82.5")
    assert manifest.resources["r1"].scorm_type == "sco"
    assert manifest.warnings == []


def test_element_and_attribute_names_are_read_in_any_case():
    inside = "<adlcp:dataFromLMS>a</adlcp:dataFromLMS><adlcp:masteryScore>70</adlcp:masteryScore>"
    text = manifest_12(item("i1", inside=inside)).replace("adlcp:scormtype", "adlcp:scormType").replace('"sco"', '"SCO"')
    manifest = read(text)
    assert only_item(manifest).data_from_lms == "a"
    assert only_item(manifest).mastery_score == 70
    assert manifest.resources["r1"].scorm_type == "sco"


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("CAM 1.3", "2nd Edition"),
        ("2004 2nd Edition", "2nd Edition"),
        ("2004 3rd Edition", "3rd Edition"),
        ("2004 4th Edition", "4th Edition"),
        ("2004 4TH EDITION", "4th Edition"),
    ],
)
def test_editions_of_scorm_2004(version, edition):
    manifest = read(manifest_2004(version=version))
    assert (manifest.kind, manifest.schema_version) == ("scorm_2004", edition)


def test_an_edition_not_told_is_guessed_from_the_namespaces():
    twelve = read(manifest_12().replace("<schemaversion>1.2</schemaversion>", ""))
    later = read(manifest_2004(version=""))
    bare = read('<manifest><organizations><organization><item identifierref="r"/></organization></organizations>'
                '<resources><resource identifier="r" href="a.html"/></resources></manifest>')  # fmt: skip
    assert [(one.kind, codes(one)) for one in (twelve, later, bare)] == [
        ("scorm_12", ["edition_guessed"]),
        ("scorm_2004", ["edition_guessed"]),
        ("scorm_12", ["edition_guessed"]),
    ]


def test_other_uses_of_imsmanifest_are_named():
    cartridge = manifest_12().replace("ADL SCORM", "IMS Common Cartridge").replace("1.2<", "1.1.0<")
    assert refusal(cartridge).params == {"standard": "IMS Common Cartridge"}
    assert refusal('<manifest xmlns="urn:autre"><organizations/></manifest>').code == "not_scorm"
    assert refusal("<html><body/></html>").code == "not_a_manifest"


def test_sequencing_and_navigation_are_kept_as_they_are():
    rules = '<imsss:sequencing ID="seq-1"><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>'
    hidden = "<adlnav:navigationInterface><adlnav:hideLMSUI>exit</adlnav:hideLMSUI></adlnav:navigationInterface>"
    hidden = f"<adlnav:presentation>{hidden}</adlnav:presentation>"
    data = '<adlcp:data><adlcp:map targetID="carnet" readSharedData="true"/></adlcp:data>'
    manifest = read(
        manifest_2004(
            item("i1", inside=rules + hidden + data),
            organization=rules,
            attributes='adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="false"',
            tail=f"<imsss:sequencingCollection>{rules}</imsss:sequencingCollection>",
        )
    )
    kept = etree.fromstring(only_item(manifest).sequencing)
    assert kept.get("ID") == "seq-1"
    assert kept.find("{http://www.imsglobal.org/xsd/imsss}controlMode").get("choice") == "false"
    assert "hideLMSUI>exit<" in only_item(manifest).presentation
    assert 'targetID="carnet"' in only_item(manifest).shared_data
    assert 'ID="seq-1"' in manifest.organization.sequencing
    assert etree.fromstring(manifest.sequencing_collection)[0].get("ID") == "seq-1"
    assert manifest.organization.objectives_global_to_system is False
    assert manifest.organization.shared_data_global_to_system is False


@pytest.mark.parametrize(
    ("element", "threshold"),
    [
        ("<adlcp:completionThreshold>0.75</adlcp:completionThreshold>", Threshold("0.75", True)),
        (
            '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.6" progressWeight="0.5"/>',
            Threshold("0.6", True, "0.5"),
        ),
        ('<adlcp:completionThreshold minProgressMeasure="0.6"/>', Threshold("0.6", False)),
        ('<adlcp:completionThreshold completedByMeasure="true"/>', Threshold("1.0", True)),
        ("", Threshold()),
    ],
)
def test_completion_thresholds_of_all_editions(element, threshold):
    assert only_item(read(manifest_2004(item("i1", inside=element)))).threshold == threshold


@pytest.mark.parametrize(
    ("href", "parameters", "expected"),
    [
        ("a.html", "", "a.html"),
        ("a.html", "?x=1", "a.html?x=1"),
        ("a.html", "x=1", "a.html?x=1"),
        ("a.html", "&x=1", "a.html?x=1"),
        ("a.html", "??&x=1", "a.html?x=1"),
        ("a.html?y=2", "?x=1", "a.html?y=2&x=1"),
        ("a.html?y=2&", "x=1", "a.html?y=2&x=1"),
        ("a.html?", "x=1", "a.html?x=1"),
        ("a.html#top", "?x=1", "a.html?x=1#top"),
        ("a.html?y=2#top", "&x=1", "a.html?y=2&x=1#top"),
        ("a.html", "#top", "a.html#top"),
        ("a.html#here", "#top", "a.html#here"),
        ("a.html", "x=été à", "a.html?x=%C3%A9t%C3%A9%20%C3%A0"),
        ("a.html", "x=%20", "a.html?x=%20"),
    ],
)
def test_parameters_are_joined_to_the_address(href, parameters, expected):
    """SCORM CAM 3.4.1.5."""
    assert add_parameters(href, parameters) == expected


def test_bases_are_joined_from_the_manifest_down():
    text = manifest_12(
        resources=resource(attributes='xml:base="module1"', inside='<file href="a.js"/>'), base=' xml:base="contenu/"'
    ).replace("<resources>", '<resources xml:base="fr/">')
    found = read(text).resources["r1"]
    assert (found.href, found.files) == ("contenu/fr/module1/index.html", ("contenu/fr/module1/a.js",))


def test_an_absolute_base_replaces_the_ones_above():
    assert join("contenu/", "https://example.org/x/", "a.html") == "https://example.org/x/a.html"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("a/b.html?x=1#y", "a/b.html"),
        ("a%20b.html", "a b.html"),
        ("a/../b.html", "b.html"),
        ("../b.html", None),
        ("a/../../b.html", None),
        ("%2e%2e/b.html", None),
        ("https://example.org/b.html", None),
        ("//example.org/b.html", None),
        ("/b.html", "b.html"),
        ("#top", ""),
    ],
)
def test_the_file_that_an_address_names(address, path):
    assert path_of(address) == path


def test_a_real_name_is_quoted_in_its_address():
    assert with_path("Page.HTML?x=1#y", "été/100 %.html") == "%C3%A9t%C3%A9/100%20%25.html?x=1#y"


def test_the_default_organisation_is_read():
    two = '<organization identifier="a"><title>A</title>{}</organization><organization identifier="b"><title>B</title>{}</organization>'
    group = f'<organizations default="b">{two.format(item("i1"), item("i2"))}</organizations>'
    manifest = read(manifest_12(organizations=group))
    assert (manifest.title, codes(manifest)) == ("B", ["organizations_ignored"])


def test_a_default_organisation_that_does_not_exist_gives_the_first():
    manifest = read(manifest_12().replace('default="o"', 'default="autre"'))
    assert (manifest.title, codes(manifest)) == ("Les bases", ["default_organization_missing"])


@pytest.mark.parametrize(
    "organizations",
    ["<organizations/>", " ", '<organizations><organization identifier="o"><title>Vide</title></organization></organizations>'],
)
def test_without_organisation_the_only_sco_is_played(organizations):
    resources = resource("sco", "a.html") + resource("image", "b.png", kind="asset")
    manifest = read(manifest_12(organizations=organizations, resources=resources))
    assert [one.identifier for one, _found in manifest.launchable()] == ["sco"]
    assert codes(manifest) == ["organization_made"]


def test_without_organisation_and_with_a_choice_nothing_is_guessed():
    resources = resource("a", "a.html") + resource("b", "b.html")
    assert refusal(manifest_12(organizations="<organizations/>", resources=resources)).code == "no_organization"


def test_items_of_the_same_identifier_are_told_apart():
    manifest = read(manifest_12(item("i1") + item("i1") + item("")))
    assert len({one.identifier for one, _depth in manifest.organization.walk()}) == 3
    assert codes(manifest) == ["item_twice"]


def test_an_item_leading_nowhere_is_told_when_others_open():
    manifest = read(manifest_12(item("i1", "Absente", reference="r9") + item("i2")))
    assert [one.identifier for one, _found in manifest.launchable()] == ["i2"]
    assert manifest.warnings[0].params == {"title": "Absente", "identifier": "r9"}


def test_nothing_to_open():
    assert refusal(manifest_12(resources=resource(href=""))).code == "nothing_to_launch"
    assert refusal(manifest_12(item("i1", reference=""))).code == "nothing_to_launch"


def test_a_submanifest_is_refused_only_where_an_item_needs_it():
    inner = f"{HEAD_12.format(base='').replace('identifier=' + chr(34) + 'm', 'identifier=' + chr(34) + 'sub')}</manifest>"
    with_inner = manifest_12(item("i1") + item("i2", "Partie", reference="sub")).replace("</resources>", f"</resources>{inner}")
    assert refusal(with_inner).params == {"title": "Partie"}
    assert len(read(manifest_12().replace("</resources>", f"</resources>{inner}")).launchable()) == 1


def test_a_score_that_is_no_number_is_told():
    manifest = read(manifest_12(item("i1", inside="<adlcp:masteryscore>beaucoup</adlcp:masteryscore>")))
    assert (only_item(manifest).mastery_score, codes(manifest)) == (None, ["mastery_score_unread"])


def test_broken_xml_gives_its_line():
    text = '<?xml version="1.0"\n encoding="UTF-8"?>\n' + manifest_12().replace("<organizations", "\n\n<organizations").replace(
        "</item>", ""
    )
    assert (refusal(text).code, refusal(text).params["line"]) == ("broken_xml", 5)


@pytest.mark.parametrize("text", ["", "   \n", '<?xml version="1.0" encoding="UTF-8"?>\n'])
def test_an_empty_manifest(text):
    assert refusal(text).code == "empty_manifest"


def test_entities_are_refused_and_nothing_is_fetched():
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    stolen = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert {refusal(head + manifest_12(title="&a;")).code for head in (bomb, stolen)} == {"xml_entities"}
    assert read('<!DOCTYPE manifest SYSTEM "http://example.invalid/x.dtd">' + manifest_12()).title == "Les bases"


def test_a_manifest_out_of_size_is_refused():
    assert refusal(b" " * (10 * 1024 * 1024 + 1)).code == "manifest_too_large"


def test_too_many_parts_or_levels():
    deep = item("x")
    for number in range(60):
        deep = item(f"i{number}", inside=deep)
    assert refusal(manifest_12(deep)).code == "too_many_items"
    assert refusal(manifest_12("".join(item(f"i{number}") for number in range(5002)))).code == "too_many_items"


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("UTF-32", "utf-32"),
        ("ISO-8859-1", "iso-8859-1"),
        ("windows-1252", "cp1252"),
        ("UTF-16", "utf-8"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-8", "cp1252"),
        ("inconnu", "utf-8"),
        ("UTF-8", "utf-16"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(declared, real):
    text = f'<?xml version="1.0" encoding="{declared}"?>\n' + manifest_12(title="Bien coiffé, à l’été")
    expected = "Bien coiffé, à l’été" if real != "iso-8859-1" else "Bien coiffé, à l'été"
    assert read(text.replace("’", "'" if real == "iso-8859-1" else "’").encode(real)).title == expected


def test_files_are_matched_by_case_and_missing_ones_told():
    manifest = read(manifest_12(resources=resource(href="Index.HTML?a=1", inside='<file href="Index.HTML"/><file href="absent.js"/>')))
    resolved = resolve_files(manifest, lambda path: "index.html" if path.lower() == "index.html" else None)
    assert resolved.resources["r1"].href == "index.html?a=1"
    assert resolved.warnings[-1].params == {"paths": ["absent.js"], "count": 1}


def test_a_missing_file_that_an_item_opens_is_refused():
    resources = resource("r1", "a.html") + resource("r2", "../b.html") + resource("r3", "sans.html", kind="asset")
    with pytest.raises(PackageRefused) as caught:
        resolve_files(read(manifest_12(item("i1") + item("i2", reference="r2"), resources)), lambda _path: None)
    assert (caught.value.code, caught.value.params) == ("missing_launch_files", {"paths": ["../b.html", "a.html"]})


def test_a_page_of_another_site_is_refused():
    with pytest.raises(PackageRefused) as caught:
        resolve_files(read(manifest_12(resources=resource(href="https://example.org/a.html"))), lambda path: path)
    assert caught.value.params == {"address": "https://example.org/a.html"}
