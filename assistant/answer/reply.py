"""A model's reply while it comes: statements in order, each being checked and then with its verdict."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future

from assistant.answer.check import Checker
from assistant.answer.drafts import Drafts, is_nothing
from assistant.answer.splitter import Said, Splitter
from assistant.types import Statement
from assistant.verify.verdict import Judgement
from retrieval.types import Hit

STRUCK = ("unsupported", "contradicted")


class Reply:
    """Makes statements of a reply to these passages.

    `says_nothing` is whether the model said that it found no answer, `invented` how many citations it named
    that are none of theirs.
    """

    def __init__(self, checker: Checker, most: int | None = None) -> None:
        self.statements: list[Statement] = []
        self._most = most
        self.says_nothing = False
        self.invented = 0
        self._checker = checker
        self._splitter = Splitter()
        self._drafts = Drafts()
        self._waiting: deque[tuple[int, Future[Judgement]]] = deque()

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The sentences up to the last that a course's limit lets stand, whole and with their citations."""
        standing = 0
        for place, one in enumerate(self.statements):
            if standing == self._most:
                return tuple(self.statements[:place])
            standing += one.verdict not in STRUCK
        return tuple(self.statements)

    @property
    def over(self) -> int:
        """How many sentences a course's limit leaves out."""
        return len(self.statements) - len(self.shown)

    @property
    def left_out(self) -> int:
        """How many sentences are not shown."""
        return self._drafts.left_out + self.over

    @property
    def dropped(self) -> int:
        """How many sentences failed their check so far."""
        return sum(one.verdict in STRUCK for one in self.statements)

    def take(self, text: str, given: Sequence[Hit]) -> Iterator[None]:
        """Takes the next characters; yields at each change of the statements."""
        yield from self._take(self._splitter.feed(text), given)
        while self._waiting and self._waiting[0][1].done():
            self._settle()
            yield

    def end(self, given: Sequence[Hit]) -> Iterator[None]:
        """Takes the end of the reply and waits for the verdicts; yields at each change of the statements."""
        yield from self._take(self._splitter.end(), given)
        self._drafts.end()
        while self._waiting:
            self._settle()
            yield

    def _take(self, spoken: Iterable[Said], given: Sequence[Hit]) -> Iterator[None]:
        for said in spoken:
            draft = self._drafts.take(said)
            if draft is None:
                continue
            if is_nothing(draft.text):
                self.says_nothing = True
                continue
            self.invented += sum(not 1 <= number <= len(given) for number in draft.cited)
            statement = self._checker.statement(draft, given)
            if statement.citations:
                self._waiting.append((len(self.statements), self._checker.check(draft, given)))
            self.statements.append(statement)
            yield

    def _settle(self) -> None:
        place, verdict = self._waiting.popleft()
        judged = verdict.result()
        told = {"verdict": judged.verdict, "reason": judged.reason}
        self.statements[place] = self.statements[place].model_copy(update=told)
