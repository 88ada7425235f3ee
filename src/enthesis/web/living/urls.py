"""What the patient does at home, under /my/, and the therapist's and the clinic's side of it."""

from django.urls import path

from enthesis.web.living import diary

urlpatterns = [
    path("my/<str:number>/diary/", diary.diary, name="diary"),
    path("diary-rules/", diary.rules, name="diary-rules"),
]
