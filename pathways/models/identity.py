"""Rows of a pathway keep their ids through drafts, publications and copies.

A revision remembers the id that a row had when the revision was written: none for a row added in that very draft, the
original's for a row two levels down in a copied page (Wagtail issues 1853 and 8242). Saving such a revision as it is
would delete and remake rows that progress and addresses of steps hang on, or take the original's rows away from it.
So rows are matched by what they are: a sequence by its key, a step by its library object (once per pathway), the rest
by their content.
"""

from collections.abc import Callable, Iterable
from typing import Any


def keep_row_ids(pathway) -> None:
    """Give the in-memory rows of `pathway`, read from a revision, the ids of the same rows in the database."""
    from pathways.models import Prerequisite, Sequence, Step, SuccessCondition

    sequences = list(pathway.sequences.all())
    _adopt(sequences, Sequence.objects.filter(pathway_id=pathway.pk), lambda row: row.key)
    steps = [step for sequence in sequences for step in sequence.steps.all()]
    kept = _adopt(steps, Step.objects.filter(sequence__pathway_id=pathway.pk), lambda row: row.activity_id)
    for step, saved in kept:
        step.key = saved.key
    needs = []
    for step in steps:
        for need in step.prerequisites.all():
            need.step_id = step.pk
            needs.append(need)
    _adopt(needs, Prerequisite.objects.filter(step__sequence__pathway_id=pathway.pk), lambda row: (row.step_id, row.activity_id))
    conditions = SuccessCondition.objects.filter(pathway_id=pathway.pk)
    _adopt(list(pathway.conditions.all()), conditions, lambda row: (row.kind, row.activity_id, row.threshold))


def move_rows(pathway) -> None:
    """Take steps over to the sequence they were dragged to, before saving.

    Saving commits one sequence after the other: the one that a step left would delete its row, and what hangs on it.
    """
    from pathways.models import Step

    if pathway.pk is None or "sequences" not in getattr(pathway, "_cluster_related_objects", {}):
        return
    homes = dict(Step.objects.filter(sequence__pathway_id=pathway.pk).values_list("pk", "sequence_id"))
    for sequence in pathway.sequences.all():
        moved = [step.pk for step in sequence.steps.all() if step.pk in homes and homes[step.pk] != sequence.pk]
        if moved and sequence.pk is None:
            sequence.pathway_id = pathway.pk
            sequence.save_base()
        if moved:
            Step.objects.filter(pk__in=moved).update(sequence_id=sequence.pk)


def _adopt(rows: list[Any], saved: Iterable[Any], identity: Callable) -> list[tuple[Any, Any]]:
    """Set the pk of each row: its own where it is one of `saved`, else that of the saved row with the same identity, else none."""
    by_pk = {one.pk: one for one in saved}
    used = {row.pk for row in rows if row.pk in by_pk}
    by_identity = {identity(one): one for one in by_pk.values() if one.pk not in used}
    for row in rows:
        if row.pk not in by_pk:
            same = by_identity.pop(identity(row), None)
            row.pk = same.pk if same else None
    return [(row, by_pk[row.pk]) for row in rows if row.pk]
