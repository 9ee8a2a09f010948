"""What the shipped models say of themselves: titles, licences, and whom their sounds came from. Plain values."""

from __future__ import annotations

from studio.training import notices
from studio.training.publish import About

DRUM_CREDITS = (
    "Fluid (R3) GM SoundFont, (c) 2000-2002, 2008 Frank Wen, MIT",
    "MuseScore_General, (c) 2018-2021 S. Christian Collins, MIT; drumline by Collins and Amir Oosman, marching cymbals from "
    "VCSL by Sam Gossner, CC0; Fluid Mono (c) 2014-2017 Michael Cowgill; drumline cymbals (c) 2016 Michael Schorsch",
    "rumpf_kit_z01, Emanuel Rumpf, CC-BY 3.0",
    "Synthetic drums from Undertone's own seeded synthesis, CC0",
)

SHELF: dict[str, About] = {
    about.id: about
    for about in (
        About(
            "drums", "Drums", "Drum hits from ten classes, one second or two, under live latents.", "CC-BY-3.0",
            DRUM_CREDITS,
        ),
        About(
            "drums-gan", "Drums, sharper", "The drums again, finished against discriminators: nearer to recorded hits as a crowd.",
            "CC-BY-3.0", DRUM_CREDITS,
            "Begins as the model 'drums' and goes on with three discriminators that heard recorded and synthetic hits. Attacks are less "
            "peaky and draws lie nearer to real hits as a crowd; a single sound that is dropped on the window is met a little less well. "
            "Truncation says how far draws may go from the middle of their class.",
        ),
        About(
            "wavegan", "WaveGAN (reference)", "The textbook WaveGAN on the drum hits, 16 kHz: a rough reference to compare with.",
            "CC-BY-3.0", DRUM_CREDITS,
            "The plain reference family, for comparison and for students; not meant for music. It makes 16,384 samples straight from a "
            "code, was trained for less than an hour on one shared core where its authors trained for days on a GPU, and sounds like it. "
            "The seed draws a part of the code that no slider moves.",
        ),
        About(
            "notes", "Notes", "Pitched notes of twelve families over four octaves, two seconds and more, under live latents.", "MIT",
            ("Fluid (R3) GM SoundFont, (c) 2000-2002, 2008 Frank Wen, MIT",),
        ),
        About(
            "effects", "Effects", "Game and interface sounds from eight classes, up to two seconds, under live latents.", "BSD-3-Clause",
            (
                "Freedoom, (c) 2001-2003 contributors to the Freedoom project, BSD-3 (NOTICE.txt)",
                "A7Xpg, Gunroar, Mu-cade, Noiz2sa, PARSEC47, rRootage, Torus Trooper and Val & Rick, (c) 2002-2006 Kenta Cho, BSD-2 "
                "(NOTICE.txt)",
                "Endless Sky's sounds, public domain, based on sounds from freesound.org",
                "Sonic Pi's samples, CC0, freesound.org authors and Arovane",
                "ion.sound, MIT: to choose the checkpoint by, not in the weights",
                "Synthetic effects from Undertone's own seeded synthesis, CC0",
            ),
            "Learnt from 322 recorded and designed sounds of games and 2,560 synthesised ones, labelled by hand, each taken apart into a "
            "gliding pitch, its partials and bands of noise; the network says these, so that a zap is a tone wherever it goes. A third of "
            "the recordings are 8-bit sounds of 5.5 or 11 kHz: what they could not hold was not taught, and every sound can be had at "
            "full bandwidth; a fresh draw has the bandwidth of a recording of its class. How far real noise strays from what the network "
            "says was measured class by class, and the player puts it back (Liveliness). Trained for less than an hour on a shared CPU "
            "core: gestures come out smoother than they were, chords and bells with overlapping notes as one pitch.",
            notice=notices.EFFECTS,
        ),
        About(
            "pad", "Strings and voices", "Bowed and sung sound without end, from a cello to a choir and between them.", "MIT",
            ("Fluid (R3) GM SoundFont, (c) 2000-2002, 2008 Frank Wen, MIT",),
            "A stream: played live it has no end, and a held point stays alive. It was learnt from a quarter of an hour of slow melodies "
            "of strings, choirs and warm pads, alone and crossing over into one another; left to drift it plays melodies of its own.",
        ),
        About(
            "guitar", "Guitar", "A distorted electric guitar that sounds on and on while pitch and timbre move.", "MIT",
            ("Sectoid songs, (c) 2006/2007 Carlos Viola Iborra, MIT",),
            "A stream: played live it has no end, and a held point stays alive. It was learnt from nine minutes of isolated guitar of "
            "three songs. It has one pitch at a time: leads and power chords are its own, notes that ring into one another are not.",
        ),
    )
}  # fmt: skip
