# SPDX-License-Identifier: EUPL-1.2
"""The texts that people read or accept: the list, one to write or change with its versions."""

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.rich_text import get_rich_text_editor_widget

from accounts.rules import for_national_managers
from privacy.domain.consents import publish
from privacy.enums import TextKind, TextPlace
from privacy.models import ConsentText, TextVersion

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class TextForm(forms.Form):
    """The words of a text, and how it is asked. Saving other words publishes a version."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    place = forms.ChoiceField(label=gettext_lazy("When it is asked"), choices=TextPlace.choices)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked of the person"),
        choices=TextKind.choices,
        help_text=gettext_lazy("A box that must be ticked is for what the account cannot do without; anything else is free."),
    )
    body = forms.CharField(label=gettext_lazy("Text"), max_length=60_000)
    box = forms.CharField(
        label=gettext_lazy("Sentence beside the box"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("What the person says by ticking it, such as: I accept the terms of use. Empty for information."),
    )
    order = forms.IntegerField(label=gettext_lazy("Order among the texts"), min_value=0, max_value=1000, initial=10)
    is_shown = forms.BooleanField(
        label=gettext_lazy("Asked at present"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Untick to ask for it no more. Its versions stay readable."),
    )
    again = forms.BooleanField(
        label=gettext_lazy("To be accepted again by those who already have an account"),
        required=False,
        help_text=gettext_lazy("They meet it at their next sign-in, then go on. Leave empty for a corrected spelling mistake."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = get_rich_text_editor_widget(features=FEATURES)

    def clean_body(self) -> str:
        if not strip_tags(self.cleaned_data["body"]).strip():
            raise forms.ValidationError(_("Write the text."))
        return self.cleaned_data["body"]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("kind") in {TextKind.REQUIRED, TextKind.FREE} and not cleaned.get("box"):
            self.add_error("box", _("Write what the person says by ticking the box."))
        if cleaned.get("again") and (cleaned.get("kind") == TextKind.FREE or cleaned.get("place") == TextPlace.INTEREST):
            self.add_error("again", _("Only what goes with an account, and is not free, can be asked again."))
        return cleaned


@for_national_managers
@require_safe
def index(request):
    versions = {version.text_id: version for version in TextVersion.objects.newest()}
    lines = [(text, versions.get(text.pk)) for text in ConsentText.objects.order_by("-is_shown", "place", "order", "pk")]
    return render(request, "accounts/back_office/texts.html", {"lines": lines})


@for_national_managers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    return _edit(request, None)


@for_national_managers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    return _edit(request, get_object_or_404(ConsentText, pk=pk))


def _edit(request, text: ConsentText | None):
    form = TextForm(request.POST or None, initial=_present(text))
    if request.method == "POST" and form.is_valid():
        before = text.latest if text else 0
        saved = publish(text=text, by=request.user, **form.cleaned_data)
        said = (
            _("Version %(number)d is published.")
            if saved.latest > before
            else _("Saved. The words are the same: the version stays %(number)d.")
        )
        messages.success(request, said % {"number": saved.latest})
        return redirect("consent_texts")
    versions = text.versions.select_related("published_by").order_by("-number") if text else []
    return render(request, "accounts/back_office/text.html", {"form": form, "text": text, "versions": versions})


def _present(text: ConsentText | None) -> dict:
    if text is None:
        return {"again": False}
    version = text.versions.get(number=text.latest)
    words = {name: getattr(version, name) for name in ("title", "body", "box")}
    return {**words, **{name: getattr(text, name) for name in ("place", "kind", "order", "is_shown")}}
