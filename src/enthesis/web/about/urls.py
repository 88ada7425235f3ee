"""The leaflets, under /about/."""

from django.urls import path

from enthesis.web.about import views

urlpatterns = [
    path("", views.index, name="about"),
    path("<slug:leaflet>/", views.leaflet, name="leaflet"),
]
