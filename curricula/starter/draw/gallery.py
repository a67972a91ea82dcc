"""Every drawing of the starter curriculum by the name of its file, which says nothing of what it shows."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from curricula.starter.draw import (
    breath,
    burns,
    curves,
    evidence,
    films,
    heads,
    labour,
    leads,
    rhythms,
    strips,
)
from curricula.starter.draw.canvas import Drawing
from curricula.starter.draw.paper import panel

STARTER = Path(__file__).parents[1]
ITEMS, CASES = "items/images", "cases"

PICTURES: Mapping[str, Callable[[], Drawing]] = MappingProxyType(
    {
        f"{ITEMS}/strip-01.png": lambda: strips.one_row(strips.calm()),
        f"{ITEMS}/strip-02.png": lambda: strips.two_rows(rhythms.irregular()),
        f"{ITEMS}/strip-03.png": lambda: strips.one_row(rhythms.sawtooth()),
        f"{ITEMS}/strip-04.png": lambda: strips.one_row(rhythms.narrow_tachycardia()),
        f"{ITEMS}/strip-05.png": lambda: strips.one_row(rhythms.broad_tachycardia()),
        f"{ITEMS}/strip-06.png": lambda: strips.one_row(rhythms.twisting()),
        f"{ITEMS}/strip-07.png": lambda: strips.one_row(rhythms.chaotic()),
        f"{ITEMS}/strip-08.png": strips.long_pr_parts,
        f"{ITEMS}/strip-09.png": lambda: strips.one_row(rhythms.lengthening()),
        f"{ITEMS}/strip-10.png": strips.dropped_waves,
        f"{ITEMS}/strip-11.png": lambda: strips.one_row(rhythms.independent()),
        f"{ITEMS}/strip-12.png": lambda: strips.one_row(strips.peaked()),
        f"{ITEMS}/strip-13.png": strips.flat_parts,
        f"{ITEMS}/strip-14.png": lambda: strips.one_row(strips.fast_and_wide()),
        f"{ITEMS}/strip-15.png": lambda: strips.one_row(strips.long_qt()),
        f"{ITEMS}/strip-16.png": lambda: strips.one_row(rhythms.fast_and_irregular()),
        f"{ITEMS}/leads-01.png": lambda: panel(leads.inferior()),
        f"{ITEMS}/leads-02.png": lambda: panel(leads.anterior()),
        f"{ITEMS}/leads-03.png": lambda: panel(leads.widespread()),
        f"{ITEMS}/leads-04.png": lambda: panel(leads.right_chest_depression()),
        f"{ITEMS}/leads-05.png": lambda: panel(leads.right_strain()),
        f"{ITEMS}/plot-01.png": curves.drug_level,
        f"{ITEMS}/plot-02.png": curves.ketones,
        f"{ITEMS}/plot-03.png": curves.gases,
        f"{ITEMS}/plot-04.png": curves.bilirubin,
        f"{ITEMS}/plot-05.png": curves.sodium,
        f"{ITEMS}/plot-06.png": curves.creatinine,
        f"{ITEMS}/plot-07.png": curves.peak_flow,
        f"{ITEMS}/plot-08.png": breath.loops,
        f"{ITEMS}/plot-09.png": curves.expired_gas,
        f"{ITEMS}/plot-10.png": labour.trace,
        f"{ITEMS}/plot-11.png": evidence.survival,
        f"{ITEMS}/plot-12.png": evidence.forest,
        f"{ITEMS}/plot-13.png": evidence.thresholds,
        f"{ITEMS}/film-01.png": films.clear,
        f"{ITEMS}/film-02.png": films.opacity,
        f"{ITEMS}/film-03.png": films.detached,
        f"{ITEMS}/film-04.png": films.fluid,
        f"{ITEMS}/film-05.png": films.gas,
        f"{ITEMS}/film-06.png": films.congested,
        f"{ITEMS}/film-07.png": films.breathing_tube,
        f"{ITEMS}/film-08.png": films.feeding_tube,
        f"{ITEMS}/slice-01.png": heads.lens,
        f"{ITEMS}/slice-02.png": heads.crescent,
        f"{ITEMS}/body-01.png": burns.body,
        f"{CASES}/leads-06.png": lambda: panel(leads.lateral_depression()),
        f"{CASES}/leads-07.png": lambda: panel(leads.right_chest_inversion()),
        f"{CASES}/film-09.png": films.clear,
    }
)


def write_all(folder: Path = STARTER) -> list[Path]:
    """Draws every picture anew into that folder; the files that were written."""
    written = []
    for name, draw in PICTURES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw().image.save(path, optimize=True)
        written.append(path)
    return written
