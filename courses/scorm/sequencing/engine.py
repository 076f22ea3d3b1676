"""The Overall Sequencing Process (SN C, OP.1), and what the run time reports to it."""

from dataclasses import dataclass
from random import Random

from courses.scorm.sequencing.attempts import draw_all, end_attempt, terminate_descendent_attempts
from courses.scorm.sequencing.delivery import deliver, delivery_request
from courses.scorm.sequencing.faults import Fault
from courses.scorm.sequencing.navigation import Plan, navigation_request
from courses.scorm.sequencing.reports import Said, report_pending
from courses.scorm.sequencing.requests import sequencing_request
from courses.scorm.sequencing.session import Session
from courses.scorm.sequencing.state import State
from courses.scorm.sequencing.termination import termination_request
from courses.scorm.sequencing.tree import Activity, Tree
from courses.scorm.sequencing.validity import Validity, validity


@dataclass(frozen=True)
class Outcome:
    """delivered: the activity to open, None for none; resumed: its attempt goes on where it was suspended.

    ended: the sequencing session is over. fault: code of the exception, "" for none.
    """

    delivered: Activity | None = None
    ended: bool = False
    fault: str = ""
    resumed: bool = False


@dataclass(frozen=True)
class Standing:
    """Of an activity; None while unknown."""

    completed: bool | None = None
    satisfied: bool | None = None
    measure: float | None = None


class Sequencer:
    """One learner's way through one tree. state: of a former time, None at first; random: for what is drawn."""

    def __init__(self, tree: Tree, state: State | None = None, random: Random | None = None) -> None:
        self.session = Session(tree, state or State(), random or Random())  # noqa: S311  chance for learners, not for secrets
        if state is None:
            draw_all(self.session)

    def follow_new_tree(self) -> None:
        """The tree is that of a newer version: what has the same identifier keeps its tracking, children are drawn again."""
        self.state.available = {}
        if self.session.current is None:
            self.session.current = None
            self.state.pending = {}
        if self.session.suspended is None:
            self.session.suspended = None
        draw_all(self.session)

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def tree(self) -> Tree:
        return self.session.tree

    @property
    def current(self) -> Activity | None:
        return self.session.current

    def request(self, name: str, target: str | None = None, *, suspended: bool = False) -> Outcome:
        """OP.1 Overall Sequencing Process for one navigation request. Never raises.

        suspended: the content of the current activity was left to be gone on with (cmi.exit).
        """
        try:
            plan = navigation_request(self.session, name, target)
        except Fault as fault:
            return Outcome(fault=fault.code)
        if plan.termination and not plan.termination.startswith("abandon"):
            report_pending(self.session, suspended=suspended)
        if plan.termination:
            self.state.pending = {}
        try:
            return self._process(plan)
        except Fault as fault:
            if fault.ends_session:
                self._end_session()
            return Outcome(ended=fault.ends_session, fault=fault.code)

    def _process(self, plan: Plan) -> Outcome:
        sequencing, target = plan.sequencing, plan.target
        if plan.termination:
            wish = termination_request(self.session, plan.termination)
            if wish:
                sequencing, target = wish, None
        delivered = sequencing_request(self.session, sequencing, target)
        if delivered is None:
            return self._after_exit()
        delivery_request(self.session, delivered)
        resumed = self.session.of(delivered).suspended
        deliver(self.session, delivered)
        self.state.pending = {}
        return Outcome(delivered, resumed=resumed)

    def _after_exit(self) -> Outcome:
        """SB.2.11: the session is over when the root has ended."""
        if self.session.current is self.tree.root:
            self.session.current = None
            return Outcome(ended=True)
        return Outcome()

    def _end_session(self) -> None:
        """Past the last activity: all that is under way ends with the root."""
        root = self.tree.root
        terminate_descendent_attempts(self.session, root)
        if self.session.of(root).active:
            end_attempt(self.session, root)
        self.session.current = None

    def validity(self) -> Validity:
        return validity(self.session)

    def hear(self, said: Said) -> None:
        """Keep what the content of the current activity says, until a request ends it; abandoned, it counts for nothing."""
        for identifier, values in said.items():
            self.state.pending.setdefault(identifier, {}).update(values)

    def settle(self, *, suspended: bool = False) -> None:
        """The content of the current activity has ended its session: what it has said counts."""
        report_pending(self.session, suspended=suspended)
        self.state.pending = {}

    def result(self) -> Standing:
        """Of the whole tree, with what the current activity has said so far."""
        ahead = self.session.copy() if self.state.pending else self.session
        report_pending(ahead)
        root = self.tree.root
        return Standing(ahead.completed(root), ahead.satisfied(root, root.primary), ahead.read(root, root.primary, "measure"))
