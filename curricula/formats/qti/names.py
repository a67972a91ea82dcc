"""The names of QTI in its versions: camelCase up to 2.2, dashed with a prefix in 3.0, here one plain form."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

V2, V3 = "http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# These stand in QTI as they stand in HTML.
HTML = frozenset(
    [
        "a",
        "br",
        "cite",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "img",
        "li",
        "object",
        "ol",
        "p",
        "q",
        "strong",
        "sub",
        "sup",
        "ul",
    ]
)
WRAPPED = frozenset(("modalFeedback", "rubricBlock"))


def simplified(root: Any) -> Any:
    """The same tree with names in small letters, without namespaces, dashes and QTI 3's prefix."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        dashed = name.startswith("qti-")
        element.tag = (name[4:].replace("-", "") if dashed else name).lower()
        for key, value in list(element.attrib.items()):
            plain = (key.replace("-", "") if dashed else key).lower()
            if plain != key:
                del element.attrib[key]
                element.set(plain, value)
    return root


def as_version_3(item: Any) -> bytes:
    """An item of QTI 2.2 under the names of 3.0."""
    made = _renamed(item)
    where = f"{V3} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
    made.set(f"{{{XSI}}}schemaLocation", where)
    return serialised(made)


def serialised(root: Any) -> bytes:
    """The tree as a file."""
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _renamed(element: Any) -> Any:
    name = str(element.tag).rpartition("}")[2]
    plain = name in HTML
    new = etree.Element(f"{{{V3}}}{name if plain else f'qti-{_dashed(name)}'}", nsmap={None: V3, "xsi": XSI})
    for key, value in element.attrib.items():
        new.set(key if plain or key.startswith("{") else _dashed(key), value)
    inside = new
    if name in WRAPPED:
        inside = etree.SubElement(new, f"{{{V3}}}qti-content-body")
    inside.text = element.text
    for child in _elements(element):
        made = _renamed(child)
        made.tail = child.tail
        inside.append(made)
    return new


def _elements(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def _dashed(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
