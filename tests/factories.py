"""Makers of rows for tests, small and explicit. Tests of a domain function call that function instead."""

import io
import itertools
import zipfile
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page, Site

from accounts.enums import Role
from accounts.models import Region, RoleAssignment, User
from cms.models import HomePage
from courses.models import CaseStudyPage, LibraryPage, OfflinePage, QuizPage, RichContentPage
from pathways.models import PathwayIndexPage, PathwayPage, Sequence, Step
from privacy.domain.consents import publish
from privacy.enums import TextKind, TextPlace
from privacy.models import TextVersion
from sessions.enums import SessionState, TutorRole
from sessions.models import Enrolment, SessionTutor, TrainingSession
from tests.remembered import remembered

_numbers = itertools.count(1)


def make_region(name: str = "Bretagne", **fields) -> Region:
    return Region.objects.create(name=name, code=fields.pop("code", f"region-{next(_numbers)}"), **fields)


def make_user(first_name: str = "Camille", last_name: str = "Martin", *, role: Role | str | None = None, region=None, **fields) -> User:
    email = fields.pop("email", f"{first_name}.{last_name}.{next(_numbers)}@example.org".replace(" ", "-"))
    user = User.objects.create_user(email, fields.pop("password", None), first_name=first_name, last_name=last_name, **fields)
    if role:
        RoleAssignment.objects.create(user=user, role_id=role, region=region)
    return user


@dataclass
class Roots:
    home: HomePage


def build_roots() -> Roots:
    """The home page with catalogue and library below it, as the site's root."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="Accueil", slug=f"accueil-{next(_numbers)}"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "port": 8000, "root_page": home})
    if not PathwayIndexPage.objects.exists():
        home.add_child(instance=PathwayIndexPage(title="Formations", slug="formations"))
    if not LibraryPage.objects.exists():
        Page.get_first_root_node().add_child(instance=LibraryPage(title="Bibliothèque", slug="bibliotheque"))
    return Roots(home)


remembered_roots = remembered(build_roots)


def make_site() -> HomePage:
    """What pages hang on; made once per test."""
    roots = build_roots() if HomePage.objects.exists() else remembered_roots()
    return roots.home


def make_object(model=RichContentPage, title: str = "Une ressource", **fields):
    """A published library object of the given page class."""
    make_site()
    if model in (RichContentPage, OfflinePage):
        fields.setdefault("body", [("text", "<p>Bonjour</p>")])
    if model is QuizPage:
        fields.setdefault(
            "questions",
            [
                (
                    "single",
                    {
                        "text": "<p>Combien font deux et deux ?</p>",
                        "points": 1,
                        "feedback": "",
                        "choices": [
                            {"text": "Trois", "correct": False, "feedback": ""},
                            {"text": "Quatre", "correct": True, "feedback": ""},
                        ],
                    },
                )
            ],
        )
    page = model(title=title, slug=f"objet-{next(_numbers)}", **fields)
    return LibraryPage.objects.get().add_child(instance=page)


def make_pathway(*objects, title: str = "Réussir ma stratégie Facebook", **fields) -> PathwayPage:
    """A published pathway with one sequence holding a step for each object, in order."""
    make_site()
    pathway = PathwayIndexPage.objects.get().add_child(instance=PathwayPage(title=title, slug=f"parcours-{next(_numbers)}", **fields))
    sequence = Sequence.objects.create(pathway=pathway, title="Séquence 1", sort_order=0)
    for position, activity in enumerate(objects):
        Step.objects.create(sequence=sequence, activity=activity, sort_order=position)
    return pathway


def make_session(pathway, region, **fields) -> TrainingSession:
    """A confirmed session that began five days ago and lasts thirty days."""
    fields.setdefault("starts_on", timezone.localdate() - timedelta(days=5))
    fields.setdefault("ends_on", fields["starts_on"] + timedelta(days=29))
    fields.setdefault("state", SessionState.OPEN)
    fields.setdefault("name", f"Session {next(_numbers)}")
    return TrainingSession.objects.create(pathway=pathway, region=region, **fields)


def make_text(title: str = "Conditions d’utilisation", *, text=None, again: bool = False, **fields) -> TextVersion:
    """A text to read or accept, or with `text` another version of it; its box must be ticked unless fields say otherwise."""
    defaults = {"kind": TextKind.REQUIRED, "place": TextPlace.ACCOUNT, "is_shown": True, "order": 10, "body": "<p>Lisez ceci.</p>"}
    box = fields.pop("box", f"J’accepte : {title}")
    made = publish(text=text, by=None, title=title, box=box, again=again, **{**defaults, **fields})
    return made.versions.select_related("text").get(number=made.latest)


def make_zip(files: dict[str, str | bytes]) -> bytes:
    """A zip in memory, from path to content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@dataclass
class Cast:
    """owner: the learner Monique. member: another learner of her session. tutor and trainer follow it; manager runs
    it; other_manager runs another region; stranger has an account and nothing else; editor and national are national.
    """

    region: Region
    other_region: Region
    owner: User
    member: User
    tutor: User
    coach: User
    manager: User
    other_manager: User
    stranger: User
    editor: User
    national: User
    pathway: PathwayPage
    session: TrainingSession
    other_session: TrainingSession
    enrolment: Enrolment
    member_enrolment: Enrolment


def build_cast() -> Cast:
    bretagne, reunion = make_region("Bretagne"), make_region("La Réunion", time_zone="Indian/Reunion")
    owner = make_user("Monique", "Le Goff", role=Role.LEARNER, region=bretagne)
    member = make_user("Yann", "Kervella", role=Role.LEARNER, region=bretagne)
    tutor = make_user("Fabienne", "Morvan", role=Role.TUTOR, region=bretagne)
    coach = make_user("Karim", "Haddad", role=Role.TUTOR, region=bretagne)
    manager = make_user("René", "Tanguy", role=Role.REGIONAL_MANAGER, region=bretagne)
    pathway = make_pathway(
        make_object(title="Les bases"), make_object(QuizPage, "Quiz", pass_mark=50), make_object(CaseStudyPage, "Étude de cas")
    )
    session, other = make_session(pathway, bretagne), make_session(pathway, reunion)
    SessionTutor.objects.create(session=session, user=tutor, role=TutorRole.CONTENT)
    SessionTutor.objects.create(session=session, user=coach, role=TutorRole.MOTIVATION)
    return Cast(
        region=bretagne,
        other_region=reunion,
        owner=owner,
        member=member,
        tutor=tutor,
        coach=coach,
        manager=manager,
        other_manager=make_user("Aude", "Payet", role=Role.REGIONAL_MANAGER, region=reunion),
        stranger=make_user("Alix", "Inconnu"),
        editor=make_user("Claire", "Dubois", role=Role.EDITOR),
        national=make_user("Nadia", "Benali", role=Role.NATIONAL_MANAGER),
        pathway=pathway,
        session=session,
        other_session=other,
        enrolment=Enrolment.objects.create(session=session, user=owner),
        member_enrolment=Enrolment.objects.create(session=session, user=member),
    )


make_cast = remembered(build_cast)
