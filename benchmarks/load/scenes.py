"""What is asked, one request each."""

import json
import random
from collections.abc import Callable

from benchmarks.load.people import Learner, Manager
from benchmarks.visitor import TOKEN, Answer

Scene = Callable[[Learner], Answer]
HOME = "/espace/apprendre/"


def home(one: Learner) -> Answer:
    return one.visitor.get(HOME).expect(200)


def pathway(one: Learner) -> Answer:
    return one.visitor.get(one.pathway).expect(200)


def step(one: Learner) -> Answer:
    return one.visitor.get(one.page).expect(200)


def module_page(one: Learner) -> Answer:
    return one.visitor.get(one.module.step).expect(200)


def launch(one: Learner) -> Answer:
    """Opens the module in a new tab, which the next commits come from."""
    token = one.visitor.cookies.setdefault("benchmark-token", "")
    if not token:
        token = one.visitor.cookies["benchmark-token"] = module_page(one).find(TOKEN.pattern)
    answer = one.visitor.post(one.module.step + "lancer", {}, token).expect(200)
    one.module.player = json.loads(answer.text)["player"]
    return answer


def player(one: Learner) -> Answer:
    return one.visitor.get(one.module.player).expect(200)


def open_part(one: Learner) -> Answer:
    answer = one.visitor.post_json(one.module.player + "ouvrir/", {"item": one.module.item}).expect(200)
    one.module.sequence = json.loads(answer.text)["sequence"]
    return answer


def commit(one: Learner) -> Answer:
    return one.visitor.post_json(one.module.commit_address, one.module.next_commit(one.rng)).expect(200)


def forum(one: Learner) -> Answer:
    return one.visitor.get(one.forum).expect(200)


def thread(one: Learner) -> Answer:
    return one.visitor.get(one.thread).expect(200)


LEARNER_SCENES: dict[str, Scene] = {
    "home": home,
    "pathway": pathway,
    "step": step,
    "module page": module_page,
    "launch": launch,
    "player": player,
    "open part": open_part,
    "commit": commit,
    "forum": forum,
    "thread": thread,
}


def manager_scenes(session: str) -> dict[str, Callable[[Manager], Answer]]:
    """The session's page and its report."""
    return {
        "manager: region": lambda one: one.visitor.get("/region/").expect(200),
        "manager: session": lambda one: one.visitor.get(session).expect(200),
    }


def pick(rng: random.Random) -> Scene:
    """One scene as a learner's day has them: commits most of all."""
    weights = {home: 10, pathway: 12, step: 15, module_page: 6, commit: 50, forum: 4, thread: 3}
    return rng.choices(list(weights), list(weights.values()))[0]
