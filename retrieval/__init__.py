"""What the sources say: read, cut, kept, indexed and searched."""

import os

# Since 1.29 onnxruntime reports to its maker how it is used, and gives the machine an id, unless this is set
# before it is first used; processes that we start inherit it. An owner who wants the reports sets it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
