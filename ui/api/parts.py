"""What the parts of the API share."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ui.api.door import Door
from ui.api.metrics import Metrics
from ui.api.streaming import Askers
from ui.desk import LocalDesk

# Proxies close a connection on which nothing is said for a minute.
BEAT_S = 15.0


class Api(NamedTuple):
    """The library's desk, who may come to it, the threads in which it answers, and what that has cost.

    `now` and `new_id` are given, so that a test can fix them; `beat_s` is how often a stream that has nothing
    to say shows that it lives.
    """

    desk: LocalDesk
    door: Door
    askers: Askers
    metrics: Metrics
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    beat_s: float = BEAT_S
