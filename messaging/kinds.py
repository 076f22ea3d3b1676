"""The kinds of notice: each app registers its own in AppConfig.ready(), and sends them with messaging.api.send."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.enums import Channel

Words = str | Promise


@dataclass(frozen=True)
class Variable:
    """A word in braces that an edited template may use.

    source: a Django template that gives its value from the context of the notice; html: the same for the HTML part.
    button: the label of the button that a line holding this variable alone becomes in the HTML part.
    """

    name: str
    label: Words
    source: str
    html: str = ""
    button: Words = ""


PERSON = (
    Variable("prenom", _("First name of the person written to"), "{{ person.get_short_name }}"),
    Variable("adresse", _("Mail address of the person written to"), "{{ person.email }}"),
    Variable("plateforme", _("Name of the platform"), "{% firstof brand.name sender %}"),
)


def no_sample() -> dict:
    return {}


@dataclass(frozen=True)
class NoticeKind:
    """Something people are told.

    label, when: what it is and when it is sent, in words. audience: roles that get it, none for everyone.
    required: nobody may turn it off (access, dates: without it the training is missed). digestible: may wait for the summary.
    in_platform: kept in the person's notices. variables: what an edited template may use, beside PERSON's.
    sample: a context to preview it with. A shipped template lies in templates/mail/<name>.*.
    """

    name: str
    label: Words
    when: Words
    audience: frozenset[str] = frozenset()
    default: Channel = Channel.MAIL
    required: bool = False
    digestible: bool = True
    in_platform: bool = True
    variables: tuple[Variable, ...] = ()
    sample: Callable[[], dict] = field(default=no_sample)

    @property
    def all_variables(self) -> tuple[Variable, ...]:
        return (*PERSON, *self.variables)

    @property
    def channels(self) -> list[Channel]:
        """What a person may choose."""
        return [channel for channel in Channel if channel != Channel.DIGEST or self.digestible]


_kinds: dict[str, NoticeKind] = {}


def register_kinds(*kinds: NoticeKind) -> None:
    for kind in kinds:
        _kinds[kind.name] = kind


def kind_of(name: str) -> NoticeKind:
    """The kind called `name`; one that no app registered is sent by mail, and cannot be edited or turned off."""
    return _kinds.get(name) or NoticeKind(name, name, "", required=True, digestible=False)


def registered_kinds() -> list[NoticeKind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.required, str(kind.label)))
