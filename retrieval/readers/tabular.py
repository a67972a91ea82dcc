"""CSV and TSV: each row a table row, each value beside its header."""

import csv
import io

from retrieval.errors import Refused
from retrieval.readers.encoding import decode
from retrieval.readers.flow import Flow
from retrieval.types import Metadata, ReadDocument

DELIMITERS = ",;\t|"


class TabularReader:
    """Reads comma- or tab-separated values; the first row holds the headers."""

    def __init__(self, media_type: str) -> None:
        self._media_type = media_type

    def read(self, data: bytes, name: str) -> ReadDocument:
        """One table. Cells that a spreadsheet would run stay text."""
        text, notes = decode(data)
        flow = Flow()
        for note in notes:
            flow.note(note)
        delimiter = "\t" if self._media_type == "text/tab-separated-values" else _delimiter(text)
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
        except csv.Error as fault:
            raise Refused(
                f"The table cannot be read: {fault}.", "Export it again as CSV in UTF-8."
            ) from fault
        if rows:
            _note_ragged(rows, flow)
            flow.table(rows, header_rows=1)
        return flow.document(self._media_type, Metadata())


def _delimiter(text: str) -> str:
    """The separator that is most frequent in the header row; a comma if there is none."""
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _note_ragged(rows: list[list[str]], flow: Flow) -> None:
    longer = sum(len(row) > len(rows[0]) for row in rows)
    if longer:
        flow.note(f"{longer} rows have more values than there are headers; those values have no header.")
