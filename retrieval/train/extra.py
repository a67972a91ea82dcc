"""What training needs beyond the base install, checked before anything is imported."""

from importlib.util import find_spec

from retrieval.errors import PreceptorError

PACKAGES = ("torch", "transformers", "onnx", "onnxscript")


def require_extra() -> None:
    """Raises an error that names the packages of the extra `train` that are missing."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise PreceptorError(
            f"Training needs packages that are not installed: {', '.join(missing)}.",
            "Install them with: pip install 'preceptor[train]'",
        )
