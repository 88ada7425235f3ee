"""`{{ words|said }}`: the knowledge's words for patients in the language of the page."""

from django import template

from enthesis.web.said import plainly, said

register = template.Library()
register.filter("said", said)
register.filter("plainly", plainly)  # of what a person may have written: it is in whatever language they wrote
