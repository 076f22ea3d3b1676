# SPDX-License-Identifier: EUPL-1.2
"""A person arranges one of their pages: what is shown, in which order, with which columns."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boards.domain import arranging
from boards.domain.arranging import Arranged, Place
from boards.registry import Board, board_named

# The button pressed, by how many places it moves its block.
MOVES = {"monter": -1, "descendre": 1}
MOST_NAMES = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request, name: str) -> HttpResponse:
    """Each button keeps the whole form: moving a block loses nothing of what was ticked."""
    board = _board_for(request.user, name)
    if request.method != "POST":
        return _page(request, arranging.arranged(request.user, board))
    if "origine" in request.POST:
        arranging.put_back(user=request.user, board=board)
        messages.success(request, _("The page has its first layout again."))
        return redirect(board.url)
    columns = request.POST.getlist("colonne")[:MOST_NAMES]
    if board.columns(request.user) and not columns:
        return _page(request, _as_sent(request, board), status=422, error=_("Tick at least one key fact."))
    button = next((one for one in MOVES if one in request.POST), "")
    block = request.POST.get(button, "")
    arranging.arrange(
        user=request.user,
        board=board,
        order=arranging.moved(request.POST.getlist("bloc")[:MOST_NAMES], block, MOVES.get(button, 0)),
        shown=request.POST.getlist("montrer")[:MOST_NAMES],
        columns=columns,
        sort=request.POST.get("tri", ""),
    )
    if button:
        again = reverse("boards:arrange", args=[board.name])
        return HttpResponseRedirect(f"{again}?{urlencode({'bouton': button, 'bloc': block})}")
    messages.success(request, _("Your layout is kept."))
    return redirect(board.url)


def _board_for(user, name: str) -> Board:
    board = board_named(name)
    if board is None:
        raise Http404
    if not board.shown_to(user):
        raise PermissionDenied
    return board


def _as_sent(request, board: Board) -> Arranged:
    """What was ticked, though it could not be kept."""
    known, shown = arranging.arranged(request.user, board), set(request.POST.getlist("montrer"))
    blocks = arranging.in_order([place.block for place in known.places], request.POST.getlist("bloc"))
    places = [Place(block, block.waits or block.name in shown) for block in blocks]
    return replace(known, places=places, chosen=[], sort=request.POST.get("tri", ""))


def _page(request, layout: Arranged, *, status: int = 200, error: str = "") -> HttpResponse:
    groups: dict[str, list] = {}
    for column in layout.columns:
        groups.setdefault(str(column.group), []).append(column)
    context = {
        "layout": layout,
        "groups": list(groups.items()),
        "sorts": arranging.sorts_of(layout.columns),
        "error": error,
        "focus": _focus(request, layout),
    }
    return render(request, "boards/arrange.html", context, status=status)


def _focus(request, layout: Arranged) -> tuple[str, str]:
    """The button to go on with: the one just pressed, or the other one where the block has come to an end of the list."""
    button, block = request.GET.get("bouton", ""), request.GET.get("bloc", "")
    if button not in MOVES or block not in layout.order:
        return "", ""
    end = 0 if button == "monter" else len(layout.order) - 1
    return ("descendre" if button == "monter" else "monter") if layout.order.index(block) == end else button, block
