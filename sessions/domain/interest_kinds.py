# SPDX-License-Identifier: EUPL-1.2
"""The kinds of notice about people who are interested in a pathway."""

from django.utils.translation import gettext, gettext_lazy

from accounts.enums import Role
from messaging.api import NoticeKind, Variable
from sessions.domain.notice_kinds import sample as session_sample

PATHWAY = Variable("parcours", gettext_lazy("Title of the pathway"), "{{ pathway.title }}")
REGION = Variable("region", gettext_lazy("Name of the region"), "{{ region.name }}")


def sample() -> dict:
    words = {
        "message": gettext("I would like to begin in spring."),
        "answer": gettext("The next session is full: a new one opens in June."),
    }
    return {**session_sample(), **words, "name": "Nolwenn Le Bris", "choices_url": ""}


def interest_kinds() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "interest_new",
            gettext_lazy("Somebody is interested in a training"),
            gettext_lazy("When a visitor of the site fills in “I am interested” for your region."),
            audience=frozenset({Role.REGIONAL_MANAGER}),
            variables=(
                PATHWAY,
                REGION,
                Variable("nom", gettext_lazy("Who is interested"), "{{ name }}"),
                Variable("message", gettext_lazy("What was written"), "{{ message }}"),
                Variable("lien", gettext_lazy("The link to the request"), "{{ link }}", button=gettext_lazy("See the request")),
            ),
            sample=sample,
        ),
        NoticeKind(
            "interest_received",
            gettext_lazy("Request about a training received"),
            gettext_lazy("When somebody has filled in “I am interested”, to them."),
            required=True,
            digestible=False,
            in_platform=False,
            variables=(PATHWAY, REGION),
            sample=sample,
        ),
        NoticeKind(
            "interest_declined",
            gettext_lazy("Request about a training declined"),
            gettext_lazy("When a manager answers no to a request, to the person."),
            required=True,
            digestible=False,
            in_platform=False,
            variables=(PATHWAY, REGION, Variable("reponse", gettext_lazy("The words of the answer"), "{{ answer }}")),
            sample=sample,
        ),
    )
