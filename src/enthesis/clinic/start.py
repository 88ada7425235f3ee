"""Getting ready to use the clinic from a command: settings read, database made and brought up to date."""

import os

import django
from django.conf import settings


def ready(*, migrated: bool = True) -> None:
    """Set Django up. With `migrated`, bring the database up to date first: at first start that makes it."""
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")
    django.setup()
    if migrated:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
