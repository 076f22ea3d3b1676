"""Learners and managers who are signed in, with the addresses that their pages show them."""

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.seed.people import DOMAIN, PASSWORD
from benchmarks.visitor import TOKEN, Unexpected, Visitor

OWN = r"/espace/apprendre/[0-9a-f-]{36}/"
STEP = re.compile(rf'href="({OWN}etape/\d+/)"')
FORUM = re.compile(r'href="(/forum/[0-9a-f-]{36}/)"')
# How many sign in at once: a password costs the server a twentieth of a second.
SIGNING_IN = 8


@dataclass
class Module:
    """An opened module of a learner: what commits are sent to."""

    step: str
    player: str
    item: str
    standard: str
    sequence: int = 0

    @property
    def commit_address(self) -> str:
        return self.player + "commit/"

    def next_commit(self, rng: random.Random) -> dict:
        """What a module sends again and again: where one is, and a state that grows."""
        self.sequence += 1
        location = str(self.sequence % 40)
        state = json.dumps({"seen": list(range(self.sequence % 60)), "mark": rng.random()})
        names = ("cmi.core.lesson_location", "cmi.suspend_data") if self.standard == "scorm_12" else ("cmi.location", "cmi.suspend_data")
        changes = list(zip(names, (location, state), strict=True))
        return {"item": self.item, "sequence": self.sequence, "changes": changes, "seconds": 5 * self.sequence, "finished": False}


@dataclass
class Learner:
    visitor: Visitor
    email: str
    pathway: str
    steps: list[str]
    page: str
    forum: str
    thread: str
    module: Module
    rng: random.Random = field(default_factory=random.Random)


def learner(visitor: Visitor, email: str) -> Learner | None:
    """A learner, signed in, with a module open; None for one without a running session or an open module."""
    visitor.sign_in(email, PASSWORD)
    home = visitor.get("/espace/apprendre/").expect(200)
    found = re.search(rf'href="({OWN})"', home.text)
    if not found:
        return None
    shown = visitor.get(found[1]).expect(200)
    steps = list(dict.fromkeys(STEP.findall(shown.text)))
    forum = FORUM.search(shown.text)
    pages, module = _modules(visitor, steps)
    if module is None or not pages or forum is None:
        return None
    thread = re.search(r'href="(/forum/sujets/[0-9a-f-]{36}/)', visitor.get(forum[1]).expect(200).text)
    if thread is None:
        return None
    return Learner(visitor, email, found[1], steps, pages[0], forum[1], thread[1], module, random.Random(email))


def _modules(visitor: Visitor, steps: list[str]) -> tuple[list[str], Module | None]:
    """The first step that is a page, and the first module, opened."""
    pages, module = [], None
    for step in steps:
        answer = visitor.get(step)
        if answer.status != 200:
            continue
        if "data-lecture" in answer.text and "data-state-url" in answer.text:
            module = module or open_module(visitor, step, answer.find(TOKEN.pattern))
        else:
            pages.append(step)
        if module and pages:
            break
    return pages, module


def open_module(visitor: Visitor, step: str, token: str) -> Module:
    """As the page does: launch, the player's page, its first part."""
    player = json.loads(visitor.post(step + "lancer", {}, token).expect(200).text)["player"]
    page = visitor.get(player).expect(200)
    first, standard = page.find(r'"first": "([^"]+)"'), page.find(r'"standard": "([^"]+)"')
    opened = json.loads(visitor.post_json(player + "ouvrir/", {"item": first}).expect(200).text)
    return Module(step, player, first, standard, opened["sequence"])


def learners(origin: str, count: int, *, seed: int = 1, visitor: type[Visitor] = Visitor) -> list[Learner]:
    """`count` learners in the middle of a running session, drawn from the database and signed in, some at a time."""
    found: list[Learner] = []
    emails = in_the_middle(seed)
    with ThreadPoolExecutor(SIGNING_IN) as pool:
        while emails and len(found) < count:
            batch, emails = emails[: max(SIGNING_IN, count - len(found))], emails[max(SIGNING_IN, count - len(found)) :]
            found += [one for one in pool.map(lambda email: learner(visitor(origin), email), batch) if one is not None]
    if len(found) < count:
        raise Unexpected(f"only {len(found)} learners are in the middle of a session")
    return found[:count]


def in_the_middle(seed: int) -> list[str]:
    """Addresses of learners who have begun, are not done, and have a forum to read; in an order drawn by `seed`."""
    from django.utils import timezone

    from sessions.models import Enrolment

    now = timezone.now()
    rows = Enrolment.objects.active().filter(session__opens_at__lte=now, session__closes_at__gt=now, percent__gte=15, percent__lte=85)
    emails = sorted(set(rows.filter(session__threads__isnull=False).values_list("user__email", flat=True)))
    random.Random(seed).shuffle(emails)
    return emails


@dataclass
class Manager:
    visitor: Visitor
    email: str
    session: str


def manager(origin: str, number: int = 1, *, visitor: type[Visitor] = Visitor) -> Manager:
    """The manager of a region, with the session of the region that has most learners on the first page of the list."""
    boss, email = visitor(origin), f"manager{number:02d}@{DOMAIN}"
    boss.sign_in(email, PASSWORD)
    return Manager(boss, email, boss.get("/region/").expect(200).find(r'href="(/region/sessions/[0-9a-f-]{36}/)"'))
