"""Record stores elsewhere that get our statements."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rules import needs
from jobs.models import JobState
from lrs.domain.sealing import seal
from lrs.models import ForwardTarget, Statement
from lrs.permissions import MANAGE_STORE, READ_JOURNAL

SHOWN = 100
DAYS = 30
REMEMBERED = 300


class TargetForm(forms.ModelForm):
    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
        help_text=gettext_lazy("Left empty, it stays as it is."),
    )

    url = forms.URLField(label=gettext_lazy("Address"), max_length=300, assume_scheme="https", help_text=ForwardTarget.url.field.help_text)

    class Meta:
        model = ForwardTarget
        fields = ["name", "url", "version", "key", "secret", "is_active", "at", "verb", "activity", "registration", "platform_only"]
        labels = {"at": gettext_lazy("Send what was stored after")}

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and not cleaned.get("secret"):
            self.add_error("secret", _("The secret is needed."))
        return cleaned

    def save(self, commit: bool = True) -> ForwardTarget:
        target = super().save(commit=False)
        if self.cleaned_data["secret"]:
            target.sealed_secret = seal(self.cleaned_data["secret"])
        if "at" in self.changed_data:
            target.at_id = None
        if target.pk is None:
            target.state = JobState.DONE
        target.next_try_at, target.failures = None, 0
        target.save()
        return target


@needs(MANAGE_STORE)
@require_safe
def targets(request):
    return render(request, "lrs/targets.html", {"targets": ForwardTarget.objects.all()[:SHOWN]})


@needs(MANAGE_STORE)
@require_http_methods(["GET", "POST"])
def target_form(request, pk: int | None = None):
    target = get_object_or_404(ForwardTarget, pk=pk) if pk else None
    form = TargetForm(request.POST or None, instance=target)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. What waits is sent within a minute."))
        return redirect("lrs_targets")
    return render(request, "lrs/target_form.html", {"form": form, "target": target})


@needs(MANAGE_STORE)
@require_POST
def target_retry(request, pk: int):
    ForwardTarget.objects.filter(pk=get_object_or_404(ForwardTarget, pk=pk).pk).update(next_try_at=None)
    messages.success(request, _("It is tried again within a minute."))
    return redirect("lrs_targets")


@needs(READ_JOURNAL)
@require_safe
def figures(request):
    """How many statements, day by day, by verb and by who says them; counted again every five minutes."""
    found = cache.get("lrs-figures")
    if found is None:
        found = count_statements()
        cache.set("lrs-figures", found, REMEMBERED)
    return render(request, "lrs/figures.html", found)


def count_statements() -> dict:
    since = timezone.now() - timedelta(days=DAYS)
    recent = Statement.objects.real().filter(stored__gte=since).order_by()
    days = list(recent.annotate(day=TruncDate("stored")).values_list("day").annotate(count=Count("pk")).order_by("-day"))
    verbs = list(recent.values_list("verb").annotate(count=Count("pk")).order_by("-count")[:10])
    sides = recent.aggregate(own=Count("pk", filter=Q(is_platform=True)), others=Count("pk", filter=Q(is_platform=False)))
    most = max((count for _day, count in days), default=1)
    return {"days": [(day, count, round(100 * count / most)) for day, count in days], "verbs": verbs, "length": DAYS, **sides}
