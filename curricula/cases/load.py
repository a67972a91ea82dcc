"""Cases as files: YAML with one case or a list of them, and the pictures beside it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from curricula.cases.pictures import images, picture_remarks
from curricula.cases.types import Case
from curricula.load import Kind, Loaded, Written, load, parsed
from curricula.load import to_yaml as as_yaml
from curricula.marks import marks_faults
from curricula.pictures import Develop
from curricula.tree import Remark
from curricula.types import Fault
from retrieval.errors import PreceptorError

CASES = Kind("a case", Case, ("patient", "opening", "facts", "findings", "differential"))


def load_cases(paths: Iterable[Path], develop: Develop | None = None) -> Loaded:
    """The cases of the files and folders, and every fault, those of the pictures beside them included."""
    loaded = load(paths, [CASES])
    wrong = (fault for written in loaded.written for fault in picture_faults(written, develop))
    return Loaded(loaded.written, (*loaded.faults, *wrong))


def picture_faults(written: Written, develop: Develop | None = None) -> Iterator[Fault]:
    """What is wrong with the pictures beside a case that was read."""
    for remark in picture_remarks(case_of(written), written.file.parent, develop):
        yield written.fault(remark)
    yield from marks_faults((image.file for _, image in images(case_of(written))), written.file.parent)


def case_of(written: Written) -> Case:
    """The case that was read."""
    return written.of(Case)


def read_case(text: str) -> tuple[Case | None, list[Remark]]:
    """The case written in the text, None where the remarks say why there is none."""
    return parsed(text, CASES)


def to_yaml(case: Case) -> str:
    """The case as a YAML text that reads back as the same case; what is as usual is left out."""
    return as_yaml(case)


def write_case(case: Case, folder: Path) -> Path:
    """The file of the case in that folder; one of that name with other contents is not replaced."""
    path = folder / f"{case.id}.yaml"
    text = to_yaml(case)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_text(encoding="utf-8") != text:
            raise PreceptorError(f"{path} is already there.", "Move it away, or name another folder.")
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise PreceptorError(
            f"{path} cannot be written ({fault.strerror}).", "Name another folder."
        ) from fault
    return path
