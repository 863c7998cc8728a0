<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>musicgan</name>
    <message>
      <source> bars</source>
      <translation> 小节</translation>
    </message>
    <message>
      <source> BPM</source>
      <translation> BPM</translation>
    </message>
    <message>
      <source> min</source>
      <translation> 分钟</translation>
    </message>
    <message>
      <source>&amp;Accompany</source>
      <translation>伴奏(&amp;A)</translation>
    </message>
    <message>
      <source>&amp;Cancel</source>
      <translation>取消(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Change notes</source>
      <translation>修改音符(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Compare (A/B)</source>
      <translation>比较(&amp;C)（A/B）</translation>
    </message>
    <message>
      <source>&amp;Compose</source>
      <translation>作曲(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Continue</source>
      <translation>接续(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <translation>复制(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Delete</source>
      <translation>删除(&amp;D)</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>编辑(&amp;E)</translation>
    </message>
    <message>
      <source>&amp;Erase</source>
      <translation>擦除(&amp;E)</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>文件(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Generate</source>
      <translation>生成(&amp;G)</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>帮助(&amp;H)</translation>
    </message>
    <message>
      <source>&amp;Keyboard shortcuts</source>
      <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
      <source>&amp;Language</source>
      <translation>语言(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Lock</source>
      <translation>锁定(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Loop</source>
      <translation>循环(&amp;L)</translation>
    </message>
    <message>
      <source>&amp;Mark its bars and tracks</source>
      <translation>标记所在小节和音轨(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;Metronome</source>
      <translation>节拍器(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;More like this</source>
      <translation>更多类似版本(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;Music</source>
      <translation>音乐(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;New project</source>
      <translation>新建工程(&amp;N)</translation>
    </message>
    <message>
      <source>&amp;Open …</source>
      <translation>打开(&amp;O)…</translation>
    </message>
    <message>
      <source>&amp;Paste at the playhead</source>
      <translation>粘贴到播放头处(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Play / pause</source>
      <translation>播放/暂停(&amp;P)</translation>
    </message>
    <message>
      <source>&amp;Quantise to the grid</source>
      <translation>量化到网格(&amp;Q)</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>退出(&amp;Q)</translation>
    </message>
    <message>
      <source>&amp;Redo {step}</source>
      <translation>重做(&amp;R) {step}</translation>
    </message>
    <message>
      <source>&amp;Rename</source>
      <translation>重命名(&amp;R)</translation>
    </message>
    <message>
      <source>&amp;Rewind</source>
      <translation>回到开头(&amp;R)</translation>
    </message>
    <message>
      <source>&amp;Rewrite</source>
      <translation>重写(&amp;R)</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>保存(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Select and move</source>
      <translation>选择和移动(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Star</source>
      <translation>加星标(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Stop</source>
      <translation>停止(&amp;S)</translation>
    </message>
    <message>
      <source>&amp;Take</source>
      <translation>版本(&amp;T)</translation>
    </message>
    <message>
      <source>&amp;Train</source>
      <translation>训练(&amp;T)</translation>
    </message>
    <message>
      <source>&amp;Undo {step}</source>
      <translation>撤销(&amp;U) {step}</translation>
    </message>
    <message>
      <source>&amp;Unlock all</source>
      <translation>全部解锁(&amp;U)</translation>
    </message>
    <message>
      <source>&amp;Use its recipe</source>
      <translation>采用其配方(&amp;U)</translation>
    </message>
    <message>
      <source>&amp;User guide</source>
      <translation>使用指南(&amp;U)</translation>
    </message>
    <message>
      <source>&amp;Vary</source>
      <translation>变化(&amp;V)</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>视图(&amp;V)</translation>
    </message>
    <message>
      <source>&amp;Whole song</source>
      <translation>整首乐曲(&amp;W)</translation>
    </message>
    <message>
      <source>1/16 triplets</source>
      <translation>1/16 三连音</translation>
    </message>
    <message>
      <source>1/8 triplets</source>
      <translation>1/8 三连音</translation>
    </message>
    <message>
      <source>a &amp;little</source>
      <translation>少许(&amp;L)</translation>
    </message>
    <message>
      <source>A bar of the chords is empty; write % to repeat the bar before, or N for none.</source>
      <translation>有一个和弦小节是空的；写 % 重复前一小节，或写 N 表示无和弦。</translation>
    </message>
    <message>
      <source>A folder with MIDI, MusicXML or ABC files; you can also drop it here</source>
      <translation>含有 MIDI、MusicXML 或 ABC 文件的文件夹；也可以拖放到这里</translation>
    </message>
    <message>
      <source>a judge is right {share} % of the time ({low}–{high})</source>
      <translation>评判正确率 {share} %（{low}–{high}）</translation>
    </message>
    <message>
      <source>a l&amp;ot</source>
      <translation>很多(&amp;O)</translation>
    </message>
    <message>
      <source>A model from scratch</source>
      <translation>从零训练模型</translation>
    </message>
    <message>
      <source>A new style</source>
      <translation>新风格</translation>
    </message>
    <message>
      <source>A recipe can't be called “{name}”; give it a name of letters, digits and spaces.</source>
      <translation>配方不能命名为“{name}”；请使用字母、数字和空格。</translation>
    </message>
    <message>
      <source>A report needs at least {fewest} works, and there are {works}; listen to the examples instead, or add more music.</source>
      <translation>报告至少需要 {fewest} 首作品，现有 {works} 首；请改听示例，或添加更多音乐。</translation>
    </message>
    <message>
      <source>A small style pack on top of the model, whose other styles stay as they are</source>
      <translation>建立在模型之上的小型风格包，模型的其他风格保持不变</translation>
    </message>
    <message>
      <source>A style pack “{name}” is installed already; choose another name or remove it first.</source>
      <translation>风格包“{name}”已经安装；请另取名称，或先移除它。</translation>
    </message>
    <message>
      <source>A whole new model of this music alone; that takes many hours and much music</source>
      <translation>只用这些音乐训练全新的模型；需要大量音乐和许多小时</translation>
    </message>
    <message>
      <source>A: before</source>
      <translation>A：训练前</translation>
    </message>
    <message>
      <source>Accompanies {parent}; what is new is marked.</source>
      <translation>为“{parent}”伴奏；新写的部分有标记。</translation>
    </message>
    <message>
      <source>Accompany</source>
      <translation>伴奏</translation>
    </message>
    <message>
      <source>Accordion</source>
      <translation>手风琴</translation>
    </message>
    <message>
      <source>Acoustic Bass</source>
      <translation>原声贝斯</translation>
    </message>
    <message>
      <source>Acoustic Grand Piano</source>
      <translation>大钢琴</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>添加</translation>
    </message>
    <message>
      <source>Add an example</source>
      <translation>添加示例</translation>
    </message>
    <message>
      <source>Add an instrument</source>
      <translation>添加乐器</translation>
    </message>
    <message>
      <source>Add to the selection</source>
      <translation>加入选择</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>高级</translation>
    </message>
    <message>
      <source>Agogo</source>
      <translation>阿哥哥铃</translation>
    </message>
    <message>
      <source>all bars</source>
      <translation>所有小节</translation>
    </message>
    <message>
      <source>all bars but locks</source>
      <translation>除锁定外的所有小节</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>所有文件 (*)</translation>
    </message>
    <message>
      <source>All of this is locked; unlock a track or some bars, or mark another region.</source>
      <translation>这里全部已锁定；请解锁一个音轨或一些小节，或标记其他区域。</translation>
    </message>
    <message>
      <source>all tracks</source>
      <translation>所有音轨</translation>
    </message>
    <message>
      <source>Alt+drag</source>
      <translation>Alt+拖动</translation>
    </message>
    <message>
      <source>Alto Sax</source>
      <translation>中音萨克斯</translation>
    </message>
    <message>
      <source>An independent judge needs at least {fewest} works of 4 bars or more, and there are {works}.</source>
      <translation>独立的评判至少需要 {fewest} 首不少于 4 小节的作品，现有 {works} 首。</translation>
    </message>
    <message>
      <source>An independent judge needs scikit-learn, which is not installed.</source>
      <translation>独立的评判需要 scikit-learn，但它没有安装。</translation>
    </message>
    <message>
      <source>An unexpected problem came up ({kind}: {error}).</source>
      <translation>发生了意外问题（{kind}：{error}）。</translation>
    </message>
    <message>
      <source>An unexpected problem came up ({kind}: {error}); see {log}.</source>
      <translation>发生了意外问题（{kind}：{error}）；详见 {log}。</translation>
    </message>
    <message>
      <source>An unexpected problem stopped the work ({kind}: {error}). Please try again.</source>
      <translation>意外问题使工作停止（{kind}：{error}）。请重试。</translation>
    </message>
    <message>
      <source>Any</source>
      <translation>任意</translation>
    </message>
    <message>
      <source>any</source>
      <translation>任意</translation>
    </message>
    <message>
      <source>Any in all bars</source>
      <translation>所有小节均为任意</translation>
    </message>
    <message>
      <source>any key</source>
      <translation>任意调</translation>
    </message>
    <message>
      <source>any mode</source>
      <translation>任意调式</translation>
    </message>
    <message>
      <source>any, or: Am | F C | % | G7</source>
      <translation>任意，或：Am | F C | % | G7</translation>
    </message>
    <message>
      <source>Any, which is {program}</source>
      <translation>任意，即{program}</translation>
    </message>
    <message>
      <source>any: a usual line-up of the style</source>
      <translation>任意：该风格的常用编制</translation>
    </message>
    <message>
      <source>Applause</source>
      <translation>掌声</translation>
    </message>
    <message>
      <source>Articulation</source>
      <translation>奏法</translation>
    </message>
    <message>
      <source>articulation</source>
      <translation>奏法</translation>
    </message>
    <message>
      <source>artsong</source>
      <translation>艺术歌曲</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>As usual in {style}</source>
      <translation>{style}的常用编制</translation>
    </message>
    <message>
      <source>At most about {time}, a guess until it runs; it ends when no more is gained.</source>
      <translation>最多约 {time}（运行前为估计）；不再有进步时会提前结束。</translation>
    </message>
    <message>
      <source>At most about {time}; it ends sooner when nothing more is gained.</source>
      <translation>最多约 {time}；不再有进步时会提前结束。</translation>
    </message>
    <message>
      <source>At most {steps} steps, about {time}</source>
      <translation>最多 {steps} 步，约 {time}</translation>
    </message>
    <message>
      <source>Atmosphere</source>
      <translation>氛围</translation>
    </message>
    <message>
      <source>Audio output</source>
      <translation>音频输出</translation>
    </message>
    <message>
      <source>B: newest</source>
      <translation>B：最新</translation>
    </message>
    <message>
      <source>Bagpipe</source>
      <translation>风笛</translation>
    </message>
    <message>
      <source>Bandoneon</source>
      <translation>班多钮手风琴</translation>
    </message>
    <message>
      <source>Banjo</source>
      <translation>班卓琴</translation>
    </message>
    <message>
      <source>bar</source>
      <translation>小节</translation>
    </message>
    <message>
      <source>Bar ruler</source>
      <translation>小节标尺</translation>
    </message>
    <message>
      <source>Bar {bar}: {level}</source>
      <translation>第 {bar} 小节：{level}</translation>
    </message>
    <message>
      <source>bar {first}</source>
      <translation>第 {first} 小节</translation>
    </message>
    <message>
      <source>Baritone Sax</source>
      <translation>上低音萨克斯</translation>
    </message>
    <message>
      <source>Bars</source>
      <translation>小节</translation>
    </message>
    <message>
      <source>Bars of chords: {bars}</source>
      <translation>和弦小节数：{bars}</translation>
    </message>
    <message>
      <source>Bars of chords: {bars}, repeated over {most}</source>
      <translation>和弦小节数：{bars}，在 {most} 小节中重复</translation>
    </message>
    <message>
      <source>Bars of chords: {bars}; the piece has only {most}</source>
      <translation>和弦小节数：{bars}；乐曲只有 {most} 小节</translation>
    </message>
    <message>
      <source>bars {first}–{last}</source>
      <translation>第 {first}–{last} 小节</translation>
    </message>
    <message>
      <source>Bars. Click to play from here; drag to mark bars; double-click unmarks.</source>
      <translation>小节。单击从这里播放；拖动标记小节；双击取消标记。</translation>
    </message>
    <message>
      <source>Bass</source>
      <translation>贝斯</translation>
    </message>
    <message>
      <source>Bass and Lead</source>
      <translation>贝斯加主音</translation>
    </message>
    <message>
      <source>Bassoon</source>
      <translation>大管</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>批量</translation>
    </message>
    <message>
      <source>Before and after …</source>
      <translation>训练前后对比 …</translation>
    </message>
    <message>
      <source>before training</source>
      <translation>训练前</translation>
    </message>
    <message>
      <source>Being written …</source>
      <translation>正在写作…</translation>
    </message>
    <message>
      <source>Belongs to the model {name}</source>
      <translation>属于模型 {name}</translation>
    </message>
    <message>
      <source>best</source>
      <translation>最佳</translation>
    </message>
    <message>
      <source>bfloat16 is faster on most processors; float32 is exact</source>
      <translation>bfloat16 在多数处理器上更快；float32 更精确</translation>
    </message>
    <message>
      <source>Bird Tweet</source>
      <translation>鸟鸣</translation>
    </message>
    <message>
      <source>Blown Bottle</source>
      <translation>吹瓶</translation>
    </message>
    <message>
      <source>Bowed Pad</source>
      <translation>弓奏铺底</translation>
    </message>
    <message>
      <source>Brass</source>
      <translation>铜管</translation>
    </message>
    <message>
      <source>Brass Section</source>
      <translation>铜管组</translation>
    </message>
    <message>
      <source>Breath Noise</source>
      <translation>呼吸声</translation>
    </message>
    <message>
      <source>Bright Acoustic Piano</source>
      <translation>明亮钢琴</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>明亮</translation>
    </message>
    <message>
      <source>Browse …</source>
      <translation>浏览…</translation>
    </message>
    <message>
      <source>by bar</source>
      <translation>逐小节</translation>
    </message>
    <message>
      <source>by {bars} bars</source>
      <translation>{bars} 小节</translation>
    </message>
    <message>
      <source>Cabasa</source>
      <translation>卡巴萨</translation>
    </message>
    <message>
      <source>Calliope Lead</source>
      <translation>汽笛主音</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>已取消。</translation>
    </message>
    <message>
      <source>Celesta</source>
      <translation>钢片琴</translation>
    </message>
    <message>
      <source>Cello</source>
      <translation>大提琴</translation>
    </message>
    <message>
      <source>centre</source>
      <translation>居中</translation>
    </message>
    <message>
      <source>Chance</source>
      <translation>随机</translation>
    </message>
    <message>
      <source>Change chord</source>
      <translation>更改和弦</translation>
    </message>
    <message>
      <source>Change instrument</source>
      <translation>更换乐器</translation>
    </message>
    <message>
      <source>Change note lengths</source>
      <translation>改变音符时值</translation>
    </message>
    <message>
      <source>Change velocities</source>
      <translation>改变力度</translation>
    </message>
    <message>
      <source>Charang Lead</source>
      <translation>电吉他主音</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>检查点</translation>
    </message>
    <message>
      <source>Chiff Lead</source>
      <translation>吹气主音</translation>
    </message>
    <message>
      <source>China</source>
      <translation>中国镲</translation>
    </message>
    <message>
      <source>Choir</source>
      <translation>合唱</translation>
    </message>
    <message>
      <source>Choir Aahs</source>
      <translation>合唱“啊”</translation>
    </message>
    <message>
      <source>Choir Pad</source>
      <translation>合唱铺底</translation>
    </message>
    <message>
      <source>choose</source>
      <translation>请选择</translation>
    </message>
    <message>
      <source>Choose a folder of music</source>
      <translation>选择音乐文件夹</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>选择模型</translation>
    </message>
    <message>
      <source>Choose a model file …</source>
      <translation>选择模型文件…</translation>
    </message>
    <message>
      <source>Choose a SoundFont</source>
      <translation>选择音色库</translation>
    </message>
    <message>
      <source>Choose a style pack</source>
      <translation>选择风格包</translation>
    </message>
    <message>
      <source>Choose music</source>
      <translation>选择音乐</translation>
    </message>
    <message>
      <source>chorale</source>
      <translation>众赞歌</translation>
    </message>
    <message>
      <source>Chord symbol</source>
      <translation>和弦标记</translation>
    </message>
    <message>
      <source>Chord symbols by bar: | or Enter ends a bar, several chords share it, % repeats the bar before. They are repeated over the piece.</source>
      <translation>逐小节的和弦标记：| 或回车结束一个小节，多个和弦平分一个小节，% 重复前一小节。和弦会在全曲中反复。</translation>
    </message>
    <message>
      <source>Chords</source>
      <translation>和弦</translation>
    </message>
    <message>
      <source>Chords. Double-click to write one at that beat, or to take it away.</source>
      <translation>和弦。双击可在该拍写入或删除和弦。</translation>
    </message>
    <message>
      <source>Church Organ</source>
      <translation>教堂管风琴</translation>
    </message>
    <message>
      <source>Clap</source>
      <translation>拍手</translation>
    </message>
    <message>
      <source>Clarinet</source>
      <translation>单簧管</translation>
    </message>
    <message>
      <source>Claves</source>
      <translation>响棒</translation>
    </message>
    <message>
      <source>Clavinet</source>
      <translation>击弦古钢琴</translation>
    </message>
    <message>
      <source>Clean Guitar</source>
      <translation>清音电吉他</translation>
    </message>
    <message>
      <source>Click a track's stripe to mark the track; Ctrl+click marks several.</source>
      <translation>单击音轨色条可标记音轨；Ctrl+单击可标记多条。</translation>
    </message>
    <message>
      <source>click in the ruler</source>
      <translation>在标尺上单击</translation>
    </message>
    <message>
      <source>click its stripe, in lanes</source>
      <translation>分轨显示时单击其色条</translation>
    </message>
    <message>
      <source>Click the styles to mix.</source>
      <translation>请单击要混合的风格。</translation>
    </message>
    <message>
      <source>Click to fold or unfold</source>
      <translation>单击可折叠或展开</translation>
    </message>
    <message>
      <source>Click what the piece is to end as.</source>
      <translation>请单击乐曲结束时的风格。</translation>
    </message>
    <message>
      <source>Close the message</source>
      <translation>关闭消息</translation>
    </message>
    <message>
      <source>Close the window? Everything is kept; the training can go on at the next start.</source>
      <translation>关闭窗口？一切都会保留，下次启动时可以继续训练。</translation>
    </message>
    <message>
      <source>Closed hat</source>
      <translation>闭镲</translation>
    </message>
    <message>
      <source>Collection</source>
      <translation>曲集</translation>
    </message>
    <message>
      <source>Compare A and B below, then give it a name.</source>
      <translation>请在下面比较 A 和 B，然后为它命名。</translation>
    </message>
    <message>
      <source>Comparing before and after …</source>
      <translation>正在比较训练前后 …</translation>
    </message>
    <message>
      <source>Compose</source>
      <translation>作曲</translation>
    </message>
    <message>
      <source>Compose with it</source>
      <translation>用它作曲</translation>
    </message>
    <message>
      <source>Contents</source>
      <translation>目录</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>接续</translation>
    </message>
    <message>
      <source>Continues {parent}; what is new is marked.</source>
      <translation>接续“{parent}”；新写的部分有标记。</translation>
    </message>
    <message>
      <source>Contrabass</source>
      <translation>低音提琴</translation>
    </message>
    <message>
      <source>Convolutional GAN</source>
      <translation>卷积 GAN</translation>
    </message>
    <message>
      <source>Copy as MIDI</source>
      <translation>复制为 MIDI</translation>
    </message>
    <message>
      <source>Copy notes</source>
      <translation>复制音符</translation>
    </message>
    <message>
      <source>Count one bar in before playing</source>
      <translation>播放前预备一小节</translation>
    </message>
    <message>
      <source>Cowbell</source>
      <translation>牛铃</translation>
    </message>
    <message>
      <source>Crash</source>
      <translation>碎音镲</translation>
    </message>
    <message>
      <source>Crash 2</source>
      <translation>碎音镲 2</translation>
    </message>
    <message>
      <source>Critics</source>
      <translation>评论家</translation>
    </message>
    <message>
      <source>Critics and generator are in balance: both are learning.</source>
      <translation>评论家与生成器势均力敌：双方都在学习。</translation>
    </message>
    <message>
      <source>critics are right {share} % of the time</source>
      <translation>评论家的正确率为 {share} %</translation>
    </message>
    <message>
      <source>critics are right, in tenths</source>
      <translation>评论家判断正确（十分之几）</translation>
    </message>
    <message>
      <source>critics join in</source>
      <translation>评论家加入</translation>
    </message>
    <message>
      <source>critics’ loss</source>
      <translation>评论家的损失</translation>
    </message>
    <message>
      <source>Critics’ rate</source>
      <translation>评论家学习率</translation>
    </message>
    <message>
      <source>Critics’ scales</source>
      <translation>评论家的尺度</translation>
    </message>
    <message>
      <source>Critics’ updates</source>
      <translation>评论家更新次数</translation>
    </message>
    <message>
      <source>Crystal</source>
      <translation>水晶</translation>
    </message>
    <message>
      <source>Ctrl+drag</source>
      <translation>Ctrl+拖动</translation>
    </message>
    <message>
      <source>Ctrl+Shift+wheel</source>
      <translation>Ctrl+Shift+滚轮</translation>
    </message>
    <message>
      <source>Ctrl+wheel, pinch</source>
      <translation>Ctrl+滚轮、双指捏合</translation>
    </message>
    <message>
      <source>Cu&amp;t</source>
      <translation>剪切(&amp;T)</translation>
    </message>
    <message>
      <source>Curves of the training over its steps</source>
      <translation>训练各步的曲线</translation>
    </message>
    <message>
      <source>Cut notes</source>
      <translation>剪切音符</translation>
    </message>
    <message>
      <source>D&amp;uplicate</source>
      <translation>再制(&amp;U)</translation>
    </message>
    <message>
      <source>Daring</source>
      <translation>大胆</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Delete all &amp;without a star</source>
      <translation>删除所有未加星标的(&amp;W)</translation>
    </message>
    <message>
      <source>Delete it from this computer</source>
      <translation>从这台计算机上删除</translation>
    </message>
    <message>
      <source>Delete notes</source>
      <translation>删除音符</translation>
    </message>
    <message>
      <source>Delete this run and what it learned</source>
      <translation>删除这次训练及其所学</translation>
    </message>
    <message>
      <source>Delete {name}</source>
      <translation>删除{name}</translation>
    </message>
    <message>
      <source>Delete {takes} takes</source>
      <translation>删除 {takes} 个版本</translation>
    </message>
    <message>
      <source>Delete “{name}” for good?</source>
      <translation>永久删除“{name}”？</translation>
    </message>
    <message>
      <source>Density</source>
      <translation>密度</translation>
    </message>
    <message>
      <source>density</source>
      <translation>密度</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>放弃</translation>
    </message>
    <message>
      <source>Distortion Guitar</source>
      <translation>失真吉他</translation>
    </message>
    <message>
      <source>double click</source>
      <translation>双击</translation>
    </message>
    <message>
      <source>Dra&amp;w</source>
      <translation>绘制(&amp;W)</translation>
    </message>
    <message>
      <source>drag in the ruler</source>
      <translation>在标尺上拖动</translation>
    </message>
    <message>
      <source>Drag to another place (Alt+Up, Alt+Down)</source>
      <translation>拖到别处（Alt+上、Alt+下）</translation>
    </message>
    <message>
      <source>Draw a note</source>
      <translation>绘制一个音符</translation>
    </message>
    <message>
      <source>Draw note</source>
      <translation>绘制音符</translation>
    </message>
    <message>
      <source>Draw notes (B); a double click draws one, too</source>
      <translation>绘制音符（B）；双击也可绘制</translation>
    </message>
    <message>
      <source>Drawbar Organ</source>
      <translation>拉杆风琴</translation>
    </message>
    <message>
      <source>Drop your music here</source>
      <translation>把音乐拖放到这里</translation>
    </message>
    <message>
      <source>Drums</source>
      <translation>鼓组</translation>
    </message>
    <message>
      <source>drums</source>
      <translation>鼓</translation>
    </message>
    <message>
      <source>Drums can't play a pitched track, nor an instrument the drums; add a track instead.</source>
      <translation>鼓不能演奏有音高的音轨，乐器也不能演奏鼓；请改为添加音轨。</translation>
    </message>
    <message>
      <source>Dulcimer</source>
      <translation>扬琴</translation>
    </message>
    <message>
      <source>Duplicate notes</source>
      <translation>再制音符</translation>
    </message>
    <message>
      <source>Dynamics</source>
      <translation>强弱</translation>
    </message>
    <message>
      <source>dynamics</source>
      <translation>强弱</translation>
    </message>
    <message>
      <source>Each has its own seed and instruments, from first to last</source>
      <translation>每个示例从头到尾使用同一种子和乐器</translation>
    </message>
    <message>
      <source>Each track in a lane of its own</source>
      <translation>每条音轨单独一栏</translation>
    </message>
    <message>
      <source>Earlier</source>
      <translation>提前</translation>
    </message>
    <message>
      <source>Echoes</source>
      <translation>回声</translation>
    </message>
    <message>
      <source>Effects</source>
      <translation>音效</translation>
    </message>
    <message>
      <source>Electric Grand Piano</source>
      <translation>电子大钢琴</translation>
    </message>
    <message>
      <source>Electric Piano 1</source>
      <translation>电钢琴 1</translation>
    </message>
    <message>
      <source>Electric Piano 2</source>
      <translation>电钢琴 2</translation>
    </message>
    <message>
      <source>electronic</source>
      <translation>电子</translation>
    </message>
    <message>
      <source>End the training now and keep the best it has learned</source>
      <translation>立即结束训练并保留最好的结果</translation>
    </message>
    <message>
      <source>English Horn</source>
      <translation>英国管</translation>
    </message>
    <message>
      <source>Engraving …</source>
      <translation>正在排谱…</translation>
    </message>
    <message>
      <source>Enough for a style pack; it stops by itself when it gains no more.</source>
      <translation>足够训练一个风格包；不再有进步时会自动停止。</translation>
    </message>
    <message>
      <source>Ensemble</source>
      <translation>合奏</translation>
    </message>
    <message>
      <source>Erase notes (E)</source>
      <translation>擦除音符（E）</translation>
    </message>
    <message>
      <source>Evening quartet</source>
      <translation>黄昏四重奏</translation>
    </message>
    <message>
      <source>Everything any</source>
      <translation>全部任意</translation>
    </message>
    <message>
      <source>Example at step {step}</source>
      <translation>第 {step} 步的示例</translation>
    </message>
    <message>
      <source>Example {number}</source>
      <translation>示例 {number}</translation>
    </message>
    <message>
      <source>Examples</source>
      <translation>示例</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Export &amp;audio …</source>
      <translation>导出音频(&amp;A)…</translation>
    </message>
    <message>
      <source>Export &amp;MIDI …</source>
      <translation>导出 MIDI(&amp;M)…</translation>
    </message>
    <message>
      <source>Export MusicXML …</source>
      <translation>导出 MusicXML…</translation>
    </message>
    <message>
      <source>Export s&amp;tems …</source>
      <translation>导出分轨(&amp;T)…</translation>
    </message>
    <message>
      <source>Export the style pack</source>
      <translation>导出风格包</translation>
    </message>
    <message>
      <source>Export …</source>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Export, or drag out as MIDI</source>
      <translation>导出，或拖出为 MIDI</translation>
    </message>
    <message>
      <source>Export. Or drag this into another program: the selection, or all, as a MIDI file</source>
      <translation>导出；也可将其拖入其他程序：所选内容或全部，以 MIDI 文件形式</translation>
    </message>
    <message>
      <source>Falling</source>
      <translation>下降</translation>
    </message>
    <message>
      <source>fewer</source>
      <translation>收起</translation>
    </message>
    <message>
      <source>Fiddle</source>
      <translation>民间提琴</translation>
    </message>
    <message>
      <source>Fifths Lead</source>
      <translation>五度主音</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Files of the collection</source>
      <translation>曲集的文件</translation>
    </message>
    <message>
      <source>Files …</source>
      <translation>文件…</translation>
    </message>
    <message>
      <source>Find a style</source>
      <translation>查找风格</translation>
    </message>
    <message>
      <source>Fingered Bass</source>
      <translation>指弹贝斯</translation>
    </message>
    <message>
      <source>Fingerpicking</source>
      <translation>指弹吉他</translation>
    </message>
    <message>
      <source>Flute</source>
      <translation>长笛</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Folder for a sound file of each track</source>
      <translation>每个音轨一个声音文件，选择文件夹</translation>
    </message>
    <message>
      <source>Folder …</source>
      <translation>文件夹…</translation>
    </message>
    <message>
      <source>Folders or files, MIDI, MusicXML or ABC. Every file is listed with the reason if it can't be used. One file is enough to begin with, twenty are better.</source>
      <translation>文件夹或文件，MIDI、MusicXML 或 ABC。每个文件都会列出，不能使用的会说明原因。一个文件就可以开始，二十个更好。</translation>
    </message>
    <message>
      <source>folk</source>
      <translation>民谣</translation>
    </message>
    <message>
      <source>Folk duo</source>
      <translation>民谣二重奏</translation>
    </message>
    <message>
      <source>Folk meets jazz</source>
      <translation>民谣遇见爵士</translation>
    </message>
    <message>
      <source>Follow the playhead</source>
      <translation>跟随播放头</translation>
    </message>
    <message>
      <source>Form</source>
      <translation>曲式</translation>
    </message>
    <message>
      <source>Four-chord song</source>
      <translation>四和弦歌曲</translation>
    </message>
    <message>
      <source>Four-part chorale</source>
      <translation>四部众赞歌</translation>
    </message>
    <message>
      <source>frame</source>
      <translation>瞬间</translation>
    </message>
    <message>
      <source>free</source>
      <translation>自由</translation>
    </message>
    <message>
      <source>Freedom of a style pack: more learns more, copies sooner, fills the disk</source>
      <translation>风格包的自由度：越大学得越多，也越早开始照抄，文件也更大</translation>
    </message>
    <message>
      <source>French Horn</source>
      <translation>圆号</translation>
    </message>
    <message>
      <source>Fret Noise</source>
      <translation>品丝噪声</translation>
    </message>
    <message>
      <source>Fretless Bass</source>
      <translation>无品贝斯</translation>
    </message>
    <message>
      <source>From church to club</source>
      <translation>从教堂到酒吧</translation>
    </message>
    <message>
      <source>From low to high pitches, for the style</source>
      <translation>音高从低到高（相对于该风格）</translation>
    </message>
    <message>
      <source>From short, detached notes to long, bound ones</source>
      <translation>从短促的断音到悠长的连音</translation>
    </message>
    <message>
      <source>From soft to loud</source>
      <translation>从弱到强</translation>
    </message>
    <message>
      <source>funk</source>
      <translation>放克</translation>
    </message>
    <message>
      <source>Funk band</source>
      <translation>放克乐队</translation>
    </message>
    <message>
      <source>Fx</source>
      <translation>合成效果</translation>
    </message>
    <message>
      <source>game</source>
      <translation>游戏</translation>
    </message>
    <message>
      <source>Gaussian mixtures</source>
      <translation>高斯混合模型</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>生成</translation>
    </message>
    <message>
      <source>Generate a first tune</source>
      <translation>生成第一首曲子</translation>
    </message>
    <message>
      <source>Generate with it from now on</source>
      <translation>从现在起用它生成</translation>
    </message>
    <message>
      <source>Give it another name</source>
      <translation>另取名称</translation>
    </message>
    <message>
      <source>Glockenspiel</source>
      <translation>钟琴</translation>
    </message>
    <message>
      <source>Go from one style or mixture to another, bar by bar</source>
      <translation>从一种风格或混合逐小节过渡到另一种</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Goblins</source>
      <translation>小妖</translation>
    </message>
    <message>
      <source>Gradient penalty (R1): keeps the critics from being too sure of themselves near real music; raise it where they win all the time. 0 leaves it out</source>
      <translation>梯度惩罚（R1）：让评论家在真实音乐附近不过于自信；如果它们总是赢，请调高。0 表示不用</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>网格</translation>
    </message>
    <message>
      <source>Grid as seen</source>
      <translation>随显示网格</translation>
    </message>
    <message>
      <source>Guitar</source>
      <translation>吉他</translation>
    </message>
    <message>
      <source>guitar</source>
      <translation>吉他</translation>
    </message>
    <message>
      <source>Guitar Harmonics</source>
      <translation>吉他泛音</translation>
    </message>
    <message>
      <source>Gunshot</source>
      <translation>枪声</translation>
    </message>
    <message>
      <source>Halo Pad</source>
      <translation>光晕铺底</translation>
    </message>
    <message>
      <source>Harmonica</source>
      <translation>口琴</translation>
    </message>
    <message>
      <source>Harpsichord</source>
      <translation>羽管键琴</translation>
    </message>
    <message>
      <source>Hear &amp;only that track</source>
      <translation>只听该音轨(&amp;O)</translation>
    </message>
    <message>
      <source>Hear only {name}</source>
      <translation>只听{name}</translation>
    </message>
    <message>
      <source>Hear this example</source>
      <translation>试听这个示例</translation>
    </message>
    <message>
      <source>Helicopter</source>
      <translation>直升机</translation>
    </message>
    <message>
      <source>Here you see it learn, and at every checkpoint you hear examples of the same seeds, from the first to the last.</source>
      <translation>在这里可以看到它学习，并在每个检查点听到同一种子的示例，从最初到最后。</translation>
    </message>
    <message>
      <source>Hi agogo</source>
      <translation>高阿哥哥</translation>
    </message>
    <message>
      <source>Hi block</source>
      <translation>高木鱼</translation>
    </message>
    <message>
      <source>Hi bongo</source>
      <translation>高邦戈</translation>
    </message>
    <message>
      <source>Hi timbale</source>
      <translation>高天巴</translation>
    </message>
    <message>
      <source>Hidden Markov models</source>
      <translation>隐马尔可夫模型</translation>
    </message>
    <message>
      <source>high</source>
      <translation>高</translation>
    </message>
    <message>
      <source>High tom</source>
      <translation>高嗵</translation>
    </message>
    <message>
      <source>High tom 2</source>
      <translation>高嗵 2</translation>
    </message>
    <message>
      <source>Hold the training; nothing is lost</source>
      <translation>暂停训练；不会丢失任何内容</translation>
    </message>
    <message>
      <source>Honky-tonk Piano</source>
      <translation>酒吧钢琴</translation>
    </message>
    <message>
      <source>How fast it learns at most; it warms up, then falls along a cosine. Too high: the curves jump. Too low: nothing happens</source>
      <translation>最高学习速度；先升温，再按余弦下降。太高：曲线跳动。太低：没有变化</translation>
    </message>
    <message>
      <source>How fast the critics learn; lower it where they win all the time</source>
      <translation>评论家学习的速度；如果它们总是赢，请调低</translation>
    </message>
    <message>
      <source>How long it may learn at most, in minutes</source>
      <translation>最多学习多少分钟</translation>
    </message>
    <message>
      <source>How many notes sound at a time, for the style</source>
      <translation>同时发声的音符数（相对于该风格）</translation>
    </message>
    <message>
      <source>How much is played off the beat, for the style</source>
      <translation>有多少音落在拍点之外（相对于该风格）</translation>
    </message>
    <message>
      <source>How often each note occurs: {notes}</source>
      <translation>各音出现的频率：{notes}</translation>
    </message>
    <message>
      <source>How often each track plays, for the style</source>
      <translation>每条音轨演奏的频繁程度（相对于该风格）</translation>
    </message>
    <message>
      <source>How often the critics learn for each piece that the generator writes</source>
      <translation>生成器每写一段，评论家学习的次数</translation>
    </message>
    <message>
      <source>How strictly the takes keep to the recipe, 1 (as usual) to 3</source>
      <translation>各版本遵循配方的严格程度，1（通常）到 3</translation>
    </message>
    <message>
      <source>How unlikely a note may be: of all that could come next, the likeliest that together have this probability, 0.5 to 1 (top-p)</source>
      <translation>音符可以多不寻常：只从合计达到此概率的最可能选项中选取，0.5 到 1</translation>
    </message>
    <message>
      <source>How well a judge, who teaches nothing, tells takes from your music. It hears a few takes only: the truth lies within the bars nineteen times in twenty. Much of your music is learned from, so that music it does not know is told more easily</source>
      <translation>一位不参与教学的评判能多准确地区分样稿与您的音乐。它只听少量样稿：真实值有二十分之十九的可能落在误差线内。您的音乐大多用于学习，因此与未学过的音乐相比会更容易区分</translation>
    </message>
    <message>
      <source>How well judges tell its music from yours, before and after the training. It takes some minutes, then opens in the browser</source>
      <translation>训练前后，评判者能多好地分辨它写的音乐和您的音乐。需要几分钟，然后在浏览器中打开</translation>
    </message>
    <message>
      <source>How well the critics tell real from generated; 5 is chance</source>
      <translation>评论家分辨真实与生成音乐的能力；5 表示随机</translation>
    </message>
    <message>
      <source>Import a style pack …</source>
      <translation>导入风格包…</translation>
    </message>
    <message>
      <source>Install a file that others exported</source>
      <translation>安装他人导出的文件</translation>
    </message>
    <message>
      <source>Instrument</source>
      <translation>乐器</translation>
    </message>
    <message>
      <source>Instruments</source>
      <translation>乐器</translation>
    </message>
    <message>
      <source>Instruments: {families}</source>
      <translation>乐器：{families}</translation>
    </message>
    <message>
      <source>Interrupted; everything is saved and it can be resumed.</source>
      <translation>已中断；一切都已保存，可以继续。</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>这是一个文件夹</translation>
    </message>
    <message>
      <source>it</source>
      <translation>它</translation>
    </message>
    <message>
      <source>It began to learn by heart, so it was stopped; the best is kept.</source>
      <translation>开始死记，因此已停止；保留了最好的结果。</translation>
    </message>
    <message>
      <source>it comes from a newer musicgan; update musicgan to use it.</source>
      <translation>它来自更新版本的 musicgan；请更新 musicgan 后使用。</translation>
    </message>
    <message>
      <source>it ends too early</source>
      <translation>文件不完整</translation>
    </message>
    <message>
      <source>it has a bar longer than eight quarter notes</source>
      <translation>有一个小节长于八个四分音符</translation>
    </message>
    <message>
      <source>it has no notes</source>
      <translation>没有音符</translation>
    </message>
    <message>
      <source>it has the same notes as {name}</source>
      <translation>与 {name} 的音符相同</translation>
    </message>
    <message>
      <source>it is a folder that can't be opened</source>
      <translation>这是一个无法打开的文件夹</translation>
    </message>
    <message>
      <source>it is a “{kind}”; choose a file that holds a recipe.</source>
      <translation>它是“{kind}”；请选择含有配方的文件。</translation>
    </message>
    <message>
      <source>it is bigger than a recipe can be; choose another file.</source>
      <translation>它比配方应有的大小大得多；请选择其他文件。</translation>
    </message>
    <message>
      <source>It is learning: the loss on music kept aside is falling.</source>
      <translation>正在学习：留出音乐的损失在下降。</translation>
    </message>
    <message>
      <source>it is not a recipe that musicgan saved ({reason}); choose another file.</source>
      <translation>它不是 musicgan 保存的配方（{reason}）；请选择其他文件。</translation>
    </message>
    <message>
      <source>it is shorter than {count} bars</source>
      <translation>短于 {count} 小节</translation>
    </message>
    <message>
      <source>Its delay is shown while it plays.</source>
      <translation>播放时会显示其延迟。</translation>
    </message>
    <message>
      <source>its notes lie on no beat grid; quantise it in a sequencer first</source>
      <translation>音符不在节拍网格上；请先在音序器中量化</translation>
    </message>
    <message>
      <source>jazz</source>
      <translation>爵士</translation>
    </message>
    <message>
      <source>Jazz Guitar</source>
      <translation>爵士吉他</translation>
    </message>
    <message>
      <source>Jazz quartet</source>
      <translation>爵士四重奏</translation>
    </message>
    <message>
      <source>Jazz trio</source>
      <translation>爵士三重奏</translation>
    </message>
    <message>
      <source>Judge</source>
      <translation>评判</translation>
    </message>
    <message>
      <source>Kalimba</source>
      <translation>卡林巴</translation>
    </message>
    <message>
      <source>Keep everything, and write another instrument to it</source>
      <translation>保留全部，再写一件乐器</translation>
    </message>
    <message>
      <source>Keep the liked ones only</source>
      <translation>只保留喜欢的</translation>
    </message>
    <message>
      <source>Keep this seed</source>
      <translation>保留这个种子</translation>
    </message>
    <message>
      <source>Keep this seed; otherwise Generate rolls a new one each time</source>
      <translation>保留这个种子；否则每次生成都会另掷一个</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>调</translation>
    </message>
    <message>
      <source>Keyboard</source>
      <translation>键盘</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>键盘快捷键</translation>
    </message>
    <message>
      <source>Kick</source>
      <translation>底鼓</translation>
    </message>
    <message>
      <source>Kick 2</source>
      <translation>底鼓 2</translation>
    </message>
    <message>
      <source>Koto</source>
      <translation>日本筝</translation>
    </message>
    <message>
      <source>L1</source>
      <translation>L1</translation>
    </message>
    <message>
      <source>L2</source>
      <translation>L2</translation>
    </message>
    <message>
      <source>Late-night trio</source>
      <translation>深夜三重奏</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>推后</translation>
    </message>
    <message>
      <source>latin</source>
      <translation>拉丁</translation>
    </message>
    <message>
      <source>Lead</source>
      <translation>主音合成</translation>
    </message>
    <message>
      <source>Learn from the files that are marked as used</source>
      <translation>用标为使用的文件来学习</translation>
    </message>
    <message>
      <source>Learned from: {data}</source>
      <translation>学习来源：{data}</translation>
    </message>
    <message>
      <source>Learning</source>
      <translation>学习</translation>
    </message>
    <message>
      <source>learning from the critics</source>
      <translation>向评论家学习</translation>
    </message>
    <message>
      <source>learning from the notes</source>
      <translation>向音符学习</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>学习率</translation>
    </message>
    <message>
      <source>Leave out / use again</source>
      <translation>排除 / 重新使用</translation>
    </message>
    <message>
      <source>Leave the chosen files out, or take them in again (Delete)</source>
      <translation>排除所选文件，或重新使用（Delete）</translation>
    </message>
    <message>
      <source>left</source>
      <translation>左</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>已排除</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>长度</translation>
    </message>
    <message>
      <source>Length in bars</source>
      <translation>长度（小节）</translation>
    </message>
    <message>
      <source>Length in bars, 1 to {most}; step below 1 for any</source>
      <translation>长度，1 到 {most} 小节；调到 1 以下为任意</translation>
    </message>
    <message>
      <source>Let the engine choose the style</source>
      <translation>由引擎选择风格</translation>
    </message>
    <message>
      <source>Licence: {licence}</source>
      <translation>许可：{licence}</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Limit</source>
      <translation>上限</translation>
    </message>
    <message>
      <source>Little music: it takes on the colour of the style, and begins to copy soon. More files are the best help.</source>
      <translation>音乐很少：能学到风格的色彩，但很快会开始照抄。增加文件最有帮助。</translation>
    </message>
    <message>
      <source>Lo timbale</source>
      <translation>低天巴</translation>
    </message>
    <message>
      <source>Loading the model …</source>
      <translation>正在载入模型…</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>锁定</translation>
    </message>
    <message>
      <source>Lock the marked &amp;bars</source>
      <translation>锁定标记的小节(&amp;B)</translation>
    </message>
    <message>
      <source>Lock the marked &amp;tracks</source>
      <translation>锁定标记的音轨(&amp;T)</translation>
    </message>
    <message>
      <source>Lock {name}: rewriting keeps it</source>
      <translation>锁定{name}：重写时保留</translation>
    </message>
    <message>
      <source>Long guiro</source>
      <translation>长刮瓜</translation>
    </message>
    <message>
      <source>Long whistle</source>
      <translation>长哨</translation>
    </message>
    <message>
      <source>Longer</source>
      <translation>加长</translation>
    </message>
    <message>
      <source>Loop (L)</source>
      <translation>循环（L）</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>损失</translation>
    </message>
    <message>
      <source>loss on music kept aside {first} → {now}</source>
      <translation>留出音乐的损失 {first} → {now}</translation>
    </message>
    <message>
      <source>Loss on music kept aside: {before} before, {after} at the best (step {step}).</source>
      <translation>留出音乐的损失：之前 {before}，最好时 {after}（第 {step} 步）。</translation>
    </message>
    <message>
      <source>Loss on music kept aside: {before} before, {after} now (nats a note)</source>
      <translation>留出音乐的损失：之前 {before}，现在 {after}（奈特/音）</translation>
    </message>
    <message>
      <source>Louder</source>
      <translation>加强</translation>
    </message>
    <message>
      <source>low</source>
      <translation>低</translation>
    </message>
    <message>
      <source>Low agogo</source>
      <translation>低阿哥哥</translation>
    </message>
    <message>
      <source>Low block</source>
      <translation>低木鱼</translation>
    </message>
    <message>
      <source>Low bongo</source>
      <translation>低邦戈</translation>
    </message>
    <message>
      <source>Low conga</source>
      <translation>低康加</translation>
    </message>
    <message>
      <source>Low tom</source>
      <translation>低嗵</translation>
    </message>
    <message>
      <source>Low tom 2</source>
      <translation>低嗵 2</translation>
    </message>
    <message>
      <source>M&amp;odel</source>
      <translation>模型(&amp;O)</translation>
    </message>
    <message>
      <source>M&amp;ute the track in hand</source>
      <translation>静音当前音轨(&amp;U)</translation>
    </message>
    <message>
      <source>Made from {parent}.</source>
      <translation>由“{parent}”而来。</translation>
    </message>
    <message>
      <source>major</source>
      <translation>大调</translation>
    </message>
    <message>
      <source>Mallets</source>
      <translation>键盘打击</translation>
    </message>
    <message>
      <source>Maracas</source>
      <translation>沙锤</translation>
    </message>
    <message>
      <source>Marimba</source>
      <translation>马林巴</translation>
    </message>
    <message>
      <source>Mark a track</source>
      <translation>标记音轨</translation>
    </message>
    <message>
      <source>Mark as liked</source>
      <translation>标为喜欢</translation>
    </message>
    <message>
      <source>Mark bars</source>
      <translation>标记小节</translation>
    </message>
    <message>
      <source>Markov chains</source>
      <translation>马尔可夫链</translation>
    </message>
    <message>
      <source>medium</source>
      <translation>中</translation>
    </message>
    <message>
      <source>Melodic Tom</source>
      <translation>旋律嗵鼓</translation>
    </message>
    <message>
      <source>Metallic Pad</source>
      <translation>金属铺底</translation>
    </message>
    <message>
      <source>Meter</source>
      <translation>拍号</translation>
    </message>
    <message>
      <source>Meter: beats in a bar / the note value of a beat</source>
      <translation>拍号：每小节拍数/一拍的时值</translation>
    </message>
    <message>
      <source>Metronome (C)</source>
      <translation>节拍器（C）</translation>
    </message>
    <message>
      <source>Mid tom</source>
      <translation>中嗵</translation>
    </message>
    <message>
      <source>Mid tom 2</source>
      <translation>中嗵 2</translation>
    </message>
    <message>
      <source>middle button</source>
      <translation>中键</translation>
    </message>
    <message>
      <source>MIDI output</source>
      <translation>MIDI 输出</translation>
    </message>
    <message>
      <source>minor</source>
      <translation>小调</translation>
    </message>
    <message>
      <source>Minutes of training</source>
      <translation>训练分钟数</translation>
    </message>
    <message>
      <source>Mix</source>
      <translation>混合</translation>
    </message>
    <message>
      <source>Mode of the key</source>
      <translation>调式</translation>
    </message>
    <message>
      <source>model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Models and style packs</source>
      <translation>模型与风格包</translation>
    </message>
    <message>
      <source>Models and style packs …</source>
      <translation>模型与风格包…</translation>
    </message>
    <message>
      <source>More that can be done with a take</source>
      <translation>版本的更多操作</translation>
    </message>
    <message>
      <source>Morph</source>
      <translation>渐变</translation>
    </message>
    <message>
      <source>Mouse in the piano-roll</source>
      <translation>钢琴卷帘中的鼠标操作</translation>
    </message>
    <message>
      <source>Move notes</source>
      <translation>移动音符</translation>
    </message>
    <message>
      <source>Move off the grid</source>
      <translation>脱离网格移动</translation>
    </message>
    <message>
      <source>Move the view</source>
      <translation>移动视图</translation>
    </message>
    <message>
      <source>Music Box</source>
      <translation>八音盒</translation>
    </message>
    <message>
      <source>music kept aside</source>
      <translation>留出的音乐</translation>
    </message>
    <message>
      <source>musicgan ended unexpectedly; what was not saved then is still there.</source>
      <translation>musicgan 曾意外退出；当时未保存的内容仍在。</translation>
    </message>
    <message>
      <source>musicgan projects</source>
      <translation>musicgan 工程</translation>
    </message>
    <message>
      <source>Mute conga</source>
      <translation>闷康加</translation>
    </message>
    <message>
      <source>Mute cuica</source>
      <translation>闷奎卡</translation>
    </message>
    <message>
      <source>Mute triangle</source>
      <translation>闷三角铁</translation>
    </message>
    <message>
      <source>Mute {name}</source>
      <translation>静音{name}</translation>
    </message>
    <message>
      <source>Muted Guitar</source>
      <translation>闷音吉他</translation>
    </message>
    <message>
      <source>Muted Trumpet</source>
      <translation>弱音小号</translation>
    </message>
    <message>
      <source>My recipes</source>
      <translation>我的配方</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Name of the recipe:</source>
      <translation>配方名称：</translation>
    </message>
    <message>
      <source>Name of the style</source>
      <translation>风格名称</translation>
    </message>
    <message>
      <source>Nats a note, lower is better; rising on music kept aside: by heart</source>
      <translation>每音奈特数，越低越好；留出音乐上升表示在死记</translation>
    </message>
    <message>
      <source>New Age Pad</source>
      <translation>新世纪铺底</translation>
    </message>
    <message>
      <source>New notes go to this track</source>
      <translation>新音符写入这条音轨</translation>
    </message>
    <message>
      <source>Next page (Page Down)</source>
      <translation>下一页（Page Down）</translation>
    </message>
    <message>
      <source>No grid</source>
      <translation>无网格</translation>
    </message>
    <message>
      <source>no limit</source>
      <translation>不限</translation>
    </message>
    <message>
      <source>No MIDI port was found on this computer.</source>
      <translation>本机没有找到 MIDI 端口。</translation>
    </message>
    <message>
      <source>No music files were found in {folder}; choose a folder with files of {kinds}.</source>
      <translation>在 {folder} 中没有找到音乐文件；请选择含有 {kinds} 文件的文件夹。</translation>
    </message>
    <message>
      <source>No music is chosen yet.</source>
      <translation>尚未选择音乐。</translation>
    </message>
    <message>
      <source>No projects yet</source>
      <translation>还没有工程</translation>
    </message>
    <message>
      <source>No sound here (MIDI only)</source>
      <translation>此处无声（仅 MIDI）</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>磁盘空间不足</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
      <source>no: {reason}</source>
      <translation>否：{reason}</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>None of the {count} music files can be used: {reasons}.</source>
      <translation>{count} 个音乐文件都不能使用：{reasons}。</translation>
    </message>
    <message>
      <source>None of these files can be learned from; the table says why.</source>
      <translation>这些文件都无法用于学习；原因见表。</translation>
    </message>
    <message>
      <source>none was found</source>
      <translation>没有找到</translation>
    </message>
    <message>
      <source>Normal</source>
      <translation>普通</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>音符</translation>
    </message>
    <message>
      <source>notes in a row from the training music</source>
      <translation>与训练音乐相同的连续音数</translation>
    </message>
    <message>
      <source>Notes of the scale</source>
      <translation>音阶各音</translation>
    </message>
    <message>
      <source>Notes snap to these parts of a bar; hold Alt to move freely</source>
      <translation>音符对齐到小节的这些位置；按住 Alt 可自由移动</translation>
    </message>
    <message>
      <source>Nothing was gained.</source>
      <translation>没有进步。</translation>
    </message>
    <message>
      <source>Number of takes</source>
      <translation>版本数</translation>
    </message>
    <message>
      <source>Nylon Guitar</source>
      <translation>尼龙弦吉他</translation>
    </message>
    <message>
      <source>Objective</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Oboe</source>
      <translation>双簧管</translation>
    </message>
    <message>
      <source>Ocarina</source>
      <translation>陶笛</translation>
    </message>
    <message>
      <source>Octave down</source>
      <translation>降八度</translation>
    </message>
    <message>
      <source>Octave up</source>
      <translation>升八度</translation>
    </message>
    <message>
      <source>Octaves</source>
      <translation>八度</translation>
    </message>
    <message>
      <source>One</source>
      <translation>单一</translation>
    </message>
    <message>
      <source>One file: its last bars are kept aside. It will learn to go on like this file, and soon copy it; quick is enough.</source>
      <translation>一个文件：最后几小节会留出。它会学着像这个文件那样继续，并很快开始照抄；快速即可。</translation>
    </message>
    <message>
      <source>one of its values is wrong ({reason}); correct it.</source>
      <translation>其中一个值有误（{reason}）；请改正。</translation>
    </message>
    <message>
      <source>One style: click it</source>
      <translation>单一风格：单击即可</translation>
    </message>
    <message>
      <source>One work only, so its last bars are kept aside: the curve says how well it goes on with this work, not how well it writes others</source>
      <translation>只有一首作品，因此留出最后几小节：曲线表示它续写这首作品的能力，而不是写其他作品的能力</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Open &amp;recent</source>
      <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
      <source>Open a project or music</source>
      <translation>打开工程或音乐</translation>
    </message>
    <message>
      <source>Open a recipe</source>
      <translation>打开配方</translation>
    </message>
    <message>
      <source>Open a recipe file …</source>
      <translation>打开配方文件…</translation>
    </message>
    <message>
      <source>Open as it is</source>
      <translation>按原样打开</translation>
    </message>
    <message>
      <source>Open conga</source>
      <translation>开康加</translation>
    </message>
    <message>
      <source>Open cuica</source>
      <translation>开奎卡</translation>
    </message>
    <message>
      <source>Open hat</source>
      <translation>开镲</translation>
    </message>
    <message>
      <source>open it as it is written, or play it to a click in a sequencer and quantise it</source>
      <translation>按原样打开，或在音序器中跟着节拍器演奏并量化</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>打开{name}</translation>
    </message>
    <message>
      <source>Opening {name} …</source>
      <translation>正在打开 {name}…</translation>
    </message>
    <message>
      <source>Orchestra Hit</source>
      <translation>乐队强奏</translation>
    </message>
    <message>
      <source>orchestral</source>
      <translation>管弦乐</translation>
    </message>
    <message>
      <source>Orchestral Harp</source>
      <translation>竖琴</translation>
    </message>
    <message>
      <source>Organ</source>
      <translation>风琴</translation>
    </message>
    <message>
      <source>Other engines</source>
      <translation>其他引擎</translation>
    </message>
    <message>
      <source>Other takes of the same recipe</source>
      <translation>同一配方的其他版本</translation>
    </message>
    <message>
      <source>Overdriven Guitar</source>
      <translation>过载吉他</translation>
    </message>
    <message>
      <source>Pad</source>
      <translation>合成铺底</translation>
    </message>
    <message>
      <source>Page before (Page Up)</source>
      <translation>上一页（Page Up）</translation>
    </message>
    <message>
      <source>Pan Flute</source>
      <translation>排箫</translation>
    </message>
    <message>
      <source>Pan of {name}</source>
      <translation>{name}的声像</translation>
    </message>
    <message>
      <source>Pan: {place}. Double-click for the centre.</source>
      <translation>声像：{place}。双击居中。</translation>
    </message>
    <message>
      <source>Paste notes</source>
      <translation>粘贴音符</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Pause (Space)</source>
      <translation>暂停（空格）</translation>
    </message>
    <message>
      <source>Pedal hat</source>
      <translation>踩镲</translation>
    </message>
    <message>
      <source>Penalty</source>
      <translation>惩罚</translation>
    </message>
    <message>
      <source>Percussion</source>
      <translation>打击乐</translation>
    </message>
    <message>
      <source>Percussive Organ</source>
      <translation>击音风琴</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>没有权限</translation>
    </message>
    <message>
      <source>Piano</source>
      <translation>钢琴</translation>
    </message>
    <message>
      <source>Piano-roll</source>
      <translation>钢琴卷帘</translation>
    </message>
    <message>
      <source>Piccolo</source>
      <translation>短笛</translation>
    </message>
    <message>
      <source>Picked Bass</source>
      <translation>拨片贝斯</translation>
    </message>
    <message>
      <source>piece</source>
      <translation>整段</translation>
    </message>
    <message>
      <source>Pipe</source>
      <translation>笛类</translation>
    </message>
    <message>
      <source>Pizzicato Strings</source>
      <translation>弦乐拨奏</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>播放</translation>
    </message>
    <message>
      <source>Play (Space)</source>
      <translation>播放（空格）</translation>
    </message>
    <message>
      <source>Play from a place</source>
      <translation>从某处播放</translation>
    </message>
    <message>
      <source>Play takes as they &amp;arrive</source>
      <translation>版本一到就播放(&amp;A)</translation>
    </message>
    <message>
      <source>Playing manner</source>
      <translation>演奏方式</translation>
    </message>
    <message>
      <source>Playing on MIDI ports needs a further package; install it with "pip install python-rtmidi".</source>
      <translation>使用 MIDI 端口播放需要另一个软件包；请用 "pip install python-rtmidi" 安装。</translation>
    </message>
    <message>
      <source>Plenty for a style pack; normal or thorough pays off.</source>
      <translation>对风格包来说很充足；普通或彻底都值得。</translation>
    </message>
    <message>
      <source>Polyphony</source>
      <translation>复音</translation>
    </message>
    <message>
      <source>polyphony</source>
      <translation>复音</translation>
    </message>
    <message>
      <source>Polysynth Pad</source>
      <translation>复音合成铺底</translation>
    </message>
    <message>
      <source>pop</source>
      <translation>流行</translation>
    </message>
    <message>
      <source>Pop band</source>
      <translation>流行乐队</translation>
    </message>
    <message>
      <source>Port of its own, for other programs</source>
      <translation>供其他程序使用的自有端口</translation>
    </message>
    <message>
      <source>PortAudio can't be started ({error}); start the computer's sound system, or export the music and play the file.</source>
      <translation>PortAudio 无法启动（{error}）；请启动计算机的声音系统，或导出音乐后播放文件。</translation>
    </message>
    <message>
      <source>Position and length in minutes and seconds</source>
      <translation>位置和长度（分与秒）</translation>
    </message>
    <message>
      <source>Position in bars and beats</source>
      <translation>位置（小节与拍）</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Preparing …</source>
      <translation>正在准备…</translation>
    </message>
    <message>
      <source>Presets</source>
      <translation>预设</translation>
    </message>
    <message>
      <source>Press Generate to write music</source>
      <translation>按“生成”即可作曲</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Projects and music</source>
      <translation>工程与音乐</translation>
    </message>
    <message>
      <source>Pulls every weight towards 0 by the same force: fewer of them matter</source>
      <translation>以相同的力把每个权重拉向 0：起作用的权重更少</translation>
    </message>
    <message>
      <source>Pulls large weights towards 0: slows learning by heart</source>
      <translation>把大的权重拉向 0：减缓死记</translation>
    </message>
    <message>
      <source>Put this example among the takes of the Compose tab</source>
      <translation>把这个示例放到作曲页的版本中</translation>
    </message>
    <message>
      <source>Quantise</source>
      <translation>量化</translation>
    </message>
    <message>
      <source>Quantise: move the selected notes (all, if none are) to the grid (Q)</source>
      <translation>量化：把所选音符（未选则全部）移到网格上（Q）</translation>
    </message>
    <message>
      <source>quartet</source>
      <translation>四重奏</translation>
    </message>
    <message>
      <source>Quick</source>
      <translation>快速</translation>
    </message>
    <message>
      <source>Rain</source>
      <translation>雨</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>秩</translation>
    </message>
    <message>
      <source>rare</source>
      <translation>罕见</translation>
    </message>
    <message>
      <source>Re-&amp;orchestrate</source>
      <translation>重新配器(&amp;O)</translation>
    </message>
    <message>
      <source>Re-orchestrate</source>
      <translation>重新配器</translation>
    </message>
    <message>
      <source>Re-orchestrated from {parent}; what is new is marked.</source>
      <translation>由“{parent}”重新配器；新写的部分有标记。</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>文件系统是只读的</translation>
    </message>
    <message>
      <source>Reading the files …</source>
      <translation>正在读取文件…</translation>
    </message>
    <message>
      <source>Reading the files: {done} of {total}</source>
      <translation>正在读取文件：{done}/{total}</translation>
    </message>
    <message>
      <source>Reading was cancelled; choose the music again.</source>
      <translation>读取已取消；请重新选择音乐。</translation>
    </message>
    <message>
      <source>Ready.</source>
      <translation>就绪。</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>配方</translation>
    </message>
    <message>
      <source>Recipes</source>
      <translation>配方</translation>
    </message>
    <message>
      <source>Recipes: recall, save, share</source>
      <translation>配方：调用、保存、分享</translation>
    </message>
    <message>
      <source>Recorder</source>
      <translation>竖笛</translation>
    </message>
    <message>
      <source>Recover it</source>
      <translation>恢复</translation>
    </message>
    <message>
      <source>Reed</source>
      <translation>簧管</translation>
    </message>
    <message>
      <source>Reed Organ</source>
      <translation>簧风琴</translation>
    </message>
    <message>
      <source>Register</source>
      <translation>音区</translation>
    </message>
    <message>
      <source>register</source>
      <translation>音区</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove the recipe “{name}” for good?</source>
      <translation>永久移除配方“{name}”？</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <translation>移除{name}</translation>
    </message>
    <message>
      <source>Remove {name} (Delete)</source>
      <translation>移除{name}（Delete）</translation>
    </message>
    <message>
      <source>Remove …</source>
      <translation>删除…</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Rendering the stems …</source>
      <translation>正在渲染分轨…</translation>
    </message>
    <message>
      <source>Rendering {name} …</source>
      <translation>正在渲染 {name}…</translation>
    </message>
    <message>
      <source>Reverse Cymbal</source>
      <translation>反转镲</translation>
    </message>
    <message>
      <source>Rewind (Home)</source>
      <translation>回到开头（Home）</translation>
    </message>
    <message>
      <source>Rewrite</source>
      <translation>重写</translation>
    </message>
    <message>
      <source>Rewrite writes this anew: {target}. Drag over the bar numbers, or click track names, to rewrite less.</source>
      <translation>“重写”将重写：{target}。在小节号上拖动或单击音轨名，可缩小范围。</translation>
    </message>
    <message>
      <source>Rewritten from {parent}; what is new is marked.</source>
      <translation>由“{parent}”重写；新写的部分有标记。</translation>
    </message>
    <message>
      <source>Ride</source>
      <translation>叮叮镲</translation>
    </message>
    <message>
      <source>Ride 2</source>
      <translation>叮叮镲 2</translation>
    </message>
    <message>
      <source>Ride bell</source>
      <translation>镲帽</translation>
    </message>
    <message>
      <source>right</source>
      <translation>右</translation>
    </message>
    <message>
      <source>Rim</source>
      <translation>鼓边</translation>
    </message>
    <message>
      <source>Rising</source>
      <translation>上升</translation>
    </message>
    <message>
      <source>Rising, then falling</source>
      <translation>先升后降</translation>
    </message>
    <message>
      <source>rock</source>
      <translation>摇滚</translation>
    </message>
    <message>
      <source>Rock band</source>
      <translation>摇滚乐队</translation>
    </message>
    <message>
      <source>Rock Organ</source>
      <translation>摇滚风琴</translation>
    </message>
    <message>
      <source>Roll a new seed</source>
      <translation>另掷一个种子</translation>
    </message>
    <message>
      <source>safe</source>
      <translation>稳妥</translation>
    </message>
    <message>
      <source>Save &amp;as …</source>
      <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
      <source>Save as a file to share …</source>
      <translation>另存为文件以便分享…</translation>
    </message>
    <message>
      <source>Save the changes to “{name}”?</source>
      <translation>保存对“{name}”的更改？</translation>
    </message>
    <message>
      <source>Save the project</source>
      <translation>保存工程</translation>
    </message>
    <message>
      <source>Save the recipe</source>
      <translation>保存配方</translation>
    </message>
    <message>
      <source>Save the recipe as a file</source>
      <translation>将配方保存为文件</translation>
    </message>
    <message>
      <source>Save the style</source>
      <translation>保存风格</translation>
    </message>
    <message>
      <source>Save this recipe under a name</source>
      <translation>命名并保存这个配方</translation>
    </message>
    <message>
      <source>Save …</source>
      <translation>保存…</translation>
    </message>
    <message>
      <source>Saving what is learned …</source>
      <translation>正在保存学习成果…</translation>
    </message>
    <message>
      <source>Saw Lead</source>
      <translation>锯齿波主音</translation>
    </message>
    <message>
      <source>Sci-fi</source>
      <translation>科幻</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>乐谱</translation>
    </message>
    <message>
      <source>Scroll in time</source>
      <translation>沿时间滚动</translation>
    </message>
    <message>
      <source>Seashore</source>
      <translation>海浪</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>种子</translation>
    </message>
    <message>
      <source>Seed {seed}.</source>
      <translation>种子 {seed}。</translation>
    </message>
    <message>
      <source>Seed: the same recipe and seed give the same takes</source>
      <translation>种子：相同的配方和种子得到相同的版本</translation>
    </message>
    <message>
      <source>Select &amp;all</source>
      <translation>全选(&amp;A)</translation>
    </message>
    <message>
      <source>Select n&amp;othing</source>
      <translation>取消选择(&amp;O)</translation>
    </message>
    <message>
      <source>Select, move and resize notes (V)</source>
      <translation>选择、移动音符并调整时值（V）</translation>
    </message>
    <message>
      <source>Set everything in this recipe to any</source>
      <translation>将配方的全部内容设为任意</translation>
    </message>
    <message>
      <source>Set the panel as it was for this take</source>
      <translation>将面板恢复为此版本时的设置</translation>
    </message>
    <message>
      <source>Several styles at once, in shares that sum to 100 %</source>
      <translation>同时使用几种风格，比例合计 100 %</translation>
    </message>
    <message>
      <source>Shakuhachi</source>
      <translation>尺八</translation>
    </message>
    <message>
      <source>Shamisen</source>
      <translation>三味线</translation>
    </message>
    <message>
      <source>Shanai</source>
      <translation>唢呐</translation>
    </message>
    <message>
      <source>Share of the music that is learned an octave higher or lower, as far as the instruments reach: more to learn from, for a less exact register</source>
      <translation>在乐器音域允许的范围内，高八度或低八度学习的音乐所占比例：可学的更多，但音区不那么准确</translation>
    </message>
    <message>
      <source>Share of the time in which critics judge what the generator writes; 0 leaves them out. Small collections rarely gain from it</source>
      <translation>评论家评判生成器所写内容的时间比例；0 表示不用。小型曲集很少由此受益</translation>
    </message>
    <message>
      <source>Share of {style} in percent</source>
      <translation>{style}的百分比</translation>
    </message>
    <message>
      <source>Shift+click, Shift+drag</source>
      <translation>Shift+单击、Shift+拖动</translation>
    </message>
    <message>
      <source>Shift+wheel</source>
      <translation>Shift+滚轮</translation>
    </message>
    <message>
      <source>Shipped model</source>
      <translation>自带模型</translation>
    </message>
    <message>
      <source>Short guiro</source>
      <translation>短刮瓜</translation>
    </message>
    <message>
      <source>Shorter</source>
      <translation>缩短</translation>
    </message>
    <message>
      <source>Show all styles, or only the first ones</source>
      <translation>显示全部风格，或只显示前几种</translation>
    </message>
    <message>
      <source>Show it</source>
      <translation>显示</translation>
    </message>
    <message>
      <source>Show the score</source>
      <translation>显示乐谱</translation>
    </message>
    <message>
      <source>Show the whole song (Ctrl+0)</source>
      <translation>显示整首乐曲（Ctrl+0）</translation>
    </message>
    <message>
      <source>Show velocities</source>
      <translation>显示力度</translation>
    </message>
    <message>
      <source>Sitar</source>
      <translation>西塔琴</translation>
    </message>
    <message>
      <source>Size: {size} MB</source>
      <translation>大小：{size} MB</translation>
    </message>
    <message>
      <source>Slap Bass 1</source>
      <translation>击勾贝斯 1</translation>
    </message>
    <message>
      <source>Slap Bass 2</source>
      <translation>击勾贝斯 2</translation>
    </message>
    <message>
      <source>Snare</source>
      <translation>军鼓</translation>
    </message>
    <message>
      <source>Snare 2</source>
      <translation>军鼓 2</translation>
    </message>
    <message>
      <source>Softer</source>
      <translation>减弱</translation>
    </message>
    <message>
      <source>Solo guitar</source>
      <translation>吉他独奏</translation>
    </message>
    <message>
      <source>Solo piano</source>
      <translation>钢琴独奏</translation>
    </message>
    <message>
      <source>Some files, from one on</source>
      <translation>一个或多个文件</translation>
    </message>
    <message>
      <source>Soprano Sax</source>
      <translation>高音萨克斯</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>声音</translation>
    </message>
    <message>
      <source>Sound …</source>
      <translation>声音…</translation>
    </message>
    <message>
      <source>SoundFont</source>
      <translation>音色库</translation>
    </message>
    <message>
      <source>Soundtrack</source>
      <translation>电影配乐</translation>
    </message>
    <message>
      <source>Splash</source>
      <translation>溅镲</translation>
    </message>
    <message>
      <source>Square Lead</source>
      <translation>方波主音</translation>
    </message>
    <message>
      <source>Star</source>
      <translation>加星标</translation>
    </message>
    <message>
      <source>Start training</source>
      <translation>开始训练</translation>
    </message>
    <message>
      <source>Steel Drums</source>
      <translation>钢鼓</translation>
    </message>
    <message>
      <source>Steel Guitar</source>
      <translation>钢弦吉他</translation>
    </message>
    <message>
      <source>step {step}</source>
      <translation>第 {step} 步</translation>
    </message>
    <message>
      <source>step {step}, {phase}</source>
      <translation>第 {step} 步，{phase}</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop and keep the best</source>
      <translation>停止并保留最好的</translation>
    </message>
    <message>
      <source>Stop the training first, then choose other music.</source>
      <translation>请先停止训练，再选择其他音乐。</translation>
    </message>
    <message>
      <source>Stop this work (Esc)</source>
      <translation>停止这项工作（Esc）</translation>
    </message>
    <message>
      <source>Stopped by you.</source>
      <translation>已由您停止。</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>强度</translation>
    </message>
    <message>
      <source>Stretches of music a step: more is steadier and slower</source>
      <translation>每步的音乐片段数：越多越稳也越慢</translation>
    </message>
    <message>
      <source>strict</source>
      <translation>严格</translation>
    </message>
    <message>
      <source>String Ensemble 1</source>
      <translation>弦乐合奏 1</translation>
    </message>
    <message>
      <source>String Ensemble 2</source>
      <translation>弦乐合奏 2</translation>
    </message>
    <message>
      <source>String quartet</source>
      <translation>弦乐四重奏</translation>
    </message>
    <message>
      <source>Strings</source>
      <translation>弦乐</translation>
    </message>
    <message>
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <source>style pack</source>
      <translation>风格包</translation>
    </message>
    <message>
      <source>Style pack: {name}</source>
      <translation>风格包：{name}</translation>
    </message>
    <message>
      <source>Style {name}</source>
      <translation>风格 {name}</translation>
    </message>
    <message>
      <source>Styles: {styles}</source>
      <translation>风格：{styles}</translation>
    </message>
    <message>
      <source>Surprise</source>
      <translation>意外</translation>
    </message>
    <message>
      <source>Sweep Pad</source>
      <translation>扫频铺底</translation>
    </message>
    <message>
      <source>Switch to the take that was shown before, and back, at the same place</source>
      <translation>在同一位置与先前显示的版本来回切换</translation>
    </message>
    <message>
      <source>Syncopation</source>
      <translation>切分</translation>
    </message>
    <message>
      <source>syncopation</source>
      <translation>切分</translation>
    </message>
    <message>
      <source>Synth Bass 1</source>
      <translation>合成贝斯 1</translation>
    </message>
    <message>
      <source>Synth Bass 2</source>
      <translation>合成贝斯 2</translation>
    </message>
    <message>
      <source>Synth Brass 1</source>
      <translation>合成铜管 1</translation>
    </message>
    <message>
      <source>Synth Brass 2</source>
      <translation>合成铜管 2</translation>
    </message>
    <message>
      <source>Synth Drum</source>
      <translation>合成鼓</translation>
    </message>
    <message>
      <source>Synth Strings 1</source>
      <translation>合成弦乐 1</translation>
    </message>
    <message>
      <source>Synth Strings 2</source>
      <translation>合成弦乐 2</translation>
    </message>
    <message>
      <source>Synth Voice</source>
      <translation>合成人声</translation>
    </message>
    <message>
      <source>Taiko Drum</source>
      <translation>太鼓</translation>
    </message>
    <message>
      <source>Take a usual line-up, or any</source>
      <translation>采用常用编制，或任意</translation>
    </message>
    <message>
      <source>Take the &amp;star away</source>
      <translation>取消星标(&amp;S)</translation>
    </message>
    <message>
      <source>Take the star away</source>
      <translation>取消星标</translation>
    </message>
    <message>
      <source>Take {number}</source>
      <translation>版本 {number}</translation>
    </message>
    <message>
      <source>Takes</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Takes appear here, the critics' favourite first.</source>
      <translation>各版本会出现在这里，评论家最喜欢的排在最前。</translation>
    </message>
    <message>
      <source>Takes that one click makes, 1 to {most}; the critics rank them</source>
      <translation>单击一次生成的版本数，1 到 {most}；由评论家排序</translation>
    </message>
    <message>
      <source>Tambourine</source>
      <translation>铃鼓</translation>
    </message>
    <message>
      <source>Teach the model your own music (Ctrl+2)</source>
      <translation>教模型学习您自己的音乐（Ctrl+2）</translation>
    </message>
    <message>
      <source>Telephone</source>
      <translation>电话铃</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <source>Temperature, 0.1 (safe) to 2 (wild); 1 is as the model has learned</source>
      <translation>温度，0.1（稳妥）到 2（狂放）；1 与模型所学一致</translation>
    </message>
    <message>
      <source>Tempo</source>
      <translation>速度</translation>
    </message>
    <message>
      <source>Tempo in beats a minute</source>
      <translation>速度（每分钟拍数）</translation>
    </message>
    <message>
      <source>Tempo in quarter notes a minute, {low} to {high}; step below {low} for any</source>
      <translation>速度，每分钟 {low} 到 {high} 个四分音符；调到 {low} 以下为任意</translation>
    </message>
    <message>
      <source>Tempo of playing</source>
      <translation>播放速度</translation>
    </message>
    <message>
      <source>Tempo of playing; the music stays as it is written</source>
      <translation>播放速度；乐曲本身不变</translation>
    </message>
    <message>
      <source>tempo {tempo}</source>
      <translation>速度 {tempo}</translation>
    </message>
    <message>
      <source>Tenor Sax</source>
      <translation>次中音萨克斯</translation>
    </message>
    <message>
      <source>The audio output is gone; connect one, then press play again.</source>
      <translation>音频输出已断开；请重新连接，再按播放。</translation>
    </message>
    <message>
      <source>The audio output {device} can't be played on ({error}); connect it, or choose another one.</source>
      <translation>无法用音频输出 {device} 播放（{error}）；请连接它，或选择其他输出。</translation>
    </message>
    <message>
      <source>The bar “{text}” holds {count} chords, but a bar of {meter} has {beats} quarter notes; split it with |.</source>
      <translation>小节“{text}”中有 {count} 个和弦，但 {meter} 的一小节只有 {beats} 个四分音符；请用 | 分开。</translation>
    </message>
    <message>
      <source>The budget is used up.</source>
      <translation>预定的训练量已用完。</translation>
    </message>
    <message>
      <source>The chords begin with “{text}”, but there is no chord before to repeat.</source>
      <translation>和弦以“{text}”开头，但前面没有可重复的和弦。</translation>
    </message>
    <message>
      <source>The computer's usual one</source>
      <translation>本机常用设备</translation>
    </message>
    <message>
      <source>The critics can hardly tell real from generated music, so they teach little.</source>
      <translation>评论家几乎分辨不出真实与生成的音乐，因此教不了什么。</translation>
    </message>
    <message>
      <source>The critics give it {score}: higher is better, compare within one batch.</source>
      <translation>评论家给分 {score}：越高越好，请在同一批内比较。</translation>
    </message>
    <message>
      <source>The critics win: they are right {share} % of the time and leave the generator little to learn from. A lower rate for the critics may help.</source>
      <translation>评论家占了上风：它们的正确率为 {share} %，生成器几乎学不到什么。降低评论家的学习率可能有帮助。</translation>
    </message>
    <message>
      <source>The dataset could not be written to {folder} ({reason}); choose another folder or free some space.</source>
      <translation>无法把数据集写入 {folder}（{reason}）；请选择其他文件夹或腾出一些空间。</translation>
    </message>
    <message>
      <source>The dataset has no pieces to learn from; add more music.</source>
      <translation>数据集中没有可以学习的乐曲；请添加更多音乐。</translation>
    </message>
    <message>
      <source>The examples have {count} notes in a row in common with the training music, more than real music has by chance: it starts to copy. Stop here.</source>
      <translation>示例与训练音乐有 {count} 个连续的音相同，多于真实音乐偶然的程度：开始照抄了。请在此停止。</translation>
    </message>
    <message>
      <source>The examples repeat themselves far more than real music: the generator collapses to a few patterns. The best point before is kept.</source>
      <translation>示例的重复远多于真实音乐：生成器退化为少数几种模式。之前最好的一点会保留。</translation>
    </message>
    <message>
      <source>The FluidSynth library is missing; install it (Debian and Ubuntu: sudo apt install libfluidsynth3, macOS: brew install fluid-synth, Windows: choco install fluidsynth).</source>
      <translation>缺少 FluidSynth 库；请安装（Debian 和 Ubuntu：sudo apt install libfluidsynth3，macOS：brew install fluid-synth，Windows：choco install fluidsynth）。</translation>
    </message>
    <message>
      <source>the judge is right, in percent; 50 is chance</source>
      <translation>评判正确率（%）；50 相当于随机</translation>
    </message>
    <message>
      <source>The language changes when musicgan is started again.</source>
      <translation>重新启动 musicgan 后语言生效。</translation>
    </message>
    <message>
      <source>The longest stretch of music, in moments at which notes start</source>
      <translation>最长的音乐片段，以有音符开始的时刻计</translation>
    </message>
    <message>
      <source>The loss on music kept aside has hardly changed yet.</source>
      <translation>留出音乐的损失还几乎没有变化。</translation>
    </message>
    <message>
      <source>The loss on music kept aside rises again since step {step}: it begins to learn by heart. The best point is kept.</source>
      <translation>自第 {step} 步起，留出音乐的损失重新上升：开始死记。最好的一点会保留。</translation>
    </message>
    <message>
      <source>The memory is used up; close other programs, or ask for less: fewer bars, fewer takes, a smaller batch.</source>
      <translation>内存已用尽；请关闭其他程序，或减少要求：更少的小节、更少的版本、更小的批次。</translation>
    </message>
    <message>
      <source>The MIDI port {name} can't be played on ({error}); choose another one.</source>
      <translation>无法用 MIDI 端口 {name} 播放（{error}）；请另选一个。</translation>
    </message>
    <message>
      <source>The MIDI port {name} is not there; connect it, or choose another one.</source>
      <translation>找不到 MIDI 端口 {name}；请连接它，或另选一个。</translation>
    </message>
    <message>
      <source>The model has no style “{styles}”, so the recipe goes without it.</source>
      <translation>模型没有风格“{styles}”，因此配方中不含它。</translation>
    </message>
    <message>
      <source>The model has no style “{style}”; it knows {styles}.</source>
      <translation>模型没有风格“{style}”；它有 {styles}。</translation>
    </message>
    <message>
      <source>The model is saved as {path}.</source>
      <translation>模型已保存为 {path}。</translation>
    </message>
    <message>
      <source>The model {model} has a style “{style}” already; choose another name for the style pack.</source>
      <translation>模型 {model} 已有风格“{style}”；请为风格包另取名称。</translation>
    </message>
    <message>
      <source>The model {model} has changed since “{style}” was begun on top of it; start the training anew.</source>
      <translation>自“{style}”开始训练以来，模型 {model} 已改变；请重新开始训练。</translation>
    </message>
    <message>
      <source>The model {path} does not exist; check the path.</source>
      <translation>模型 {path} 不存在；请检查路径。</translation>
    </message>
    <message>
      <source>The model “{name}” keeps all it knows; the new style is added.</source>
      <translation>模型“{name}”保留原有的一切，并加入新风格。</translation>
    </message>
    <message>
      <source>The music engine can't be started (exit code {code}). Free some memory, then start musicgan again.</source>
      <translation>音乐引擎无法启动（退出码 {code}）。请释放一些内存，然后重新启动 musicgan。</translation>
    </message>
    <message>
      <source>The music engine stopped unexpectedly (exit code {code}) and was started again. Please repeat what you did.</source>
      <translation>音乐引擎意外停止（退出码 {code}），已重新启动。请重复刚才的操作。</translation>
    </message>
    <message>
      <source>The music has a bar longer than eight quarter notes, which can't be continued.</source>
      <translation>音乐中有一个小节长于八个四分音符，无法续写。</translation>
    </message>
    <message>
      <source>The music has more than one track of drums; merge them first.</source>
      <translation>音乐有不止一个鼓音轨；请先合并。</translation>
    </message>
    <message>
      <source>The music has more than {most} pitched tracks; leave some out first.</source>
      <translation>音乐有超过 {most} 个有音高的音轨；请先去掉一些。</translation>
    </message>
    <message>
      <source>The music has no notes to start from.</source>
      <translation>音乐中没有可作为开头的音符。</translation>
    </message>
    <message>
      <source>The name of the recipe is too long; shorten it.</source>
      <translation>配方名称太长；请缩短。</translation>
    </message>
    <message>
      <source>The one of the program</source>
      <translation>程序自带</translation>
    </message>
    <message>
      <source>The PortAudio library is missing; install it (Debian and Ubuntu: sudo apt install libportaudio2), or export the music and play the file.</source>
      <translation>缺少 PortAudio 库；请安装（Debian 和 Ubuntu：sudo apt install libportaudio2），或导出音乐后播放文件。</translation>
    </message>
    <message>
      <source>The recipe at the left is ready to go: change what you like, leave the rest to chance. Or drop a MIDI or MusicXML file here to see and hear it.</source>
      <translation>左边的配方可以直接使用：想改就改，其余听其自然。也可以把 MIDI 或 MusicXML 文件拖放到这里查看和聆听。</translation>
    </message>
    <message>
      <source>The recipe {path} can't be read ({reason}); choose another file.</source>
      <translation>无法读取配方 {path}（{reason}）；请选择其他文件。</translation>
    </message>
    <message>
      <source>The report is open in the browser.</source>
      <translation>报告已在浏览器中打开。</translation>
    </message>
    <message>
      <source>The same example before the training</source>
      <translation>训练前的同一示例</translation>
    </message>
    <message>
      <source>The same example from the newest checkpoint</source>
      <translation>最新检查点的同一示例</translation>
    </message>
    <message>
      <source>The same seed, music and settings give the same style pack on one machine</source>
      <translation>在同一台机器上，相同的种子、音乐和设置得到相同的风格包</translation>
    </message>
    <message>
      <source>The score of a take appears here.</source>
      <translation>版本的乐谱会出现在这里。</translation>
    </message>
    <message>
      <source>The shipped file {name} is missing; install musicgan again to restore it.</source>
      <translation>缺少随附的文件 {name}；请重新安装 musicgan 以恢复它。</translation>
    </message>
    <message>
      <source>The song has {tracks} tracks; at most {most} can be played.</source>
      <translation>乐曲有 {tracks} 个音轨；最多能播放 {most} 个。</translation>
    </message>
    <message>
      <source>The sound file {path} could not be written ({error}).</source>
      <translation>无法写入声音文件 {path}（{error}）。</translation>
    </message>
    <message>
      <source>The SoundFont has no General MIDI {kind}; choose another one.</source>
      <translation>音色库中没有 General MIDI 的 {kind}；请另选一个。</translation>
    </message>
    <message>
      <source>The SoundFont {path} could not be read ({error}); choose another one.</source>
      <translation>无法读取音色库 {path}（{error}）；请另选一个。</translation>
    </message>
    <message>
      <source>The style pack “{style}” does not fit this model; it was made for {model}.</source>
      <translation>风格包“{style}”不适合这个模型；它是为 {model} 制作的。</translation>
    </message>
    <message>
      <source>The style “{name}” is among the styles now.</source>
      <translation>风格“{name}”已加入风格列表。</translation>
    </message>
    <message>
      <source>The tracks of a take appear here.</source>
      <translation>版本的音轨会出现在这里。</translation>
    </message>
    <message>
      <source>The Train tab has a style from last time that is not finished or saved.</source>
      <translation>训练页中有上次未完成或未保存的风格。</translation>
    </message>
    <message>
      <source>The training is over.</source>
      <translation>训练结束。</translation>
    </message>
    <message>
      <source>The training of “{name}” was interrupted at step {step}.</source>
      <translation>“{name}”的训练在第 {step} 步中断。</translation>
    </message>
    <message>
      <source>The variety collapsed, so it was stopped; the best is kept.</source>
      <translation>多样性骤降，因此已停止；保留了最好的结果。</translation>
    </message>
    <message>
      <source>Then press Start training</source>
      <translation>然后按“开始训练”</translation>
    </message>
    <message>
      <source>There is a recipe “{name}” already. Replace it?</source>
      <translation>已有名为“{name}”的配方。要替换吗？</translation>
    </message>
    <message>
      <source>There is no audio output to play on ({error}); connect or enable one, or export the music to a file.</source>
      <translation>没有可用的音频输出（{error}）；请连接或启用一个，或把音乐导出为文件。</translation>
    </message>
    <message>
      <source>This computer has no MIDI ports (no sequencer is running); the music can still be exported as a MIDI file.</source>
      <translation>本机没有 MIDI 端口（没有运行音序器）；仍可把音乐导出为 MIDI 文件。</translation>
    </message>
    <message>
      <source>Thorough</source>
      <translation>彻底</translation>
    </message>
    <message>
      <source>Time left in minutes and seconds</source>
      <translation>剩余时间（分与秒）</translation>
    </message>
    <message>
      <source>Timpani</source>
      <translation>定音鼓</translation>
    </message>
    <message>
      <source>Tinkle Bell</source>
      <translation>铃铛</translation>
    </message>
    <message>
      <source>To begin with</source>
      <translation>入门配方</translation>
    </message>
    <message>
      <source>to the model it is most like {styles}</source>
      <translation>对模型来说最像 {styles}</translation>
    </message>
    <message>
      <source>To the takes</source>
      <translation>放入版本</translation>
    </message>
    <message>
      <source>Tonic of the key</source>
      <translation>主音</translation>
    </message>
    <message>
      <source>Too little music to keep some aside: nothing can show when it starts to copy, so stop early</source>
      <translation>音乐太少，无法留出：无法显示何时开始照抄，请尽早停止</translation>
    </message>
    <message>
      <source>Top-p</source>
      <translation>概率上限</translation>
    </message>
    <message>
      <source>Track to draw in</source>
      <translation>要绘制的音轨</translation>
    </message>
    <message>
      <source>Track {number}: choose another instrument</source>
      <translation>音轨 {number}：更换乐器</translation>
    </message>
    <message>
      <source>Tracks</source>
      <translation>音轨</translation>
    </message>
    <message>
      <source>Train</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Training can't start: the device {name} can't be used ({reason}); choose cpu.</source>
      <translation>无法开始训练：设备 {name} 不能使用（{reason}）；请选择 cpu。</translation>
    </message>
    <message>
      <source>Training is paused.</source>
      <translation>训练已暂停。</translation>
    </message>
    <message>
      <source>Training is running</source>
      <translation>正在训练</translation>
    </message>
    <message>
      <source>Training …</source>
      <translation>正在训练…</translation>
    </message>
    <message>
      <source>Training: {steps} steps, made {date}</source>
      <translation>训练：{steps} 步，完成于 {date}</translation>
    </message>
    <message>
      <source>Transpose down</source>
      <translation>向下移调</translation>
    </message>
    <message>
      <source>Transpose notes</source>
      <translation>移调</translation>
    </message>
    <message>
      <source>Transpose up</source>
      <translation>向上移调</translation>
    </message>
    <message>
      <source>Tremolo Strings</source>
      <translation>弦乐震音</translation>
    </message>
    <message>
      <source>Triangle</source>
      <translation>三角铁</translation>
    </message>
    <message>
      <source>Trombone</source>
      <translation>长号</translation>
    </message>
    <message>
      <source>Trumpet</source>
      <translation>小号</translation>
    </message>
    <message>
      <source>Tuba</source>
      <translation>大号</translation>
    </message>
    <message>
      <source>Tubular Bells</source>
      <translation>管钟</translation>
    </message>
    <message>
      <source>Twelve-bar funk</source>
      <translation>十二小节放克</translation>
    </message>
    <message>
      <source>U&amp;nmark</source>
      <translation>取消标记(&amp;N)</translation>
    </message>
    <message>
      <source>Under this name it appears in the Compose tab</source>
      <translation>它将以此名称出现在作曲页</translation>
    </message>
    <message>
      <source>Undo brings it back</source>
      <translation>撤销可恢复</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>解锁</translation>
    </message>
    <message>
      <source>Unsaved changes</source>
      <translation>未保存的更改</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>未命名</translation>
    </message>
    <message>
      <source>Use it</source>
      <translation>使用它</translation>
    </message>
    <message>
      <source>Use this model</source>
      <translation>使用此模型</translation>
    </message>
    <message>
      <source>Used?</source>
      <translation>使用？</translation>
    </message>
    <message>
      <source>User guide</source>
      <translation>使用指南</translation>
    </message>
    <message>
      <source>Using the model {name}.</source>
      <translation>正在使用模型 {name}。</translation>
    </message>
    <message>
      <source>usual</source>
      <translation>常见</translation>
    </message>
    <message>
      <source>Varied from {parent}.</source>
      <translation>由“{parent}”变化而来。</translation>
    </message>
    <message>
      <source>Variety and copying</source>
      <translation>多样性与照抄</translation>
    </message>
    <message>
      <source>variety, 100 = real music</source>
      <translation>多样性，100 = 真实音乐</translation>
    </message>
    <message>
      <source>Vary</source>
      <translation>变化</translation>
    </message>
    <message>
      <source>Vary: change a little or a lot of the take as it was generated</source>
      <translation>变化：在生成时的基础上少许或大幅改变版本</translation>
    </message>
    <message>
      <source>Velocities</source>
      <translation>力度</translation>
    </message>
    <message>
      <source>Velocities, 1 to 127. Drag to set those of the selected notes; if none are selected, of the track in hand.</source>
      <translation>力度，1 到 127。拖动可设置所选音符的力度；未选时设置当前音轨的力度。</translation>
    </message>
    <message>
      <source>very high</source>
      <translation>很高</translation>
    </message>
    <message>
      <source>very low</source>
      <translation>很低</translation>
    </message>
    <message>
      <source>Vibraphone</source>
      <translation>颤音琴</translation>
    </message>
    <message>
      <source>Vibraslap</source>
      <translation>震颤器</translation>
    </message>
    <message>
      <source>Village dance</source>
      <translation>乡村舞曲</translation>
    </message>
    <message>
      <source>Viola</source>
      <translation>中提琴</translation>
    </message>
    <message>
      <source>Violin</source>
      <translation>小提琴</translation>
    </message>
    <message>
      <source>Voice and piano</source>
      <translation>人声与钢琴</translation>
    </message>
    <message>
      <source>Voice Lead</source>
      <translation>人声主音</translation>
    </message>
    <message>
      <source>Voice Oohs</source>
      <translation>人声“呜”</translation>
    </message>
    <message>
      <source>Volume</source>
      <translation>音量</translation>
    </message>
    <message>
      <source>Volume and pan as written</source>
      <translation>音量和声像按原样</translation>
    </message>
    <message>
      <source>Volume of {name}</source>
      <translation>{name}的音量</translation>
    </message>
    <message>
      <source>Volume: {percent} %. Double-click for 100 %.</source>
      <translation>音量：{percent} %。双击恢复 100 %。</translation>
    </message>
    <message>
      <source>Warm Pad</source>
      <translation>温暖铺底</translation>
    </message>
    <message>
      <source>What critics and generator play for. Non-saturating keeps a weak generator learning, minimax is the original game, hinge stops rewarding what is good enough, relativistic compares each piece with real music of the same kind</source>
      <translation>评论家与生成器争夺的目标。non-saturating 让较弱的生成器继续学习，minimax 是最初的博弈，hinge 不再奖励已经足够好的，relativistic 把每一段与同类真实音乐比较</translation>
    </message>
    <message>
      <source>What is heard is {ms} ms behind.</source>
      <translation>听到的声音滞后 {ms} 毫秒。</translation>
    </message>
    <message>
      <source>What is installed: details, import, export, remove</source>
      <translation>已安装的内容：详情、导入、导出、删除</translation>
    </message>
    <message>
      <source>What is locked stays as it is, whatever is written anew</source>
      <translation>锁定的部分保持不变，无论重写什么</translation>
    </message>
    <message>
      <source>What the critics judge: moments at which notes start, whole bars, whole stretches of music. At least one must stay</source>
      <translation>评论家评判什么：音符开始的瞬间、整个小节、整段音乐。至少保留一个</translation>
    </message>
    <message>
      <source>What the examples say: how varied, and how much is copied</source>
      <translation>示例说明：有多少变化，照抄了多少</translation>
    </message>
    <message>
      <source>What the piece begins as</source>
      <translation>乐曲开始时的风格</translation>
    </message>
    <message>
      <source>What the piece ends as</source>
      <translation>乐曲结束时的风格</translation>
    </message>
    <message>
      <source>What to learn</source>
      <translation>学习内容</translation>
    </message>
    <message>
      <source>Where it is computed: processor, NVIDIA card (cuda), Apple silicon (mps)</source>
      <translation>在哪里计算：处理器、NVIDIA 显卡（cuda）、Apple 芯片（mps）</translation>
    </message>
    <message>
      <source>Which checkpoint wrote the example; left: before training</source>
      <translation>由哪个检查点写出；最左：训练前</translation>
    </message>
    <message>
      <source>Which example</source>
      <translation>哪个示例</translation>
    </message>
    <message>
      <source>Whistle</source>
      <translation>哨笛</translation>
    </message>
    <message>
      <source>wild</source>
      <translation>狂放</translation>
    </message>
    <message>
      <source>With style packs: {packs}</source>
      <translation>含风格包：{packs}</translation>
    </message>
    <message>
      <source>Woodblock</source>
      <translation>木鱼</translation>
    </message>
    <message>
      <source>World</source>
      <translation>民族乐器</translation>
    </message>
    <message>
      <source>Write more bars where the take ends</source>
      <translation>在版本结尾处续写小节</translation>
    </message>
    <message>
      <source>Write music after a recipe (Ctrl+1)</source>
      <translation>按配方作曲（Ctrl+1）</translation>
    </message>
    <message>
      <source>Write one track anew for another instrument</source>
      <translation>为另一件乐器重写一条音轨</translation>
    </message>
    <message>
      <source>Write takes after this recipe (Ctrl+G)</source>
      <translation>按此配方写出各版本（Ctrl+G）</translation>
    </message>
    <message>
      <source>Write the marked bars and tracks anew, or all that is not locked</source>
      <translation>重写标记的小节和音轨，或所有未锁定的部分</translation>
    </message>
    <message>
      <source>Write the style pack to a file for others</source>
      <translation>把风格包写成文件给他人</translation>
    </message>
    <message>
      <source>Writing {takes} takes of {bars} bars …</source>
      <translation>正在写 {takes} 个 {bars} 小节的版本…</translation>
    </message>
    <message>
      <source>Writing …</source>
      <translation>正在写作…</translation>
    </message>
    <message>
      <source>writing …</source>
      <translation>正在写作…</translation>
    </message>
    <message>
      <source>Xylophone</source>
      <translation>木琴</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>Your music</source>
      <translation>您的音乐</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>放大(&amp;I)</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>缩小(&amp;O)</translation>
    </message>
    <message>
      <source>Zoom in (Ctrl+wheel)</source>
      <translation>放大（Ctrl+滚轮）</translation>
    </message>
    <message>
      <source>Zoom in pitch</source>
      <translation>缩放音高</translation>
    </message>
    <message>
      <source>Zoom in time</source>
      <translation>缩放时间</translation>
    </message>
    <message>
      <source>Zoom out (Ctrl+wheel)</source>
      <translation>缩小（Ctrl+滚轮）</translation>
    </message>
    <message>
      <source>{bars} bars</source>
      <translation>{bars} 小节</translation>
    </message>
    <message>
      <source>{bars} bars · {time}</source>
      <translation>{bars} 小节 · {time}</translation>
    </message>
    <message>
      <source>{count} more …</source>
      <translation>还有 {count} 种…</translation>
    </message>
    <message>
      <source>{count} sound files are written into {folder}.</source>
      <translation>{count} 个声音文件已写入 {folder}。</translation>
    </message>
    <message>
      <source>{ending} The {made} is saved.</source>
      <translation>{ending}{made}已保存。</translation>
    </message>
    <message>
      <source>{folder} could not be written ({reason}); choose another folder.</source>
      <translation>无法写入 {folder}（{reason}）；请选择其他文件夹。</translation>
    </message>
    <message>
      <source>{folder} could not be written ({reason}); free some space, then resume the training.</source>
      <translation>无法写入 {folder}（{reason}）；请腾出一些空间，然后继续训练。</translation>
    </message>
    <message>
      <source>{folder} holds no training run that can be resumed ({reason}).</source>
      <translation>{folder} 中没有可以继续的训练（{reason}）。</translation>
    </message>
    <message>
      <source>{folder} is in use by another musicgan; stop the training there first, or choose another name.</source>
      <translation>另一个 musicgan 正在使用 {folder}；请先停止那边的训练，或另取名称。</translation>
    </message>
    <message>
      <source>{hours} h</source>
      <translation>{hours} 小时</translation>
    </message>
    <message>
      <source>{hours} hours</source>
      <translation>{hours} 小时</translation>
    </message>
    <message>
      <source>{kept} of {total} files are used  ·  {bars} bars  ·  {notes} notes  ·  {length}</source>
      <translation>使用 {kept}/{total} 个文件  ·  {bars} 小节  ·  {notes} 个音  ·  {length}</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} 到 {high}</translation>
    </message>
    <message>
      <source>{minutes} min</source>
      <translation>{minutes} 分钟</translation>
    </message>
    <message>
      <source>{names} and {more} more</source>
      <translation>{names} 等，另有 {more} 种</translation>
    </message>
    <message>
      <source>{name} (changed)</source>
      <translation>{name}（已修改）</translation>
    </message>
    <message>
      <source>{name} (in use)</source>
      <translation>{name}（使用中）</translation>
    </message>
    <message>
      <source>{name} (locked)</source>
      <translation>{name}（已锁定）</translation>
    </message>
    <message>
      <source>{name} (missing)</source>
      <translation>{name}（缺失）</translation>
    </message>
    <message>
      <source>{name} (of the program)</source>
      <translation>{name}（程序自带）</translation>
    </message>
    <message>
      <source>{name} bar by bar</source>
      <translation>{name}逐小节</translation>
    </message>
    <message>
      <source>{name} bar by bar: draw a curve; a right click offers shapes</source>
      <translation>{name}逐小节：绘制曲线；右键提供现成形状</translation>
    </message>
    <message>
      <source>{name} by bar</source>
      <translation>{name}逐小节</translation>
    </message>
    <message>
      <source>{name} counts film frames, not beats; export it in musical time.</source>
      <translation>{name} 按电影帧而不是按拍计时；请按音乐时间导出。</translation>
    </message>
    <message>
      <source>{name} has no beat grid and too few notes to find one; {remedy}.</source>
      <translation>{name} 没有节拍网格，音符也太少，无法推定；请{remedy}。</translation>
    </message>
    <message>
      <source>{name} has no tracks; export it again.</source>
      <translation>{name} 没有音轨；请重新导出。</translation>
    </message>
    <message>
      <source>{name} holds several separate pieces; export them one by one.</source>
      <translation>{name} 含有多首独立的乐曲；请逐首导出。</translation>
    </message>
    <message>
      <source>{name} is damaged ({reason}); export it again.</source>
      <translation>{name} 已损坏（{reason}）；请重新导出。</translation>
    </message>
    <message>
      <source>{name} is no MIDI file; choose a .mid file.</source>
      <translation>{name} 不是 MIDI 文件；请选择 .mid 文件。</translation>
    </message>
    <message>
      <source>{name} is open.</source>
      <translation>{name} 已打开。</translation>
    </message>
    <message>
      <source>{name} was played freely: its beats were found at {tempo} beats a minute, and the notes moved onto them, in time as they sounded.</source>
      <translation>{name} 是自由演奏的：已按每分钟 {tempo} 拍找到节拍，音符已对齐，速度与原演奏一致。</translation>
    </message>
    <message>
      <source>{name} was played too freely: its notes lie on no beat grid that could be found; {remedy}.</source>
      <translation>{name} 演奏得太自由：找不到与音符相符的节拍网格；请{remedy}。</translation>
    </message>
    <message>
      <source>{name}, {ms} ms</source>
      <translation>{name}，{ms} 毫秒</translation>
    </message>
    <message>
      <source>{name}, {notes} notes. Drag it out as a MIDI file.</source>
      <translation>{name}，{notes} 个音符。可拖出为 MIDI 文件。</translation>
    </message>
    <message>
      <source>{notes} notes.</source>
      <translation>{notes} 个音符。</translation>
    </message>
    <message>
      <source>{path} can't be read ({reason}); check its place and permissions.</source>
      <translation>无法读取 {path}（{reason}）；请检查其位置和权限。</translation>
    </message>
    <message>
      <source>{path} can't be removed ({reason}).</source>
      <translation>无法移除 {path}（{reason}）。</translation>
    </message>
    <message>
      <source>{path} can't be used as a recipe: {reason}</source>
      <translation>{path} 不能用作配方：{reason}</translation>
    </message>
    <message>
      <source>{path} can't be used: {reason}.</source>
      <translation>{path} 不能使用：{reason}。</translation>
    </message>
    <message>
      <source>{path} could not be read ({reason}); check the path.</source>
      <translation>无法读取 {path}（{reason}）；请检查路径。</translation>
    </message>
    <message>
      <source>{path} could not be removed ({reason}); close what uses it and try again.</source>
      <translation>无法移除 {path}（{reason}）；请关闭正在使用它的程序后重试。</translation>
    </message>
    <message>
      <source>{path} could not be rendered ({reason}); free some disk space.</source>
      <translation>无法渲染 {path}（{reason}）；请腾出一些磁盘空间。</translation>
    </message>
    <message>
      <source>{path} could not be written ({reason}); nothing was changed. Choose another folder or free some space.</source>
      <translation>无法写入 {path}（{reason}）；没有任何更改。请选择其他文件夹或腾出一些空间。</translation>
    </message>
    <message>
      <source>{path} does not exist; check the path.</source>
      <translation>{path} 不存在；请检查路径。</translation>
    </message>
    <message>
      <source>{path} does not fit its own header: it is damaged or of an older musicgan; use another copy of it, or train it again.</source>
      <translation>{path} 与自身的文件头不符：它已损坏或来自旧版 musicgan；请使用它的另一份副本，或重新训练。</translation>
    </message>
    <message>
      <source>{path} holds no music that can be read; check its kind.</source>
      <translation>{path} 中没有可以读取的音乐；请检查文件类型。</translation>
    </message>
    <message>
      <source>{path} holds weights that are no numbers; use another copy of it.</source>
      <translation>{path} 含有不是数字的权重；请使用它的另一份副本。</translation>
    </message>
    <message>
      <source>{path} holds weights, but not of musicgan; choose a model made by it.</source>
      <translation>{path} 含有权重，但不是 musicgan 的；请选择由它制作的模型。</translation>
    </message>
    <message>
      <source>{path} holds {count} pieces; save them one by one.</source>
      <translation>{path} 含有 {count} 首乐曲；请逐首保存。</translation>
    </message>
    <message>
      <source>{path} is a damaged SoundFont; choose another one.</source>
      <translation>音色库 {path} 已损坏；请另选一个。</translation>
    </message>
    <message>
      <source>{path} is damaged ({reason}); open an earlier copy of the project.</source>
      <translation>{path} 已损坏（{reason}）；请打开该工程较早的副本。</translation>
    </message>
    <message>
      <source>{path} is damaged or missing ({reason}); use another copy of it.</source>
      <translation>{path} 已损坏或缺失（{reason}）；请使用它的另一份副本。</translation>
    </message>
    <message>
      <source>{path} is damaged or no model file ({reason}); use another copy of it.</source>
      <translation>{path} 已损坏或不是模型文件（{reason}）；请使用它的另一份副本。</translation>
    </message>
    <message>
      <source>{path} is damaged or no style pack ({reason}); use another copy of it.</source>
      <translation>{path} 已损坏或不是风格包（{reason}）；请使用它的另一份副本。</translation>
    </message>
    <message>
      <source>{path} is larger than 4 MB; that is no MIDI file of one song.</source>
      <translation>{path} 大于 4 MB；它不是单首乐曲的 MIDI 文件。</translation>
    </message>
    <message>
      <source>{path} is no compressed MusicXML file; export it again as .musicxml.</source>
      <translation>{path} 不是压缩的 MusicXML 文件；请重新导出为 .musicxml。</translation>
    </message>
    <message>
      <source>{path} is no musicgan project; open a file that musicgan saved (*{suffix}).</source>
      <translation>{path} 不是 musicgan 工程；请打开由 musicgan 保存的文件（*{suffix}）。</translation>
    </message>
    <message>
      <source>{path} is no MusicXML file ({error}); export it again.</source>
      <translation>{path} 不是 MusicXML 文件（{error}）；请重新导出。</translation>
    </message>
    <message>
      <source>{path} is no MusicXML file; export it again as .musicxml.</source>
      <translation>{path} 不是 MusicXML 文件；请重新导出为 .musicxml。</translation>
    </message>
    <message>
      <source>{path} is no score that can be read ({reason}).</source>
      <translation>{path} 不是可以读取的乐谱（{reason}）。</translation>
    </message>
    <message>
      <source>{path} is no style pack; choose one that musicgan exported.</source>
      <translation>{path} 不是风格包；请选择由 musicgan 导出的风格包。</translation>
    </message>
    <message>
      <source>{path} is not a SoundFont; choose an .sf2 or .sf3 file.</source>
      <translation>{path} 不是音色库；请选择 .sf2 或 .sf3 文件。</translation>
    </message>
    <message>
      <source>{path} is of a kind that can't be read; choose {kinds}.</source>
      <translation>无法读取 {path} 这类文件；请选择 {kinds}。</translation>
    </message>
    <message>
      <source>{path} is saved.</source>
      <translation>{path} 已保存。</translation>
    </message>
    <message>
      <source>{path} is too big for a project; it can't be opened.</source>
      <translation>{path} 太大，不可能是工程；无法打开。</translation>
    </message>
    <message>
      <source>{path} is written.</source>
      <translation>{path} 已写好。</translation>
    </message>
    <message>
      <source>{path} was made by a newer musicgan (format {version}, this one reads {newest}); update musicgan to use it.</source>
      <translation>{path} 由更新版本的 musicgan 制作（格式 {version}，本版本读取 {newest}）；请更新 musicgan 后使用。</translation>
    </message>
    <message>
      <source>{path} was saved by a newer musicgan; install the newest version to open it.</source>
      <translation>{path} 由更新版本的 musicgan 保存；请安装最新版本后打开。</translation>
    </message>
    <message>
      <source>{pieces} pieces to learn from, {held_out} kept aside</source>
      <translation>{pieces} 首用于学习，{held_out} 首留出</translation>
    </message>
    <message>
      <source>{section}: set to any</source>
      <translation>{section}：设为任意</translation>
    </message>
    <message>
      <source>{share} % in minor</source>
      <translation>{share} % 为小调</translation>
    </message>
    <message>
      <source>{style}, learned from {pieces} pieces</source>
      <translation>{style}，学自 {pieces} 首乐曲</translation>
    </message>
    <message>
      <source>{takes} takes in {seconds} s.</source>
      <translation>{takes} 个版本，用时 {seconds} 秒。</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>剩余 {time}</translation>
    </message>
    <message>
      <source>{track}: {pitch}, {beats} beats, velocity {velocity}</source>
      <translation>{track}：{pitch}，{beats} 拍，力度 {velocity}</translation>
    </message>
    <message>
      <source>“{name}” can't be the name of a style; use letters, digits, spaces and hyphens.</source>
      <translation>“{name}”不能作为风格的名称；请使用字母、数字、空格和连字符。</translation>
    </message>
    <message>
      <source>“{name}” was not generated here, so there is no recipe to repeat; mark bars and press Rewrite instead.</source>
      <translation>“{name}”不是在这里生成的，没有可重复的配方；请标记小节，然后按“重写”。</translation>
    </message>
    <message>
      <source>“{text}” is no chord symbol; write one as C, Am, G7, Bbmaj7, F7/A or N.</source>
      <translation>“{text}”不是和弦标记；请写成 C、Am、G7、Bbmaj7、F7/A 或 N。</translation>
    </message>
  </context>
</TS>
