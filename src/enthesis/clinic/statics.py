"""Style sheets, pictures and scripts as they are sent: compressed, named by what is in them, kept for good."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Collected(CompressedManifestStaticFilesStorage):
    """Files by the names that `collectstatic` gave them; by their own names where it has not run, as in tests."""

    def url(self, name: str | None, force: bool = False) -> str:
        if self.hashed_files:
            return str(super().url(name, force))
        return str(StaticFilesStorage.url(self, name))
