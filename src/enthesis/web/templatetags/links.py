"""Django's own `{% url %}`, which works the address of a page out once. In every template without being loaded."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as plain_url
from django.utils.html import conditional_escape

from enthesis.web.links import link

register = template.Library()


class KeptURLNode(URLNode):
    """The simple case, a name with words or numbers; every other one is Django's."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        values: list[Any] = [each.resolve(context) for each in self.args]
        is_simple = isinstance(name, str) and ":" not in name and all(isinstance(each, str | int) for each in values)
        if self.kwargs or self.asvar or not is_simple:
            return str(super().render(context))
        found = link(name, *values)
        return str(conditional_escape(found)) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> KeptURLNode:
    """{% url 'course' number %}"""
    node = plain_url(parser, token)
    return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)
