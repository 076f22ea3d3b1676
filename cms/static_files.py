"""Static files named by their content, JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_MODULES = "js/*.js"
_IMPORTS = (
    (r"""(?P<matched>from\s*["'](?P<url>\.[^"']+)["'])""", 'from "%(url)s"'),
    (r"""(?P<matched>import\(\s*["'](?P<url>\.[^"']+)["']\s*\))""", 'import("%(url)s")'),
    (r"""(?P<matched>import\s*["'](?P<url>\.[^"']+)["'])""", 'import "%(url)s"'),
)


class ModuleAwareStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports inside our own modules, so that a page never mixes modules of two releases.

    Django's `support_js_module_import_aggregation` does so for every file, and stumbles on the examples in the
    comments of packages' scripts.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OUR_MODULES, _IMPORTS))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name, force=False):
        """A page asks for dozens: each is worked out once, for a manifest does not change while its process runs."""
        if force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def save_manifest(self):
        self._addresses.clear()
        super().save_manifest()
