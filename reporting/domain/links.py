"""Where things that are reported have their pages."""

from typing import Any

from django.urls import reverse

from sessions.permissions import SEE_PROGRESS
from tutoring.rules import is_tutor


def report_of(session) -> str:
    return reverse("reporting:session", args=[session.pk])


def session_link(row: Any, user) -> str:
    """From a session's row to its report."""
    return reverse("reporting:session", args=[row.key])


def learner_link(enrolment: Any, user) -> str:
    """From a learner's row to the page where whoever reads acts: the region's, or the tutor's; "" for who only reads figures."""
    if user.reach(SEE_PROGRESS).covers(enrolment.session.region_id):
        return reverse("training_sessions:enrolment", args=[enrolment.pk])
    return reverse("tutoring:learner", args=[enrolment.pk]) if is_tutor(user) else ""
