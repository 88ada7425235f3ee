"""A patient's pages, under /my/."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from enthesis.web.patient import check_in, evaluation, outlook, questionnaire, views
from enthesis.web.patient.next import what_is_next
from enthesis.web.patient.visits import urls as visits

urlpatterns = [
    path("", what_is_next, name="next"),
    path("diary/", views.chooser("diary", "diary", _("Diary")), name="diaries"),
    path("progress/", views.chooser("progress", "progress", _("Progress")), name="progresses"),
    path("check-in/", views.chooser("check-in", "check-in", _("Is this normal?")), name="check-ins"),
    path("", include(visits)),
    path("<str:number>/medicines/", views.medicines, name="medicines"),
    path("<str:number>/outcome/<str:activity>/", views.outcome, name="outcome"),
    path("<str:number>/questions/<str:activity>/", questionnaire.questions, name="questions"),
    path("<str:number>/questions/<str:activity>/check/", questionnaire.questions_check, name="questions-check"),
    path("<str:number>/scale/<str:instrument>/", questionnaire.scale, name="scale"),
    path("<str:number>/scale/<str:instrument>/check/", questionnaire.scale_check, name="scale-check"),
    path("<str:number>/progress/", views.progress, name="progress"),
    path("<str:number>/outlook/", outlook.outlook, name="own-outlook"),
    path("<str:number>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("<str:number>/evaluation/now/", evaluation.urgent, name="evaluation-urgent"),
    path("<str:number>/evaluation/check/", evaluation.check, name="evaluation-check"),
    path("<str:number>/evaluation/done/", evaluation.done, name="evaluation-done"),
    path("<str:number>/check-in/", check_in.check_in, name="check-in"),
    path("<str:number>/check-in/now/", check_in.what_to_do, name="what-to-do"),
]
