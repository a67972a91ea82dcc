"""What the tutor says: the same words for every case, so that they can give nothing away."""

from collections.abc import Mapping

from curricula.cases.types import Act, Domain

STEPS = 3
"""How many hints lead to one thing."""

QUESTIONS: Mapping[str, str] = {
    "problem": "Before you go on: how would you put this patient's problem in one sentence?",
    "what_else": "Before you order tests: what else could this be, and which of these fits least so far?",
    "change_your_mind": "You have results: what would change your mind, and have you looked for it?",
    "must_not_miss": "Before you commit: which dangerous cause must not be missed, what speaks against it?",
}
"""What is asked, by commit point, in this order; each once."""
PLAIN = """
against already answer answers ask asked background beside besides best board candidate candidates cause
causes change choose chose commit compare compared consider considered dangerous decide different each
else exclude expect explain explained explains explanation far find finding findings first fit fits
fitting found given heard history idea ideas important know known learned learnt least less likely list
listed matter matters mind miss missed more most next noticed now order ordered patient picture plan
point points possible problem question reason reasons result results rule see seen sentence serious short
so speak speaks step story strongest summarise support supports symptom symptoms test tests tie together
unlikely weigh well which why worry
"""
"""What a model may say besides the question and what was found: of reasoning, and nothing of an illness."""
AREAS: Mapping[Domain, str] = {
    "history": "Something that counts has not been asked yet",
    "examination": "Something that counts has not been examined yet",
    "investigation": "A test that would help has not been ordered yet",
}
TELLING: Mapping[Domain, str] = {
    "history": "Ask about",
    "examination": "Examine",
    "investigation": "Think of this test",
}
GENERAL: Mapping[Domain, tuple[str, str, str]] = {
    "history": (
        "Something that counts has not been asked yet.",
        "Go through the problem, earlier illnesses, medicines, family and daily life: what is left out?",
        "Ask for what makes the problem better or worse, and for what else the patient has noticed.",
    ),
    "examination": (
        "Something that counts has not been examined yet.",
        "Which part of the body could tell your candidates apart?",
        "Take the vital signs, then examine what hurts or troubles the patient, and what lies next to it.",
    ),
    "investigation": (
        "A test that would help has not been ordered yet.",
        "Which one result would move you most from one candidate to another?",
        "Choose the test by the question it answers: what would you do if it is abnormal, and what if not?",
    ),
    "reasoning": (
        "Look at your board: does each candidate explain everything that you have found?",
        "Which finding is explained by none of them, and which organ could it come from?",
        "Put up a common cause, a dangerous one, and one that can be treated; then say what speaks for each.",
    ),
    "management": (
        "Something that this patient needs has not been done yet.",
        "What has to be made safe first, what treats the cause, and what can wait?",
        "Go through airway, breathing, circulation, pain, the treatment itself, who must know, and where to.",
    ),
    "communication": (
        "Something is still to be said to the patient.",
        "Think of how a visit begins, of what the patient fears, and of how it ends.",
        "Introduce yourself, hear what the patient fears, explain the plan, and say when to come back.",
    ),
    "stewardship": (
        "Look at what you have ordered or mean to order: does the patient need all of it?",
        "Which result would change nothing in what you do?",
        "Leave out what costs, hurts or delays without changing the plan.",
    ),
}
TO_SAY: Mapping[Act, str] = {
    "introduced": "Say who you are and what you are here for.",
    "consent": "Ask whether you may ask, examine and treat.",
    "empathy": "Say that you see how hard this is.",
    "ideas": "Ask what the patient thinks it is, fears and hopes for.",
    "explained": "Explain in plain words what you think and plan.",
    "summarised": "Sum up what you have heard, and let the patient correct it.",
    "safety_net": "Say what to look out for, and when to come back.",
    "closed": "Ask whether there are questions, and say goodbye.",
}
