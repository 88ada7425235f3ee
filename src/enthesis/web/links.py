"""Addresses of pages: the same name and the same values lead to the same page, so each is worked out once."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

_KEPT = 4096


def link(name: str, *values: str | int) -> str:
    """The address of a page by its name. Raises `NoReverseMatch`."""
    return _reversed(settings.ROOT_URLCONF, get_script_prefix(), name, values)


@lru_cache(maxsize=_KEPT, typed=True)
def _reversed(urls: str, prefix: str, name: str, values: tuple[str | int, ...]) -> str:
    return reverse(name, args=values)
