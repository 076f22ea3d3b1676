"""A quiz: its rules, all its questions on one page, a check before the end, the result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain import quiz
from courses.domain.refusals import Refused
from courses.models import Attempt
from courses.players.context import LearningContext
from courses.players.frame import View, dispatch, is_fetch, page, take_time
from courses.players.library_files import serve_linked
from courses.players.quiz_pages import asked, corrected, responses_from, result_of


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, VIEWS)


def show(request, context):
    """The questions while an attempt runs, else the rules with the last results."""
    taking = quiz.taking_of(context)
    if taking.running and context.can_write:
        return _questions(request, context, taking.running)
    return page(request, context, "quiz_start.html", attempt=taking.best, taking=taking, quiz=context.activity, last=_last(taking))


def _last(taking: quiz.Taking):
    return result_of(taking.finished[-1]) if taking.finished else None


def _questions(request, context: LearningContext, attempt: Attempt, *, refusal: str = "") -> HttpResponse:
    answers = quiz.answers_of(attempt)
    questions = asked(attempt, answers)
    return page(
        request,
        context,
        "quiz_questions.html",
        attempt=attempt,
        questions=questions,
        answered=sum(question["is_answered"] for question in questions),
        refusal=refusal,
        **_clock(attempt),
    )


def _clock(attempt: Attempt) -> dict:
    end, now = quiz.ends_at(attempt), timezone.now()
    left = max(0, int((end - now).total_seconds())) if end else None
    return {"ends_at": end, "seconds_left": left, "is_late": quiz.is_late(attempt, now)}


def begin(request, context):
    try:
        quiz.begin(context)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(context.base_url)


def _running(context: LearningContext) -> Attempt | None:
    return quiz.taking_of(context).running


def answer(request, context):
    """POST repondre: keep the answers sent, of one question (`question`) or of all, then go where `then` says."""
    attempt = _running(context)
    if attempt is None:
        return HttpResponse(status=409) if is_fetch(request) else redirect(context.base_url)
    try:
        quiz.save_answers(attempt=attempt, responses=responses_from(request.POST, attempt.details["form"]))
    except Refused as refusal:
        if is_fetch(request):
            return JsonResponse({"refusal": str(refusal)}, status=409)
        messages.warning(request, str(refusal))
        return redirect(context.base_url)
    if is_fetch(request):
        return HttpResponse(status=204)
    return _after_saving(request, context)


def _after_saving(request, context: LearningContext) -> HttpResponse:
    if request.POST.get("then") == "later":
        messages.success(request, _("Your answers are kept. You will go on where you stopped."))
        return redirect(context.back_url)
    if request.POST.get("then") == "time":
        return finish(request, context)
    return redirect(f"{context.base_url}verifier")


def check(request, context):
    """GET verifier: what is about to be handed in."""
    attempt = _running(context)
    if attempt is None or not context.can_write:
        return redirect(context.base_url)
    missing = quiz.unanswered(attempt, quiz.answers_of(attempt))
    count = len(attempt.details["form"])
    return page(
        request, context, "quiz_check.html", attempt=attempt, missing=missing, count=count, answered=count - len(missing), **_clock(attempt)
    )


def finish(request, context):
    """POST terminer. Sent twice, the second leads to the result of the first."""
    attempt = _running(context)
    if attempt:
        quiz.finish(attempt=attempt, activity=context.activity)
    return redirect(f"{context.base_url}resultat")


def result(request, context, argument=""):
    """GET resultat, resultat/<number>: the last finished attempt, or that one."""
    taking = quiz.taking_of(context)
    chosen = [attempt for attempt in taking.finished if argument in ("", str(attempt.number))]
    if not chosen:
        if argument:
            raise Http404
        return redirect(context.base_url)
    attempt = chosen[-1]
    return page(
        request,
        context,
        "quiz_result.html",
        attempt=attempt,
        result=result_of(attempt),
        taking=taking,
        corrections=corrected(attempt, quiz.answers_of(attempt)) if context.activity.show_feedback else [],
    )


VIEWS: dict[str, View] = {
    "": show,
    "POST commencer": begin,
    "POST repondre": answer,
    "verifier": check,
    "POST terminer": finish,
    "resultat": result,
    "resultat/": result,
    "POST temps": take_time,
    "lien/": serve_linked,
}
