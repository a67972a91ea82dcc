"""A few small sources, and the command line called as a person would."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HYPERTENSION = """---
title: Hypertension in adults
kind: guideline
publisher: Example College
edition: "2025"
published: 2025-03-01
licence: CC BY 4.0
topics: [hypertension]
---

# Hypertension in adults

## Treatment

For adults under 55 years with hypertension, start an ACE inhibitor such as ramipril 2.5 mg once daily.
For adults aged 55 years or over, start a calcium-channel blocker such as amlodipine 5 mg once daily.

## In pregnancy

Labetalol is the first drug for hypertension in pregnancy. ACE inhibitors must be stopped in pregnancy.
"""

ASTHMA = """---
title: Asthma in adults
kind: textbook
publisher: Example Press
edition: "2"
published: 2024-01-15
licence: CC BY 4.0
topics: [asthma]
---

# Asthma in adults

## Acute attack

Give salbutamol 5 mg by oxygen-driven nebuliser in a severe asthma attack.
Give prednisolone 40 mg by mouth once daily for at least 5 days after an asthma attack.
"""


class Done(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def write_shelf(folder: Path) -> Path:
    """A folder with the two sources."""
    folder.mkdir(parents=True)
    (folder / "hypertension.md").write_text(HYPERTENSION, encoding="utf-8")
    (folder / "asthma.md").write_text(ASTHMA, encoding="utf-8")
    return folder


def preceptor(*arguments: str | Path, typed: str | None = None, timeout_s: float = 120) -> Done:
    """The command, run as a process of its own."""
    command = [sys.executable, "-c", "from ui.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, timeout=timeout_s, env=dict(os.environ)
    )
    return Done(done.returncode, done.stdout, done.stderr)
