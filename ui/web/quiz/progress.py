"""The page Progress: what answers tell, each number with the attempts behind it."""

from collections.abc import Sequence

from assistant.accounts import Account
from assistant.audits.rates import Rates
from assistant.learner.calibration import Calibration, Pace
from assistant.learner.mastery import FEWEST, Mastery
from assistant.learner.progress import Progress
from assistant.quiz.types import Confidence
from ui.web.audits.shares import rates_part
from ui.web.markup import badge, counted, escape, join, path, tag, text_tag, void
from ui.web.quiz.assets import assets
from ui.web.quiz.plots import Bin, calibration_plot, forecast_plot, share_bar
from ui.web.quiz.words import CONFIDENCE_WORDS, TYPE_WORDS, lasting, objective_words, percent
from ui.web.shell import header, whole_page

LEAD = (
    "Every number here is computed from your answers and leads to them. "
    "Only you see this page; what should not count can be taken out."
)
NOTHING_YET = (
    "There is nothing to tell yet. Answer some items on the page Quiz: after five on an objective "
    "its mastery is estimated here, with how sure that is."
)
WHAT_IT_IS = (
    "The bar is the chance that you answer an item of middle difficulty right (a blind guess has 20%), "
    "the line over it where it lies with 90% certainty. Answers with help do not weigh."
)
GUESSED = " of your newest look like guesses: said to be one, or given sooner than one can read."
FORGET_ALL = (
    "Removes all attempts, sittings, ratings and cards of yours for good. This cannot be undone; "
    "export first what you want to keep."
)


def progress_page(found: Progress, audits: Rates, who: Account) -> str:
    """The whole page."""
    body = (
        text_tag("h1", "Progress", class_="page-title"),
        text_tag("p", LEAD, class_="lead"),
        _figures(found) if found.attempts else text_tag("p", NOTHING_YET, class_="empty"),
        _section("Mastery by objective", _masteries(found.objectives, found.weak))
        if found.objectives
        else "",
        _section("Mastery by topic", _masteries(found.topics, ())) if found.topics else "",
        _section("How sure you were", calibrated(found.calibration)) if found.calibration.answers else "",
        _section(
            "What falls due", forecast_plot([(one.day, one.reviews + one.new) for one in found.forecast])
        ),
        _section("Time and guesses", _pace(found)) if found.paces else "",
        _section("Errors found in AI answers", _audits(audits)),
        _section("Your data", _data()),
    )
    return page("Progress", join(body), who)


def page(title: str, body: str, who: Account, *, current: str = "Progress") -> str:
    """A page around sittings, in the frame that all have."""
    bar = tag("div", header(current, who), id="top")
    return whole_page(title, bar + tag("main", body, class_="quiz-page"), extra=assets("quiz-pages.js"))


def calibrated(found: Calibration) -> str:
    """The plot of the calibration, what it says, and links to the answers behind each point."""
    links = join(
        tag("li", _link(f"{CONFIDENCE_WORDS[one.confidence]}: {one.answers}", confidence=one.confidence))
        for one in found.bins
        if one.answers
    )
    brier = (
        f" Brier score {found.brier:.2f} (0 is perfect, 0.25 is saying 50% always)."
        if found.brier is not None
        else ""
    )
    words = text_tag("p", found.told + brier)
    behind = text_tag("h3", "The answers behind it") + tag("ul", links)
    return tag("div", calibration_plot(bins(found)) + tag("div", words + behind), class_="plots")


def bins(found: Calibration) -> list[Bin]:
    """The points of the plot."""
    return [Bin(one.confidence / 100, one.right, one.answers, one.low, one.high) for one in found.bins]


def attempts_url(**query: str | int | None) -> str:
    """The address of the attempts behind a number."""
    return path("progress", "attempts", **query)


def _link(words: str, *, confidence: Confidence | None = None) -> str:
    return text_tag("a", words, href=attempts_url(confidence=confidence))


def _figures(found: Progress) -> str:
    days = counted(len(found.days), "day")
    today = f"{found.due.now + found.due.new} cards" if found.due.now + found.due.new else "nothing"
    shown = (
        ("Answers", text_tag("a", f"{found.attempts:,}", href=attempts_url())),
        ("of them with help", escape(str(found.assisted))),
        ("Days with an answer", escape(str(found.active)) + text_tag("small", f" of the last {days}")),
        ("To review now", text_tag("a", today, href="/review")),
    )
    pairs = join(tag("div", text_tag("dt", name) + tag("dd", value)) for name, value in shown)
    again = [one.item_id for one in found.retests]
    words = f"{counted(len(again), 'item')} answered with help will be asked again without." if again else ""
    return tag("dl", pairs, class_="figures") + (text_tag("p", words, class_="note") if words else "")


def _masteries(shown: Sequence[Mastery], weak: Sequence[str]) -> str:
    """The weakest first; those with too few answers are folded where there are others."""
    known = [one for one in shown if one.probability is not None]
    known.sort(key=lambda one: (one.probability, one.name))
    few = [one for one in shown if one.probability is None]
    lines, rest = _list(known, weak), _list(few, weak)
    if known and few:
        words = f"{len(few)} with too few attempts to say (fewer than {FEWEST})"
        rest = tag("details", text_tag("summary", words) + rest)
    return text_tag("p", WHAT_IT_IS, class_="note") + lines + rest


def _list(shown: Sequence[Mastery], weak: Sequence[str]) -> str:
    rows = join(tag("li", _mastery(one, is_weak=one.name in weak)) for one in shown)
    return tag("ul", rows, class_="bars mastery") if rows else ""


def _mastery(one: Mastery, *, is_weak: bool) -> str:
    mark = " " + badge("weak", "caution") if is_weak else ""
    link = text_tag("a", objective_words(one.name), href=attempts_url(kind=one.kind, name=one.name))
    name = tag("span", link + mark, class_="bar-name")
    bar = share_bar(one.probability or 0.0, low=one.low, high=one.high)
    look = "bar-row" + ("" if one.probability is not None else " too-few")
    return tag("div", name + bar + text_tag("span", _told(one)), class_=look)


def _told(one: Mastery) -> str:
    between = f"{percent(one.low)}–{percent(one.high)}"
    if one.probability is None:
        return f"too few attempts ({len(one.attempts)}): {between}"
    return f"{percent(one.probability)} ({between}), {one.right} of {len(one.attempts)} right"


def _pace(found: Progress) -> str:
    """How long answers take, and which look like guesses."""
    lines = tag("ul", join(text_tag("li", _paced(one)) for one in found.paces))
    if not found.guesses:
        return lines
    guessed = text_tag("a", counted(len(found.guesses), "answer"), href=attempts_url(guesses="true"))
    return lines + tag("p", guessed + escape(GUESSED))


def _paced(one: Pace) -> str:
    slow = f"; {len(one.slow)} took longer than {lasting(one.slow_s)}" if one.slow_s is not None else ""
    middle = f"{lasting(one.median_s)} in the middle, over {counted(one.answers, 'answer')}"
    return f"{TYPE_WORDS[one.type]}: {middle}{slow}."


def _audits(found: Rates) -> str:
    words = "Check another answer" if found.answers else "Check a first answer"
    link = tag("p", text_tag("a", words, href="/audit", class_="action"))
    return (rates_part(found) if found.answers else "") + link


def _data() -> str:
    links = (
        text_tag("a", "Export everything (JSON)", href="/progress/export", class_="action", download=True),
        text_tag(
            "a", "Export the attempts (CSV)", href="/progress/export.csv", class_="action", download=True
        ),
        text_tag("a", "All attempts", href=attempts_url(), class_="action"),
    )
    sure = void("input", type="checkbox", name="sure", value="yes", required=True)
    label = tag("label", sure + escape(" I want everything about my learning removed"), class_="tick")
    button = text_tag("button", "Remove everything", type="submit", class_="action danger")
    form = tag(
        "form", text_tag("p", FORGET_ALL) + label + tag("p", button), method="post", action="/progress/forget"
    )
    fold = tag("details", text_tag("summary", "Remove everything …") + form)
    return tag("div", join(links), class_="actions") + fold


def _section(title: str, content: str) -> str:
    return tag("section", text_tag("h2", title) + content, aria_label=title)
