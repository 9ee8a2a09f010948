"""The Live part of the window: pads, streams, effects, hands. `live_panel.py` holds the pages; each page is a file of its own."""

from studio.ui.panels.live.live_panel import LivePanel

__all__ = ["LivePanel"]
