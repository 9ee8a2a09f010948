"""The browser on the left: models, presets, takes and the person's own sounds, one search over all. GUI thread."""

from studio.ui.panels.browser.browser import Browser

__all__ = ["Browser"]
