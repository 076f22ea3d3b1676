"""The people of the regions one manages."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.domain.invitations import awaits_answer
from accounts.enums import Role, Scope
from accounts.models import DefinedRole, Region, RoleAssignment, User
from accounts.permissions import SEE_PEOPLE, Permission
from accounts.rules import may_help, may_see_as
from messaging.permissions import WRITE_AS_REGION
from sessions.domain.enrolment import invite_again
from sessions.domain.people import add_tutor, correct_person, remove_tutor
from sessions.domain.refusals import Refused
from sessions.forms_people import CorrectionForm, TutorForm
from sessions.models import Enrolment, TrainingSession
from sessions.permissions import EDIT_PEOPLE, MANAGE_TUTORS, SEE_PROGRESS, SEE_SESSIONS
from sessions.rules import correctable, sees_regions
from sessions.views.manager_access import for_those_who_may, page_of, regions_of, workspace


@for_those_who_may(SEE_PEOPLE)
def people(request):
    context = workspace(request, "people", SEE_PEOPLE)
    regions = [context["region"]] if context["region"] else context["all_regions"]
    roles = {one.code: str(one) for one in DefinedRole.objects.exclude(scope=Scope.NATIONAL)}
    role, words = request.GET.get("role", ""), request.GET.get("q", "")
    held = RoleAssignment.objects.filter(region__in=regions)
    found = User.objects.active().filter(pk__in=(held.filter(role__code=role) if role in roles else held).values("user")).search(words)
    shown = Prefetch("assignments", held.filter(region__in=context["all_regions"]).select_related("region", "role"), to_attr="held_here")
    page = page_of(request, found.prefetch_related(shown))
    context |= {
        "page": page,
        "role": role,
        "choices": [("role", _("Role"), list(roles.items()), role)],
        "words": words,
        "filtered": bool(words or role),
    }
    return render(request, "sessions/manager/people.html", context)


@for_those_who_may(MANAGE_TUTORS)
def tutor_new(request):
    regions = regions_of(request, MANAGE_TUTORS)
    form = TutorForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        try:
            person = add_tutor(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(person)s is a tutor now; a mail is on its way.") % {"person": person})
            return redirect("training_sessions:person", person.uid)
    return render(request, "sessions/manager/tutor_new.html", {"form": form})


@for_those_who_may(SEE_PEOPLE)
def person(request, uid):
    user, someone = request.user, _person(request, uid, SEE_PEOPLE)
    regions = regions_of(request, SEE_PEOPLE)
    roles = list(someone.assignments.filter(region__in=regions).select_related("region", "role").order_by("region__name", "role"))
    tutors = {held.region_id for held in roles if held.role_id == Role.TUTOR}
    enrolments = Enrolment.objects.with_permission(user, SEE_SESSIONS).filter(user=someone).with_people().order_by("-session__starts_on")
    tutored = TrainingSession.objects.with_permission(user, SEE_SESSIONS).filter(tutors__user=someone).distinct().select_related("region")
    places = list(dict.fromkeys(held.region for held in roles))
    context = {
        "person": someone,
        "roles": [(held, held.role_id == Role.TUTOR and user.may(MANAGE_TUTORS, held.region_id)) for held in roles],
        "tutor_region": next((one for one in places if one.pk not in tutors and user.may(MANAGE_TUTORS, one.pk)), None),
        "write_region": next((one for one in places if someone != user and user.may(WRITE_AS_REGION, one.pk)), None),
        "enrolments": [(one, user.reach(SEE_PROGRESS).covers(one.session.region_id)) for one in enrolments],
        "tutored": tutored,
        "invitable": bool(enrolments) and any(user.may(EDIT_PEOPLE, one.pk) for one in places),
        "awaits": awaits_answer(someone),
        "correctable": correctable(request.user, someone),
        "helped": may_help(request.user, someone),
        "seeable": may_see_as(request.user, someone),
        "one_region": len(regions) == 1,
        "regional": sees_regions(user),
    }
    return render(request, "sessions/manager/person.html", context)


@for_those_who_may(EDIT_PEOPLE)
def person_edit(request, uid):
    someone = _person(request, uid, EDIT_PEOPLE)
    names = {"first_name": someone.first_name, "last_name": someone.last_name, "email": someone.email}
    form = CorrectionForm(request.POST or None, initial=names, may_change_address=awaits_answer(someone))
    if request.method == "POST" and form.is_valid():
        try:
            correct_person(person=someone, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The change is made."))
            return redirect("training_sessions:person", someone.uid)
    return render(request, "sessions/manager/person_edit.html", {"form": form, "person": someone})


@for_those_who_may(EDIT_PEOPLE)
@require_POST
def person_invite(request, uid):
    someone = _person(request, uid, EDIT_PEOPLE)
    current = (
        Enrolment.objects.with_permission(request.user, EDIT_PEOPLE)
        .filter(user=someone)
        .active()
        .with_people()
        .order_by("-session__starts_on")
    )
    count = invite_again([one for one in current if not one.session.is_over()][:1], by=request.user)
    if count:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": someone.email})
    else:
        messages.error(request, _("No confirmed session to invite this person to."))
    return redirect("training_sessions:person", someone.uid)


@for_those_who_may(MANAGE_TUTORS)
@require_POST
def person_role(request, uid):
    """Give or take back the role of tutor in one of the manager's regions."""
    someone = _person(request, uid, MANAGE_TUTORS)
    region = next((one for one in regions_of(request, MANAGE_TUTORS) if str(one.pk) == request.POST.get("region")), None)
    if region is None:
        raise Http404
    try:
        _change_role(request, someone, region)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("training_sessions:person", someone.uid)


def _change_role(request, someone: User, region: Region) -> None:
    if "remove" in request.POST:
        remove_tutor(person=someone, region=region, by=request.user)
        messages.success(request, _("%(person)s is not a tutor any more.") % {"person": someone})
    else:
        add_tutor(email=someone.email, region=region, by=request.user)
        messages.success(request, _("%(person)s is a tutor now; a mail is on its way.") % {"person": someone})


def _person(request, uid, permission: Permission) -> User:
    """Somebody of the regions in which the person's roles allow it; anyone else does not exist."""
    near = regions_of(request, permission)
    found = User.objects.visible_to(request.user).filter(uid=uid, assignments__region__in=near).first()
    if found is None:
        raise Http404
    return found
