"""What happened to enrolments, told after commit.

enrolment_created: a person was enrolled, or enrolled again. Arguments: enrolment_id (UUID).
enrolment_withdrawn: a person left a session; what they did is kept. Arguments: enrolment_id (UUID).
enrolment_succeeded: every condition of success came to be met. Arguments: enrolment_id (UUID).
"""

from django.dispatch import Signal

enrolment_created = Signal()
enrolment_withdrawn = Signal()
enrolment_succeeded = Signal()
