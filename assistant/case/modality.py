"""The means by which something is looked at: a plain film of the spine is no answer to an MRI of it."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_MEANS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "mri": "mri?|magnetic resonance|mra|mrcp",
        "ct": "ct|cat scan|computed tomography|cta|ctpa|hrct",
        "film": "x-?rays?|xr|cxr|axr|plain films?|radiographs?|radiography|films?",
        "ultrasound": "ultrasound|ultrasonography|uss?|doppler|duplex|sonogram|sonography|tvus|scrotal us",
        "echo": "echo|echocardiogra\w+|tte|toe|tee",
        "ecg": "ecg|ekg|electrocardiogra\w+",
        "eeg": "eeg|electroencephalogra\w+",
        "emg": "emg|electromyogra\w+|nerve conduction",
        "endoscopy": "endoscopy|ogd|egd|gastroscopy",
        "colonoscopy": "colonoscopy|sigmoidoscopy",
        "bronchoscopy": "bronchoscopy",
        "biopsy": "biopsy|histology|histopathology",
        "spirometry": "spirometry|pfts?|lung function|pulmonary function",
        "urine": "urine|urinalysis|dipstick",
        "csf": "lumbar puncture|lp|csf|spinal tap",
    }.items()
}


def names_another(asked: str, texts: Iterable[str]) -> bool:
    """Whether the question names a means of looking and the texts name only others."""
    wanted = _means(asked)
    if not wanted:
        return False
    held = frozenset().union(*(_means(text) for text in texts))
    return bool(held) and not wanted & held


@lru_cache(maxsize=4096)
def _means(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _MEANS.items() if pattern.search(text))
