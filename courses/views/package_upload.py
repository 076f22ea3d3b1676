"""Sending a zip: a new package, or a new version of one. With script the answer is JSON, for the progress bar."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.domain.importing import add_version, create_package
from courses.forms_packages import PackageFileForm, PackageForm, too_large_message
from courses.models import PackageVersion
from courses.views.packages import EditorsOnly, PackageScreen

FORM_OVERHEAD = 64 * 1024


class UploadScreen(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A form with one zip: refuses, or keeps it and goes to the package's page, where the import is followed.

    A body that is too large is refused before anything of it is read. The CSRF check reads the body, so it is put off
    until after the size was looked at.
    """

    template_name = "courses/packages/upload.html"
    form_class: type[PackageFileForm] = PackageFileForm

    def keep(self, form: PackageFileForm) -> PackageVersion:
        raise NotImplementedError

    def dispatch(self, request, *args, **kwargs):
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if request.user.is_editor and size > settings.PACKAGE_MAX_BYTES + FORM_OVERHEAD:
            return self.too_large()
        return self.checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def checked(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"form": kwargs.get("form") or self.form_class(), "max_bytes": settings.PACKAGE_MAX_BYTES}

    def post(self, request, *args, **kwargs):
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.refused(form, 422)
        version = self.keep(form)
        url = reverse("packages:detail", args=[version.package_id])
        return JsonResponse({"url": url}) if self.by_script() else redirect(url)

    def too_large(self):
        form = self.form_class({}, {})
        form.full_clean()
        form.errors["file"] = form.error_class([too_large_message()])
        return self.refused(form, 413)

    def refused(self, form, status: int):
        if self.by_script():
            return JsonResponse({"errors": {name: [str(error) for error in errors] for name, errors in form.errors.items()}}, status=status)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def by_script(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "XMLHttpRequest"


@method_decorator(csrf_exempt, name="dispatch")
class PackageAdd(UploadScreen):
    page_title = gettext_lazy("Add a module")
    header_icon = "media"
    form_class = PackageForm

    def get_breadcrumbs_items(self):
        below = [{"url": reverse("packages:index"), "label": gettext_lazy("Modules")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *below]

    def keep(self, form):
        return create_package(upload=form.cleaned_data["file"], title=form.cleaned_data["title"], user=self.request.user)


@method_decorator(csrf_exempt, name="dispatch")
class PackageReplace(UploadScreen, PackageScreen):
    page_title = gettext_lazy("Replace by a new version")

    def keep(self, form):
        return add_version(package=self.package, upload=form.cleaned_data["file"], user=self.request.user)
