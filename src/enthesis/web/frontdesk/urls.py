"""The front desk's pages."""

from django.urls import path

from enthesis.web.frontdesk import merging, people, person

urlpatterns = [
    path("patients/", people.people, name="people"),
    path("patients/new/", people.add, name="person-new"),
    path("patients/<str:number>/", person.person, name="person"),
    path("patients/<str:number>/edit/", person.edit, name="person-edit"),
    path("patients/<str:number>/same/", merging.same, name="person-same"),
    path("patients/<str:number>/start/", people.start, name="start"),
]
