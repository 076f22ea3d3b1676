"""For those in charge: requests with their deadline, the journal of erasures, the rules of retention."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy.domain.erasing import ask_erasure
from privacy.domain.refusals import Refused
from privacy.domain.register import outcome_in_words
from privacy.domain.requests import decide, lift
from privacy.domain.retention import due, people_due
from privacy.enums import Ground
from privacy.forms import ConfirmForm, DecisionForm
from privacy.models import Erasure, Request, RetentionRun
from privacy.rules import decides, is_in_charge, reads_audit, request_in_charge
from privacy.views.tabs import charge_tabs

PAGE = 30


def _door(rule):
    """A decorator: signed in, and `rule(user)` holds."""

    def wrapped(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return wrapped


for_those_who_decide, for_readers_of_audit = _door(decides), _door(reads_audit)


@login_required
@require_safe
def requests(request):
    """Those that wait for an answer, the most urgent first; with ?tous=1 all of them."""
    if not is_in_charge(request.user):
        raise PermissionDenied
    everything = request.GET.get("tous") == "1"
    rows = Request.objects.visible_to(request.user).select_related("user")
    rows = rows.order_by("-created_at") if everything else rows.open()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "everything": everything, "tabs": charge_tabs(request.user, "requests")}
    return render(request, "privacy/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request, pk: int):
    """One request; a national manager answers it here."""
    found = request_in_charge(request.user, pk)
    decider = decides(request.user)
    may_decide = decider and found.is_open
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid():
            try:
                decide(found, accepted=form.cleaned_data["accepted"] == "yes", answer=form.cleaned_data["answer"], by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The answer is sent."))
                return redirect("privacy:requests")
    return render(request, "privacy/request.html", {"asked": found, "form": form, "may_decide": may_decide, "decider": decider})


@require_POST
@for_those_who_decide
def request_lift(request, pk: int):
    """The end of a restriction."""
    try:
        lift(request_in_charge(request.user, pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The account is open again."))
    return redirect("privacy:requests")


@require_safe
@for_those_who_decide
def erasures(request):
    """The journal: what was erased, when, under which rule, what was kept and why."""
    page = Paginator(Erasure.objects.select_related("asked_by"), PAGE).get_page(request.GET.get("page"))
    lines = [(one, outcome_in_words(one.outcome)) for one in page.object_list]
    return render(request, "privacy/erasures.html", {"page": page, "lines": lines, "tabs": charge_tabs(request.user, "erasures")})


@require_safe
@for_those_who_decide
def retention(request):
    """What the rules would remove tonight, and what they removed."""
    runs = [(run, outcome_in_words(run.outcome)) for run in RetentionRun.objects.all()[:10]]
    context = {"due": due(), "people": people_due().count(), "runs": runs, "tabs": charge_tabs(request.user, "retention")}
    return render(request, "privacy/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_decide
def erase_person(request, uid):
    """Erase somebody by hand: the same erasure, decided by those in charge."""
    person = get_object_or_404(get_user_model().objects.visible_to(request.user), uid=uid)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_erasure(person=person, ground=Ground.DECISION, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The erasure is under way; the journal tells how it goes."))
            return redirect("privacy:erasures")
    return render(request, "privacy/erase_person.html", {"person": person, "form": form})
