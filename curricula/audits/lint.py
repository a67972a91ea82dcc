"""What is wrong with an audit that fits its schema, and with many of them together."""

import re
from collections.abc import Callable, Iterator, Sequence

from curricula.audits.types import Audit, Planted, Sentence
from curricula.tree import Remark
from curricula.types import Reference

Resolve = Callable[[Reference], str | None]
"""Why the words of a source cannot be found in the library, None where they can."""
LONGEST = 60
"""Words in a sentence; a longer one holds several claims, and a mark could not say which is meant."""
ENOUGH = 10
"""From so many audits on, they are judged as a whole."""
TELLING = re.compile(
    r"\b(wrong|fault|faults|faulty|faultless|error|errors|invented|outdated|omitted|missing|false)\b"
)
NUMBER = re.compile(r"\d|\b(once|twice|one|two|three|four|five|six|seven|eight|nine|ten|half)\b")


def lint_audit(audit: Audit, *, resolve: Resolve | None = None) -> list[Remark]:
    """Every fault and warning; citations are looked up only with `resolve`."""
    found = [*_telling(audit), *_sentences(audit)]
    for at, fault in enumerate(audit.faults):
        found += _fault(audit, at, fault)
    if resolve is not None:
        found += [*_shown(audit, resolve), *_references(audit, resolve)]
    return found


def lint_audits(audits: Sequence[Audit]) -> Iterator[Remark]:
    """What shows in many of them only: a learner who marks everything, or nothing, must not do well."""
    if len(audits) < ENOUGH:
        return
    sound = sum(not audit.faults for audit in audits)
    if not len(audits) / 5 <= sound <= len(audits) / 2:
        what = f"are without error in {sound} of {len(audits)}"
        yield Remark(("faults",), what, "about a third without, so that one cannot guess", warning=True)


def _telling(audit: Audit) -> Iterator[Remark]:
    """Id, title and topics are seen before the answer is checked."""
    for field, text in (("id", audit.id.replace("-", " ")), ("title", audit.title)):
        if told := TELLING.search(text.lower()):
            what = f"says “{told[0]}”, which tells what is to be found"
            yield Remark((field,), what, "words that tell only what the question is about")


def _sentences(audit: Audit) -> Iterator[Remark]:
    for at, sentence in enumerate(audit.answer):
        words = len(sentence.text.split())
        if words > LONGEST:
            what = f"has {words} words"
            yield Remark(("answer", at, "text"), what, f"at most {LONGEST}, or two sentences", warning=True)


def _fault(audit: Audit, at: int, fault: Planted) -> Iterator[Remark]:
    if fault.kind == "omitted_warning" and fault.sentence is not None:
        yield Remark(("faults", at, "sentence"), "is given for something left out", "no sentence")
    if fault.kind != "omitted_warning" and fault.sentence is None:
        yield Remark(("faults", at, "sentence"), "is missing", "the number of the sentence, from 1")
    if fault.kind in fault.also:
        yield Remark(("faults", at, "also"), f"repeats {fault.kind}", "other kinds only")
    if fault.sentence is None:
        return
    sentence = audit.answer[fault.sentence - 1]
    if fault.kind in ("wrong_dose", "wrong_number") and not NUMBER.search(sentence.text.lower()):
        yield Remark(("faults", at, "kind"), f"is {fault.kind}, but no number stands there", "another kind")
    if fault.kind in ("invented_citation", "citation_does_not_say_it") and sentence.citation is None:
        yield Remark(("faults", at, "kind"), f"is {fault.kind}, but nothing is cited", "another kind")


def _shown(audit: Audit, resolve: Resolve) -> Iterator[Remark]:
    """What the answer cites stands in the library, unless it is planted as invented."""
    invented = {fault.sentence for fault in audit.faults if fault.kind == "invented_citation"}
    for number, sentence in enumerate(audit.answer, start=1):
        reason = _reason(sentence, resolve)
        spot = ("answer", number - 1, "citation")
        if reason and number not in invented:
            yield Remark(spot, f"is not planted as invented, {reason}", "words of a source of the library")
        if not reason and number in invented and sentence.citation is not None:
            yield Remark(spot, "stands in the library, but is planted as invented", "another kind of error")


def _reason(sentence: Sentence, resolve: Resolve) -> str | None:
    cited = sentence.citation
    return resolve(Reference(document=cited.document, quote=cited.quote)) if cited else None


def _references(audit: Audit, resolve: Resolve) -> Iterator[Remark]:
    references = [(("faults", at, "reference"), fault.reference) for at, fault in enumerate(audit.faults)]
    more = [(("references", at), reference) for at, reference in enumerate(audit.references)]
    for spot, reference in (*references, *more):
        if reason := resolve(reference):
            what = f"cites “{reference.document[:60]}”, {reason}"
            yield Remark(spot, what, "words that stand in a source of the library")
