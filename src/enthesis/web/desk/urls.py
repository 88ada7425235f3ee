"""What is worked out at the desk, under /desk/."""

from django.urls import path

from enthesis.web.desk import drugs, mix, score, screen, tools, triage

urlpatterns = [
    path("", tools.tools, name="desk"),
    path("drugs/", drugs.drugs, name="desk-drugs"),
    path("mix/", mix.mix, name="mix"),
    path("mix/card.pdf", mix.card, name="mix-card"),
    path("score/", score.score_form, name="desk-score"),
    path("screen/", screen.screen, name="desk-screen"),
    path("triage/", triage.telephone, name="desk-triage"),
]
