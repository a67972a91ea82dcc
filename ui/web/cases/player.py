"""The page of an encounter: the conversation on the left; orders, thoughts and commitment on the right.

It is laid out once; what changes is put into its places by static/case.js, part by part.
"""

from assistant.accounts import Account
from assistant.case.bedside.view import View
from assistant.case.events import LONGEST_UTTERANCE
from ui.web.cases.assets import assets
from ui.web.cases.parts import message, parts
from ui.web.cases.talk import SCRIPTED, instructions
from ui.web.cases.words import DOMAIN_WORDS, minutes, speaker
from ui.web.markup import escape, join, review_badge, tag, text_tag, void
from ui.web.shell import header, whole_page

SCRIPTS = ("case.js", "case-orders.js", "case-board.js")
TABS = (
    ("talk", "Patient"),
    ("examination", "Examination"),
    ("tests", "Tests"),
    ("treatment", "Treatment"),
    ("thinking", "Differential"),
    ("commit", "Commit"),
)
WAITS = (5, 15, 30, 60, 240)
LAST_STEP = (
    "After this nothing can be changed: your list, your orders and your plan are judged as they stand, "
    "and the debrief opens."
)
NO_SCRIPT = (
    "An encounter needs JavaScript. Turn it on for this page, or play in the terminal: preceptor case play."
)


def player_page(view: View, account: Account) -> str:
    """The whole page as it stands now, so that it can be read before any script runs."""
    shown = parts(view)
    bar = tag("div", header("Cases", account), id="top")
    panes = (
        tag("div", _talk(view, shown), id="pane-talk", class_="talk-pane") + _tabs(view) + _work(view, shown)
    )
    case = tag(
        "main",
        _top(view, shown) + tag("div", panes, class_="bedside"),
        id="case",
        data_encounter=view.encounter,
        data_ordinal=view.ordinal,
        data_phase=view.phase,
        data_shared=view.code is not None,
        data_left=view.clock.left_s if view.clock else None,
        data_runs=bool(view.clock and view.clock.is_running),
    )
    live = tag("div", "", id="announcer", class_="hidden", role="status", aria_live="polite")
    return whole_page(view.card.title, bar + case + live, extra=assets(*SCRIPTS))


def _top(view: View, shown: dict[str, str]) -> str:
    title = text_tag("h1", view.card.title, class_="case-title")
    review = review_badge(view.card.review)
    by = tag("p", text_tag("span", view.card.author) + " " + review, class_="case-by")
    status = _place("status", shown, class_="case-status")
    fault = tag("div", "", id="problem", aria_live="assertive")
    noscript = tag("noscript", text_tag("p", NO_SCRIPT, class_="problem"))
    return (
        tag("div", tag("div", title + by) + status, class_="case-top")
        + noscript
        + fault
        + _place("banner", shown)
    )


def _place(name: str, shown: dict[str, str], **values: str | bool | None) -> str:
    """Where a part stands and is renewed."""
    return tag("div", shown[name], id=f"part-{name}", **values)


def _tabs(view: View) -> str:
    counts = message(view)["counts"]
    buttons = join(_tab(name, words, counts.get(name)) for name, words in TABS)
    return tag("div", buttons, class_="tabs", role="tablist", aria_label="Parts of the encounter")


def _tab(name: str, words: str, count: int | None) -> str:
    number = (
        "" if count is None else " " + text_tag("span", str(count or ""), class_="count", data_count=name)
    )
    selected = "true" if name == "examination" else "false"
    return tag(
        "button",
        escape(words) + number,
        type="button",
        role="tab",
        id=f"tab-{name}",
        aria_controls=f"pane-{name}",
        aria_selected=selected,
        tabindex=0 if selected == "true" else -1,
        data_tab=name,
    )


def _talk(view: View, shown: dict[str, str]) -> str:
    brief = tag(
        "details", text_tag("summary", "Instructions") + instructions(view.card), class_="brief", open=True
    )
    words = text_tag("p", SCRIPTED, class_="note wording")
    said = _place("transcript", shown, role="log", aria_label="Conversation")
    talk = tag("div", brief + _place("seats", shown) + words + said, class_="talk", id="log", tabindex=0)
    return talk + _place("question", shown) + _composer(view) + _asides(view)


def _composer(view: View) -> str:
    name = speaker(view.card.patient)
    label = text_tag("label", f"Say to {name}", for_="say")
    area = tag(
        "textarea",
        "",
        id="say",
        name="text",
        rows=1,
        maxlength=LONGEST_UTTERANCE,
        placeholder="In your own words",
        data_draft="say",
        data_enter="submit",
        autofocus=True,
    )
    send = text_tag("button", "Say", type="submit", class_="primary")
    return _form("say", label + tag("div", area + send, class_="composer-line"), class_="composer")


def _form(name: str, content: str, *, class_: str | None = None) -> str:
    """A form that the page's script sends; it is disabled while the encounter is not open."""
    fields = tag("fieldset", content, data_open_only=True)
    return tag("form", fields, data_form=name, class_=class_, autocomplete="off")


def _asides(view: View) -> str:
    times = text_tag("option", "until next result", value="")
    times += join(text_tag("option", minutes(number), value=number) for number in WAITS)
    choose = tag("select", times, name="minutes", aria_label="How long to wait")
    wait = _form("wait", choose + text_tag("button", "Wait", type="submit", class_="action"))
    if not view.hints_about:
        return tag("div", wait, class_="asides")
    domains = join(text_tag("option", DOMAIN_WORDS[one].lower(), value=one) for one in view.hints_about)
    about = tag("select", domains, name="about", aria_label="What the hint is to be about")
    hint = _form("hint", about + text_tag("button", "Hint", type="submit", class_="action"))
    return tag("div", wait + hint, class_="asides")


def _work(view: View, shown: dict[str, str]) -> str:
    panes = (
        _pane("examination", _order("examination", "Examine") + _place("findings", shown)),
        _pane("tests", _order("test", "Order") + _place("results", shown) + _print()),
        _pane("treatment", _order("treatment", "Give") + _place("treatments", shown)),
        _pane("thinking", _thinking(view, shown)),
        _pane("commit", _place("committed", shown) + _commit(view)),
    )
    return tag("div", join(panes), class_="work-pane")


def _pane(name: str, content: str) -> str:
    return tag(
        "section",
        content,
        id=f"pane-{name}",
        role="tabpanel",
        aria_labelledby=f"tab-{name}",
        hidden=name != "examination",
    )


_ORDER_LABELS = {
    "examination": ("What do you examine?", "blood pressure, listen to the chest"),
    "test": ("Which test do you order?", "full blood count, ECG"),
    "treatment": ("What do you give or do?", "oxygen, aspirin 300 mg by mouth, refer to surgery"),
}


def _order(of: str, verb: str) -> str:
    words, example = _ORDER_LABELS[of]
    suggests = of != "treatment"
    field = void(
        "input",
        id=f"order-{of}",
        name="text",
        maxlength=LONGEST_UTTERANCE,
        placeholder=example,
        data_draft=f"order-{of}",
        data_suggest=of if suggests else None,
        role="combobox" if suggests else None,
        aria_expanded="false" if suggests else None,
        aria_autocomplete="list" if suggests else None,
        aria_controls=f"offered-{of}" if suggests else None,
    )
    offered = (
        tag("ul", "", id=f"offered-{of}", role="listbox", aria_label="Suggestions", hidden=True)
        if suggests
        else ""
    )
    line = tag("div", field + text_tag("button", verb, type="submit", class_="primary"), class_="order-line")
    content = text_tag("label", words, for_=f"order-{of}") + line + offered
    return tag("div", _form(f"order-{of}", content), class_="order")


def _print() -> str:
    return tag(
        "div",
        text_tag("button", "Print results", type="button", class_="action", data_print=True),
        class_="actions",
    )


def _thinking(view: View, shown: dict[str, str]) -> str:
    frame = text_tag("label", "The problem in one sentence", for_="frame")
    frame += tag(
        "textarea",
        escape(view.problem),
        id="frame",
        name="text",
        rows=2,
        maxlength=1000,
        placeholder="Who, with what, since when, in what setting",
        data_draft="frame",
    )
    frame += text_tag("button", "Keep", type="submit", class_="action")
    kept = tag("details", text_tag("summary", "As it is kept") + _place("problem", shown), class_="kept")
    add = text_tag("label", "Add a diagnosis", for_="candidate")
    field = void("input", id="candidate", name="text", maxlength=300, data_draft="candidate")
    add += tag("div", field + text_tag("button", "Add", type="submit", class_="primary"), class_="order-line")
    keys = text_tag("p", "Keys: on a line Alt+↑ and Alt+↓ move it, Delete removes it.", class_="note")
    board = tag("fieldset", _place("board", shown), data_open_only=True)
    title = text_tag("h2", "Differential, most likely first")
    return _form("frame", frame) + kept + title + board + _form("candidate", add) + keys


def _commit(view: View) -> str:
    name = text_tag("label", "Your diagnosis", for_="diagnosis")
    name += void(
        "input", id="diagnosis", name="diagnosis", maxlength=300, required=True, data_draft="diagnosis"
    )
    plan = text_tag("label", "Your plan, one step a line, in order", for_="plan")
    plan += tag("textarea", "", id="plan", name="plan", rows=5, data_draft="plan")
    send = text_tag("button", "Commit", type="submit", class_="primary")
    form = _form("commit", text_tag("p", LAST_STEP, class_="note") + name + plan + send)
    leave = text_tag(
        "button", "Give up without a diagnosis", type="button", class_="action danger", data_sure=True
    )
    sure = escape("The encounter ends here. ") + text_tag(
        "button", "Give up", type="button", class_="action danger", data_act="end"
    )
    sure += " " + text_tag("button", "Go on", type="button", class_="action", data_keep_on=True)
    given_up = tag("div", leave + tag("span", sure, class_="confirm", hidden=True), class_="leave")
    return form + tag("fieldset", given_up, data_open_only=True)
