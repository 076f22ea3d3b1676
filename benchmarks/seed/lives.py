"""Fills a session: enrolments, what each learner did up to now, the forum, presences, and where that leaves them."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from accounts.models.user import fold
from benchmarks.seed.deeds import Learner, follow, thing
from benchmarks.seed.fates import PARTS, Fate, fate_of
from benchmarks.seed.medals import earn
from benchmarks.seed.offers import Group
from benchmarks.seed.standings import keep_standing
from benchmarks.seed.writing import Writer
from cms.models import SeenTour
from courses.models import LearningClock
from forum.domain.posting import POST_TYPE, THREAD_TYPE, forum_thing
from forum.models import ForumVisit, Post, Thread, ThreadMark
from lrs.api import Thing, Verb, activity_iri
from sessions.enums import EnrolmentState, PresenceStatus
from sessions.models import Enrolment, Presence
from sessions.tours import LEARNERS_TOUR

SUBJECT = "Présentez-vous au groupe"
HELLO = "Bonjour à toutes et à tous. Dites-nous votre métier, votre ville et ce que vous attendez de ce parcours."
ANSWERS = (
    "Pâtissière à Landerneau. J’aimerais plus de commandes de gâteaux d’anniversaire.",
    "Menuisier dans le Morbihan : je veux remplir mes lundis.",
    "Coiffeuse à Vitré. **Les jeunes parents** du quartier ne me connaissent pas encore.",
    "Bonjour, je tiens un garage avec mon frère. On nous a dit du bien de ce parcours.",
)
ENROLLED_BEFORE = timedelta(days=10)


class Filler:
    def __init__(self, writer: Writer, rng: random.Random, now: datetime) -> None:
        self.writer, self.rng, self.now = writer, rng, now
        # Who came has followed the guided visit, or waved it away.
        self.guided: set[int] = set()

    def fill(self, group: Group, people: list[User]) -> None:
        session = group.session
        hello = self._forum(group) if session.opens_at <= self.now else None
        for user in people:
            self._live(group, user, hello)

    def _forum(self, group: Group) -> Thread:
        """The thread that the tutor opens on the first morning."""
        author, moment = group.tutors[0], group.session.opens_at + timedelta(hours=9)
        dates = {"created_at": moment, "last_post_at": moment}
        thread = Thread(session=group.session, author=author, title=SUBJECT, search_text=fold(SUBJECT), **dates)
        post = Post(thread=thread, author=author, text=HELLO, search_text=fold(HELLO), created_at=moment)
        self.writer.add(thread, post, ForumVisit(session=group.session, user=author, first_at=moment, last_at=moment))
        return thread

    def _live(self, group: Group, user: User, hello: Thread | None) -> None:
        session, fate = group.session, fate_of(self.rng)
        enrolled = min(session.opens_at - ENROLLED_BEFORE, self.now)
        over = hello is not None and fate.leaves
        enrolment = Enrolment(
            session=session,
            user=user,
            state=EnrolmentState.WITHDRAWN if over else EnrolmentState.ACTIVE,
            created_at=enrolled,
            created_by=session.created_by,
            invited_at=enrolled,
        )
        self.writer.add(enrolment)
        learner = Learner(enrolment, self.writer, self.rng, self.now, group.tutors[0].pk)
        whole = Thing(activity_iri("session", session.pk), session.name, "http://id.tincanapi.com/activitytype/school-session")
        learner.say(Verb.REGISTERED, whole, enrolled)
        presences: list[Presence] = []
        if hello is not None:
            self._follow_parts(group, learner, fate, hello)
            presences = self._presences(group, learner, fate)
        keep_standing(group.plan, learner, presences)

    def _follow_parts(self, group: Group, learner: Learner, fate: Fate, hello: Thread) -> None:
        session, moment = group.session, group.session.opens_at + timedelta(hours=self.rng.uniform(7, 40))
        for part in PARTS[: fate.reach]:
            if not fate.follows(part, self.rng):
                continue
            score = fate.score(part, self.rng)
            if moment + timedelta(hours=5) > min(self.now, session.closes_at):
                break
            if part == "forum":
                self._write(group, learner, hello, moment)
                ended = moment
            else:
                ended = follow(learner, group.offer.objects[part], moment, score)
            learner.enrolment.first_visit_at = learner.enrolment.first_visit_at or moment
            learner.enrolment.last_visit_at = ended
            moment = max(ended, moment + timedelta(days=fate.pace * self.rng.uniform(0.6, 1.4)))
        if learner.last_at:
            self._was_guided(learner)
            clock = LearningClock(registration=learner.enrolment.registration, credited_until=min(learner.last_at, self.now))
            self.writer.add(clock)

    def _was_guided(self, learner: Learner) -> None:
        user = learner.enrolment.user
        if user.pk not in self.guided:
            self.guided.add(user.pk)
            self.writer.add(SeenTour(user=user, tour=LEARNERS_TOUR.name, seen_at=learner.enrolment.first_visit_at or self.now))

    def _write(self, group: Group, learner: Learner, thread: Thread, moment: datetime) -> None:
        """First visit to the forum, its badge, a message, and the task that it finishes."""
        user, session, task = learner.enrolment.user, group.session, group.offer.objects["forum"]
        text = self.rng.choice(ANSWERS)
        post = Post(thread=thread, author=user, text=text, search_text=fold(text), created_at=moment)
        thread.last_post_at = max(thread.last_post_at, moment)
        mark = ThreadMark(thread=thread, user=user, read_at=moment, follows=True)
        self.writer.add(ForumVisit(session=session, user=user, first_at=moment, last_at=moment), post, mark)
        learner.attempt(task, moment, moment, details={"posts": 1})
        learner.say(Verb.EXPERIENCED, forum_thing(session), moment)
        earn(learner, "first_forum_visit", moment)
        topic = Thing(activity_iri("forum-thread", thread.pk), thread.title, THREAD_TYPE)
        written = Thing(activity_iri("forum-post", post.pk), thread.title, POST_TYPE)
        learner.say(Verb.POSTED, written, moment, parents=(topic, forum_thing(session)))
        learner.say(Verb.COMPLETED, thing(task), moment, completion=True)

    def _presences(self, group: Group, learner: Learner, fate: Fate) -> list[Presence]:
        if learner.enrolment.state == EnrolmentState.WITHDRAWN:
            return []
        found = []
        for event in group.events:
            if event.ends_at > self.now:
                continue
            there = fate.attends(self.rng)
            status = PresenceStatus.PRESENT if there else PresenceStatus.ABSENT
            validated = event.ends_at + timedelta(minutes=5)
            row = {"status": status, "validated_by_id": learner.tutor_id, "validated_at": validated}
            found.append(Presence(event=event, enrolment=learner.enrolment, **row))
            if there:
                activity = next(one for one in group.offer.objects.values() if one.pk == event.activity_id)
                seconds = (event.ends_at - event.starts_at).total_seconds()
                learner.say(Verb.ATTENDED, thing(activity), event.ends_at, completion=True, seconds=seconds)
        self.writer.add(*found)
        return found
