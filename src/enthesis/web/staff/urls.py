"""People and roles."""

from django.urls import path

from enthesis.web.staff import opening, views

urlpatterns = [
    path("people-and-roles/", views.people, name="staff"),
    path("people-and-roles/invite/", views.invite, name="staff-invite"),
    path("people-and-roles/<int:account>/", views.one, name="staff-one"),
    path("people-and-roles/<int:account>/leave/", views.leave, name="staff-leave"),
    path("accounts/invitation/<str:secret>/", opening.invitation, name="invitation"),
]
