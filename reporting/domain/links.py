"""Where things that are reported have their pages."""

from typing import Any

from django.urls import reverse


def report_of(session) -> str:
    return reverse("reporting:session", args=[session.pk])


def session_link(row: Any, user) -> str:
    """From a session's row to its report."""
    return reverse("reporting:session", args=[row.key])


def learner_link(enrolment: Any, user) -> str:
    """From a learner's row to the page where whoever reads acts: the region's, or the tutor's."""
    manages = user.is_national_manager or enrolment.session.region_id in user.managed_region_ids
    return reverse("training_sessions:enrolment" if manages else "tutoring:learner", args=[enrolment.pk])
