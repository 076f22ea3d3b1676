"""What the rules of a pathway mean, in words: the one place that says it.

Used by the computation of where a learner stands, the public page, the learner's pages and the editor's screens, so that
a rule is told with the same words everywhere. Sentences have no full stop at the end. Scores are shares from 0 to 1,
thresholds whole percents.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.enums import ConditionKind, Progression
from privacy.days import in_words


def percent(value: Decimal | int | float, *, near: int | None = None) -> str:
    """A percentage as people read it; with decimals only where rounding would hide on which side of `near` it lies."""
    exact = Decimal(value)
    whole = exact.quantize(Decimal(1))
    if near is None or whole != near or exact == whole:
        return _("%(value)s %%") % {"value": formats.number_format(whole, use_l10n=True)}
    shown = exact.quantize(Decimal("0.01")).normalize()
    return _("%(value)s %%") % {"value": formats.number_format(shown, use_l10n=True)}


def progression(kind: str) -> str:
    """How the steps of a pathway open, for whoever follows it."""
    return {
        Progression.FREE: _("Every step is open from the start: you choose the order"),
        Progression.GUIDED: _("Every step is open; an order is suggested"),
        Progression.CONSTRAINED: _("Steps open one after the other, by the rules shown on each"),
    }[Progression(kind)]


def progression_name(kind: str) -> str:
    return {Progression.FREE: _("Free"), Progression.GUIDED: _("Guided"), Progression.CONSTRAINED: _("Constrained")}[Progression(kind)]


def opens_after(title: str, *, completed: bool = True, minimum_score: int | None = None) -> str:
    """“Opens after “Module 2” with at least 50 %”."""
    words = {"title": title, "score": "" if minimum_score is None else percent(minimum_score)}
    if minimum_score is None:
        return _("Opens after “%(title)s”") % words
    if completed:
        return _("Opens after “%(title)s” with at least %(score)s") % words
    return _("Opens with at least %(score)s at “%(title)s”") % words


def opens_on(day: int, *, first_day: date | None = None) -> str:
    """“Opens on day 10”, with its date when the first day of the session is known."""
    if first_day is None:
        return _("Opens on day %(day)d") % {"day": day}
    when = in_words(first_day + timedelta(days=day - 1), _("j F"))
    return _("Opens on day %(day)d (%(date)s)") % {"day": day, "date": when}


def finished_with(minimum_score: int) -> str:
    return _("Finished with at least %(score)s") % {"score": percent(minimum_score)}


def optional() -> str:
    return _("Optional")


def session_length(days: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def condition(kind: str, *, title: str = "", threshold: int | None = None) -> str:
    """A condition of success as a rule, said to somebody who has not begun."""
    words = {"title": title, "threshold": "" if threshold is None else percent(threshold)}
    return {
        ConditionKind.REQUIRED_COMPLETED: _("Every required step is finished"),
        ConditionKind.COMPLETED: _("%(title)s: finished"),
        ConditionKind.SCORE: _("%(title)s: more than %(threshold)s"),
        ConditionKind.MEAN_SCORE: _("Mean of the scores: more than %(threshold)s"),
        ConditionKind.ATTENDED: _("%(title)s: present"),
        ConditionKind.EVERY_SCORE: _("Every scored step: more than %(threshold)s")
        if threshold
        else _("Every scored step: a score above zero"),
    }[ConditionKind(kind)] % words


def required_done(done: int, total: int) -> str:
    """Where one stands at “every required step is finished”."""
    text = ngettext("Required steps: %(done)d finished of %(total)d", "Required steps: %(done)d finished of %(total)d", done)
    return text % {"done": done, "total": total}


def finished(title: str, *, done: bool) -> str:
    return (_("%(title)s: finished") if done else _("%(title)s: not finished yet")) % {"title": title}


def scored(title: str, *, score: Decimal | None, threshold: int, waiting: bool = False) -> str:
    """“Étude de cas : 82 % (il faut plus de 70 %)”."""
    words = {"title": title, "threshold": percent(threshold)}
    if score is not None:
        words["score"] = percent(score * 100, near=threshold)
        return _("%(title)s: %(score)s (more than %(threshold)s is needed)") % words
    if waiting:
        return _("%(title)s: waiting for its grade (more than %(threshold)s is needed)") % words
    return _("%(title)s: no score yet (more than %(threshold)s is needed)") % words


def mean(value: Decimal, *, known: int, total: int, threshold: int) -> str:
    words = {"score": percent(value * 100, near=threshold), "known": known, "total": total, "threshold": percent(threshold)}
    if known == total:
        return _("Mean of the scores: %(score)s (more than %(threshold)s is needed)") % words
    return _("Mean of the scores: %(score)s with %(known)d of %(total)d (more than %(threshold)s is needed)") % words


def every_score(passed: int, total: int, *, threshold: int) -> str:
    """“Étapes notées réussies : 3 sur 7 (il faut plus de 50 % à chacune)”."""
    words = {"passed": passed, "total": total, "threshold": percent(threshold)}
    if not threshold:
        return _("Scored steps with a score above zero: %(passed)d of %(total)d (all are needed)") % words
    return _("Scored steps reached: %(passed)d of %(total)d (more than %(threshold)s is needed at each)") % words


def attended(title: str, *, present: bool | None) -> str:
    """Presence at an event; None while nobody validated it."""
    words = {"title": title}
    if present:
        return _("Presence, %(title)s: validated") % words
    if present is None:
        return _("Presence, %(title)s: not validated yet") % words
    return _("Presence, %(title)s: noted absent") % words
