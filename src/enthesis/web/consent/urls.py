"""The consent: a patient's pages, and the clinic's lists."""

from django.urls import path

from enthesis.web.consent import desk, views

patient_urlpatterns = [
    path("<str:number>/consent/", views.consent, name="consent"),
    path("<str:number>/consent.pdf", views.copy, name="consent-copy"),
    path("<str:number>/consent/ask/", views.ask, name="consent-ask"),
    path("<str:number>/consent/sign/", views.sign, name="consent-sign"),
    path("<str:number>/consent/take-back/", views.take_back, name="consent-take-back"),
]
urlpatterns = [
    path("consents/", desk.consents, name="consents"),
    path("consents/rule/", desk.rule, name="consent-rule"),
]
