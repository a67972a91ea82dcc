"""Lets torchvision be imported beside a torch without a GPU: it misses the names of its operators only.

The image processors of vLLM's test models import torchvision for resizing, which is plain Python. Put on
PYTHONPATH by the tests alone, so that vLLM's worker processes get it too.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

OPERATORS = (
    "nms",
    "qnms",
    "roi_align",
    "_roi_align_backward",
    "qroi_align",
    "ps_roi_align",
    "_ps_roi_align_backward",
    "roi_pool",
    "_roi_pool_backward",
    "ps_roi_pool",
    "_ps_roi_pool_backward",
    "deform_conv2d",
)
# The names go when this object does.
KEPT: list[object] = []


class _NamesFirst(importlib.abc.MetaPathFinder):
    """Names the operators at the first import of torchvision, then leaves it to the finders after it."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name == "torchvision":
            sys.meta_path.remove(self)
            _name_operators()
        return None


def _name_operators() -> None:
    import torch

    names = torch.library.Library("torchvision", "FRAGMENT")
    KEPT.append(names)
    for operator in OPERATORS:
        names.define(f"{operator}(Tensor x) -> Tensor")


sys.meta_path.insert(0, _NamesFirst())
