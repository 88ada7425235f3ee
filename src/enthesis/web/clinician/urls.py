"""Staff's pages."""

from django.urls import path

from enthesis.web.clinician import evaluation, lists, outlook, pauses, recall, symptoms, unverified, views, visit_rules

urlpatterns = [
    path("worklist/", lists.work, name="worklist"),
    path("symptoms/", symptoms.symptoms, name="symptoms"),
    path("symptoms/clocks/", symptoms.clocks, name="clocks"),
    path("pauses/", pauses.pauses, name="pauses"),
    path("visit-rules/", visit_rules.rules, name="visit-rules"),
    path("knowledge/", unverified.unverified, name="unverified"),
    path("knowledge/<slug:name>/", unverified.group, name="unverified-group"),
    path("recall/", recall.lots, name="recall"),
    path("recall/table/", recall.lots_table, name="recall-table"),
    path("courses/<str:number>/", views.course, name="course"),
    path("courses/<str:number>/outlook/", outlook.outlook, name="outlook"),
    path("courses/<str:number>/record/<slug:slug>/", views.record_on, name="record"),
    path("courses/<str:number>/record/<slug:slug>/<path:named>/", views.record_on, name="record-about"),
    path("courses/<str:number>/correct/<str:event>/", views.correct, name="correct"),
    path("courses/<str:number>/evaluation/<str:answered>/", evaluation.check, name="evaluation-corrected"),
    path("courses/<str:number>/evaluation/<str:answered>/question/", evaluation.question, name="evaluation-correct"),
    path("courses/<str:number>/withdraw/<str:event>/", views.withdraw, name="withdraw"),
]
