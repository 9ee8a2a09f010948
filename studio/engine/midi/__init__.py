"""MIDI: bytes to meanings (messages.py), ports that come and go (ports.py), what controllers turn (mapping.py, hand.py). No Qt."""
