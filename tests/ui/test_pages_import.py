"""Gradio is imported without its type stubs, and nothing else notices."""

import inspect
import subprocess
import sys

UNPARSED = """
import ast

def parsed(*_):
    raise AssertionError("a component's source was parsed for a stub")

ast.get_source_segment = parsed
from ui.web.pages import gr
assert gr.Textbox and gr.Blocks
"""


def test_importing_the_pages_writes_no_stub() -> None:
    ran = subprocess.run([sys.executable, "-c", UNPARSED], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_afterwards_a_component_stands_in_its_file_again() -> None:
    from ui.web.pages import gr

    assert inspect.getfile(gr.Textbox).endswith("textbox.py")
