"""What a device needs to put the clinic's pages beside its programs. Nothing of a person is kept on the device."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from enthesis.web.frame import me

GROUND = "#f6f4ee"  # --paper and --card of enthesis.css by day: what is shown before the first page is there
TOP = "#ffffff"
_ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))


@require_safe
@cache_control(public=True, max_age=86_400)
def manifest(request: HttpRequest) -> HttpResponse:
    """The web application manifest, with the clinic's own name where there is one clinic."""
    clinic = me(request).clinic
    icons = [
        {"src": static(f"enthesis/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in _ICONS
    ]
    told = {
        "id": "/",
        "name": clinic.name if clinic else "Enthesis",
        "short_name": "Enthesis",
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": TOP,
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
