"""Does a served model's reply do what a rubric asks of it, as another model judges it?"""

from collections.abc import Sequence
from itertools import islice

from eval.asking import Line, Outcome, Request, ask_all, open_journal, open_line, shortfall
from eval.data import lot
from eval.journal import Kept
from eval.metrics import mean, share, total
from eval.prompts import JudgePrompt, judge_prompt
from eval.rubrics import Case, Criterion, Verdict, cases, judged_by, read_verdict, score
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import WrongUse
from retrieval.types import Value


class Judged(Value):
    """A case with the reply to it and what the judge says of each criterion.

    `verdicts` are None where the judge gave no reply, and `met` where that or its verdict cannot be read;
    both are empty where there is no reply to judge.
    """

    case: Case
    reply: Kept | None
    verdicts: tuple[Kept | None, ...] = ()
    met: tuple[bool | None, ...] = ()

    def over(self, tag: str | None = None) -> float | None:
        """The share of the possible points, of all criteria or those of a tag; None for ungraded."""
        if self.reply is None:
            return None
        pairs = [
            (criterion, met)
            for criterion, met in zip(self.case.criteria, self.met, strict=True)
            if tag is None or tag in criterion.tags
        ]
        return score([criterion for criterion, _ in pairs], [met for _, met in pairs])


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the cases of `options.data`."""
    given = cases(options.data)
    if options.asking.limit is not None:
        given = sorted(given, key=lambda case: lot(options.seed, case.id))[: options.asking.limit]
    line = open_line(options.asking.model, open_journal(options, "rubric"))
    judge = _judge(options, line)
    prompt = judge_prompt()
    kept = len(line.journal)
    replies = ask_all(line, [_asked(case) for case in given], on_progress, what="Asking")
    asked = [
        (case, reply, criterion)
        for case, reply in zip(given, replies, strict=True)
        if isinstance(reply, Kept)
        for criterion in case.criteria
    ]
    verdicts = ask_all(judge, [_put(prompt, *one) for one in asked], on_progress, what="Judging")
    judged = _joined(given, replies, verdicts)
    graded = [one for one in judged if one.over() is not None]
    return SuiteResult(
        suite="rubric",
        n=len(graded),
        ungraded=len(judged) - len(graded),
        scores=score_judged(judged, seed=options.seed),
        settings={
            **line.settings,
            **{f"judge.{name}": value for name, value in judge.settings.items()},
            "data": options.data.resolve().name,
            "prompt": prompt.label,
            "asked_now": len(line.journal) - kept,
            "journal": str(line.journal.path),
            "seed": options.seed,
        },
        not_run=(*shortfall(replies, "Replies"), *shortfall(verdicts, "Verdicts")),
    )


def score_judged(judged: Sequence[Judged], *, seed: int = 0) -> dict[str, Score]:
    """The suite's figures, each tag of a case with the case's score, each of criteria with theirs."""
    replies = [one.reply for one in judged if one.reply is not None]
    verdicts = [kept for one in judged for kept in one.verdicts if kept is not None]
    pairs = [pair for one in judged if one.met for pair in zip(one.case.criteria, one.met, strict=True)]
    read = [
        None if kept is None else met is None
        for one in judged
        for kept, met in zip(one.verdicts, one.met, strict=True)
    ]
    return {
        "score": _clipped([one.over() for one in judged], seed),
        "gained": share([met for criterion, met in pairs if criterion.points > 0]),
        "incurred": share([met for criterion, met in pairs if criterion.points < 0]),
        "unreadable": share(read),
        **_costs("replies", replies),
        **_costs("verdicts", verdicts),
        **_by_tag(judged, seed),
    }


def _judge(options: SuiteOptions, line: Line) -> Line:
    """The judge's line, which shares the journal. A model that would judge itself is refused."""
    if options.asking.judge is None:
        raise NotRun("Not run: no judge is set.", "Name another model's server with --judge-url.")
    judge = open_line(options.asking.judge, line.journal)
    if _same(judge.model.name, line.model.name):
        raise WrongUse(
            f"The judge is the model that is judged ({judge.model.name}).",
            "Name another model with --judge-url and --judge-model.",
        )
    return judge


def _same(one: str, other: str) -> bool:
    """Whether two names are one model's, the owner before the last slash left aside."""
    return one.rpartition("/")[2].casefold() == other.rpartition("/")[2].casefold()


def _asked(case: Case) -> Request:
    return Request(question=case.id, task="rubric reply", prompt="none", messages=case.conversation)


def _put(prompt: JudgePrompt, case: Case, reply: Kept, criterion: Criterion) -> Request:
    return Request(
        question=case.id,
        task="rubric verdict",
        prompt=prompt.label,
        messages=judged_by(prompt, case, reply.reply, criterion),
        shape=Verdict,
    )


def _joined(given: Sequence[Case], replies: Sequence[Outcome], verdicts: Sequence[Outcome]) -> list[Judged]:
    """Each case with its reply and, of the verdicts in the order of cases and criteria, its own."""
    waiting = iter(verdicts)
    judged = []
    for case, reply in zip(given, replies, strict=True):
        if not isinstance(reply, Kept):
            judged.append(Judged(case=case, reply=None))
            continue
        own = [one if isinstance(one, Kept) else None for one in islice(waiting, len(case.criteria))]
        met = [None if one is None else read_verdict(one.reply) for one in own]
        judged.append(Judged(case=case, reply=reply, verdicts=tuple(own), met=tuple(met)))
    return judged


def _by_tag(judged: Sequence[Judged], seed: int) -> dict[str, Score]:
    """A criterion's tag counts in the cases in which points could be gained under it."""
    columns: dict[str, list[float | None]] = {}
    for one in judged:
        for tag in one.case.tags:
            columns.setdefault(tag, []).append(one.over())
        for tag in dict.fromkeys(tag for c in one.case.criteria if c.points > 0 for tag in c.tags):
            columns.setdefault(tag, []).append(one.over(tag))
    return {f"{tag.replace('.', '_')}.score": _clipped(columns[tag], seed) for tag in sorted(columns)}


def _clipped(scores: Sequence[float | None], seed: int) -> Score:
    """The mean and its bounds, each brought into 0..1 as HealthBench does with the mean over all cases."""
    raw = mean(scores, seed=seed)
    ends = {name: getattr(raw, name) for name in ("value", "low", "high")}
    return raw.model_copy(
        update={name: None if end is None else min(max(end, 0.0), 1.0) for name, end in ends.items()}
    )


def _costs(what: str, kept: Sequence[Kept]) -> dict[str, Score]:
    return {
        f"{what}.tokens_in": total([one.tokens_in for one in kept]),
        f"{what}.tokens_out": total([one.tokens_out for one in kept]),
        f"{what}.seconds": total([one.seconds for one in kept]),
    }
