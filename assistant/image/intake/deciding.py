"""A file becomes an image that can be kept, or is refused with the reason."""

from assistant.image.intake.kinds import kind_of, lie
from assistant.image.intake.taken import MAX_DICOM_BYTES, MAX_PHOTO_BYTES, Taken, plain_name
from retrieval.errors import Refused


def taken(data: bytes, name: str) -> Taken:
    """The image in these bytes, taken in by this very process. Raises Refused, or what a decoder raises."""
    from assistant.image.intake.dicom.intake import dicom
    from assistant.image.intake.photos import photograph

    kind = kind_of(data)
    most = MAX_DICOM_BYTES if kind == "DICOM" else MAX_PHOTO_BYTES
    if len(data) > most:
        raise Refused(f"The file is larger than {most // 2**20} MB.", "Make it smaller, or split it.")
    info, body = dicom(data) if kind == "DICOM" else photograph(data, kind)
    said = lie(name, kind)
    notes = info.notes if said is None else (said, *info.notes)
    return Taken(info.model_copy(update={"name": plain_name(name), "notes": notes}), body)
