"""Files that authors write, read with every fault at once: where, what is wrong, what was expected."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from curricula.tree import Misread, Remark, Spot, Tree, read_tree, to_text
from curricula.types import Fault, Taught
from curricula.wording import remarks_of

SUFFIXES = (".yaml", ".yml")
# The longest case written so far takes 70 KB; a thousand items take about 2 MB.
MAX_BYTES = 4 * 1024 * 1024
MOST_FAULTS = 200
M = TypeVar("M", bound=Taught)


class Kind(NamedTuple):
    """One kind of thing that authors write: its name, its schema, and fields that only it has.

    With `variants` the field `type` names another schema; without it, it is `model`.
    """

    name: str
    model: type[Taught]
    marks: tuple[str, ...]
    variants: Mapping[str, type[Taught]] = MappingProxyType({})


class Written(NamedTuple):
    """Something that was read and fits its schema, and where it stands in its file."""

    kind: Kind
    value: Taught
    file: Path
    tree: Tree
    spot: Spot

    def fault(self, remark: Remark) -> Fault:
        """The remark about this value as a fault of its file."""
        return _fault(self.file, self.tree, remark._replace(spot=(*self.spot, *remark.spot)))

    def of(self, model: type[M]) -> M:
        """The value, of that schema. TypeError where it is of another."""
        if not isinstance(self.value, model):
            raise TypeError(f"{self.kind.name} is no {model.__name__}")
        return self.value


class Loaded(NamedTuple):
    """What could be read, and everything wrong with the rest."""

    written: tuple[Written, ...]
    faults: tuple[Fault, ...]


def load(paths: Iterable[Path], kinds: Sequence[Kind]) -> Loaded:
    """Everything of those kinds in the files and folders; a fault never keeps the rest from being read."""
    written: list[Written] = []
    faults: list[Fault] = []
    for path in paths:
        files = list(_files(path))
        if not files:
            faults.append(_missing(path))
        for file in files:
            found, wrong = _read(file, kinds)
            written += found
            faults += wrong if len(wrong) <= MOST_FAULTS else _cut(file, wrong)
    return Loaded(tuple(written), (*faults, *_doubles(written)))


def parsed(text: str, kind: Kind) -> tuple[Any, list[Remark]]:
    """The one value that a YAML text holds, None where the remarks say why not."""
    try:
        tree = read_tree(text)
    except Misread as fault:
        return None, [fault.remark]
    value, remarks = _checked(tree.value, kind)
    return value, [*tree.remarks, *_apart(tree.remarks, remarks)]


def to_yaml(*values: Taught) -> str:
    """The value as a YAML text that reads back as the same one, several as a list; less what is as usual."""
    fields = [_first(value) | value.model_dump(mode="json", exclude_defaults=True) for value in values]
    return to_text(fields[0] if len(fields) == 1 else fields)


def _first(value: Taught) -> dict[str, object]:
    return {"id": value.id, "version": value.version, "title": value.title, "status": value.status}


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = (file for file in sorted(path.rglob("*")) if file.suffix.lower() in SUFFIXES)
        # A file named like another beside it says what that source is; it holds nothing to learn from.
        yield from (file for file in found if file.is_file() and not file.with_suffix("").exists())
    elif path.exists():
        yield path


def _missing(path: Path) -> Fault:
    what = "holds no YAML file" if path.is_dir() else "does not exist"
    return Fault(
        file=path, field="", line=None, what=what, expected="a file ending in .yaml, or a folder of them"
    )


def _read(file: Path, kinds: Sequence[Kind]) -> tuple[list[Written], list[Fault]]:
    try:
        tree = read_tree(_text(file))
    except Misread as fault:
        return [], [_whole(file, fault.remark, fault.line)]
    written: list[Written] = []
    remarks = list(tree.remarks)
    for spot, value in _records(tree.value):
        kind = _kind_of(value, kinds)
        if kind is None:
            remarks.append(Remark(spot, "is nothing that is known here", _choices(kinds)))
            continue
        made, wrong = _checked(value, kind)
        remarks += _apart(remarks, [remark._replace(spot=(*spot, *remark.spot)) for remark in wrong])
        if made is not None:
            written.append(Written(kind, made, file, tree, spot))
    return written, [_fault(file, tree, remark) for remark in remarks]


def _text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            what = f"is too large ({size / 1024 / 1024:.0f} MB)"
            raise Misread(Remark((), what, f"at most {MAX_BYTES // 1024 // 1024} MB a file"), None)
        return file.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise Misread(Remark((), f"cannot be opened ({fault.strerror})", "a readable file"), None) from None
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise Misread(Remark((), "is not written in UTF-8", "plain text in UTF-8"), line) from None


def _records(value: object) -> list[tuple[Spot, object]]:
    if isinstance(value, list) and value:
        return [((index,), record) for index, record in enumerate(value)]
    return [((), value)]


def _kind_of(value: object, kinds: Sequence[Kind]) -> Kind | None:
    """What it is by the fields that it has; of a single kind, anything that has fields at all."""
    if not isinstance(value, dict) or not value:
        return None
    best = max(kinds, key=lambda kind: len(set(kind.marks) & value.keys()))
    return best if len(kinds) == 1 or set(best.marks) & value.keys() else None


def _checked(value: object, kind: Kind) -> tuple[Taught | None, list[Remark]]:
    named = value.get("type", "") if kind.variants and isinstance(value, dict) else ""
    model = kind.model if named == "" else kind.variants.get(str(named))
    if model is None:
        return None, [Remark(("type",), f"is “{str(named)[:60]}”", f"one of {', '.join(kind.variants)}")]
    try:
        # As JSON, because only there a strict schema takes a list for a tuple.
        return model.model_validate_json(json.dumps(value), strict=True), []
    except ValidationError as fault:
        return None, remarks_of(fault, model)


def _apart(known: Iterable[Remark], more: Iterable[Remark]) -> list[Remark]:
    """Those of more that are not merely what follows from one that is known."""
    spots = {remark.spot for remark in known}
    return [remark for remark in more if remark.spot not in spots]


def _choices(kinds: Sequence[Kind]) -> str:
    return " or ".join(f"{kind.name} (a group of fields such as {kind.marks[0]})" for kind in kinds)


def _doubles(written: Sequence[Written]) -> Iterator[Fault]:
    first: dict[tuple[str, str, int], Written] = {}
    for one in written:
        known = first.setdefault((one.kind.name, one.value.id, one.value.version), one)
        if known is not one:
            line = known.tree.line((*known.spot, "id"))
            what = f"is {one.value.id} in version {one.value.version}, as in {known.file.name}, line {line}"
            yield one.fault(Remark(("id",), what, "an id of its own, or a higher version"))


def _cut(file: Path, faults: Sequence[Fault]) -> list[Fault]:
    more = f"has {len(faults) - MOST_FAULTS} more faults that are not listed"
    return [*faults[:MOST_FAULTS], _whole(file, Remark((), more, "the faults above corrected first"), None)]


def _fault(file: Path, tree: Tree, remark: Remark) -> Fault:
    field = ".".join(map(str, remark.spot))
    return Fault(
        file=file,
        field=field,
        line=tree.line(remark.spot),
        what=remark.what,
        expected=remark.expected,
        warning=remark.warning,
    )


def _whole(file: Path, remark: Remark, line: int | None) -> Fault:
    return Fault(file=file, field="", line=line, what=remark.what, expected=remark.expected)
