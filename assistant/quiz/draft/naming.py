"""What drafts are called, and what is said of who made them."""

from hashlib import sha256

from assistant.quiz.draft.excerpts import Excerpt

BY_RULE = "Drafted from the source by Preceptor"
BY_MODEL = "Drafted from the source by a language model"
UNREAD = "not reviewed"


def digest_of(*parts: str) -> str:
    """Twelve letters and digits that the same parts always give, for an id."""
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def title_of(excerpt: Excerpt) -> str:
    """The document and the section, which tell a list where a draft is from and give nothing away."""
    section = excerpt.section
    return f"{excerpt.document.title}: {section}" if section else excerpt.document.title
