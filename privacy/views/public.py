"""What the public reads on personal data: the register of processing, made from what each app declares."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from privacy.domain.register import processing


@require_safe
def information(request):
    return render(request, "privacy/information.html", {"processing": processing()})
