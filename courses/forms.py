"""The editors' form of a library object."""

from wagtail.admin.forms import WagtailAdminPageForm


class LibraryForm(WagtailAdminPageForm):
    """Adds what the kind of object itself finds wrong; a draft may lack what publication needs."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, message in self.instance.content_errors(publishing=not self.is_deferred_validation).items():
            self.add_error(name if name in self.fields else None, message)
