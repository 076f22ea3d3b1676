from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.domain.grading import reopen
from courses.domain.refusals import Refused
from privacy.days import hour_in_words
from tutoring.domain.comments import keep_comment
from tutoring.domain.grading import Crossed, grade_and_publish, save_draft, version_of
from tutoring.domain.hand_ins import HandIn, to_grade
from tutoring.domain.queue import Place, place_in
from tutoring.forms import GradingForm
from tutoring.models import CommentBankEntry
from tutoring.rules import may_grade
from tutoring.views.lookups import followed_hand_in, gradable_hand_in, taken_back_from


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grading(request, submission_id) -> HttpResponse:
    """A hand-in beside its grade. POST keeps a draft, publishes, or puts a kept comment into the feedback."""
    learner = taken_back_from(request.user, submission_id)
    if learner:
        return _taken_back(request, learner)
    if request.method != "POST":
        return _page(request, followed_hand_in(request.user, submission_id))
    hand_in = gradable_hand_in(request.user, submission_id)
    if _wants_json(request):
        return _autosave(request, hand_in)
    if "insert" in request.POST:
        return _page(request, hand_in, form=_with_comment(request, hand_in))
    if "keep" in request.POST:
        return _keep(request, hand_in)
    return _save(request, hand_in)


def _wants_json(request) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _taken_back(request, learner) -> HttpResponse:
    """The work is the learner's again until handed in anew."""
    text = _("%(name)s took this work back to change it. It will come back here once handed in again.") % {"name": learner.user}
    if _wants_json(request):
        return JsonResponse({"message": text}, status=409)
    messages.warning(request, text)
    return redirect("tutoring:learner", learner.pk)


def _save(request, hand_in: HandIn) -> HttpResponse:
    form = _form(hand_in, request)
    publishing = request.POST.get("action") == "publish"
    if publishing and form.is_valid() and form.cleaned_data["grade"] is None:
        form.add_error("grade", _("Give a grade before publishing."))
    if not form.is_valid():
        return _page(request, hand_in, form=form, status=422)
    place = _place(request, hand_in)
    try:
        (grade_and_publish if publishing else save_draft)(hand_in=hand_in, marks=form.marks(), user=request.user)
    except Crossed as crossed:
        return _crossed(request, hand_in, crossed)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, hand_in, form=form, status=422)
    return _onward(request, hand_in, place) if publishing else _stay(request, hand_in)


def _onward(request, hand_in: HandIn, place: Place) -> HttpResponse:
    """After publishing: the next of the pile, or home when it is empty."""
    messages.success(request, _("Published: %(name)s has got the grade and your feedback.") % {"name": hand_in.person})
    following = place.next or place.previous
    if following:
        return redirect(_url(request, following))
    messages.success(request, _("Everything is graded."))
    return redirect("tutoring:home")


def _stay(request, hand_in: HandIn) -> HttpResponse:
    messages.success(request, _("Draft saved. The learner sees nothing until you publish."))
    return redirect(_url(request, hand_in.submission.pk))


def _crossed(request, hand_in: HandIn, crossed: Crossed) -> HttpResponse:
    """Told, with what was typed kept; saving again goes over what the other tutor wrote."""
    current = HandIn(crossed.submission, hand_in.enrolment)
    data = request.POST.copy()
    data["version"] = version_of(crossed.submission)
    form = GradingForm(data, maximum=crossed.submission.maximum_grade)
    form.is_valid()
    form.add_error(None, str(crossed))
    return _page(request, current, form=form, status=409)


def _autosave(request, hand_in: HandIn) -> JsonResponse:
    """The draft kept while typing. 200 {version, message}; 409 or 422 {message}."""
    form = _form(hand_in, request)
    if not form.is_valid():
        problems = [str(message) for errors in form.errors.values() for message in errors]
        return JsonResponse({"message": " ".join(problems)}, status=422)
    try:
        saved = save_draft(hand_in=hand_in, marks=form.marks(), user=request.user)
    except (Crossed, Refused) as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    moment = hour_in_words(timezone.localtime())
    return JsonResponse({"version": version_of(saved), "message": _("Draft saved at %(time)s") % {"time": moment}})


def _with_comment(request, hand_in: HandIn) -> GradingForm:
    """The form as typed, a kept comment added to the feedback."""
    data = request.POST.copy()
    entry = CommentBankEntry.objects.visible_to(request.user).filter(pk=data["insert"] if data["insert"].isdigit() else 0).first()
    if entry:
        data["feedback"] = f"{data.get('feedback', '').rstrip()}\n{entry.text}".strip()
    return GradingForm(data, maximum=hand_in.submission.maximum_grade)


def _keep(request, hand_in: HandIn) -> HttpResponse:
    text = request.POST.get("feedback", "").strip()
    if text:
        keep_comment(user=request.user, text=text[:2000])
        messages.success(request, _("Comment kept: it is in your list now."))
    return _page(request, hand_in, form=GradingForm(request.POST, maximum=hand_in.submission.maximum_grade))


def _form(hand_in: HandIn, request=None) -> GradingForm:
    submission = hand_in.submission
    grade = None if submission.grade is None else Decimal(f"{submission.grade.normalize():f}")
    initial = {"grade": grade, "feedback": submission.feedback, "version": version_of(submission)}
    if request is None:
        return GradingForm(initial=initial, maximum=submission.maximum_grade)
    return GradingForm(request.POST, request.FILES, maximum=submission.maximum_grade)


def _page(request, hand_in: HandIn, *, form: GradingForm | None = None, status: int = 200) -> HttpResponse:
    place, submission = _place(request, hand_in), hand_in.submission
    context = {
        "hand_in": hand_in,
        "submission": submission,
        "files": submission.files.all(),
        "form": form or _form(hand_in),
        "may_grade": may_grade(request.user, hand_in.enrolment),
        "place": place,
        "previous_url": _url(request, place.previous),
        "next_url": _url(request, place.next),
        "comments": CommentBankEntry.objects.visible_to(request.user),
        "in_session": request.GET.get("session", ""),
    }
    return render(request, "tutoring/grading.html", context, status=status)


def _place(request, hand_in: HandIn) -> Place:
    wanted = hand_in.enrolment.session_id if request.GET.get("session") else None
    return place_in(to_grade(request.user, session_id=wanted), hand_in.submission.pk, hand_in.submission.handed_in_at)


def _url(request, submission_id) -> str:
    """The grading page of a neighbour, within the same pile."""
    if submission_id is None:
        return ""
    query = {"session": request.GET["session"]} if request.GET.get("session") else {}
    address = reverse("tutoring:grading", args=[submission_id])
    return f"{address}?{urlencode(query)}" if query else address


@login_required
@require_POST
def reopen_grade(request, submission_id) -> HttpResponse:
    """Take a published grade back to correct it."""
    hand_in = gradable_hand_in(request.user, submission_id)
    reopen(submission=hand_in.submission, user=request.user)
    messages.success(request, _("The grade is a draft again. Correct it, then publish."))
    return redirect("tutoring:grading", hand_in.submission.pk)
