"""What is worked out at the desk, under /desk/."""

from django.urls import path

from enthesis.web.desk import drugs, mix, score, screen, structures, tools, triage

urlpatterns = [
    path("", tools.tools, name="desk"),
    path("drugs/", drugs.drugs, name="desk-drugs"),
    path("mix/", mix.mix, name="mix"),
    path("mix/card.pdf", mix.card, name="mix-card"),
    path("score/", score.score_form, name="desk-score"),
    path("screen/", screen.screen, name="desk-screen"),
    path("structures/", structures.catalogue, name="structures"),
    path("structures/<str:name>/", structures.structure, name="structure"),
    path("triage/", triage.telephone, name="desk-triage"),
]
