"""How the site looks to one person: the brand's colours, the size of text."""

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from accounts.asked import way_back
from cms.domain.brand import brand_of
from cms.domain.display import COOKIE, nearest_size, save_text_size
from cms.domain.looks import look_version

YEAR = 60 * 60 * 24 * 365
ICON_SIZE = 64


@require_GET
def brand_stylesheet(request):
    """The brand's colours and type. Asked for under its present version (`?v=`), it may be kept for a year."""
    brand = brand_of(request)
    response = HttpResponse(brand.style, content_type="text/css; charset=utf-8")
    return _kept(request, response, look_version(brand))


@require_GET
def favicon(request):
    """The brand's own icon, or the first letter of the site's name on the brand's colour."""
    brand = brand_of(request)
    response = _drawn_icon(brand.icon) if brand.icon else render(request, "cms/favicon.svg", content_type="image/svg+xml")
    return _kept(request, response, look_version(brand))


def _drawn_icon(icon) -> FileResponse:
    rendition = icon.get_rendition(f"fill-{ICON_SIZE}x{ICON_SIZE}|format-png")
    response = FileResponse(rendition.file.open("rb"), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _kept(request, response, version: str):
    fixed = request.GET.get("v") == version
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if fixed else "public, max-age=300"
    response["ETag"] = f'"{version}"'
    return response


@require_POST
def text_size(request):
    """Keep the size: with the account of a signed-in person, in a cookie for a visitor."""
    wanted = request.POST.get("size", "")
    size = nearest_size(int(wanted)) if wanted.isdigit() and len(wanted) < 4 else 100
    response = HttpResponseRedirect(way_back(request, request.POST.get("next", ""), otherwise="/"))
    if request.user.is_authenticated:
        save_text_size(user=request.user, size=size)
    else:
        response.set_cookie(COOKIE, str(size), max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response
