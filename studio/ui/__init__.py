"""The window: the only room that knows Qt. Everything here runs on the GUI thread and returns at once.

- bridge.py        the one crossing from the engine's threads; polls the player; collects garbage
- main_window.py   puts the panels together and ties them to the session
- actions.py       every command with its keys, in one table
- theme.py         which theme, sizes, icons, style sheet (theme.qss); palettes.py holds the colours
- i18n.py          the window's language, and what the engine says in it (engine_texts.py lists that)
- announcer.py     tells a screen reader what happened
- panels/          top bar, controls (drawn from a model's Spec), viewer, takes, messages, status line
- views/           waveform, spectrogram, overview, playhead and selection on one time axis, painted by themselves
- widgets/         slider rows and other small widgets that know nothing of the session
- dialogs/         export, preferences, keys, about; none is modal

It never imports torch, a sound device, a model's runtime or scipy, and it never computes, reads a file or waits: it calls
`Session` and draws what comes back as events.
"""
