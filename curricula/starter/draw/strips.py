"""The rhythm strips as drawings, with the places that an item asks for."""

from curricula.starter.draw import rhythms
from curricula.starter.draw.canvas import Drawing
from curricula.starter.draw.paper import RATE, Box, box, marked, strip
from curricula.starter.draw.rhythms import NORMAL, Rhythm
from curricula.starter.draw.waves import EDGE, P_RISE, Shape

SHORT = 4
HYPERKALAEMIC = Shape(p=0.035, q=-0.05, r=0.75, s=-0.45, t=1.05)
HYPOKALAEMIC = Shape(p=0.16, q=-0.06, r=1.00, s=-0.14, st=-0.10, t=0.06, u=0.20)


def one_row(rhythm: Rhythm) -> Drawing:
    """The rhythm as a strip of one row."""
    return strip([rhythm.mv])


def two_rows(rhythm: Rhythm) -> Drawing:
    """The rhythm of 10 s as two rows of 5 s."""
    middle = 5 * RATE
    return strip([rhythm.mv[:middle], rhythm.mv[middle:]])


def calm() -> Rhythm:
    """Sinus rhythm of 75 per minute, four large squares from R to R."""
    return rhythms.sinus(75, qt=0.36)


def long_pr() -> Rhythm:
    """Sinus rhythm of 66 per minute with a PR interval of 300 ms."""
    return rhythms.sinus(66, first=0.6, pr=0.30, qt=0.38)


def peaked() -> Rhythm:
    """Rate 58; P waves of 0.35 mm, PR 240 ms, QRS 152 ms, narrow T waves of 10 mm."""
    return rhythms.sinus(58, HYPERKALAEMIC, first=0.6, pr=0.24, qt=0.42, wide=1.6, peaked=0.75)


def flat() -> Rhythm:
    """Rate 72; ST 1 mm low, T waves of 0.6 mm, and a wave of 2 mm after each T wave."""
    return rhythms.sinus(72, HYPOKALAEMIC, qt=0.36)


def long_qt() -> Rhythm:
    """Rate 75 (RR 800 ms) with a QT interval of 500 ms, so a QTc of 559 ms by the Bazett formula."""
    return rhythms.sinus(75, NORMAL._replace(t=0.32), qt=0.50)


def fast_and_wide() -> Rhythm:
    """Sinus tachycardia of 125 with a QRS complex of 152 ms."""
    shape = Shape(p=0.14, q=-0.06, r=0.80, s=-0.45, t=0.22)
    return rhythms.sinus(125, shape, first=0.35, pr=0.14, qt=0.36, wide=1.6, peaked=0.8)


def long_pr_parts() -> Drawing:
    """Four seconds of `long_pr` with the parts of its beats as places."""
    rhythm = long_pr()
    spans: dict[str, tuple[float, float]] = {}
    for number, time in enumerate(rhythm.beats[1:5], 1):
        start, end = time.onset - (time.pr or 0.0), time.onset + time.qt
        spans |= {f"pr{number}": (start, time.onset), f"qrs{number}": (time.onset, time.j)}
        spans |= {f"st{number}": (time.j, end), f"tp{number}": (end, end + 0.18)}
    return _short(rhythm, {name: box(*span, top=1.3, bottom=-0.5) for name, span in spans.items()})


def dropped_waves() -> Drawing:
    """Four seconds of `dropping` with its waves as places: P waves `lost1` or `kept1` and so on."""
    rhythm = rhythms.dropping()
    lasting = 2 * EDGE * P_RISE
    boxes = {}
    for number, onset in enumerate(rhythm.atrial):
        name = f"lost{number // 3 + 1}" if number % 3 == 2 else f"kept{number - number // 3 + 1}"
        boxes[name] = box(onset - 0.07, onset + lasting + 0.07, top=0.7, bottom=-0.4)
    for number, one in enumerate(rhythm.beats, 1):
        boxes[f"qrs{number}"] = box(one.onset + 0.02, one.j, top=1.2, bottom=-0.5)
        boxes[f"t{number}"] = box(one.j + 0.02, one.onset + one.qt, top=0.2, bottom=-0.5)
    return _short(rhythm, boxes)


def flat_parts() -> Drawing:
    """Four seconds of `flat` with the waves of its beats as places, `u0` at the left edge."""
    rhythm = flat()
    boxes = {}
    for number, time in enumerate(rhythm.beats[:6]):
        end = time.onset + time.qt
        boxes[f"u{number}"] = box(end + 0.01, end + 0.20, top=0.7, bottom=-0.4)
        boxes[f"p{number}"] = box(time.onset - 0.19, time.onset - 0.01, top=0.7, bottom=-0.4)
        boxes[f"qrs{number}"] = box(time.onset, time.j, top=1.3, bottom=-0.4)
        boxes[f"st{number}"] = box(time.j + 0.01, end, top=0.7, bottom=-0.4)
    return _short(rhythm, boxes)


def _short(rhythm: Rhythm, boxes: dict[str, Box]) -> Drawing:
    """Four seconds, wide enough to point at, with the places that lie wholly or mostly in them."""
    drawing = one_row(rhythm._replace(mv=rhythm.mv[: SHORT * RATE]))
    left, right = box(0, SHORT, top=0, bottom=0)[::2]
    inside = {
        name: (max(left, edges[0]), edges[1], min(right, edges[2]), edges[3])
        for name, edges in boxes.items()
        if left < (edges[0] + edges[2]) / 2 < right
    }
    return marked(drawing, inside)
