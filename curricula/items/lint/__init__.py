"""What is wrong with an item that fits its schema: faults, and flaws in how it is written."""

from curricula.items.lint import cues, forms, grounds, numbers, stem, wording
from curricula.items.lint.grounds import Resolve, unresolved
from curricula.items.lint.rule import Rule
from curricula.items.types import Item
from curricula.tree import Remark, Spot

RULES = (
    Rule("missing lead-in", (14,), stem.missing_lead_in),
    Rule("negative stem", (17,), stem.negative_stem),
    Rule("needs its options", (15,), stem.needs_its_options),
    Rule("all of the above", (25, 26), wording.stands_for_others),
    Rule("repetition", (19, 22), wording.repeated),
    Rule("containment", (22,), wording.contained),
    Rule("overlapping ranges", (22,), numbers.overlapping),
    Rule("numbers out of order", (21,), numbers.out_of_order),
    Rule("implausible number", (29,), numbers.far_off),
    Rule("absolute terms", (28,), wording.absolute),
    Rule("vague frequency", (), wording.vague),
    Rule("length cue", (24, 28), cues.length),
    Rule("grammatical cue", (28,), cues.grammar),
    Rule("clang", (28,), cues.clang),
    Rule("another kind", (23,), cues.kind),
    Rule("picture tells", (28,), cues.picture_tells),
    Rule("accepted and wrong", (19,), forms.accepted_and_wrong),
    Rule("short answer", (), forms.short_answer),
    Rule("form of a gap", (), forms.gap_form),
    Rule("size of a gap", (), forms.gap_size),
    Rule("gap that tells", (), forms.gap_tells),
    Rule("card beside its quote", (), forms.card_beside_its_quote),
    Rule("regions", (19,), forms.regions),
    Rule("report", (19, 28), forms.report),
    Rule("missing reasons", (), grounds.missing_reasons),
    Rule("no citation", (), grounds.uncited),
    Rule("no objective", (), grounds.unplaced),
)


def lint_item(item: Item, *, resolve: Resolve | None = None) -> list[Remark]:
    """Every fault and warning, in the order of the item; citations are looked up only with `resolve`."""
    found = [remark for rule in RULES for remark in rule.check(item)]
    found += unresolved(item, resolve) if resolve else ()
    return sorted(found, key=lambda remark: _place(item, remark.spot))


def _place(item: Item, spot: Spot) -> tuple[int, ...]:
    """Sorts by the order of the fields in the schema, and by the place in their lists."""
    fields = list(type(item).model_fields)
    return (fields.index(str(spot[0])), *(part for part in spot[1:] if isinstance(part, int)))
