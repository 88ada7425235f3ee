"""What a course costs: staff's page and the patient's own, each with its paper."""

from django.urls import path

from enthesis.web.estimates import views

urlpatterns = [
    path("courses/<str:number>/estimate/", views.estimate, name="estimate"),
    path("courses/<str:number>/estimate.pdf", views.estimate_pdf, name="estimate-pdf"),
    path("my/<str:number>/estimate/", views.own_estimate, name="own-estimate"),
    path("my/<str:number>/estimate.pdf", views.own_estimate_pdf, name="own-estimate-pdf"),
]
