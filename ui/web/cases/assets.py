"""What the pages of cases load besides what all pages do."""

from ui.web.images.viewer import viewer_assets
from ui.web.markup import join, tag, void
from ui.web.shell import static_url


def assets(*scripts: str) -> str:
    """The style sheet of cases and these scripts, for the head of a page."""
    sheet = void("link", rel="stylesheet", href=static_url("case.css"))
    return (
        sheet
        + viewer_assets()
        + join(tag("script", "", src=static_url(name), defer=True) for name in scripts)
    )
