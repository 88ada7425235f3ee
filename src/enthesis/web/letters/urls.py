"""Letters and imaging orders of a course."""

from django.urls import path

from enthesis.web.letters import views

urlpatterns = [
    path("courses/<str:number>/letter/", views.letter, name="letter"),
    path("courses/<str:number>/papers/", views.papers, name="course-papers"),
    path("courses/<str:number>/papers/<str:event>.pdf", views.letter_pdf, name="letter-pdf"),
    path("courses/<str:number>/imaging/<str:event>.pdf", views.imaging_pdf, name="imaging-pdf"),
]
