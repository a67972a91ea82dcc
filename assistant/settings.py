"""What an operator may set, each as PRECEPTOR_ and the field's name in capitals."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.connect.place import on_this_machine
from retrieval.errors import WrongUse
from retrieval.models.choice import ModelChoice, Prompts, is_address, shown

PREFIX = "PRECEPTOR_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def default_library() -> Path:
    """Where the platform keeps a person's data of this product."""
    return user_data_path("preceptor", appauthor=False)


class Settings(BaseSettings):
    """Read once at the entrance and handed inward; nothing below reads the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    library: Path = Field(default_factory=default_library, description="the library folder")
    host: str = Field(default="127.0.0.1", min_length=1, description="the address the app listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="the port the app listens on")
    database_url: str | None = Field(
        default=None, description="a PostgreSQL address; unset: SQLite in the library folder"
    )
    chroma_url: str | None = Field(
        default=None, description="a Chroma server's address; unset: Chroma inside the library folder"
    )
    wait_s: float = Field(
        default=30.0, ge=0, le=600, description="how long to wait for a library another process is using"
    )
    session_hours: float = Field(default=12.0, gt=0, le=24 * 90, description="how long a login lasts")
    history_days: int | None = Field(
        default=None,
        ge=1,
        description="how many days a person's questions are kept; unset: until they are removed",
    )
    country: str | None = Field(
        default=None,
        pattern="^[A-Za-z]{2}$",
        description="the country (two letters, such as GB) whose emergency numbers are named; unset: none",
    )
    https: bool = Field(
        default=False, description="whether people reach the app over HTTPS; the login cookie then needs it"
    )
    requests_per_minute: int = Field(
        default=60, ge=1, description="how many API requests an account may make a minute"
    )

    encoder: str | None = Field(
        default=None,
        min_length=1,
        description="the model that searches by meaning: a folder or an address; unset: the library's own",
    )
    ranker: str | None = Field(
        default=None,
        min_length=1,
        description="the model that reorders passages: a folder, an address or off; unset: the library's own",
    )
    image_encoder: str | None = Field(
        default=None,
        min_length=1,
        description="the model that compares pictures: a folder or an address; unset: none",
    )
    models_key: SecretStr | None = Field(default=None, description="the key that those servers ask for")
    query_prompt: str | None = Field(
        default=None, description="words put before a question for the encoder; unset: as its checkpoint says"
    )
    document_prompt: str | None = Field(
        default=None, description="words put before a passage for the encoder; unset: as its checkpoint says"
    )

    model_url: str | None = Field(
        default=None,
        description="the address of a chat model's server, ending in /v1; unset: answers are quotes only",
    )
    model: str | None = Field(
        default=None, min_length=1, description="the name of the model there; unset: the first it serves"
    )
    adapter: str | None = Field(
        default=None, min_length=1, description="the name of an adapter served beside the model; unset: none"
    )
    model_key: SecretStr | None = Field(default=None, description="the key that server asks for")
    model_timeout_s: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="how long the model may be silent before quotes are shown instead",
    )
    model_at_once: int = Field(
        default=16, ge=1, le=1024, description="how many requests the model is sent at once; others wait"
    )
    temperature: float = Field(
        default=0.0, ge=0, le=2, description="how freely the model words its answer; 0: always the same way"
    )
    answer_tokens: int = Field(
        default=700, ge=16, le=100_000, description="how many tokens a reply of the model may take"
    )
    send_personal_data: bool = Field(
        default=False, description="whether personal data stays in what a model on another machine is sent"
    )

    @field_validator("library")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        if folder == Path():
            raise ValueError("should name a folder")
        return folder.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("should start with postgresql://")
        return url

    @field_validator("chroma_url")
    @classmethod
    def _known_chroma(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("should start with http:// or https://")
        return url

    @field_validator("model_url")
    @classmethod
    def _known_server(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if not is_address(url) or urlsplit(url).query or urlsplit(url).fragment:
            raise ValueError("should look like http://127.0.0.1:8000/v1, without a user's name")
        base = url.rstrip("/").removesuffix("/chat/completions")
        return base if urlsplit(base).path else f"{base}/v1"

    @field_validator("models_key", "model_key")
    @classmethod
    def _sendable(cls, key: SecretStr | None) -> SecretStr | None:
        if key is None:
            return None
        text = key.get_secret_value().strip()
        if not text or not (text.isascii() and text.isprintable()):
            raise ValueError("should be letters, digits and signs of ASCII")
        return SecretStr(text)

    @field_validator("encoder", "ranker", "image_encoder")
    @classmethod
    def _known_model(cls, choice: str | None) -> str | None:
        if choice is not None and "://" in choice and not is_address(choice):
            raise ValueError(
                "should be a folder or look like http://127.0.0.1:8000/v1, without a user's name"
            )
        return choice

    @property
    def models(self) -> ModelChoice:
        """Which encoder, ranker and image encoder are chosen."""
        return ModelChoice(
            encoder=self.encoder,
            ranker=self.ranker,
            image_encoder=self.image_encoder,
            key=self.models_key,
            prompts=Prompts(self.query_prompt, self.document_prompt),
        )

    @property
    def removes_personal_data(self) -> bool:
        """Whether personal data is taken out of what the model is sent: it is on another machine."""
        elsewhere = self.model_url is not None and not on_this_machine(self.model_url)
        return elsewhere and not self.send_personal_data

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the app."""
        return self.host in LOOPBACK


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, overridden by what the command line gave (None: it did not)."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as fault:
        raise _explained(fault) from None


def unknown_names(environ: Mapping[str, str]) -> list[str]:
    """PRECEPTOR_ variables that no setting reads: most likely misspelt."""
    known = {variable(name) for name in Settings.model_fields}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def variable(field: str) -> str:
    """The environment variable behind a field."""
    return PREFIX + field.upper()


def _explained(fault: ValidationError) -> WrongUse:
    errors = fault.errors(include_url=False, include_context=False)
    names = _joined(variable(str(error["loc"][0])) for error in errors)
    wrong = "; ".join(
        f"{_given(str(error['loc'][0]), error['input'])}: {_expectation(error['msg'])}" for error in errors
    )
    return WrongUse(f"{wrong}.", f"Correct or unset {names}.")


def _given(field: str, value: object) -> str:
    secret = field.endswith("_key")
    return f"{variable(field)} cannot be used" if secret else f"{variable(field)} is {shown(str(value))!r}"


def _expectation(message: str) -> str:
    for opening in ("Value error, ", "Input "):
        message = message.removeprefix(opening)
    return "it " + message[:1].lower() + message[1:]


def _joined(names: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(names))
