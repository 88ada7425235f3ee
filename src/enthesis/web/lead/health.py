"""/health/ and /ready/: small JSON for whatever watches the server. No session, no sign-in, nothing of a clinic."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.health import ready as what_is_ready


@never_cache
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> JsonResponse:
    """The process lives: it answers without asking anything else."""
    return JsonResponse({"lives": True})


@never_cache
@require_http_methods(["GET", "HEAD"])
def ready(request: HttpRequest) -> JsonResponse:
    """Whether it can serve: 200, or 503."""
    found = what_is_ready()
    said = {"ready": found.is_ready, "database": found.database, "migrations": found.migrations, "worker": found.worker}
    return JsonResponse(said, status=200 if found.is_ready else 503)
