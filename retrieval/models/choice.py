"""What an owner may choose: which encoder, which ranker, and how texts are introduced to the encoder."""

from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr

from retrieval.types import Value

OFF = "off"


class Prompts(NamedTuple):
    """Words put before a text for an encoder that wants them. None: what the checkpoint says, else none."""

    query: str | None = None
    document: str | None = None


class ModelChoice(Value):
    """A folder or an address each; None: the library's own, else the shipped one. `ranker` may be "off".

    No image encoder is shipped: None there means that pictures are not compared.
    """

    encoder: str | None = None
    ranker: str | None = None
    image_encoder: str | None = None
    key: SecretStr | None = None
    prompts: Prompts = Prompts()


def is_address(choice: str) -> bool:
    """Whether the choice is a server's address, without a user's name or password in it."""
    try:
        parts = urlsplit(choice)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def shown(url: str) -> str:
    """The address without a user's name or password."""
    return url.split("@")[-1] if "@" in url else url
