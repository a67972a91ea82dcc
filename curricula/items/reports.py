"""Lines of the report of a picture, in words."""

from curricula.items.types import ReportLine, Side

SIDES: dict[Side, str] = {"left": "left", "right": "right", "both": "both sides"}


def stated(line: ReportLine) -> str:
    """The line as a report says it, e.g. "No pneumothorax", or "Pleural effusion: left, small"."""
    if line.presence == "absent":
        return f"No {line.name[:1].lower()}{line.name[1:]}" if not _is_short(line.name) else f"No {line.name}"
    more = [SIDES[line.side]] if line.side else []
    more += [line.severity] if line.severity else []
    if line.number:
        low, high = line.number.low, line.number.high
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        more.append(f"{span} {line.number.unit}".strip())
    name = line.name[:1].upper() + line.name[1:]
    return f"{name}: {', '.join(more)}" if more else name


def _is_short(name: str) -> bool:
    """Whether the name begins with an abbreviation, or a letter that stands alone ("Q waves")."""
    return name.split()[0][:2].isupper() or len(name.split()[0]) == 1
