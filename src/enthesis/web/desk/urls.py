"""What is worked out at the desk, under /desk/."""

from django.urls import path

from enthesis.web.desk import mix

urlpatterns = [
    path("mix/", mix.mix, name="mix"),
    path("mix/card.pdf", mix.card, name="mix-card"),
]
