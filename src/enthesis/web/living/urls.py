"""What the patient does at home, under /my/, and the therapist's and the clinic's side of it."""

from django.urls import path

from enthesis.web.living import aftercare, diary, exercises, finding, letters, preparation, programme

urlpatterns = [
    path("my/<str:number>/diary/", diary.diary, name="diary"),
    path("my/<str:number>/preparation/", preparation.preparation, name="preparation"),
    path("my/<str:number>/aftercare/", aftercare.aftercare, name="aftercare"),
    path("my/<str:number>/exercises/", exercises.exercises, name="exercises"),
    path("courses/<str:number>/programme/", programme.programme, name="programme"),
    path("my/<str:number>/letters/", letters.letters, name="letters"),
    path("courses/<str:number>/letters/", letters.answer, name="course-letters"),
    path("letters/", letters.inbox, name="letters-inbox"),
    path("my/<str:number>/medicines/find/", finding.find, name="medicines-find"),
    path("diary-rules/", diary.rules, name="diary-rules"),
]
