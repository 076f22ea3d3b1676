"""What happened to attempts.

attempt_recorded: sent inside the transaction that wrote the attempt, so that stored progress never differs from
the facts (docs/decisions/0003). Arguments: attempt; gained: the seconds that were added where nothing but time and place
in the content moved, else None.
attempt_finished: sent after commit when an attempt ends or its grade is published. Arguments: attempt_id (UUID).
work_handed_in: sent after commit when a case study was handed in. Arguments: submission_id (UUID).
grade_published: sent after commit when a grade was published, or published again once corrected.
Arguments: submission_id (UUID).
"""

from django.dispatch import Signal

attempt_recorded = Signal()
attempt_finished = Signal()
work_handed_in = Signal()
grade_published = Signal()
