"""Links that are sent by e-mail: each opens one thing for one purpose, for a while. Only a digest of each is kept.

    secret = make_link("evaluation", "17", lasts=timedelta(days=14))
    read_link("evaluation", secret)        # "17"; None for another purpose, when it is over, or after drop_links
"""

from enthesis.clinic.links.secrets import drop_links, forget_old, make_link, read_link

__all__ = ["drop_links", "forget_old", "make_link", "read_link"]
