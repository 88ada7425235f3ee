"""What is next, over all of a patient's courses."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import PATIENT
from enthesis.pathway.course import Status
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import patient_drugs
from enthesis.web.patient.own import own_courses
from enthesis.web.patient.reading import after_injection
from enthesis.web.patient.safety import open_for
from enthesis.web.patient.telling import cards, in_order
from enthesis.web.patient.visits.cards import choosing, to_answer, to_choose

AT_ONCE = 5  # how many of the later things are listed


@page(PATIENT, methods=("GET",))
def what_is_next(request: HttpRequest) -> HttpResponse:
    """One card, and what comes after it."""
    courses = own_courses(request)
    active = [seen for seen in courses if seen.course.status is Status.ACTIVE]
    several, now = len(active) > 1, datetime.now(UTC)
    wants = {seen.number: found for seen in active if (found := to_choose(seen))}
    chosen = {number: {each.activity for each in found.wanting} for number, found in wants.items()}
    told = in_order(
        [
            *(card for seen in active for card in to_answer(seen, now, several)),
            *(
                card
                for seen in active
                for card in cards(seen, seen.agenda, today_at(seen.zone), several, chosen.get(seen.number, ()))
            ),
            *(choosing(seen, wants[seen.number], several) for seen in active if seen.number in wants),
        ]
    )
    first = told[0] if told and (told[0].is_now or told[0].is_booked) else None
    name = courses[0].profile.name if courses and courses[0].profile else ""
    return render(
        request,
        "web/patient/next.html",
        {
            "first": first,
            "then": told[1 if first else 0 :][:AT_ONCE],
            "concerns": sorted((each for seen in courses for each in open_for(seen)), key=lambda each: each.place),
            "paused": [seen for seen in courses if seen.course.status is Status.PAUSED],
            "closed": [seen for seen in courses if seen.course.status is Status.CLOSED],
            "courses": courses,
            "after": after_injection(active),
            "clinic": me(request).clinic,
            "medicines": [patient_drugs(seen, today_at(seen.zone)) for seen in courses],
            "name": name.split(" ")[0],
            "here": "next",
        },
    )
