"""Read pathways as plans: published ones from the database, drafts from a page in memory.

Reading takes a constant number of queries for any number of pathways.

A step whose library object is not published is left out: learners never meet a draft, and the step comes back when its
object is published again (docs/decisions tells why). Rules that wait for it are left out too, for nobody could ever
meet them; a condition of success about it stays, so that no certificate is given by accident.
"""

from collections import defaultdict
from collections.abc import Iterable

from cms.domain.kept import kept_each
from courses.models import LibraryObject
from pathways.domain.progression import Condition, Need, PathwayPlan, SequencePlan, StepPlan
from pathways.models import PathwayPage, Prerequisite, Sequence, Step, SuccessCondition

# A sequence with its steps, each with its opening rules.
Rows = list[tuple[Sequence, list[tuple[Step, list[Prerequisite]]]]]


def plan_of(pathway: PathwayPage) -> PathwayPlan:
    return plans_of([pathway])[pathway.pk]


def plans_of(pathways: Iterable[PathwayPage]) -> dict[int, PathwayPlan]:
    """Plans by pathway id, of what learners may see. Kept until content changes (cms.domain.kept)."""
    pages = {pathway.pk: pathway for pathway in pathways}
    return kept_each("plan", pages, lambda missing: _read({pk: pages[pk] for pk in missing}))


def _read(pages: dict[int, PathwayPage]) -> dict[int, PathwayPlan]:
    rows = _stored_rows(pages)
    conditions = defaultdict(list)
    for condition in SuccessCondition.objects.filter(pathway__in=pages).order_by("sort_order", "pk"):
        conditions[condition.pathway_id].append(condition)
    all_rows = [row for found in rows.values() for row in found]
    all_conditions = [one for found in conditions.values() for one in found]
    objects = LibraryObject.objects.in_bulk(_activity_ids(all_rows, all_conditions))
    return {pk: _plan(page, rows[pk], conditions[pk], objects) for pk, page in pages.items()}


def draft_plan(pathway: PathwayPage) -> PathwayPlan:
    """The plan of a page as it is in memory, a draft for instance; unpublished objects are in it, for editors to see."""
    rows: Rows = [
        (sequence, [(step, list(step.prerequisites.all())) for step in sequence.steps.all()]) for sequence in pathway.sequences.all()
    ]
    conditions = list(pathway.conditions.all())
    objects = LibraryObject.objects.in_bulk(_activity_ids(rows, conditions))
    return _plan(pathway, rows, conditions, objects, with_drafts=True)


def _stored_rows(pathway_ids: Iterable[int]) -> dict[int, Rows]:
    sequences = list(Sequence.objects.filter(pathway__in=pathway_ids).order_by("sort_order", "pk"))
    steps, needs = defaultdict(list), defaultdict(list)
    for step in Step.objects.filter(sequence__pathway__in=pathway_ids).order_by("sort_order", "pk"):
        steps[step.sequence_id].append(step)
    for need in Prerequisite.objects.filter(step__sequence__pathway__in=pathway_ids).order_by("sort_order", "pk"):
        needs[need.step_id].append(need)
    found: dict[int, Rows] = {pk: [] for pk in pathway_ids}
    for sequence in sequences:
        found[sequence.pathway_id].append((sequence, [(step, needs[step.pk]) for step in steps[sequence.pk]]))
    return found


def _activity_ids(rows: Rows, conditions: list[SuccessCondition]) -> set[int]:
    steps = [pair for _sequence, pairs in rows for pair in pairs]
    wanted = {step.activity_id for step, _needs in steps} | {need.activity_id for _step, needs in steps for need in needs}
    return {pk for pk in wanted | {condition.activity_id for condition in conditions} if pk}


def _plan(page: PathwayPage, rows: Rows, conditions: list[SuccessCondition], objects, *, with_drafts: bool = False) -> PathwayPlan:
    shown = {pk: one for pk, one in objects.items() if with_drafts or one.live}
    sequences, number = [], 0
    for sequence, pairs in rows:
        steps = []
        for step, needs in pairs:
            if step.activity_id in shown:
                number += 1
                rules = tuple(_need(need, shown) for need in needs if need.activity_id in shown)
                steps.append(_step(step, number, shown[step.activity_id], rules))
        has_sheet = bool(sequence.summary_sheet or sequence.summary_document_id)
        sequences.append(SequencePlan(sequence.pk, sequence.title, tuple(steps), has_sheet, sequence.introduction))
    return PathwayPlan(
        pathway_id=page.pk,
        title=page.title,
        progression=page.progression,
        session_days=page.session_days,
        sequences=tuple(sequences),
        conditions=tuple(_condition(one, objects) for one in conditions),
    )


def _need(row: Prerequisite, objects: dict[int, LibraryObject]) -> Need:
    return Need(row.activity_id, objects[row.activity_id].title, row.completed, row.minimum_score)


def _condition(row: SuccessCondition, objects: dict[int, LibraryObject]) -> Condition:
    title = objects[row.activity_id].title if row.activity_id in objects else ""
    return Condition(row.kind, row.activity_id, title, row.threshold)


def _step(step: Step, number: int, activity: LibraryObject, needs: tuple[Need, ...]) -> StepPlan:
    # The kind belongs to the class: no need to read the object's own table, one per kind.
    kind = activity.specific_class
    return StepPlan(
        step_id=step.pk,
        number=number,
        activity_id=activity.pk,
        title=activity.title,
        kind=kind.kind,
        modality=activity.modality,
        minutes=activity.duration_minutes,
        required=step.required,
        weight=step.weight,
        minimum_score=step.minimum_score,
        pass_mark=activity.pass_mark,
        is_scored=kind.is_scored,
        opens_on_day=step.opens_on_day,
        needs=needs,
    )
