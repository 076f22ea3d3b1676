"""The kinds of notice that belong to no app above: access to the account, conversations, reports."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from messaging.enums import Channel
from messaging.kinds import NoticeKind, Variable


def access_sample() -> dict:
    return {"url": f"{settings.SITE_ORIGIN}/exemple", "first": True}


def message_sample() -> dict:
    return {
        "author": "Fabienne Morvan",
        "reporter": "Yann Kervella",
        "message": gettext("Hello, have you found the right size for your cover picture?"),
        "reason": gettext("These words are insulting."),
        "note": gettext("Thank you for telling us."),
        "about": gettext("March session"),
        "removed": True,
        "link": f"{settings.SITE_ORIGIN}/exemple",
    }


def privacy_sample() -> dict:
    return {
        "name": "Monique Le Goff",
        "what": gettext("Erase my data"),
        "due": date(2027, 3, 30),
        "accepted": True,
        "answer": gettext("Your account is erased today."),
        "link": f"{settings.SITE_ORIGIN}/exemple",
    }


def privacy_kinds() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "privacy_request",
            _("Request about personal data"),
            _("When someone you manage asks to have their data erased or frozen."),
            audience=frozenset({Role.REGIONAL_MANAGER, Role.NATIONAL_MANAGER}),
            required=True,
            digestible=False,
            variables=(
                Variable("nom", _("Who asks"), "{{ name }}"),
                Variable("demande", _("What they ask"), "{{ what }}"),
                Variable("echeance", _("The day by which the answer is due"), '{{ due|date:"j F Y" }}'),
                Variable("lien", _("The link to the request"), "{{ link }}", button=_("See the request")),
            ),
            sample=privacy_sample,
        ),
        NoticeKind(
            "privacy_decided",
            _("Answer to a request about your data"),
            _("When your request to have your data erased or frozen is answered."),
            required=True,
            digestible=False,
            variables=(
                Variable("demande", _("What they ask"), "{{ what }}"),
                Variable("acceptee", _("“oui” when it is accepted, else empty"), "{% if accepted %}oui{% endif %}"),
                Variable("reponse", _("The words of the answer"), "{{ answer }}"),
                Variable("lien", _("The link to “My data”"), "{{ link }}", button=_("My data")),
            ),
            sample=privacy_sample,
        ),
    )


def access_kinds() -> tuple[NoticeKind, ...]:
    return (
        NoticeKind(
            "access_link",
            _("New link to sign in"),
            _("When you ask for a new link."),
            required=True,
            digestible=False,
            in_platform=False,
            variables=(
                Variable("lien", _("The link that lets the person choose a password"), "{{ url }}", button=_("Choose my password")),
            ),
            sample=access_sample,
        ),
        NoticeKind(
            "account_locked",
            _("Sign-in locked"),
            _("When too many wrong passwords were typed for your account."),
            required=True,
            digestible=False,
            in_platform=False,
            variables=(Variable("lien", _("The link that unlocks the account"), "{{ url }}", button=_("Unlock my account")),),
            sample=access_sample,
        ),
    )


def own_kinds() -> tuple[NoticeKind, ...]:
    return (
        *privacy_kinds(),
        *access_kinds(),
        NoticeKind(
            "new_message",
            _("New message in a conversation"),
            _("When someone writes to you on the platform; once, until you have read it."),
            in_platform=False,
            variables=(
                Variable("auteur", _("Who wrote"), "{{ author }}"),
                Variable("message", _("What was written"), "{{ message }}"),
                Variable("sujet", _("What the conversation is about"), "{{ about }}"),
                Variable("lien", _("The link to the conversation"), "{{ link }}", button=_("Answer on the platform")),
            ),
            sample=message_sample,
        ),
        NoticeKind(
            "message_reported",
            _("Message reported"),
            _("When someone reports a message in your region."),
            audience=frozenset({Role.REGIONAL_MANAGER}),
            variables=(
                Variable("signale_par", _("Who reports"), "{{ reporter }}"),
                Variable("auteur", _("Who wrote"), "{{ author }}"),
                Variable("motif", _("Why"), "{{ reason }}"),
                Variable("lien", _("The link to the report"), "{{ link }}", button=_("See the report")),
            ),
            sample=message_sample,
        ),
        NoticeKind(
            "report_decided",
            _("Answer to a report"),
            _("When a manager has looked at a message you reported."),
            default=Channel.PLATFORM,
            variables=(
                Variable("retire", _("“oui” when the message was removed, else empty"), "{% if removed %}oui{% endif %}"),
                Variable("mot", _("A word of the manager"), "{{ note }}"),
                Variable("lien", _("The link to the conversation"), "{{ link }}", button=_("See the conversation")),
            ),
            sample=message_sample,
        ),
    )
