"""Behaves like vLLM's entry point, by the environment: what it says, and how it ends.

SCRIPT_SAYS     a file whose lines it prints first
SCRIPT_ENDS     "fails" after these lines, "serves" until it is told to end, "falls" after it was asked for
                its health, "clings" and does not end when it is told
                to, "dawdles" and is never ready
SCRIPT_WORKER   a file for the number of a process that it starts, as vLLM starts workers
SCRIPT_TOLD     a file into which it writes its words and environment
"""

import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ENDS = os.environ.get("SCRIPT_ENDS", "serves")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Health(BaseHTTPRequestHandler):
    """Ready from the first moment."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.send_header("content-length", "0")
        self.end_headers()
        if ENDS == "falls":
            say("ERROR torch.OutOfMemoryError: CUDA out of memory.")
            os._exit(1)

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""


def main() -> None:
    if told := os.environ.get("SCRIPT_TOLD"):
        Path(told).write_text(json.dumps({"words": sys.argv[1:], "environment": dict(os.environ)}))
    if ENDS == "clings":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if worker := os.environ.get("SCRIPT_WORKER"):
        process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(worker).write_text(str(process.pid))
    if says := os.environ.get("SCRIPT_SAYS"):
        for line in Path(says).read_text(encoding="utf-8").splitlines():
            say(line)
            time.sleep(0.02)
    if ENDS == "fails":
        sys.exit(1)
    if ENDS == "dawdles":
        time.sleep(600)
    port = int(sys.argv[sys.argv.index("--port") + 1])
    ThreadingHTTPServer(("127.0.0.1", port), Health).serve_forever()


if __name__ == "__main__":
    main()
