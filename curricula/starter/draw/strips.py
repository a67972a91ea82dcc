"""The rhythm strips as drawings, with the places that an item asks for."""

from curricula.starter.draw import rhythms
from curricula.starter.draw.canvas import Drawing
from curricula.starter.draw.paper import RATE, box, marked, strip
from curricula.starter.draw.rhythms import NORMAL, Rhythm
from curricula.starter.draw.waves import EDGE, P_RISE, Shape

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
    """The strip of `long_pr` with the parts of its third whole beat as places."""
    rhythm = long_pr()
    time = rhythm.beats[3]
    before = rhythm.beats[2]
    pr = time.pr or 0.0
    edges = {
        "pr": (time.onset - pr, time.onset),
        "qrs": (time.onset, time.j),
        "st": (time.j, time.onset + time.qt),
        "tp": (before.onset + before.qt, time.onset - pr),
    }
    return marked(one_row(rhythm), {name: box(*span, top=1.3, bottom=-0.5) for name, span in edges.items()})


def dropped_waves() -> Drawing:
    """The strip of `dropping` with every wave as a place: P waves `lost1` or `kept1` and so on."""
    rhythm = rhythms.dropping()
    lasting = 2 * EDGE * P_RISE
    boxes = {}
    for number, onset in enumerate(rhythm.atrial):
        name = f"lost{number // 3 + 1}" if number % 3 == 2 else f"kept{number - number // 3 + 1}"
        boxes[name] = box(onset - 0.03, onset + lasting + 0.03, top=0.45, bottom=-0.25)
    for number, one in enumerate(rhythm.beats):
        boxes[f"qrs{number + 1}"] = box(one.onset + 0.02, one.j, top=1.2, bottom=-0.5)
        boxes[f"t{number + 1}"] = box(one.j + 0.02, one.onset + one.qt + 0.02, top=0.2, bottom=-0.5)
    return marked(one_row(rhythm), boxes)


def flat_parts() -> Drawing:
    """The strip of `flat` with the waves of two beats as places."""
    rhythm = flat()
    boxes = {}
    for number in (2, 4):
        time = rhythm.beats[number]
        end = time.onset + time.qt
        boxes[f"u{number}"] = box(end + 0.02, end + 0.19, top=0.5, bottom=-0.2)
        boxes[f"p{number}"] = box(time.onset - 0.17, time.onset - 0.03, top=0.5, bottom=-0.2)
        boxes[f"qrs{number}"] = box(time.onset, time.j, top=1.3, bottom=-0.4)
        boxes[f"st{number}"] = box(time.j + 0.01, time.onset + time.qt, top=0.5, bottom=-0.4)
    return marked(one_row(rhythm), boxes)
