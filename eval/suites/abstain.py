"""Does it answer what the library can answer, and say so when it cannot?"""

from collections.abc import Sequence

from assistant.answer import answer
from eval.corpora import Built, built_library
from eval.data import CORPUS_NAMES, Question, corpus_file, questions, sources
from eval.metrics import auroc, share
from eval.types import OnProgress, Score, SuiteOptions, SuiteResult
from eval.wording import quotes
from retrieval.types import Query, Value

LONG_DOCUMENTS_FIRST = (*(name for name in CORPUS_NAMES if name.startswith("docs")), *CORPUS_NAMES)


class Reply(Value):
    """What the app made of a question: its confidence, and what it quoted if it answered."""

    question: Question
    confidence: float | None
    answered: bool
    quoted: tuple[str, ...] = ()


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the questions of `options.data` and of its further folders."""
    asked = [
        *questions(options.data),
        *(question for folder in options.positives for question in questions(folder, answerable=True)),
        *(question for folder in options.negatives for question in questions(folder, answerable=False)),
    ]
    corpus = corpus_file(options.data, options.corpus, names=LONG_DOCUMENTS_FIRST)
    with built_library(sources(corpus), corpus, options.cache, on_progress, models=options.models) as built:
        replies = ask_all(built, asked, on_progress)
        settings = built.settings
    scores = score_replies(replies, seed=options.seed)
    folders = [options.data, *options.positives, *options.negatives]
    return SuiteResult(
        suite="abstain",
        n=len(replies) - scores["auroc"].ungraded,
        ungraded=scores["auroc"].ungraded,
        scores=scores,
        settings={
            **settings,
            "data": "+".join(folder.resolve().name for folder in folders),
            "seed": options.seed,
        },
    )


def ask_all(built: Built, asked: Sequence[Question], on_progress: OnProgress) -> list[Reply]:
    """Every question asked of the running app, in quote mode."""
    replies = []
    for done, question in enumerate(asked, 1):
        given = answer(built.library, Query(text=question.text))
        texts = [citation.quote for statement in given.statements for citation in statement.citations]
        replies.append(
            Reply(
                question=question,
                confidence=given.confidence,
                answered=given.abstained is None,
                quoted=tuple(dict.fromkeys([*texts, *(statement.text for statement in given.statements)])),
            )
        )
        on_progress("Asking", done, len(asked))
    return replies


def score_replies(replies: Sequence[Reply], *, seed: int = 0) -> dict[str, Score]:
    """The suite's figures; a question without a confidence is ungraded for auroc."""
    good = [reply for reply in replies if reply.question.answerable]
    bad = [reply for reply in replies if not reply.question.answerable]
    answered = [reply for reply in replies if reply.answered]
    with_evidence = [reply for reply in good if reply.question.evidence]
    separated = auroc(_confidences(good), _confidences(bad), seed=seed)
    scores = {
        "auroc": separated.model_copy(update={"ungraded": len(replies) - separated.n}),
        "coverage": share([reply.answered for reply in replies]),
        "risk": share([not reply.question.answerable for reply in answered]),
        "answered_rate": share([reply.answered for reply in good]),
        "abstention_rate": share([not reply.answered for reply in bad]),
        "evidence_hit": share([_hits(reply) for reply in with_evidence]),
        "evidence_hit_of_answered": share([_hits(reply) for reply in with_evidence if reply.answered]),
    }
    return scores | _by_kind(replies)


def _by_kind(replies: Sequence[Reply]) -> dict[str, Score]:
    kinds = dict.fromkeys((reply.question.kind, reply.question.answerable) for reply in replies)
    scores = {}
    for kind, answerable in kinds:
        of_kind = [reply.answered is answerable for reply in replies if reply.question.kind == kind]
        scores[f"{kind}.{'answered_rate' if answerable else 'abstention_rate'}"] = share(of_kind)
    return scores


def _hits(reply: Reply) -> bool:
    return any(quotes(reply.question.evidence or "", quoted) for quoted in reply.quoted)


def _confidences(replies: Sequence[Reply]) -> list[float]:
    return [reply.confidence for reply in replies if reply.confidence is not None]
