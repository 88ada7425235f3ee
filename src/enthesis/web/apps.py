"""The app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "enthesis.web"
    label = "web"
    verbose_name = "Web pages"

    def ready(self) -> None:
        """Listens for who signs in: the language of the pages follows (`web.language`). Words, pages: found once."""
        from enthesis.web import language, links

        language.remember_words()
        links.remember_pages()
