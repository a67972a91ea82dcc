"""What to do after a case: questions on the same, and a card of a missed line, worded and kept by oneself."""

from assistant.case.debriefing.debriefed import LineMark
from assistant.case.debriefing.further import CardOffer, Practice
from ui.web.cases.debriefing import Debriefed
from ui.web.markup import counted, escape, join, path, tag, text_tag, void

MOST_AT_ONCE = 10
LEAD = "Questions on what this case was about, one at a time, with the reasons after each answer:"
CARDS = "Missed lines with a source can be kept as a card, which comes back on the page Review."
KEPT = "Kept as a card"
KEEP = "Keep as a card"
HELP = "What stands in {{...}} is hidden until you turn the card. Change the words as you like."


def next_steps(shown: Debriefed) -> str:
    """A button for each objective and topic with questions; empty where there is nothing to go on with."""
    forms = [_form(one) for one in shown.practice]
    quiz = text_tag("p", LEAD) + tag("div", join(forms), class_="actions") if forms else ""
    return quiz + (text_tag("p", CARDS, class_="note") if shown.cards else "")


def card(shown: Debriefed, line: LineMark) -> str:
    """The card of a missed line to be worded and kept; empty where it offers none."""
    offer = shown.cards.get(line.line)
    if offer is None:
        return ""
    if offer.kept:
        return tag("p", escape(f"{KEPT}: ") + text_tag("q", offer.card.text), class_="note")
    return tag("details", text_tag("summary", KEEP) + _wording(shown, line, offer), class_="keep-card")


def _form(one: Practice) -> str:
    fields = void("input", type="hidden", name="mode", value="study")
    fields += void("input", type="hidden", name=one.kind, value=one.name)
    fields += void("input", type="hidden", name="count", value=min(one.items, MOST_AT_ONCE))
    words = f"{_words(one)} · {counted(one.items, 'question')}"
    button = text_tag("button", words, type="submit", class_="action")
    return tag("form", fields + button, method="post", action=path("quiz", "start"))


def _words(one: Practice) -> str:
    """An objective's name is an id of words with hyphens; a topic's is words."""
    name = one.name.replace("-", " ") if one.kind == "objective" else one.name
    return name[:1].upper() + name[1:]


def _wording(shown: Debriefed, line: LineMark, offer: CardOffer) -> str:
    field = f"card-{line.line}"
    label = text_tag("label", HELP, for_=field, class_="note")
    area = text_tag("textarea", offer.card.text, id=field, name="text", rows=3, maxlength=1000)
    hidden = void("input", type="hidden", name="line", value=line.line)
    button = tag("div", text_tag("button", "Keep", type="submit", class_="action"), class_="actions")
    source = text_tag("p", f"On its back: {offer.citation.title}", class_="note")
    address = path("encounter", shown.view.encounter, "card")
    return tag("form", label + area + hidden + source + button, method="post", action=address)
