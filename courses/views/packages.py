"""Packages in the back office: the list, one package with its import, versions and use."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from courses.cmi5.structure import COURSE
from courses.domain.package_messages import warning_message
from courses.domain.package_versions import delete_package, draft_page, effect_of_current, has_rule, parts_that_count
from courses.domain.refusals import Refused
from courses.forms_packages import PackageRuleForm, PackageTitleForm
from courses.models import LibraryPage, Package, PackageItem, PackageVersion
from courses.registry import library_usage

INDEX = "packages:index"
# Columns that a narrow screen does without.
WIDE = "packages-wide"


class EditorsOnly(View):
    """Packages are shown to editors and national managers; others with a back office are told they may not."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_editor:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def package(self) -> Package:
        return get_object_or_404(Package.objects.visible_to(self.request.user).select_related("current"), pk=self.kwargs["pk"])


class PackageIndex(EditorsOnly, generic.IndexView):
    model = Package
    permission_policy = None
    page_title = gettext_lazy("Modules")
    export_table = "liste-modules"
    header_icon = "media"
    index_url_name = INDEX
    index_results_url_name = "packages:index_results"
    add_url_name = "packages:add"
    add_item_label = gettext_lazy("Add a module")
    template_name = "courses/packages/index.html"
    results_template_name = "courses/packages/index_results.html"
    is_searchable = True
    paginate_by = 30
    default_ordering = "-newest_at"
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="packages:detail", sort_key="title"),
        Column("state", label=gettext_lazy("State"), accessor=lambda package: package),
        Column("standard", label=gettext_lazy("Standard"), classname=WIDE),
        Column("uses", label=gettext_lazy("Used by"), accessor=lambda package: package, classname=WIDE),
        Column("newest_at", label=gettext_lazy("Last sent"), sort_key="newest_at", classname=WIDE),
    ]
    for _column, _template in ((1, "state"), (3, "uses"), (4, "date")):
        columns[_column].cell_template_name = f"courses/packages/cell_{_template}.html"

    def get_base_queryset(self):
        versions = PackageVersion.objects.order_by("-number").only("package", "number", "state", "steps_done", "steps_total", "kind")
        return (
            Package.objects.visible_to(self.request.user)
            .listed()
            .prefetch_related(Prefetch("versions", queryset=versions, to_attr="newest_first"))
        )

    def search_queryset(self, queryset):
        return queryset.search(self.search_query) if self.is_searching else queryset


class PackageScreen(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one package, below the list in the breadcrumb."""

    header_icon = "media"

    def get_page_title(self) -> str:
        return str(self.package)

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items, {"url": reverse(INDEX), "label": _("Modules")}]
        if self.page_title:
            items.append({"url": reverse("packages:detail", args=[self.package.pk]), "label": str(self.package)})
        return [*items, {"url": "", "label": self.page_title or str(self.package)}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"package": self.package}


class PackageDetail(PackageScreen):
    template_name = "courses/packages/detail.html"

    @property
    def header_buttons(self):
        pk = self.package.pk
        return [
            HeaderButton(_("Replace by a new version"), url=reverse("packages:replace", args=[pk]), icon_name="upload"),
        ]

    @property
    def header_more_buttons(self):
        pk = self.package.pk
        return [
            Button(_("Rename"), url=reverse("packages:rename", args=[pk]), icon_name="edit", priority=10),
            Button(_("Delete"), url=reverse("packages:delete", args=[pk]), icon_name="bin", priority=20),
        ]

    def get_context_data(self, **kwargs):
        package, current = self.package, self.package.current
        pages = list(package.pages.order_by("title"))
        uses = library_usage.of_many([page.pk for page in pages])
        versions = list(package.versions.select_related("created_by"))
        return super().get_context_data(**kwargs) | {
            "versions": versions,
            "newest": versions[0] if versions else None,
            "standard": self.package.standard,
            "file_count": current.files.count() if current else 0,
            "warnings": [warning_message(**problem) for problem in current.warnings] if current else [],
            "tree": tree_of(current) if current else [],
            "tree_template": f"courses/packages/{'units' if current and current.has_units else 'tree'}.html",
            "pages": [(page, uses[page.pk]) for page in pages],
            "effect": effect_of_current(package),
            "has_rule": has_rule(package),
            "parts_that_count": parts_that_count(package),
        }


def tree_of(version: PackageVersion) -> list[dict]:
    """The items of a version, or the blocks and units, as nested {"item", "children"}, in document order."""
    nodes: dict[int, dict] = {}
    top: list[dict] = []
    for item in _lines_of(version):
        nodes[item.pk] = {"item": item, "children": []}
        (nodes[item.parent_id]["children"] if item.parent_id in nodes else top).append(nodes[item.pk])
    return top


def _lines_of(version: PackageVersion):
    if version.has_units:
        return version.nodes.exclude(kind=COURSE).prefetch_related("objectives").order_by("position")
    return PackageItem.objects.filter(version=version).defer("sequencing", "presentation", "shared_data").order_by("position")


class PackageState(EditorsOnly, TemplateView):
    """The fragment that the page of a package asks for while an import is running."""

    template_name = "courses/packages/state.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"package": self.package, "newest": self.package.versions.first()}


class PackageDownload(EditorsOnly, View):
    def get(self, request, pk, number):
        version = get_object_or_404(self.package.versions, number=number)
        try:
            content = version.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        is_xml = version.file.name.endswith(".xml")
        name = version.filename or ("cmi5.xml" if is_xml else "module.zip")
        return FileResponse(content, as_attachment=True, filename=name, content_type="application/xml" if is_xml else "application/zip")


class PackageRename(PackageScreen):
    page_title = gettext_lazy("Rename")
    template_name = "courses/packages/rename.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or PackageTitleForm(instance=self.package)}

    def post(self, request, pk):
        form = PackageTitleForm(request.POST, instance=self.package)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.save()
        messages.success(request, _("The module is now called “%(title)s”.") % {"title": self.package})
        return redirect("packages:detail", pk)


class PackageRule(PackageScreen):
    """What makes the module finished: a question for packages of SCORM 1.2 with several parts; others say so themselves."""

    page_title = gettext_lazy("What makes the module finished")
    template_name = "courses/packages/rule.html"

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or PackageRuleForm(instance=self.package)
        return super().get_context_data(**kwargs) | {"form": form, "applies": has_rule(self.package)}

    def post(self, request, pk):
        form = PackageRuleForm(request.POST, instance=self.package)
        if not has_rule(self.package) or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.save()
        messages.success(request, _("The rule is kept: it applies to what learners do from now on."))
        return redirect("packages:detail", pk)


class PackageDelete(PackageScreen):
    page_title = gettext_lazy("Delete")
    template_name = "courses/packages/confirm_delete.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"pages": list(self.package.pages.order_by("title"))}

    def post(self, request, pk):
        title = str(self.package)
        try:
            delete_package(package=self.package)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("packages:detail", pk)
        messages.success(request, _("The module “%(title)s” was deleted.") % {"title": title})
        return redirect(INDEX)


class PackageDraftPage(EditorsOnly, View):
    """Make a draft of the library that plays the package, and open it."""

    def post(self, request, pk):
        library = LibraryPage.objects.first()
        if library and not library.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        try:
            page = draft_page(package=self.package, user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("packages:detail", pk)
        messages.success(request, _("Here is the draft: complete it, then publish it."))
        return redirect("wagtailadmin_pages:edit", page.pk)
