"""Reading the journal: a list in words with filters, and one record with its JSON."""

import json
from datetime import timedelta

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput, Button

from accounts.rules import refuse_without
from lrs.domain.filtering import filtered
from lrs.domain.sentences import WORDS, sentence_of
from lrs.domain.vocabulary import Verb
from lrs.models import Statement
from lrs.permissions import READ_JOURNAL

# Without dates the list looks this far back: it never reads the whole journal.
LAST = timedelta(days=30)


class JournalFilters(WagtailFilterSet):
    person = django_filters.CharFilter(label=gettext_lazy("Person"), method="narrow")
    verb = django_filters.ChoiceFilter(
        label=gettext_lazy("Did"), method="narrow", choices=lambda: [(verb.iri, WORDS[verb]) for verb in Verb]
    )
    activity = django_filters.CharFilter(label=gettext_lazy("Activity"), method="narrow")
    session = django_filters.CharFilter(label=gettext_lazy("Session"), method="narrow")
    registration = django_filters.UUIDFilter(label=gettext_lazy("Registration"), method="narrow")
    since = django_filters.DateFilter(label=gettext_lazy("From"), method="narrow", widget=AdminDateInput)
    until = django_filters.DateFilter(label=gettext_lazy("To"), method="narrow", widget=AdminDateInput)

    class Meta:
        model = Statement
        fields: list[str] = []

    def narrow(self, statements, name, value):
        return filtered(statements, {name: value})


def _address(row: Statement) -> str:
    return reverse("lrs_statement", args=[row.pk])


class JournalView(ReportView):
    """The list, newest first."""

    page_title = gettext_lazy("Journal of learning")
    header_icon = "history"
    model = Statement
    filterset_class = JournalFilters
    index_url_name = "lrs_journal"
    index_results_url_name = "lrs_journal_results"
    is_searchable = False
    default_ordering = "-stored"
    columns = [
        DateColumn("timestamp", label=gettext_lazy("When"), width="18%"),
        TitleColumn(
            "sentence", label=gettext_lazy("What"), accessor=sentence_of, get_url=lambda row: reverse("lrs_statement", args=[row.pk])
        ),
    ]

    def dispatch(self, request, *args, **kwargs):
        refuse_without(request.user, READ_JOURNAL)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        found = Statement.objects.visible_to(self.request.user).select_related("user").order_by("-stored", "-id")
        dated = self.request.GET.get("since") or self.request.GET.get("until")
        return found if dated else found.filter(stored__gte=timezone.now() - LAST)

    @cached_property
    def header_more_buttons(self):
        address = f"{reverse('lrs_exports')}?{self.request.GET.urlencode()}"
        return [
            Button(_("Export what is chosen"), url=address, icon_name="download", priority=10),
            Button(_("Figures"), url=reverse("lrs_figures"), icon_name="table", priority=20),
        ]

    def get_page_subtitle(self):
        return "" if self.request.GET.get("since") or self.request.GET.get("until") else _("the last 30 days")


@require_safe
def statement(request, statement_id):
    """One record: its sentence, and the statement as it is stored."""
    refuse_without(request.user, READ_JOURNAL)
    found = get_object_or_404(Statement.objects.visible_to(request.user).select_related("user"), pk=statement_id)
    text = json.dumps(found.body, ensure_ascii=False, indent=2)
    return render(request, "lrs/statement.html", {"statement": found, "sentence": sentence_of(found), "json": text})
