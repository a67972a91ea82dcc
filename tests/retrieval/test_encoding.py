"""Bytes to text: what is damaged is counted, and what only looks so is not."""

import codecs

from retrieval.readers.encoding import decode


def test_a_replacement_mark_of_the_author_is_no_damage() -> None:
    for data in ("a \ufffd b".encode("utf-8-sig"), "a \ufffd b".encode("utf-16")):
        assert decode(data) == ("a \ufffd b", ())


def test_damage_is_counted() -> None:
    text, notes = decode(codecs.BOM_UTF8 + b"caf\xe9 and caf\xc3\xa9")
    assert text == "caf\ufffd and café"
    assert notes == ("Replaced 1 characters that are not valid UTF-8-SIG.",)
