"""The courses of the patient who asks."""

from django.http import HttpRequest

from enthesis.clinic.opening import Seen, open_person
from enthesis.clinic.people import people_of


def own_courses(request: HttpRequest) -> list[Seen]:
    """The courses of the patient who asks, each as that patient may see it."""
    return [
        seen for one in people_of(request.user) if one.courses for seen in open_person(one.number, request.user).courses
    ]
