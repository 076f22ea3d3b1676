"""The yearly review of roles: begun, decided line by line, closed, read again later."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.review import ReviewRefused, begin_review, close_review, decide
from accounts.models import RoleReview, RoleReviewLine
from accounts.models.review import Decision
from accounts.rules import for_national_managers

PAGE = 50


@login_required
@for_national_managers
@require_safe
def role_reviews(request) -> HttpResponse:
    decided, withdrawn = Count("lines", Q(lines__decision__gt="")), Count("lines", Q(lines__decision=Decision.WITHDRAWN))
    reviews = RoleReview.objects.select_related("started_by").annotate(roles=Count("lines"), decided=decided, withdrawn=withdrawn)
    # Counting leaves the order of the model behind.
    reviews = reviews.order_by("-started_at", "-pk")
    page = Paginator(reviews, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/role_reviews.html", {"page": page, "open": any(one.closed_at is None for one in page)})


@login_required
@for_national_managers
@require_POST
def role_review_begin(request) -> HttpResponse:
    return redirect("accounts:role_review", begin_review(by=request.user).pk)


@login_required
@for_national_managers
@require_safe
def role_review(request, pk: int) -> HttpResponse:
    """The roles of a review; those to decide first, or all."""
    review = get_object_or_404(RoleReview, pk=pk)
    lines = review.lines.select_related("user", "region", "decided_by")
    waiting = request.GET.get("voir") == "a-decider"
    page = Paginator(lines.filter(decision="") if waiting else lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/role_review.html", {"review": review, "page": page, "waiting": waiting})


@login_required
@for_national_managers
@require_POST
def role_review_decide(request, pk: int) -> HttpResponse:
    line = get_object_or_404(RoleReviewLine, pk=pk)
    decision = request.POST.get("decision", "")
    if decision in Decision.values:
        _say(request, lambda: decide(line=line, decision=decision, by=request.user))
    back = request.POST.get("back", "")
    return redirect(back if _is_of(line, back) else _page_of(line))


@login_required
@for_national_managers
@require_POST
def role_review_close(request, pk: int) -> HttpResponse:
    review = get_object_or_404(RoleReview, pk=pk)
    if _say(request, lambda: close_review(review=review, by=request.user)):
        messages.success(request, _("The review is closed; its report is kept."))
    return redirect("accounts:role_review", review.pk)


def _page_of(line: RoleReviewLine) -> str:
    return reverse("accounts:role_review", args=[line.review_id])


def _is_of(line: RoleReviewLine, address: str) -> bool:
    """Is the address the page of the line's review, on whatever leaf of it?"""
    return address.split("?", maxsplit=1)[0] == _page_of(line)


def _say(request, action) -> bool:
    try:
        action()
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
