"""How many requests somebody may make: a bucket of tokens that fills again as time goes by."""

from collections.abc import Callable
from threading import Lock

MOST_REMEMBERED = 10_000


class Buckets:
    """One bucket for each key, holding a minute's worth of requests; any thread may take from it."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._lock = Lock()
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """How many seconds until the next request is allowed; 0 if this one is."""
        with self._lock:
            now = self._clock()
            level = self._level(key, now)
            allowed = level >= 1.0
            self._levels[key] = (level - 1.0 if allowed else level, now)
            if len(self._levels) > MOST_REMEMBERED:
                self._forget_full(now)
            return 0.0 if allowed else (1.0 - level) * 60.0 / self._most

    def _level(self, key: str, now: float) -> float:
        level, then = self._levels.get(key, (self._most, now))
        return min(self._most, level + (now - then) * self._most / 60.0)

    def _forget_full(self, now: float) -> None:
        self._levels = {key: kept for key, kept in self._levels.items() if self._level(key, now) < self._most}
