"""The page of the debrief: what was done on the left, the source behind it on the right."""

from assistant.accounts import Account
from ui.web.cases import conduct, reasoning
from ui.web.cases.assets import assets
from ui.web.cases.debriefing import Debriefed
from ui.web.cases.further import next_steps
from ui.web.cases.looking import seen_pictures
from ui.web.cases.marks import bars, domains, links, points
from ui.web.cases.opinion import PLACE, offers, second_opinion
from ui.web.cases.words import minutes
from ui.web.handout_links import handout_links
from ui.web.markup import escape, join, path, review_badge, tag, text_tag
from ui.web.shell import header, source_pane, whole_page

SOURCE = (
    "Choose a source in the debrief: it opens here with the words marked. "
    "Keys: [ and ] turn pages, Esc goes back."
)
BY_RULE = (
    "The points follow the checklist of this case, by rule and without a model. "
    "They are for learning, not for marks."
)


def debrief_page(shown: Debriefed, who: Account, fault: str = "") -> str:
    """The whole page; `fault` is why the model gave no opinion when it was asked just now."""
    bar = tag("div", header("Cases", who), id="top")
    left = tag("main", _content(shown, who, fault), class_="debrief", id="debrief")
    right = tag("div", source_pane(SOURCE), id="source-column")
    title = f"Debrief: {shown.case.title}"
    return whole_page(
        title, bar + tag("div", left + right, class_="debrief-panes"), extra=assets("case-debrief.js")
    )


def _content(shown: Debriefed, who: Account, fault: str) -> str:
    found = shown.debrief
    parts = (
        _head(shown),
        _section("Diagnosis", reasoning.outcome(found)),
        _section("Points", bars(found.domains) + text_tag("p", BY_RULE, class_="note")),
        domains(shown),
        _section("Differential", reasoning.differential(shown)),
        _section("The problem in a sentence", reasoning.problem(found)),
        _section("Tests, cost and harm", conduct.orders(found.bill)),
        _section("Treatment, order and time", conduct.treatment(found)),
        _section("Conversation", conduct.conversation(found)),
        _section("To take away", _teaching(found.teaching) + links(found.links)),
        _section("Next", further) if (further := next_steps(shown)) else "",
        _section("Pictures", pictures) if (pictures := seen_pictures(shown)) else "",
        second_opinion(shown, fault),
        _section("Handouts", _papers(shown.case.id)) if who.may_edit_library else "",
    )
    return join(parts)


def _head(shown: Debriefed) -> str:
    view, found = shown.view, shown.debrief
    got, of = sum(one.points for one in found.domains), sum(one.out_of for one in found.domains)
    hints = sum(found.hints.values())
    facts = [points(got, of) + " points", f"{minutes(found.minutes)} of case time"]
    facts += [f"{hints} hints" if hints > 1 else "1 hint"] if hints else []
    review = " " + review_badge(view.card.review)
    address = path("encounter", view.encounter)
    tools = (
        text_tag("a", "The encounter", href=address, class_="action"),
        text_tag(
            "a", "Marking sheet", href=path("api", "encounters", view.encounter, "sheet"), class_="action"
        ),
        text_tag("a", "Circuit", href=path("circuit", view.circuit), class_="action") if view.circuit else "",
        text_tag("a", "Second opinion", href=f"#{PLACE}", class_="action") if offers(shown) else "",
        text_tag("button", "Print", type="button", class_="action", data_print=True),
    )
    title = text_tag("h1", shown.case.title, class_="page-title")
    return (
        title
        + tag("p", escape(" · ".join(facts)) + review, class_="about")
        + tag("div", join(tools), class_="actions")
    )


def _papers(case: str) -> str:
    tutors = handout_links("Tutor's sheet", "case", case, audience="tutors")
    return handout_links("Worksheet for students", "case", case, audience="students") + tutors


def _section(title: str, content: str) -> str:
    return tag("section", text_tag("h2", title) + content, aria_label=title)


def _teaching(points_made: tuple[str, ...]) -> str:
    return tag("ul", join(text_tag("li", one) for one in points_made)) if points_made else ""
