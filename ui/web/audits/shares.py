"""How many planted errors one finds, as bars with their figures."""

from assistant.audits.rates import FEWEST, KindRate, Rates, Share
from curricula.audits.types import KINDS, Kind
from ui.web.markup import join, tag, text_tag
from ui.web.quiz.plots import share_bar
from ui.web.quiz.words import percent

HOW = (
    "Only the first reading of an answer counts. A found error is one that was marked, whatever it was "
    "called; in brackets stands the 95% interval. Read both figures: who marks everything misses nothing, "
    "but raises false alarms."
)


def kind_words(kind: Kind) -> str:
    """What a kind of error is called."""
    return kind.replace("_", " ").capitalize()


def rates_part(found: Rates) -> str:
    """The rates by kind, over all kinds, and of false alarms."""
    rows = [_of_kind(one) for one in found.kinds]
    rows.append(_row("All errors", _detected(found.detected, found.named), found.detected))
    rows.append(_row("False alarms", _told(found.false_alarms, "sound sentences marked"), found.false_alarms))
    rows.append(_row("Sound answers", _told(found.sound, "handed in as sound"), found.sound))
    bars = tag("ul", join(tag("li", row) for row in rows), class_="bars audit-rates")
    return text_tag("p", HOW, class_="note") + bars


def _of_kind(one: KindRate) -> str:
    return _row(kind_words(one.kind), _detected(one.detected, one.named), one.detected, KINDS[one.kind])


def _row(name: str, words: str, share: Share, explanation: str | None = None) -> str:
    """A bar with its interval; without a rate it is left pale."""
    low, high = (None, None) if share.rate is None else (share.low, share.high)
    bar = share_bar(share.rate or 0.0, low=low, high=high)
    title = text_tag("span", name, class_="bar-name", title=explanation)
    look = "bar-row" + ("" if share.rate is not None else " too-few")
    return tag("div", title + bar + text_tag("span", words), class_=look)


def _detected(share: Share, named: int) -> str:
    words = _told(share, "found")
    return words if share.rate is None else f"{words}, {named} named rightly"


def _told(share: Share, what: str) -> str:
    if share.rate is None:
        return f"too few to tell ({share.hits} of {share.of}; from {FEWEST} on)"
    between = f"{percent(share.low)}–{percent(share.high)}"
    return f"{share.hits} of {share.of} {what} ({percent(share.rate)}, {between})"
