"""What was made or read for the last few of many, so that it need not be made anew each time."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")


class Recent(Generic[Key, Made]):
    """The `most` values used last; any thread may ask. Only for what can be made again at any time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Key, Made] = OrderedDict()

    def get(self, key: Key) -> Made | None:
        """The value, None where it has to be made."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def take(self, key: Key) -> Made | None:
        """The value, which is not kept any longer: whoever has it may change it and put it back."""
        with self._lock:
            return self._kept.pop(key, None)

    def put(self, key: Key, made: Made) -> None:
        """Keeps the value in place of the one used longest ago."""
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
