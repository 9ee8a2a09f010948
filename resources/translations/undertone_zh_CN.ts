<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;Open a sound…</source>
        <translation>打开声音…(&amp;O)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a sound file: one of ours brings its settings back, any other becomes the start.</source>
        <translation>打开声音文件：本程序导出的文件会恢复其设置，其他文件则作为起点。</translation>
    </message>
    <message>
        <source>&amp;Export takes…</source>
        <translation>导出片段…(&amp;E)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write the selected takes as WAV or FLAC with their recipe inside.</source>
        <translation>将选中的片段写成 WAV 或 FLAC，配方存于文件之中。</translation>
    </message>
    <message>
        <source>Export starred</source>
        <translation>导出星标</translation>
    </message>
    <message>
        <source>Write every starred take.</source>
        <translation>写出所有加星标的片段。</translation>
    </message>
    <message>
        <source>Export s&amp;tarred takes…</source>
        <translation>导出星标片段…(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Close Undertone; everything is kept.</source>
        <translation>关闭 Undertone；一切都会保留。</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take back the last change.</source>
        <translation>撤回上一次更改。</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Do the change again.</source>
        <translation>再次执行该更改。</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Make the sound anew with a new seed; your sliders stay.</source>
        <translation>用新的随机种子重新生成声音；滑块保持不变。</translation>
    </message>
    <message>
        <source>Generate &amp;16</source>
        <translation>生成 16 个(&amp;1)</translation>
    </message>
    <message>
        <source>Generate 16</source>
        <translation>生成 16 个</translation>
    </message>
    <message>
        <source>Make sixteen new sounds; they appear as takes one by one.</source>
        <translation>生成十六个新声音；它们会逐个作为片段出现。</translation>
    </message>
    <message>
        <source>&amp;Randomise</source>
        <translation>随机(&amp;R)</translation>
    </message>
    <message>
        <source>Randomise</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Draw new values for every slider that isn&apos;t locked.</source>
        <translation>为每个未锁定的滑块抽取新值。</translation>
    </message>
    <message>
        <source>&amp;Nudge</source>
        <translation>微调(&amp;N)</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Move every slider that isn&apos;t locked a little.</source>
        <translation>将每个未锁定的滑块略微移动。</translation>
    </message>
    <message>
        <source>Randomise n&amp;ear</source>
        <translation>就近随机(&amp;E)</translation>
    </message>
    <message>
        <source>Randomise near</source>
        <translation>就近随机</translation>
    </message>
    <message>
        <source>Go somewhere within the radius of the XY page; locked sliders stay.</source>
        <translation>在 XY 页的半径内随机移动；锁定的滑块保持不变。</translation>
    </message>
    <message>
        <source>Eight near variants onto pa&amp;ds</source>
        <translation>八个近似变体放上打击垫(&amp;D)</translation>
    </message>
    <message>
        <source>Eight onto pads</source>
        <translation>八个到打击垫</translation>
    </message>
    <message>
        <source>Put eight sounds at the radius, as different as can be, onto the pads.</source>
        <translation>将该半径处八个尽可能不同的声音放上打击垫。</translation>
    </message>
    <message>
        <source>Un&amp;lock all</source>
        <translation>全部解锁(&amp;L)</translation>
    </message>
    <message>
        <source>Unlock all</source>
        <translation>全部解锁</translation>
    </message>
    <message>
        <source>Unlock every control.</source>
        <translation>解锁所有控件。</translation>
    </message>
    <message>
        <source>L&amp;ock all</source>
        <translation>全部锁定(&amp;O)</translation>
    </message>
    <message>
        <source>Lock all</source>
        <translation>全部锁定</translation>
    </message>
    <message>
        <source>Lock every control, so that Randomise leaves it alone.</source>
        <translation>锁定所有控件，使“随机”不改动它们。</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>训练模型…(&amp;T)</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Train a model on a folder of your own sounds.</source>
        <translation>用你自己的声音文件夹训练模型。</translation>
    </message>
    <message>
        <source>Find a &amp;control</source>
        <translation>查找控件(&amp;C)</translation>
    </message>
    <message>
        <source>Find a control</source>
        <translation>查找控件</translation>
    </message>
    <message>
        <source>Show only the controls of a name.</source>
        <translation>只显示名称相符的控件。</translation>
    </message>
    <message>
        <source>&amp;Play / stop</source>
        <translation>播放 / 停止(&amp;P)</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play the sound, or stop it.</source>
        <translation>播放或停止声音。</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the sound with a short fade; when it is silent, forget the selection.</source>
        <translation>以短淡出停止声音；无声时取消选区。</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>循环(&amp;L)</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Repeat the sound on the beat; it changes in phase while you move sliders.</source>
        <translation>按拍循环声音；移动滑块时声音同相变化。</translation>
    </message>
    <message>
        <source>Play &amp;once</source>
        <translation>播放一次(&amp;O)</translation>
    </message>
    <message>
        <source>Play once</source>
        <translation>播放一次</translation>
    </message>
    <message>
        <source>Play the selection, or from the cursor on, once, even where the loop is on.</source>
        <translation>播放选区一次，或从光标处播放一次，即使已开启循环。</translation>
    </message>
    <message>
        <source>&amp;Compare A and B</source>
        <translation>对比 A 与 B(&amp;C)</translation>
    </message>
    <message>
        <source>A / B</source>
        <translation>A / B</translation>
    </message>
    <message>
        <source>Hear the other one of A and B, at the same place and equally loud.</source>
        <translation>听 A 与 B 中的另一个，位置相同、响度相同。</translation>
    </message>
    <message>
        <source>Set as &amp;A</source>
        <translation>设为 A(&amp;A)</translation>
    </message>
    <message>
        <source>Set A</source>
        <translation>设定 A</translation>
    </message>
    <message>
        <source>Keep the present sound as A, to hear later ones against it.</source>
        <translation>将当前声音保留为 A，用于与之后的声音对比。</translation>
    </message>
    <message>
        <source>&amp;Forget A</source>
        <translation>取消 A(&amp;F)</translation>
    </message>
    <message>
        <source>Forget A</source>
        <translation>取消 A</translation>
    </message>
    <message>
        <source>Compare no longer.</source>
        <translation>不再对比。</translation>
    </message>
    <message>
        <source>&amp;Difference of A and B</source>
        <translation>A 与 B 的差异(&amp;D)</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Show in the spectrogram where B is louder or softer than A.</source>
        <translation>在频谱图中显示 B 比 A 更响或更轻之处。</translation>
    </message>
    <message>
        <source>&amp;Record what is heard</source>
        <translation>录制听到的声音(&amp;R)</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Record what is heard, with the latents of the streams; press again to keep it as a take.</source>
        <translation>录制听到的声音及音流的潜变量；再按一次保留为片段。</translation>
    </message>
    <message>
        <source>Ar&amp;m automation</source>
        <translation>预备录制自动化(&amp;M)</translation>
    </message>
    <message>
        <source>Arm</source>
        <translation>预备</translation>
    </message>
    <message>
        <source>Record what you turn, whatever it is, while something sounds.</source>
        <translation>在有声音时录制你转动的任何控件。</translation>
    </message>
    <message>
        <source>Panic</source>
        <translation>紧急静音</translation>
    </message>
    <message>
        <source>Silence at once.</source>
        <translation>立即静音。</translation>
    </message>
    <message>
        <source>Pan&amp;ic: silence at once</source>
        <translation>紧急静音(&amp;I)</translation>
    </message>
    <message>
        <source>Computer &amp;keys play notes</source>
        <translation>电脑键盘弹奏音符(&amp;K)</translation>
    </message>
    <message>
        <source>Computer keys</source>
        <translation>电脑键盘</translation>
    </message>
    <message>
        <source>Letters play notes: A W S E D …; Z and X change the octave, C and V how hard. Single-letter shortcuts rest meanwhile.</source>
        <translation>字母键弹奏音符：A W S E D …；Z 和 X 改变八度，C 和 V 改变力度。其间单字母快捷键暂停。</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Show the whole sound.</source>
        <translation>显示整个声音。</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show a shorter part of the sound.</source>
        <translation>显示更短的一段声音。</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Show a longer part of the sound.</source>
        <translation>显示更长的一段声音。</translation>
    </message>
    <message>
        <source>Taller waveform</source>
        <translation>波形更高</translation>
    </message>
    <message>
        <source>Taller</source>
        <translation>更高</translation>
    </message>
    <message>
        <source>Enlarge the heights of the waveform; quiet sounds are seen better.</source>
        <translation>放大波形高度；安静的声音更易看清。</translation>
    </message>
    <message>
        <source>Flatter waveform</source>
        <translation>波形更矮</translation>
    </message>
    <message>
        <source>Flatter</source>
        <translation>更矮</translation>
    </message>
    <message>
        <source>Shrink the heights of the waveform again.</source>
        <translation>再次缩小波形高度。</translation>
    </message>
    <message>
        <source>Fewer frequencies</source>
        <translation>更少频率</translation>
    </message>
    <message>
        <source>Show a narrower band of frequencies, larger.</source>
        <translation>放大显示更窄的频带。</translation>
    </message>
    <message>
        <source>More frequencies</source>
        <translation>更多频率</translation>
    </message>
    <message>
        <source>Show a wider band of frequencies.</source>
        <translation>显示更宽的频带。</translation>
    </message>
    <message>
        <source>&amp;Zoom to the selection</source>
        <translation>缩放到选区(&amp;Z)</translation>
    </message>
    <message>
        <source>Zoom to selection</source>
        <translation>缩放到选区</translation>
    </message>
    <message>
        <source>Show the selection alone.</source>
        <translation>只显示选区。</translation>
    </message>
    <message>
        <source>Select &amp;all of the sound</source>
        <translation>全选声音(&amp;A)</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select the whole sound.</source>
        <translation>选择整个声音。</translation>
    </message>
    <message>
        <source>Copy the r&amp;eading</source>
        <translation>复制读数(&amp;E)</translation>
    </message>
    <message>
        <source>Copy reading</source>
        <translation>复制读数</translation>
    </message>
    <message>
        <source>Copy what is said of the place under the pointer, or of the cursor.</source>
        <translation>复制指针或光标处的读数。</translation>
    </message>
    <message>
        <source>Copy the selection as a &amp;file</source>
        <translation>将选区复制为文件(&amp;F)</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>复制选区</translation>
    </message>
    <message>
        <source>Copy the selected part as a sound file, to paste it into a folder or another program.</source>
        <translation>将选中部分复制为声音文件，可粘贴到文件夹或其他程序。</translation>
    </message>
    <message>
        <source>&amp;Star the take</source>
        <translation>为片段加星标(&amp;S)</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Mark the selected take, or the newest, as a favourite.</source>
        <translation>将选中的（或最新的）片段标为收藏。</translation>
    </message>
    <message>
        <source>&amp;Restore its settings</source>
        <translation>恢复其设置(&amp;R)</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Put the sliders back to where the selected take was made.</source>
        <translation>将滑块恢复到生成所选片段时的位置。</translation>
    </message>
    <message>
        <source>Pitch and &amp;length…</source>
        <translation>音高与时长…(&amp;L)</translation>
    </message>
    <message>
        <source>Pitch and length</source>
        <translation>音高与时长</translation>
    </message>
    <message>
        <source>Make a take from the sound that is shown, at another pitch or length.</source>
        <translation>用所显示的声音以另一音高或时长生成片段。</translation>
    </message>
    <message>
        <source>Tras&amp;h</source>
        <translation>回收站(&amp;H)</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Show the takes that you deleted; they can be put back.</source>
        <translation>显示你删除的片段；可以放回。</translation>
    </message>
    <message>
        <source>&amp;Browser</source>
        <translation>浏览器(&amp;B)</translation>
    </message>
    <message>
        <source>Browser</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>Show or hide models, presets, takes and sounds.</source>
        <translation>显示或隐藏模型、预设、片段和声音。</translation>
    </message>
    <message>
        <source>&amp;Controls</source>
        <translation>控件(&amp;C)</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>控件</translation>
    </message>
    <message>
        <source>Show or hide the sliders.</source>
        <translation>显示或隐藏滑块。</translation>
    </message>
    <message>
        <source>&amp;Takes strip</source>
        <translation>片段条(&amp;T)</translation>
    </message>
    <message>
        <source>Takes strip</source>
        <translation>片段条</translation>
    </message>
    <message>
        <source>Show or hide the strip of takes.</source>
        <translation>显示或隐藏片段条。</translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation>现场(&amp;L)</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Show or hide what you play live: pads, streams, effects, keys and MIDI.</source>
        <translation>显示或隐藏现场演奏的部分：打击垫、音流、效果器、琴键和 MIDI。</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史记录(&amp;H)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Show or hide the list of everything that you did.</source>
        <translation>显示或隐藏全部操作的列表。</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Put every part of the window back to its first place.</source>
        <translation>将窗口的各部分放回最初的位置。</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Fill the whole screen, or go back to a window.</source>
        <translation>占满整个屏幕，或回到窗口。</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search models, presets, takes and sounds.</source>
        <translation>搜索模型、预设、片段和声音。</translation>
    </message>
    <message>
        <source>Bac&amp;k</source>
        <translation>后退(&amp;K)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Back to the last search or selection in the browser.</source>
        <translation>回到浏览器中上一次的搜索或选择。</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>前进(&amp;W)</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Forward again to the next search or selection.</source>
        <translation>前进到下一次搜索或选择。</translation>
    </message>
    <message>
        <source>Previous model</source>
        <translation>上一个模型</translation>
    </message>
    <message>
        <source>Load the model before this one.</source>
        <translation>载入前一个模型。</translation>
    </message>
    <message>
        <source>Next model</source>
        <translation>下一个模型</translation>
    </message>
    <message>
        <source>Load the model after this one.</source>
        <translation>载入后一个模型。</translation>
    </message>
    <message>
        <source>Pre&amp;vious preset</source>
        <translation>上一个预设(&amp;V)</translation>
    </message>
    <message>
        <source>Previous preset</source>
        <translation>上一个预设</translation>
    </message>
    <message>
        <source>Load the preset before this one.</source>
        <translation>载入前一个预设。</translation>
    </message>
    <message>
        <source>Ne&amp;xt preset</source>
        <translation>下一个预设(&amp;X)</translation>
    </message>
    <message>
        <source>Next preset</source>
        <translation>下一个预设</translation>
    </message>
    <message>
        <source>Load the preset after this one.</source>
        <translation>载入后一个预设。</translation>
    </message>
    <message>
        <source>&amp;Save as preset…</source>
        <translation>另存为预设…(&amp;S)</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Keep these settings under a name.</source>
        <translation>以一个名称保存这些设置。</translation>
    </message>
    <message>
        <source>&amp;Next part of the window</source>
        <translation>窗口的下一部分(&amp;N)</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>下一部分</translation>
    </message>
    <message>
        <source>Move the keyboard to the next part of the window.</source>
        <translation>将键盘焦点移到窗口的下一部分。</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项…(&amp;P)</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Sound output, folders, theme, size, language and keys.</source>
        <translation>声音输出、文件夹、主题、大小、语言和快捷键。</translation>
    </message>
    <message>
        <source>&amp;Help on this control</source>
        <translation>此控件的帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Say what the control with the focus does.</source>
        <translation>说明当前焦点控件的作用。</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>键盘(&amp;K)</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Show every key.</source>
        <translation>显示所有快捷键。</translation>
    </message>
    <message>
        <source>&amp;Log file</source>
        <translation>日志文件(&amp;L)</translation>
    </message>
    <message>
        <source>Log file</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Show the file in which Undertone notes what goes wrong.</source>
        <translation>显示 Undertone 记录问题的文件。</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>复制报告(&amp;C)</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Copy versions, output and the end of the log, to send with a question.</source>
        <translation>复制版本、输出和日志末尾，供提问时附上。</translation>
    </message>
    <message>
        <source>&amp;About Undertone</source>
        <translation>关于 Undertone(&amp;A)</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Version, licence and credits.</source>
        <translation>版本、许可证和致谢。</translation>
    </message>
    <message>
        <source>Play or stop the &amp;pattern</source>
        <translation>播放或停止节奏型(&amp;P)</translation>
    </message>
    <message>
        <source>Play pattern</source>
        <translation>播放节奏型</translation>
    </message>
    <message>
        <source>Play the pattern of the pads from its first step, or stop it.</source>
        <translation>从第一步播放打击垫的节奏型，或停止。</translation>
    </message>
    <message>
        <source>&amp;Tap the tempo</source>
        <translation>点击定速(&amp;T)</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>点击</translation>
    </message>
    <message>
        <source>Tap this on the beat: the tempo follows.</source>
        <translation>按拍点击：速度随之改变。</translation>
    </message>
    <message>
        <source>A &amp;beat to begin with</source>
        <translation>先来一段节拍(&amp;B)</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>节拍</translation>
    </message>
    <message>
        <source>Fill empty pads with drums, set a beat where there is none, and play it.</source>
        <translation>用鼓声填满空的打击垫，没有节拍时设定一段，并播放。</translation>
    </message>
    <message>
        <source>&amp;Fill the pads with drums</source>
        <translation>用鼓声填满打击垫(&amp;F)</translation>
    </message>
    <message>
        <source>New kit</source>
        <translation>新鼓组</translation>
    </message>
    <message>
        <source>Put a new drum kit on the pads; the steps stay.</source>
        <translation>在打击垫上放一套新鼓组；步保持不变。</translation>
    </message>
    <message>
        <source>&amp;Export the pattern…</source>
        <translation>导出节奏型…(&amp;E)</translation>
    </message>
    <message>
        <source>Write the pattern as a loop, as stems and as MIDI.</source>
        <translation>将节奏型写成循环、分轨和 MIDI。</translation>
    </message>
    <message>
        <source>Pad {number}</source>
        <translation>打击垫 {number}</translation>
    </message>
    <message>
        <source>Sound this pad.</source>
        <translation>试听此打击垫。</translation>
    </message>
    <message>
        <source>Snapshot {number}</source>
        <translation>快照 {number}</translation>
    </message>
    <message>
        <source>Go to what was stored in this snapshot.</source>
        <translation>转到此快照中存储的内容。</translation>
    </message>
    <message>
        <source>Store snapshot {number}</source>
        <translation>存储快照 {number}</translation>
    </message>
    <message>
        <source>Put the sliders aside in this snapshot.</source>
        <translation>将滑块位置存入此快照。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Sound</source>
        <translation>声音(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Takes</source>
        <translation>片段(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Sna&amp;pshots</source>
        <translation>快照(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Beat and pads</source>
        <translation>节拍与打击垫(&amp;B)</translation>
    </message>
    <message>
        <source>The report is on the clipboard; look through it before you send it.</source>
        <translation>报告已在剪贴板中；发送前请先看一遍。</translation>
    </message>
    <message>
        <source>Drag it, or use the arrows; Shift is ten times finer, Home and End are its ends, Delete or a double click its default, Enter types a value, Shift+F10 opens its menu.</source>
        <translation>拖动或使用方向键；按住 Shift 精细十倍，Home 和 End 到两端，Delete 或双击恢复默认值，Enter 输入数值，Shift+F10 打开菜单。</translation>
    </message>
    <message>
        <source>Type a number with comma or point and press Enter, or use the up and down arrows.</source>
        <translation>输入数字（逗号或小数点均可）并按 Enter，或使用上下方向键。</translation>
    </message>
    <message>
        <source>Type; Enter or a click beside it ends typing, then letters are keys again.</source>
        <translation>输入文字；按 Enter 或点击旁边结束输入，之后字母键又成为快捷键。</translation>
    </message>
    <message>
        <source>The arrows go from one to the next, Ctrl and Shift choose several, Shift+F10 opens the menu.</source>
        <translation>方向键逐个移动，Ctrl 和 Shift 选择多个，Shift+F10 打开菜单。</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Shift+拖动</translation>
    </message>
    <message>
        <source>Alt at release</source>
        <translation>松开时按 Alt</translation>
    </message>
    <message>
        <source>On a slider: back to where the drag began.</source>
        <translation>在滑块上：回到拖动开始的位置。</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>On a slider: its default.</source>
        <translation>在滑块上：恢复默认值。</translation>
    </message>
    <message>
        <source>Enter, Alt+click</source>
        <translation>Enter，Alt+点击</translation>
    </message>
    <message>
        <source>On a slider: type a value.</source>
        <translation>在滑块上：输入数值。</translation>
    </message>
    <message>
        <source>Arrows, Home, End, Delete</source>
        <translation>方向键、Home、End、Delete</translation>
    </message>
    <message>
        <source>On a slider: step, most, least, default; Shift is finer.</source>
        <translation>在滑块上：步进、最大、最小、默认值；按住 Shift 更精细。</translation>
    </message>
    <message>
        <source>The log is in {file}.</source>
        <translation>日志位于 {file}。</translation>
    </message>
    <message>
        <source>On a slider: ten times finer; Ctrl+drag goes in round steps.</source>
        <translation>在滑块上：精细十倍；Ctrl+拖动按整步移动。</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>On a slider, once the pointer has rested on it: step; Shift is finer.</source>
        <translation>在滑块上，指针停留片刻后：步进；按住 Shift 更精细。</translation>
    </message>
    <message>
        <source>Right-click, Shift+F10</source>
        <translation>右键，Shift+F10</translation>
    </message>
    <message>
        <source>On a slider, a take or a preset: its menu.</source>
        <translation>在滑块、片段或预设上：打开其菜单。</translation>
    </message>
    <message>
        <source>F2, Double-click</source>
        <translation>F2，双击</translation>
    </message>
    <message>
        <source>On the name of a control: a name of your own.</source>
        <translation>在控件名称上：自定名称。</translation>
    </message>
    <message>
        <source>Shift+click, Delete, F2</source>
        <translation>Shift+点击、Delete、F2</translation>
    </message>
    <message>
        <source>On a snapshot: store, clear, name.</source>
        <translation>在快照上：存储、清除、命名。</translation>
    </message>
    <message>
        <source>Arrows, Enter</source>
        <translation>方向键，Enter</translation>
    </message>
    <message>
        <source>On a take: hear the next, restore its settings; in the history: go there.</source>
        <translation>在片段上：试听下一个、恢复其设置；在历史记录中：前往该步。</translation>
    </message>
    <message>
        <source>F2, T, Delete, Ctrl+C</source>
        <translation>F2、T、Delete、Ctrl+C</translation>
    </message>
    <message>
        <source>On takes: rename, tag, delete, copy the file.</source>
        <translation>在片段上：重命名、加标签、删除、复制文件。</translation>
    </message>
    <message>
        <source>Drag, Shift+click</source>
        <translation>拖动，Shift+点击</translation>
    </message>
    <message>
        <source>On the picture: select, extend the selection.</source>
        <translation>在图上：选择、扩展选区。</translation>
    </message>
    <message>
        <source>Ctrl+drag</source>
        <translation>Ctrl+拖动</translation>
    </message>
    <message>
        <source>On the picture: hear the sound under the pointer.</source>
        <translation>在图上：试听指针下的声音。</translation>
    </message>
    <message>
        <source>Wheel, Shift+wheel</source>
        <translation>滚轮，Shift+滚轮</translation>
    </message>
    <message>
        <source>On the picture: zoom at the pointer, move.</source>
        <translation>在图上：以指针为中心缩放、平移。</translation>
    </message>
    <message>
        <source>Every key and what it does.</source>
        <translation>所有快捷键及其作用。</translation>
    </message>
    <message>
        <source>About Undertone</source>
        <translation>关于 Undertone</translation>
    </message>
    <message>
        <source>A neural sound studio played like an instrument.

Free software under the GNU General Public License, version 3 or later.
The shipped models&apos; weights are CC0 or CC-BY; each model&apos;s card names its sources.
The typeface is Roboto (Apache License 2.0).</source>
        <translation>像乐器一样演奏的神经声音工作室。

自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。
随附模型的权重采用 CC0 或 CC-BY；每个模型的卡片列出其来源。
字体为 Roboto（Apache 许可证 2.0）。</translation>
    </message>
    <message>
        <source>Parts and licences</source>
        <translation>组件与许可证</translation>
    </message>
    <message>
        <source>Versions and licences of what Undertone is built with.</source>
        <translation>Undertone 所用组件的版本和许可证。</translation>
    </message>
    <message>
        <source>Model {title} — {licence}</source>
        <translation>模型 {title} — {licence}</translation>
    </message>
    <message>
        <source>see its card</source>
        <translation>见其卡片</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>几秒</translation>
    </message>
    <message>
        <source>about {n} s</source>
        <translation>约 {n} 秒</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>约 {n} 分钟</translation>
    </message>
    <message>
        <source>about {n} h</source>
        <translation>约 {n} 小时</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Only the sliders move it: a held sound that stays alive.</source>
        <translation>只由滑块移动：停住的声音仍有生气。</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>It wanders by itself, as the recordings did, around the sliders.</source>
        <translation>它像录音那样在滑块位置周围自行游走。</translation>
    </message>
    <message>
        <source>Follow sound</source>
        <translation>跟随声音</translation>
    </message>
    <message>
        <source>It follows the sound in the viewer, round and round, in its own timbre.</source>
        <translation>它以自己的音色循环跟随查看器中的声音。</translation>
    </message>
    <message>
        <source>Live input</source>
        <translation>现场输入</translation>
    </message>
    <message>
        <source>It follows what comes in at the microphone or line, in its own timbre.</source>
        <translation>它以自己的音色跟随话筒或线路输入的声音。</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>幅度</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Pads</source>
        <translation>打击垫</translation>
    </message>
    <message>
        <source>Eight pads and the pattern that plays them.</source>
        <translation>八个打击垫，以及演奏它们的节奏型。</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>音流</translation>
    </message>
    <message>
        <source>Two models that run on while you move them, live input, recording.</source>
        <translation>在你操控时持续运行的两个模型、现场输入和录制。</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>效果器</translation>
    </message>
    <message>
        <source>What everything that you hear goes through.</source>
        <translation>你听到的一切所经过的处理。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>琴键</translation>
    </message>
    <message>
        <source>Play notes from keys and MIDI; what MIDI controllers turn.</source>
        <translation>用琴键和 MIDI 弹奏音符；设置 MIDI 控制器的控制对象。</translation>
    </message>
    <message>
        <source>XY pad</source>
        <translation>XY 控制板</translation>
    </message>
    <message>
        <source>Two controls or four sounds under one hand; what moves by itself; near variants.</source>
        <translation>一手掌控两个控件或四个声音；自行移动的控件；近似变体。</translation>
    </message>
    <message>
        <source>Automation</source>
        <translation>自动化</translation>
    </message>
    <message>
        <source>Gestures that are recorded, edited and played back.</source>
        <translation>录制、编辑并回放的手势。</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>停止学习</translation>
    </message>
    <message>
        <source>MIDI learn: move a controller</source>
        <translation>MIDI 学习：请转动控制器</translation>
    </message>
    <message>
        <source>Clear MIDI ({controller})</source>
        <translation>清除 MIDI（{controller}）</translation>
    </message>
    <message>
        <source>Modulate… ({count})</source>
        <translation>调制…（{count}）</translation>
    </message>
    <message>
        <source>Modulate…</source>
        <translation>调制…</translation>
    </message>
    <message>
        <source>Remove modulation</source>
        <translation>移除调制</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>正弦波</translation>
    </message>
    <message>
        <source>Triangle</source>
        <translation>三角波</translation>
    </message>
    <message>
        <source>Saw</source>
        <translation>锯齿波</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方波</translation>
    </message>
    <message>
        <source>Sample and hold</source>
        <translation>采样保持</translation>
    </message>
    <message>
        <source>Random walk</source>
        <translation>随机游走</translation>
    </message>
    <message>
        <source>Envelope</source>
        <translation>包络</translation>
    </message>
    <message>
        <source>Loudness of the output</source>
        <translation>输出的响度</translation>
    </message>
    <message>
        <source>Loudness of the input</source>
        <translation>输入的响度</translation>
    </message>
    <message>
        <source>A hit</source>
        <translation>一次击打</translation>
    </message>
    <message>
        <source>A key</source>
        <translation>一个琴键</translation>
    </message>
    <message>
        <source>The start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop pattern</source>
        <translation>停止节奏型</translation>
    </message>
    <message>
        <source>Set this step</source>
        <translation>设置此步</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>力度</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Hits in this step</source>
        <translation>此步中的击打次数</translation>
    </message>
    <message>
        <source>Offset of {control}</source>
        <translation>{control}的偏移</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Offsets move</source>
        <translation>偏移控件</translation>
    </message>
    <message>
        <source>Clear this step</source>
        <translation>清除此步</translation>
    </message>
</context>
<context>
    <name>Announcer</name>
    <message>
        <source>New take {title}</source>
        <translation>新片段 {title}</translation>
    </message>
    <message>
        <source>Hearing {side}</source>
        <translation>正在听 {side}</translation>
    </message>
    <message>
        <source>Starred {title}</source>
        <translation>已为 {title} 加星标</translation>
    </message>
    <message>
        <source>Unstarred {title}</source>
        <translation>已取消 {title} 的星标</translation>
    </message>
</context>
<context>
    <name>AutomationLaneView</name>
    <message>
        <source>Beat {beat}: {value}</source>
        <translation>第 {beat} 拍：{value}</translation>
    </message>
</context>
<context>
    <name>AutomationPage</name>
    <message>
        <source>Automation</source>
        <translation>自动化</translation>
    </message>
    <message>
        <source>Gestures that are recorded, edited and played back.</source>
        <translation>录制、编辑并回放的手势。</translation>
    </message>
    <message>
        <source>Draw a curve. Arrows move the cursor and the value under it; Alt at release takes the stroke back.</source>
        <translation>绘制曲线。方向键移动光标及其处的数值；松开时按 Alt 撤回这一笔。</translation>
    </message>
    <message>
        <source>Automation lane</source>
        <translation>自动化轨道</translation>
    </message>
    <message>
        <source>Draw automation</source>
        <translation>绘制自动化</translation>
    </message>
    <message>
        <source>What can be done here.</source>
        <translation>此处可以做什么。</translation>
    </message>
    <message>
        <source>Let the recorded gestures turn their controls.</source>
        <translation>让录制的手势控制各自的控件。</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Which control&apos;s gestures are shown.</source>
        <translation>显示哪个控件的手势。</translation>
    </message>
    <message>
        <source>Choose a control to draw a lane for.</source>
        <translation>选择要绘制轨道的控件。</translation>
    </message>
    <message>
        <source>Lane…</source>
        <translation>轨道…</translation>
    </message>
    <message>
        <source>Another lane</source>
        <translation>另一条轨道</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>After how many beats the gestures begin anew.</source>
        <translation>多少拍之后手势从头开始。</translation>
    </message>
    <message>
        <source>Length in beats</source>
        <translation>长度（拍）</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Round off the curve over half a beat.</source>
        <translation>在半拍范围内使曲线圆滑。</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Larger movements around the middle.</source>
        <translation>放大围绕中间的起伏。</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Smaller movements around the middle.</source>
        <translation>缩小围绕中间的起伏。</translation>
    </message>
    <message>
        <source>Higher</source>
        <translation>升高</translation>
    </message>
    <message>
        <source>The whole curve higher.</source>
        <translation>整条曲线升高。</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>降低</translation>
    </message>
    <message>
        <source>The whole curve lower.</source>
        <translation>整条曲线降低。</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>A quarter of a beat earlier; what leaves comes in at the end.</source>
        <translation>提前四分之一拍；移出开头的部分接到末尾。</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>A quarter of a beat later; what leaves comes in at the beginning.</source>
        <translation>推后四分之一拍；移出末尾的部分接到开头。</translation>
    </message>
    <message>
        <source>Delete lane</source>
        <translation>删除轨道</translation>
    </message>
    <message>
        <source>Take these gestures away.</source>
        <translation>移走这些手势。</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Take every lane away.</source>
        <translation>移走所有轨道。</translation>
    </message>
    <message>
        <source>Press Arm, play something and turn any slider: the gesture appears here.
Or choose &apos;Lane…&apos; and draw one.</source>
        <translation>按“预备”，播放声音并转动任意滑块：手势便出现在这里。
或选择“轨道…”自己绘制。</translation>
    </message>
    <message>
        <source>{what} automation</source>
        <translation>自动化：{what}</translation>
    </message>
    <message>
        <source>Length of automation</source>
        <translation>自动化长度</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>Browser</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>Models, presets, takes and your own sounds.</source>
        <translation>模型、预设、片段和你自己的声音。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What makes the sound; each can be heard before it is loaded.</source>
        <translation>发声的模型；载入前即可试听。</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Settings that you or we gave a name.</source>
        <translation>你或我们命名的设置。</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Every sound that you made, as a list.</source>
        <translation>你做过的所有声音，以列表显示。</translation>
    </message>
    <message>
        <source>My sounds</source>
        <translation>我的声音</translation>
    </message>
    <message>
        <source>Your own recordings, as starting points.</source>
        <translation>你自己的录音，可作为起点。</translation>
    </message>
    <message>
        <source>Browser tabs</source>
        <translation>浏览器标签页</translation>
    </message>
    <message>
        <source>Models, presets, takes, my sounds.</source>
        <translation>模型、预设、片段、我的声音。</translation>
    </message>
</context>
<context>
    <name>BudgetMeter</name>
    <message>
        <source>Time needed</source>
        <translation>所需时间</translation>
    </message>
    <message>
        <source>How much of the time between two blocks the model needs on this machine.</source>
        <translation>模型在本机上占用两个缓冲之间时间的多少。</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>tight</source>
        <translation>紧张</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>太慢</translation>
    </message>
</context>
<context>
    <name>CompareBar</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Hear a sound that you set as A against the present one, B.</source>
        <translation>将设为 A 的声音与当前声音 B 对比试听。</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>对比状态</translation>
    </message>
    <message>
        <source>Which of the two is heard, and by how much it is turned down.</source>
        <translation>正在听哪一个，以及降低了多少。</translation>
    </message>
    <message>
        <source>Hear A, the sound that was set.</source>
        <translation>听 A，即设定的声音。</translation>
    </message>
    <message>
        <source>Hear B, the present sound.</source>
        <translation>听 B，即当前声音。</translation>
    </message>
    <message>
        <source>matched</source>
        <translation>响度一致</translation>
    </message>
    <message>
        <source>{side} sounds as it is; the other one is turned down to it.</source>
        <translation>{side} 按原样播放；另一个降低到与其一致。</translation>
    </message>
    <message>
        <source>matched {gain}</source>
        <translation>匹配 {gain}</translation>
    </message>
    <message>
        <source>{side} is turned down by {less}, so that both are equally loud.</source>
        <translation>{side} 降低了 {less}，使两者同样响。</translation>
    </message>
    <message>
        <source>A is &apos;{title}&apos;.</source>
        <translation>A 为“{title}”。</translation>
    </message>
</context>
<context>
    <name>ControlRow</name>
    <message>
        <source>Changes {label} of the sound.</source>
        <translation>改变声音的{label}。</translation>
    </message>
    <message>
        <source>Lock {label}</source>
        <translation>锁定{label}</translation>
    </message>
    <message>
        <source>Keep {label} as it is when you randomise or nudge.</source>
        <translation>随机或微调时保持{label}不变。</translation>
    </message>
    <message>
        <source>Reset {label}</source>
        <translation>重置{label}</translation>
    </message>
    <message>
        <source>Put {label} back to its default.</source>
        <translation>将{label}恢复为默认值。</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Randomise this</source>
        <translation>随机此项</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Call it &apos;{label}&apos; again</source>
        <translation>恢复名称“{label}”</translation>
    </message>
    <message>
        <source>What does it change?</source>
        <translation>它改变什么？</translation>
    </message>
    <message>
        <source>Name of {label}</source>
        <translation>{label}的名称</translation>
    </message>
    <message>
        <source>Type a name of your own; empty for the model&apos;s name.</source>
        <translation>输入自定名称；留空则用模型给的名称。</translation>
    </message>
</context>
<context>
    <name>ControlsHead</name>
    <message>
        <source>All controls</source>
        <translation>所有控件</translation>
    </message>
    <message>
        <source>What concerns all sliders together.</source>
        <translation>与所有滑块有关的操作。</translation>
    </message>
    <message>
        <source>Find a control</source>
        <translation>查找控件</translation>
    </message>
    <message>
        <source>Show only the controls of this name.</source>
        <translation>只显示名称相符的控件。</translation>
    </message>
    <message>
        <source>Show all controls</source>
        <translation>显示所有控件</translation>
    </message>
    <message>
        <source>How far Randomise goes from where the sliders are: 100 % draws them afresh.</source>
        <translation>“随机”离当前位置多远：100 % 为全新抽取。</translation>
    </message>
    <message>
        <source>Randomise by</source>
        <translation>随机幅度</translation>
    </message>
    <message>
        <source>Randomise by, value</source>
        <translation>随机幅度，数值</translation>
    </message>
    <message>
        <source>Lock all</source>
        <translation>全部锁定</translation>
    </message>
    <message>
        <source>Keep every control as it is when you randomise.</source>
        <translation>随机时保持所有控件不变。</translation>
    </message>
    <message>
        <source>Unlock all</source>
        <translation>全部解锁</translation>
    </message>
    <message>
        <source>Let every control be randomised.</source>
        <translation>允许随机所有控件。</translation>
    </message>
</context>
<context>
    <name>ControlsPanel</name>
    <message>
        <source>Controls</source>
        <translation>控件</translation>
    </message>
    <message>
        <source>Everything that the model lets you change.</source>
        <translation>模型允许你改变的一切。</translation>
    </message>
    <message>
        <source>The model is loading…
Space plays the sound that is shown.</source>
        <translation>模型正在载入…
按空格键播放所显示的声音。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>载入中</translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation>模型正在载入。</translation>
    </message>
    <message>
        <source>No control is called that.
Esc shows them all.</source>
        <translation>没有这个名称的控件。
按 Esc 显示全部。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No model is loaded.
Choose one at the top left.</source>
        <translation>未载入模型。
请在左上角选择一个。</translation>
    </message>
    <message>
        <source>All dimensions ({count})</source>
        <translation>全部维度（{count}）</translation>
    </message>
    <message>
        <source>Every raw axis of the model, ordered by how much is heard.</source>
        <translation>模型的每个原始维度，按可听程度排列。</translation>
    </message>
    <message>
        <source>{count} inactive</source>
        <translation>{count} 个无效维度</translation>
    </message>
    <message>
        <source>Axes that change almost nothing.</source>
        <translation>几乎不改变声音的维度。</translation>
    </message>
    <message>
        <source>The seed of the noise in the sound: the same seed and sliders give the same sound.</source>
        <translation>声音中噪声的随机种子：种子和滑块相同，声音就相同。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
</context>
<context>
    <name>DeckLevel</name>
    <message>
        <source>How loud this deck is, after its gain and the crossfader.</source>
        <translation>此唱盘经过增益和交叉推子之后的响度。</translation>
    </message>
</context>
<context>
    <name>DeckView</name>
    <message>
        <source>Deck {letter}</source>
        <translation>唱盘 {letter}</translation>
    </message>
    <message>
        <source>A stream that runs on while you move it.</source>
        <translation>在你操控时持续运行的音流。</translation>
    </message>
    <message>
        <source>Model on deck {letter}</source>
        <translation>唱盘 {letter} 上的模型</translation>
    </message>
    <message>
        <source>The model that runs on this deck.</source>
        <translation>在此唱盘上运行的模型。</translation>
    </message>
    <message>
        <source>Put on deck {letter}</source>
        <translation>放上唱盘 {letter}</translation>
    </message>
    <message>
        <source>Controls here: deck {letter}</source>
        <translation>控件用于唱盘 {letter}</translation>
    </message>
    <message>
        <source>The sliders of the controls panel move this deck.</source>
        <translation>控件面板的滑块操控此唱盘。</translation>
    </message>
    <message>
        <source>Controls here</source>
        <translation>控件用于此处</translation>
    </message>
    <message>
        <source>Clear deck {letter}</source>
        <translation>清空唱盘 {letter}</translation>
    </message>
    <message>
        <source>Stop this deck and take its model away; undo brings it back.</source>
        <translation>停止此唱盘并移走其模型；撤销可恢复。</translation>
    </message>
    <message>
        <source>Start deck {letter}</source>
        <translation>启动唱盘 {letter}</translation>
    </message>
    <message>
        <source>Let the stream of this deck run, or let it fade.</source>
        <translation>让此唱盘的音流运行，或让它淡出。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Says what can run on this deck.</source>
        <translation>说明此唱盘上可运行什么。</translation>
    </message>
    <message>
        <source>Source of deck {letter}: {source}</source>
        <translation>唱盘 {letter} 的来源：{source}</translation>
    </message>
    <message>
        <source>What moves it</source>
        <translation>由什么移动</translation>
    </message>
    <message>
        <source>Says what moves this stream.</source>
        <translation>说明由什么驱动此音流。</translation>
    </message>
    <message>
        <source>Latents of deck {letter}</source>
        <translation>唱盘 {letter} 的潜变量</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>From a slider to the ear: what is made ahead, the model&apos;s own delay, and the output&apos;s.</source>
        <translation>从滑块到耳朵：提前生成的部分、模型自身的延迟和输出的延迟。</translation>
    </message>
    <message>
        <source>Dropouts</source>
        <translation>断音</translation>
    </message>
    <message>
        <source>How often the model was too late and the sound faded out; make the streams further ahead.</source>
        <translation>模型来不及、声音淡出的次数；请增大音流的提前量。</translation>
    </message>
    <message>
        <source>Level of deck {letter}</source>
        <translation>唱盘 {letter} 的电平</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Put {model} here</source>
        <translation>在此放上{model}</translation>
    </message>
    <message>
        <source>Let {model} run on deck {letter} instead, as the sliders are now.</source>
        <translation>改为在唱盘 {letter} 上运行{model}，滑块保持现状。</translation>
    </message>
    <message>
        <source>Stop deck {letter}</source>
        <translation>停止唱盘 {letter}</translation>
    </message>
    <message>
        <source>Nothing runs here yet.</source>
        <translation>此处还没有运行的模型。</translation>
    </message>
    <message>
        <source>&apos;{model}&apos; makes sounds that end; it can&apos;t run on.</source>
        <translation>“{model}”生成的声音会结束；它不能持续运行。</translation>
    </message>
    <message>
        <source>There is no model here that can.</source>
        <translation>此处没有可以的模型。</translation>
    </message>
    <message>
        <source>{model} can.</source>
        <translation>{model}可以。</translation>
    </message>
    <message>
        <source>Load {model} and put it on deck {letter}.</source>
        <translation>载入{model}并放上唱盘 {letter}。</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>{ms} ms to the ear</source>
        <translation>到耳朵 {ms} ms</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>{count} dropouts</source>
        <translation>断音 {count} 次</translation>
    </message>
    <message>
        <source>1 dropout</source>
        <translation>断音 1 次</translation>
    </message>
</context>
<context>
    <name>Describer</name>
    <message>
        <source>All {length} seconds are shown.</source>
        <translation>显示全部 {length} 秒。</translation>
    </message>
    <message>
        <source>From {start} to {end} of {length} seconds is shown.</source>
        <translation>显示 {length} 秒中的 {start} 到 {end} 秒。</translation>
    </message>
    <message>
        <source>It is silent.</source>
        <translation>这里是静音。</translation>
    </message>
    <message>
        <source>Peak {peak} at {time} seconds, RMS {rms}.</source>
        <translation>峰值 {peak}，位于 {time} 秒；RMS {rms}。</translation>
    </message>
    <message>
        <source>Places at full scale: {count}.</source>
        <translation>达到满刻度的位置：{count} 处。</translation>
    </message>
    <message>
        <source>Strongest at {frequency} with {level}; most of it lies between {low} and {high}.</source>
        <translation>最强处在 {frequency}，{level}；大部分位于 {low} 到 {high} 之间。</translation>
    </message>
</context>
<context>
    <name>DeviceButton</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Choose the output and its block size; shows latency and gaps.</source>
        <translation>选择输出设备和缓冲大小；显示延迟和断音次数。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>正在重启…</translation>
    </message>
    <message>
        <source>No output</source>
        <translation>无输出</translation>
    </message>
</context>
<context>
    <name>DeviceForm</name>
    <message>
        <source>Output device</source>
        <translation>输出设备</translation>
    </message>
    <message>
        <source>The device that you hear the sound on.</source>
        <translation>用来听声音的设备。</translation>
    </message>
    <message>
        <source>Block size</source>
        <translation>缓冲大小</translation>
    </message>
    <message>
        <source>Smaller answers faster, larger is safer against gaps.</source>
        <translation>越小响应越快，越大越不易断音。</translation>
    </message>
    <message>
        <source>{frames} frames</source>
        <translation>{frames} 帧</translation>
    </message>
    <message>
        <source>Rescan devices</source>
        <translation>重新扫描设备</translation>
    </message>
    <message>
        <source>Rescan</source>
        <translation>重新扫描</translation>
    </message>
    <message>
        <source>Look for devices that were plugged in.</source>
        <translation>查找新接入的设备。</translation>
    </message>
    <message>
        <source>Latency and gaps</source>
        <translation>延迟与断音</translation>
    </message>
    <message>
        <source>What the output measures.</source>
        <translation>输出的实测数据。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>缓冲</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source> (default)</source>
        <translation>（默认）</translation>
    </message>
    <message>
        <source>No output: the sound is played silently. Everything else works.</source>
        <translation>无输出：声音静默播放。其他功能均可用。</translation>
    </message>
    <message>
        <source>{rate} kHz · {ms} ms latency · gaps since the start: {gaps}</source>
        <translation>{rate} kHz · 延迟 {ms} ms · 启动以来断音 {gaps} 次</translation>
    </message>
</context>
<context>
    <name>DevicePopup</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Where the sound goes.</source>
        <translation>声音送往何处。</translation>
    </message>
</context>
<context>
    <name>DockHead</name>
    <message>
        <source>Drag to move this part of the window; double-click floats it.</source>
        <translation>拖动以移动窗口的这一部分；双击使其浮动。</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Take this part out of the window, or put it back.</source>
        <translation>将这一部分移出窗口，或放回。</translation>
    </message>
    <message>
        <source>Fold this part to make room; a click on its icon opens it.</source>
        <translation>折叠这一部分以腾出空间；点击其图标即可展开。</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折叠</translation>
    </message>
</context>
<context>
    <name>EffectCard</name>
    <message>
        <source>{title}: drag its head to another place, or move its handle with the arrow keys. Delete takes it out.</source>
        <translation>{title}：拖动其顶栏移到别处，或用方向键移动其手柄。按 Delete 取出。</translation>
    </message>
    <message>
        <source>Drag to another place; arrow keys move it, Delete takes it out.</source>
        <translation>拖到别处；方向键移动，Delete 取出。</translation>
    </message>
    <message>
        <source>Move {title}</source>
        <translation>移动{title}</translation>
    </message>
    <message>
        <source>{title} on</source>
        <translation>{title}开启</translation>
    </message>
    <message>
        <source>Bypass the effect, or let it work again.</source>
        <translation>旁通该效果器，或让它重新工作。</translation>
    </message>
    <message>
        <source>More for {title}</source>
        <translation>{title}的更多操作</translation>
    </message>
    <message>
        <source>Presets, reset, move, take out.</source>
        <translation>预设、重置、移动、取出。</translation>
    </message>
    <message>
        <source>Level behind {title}</source>
        <translation>{title}之后的电平</translation>
    </message>
    <message>
        <source>How loud it is behind the effect; from the right: how far the effect turns it down.</source>
        <translation>效果器之后的响度；从右侧起：效果器将其压低了多少。</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>恢复初始值</translation>
    </message>
    <message>
        <source>Further to the left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Further to the right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>取出</translation>
    </message>
</context>
<context>
    <name>EffectsPage</name>
    <message>
        <source>Effects</source>
        <translation>效果器</translation>
    </message>
    <message>
        <source>What everything that you hear goes through.</source>
        <translation>你听到的一切所经过的处理。</translation>
    </message>
    <message>
        <source>Add effect</source>
        <translation>添加效果器</translation>
    </message>
    <message>
        <source>Put an effect at the end of the row.</source>
        <translation>在末尾添加一个效果器。</translation>
    </message>
    <message>
        <source>Load a plug-in…</source>
        <translation>载入插件…</translation>
    </message>
    <message>
        <source>Load a plug-in</source>
        <translation>载入插件</translation>
    </message>
    <message>
        <source>Add a VST3 effect that is installed here. It is opened in a process of its own first.</source>
        <translation>添加本机安装的 VST3 效果器。会先在独立进程中打开它。</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>载入</translation>
    </message>
    <message>
        <source>How much of the time that a block of sound has the effects take.</source>
        <translation>效果器占用一个缓冲时间的多少。</translation>
    </message>
    <message>
        <source>Take all out</source>
        <translation>全部取出</translation>
    </message>
    <message>
        <source>Take all effects out of the row.</source>
        <translation>取出所有效果器。</translation>
    </message>
    <message>
        <source>Everything that you hear goes through the effects here:
filters, echoes, rooms, in any order.</source>
        <translation>你听到的一切都经过这里的效果器：
滤波、回声、房间，顺序任意。</translation>
    </message>
    <message>
        <source>Add a reverb</source>
        <translation>添加混响</translation>
    </message>
    <message>
        <source>Begin with a room around the sound.</source>
        <translation>从给声音加上房间感开始。</translation>
    </message>
    <message>
        <source>{percent} % of the time</source>
        <translation>时间的 {percent} %</translation>
    </message>
    <message>
        <source>This plug-in could not be loaded, so it does nothing.</source>
        <translation>此插件未能载入，因此不起作用。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a VST3 plug-in</source>
        <translation>选择 VST3 插件</translation>
    </message>
    <message>
        <source>VST3 plug-ins (*.vst3)</source>
        <translation>VST3 插件 (*.vst3)</translation>
    </message>
</context>
<context>
    <name>EmptyNote</name>
    <message>
        <source>Nothing here yet</source>
        <translation>这里还没有内容</translation>
    </message>
    <message>
        <source>Says what belongs here.</source>
        <translation>说明这里放什么。</translation>
    </message>
    <message>
        <source>Button</source>
        <translation>按钮</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>&apos;{0}&apos; can&apos;t be encoded</source>
        <translation>无法编码“{0}”</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be looked at (code {1}).</source>
        <translation>无法检查“{0}”（代码 {1}）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be opened</source>
        <translation>无法打开“{0}”</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be played</source>
        <translation>无法播放“{0}”</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read ({1}).</source>
        <translation>无法读取“{0}”（{1}）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read any more ({1}); is the disk still there?</source>
        <translation>无法再读取“{0}”（{1}）；磁盘还在吗？</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read any more; is the disk still there?</source>
        <translation>无法再读取“{0}”；磁盘还在吗？</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be read as a MIDI mapping ({1}).</source>
        <translation>“{0}”无法读作 MIDI 映射（{1}）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be restored</source>
        <translation>无法恢复“{0}”</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be set as A</source>
        <translation>无法将“{0}”设为 A</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be {1}; choose one of: {2}.</source>
        <translation>“{0}”不能为{1}；请选择：{2}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be {1}; it goes from {2} to {3}.</source>
        <translation>“{0}”不能为 {1}；范围是 {2} 到 {3}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not be copied ({1}).</source>
        <translation>无法复制“{0}”（{1}）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not be written to &apos;{1}&apos;: {2}.</source>
        <translation>无法将“{0}”写入“{1}”：{2}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; could not make this sound ({1})</source>
        <translation>“{0}”未能生成此声音（{1}）</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; failed</source>
        <translation>“{0}”失败</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; failed: {1}: {2}</source>
        <translation>“{0}”失败：{1}：{2}</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has a rate of {1} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work).</source>
        <translation>“{0}”的采样率为 {1} Hz；请先转换为 44100 Hz（4000 到 384000 Hz 均可）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has {1} channels; mix it down to mono or stereo first.</source>
        <translation>“{0}”有 {1} 个声道；请先混为单声道或立体声。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds more than {1} sounds; choose a smaller folder.</source>
        <translation>“{0}”中的声音超过 {1} 个；请选择较小的文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds no sound (0 samples); export it again from where it came from.</source>
        <translation>“{0}”中没有声音（0 个采样）；请从来源处重新导出。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds values that are not finite numbers (NaN or infinity); repair or export it again.</source>
        <translation>“{0}”含有非有限数值（NaN 或无穷大）；请修复或重新导出。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds {1} plug-ins; choose one.</source>
        <translation>“{0}”含有 {1} 个插件；请选择一个。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is a file; --out names the folder that the model&apos;s folder is put into.</source>
        <translation>“{0}”是文件；--out 应指定放置模型文件夹的文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is a file; name the folder that your sounds are in.</source>
        <translation>“{0}”是文件；请指定声音所在的文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is damaged and can&apos;t be read to its end; export it again from where it came from.</source>
        <translation>“{0}”已损坏，无法读到结尾；请从来源处重新导出。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is longer than a minute: it is shown and played as it is, and not taken as a starting point.</source>
        <translation>“{0}”超过一分钟：按原样显示和播放，不作为起点。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no VST3 plug-in; choose a file or folder that ends in {1}.</source>
        <translation>“{0}”不是 VST3 插件；请选择以 {1} 结尾的文件或文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no preset: it is not JSON.</source>
        <translation>“{0}”不是预设：它不是 JSON。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no preset: {1}</source>
        <translation>“{0}”不是预设：{1}</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a whole path; choose a folder for takes.</source>
        <translation>“{0}”不是完整路径；请为片段选择文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not offered as a format; choose wav or flac.</source>
        <translation>不提供“{0}”格式；请选择 wav 或 flac。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; makes sounds that end; choose a model that streams for a deck.</source>
        <translation>“{0}”生成的声音会结束；请为唱盘选择能持续发声的音流模型。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; makes sounds that end; only a model that streams can be put on a deck.</source>
        <translation>“{0}”生成的声音会结束；只有音流模型才能放上唱盘。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; needs a finite number, not {1}.</source>
        <translation>“{0}”需要有限的数值，而不是 {1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; on deck {1} needs {2} % of the time that it has on this machine and may drop out: make the streams more than {3} blocks ahead, or choose a smaller model.</source>
        <translation>唱盘 {1} 上的“{0}”需要本机可用时间的 {2} %，可能断音：请将音流提前量设为多于 {3} 个缓冲，或选择更小的模型。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; takes a list of at most {1} notes.</source>
        <translation>“{0}”最多接受 {1} 个音符。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; takes a text of at most {1} characters.</source>
        <translation>“{0}”最多接受 {1} 个字符。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was louder than full scale and was turned down by {1} dB; export 32 bit WAV to keep its level.</source>
        <translation>“{0}”超过满刻度，已降低 {1} dB；如需保持电平，请导出 32 位 WAV。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made with another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation>“{0}”由“{1}”的另一版本生成，现在听起来可能不同。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was made with the model &apos;{1}&apos;, which is not here; its sound is encoded instead.</source>
        <translation>“{0}”由模型“{1}”生成，而此处没有该模型；改为对其声音进行编码。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was played with another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation>“{0}”是用“{1}”的另一版本演奏的，现在听起来可能不同。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: a note is [start, length, pitch, velocity], not {1}.</source>
        <translation>“{0}”：音符应为 [起始, 时长, 音高, 力度]，而不是 {1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: the note {1} is out of range ({2}).</source>
        <translation>“{0}”：音符 {1} 超出范围（{2}）。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos;: {1} Its sound can still be used.</source>
        <translation>“{0}”：{1} 其声音仍可使用。</translation>
    </message>
    <message>
        <source>(it can&apos;t be read: {0})</source>
        <translation>（无法读取：{0}）</translation>
    </message>
    <message>
        <source>(no ending)</source>
        <translation>（无扩展名）</translation>
    </message>
    <message>
        <source>(there is none)</source>
        <translation>（没有）</translation>
    </message>
    <message>
        <source>--minutes can&apos;t be {0}; it needs a number above 0, for instance 20.</source>
        <translation>--minutes 不能为 {0}；需要大于 0 的数，例如 20。</translation>
    </message>
    <message>
        <source>--name can&apos;t be {0}; use letters, digits and blanks.</source>
        <translation>--name 不能为 {0}；请使用字母、数字和空格。</translation>
    </message>
    <message>
        <source>--steps can&apos;t be {0}; it needs a number from 1 up, for instance 2000.</source>
        <translation>--steps 不能为 {0}；需要不小于 1 的数，例如 2000。</translation>
    </message>
    <message>
        <source>0 bypasses the effect.</source>
        <translation>0 表示旁通该效果器。</translation>
    </message>
    <message>
        <source>0: the first family alone, 100: the second alone.</source>
        <translation>0：只有第一个音色族；100：只有第二个。</translation>
    </message>
    <message>
        <source>1 file is</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>1, as it {0}</source>
        <translation>1 个，因为{0}</translation>
    </message>
    <message>
        <source>16 or 24, or WAV for 32</source>
        <translation>16 或 24，32 位请用 WAV</translation>
    </message>
    <message>
        <source>60 is middle C, 69 is 440 Hz; any fraction, 0.01 is a cent.</source>
        <translation>60 为中央 C，69 为 440 Hz；可取任意小数，0.01 为一音分。</translation>
    </message>
    <message>
        <source>; {0} sound files that it does not name are left out</source>
        <translation>；其中未列出的 {0} 个声音文件被略过</translation>
    </message>
    <message>
        <source>A MIDI mapping needs a name; type at least one letter.</source>
        <translation>MIDI 映射需要名称；请至少输入一个字。</translation>
    </message>
    <message>
        <source>A beat</source>
        <translation>一段节拍</translation>
    </message>
    <message>
        <source>A block of {0} frames is outside {1} to {2}.</source>
        <translation>{0} 帧的缓冲超出 {1} 到 {2} 的范围。</translation>
    </message>
    <message>
        <source>A clip has 1 or 2 channels, not an array of shape {0}.</source>
        <translation>声音应有 1 或 2 个声道，而不是形状为 {0} 的数组。</translation>
    </message>
    <message>
        <source>A clip is at most {0} s long, not {1} s; cut it first.</source>
        <translation>声音最长 {0} 秒，而不是 {1} 秒；请先剪短。</translation>
    </message>
    <message>
        <source>A distorted electric guitar that sounds on and on while pitch and timbre move.</source>
        <translation>失真电吉他，持续发声，音高和音色随时可动。</translation>
    </message>
    <message>
        <source>A fifth and an octave below join in to the right, a single note to the left.</source>
        <translation>向右加入五度和低八度，向左为单音。</translation>
    </message>
    <message>
        <source>A loop from {0} s to {1} s can&apos;t be played.</source>
        <translation>无法循环播放 {0} 秒到 {1} 秒。</translation>
    </message>
    <message>
        <source>A loop has 1 to {0} beats, not {1}.</source>
        <translation>循环应为 1 到 {0} 拍，而不是 {1} 拍。</translation>
    </message>
    <message>
        <source>A loop of {0} beats at {1} BPM lasts {2} s; at most {3} s fit.</source>
        <translation>{0} 拍在 {1} BPM 下的循环长 {2} 秒；最长可为 {3} 秒。</translation>
    </message>
    <message>
        <source>A louder or softer middle.</source>
        <translation>提升或衰减中频。</translation>
    </message>
    <message>
        <source>A model&apos;s examples can&apos;t be read</source>
        <translation>无法读取模型的示例</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: id, family, title, summary, licence, credits and abilities must be short texts.</source>
        <translation>模型说明已损坏：标识、类别、标题、简介、许可证、致谢和功能必须是短文本。</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: its id {0} is not made of a-z, 0-9, &apos;_&apos; and &apos;-&apos;.</source>
        <translation>模型说明已损坏：标识 {0} 只能由 a-z、0-9、“_”和“-”组成。</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: rate, channels or seconds are out of range.</source>
        <translation>模型说明已损坏：采样率、声道数或秒数超出范围。</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: the control {0}</source>
        <translation>模型说明已损坏：控件 {0}</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: two controls share a name.</source>
        <translation>模型说明已损坏：有两个控件同名。</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: {0} controls are more than a window holds ({1}).</source>
        <translation>模型说明已损坏：{0} 个控件超过窗口可容纳的数量（{1}）。</translation>
    </message>
    <message>
        <source>A model&apos;s spec is damaged: {0} {1}.</source>
        <translation>模型说明已损坏：{0} {1}。</translation>
    </message>
    <message>
        <source>A model&apos;s spec must be a JSON object.</source>
        <translation>模型说明必须是 JSON 对象。</translation>
    </message>
    <message>
        <source>A morph needs two snapshots: Shift+1 to Shift+8 store the sliders.</source>
        <translation>变形需要两个快照：按 Shift+1 到 Shift+8 存储滑块。</translation>
    </message>
    <message>
        <source>A near variant could not be made</source>
        <translation>未能生成近似变体</translation>
    </message>
    <message>
        <source>A note can&apos;t be made</source>
        <translation>无法生成音符</translation>
    </message>
    <message>
        <source>A pad has at most {0} different offsets; use one of those that are there, or clear one first.</source>
        <translation>一个打击垫最多有 {0} 种不同的偏移；请使用已有的，或先清除一个。</translation>
    </message>
    <message>
        <source>A pattern has at most {0} steps.</source>
        <translation>节奏型最多 {0} 步。</translation>
    </message>
    <message>
        <source>A pattern has {0} to {1} steps, not {2}.</source>
        <translation>节奏型为 {0} 到 {1} 步，而不是 {2} 步。</translation>
    </message>
    <message>
        <source>A pattern is exported as {0}, with tails that {1}, 1 to 64 rounds.</source>
        <translation>节奏型可导出为 {0}，尾音可{1}，1 到 64 轮。</translation>
    </message>
    <message>
        <source>A plug-in crashed while the sound went through the effects; take it out and try again.</source>
        <translation>声音经过效果器时有插件崩溃；请将其取出后再试。</translation>
    </message>
    <message>
        <source>A position of {0} s can&apos;t be played.</source>
        <translation>无法从 {0} 秒处播放。</translation>
    </message>
    <message>
        <source>A preference can&apos;t be stored ({0}).</source>
        <translation>无法保存首选项（{0}）。</translation>
    </message>
    <message>
        <source>A preset</source>
        <translation>一个预设</translation>
    </message>
    <message>
        <source>A preset can&apos;t be called {0} on disk.</source>
        <translation>预设在磁盘上不能命名为 {0}。</translation>
    </message>
    <message>
        <source>A preset needs a name; type at least one letter.</source>
        <translation>预设需要名称；请至少输入一个字。</translation>
    </message>
    <message>
        <source>A program change asks for preset {0}, but this model has none yet.</source>
        <translation>程序变更要求预设 {0}，但此模型还没有预设。</translation>
    </message>
    <message>
        <source>A program change asks for preset {0}, but this model has {1}.</source>
        <translation>程序变更要求预设 {0}，但此模型只有 {1} 个。</translation>
    </message>
    <message>
        <source>A rack holds at most {0} effects; take one out first.</source>
        <translation>效果器架最多容纳 {0} 个效果器；请先取出一个。</translation>
    </message>
    <message>
        <source>A rate of {0} Hz is not offered; choose 44100 or 48000.</source>
        <translation>不提供 {0} Hz 的采样率；请选择 44100 或 48000。</translation>
    </message>
    <message>
        <source>A rate of {0} Hz is outside {1} to {2} Hz; resample the sound first.</source>
        <translation>采样率 {0} Hz 超出 {1} 到 {2} Hz；请先重采样。</translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: &apos;seed&apos; and &apos;values&apos; are needed.</source>
        <translation>配方中的设置已损坏：需要“seed”和“values”。</translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: {0} can&apos;t be {1}.</source>
        <translation>配方中的设置已损坏：{0} 不能为 {1}。</translation>
    </message>
    <message>
        <source>A recipe&apos;s settings are damaged: {0} is no name of a control.</source>
        <translation>配方中的设置已损坏：{0} 不是控件名称。</translation>
    </message>
    <message>
        <source>A recording is at most {0} minutes long; it was ended and kept.</source>
        <translation>录音最长 {0} 分钟；已结束并保存。</translation>
    </message>
    <message>
        <source>A recording that was cut off can&apos;t be kept yet and waits as {0}</source>
        <translation>一段中断的录音暂时无法保存，它留作 {0}</translation>
    </message>
    <message>
        <source>A recording that was cut off can&apos;t be read; it is left as {0}.</source>
        <translation>一段中断的录音无法读取；它保留为 {0}。</translation>
    </message>
    <message>
        <source>A room around it.</source>
        <translation>为声音加上房间感。</translation>
    </message>
    <message>
        <source>A run &apos;{0}&apos; was stopped before it was done; go on with it by --resume, or give another --name.</source>
        <translation>训练“{0}”在完成前已停止；可继续训练（--resume），或换一个名称（--name）。</translation>
    </message>
    <message>
        <source>A seed is a whole number from 0 to {0}, not {1}.</source>
        <translation>种子应为 0 到 {0} 的整数，而不是 {1}。</translation>
    </message>
    <message>
        <source>A selection of {0} s is too long for one file; select at most {1} s.</source>
        <translation>{0} 秒的选区对单个文件过长；最多选择 {1} 秒。</translation>
    </message>
    <message>
        <source>A slider needs a name; type at least one letter.</source>
        <translation>滑块需要名称；请至少输入一个字。</translation>
    </message>
    <message>
        <source>A slider needs at least {0} takes of &apos;{1}&apos; of each kind; add some.</source>
        <translation>滑块的每一类至少需要 {0} 个“{1}”的片段；请再添加。</translation>
    </message>
    <message>
        <source>A sound can be made {0} to {1} times as long, not {2}.</source>
        <translation>声音可拉伸为 {0} 到 {1} 倍，不能为 {2} 倍。</translation>
    </message>
    <message>
        <source>A sound can be moved by {0} semitones up or down, not {1}.</source>
        <translation>声音最多可升降 {0} 个半音，不能为 {1}。</translation>
    </message>
    <message>
        <source>A sound needs a title; type at least one letter.</source>
        <translation>声音需要标题；请至少输入一个字。</translation>
    </message>
    <message>
        <source>A sound of more than a minute can&apos;t be compared.</source>
        <translation>超过一分钟的声音无法对比。</translation>
    </message>
    <message>
        <source>A sound of {0} s is too long to be played at {1} Hz; cut it to {2} s.</source>
        <translation>{0} 秒的声音在 {1} Hz 下过长，无法播放；请剪到 {2} 秒。</translation>
    </message>
    <message>
        <source>A stream&apos;s source is one of: {0}; not {1}.</source>
        <translation>音流的来源应为以下之一：{0}；不能为 {1}。</translation>
    </message>
    <message>
        <source>A stream: played live it has no end, and a held point stays alive. It was learnt from a quarter of an hour of slow melodies of strings, choirs and warm pads, alone and crossing over into one another; left to drift it plays melodies of its own.</source>
        <translation>这是音流模型：现场演奏时没有终点，停在一处也仍有生气。它学自一刻钟的弦乐、合唱与温暖铺底的慢旋律，既有单独的，也有彼此交叉过渡的；任其漂移，它会自己奏出旋律。</translation>
    </message>
    <message>
        <source>A stream: played live it has no end, and a held point stays alive. It was learnt from nine minutes of isolated guitar of three songs. It has one pitch at a time: leads and power chords are its own, notes that ring into one another are not.</source>
        <translation>这是音流模型：现场演奏时没有终点，停在一处也仍有生气。它学自三首歌中共九分钟的独立吉他音轨。它同一时刻只有一个音高：擅长主奏与强力和弦，不擅长相互交叠延续的音。</translation>
    </message>
    <message>
        <source>A synthesiser&apos;s low-pass of 24 dB an octave, which sings at its cutoff.</source>
        <translation>合成器的低通滤波器，每八度 24 dB，在截止频率处会啸叫。</translation>
    </message>
    <message>
        <source>A take</source>
        <translation>一个片段</translation>
    </message>
    <message>
        <source>A take could not be made</source>
        <translation>未能生成片段</translation>
    </message>
    <message>
        <source>A take is in memory only: free some space and press &apos;Write again&apos;, or close once more to leave without it.</source>
        <translation>有一个片段只在内存中：请腾出空间并按“重新写入”，或再次关闭以放弃它并退出。</translation>
    </message>
    <message>
        <source>A take needs a title; type at least one letter.</source>
        <translation>片段需要标题；请至少输入一个字。</translation>
    </message>
    <message>
        <source>A training is running already; stop it first.</source>
        <translation>已有训练正在进行；请先停止它。</translation>
    </message>
    <message>
        <source>A volume must be a number of dB.</source>
        <translation>音量必须是 dB 数值。</translation>
    </message>
    <message>
        <source>Above</source>
        <translation>起始频率</translation>
    </message>
    <message>
        <source>Add sounds, use fewer steps, or raise `kl`.</source>
        <translation>增加声音、减少步数，或增大 `kl`。</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>添加{0}</translation>
    </message>
    <message>
        <source>Added to the pitch, in semitones; any fraction.</source>
        <translation>叠加到音高上，以半音计；可取任意小数。</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警报</translation>
    </message>
    <message>
        <source>All files are silent; were they recorded with the right input?</source>
        <translation>所有文件都无声；录音时选对输入了吗？</translation>
    </message>
    <message>
        <source>An ear takes mono samples in whole frames of {0}, not an array of shape {1}.</source>
        <translation>监听输入应为整 {0} 帧的单声道采样，而不是形状为 {1} 的数组。</translation>
    </message>
    <message>
        <source>Another model already has the id &apos;{0}&apos;.</source>
        <translation>另一个模型已使用标识“{0}”。</translation>
    </message>
    <message>
        <source>As recorded: the curve of {0}</source>
        <translation>恢复录制时：{0}的曲线</translation>
    </message>
    <message>
        <source>At</source>
        <translation>中心频率</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>起音</translation>
    </message>
    <message>
        <source>Augment more strongly, raise its R1 penalty, or add sounds.</source>
        <translation>加强数据增广、提高其 R1 惩罚，或增加声音。</translation>
    </message>
    <message>
        <source>Automation lasts {0} to {1} beats, not {2}.</source>
        <translation>自动化长度为 {0} 到 {1} 拍，而不是 {2} 拍。</translation>
    </message>
    <message>
        <source>Automation of {0}</source>
        <translation>{0}的自动化</translation>
    </message>
    <message>
        <source>Automation of {0} and more</source>
        <translation>{0}等的自动化</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>带宽</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>贝司</translation>
    </message>
    <message>
        <source>Begins as the model &apos;drums&apos; and goes on with three discriminators that heard recorded and synthetic hits. Attacks are less peaky and draws lie nearer to real hits as a crowd; a single sound that is dropped on the window is met a little less well. Truncation says how far draws may go from the middle of their class.</source>
        <translation>由模型“鼓组”起步，再用三个听过录音和合成鼓声的判别器继续训练。起音不那么尖，抽取的声音整体上更接近真实鼓声；拖入窗口的单个声音则还原得略差一些。截断表示抽取的声音可以离其类别中心多远。</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>截至频率</translation>
    </message>
    <message>
        <source>Bend range</source>
        <translation>弯音范围</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Blend with</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Blip</source>
        <translation>哔声</translation>
    </message>
    <message>
        <source>Boominess</source>
        <translation>轰鸣感</translation>
    </message>
    <message>
        <source>Bowed and sung sound without end, from a cello to a choir and between them.</source>
        <translation>没有终点的弓弦与歌唱之声，从大提琴到合唱团以及两者之间。</translation>
    </message>
    <message>
        <source>Brass</source>
        <translation>铜管</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>明亮</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>明亮度</translation>
    </message>
    <message>
        <source>Brings loud parts down, so that all of it can be louder.</source>
        <translation>压低响的部分，使整体可以更响。</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Changes the sound by {0} dB a sigma.</source>
        <translation>每 σ 使声音改变 {0} dB。</translation>
    </message>
    <message>
        <source>Choke group of pad {0}</source>
        <translation>打击垫 {0} 的互斥组</translation>
    </message>
    <message>
        <source>Chorus</source>
        <translation>合唱</translation>
    </message>
    <message>
        <source>Chromatic percussion</source>
        <translation>色彩打击乐</translation>
    </message>
    <message>
        <source>Clap</source>
        <translation>拍手</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Clear MIDI</source>
        <translation>清除 MIDI 对应</translation>
    </message>
    <message>
        <source>Clear all controllers</source>
        <translation>清除所有控制器</translation>
    </message>
    <message>
        <source>Clear all steps</source>
        <translation>清除所有步</translation>
    </message>
    <message>
        <source>Clear automation</source>
        <translation>清除自动化</translation>
    </message>
    <message>
        <source>Clear deck {0}</source>
        <translation>清空唱盘 {0}</translation>
    </message>
    <message>
        <source>Clear pad {0}</source>
        <translation>清空打击垫 {0}</translation>
    </message>
    <message>
        <source>Clear snapshot {0}</source>
        <translation>清除快照 {0}</translation>
    </message>
    <message>
        <source>Clear the steps of pad {0}</source>
        <translation>清除打击垫 {0} 的步</translation>
    </message>
    <message>
        <source>Clicky kick</source>
        <translation>带敲击感的底鼓</translation>
    </message>
    <message>
        <source>Closed hat</source>
        <translation>闭合踩镲</translation>
    </message>
    <message>
        <source>Compressor</source>
        <translation>压缩器</translation>
    </message>
    <message>
        <source>Controls of deck {0}</source>
        <translation>控件用于唱盘 {0}</translation>
    </message>
    <message>
        <source>Crack snare</source>
        <translation>脆响军鼓</translation>
    </message>
    <message>
        <source>Creature</source>
        <translation>生物</translation>
    </message>
    <message>
        <source>Crossfader</source>
        <translation>交叉推子</translation>
    </message>
    <message>
        <source>Crushed</source>
        <translation>重压</translation>
    </message>
    <message>
        <source>Curves that were drawn can&apos;t be kept for the next start</source>
        <translation>画好的曲线无法留到下次启动</translation>
    </message>
    <message>
        <source>Cutoff</source>
        <translation>截止频率</translation>
    </message>
    <message>
        <source>Cymbal</source>
        <translation>镲片</translation>
    </message>
    <message>
        <source>Damping</source>
        <translation>阻尼</translation>
    </message>
    <message>
        <source>Dark cymbal</source>
        <translation>暗镲</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>Deck {0} can&apos;t play &apos;{1}&apos;: {2}</source>
        <translation>唱盘 {0} 无法播放“{1}”：{2}</translation>
    </message>
    <message>
        <source>Deep kick</source>
        <translation>深沉底鼓</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Delete preset {0}</source>
        <translation>删除预设 {0}</translation>
    </message>
    <message>
        <source>Delete slider {0}</source>
        <translation>删除滑块 {0}</translation>
    </message>
    <message>
        <source>Delete {0}</source>
        <translation>删除 {0}</translation>
    </message>
    <message>
        <source>Delete {0} sounds</source>
        <translation>删除 {0} 个声音</translation>
    </message>
    <message>
        <source>Delete {0} takes</source>
        <translation>删除 {0} 个片段</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Describe preset {0}</source>
        <translation>描述预设 {0}</translation>
    </message>
    <message>
        <source>Dim {0}</source>
        <translation>维度 {0}</translation>
    </message>
    <message>
        <source>Dotted eighth</source>
        <translation>附点八分音符</translation>
    </message>
    <message>
        <source>Doubling</source>
        <translation>叠声</translation>
    </message>
    <message>
        <source>Draw chances anew</source>
        <translation>重新抽取概率</translation>
    </message>
    <message>
        <source>Draw the curve of {0}</source>
        <translation>绘制{0}的曲线</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>Drum hits from ten classes, one second or two, under live latents.</source>
        <translation>十类鼓声单击，时长一两秒，由潜变量实时控制。</translation>
    </message>
    <message>
        <source>Drum hits of ten classes. Kicks and toms have a sung body from gliding oscillators; most of what rings above {0} kHz comes out as coloured noise.</source>
        <translation>十类鼓声单击。底鼓和通鼓的主体由滑音振荡器发声；{0} kHz 以上的余响大多呈现为有色噪声。</translation>
    </message>
    <message>
        <source>Drums</source>
        <translation>鼓组</translation>
    </message>
    <message>
        <source>Drums, sharper</source>
        <translation>鼓，更锐利</translation>
    </message>
    <message>
        <source>Dry snare</source>
        <translation>干声军鼓</translation>
    </message>
    <message>
        <source>Dub</source>
        <translation>达布</translation>
    </message>
    <message>
        <source>Dull hat</source>
        <translation>闷踩镲</translation>
    </message>
    <message>
        <source>Echoes go from left to right.</source>
        <translation>回声从左到右。</translation>
    </message>
    <message>
        <source>Echoes in time with the tempo.</source>
        <translation>与速度同步的回声。</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>效果器</translation>
    </message>
    <message>
        <source>Eighth</source>
        <translation>八分音符</translation>
    </message>
    <message>
        <source>Endless</source>
        <translation>无尽</translation>
    </message>
    <message>
        <source>Ensemble</source>
        <translation>合奏</translation>
    </message>
    <message>
        <source>Equaliser</source>
        <translation>均衡器</translation>
    </message>
    <message>
        <source>Every slider is locked, so there is nothing near: unlock one.</source>
        <translation>所有滑块均已锁定，附近没有别的声音：请解锁一个。</translation>
    </message>
    <message>
        <source>Explosion</source>
        <translation>爆炸</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the pattern</source>
        <translation>导出节奏型</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>导出 {0}</translation>
    </message>
    <message>
        <source>Exported {0} to &apos;{1}&apos;.</source>
        <translation>已将{0}导出到“{1}”。</translation>
    </message>
    <message>
        <source>Exported {0} to &apos;{1}&apos;. Not heard in these rounds, so without a stem: {2}.</source>
        <translation>已将{0}导出到“{1}”。在这些循环中没有发声，因此没有分轨：{2}。</translation>
    </message>
    <message>
        <source>Extend range</source>
        <translation>扩展范围</translation>
    </message>
    <message>
        <source>Extend range of {0}</source>
        <translation>扩展{0}的范围</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>音色族</translation>
    </message>
    <message>
        <source>Fat snare</source>
        <translation>厚实军鼓</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Few sounds of {0} (under 8): these will vary least.</source>
        <translation>{0} 的声音很少（不足 8 个）：其变化将最小。</translation>
    </message>
    <message>
        <source>Few sounds of {0} and others (under 8): these will vary least.</source>
        <translation>{0} 等类的声音很少（不足 8 个）：其变化将最小。</translation>
    </message>
    <message>
        <source>Fill the pad&apos;s corners</source>
        <translation>填满控制板的四角</translation>
    </message>
    <message>
        <source>Fill the steps of pad {0}</source>
        <translation>填充打击垫 {0} 的步</translation>
    </message>
    <message>
        <source>Fill with drums</source>
        <translation>用鼓声填满</translation>
    </message>
    <message>
        <source>Fixed velocity</source>
        <translation>固定力度</translation>
    </message>
    <message>
        <source>Flanger</source>
        <translation>镶边</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>平直</translation>
    </message>
    <message>
        <source>Floor tom</source>
        <translation>落地嗵鼓</translation>
    </message>
    <message>
        <source>From deck A to deck B, equally loud all the way.</source>
        <translation>从唱盘 A 到唱盘 B，全程响度相等。</translation>
    </message>
    <message>
        <source>Fuller</source>
        <translation>更丰满</translation>
    </message>
    <message>
        <source>Fuzz</source>
        <translation>法兹</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Game and interface sounds from eight classes, up to two seconds, under live latents.</source>
        <translation>八类游戏与界面音效，最长两秒，由潜变量实时控制。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>柔和</translation>
    </message>
    <message>
        <source>Glide</source>
        <translation>滑音</translation>
    </message>
    <message>
        <source>Growl</source>
        <translation>咆哮</translation>
    </message>
    <message>
        <source>Guitar</source>
        <translation>吉他</translation>
    </message>
    <message>
        <source>Half-open hat</source>
        <translation>半开踩镲</translation>
    </message>
    <message>
        <source>Hall</source>
        <translation>大厅</translation>
    </message>
    <message>
        <source>Halve `rate` and resume; if it happens again, look for a damaged sound in the folder.</source>
        <translation>将 `rate` 减半后继续；若再次发生，请检查文件夹中是否有损坏的声音。</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>High tom</source>
        <translation>高音嗵鼓</translation>
    </message>
    <message>
        <source>High-pass</source>
        <translation>高通</translation>
    </message>
    <message>
        <source>Higher or lower by any fraction of a semitone: the tone to the cent, its noise along with it.</source>
        <translation>以半音的任意小数升高或降低：乐音精确到音分，噪声随之移动。</translation>
    </message>
    <message>
        <source>Higher to the right, lower to the left.</source>
        <translation>向右更高，向左更低。</translation>
    </message>
    <message>
        <source>Highs</source>
        <translation>高频</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>轻微</translation>
    </message>
    <message>
        <source>Hold automation</source>
        <translation>暂停自动化</translation>
    </message>
    <message>
        <source>Hold modulators</source>
        <translation>暂停调制器</translation>
    </message>
    <message>
        <source>How bright the echoes are.</source>
        <translation>回声有多明亮。</translation>
    </message>
    <message>
        <source>How dull the walls are.</source>
        <translation>墙面吸收高频的程度。</translation>
    </message>
    <message>
        <source>How far away the walls are.</source>
        <translation>墙面有多远。</translation>
    </message>
    <message>
        <source>How far sounds may be from the middle of their class: less is more typical, more is more varied, {0} the middle itself.</source>
        <translation>声音可以离其类别中心多远：越小越典型，越大越多变，{0} 即中心本身。</translation>
    </message>
    <message>
        <source>How far the pitch wheel bends.</source>
        <translation>弯音轮的弯音幅度。</translation>
    </message>
    <message>
        <source>How far the source moves the latents around the sliders.</source>
        <translation>来源使潜变量在滑块位置周围移动多远。</translation>
    </message>
    <message>
        <source>How far the stream moves by itself, where its source is &apos;drift&apos;.</source>
        <translation>来源为“漂移”时，音流自行移动多远。</translation>
    </message>
    <message>
        <source>How far they lie behind.</source>
        <translation>它们落后多少。</translation>
    </message>
    <message>
        <source>How far they sway.</source>
        <translation>它们摆动多远。</translation>
    </message>
    <message>
        <source>How fast the voices sway.</source>
        <translation>声部摆动的快慢。</translation>
    </message>
    <message>
        <source>How hard it is driven into the ceiling.</source>
        <translation>推向上限的力度。</translation>
    </message>
    <message>
        <source>How hard it is played: louder, and in most families brighter.</source>
        <translation>演奏力度：更响，多数音色族也更明亮。</translation>
    </message>
    <message>
        <source>How hard the sound is driven into it.</source>
        <translation>声音推入其中的力度。</translation>
    </message>
    <message>
        <source>How hard.</source>
        <translation>强度。</translation>
    </message>
    <message>
        <source>How large the room is.</source>
        <translation>房间有多大。</translation>
    </message>
    <message>
        <source>How late every second step is.</source>
        <translation>每个偶数步推后多少。</translation>
    </message>
    <message>
        <source>How long a note sounds on when its key goes up.</source>
        <translation>松开琴键后音符持续多久。</translation>
    </message>
    <message>
        <source>How long a note takes to rise.</source>
        <translation>音符起音所需的时间。</translation>
    </message>
    <message>
        <source>How long the clip is; played live, it goes on without end.</source>
        <translation>声音的时长；现场演奏时没有终点。</translation>
    </message>
    <message>
        <source>How long the pitch takes from one key to the next while both are down.</source>
        <translation>两个键同时按下时，音高从一个键滑到下一个键所需的时间。</translation>
    </message>
    <message>
        <source>How loud all keys are.</source>
        <translation>所有琴键的音量。</translation>
    </message>
    <message>
        <source>How loud all pads are.</source>
        <translation>所有打击垫的音量。</translation>
    </message>
    <message>
        <source>How loud it is afterwards.</source>
        <translation>处理之后的音量。</translation>
    </message>
    <message>
        <source>How loud this deck is.</source>
        <translation>此唱盘的音量。</translation>
    </message>
    <message>
        <source>How loud this pad is.</source>
        <translation>此打击垫的音量。</translation>
    </message>
    <message>
        <source>How much comes round again.</source>
        <translation>反馈回来的量。</translation>
    </message>
    <message>
        <source>How much every latent trembles by itself, in sigma.</source>
        <translation>每个潜变量自行颤动的幅度，以 σ 计。</translation>
    </message>
    <message>
        <source>How much it sings at its cutoff.</source>
        <translation>在截止频率处啸叫的程度。</translation>
    </message>
    <message>
        <source>How much louder.</source>
        <translation>提升多少。</translation>
    </message>
    <message>
        <source>How much of an echo comes again.</source>
        <translation>回声重复的量。</translation>
    </message>
    <message>
        <source>How much of the effect there is: at 0 % the sound passes as it is.</source>
        <translation>效果的量：0 % 时声音原样通过。</translation>
    </message>
    <message>
        <source>How much the noise strays from moment to moment and from band to band: 0 is smooth, 100 as recordings do.</source>
        <translation>噪声随时刻与频带起伏的程度：0 为平滑，100 与录音相当。</translation>
    </message>
    <message>
        <source>How much the noise strays from moment to moment and from band to band: {0} is smooth, {1} as recordings do.</source>
        <translation>噪声随时刻与频带起伏的程度：{0} 为平滑，{1} 与录音相当。</translation>
    </message>
    <message>
        <source>How soon it lets go.</source>
        <translation>多快放开。</translation>
    </message>
    <message>
        <source>How soon it takes hold; later lets the stroke through.</source>
        <translation>多快起作用；较慢则让起音通过。</translation>
    </message>
    <message>
        <source>How strongly.</source>
        <translation>强弱。</translation>
    </message>
    <message>
        <source>How wide the room is.</source>
        <translation>房间有多宽。</translation>
    </message>
    <message>
        <source>Impact</source>
        <translation>撞击</translation>
    </message>
    <message>
        <source>Import preset {0}</source>
        <translation>导入预设 {0}</translation>
    </message>
    <message>
        <source>Import sounds</source>
        <translation>导入声音</translation>
    </message>
    <message>
        <source>Import {0}</source>
        <translation>导入 {0}</translation>
    </message>
    <message>
        <source>Import {0} sounds</source>
        <translation>导入 {0} 个声音</translation>
    </message>
    <message>
        <source>It is no file.</source>
        <translation>它不是文件。</translation>
    </message>
    <message>
        <source>It is not a preset of version {0}.</source>
        <translation>它不是版本 {0} 的预设。</translation>
    </message>
    <message>
        <source>It is too large to be a preset.</source>
        <translation>它太大，不可能是预设。</translation>
    </message>
    <message>
        <source>It learns the training sounds by heart: on held-out ones the error rose from {0} to {1} and on its own it still falls.</source>
        <translation>它在死记训练声音：在留出声音上误差从 {0} 升到 {1}，而在训练声音上仍在下降。</translation>
    </message>
    <message>
        <source>It says: {0}</source>
        <translation>提示：{0}</translation>
    </message>
    <message>
        <source>It would last {0} s; a take is at most {1} s long.</source>
        <translation>时长会达到 {0} 秒；片段最长 {1} 秒。</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>琴键</translation>
    </message>
    <message>
        <source>Keys end</source>
        <translation>琴键松开即止</translation>
    </message>
    <message>
        <source>Keys play</source>
        <translation>琴键演奏</translation>
    </message>
    <message>
        <source>Keys ring on</source>
        <translation>琴键松开后延续</translation>
    </message>
    <message>
        <source>Kick</source>
        <translation>底鼓</translation>
    </message>
    <message>
        <source>Ladder filter</source>
        <translation>梯形滤波器</translation>
    </message>
    <message>
        <source>Left: a soft touch is loud already. Right: only a hard one is.</source>
        <translation>向左：轻触即响。向右：重击才响。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>电平</translation>
    </message>
    <message>
        <source>Level of pad {0}</source>
        <translation>打击垫 {0} 的电平</translation>
    </message>
    <message>
        <source>Level of the pads</source>
        <translation>打击垫的电平</translation>
    </message>
    <message>
        <source>Limiter</source>
        <translation>限幅器</translation>
    </message>
    <message>
        <source>Live input can&apos;t be opened here ({0}).</source>
        <translation>此处无法打开现场输入（{0}）。</translation>
    </message>
    <message>
        <source>Live {0}</source>
        <translation>现场{0}</translation>
    </message>
    <message>
        <source>Liveliness</source>
        <translation>活跃度</translation>
    </message>
    <message>
        <source>Lock {0}</source>
        <translation>锁定{0}</translation>
    </message>
    <message>
        <source>Long hat</source>
        <translation>长踩镲</translation>
    </message>
    <message>
        <source>Looking for devices failed</source>
        <translation>查找设备失败</translation>
    </message>
    <message>
        <source>Loud</source>
        <translation>响亮</translation>
    </message>
    <message>
        <source>Louder again afterwards.</source>
        <translation>之后再提升音量。</translation>
    </message>
    <message>
        <source>Louder or softer highs.</source>
        <translation>提升或衰减高频。</translation>
    </message>
    <message>
        <source>Louder or softer lows.</source>
        <translation>提升或衰减低频。</translation>
    </message>
    <message>
        <source>Louder or softer.</source>
        <translation>更响或更轻。</translation>
    </message>
    <message>
        <source>Louder to the right, softer to the left.</source>
        <translation>向右更响，向左更轻。</translation>
    </message>
    <message>
        <source>Louder, and never over its ceiling.</source>
        <translation>更响，且绝不超过上限。</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>Low perc</source>
        <translation>低音打击乐</translation>
    </message>
    <message>
        <source>Low-pass</source>
        <translation>低通</translation>
    </message>
    <message>
        <source>Lower `kl` tenfold, or raise `kl_warmup` and `free_nats`.</source>
        <translation>将 `kl` 降到十分之一，或增大 `kl_warmup` 和 `free_nats`。</translation>
    </message>
    <message>
        <source>Lower `rate` or `clip`.</source>
        <translation>降低 `rate` 或 `clip`。</translation>
    </message>
    <message>
        <source>Lower `rate`, and give the noise part more to do (`tone` and `phase` of the VAE lower).</source>
        <translation>降低 `rate`，并让噪声部分承担更多（降低 VAE 的 `tone` 和 `phase`）。</translation>
    </message>
    <message>
        <source>Lower `rate`; if the sounds in the folder are very quiet themselves, prepare it again with levelling.</source>
        <translation>降低 `rate`；若文件夹中的声音本身很轻，请以电平归一重新准备。</translation>
    </message>
    <message>
        <source>Lower the discriminator&apos;s rate, or augment more strongly.</source>
        <translation>降低判别器的学习率，或加强数据增广。</translation>
    </message>
    <message>
        <source>Lows</source>
        <translation>低频</translation>
    </message>
    <message>
        <source>MIDI failed ({0}).</source>
        <translation>MIDI 出错（{0}）。</translation>
    </message>
    <message>
        <source>MIDI has channels 1 to 16, not {0}.</source>
        <translation>MIDI 通道为 1 到 16，而不是 {0}。</translation>
    </message>
    <message>
        <source>Make slider {0}</source>
        <translation>制作滑块 {0}</translation>
    </message>
    <message>
        <source>Make-up</source>
        <translation>补偿增益</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>中频</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Minute {0} of {1}</source>
        <translation>{1} 的第 {0} 分钟</translation>
    </message>
    <message>
        <source>Model {0}</source>
        <translation>模型 {0}</translation>
    </message>
    <message>
        <source>Model: none; {0} takes</source>
        <translation>模型：无；{0} 个片段</translation>
    </message>
    <message>
        <source>Models play on &apos;{0}&apos;: </source>
        <translation>模型运行于“{0}”：</translation>
    </message>
    <message>
        <source>Models play on &apos;{0}&apos;: {1}</source>
        <translation>模型运行于“{0}”：{1}</translation>
    </message>
    <message>
        <source>Modulate {0}</source>
        <translation>调制{0}</translation>
    </message>
    <message>
        <source>Modulation of {0}</source>
        <translation>{0}的调制</translation>
    </message>
    <message>
        <source>More breath, bow or hammer to the right, purer to the left.</source>
        <translation>向右气息、弓弦或槌击声更多，向左更纯净。</translation>
    </message>
    <message>
        <source>More noise to the right, purer to the left.</source>
        <translation>向右噪声更多，向左更纯净。</translation>
    </message>
    <message>
        <source>More treble to the right, duller to the left.</source>
        <translation>向右高音更多，向左更暗。</translation>
    </message>
    <message>
        <source>More weight below {0} Hz to the right.</source>
        <translation>向右 {0} Hz 以下的分量更重。</translation>
    </message>
    <message>
        <source>Morph {0} to {1}</source>
        <translation>从 {0} 变形到 {1}</translation>
    </message>
    <message>
        <source>Most files repeat one another, at another level or tuned; copies teach nothing.</source>
        <translation>多数文件彼此重复，只是电平或音高不同；副本教不了什么。</translation>
    </message>
    <message>
        <source>Move modulators</source>
        <translation>运行调制器</translation>
    </message>
    <message>
        <source>Move takes</source>
        <translation>移动片段</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>动感</translation>
    </message>
    <message>
        <source>Mute pad {0}</source>
        <translation>打击垫 {0} 静音</translation>
    </message>
    <message>
        <source>NRPN {0}</source>
        <translation>NRPN {0}</translation>
    </message>
    <message>
        <source>Near variants onto pads</source>
        <translation>近似变体放上打击垫</translation>
    </message>
    <message>
        <source>New takes go to &apos;{0}&apos;; those that there are stay where they lie.</source>
        <translation>新片段将存入“{0}”；已有的留在原处。</translation>
    </message>
    <message>
        <source>No modulation of {0}</source>
        <translation>取消{0}的调制</translation>
    </message>
    <message>
        <source>No room could be made for takes</source>
        <translation>无法为片段腾出空间</translation>
    </message>
    <message>
        <source>No sample is louder than this.</source>
        <translation>没有采样会比这更响。</translation>
    </message>
    <message>
        <source>No training can be started here ({0}).</source>
        <translation>此处无法启动训练（{0}）。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Noisiness</source>
        <translation>噪声度</translation>
    </message>
    <message>
        <source>None of its files can be used; the reasons stand above.</source>
        <translation>其中没有可用的文件；原因见上。</translation>
    </message>
    <message>
        <source>Normal range</source>
        <translation>正常范围</translation>
    </message>
    <message>
        <source>Normal range of {0}</source>
        <translation>{0}的正常范围</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>音符</translation>
    </message>
    <message>
        <source>Nothing is changed: choose another length or pitch.</source>
        <translation>没有变化：请选择另一时长或音高。</translation>
    </message>
    <message>
        <source>Nothing was heard while it was recorded, so there is nothing to keep.</source>
        <translation>录制期间没有声音，因此没有可保留的内容。</translation>
    </message>
    <message>
        <source>Nothing was heard yet that could be kept.</source>
        <translation>还没有听到可保留的声音。</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Of the longest files only the beginning is used, ten minutes at most.</source>
        <translation>最长的文件只使用开头，最多十分钟。</translation>
    </message>
    <message>
        <source>Offsets of pad {0}</source>
        <translation>打击垫 {0} 的偏移</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>One latent alone carries {0} nats: each sound sits on an island, what lies between is not learnt.</source>
        <translation>单个潜变量就携带 {0} 奈特：每个声音各成孤岛，其间的部分学不到。</translation>
    </message>
    <message>
        <source>One-shots</source>
        <translation>单次声音</translation>
    </message>
    <message>
        <source>Only safe</source>
        <translation>仅保护</translation>
    </message>
    <message>
        <source>Only takes and sounds of a model can be stretched; drop this sound on the window&apos;s model first.</source>
        <translation>只有片段和模型的声音可以拉伸；请先将此声音拖到窗口的模型上。</translation>
    </message>
    <message>
        <source>Open a pattern</source>
        <translation>打开节奏型</translation>
    </message>
    <message>
        <source>Open hat</source>
        <translation>开放踩镲</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Organ</source>
        <translation>风琴</translation>
    </message>
    <message>
        <source>Output: {0}, {1}, {2} Hz, block {3}, {4} gaps</source>
        <translation>输出：{0}，{1}，{2} Hz，缓冲 {3}，断音 {4} 次</translation>
    </message>
    <message>
        <source>Overtones, as of a tape or an amplifier driven hard.</source>
        <translation>泛音，如同磁带或过载的放大器。</translation>
    </message>
    <message>
        <source>Pad {0} can&apos;t be brought to the sliders</source>
        <translation>无法将打击垫 {0} 带到滑块上</translation>
    </message>
    <message>
        <source>Pad {0} can&apos;t be drawn anew</source>
        <translation>无法为打击垫 {0} 重新抽取</translation>
    </message>
    <message>
        <source>Pad {0} follows the sliders</source>
        <translation>打击垫 {0} 跟随滑块</translation>
    </message>
    <message>
        <source>Pad {0} stays as it is</source>
        <translation>打击垫 {0} 保持不变</translation>
    </message>
    <message>
        <source>Pan of pad {0}</source>
        <translation>打击垫 {0} 的声像</translation>
    </message>
    <message>
        <source>Pattern of {0} steps</source>
        <translation>{0} 步的节奏型</translation>
    </message>
    <message>
        <source>Perc</source>
        <translation>打击乐</translation>
    </message>
    <message>
        <source>Piano</source>
        <translation>钢琴</translation>
    </message>
    <message>
        <source>Pick-up</source>
        <translation>拾取</translation>
    </message>
    <message>
        <source>Ping-pong</source>
        <translation>乒乓</translation>
    </message>
    <message>
        <source>Pipe</source>
        <translation>吹管</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>Pitch and length of {0}</source>
        <translation>{0} 的音高与时长</translation>
    </message>
    <message>
        <source>Pitched notes of twelve families, two seconds and more, under live latents.</source>
        <translation>十二个音色族的有音高音符，时长两秒以上，由潜变量实时控制。</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>板式</translation>
    </message>
    <message>
        <source>Play automation</source>
        <translation>播放自动化</translation>
    </message>
    <message>
        <source>Playback failed; start the program again.</source>
        <translation>播放失败；请重新启动程序。</translation>
    </message>
    <message>
        <source>Power chord</source>
        <translation>强力和弦</translation>
    </message>
    <message>
        <source>Pre-delay</source>
        <translation>预延迟</translation>
    </message>
    <message>
        <source>Preset {0}</source>
        <translation>预设 {0}</translation>
    </message>
    <message>
        <source>Presets could not be written</source>
        <translation>预设无法写入</translation>
    </message>
    <message>
        <source>Processor: {0}, {1} cores; GPU: {2}</source>
        <translation>处理器：{0}，{1} 核；GPU：{2}</translation>
    </message>
    <message>
        <source>Puck across</source>
        <translation>圆点横向</translation>
    </message>
    <message>
        <source>Puck up</source>
        <translation>圆点纵向</translation>
    </message>
    <message>
        <source>Punch</source>
        <translation>冲击</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Put back {0}</source>
        <translation>放回 {0}</translation>
    </message>
    <message>
        <source>Put back {0} takes</source>
        <translation>放回 {0} 个片段</translation>
    </message>
    <message>
        <source>Put {0} on deck {1}</source>
        <translation>将{0}放上唱盘 {1}</translation>
    </message>
    <message>
        <source>Put {0} on pad {1}</source>
        <translation>将{0}放上打击垫 {1}</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Raise `kl` tenfold or lower `rate`.</source>
        <translation>将 `kl` 增大十倍，或降低 `rate`。</translation>
    </message>
    <message>
        <source>Raise the discriminator&apos;s rate, or lower its regularisation.</source>
        <translation>提高判别器的学习率，或减弱其正则化。</translation>
    </message>
    <message>
        <source>Randomise</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Randomise amount</source>
        <translation>随机幅度</translation>
    </message>
    <message>
        <source>Randomise near</source>
        <translation>就近随机</translation>
    </message>
    <message>
        <source>Randomise {0}</source>
        <translation>随机{0}</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>比率</translation>
    </message>
    <message>
        <source>Re-roll pad {0}</source>
        <translation>重抽打击垫 {0}</translation>
    </message>
    <message>
        <source>Recall snapshot {0}</source>
        <translation>调用快照 {0}</translation>
    </message>
    <message>
        <source>Recorded with effects and exported as recorded: {0}.</source>
        <translation>录制时已带效果，按录制原样导出：{0}。</translation>
    </message>
    <message>
        <source>Reed</source>
        <translation>簧管</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>释放</translation>
    </message>
    <message>
        <source>Remove all effects</source>
        <translation>移除所有效果器</translation>
    </message>
    <message>
        <source>Rename pad {0}</source>
        <translation>重命名打击垫 {0}</translation>
    </message>
    <message>
        <source>Rename preset {0}</source>
        <translation>重命名预设 {0}</translation>
    </message>
    <message>
        <source>Rename slider {0}</source>
        <translation>重命名滑块 {0}</translation>
    </message>
    <message>
        <source>Rename snapshot {0}</source>
        <translation>重命名快照 {0}</translation>
    </message>
    <message>
        <source>Rename {0}</source>
        <translation>重命名 {0}</translation>
    </message>
    <message>
        <source>Render {0}</source>
        <translation>渲染 {0} 个</translation>
    </message>
    <message>
        <source>Resonance</source>
        <translation>共振</translation>
    </message>
    <message>
        <source>Restore {0}</source>
        <translation>恢复 {0}</translation>
    </message>
    <message>
        <source>Reverb</source>
        <translation>混响</translation>
    </message>
    <message>
        <source>Rim</source>
        <translation>边击</translation>
    </message>
    <message>
        <source>Rings longer to the right, shorter to the left.</source>
        <translation>向右余音更长，向左更短。</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Room clap</source>
        <translation>房间感拍手</translation>
    </message>
    <message>
        <source>Roughness</source>
        <translation>粗糙度</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>Save preset {0}</source>
        <translation>保存预设 {0}</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>幅度</translation>
    </message>
    <message>
        <source>Scale the curve of {0}</source>
        <translation>缩放{0}的曲线</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Set A</source>
        <translation>设定 A</translation>
    </message>
    <message>
        <source>Set a sound as A first, to hear it against the present one.</source>
        <translation>请先将一个声音设为 A，再与当前声音对比。</translation>
    </message>
    <message>
        <source>Set {0} as A</source>
        <translation>将 {0} 设为 A</translation>
    </message>
    <message>
        <source>Several of it, a little out of tune.</source>
        <translation>多个声部，彼此略微失谐。</translation>
    </message>
    <message>
        <source>Shaker</source>
        <translation>沙锤</translation>
    </message>
    <message>
        <source>Sharp rim</source>
        <translation>尖锐边击</translation>
    </message>
    <message>
        <source>Shift the curve of {0}</source>
        <translation>平移{0}的曲线</translation>
    </message>
    <message>
        <source>Shift the steps of pad {0}</source>
        <translation>平移打击垫 {0} 的步</translation>
    </message>
    <message>
        <source>Singing</source>
        <translation>歌唱</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Sliders on pad {0}</source>
        <translation>滑块放上打击垫 {0}</translation>
    </message>
    <message>
        <source>Smooth the curve of {0}</source>
        <translation>平滑{0}的曲线</translation>
    </message>
    <message>
        <source>Snapshot {0} is empty: Shift+{1} stores the sliders there.</source>
        <translation>快照 {0} 为空：按 Shift+{1} 将滑块存入其中。</translation>
    </message>
    <message>
        <source>Snare</source>
        <translation>军鼓</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>轻柔</translation>
    </message>
    <message>
        <source>Soft shaker</source>
        <translation>轻沙锤</translation>
    </message>
    <message>
        <source>Solo pad {0}</source>
        <translation>独奏打击垫 {0}</translation>
    </message>
    <message>
        <source>Sound can&apos;t be played here ({0}); playing silently.</source>
        <translation>无法在此播放声音（{0}）；静默播放中。</translation>
    </message>
    <message>
        <source>Sound comes out again, on &apos;{0}&apos;.</source>
        <translation>声音已恢复，输出到“{0}”。</translation>
    </message>
    <message>
        <source>Source of deck {0}: {1}</source>
        <translation>唱盘 {0} 的来源：{1}</translation>
    </message>
    <message>
        <source>Splash</source>
        <translation>水镲</translation>
    </message>
    <message>
        <source>Star {0}</source>
        <translation>为 {0} 加星标</translation>
    </message>
    <message>
        <source>Star {0} takes</source>
        <translation>为 {0} 个片段加星标</translation>
    </message>
    <message>
        <source>Step {0} of pad {1}</source>
        <translation>打击垫 {1} 的第 {0} 步</translation>
    </message>
    <message>
        <source>Steps of pad {0}</source>
        <translation>打击垫 {0} 的步</translation>
    </message>
    <message>
        <source>Store snapshot {0}</source>
        <translation>存储快照 {0}</translation>
    </message>
    <message>
        <source>Streams can&apos;t be rendered here.</source>
        <translation>此处无法渲染音流。</translation>
    </message>
    <message>
        <source>Stretch {0}</source>
        <translation>拉伸{0}</translation>
    </message>
    <message>
        <source>Strings</source>
        <translation>弦乐</translation>
    </message>
    <message>
        <source>Strings and voices</source>
        <translation>弦乐与人声</translation>
    </message>
    <message>
        <source>Sub kick</source>
        <translation>超低频底鼓</translation>
    </message>
    <message>
        <source>Swells in slowly to the right, speaks at once to the left.</source>
        <translation>向右缓慢渐起，向左立即发声。</translation>
    </message>
    <message>
        <source>Swing</source>
        <translation>摇摆</translation>
    </message>
    <message>
        <source>Switch off {0}</source>
        <translation>关闭{0}</translation>
    </message>
    <message>
        <source>Switch on {0}</source>
        <translation>开启{0}</translation>
    </message>
    <message>
        <source>Synth lead</source>
        <translation>合成主音</translation>
    </message>
    <message>
        <source>Synth pad</source>
        <translation>合成铺底</translation>
    </message>
    <message>
        <source>Tag {0}</source>
        <translation>为 {0} 加标签</translation>
    </message>
    <message>
        <source>Tag {0} takes</source>
        <translation>为 {0} 个片段加标签</translation>
    </message>
    <message>
        <source>Takes can&apos;t lie in {0}: {1}.</source>
        <translation>片段不能放在{0}：{1}。</translation>
    </message>
    <message>
        <source>Takes the highs away, 12 dB an octave.</source>
        <translation>去除高频，每八度 12 dB。</translation>
    </message>
    <message>
        <source>Takes the lows away, 12 dB an octave.</source>
        <translation>去除低频，每八度 12 dB。</translation>
    </message>
    <message>
        <source>Tape</source>
        <translation>磁带</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>质感</translation>
    </message>
    <message>
        <source>The MIDI mapping can&apos;t be deleted</source>
        <translation>无法删除 MIDI 映射</translation>
    </message>
    <message>
        <source>The MIDI mapping can&apos;t be read</source>
        <translation>无法读取 MIDI 映射</translation>
    </message>
    <message>
        <source>The MIDI mapping can&apos;t be taken</source>
        <translation>无法采用 MIDI 映射</translation>
    </message>
    <message>
        <source>The MIDI mapping can&apos;t be written</source>
        <translation>无法写入 MIDI 映射</translation>
    </message>
    <message>
        <source>The MIDI mapping could not be written</source>
        <translation>MIDI 映射未能写入</translation>
    </message>
    <message>
        <source>The MIDI mapping was written to &apos;{0}&apos;.</source>
        <translation>MIDI 映射已写入“{0}”。</translation>
    </message>
    <message>
        <source>The MIDI mapping {0} can&apos;t be read ({1}).</source>
        <translation>无法读取 MIDI 映射{0}（{1}）。</translation>
    </message>
    <message>
        <source>The MIDI mapping {0} is damaged; choose another one.</source>
        <translation>MIDI 映射{0}已损坏；请选择其他映射。</translation>
    </message>
    <message>
        <source>The XY pad can&apos;t be set to {0}.</source>
        <translation>XY 控制板不能设为 {0}。</translation>
    </message>
    <message>
        <source>The XY pad has no {0}; it has x and y.</source>
        <translation>XY 控制板没有 {0}；它有 x 和 y。</translation>
    </message>
    <message>
        <source>The audio callback failed: {0}</source>
        <translation>音频回调失败：{0}</translation>
    </message>
    <message>
        <source>The audio process can&apos;t be started. Rescan to try again.</source>
        <translation>无法启动音频进程。请重新扫描再试。</translation>
    </message>
    <message>
        <source>The audio process stopped and was started again.</source>
        <translation>音频进程曾停止，已重新启动。</translation>
    </message>
    <message>
        <source>The audio process stopped {0} times; playing silently. Rescan to try again.</source>
        <translation>音频进程停止了 {0} 次；静默播放中。请重新扫描再试。</translation>
    </message>
    <message>
        <source>The beat can&apos;t be made</source>
        <translation>无法生成节拍</translation>
    </message>
    <message>
        <source>The best checkpoint was kept: stop here, or add sounds and train again.</source>
        <translation>已保留最佳检查点：可就此停止，或增加声音再训练。</translation>
    </message>
    <message>
        <source>The bundled sound can&apos;t be read</source>
        <translation>无法读取内置声音</translation>
    </message>
    <message>
        <source>The bundled sound can&apos;t be shown</source>
        <translation>无法显示内置声音</translation>
    </message>
    <message>
        <source>The classes are uneven ({0} to {1}); each is drawn by the square root of its size.</source>
        <translation>各类数量不均（{0} 到 {1}）；按其数量的平方根抽取。</translation>
    </message>
    <message>
        <source>The curve can&apos;t be changed there: the take has no such frames.</source>
        <translation>无法在该处修改曲线：片段没有那些帧。</translation>
    </message>
    <message>
        <source>The database in &apos;{0}&apos; refused ({1}); free some space, then start again.</source>
        <translation>“{0}”中的数据库拒绝操作（{1}）；请腾出空间后重新启动。</translation>
    </message>
    <message>
        <source>The deck&apos;s model can&apos;t be loaded</source>
        <translation>无法载入唱盘的模型</translation>
    </message>
    <message>
        <source>The difference can&apos;t be shown</source>
        <translation>无法显示差异</translation>
    </message>
    <message>
        <source>The discriminator can&apos;t tell made sounds from real ones (scores {0} and {1}) and guides nothing.</source>
        <translation>判别器分不清生成声音与真实声音（得分 {0} 与 {1}），起不到引导作用。</translation>
    </message>
    <message>
        <source>The discriminator knows the training sounds by heart: it takes held-out real ones for made ones.</source>
        <translation>判别器已死记训练声音：它把留出的真实声音当成生成的。</translation>
    </message>
    <message>
        <source>The discriminator tells every made sound from a real one (scores {0} and {1}), so the generator learns little from it.</source>
        <translation>判别器能分辨每个生成声音（得分 {0} 与 {1}），因此生成器从中学到的很少。</translation>
    </message>
    <message>
        <source>The draws are nearly all the same: they differ {0} as much as real sounds of their class.</source>
        <translation>抽取的声音几乎一样：其差异仅为同类真实声音的 {0}。</translation>
    </message>
    <message>
        <source>The draws are one bare tone each ({0} of their power in one partial; real sounds: {1}).</source>
        <translation>抽取的声音各只有一个单音（{0} 的能量在一个分音中；真实声音为 {1}）。</translation>
    </message>
    <message>
        <source>The draws buzz at the frame rate: its multiples stand out by {0} dB, in real sounds by {1} dB.</source>
        <translation>抽取的声音以帧率嗡鸣：其倍频突出 {0} dB，真实声音为 {1} dB。</translation>
    </message>
    <message>
        <source>The drums again, finished against discriminators: nearer to recorded hits as a crowd.</source>
        <translation>同样的鼓组，经判别器收尾训练：整体上更接近录制的鼓声。</translation>
    </message>
    <message>
        <source>The effect &apos;{0}&apos; has nothing called {1}.</source>
        <translation>效果器“{0}”没有名为 {1} 的参数。</translation>
    </message>
    <message>
        <source>The encoder of &apos;{0}&apos; could not be computed (its answer has another shape).</source>
        <translation>无法计算“{0}”的编码器（其结果形状不同）。</translation>
    </message>
    <message>
        <source>The end of {0}:</source>
        <translation>{0} 的末尾：</translation>
    </message>
    <message>
        <source>The example &apos;{0}&apos; can&apos;t be played</source>
        <translation>无法播放示例“{0}”</translation>
    </message>
    <message>
        <source>The family &apos;{0}&apos; is not known to this version of Undertone.</source>
        <translation>此版本的 Undertone 不认识类别“{0}”。</translation>
    </message>
    <message>
        <source>The family &apos;{0}&apos; of {1} is not known to this version of Undertone.</source>
        <translation>此版本的 Undertone 不认识 {1} 的类别“{0}”。</translation>
    </message>
    <message>
        <source>The family that the first one is blended with.</source>
        <translation>与第一个音色族混合的音色族。</translation>
    </message>
    <message>
        <source>The file of take &apos;{0}&apos; has lost its recipe; it lies in &apos;{1}&apos;.</source>
        <translation>片段“{0}”的文件丢失了配方；它位于“{1}”。</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; can&apos;t be made: {1}.</source>
        <translation>无法创建文件夹“{0}”：{1}。</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; can&apos;t be opened ({1}); name the folder with your sounds.</source>
        <translation>无法打开文件夹“{0}”（{1}）；请指定存放声音的文件夹。</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; can&apos;t be read ({1}).</source>
        <translation>无法读取文件夹“{0}”（{1}）。</translation>
    </message>
    <message>
        <source>The folder holds {0} to learn from; at least {1} different ones are needed, better some hundreds.</source>
        <translation>文件夹中可供学习的只有 {0}；至少需要 {1} 个不同的声音，最好有几百个。</translation>
    </message>
    <message>
        <source>The folder of takes &apos;{0}&apos; can&apos;t be reached; new takes go to &apos;{1}&apos; until it is back.</source>
        <translation>无法访问片段文件夹“{0}”；在其恢复之前，新片段存入“{1}”。</translation>
    </message>
    <message>
        <source>The highest frequency, as an old machine would hold it; at the right end everything.</source>
        <translation>最高频率，如同老机器所能容纳；最右端为全部。</translation>
    </message>
    <message>
        <source>The input {0} can&apos;t be opened ({1}); choose another one.</source>
        <translation>无法打开输入 {0}（{1}）；请另选一个。</translation>
    </message>
    <message>
        <source>The input {0} is not there</source>
        <translation>输入 {0} 不存在</translation>
    </message>
    <message>
        <source>The keys have no {0} to turn.</source>
        <translation>琴键没有可调的 {0}。</translation>
    </message>
    <message>
        <source>The last settings don&apos;t fit &apos;{0}&apos; any more, so it starts anew: {1}</source>
        <translation>上次的设置不再适合“{0}”，因此重新开始：{1}</translation>
    </message>
    <message>
        <source>The latents carry nothing (KL {0} nats altogether): the sliders will do nothing.</source>
        <translation>潜变量不携带信息（KL 共 {0} 奈特）：滑块将不起作用。</translation>
    </message>
    <message>
        <source>The library in &apos;{0}&apos; could not be changed: {1}.</source>
        <translation>无法更改“{0}”中的资料库：{1}。</translation>
    </message>
    <message>
        <source>The library is closed; start Undertone again.</source>
        <translation>资料库已关闭；请重新启动 Undertone。</translation>
    </message>
    <message>
        <source>The list of models can&apos;t be read</source>
        <translation>无法读取模型列表</translation>
    </message>
    <message>
        <source>The live input is gone; the stream holds what it heard last. Choose the input again when it is back.</source>
        <translation>现场输入已断开；音流保持最后听到的声音。恢复后请重新选择输入。</translation>
    </message>
    <message>
        <source>The machine can&apos;t be looked at</source>
        <translation>无法查看本机信息</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; came to no end while it was tried, so it stays out.</source>
        <translation>模型“{0}”在试运行时一直没有结束，因此不予载入。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; can&apos;t be loaded</source>
        <translation>无法载入模型“{0}”</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; can&apos;t draw new settings by itself; move its sliders instead.</source>
        <translation>模型“{0}”不能自行抽取新设置；请移动滑块。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; could not be computed ({1}).</source>
        <translation>无法计算模型“{0}”（{1}）。</translation>
    </message>
    <message>
        <source>Learnt from {0} recorded and designed sounds of games and {1},{2} synthesised ones, labelled by hand, each taken apart into a gliding pitch, its partials and bands of noise; the network says these, so that a zap is a tone wherever it goes. A third of the recordings are {3}-bit sounds of {4} or {5} kHz: what they could not hold was not taught, and every sound can be had at full bandwidth; a fresh draw has the bandwidth of a recording of its class. How far real noise strays from what the network says was measured class by class, and the player puts it back (Liveliness). Trained for less than an hour on a shared CPU core: gestures come out smoother than they were, chords and bells with overlapping notes as one pitch.</source>
        <translation>学自 {0} 个录制或设计的游戏声音和 {1},{2} 个合成声音，标签由人工标注；每个声音都分解为滑动的音高、其分音和噪声频带，由网络来说出这些，因此电击声无论滑到哪里都是乐音。其中三分之一的录音是 {4} 或 {5} kHz 的 {3} 位声音：它们容纳不下的部分没有教给网络，每个声音都可以全带宽发出；新抽取的声音带宽与同类录音相当。真实噪声与网络所说的偏离多少已按类别测得，由播放器补回（活跃度）。在共享的 CPU 核上训练不到一小时：声音的姿态比原来平滑，和弦以及音符重叠的钟声会成为单一音高。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds no curves of a stream; a recording has them that was made while one played.</source>
        <translation>“{0}”里没有流的曲线；只有在流播放时录下的录音才有曲线。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was recorded with its effects; it goes only through those behind &apos;{1}&apos;.</source>
        <translation>“{0}”录制时已带有效果；它只经过“{1}”之后的那些效果。</translation>
    </message>
    <message>
        <source>A take is at most {0} s long, not {1} s; make it again minute by minute.</source>
        <translation>一个片段最长 {0} 秒，不能是 {1} 秒；请逐分钟重新生成。</translation>
    </message>
    <message>
        <source>Models play on one of: {0}; not {1}.</source>
        <translation>模型可以在以下之一上运行：{0}；不能是 {1}。</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>移动{0}</translation>
    </message>
    <message>
        <source>Pad {0} has no sound to keep.</source>
        <translation>打击垫 {0} 没有可保留的声音。</translation>
    </message>
    <message>
        <source>Pads</source>
        <translation>打击垫</translation>
    </message>
    <message>
        <source>Paste steps</source>
        <translation>粘贴步</translation>
    </message>
    <message>
        <source>Paste steps on pad {0}</source>
        <translation>将步粘贴到打击垫 {0}</translation>
    </message>
    <message>
        <source>Recording %Y-%m-%d %H.%M.%S</source>
        <translation>录音 %Y-%m-%d %H.%M.%S</translation>
    </message>
    <message>
        <source>Recording *.wav</source>
        <translation>Recording *.wav</translation>
    </message>
    <message>
        <source>Recordings that were cut off can&apos;t be looked for</source>
        <translation>无法查找中断的录音</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除{0}</translation>
    </message>
    <message>
        <source>Set {0}</source>
        <translation>设置{0}</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>音流</translation>
    </message>
    <message>
        <source>Takes of {0}</source>
        <translation>{0}的片段</translation>
    </message>
    <message>
        <source>The GPU can&apos;t be used for &apos;{0}&apos;, so it plays on the processor ({1}).</source>
        <translation>“{0}”无法使用 GPU，因此在处理器上运行（{1}）。</translation>
    </message>
    <message>
        <source>The GPU has no memory left for &apos;{0}&apos;, so it plays on the processor.</source>
        <translation>GPU 没有足够的内存给“{0}”，因此它在处理器上运行。</translation>
    </message>
    <message>
        <source>The GPU needs PyTorch, which can&apos;t be loaded here, so &apos;{0}&apos; plays on the processor.</source>
        <translation>使用 GPU 需要 PyTorch，而这里无法加载它，因此“{0}”在处理器上运行。</translation>
    </message>
    <message>
        <source>The PyTorch that is installed ({0}) can&apos;t use this GPU.</source>
        <translation>已安装的 PyTorch（{0}）无法使用此 GPU。</translation>
    </message>
    <message>
        <source>The folder of the model &apos;{0}&apos; holds much that is no part of it; keep only the model there.</source>
        <translation>模型“{0}”的文件夹里有许多不属于它的内容；请只保留模型本身。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; crashed while it was tried, so it stays out; nothing else was harmed.</source>
        <translation>模型“{0}”在试运行时崩溃，因此不予载入；其他一切未受影响。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; did not make one sound.</source>
        <translation>模型“{0}”未能生成一个声音。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; has no control {1}; it has: {2}.</source>
        <translation>模型“{0}”没有控件 {1}；它有：{2}。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: it has no control &apos;class&apos;.</source>
        <translation>模型“{0}”已损坏：缺少控件“class”。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: its parts don&apos;t fit together; put a fresh copy there.</source>
        <translation>模型“{0}”已损坏：各部分不匹配；请放入新的副本。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is damaged: {1} is missing or out of range; put a fresh copy there.</source>
        <translation>模型“{0}”已损坏：{1} 缺失或超出范围；请放入新的副本。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is ready.</source>
        <translation>模型“{0}”已就绪。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; lacks its file {1}; put a whole copy of the model there.</source>
        <translation>模型“{0}”缺少文件 {1}；请放入完整的模型副本。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; that was used last is not here any more.</source>
        <translation>上次使用的模型“{0}”已不在此处。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; wants more than {1} GB of memory, so it stays out.</source>
        <translation>模型“{0}”需要超过 {1} GB 的内存，因此不予载入。</translation>
    </message>
    <message>
        <source>The model can&apos;t be loaded</source>
        <translation>无法载入模型</translation>
    </message>
    <message>
        <source>The model file {0} is damaged or changed (its hash differs); put a fresh copy of the model there.</source>
        <translation>模型文件 {0} 已损坏或被更改（哈希值不符）；请放入新的模型副本。</translation>
    </message>
    <message>
        <source>The model file {0} is not a whole safetensors file ({1}); put a fresh copy there.</source>
        <translation>模型文件 {0} 不是完整的 safetensors 文件（{1}）；请放入新的副本。</translation>
    </message>
    <message>
        <source>The model file {0} is over 1 GB; it is not one of ours.</source>
        <translation>模型文件 {0} 超过 1 GB；它不是本程序的文件。</translation>
    </message>
    <message>
        <source>The model is still loading; try again in a moment.</source>
        <translation>模型仍在载入；请稍后再试。</translation>
    </message>
    <message>
        <source>The model made values that are not finite numbers; choose less extreme settings.</source>
        <translation>模型产生了非有限数值；请选择不那么极端的设置。</translation>
    </message>
    <message>
        <source>The network makes next to nothing: its draws peak at {0} dB.</source>
        <translation>网络几乎没有发声：抽取的声音峰值为 {0} dB。</translation>
    </message>
    <message>
        <source>The output can&apos;t be opened</source>
        <translation>无法打开输出</translation>
    </message>
    <message>
        <source>The output device is gone; playing silently until it is back.</source>
        <translation>输出设备已断开；恢复前静默播放。</translation>
    </message>
    <message>
        <source>The output {0} is not there; playing on {1}. Rescan when it is back.</source>
        <translation>输出 {0} 不存在；正在用 {1} 播放。恢复后请重新扫描。</translation>
    </message>
    <message>
        <source>The picture of this sound can&apos;t be made</source>
        <translation>无法绘制此声音的图像</translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; came with Undertone and stays as it is; save a copy under another name.</source>
        <translation>预设“{0}”随 Undertone 提供，保持不变；请以其他名称保存副本。</translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; can&apos;t be loaded</source>
        <translation>无法载入预设“{0}”</translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; could not be written</source>
        <translation>无法写入预设“{0}”</translation>
    </message>
    <message>
        <source>The preset &apos;{0}&apos; is of another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation>预设“{0}”属于“{1}”的另一版本，现在听起来可能不同。</translation>
    </message>
    <message>
        <source>The preset needs a name and a model.</source>
        <translation>预设需要名称和模型。</translation>
    </message>
    <message>
        <source>The preset&apos;s tags must be texts.</source>
        <translation>预设的标签必须是文本。</translation>
    </message>
    <message>
        <source>The presets can&apos;t be read</source>
        <translation>无法读取预设</translation>
    </message>
    <message>
        <source>The process of the streams stopped again and again; its decks rest. Start a deck to try again, or take another model.</source>
        <translation>音流进程反复停止；其唱盘已静止。请启动唱盘再试，或换一个模型。</translation>
    </message>
    <message>
        <source>The process of the streams stopped and was started again; the sound goes on.</source>
        <translation>音流进程停止后已重新启动；声音继续。</translation>
    </message>
    <message>
        <source>The program ended in the middle of a recording; what was heard until then is kept as &apos;{0}&apos;.</source>
        <translation>程序在录音途中结束；此前听到的声音已保存为“{0}”。</translation>
    </message>
    <message>
        <source>The recipe has version {0}; this program reads version {1}.</source>
        <translation>配方版本为 {0}；本程序读取版本 {1}。</translation>
    </message>
    <message>
        <source>The recipe holds a cut that can&apos;t be: {0}.</source>
        <translation>配方中含有不可能的剪切：{0}。</translation>
    </message>
    <message>
        <source>The recipe holds an edit that can&apos;t be read: {0}.</source>
        <translation>配方中含有无法读取的编辑：{0}。</translation>
    </message>
    <message>
        <source>The recipe holds an edit that is not known here ({0}); use a newer one.</source>
        <translation>配方中含有此版本未知的编辑（{0}）；请使用更新的版本。</translation>
    </message>
    <message>
        <source>The recipe holds effects that this version doesn&apos;t know; use a newer one.</source>
        <translation>配方中含有此版本未知的效果器；请使用更新的版本。</translation>
    </message>
    <message>
        <source>The recipe in this file is damaged (model, sha256, runtime and program must be short texts).</source>
        <translation>此文件中的配方已损坏（model、sha256、runtime 和 program 必须是短文本）。</translation>
    </message>
    <message>
        <source>The recipe in this file is damaged (not JSON).</source>
        <translation>此文件中的配方已损坏（不是 JSON）。</translation>
    </message>
    <message>
        <source>The recipe in this file is too large to be one of ours.</source>
        <translation>此文件中的配方太大，不是本程序的配方。</translation>
    </message>
    <message>
        <source>The recipe&apos;s stream is damaged.</source>
        <translation>配方中的音流已损坏。</translation>
    </message>
    <message>
        <source>The recording can&apos;t be kept</source>
        <translation>无法保留录音</translation>
    </message>
    <message>
        <source>The recording can&apos;t be written on</source>
        <translation>无法继续写入录音</translation>
    </message>
    <message>
        <source>The recording is kept, but its curves are too long for a take.</source>
        <translation>录音已保留，但其曲线对片段来说太长。</translation>
    </message>
    <message>
        <source>The recording is kept, but without its curves: {0}.</source>
        <translation>录音已保留，但没有曲线：{0}。</translation>
    </message>
    <message>
        <source>The recording of {0} minutes is in My sounds as &apos;{1}&apos;, but without its curves: {2}.</source>
        <translation>这段 {0} 分钟的录音已作为“{1}”放入“我的声音”，但没有曲线：{2}。</translation>
    </message>
    <message>
        <source>The recording of {0} minutes is in My sounds as &apos;{1}&apos;, with its curves; its menu makes a take of each minute.</source>
        <translation>这段 {0} 分钟的录音已连同曲线作为“{1}”放入“我的声音”；可在其菜单中把每一分钟变成一个片段。</translation>
    </message>
    <message>
        <source>The recording of {0} minutes is in My sounds as &apos;{1}&apos;, with the curves of its first {2} minutes.</source>
        <translation>这段 {0} 分钟的录音已作为“{1}”放入“我的声音”，并带有前 {2} 分钟的曲线。</translation>
    </message>
    <message>
        <source>The recording of {0} minutes is in My sounds as &apos;{1}&apos;; a take holds up to a minute.</source>
        <translation>这段 {0} 分钟的录音已作为“{1}”放入“我的声音”；一个片段最长一分钟。</translation>
    </message>
    <message>
        <source>The report can&apos;t be made</source>
        <translation>无法生成报告</translation>
    </message>
    <message>
        <source>The run can&apos;t be written to &apos;{0}&apos;: {1}.</source>
        <translation>无法将训练写入“{0}”：{1}。</translation>
    </message>
    <message>
        <source>The saved project is damaged: a JSON object is needed.</source>
        <translation>保存的工程已损坏：需要 JSON 对象。</translation>
    </message>
    <message>
        <source>The saved project is damaged: model, locks or loop.</source>
        <translation>保存的工程已损坏：模型、锁定或循环有误。</translation>
    </message>
    <message>
        <source>The selection can&apos;t be saved</source>
        <translation>无法保存选区</translation>
    </message>
    <message>
        <source>The settings could not be saved</source>
        <translation>无法保存设置</translation>
    </message>
    <message>
        <source>The slider &apos;{0}&apos; can&apos;t be made</source>
        <translation>无法制作滑块“{0}”</translation>
    </message>
    <message>
        <source>The slider &apos;{0}&apos; could not be written</source>
        <translation>无法写入滑块“{0}”</translation>
    </message>
    <message>
        <source>The sound &apos;{0}&apos; is not in the trash any more.</source>
        <translation>声音“{0}”已不在回收站中。</translation>
    </message>
    <message>
        <source>The sound can&apos;t be put on the deck</source>
        <translation>无法将声音放上唱盘</translation>
    </message>
    <message>
        <source>The sound holds values that are not finite numbers (NaN or infinity); repair or re-export it.</source>
        <translation>声音含有非有限数值（NaN 或无穷大）；请修复或重新导出。</translation>
    </message>
    <message>
        <source>The sound of a pad</source>
        <translation>某个打击垫的声音</translation>
    </message>
    <message>
        <source>The sound of a pad can&apos;t be made</source>
        <translation>无法生成某个打击垫的声音</translation>
    </message>
    <message>
        <source>The sound of pad {0}</source>
        <translation>打击垫 {0} 的声音</translation>
    </message>
    <message>
        <source>The sound of pad {0} can&apos;t be kept</source>
        <translation>打击垫 {0} 的声音无法保留</translation>
    </message>
    <message>
        <source>The sound of pad {0} can&apos;t be made</source>
        <translation>无法生成打击垫 {0} 的声音</translation>
    </message>
    <message>
        <source>The sound of this take was dropped to save room: play it, then it is there again.</source>
        <translation>为节省空间，此片段的声音已被清除：播放一次即可重新生成。</translation>
    </message>
    <message>
        <source>The sound stopped for a moment while a plug-in worked, so {0} is bypassed; switch it on again or take it out.</source>
        <translation>插件工作时声音中断片刻，因此已旁通{0}；请重新开启或将其取出。</translation>
    </message>
    <message>
        <source>The sounds prepared for the run &apos;{0}&apos; are gone from &apos;{1}&apos;; begin again without --resume.</source>
        <translation>为训练“{0}”准备的声音已不在“{1}”中；请不用 --resume 重新开始。</translation>
    </message>
    <message>
        <source>The stream &apos;{0}&apos; takes latents of shape (frames, {1}), not {2}.</source>
        <translation>音流“{0}”接受形状为 (帧数, {1}) 的潜变量，而不是 {2}。</translation>
    </message>
    <message>
        <source>The stream follows the first {0} seconds of what is shown.</source>
        <translation>音流跟随所显示声音的前 {0} 秒。</translation>
    </message>
    <message>
        <source>The streams are made {0} blocks ahead from now on: deck {1} had run dry.</source>
        <translation>从现在起音流提前 {0} 个缓冲生成：唱盘 {1} 曾供应不足。</translation>
    </message>
    <message>
        <source>The streams have no {0} to turn.</source>
        <translation>音流没有可调的 {0}。</translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; can&apos;t be made again</source>
        <translation>无法重新生成片段“{0}”</translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; can&apos;t be played</source>
        <translation>无法播放片段“{0}”</translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; is kept in memory only, it could not be written: {1}.</source>
        <translation>片段“{0}”仅保留在内存中，无法写入：{1}。</translation>
    </message>
    <message>
        <source>The take &apos;{0}&apos; is not in the trash any more.</source>
        <translation>片段“{0}”已不在回收站中。</translation>
    </message>
    <message>
        <source>The take is on the disk now.</source>
        <translation>该片段现已写入磁盘。</translation>
    </message>
    <message>
        <source>The tempo goes from {0} to {1} BPM, not {2}.</source>
        <translation>速度范围为 {0} 到 {1} BPM，不能为 {2}。</translation>
    </message>
    <message>
        <source>The textbook WaveGAN on the drum hits, {0} kHz: a rough reference to compare with.</source>
        <translation>教科书式的 WaveGAN，训练于鼓声单击，{0} kHz：供比较的粗略参照。</translation>
    </message>
    <message>
        <source>The training has made no sound yet.</source>
        <translation>训练尚未生成声音。</translation>
    </message>
    <message>
        <source>The training&apos;s sound can&apos;t be played</source>
        <translation>无法播放训练生成的声音</translation>
    </message>
    <message>
        <source>The trash can&apos;t be read</source>
        <translation>无法读取回收站</translation>
    </message>
    <message>
        <source>The trash could not be emptied</source>
        <translation>无法清空回收站</translation>
    </message>
    <message>
        <source>The {0} sound files in &apos;{1}&apos; are of formats that can&apos;t be read here ({2}); convert them to WAV or FLAC, or install the Python package &apos;av&apos;.</source>
        <translation>“{1}”中的 {0} 个声音文件是此处无法读取的格式（{2}）；请转换为 WAV 或 FLAC，或安装 Python 包“av”。</translation>
    </message>
    <message>
        <source>The {0} {1} can&apos;t be opened by onnxruntime; put a fresh copy of the model there.</source>
        <translation>onnxruntime 无法打开{0} {1}；请放入新的模型副本。</translation>
    </message>
    <message>
        <source>There are decks 0 (A) and 1 (B), not {0}.</source>
        <translation>唱盘为 0（A）和 1（B），没有 {0}。</translation>
    </message>
    <message>
        <source>There are more than {0} files; the first {1} are looked at.</source>
        <translation>文件超过 {0} 个；只检查前 {1} 个。</translation>
    </message>
    <message>
        <source>There are no sounds to put on the pads.</source>
        <translation>没有可放上打击垫的声音。</translation>
    </message>
    <message>
        <source>There are snapshots 1 to {0}, no {1}.</source>
        <translation>快照为 1 到 {0}，没有 {1}。</translation>
    </message>
    <message>
        <source>There are {0} modulators already; remove one first.</source>
        <translation>已有 {0} 个调制器；请先移除一个。</translation>
    </message>
    <message>
        <source>There is a MIDI mapping called &apos;{0}&apos; already; choose another name.</source>
        <translation>已有名为“{0}”的 MIDI 映射；请另选一个名字。</translation>
    </message>
    <message>
        <source>There is a model &apos;{0}&apos; in &apos;{1}&apos; already; give another --name, or --resume to train it further, or delete it first.</source>
        <translation>“{1}”中已有模型“{0}”；请换一个名称（--name），或继续训练（--resume），或先删除它。</translation>
    </message>
    <message>
        <source>There is no MIDI system here.</source>
        <translation>此处没有 MIDI 系统。</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU in this machine, so &apos;{0}&apos; plays on the processor.</source>
        <translation>这台机器没有 NVIDIA GPU，因此“{0}”在处理器上运行。</translation>
    </message>
    <message>
        <source>There is no effect called {0}; there are: {1}.</source>
        <translation>没有名为 {0} 的效果器；现有：{1}。</translation>
    </message>
    <message>
        <source>There is no model to play; put one into the folder of models and start again.</source>
        <translation>没有可用的模型；请放入模型文件夹后重新启动。</translation>
    </message>
    <message>
        <source>There is no model {0}; there are: {1}.</source>
        <translation>没有模型 {0}；现有：{1}。</translation>
    </message>
    <message>
        <source>There is no modulator {0} any more.</source>
        <translation>调制器 {0} 已不存在。</translation>
    </message>
    <message>
        <source>There is no output yet to record from; try again in a moment.</source>
        <translation>还没有可供录制的输出；请稍后再试。</translation>
    </message>
    <message>
        <source>There is no run &apos;{0}&apos; to go on with; leave out --resume, or name the run with --name.</source>
        <translation>没有可以继续的训练“{0}”；请去掉 --resume，或用 --name 指定训练。</translation>
    </message>
    <message>
        <source>There is no sound &apos;{0}&apos;; it may have been deleted.</source>
        <translation>没有声音“{0}”；它可能已被删除。</translation>
    </message>
    <message>
        <source>There is no sound file in &apos;{0}&apos; or the folders in it; WAV, FLAC, AIFF, OGG and MP3 are read, among others.</source>
        <translation>“{0}”及其子文件夹中没有声音文件；可读取 WAV、FLAC、AIFF、OGG、MP3 等格式。</translation>
    </message>
    <message>
        <source>There is no sound file in it.</source>
        <translation>其中没有声音文件。</translation>
    </message>
    <message>
        <source>There is no sound system here, so there is no live input either.</source>
        <translation>此处没有声音系统，因此也没有现场输入。</translation>
    </message>
    <message>
        <source>There is no sound to compare with yet.</source>
        <translation>还没有可供对比的声音。</translation>
    </message>
    <message>
        <source>There is no sound to cut from yet.</source>
        <translation>还没有可截取的声音。</translation>
    </message>
    <message>
        <source>There is no sound yet that a stream could follow; open or choose one.</source>
        <translation>还没有音流可以跟随的声音；请打开或选择一个。</translation>
    </message>
    <message>
        <source>There is no step to export yet; set some first.</source>
        <translation>还没有可导出的步；请先设置一些。</translation>
    </message>
    <message>
        <source>There is no step {0} on pad {1}.</source>
        <translation>打击垫 {1} 上没有第 {0} 步。</translation>
    </message>
    <message>
        <source>There is no stream in this recording to be made again.</source>
        <translation>此录音中没有可重新生成的音流。</translation>
    </message>
    <message>
        <source>There is no take &apos;{0}&apos;.</source>
        <translation>没有片段“{0}”。</translation>
    </message>
    <message>
        <source>There is no take &apos;{0}&apos;; it may have been deleted.</source>
        <translation>没有片段“{0}”；它可能已被删除。</translation>
    </message>
    <message>
        <source>There is nothing between {0} s and {1} s.</source>
        <translation>{0} 秒与 {1} 秒之间没有内容。</translation>
    </message>
    <message>
        <source>There is nothing called {0} in the effects.</source>
        <translation>效果器中没有名为 {0} 的内容。</translation>
    </message>
    <message>
        <source>There is nothing called {0} to turn here.</source>
        <translation>此处没有名为 {0} 的可调参数。</translation>
    </message>
    <message>
        <source>This effect is not in the rack any more.</source>
        <translation>此效果器已不在架上。</translation>
    </message>
    <message>
        <source>This file holds no Undertone recipe.</source>
        <translation>此文件中没有 Undertone 配方。</translation>
    </message>
    <message>
        <source>This machine has no sound input</source>
        <translation>本机没有声音输入</translation>
    </message>
    <message>
        <source>This machine has no sound output; playing silently until there is one.</source>
        <translation>本机没有声音输出；在有输出之前静默播放。</translation>
    </message>
    <message>
        <source>This machine has no {0} MB of memory left for the audio process ({1}); close other programs.</source>
        <translation>本机没有剩余的 {0} MB 内存可供音频进程使用（{1}）；请关闭其他程序。</translation>
    </message>
    <message>
        <source>This model has no presets yet; Ctrl+S keeps the present settings as one.</source>
        <translation>此模型还没有预设；按 Ctrl+S 将当前设置存为预设。</translation>
    </message>
    <message>
        <source>This model has no slider {0} of yours.</source>
        <translation>此模型没有你自制的滑块 {0}。</translation>
    </message>
    <message>
        <source>This preset is not there any more.</source>
        <translation>此预设已不存在。</translation>
    </message>
    <message>
        <source>This slider is not there any more.</source>
        <translation>此滑块已不存在。</translation>
    </message>
    <message>
        <source>This sound can&apos;t be set as A</source>
        <translation>无法将此声音设为 A</translation>
    </message>
    <message>
        <source>This sound is silent, so there is nothing to start from; choose one that can be heard.</source>
        <translation>此声音是静音，无法作为起点；请选择能听见的声音。</translation>
    </message>
    <message>
        <source>This state is not one of the stream &apos;{0}&apos;; start a new voice.</source>
        <translation>此状态不属于音流“{0}”；请启动新的声部。</translation>
    </message>
    <message>
        <source>This take has no latent curves: record a stream first.</source>
        <translation>此片段没有潜变量曲线：请先录制音流。</translation>
    </message>
    <message>
        <source>This take has no such latent to edit.</source>
        <translation>此片段没有这样的潜变量可供编辑。</translation>
    </message>
    <message>
        <source>This take is not in the library any more.</source>
        <translation>此片段已不在资料库中。</translation>
    </message>
    <message>
        <source>This take is not in the trash any more.</source>
        <translation>此片段已不在回收站中。</translation>
    </message>
    <message>
        <source>Three bands: lows, middle and highs.</source>
        <translation>三个频段：低频、中频和高频。</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Tick hat</source>
        <translation>短促踩镲</translation>
    </message>
    <message>
        <source>Tight clap</source>
        <translation>紧凑拍手</translation>
    </message>
    <message>
        <source>Tight kick</source>
        <translation>紧凑底鼓</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Tom</source>
        <translation>嗵鼓</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>音调</translation>
    </message>
    <message>
        <source>Train longer; for notes of a pitch choose the preset notes.</source>
        <translation>训练更久；有音高的音符请选择预设 notes。</translation>
    </message>
    <message>
        <source>Train longer; if it stays, lower `phase`, or add noisy sounds, whose randomness the network has to use.</source>
        <translation>训练更久；若仍如此，请降低 `phase`，或加入带噪声的声音，使网络必须利用其随机性。</translation>
    </message>
    <message>
        <source>Train {0}</source>
        <translation>训练 {0}</translation>
    </message>
    <message>
        <source>Transpose</source>
        <translation>移调</translation>
    </message>
    <message>
        <source>Triplet</source>
        <translation>三连音</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>Twelve families of General MIDI programs, taken apart into partials and noise and learnt as such, so that a note is in tune by construction. Trained on one CPU core for about half an hour ({0},{1} steps); a longer run learnt the keys by heart and was no better on keys it had not seen. Vibrato is straightened in the data: all notes are steady. Weakest: bells and bars whose partials are no multiples, and instruments unlike any of the seven of a family that were learnt.</source>
        <translation>十二个 General MIDI 音色族，分解为分音与噪声后学习，因此音符天生准确。在单个 CPU 核上训练约半小时（{0},{1} 步）；更长的训练会死记各个键，对未见过的键并无改善。数据中的颤音已被拉平：所有音符都是平稳的。最弱的是分音不成整数倍的钟与音条，以及与所学七种音色都不相似的乐器。</translation>
    </message>
    <message>
        <source>Undertone can&apos;t make its folder &apos;{0}&apos; ({1}); make it or choose another home.</source>
        <translation>Undertone 无法创建文件夹“{0}”（{1}）；请创建它或选择其他位置。</translation>
    </message>
    <message>
        <source>Undertone can&apos;t write to its folder &apos;{0}&apos; ({1}); give yourself permission.</source>
        <translation>Undertone 无法写入文件夹“{0}”（{1}）；请授予权限。</translation>
    </message>
    <message>
        <source>Undertone is already open with the folder &apos;{0}&apos;; use its window or close it first.</source>
        <translation>Undertone 已在使用文件夹“{0}”；请使用已打开的窗口或先将其关闭。</translation>
    </message>
    <message>
        <source>Undertone itself failed, but goes on</source>
        <translation>Undertone 自身出错，但仍继续运行</translation>
    </message>
    <message>
        <source>Undertone {0}, Python {1}, {2}</source>
        <translation>Undertone {0}，Python {1}，{2}</translation>
    </message>
    <message>
        <source>Undo of &apos;{0}&apos; failed</source>
        <translation>撤销“{0}”失败</translation>
    </message>
    <message>
        <source>Unlock {0}</source>
        <translation>解锁{0}</translation>
    </message>
    <message>
        <source>Unmute pad {0}</source>
        <translation>取消打击垫 {0} 静音</translation>
    </message>
    <message>
        <source>Unstar {0}</source>
        <translation>取消 {0} 的星标</translation>
    </message>
    <message>
        <source>Unstar {0} takes</source>
        <translation>取消 {0} 个片段的星标</translation>
    </message>
    <message>
        <source>Until the note ends. It goes on as it was going after 2 s.</source>
        <translation>直到音符结束。2 秒之后保持当时的状态延续。</translation>
    </message>
    <message>
        <source>Until the note ends. It goes on as it was going after {0} s.</source>
        <translation>直到音符结束。{0} 秒之后保持当时的状态延续。</translation>
    </message>
    <message>
        <source>Update preset {0}</source>
        <translation>更新预设 {0}</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>力度</translation>
    </message>
    <message>
        <source>Velocity curve</source>
        <translation>力度曲线</translation>
    </message>
    <message>
        <source>Vibrato</source>
        <translation>颤音</translation>
    </message>
    <message>
        <source>Wait a little if the run is young; otherwise lower `kl` (VAE) or the generator&apos;s rate (GAN), or add sounds.</source>
        <translation>若训练刚开始，请稍等；否则降低 `kl`（VAE）或生成器的学习率（GAN），或增加声音。</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>温暖</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>温暖度</translation>
    </message>
    <message>
        <source>WaveGAN (reference)</source>
        <translation>WaveGAN（参照）</translation>
    </message>
    <message>
        <source>WaveGAN, the rough reference</source>
        <translation>WaveGAN（粗略参照）</translation>
    </message>
    <message>
        <source>Wet</source>
        <translation>效果量</translation>
    </message>
    <message>
        <source>What is louder than this is brought down.</source>
        <translation>比这更响的部分会被压低。</translation>
    </message>
    <message>
        <source>What kind of hit; the gesture of the sliders is kept.</source>
        <translation>哪一类鼓声；滑块的姿态保持不变。</translation>
    </message>
    <message>
        <source>What kind of sound; the gesture of the sliders is kept.</source>
        <translation>声音的种类；滑块的姿态保持不变。</translation>
    </message>
    <message>
        <source>What lies above gets softer.</source>
        <translation>此频率以上变轻。</translation>
    </message>
    <message>
        <source>What lies below gets softer.</source>
        <translation>此频率以下变轻。</translation>
    </message>
    <message>
        <source>What pad {0} plays is a take already.</source>
        <translation>打击垫 {0} 播放的已经是一个片段。</translation>
    </message>
    <message>
        <source>What was heard can&apos;t be kept</source>
        <translation>无法保留听到的声音</translation>
    </message>
    <message>
        <source>When the echo comes, in beats of the tempo.</source>
        <translation>回声出现的时间，以速度的拍计。</translation>
    </message>
    <message>
        <source>Where the highs begin.</source>
        <translation>高频从何处开始。</translation>
    </message>
    <message>
        <source>Where the lows end.</source>
        <translation>低频到何处为止。</translation>
    </message>
    <message>
        <source>Where the middle lies.</source>
        <translation>中频的位置。</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>宽阔</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Windows DirectSound</source>
        <translation>Windows DirectSound</translation>
    </message>
    <message>
        <source>Windows WASAPI</source>
        <translation>Windows WASAPI</translation>
    </message>
    <message>
        <source>Woody rim</source>
        <translation>木质边击</translation>
    </message>
    <message>
        <source>XY pad</source>
        <translation>XY 控制板</translation>
    </message>
    <message>
        <source>Your sliders can&apos;t be read</source>
        <translation>无法读取你的滑块</translation>
    </message>
    <message>
        <source>Your sounds can&apos;t be read</source>
        <translation>无法读取你的声音</translation>
    </message>
    <message>
        <source>Zap</source>
        <translation>电击</translation>
    </message>
    <message>
        <source>a GPU without a name</source>
        <translation>未知名称的 GPU</translation>
    </message>
    <message>
        <source>as it is set</source>
        <translation>按当前设置</translation>
    </message>
    <message>
        <source>attack</source>
        <translation>起音</translation>
    </message>
    <message>
        <source>automation</source>
        <translation>自动化</translation>
    </message>
    <message>
        <source>beats</source>
        <translation>拍</translation>
    </message>
    <message>
        <source>boominess</source>
        <translation>轰鸣感</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>明亮</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>明亮度</translation>
    </message>
    <message>
        <source>clap</source>
        <translation>拍手</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>cymbal</source>
        <translation>镲片</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>暗</translation>
    </message>
    <message>
        <source>decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>hat</source>
        <translation>踩镲</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>holds nothing but silence and clicks</source>
        <translation>只有静音和咔哒声</translation>
    </message>
    <message>
        <source>how the files&apos; names begin</source>
        <translation>文件名的开头</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>is of a format that needs the Python package &apos;av&apos;; install it or convert to WAV</source>
        <translation>其格式需要 Python 包“av”；请安装或转换为 WAV</translation>
    </message>
    <message>
        <source>is shorter than {0} ms</source>
        <translation>短于 {0} 毫秒</translation>
    </message>
    <message>
        <source>is silent (under -60 dBFS)</source>
        <translation>无声（低于 -60 dBFS）</translation>
    </message>
    <message>
        <source>it could not be computed; is there enough memory?</source>
        <translation>无法计算；内存足够吗？</translation>
    </message>
    <message>
        <source>it is an instrument, and only effects have a place here</source>
        <translation>它是乐器，而这里只能放效果器</translation>
    </message>
    <message>
        <source>it is no VST3 for this system, or a library that it needs is missing</source>
        <translation>它不是适用于本系统的 VST3，或缺少所需的库</translation>
    </message>
    <message>
        <source>it works neither in stereo nor in mono</source>
        <translation>它既不支持立体声也不支持单声道</translation>
    </message>
    <message>
        <source>its name is not possible here</source>
        <translation>该名称在此处不可用</translation>
    </message>
    <message>
        <source>its sound was dropped to save room; put it back to make it again</source>
        <translation>为节省空间已丢弃其声音；放回后可重新生成</translation>
    </message>
    <message>
        <source>kick</source>
        <translation>底鼓</translation>
    </message>
    <message>
        <source>known words in the files&apos; names</source>
        <translation>文件名中的已知词</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>long</source>
        <translation>长</translation>
    </message>
    <message>
        <source>loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>movement</source>
        <translation>动感</translation>
    </message>
    <message>
        <source>noisiness</source>
        <translation>噪声度</translation>
    </message>
    <message>
        <source>nothing: all sounds are of one class</source>
        <translation>无：所有声音属于同一类</translation>
    </message>
    <message>
        <source>onnxruntime {0} cpu int8</source>
        <translation>onnxruntime {0} cpu int8</translation>
    </message>
    <message>
        <source>pad hit {0} {1}</source>
        <translation>打击垫击打 {0} {1}</translation>
    </message>
    <message>
        <source>perc</source>
        <translation>打击乐</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>rim</source>
        <translation>边击</translation>
    </message>
    <message>
        <source>roughness</source>
        <translation>粗糙度</translation>
    </message>
    <message>
        <source>semitones</source>
        <translation>半音</translation>
    </message>
    <message>
        <source>shaker</source>
        <translation>沙锤</translation>
    </message>
    <message>
        <source>short</source>
        <translation>短</translation>
    </message>
    <message>
        <source>snare</source>
        <translation>军鼓</translation>
    </message>
    <message>
        <source>sounds in nested folders</source>
        <translation>嵌套文件夹中的声音</translation>
    </message>
    <message>
        <source>sounds in one folder</source>
        <translation>单个文件夹中的声音</translation>
    </message>
    <message>
        <source>start &gt;= 0, length &gt; 0, pitch 0 to 127, velocity 0 to 1</source>
        <translation>起始 &gt;= 0，时长 &gt; 0，音高 0 到 127，力度 0 到 1</translation>
    </message>
    <message>
        <source>the disk is full; free some space and try again</source>
        <translation>磁盘已满；请腾出空间再试</translation>
    </message>
    <message>
        <source>the folder does not exist; choose another one</source>
        <translation>文件夹不存在；请另选一个</translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; can&apos;t listen to sounds; choose one that can</source>
        <translation>模型“{0}”不能分析声音；请选择可以的模型</translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; does not stream</source>
        <translation>模型“{0}”不是音流模型</translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; has no dimensions that a slider could move</source>
        <translation>模型“{0}”没有滑块可以移动的维度</translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; has no drums; choose one that has</source>
        <translation>模型“{0}”没有鼓声；请选择有鼓声的模型</translation>
    </message>
    <message>
        <source>the model &apos;{0}&apos; says that it draws, but it can&apos;t</source>
        <translation>模型“{0}”声称可以抽取设置，但做不到</translation>
    </message>
    <message>
        <source>the model has no example &apos;{0}&apos; any more</source>
        <translation>模型已没有示例“{0}”</translation>
    </message>
    <message>
        <source>the model&apos;s output was not finite</source>
        <translation>模型输出含有非有限数值</translation>
    </message>
    <message>
        <source>the name is too long; choose a shorter one</source>
        <translation>名称太长；请选择较短的名称</translation>
    </message>
    <message>
        <source>the sound is too short to be heard as a stream</source>
        <translation>声音太短，无法作为音流播放</translation>
    </message>
    <message>
        <source>the stream&apos;s sound was not finite</source>
        <translation>音流的声音含有非有限数值</translation>
    </message>
    <message>
        <source>the streams did not answer</source>
        <translation>音流没有响应</translation>
    </message>
    <message>
        <source>the streams&apos; process is gone, and what it played with it</source>
        <translation>音流进程已消失，其演奏的内容也随之丢失</translation>
    </message>
    <message>
        <source>the takes of both kinds are the same on average; choose others</source>
        <translation>两类片段平均而言相同；请选择其他片段</translation>
    </message>
    <message>
        <source>the training ended with code {0}; the log has more</source>
        <translation>训练以代码 {0} 结束；详见日志</translation>
    </message>
    <message>
        <source>tom</source>
        <translation>嗵鼓</translation>
    </message>
    <message>
        <source>warmth</source>
        <translation>温暖度</translation>
    </message>
    <message>
        <source>writing there is not allowed; choose another folder</source>
        <translation>不允许写入该处；请选择其他文件夹</translation>
    </message>
    <message>
        <source>Not heard in these rounds, so without a stem: {0}.</source>
        <translation>在这些循环中没有发声，因此没有分轨：{0}。</translation>
    </message>
    <message>
        <source>{0} already here</source>
        <translation>{0} 个已存在</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}和{1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened ({1}); choose another file.</source>
        <translation>无法打开{0}（{1}）；请选择其他文件。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened ({1}); playing silently until it can.</source>
        <translation>无法打开 {0}（{1}）；恢复前静默播放。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}); put a whole copy of the model there.</source>
        <translation>无法读取 {0}（{1}）；请放入完整的模型副本。</translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation>{0} 声道</translation>
    </message>
    <message>
        <source>{0} clipped (flat at full scale); the model learns that distortion too.</source>
        <translation>{0}削波（满幅平顶）；模型也会学到这种失真。</translation>
    </message>
    <message>
        <source>{0} controls</source>
        <translation>{0} 个控件</translation>
    </message>
    <message>
        <source>{0} cut into {1} sounds, at their onsets.</source>
        <translation>{0}在起音处切成 {1} 个声音。</translation>
    </message>
    <message>
        <source>{0} does not fit beside the others; put shorter sounds on the pads.</source>
        <translation>{0}与其他声音放不下；请在打击垫上放较短的声音。</translation>
    </message>
    <message>
        <source>{0} files are</source>
        <translation>{0} 个文件</translation>
    </message>
    <message>
        <source>{0} has at most {1} tags, not {2}; remove some.</source>
        <translation>{0}最多有 {1} 个标签，而不是 {2} 个；请删去一些。</translation>
    </message>
    <message>
        <source>{0} is middle C, {1} is {2} Hz; any fraction, {3} is a cent.</source>
        <translation>{0} 为中央 C，{1} 为 {2} Hz；可取任意小数，{3} 为一音分。</translation>
    </message>
    <message>
        <source>{0} is used by Undertone for other things; choose another folder for takes.</source>
        <translation>{0}被 Undertone 用于其他用途；请为片段选择另一个文件夹。</translation>
    </message>
    <message>
        <source>{0} longer than the model&apos;s sound; the first {1} s of each are learnt.</source>
        <translation>{0}比模型的声音长；各学习开头 {1} 秒。</translation>
    </message>
    <message>
        <source>{0} near {1}</source>
        <translation>{0}近似 {1}</translation>
    </message>
    <message>
        <source>{0} near-duplicates are left out: the same sound at another level or tuned.</source>
        <translation>略过 {0} 个近似重复：同一声音，只是电平或音高不同。</translation>
    </message>
    <message>
        <source>{0} of the draws are nearly training sounds: the network has learnt them by heart.</source>
        <translation>抽取的声音有 {0} 几乎就是训练声音：网络死记了它们。</translation>
    </message>
    <message>
        <source>{0} of the last steps had no finite gradient and were skipped.</source>
        <translation>最近的步骤中有 {0} 步梯度不是有限值，已跳过。</translation>
    </message>
    <message>
        <source>{0} of {1} files</source>
        <translation>{1} 个文件中的 {0} 个</translation>
    </message>
    <message>
        <source>{0} of {1} sound files can be used, {2} minutes</source>
        <translation>{1} 个声音文件中有 {0} 个可用，共 {2} 分钟</translation>
    </message>
    <message>
        <source>{0} of {1} to {2} Hz, so that treble above {3} Hz is missing from them.</source>
        <translation>{0}为 {1} 到 {2} Hz，因此缺少 {3} Hz 以上的高频。</translation>
    </message>
    <message>
        <source>{0} rounds of this pattern are longer than a file of {1} s; take fewer.</source>
        <translation>此节奏型的 {0} 轮超过 {1} 秒的文件长度；请减少轮数。</translation>
    </message>
    <message>
        <source>{0} says that it lasts {1} hours, which is too long; cut it into parts.</source>
        <translation>{0}标称长达 {1} 小时，过长；请分段后再用。</translation>
    </message>
    <message>
        <source>{0} semitones a sigma, {1} sigma are an octave; {2} is the note {3} ({4} is middle C).</source>
        <translation>每 σ 为 {0} 个半音，{1} σ 为一个八度；{2} 为音符 {3}（{4} 为中央 C）。</translation>
    </message>
    <message>
        <source>{0} shifted by a constant (DC); it is taken away.</source>
        <translation>{0}带有直流偏移；会被去除。</translation>
    </message>
    <message>
        <source>{0} sound</source>
        <translation>{0} 个声音</translation>
    </message>
    <message>
        <source>{0} sounds</source>
        <translation>{0} 个声音</translation>
    </message>
    <message>
        <source>{0} sounds are few: expect a model that stays close to them; some hundreds from many sources give it room.</source>
        <translation>{0} 个声音偏少：模型将与它们很接近；几百个来自多种来源的声音才有余地。</translation>
    </message>
    <message>
        <source>{0} sounds are of no class, or of one with fewer than 3; they are learnt as &apos;other&apos;.</source>
        <translation>{0} 个声音没有类别，或所属类别不足 3 个；按“其他”学习。</translation>
    </message>
    <message>
        <source>{0} steps in a row had no finite gradient, so the run was ended; the last good checkpoint is of step {1}.</source>
        <translation>连续 {0} 步梯度不是有限值，训练已结束；最后的良好检查点在第 {1} 步。</translation>
    </message>
    <message>
        <source>{0} takes on pads</source>
        <translation>{0} 个片段放上打击垫</translation>
    </message>
    <message>
        <source>{0} takes were moved to &apos;{1}&apos;.</source>
        <translation>已将 {0} 个片段移到“{1}”。</translation>
    </message>
    <message>
        <source>{0} through {1}</source>
        <translation>{0}，通过 {1}</translation>
    </message>
    <message>
        <source>{0} unreadable</source>
        <translation>{0} 个无法读取</translation>
    </message>
    <message>
        <source>{0} {1} BPM</source>
        <translation>{0} {1} BPM</translation>
    </message>
    <message>
        <source>{0}, so &apos;{1}&apos; plays on the processor.</source>
        <translation>{0}，因此“{1}”在处理器上运行。</translation>
    </message>
    <message>
        <source>{0}: automation</source>
        <translation>{0}：自动化</translation>
    </message>
    <message>
        <source>{0}: the first family alone, {1}: the second alone.</source>
        <translation>{0}：只有第一个音色族；{1}：只有第二个。</translation>
    </message>
    <message>
        <source>{0}; connect one and choose it as the stream&apos;s source again.</source>
        <translation>{0}；请接入一个，并重新选其为音流的来源。</translation>
    </message>
    <message>
        <source>{0}; {1} sound files that it does not name are left out</source>
        <translation>{0}；其中未列出的 {1} 个声音文件被略过</translation>
    </message>
    <message>
        <source>{0} does not exist any more; choose another file.</source>
        <translation>{0}已不存在；请选择其他文件。</translation>
    </message>
    <message>
        <source> (14 bit)</source>
        <translation> (14 bit)</translation>
    </message>
    <message>
        <source> and more</source>
        <translation> 等</translation>
    </message>
    <message>
        <source> and others</source>
        <translation> 等</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be opened ({1}); choose another file.</source>
        <translation>无法打开“{0}”（{1}）；请选择其他文件。</translation>
    </message>
    <message>
        <source>Dim {0} · {1}</source>
        <translation>维度 {0} · {1}</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; could not be computed (its answer has another shape).</source>
        <translation>无法计算模型“{0}”（其结果形状不同）。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; is another one now and can&apos;t play this recording.</source>
        <translation>模型“{0}”已是另一个，无法播放此录音。</translation>
    </message>
    <message>
        <source>The model &apos;{0}&apos; made a sound that is no sound (not finite).</source>
        <translation>模型“{0}”生成的不是有效声音（含非有限数值）。</translation>
    </message>
    <message>
        <source>The model can&apos;t be loaded anew</source>
        <translation>无法重新加载模型</translation>
    </message>
    <message>
        <source>The model can&apos;t be put on the deck</source>
        <translation>无法将模型放上唱盘</translation>
    </message>
    <message>
        <source>The output has another rate now; what was recorded until then is kept.</source>
        <translation>输出的采样率已改变；此前录制的内容已保留。</translation>
    </message>
    <message>
        <source>The pad&apos;s corners need snapshots: {0} is still empty. Shift and the number stores the sliders there.</source>
        <translation>控制板的四角需要快照：{0} 仍为空。按 Shift 加数字可将滑块存入其中。</translation>
    </message>
    <message>
        <source>The pads can&apos;t be filled</source>
        <translation>无法填满打击垫</translation>
    </message>
    <message>
        <source>The pads have no {0} to turn.</source>
        <translation>打击垫没有可调的 {0}。</translation>
    </message>
    <message>
        <source>The plain reference family, for comparison and for students; not meant for music. It makes {0},{1} samples straight from a code, was trained for less than an hour on one shared core where its authors trained for days on a GPU, and sounds like it. The seed draws a part of the code that no slider moves.</source>
        <translation>最朴素的参照模型系列，供比较和学生使用；并非为音乐而设。它从一个编码直接生成 {0},{1} 个采样，在一个共享的 CPU 核上训练不到一小时，而其作者在 GPU 上训练了数天，听起来也正是如此。随机种子抽取编码中没有滑块可以移动的那一部分。</translation>
    </message>
    <message>
        <source>The plug-in &apos;{0}&apos; can&apos;t be used: {1}.</source>
        <translation>无法使用插件“{0}”：{1}。</translation>
    </message>
    <message>
        <source>The plug-in &apos;{0}&apos; crashed while it was opened, so it stays out; nothing else was harmed.</source>
        <translation>插件“{0}”在打开时崩溃，因此不予载入；其他一切未受影响。</translation>
    </message>
    <message>
        <source>The plug-in &apos;{0}&apos; did not open within {1} s, so it stays out.</source>
        <translation>插件“{0}”未能在 {1} 秒内打开，因此不予载入。</translation>
    </message>
    <message>
        <source>The plug-in &apos;{0}&apos; took {1} s to open, too long for playing live, so it stays out.</source>
        <translation>插件“{0}”用了 {1} 秒才打开，对现场演奏来说太久，因此不予载入。</translation>
    </message>
    <message>
        <source>The weights of &apos;{0}&apos; don&apos;t fit its card.</source>
        <translation>“{0}”的权重与其模型卡不符。</translation>
    </message>
    <message>
        <source>What should ring comes out as coloured noise: {0} of its power in one partial; real sounds: {1}.</source>
        <translation>本应鸣响的部分成了有色噪声：其能量只有 {0} 在一个分音中；真实声音为 {1}。</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0}失败</translation>
    </message>
    <message>
        <source>{0} has a rate of {1} Hz; convert it to 44100 Hz first (4000 to 384000 Hz work).</source>
        <translation>{0}的采样率为 {1} Hz；请先转换为 44100 Hz（4000 到 384000 Hz 均可）。</translation>
    </message>
    <message>
        <source>{0} has {1} channels; mix it down to mono or stereo first.</source>
        <translation>{0}有 {1} 个声道；请先混为单声道或立体声。</translation>
    </message>
    <message>
        <source>{0} holds no sound (0 samples); export it again from where it came from.</source>
        <translation>{0}中没有声音（0 个采样）；请从来源处重新导出。</translation>
    </message>
    <message>
        <source>{0} is a device or a pipe, not a file; choose a sound file.</source>
        <translation>{0}是设备或管道，不是文件；请选择声音文件。</translation>
    </message>
    <message>
        <source>{0} is a folder; choose a sound file inside it.</source>
        <translation>{0}是文件夹；请选择其中的声音文件。</translation>
    </message>
    <message>
        <source>{0} is damaged: &apos;files&apos; and &apos;network&apos; are needed; put a whole copy of the model there.</source>
        <translation>{0} 已损坏：需要“files”和“network”；请放入完整的模型副本。</translation>
    </message>
    <message>
        <source>{0} is empty; export it again from where it came from.</source>
        <translation>{0}是空的；请从来源处重新导出。</translation>
    </message>
    <message>
        <source>{0} is no sound file that can be read, or it is damaged; use WAV, FLAC, AIFF, OGG or MP3.</source>
        <translation>{0}不是可读取的声音文件，或已损坏；请使用 WAV、FLAC、AIFF、OGG 或 MP3。</translation>
    </message>
    <message>
        <source>{0} is not a model card of format {1}; this model needs another version of Undertone.</source>
        <translation>{0} 不是格式 {1} 的模型卡片；此模型需要其他版本的 Undertone。</translation>
    </message>
    <message>
        <source>{0} is not a model: it has no {1}.</source>
        <translation>{0} 不是模型：缺少 {1}。</translation>
    </message>
    <message>
        <source>{0} is not offered with {1} bits; choose {2}.</source>
        <translation>{0} 不提供 {1} 位；请选择 {2}。</translation>
    </message>
    <message>
        <source>{0} is too large to be a model card; remove this model.</source>
        <translation>{0} 太大，不可能是模型卡片；请移除此模型。</translation>
    </message>
    <message>
        <source>{0} may not be read; give yourself permission to read it or copy it elsewhere.</source>
        <translation>没有读取{0}的权限；请授予权限或将其复制到别处。</translation>
    </message>
    <message>
        <source>{0} may take 1 to {1} characters or notes.</source>
        <translation>{0} 可接受 1 到 {1} 个字符或音符。</translation>
    </message>
    <message>
        <source>{0} must have a name of letters, digits and &apos;_&apos;, at most 64.</source>
        <translation>{0} 的名称须由字母、数字和“_”组成，最多 64 个。</translation>
    </message>
    <message>
        <source>{0} names a file outside its own folder ({1}); this model can&apos;t be trusted.</source>
        <translation>{0} 指向其文件夹之外的文件（{1}）；此模型不可信任。</translation>
    </message>
    <message>
        <source>{0} needs 1 to {1} options with short names.</source>
        <translation>{0} 需要 1 到 {1} 个短名称的选项。</translation>
    </message>
    <message>
        <source>{0} needs a label, and texts of at most {1} characters.</source>
        <translation>{0} 需要标签，文本最多 {1} 个字符。</translation>
    </message>
    <message>
        <source>{0} needs a low below its high, all numbers finite.</source>
        <translation>{0} 的下限须低于上限，且均为有限数值。</translation>
    </message>
    <message>
        <source>{0} notes</source>
        <translation>{0} 个音符</translation>
    </message>
    <message>
        <source>{0} of {1} sounds were added</source>
        <translation>已添加 {1} 个声音中的 {0} 个</translation>
    </message>
    <message>
        <source>{0} of {1} takes</source>
        <translation>{1} 个片段中的 {0} 个</translation>
    </message>
    <message>
        <source>{0} of {1} takes were made.</source>
        <translation>已生成 {1} 个片段中的 {0} 个。</translation>
    </message>
    <message>
        <source>{0} sounds were louder than full scale and were turned down by up to {1} dB (&apos;{2}&apos;); export 32 bit WAV to keep their levels.</source>
        <translation>{0} 个声音超过满刻度，最多降低了 {1} dB（“{2}”）；如需保持电平，请导出 32 位 WAV。</translation>
    </message>
    <message>
        <source>{0} takes are in memory only: free some space and press &apos;Write again&apos;, or close once more to leave without them.</source>
        <translation>有 {0} 个片段只在内存中：请腾出空间并按“重新写入”，或再次关闭以放弃它们并退出。</translation>
    </message>
    <message>
        <source>{0} takes are on the disk now.</source>
        <translation>{0} 个片段现已写入磁盘。</translation>
    </message>
    <message>
        <source>{0} {1} stay where they were: another program may point at them.</source>
        <translation>{0}{1} 个留在原处：可能有其他程序指向它们。</translation>
    </message>
    <message>
        <source>{0} {1} takes</source>
        <translation>{0} {1} 个片段</translation>
    </message>
    <message>
        <source>{0} {1}-{2}.wav</source>
        <translation>{0} {1}-{2}.wav</translation>
    </message>
    <message>
        <source>{0}, as each {1}</source>
        <translation>{0} 个，因为各{1}</translation>
    </message>
    <message>
        <source>{0}: it was made with another version of &apos;{1}&apos;, so it may sound different now.</source>
        <translation>{0}：由“{1}”的另一版本生成，现在听起来可能不同。</translation>
    </message>
    <message>
        <source>{0}; choose another folder or try again</source>
        <translation>{0}；请选择其他文件夹或再试一次</translation>
    </message>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
</context>
<context>
    <name>ExamplePad</name>
    <message>
        <source>Hear this example; nothing is loaded.</source>
        <translation>试听此示例；不会载入任何内容。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write takes as sound files.</source>
        <translation>将片段写成声音文件。</translation>
    </message>
    <message>
        <source>Export 1 take</source>
        <translation>导出 1 个片段</translation>
    </message>
    <message>
        <source>Export {count} takes</source>
        <translation>导出 {count} 个片段</translation>
    </message>
    <message>
        <source>How many takes are written.</source>
        <translation>将写出多少个片段。</translation>
    </message>
    <message>
        <source>What you heard, undamaged, with the recipe inside.
Drop such a file on Undertone and its settings come back.</source>
        <translation>与你听到的完全一致，配方存于文件之中。
将此类文件拖到 Undertone 上即可恢复其设置。</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>WAV is read everywhere; FLAC is the same sound in half the space.</source>
        <translation>WAV 到处可读；FLAC 音质相同，体积减半。</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>24 bits for production, 16 (dithered) for release, 32-bit float loses nothing.</source>
        <translation>24 位用于制作，16 位（加抖动）用于发布，32 位浮点毫无损失。</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>采样率</translation>
    </message>
    <message>
        <source>The model&apos;s own rate, or resampled.</source>
        <translation>模型自身的采样率，或重采样。</translation>
    </message>
    <message>
        <source>As made</source>
        <translation>与生成时相同</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Where the files go; nothing is overwritten.</source>
        <translation>文件保存到何处；不会覆盖任何文件。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>选择文件夹。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without writing.</source>
        <translation>不写入并关闭。</translation>
    </message>
    <message>
        <source>Write the files.</source>
        <translation>写出文件。</translation>
    </message>
    <message>
        <source>Through the effects that stand in the rack now, with their tails; else without any.</source>
        <translation>经过当前架上的效果器，包括其尾音；否则不经过任何效果器。</translation>
    </message>
    <message>
        <source>With effects</source>
        <translation>含效果器</translation>
    </message>
    <message>
        <source>What automation and modulators move isn&apos;t in these files: they hold the sound at rest. Ctrl+R records it moving.</source>
        <translation>这些文件里没有自动化和调制器带来的变化：它们只保存静止的声音。按 Ctrl+R 可录下变化中的声音。</translation>
    </message>
    <message>
        <source>Without movement</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>Automation and modulators are not written into takes.</source>
        <translation>自动化和调制器不会写入片段。</translation>
    </message>
    <message>
        <source>16 bit, dithered</source>
        <translation>16 位，加抖动</translation>
    </message>
    <message>
        <source>24 bit</source>
        <translation>24 位</translation>
    </message>
    <message>
        <source>32 bit float</source>
        <translation>32 位浮点</translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation>导出文件的文件夹</translation>
    </message>
</context>
<context>
    <name>ExportPatternDialog</name>
    <message>
        <source>Export the pattern</source>
        <translation>导出节奏型</translation>
    </message>
    <message>
        <source>Write the pattern as files.</source>
        <translation>将节奏型写成文件。</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>All pads in one file of exact length.</source>
        <translation>所有打击垫合为一个长度精确的文件。</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>分轨</translation>
    </message>
    <message>
        <source>A file for each pad, equally long.</source>
        <translation>每个打击垫一个文件，长度相同。</translation>
    </message>
    <message>
        <source>MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>The hits, a note for each pad.</source>
        <translation>击打信息，每个打击垫一个音符。</translation>
    </message>
    <message>
        <source>Tails</source>
        <translation>尾音</translation>
    </message>
    <message>
        <source>What becomes of what still rings at the end.</source>
        <translation>结尾处仍在响的声音如何处理。</translation>
    </message>
    <message>
        <source>Laid over the start: a seamless loop</source>
        <translation>叠到开头：无缝循环</translation>
    </message>
    <message>
        <source>Cut at the end</source>
        <translation>在末尾切断</translation>
    </message>
    <message>
        <source>Ring out: a longer file</source>
        <translation>自然响完：文件更长</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often the pattern goes round in the file.</source>
        <translation>文件中节奏型循环多少轮。</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>WAV or FLAC, and how exact.</source>
        <translation>WAV 或 FLAC，以及精度。</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>采样率</translation>
    </message>
    <message>
        <source>As it is heard, or another one.</source>
        <translation>按听到的采样率，或另选一个。</translation>
    </message>
    <message>
        <source>As heard</source>
        <translation>按听到的</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Where the files go; nothing is overwritten.</source>
        <translation>文件保存到何处；不会覆盖任何文件。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>选择文件夹。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without writing.</source>
        <translation>不写入并关闭。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write the files.</source>
        <translation>写出文件。</translation>
    </message>
    <message>
        <source>The loop goes through the effects that stand in the rack now; stems stay without.</source>
        <translation>循环经过当前架上的效果器；分轨不经过。</translation>
    </message>
    <message>
        <source>With effects</source>
        <translation>含效果器</translation>
    </message>
    <message>
        <source>What is written.</source>
        <translation>写出什么。</translation>
    </message>
    <message>
        <source>As it is heard, before the volume.
Drop such a file on Undertone and the pattern comes back.</source>
        <translation>与听到的一致，不受音量影响。
将此类文件拖到 Undertone 上即可恢复该节奏型。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation>导出文件的文件夹</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Takes folder</source>
        <translation>片段文件夹</translation>
    </message>
    <message>
        <source>Where every take lies as a sound file with its recipe inside.</source>
        <translation>每个片段都以声音文件存放于此，配方存于文件之中。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Open the folder.</source>
        <translation>打开文件夹。</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>更改文件夹</translation>
    </message>
    <message>
        <source>Choose another folder for takes; those that there are may come along or stay.</source>
        <translation>为片段选择另一个文件夹；已有的可以一起移动，也可以留下。</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Export folder</source>
        <translation>导出文件夹</translation>
    </message>
    <message>
        <source>Where exported files go unless you choose another folder.</source>
        <translation>导出的文件存放于此，除非你另选文件夹。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>选择文件夹。</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Keep sounds up to</source>
        <translation>声音最多保留</translation>
    </message>
    <message>
        <source>Above this, sounds of takes that have no star and were never dragged out give way, the oldest first; their settings stay. 0 keeps everything.</source>
        <translation>超过此值时，既无星标又未曾拖出的片段将从最旧的开始清除声音；其设置保留。0 表示全部保留。</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Save after</source>
        <translation>自动保存间隔</translation>
    </message>
    <message>
        <source>So long after a change, what you do is on disk.</source>
        <translation>更改后经过这么久即写入磁盘。</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Folder for takes</source>
        <translation>片段文件夹</translation>
    </message>
    <message>
        <source>Folder for the exported files</source>
        <translation>导出文件的文件夹</translation>
    </message>
</context>
<context>
    <name>FolderQuestion</name>
    <message>
        <source>What becomes of the takes that there are.</source>
        <translation>已有的片段如何处理。</translation>
    </message>
    <message>
        <source>Move the takes too?</source>
        <translation>也移动片段吗？</translation>
    </message>
    <message>
        <source>Move them</source>
        <translation>移动它们</translation>
    </message>
    <message>
        <source>Put these takes into the new folder too.</source>
        <translation>也将这些片段放入新文件夹。</translation>
    </message>
    <message>
        <source>Leave them there</source>
        <translation>留在原处</translation>
    </message>
    <message>
        <source>Only new takes go to the new folder; all stay in the list.</source>
        <translation>只有新片段存入新文件夹；全部仍在列表中。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change nothing.</source>
        <translation>不作更改。</translation>
    </message>
    <message>
        <source>{count} takes lie elsewhere. Move them to “{folder}” too? Those in use by another program stay where they are.</source>
        <translation>有 {count} 个片段在别处。也移到“{folder}”吗？其他程序正在使用的会留在原处。</translation>
    </message>
</context>
<context>
    <name>Grip</name>
    <message>
        <source>Selection as a file</source>
        <translation>选区文件</translation>
    </message>
    <message>
        <source>Drag the selection into another program as a file; a click copies that file.</source>
        <translation>将选区作为文件拖到其他程序；点击则复制该文件。</translation>
    </message>
</context>
<context>
    <name>Hand</name>
    <message>
        <source>mean {level}</source>
        <translation>平均 {level}</translation>
    </message>
    <message>
        <source>Cursor at {start} s.</source>
        <translation>光标位于 {start} 秒。</translation>
    </message>
    <message>
        <source>Selected from {start} s to {end} s.</source>
        <translation>已选择 {start} 秒到 {end} 秒。</translation>
    </message>
    <message>
        <source>Select a part of the sound first: drag over the waveform.</source>
        <translation>请先选择一段声音：在波形上拖动。</translation>
    </message>
    <message>
        <source>Copied &apos;{name}&apos; as a file.</source>
        <translation>已将“{name}”复制为文件。</translation>
    </message>
</context>
<context>
    <name>HintBar</name>
    <message>
        <source>&lt;b&gt;Space&lt;/b&gt; plays  ·  drag a slider  ·  drag a take to your DAW</source>
        <translation>&lt;b&gt;空格键&lt;/b&gt;播放  ·  拖动滑块  ·  将片段拖到 DAW</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Space plays, drag a slider, drag a take to your DAW.</source>
        <translation>空格键播放，拖动滑块，将片段拖到 DAW。</translation>
    </message>
    <message>
        <source>Dismiss the hint</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>Don&apos;t show this line again.</source>
        <translation>不再显示此行。</translation>
    </message>
</context>
<context>
    <name>HintLabel</name>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>What the thing under the pointer does.</source>
        <translation>指针下的内容有何作用。</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>here</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>起点</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Every change that you made. Click a step to go there; nothing is lost on the way.</source>
        <translation>你做的每次更改。点击某一步即可前往；途中不会丢失任何内容。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>JobChip</name>
    <message>
        <source>A long task; the cross cancels it and keeps what is done.</source>
        <translation>耗时任务；点叉号取消，已完成的部分保留。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>How far the task is.</source>
        <translation>任务进行到何处。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop this task; what is done is kept.</source>
        <translation>停止此任务；已完成的部分保留。</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>KeysChip</name>
    <message>
        <source>Computer keys</source>
        <translation>电脑键盘</translation>
    </message>
    <message>
        <source>Letters play notes: A W S E D …; Z and X change the octave, C and V how hard. Click to end it.</source>
        <translation>字母键弹奏音符：A W S E D …；Z 和 X 改变八度，C 和 V 改变力度。点击结束。</translation>
    </message>
    <message>
        <source>A plays {key}, velocity {velocity}</source>
        <translation>A 键弹 {key}，力度 {velocity}</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>琴键</translation>
    </message>
    <message>
        <source>Play the sound from keys, and turn it with MIDI controllers.</source>
        <translation>用琴键演奏声音，用 MIDI 控制器操控声音。</translation>
    </message>
    <message>
        <source>Keys play</source>
        <translation>琴键演奏</translation>
    </message>
    <message>
        <source>What keys play: a model of notes at each key&apos;s own pitch, or the shown sound, repitched.</source>
        <translation>琴键演奏什么：音符模型按各键本身的音高发声，或将所显示的声音变调。</translation>
    </message>
    <message>
        <source>The model, in tune</source>
        <translation>模型，准确音高</translation>
    </message>
    <message>
        <source>The shown sound, repitched</source>
        <translation>所显示的声音，变调</translation>
    </message>
    <message>
        <source>What is played</source>
        <translation>演奏什么</translation>
    </message>
    <message>
        <source>What keys play at this moment.</source>
        <translation>琴键此刻演奏什么。</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>降低</translation>
    </message>
    <message>
        <source>Show an octave lower.</source>
        <translation>显示低一个八度。</translation>
    </message>
    <message>
        <source>Higher</source>
        <translation>升高</translation>
    </message>
    <message>
        <source>Show an octave higher.</source>
        <translation>显示高一个八度。</translation>
    </message>
    <message>
        <source>Octaves</source>
        <translation>八度</translation>
    </message>
    <message>
        <source>Which keys are shown.</source>
        <translation>显示哪些琴键。</translation>
    </message>
    <message>
        <source>Sustain</source>
        <translation>延音</translation>
    </message>
    <message>
        <source>Hold every note that is let go, as the pedal does.</source>
        <translation>保持每个松开的音符，如同踩下踏板。</translation>
    </message>
    <message>
        <source>All notes off</source>
        <translation>关闭所有音符</translation>
    </message>
    <message>
        <source>End every note, and let go of the pedal.</source>
        <translation>结束所有音符，并松开踏板。</translation>
    </message>
    <message>
        <source>Fixed velocity</source>
        <translation>固定力度</translation>
    </message>
    <message>
        <source>Every key sounds as if struck at 100, however hard you play.</source>
        <translation>无论弹得多重，每个键都按力度 100 发声。</translation>
    </message>
    <message>
        <source>Struck sounds ring on</source>
        <translation>击打类声音自然响完</translation>
    </message>
    <message>
        <source>A short sound that can&apos;t be held goes on to its end when its key goes up.</source>
        <translation>不能持续的短促声音在松开琴键后仍会响完。</translation>
    </message>
    <message>
        <source>in tune</source>
        <translation>音高准确</translation>
    </message>
    <message>
        <source>in tune; notes are being made</source>
        <translation>音高准确；正在生成音符</translation>
    </message>
    <message>
        <source>its own pitch is at {key}</source>
        <translation>其原本音高在 {key}</translation>
    </message>
</context>
<context>
    <name>KnobRow</name>
    <message>
        <source>Changes {label} of the sound.</source>
        <translation>改变声音的{label}。</translation>
    </message>
    <message>
        <source>Type a value for {label}: a number, or a percentage of the range.</source>
        <translation>输入{label}的数值：数字，或范围的百分比。</translation>
    </message>
    <message>
        <source>{label}, value</source>
        <translation>{label}，数值</translation>
    </message>
    <message>
        <source>Put {label} back to its default.</source>
        <translation>将{label}恢复为默认值。</translation>
    </message>
    <message>
        <source>Reset {label}</source>
        <translation>重置{label}</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Type a value…</source>
        <translation>输入数值…</translation>
    </message>
</context>
<context>
    <name>Lamp</name>
    <message>
        <source>MIDI in</source>
        <translation>MIDI 输入</translation>
    </message>
    <message>
        <source>Lights up when something comes from a MIDI input.</source>
        <translation>收到 MIDI 输入时亮起。</translation>
    </message>
</context>
<context>
    <name>LanePanel</name>
    <message>
        <source>Latent curves</source>
        <translation>潜变量曲线</translation>
    </message>
    <message>
        <source>How the latents moved while this was recorded; draw in them.</source>
        <translation>录制时潜变量如何移动；可在其中绘制。</translation>
    </message>
    <message>
        <source>Drag draws, Shift+drag bends finely, Alt at release takes it back; a click on a faint curve chooses it. Arrows move a point, PgUp and PgDn choose a curve.</source>
        <translation>拖动绘制，Shift+拖动精细弯曲，松开时按 Alt 撤回；点击淡色曲线将其选中。方向键移动一点，PgUp 和 PgDn 选择曲线。</translation>
    </message>
    <message>
        <source>Fold or unfold the latent curves.</source>
        <translation>折叠或展开潜变量曲线。</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>潜变量</translation>
    </message>
    <message>
        <source>Which latent is drawn bright, and changes by hand and button.</source>
        <translation>哪个潜变量以亮色显示，并由手和按钮修改。</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Smooth this curve, or the selected part of it.</source>
        <translation>平滑此曲线或其选中部分。</translation>
    </message>
    <message>
        <source>Flatter</source>
        <translation>压平</translation>
    </message>
    <message>
        <source>Bring this curve, or the selected part, nearer to its mean.</source>
        <translation>将此曲线或选中部分拉近其平均值。</translation>
    </message>
    <message>
        <source>Stronger</source>
        <translation>增强</translation>
    </message>
    <message>
        <source>Take this curve, or the selected part, further from its mean.</source>
        <translation>将此曲线或选中部分拉离其平均值。</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>降低</translation>
    </message>
    <message>
        <source>Move this curve, or the selected part, down by a tenth of a sigma.</source>
        <translation>将此曲线或选中部分下移十分之一 σ。</translation>
    </message>
    <message>
        <source>Higher</source>
        <translation>升高</translation>
    </message>
    <message>
        <source>Move this curve, or the selected part, up by a tenth of a sigma.</source>
        <translation>将此曲线或选中部分上移十分之一 σ。</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>恢复录制时</translation>
    </message>
    <message>
        <source>Bring this curve, or the selected part, back to what was recorded.</source>
        <translation>将此曲线或选中部分恢复为录制时的样子。</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Make a new take from the curves as they are now; the recorded take stays.</source>
        <translation>按现在的曲线生成新片段；录制的片段保留。</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>The value of the bright curve under the pointer.</source>
        <translation>指针处亮色曲线的数值。</translation>
    </message>
    <message>
        <source>Change a curve first: as it is, it gives the same sound again.</source>
        <translation>请先修改曲线：按现在这样只会得到同样的声音。</translation>
    </message>
    <message>
        <source>{latent} from {seconds} s</source>
        <translation>{latent}，从 {seconds} 秒起</translation>
    </message>
    <message>
        <source>{latent}, curve {number} of {count}: from {low} to {high}, mean {mean}.</source>
        <translation>{latent}，第 {number} 条曲线，共 {count} 条：从 {low} 到 {high}，平均 {mean}。</translation>
    </message>
    <message>
        <source>At {seconds} s: {value}.</source>
        <translation>{seconds} 秒处：{value}。</translation>
    </message>
</context>
<context>
    <name>LatentNames</name>
    <message>
        <source>Dimension {number}</source>
        <translation>维度 {number}</translation>
    </message>
</context>
<context>
    <name>LatentScope</name>
    <message>
        <source>Where each latent of the stream is now.</source>
        <translation>音流的每个潜变量现在所处的位置。</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>{level}, clipped</source>
        <translation>{level}，已削波</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>What you play live: pads, streams, effects, keys and MIDI.</source>
        <translation>现场演奏的部分：打击垫、音流、效果器、琴键和 MIDI。</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>Live tabs</source>
        <translation>现场标签页</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>What is heard</source>
        <translation>听到的声音</translation>
    </message>
    <message>
        <source>The last ten seconds of everything that sounds, as it sounds.</source>
        <translation>最近十秒内一切声音的实时图像。</translation>
    </message>
    <message>
        <source>Peak {level} in the last second.</source>
        <translation>最近一秒峰值 {level}。</translation>
    </message>
    <message>
        <source>It is silent.</source>
        <translation>没有声音。</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark or light colours.</source>
        <translation>深色或浅色。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>How large letters and controls are.</source>
        <translation>文字和控件的大小。</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>窗口使用的语言。</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动效</translation>
    </message>
    <message>
        <source>Nothing pulses, slides or fades; only the playhead moves.</source>
        <translation>没有闪动、滑动或淡入淡出；只有播放头移动。</translation>
    </message>
    <message>
        <source>Missing font</source>
        <translation>缺少字体</translation>
    </message>
    <message>
        <source>This machine has no font for Chinese. On Debian and Ubuntu, {command} installs one.</source>
        <translation>本机没有中文字体。在 Debian 和 Ubuntu 上可用 {command} 安装。</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>How far the model is from the sounds; lower is better.</source>
        <translation>模型与声音的差距；越低越好。</translation>
    </message>
    <message>
        <source>Loss {loss}</source>
        <translation>损失 {loss}</translation>
    </message>
    <message>
        <source>on sounds that it doesn&apos;t learn from {loss}</source>
        <translation>在未学习的声音上 {loss}</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>尚无测量值。</translation>
    </message>
    <message>
        <source>The curve begins with the first steps.</source>
        <translation>曲线从最初的步骤开始。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>on sounds it doesn&apos;t learn from</source>
        <translation>在未学习的声音上</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undertone</source>
        <translation>Undertone</translation>
    </message>
    <message>
        <source>Drop to open this sound</source>
        <translation>松开以打开此声音</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>拖放</translation>
    </message>
    <message>
        <source>Drop a sound file to open it.</source>
        <translation>拖入声音文件即可打开。</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Everything that Undertone can do.</source>
        <translation>Undertone 能做的一切。</translation>
    </message>
    <message>
        <source>Browser</source>
        <translation>浏览器</translation>
    </message>
    <message>
        <source>Models, presets, takes and your own sounds.</source>
        <translation>模型、预设、片段和你自己的声音。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Everything that you did; a click goes back to it.</source>
        <translation>你做过的一切；点击即可回到那一步。</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>控件</translation>
    </message>
    <message>
        <source>Everything that the model lets you change.</source>
        <translation>模型允许你改变的一切。</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>现场</translation>
    </message>
    <message>
        <source>What you play live: pads, streams, effects, keys and MIDI.</source>
        <translation>现场演奏的部分：打击垫、音流、效果器、琴键和 MIDI。</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation>你做过的所有声音，最新的在前。</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Undertone ended unexpectedly; everything is back (takes: {count}).</source>
        <translation>Undertone 上次意外退出；一切均已恢复（片段：{count}）。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>{undo}: {what}</source>
        <translation>{undo}：{what}</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>{title} failed.</source>
        <translation>{title}失败。</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>There is nothing to export yet: make a take or star one.</source>
        <translation>还没有可导出的内容：请先生成片段或加星标。</translation>
    </message>
    <message>
        <source>Undertone was open already: this is its window.</source>
        <translation>Undertone 已经打开：这就是它的窗口。</translation>
    </message>
    <message>
        <source>Open a sound</source>
        <translation>打开声音</translation>
    </message>
    <message>
        <source>Sounds (*.wav *.flac *.aif *.aiff *.ogg *.mp3)</source>
        <translation>声音 (*.wav *.flac *.aif *.aiff *.ogg *.mp3)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Drop to keep these sounds</source>
        <translation>松开以保存这些声音</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>What happened.</source>
        <translation>发生了什么。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Show the technical details.</source>
        <translation>显示技术细节。</translation>
    </message>
    <message>
        <source>Show the file in its folder.</source>
        <translation>在文件夹中显示该文件。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Write the takes that are in memory only, now that there is room for them.</source>
        <translation>现在有空间了，写入那些只在内存中的片段。</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>重新写入</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the message and its details.</source>
        <translation>复制消息及其细节。</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message.</source>
        <translation>关闭此消息。</translation>
    </message>
    <message>
        <source>Technical details of the message.</source>
        <translation>消息的技术细节。</translation>
    </message>
</context>
<context>
    <name>MidiBox</name>
    <message>
        <source>MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>MIDI ports, and what controllers turn.</source>
        <translation>MIDI 端口，以及控制器控制什么。</translation>
    </message>
    <message>
        <source>MIDI input</source>
        <translation>MIDI 输入</translation>
    </message>
    <message>
        <source>Which MIDI inputs are listened to, whenever they are there.</source>
        <translation>监听哪些 MIDI 输入（只要它们存在）。</translation>
    </message>
    <message>
        <source>MIDI channel</source>
        <translation>MIDI 通道</translation>
    </message>
    <message>
        <source>Which channel is listened to; channel 10 plays the pads.</source>
        <translation>监听哪个通道；通道 10 演奏打击垫。</translation>
    </message>
    <message>
        <source>MIDI output</source>
        <translation>MIDI 输出</translation>
    </message>
    <message>
        <source>Where the clock of the pattern is sent.</source>
        <translation>节奏型的时钟发送到何处。</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>所有通道</translation>
    </message>
    <message>
        <source>Channel {number}</source>
        <translation>通道 {number}</translation>
    </message>
    <message>
        <source>Whether there is MIDI here.</source>
        <translation>此处是否有 MIDI。</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>What controllers turn, kept under a name.</source>
        <translation>控制器的控制对象，以名称保存。</translation>
    </message>
    <message>
        <source>Name of the mapping</source>
        <translation>映射的名称</translation>
    </message>
    <message>
        <source>Type a name, then Enter.</source>
        <translation>输入名称，然后按 Enter。</translation>
    </message>
    <message>
        <source>More of mappings</source>
        <translation>映射的更多操作</translation>
    </message>
    <message>
        <source>Save, import, export, delete, clear.</source>
        <translation>保存、导入、导出、删除、清除。</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Choose what a controller should turn, then move it. Any slider&apos;s menu has it too.</source>
        <translation>选择控制器要控制的对象，然后转动控制器。任何滑块的菜单中也有此项。</translation>
    </message>
    <message>
        <source>Learn…</source>
        <translation>学习…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Take the chosen controller away from what it turns.</source>
        <translation>解除所选控制器的控制。</translation>
    </message>
    <message>
        <source>Pick up</source>
        <translation>拾取</translation>
    </message>
    <message>
        <source>A controller turns nothing until it has met the value, so that nothing jumps.</source>
        <translation>控制器的位置与当前数值相遇之前不起作用，因此不会跳变。</translation>
    </message>
    <message>
        <source>Controllers</source>
        <translation>控制器</translation>
    </message>
    <message>
        <source>Which controller turns what; Del takes one away.</source>
        <translation>哪个控制器控制什么；按 Del 移除一项。</translation>
    </message>
    <message>
        <source>All inputs</source>
        <translation>所有输入</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{port} (not there)</source>
        <translation>{port}（不存在）</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Move a controller…</source>
        <translation>请转动控制器…</translation>
    </message>
    <message>
        <source>{name} (not here now)</source>
        <translation>{name}（现不在此处）</translation>
    </message>
    <message>
        <source>What the controller should turn</source>
        <translation>控制器的控制对象</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Mappings</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Clear all controllers</source>
        <translation>清除所有控制器</translation>
    </message>
    <message>
        <source>Delete &apos;{name}&apos;</source>
        <translation>删除“{name}”</translation>
    </message>
    <message>
        <source>MIDI mappings (*.json)</source>
        <translation>MIDI 映射 (*.json)</translation>
    </message>
    <message>
        <source>Import a MIDI mapping</source>
        <translation>导入 MIDI 映射</translation>
    </message>
    <message>
        <source>Export the MIDI mapping</source>
        <translation>导出 MIDI 映射</translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose the model that makes the sound.</source>
        <translation>选择发声的模型。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>未找到模型</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Mark this model as a favourite.</source>
        <translation>将此模型标为收藏。</translation>
    </message>
    <message>
        <source>Play this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Load this model and play it.</source>
        <translation>载入此模型并使用。</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>简介</translation>
    </message>
    <message>
        <source>Family and licence</source>
        <translation>类别与许可证</translation>
    </message>
    <message>
        <source>It is new here, so it is tried in a process of its own first.</source>
        <translation>它是新来的，因此先在单独的进程中试运行。</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>正在试运行…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>Play it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>In use.</source>
        <translation>使用中。</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>What makes the sound; each can be heard before it is loaded.</source>
        <translation>发声的模型；载入前即可试听。</translation>
    </message>
    <message>
        <source>No model is found by this search.</source>
        <translation>此搜索未找到模型。</translation>
    </message>
    <message>
        <source>Models are folders. Put one into the folder of models and start again.</source>
        <translation>每个模型是一个文件夹。请放入模型文件夹后重新启动。</translation>
    </message>
</context>
<context>
    <name>ModulatorList</name>
    <message>
        <source>Modulators</source>
        <translation>调制器</translation>
    </message>
    <message>
        <source>Everything that moves by itself.</source>
        <translation>一切自行移动的控件。</translation>
    </message>
    <message>
        <source>What moves controls by itself.</source>
        <translation>自行移动控件的部分。</translation>
    </message>
    <message>
        <source>Choose a control that is to move by itself; the menu of every slider has it too.</source>
        <translation>选择要自行移动的控件；每个滑块的菜单中也有此项。</translation>
    </message>
    <message>
        <source>Modulate…</source>
        <translation>调制…</translation>
    </message>
    <message>
        <source>Modulate</source>
        <translation>调制</translation>
    </message>
    <message>
        <source>Mute all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Hold every modulator still.</source>
        <translation>让所有调制器静止。</translation>
    </message>
    <message>
        <source>Nothing moves by itself yet. Choose &apos;Modulate…&apos; in the menu of a slider, or here.</source>
        <translation>还没有自行移动的控件。请在滑块菜单中选择“调制…”，或在此添加。</translation>
    </message>
    <message>
        <source>No modulators</source>
        <translation>没有调制器</translation>
    </message>
    <message>
        <source>{name} moves</source>
        <translation>{name}在动</translation>
    </message>
    <message>
        <source>Does this modulator move?</source>
        <translation>此调制器是否在动？</translation>
    </message>
    <message>
        <source>Change what moves {name}.</source>
        <translation>更改{name}的调制。</translation>
    </message>
    <message>
        <source>Modulation of {name}</source>
        <translation>{name}的调制</translation>
    </message>
    <message>
        <source>Remove modulation of {name}</source>
        <translation>移除{name}的调制</translation>
    </message>
    <message>
        <source>Take this modulator away.</source>
        <translation>移走此调制器。</translation>
    </message>
</context>
<context>
    <name>ModulatorPopup</name>
    <message>
        <source>Modulation</source>
        <translation>调制</translation>
    </message>
    <message>
        <source>What moves this control by itself.</source>
        <translation>自行移动此控件的部分。</translation>
    </message>
    <message>
        <source>What is moved.</source>
        <translation>被移动的控件。</translation>
    </message>
    <message>
        <source>The modulators of this control; they add up.</source>
        <translation>此控件的调制器；它们的作用相加。</translation>
    </message>
    <message>
        <source>Which modulator</source>
        <translation>哪个调制器</translation>
    </message>
    <message>
        <source>Let one more modulator move this control; they add up.</source>
        <translation>让又一个调制器移动此控件；它们的作用相加。</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>再加一个</translation>
    </message>
    <message>
        <source>Another modulator</source>
        <translation>再加一个调制器</translation>
    </message>
    <message>
        <source>How it moves: a wave, a drawn value, an envelope, or as loud as a sound.</source>
        <translation>移动方式：波形、抽取的数值、包络，或跟随声音的响度。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Rate in</source>
        <translation>速率单位</translation>
    </message>
    <message>
        <source>Rounds a second, or beats a round that follow the tempo.</source>
        <translation>每秒轮数，或随速度变化的每轮拍数。</translation>
    </message>
    <message>
        <source>Hertz</source>
        <translation>赫兹</translation>
    </message>
    <message>
        <source>Beats</source>
        <translation>拍数</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Rounds a second.</source>
        <translation>每秒轮数。</translation>
    </message>
    <message>
        <source>Beats a round</source>
        <translation>每轮拍数</translation>
    </message>
    <message>
        <source>How many beats one round lasts.</source>
        <translation>一轮有多少拍。</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>How far it moves, in parts of the control&apos;s range; negative turns it round.</source>
        <translation>移动幅度，以控件范围的比例计；负值则反向。</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>相位</translation>
    </message>
    <message>
        <source>Where in its round it begins.</source>
        <translation>从一轮中的何处开始。</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>起音</translation>
    </message>
    <message>
        <source>How quickly it rises.</source>
        <translation>上升的快慢。</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>How quickly it falls.</source>
        <translation>下降的快慢。</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>起始于</translation>
    </message>
    <message>
        <source>What starts it.</source>
        <translation>由什么启动。</translation>
    </message>
    <message>
        <source>One round each time</source>
        <translation>每次一轮</translation>
    </message>
    <message>
        <source>One round</source>
        <translation>一轮</translation>
    </message>
    <message>
        <source>Move one round when it is started and rest then, instead of going on.</source>
        <translation>启动后只走一轮便停住，不再继续。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Does this modulator move?</source>
        <translation>此调制器是否在动？</translation>
    </message>
    <message>
        <source>Mute all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Hold every modulator of the program still.</source>
        <translation>让程序中所有调制器静止。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take this modulator away.</source>
        <translation>移走此调制器。</translation>
    </message>
    <message>
        <source>{label}, value</source>
        <translation>{label}，数值</translation>
    </message>
</context>
<context>
    <name>NotesField</name>
    <message>
        <source>The notes to be played.</source>
        <translation>要演奏的音符。</translation>
    </message>
    <message>
        <source>Start and length in seconds, pitch as MIDI note, velocity 0 to 1.</source>
        <translation>起始和时长以秒计，音高为 MIDI 音符，力度 0 到 1。</translation>
    </message>
    <message>
        <source>Start s</source>
        <translation>起始（秒）</translation>
    </message>
    <message>
        <source>Length s</source>
        <translation>时长（秒）</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>力度</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加音符</translation>
    </message>
    <message>
        <source>Add a note after the last one.</source>
        <translation>在最后一个音符之后添加音符。</translation>
    </message>
    <message>
        <source>Remove note</source>
        <translation>移除音符</translation>
    </message>
    <message>
        <source>Remove the note of the selected row.</source>
        <translation>移除所选行的音符。</translation>
    </message>
</context>
<context>
    <name>OwnRow</name>
    <message>
        <source>Goes from the takes that you marked as less to those that you marked as more.</source>
        <translation>从你标为“更不像”的片段走向标为“更像”的片段。</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>OwnSlidersGroup</name>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Sliders that you made from takes.</source>
        <translation>你用片段制作的滑块。</translation>
    </message>
    <message>
        <source>Make a slider…</source>
        <translation>制作滑块…</translation>
    </message>
    <message>
        <source>Make a slider</source>
        <translation>制作滑块</translation>
    </message>
    <message>
        <source>Mark takes as more and as less of something; a slider goes from the one kind to the other.</source>
        <translation>把片段标为“更像”和“更不像”；滑块从一类走向另一类。</translation>
    </message>
    <message>
        <source>Select takes in the strip below first.</source>
        <translation>请先在下方片段条中选择片段。</translation>
    </message>
    <message>
        <source>Takes of another model can&apos;t lie on this slider.</source>
        <translation>其他模型的片段不能放在此滑块上。</translation>
    </message>
</context>
<context>
    <name>PadButton</name>
    <message>
        <source>Pad {number}: {title}</source>
        <translation>打击垫 {number}：{title}</translation>
    </message>
    <message>
        <source>Pad {number}</source>
        <translation>打击垫 {number}</translation>
    </message>
    <message>
        <source>Press to hear it, right-click for more; drop a take to put it here.</source>
        <translation>按下试听，右键查看更多；将片段拖来即可放在这里。</translation>
    </message>
    <message>
        <source>Pad {number}, empty</source>
        <translation>打击垫 {number}，空</translation>
    </message>
    <message>
        <source>Drop a take here, or right-click for more.</source>
        <translation>将片段拖到这里，或右键查看更多。</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>PadLane</name>
    <message>
        <source>Re-roll pad {number}</source>
        <translation>重抽打击垫 {number}</translation>
    </message>
    <message>
        <source>Another sound of the same kind; it takes over at the pad&apos;s next hit.</source>
        <translation>换成同类的另一个声音；从该打击垫的下一次击打起生效。</translation>
    </message>
    <message>
        <source>Pad {number} follows the sliders</source>
        <translation>打击垫 {number} 跟随滑块</translation>
    </message>
    <message>
        <source>Bring this pad&apos;s sound to the sliders: what you change there is heard on the pad.</source>
        <translation>将此打击垫的声音带到滑块上：你在那里的改动会在打击垫上听到。</translation>
    </message>
    <message>
        <source>The pattern leaves this pad out.</source>
        <translation>节奏型不演奏此打击垫。</translation>
    </message>
    <message>
        <source>The pattern plays this pad alone.</source>
        <translation>节奏型只演奏此打击垫。</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Mute pad {number}</source>
        <translation>打击垫 {number} 静音</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>Solo pad {number}</source>
        <translation>独奏打击垫 {number}</translation>
    </message>
    <message>
        <source>Level of pad {number}</source>
        <translation>打击垫 {number} 的电平</translation>
    </message>
    <message>
        <source>How loud this pad is, in dB.</source>
        <translation>此打击垫的音量，以 dB 计。</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>重抽</translation>
    </message>
    <message>
        <source>Keep as a take</source>
        <translation>保留为片段</translation>
    </message>
    <message>
        <source>From the sliders</source>
        <translation>来自滑块</translation>
    </message>
    <message>
        <source>From a take</source>
        <translation>来自片段</translation>
    </message>
    <message>
        <source>Follow the sliders</source>
        <translation>跟随滑块</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>电平</translation>
    </message>
    <message>
        <source>Choke group</source>
        <translation>互斥组</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>声像</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>On every beat</source>
        <translation>每拍</translation>
    </message>
    <message>
        <source>On every second step</source>
        <translation>每隔一步</translation>
    </message>
    <message>
        <source>On every step</source>
        <translation>每步</translation>
    </message>
    <message>
        <source>Copy the steps that are shown</source>
        <translation>复制所显示的步</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>One step later</source>
        <translation>推后一步</translation>
    </message>
    <message>
        <source>One step earlier</source>
        <translation>提前一步</translation>
    </message>
    <message>
        <source>Clear the steps</source>
        <translation>清除步</translation>
    </message>
    <message>
        <source>Clear the pad</source>
        <translation>清空打击垫</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Half left</source>
        <translation>半左</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>正中</translation>
    </message>
    <message>
        <source>Half right</source>
        <translation>半右</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Name of pad {number}</source>
        <translation>打击垫 {number} 的名称</translation>
    </message>
    <message>
        <source>Type a name for this pad; Enter keeps it.</source>
        <translation>为此打击垫输入名称；按 Enter 保存。</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Type a value…</source>
        <translation>输入数值…</translation>
    </message>
</context>
<context>
    <name>PadsPage</name>
    <message>
        <source>Pads</source>
        <translation>打击垫</translation>
    </message>
    <message>
        <source>Eight pads and the pattern that plays them.</source>
        <translation>八个打击垫，以及演奏它们的节奏型。</translation>
    </message>
    <message>
        <source>Paint steps; drag up or down for velocity, right-click for chance and offset. Arrow keys move, Enter sets or clears, plus and minus change the velocity, Space plays the pattern.</source>
        <translation>绘制步；上下拖动改变力度，右键设置概率和偏移。方向键移动，回车设置或清除，加减键改变力度，空格播放节奏型。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步</translation>
    </message>
</context>
<context>
    <name>PadsTransport</name>
    <message>
        <source>Pattern</source>
        <translation>节奏型</translation>
    </message>
    <message>
        <source>Play the pattern, its tempo, length and swing.</source>
        <translation>播放节奏型，及其速度、长度和摇摆。</translation>
    </message>
    <message>
        <source>Record the pads</source>
        <translation>录制打击垫</translation>
    </message>
    <message>
        <source>Write what you play on the pads into the pattern while it plays, each hit on the nearest step.</source>
        <translation>播放节奏型时，将你在打击垫上的演奏写入其中，每次击打归到最近的步。</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>MIDI clock, double the pattern, clear it.</source>
        <translation>MIDI 时钟、节奏型加倍、清除。</translation>
    </message>
    <message>
        <source>A MIDI clock starts, stops and leads the pattern; press to end that.</source>
        <translation>MIDI 时钟启动、停止并引导节奏型；按下即结束跟随。</translation>
    </message>
    <message>
        <source>MIDI clock</source>
        <translation>MIDI 时钟</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Swing</source>
        <translation>摇摆</translation>
    </message>
    <message>
        <source>How many steps the pattern has; four are a beat.</source>
        <translation>节奏型有多少步；四步为一拍。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source> steps</source>
        <translation> 步</translation>
    </message>
    <message>
        <source>How late every second step comes: 50 % is straight, 66 % is a triplet.</source>
        <translation>每个偶数步推后多少：50 % 为平直，66 % 为三连音。</translation>
    </message>
    <message>
        <source>Steps {first} to {last}</source>
        <translation>第 {first} 到 {last} 步</translation>
    </message>
    <message>
        <source>Show these steps.</source>
        <translation>显示这些步。</translation>
    </message>
    <message>
        <source>Follow a MIDI clock</source>
        <translation>跟随 MIDI 时钟</translation>
    </message>
    <message>
        <source>Show the page that plays</source>
        <translation>显示正在播放的页</translation>
    </message>
    <message>
        <source>Double the pattern</source>
        <translation>节奏型加倍</translation>
    </message>
    <message>
        <source>Copy the steps that are shown</source>
        <translation>复制所显示的步</translation>
    </message>
    <message>
        <source>Paste over the steps that are shown</source>
        <translation>粘贴并替换所显示的步</translation>
    </message>
    <message>
        <source>Draw chances anew</source>
        <translation>重新抽取概率</translation>
    </message>
    <message>
        <source>Clear all steps</source>
        <translation>清除所有步</translation>
    </message>
</context>
<context>
    <name>PatchBar</name>
    <message>
        <source>Model and preset</source>
        <translation>模型与预设</translation>
    </message>
    <message>
        <source>What plays.</source>
        <translation>正在使用的内容。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose the model that makes the sound.</source>
        <translation>选择发声的模型。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Load one of the model&apos;s presets; * says that it was changed.</source>
        <translation>载入模型的一个预设；* 表示已更改。</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>The model&apos;s presets.</source>
        <translation>模型的预设。</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Mark this preset, or the model, as a favourite.</source>
        <translation>将此预设或模型标为收藏。</translation>
    </message>
    <message>
        <source>No preset</source>
        <translation>无预设</translation>
    </message>
    <message>
        <source>Put the present settings into &apos;{name}&apos;</source>
        <translation>将当前设置存入“{name}”</translation>
    </message>
    <message>
        <source>All presets</source>
        <translation>所有预设</translation>
    </message>
</context>
<context>
    <name>Piano</name>
    <message>
        <source>Click a key: the nearer to its front edge, the louder. With the arrow keys choose one, Enter plays it.</source>
        <translation>点击琴键：越靠近前缘越响。用方向键选择琴键，按 Enter 弹奏。</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
</context>
<context>
    <name>Pile</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add to: {title}</source>
        <translation>添加到：{title}</translation>
    </message>
    <message>
        <source>Put the takes that are selected in the strip or the list here.</source>
        <translation>将片段条或列表中选中的片段放到这里。</translation>
    </message>
</context>
<context>
    <name>PlainRow</name>
    <message>
        <source>What does it change?</source>
        <translation>它改变什么？</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Your sounds; folders inside it become classes.</source>
        <translation>你的声音；其中的文件夹成为类别。</translation>
    </message>
    <message>
        <source>A folder of sounds; folders inside it become classes</source>
        <translation>声音文件夹；其中的文件夹成为类别</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>选择文件夹。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>What kind of model is trained.</source>
        <translation>训练哪一种模型。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the model is called in the list.</source>
        <translation>模型在列表中的名称。</translation>
    </message>
    <message>
        <source>How long it may train; longer is better, up to a point.</source>
        <translation>可以训练多久；在一定限度内越久越好。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>What is in the folder</source>
        <translation>文件夹中的内容</translation>
    </message>
    <message>
        <source>What was found, and what it will take.</source>
        <translation>找到了什么，以及需要多少时间。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close without training.</source>
        <translation>关闭，不训练。</translation>
    </message>
    <message>
        <source>Begin; the window stays free meanwhile.</source>
        <translation>开始；其间窗口可照常使用。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Folder of sounds</source>
        <translation>声音文件夹</translation>
    </message>
    <message>
        <source>Choose a folder. A hundred short sounds are a beginning; a thousand are better.</source>
        <translation>选择一个文件夹。一百个短声音是个开始；一千个更好。</translation>
    </message>
    <message>
        <source>Listening to the folder…</source>
        <translation>正在试听文件夹…</translation>
    </message>
    <message>
        <source>{usable} of {files} sound files can be used: {sounds} sounds, {minutes} minutes.</source>
        <translation>{files} 个声音文件中有 {usable} 个可用：{sounds} 个声音，{minutes} 分钟。</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Classes: {classes}</source>
        <translation>类别：{classes}</translation>
    </message>
    <message>
        <source>Not used ({count}): {reason}</source>
        <translation>未使用（{count}）：{reason}</translation>
    </message>
    <message>
        <source>It will take {time} here, and a few minutes more to measure and name its sliders.</source>
        <translation>在这里需要{time}，另需几分钟测量并命名其滑块。</translation>
    </message>
    <message>
        <source>Trying how long a step takes here…</source>
        <translation>正在测试每一步在此需要多久…</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Look, sound, files and keys.</source>
        <translation>外观、声音、文件和快捷键。</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Choose what to set.</source>
        <translation>选择要设置的内容。</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Type a name and press Enter.</source>
        <translation>输入名称并按 Enter。</translation>
    </message>
</context>
<context>
    <name>PresetsModel</name>
    <message>
        <source>by {author}</source>
        <translation>作者 {author}</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>loaded, changed</source>
        <translation>已载入，已更改</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>已载入</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>自定</translation>
    </message>
</context>
<context>
    <name>PresetsPage</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Click or arrow keys load and play a preset, F2 renames it, Delete deletes it; undo takes any of it back.</source>
        <translation>点击或用方向键载入并播放预设，F2 重命名，Delete 删除；均可撤销。</translation>
    </message>
    <message>
        <source>Save as preset…</source>
        <translation>另存为预设…</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>另存为预设</translation>
    </message>
    <message>
        <source>No preset is found by this search.</source>
        <translation>此搜索未找到预设。</translation>
    </message>
    <message>
        <source>A preset keeps every slider under a name.</source>
        <translation>预设以一个名称保存所有滑块。</translation>
    </message>
    <message>
        <source>Save the present sound</source>
        <translation>保存当前声音</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>载入</translation>
    </message>
    <message>
        <source>Not a favourite</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Put the present settings into it</source>
        <translation>存入当前设置</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Tags, author and licence…</source>
        <translation>标签、作者和许可…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Click an icon to open this part again.</source>
        <translation>点击图标重新展开这一部分。</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Reading</source>
        <translation>读数</translation>
    </message>
    <message>
        <source>Time, sample, frequency, note and level under the pointer.</source>
        <translation>指针处的时间、采样点、频率、音名和电平。</translation>
    </message>
    <message>
        <source>sample {number}</source>
        <translation>采样点 {number}</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Recording and input</source>
        <translation>录制与输入</translation>
    </message>
    <message>
        <source>Record what is heard; choose what streams listen to.</source>
        <translation>录制听到的声音；选择音流监听的输入。</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录制时长</translation>
    </message>
    <message>
        <source>How long the recording is.</source>
        <translation>录音的时长。</translation>
    </message>
    <message>
        <source>Keep the last</source>
        <translation>保留刚才的</translation>
    </message>
    <message>
        <source>Make a take of what was just heard, without having pressed Record.</source>
        <translation>未按录制也能将刚才听到的声音做成片段。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>What a stream follows whose source is the live input; it isn&apos;t heard itself.</source>
        <translation>来源为现场输入的音流所跟随的声音；它本身听不到。</translation>
    </message>
    <message>
        <source>Input level</source>
        <translation>输入电平</translation>
    </message>
    <message>
        <source>How loud the live input is, in dB.</source>
        <translation>现场输入的响度，以 dB 计。</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Keep the last {seconds} seconds</source>
        <translation>保留最近 {seconds} 秒</translation>
    </message>
    <message>
        <source>Make a take of the last {seconds} seconds that were heard.</source>
        <translation>将最近听到的 {seconds} 秒做成片段。</translation>
    </message>
    <message>
        <source>System input</source>
        <translation>系统输入</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录制</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>What is being trained.</source>
        <translation>正在训练什么。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>How far the training is.</source>
        <translation>训练进行到哪里。</translation>
    </message>
    <message>
        <source>How it goes</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Steps and the time that is left.</source>
        <translation>步数和剩余时间。</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>What was noticed, and what to try.</source>
        <translation>注意到的问题，以及可尝试的办法。</translation>
    </message>
    <message>
        <source>Hear it now</source>
        <translation>听听现在</translation>
    </message>
    <message>
        <source>Play the newest sound that it made.</source>
        <translation>播放它最新生成的声音。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop training; what was learnt is kept.</source>
        <translation>停止训练；已学到的会保留。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on from where it was stopped.</source>
        <translation>从停止处继续。</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>另一个文件夹…</translation>
    </message>
    <message>
        <source>Train another model.</source>
        <translation>训练另一个模型。</translation>
    </message>
    <message>
        <source>Play the model</source>
        <translation>演奏模型</translation>
    </message>
    <message>
        <source>Load the model and play it.</source>
        <translation>载入模型并演奏。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window; the training goes on.</source>
        <translation>关闭此窗口；训练继续进行。</translation>
    </message>
    <message>
        <source>It is done: the model is in the list.</source>
        <translation>完成：模型已在列表中。</translation>
    </message>
    <message>
        <source>Stopped; what was learnt is kept.</source>
        <translation>已停止；学到的已保留。</translation>
    </message>
    <message>
        <source>Stopping: what was learnt is being written…</source>
        <translation>正在停止：正在写入已学到的内容…</translation>
    </message>
    <message>
        <source>Preparing the sounds…</source>
        <translation>正在准备声音…</translation>
    </message>
    <message>
        <source>Listening to the folder…</source>
        <translation>正在试听文件夹…</translation>
    </message>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>Learnt; the sliders are being measured and named…</source>
        <translation>已学完；正在测量并命名滑块…</translation>
    </message>
</context>
<context>
    <name>SaveForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the preset is called.</source>
        <translation>预设的名称。</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Words by which it is found, with commas between.</source>
        <translation>用于查找的词，用逗号分隔。</translation>
    </message>
    <message>
        <source>Tags: dark, long</source>
        <translation>标签：暗, 长</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Who made it; kept for the next preset.</source>
        <translation>由谁制作；会沿用到下一个预设。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>What others may do with it, CC0 for instance; kept for the next preset.</source>
        <translation>他人可以如何使用，例如 CC0；会沿用到下一个预设。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep the present settings under this name.</source>
        <translation>以此名称保存当前设置。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without saving.</source>
        <translation>不保存并关闭。</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search models, presets, takes and sounds.</source>
        <translation>搜索模型、预设、片段和声音。</translation>
    </message>
    <message>
        <source>Type words; a chip below adds or removes a tag.</source>
        <translation>输入文字；下方的标签可添加或移除。</translation>
    </message>
    <message>
        <source>More tags</source>
        <translation>更多标签</translation>
    </message>
    <message>
        <source>Show all tags, or only the most used ones.</source>
        <translation>显示所有标签，或只显示最常用的。</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Show only what has this tag; again takes it away.</source>
        <translation>只显示带此标签的内容；再点一次取消。</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Selection</source>
        <translation>选区</translation>
    </message>
    <message>
        <source>The selection in numbers.</source>
        <translation>以数字表示的选区。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Where the selection starts, in seconds; the cursor where nothing is.</source>
        <translation>选区的起点，以秒计；未选择时为光标位置。</translation>
    </message>
    <message>
        <source>End</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>Where the selection ends, in seconds.</source>
        <translation>选区的终点，以秒计。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>How long the selection is, in seconds.</source>
        <translation>选区的长度，以秒计。</translation>
    </message>
    <message>
        <source>Crossfade</source>
        <translation>交叉淡化</translation>
    </message>
    <message>
        <source>How long the end of a looped selection fades into its start, in ms.</source>
        <translation>循环选区的结尾淡入开头的时长，以毫秒计。</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Fade </source>
        <translation>淡化 </translation>
    </message>
    <message>
        <source>How to select a part of the sound.</source>
        <translation>如何选择一段声音。</translation>
    </message>
    <message>
        <source>Drag over the picture to select a part</source>
        <translation>在图上拖动以选择一段</translation>
    </message>
    <message>
        <source>Drag to select</source>
        <translation>拖动以选择</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Search keys</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>Type a part of an action&apos;s name or of a key.</source>
        <translation>输入操作名称或快捷键的一部分。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Every action and its keys.</source>
        <translation>所有操作及其快捷键。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新快捷键</translation>
    </message>
    <message>
        <source>Press the new key here.</source>
        <translation>在此按下新的快捷键。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Give this key to the action.</source>
        <translation>将此快捷键指定给该操作。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Give the action this key besides those that it has.</source>
        <translation>在已有快捷键之外再添加此键。</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无快捷键</translation>
    </message>
    <message>
        <source>Take all keys from the action.</source>
        <translation>移除该操作的所有快捷键。</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Give the action its first keys back.</source>
        <translation>恢复该操作的默认快捷键。</translation>
    </message>
    <message>
        <source>Give every action its first keys back.</source>
        <translation>恢复所有操作的默认快捷键。</translation>
    </message>
    <message>
        <source>All defaults</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Whether the key belongs to another action.</source>
        <translation>该快捷键是否属于其他操作。</translation>
    </message>
    <message>
        <source>{key} belongs to &apos;{action}&apos;: &apos;Use&apos; takes it from there.</source>
        <translation>{key} 属于“{action}”：点“使用”会将其移走。</translation>
    </message>
</context>
<context>
    <name>SliderForm</name>
    <message>
        <source>What right means more of: warm, wooden, far away.</source>
        <translation>向右表示更多的什么：温暖、木质、遥远。</translation>
    </message>
    <message>
        <source>Name of the slider</source>
        <translation>滑块名称</translation>
    </message>
    <message>
        <source>Name: what right means more of</source>
        <translation>名称：向右表示更多的什么</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更像这些</translation>
    </message>
    <message>
        <source>Takes that lie to the right of the slider; about five.</source>
        <translation>位于滑块右侧的片段；约五个。</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>更不像这些</translation>
    </message>
    <message>
        <source>Takes that lie to the left of the slider; about five.</source>
        <translation>位于滑块左侧的片段；约五个。</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>还缺什么</translation>
    </message>
    <message>
        <source>What the slider still needs.</source>
        <translation>滑块还需要什么。</translation>
    </message>
    <message>
        <source>Make a slider between the two.</source>
        <translation>在两者之间制作滑块。</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>制作</translation>
    </message>
    <message>
        <source>Make the slider</source>
        <translation>制作滑块</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without making a slider.</source>
        <translation>关闭，不制作滑块。</translation>
    </message>
    <message>
        <source>Select takes below and add them: at least {least} to each side, five are better.</source>
        <translation>在下方选择片段并添加：每侧至少 {least} 个，五个更好。</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>请为它命名。</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>{label}, value</source>
        <translation>{label}，数值</translation>
    </message>
    <message>
        <source>Type a value for {label}: a number, or a percentage of the range.</source>
        <translation>输入{label}的数值：数字，或范围的百分比。</translation>
    </message>
    <message>
        <source>Randomise {label}</source>
        <translation>随机{label}</translation>
    </message>
    <message>
        <source>Draw a new value for {label} alone.</source>
        <translation>只为{label}抽取新值。</translation>
    </message>
    <message>
        <source>Measured on sounds it never saw, it explains {percent} % of what it is named after.</source>
        <translation>在从未见过的声音上测得，它能解释其名称所指特征的 {percent} %。</translation>
    </message>
    <message>
        <source>One sigma changes the sound by about {db} dB.</source>
        <translation>一个 σ 使声音改变约 {db} dB。</translation>
    </message>
    <message>
        <source>Type a value…</source>
        <translation>输入数值…</translation>
    </message>
    <message>
        <source>Extend range to {sigma} σ</source>
        <translation>将范围扩展到 {sigma} σ</translation>
    </message>
    <message>
        <source>How surely this slider does what it says: {percent} % (measured on sounds it never saw).</source>
        <translation>此滑块名副其实的把握：{percent} %（在从未见过的声音上测得）。</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
</context>
<context>
    <name>SlotButton</name>
    <message>
        <source>Snapshot {number}, empty</source>
        <translation>快照 {number}，空</translation>
    </message>
    <message>
        <source>Click or Shift+{number} to store the sliders here.</source>
        <translation>点击或按 Shift+{number} 将滑块存于此处。</translation>
    </message>
    <message>
        <source>Snapshot {number}</source>
        <translation>快照 {number}</translation>
    </message>
    <message>
        <source>Snapshot {number}: {name}</source>
        <translation>快照 {number}：{name}</translation>
    </message>
    <message>
        <source>Click or {number} to go there, Shift+{number} to store the sliders anew, right-click for more.</source>
        <translation>点击或按 {number} 前往，Shift+{number} 重新存储滑块，右键查看更多。</translation>
    </message>
</context>
<context>
    <name>SnapshotBar</name>
    <message>
        <source>Snapshots</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Eight places to put the sliders aside, and a fader between two of them.</source>
        <translation>八个存放滑块的位置，以及两者之间的推子。</translation>
    </message>
    <message>
        <source>Move the sound from one snapshot to another; the numbers at its ends choose which.</source>
        <translation>将声音从一个快照移向另一个；两端的数字选择是哪两个。</translation>
    </message>
    <message>
        <source>Morph</source>
        <translation>变形</translation>
    </message>
    <message>
        <source>Morph, value</source>
        <translation>变形，数值</translation>
    </message>
    <message>
        <source>From snapshot</source>
        <translation>从快照</translation>
    </message>
    <message>
        <source>To snapshot</source>
        <translation>到快照</translation>
    </message>
    <message>
        <source>Choose the snapshot at this end of the fader.</source>
        <translation>选择推子这一端的快照。</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Store the sliders here</source>
        <translation>将滑块存于此处</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Morph from here</source>
        <translation>从此处变形</translation>
    </message>
    <message>
        <source>Morph to here</source>
        <translation>变形到此处</translation>
    </message>
    <message>
        <source>Name of snapshot {number}</source>
        <translation>快照 {number} 的名称</translation>
    </message>
    <message>
        <source>Type a name for this snapshot; Enter keeps it.</source>
        <translation>输入此快照的名称；按 Enter 保存。</translation>
    </message>
</context>
<context>
    <name>SoundDesk</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Open as the start</source>
        <translation>作为起点打开</translation>
    </message>
    <message>
        <source>Take of each minute, with curves</source>
        <translation>每分钟生成一个带曲线的片段</translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation>重命名	F2</translation>
    </message>
    <message>
        <source>Copy file	Ctrl+C</source>
        <translation>复制文件	Ctrl+C</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation>删除	Del</translation>
    </message>
</context>
<context>
    <name>SoundList</name>
    <message>
        <source>My sounds</source>
        <translation>我的声音</translation>
    </message>
    <message>
        <source>Click or arrow keys play a sound, Enter makes it the start of a new one, drag takes the file out.</source>
        <translation>点击或方向键播放声音，Enter 以其为新声音的起点，拖动可取出文件。</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>What computes the sound. Automatic: each model is tried when it is loaded and plays where it is faster.</source>
        <translation>由什么计算声音。自动：每个模型在加载时各试一次，并在更快的一方上运行。</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>{processor}, {cores} cores.</source>
        <translation>{processor}，{cores} 核。</translation>
    </message>
    <message>
        <source>The GPU {gpu} is not used: PyTorch, which it needs, is not installed.</source>
        <translation>未使用 GPU {gpu}：它所需的 PyTorch 没有安装。</translation>
    </message>
    <message>
        <source>The GPU {gpu} is not used.</source>
        <translation>未使用 GPU {gpu}。</translation>
    </message>
    <message>
        <source>The GPU {gpu} can play models.</source>
        <translation>GPU {gpu} 可以运行模型。</translation>
    </message>
    <message>
        <source>{title} plays through {runtime}.</source>
        <translation>{title} 通过 {runtime} 运行。</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU; models play on the CPU.</source>
        <translation>没有 NVIDIA GPU；模型在 CPU 上运行。</translation>
    </message>
</context>
<context>
    <name>SoundsPage</name>
    <message>
        <source>My sounds</source>
        <translation>我的声音</translation>
    </message>
    <message>
        <source>Your own recordings, as starting points.</source>
        <translation>你自己的录音，可作为起点。</translation>
    </message>
    <message>
        <source>Start from this sound</source>
        <translation>以此声音为起点</translation>
    </message>
    <message>
        <source>Let the model listen to the selected sound and come near it: the start of a new one.</source>
        <translation>让模型分析所选声音并接近它，作为新声音的起点。</translation>
    </message>
    <message>
        <source>Add sounds…</source>
        <translation>添加声音…</translation>
    </message>
    <message>
        <source>Add sounds</source>
        <translation>添加声音</translation>
    </message>
    <message>
        <source>Choose sound files that are copied into your library.</source>
        <translation>选择要复制到资料库的声音文件。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Choose a folder; every sound in it is copied into your library.</source>
        <translation>选择文件夹；其中的每个声音都会复制到资料库。</translation>
    </message>
    <message>
        <source>None of your sounds is called so.</source>
        <translation>你的声音中没有这个名称。</translation>
    </message>
    <message>
        <source>Drop sounds or a folder of sounds here. Any of them can be the start of a new sound.</source>
        <translation>将声音或声音文件夹拖到此处。其中任何一个都可以作为新声音的起点。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Sounds (*.wav *.flac *.aif *.aiff *.ogg *.mp3)</source>
        <translation>声音 (*.wav *.flac *.aif *.aiff *.ogg *.mp3)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Add a folder of sounds</source>
        <translation>添加声音文件夹</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What is under the pointer, running tasks and figures.</source>
        <translation>指针下的内容、进行中的任务和数据。</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>A model loads or a sound is being read.</source>
        <translation>正在载入模型或读取声音。</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Time to make the last sound, output latency and gaps.</source>
        <translation>上一个声音的生成时间、输出延迟和断音。</translation>
    </message>
    <message>
        <source>● working</source>
        <translation>● 工作中</translation>
    </message>
    <message>
        <source>made in {ms} ms</source>
        <translation>生成用时 {ms} ms</translation>
    </message>
    <message>
        <source>{ms} ms latency</source>
        <translation>延迟 {ms} ms</translation>
    </message>
    <message>
        <source>{count} gaps</source>
        <translation>断音 {count} 次</translation>
    </message>
    <message>
        <source>1 gap</source>
        <translation>断音 1 次</translation>
    </message>
</context>
<context>
    <name>StepGrid</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Pad {pad} {title}, step {step} of {steps}</source>
        <translation>打击垫 {pad} {title}，第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>velocity {percent} %</source>
        <translation>力度 {percent} %</translation>
    </message>
    <message>
        <source>chance {percent} %</source>
        <translation>概率 {percent} %</translation>
    </message>
    <message>
        <source>offset {value}</source>
        <translation>偏移 {value}</translation>
    </message>
    <message>
        <source>{count} hits</source>
        <translation>{count} 次击打</translation>
    </message>
    <message>
        <source>&apos;Beat&apos; fills the pads and plays · drop takes on pads · paint steps here</source>
        <translation>“节拍”填满打击垫并播放 · 将片段拖到打击垫上 · 在此绘制步</translation>
    </message>
</context>
<context>
    <name>StreamPage</name>
    <message>
        <source>Streams</source>
        <translation>音流</translation>
    </message>
    <message>
        <source>Two streams that run on while you move them, under one crossfader.</source>
        <translation>在你操控时持续运行的两个音流，由一个交叉推子混合。</translation>
    </message>
    <message>
        <source>Crossfader</source>
        <translation>交叉推子</translation>
    </message>
    <message>
        <source>From deck A to deck B, equally loud all the way.</source>
        <translation>从唱盘 A 到唱盘 B，全程响度相等。</translation>
    </message>
    <message>
        <source>Fade to deck {letter}</source>
        <translation>淡变到唱盘 {letter}</translation>
    </message>
    <message>
        <source>Only deck {letter} is heard.</source>
        <translation>只听到唱盘 {letter}。</translation>
    </message>
    <message>
        <source>How many blocks of sound the streams are made ahead: more is safer, fewer follows the hand sooner.</source>
        <translation>音流提前生成多少个缓冲的声音：越多越稳，越少则越快跟上手。</translation>
    </message>
    <message>
        <source>Fewer blocks ahead</source>
        <translation>减少提前缓冲</translation>
    </message>
    <message>
        <source>More blocks ahead</source>
        <translation>增加提前缓冲</translation>
    </message>
    <message>
        <source>Blocks ahead</source>
        <translation>提前缓冲数</translation>
    </message>
    <message>
        <source>After a dropout the streams are made one block further ahead, by themselves.</source>
        <translation>发生断音后，流会自动多提前一个块来计算。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>1 block ahead</source>
        <translation>提前 1 个缓冲</translation>
    </message>
    <message>
        <source>{count} blocks ahead</source>
        <translation>提前 {count} 个缓冲</translation>
    </message>
</context>
<context>
    <name>StretchDialog</name>
    <message>
        <source>Pitch and length</source>
        <translation>音高与时长</translation>
    </message>
    <message>
        <source>Makes a new take; the old one stays.</source>
        <translation>生成新片段；原片段保留。</translation>
    </message>
    <message>
        <source>Pitch and length of {title}</source>
        <translation>{title}的音高与时长</translation>
    </message>
    <message>
        <source>Pitch and length of this sound</source>
        <translation>此声音的音高与时长</translation>
    </message>
    <message>
        <source>A new take is made, which remembers the one it came from.</source>
        <translation>会生成一个新片段，并记住它的来源。</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>音高</translation>
    </message>
    <message>
        <source>Semitones higher or lower; the length stays.</source>
        <translation>升高或降低多少半音；时长不变。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>How long it is against now; the pitch stays.</source>
        <translation>相对现在的长度；音高不变。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close and change nothing.</source>
        <translation>关闭，不作更改。</translation>
    </message>
    <message>
        <source>Make take</source>
        <translation>生成片段</translation>
    </message>
    <message>
        <source>Make the new take.</source>
        <translation>生成新片段。</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tag the selected takes.</source>
        <translation>为选中的片段加标签。</translation>
    </message>
    <message>
        <source>Tags of 1 take</source>
        <translation>1 个片段的标签</translation>
    </message>
    <message>
        <source>Tags that {count} takes share</source>
        <translation>{count} 个片段共有的标签</translation>
    </message>
    <message>
        <source>Tags between commas.</source>
        <translation>用逗号分隔标签。</translation>
    </message>
    <message>
        <source>dark, for the bridge</source>
        <translation>暗, 用于过门</translation>
    </message>
    <message>
        <source>Add the tag &apos;{tag}&apos;.</source>
        <translation>添加标签“{tag}”。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Leave the tags as they are.</source>
        <translation>保持标签不变。</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Give the takes these tags.</source>
        <translation>为片段加上这些标签。</translation>
    </message>
</context>
<context>
    <name>TakeCard</name>
    <message>
        <source>settings only</source>
        <translation>仅设置</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>peaks +{db} dB</source>
        <translation>峰值 +{db} dB</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Type a title and press Enter.</source>
        <translation>输入标题并按 Enter。</translation>
    </message>
</context>
<context>
    <name>TakeDesk</name>
    <message>
        <source>Unstar</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Restore settings</source>
        <translation>恢复设置</translation>
    </message>
    <message>
        <source>Go to the take that it came from</source>
        <translation>转到其来源片段</translation>
    </message>
    <message>
        <source>Set as A</source>
        <translation>设为 A</translation>
    </message>
    <message>
        <source>Compare these two</source>
        <translation>对比这两个</translation>
    </message>
    <message>
        <source>More like this, for the slider</source>
        <translation>更像这个（用于滑块）</translation>
    </message>
    <message>
        <source>Less like this, for the slider</source>
        <translation>更不像这个（用于滑块）</translation>
    </message>
    <message>
        <source>Show takes tagged “{tag}”</source>
        <translation>显示带标签“{tag}”的片段</translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation>重命名	F2</translation>
    </message>
    <message>
        <source>Tags…	T</source>
        <translation>标签…	T</translation>
    </message>
    <message>
        <source>Pitch and length…</source>
        <translation>音高与时长…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copy file	Ctrl+C</source>
        <translation>复制文件	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy recipe</source>
        <translation>复制配方</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation>删除	Del</translation>
    </message>
</context>
<context>
    <name>TakeList</name>
    <message>
        <source>Takes</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation>你做过的所有声音，最新的在前。</translation>
    </message>
    <message>
        <source>Click or arrow keys play a take, Enter restores its settings, S stars it, T tags it, drag takes the file out.</source>
        <translation>点击或方向键播放片段，Enter 恢复其设置，S 加星标，T 加标签，拖动可取出文件。</translation>
    </message>
    <message>
        <source>No takes</source>
        <translation>没有片段</translation>
    </message>
    <message>
        <source>Why no take is shown.</source>
        <translation>为何没有显示片段。</translation>
    </message>
    <message>
        <source>Show all takes</source>
        <translation>显示所有片段</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Forget the search.</source>
        <translation>清除搜索。</translation>
    </message>
    <message>
        <source>No take is called so or has such a tag.</source>
        <translation>没有这样命名或带此标签的片段。</translation>
    </message>
    <message>
        <source>Every sound that you make is kept here. Move a slider, or press G.</source>
        <translation>你做的每个声音都保存在这里。移动滑块，或按 G。</translation>
    </message>
</context>
<context>
    <name>TakesModel</name>
    <message>
        <source>{seconds:.2f} s</source>
        <translation>{seconds:.2f} 秒</translation>
    </message>
    <message>
        <source>model {model}</source>
        <translation>模型 {model}</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>tags: {tags}</source>
        <translation>标签：{tags}</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>louder than full scale</source>
        <translation>超过满刻度</translation>
    </message>
    <message>
        <source>in use by another program</source>
        <translation>正被其他程序使用</translation>
    </message>
    <message>
        <source>settings only: play it to make its sound again</source>
        <translation>仅有设置：播放即可重新生成声音</translation>
    </message>
</context>
<context>
    <name>TakesPage</name>
    <message>
        <source>Show the takes that you deleted; they can be put back.</source>
        <translation>显示你删除的片段；可以放回。</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>TakesPanel</name>
    <message>
        <source>Takes</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Every sound that you made, newest first.</source>
        <translation>你做过的所有声音，最新的在前。</translation>
    </message>
    <message>
        <source>Click or arrow keys play a take, Enter restores its settings, S stars it, drag takes the file out.</source>
        <translation>点击或方向键播放片段，Enter 恢复其设置，S 加星标，拖动可取出文件。</translation>
    </message>
    <message>
        <source>How many takes there are.</source>
        <translation>片段的数量。</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Starred only</source>
        <translation>仅星标</translation>
    </message>
    <message>
        <source>Show only starred takes.</source>
        <translation>只显示加星标的片段。</translation>
    </message>
    <message>
        <source>Takes  {shown} of {count}</source>
        <translation>片段  {shown} / {count}</translation>
    </message>
    <message>
        <source>None of your takes is starred yet.  S stars the one that you hear.</source>
        <translation>还没有加星标的片段。按 S 为正在听的片段加星标。</translation>
    </message>
    <message>
        <source>Every sound that you make is kept here.  Move a slider, or press G.</source>
        <translation>你做的每个声音都保存在这里。移动滑块，或按 G。</translation>
    </message>
    <message>
        <source>No takes yet</source>
        <translation>还没有片段</translation>
    </message>
    <message>
        <source>Every sound that you make is kept here.</source>
        <translation>你做的每个声音都保存在这里。</translation>
    </message>
    <message>
        <source>Takes  {count}</source>
        <translation>片段  {count}</translation>
    </message>
</context>
<context>
    <name>TextRow</name>
    <message>
        <source>Type here</source>
        <translation>在此输入</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Top bar</source>
        <translation>顶栏</translation>
    </message>
    <message>
        <source>Model, generating, transport, level and output.</source>
        <translation>模型、生成、走带、电平和输出。</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Tempo of the loop in beats a minute; a one-shot repeats on the beat.</source>
        <translation>循环的速度，以每分钟拍数计；单次声音按拍重复。</translation>
    </message>
    <message>
        <source> BPM</source>
        <translation> BPM</translation>
    </message>
    <message>
        <source>Beats</source>
        <translation>拍数</translation>
    </message>
    <message>
        <source>How many beats one round of the loop lasts.</source>
        <translation>循环一轮有多少拍。</translation>
    </message>
    <message>
        <source> beats</source>
        <translation> 拍</translation>
    </message>
    <message>
        <source> beat</source>
        <translation> 拍</translation>
    </message>
    <message>
        <source>How loud you hear it (exports are not changed); a ceiling at −1 dBFS guards your ears.</source>
        <translation>监听音量（不影响导出）；−1 dBFS 的上限保护听力。</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Volume in dB</source>
        <translation>音量（dB）</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>电平</translation>
    </message>
    <message>
        <source>What you hear, in dB; a red square means that it clipped. Click to clear.</source>
        <translation>你听到的电平，以 dB 计；红色方块表示发生削波。点击清除。</translation>
    </message>
</context>
<context>
    <name>TrainDialog</name>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Train a model on a folder of your own sounds.</source>
        <translation>用你自己的声音文件夹训练模型。</translation>
    </message>
</context>
<context>
    <name>TrashDesk</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
</context>
<context>
    <name>TrashPanel</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Takes that you deleted; they can be put back.</source>
        <translation>你删除的片段；可以放回。</translation>
    </message>
    <message>
        <source>Click or arrow keys play a deleted take, Enter puts it back.</source>
        <translation>单击或方向键播放已删除的片段，回车将其放回。</translation>
    </message>
    <message>
        <source>How much lies in the trash.</source>
        <translation>回收站中有多少内容。</translation>
    </message>
    <message>
        <source>Back to the takes</source>
        <translation>回到片段</translation>
    </message>
    <message>
        <source>Close the trash and show the takes.</source>
        <translation>关闭回收站并显示片段。</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Bring the selected takes back as they were.</source>
        <translation>将选中的片段原样放回。</translation>
    </message>
    <message>
        <source>Empty trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Empty trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Remove everything in it, for good.</source>
        <translation>永久移除其中的一切。</translation>
    </message>
    <message>
        <source>Empty the trash?</source>
        <translation>清空回收站？</translation>
    </message>
    <message>
        <source>What would be removed for good.</source>
        <translation>将被永久移除的内容。</translation>
    </message>
    <message>
        <source>Remove for good</source>
        <translation>永久移除</translation>
    </message>
    <message>
        <source>Nothing brings it back.</source>
        <translation>无法再恢复。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove nothing.</source>
        <translation>不移除任何内容。</translation>
    </message>
    <message>
        <source>Trash  {count} · {size} MB</source>
        <translation>回收站  {count} · {size} MB</translation>
    </message>
    <message>
        <source>Remove {count} files ({size} MB) for good? Deleted sounds and presets are among them. Nothing brings them back.</source>
        <translation>永久移除 {count} 个文件（{size} MB）吗？其中包括已删除的声音和预设。移除后无法恢复。</translation>
    </message>
    <message>
        <source>No deleted take is called so.</source>
        <translation>没有叫这个名称的已删除片段。</translation>
    </message>
    <message>
        <source>No deleted take lies in the trash.</source>
        <translation>回收站中没有已删除的片段。</translation>
    </message>
</context>
<context>
    <name>TypicalChip</name>
    <message>
        <source>typical</source>
        <translation>典型</translation>
    </message>
    <message>
        <source>unusual</source>
        <translation>少见</translation>
    </message>
    <message>
        <source>outside training</source>
        <translation>超出训练范围</translation>
    </message>
    <message>
        <source>How near this sound is to those that the model was trained on.</source>
        <translation>此声音与模型训练所用声音的接近程度。</translation>
    </message>
    <message>
        <source>{percent} % of the training sounds lie nearer to their likes than this sound does.</source>
        <translation>{percent} % 的训练声音与同类的距离比此声音更近。</translation>
    </message>
    <message>
        <source>Typical or unusual</source>
        <translation>典型或少见</translation>
    </message>
</context>
<context>
    <name>ViewButton</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>How the waveform and the spectrogram are shown: scales, colours, range.</source>
        <translation>波形和频谱图的显示方式：刻度、颜色、范围。</translation>
    </message>
</context>
<context>
    <name>ViewPopup</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>How the waveform and the spectrogram are shown.</source>
        <translation>波形和频谱图的显示方式。</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>How strongly the waveform is drawn over the spectrogram; 0 hides it there.</source>
        <translation>波形叠加在频谱图上的强度；0 表示隐藏。</translation>
    </message>
    <message>
        <source>Waveform over it</source>
        <translation>叠加波形</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>振幅</translation>
    </message>
    <message>
        <source>Heights as they are, or in dB, which shows quiet tails.</source>
        <translation>按原样显示高度，或以 dB 显示（可看到安静的尾音）。</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>dB, down to −60</source>
        <translation>dB，低至 −60</translation>
    </message>
    <message>
        <source>dB, down to −90</source>
        <translation>dB，低至 −90</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
    <message>
        <source>Frequencies</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>How frequencies are spread upwards.</source>
        <translation>频率沿纵轴的分布方式。</translation>
    </message>
    <message>
        <source>Mel (as heard)</source>
        <translation>梅尔（按听感）</translation>
    </message>
    <message>
        <source>Logarithmic (octaves)</source>
        <translation>对数（八度）</translation>
    </message>
    <message>
        <source>A short window shows when, a long one which pitch; &apos;auto&apos; takes the sharpest for this sound.</source>
        <translation>短窗看清时间，长窗看清音高；“自动”选用对此声音最清晰的一种。</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Transients (512)</source>
        <translation>瞬态（512）</translation>
    </message>
    <message>
        <source>Normal (2048)</source>
        <translation>常规（2048）</translation>
    </message>
    <message>
        <source>Pitch (8192)</source>
        <translation>音高（8192）</translation>
    </message>
    <message>
        <source>Which colours stand for loud and quiet; cividis reads well for the colour-blind.</source>
        <translation>用哪些颜色表示响与轻；Cividis 便于色觉障碍者辨认。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma（岩浆）</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis（翠绿）</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis（蓝黄）</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Inverted grey</source>
        <translation>反相灰度</translation>
    </message>
    <message>
        <source>Auto (now {samples})</source>
        <translation>自动（当前 {samples}）</translation>
    </message>
    <message>
        <source>How many dB lie between the brightest colour and the darkest.</source>
        <translation>最亮与最暗颜色之间相差多少 dB。</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Makes quiet sounds brighter; the colour bar keeps saying true levels.</source>
        <translation>使安静的声音更亮；色标仍显示真实电平。</translation>
    </message>
    <message>
        <source>Usual view</source>
        <translation>默认视图</translation>
    </message>
    <message>
        <source>Put everything here back to how it came.</source>
        <translation>将此处的一切恢复为默认。</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Viewer</source>
        <translation>查看器</translation>
    </message>
    <message>
        <source>Waveform and spectrogram of the sound.</source>
        <translation>声音的波形和频谱图。</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
    <message>
        <source>Loudness of each frequency over time. Click sets the cursor, drag selects, Ctrl+drag scrubs, wheel zooms.</source>
        <translation>各频率响度随时间的变化。点击放置光标，拖动选择，Ctrl+拖动搓听，滚轮缩放。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>The whole sound. Drag the lit part to see another, its ends to see more or less; arrows move it, double-click fits.</source>
        <translation>整个声音。拖动高亮部分查看别处，拖动两端改变范围；方向键移动，双击显示全部。</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Length and peak of the sound that is shown.</source>
        <translation>所显示声音的长度和峰值。</translation>
    </message>
    <message>
        <source>Show what is heard while streams run, or the sound that is chosen.</source>
        <translation>音流运行时显示听到的声音，或显示所选的声音。</translation>
    </message>
    <message>
        <source>Live picture</source>
        <translation>实时图像</translation>
    </message>
    <message>
        <source>{length} ({percent} % read)</source>
        <translation>{length}（已读取 {percent} %）</translation>
    </message>
    <message>
        <source>{length}  ·  peak {level}  ·  {rate} kHz {channels}</source>
        <translation>{length}  ·  峰值 {level}  ·  {rate} kHz {channels}</translation>
    </message>
    <message>
        <source>{length}  ·  peak {level}</source>
        <translation>{length}  ·  峰值 {level}</translation>
    </message>
    <message>
        <source>Click sets the cursor, drag selects, Ctrl+drag scrubs; wheel zooms at the pointer, Shift+wheel moves, F shows all.</source>
        <translation>点击放置光标，拖动选择，Ctrl+拖动搓听；滚轮以指针为中心缩放，Shift+滚轮平移，F 显示全部。</translation>
    </message>
    <message>
        <source>Colour bar</source>
        <translation>色标</translation>
    </message>
    <message>
        <source>Which colour is how loud, in dB.</source>
        <translation>各颜色代表的响度，以 dB 计。</translation>
    </message>
    <message>
        <source>Waveform and spectrogram</source>
        <translation>波形与频谱图</translation>
    </message>
    <message>
        <source>Drag to give one of them more room.</source>
        <translation>拖动以调整两者的空间。</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>单声道</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>立体声</translation>
    </message>
</context>
<context>
    <name>WaveformPane</name>
    <message>
        <source>L</source>
        <translation>左</translation>
    </message>
    <message>
        <source>R</source>
        <translation>右</translation>
    </message>
    <message>
        <source>enlarged {times} times</source>
        <translation>放大 {times} 倍</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>The viewer and the parts around it.</source>
        <translation>查看器及其周围的部分。</translation>
    </message>
</context>
<context>
    <name>XYPage</name>
    <message>
        <source>XY pad</source>
        <translation>XY 控制板</translation>
    </message>
    <message>
        <source>Two controls, or four sounds, under one hand; and what moves by itself.</source>
        <translation>一手掌控两个控件或四个声音；以及自行移动的控件。</translation>
    </message>
    <message>
        <source>Drag to turn two controls at once. Shift is finer, Alt at release takes it back, a double click centres.</source>
        <translation>拖动可同时控制两个控件。Shift 更精细，松开时按 Alt 撤回，双击居中。</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>What the pad turns from left to right.</source>
        <translation>控制板从左到右控制的控件。</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>What the pad turns from below upwards.</source>
        <translation>控制板自下而上控制的控件。</translation>
    </message>
    <message>
        <source>Top left</source>
        <translation>左上</translation>
    </message>
    <message>
        <source>Top right</source>
        <translation>右上</translation>
    </message>
    <message>
        <source>Bottom left</source>
        <translation>左下</translation>
    </message>
    <message>
        <source>Bottom right</source>
        <translation>右下</translation>
    </message>
    <message>
        <source>Which snapshot lies at this corner.</source>
        <translation>此角放置哪个快照。</translation>
    </message>
    <message>
        <source>Put four sounds around the present one, at the radius below, into the snapshots of the corners.</source>
        <translation>按下方半径，将当前声音周围的四个声音存入四角的快照。</translation>
    </message>
    <message>
        <source>Four from here</source>
        <translation>由此取四个</translation>
    </message>
    <message>
        <source>The puck runs on when it is let go while it moves.</source>
        <translation>在移动中松开时，圆点继续滑行。</translation>
    </message>
    <message>
        <source>Throw</source>
        <translation>抛掷</translation>
    </message>
    <message>
        <source>Two controls</source>
        <translation>两个控件</translation>
    </message>
    <message>
        <source>The pad turns one control across and one up.</source>
        <translation>控制板横向控制一个控件，纵向控制另一个。</translation>
    </message>
    <message>
        <source>Four corners</source>
        <translation>四角</translation>
    </message>
    <message>
        <source>The pad goes between the sounds of four snapshots.</source>
        <translation>控制板在四个快照的声音之间移动。</translation>
    </message>
    <message>
        <source>How far near variants go from the present sound, in standard deviations; locked sliders stay.</source>
        <translation>近似变体离当前声音多远，以标准差计；锁定的滑块保持不变。</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Radius, value</source>
        <translation>半径，数值</translation>
    </message>
    <message>
        <source>Randomise near</source>
        <translation>就近随机</translation>
    </message>
    <message>
        <source>Go somewhere within the radius.</source>
        <translation>在半径内随机移动。</translation>
    </message>
    <message>
        <source>Eight onto pads</source>
        <translation>八个到打击垫</translation>
    </message>
    <message>
        <source>Put eight sounds at the radius, as different as can be, onto the pads.</source>
        <translation>将该半径处八个尽可能不同的声音放上打击垫。</translation>
    </message>
    <message>
        <source>Eight takes</source>
        <translation>八个片段</translation>
    </message>
    <message>
        <source>Make eight takes at the radius, as different as can be.</source>
        <translation>在该半径处生成八个尽可能不同的片段。</translation>
    </message>
    <message>
        <source>Drag to go between four sounds. Shift is finer, Alt at release takes it back, a double click centres.</source>
        <translation>拖动可在四个声音之间移动。Shift 更精细，松开时按 Alt 撤回，双击居中。</translation>
    </message>
    <message>
        <source>{number} (empty)</source>
        <translation>{number}（空）</translation>
    </message>
</context>
</TS>
