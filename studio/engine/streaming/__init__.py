"""Sound that runs on: streams in a process of their own (server.py) that fills the decks' rings ahead of the audio process.

host.py is the program's end of it; voice.py, hand.py, resample.py and past.py are what runs there; trajectory.py and offline.py are what
is recorded of it and made again; recorder.py keeps what is heard. Why a process, by numbers: see host.py.
"""
