"""The answers that are being made now, so that their readers can stop them."""

from threading import Lock


class Running:
    """One answer in the making. `stopped` by its reader; `replaced` because they asked something else."""

    def __init__(self, turn_id: str, user_id: str, session_id: str) -> None:
        self.turn_id = turn_id
        self.user_id = user_id
        self.session_id = session_id
        self.stopped = False
        self.replaced = False


class Answers:
    """All answers in the making; nobody reaches another person's."""

    def __init__(self) -> None:
        self._running: list[Running] = []
        self._lock = Lock()

    def begin(self, turn_id: str, *, user_id: str, session_id: str) -> Running:
        """The new answer; one that was being made in the same session ends."""
        new = Running(turn_id, user_id, session_id)
        with self._lock:
            for one in self._running:
                if (one.user_id, one.session_id) == (user_id, session_id):
                    one.stopped = one.replaced = True
            self._running.append(new)
        return new

    def stop(self, turn_id: str, user_id: str) -> bool:
        """Whether that person's answer was being made; it ends in a moment."""
        with self._lock:
            mine = [one for one in self._running if (one.turn_id, one.user_id) == (turn_id, user_id)]
            for one in mine:
                one.stopped = True
        return bool(mine)

    def end(self, answer: Running) -> None:
        """Forgets an answer that is made or has ended."""
        with self._lock:
            self._running.remove(answer)
