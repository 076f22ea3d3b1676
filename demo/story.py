"""The story of Monique, half-way through her thirty days, of her group, and of a region that must not be seen."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from demo import deeds
from demo.clock import at
from demo.paper import sign_on_screens
from demo.people import GROUP, MONIQUE, OTHER_GROUP, PASSWORD, address
from messaging.api import address_of_person, address_of_region
from sessions.domain.enrolment import enrol
from sessions.domain.events import EventPlan, pattern_of
from sessions.domain.presence import validate
from sessions.domain.sessions import confirm, create_session
from sessions.enums import THERE, EventKind, PresenceStatus, TutorRole
from sessions.models import Enrolment, TrainingSession

TODAY_IS_DAY = 15
CLASS_DAY, HALF_DAY = 10, 20
MODULES = ("comprendre", "creer-sa-page", "publier", "mesurer")


@dataclass(frozen=True)
class Path:
    """How far a learner of the group has come: the score of each module in order, and what else they did."""

    positioning: int = 0
    scores: tuple[float | None, ...] = ()
    at_class: str = PresenceStatus.PRESENT
    handed_in: str = ""
    mark: int | None = None


PATHS = {
    ("Yann", "Kervella"): Path(
        5,
        (0.67, 0.75, 1.0),
        handed_in="Objectif : dix commandes de meubles sur mesure d’ici l’été. Huit publications, une par semaine, le jeudi soir.",
        mark=16,
    ),
    ("Soizic", "Le Roux"): Path(
        7,
        (1.0, 1.0, 1.0, 1.0),
        handed_in="Mon salon vise les jeunes parents du quartier. Calendrier joint ; je suivrai la portée et les prises de rendez-vous.",
    ),
    ("Mamadou", "Diallo"): Path(
        3,
        (0.67, 0.5, 0.67),
        handed_in="Je veux remplir mes lundis. Quatre photos avant/après par mois, et un code « LUNDI » donné sur la page.",
    ),
    ("Hélène", "Prigent"): Path(4, (1.0, 0.75), PresenceStatus.LATE),
    ("Julien", "Cadiou"): Path(2, (0.67,), PresenceStatus.ABSENT),
    ("Anne-Sophie", "Guillou"): Path(6, (), PresenceStatus.EXCUSED),
    ("Thierry", "Quéméner"): Path(0, (), PresenceStatus.ABSENT),
}


class Teller:
    """The session under way, and the clock of its days."""

    def __init__(self, session: TrainingSession, objects, staff) -> None:
        self.session, self.objects, self.staff = session, objects, staff

    def day(self, number: int, hour: int, minute: int = 0) -> datetime:
        """A moment of the session's day `number`, on its region's clock."""
        day = self.session.starts_on + timedelta(days=number - 1)
        return datetime.combine(day, time(hour, minute), tzinfo=self.session.zone)


def tell(regions, staff, objects, pathways) -> None:
    begins = timezone.localdate() - timedelta(days=TODAY_IS_DAY - 1)
    session = _session(pathways["facebook"], regions["bretagne"], begins, staff, objects)
    teller = Teller(session, objects, staff)
    people = [*GROUP[:2], MONIQUE, *GROUP[2:]]
    enrolments = {name: enrol_person(session, name, begins, staff["rene"]) for name in people}
    _monique(teller, enrolments[MONIQUE])
    for name, path in PATHS.items():
        _follow(teller, enrolments[name], path)
    _forum(teller, enrolments)
    _letters(teller, enrolments)
    _presences(teller, enrolments)
    _next_session(pathways["prices"], regions["bretagne"], staff)
    _elsewhere(pathways["facebook"], regions["reunion"], staff, objects)


def _session(pathway, region, begins: date, staff, objects) -> TrainingSession:
    events = [
        EventPlan(
            EventKind.VIRTUAL_CLASS,
            objects["class"].title,
            begins + timedelta(days=CLASS_DAY - 1),
            time(18, 0),
            time(19, 0),
            link="https://visio.demo.example/facebook-bretagne",
            trainer=staff["fabienne"],
            activity_id=objects["class"].pk,
        ),
        EventPlan(
            EventKind.HALF_DAY,
            objects["half_day"].title,
            begins + timedelta(days=HALF_DAY - 1),
            time(9, 0),
            time(12, 0),
            place="Chambre de métiers, salle Armor\nContour Antoine-de-Saint-Exupéry, 35170 Bruz",
            trainer=staff["gwenael"],
            activity_id=objects["half_day"].pk,
        ),
    ]
    with at(noon(region, begins - timedelta(days=12))):
        session = create_session(
            pathway=pathway,
            region=region,
            starts_on=begins,
            name=f"{pathway.title} – Bruz",
            places=12,
            welcome="Bienvenue à toutes et à tous. Réservez dès maintenant la demi-journée en présentiel : elle fait partie du parcours.\nRené Tanguy",
            tutors=[(staff["fabienne"], TutorRole.CONTENT), (staff["karim"], TutorRole.MOTIVATION), (staff["gwenael"], TutorRole.TRAINER)],
            events=events,
            by=staff["rene"],
        )
        return confirm(session, by=staff["rene"])


def noon(region, day: date) -> datetime:
    return datetime.combine(day, time(12, 0), tzinfo=region.zone)


def enrol_person(session: TrainingSession, name: tuple[str, str], begins: date, manager: User) -> Enrolment:
    """Enrol a person ten days before the beginning; they have since chosen a password."""
    with at(noon(session.region, begins - timedelta(days=10))):
        enrolment = enrol(session=session, email=address(*name), first_name=name[0], last_name=name[1], by=manager)
    enrolment.user.set_password(PASSWORD)
    enrolment.user.save()
    return enrolment


def _monique(teller: Teller, monique: Enrolment) -> None:
    """Two modules done, the third begun: what she does next is on her home page."""
    of = teller.objects
    deeds.consult(monique, of["welcome"], teller.day(1, 20, 40))
    deeds.take_quiz(monique, of["positioning"], teller.day(1, 20, 50), right=4)
    deeds.study(monique, of["comprendre"], teller.day(3, 14, 10), share=1.0, minutes=38)
    deeds.study(monique, of["creer-sa-page"], teller.day(8, 14, 5), share=0.75, minutes=47)
    deeds.consult(monique, of["calendar"], teller.day(8, 15, 0), minutes=4)
    deeds.study(monique, of["publier"], teller.day(14, 20, 30), share=None, minutes=18)


def _follow(teller: Teller, learner: Enrolment, path: Path) -> None:
    of, start = teller.objects, 1 + learner.user.pk % 3
    if not path.positioning:
        return
    deeds.consult(learner, of["welcome"], teller.day(start, 19, 0))
    deeds.take_quiz(learner, of["positioning"], teller.day(start, 19, 30), right=path.positioning)
    for number, (slug, score) in enumerate(zip(MODULES, path.scores, strict=False)):
        deeds.study(learner, of[slug], teller.day(start + 2 + 2 * number, 20, 0), share=score, minutes=35 + 3 * number)
    if path.handed_in:
        deeds.hand_in(learner, of["case"], teller.day(12, 21, learner.user.pk % 50), path.handed_in)
    if path.mark is not None:
        feedback = "Un objectif net et un calendrier réaliste : bravo. Ajoutez à chaque publication une invitation à agir, et notez vos chiffres dès ce mois-ci."
        submission = learner_submission(learner)
        deeds.grade(submission, teller.day(14, 10), path.mark, feedback, teller.staff["fabienne"])


def learner_submission(learner: Enrolment):
    from courses.models import Submission

    return Submission.objects.get(attempt__registration=learner.registration)


def _forum(teller: Teller, enrolments: dict) -> None:
    session, staff = teller.session, teller.staff
    hello = deeds.open_thread(
        session,
        staff["fabienne"],
        teller.day(1, 9),
        "Présentez-vous au groupe",
        "Bonjour à toutes et à tous. Dites-nous votre métier, votre ville et ce que vous attendez de Facebook.",
    )
    deeds.answer(
        hello,
        enrolments["Soizic", "Le Roux"].user,
        teller.day(2, 12, 15),
        "Soizic, coiffeuse à Vitré. J’aimerais que les jeunes parents du quartier connaissent mon salon.",
    )
    deeds.answer(
        hello,
        enrolments[MONIQUE].user,
        teller.day(4, 20, 5),
        "Monique, pâtissière à Landerneau. Je voudrais plus de commandes de gâteaux d’anniversaire.",
    )
    photos = deeds.open_thread(
        session,
        enrolments["Hélène", "Prigent"].user,
        teller.day(13, 12, 40),
        "Photos trop sombres",
        "Dans mon atelier il y a peu de lumière. Faut-il acheter une lampe, ou y a-t-il une astuce avec le téléphone ?",
    )
    deeds.answer(
        photos,
        enrolments["Yann", "Kervella"].user,
        teller.day(13, 19, 20),
        "Moi je photographie dehors, sous l’auvent, entre midi et deux.",
    )


def _letters(teller: Teller, enrolments: dict) -> None:
    """Monique with her tutor, and with her region."""
    monique, fabienne, rene = enrolments[MONIQUE].user, teller.staff["fabienne"], teller.staff["rene"]
    tutor = address_of_person(monique, fabienne)
    region = address_of_region(monique, teller.session.region)
    if tutor is None:
        raise ValueError("Fabienne does not accompany Monique")
    deeds.letter(
        tutor,
        monique,
        teller.day(11, 20, 10),
        "Bonjour Fabienne,\n\nMa photo de couverture est coupée sur le téléphone. Quelle taille faut-il ?",
    )
    deeds.letter(
        tutor,
        fabienne,
        teller.day(12, 9, 30),
        "Bonjour Monique,\n\n851 × 315 pixels, avec le gâteau bien au centre : les bords sont coupés sur un petit écran. Montrez-moi le résultat !",
    )
    deeds.letter(region, monique, teller.day(13, 12, 20), "Bonjour, y a-t-il un parking pour la demi-journée à Bruz ?")
    answer = "Bonjour Monique, oui : devant le bâtiment, l’entrée est à droite du portail. Prévoyez cinq minutes."
    deeds.letter(region, rene, teller.day(14, 9, 5), answer, read=False)


def _presences(teller: Teller, enrolments: dict) -> None:
    event, fabienne = teller.session.events.get(kind=EventKind.VIRTUAL_CLASS), teller.staff["fabienne"]
    statuses = {name: PATHS[name].at_class if name in PATHS else PresenceStatus.PRESENT for name in enrolments}
    there = [enrolment for name, enrolment in enrolments.items() if statuses[name] in THERE]
    sign_on_screens(event, there, fabienne, teller.day(CLASS_DAY, 18, 50))
    with at(teller.day(CLASS_DAY, 19, 5)):
        for name, enrolment in enrolments.items():
            validate(event=event, enrolment=enrolment, status=statuses[name], by=fabienne)


def _next_session(pathway, region, staff) -> None:
    """A session in preparation, for the manager to finish."""
    begins = timezone.localdate() + timedelta(days=9)
    session = create_session(
        pathway=pathway, region=region, starts_on=begins, places=10, tutors=[(staff["karim"], TutorRole.MOTIVATION)], by=staff["rene"]
    )
    for name in GROUP[:2]:
        enrol(session=session, email=address(*name), first_name=name[0], last_name=name[1], by=staff["rene"])


def _elsewhere(pathway, region, staff, objects) -> None:
    """Another region's session: nobody of the first may see it."""
    begins = timezone.localdate() - timedelta(days=6)
    with at(noon(region, begins - timedelta(days=9))):
        session = create_session(
            pathway=pathway,
            region=region,
            starts_on=begins,
            name=f"{pathway.title} – Saint-Denis",
            tutors=[(staff["jordan"], TutorRole.CONTENT)],
            events=pattern_of(pathway, begins, begins + timedelta(days=29)),
            by=staff["aude"],
        )
        confirm(session, by=staff["aude"])
    teller = Teller(session, objects, staff)
    for number, name in enumerate(OTHER_GROUP):
        learner = enrol_person(session, name, begins, staff["aude"])
        deeds.consult(learner, objects["welcome"], teller.day(1 + number, 19))
