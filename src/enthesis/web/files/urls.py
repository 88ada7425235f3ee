"""Documents and pictures. What is handed out has a path of its own, with headers of its own."""

from django.urls import path

from enthesis.web.files import views

urlpatterns = [
    path("my/<str:number>/files/", views.own, name="own-files"),
    path("courses/<str:number>/files/", views.of_course, name="course-files"),
    path("my/<str:number>/files/<str:file>/remove/", views.own_removed, name="own-file-removed"),
    path("courses/<str:number>/files/<str:file>/remove/", views.course_removed, name="course-file-removed"),
    path("kept/<str:number>/<str:file>/", views.given_out, name="file"),
]
