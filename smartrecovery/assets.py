"""How our own files are named for the browser."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Named(CompressedManifestStaticFilesStorage):
    """Modules import one another by hashed name too, so that a release never mixes old with new."""

    support_js_module_import_aggregation = True
