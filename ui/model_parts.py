"""The language model as preceptor doctor sees it: connected or not, what it can do, and why not."""

from collections.abc import Iterator

from assistant.connect import connect
from assistant.ports import Capabilities, ModelFault
from assistant.settings import Settings
from ui.part import Part

NOT_KNOWN = "not known: the server gave no sign when it was tried"


def model_parts(settings: Settings) -> Iterator[Part]:
    """One part for the connection and, where that works, one for each thing the model may be able to do.

    The model is asked three short questions.
    """
    served = connect(settings)
    if served is None:
        quotes = "answers are sentences of the sources; PRECEPTOR_MODEL_URL has them written"
        yield Part(name="language model", state="off", detail=quotes)
        return
    try:
        can = served.explore()
    except ModelFault as fault:
        yield Part(name="language model", state="fault", detail=str(fault))
        return
    yield Part(name="language model", state="on", detail=f"{can.model} at {served.host}")
    yield from _abilities(can, settings)
    yield redaction(settings, served.host)


def _abilities(can: Capabilities, settings: Settings) -> Iterator[Part]:
    if can.context is None:
        yield Part(name="context", state="off", detail="not known: the server does not say how much fits")
    else:
        yield Part(name="context", state="on", detail=f"{can.context} tokens")
    yield _ability("image input", can.images, "the model takes images", "the model takes no images")
    yield _ability(
        "structured output",
        can.structured,
        "replies keep to a JSON schema",
        "the server does not hold replies to a JSON schema",
    )
    if can.adapters:
        used = f"; {settings.adapter} is used" if settings.adapter else "; none is used"
        yield Part(name="adapters", state="on", detail=", ".join(can.adapters) + used)
    else:
        yield Part(name="adapters", state="off", detail="the server lists none")


def _ability(name: str, able: bool | None, yes: str, no: str) -> Part:
    if able is None:
        return Part(name=name, state="off", detail=NOT_KNOWN)
    return Part(name=name, state="on" if able else "off", detail=yes if able else no)


def redaction(settings: Settings, host: str) -> Part:
    """Whether personal data stays out of what the model at `host` is sent, and why."""
    if settings.removes_personal_data:
        return Part(name="redaction", state="on", detail=f"personal data is taken out before {host} is asked")
    if settings.send_personal_data:
        return Part(name="redaction", state="off", detail=f"PRECEPTOR_SEND_PERSONAL_DATA lets {host} have it")
    return Part(name="redaction", state="off", detail="the model's server is this machine")
