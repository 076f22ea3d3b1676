"""The verdict of a part and the result of its module, written and told when they change."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from accounts.prepared_writes import write
from courses.domain.attempts import record
from courses.domain.scorm_outline import launchable, outline, states_of, verdict_of_state
from courses.domain.scorm_statements import tell_all, tell_progress, tell_result
from courses.enums import AttemptMode, AttemptState, LaunchMode, PackageKind, PackageRollup
from courses.models import Attempt, Launch, PackageItem, ScormPage, ScoState
from courses.scorm.sequencing import Standing
from courses.scorm.verdicts import COMPLETED, PASSED, UNKNOWN, Result, Verdict, result_of
from lrs.api import Told


@dataclass
class Sitting:
    """One part of a package in front of one person. told: what is to be told of it (see scorm_statements)."""

    launch: Launch
    items: list[PackageItem]
    item: PackageItem
    told: list[Told] = field(default_factory=list)

    @cached_property
    def page(self) -> ScormPage:
        return self.launch.attempt.activity.specific

    @cached_property
    def parts(self) -> list[PackageItem]:
        return launchable(self.items)

    @cached_property
    def counting(self) -> list[PackageItem]:
        """The parts that make the module's result: those the editor chose for a package of SCORM 1.2, else all."""
        chosen = set(self.launch.version.package.required_parts) if self._is_ruled else set()
        return [part for part in self.parts if part.identifier in chosen] or self.parts

    @property
    def rollup(self) -> str:
        """How they make it, a PackageRollup. SCORM 2004 says itself what its parts come to."""
        return self.launch.version.package.rollup if self._is_ruled else PackageRollup.ALL

    @property
    def _is_ruled(self) -> bool:
        return self.launch.version.kind == PackageKind.SCORM_12 and not self.is_alone

    @property
    def is_told(self) -> bool:
        """Whether the journal hears of it: not of an editor's preview."""
        return self.launch.attempt.mode != AttemptMode.PREVIEW

    @property
    def is_alone(self) -> bool:
        return len(self.parts) == 1


def progress_of(launch: Launch, items: list[PackageItem]) -> dict:
    """Where the module stands, for the page: outline (see scorm_outline), completed, success, score (0 to 100 or None)."""
    if launch.mode == LaunchMode.BROWSE:
        return _progress(Attempt(), items, {})
    attempt = Attempt.objects.get(pk=launch.attempt_id)
    return _progress(attempt, items, states_of(attempt))


def progress_with(sitting: "Sitting", state: ScoState) -> dict:
    """The same right after a write: the attempt and the part's state are at hand, and the only state where the part is alone."""
    attempt = sitting.launch.attempt
    return _progress(attempt, sitting.items, {state.item_identifier: state} if sitting.is_alone else states_of(attempt))


def _progress(attempt: Attempt, items: list[PackageItem], states: dict[str, ScoState]) -> dict:
    return {
        "outline": outline(items, states),
        "completed": attempt.completed,
        "success": attempt.success,
        "score": None if attempt.score is None else round(max(Decimal(0), attempt.score) * 100),
    }


def write_verdict(
    sitting: Sitting, state: ScoState, verdict: Verdict, *, finished: bool, seconds: int = 0, standing: Standing | None = None
) -> None:
    """Write the part's verdict of record, roll the parts up, and tell what changed.

    seconds: the time granted for it. standing: the root's, where the package is sequenced.

    Of a part completion and success are not taken back, of the module neither they nor the best score: going through a
    module again never costs what was reached.
    """
    before, attempt = verdict_of_state(state), sitting.launch.attempt
    after = _merged(before, verdict)
    state.completion, state.success = after.completion, after.success
    state.score_scaled, state.score_raw = after.scaled, after.raw
    write(state)
    if replace(after, maximum=None) != before or finished:
        tell_progress(sitting, state, before, after, finished=finished)
    if standing is not None:
        result = _result_of(standing, after if sitting.is_alone else Verdict(), sitting.launch)
        _write_result(sitting, result, told=after, seconds=seconds)
        return
    states = {} if sitting.is_alone else states_of(attempt)
    verdicts = [after if part is sitting.item else verdict_of_state(states.get(part.identifier)) for part in sitting.counting]
    result = result_of(verdicts, pass_share=sitting.launch.pass_share, rule=sitting.rollup)
    _write_result(sitting, result, told=after, seconds=seconds)


def write_standing(launch: Launch, items: list[PackageItem], standing: Standing) -> None:
    """Write what the root of a sequenced package comes to, between parts."""
    parts = launchable(items)
    if parts:
        sitting = Sitting(launch, items, parts[0])
        _write_result(sitting, _result_of(standing, Verdict(), launch), told=Verdict(), seconds=0)
        tell_all(sitting)


def _result_of(standing: Standing, single: Verdict, launch: Launch) -> Result:
    """The root's completion, satisfaction and measure; the pass mark decides where it has a measure alone."""
    score = None if standing.measure is None else Decimal(str(standing.measure))
    completed, success = standing.completed is True, standing.satisfied
    if success is None and completed and score is not None and launch.pass_share is not None:
        success = float(score) >= launch.pass_share
    return Result(completed, success, score, single.raw, single.maximum)


def _merged(before: Verdict, now: Verdict) -> Verdict:
    scored = now.scaled is not None
    return Verdict(
        COMPLETED if before.completion == COMPLETED else now.completion,
        before.success if before.success == PASSED or now.success == UNKNOWN else now.success,
        now.scaled if scored else before.scaled,
        now.raw if scored else before.raw,
        now.maximum,
    )


def _write_result(sitting: Sitting, result: Result, *, told: Verdict, seconds: int) -> None:
    """told: the part's verdict, which was told as the module's own where it is alone."""
    attempt = sitting.launch.attempt
    before = Result(attempt.completed, attempt.success, attempt.score, attempt.raw_score, attempt.max_score)
    after = _improved(before, result)
    if after == before:
        record(attempt, seconds=attempt.seconds + seconds)
        return
    state = AttemptState.FINISHED if after.completed else attempt.state
    changes = {"completed": after.completed, "success": after.success, "score": after.score}
    record(attempt, **changes, raw_score=after.raw, max_score=after.maximum, state=state, seconds=attempt.seconds + seconds)
    alone = sitting.is_alone
    tell_result(sitting, before, after, completion=not alone, success=not alone or told.success == UNKNOWN)


def _improved(before: Result, now: Result) -> Result:
    score = None if now.score is None else round(now.score, 6)
    better = score is not None and (before.score is None or score > before.score)
    return Result(
        before.completed or now.completed,
        before.success if before.success or now.success is None else now.success,
        score if better else before.score,
        now.raw if better else before.raw,
        now.maximum if better else before.maximum,
    )
