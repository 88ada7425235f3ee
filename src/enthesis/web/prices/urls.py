"""The clinic's prices, under /prices/."""

from django.urls import path

from enthesis.web.prices import views

urlpatterns = [
    path("", views.prices, name="prices"),
    path("new/", views.new, name="prices-new"),
    path("<str:version>/", views.version, name="prices-version"),
]
