"""The evaluation of a stranger, under /evaluation/."""

from django.urls import path

from enthesis.web.evaluation import views

urlpatterns = [
    path("", views.start, name="evaluation-start"),
    path("question/", views.question, name="stranger-question"),
    path("now/", views.urgent, name="stranger-urgent"),
    path("check/", views.check, name="stranger-check"),
    path("send/", views.send, name="stranger-send"),
    path("sent/", views.sent, name="stranger-sent"),
    path("save/", views.save, name="stranger-save"),
    path("forget/", views.forget, name="stranger-forget"),
    path("back/<str:secret>/", views.come_back, name="stranger-back"),
]
