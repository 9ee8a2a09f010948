"""Where recorded and designed effects come from, and what each is: labelled by hand, by name and by what was measured of each.

Trained on: Freedoom (BSD-3), Endless Sky (public domain), Kenta Cho's games (BSD-2), Sonic Pi (CC0). Validation: ion.sound (MIT) and
two of Kenta Cho's games. Test: fifteen CC0 files of HyperRogue. For judging only, never trained on and never shipped: HyperRogue's other
files (CC-BY-SA, CC-BY), OpenArena (GPL) and, where PyAV is installed to read its WavPack, Teeworlds (CC-BY-SA). Names that are in no table
were left out: music, speech, doubtful ones.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.training import reading
from studio.training.corpora import wad

GAMES = ("a7xpg", "gunroar", "mu-cade", "noiz2sa", "parsec47", "rrootage", "titanion", "torus-trooper", "tumiki-fighters", "val-and-rick")
DEBS = ("freedoom", "endless-sky-data", "hyperrogue-music", "openarena-data", "teeworlds-data", *(f"{game}-data" for game in GAMES))
NPMS = {"supersonic-scsynth-samples": "supersonic-scsynth-samples", "ion-sound": "ion-sound"}

FREEDOOM = {
    "explosion": "PISTOL SHOTGN RLAUNC RXPLOD FIRXPL BAREXP BFG DSHTGN",
    "impact": "SGCOCK WPNUP SWTCHN SWTCHX PSTOP BDCLS SLOP CLAW PUNCH HOOF METAL DBOPN DBCLS DBLOAD SKEPCH SKESWG KEENPN",
    "texture": "SAWUP SAWIDL SAWFUL SAWHIT FIRSHT PSTART DOROPN DORCLS STNMOV BDOPN SKLATK VILATK",
    "zap": "TELEPT PLASMA ITMBK",
    "pick-up": "ITEMUP GETPOW",
    "blip": "TINK RADIO",
    "creature": "PLPAIN DMPAIN POPAIN OOF POSIT1 POSIT2 POSIT3 BGSIT1 BGSIT2 SGTSIT BRSSIT SGTATK PLDETH PDIEHI PODTH1 PODTH2 PODTH3 "
    "BGDTH1 BGDTH2 SGTDTH BRSDTH POSACT BGACT DMACT CACSIT CYBSIT SPISIT CACDTH SKLDTH CYBDTH SPIDTH VIPAIN MNPAIN PEPAIN BSPSIT "
    "KNTSIT VILSIT MANSIT PESIT BSPDTH VILDTH KNTDTH SKEDTH BSPACT VILACT BOSSIT BOSDTH MANATK MANDTH SSSIT SSDTH KEENDT SKEACT "
    "SKESIT SKEATK",
}
ENDLESS_SKY = {
    "explosion": "explosion large|explosion medium|explosion nuke|explosion small|explosion tiny|final explosion large|"
    "final explosion medium|final explosion small|bombardment|nuke|proton|meteor|particle|torpedo|thunderhead|finisher|rocket|typhoon",
    "zap": "blaster|mod blaster|ion rain|plasma|pulse|repeater|piercer|seeker|sidewinder|tracker|javelin|anti-missile|heavy anti-missile|"
    "pug anti-missile|quarg anti-missile|warder|detainer|ion impact|zapper~",
    "impact": "crunch|grab-strike|mine deploy|minelayer",
    "blip": "fail",
    "alarm": "alarm|scan~",
    "texture": "afterburner~|atomic medium~|banisher~|disruptor~|electron beam~|fire-lance~|flamethrower~|heavy laser~|heliarch attractor~|"
    "heliarch repulsor~|hyperdrive in|hyperdrive out|hyperdrive|ion medium~|ion|ionic afterburner~|jump drive|jump in|jump out|landing|"
    "laser~|plasma medium~|skylance~|slicer~|sunbeam~|takeoff",
}
KENTA_CHO = {
    "pick-up": "a7xpg/getgold a7xpg/extend a7xpg/startinv a7xpg/stageend gunroar/score_up mu-cade/extend mu-cade/addtail noiz2sa/bonus "
    "noiz2sa/extend parsec47/extend parsec47/getbonus rrootage/extend titanion/extend torus-trooper/extend tumiki-fighters/extend "
    "tumiki-fighters/stuck_bonus tumiki-fighters/stuck_bonus_pushin rrootage/ref_ready",
    "zap": "a7xpg/boost a7xpg/enemyapp gunroar/lance gunroar/shot gunroar/turret_shot mu-cade/enhancedshot mu-cade/shot noiz2sa/shot "
    "parsec47/laser parsec47/shot rrootage/laser rrootage/laser_start rrootage/shot rrootage/reflec1 rrootage/reflec2 titanion/shot "
    "titanion/tractor torus-trooper/charge_shot torus-trooper/shot tumiki-fighters/ship_shot val-and-rick/blaster val-and-rick/rocket "
    "rrootage/grz titanion/flying_down",
    "explosion": "a7xpg/enemycrash a7xpg/miss gunroar/destroyed gunroar/explode gunroar/ship_destroyed gunroar/small_destroyed "
    "gunroar/turret_destroyed mu-cade/destroyed mu-cade/breaktail mu-cade/shipdestroyed noiz2sa/bossdst noiz2sa/foedst noiz2sa/shipdst "
    "parsec47/bossdst parsec47/enemydst parsec47/largedst parsec47/shipdst rrootage/bomb rrootage/damage rrootage/destroied "
    "rrootage/explosion1 rrootage/explosion2 rrootage/miss rrootage/change titanion/explosion1 titanion/explosion2 titanion/explosion3 "
    "titanion/player_explosion torus-trooper/boss_dest torus-trooper/middle_dest torus-trooper/myship_dest torus-trooper/small_dest "
    "tumiki-fighters/boss_destroyed tumiki-fighters/enemy_destroyed tumiki-fighters/ship_destroyed "
    "tumiki-fighters/small_enemy_destroyed tumiki-fighters/stuck_destroyed",
    "impact": "gunroar/hit mu-cade/hit mu-cade/bullethit noiz2sa/hit torus-trooper/hit tumiki-fighters/enemy_damaged tumiki-fighters/stuck "
    "gunroar/ship_shield_lost titanion/flick",
    "blip": "a7xpg/invfast a7xpg/invincible parsec47/lock parsec47/rollrls torus-trooper/timeup_beep",
    "alarm": "a7xpg/stagestart tumiki-fighters/warning parsec47/rollchg",
    "texture": "a7xpg/accel rrootage/grzinv torus-trooper/charge tumiki-fighters/propeller",
}
SONIC_PI = {
    "blip": "elec_beep elec_blip elec_blip2 elec_blup elec_flip elec_ping elec_plip elec_pop elec_tick elec_twip elec_triangle "
    "tbd_perc_blip tbd_perc_tap_1 tbd_perc_tap_2 drum_cowbell",
    "pick-up": "elec_bell elec_chime elec_bong perc_bell perc_till tbd_highkey_c4",
    "impact": "elec_wood elec_filt_snare elec_hollow_kick perc_door perc_impact1 perc_impact2 perc_snap perc_snap2 glitch_perc1 "
    "glitch_perc2 glitch_perc3 glitch_perc4 glitch_perc5 bass_drop_c bass_hit_c perc_swash bd_chip",
    "zap": "elec_twang glitch_robot1 glitch_robot2 vinyl_scratch vinyl_backspin bass_voxy_hit_c hat_zap mehackit_robot7 perc_swoosh",
    "creature": "misc_burp misc_crow mehackit_robot1 mehackit_robot2 mehackit_robot3 mehackit_robot4 mehackit_robot5 mehackit_robot6",
    "explosion": "misc_cineboom bd_boom",
    "alarm": "mehackit_phone1 mehackit_phone2 mehackit_phone3 mehackit_phone4",
    "texture": "ambi_choir ambi_dark_woosh ambi_drone ambi_glass_hum ambi_glass_rub ambi_haunted_hum ambi_lunar_land ambi_sauna "
    "ambi_soft_buzz ambi_swoosh glitch_bass_g tbd_fxbed_loop vinyl_hiss vinyl_rewind tbd_pad_2 bass_dnb_f",
}
ION_SOUND = {
    "impact": "beer_can_opening branch_break button_push camera_flashing camera_flashing_2 door_bump glass keyboard_desk "
    "light_bulb_breaking metal_plate metal_plate_2 pop_cork snap staple_gun tap",
    "blip": "button_click button_click_on button_tiny water_droplet water_droplet_2 water_droplet_3",
    "pick-up": "bell_ring door_bell",
    "alarm": "computer_error",
    "texture": "cd_tray",
}
HYPERROGUE_CC0 = {
    "creature": "seen-troll seen-kraken mousesqueak message-roar seen-frog1 seen-frog2 seen-frog3 die-kraken",
    "explosion": "explosion",
    "blip": "click",
    "pick-up": "pickup-mirror elementalgem",
    "zap": "orb-frog",
    "texture": "opengate steamhiss",
}
HYPERROGUE = {
    "impact": "apple closegate trapdoor hit-axe1 hit-axe2 hit-axe3 hit-crush1 hit-crush2 hit-crush3 hit-rose hit-sword1 hit-sword2 "
    "hit-sword3 hit-orbsword die-troll",
    "creature": "bull die-fairy die-prince die-princess die-bomberbird dzia-prince dzia-princess hit-prince hit-princess heal-prince "
    "heal-princess message-troll seen-cultist seen-cultistleader seen-dragon seen-eagle seen-gardener seen-ghost seen-necromancer "
    "seen-rosebeauty seen-sandworm seen-skeleton seen-snake seen-vizier seen-woof speak-prince speak-princess seen-fairy",
    "pick-up": "levelup pickup-gem pickup-gold pickup-key pickup-orb pickup-potion pickup-speed pickup-winter pickup-yendor",
    "zap": "orb-mind orb-ranged orb-teleport",
    "blip": "pickup-scroll nervous",
    "texture": "die-vinebeast die-vinespirit fire seen-air seen-earth seen-water splash1 splash2 storm",
}
OPENARENA = {  # by how paths begin
    "impact": "movers/doors/dr1_end player/footsteps player/gibimp player/land1 weapons/change weapons/noammo world/clack movers/switches "
    "weapons/lightning/lg_hit weapons/grenade/hgrenb",
    "explosion": "weapons/grenade/grenlf weapons/machinegun/machgf weapons/proxmine weapons/railgun/railgf weapons/rocket/rocklf "
    "weapons/rocket/rocklx weapons/shotgun weapons/vulcan/vulcanf weapons/plasma/plasmx weapons/bfg/bfg_fire",
    "zap": "weapons/plasma/hyprbf items/telein items/teleout weapons/machinegun/ric world/jumppad world/portal02 weapons/lightning/lg_fire",
    "pick-up": "items/damage2 items/haste items/holdable items/l_health items/m_health items/n_health items/s_health items/respawn1 "
    "items/poweruprespawn items/regen items/invisibility misc/am_pkup misc/ar1_pkup misc/ar2_pkup misc/ar3_pkup misc/w_pkup "
    "items/quaddamage",
    "blip": "misc/menu player/talk feedback/hit items/use_nothing",
    "creature": "player/sarge player/gurp world/growl",
    "texture": "items/electro weapons/bfg/bfg_hum weapons/lightning/lg_hum weapons/melee weapons/rocket/rockfly weapons/vulcan/wvulwind "
    "world/drone6 world/fan world/machinerydrone world/monitor world/neonhum world/portal01 world/suck1 world/tim_ world/waterfall "
    "world/wind2 player/watr movers/plats/pt1_strt movers/doors/dr1_strt player/fry",
}
TEEWORLDS = {  # by how names begin
    "impact": "foley_body foley_foot foley_land hook_attach hook_noattach sfx_hit wp_hammer_hit wp_ninja_hit wp_switch wp_noammo "
    "wp_laser_bnce",
    "zap": "wp_laser_fire wp_ninja_attack wp_hammer_swing foley_dbljump",
    "explosion": "wp_flump_explo wp_flump_launch wp_gun_fire wp_shotty_fire",
    "pick-up": "sfx_pickup sfx_ctf sfx_spawn_wpn",
    "creature": "vo_teefault",
    "blip": "sfx_msg",
    "texture": "hook_loop sfx_skid",
}
VALID_GAMES = ("titanion", "tumiki-fighters")  # of Kenta Cho's


@dataclass(frozen=True)
class Recording:
    """A recording as its package holds it. `split`: train, valid, test, judge_train or judge_test; rate of the package's own file."""

    audio: NDArray[np.float32]  # (frames,) or (frames, channels)
    rate: int
    title: str
    label: str
    source: str
    kit: str
    licence: str
    split: str


def recordings(cache: Path) -> Iterator[Recording]:
    """Every labelled recording of the packages in `cache`/x: test first, then valid, train and the judge's."""
    x = cache / "x"
    hyper = x / "hyperrogue-music/usr/share/hyperrogue/sounds"
    yield from _folder(hyper, ".ogg", HYPERROGUE_CC0, "hyperrogue", "hyperrogue CC0", "CC0", "test")
    yield from _folder(x / "ion-sound/package/sounds", ".ogg", ION_SOUND, "ion", "ion.sound", "MIT", "valid")
    yield from _kenta_cho(x, VALID_GAMES, "valid")
    yield from _freedoom(x)
    sky = x / "endless-sky-data/usr/share/games/endless-sky/sounds"
    yield from _folder(sky, ".wav", _at_bars(ENDLESS_SKY), "endless-sky", "Endless Sky", "public domain", "train")
    yield from _kenta_cho(x, tuple(game for game in GAMES if game not in VALID_GAMES), "train")
    samples = x / "supersonic-scsynth-samples/package/samples"
    yield from _folder(samples, ".flac", SONIC_PI, "sonicpi", "Sonic Pi", "CC0", "train")
    yield from _folder(hyper, ".ogg", HYPERROGUE, "hyperrogue-sa", "hyperrogue others", "CC-BY-SA-4.0/CC-BY-3.0", "judge_train")
    yield from _openarena(x)
    yield from _teeworlds(x)


def names(table: dict[str, str] | dict[str, list[str]]) -> dict[str, str]:
    """Name -> class of a table whose names stand in a row, or in a list."""
    return {name: label for label, row in table.items() for name in (row.split() if isinstance(row, str) else row)}


def by_beginning(table: dict[str, str], name: str) -> str | None:
    """The class of the longest beginning of `name` that a table holds."""
    found = [(start, label) for start, label in names(table).items() if name.startswith(start)]
    return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def _at_bars(table: dict[str, str]) -> dict[str, list[str]]:
    return {label: row.split("|") for label, row in table.items()}


def _folder(
    folder: Path, suffix: str, table: dict[str, str] | dict[str, list[str]], source: str, kit: str, licence: str, split: str
) -> Iterator[Recording]:
    import soundfile

    for name, label in sorted(names(table).items()):
        audio, rate = soundfile.read(folder / (name + suffix), dtype="float32", always_2d=True)
        yield Recording(audio, rate, f"{kit}/{name}", label, source, kit, licence, split)


def _kenta_cho(x: Path, games: tuple[str, ...], split: str) -> Iterator[Recording]:
    import soundfile

    for name, label in sorted(names(KENTA_CHO).items()):
        game, stem = name.split("/")
        if game in games:
            path = next((x / f"{game}-data/usr/share/games" / game / "sounds").rglob(f"{stem}.wav"))
            audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
            yield Recording(audio, rate, name, label, "kenta-cho", game, "BSD-2-Clause", split)


def _freedoom(x: Path) -> Iterator[Recording]:
    labels, seen = names(FREEDOOM), set[str]()
    for number in (1, 2):
        for name, rate, audio in wad.sounds(x / f"freedoom/usr/share/games/doom/freedoom{number}.wad"):
            if name in labels and name not in seen:
                seen.add(name)
                clean = wad.without_hiss(audio)
                yield Recording(clean, rate, f"Freedoom/{name}", labels[name], "freedoom", "Freedoom", "BSD-3-Clause", "train")


def _openarena(x: Path) -> Iterator[Recording]:
    import soundfile

    with zipfile.ZipFile(x / "openarena-data/usr/share/games/openarena/baseoa/pak0.pk3") as pack:
        for entry in sorted(pack.namelist()):
            name = entry.removeprefix("sound/").removesuffix(".wav")
            label = by_beginning(OPENARENA, name) if entry.startswith("sound/") and entry.endswith(".wav") else None
            if label:
                audio, rate = soundfile.read(io.BytesIO(pack.read(entry)), dtype="float32", always_2d=True)
                yield Recording(audio, rate, f"OpenArena/{name}", label, "openarena", "OpenArena", "GPL-2+", "judge_test")


def _teeworlds(x: Path) -> Iterator[Recording]:
    if reading.av_is_there():
        for path in sorted((x / "teeworlds-data").rglob("*.wv")):
            label = by_beginning(TEEWORLDS, path.stem)
            if label:
                heard = reading.read(path)
                audio, title = heard.mono.astype(np.float32), f"Teeworlds/{path.stem}"
                yield Recording(audio, heard.rate, title, label, "teeworlds", "Teeworlds", "CC-BY-SA-3.0", "judge_train")
