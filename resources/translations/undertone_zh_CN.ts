<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;Open a sound…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a sound file: one of ours brings its settings back, any other becomes the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export takes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the selected takes as WAV or FLAC with their recipe inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;starred takes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write every starred take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Undertone; everything is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the last change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the change again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the sound anew with a new seed; your sliders stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate &amp;16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make sixteen new sounds; they appear as takes one by one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Randomise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw new values for every slider that isn&apos;t locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Nudge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move every slider that isn&apos;t locked a little.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Un&amp;lock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock every control.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L&amp;ock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock every control, so that Randomise leaves it alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a &amp;control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only the controls of a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play / stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the sound, or stop it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the sound with a short fade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat the sound on the beat; it changes in phase while you move sliders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;anic: silence at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Silence at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a shorter part of the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a longer part of the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;tar the take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark the selected take, or the newest, as a favourite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restore its settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the sliders back to where the selected take was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide models, presets, takes and sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the sliders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Takes strip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes strip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the strip of takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the list of everything that you did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put every part of the window back to its first place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the whole screen, or go back to a window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models, presets, takes and sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the last search or selection in the browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward again to the next search or selection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;vious preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the preset before this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ne&amp;xt preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the preset after this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save as preset…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep these settings under a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the keyboard to the next part of the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound output, folders, theme, size, language and keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help on this control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what the control with the focus does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show every key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the file in which Undertone notes what goes wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy versions, output and the end of the log, to send with a question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Undertone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, licence and credits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to what was stored in this snapshot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store snapshot {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the sliders aside in this snapshot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;napshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is on the clipboard; look through it before you send it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag it, or use the arrows; Shift is ten times finer, Home and End are its ends, Delete or a double click its default, Enter types a value, Shift+F10 opens its menu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a number with comma or point and press Enter, or use the up and down arrows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type; Enter or a click beside it ends typing, then letters are keys again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The arrows go from one to the next, Ctrl and Shift choose several, Shift+F10 opens the menu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a slider: ten times finer; Ctrl+drag goes in half sigmas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt at release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a slider: back to where the drag began.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a slider: its default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter, Alt+click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a slider: type a value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows, Home, End, Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a slider: step, most, least, default; Shift is finer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows, Enter, F2, Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a take: hear the next, restore, rename, delete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, Shift+click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the picture: select, extend the selection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the picture: hear the sound under the pointer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, Shift+wheel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the picture: zoom at the pointer, move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every key and what it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Undertone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A neural sound studio played like an instrument.

Free software under the GNU General Public License, version 3 or later.
The shipped models&apos; weights are CC0 or CC-BY; each model&apos;s card names its sources.
The typeface is Roboto (Apache License 2.0).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts and licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions and licences of what Undertone is built with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {title} — {licence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see its card</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models, presets, takes and your own sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What makes the sound; each can be heard before it is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings that you or we gave a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you made, as a list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own recordings, as starting points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browser tabs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models, presets, takes, my sounds.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlRow</name>
    <message>
        <source>Changes {label} of the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep {label} as it is when you randomise or nudge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put {label} back to its default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call it &apos;{label}&apos; again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What does it change?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name of your own; empty for the model&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlsHead</name>
    <message>
        <source>All controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What concerns all sliders together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only the controls of this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far Randomise goes from where the sliders are: 100 % draws them afresh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise by, value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep every control as it is when you randomise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let every control be randomised.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlsPanel</name>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that the model lets you change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is loading…
Space plays the sound that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No control is called that.
Esc shows them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is loaded.
Choose one at the top left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All dimensions ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every raw axis of the model, ordered by how much is heard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} inactive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axes that change almost nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The seed of the noise in the sound: the same seed and sliders give the same sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceButton</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the output and its block size; shows latency and gaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No output</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceForm</name>
    <message>
        <source>Output device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device that you hear the sound on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller answers faster, larger is safer against gaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{frames} frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescan devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for devices that were plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency and gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the output measures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (default)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No output: the sound is played silently. Everything else works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} kHz · {ms} ms latency · {gaps} gaps since the start</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DevicePopup</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the sound goes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DockHead</name>
    <message>
        <source>Drag to move this part of the window; double-click floats it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this part out of the window, or put it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold this part to make room; a click on its icon opens it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyNote</name>
    <message>
        <source>Nothing here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says what belongs here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Button</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>&apos;{0}&apos; can&apos;t be encoded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read any more ({1}); is the disk still there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read any more; is the disk still there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be set as A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be {1}; choose one of: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be {1}; it goes from {2} to {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not be written to &apos;{1}&apos;: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not make this sound ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; failed: {1}: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has a rate of {1} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has {1} channels; mix it down to mono or stereo first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds no sound (0 samples); export it again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds values that are not finite numbers (NaN or infinity); repair or export it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is damaged and can&apos;t be read to its end; export it again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not offered as a format; choose wav or flac.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; needs a finite number, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; takes a list of at most {1} notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; takes a text of at most {1} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was louder than full scale and was turned down by {1} dB; export 32 bit WAV to keep its level.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made with another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made with the model &apos;{1}&apos;, which is not here; its sound is encoded instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: a note is [start, length, pitch, velocity], not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: the note {1} is out of range ({2}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: {1} Its sound can still be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(it can&apos;t be read: {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(there is none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 or 24, or WAV for 32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A block of {0} frames is outside {1} to {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A clip has 1 or 2 channels, not an array of shape {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A clip is at most {0} s long, not {1} s; cut it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A loop from {0} s to {1} s can&apos;t be played.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A loop has 1 to {0} beats, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A loop of {0} beats at {1} BPM lasts {2} s; at most {3} s fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s examples can&apos;t be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: id, family, title, summary, licence, credits and abilities must be short texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: its id {0} is not made of a-z, 0-9, &apos;_&apos; and &apos;-&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: rate, channels or seconds are out of range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: the control {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: two controls share a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: {0} controls are more than a window holds ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: {0} {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model&apos;s spec must be a JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A morph needs two snapshots: Shift+1 to Shift+8 store the sliders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A position of {0} s can&apos;t be played.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preference can&apos;t be stored ({0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset can&apos;t be called {0} on disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset needs a name; type at least one letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rate of {0} Hz is not offered; choose 44100 or 48000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rate of {0} Hz is outside {1} to {2} Hz; resample the sound first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: &apos;seed&apos; and &apos;values&apos; are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: {0} can&apos;t be {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: {0} is no name of a control.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A seed is a whole number from 0 to {0}, not {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sound of {0} s is too long to be played at {1} Hz; cut it to {2} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A take could not be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A take has at most {0} tags, not {1}; remove some.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A take needs a title; type at least one letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A volume must be a number of dB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another model already has the id &apos;{0}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boominess</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes the sound by {0} dB a sigma.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear snapshot {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed hat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cymbal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dim {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dim {0} · decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drum hits from ten classes, one second or two, under live latents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported {0} to &apos;{1}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend range of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher to the right, lower to the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not a preset of version {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is too large to be a preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for devices failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: none; {0} takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More treble to the right, duller to the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More weight below {0} Hz to the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Morph {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No room could be made for takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal range of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open hat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output: {0}, {1}, {2} Hz, block {3}, {4} gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playback failed; start the program again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor: {0}, {1} cores; GPU: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall snapshot {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename snapshot {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Render {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rings longer to the right, shorter to the left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a sound as A first, to hear it against the present one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set {0} as A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shaker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot {0} is empty: Shift+{1} stores the sliders there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound can&apos;t be played here ({0}); playing silently.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound comes out again, on &apos;{0}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store snapshot {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audio callback failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audio process can&apos;t be started. Rescan to try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audio process stopped and was started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audio process stopped {0} times; playing silently. Rescan to try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundled sound can&apos;t be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundled sound can&apos;t be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database in &apos;{0}&apos; refused ({1}); free some space, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The difference can&apos;t be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of {0}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The example &apos;{0}&apos; can&apos;t be played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The family &apos;{0}&apos; is not known to this version of Undertone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The family &apos;{0}&apos; of {1} is not known to this version of Undertone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of take &apos;{0}&apos; has lost its recipe; it lies in &apos;{1}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; can&apos;t be made: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last settings don&apos;t fit &apos;{0}&apos; any more, so it starts anew: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library in &apos;{0}&apos; could not be changed: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library is closed; start Undertone again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine can&apos;t be looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; can&apos;t be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; can&apos;t draw new settings by itself; move its sliders instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; could not be computed ({1}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; has no control {1}; it has: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: it has no control &apos;class&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: its parts don&apos;t fit together; put a fresh copy there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: {1} is missing or out of range; put a fresh copy there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; lacks its file {1}; put a whole copy of the model there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; that was used last is not here any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model can&apos;t be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file {0} is damaged or changed (its hash differs); put a fresh copy of the model there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file {0} is not a whole safetensors file ({1}); put a fresh copy there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model file {0} is over 1 GB; it is not one of ours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is still loading; try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model made values that are not finite numbers; choose less extreme settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output can&apos;t be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output device is gone; playing silently until it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output {0} is not there; playing on {1}. Rescan when it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture of this sound can&apos;t be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; came with Undertone and stays as it is; save a copy under another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; can&apos;t be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; could not be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; is of another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset needs a name and a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset&apos;s settings are damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset&apos;s tags must be texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The presets can&apos;t be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe has version {0}; this program reads version {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe in this file is damaged (model, sha256, runtime and program must be short texts).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe in this file is damaged (not JSON).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe in this file is too large to be one of ours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report can&apos;t be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved project is damaged: a JSON object is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved project is damaged: its settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved project is damaged: model, locks or loop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings could not be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared memory of this machine (/dev/shm) has no {0} MB left for the audio process ({1}); close other programs or enlarge it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound holds values that are not finite numbers (NaN or infinity); repair or re-export it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound of this take was dropped to save room: play it, then it is there again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; can&apos;t be made again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; can&apos;t be played</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; is kept in memory only, it could not be written: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; is not in the trash any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tempo goes from {0} to {1} BPM, not {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {0} {1} can&apos;t be opened by onnxruntime; put a fresh copy of the model there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are snapshots 1 to {0}, no {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model to play; put one into the folder of models and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model {0}; there are: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no shared memory for the audio process ({0}); close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no sound to compare with yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no take &apos;{0}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no take &apos;{0}&apos;; it may have been deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no Undertone recipe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no sound output; playing silently until there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no presets yet; Ctrl+S keeps the present settings as one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This preset is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sound can&apos;t be set as A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sound is silent, so there is nothing to start from; choose one that can be heard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This take is not in the library any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undertone can&apos;t make its folder &apos;{0}&apos; ({1}); make it or choose another home.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undertone can&apos;t write to its folder &apos;{0}&apos; ({1}); give yourself permission.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undertone is already open with the folder &apos;{0}&apos;; use its window or close it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undertone itself failed, but goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undertone {0}, Python {1}, {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo of &apos;{0}&apos; failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update preset {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What kind of hit; the gesture of the sliders is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows DirectSound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows WASAPI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a GPU without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as it is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name is not possible here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start &gt;= 0, length &gt; 0, pitch 0 to 127, velocity 0 to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full; free some space and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder does not exist; choose another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; can&apos;t listen to sounds; choose one that can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; says that it draws, but it can&apos;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model has no example &apos;{0}&apos; any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model&apos;s output was not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name is too long; choose a shorter one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writing there is not allowed; choose another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened ({1}); choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened ({1}); playing silently until it can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}); put a whole copy of the model there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not exist any more; choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a rate of {1} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} channels; mix it down to mono or stereo first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no sound (0 samples); export it again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a device or a pipe, not a file; choose a sound file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a folder; choose a sound file inside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: &apos;files&apos; and &apos;network&apos; are needed; put a whole copy of the model there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is empty; export it again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no sound file that can be read, or it is damaged; use WAV, FLAC, AIFF, OGG or MP3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a model card of format {1}; this model needs another version of Undertone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a model: it has no {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not offered with {1} bits; choose {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is too large to be a model card; remove this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} may not be read; give yourself permission to read it or copy it elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} may take 1 to {1} characters or notes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} must have a name of letters, digits and &apos;_&apos;, at most 64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names a file outside its own folder ({1}); this model can&apos;t be trusted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs 1 to {1} options with short names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs a label, and texts of at most {1} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs a low below its high, all numbers finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} takes were made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sounds were louder than full scale and were turned down by up to {1} dB (&apos;{2}&apos;); export 32 bit WAV to keep their levels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: it was made with another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; choose another folder or try again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExamplePad</name>
    <message>
        <source>Hear this example; nothing is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write takes as sound files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export 1 take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {count} takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many takes are written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you heard, undamaged, with the recipe inside.
Drop such a file on Undertone and its settings come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WAV is read everywhere; FLAC is the same sound in half the space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24 bits for production, 16 (dithered) for release, 32-bit float loses nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s own rate, or resampled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the files go; nothing is overwritten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without writing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bit, dithered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24 bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Takes folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where every take lies as a sound file with its recipe inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where exported files go unless you choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep sounds up to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above this, sounds of takes that have no star and were never dragged out give way, the oldest first; their settings stay. 0 keeps everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So long after a change, what you do is on disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HintBar</name>
    <message>
        <source>&lt;b&gt;Space&lt;/b&gt; plays  ·  drag a slider  ·  drag a take to your DAW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space plays, drag a slider, drag a take to your DAW.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss the hint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don&apos;t show this line again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Every change that you made. Click a step to go there; nothing is lost on the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobChip</name>
    <message>
        <source>A long task; the cross cancels it and keeps what is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the task is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this task; what is done is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark or light colours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How large letters and controls are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing pulses, slides or fades; only the playhead moves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing font</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no font for Chinese. On Debian and Ubuntu, {command} installs one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undertone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to open this sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a sound file to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that Undertone can do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models, presets, takes and your own sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that the model lets you change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to export yet: make a take or star one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds (*.wav *.flac *.aif *.aiff *.ogg *.mp3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the technical details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the message and its details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Technical details of the message.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the model that makes the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark this model as a favourite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load this model and play it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What makes the sound; each can be heard before it is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is found by this search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models are folders. Put one into the folder of models and start again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NotesField</name>
    <message>
        <source>The notes to be played.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start and length in seconds, pitch as MIDI note, velocity 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a note after the last one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the note of the selected row.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look, sound, files and keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what to set.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Name of the preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name and press Enter.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetsModel</name>
    <message>
        <source>favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loaded, changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your own</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PresetsPage</name>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or arrow keys load and play a preset, F2 renames it, Delete deletes it; undo takes any of it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as preset…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No preset is found by this search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A preset keeps every slider under a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the present sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the present settings into it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags of &apos;{name}&apos;, with commas between:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Click an icon to open this part again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SaveForm</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the preset is called.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words by which it is found, with commas between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags: dark, long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the present settings under this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without saving.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search models, presets, takes and sounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type words; a chip below adds or removes a tag.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only what has this tag; again takes it away.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Search keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a part of an action&apos;s name or of a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every action and its keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the new key here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give this key to the action.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the action this key besides those that it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take all keys from the action.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the action its first keys back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give every action its first keys back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the key belongs to another action.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{action}&apos;: &apos;Use&apos; takes it from there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>{label}, value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a value for {label}: a number, or a percentage of the range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Randomise {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a new value for {label} alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on sounds it never saw, it explains {percent} % of what it is named after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One sigma changes the sound by about {db} dB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a value…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend range to {sigma} σ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How surely this slider does what it says: {percent} % (measured on sounds it never saw).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SlotButton</name>
    <message>
        <source>Snapshot {number}, empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or Shift+{number} to store the sliders here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshot {number}: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or {number} to go there, Shift+{number} to store the sliders anew, right-click for more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SnapshotBar</name>
    <message>
        <source>Snapshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight places to put the sliders aside, and a fader between two of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the sound from one snapshot to another; the numbers at its ends choose which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Morph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Morph, value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the snapshot at this end of the fader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store the sliders here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Morph from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Morph to here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of snapshot {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name for this snapshot; Enter keeps it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>Compute on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What computes the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{processor}, {cores} cores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The GPU {gpu} is not used: on a CPU a sound of this size is made as fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU; models play on the CPU.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is under the pointer, running tasks and figures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model loads or a sound is being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to make the last sound, output latency and gaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made in {ms} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ms} ms latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} gaps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag the selected takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags of 1 take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags that {count} takes share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags between commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark, for the bridge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the tag &apos;{tag}&apos;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the tags as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the takes these tags.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakeCard</name>
    <message>
        <source>settings only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peaks +{db} dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a title and press Enter.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakeDesk</name>
    <message>
        <source>Unstar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the take that it came from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set as A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare these two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags…	T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy file	Ctrl+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakeList</name>
    <message>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or arrow keys play a take, Enter restores its settings, S stars it, T tags it, drag takes the file out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why no take is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No take is called so or has such a tag.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you make is kept here. Move a slider, or press G.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakesModel</name>
    <message>
        <source>{seconds:.2f} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model {model}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tags: {tags}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>louder than full scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in use by another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings only: play it to make its sound again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakesPanel</name>
    <message>
        <source>Takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or arrow keys play a take, Enter restores its settings, S stars it, drag takes the file out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many takes there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starred only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only starred takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes  {shown} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of your takes is starred yet.  S stars the one that you hear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you make is kept here.  Move a slider, or press G.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No takes yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sound that you make is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes  {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextRow</name>
    <message>
        <source>Type here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Top bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model, generating, transport, level and output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the model that makes the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tempo of the loop in beats a minute; a one-shot repeats on the beat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> BPM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many beats one round of the loop lasts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> beats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> beat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How loud you hear it (exports are not changed); a ceiling at −1 dBFS guards your ears.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume in dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you hear, in dB; a red square means that it clipped. Click to clear.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypicalChip</name>
    <message>
        <source>typical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unusual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How near this sound is to those that the model was trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % of the training sounds lie nearer to their likes than this sound does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typical or unusual</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waveform and spectrogram of the sound.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click moves the playhead, wheel zooms at the pointer, Shift+wheel or middle drag moves, F shows all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loudness of each frequency over time. Click moves the playhead, wheel zooms, Shift+wheel moves, F shows all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole sound. Drag the lit part to see another, its ends to see more or less; arrows move it, double-click fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length and peak of the sound that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time, frequency, note and level under the pointer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which colour is how loud, in dB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waveform and spectrogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to give one of them more room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mono</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stereo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s   ·   peak {level}   ·   {rate} kHz {channels}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WaveformPane</name>
    <message>
        <source>L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enlarged {times} times</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The viewer and the parts around it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
