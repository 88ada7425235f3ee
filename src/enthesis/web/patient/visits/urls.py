"""Addresses of a patient's visits, under /my/."""

from django.urls import path

from enthesis.web.patient.visits import change, kept, pick, views, waiting

urlpatterns = [
    path("visits/", views.all_visits, name="visits"),
    path("<str:number>/visits/", views.of_course, name="course-visits"),
    path("<str:number>/visits/pick/", pick.pick, name="visits-pick"),
    path("<str:number>/visits/wishes/", pick.wishes, name="visit-wishes"),
    path("<str:number>/visits/kept/", kept.kept, name="visits-kept"),
    path("<str:number>/visits/wait/", waiting.wait, name="visits-wait"),
    path("<str:number>/visits/offer/", waiting.offer, name="visits-offer"),
    path("<str:number>/visit/<str:visit>/", views.one, name="visit"),
    path("<str:number>/visit/<str:visit>/move/", change.move, name="visit-move"),
    path("<str:number>/visit/<str:visit>/cancel/", change.cancel, name="visit-cancel"),
]
