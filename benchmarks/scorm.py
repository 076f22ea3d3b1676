"""Speed of SCORM on the server: the sequencer by itself, and requests per second of launch, commit and navigation.

    python -m benchmarks.scorm            the sequencer on 500 activities
    python -m benchmarks.scorm requests   whole requests, on the database of the settings (a copy: rows are written, then undone)

Times are of the processor. None is a test: figures go to docs/performance.md with the machine they were made on.
"""

import os
import random
import statistics
import sys
import time

from courses.scorm.sequencing import Node, Sequencer, State, Tree, tree_of

RULES = (
    "<sequencingRules><preConditionRule><ruleConditions><ruleCondition condition='satisfied'/></ruleConditions>"
    "<ruleAction action='skip'/></preConditionRule></sequencingRules>"
)


def sequencing(body: str = "") -> str:
    return f'<sequencing xmlns="http://www.imsglobal.org/xsd/imsss"><controlMode flow="true"/>{body}</sequencing>'


def flat() -> Tree:
    return tree_of(Node("root", sequencing=sequencing()), [Node(f"a{n}", content=True, sequencing=sequencing(RULES)) for n in range(499)])


def deep() -> Tree:
    nodes = []
    for module in range(10):
        nodes.append(Node(f"m{module}", sequencing=sequencing()))
        for lesson in range(7):
            nodes.append(Node(f"m{module}l{lesson}", sequencing=sequencing(), depth=1))
            nodes += [Node(f"m{module}l{lesson}a{n}", content=True, sequencing=sequencing(RULES), depth=2) for n in range(6)]
    return tree_of(Node("root", sequencing=sequencing()), nodes)


def timed(act) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


def walk(tree: Tree) -> None:
    """Go through the whole tree, each leaf completed; medians in milliseconds."""
    sequencer = Sequencer(tree, None, random.Random(1))
    outcome = sequencer.request("start")
    requests, validities = [], []
    while outcome.delivered:
        sequencer.hear({"": {"completed": True, "satisfied": None, "measure": 0.5}})
        validities.append(timed(sequencer.validity))
        started = time.process_time()
        outcome = sequencer.request("continue")
        requests.append((time.process_time() - started) * 1000)
    size = len(sequencer.state.dumps())
    loading = timed(lambda: State.load(sequencer.state.dump()))
    for name, figures in (("request", requests), ("validity", validities)):
        high = sorted(figures)[int(len(figures) * 0.95)]
        print(f"  {name}: median {statistics.median(figures):.2f} ms, 95th percentile {high:.2f} ms")
    print(f"  state: {size / 1024:.0f} KB, written and read in {loading:.1f} ms")


def sequencer_alone() -> None:
    for name, make in (("flat", flat), ("three levels", deep)):
        print(f"{name}, {len(make().activities)} activities, read from the manifest in {timed(make):.0f} ms")
        walk(make())


def whole_requests(count: int = 100) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.db import transaction

    from benchmarks.scorm_requests import measure

    with transaction.atomic():
        for name, seconds in measure(count).items():
            print(f"  {name}: {count / seconds:.0f} per second")
        transaction.set_rollback(True)


if __name__ == "__main__":
    if sys.argv[1:] == ["requests"]:
        whole_requests()
    else:
        sequencer_alone()
