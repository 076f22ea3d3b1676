"""A case study: its instruction, the draft with its files, what was handed in, the grade and feedback."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from courses.domain import assignments
from courses.domain.refusals import Refused
from courses.models import Submission, SubmissionFile
from courses.players.context import LearningContext
from courses.players.frame import View, dispatch, is_fetch, page, take_time
from courses.players.library_files import serve_linked
from courses.views.files import feedback_file_response, submission_file_response
from files.domain.checks import EXTENSIONS


def respond(request: HttpRequest, context: LearningContext, action: str) -> HttpResponseBase:
    return dispatch(request, context, action, VIEWS)


def show(request, context):
    return _page(request, context)


def _page(request, context: LearningContext, *, refusals=(), text: str | None = None, status: int = 200) -> HttpResponse:
    """The case study as it stands. text: what was typed and could not be kept."""
    attempt = assignments.open_work(context)
    work = assignments.work_of(context)
    return page(
        request,
        context,
        "case_study.html",
        attempt=attempt,
        work=work,
        submission=work.current,
        text=text if text is not None else (work.current.text if work.current else ""),
        refusals=refusals,
        status=status,
        **_limits(context, work.current),
    )


def _limits(context: LearningContext, submission: Submission | None) -> dict:
    study, count = context.activity, len(submission.files.all()) if submission else 0
    return {
        "max_files": assignments.max_files(study),
        "max_bytes": assignments.max_bytes(study),
        "may_add": count < assignments.max_files(study),
        "extensions": ",".join(EXTENSIONS),
    }


def save(request, context):
    """POST enregistrer: keep the text, add the files sent, remove the one named, then go where `then` says.

    One form does it all, so that without JavaScript no button loses what was typed.
    """
    then, refusals = request.POST.get("then", ""), []
    text = request.POST.get("text", "").replace("\r\n", "\n")
    steps = [lambda: assignments.save_draft(context, text=text)] if "text" in request.POST else []
    steps += [lambda upload=upload: assignments.add_file(context, upload=upload) for upload in request.FILES.getlist("files")]
    if then.startswith("remove:"):
        steps.append(lambda: assignments.remove_file(context, file_id=_uuid(then.removeprefix("remove:"))))
    for step in steps:
        try:
            step()
        except Refused as refusal:
            refusals.append(str(refusal))
    if is_fetch(request):
        return _fragment(request, context, refusals)
    if refusals:
        return _page(request, context, refusals=refusals, text=text if "text" in request.POST else None, status=422)
    return _after_saving(context, then, request)


def _after_saving(context: LearningContext, then: str, request) -> HttpResponse:
    if then == "submit":
        return redirect(f"{context.base_url}rendre")
    if then == "later":
        messages.success(request, _("Your draft is kept. Nothing is handed in yet."))
        return redirect(context.back_url)
    return redirect(f"{context.base_url}#files-title")


def _fragment(request, context: LearningContext, refusals: list[str]) -> HttpResponse:
    """For a script: the list of files as it now is, or why not."""
    if refusals:
        return JsonResponse({"refusal": " ".join(refusals)}, status=422)
    submission = assignments.work_of(context).current
    values = {"learning": context, "activity": context.activity, "submission": submission, **_limits(context, submission)}
    return render(request, "courses/players/parts/draft_files.html", values)


def confirm(request, context):
    """GET rendre: what is about to be handed in."""
    work = assignments.work_of(context)
    if not context.can_write or work.current is None or not work.is_draft:
        return redirect(context.base_url)
    attempt = work.current.attempt
    return page(request, context, "case_study_confirm.html", attempt=attempt, submission=work.current)


def hand_in(request, context):
    try:
        assignments.hand_in(context)
    except Refused as refusal:
        return _page(request, context, refusals=[str(refusal)], status=422)
    messages.success(request, _("Your work is handed in."))
    return redirect(context.base_url)


def take_back(request, context):
    return _change(request, context, assignments.take_back)


def begin_again(request, context):
    return _change(request, context, assignments.begin_again)


def _change(request, context: LearningContext, change) -> HttpResponse:
    try:
        change(context)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(context.base_url)


def serve(request, context, argument):
    """GET fichiers/<id>: a file of one's own work; with ?telecharger it is saved."""
    files = SubmissionFile.objects.filter(
        submission__attempt__registration=context.registration, submission__attempt__activity_id=context.activity.pk
    )
    file = files.filter(pk=_uuid(argument)).first()
    if file is None:
        raise Http404
    return submission_file_response(file, inline="telecharger" not in request.GET, request=request)


def feedback(request, context, argument):
    """GET retour/<submission>: the feedback file of a published grade."""
    pk = _uuid(argument)
    submission = next((one for one in assignments.work_of(context).published if one.pk == pk and one.feedback_file), None)
    if submission is None:
        raise Http404
    return feedback_file_response(submission, request=request)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


VIEWS: dict[str, View] = {
    "": show,
    "POST enregistrer": save,
    "rendre": confirm,
    "POST rendre": hand_in,
    "POST reprendre": take_back,
    "POST recommencer": begin_again,
    "fichiers/": serve,
    "retour/": feedback,
    "POST temps": take_time,
    "lien/": serve_linked,
}
