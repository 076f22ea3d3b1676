"""The brand's preview in the back office."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET
from wagtail import hooks

from cms.domain import fonts
from cms.models import Brand
from cms.models.brand import HEX


@require_GET
def preview_style(request) -> HttpResponse:
    """The stylesheet of a brand that is not saved, from `colour`, `accent` and `font`; what cannot be used is left at its default."""
    brand = Brand()
    for name in ("colour", "accent"):
        value = request.GET.get(name, "")
        if HEX.fullmatch(value):
            setattr(brand, name, value)
    font = request.GET.get("font", "")
    brand.font = font if font in fonts.FAMILIES else brand.font
    return HttpResponse(brand.style, content_type="text/css; charset=utf-8")


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("marque/apercu.css", preview_style, name="brand_preview_style")]
