"""Which class a drum hit belongs to, by its General MIDI key or by the words in its name. Plain data and functions."""

from __future__ import annotations

import re

CLASSES = ("kick", "snare", "rim", "clap", "tom", "closed_hat", "open_hat", "cymbal", "shaker", "perc")

_GM = {
    "kick": (35, 36),
    "rim": (37,),
    "snare": (38, 40),
    "clap": (39,),
    "tom": (41, 43, 45, 47, 48, 50),
    "closed_hat": (42, 44),
    "open_hat": (46,),
    "cymbal": (49, 51, 52, 53, 55, 57, 59),
    "shaker": (54, 69, 70, 82),
}
GM_KEYS = {key: label for label, keys in _GM.items() for key in keys}
NO_DRUM_KEYS = (88,)  # the orchestra kit's applause
ORCHESTRA = {27: "closed_hat", 28: "closed_hat", 29: "open_hat", 30: "cymbal", 37: "rim", 39: "perc", 57: "cymbal", 59: "cymbal"}
ORCHESTRA |= dict.fromkeys((35, 36), "kick") | dict.fromkeys((38, 40), "snare") | dict.fromkeys((*range(41, 54), 55), "perc")  # timpani

# Looked for in this order; the first that fits wins. Names are lower case with every sign but letters and digits made a blank.
_WORDS: tuple[tuple[str, str], ...] = (
    ("perc", r"\b(whistle|(?<!rim )click|finger ?snap|fingersnap|clave|cowbell|agogo|wood ?block|water ?glass)"),
    ("perc", r"\b(conga|djembe|bongo|cb2?|x?y?fx)"),
    ("perc", r"\b(cajon|dununba|kenkeni|sangban|metronome|misc|mc cb|trimo|bell( hit| mute)\b)"),
    ("shaker", r"(maraca|tambourine|shaker|cabasa|shake|jingle)"),
    ("clap", r"clap"),
    ("snare", r"snare (off )?rim"),  # rimshots on the snare
    ("rim", r"(side ?stick|rim ?click|\brim\b|stick\b|\bstick|\brs\b)"),
    ("kick", r"bass ?drum"),
    ("tom", r"(\btom|tom\b|floor ?tom|tom ?(hi|lo|mid|low|high|floor|[0-9])|\btm2?\b|\bft\b|\bt[12]\b|\bdrum\b)"),
    ("closed_hat", r"(pedal|foot|\bpd\b|closed? ?(hi ?hat|hh|hat)|hi ?hat ?clos|\bhh ?p\b|\bhat [0-9] cl\b|\bc ?hh\b|hat ?cl|hhclosed)"),
    ("open_hat", r"(open ?(hi ?hat|hh|hat)|hat ?(semi ?)?open|\bhat [0-9] op\b|\bo ?hh\b|hat op|hhopen|\bho\b|swish)"),
    ("closed_hat", r"(\bhat|hats?\b|\bhh|\bhi ?hat|\bhh[23]?\b|hat ?choke|hihat)"),
    ("cymbal", r"(cymbal|crash|ride|splash|china|\bcra\b|\brd2?\b|\bcc\b|\brc\b|paiste|\bcup\b)"),
    ("kick", r"(kick|\bbd|\bk [0-9])"),
    ("snare", r"(snare|\bsn[0-9]?\b|\bsd\b|\bsr\b|\bsn\b)"),
    ("perc", r"perc"),
)


def by_name(name: str) -> str:
    """The class that a file or instrument name speaks of, 'perc' where it says none."""
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()).strip()
    return next((label for label, pattern in _WORDS if re.search(pattern, words)), "perc")


def by_key(key: int, preset: str) -> str | None:
    """The class of a drum key, by General MIDI's map or the preset's own; None where the key plays a roll or no drum."""
    low = preset.lower()
    if key in NO_DRUM_KEYS and "orchestra" in low:
        return None
    if "orchestra" in low:
        return ORCHESTRA.get(key, "perc")
    if "march" in low:
        return _marching(key, low)
    if low == "metronome":
        return "perc"
    return GM_KEYS.get(key, "perc")


def _marching(key: int, preset: str) -> str | None:
    """MuseScore's drumline, whose keys follow no standard: read off the spectrograms of every key."""
    if "cymbal" in preset:
        return "cymbal"
    if "snare" in preset:
        return None if key == 48 else "rim" if key in (53, 55, 59) else "snare"
    if "bass" in preset:
        return "rim" if key in (2, 26, 50, 71, 98) else "kick" if key < 60 or key == 90 else "tom"
    if key in (50, 122, 127):
        return None
    return "rim" if key in (25, 49, 73, 97, 121, 123, 126) else "tom"
