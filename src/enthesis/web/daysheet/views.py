"""The day sheet: on a page that prints, and as a PDF."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import CLINICIAN, FRONT_DESK
from enthesis.clinic.opening import open_course
from enthesis.clinic.timetable import MISSED, timetable
from enthesis.papers.day_sheet import DaySheet, day_sheet_paper
from enthesis.pathway.protocol.model import Kind
from enthesis.web.daysheet.build import sheet_visit
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.printing import pdf
from enthesis.web.words import near

READS = (CLINICIAN, FRONT_DESK)
FURTHEST = 3660  # days from today, as the calendar goes


@page(*READS, methods=("GET",))
def day_sheet(request: HttpRequest) -> HttpResponse:
    """Every injection visit of a day, with what to mind."""
    sheet, today = _sheet(request)
    context = {
        "sheet": sheet,
        "says_day": near(sheet.on, today),
        "weekday": f"{sheet.on:%A}",
        "query": urlencode({"on": sheet.on.isoformat()}),
        "before": urlencode({"on": (sheet.on - timedelta(days=1)).isoformat()}),
        "after": urlencode({"on": (sheet.on + timedelta(days=1)).isoformat()}),
        "care": sum(visit.is_care for visit in sheet.visits),
    }
    return render(request, "web/daysheet/sheet.html", context)


@page(*READS, methods=("GET",))
def day_sheet_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    sheet, today = _sheet(request)
    return pdf(request, lambda: day_sheet_paper(sheet, today).pdf, f"day-sheet-{sheet.on.isoformat()}.pdf")


def _sheet(request: HttpRequest) -> tuple[DaySheet, date]:
    """The sheet of the day that is asked for, today's where none is. Each course is opened, and the look kept."""
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose day this could be.")
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = who.today
    on = on if abs((on - who.today).days) <= FURTHEST else who.today
    table = timetable(request.user, who.clinic, on, on, now=datetime.now(UTC))
    visits = [
        sheet_visit(open_course(visit.course, by=request.user), visit)
        for visit in table.visits
        if visit.kind == Kind.INJECTION and visit.state != MISSED
    ]
    printed = f"{datetime.now(table.zone):%H:%M}, {getattr(request.user, 'name', '')}".rstrip(", ")
    return DaySheet(who.clinic.name, on, printed, tuple(visits)), who.today
