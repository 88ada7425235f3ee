"""Style sheets, pictures and scripts as they are sent: compressed, named by what is in them, kept for good."""

from collections.abc import Callable
from functools import cached_property, lru_cache

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Collected(CompressedManifestStaticFilesStorage):
    """Files by the names that `collectstatic` gave them; by their own names where it has not run, as in tests."""

    def url(self, name: str | None, force: bool = False) -> str:
        if self.hashed_files:
            return self._collected(name, force)
        return str(StaticFilesStorage.url(self, name))

    @cached_property
    def _collected(self) -> Callable[[str | None, bool], str]:
        """Each name is looked up once: what was collected stays until the server starts again."""
        return lru_cache(maxsize=1024)(super().url)
