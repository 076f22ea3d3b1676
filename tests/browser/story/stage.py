"""The stage of the story CMA-E1: people, a library made of real packages, a pathway not yet published."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from courses.models import LibraryObject, Package
from demo import library, people, site
from demo.content import facebook, texts
from demo.packages import build
from demo.pathways import sequence, step
from pathways.domain.back_office import ensure_back_office
from pathways.enums import ConditionKind, Progression
from pathways.models import FaqEntry, PathwayIndexPage, PathwayPage, SuccessCondition

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "corpora" / "scorm"
GOLF = {
    "golf-2004": CORPUS / "golf" / "RuntimeBasicCalls_SCORM20043rdEdition.zip",
    "golf-12": CORPUS / "golf" / "RuntimeBasicCalls_SCORM12.zip",
}


def has_corpus() -> bool:
    return all(path.exists() for path in GOLF.values())


@dataclass
class Stage:
    """modules: the library objects of the SCORM steps, in order; golf says which are played as the golf course."""

    regions: dict
    staff: dict
    objects: dict[str, LibraryObject]
    pathway: PathwayPage
    final_zip: bytes
    golf: frozenset[str] = field(default_factory=frozenset)


def set_stage(*, corpus: bool) -> Stage:
    """With the corpora, two modules are real packages nobody here wrote; without, all are built."""
    regions = people.make_regions()
    staff = people.make_staff(regions)
    site.make_site()
    ensure_back_office()
    objects = _objects(staff["claire"], corpus)
    pathway = _draft(objects)
    final = GOLF["golf-2004"].read_bytes() if corpus else build(facebook.FINAL)
    return Stage(regions, staff, objects, pathway, final, frozenset({"one", "two"}) if corpus else frozenset())


def _objects(editor, corpus: bool) -> dict[str, LibraryObject]:
    """The library before the editor's last touch: the final quiz is still to be imported."""
    return {
        "positioning": library.add(
            library.QuizPage, "positionnement", "Quiz d’auto-positionnement", 10, questions=library.questions(texts.POSITIONING)
        ),
        "one": _module(editor, "Module 1 : comprendre", "golf-2004" if corpus else None, facebook.UNDERSTAND, "2004"),
        "two": _module(editor, "Module 2 : publier", "golf-12" if corpus else None, facebook.CREATE, "1.2"),
        "class": library.add(library.VirtualClassPage, "classe", "Classe virtuelle", 60),
        "half_day": library.add(library.HalfDayPage, "demi-journee", "Demi-journée en atelier", 180),
        "case": library.add(library.CaseStudyPage, "etude", "Étude de cas", 60, instruction=texts.CASE_STUDY, pass_mark=70),
    }


def _module(editor, title: str, golf: str | None, module, edition: str) -> LibraryObject:
    content = GOLF[golf].read_bytes() if golf else build(module, edition=edition)
    upload = library.SimpleUploadedFile("module.zip", content, content_type="application/zip")
    version = library.create_package(upload=upload, title=title, user=editor)
    library.run_job.call(model=version._meta.label, pk=str(version.pk))
    package = Package.objects.get(pk=version.package_id)
    assert package.current, "the package was not imported"
    return library.add(library.ScormPage, title[:8].lower().replace(" ", "-"), title, 45, package=package, pass_mark=50)


def _draft(of: dict[str, LibraryObject]) -> PathwayPage:
    """The pathway as the editor left it yesterday: everything but the final quiz, never published."""
    pathway = PathwayPage(
        title="Réussir ma stratégie Facebook",
        slug="reussir-ma-strategie-facebook",
        summary="En trente jours, une page qui amène des clients.",
        objectives="<p>Créer et animer une page professionnelle.</p>",
        audience="Artisans",
        progression=Progression.CONSTRAINED,
        live=False,
    )
    pathway.sequences = [
        sequence(
            "Prendre ses marques",
            [step(of["positioning"], weight=0), step(of["one"], after=((of["positioning"], None),))],
            summary_sheet=texts.SHEETS["marks"],
            sort_order=0,
        ),
        sequence(
            "Pratiquer",
            [
                step(of["two"], after=((of["one"], 50),)),
                step(of["class"]),
                step(of["half_day"]),
                step(of["case"], after=((of["two"], None),)),
            ],
            sort_order=1,
        ),
    ]
    for row in (pathway.sequences.all()[1].steps.all()[1], pathway.sequences.all()[1].steps.all()[2]):
        row.prerequisites = [library_rule(of["positioning"])]
    pathway.conditions = [
        SuccessCondition(kind=kind, activity=activity, threshold=mark, sort_order=n)
        for n, (kind, activity, mark) in enumerate(
            [
                (ConditionKind.EVERY_SCORE, None, 0),
                (ConditionKind.ATTENDED, of["class"], None),
                (ConditionKind.ATTENDED, of["half_day"], None),
                (ConditionKind.SCORE, of["case"], 70),
            ]
        )
    ]
    PathwayIndexPage.objects.get().add_child(instance=pathway)
    pathway.save_revision()
    FaqEntry.objects.create(pathway=pathway, question=texts.FAQ[0][0], answer=texts.FAQ[0][1])
    return pathway


def library_rule(activity: LibraryObject):
    from pathways.models import Prerequisite

    return Prerequisite(activity=activity, sort_order=0)


def page_of(title: str) -> Page:
    return Page.objects.get(title=title).specific
