"""Tools that talk to the record store, and their credentials."""

from datetime import datetime, time
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets import AdminDateInput

from accounts.rules import needs
from lrs.domain.access import issue, revoke
from lrs.models import Client, Credential
from lrs.models.credential import Scope
from lrs.permissions import MANAGE_STORE

SHOWN = 200


def is_origin(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and value == f"{parts.scheme}://{parts.netloc}"


class ClientForm(forms.ModelForm):
    class Meta:
        model = Client
        fields = ["name", "origins"]
        widgets = {"origins": forms.Textarea(attrs={"rows": 3})}

    def clean_origins(self) -> str:
        lines = self.cleaned_data["origins"].split()
        wrong = [line for line in lines if not is_origin(line)]
        if wrong:
            raise forms.ValidationError(_("“%(line)s” is no origin: write https:// and the name of the host alone.") % {"line": wrong[0]})
        return "\n".join(lines)


class CredentialForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("What for"), max_length=120, required=False)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("Rights"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=AdminDateInput)

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return day

    def expires_at(self):
        day = self.cleaned_data["expires_on"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


@needs(MANAGE_STORE)
@require_safe
def clients(request):
    usable = Q(credentials__revoked_at__isnull=True) & (
        Q(credentials__expires_at__isnull=True) | Q(credentials__expires_at__gt=timezone.now())
    )
    listed = Client.objects.annotate(usable=Count("credentials", filter=usable), used=Max("credentials__last_used_at"))[:SHOWN]
    return render(request, "lrs/clients.html", {"clients": listed})


@needs(MANAGE_STORE)
@require_http_methods(["GET", "POST"])
def client_form(request, pk: int | None = None):
    client = get_object_or_404(Client, pk=pk) if pk else None
    form = ClientForm(request.POST or None, instance=client)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        return redirect("lrs_client", saved.pk)
    return render(request, "lrs/client_form.html", {"form": form, "client": client})


@needs(MANAGE_STORE)
@never_cache
@require_http_methods(["GET", "POST"])
def client(request, pk: int):
    """One client with its credentials; POST makes one, whose secret this answer alone shows."""
    found = get_object_or_404(Client, pk=pk)
    form = CredentialForm(request.POST or None)
    made = secret = None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        made, secret = issue(client=found, scopes=wanted["scopes"], label=wanted["label"], expires_at=form.expires_at())
        form = CredentialForm()
    listed = found.credentials.all()[:SHOWN]
    return render(request, "lrs/client.html", {"client": found, "credentials": listed, "form": form, "made": made, "secret": secret})


@needs(MANAGE_STORE)
@require_POST
def credential_revoke(request, pk: int, credential_pk: int):
    credential = get_object_or_404(Credential, pk=credential_pk, client=pk)
    revoke(credential)
    messages.success(request, _("These credentials open nothing any more."))
    return redirect("lrs_client", pk)
