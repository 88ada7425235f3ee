"""Protocols, under /protocols/."""

from django.urls import path

from enthesis.web.lead import drafts, moving, views

urlpatterns = [
    path("", views.protocols, name="protocols"),
    path("compare/", views.compare, name="protocols-compare"),
    path("upload/", drafts.upload, name="protocol-upload"),
    path("drafts/<int:draft>/", drafts.draft, name="draft"),
    path("drafts/<int:draft>/whole/", drafts.whole, name="draft-whole"),
    path("drafts/<int:draft>/add/", drafts.add, name="draft-add"),
    path("drafts/<int:draft>/file/", drafts.file, name="draft-file"),
    path("drafts/<int:draft>/turn/", drafts.turn, name="draft-turn"),
    path("drafts/<int:draft>/activity/<str:activity>/", drafts.activity, name="draft-activity"),
    path("drafts/<int:draft>/remove/<str:activity>/", drafts.remove, name="draft-remove"),
    path("<str:name>/move/", moving.move, name="protocol-move"),
    path("<str:name>/<str:version>/", views.protocol, name="protocol"),
    path("<str:name>/<str:version>/decide/", views.decisions, name="protocol-decide"),
    path("<str:name>/<str:version>/changes/", views.changes, name="protocol-changes"),
    path("<str:name>/<str:version>/copy/", drafts.copy, name="protocol-copy"),
    path("<str:name>/<str:version>/retire/", drafts.retire, name="protocol-retire"),
]
