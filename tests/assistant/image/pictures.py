"""Small images to take in, made on the spot."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from PIL import Image

FILES = Path(pydicom.__file__).parent / "data"


def gradient(width: int = 32, height: int = 20) -> Image.Image:
    """A picture whose every pixel tells its place."""
    down, across = np.mgrid[0:height, 0:width]
    grid = np.stack([across * 7 % 256, down * 11 % 256, (across + down) % 256], axis=-1)
    return Image.fromarray(grid.astype(np.uint8))


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The image as a file of that kind."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def of_png(body: bytes) -> np.ndarray[Any, Any]:
    """The pixels of a PNG."""
    return np.asarray(Image.open(io.BytesIO(body)))


def dicom_file(name: str) -> bytes:
    """One of pydicom's own test files."""
    return next(FILES.rglob(name)).read_bytes()


def dicom_of(values: np.ndarray) -> bytes:  # type: ignore[type-arg]
    """pydicom's small CT with these greys of 0 to 255, [h, w], for its pixels, shown as they are."""
    scan = pydicom.dcmread(io.BytesIO(dicom_file("CT_small.dcm")))
    for name in ("SmallestImagePixelValue", "LargestImagePixelValue", "PixelPaddingValue"):
        if name in scan:
            delattr(scan, name)
    scan.Rows, scan.Columns = values.shape
    scan.PixelData = values.astype(np.int16).tobytes()
    scan.RescaleSlope, scan.RescaleIntercept = 1, 0
    scan.WindowCenter, scan.WindowWidth = 128, 256
    body = io.BytesIO()
    scan.save_as(body)
    return body.getvalue()
