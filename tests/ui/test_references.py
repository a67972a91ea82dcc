from assistant.cited import place
from tests.ui.answers import abstention, answer, citation, disagreement, row, statement
from ui.web.references import bibtex, plain_text, ris


def test_the_copied_text_has_numbers_that_the_references_explain() -> None:
    second = statement(
        "Ramipril too.", citations=(citation("Ramipril too.", document="d2", title="Kidney", page="3"),)
    )
    assert plain_text(answer(statement(), second)) == (
        "What lowers blood pressure?\n"
        "\n"
        "Amlodipine lowers blood pressure. [1]\n"
        "Ramipril too. [2]\n"
        "\n"
        "References\n"
        "[1] Hypertension in adults. Example Society. 2nd edition. 3 May 2024. p. 12 (file page 14).\n"
        "[2] Kidney. Example Society. 2nd edition. 3 May 2024. p. 3 (file page 14).\n"
    )


def test_the_copied_text_leaves_out_what_failed_its_check_counts_it_and_refers_to_none_of_its_sources() -> (
    None
):
    doubtful = statement(
        "Take 500 g.",
        verdict="contradicted",
        reason="It says 500 mg.",
        citations=(citation(title="Elsewhere", document="d9"),),
    )
    copied = plain_text(answer(doubtful, statement()))
    assert "Take 500 g." not in copied and "Elsewhere" not in copied
    assert "Amlodipine lowers blood pressure. [1]" in copied
    assert "(1 of 2 sentences failed the check and is left out.)" in copied
    assert "pages = {12}" in bibtex(answer(doubtful, statement()))


def test_the_copied_text_says_what_became_of_an_answer() -> None:
    assert "No answer: No passage answers this." in plain_text(abstention())
    assert "Sources disagree: mg" in plain_text(disagreement())
    assert "(The answer was stopped before its end.)" in plain_text(answer(statement(), stage="writing"))
    assert "The server went away." in plain_text(answer(statement(), fallback="The server went away."))


def test_the_printed_page_comes_first_and_sections_stand_in_where_there_are_no_pages() -> None:
    assert place(citation()) == "p. 12 (file page 14)"
    assert place(citation(page="14")) == "p. 14"
    assert place(citation(page=None, file_page=None, section="Dose")) == "section “Dose”"


def test_bibtex_has_one_entry_a_document_with_its_cited_pages() -> None:
    more = statement("More.", citations=(citation("More.", page="13", file_page=15),))
    entry = bibtex(answer(statement(), more))
    assert entry.count("@misc{") == 1
    assert "@misc{hypertension-in-adults-d1," in entry
    assert "  pages = {12, 13}," in entry and "  date = {2024-05-03}," in entry


def test_bibtex_escapes_what_tex_would_read() -> None:
    odd = statement(citations=(citation(title="50% & {more}_\\x"),))
    assert r"title = {50\% \& \{more\}\_/x}" in bibtex(answer(odd))


def test_ris_ends_every_record_and_keeps_each_value_on_its_line() -> None:
    two = statement("Two.", citations=(citation("Two.", document="d2", title="A\nER  - B", superseded=True),))
    records = ris(answer(row((("Drug", "x"),)), two))
    assert records.count("\nER  - \n") == 2
    assert "TI  - A ER - B" in records and "N1  - superseded" in records
