"""What a Linux machine must have beside the Python packages. Plain data, standard library only.

Read by packaging/bootstrap.py before anything is installed (so: no third-party import here, ever) and by `studio doctor`.
On macOS and Windows the wheels bring PortAudio and all that Qt needs.
"""

from __future__ import annotations

from typing import NamedTuple


class SystemPart(NamedTuple):
    """One shared library or program.

    package: its name on Debian and Ubuntu. file: the shared library's soname, or the program's name.
    why: what fails without it. kind: "library", "program" or "font". instead: packages that serve as well.
    """

    package: str
    file: str
    why: str
    kind: str = "library"
    instead: tuple[str, ...] = ()


SOUND = (
    SystemPart("libportaudio2", "libportaudio.so.2", "sound output"),
    SystemPart("libasound2", "libasound.so.2", "MIDI (and sound output)"),
)

WINDOW = (
    SystemPart("libglib2.0-0", "libglib-2.0.so.0", "the window (Qt)"),
    SystemPart("libgl1", "libGL.so.1", "the window (Qt)"),
    SystemPart("libegl1", "libEGL.so.1", "the window (Qt)"),
    SystemPart("libxkbcommon0", "libxkbcommon.so.0", "the keyboard (Qt)"),
    SystemPart("libfreetype6", "libfreetype.so.6", "text in the window (Qt)"),
    SystemPart("libfontconfig1", "libfontconfig.so.1", "text in the window (Qt)"),
    SystemPart("libdbus-1-3", "libdbus-1.so.3", "desktop services (Qt)"),
    SystemPart("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", "the keyboard under X11 (Qt)"),
    SystemPart("libxcb-cursor0", "libxcb-cursor.so.0", "the window under X11 (Qt)"),
    SystemPart("libxcb-icccm4", "libxcb-icccm.so.4", "the window under X11 (Qt)"),
    SystemPart("libxcb-keysyms1", "libxcb-keysyms.so.1", "the window under X11 (Qt)"),
    SystemPart("libxcb-shape0", "libxcb-shape.so.0", "the window under X11 (Qt)"),
)

# The window speaks Chinese too, and a bare Debian has no font for it. Any will do; this is the smallest good one (1.6 MB).
OTHER_CHINESE = ("fonts-noto-cjk", "fonts-wqy-zenhei", "fonts-droid-fallback", "fonts-arphic-uming", "fonts-arphic-ukai")
FONTS = (SystemPart("fonts-wqy-microhei", "", "Chinese in the window", "font", OTHER_CHINESE),)

# The tests play through a real stream into a null sink and drive a real window on a virtual screen.
TESTS = (
    SystemPart("pulseaudio", "pulseaudio", "the tests of real playback", "program"),
    SystemPart("pulseaudio-utils", "parec", "the tests of real playback", "program"),
    SystemPart("libasound2-plugins", "", "the tests of real playback (ALSA into PulseAudio)"),
    SystemPart("jackd2", "jackd", "the tests of MIDI through real ports", "program"),
    SystemPart("xvfb", "Xvfb", "the tests of the real window", "program"),
    SystemPart("xauth", "xauth", "the tests of the real window", "program"),
    SystemPart("xdotool", "xdotool", "the tests with a real mouse", "program"),
)
