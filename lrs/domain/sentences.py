"""A statement as a person would say it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lrs.domain.vocabulary import Verb
from lrs.models import Statement

SENTENCES = {
    Verb.LAUNCHED: gettext_lazy("%(person)s opened “%(thing)s”"),
    Verb.INITIALIZED: gettext_lazy("%(person)s began “%(thing)s”"),
    Verb.RESUMED: gettext_lazy("%(person)s went on with “%(thing)s”"),
    Verb.PROGRESSED: gettext_lazy("%(person)s got further in “%(thing)s”"),
    Verb.EXPERIENCED: gettext_lazy("%(person)s consulted “%(thing)s”"),
    Verb.ANSWERED: gettext_lazy("%(person)s answered “%(thing)s”"),
    Verb.COMPLETED: gettext_lazy("%(person)s finished “%(thing)s”"),
    Verb.PASSED: gettext_lazy("%(person)s passed “%(thing)s”"),
    Verb.FAILED: gettext_lazy("%(person)s did not pass “%(thing)s”"),
    Verb.SCORED: gettext_lazy("%(person)s got a score at “%(thing)s”"),
    Verb.SUSPENDED: gettext_lazy("%(person)s paused “%(thing)s”"),
    Verb.TERMINATED: gettext_lazy("%(person)s left “%(thing)s”"),
    Verb.ATTENDED: gettext_lazy("%(person)s attended “%(thing)s”"),
    Verb.REGISTERED: gettext_lazy("%(person)s was enrolled in “%(thing)s”"),
    Verb.COMMENTED: gettext_lazy("%(person)s commented on “%(thing)s”"),
    Verb.SUBMITTED: gettext_lazy("%(person)s handed in “%(thing)s”"),
    Verb.POSTED: gettext_lazy("%(person)s wrote in “%(thing)s”"),
    Verb.ABANDONED: gettext_lazy("%(person)s left “%(thing)s” without closing it"),
    Verb.WAIVED: gettext_lazy("%(person)s was excused from “%(thing)s”"),
    Verb.SATISFIED: gettext_lazy("%(person)s did all that “%(thing)s” asks for"),
    Verb.EARNED: gettext_lazy("%(person)s earned “%(thing)s”"),
}
WORDS = {
    Verb.LAUNCHED: pgettext_lazy("verb of the journal", "opened"),
    Verb.INITIALIZED: pgettext_lazy("verb of the journal", "began"),
    Verb.RESUMED: pgettext_lazy("verb of the journal", "went on"),
    Verb.PROGRESSED: pgettext_lazy("verb of the journal", "got further"),
    Verb.EXPERIENCED: pgettext_lazy("verb of the journal", "consulted"),
    Verb.ANSWERED: pgettext_lazy("verb of the journal", "answered"),
    Verb.COMPLETED: pgettext_lazy("verb of the journal", "finished"),
    Verb.PASSED: pgettext_lazy("verb of the journal", "passed"),
    Verb.FAILED: pgettext_lazy("verb of the journal", "did not pass"),
    Verb.SCORED: pgettext_lazy("verb of the journal", "got a score"),
    Verb.SUSPENDED: pgettext_lazy("verb of the journal", "paused"),
    Verb.TERMINATED: pgettext_lazy("verb of the journal", "left"),
    Verb.ATTENDED: pgettext_lazy("verb of the journal", "attended"),
    Verb.REGISTERED: pgettext_lazy("verb of the journal", "was enrolled"),
    Verb.COMMENTED: pgettext_lazy("verb of the journal", "commented"),
    Verb.SUBMITTED: pgettext_lazy("verb of the journal", "handed in"),
    Verb.POSTED: pgettext_lazy("verb of the journal", "wrote in a forum"),
    Verb.ABANDONED: pgettext_lazy("verb of the journal", "left without closing"),
    Verb.WAIVED: pgettext_lazy("verb of the journal", "was excused"),
    Verb.SATISFIED: pgettext_lazy("verb of the journal", "did all that was asked"),
    Verb.EARNED: pgettext_lazy("verb of the journal", "earned a badge"),
}
_by_iri = {verb.iri: verb for verb in Verb}


def sentence_of(statement: Statement) -> str:
    """Who did what, with the score when there is one: “Monique Le Goff passed “Quiz final” · 82 %”."""
    verb = _by_iri.get(statement.verb)
    wording = SENTENCES[verb] if verb else _("%(person)s: %(verb)s “%(thing)s”")
    values = {"person": person_of(statement), "thing": thing_of(statement), "verb": statement.verb.rsplit("/", 1)[-1]}
    return " · ".join([wording % values, *_results(statement)])


def person_of(statement: Statement) -> str:
    """The person of ours; somebody from elsewhere by the name that the statement gives them."""
    if statement.user:
        return str(statement.user)
    actor = statement.body.get("actor", {})
    account = actor.get("account", {})
    if account.get("homePage") == settings.SITE_ORIGIN:
        return _("Somebody whose account was erased")
    found = actor.get("name") or actor.get("mbox", "").removeprefix("mailto:") or account.get("name") or actor.get("openid")
    return found or _("Somebody unknown")


def thing_of(statement: Statement) -> str:
    """The name that the statement gives its object, in its first language; else its address."""
    names = statement.body.get("object", {}).get("definition", {}).get("name", {})
    return next(iter(names.values()), statement.activity)


def _results(statement: Statement) -> list[str]:
    scaled = statement.body.get("result", {}).get("score", {}).get("scaled")
    return [] if scaled is None else [_("%(value)d %%") % {"value": round(scaled * 100)}]
