"""What a browser may do on our pages, and what a web server tells it with them: the one place where that is written."""

REPORT = "report"  # the folder of a page that nobody may know the readers of

_RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "child-src": "'self'",  # workers, for iOS before 15.5, which knows no worker-src
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "mingbai",  # the policies by which search starts its worker
}
POLICY = "; ".join(f"{name} {value}" for name, value in _RULES.items())
"""The content security policy of every page but those that bring one of their own; nothing inline, nothing foreign."""

HSTS = {
    "host": "max-age=63072000",
    "subdomains": "max-age=63072000; includeSubDomains",
    "preload": "max-age=63072000; includeSubDomains; preload",
}
"""What ``hsts`` in mkdocs.yml may say: all but the first bind hosts that are perhaps not ours."""

_UNUSED = "accelerometer camera display-capture fullscreen geolocation gyroscope magnetometer microphone payment usb"


def headers(secure: bool, hsts: str = "host") -> dict[str, str]:
    """What goes with every answer besides its policy; browsers heed two of them only over TLS (``secure``)."""
    found = {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Permitted-Cross-Domain-Policies": "none",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED.split()),
    }
    return found | ({"Strict-Transport-Security": HSTS[hsts]} if secure else {})


OPENER = "Cross-Origin-Opener-Policy"


def opener(policy: str) -> str:
    """Who may hold on to a page's window; a page with a policy of its own may log in through another window."""
    return "same-origin" if policy == POLICY else "same-origin-allow-popups"


def sent(policy: str) -> str:
    """A page's policy as a header, which alone can say that no other page may frame it."""
    return f"{policy}; frame-ancestors 'none'"


def private(address: str) -> bool:
    """Whether a page's readers must leave no trace: report pages and all below them."""
    return REPORT in address.split("/")


NEVER_KEPT = "no-store"
ALWAYS_KEPT = "public, max-age=31536000, immutable"
KEPT = (
    (rf"/{REPORT}(/|\?|$)", NEVER_KEPT),
    (r"/assets/[^?]*\?v=[0-9a-f]+$", ALWAYS_KEPT),
)
"""How long browsers keep what they got: patterns of ``path?query``, the first that fits counts."""
VERSIONED = ("javascripts", "search", "stylesheets", "vendor")
"""Folders of assets that a packed site asks for by version alone, for hosts that cannot see a query."""
ELSE_KEPT = "no-cache"  # kept, and asked for by its ETag every time
UNLOGGED = rf"/({REPORT}|assets)(/|\?|$)"  # whoever asks for a style and no page has read one that is not logged
