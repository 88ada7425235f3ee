"""The key of a page that is sent: twice is once."""

import re
from uuid import uuid4

from django.http import HttpRequest

_KEY = re.compile(r"[0-9a-f]{32}")


def sent_key(request: HttpRequest) -> str:
    """The key with which a page was made. A page that lost it gets another one."""
    sent = request.POST.get("key", "")
    return sent if _KEY.fullmatch(sent) else uuid4().hex
