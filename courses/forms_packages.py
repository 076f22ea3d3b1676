from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.domain.importing import check_upload
from courses.domain.package_messages import refusal_message
from courses.models import Package
from courses.scorm.problems import PackageRefused
from courses.templatetags.learning import file_size


class PackageFileForm(forms.Form):
    """The file of a package; what can be told at once of what is wrong with it is told on the field."""

    file = forms.FileField(
        label=_("File of the module"),
        help_text=_("The .zip file that your authoring tool exports (SCORM 1.2, SCORM 2004, cmi5 or xAPI), as it is; or a cmi5.xml alone."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip,.xml,application/xml,text/xml", "data-upload-file": ""}),
        error_messages={"required": _("Choose the file of the module."), "empty": _("The file is empty. Export the module again.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.PACKAGE_MAX_BYTES
        self.fields["file"].widget.attrs["data-too-large"] = too_large_message()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            check_upload(upload)
        except PackageRefused as refusal:
            raise forms.ValidationError(refusal_message(refusal), code=refusal.code) from refusal
        return upload


class PackageForm(PackageFileForm):
    """A new package."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=250, help_text=_("If you leave it empty, the title written in the module is used.")
    )
    field_order = ["file", "title"]


class PackageTitleForm(forms.ModelForm):
    class Meta:
        model = Package
        fields = ["title"]


class PackageRuleForm(forms.ModelForm):
    """What makes a SCORM 1.2 module of several parts finished."""

    required_parts = forms.MultipleChoiceField(
        label=_("Parts that count"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and all of them count. The score is that of the parts that count, too."),
    )

    class Meta:
        model = Package
        fields = ["rollup", "required_parts"]
        widgets = {"rollup": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.current
        parts = current.launchable_items() if current else []
        field = cast("forms.MultipleChoiceField", self.fields["required_parts"])
        field.choices = [(part.identifier, str(part)) for part in parts]


def too_large_message() -> str:
    return _("The file is too large: the limit is %(limit)s. Lighten the videos and pictures, or split the module.") % {
        "limit": file_size(settings.PACKAGE_MAX_BYTES)
    }
