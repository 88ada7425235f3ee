"""Addresses of pages: the same name and the same values lead to the same page, so each is worked out once.

The other way round too: which page an address leads to.
"""

from functools import lru_cache

from django.conf import settings
from django.urls import ResolverMatch, URLResolver, get_script_prefix, reverse

_KEPT = 4096


def link(name: str, *values: str | int) -> str:
    """The address of a page by its name. Raises `NoReverseMatch`."""
    return _reversed(settings.ROOT_URLCONF, get_script_prefix(), name, values)


@lru_cache(maxsize=_KEPT, typed=True)
def _reversed(urls: str, prefix: str, name: str, values: tuple[str | int, ...]) -> str:
    return reverse(name, args=values)


def remember_pages() -> None:
    """Look for the page of an address once: hundreds are asked in turn. What leads nowhere is not kept."""
    plain = URLResolver.resolve

    @lru_cache(maxsize=_KEPT)
    def found(among: URLResolver, path: str) -> ResolverMatch:
        match = plain(among, path)
        match.tried = None  # all that did not match, for Django's page of errors: long
        return match

    URLResolver.resolve = found  # type: ignore[method-assign] # Django has no other way
