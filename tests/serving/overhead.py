"""What Preceptor adds, measured before a real vLLM with a tiny model: the figures of docs/serving.md.

    VLLM_PYTHON=.venv/vllm/bin/python .venv/bin/python -m tests.serving.overhead --json overhead.json

takes the options of eval.overhead. Temperature 1 makes random weights write sentences, more or less.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from eval import overhead
from tests.serving.tiny_models import CONTEXT, text_model
from tests.serving.vllm_server import KEY, serving


def main() -> None:
    """Starts the server, measures it, and ends it."""
    with (
        TemporaryDirectory() as folder,
        serving(text_model(Path(folder) / "text"), options={"max-model-len": str(CONTEXT)}) as vllm,
    ):
        settings = {"MODEL_URL": vllm.url, "MODEL_KEY": KEY, "TEMPERATURE": "1", "MODEL_TIMEOUT_S": "300"}
        os.environ.update({f"PRECEPTOR_{name}": value for name, value in settings.items()})
        overhead.main()


if __name__ == "__main__":
    main()
