"""The starter library and the questions that its chapters answer."""

from pathlib import Path

from retrieval.rows import Row, rows

QUESTIONS = Path(__file__).with_name("questions.jsonl")


def questions() -> list[Row]:
    """Every question: `id`, `question`, and the words of the `answer` in the chapter `document`, or None.

    `also` lists other words of the library that answer it: passages that search put before the author's own
    were judged blind, by a reader who knew neither whose they were nor their rank.
    """
    return list(rows(QUESTIONS))
