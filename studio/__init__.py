"""Undertone: a studio in which neural sound generators are played like instruments."""

import os

# numpy's matrices are small here: a second BLAS thread wins nothing, waits by spinning and takes its core from sound and window (a search
# for a dropped sound took 16 s beside other work, 4 s with one thread). Before the first import of numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# onnxruntime 1.31 counts what is done with it, under an id that it keeps in the user's cache, and holds an address to send that to: what
# happens in the studio is nobody's business. Before its first import.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
