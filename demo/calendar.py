"""Sessions around the story: one that is over, with its documents, and those to come that the catalogue announces."""

from datetime import date, time, timedelta

from django.utils import timezone

from courses.models import Submission
from demo import deeds
from demo.clock import at
from demo.paper import bring_back_paper
from demo.people import FINISHED_GROUP
from demo.story import Teller, enrol_person, noon
from sessions.domain.certificates import issue
from sessions.domain.events import EventPlan
from sessions.domain.presence import validate
from sessions.domain.sessions import confirm, create_session
from sessions.enums import EventKind, PresenceStatus, TutorRole
from sessions.models import Enrolment, TrainingSession

# Pathway, region, days from now.
ANNOUNCED = (
    ("etre-trouve-sur-google", "bretagne", 12),
    ("hygiene-alimentaire", "reunion", 15),
    ("devis-et-factures", "bretagne", 19),
    ("photographier-ses-produits", "reunion", 26),
    ("hygiene-alimentaire", "bretagne", 33),
)
ENDED_DAYS_AGO = 20
LENGTH = 21
HALF_DAY = 14
# Right answers of the quiz, and the grade of the plan, of each person; none: never handed in.
RESULTS = ((3, 17), (3, 15), (2, 14), (3, 12), (2, 16), (1, None))
PLAN = "D’ici la fin du mois : un thermomètre par réfrigérateur, un relevé affiché près de la porte, et dix minutes de rappel avec l’équipe le lundi."
FEEDBACK = "Des actions précises et datées, avec qui fait quoi : c’est exactement ce qu’il faut."


def announce(regions, staff, pathways) -> None:
    managers = {"bretagne": (staff["rene"], staff["karim"]), "reunion": (staff["aude"], staff["jordan"])}
    for slug, code, days in ANNOUNCED:
        manager, tutor = managers[code]
        begins = timezone.localdate() + timedelta(days=days)
        tutors = [(tutor, TutorRole.CONTENT)]
        session = create_session(pathway=pathways[slug], region=regions[code], starts_on=begins, places=12, tutors=tutors, by=manager)
        confirm(session, by=manager)


def tell_finished(region, staff, pathway, of) -> TrainingSession:
    """A session that ended three weeks ago: work graded, presence validated, certificates given."""
    begins = timezone.localdate() - timedelta(days=ENDED_DAYS_AGO + LENGTH)
    session = _session(pathway, region, begins, staff, of)
    teller = Teller(session, of, staff)
    enrolments = [enrol_person(session, name, begins, staff["rene"]) for name in FINISHED_GROUP]
    for number, (enrolment, (right, mark)) in enumerate(zip(enrolments, RESULTS, strict=True)):
        _follow(teller, enrolment, 2 + number % 4, right, mark)
    _presence(teller, enrolments)
    with at(noon(region, begins + timedelta(days=LENGTH + 1))):
        for enrolment, (_right, mark) in zip(enrolments, RESULTS, strict=True):
            if mark is not None:
                issue(enrolment=enrolment, by=staff["rene"], notify=False)
    return session


def _session(pathway, region, begins: date, staff, of) -> TrainingSession:
    event = EventPlan(
        EventKind.HALF_DAY,
        of["half_day_practice"].title,
        begins + timedelta(days=HALF_DAY - 1),
        time(9, 0),
        time(12, 0),
        place="Laboratoire de la chambre de métiers\nContour Antoine-de-Saint-Exupéry, 35170 Bruz",
        trainer=staff["gwenael"],
        activity_id=of["half_day_practice"].pk,
    )
    tutors = [(staff["fabienne"], TutorRole.CONTENT), (staff["gwenael"], TutorRole.TRAINER)]
    with at(noon(region, begins - timedelta(days=15))):
        session = create_session(
            pathway=pathway,
            region=region,
            starts_on=begins,
            name=f"{pathway.title} – Bruz",
            places=12,
            tutors=tutors,
            events=[event],
            by=staff["rene"],
        )
        return confirm(session, by=staff["rene"])


def _follow(teller: Teller, learner: Enrolment, day: int, right: int, mark: int | None) -> None:
    of = teller.objects
    deeds.consult(learner, of["lesson"], teller.day(day, 20), minutes=30)
    deeds.take_quiz(learner, of["quiz"], teller.day(day + 1, 20), right=right, minutes=7)
    if mark is not None:
        deeds.hand_in(learner, of["action"], teller.day(day + 12, 18), PLAN)
        submission = Submission.objects.get(attempt__registration=learner.registration)
        deeds.grade(submission, teller.day(day + 14, 10), mark, FEEDBACK, teller.staff["fabienne"])


def _presence(teller: Teller, enrolments: list[Enrolment]) -> None:
    event = teller.session.events.get(kind=EventKind.HALF_DAY)
    with at(teller.day(HALF_DAY, 12, 10)):
        for enrolment, (_right, mark) in zip(enrolments, RESULTS, strict=True):
            status = PresenceStatus.PRESENT if mark is not None else PresenceStatus.ABSENT
            validate(event=event, enrolment=enrolment, status=status, by=teller.staff["gwenael"])
    there = [enrolment for enrolment, (_right, mark) in zip(enrolments, RESULTS, strict=True) if mark is not None]
    manager, moment = teller.staff["rene"], teller.day(HALF_DAY, 12, 30)
    bring_back_paper(event, enrolments, there, by=teller.staff["gwenael"], manager=manager, moment=moment)
