"""Gradio's look replaced by ours: colours are tokens of static/preceptor.css, fonts the system's."""

from typing import Any

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

TOKENS = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--muted)",
    "background_fill_primary": "var(--paper)",
    "background_fill_secondary": "var(--panel)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "border_color_accent_subdued": "var(--line)",
    "color_accent_soft": "var(--accent-soft)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "block_background_fill": "var(--paper)",
    "block_border_color": "var(--line)",
    "block_label_background_fill": "var(--paper)",
    "block_label_text_color": "var(--muted)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--muted)",
    "panel_background_fill": "var(--panel)",
    "panel_border_color": "var(--line)",
    "input_background_fill": "var(--field)",
    "input_background_fill_focus": "var(--field)",
    "input_background_fill_hover": "var(--field)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--accent)",
    "input_border_color_hover": "var(--line-strong)",
    "input_placeholder_color": "var(--muted)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_border_color": "var(--accent)",
    "button_primary_border_color_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_primary_text_color_hover": "var(--on-accent)",
    "button_secondary_background_fill": "var(--field)",
    "button_secondary_background_fill_hover": "var(--accent-soft)",
    "button_secondary_border_color": "var(--line-strong)",
    "button_secondary_border_color_hover": "var(--accent)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_text_color_hover": "var(--ink)",
    "button_cancel_background_fill": "var(--field)",
    "button_cancel_background_fill_hover": "var(--warning-soft)",
    "button_cancel_border_color": "var(--warning)",
    "button_cancel_border_color_hover": "var(--warning)",
    "button_cancel_text_color": "var(--warning)",
    "button_cancel_text_color_hover": "var(--warning)",
    "checkbox_background_color": "var(--field)",
    "checkbox_background_color_focus": "var(--field)",
    "checkbox_background_color_hover": "var(--field)",
    "checkbox_background_color_selected": "var(--accent)",
    "checkbox_border_color": "var(--line-strong)",
    "checkbox_border_color_focus": "var(--accent)",
    "checkbox_border_color_hover": "var(--accent)",
    "checkbox_border_color_selected": "var(--accent)",
    "checkbox_label_background_fill": "var(--field)",
    "checkbox_label_background_fill_hover": "var(--accent-soft)",
    "checkbox_label_background_fill_selected": "var(--accent-soft)",
    "checkbox_label_border_color": "var(--line)",
    "checkbox_label_border_color_hover": "var(--accent)",
    "checkbox_label_border_color_selected": "var(--accent)",
    "checkbox_label_text_color": "var(--ink)",
    "checkbox_label_text_color_selected": "var(--ink)",
    "error_background_fill": "var(--warning-soft)",
    "error_border_color": "var(--warning)",
    "error_text_color": "var(--warning)",
    "error_icon_color": "var(--warning)",
    "loader_color": "var(--accent)",
    "slider_color": "var(--accent)",
    "accordion_text_color": "var(--ink)",
    "table_text_color": "var(--ink)",
}
# Light and dark share the tokens; the style sheet gives each its two values.
SAME_IN_THE_DARK = {f"{name}_dark": value for name, value in TOKENS.items()}
SHAPES = {
    "color_accent": "var(--accent)",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_shadow_dark": "none",
    "block_padding": "0px",
    "block_radius": "6px",
    "input_radius": "6px",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_primary_shadow": "none",
    "button_secondary_shadow": "none",
    "button_transform_active": "none",
    "button_transform_hover": "none",
    "button_large_radius": "6px",
    "button_medium_radius": "6px",
    "button_small_radius": "6px",
    "checkbox_label_shadow": "none",
    "layout_gap": "0.75rem",
}


def make_theme() -> Any:
    """Our Gradio theme. It names no font, colour or file of another host."""
    from gradio.themes import Base

    theme = Base(font=SANS, font_mono=MONO)
    return theme.set(**TOKENS, **SAME_IN_THE_DARK, **SHAPES)
