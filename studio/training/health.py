"""What is wrong with a training run, in plain words and with what to try, from the lines of its log. No torch, no threads.

Every rule looks at measured numbers only (the log's names: studio/training/measuring.py and the tasks) and asks for the same answer
a few times in a row, so that one bad batch is no news. A line that lacks a name says nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.training.progress import Finding

Lines = Sequence[dict[str, float]]

ROW = 4  # lines in a row that must agree
TWICE = 2  # validations in a row that must agree
DIVERSE = 0.3  # share of the real sounds' diversity
QUIET_DB = -40.0
BARE = 0.9  # share of the power in one partial
RINGING = 0.4  # share of the power in one partial that real sounds have which ring
BUZZ_DB = 6.0  # lines at the frame rate above those of real sounds
COPIES = 0.5  # share of draws that are training sounds
WORSE = 1.05  # of the best held-out error
SPENT_NATS = 0.5
WILD_NATS = 50.0  # of one latent; a useful one has 2 to 10
SURE = 0.9  # of a hinge discriminator: beyond 1 it learns nothing more
UNSURE = 0.1
SKIPPED = 0.2


def look(lines: Lines) -> tuple[Finding, ...]:
    """What holds at the last line, the gravest first."""
    found = [finding for rule in RULES if (finding := rule(lines)) is not None]
    return tuple(sorted(found, key=lambda finding: not finding.grave))


def not_a_number(skips: int, kept_step: int) -> Finding:
    """What the loop says when it gives up."""
    return Finding(
        "nan", f"{skips} steps in a row had no finite gradient, so the run was ended; the last good checkpoint is of step {kept_step}.",
        "Halve `rate` and resume; if it happens again, look for a damaged sound in the folder.", grave=True,
    )  # fmt: skip


def _last(lines: Lines, name: str, count: int) -> list[float]:
    """The last `count` values of a name, oldest first; empty where there are fewer."""
    values: list[float] = []
    for line in reversed(lines):
        if name in line:
            values.append(line[name])
            if len(values) == count:
                return values[::-1]
    return []


def _skips(lines: Lines) -> Finding | None:
    share = _last(lines, "skipped", 1)
    if not share or share[0] < SKIPPED:
        return None
    return Finding("skips", f"{share[0]:.0%} of the last steps had no finite gradient and were skipped.", "Lower `rate` or `clip`.")


def _silence(lines: Lines) -> Finding | None:
    levels = _last(lines, "level_db", TWICE)
    if not levels or max(levels) > QUIET_DB:
        return None
    return Finding(
        "silence", f"The network makes next to nothing: its draws peak at {levels[-1]:.0f} dB.",
        "Lower `rate`; if the sounds in the folder are very quiet themselves, prepare it again with levelling.", grave=True,
    )  # fmt: skip


def _one_tone(lines: Lines) -> Finding | None:
    tones, real = _last(lines, "bare", TWICE), _last(lines, "bare_real", 1)
    if not tones or not real or min(tones) < BARE or real[0] > BARE - 0.2:
        return None
    return Finding(
        "tone", f"The draws are one bare tone each ({tones[-1]:.0%} of their power in one partial; real sounds: {real[0]:.0%}).",
        "Lower `rate`, and give the noise part more to do (`tone` and `phase` of the VAE lower).", grave=True,
    )  # fmt: skip


def _hiss(lines: Lines) -> Finding | None:
    shares, real = _last(lines, "bare", TWICE + 1), _last(lines, "bare_real", 1)
    if not shares or not real or real[0] < RINGING or max(shares) > real[0] / 2:
        return None
    return Finding(
        "hiss", f"What should ring comes out as coloured noise: {shares[-1]:.0%} of its power in one partial; real sounds: {real[0]:.0%}.",
        "Train longer; for notes of a pitch choose the preset notes.",
    )  # fmt: skip


def _collapse(lines: Lines) -> Finding | None:
    values = _last(lines, "diversity", TWICE + 1)
    if not values or max(values) > DIVERSE:
        return None
    return Finding(
        "collapse", f"The draws are nearly all the same: they differ {values[-1]:.0%} as much as real sounds of their class.",
        "Wait a little if the run is young; otherwise lower `kl` (VAE) or the generator's rate (GAN), or add sounds.", grave=True,
    )  # fmt: skip


def _kl_vanished(lines: Lines) -> Finding | None:
    values = _last(lines, "kl", ROW)
    if not values or max(values) > SPENT_NATS:
        return None
    return Finding(
        "kl_vanished", f"The latents carry nothing (KL {values[-1]:.2f} nats altogether): the sliders will do nothing.",
        "Lower `kl` tenfold, or raise `kl_warmup` and `free_nats`.", grave=True,
    )  # fmt: skip


def _kl_exploded(lines: Lines) -> Finding | None:
    values = _last(lines, "kl_most", ROW)
    if not values or min(values) < WILD_NATS:
        return None
    return Finding(
        "kl_exploded", f"One latent alone carries {values[-1]:.0f} nats: each sound sits on an island, what lies between is not learnt.",
        "Raise `kl` tenfold or lower `rate`.",
    )  # fmt: skip


def _buzz(lines: Lines) -> Finding | None:
    made, real = _last(lines, "line", TWICE), _last(lines, "line_real", 1)
    if not made or not real or min(made) < real[0] + BUZZ_DB:
        return None
    return Finding(
        "buzz", f"The draws buzz at the frame rate: its multiples stand out by {made[-1]:.0f} dB, in real sounds by {real[0]:.0f} dB.",
        "Train longer; if it stays, lower `phase`, or add noisy sounds, whose randomness the network has to use.",
    )  # fmt: skip


def _copies(lines: Lines) -> Finding | None:
    values = _last(lines, "memory", TWICE)
    if not values or min(values) < COPIES:
        return None
    return Finding(
        "memory", f"{values[-1]:.0%} of the draws are nearly training sounds: the network has learnt them by heart.",
        "Add sounds, use fewer steps, or raise `kl`.",
    )  # fmt: skip


def _overfit(lines: Lines) -> Finding | None:
    held = [(line["valid"], line["seen"]) for line in lines if "valid" in line and "seen" in line]
    if len(held) < ROW:
        return None
    at = min(range(len(held)), key=lambda i: held[i][0])
    (best, then), (now, seen) = held[at], held[-1]
    if len(held) - at < ROW or now < WORSE * best or seen >= then:
        return None
    return Finding(
        "overfit", f"It learns the training sounds by heart: on held-out ones the error rose from {best:.3g} to {now:.3g} and on its "
        "own it still falls.",
        "The best checkpoint was kept: stop here, or add sounds and train again.",
    )  # fmt: skip


def _discriminator_won(lines: Lines) -> Finding | None:
    real, fake = _last(lines, "real_score", ROW), _last(lines, "fake_score", ROW)
    if not real or not fake or min(real) < SURE or max(fake) > -SURE:
        return None
    return Finding(
        "discriminator_won", f"The discriminator tells every made sound from a real one (scores {fake[-1]:.1f} and {real[-1]:.1f}), so the "
        "generator learns little from it.", "Lower the discriminator's rate, or augment more strongly.",
    )  # fmt: skip


def _discriminator_lost(lines: Lines) -> Finding | None:
    real, fake = _last(lines, "real_score", 2 * ROW), _last(lines, "fake_score", 2 * ROW)
    if not real or not fake or max(abs(a - b) for a, b in zip(real, fake, strict=True)) > UNSURE:
        return None
    return Finding(
        "discriminator_lost", f"The discriminator can't tell made sounds from real ones (scores {fake[-1]:.2f} and {real[-1]:.2f}) and "
        "guides nothing.", "Raise the discriminator's rate, or lower its regularisation.",
    )  # fmt: skip


def _discriminator_memory(lines: Lines) -> Finding | None:
    real, held, fake = (_last(lines, name, ROW) for name in ("real_score", "held_score", "fake_score"))
    gaps = [(r - h, r - f) for r, h, f in zip(real, held, fake, strict=False)]
    if len(gaps) < ROW or any(whole < 0.5 or gap < 0.5 * whole for gap, whole in gaps):
        return None
    return Finding(
        "discriminator_memory", "The discriminator knows the training sounds by heart: it takes held-out real ones for made ones.",
        "Augment more strongly, raise its R1 penalty, or add sounds.",
    )  # fmt: skip


RULES: tuple[Callable[[Lines], Finding | None], ...] = (
    _skips, _silence, _one_tone, _hiss, _collapse, _kl_vanished, _kl_exploded, _buzz, _copies, _overfit,
    _discriminator_won, _discriminator_lost, _discriminator_memory,
)  # fmt: skip
