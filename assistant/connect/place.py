"""Where a server is: what is sent to another machine leaves this one."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def on_this_machine(url: str) -> bool:
    """Whether the address is a loopback one; anything that cannot be told by looking at it is not."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
