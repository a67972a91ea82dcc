"""What the parts of the API share."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ui.api.door import Door
from ui.api.streaming import Askers
from ui.desk import LocalDesk


class Api(NamedTuple):
    """The library's desk, who may come to it, and the threads in which it answers.

    `now` and `new_id` are given, so that a test can fix them.
    """

    desk: LocalDesk
    door: Door
    askers: Askers
    now: Callable[[], datetime]
    new_id: Callable[[], str]
