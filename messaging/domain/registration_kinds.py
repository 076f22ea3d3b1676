# SPDX-License-Identifier: EUPL-1.2
"""The kinds of notice about accounts that people open by themselves."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messaging.kinds import NoticeKind, Variable


def sample() -> dict:
    return {
        "url": f"{settings.SITE_ORIGIN}/exemple",
        "link": f"{settings.SITE_ORIGIN}/exemple",
        "child": "Maëlle",
        "days": settings.PARENT_ANSWER_DAYS,
        "needs_parent": False,
        "closed": False,
        "choices_url": "",
    }


def _kind(name: str, label, when, *variables: Variable) -> NoticeKind:
    return NoticeKind(name, label, when, required=True, digestible=False, in_platform=False, variables=variables, sample=sample)


def registration_kinds() -> tuple[NoticeKind, ...]:
    days = Variable("jours", _("For how many days the link works"), "{{ days }}")
    child = Variable("enfant", _("First name of the child"), "{{ child }}")
    return (
        _kind(
            "registration",
            _("Address to confirm"),
            _("When somebody asks for an account with your address."),
            Variable("lien", _("The link that confirms the address"), "{{ url }}", button=_("Confirm my address")),
            days,
            Variable("parent", _("“oui” when a parent is asked afterwards, else empty"), "{% if needs_parent %}oui{% endif %}"),
        ),
        _kind(
            "address_taken",
            _("There is an account already"),
            _("When somebody asks for an account with the address of yours."),
            Variable("lien", _("The link to get in"), "{{ url }}", button=_("Sign in")),
            Variable("ferme", _("“oui” when the account is closed, else empty"), "{% if closed %}oui{% endif %}"),
        ),
        _kind(
            "parent_asked",
            _("Agreement asked of a parent"),
            _("When a child under age asks for an account and names you as a parent."),
            child,
            Variable("lien", _("The link to the page that explains and takes the answer"), "{{ url }}", button=_("Read and answer")),
            days,
        ),
        _kind(
            "parent_agreed",
            _("A parent agreed"),
            _("When your parent agreed to your account."),
            Variable("lien", _("The link to sign in"), "{{ url }}", button=_("Sign in")),
        ),
        _kind("parent_refused", _("A parent refused"), _("When your parent did not agree to your account.")),
    )
