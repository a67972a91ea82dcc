"""The prompts of the suites that ask a served model: files with a version, beside this one."""

from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import yaml

from retrieval.errors import WrongUse
from retrieval.types import Value

FOLDER = Path(__file__).parent
CHOICE = FOLDER / "choice"


class Prompt(Value):
    """A prompt file. Whoever changes its words raises `version`; `label` has it with a digest of the file."""

    label: str
    version: int


class ChoicePrompt(Prompt):
    """How a question with options is asked. `evidence` introduces the passages, where there are any.

    `as_json` and `as_text` tell how to reply, with and without a grammar; with `reasoning` a line of thought
    comes before the letter.
    """

    reasoning: bool
    system: str
    evidence: str
    as_json: str
    as_text: str


class Example(Value):
    """A question with its answer and the reason for it."""

    question: str
    options: dict[str, str]
    answer: str
    reasoning: str


class Examples(Prompt):
    """The questions of our own that are shown with their answers before the one that is asked."""

    examples: tuple[Example, ...]


class JudgePrompt(Prompt):
    """How a judge is told what to do; the conversation and the criterion follow as one JSON object."""

    system: str


Shape = TypeVar("Shape", bound=Prompt)


def choice_prompt(name: str) -> ChoicePrompt:
    """The prompt of that name for questions with options."""
    names = sorted(path.stem for path in CHOICE.glob("*.yaml"))
    if name not in names:
        raise WrongUse(f"There is no prompt named {name}.", f"Choose one of {', '.join(names)}.")
    return _read(CHOICE / f"{name}.yaml", ChoicePrompt)


def examples() -> Examples:
    """The questions shown with their answers."""
    return _read(FOLDER / "examples.yaml", Examples)


def judge_prompt() -> JudgePrompt:
    """The prompt for the judge of a rubric."""
    return _read(FOLDER / "judge.yaml", JudgePrompt)


def _read(path: Path, shape: type[Shape]) -> Shape:
    data = path.read_bytes()
    held = yaml.safe_load(data)
    name = f"{path.stem}@{held['version']}"
    return shape.model_validate({**held, "label": f"{name}+{sha256(data).hexdigest()[:12]}"})
