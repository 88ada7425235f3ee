"""What a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")
application = get_wsgi_application()

# Pages leave few circles behind, and hundreds of thousands of objects stay as long as the server: it looks for circles
# more seldom than Python would, and never among what was there at the start.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
