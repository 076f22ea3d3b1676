"""A session as its manager sees it: its learners and what is done for them."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pathways.api import plan_of
from sessions.domain import notices
from sessions.domain.attention import problems_of
from sessions.domain.certificates import issue
from sessions.domain.enrolment import Outcome, enrol, enrol_again, enrol_lines, invite_again, withdraw
from sessions.domain.mailings import mailing_to_show
from sessions.domain.pasted_people import BadLine
from sessions.domain.progress import standing_of
from sessions.domain.refusals import Refused
from sessions.enums import EnrolmentState, SessionState
from sessions.forms_people import MessageForm, PeopleForm, PersonForm
from sessions.models import Certificate, Enrolment, TrainingSession
from sessions.permissions import ENROL, ISSUE_CERTIFICATES, SEE_PROGRESS, SEE_SESSIONS, WRITE_TO_LEARNERS
from sessions.registry import session_links
from sessions.rules import Powers, permitted_enrolment, permitted_session, reads_documents, sees_regions
from sessions.views.manager_access import for_those_who_may, page_of

LEARNERS_PER_PAGE = 50


def session_frame(request, session: TrainingSession, current: str) -> dict:
    """Context of every page of a session: its figures, problems, tabs and links, and what the person `may` do in it."""
    figures, may = TrainingSession.objects.with_figures().get(pk=session.pk), Powers(request.user, session)
    entries = (
        ("session", _("Learners"), "users", True),
        ("session_dates", _("Dates and presence"), "calendar-days", True),
        ("session_documents", _("Documents"), "file-text", reads_documents(may)),
    )
    tabs = [
        {"label": label, "url": reverse(f"training_sessions:{name}", args=[session.pk]), "current": name == current, "icon": icon}
        for name, label, icon, shown in entries
        if shown
    ]
    open_still = not figures.is_over() and figures.state != SessionState.CANCELLED
    return {
        "session": figures,
        "may": may,
        "regional": sees_regions(request.user),
        "phase": figures.phase(),
        "problems": problems_of(figures) if open_still and may[SEE_PROGRESS.codename] else [],
        "tutors": list(figures.tutors.select_related("user")),
        "links": session_links(figures, user=request.user),
        "tabs": tabs,
        "mailing": mailing_to_show(figures),
    }


@for_those_who_may(SEE_SESSIONS)
def session(request, session_id):
    return _show_learners(request, permitted_session(request.user, session_id, SEE_SESSIONS))


def _show_learners(request, found: TrainingSession, *, person: PersonForm | None = None, people: PeopleForm | None = None, bad=()):
    rows = found.enrolments.active().select_related("user", "certificate")
    context = session_frame(request, found, "session") | {
        "page": page_of(request, rows, LEARNERS_PER_PAGE),
        "withdrawn": list(
            found.enrolments.filter(state=EnrolmentState.WITHDRAWN).select_related("user", "certificate")[:LEARNERS_PER_PAGE]
        ),
        "person_form": person or PersonForm(prefix="one"),
        "people_form": people or PeopleForm(),
        "bad_lines": bad,
    }
    context["acts"] = any(context["may"][one.codename] for one in NEEDED.values())
    return render(request, "sessions/manager/session.html", context)


@for_those_who_may(ENROL)
@require_POST
def session_enrol(request, session_id):
    """Enrol one person by name and address."""
    found = permitted_session(request.user, session_id, ENROL)
    form = PersonForm(request.POST, prefix="one")
    if form.is_valid():
        try:
            enrolment = enrol(session=found, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(person)s is enrolled.") % {"person": enrolment.user})
            return redirect("training_sessions:session", found.pk)
    return _show_learners(request, found, person=form)


@for_those_who_may(ENROL)
@require_POST
def session_enrol_list(request, session_id):
    """Enrol a pasted list: who can be is, and the lines that cannot stay in the field with the reason."""
    found = permitted_session(request.user, session_id, ENROL)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _show_learners(request, found, people=form)
    read = form.cleaned_data["people"]
    outcome = enrol_lines(session=found, lines=read.people, by=request.user)
    _tell_outcome(request, outcome)
    bad = [*read.refused, *(BadLine(line.number, line.text, reason) for line, reason in outcome.refused)]
    if not bad:
        return redirect("training_sessions:session", found.pk)
    left = PeopleForm(initial={"people": "\n".join(one.text for one in bad)})
    return _show_learners(request, found, people=left, bad=bad)


def _tell_outcome(request, outcome: Outcome) -> None:
    if outcome.enrolled:
        count = len(outcome.enrolled)
        messages.success(request, ngettext("%(count)d person is enrolled.", "%(count)d people are enrolled.", count) % {"count": count})
    if outcome.already:
        messages.info(request, _("Already enrolled: %(people)s.") % {"people": ", ".join(outcome.already)})


@for_those_who_may(SEE_SESSIONS)
@require_POST
def session_learners(request, session_id):
    """Do something for the learners ticked."""
    found = permitted_session(request.user, session_id, SEE_SESSIONS)
    chosen = list(found.enrolments.with_people().filter(pk__in=_identifiers(request)))
    action = request.POST.get("action", "")
    if not chosen:
        messages.error(request, _("Tick the people first."))
    elif not Powers(request.user, found)[NEEDED.get(action, SEE_SESSIONS).codename]:
        raise PermissionDenied
    elif action == "write":
        form = MessageForm()
        return render(request, "sessions/manager/write.html", {"session": found, "form": form, "chosen": chosen})
    elif action in ACTIONS:
        ACTIONS[action](request, chosen)
    return redirect("training_sessions:session", found.pk)


def _identifiers(request) -> list[UUID]:
    """The learners ticked; a forged value finds nobody."""
    found = []
    for text in request.POST.getlist("learner"):
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _invite(request, chosen: list[Enrolment]) -> None:
    count = invite_again(chosen, by=request.user)
    if count:
        messages.success(
            request, ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count) % {"count": count}
        )
    else:
        messages.error(request, _("Confirm the session first: nothing is sent before."))


def _certify(request, chosen: list[Enrolment]) -> None:
    issued = 0
    for enrolment in chosen:
        try:
            issue(enrolment=enrolment, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            issued += 1
    if issued:
        messages.success(
            request, ngettext("%(count)d certificate is ready.", "%(count)d certificates are ready.", issued) % {"count": issued}
        )


def _withdraw(request, chosen: list[Enrolment]) -> None:
    for enrolment in chosen:
        withdraw(enrolment, by=request.user)
    names = ", ".join(str(one.user) for one in chosen)
    messages.success(request, _("Withdrawn: %(people)s. What they did is kept, and they can be enrolled again.") % {"people": names})


ACTIONS = {"invite": _invite, "certify": _certify, "withdraw": _withdraw}
NEEDED = {"invite": ENROL, "withdraw": ENROL, "certify": ISSUE_CERTIFICATES, "write": WRITE_TO_LEARNERS}


@for_those_who_may(WRITE_TO_LEARNERS)
@require_POST
def session_write(request, session_id):
    """Send a message to the learners ticked before."""
    found = permitted_session(request.user, session_id, WRITE_TO_LEARNERS)
    chosen = list(found.enrolments.with_people().filter(pk__in=_identifiers(request)))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return render(request, "sessions/manager/write.html", {"session": found, "form": form, "chosen": chosen})
    count = notices.write_to(chosen, **form.cleaned_data, by=request.user)
    if count:
        messages.success(
            request,
            ngettext("The message is on its way to %(count)d person.", "The message is on its way to %(count)d people.", count)
            % {"count": count},
        )
    else:
        messages.error(request, _("Confirm the session first: nothing is sent before."))
    return redirect("training_sessions:session", found.pk)


@for_those_who_may(SEE_PROGRESS)
def enrolment(request, enrolment_id):
    """One learner in one session: where they stand, step by step."""
    found = permitted_enrolment(request.user, enrolment_id, SEE_PROGRESS)
    plan = plan_of(found.session.pathway)
    context = {
        "enrolment": found,
        "may": Powers(request.user, found.session),
        "session": found.session,
        "plan": plan,
        "standing": standing_of(found, plan=plan),
        "may_issue": found.succeeded or found.session.is_over(),
        "certificate": Certificate.objects.filter(enrolment=found).first(),
        "presences": found.presences.select_related("event").order_by("event__starts_at"),
    }
    return render(request, "sessions/manager/enrolment.html", context)


@for_those_who_may(ENROL)
@require_POST
def enrolment_state(request, enrolment_id):
    """Withdraw a learner, or bring one back."""
    found = permitted_enrolment(request.user, enrolment_id, ENROL)
    if request.POST.get("action") == "withdraw":
        _withdraw(request, [found])
    else:
        try:
            enrol_again(found, by=request.user)
            messages.success(request, _("%(person)s is enrolled.") % {"person": found.user})
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("training_sessions:session", found.session_id)
