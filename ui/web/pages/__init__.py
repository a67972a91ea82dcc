"""The pages that Gradio draws, and Gradio itself, imported without the type stubs that it would write."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def _without_stubs() -> Iterator[None]:
    """Tells Gradio that its components stand in no file.

    It parses and writes anew a stub file for each of its eighty components at every import, which is more
    than half of the processor time of the import (5.7 s to 3.8 s, 7.0 s to 2.0 s). There is no setting
    against it, but components without a file are left out.
    """
    found = inspect.getfile

    def getfile(object: Any) -> str:  # noqa: A002 - the name that it has in `inspect`
        if isinstance(object, type) and object.__module__.startswith("gradio."):
            raise OSError(f"no stubs are wanted for {object.__module__}")
        return found(object)

    inspect.getfile = getfile
    try:
        yield
    finally:
        inspect.getfile = found


with _without_stubs():
    import gradio as gr

__all__ = ["gr"]
