"""Help for people who are signed in: guided visits, and procedure sheets of their roles."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cms.domain.guides import guide_titles, picture_path, read_guide
from cms.domain.tours import mark_seen
from cms.tours import Tour, tours_of

LEARNERS_GUIDE, NATIONAL_GUIDES = "apprenant", ("responsable-national", "connexion-organisme")
HOUR = 60 * 60


@login_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    guides = guide_titles(_guides_of(request.user))
    return render(request, "cms/help.html", {"tours": tours_of(request.user), "guides": guides})


@login_required
@require_GET
def tour(request: HttpRequest, name: str) -> HttpResponse:
    """A visit as a plain page."""
    return render(request, "cms/tour.html", {"tour": _tour_of(request, name)})


@login_required
@require_POST
def tour_seen(request: HttpRequest, name: str) -> HttpResponse:
    found = _tour_of(request, name)
    mark_seen(user=request.user, tour=found)
    return redirect(found.url)


@login_required
@require_GET
def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in _guides_of(request.user):
        raise Http404
    return render(request, "cms/guide.html", {"guide": read_guide(name)})


@login_required
@require_GET
def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    path = picture_path(name)
    if path is None:
        raise Http404
    response = FileResponse(path.open("rb"))
    response["Cache-Control"] = f"private, max-age={HOUR}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _guides_of(user) -> list[str]:
    """Everybody may read the learners' guide: it is what the others help with."""
    national = NATIONAL_GUIDES if user.is_national_manager else []
    return list(dict.fromkeys([*national, *(name for tour in tours_of(user) for name in tour.guides), LEARNERS_GUIDE]))


def _tour_of(request: HttpRequest, name: str) -> Tour:
    found = next((one for one in tours_of(request.user) if one.name == name), None)
    if found is None:
        raise Http404
    return found
