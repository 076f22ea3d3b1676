# SPDX-License-Identifier: EUPL-1.2
"""The frequent questions under a pathway: the same for a whole session."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.domain.kept import kept
from pathways.api import faq_entries
from sessions.domain.learning import Journey

register = template.Library()

# The others are a press away.
SHOWN = 5


@register.simple_tag
def frequent_questions(journey: Journey) -> SafeString:
    """The first questions about the pathway itself, and how many there are with those about its steps; kept until content changes."""
    key = ("frequent questions", journey.plan.pathway_id, journey.session.pk, get_language())
    return kept(key, lambda: _drawn(journey))


def _drawn(journey: Journey) -> SafeString:
    entries = list(faq_entries(journey.plan, journey.session.pk))
    shown = [one for one in entries if one.pathway_id][:SHOWN]
    context = {"session_id": journey.session.pk, "entries": shown, "count": len(entries)}
    return render_to_string("sessions/learner/frequent_questions.html", context)
