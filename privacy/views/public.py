"""What the public reads on personal data: the register of processing, and the texts that are read or accepted."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from privacy.domain.register import processing
from privacy.models import TextVersion


@require_safe
def information(request):
    asked = TextVersion.objects.present()
    return render(request, "privacy/information.html", {"processing": processing(), "texts": asked})


@require_safe
def text(request, slug: str):
    """The present words of a text, and the way to those before."""
    return _show(request, get_object_or_404(TextVersion.objects.latest_of(slug)))


@require_safe
def text_version(request, slug: str, number: int):
    """Words that were once accepted stay readable at their own address, even when the text is asked no more."""
    return _show(request, get_object_or_404(TextVersion.objects.select_related("text"), text__slug=slug, number=number))


def _show(request, version: TextVersion):
    versions = TextVersion.objects.filter(text=version.text).order_by("-number").only("number", "published_at", "text")
    return render(
        request, "privacy/text.html", {"version": version, "versions": versions, "is_present": version.number == version.text.latest}
    )
