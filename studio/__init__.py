"""Undertone: a studio in which neural sound generators are played like instruments."""

__version__ = "0.1.0"
