"""Questionnaires, under /instruments/."""

from django.urls import path

from enthesis.web.lead import instruments

urlpatterns = [
    path("", instruments.instruments, name="instruments"),
    path("<str:name>/", instruments.instrument, name="instrument"),
    path("<str:name>/blank/", instruments.blank, name="instrument-blank"),
    path("<str:name>/load/", instruments.load_words, name="instrument-load"),
    path("<str:name>/words/<str:version>/<str:language>/", instruments.text, name="instrument-text"),
    path("<str:name>/words/<str:version>/<str:language>/use/", instruments.turn_text, name="instrument-turn"),
]
