"""Items as a content package of QTI 3.0."""

from collections.abc import Iterable

from curricula.formats.exchange import Exported
from curricula.formats.qti.names import as_version_3
from curricula.formats.qti.package import Version, packed
from curricula.items.keeping import Entry

V30 = Version(
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "QTI Package",
    "3.0.0",
    "imsqti_item_xmlv3p0",
    as_version_3,
)


def write(entries: Iterable[Entry]) -> Exported:
    """The package in version 3.0."""
    return packed(entries, V30)
