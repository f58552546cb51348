"""`python -m smartrecovery.alive`: exit 0 where the web server answers. For health checks; needs nothing installed."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def main(address: str = "http://127.0.0.1:8000") -> None:
    """Asks under the site's own name; the server knows no other."""
    host = urlsplit(os.environ.get("SITE_URL", address)).netloc
    question = urllib.request.Request(f"{address}/healthz", headers={"Host": host})  # noqa: S310
    urllib.request.urlopen(question, timeout=4).close()  # noqa: S310


if __name__ == "__main__":
    main(*sys.argv[1:])
