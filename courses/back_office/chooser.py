"""Choosing a library object: by its name, with its kind and duration in view, not through a tree of pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from courses.back_office.kinds import kind_choices, of_kinds
from courses.models import LibraryObject


class KindColumn(Column):
    cell_template_name = "courses/back_office/cells/kind.html"


class MinutesColumn(Column):
    cell_template_name = "courses/back_office/cells/minutes.html"


class StateColumn(Column):
    cell_template_name = "courses/back_office/cells/state.html"


class LibraryChoiceForm(BaseFilterForm):
    q = forms.CharField(label=_("Words of the title, or a tag"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: [("", _("Every kind")), *kind_choices()])

    def filter(self, objects):
        objects = super().filter(objects)
        words, kind = self.cleaned_data["q"], self.cleaned_data["kind"]
        if words:
            self.is_searching, self.search_query = True, words
        return of_kinds(objects.search_words(words), [kind] if kind else [])


class LibraryChoice:
    ordering = "title"
    per_page = 12
    filter_form_class = LibraryChoiceForm

    def get_object_list(self):
        return LibraryObject.objects.all()

    @property
    def columns(self):
        return [
            *super().columns,
            KindColumn("kind", label=_("Kind")),
            MinutesColumn("duration_minutes", label=_("Duration")),
            StateColumn("live", label=_("State")),
        ]

    def can_create(self) -> bool:
        return False


class LibraryChooseView(LibraryChoice, ChooseView):
    pass


class LibraryChooseResultsView(LibraryChoice, ChooseResultsView):
    pass


class LibraryChooserViewSet(ChooserViewSet):
    model = LibraryObject
    icon = "folder-open-inverse"
    choose_one_text = _("Choose in the library")
    choose_another_text = _("Choose something else")
    edit_item_text = _("Edit it")
    choose_view_class = LibraryChooseView
    choose_results_view_class = LibraryChooseResultsView


library_chooser = LibraryChooserViewSet("choix-bibliotheque")
