"""Letters and imaging orders of a course."""

from django.urls import path

from enthesis.web.letters import views

urlpatterns = [
    path("courses/<str:number>/letter/", views.letter, name="letter"),
    path("courses/<str:number>/letters/", views.letters, name="letters"),
    path("courses/<str:number>/letters/<str:event>.pdf", views.letter_pdf, name="letter-pdf"),
    path("courses/<str:number>/imaging/<str:event>.pdf", views.imaging_pdf, name="imaging-pdf"),
]
