"""The window: the only room that knows Qt. Everything here runs on the GUI thread and returns at once.

- bridge.py        the one crossing from the engine's threads; polls the player; collects garbage
- main_window.py   puts the panels together and ties them to the session
- actions.py       every command with its keys, in one table
- theme.py         colours, sizes, icons, style sheet (theme.qss)
- panels/          top bar, controls (drawn from a model's Spec), viewer, takes, messages, status line
- views/           waveform, spectrogram, playhead on one time axis (pyqtgraph)
- widgets/         slider rows and other small widgets that know nothing of the session
- dialogs/         export, keys, about; none is modal

It never imports torch, a sound device, a model's runtime or scipy, and it never computes, reads a file or waits: it calls
`Session` and draws what comes back as events.
"""
