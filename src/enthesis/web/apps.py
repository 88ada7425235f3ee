"""The app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "enthesis.web"
    label = "web"
    verbose_name = "Web pages"

    def ready(self) -> None:
        """Listens for who signs in: the language of the pages follows (`web.language`); words are looked up once."""
        from enthesis.web import language

        language.remember_words()
