"""What the student did: orders with cost and harm, treatment in order and time, words, hints."""

from assistant.case.debriefing.debriefed import Bill, Debrief, Flag, OrderMark
from assistant.case.grading.management import Managed
from curricula.cases.types import Act
from ui.web.cases.marks import quotes
from ui.web.cases.words import capital, figure, minutes, unchecked
from ui.web.markup import badge, counted, escape, join, tag, text_tag

ACTS: dict[Act, str] = {
    "introduced": "introduced yourself",
    "consent": "asked for consent",
    "empathy": "showed empathy",
    "ideas": "asked for ideas, concerns and expectations",
    "explained": "explained",
    "summarised": "summarised",
    "safety_net": "said what to watch for and when to come back",
    "closed": "closed the conversation",
}
UNSTATED = "not stated"
NO_TESTS = "You ordered no test."
NO_TREATMENT = "You ordered no treatment that the case knows."


def orders(bill: Bill) -> str:
    """The tests with cost, harm, and why one was not needed; the sum says how much is not known."""
    if not bill.orders:
        return text_tag("p", NO_TESTS, class_="note") + _unavailable(bill)
    heads = join(text_tag("th", head, scope="col") for head in ("Test", "Times", "Cost", "Harm", "Needed"))
    rows = join(tag("tr", _order(one)) for one in bill.orders)
    table = tag("div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows)), class_="table")
    unknown = f", and {counted(bill.cost_unknown, 'test')} of unknown cost" if bill.cost_unknown else ""
    total = f"Together {figure(bill.cost)} times a full blood count{unknown}."
    return table + text_tag("p", total) + _unavailable(bill)


def treatment(debrief: Debrief) -> str:
    """The steps that were done or planned, when, and in which order; what of them was not checked."""
    if not debrief.managed and not debrief.plan:
        return text_tag("p", NO_TREATMENT, class_="note")
    heads = join(text_tag("th", head, scope="col") for head in ("Step", "When", "In time", "In order"))
    rows = join(tag("tr", _step(one)) for one in debrief.managed)
    table = tag("div", tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows)), class_="table")
    notes = join(text_tag("p", note, class_="note") for note in unchecked(debrief))
    return (table if debrief.managed else "") + notes


def conversation(debrief: Debrief) -> str:
    """Red flags asked for or not, what was done in words, and what was not understood."""
    flags = tag("ul", join(tag("li", _flag(one)) for one in debrief.flags), class_="marks-list")
    done = "; ".join(ACTS[act] for act in debrief.acts)
    words = text_tag("p", f"In words you: {done}.") if done else ""
    asked = (text_tag("h3", "Red flags") + flags) if debrief.flags else ""
    return asked + words + _unclear(debrief.unclear)


def _order(one: OrderMark) -> str:
    cost = UNSTATED if one.cost is None else figure(one.cost)
    needed = (
        tag("td", badge("not needed", "caution") + " " + escape(one.unneeded))
        if one.unneeded
        else text_tag("td", "")
    )
    cells = text_tag("th", one.name, scope="row") + text_tag("td", str(one.times), class_="number")
    return cells + text_tag("td", cost, class_="number") + text_tag("td", one.harm or UNSTATED) + needed


def _unavailable(bill: Bill) -> str:
    if not bill.not_available:
        return ""
    return text_tag(
        "p", f"Not available in this case, and not judged: {'; '.join(bill.not_available)}.", class_="note"
    )


def _step(one: Managed) -> str:
    harm = " " + badge("harms this patient", "warning") if one.contraindicated else ""
    harm += text_tag("p", one.why, class_="note") if one.contraindicated and one.why else ""
    when = f"at {minutes(one.done_at)}" if one.done_at is not None else f"planned: “{one.planned}”"
    cells = tag("th", escape(one.text) + harm, scope="row") + text_tag("td", when)
    return cells + text_tag("td", _yes(one.in_time)) + text_tag("td", _yes(one.in_order))


def _yes(kept: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[kept]


def _flag(one: Flag) -> str:
    sign, words = ("✓", "asked") if one.asked else ("–", "not asked")
    mark = text_tag("span", sign, class_="sign", aria_hidden="true") + text_tag(
        "span", f"{words}: ", class_="hidden"
    )
    return tag("p", tag("span", mark + escape(capital(one.about)))) + quotes(one.quotes)


def _unclear(words: tuple[str, ...]) -> str:
    if not words:
        return ""
    quoted = "; ".join(f"“{one}”" for one in words)
    return text_tag("p", f"Not understood, and not judged: {quoted}.", class_="note")
