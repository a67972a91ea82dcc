"""Does the gate keep what shows no patient from being described, and let real pictures pass?

Pictures made by rule need no folder; the real ones are those of `images.jsonl` and of pydicom's own files.
Every figure is the gate's without an image encoder.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from assistant.image.gate import judge, named_kind
from assistant.image.gate.kinds import GREY, HUES
from assistant.image.types import Gate, ImageInfo, Modality
from eval.made.nothing import nothing_to_see
from eval.made.standins import near_placeholders
from eval.metrics import share
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.rows import rows, text_of

if TYPE_CHECKING:
    from assistant.image.intake.taking import Taker

KINDS: tuple[Modality, ...] = get_args(Modality)
FIGURE = "textbook figure"
SMALLEST = 64
"""Pixels a side: pydicom's files hold pictures of 3 to 16 pixels too, which nobody could read."""


class Real(NamedTuple):
    """A real picture, its kind, and what its tags told (None: a file without tags)."""

    name: str
    body: bytes
    kind: Modality
    info: ImageInfo | None


class Trial(NamedTuple):
    """A question to the gate: the group it counts in, the picture's name, and what came of it."""

    group: str
    name: str
    gate: Gate


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """Shares of what is described and should not be, and of real pictures that are declined."""
    real = [*_listed(options), *_tagged()]
    trials: list[Trial] = []
    made = {"nothing": nothing_to_see(), "placeholder": near_placeholders()}
    done, total = 0, len(real) + sum(map(len, made.values()))
    for group, files in made.items():
        for name, body in files.items():
            trials.extend(_made(group, name, body))
            on_progress("Judging", done := done + 1, total)
    for one in real:
        trials.extend(_real(one))
        on_progress("Judging", done := done + 1, total)
    wrong = [f"{trial.name} ({trial.gate.reason})" for trial in _declined(trials)]
    settings = {"data": options.data.resolve().name, "real": len(real), "declined": "; ".join(wrong)}
    return SuiteResult(suite="gate", n=total, ungraded=0, scores=score_trials(trials), settings=settings)


def score_trials(trials: Iterable[Trial]) -> dict[str, Score]:
    """Each group's share of trials that ended as they should not."""
    found = list(trials)
    described = (
        "nothing.unnamed",
        "nothing.named",
        "placeholder",
        "wrong_kind",
        "wrong_kind.alike",
        "wrong_tags",
    )
    scores = {
        f"{group}.described": share([bool(trial.gate.open) for trial in found if trial.group == group])
        for group in described
    }
    for group in ("fine.named", "fine.unnamed", "fine.tagged"):
        shut = [trial.gate.open is False for trial in found if trial.group == group]
        scores[f"{group}.declined"] = share(shut)
    return scores


def _declined(trials: Iterable[Trial]) -> Iterator[Trial]:
    return (trial for trial in trials if trial.group.startswith("fine") and trial.gate.open is False)


def _made(group: str, name: str, body: bytes) -> Iterator[Trial]:
    """The picture without a word, and as each kind where the gate did not shut by itself."""
    unnamed = judge(body)
    yield Trial(group if group == "placeholder" else f"{group}.unnamed", name, unnamed)
    for kind in KINDS if unnamed.open is None else ():
        yield Trial(group if group == "placeholder" else f"{group}.named", name, judge(body, expected=kind))


def _real(one: Real) -> Iterator[Trial]:
    """The picture with its kind named, without a word, with its tags, and as every other kind."""
    yield Trial("fine.named", one.name, judge(one.body, expected=one.kind))
    yield Trial("fine.unnamed", one.name, judge(one.body))
    if one.info is not None:
        yield Trial("fine.tagged", one.name, judge(one.body, info=one.info))
    for kind in KINDS:
        if kind == one.kind:
            continue
        group = "wrong_kind.alike" if _alike(kind, one.kind) else "wrong_kind"
        yield Trial(group, one.name, judge(one.body, expected=kind))
        if one.info is not None:
            yield Trial("wrong_tags", one.name, judge(one.body, expected=kind, info=one.info))


def _alike(one: Modality, other: Modality) -> bool:
    """Whether only tags or an encoder can tell the kinds from each other; a strip of an ECG may be drawn."""
    if {one, other} == {"ecg", "drawing"}:
        return True
    return any({one, other} <= set(family) for family in (GREY, HUES))


def _listed(options: SuiteOptions) -> Iterator[Real]:
    path = options.data / "images.jsonl"
    if not path.is_file():
        raise NotRun(f"Not run: there is no {path}.", "Point --data at a folder with images.jsonl.")
    for row in rows(path):
        said = text_of(row, "kind")
        kind = "drawing" if said == FIGURE else named_kind(said)
        file = options.data / text_of(row, "file")
        if kind is not None and file.is_file():
            yield Real(file.name, file.read_bytes(), kind, None)


def _tagged() -> Iterator[Real]:
    """The first frames of pydicom's own files whose tags tell the kind, each picture once."""
    import pydicom

    from assistant.image.intake.taking import Taker

    seen: set[bytes] = set()
    with Taker() as taker:
        for path in sorted((Path(pydicom.__file__).parent / "data").rglob("*.dcm")):
            found = _shown(taker, path)
            if found is not None and found.body not in seen:
                seen.add(found.body)
                yield found


def _shown(taker: "Taker", path: Path) -> Real | None:
    from assistant.image.intake import shown

    try:
        taken = taker.take(path.read_bytes(), path.name)
    except PreceptorError:
        return None
    info = taken.info
    if info.modality is None or min(info.width, info.height) < SMALLEST:
        return None
    return Real(path.name, shown(taken.body, info.media_type, 0), info.modality, info)
