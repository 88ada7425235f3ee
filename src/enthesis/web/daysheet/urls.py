"""The day sheet."""

from django.urls import path

from enthesis.web.daysheet import views

urlpatterns = [
    path("calendar/day-sheet/", views.day_sheet, name="day-sheet"),
    path("calendar/day-sheet.pdf", views.day_sheet_pdf, name="day-sheet-pdf"),
]
