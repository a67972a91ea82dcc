"""What an answer claims: the diagnosis it commits to, others it only weighs, and those it rejects."""

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Stance = Literal["held", "weighed", "rejected"]
IsName = Callable[[str], bool]

LONGEST = 300
"""Characters of an answer that are read; more is no diagnosis."""

_RANKS = re.compile(r"(?:^|[\s;,.])#?[1-9][.):]\s+")
_STOP = re.compile(r"[,;\n]+|\s[-–—]+\s|\.(?=\s|$)|!|[()]|\bi\.?\s?e\.?(?=[\s,:])|:")
# The order matters: what begins in the same place is tried from the top.
_SIGN = re.compile(
    r"""(?P<reject>\b(?:not|isn'?t|never|doubt|nor|neither|no\s+evidence\s+(?:of|for)|nothing\s+to\s+do\s+with|rather\s+than|
        instead\s+of|as\s+opposed\s+to|(?:do\s+not|don'?t)\s+think(?:\s+(?:it|this)(?:\s+is|'s))?)\b|^no\b)
    |(?P<rejected>\b(?:(?:is|was|has\s+been)\s+)?(?:ruled\s+out|excluded|very\s+unlikely|unlikely|not\s+likely)\b)
    |(?P<less>\b(?:d+x|ddx|d/dx?|differentials?(?:\s+diagnos[ie]s)?|more\s+(?:likely\s+)?than|less\s+likely|alternatively|
        alternatives?|secondly|also\s+consider|consider(?:ing)?|(?:cannot|can'?t)\s+(?:exclude|rule\s+out)|(?:to\s+)?(?:rule\s*out|exclude)|
        r/o|need\w*\s+(?:excluding|ruling\s+out)|(?:could|might|may)\s+(?:also\s+)?be|maybe|perhaps|otherwise|or\s+else|possibl[ey]|failing\s+that)\b)
    |(?P<more>\b(?:(?:most|more|very)\s+)?(?:likely|likeliest|probabl[ey])\b|\b(?:definitely|favou?r(?:ed|ing)?|but\s+i|i(?:'d|\s+would)?\s+(?:say|think|go)|
        my\s+(?:top|final|main|working)\s+diagnosis(?:\s+is)?)\b)
    |(?P<over>\s*>+\s*)
    |(?P<list>\bversus\b|\bvs?\b\.?|\b(?:and/)?or\b|\s*/\s*)
    |(?P<query>\?+)
    |(?P<turn>\b(?:but|although|though|however|and)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


class Claim(NamedTuple):
    """Words that name a diagnosis, and how the student stands to it. `queried`: with a question mark."""

    text: str
    stance: Stance
    queried: bool = False


class _Sign(NamedTuple):
    kind: str
    text: str


def claims(text: str, is_name: IsName) -> list[Claim]:
    """The claims of the answer in order. `is_name` keeps whole what is one name: "migraine without aura"."""
    text = " ".join(text[:LONGEST].split()).strip(" .!")
    if not text or (is_name(text.strip("? ")) and not _hedged(text)):
        return [Claim(text.strip("? "), "held")] if text else []
    ranked = [part.strip(" ,;") for part in _RANKS.split(text) if part.strip(" ,;")]
    if len(_RANKS.findall(text)) > 1:
        return [Claim(part, "weighed" if at else "held") for at, part in enumerate(ranked)]
    return _settled(_read(list(_signs(text, is_name))))


def _hedged(text: str) -> bool:
    return any(sign.lastgroup in ("less", "more", "reject", "rejected") for sign in _SIGN.finditer(text))


def _signs(text: str, is_name: IsName) -> Iterator[_Sign]:
    start = 0
    for stop in (*_STOP.finditer(text), None):
        piece = text[start : stop.start() if stop else len(text)].strip()
        yield from _of_piece(piece, is_name)
        if stop:
            yield _Sign("colon" if stop.group() == ":" else "stop", stop.group())
            start = stop.end()


def _of_piece(piece: str, is_name: IsName) -> Iterator[_Sign]:
    if is_name(piece) and "?" not in piece and not _hedged(piece):
        yield _Sign("words", piece)
        return
    start = 0
    for sign in _SIGN.finditer(piece):
        yield from _words(piece[start : sign.start()])
        yield _Sign(str(sign.lastgroup), sign.group())
        start = sign.end()
    yield from _words(piece[start:])


def _words(text: str) -> Iterator[_Sign]:
    if any(char.isalnum() for char in text):
        yield _Sign("words", text.strip())


def _read(signs: list[_Sign]) -> list[Claim]:
    """The claims, each under the sign before it; a sign that nothing follows is for the claim before it."""
    made: list[Claim] = []
    stance: Stance = "held"
    standing: Stance = "held"
    is_queried = is_listed = False
    for at, (kind, text) in enumerate(signs):
        follows = next((sign.kind for sign in signs[at + 1 :] if sign.kind != "colon"), "stop")
        is_suffix = bool(made) and at > 0 and signs[at - 1].kind == "words" and follows in ("stop", "turn")
        if kind == "words":
            made.append(Claim(text, "weighed" if is_listed and stance == "held" else stance, is_queried))
            stance, is_queried, is_listed = standing, False, False
        elif kind in ("rejected", "less", "more") and is_suffix:
            made[-1] = made[-1]._replace(stance=_STANCES[kind])
        elif kind in ("reject", "rejected"):
            stance = "rejected"
        elif kind in ("less", "more"):
            stance = standing = _STANCES[kind]
        elif kind == "over":
            stance = standing = "weighed"
        elif kind == "list" and made and at > 0 and signs[at - 1].kind in ("words", "query"):
            is_listed = True
            if made[-1].stance == "held":
                made[-1] = made[-1]._replace(stance="weighed")
            elif made[-1].stance == "rejected":
                stance = "rejected"
        elif kind == "query":
            is_queried = follows == "words" or is_queried
            if made and follows != "words":
                made[-1] = made[-1]._replace(queried=True)
    return made


_STANCES: dict[str, Stance] = {"rejected": "rejected", "less": "weighed", "more": "held"}


def _settled(made: list[Claim]) -> list[Claim]:
    """A question mark only weighs a diagnosis where there are others; on a single one it is modesty."""
    kept = [claim for claim in made if claim.stance != "rejected"]
    if len(kept) == 1:
        return [claim._replace(queried=False) for claim in made]
    return [
        claim._replace(stance="weighed") if claim.queried and claim.stance == "held" else claim
        for claim in made
    ]
