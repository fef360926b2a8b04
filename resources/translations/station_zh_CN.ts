<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AgreePage</name>
    <message>
        <source>&amp;Break off</source>
        <translation>中断(&amp;B)</translation>
    </message>
    <message>
        <source>It &amp;isn&apos;t so</source>
        <translation>不是这样(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>{done} Read aloud: {aloud}.</source>
        <translation>{done} 大声朗读：{aloud}。</translation>
    </message>
    <message>
        <source>{name} ({badge}): it is so</source>
        <translation>{name}（{badge}）：是这样</translation>
    </message>
    <message>
        <source>{name} ({badge}): I accept it</source>
        <translation>{name}（{badge}）：我接受</translation>
    </message>
    <message>
        <source>Key {number} of {of}</source>
        <translation>密钥 {number}，共 {of} 个</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>A&amp;gree</source>
        <translation>同意(&amp;G)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It is to be said why: a few words, which stay on record.</source>
        <translation>须说明原因：几个字即可，会保留在记录中。</translation>
    </message>
    <message>
        <source>It can&apos;t be taken back.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Scan the badge and type the PIN. Who may agree: {roles}.</source>
        <translation>扫描工牌并输入 PIN。可同意者：{roles}。</translation>
    </message>
    <message>
        <source>Two different people agree by badge and PIN. Who may: {roles}.</source>
        <translation>两个不同的人用工牌和 PIN 同意。可同意者：{roles}。</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>工牌</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Badge of person {number}</source>
        <translation>第 {number} 人的工牌</translation>
    </message>
    <message>
        <source>PIN of person {number}</source>
        <translation>第 {number} 人的 PIN</translation>
    </message>
    <message>
        <source>The badges are one and the same: somebody else must agree too.</source>
        <translation>两张工牌相同：还须另一人同意。</translation>
    </message>
    <message>
        <source>One of the two is wrong: both type their PIN again, slowly.</source>
        <translation>其中一个有误：两人都请慢慢重新输入 PIN。</translation>
    </message>
    <message>
        <source>Log out, log in with that badge, and choose a new PIN there.</source>
        <translation>请注销，用该工牌登录，并在那里选择新 PIN。</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>&amp;Bench</source>
        <translation>工作台(&amp;B)</translation>
    </message>
    <message>
        <source>Change the language</source>
        <translation>更改语言</translation>
    </message>
    <message>
        <source>Units are at work at position {names}. Closing cancels them.</source>
        <translation>工位 {names} 上有设备正在处理。关闭会取消它们。</translation>
    </message>
    <message>
        <source>Cancel them and close</source>
        <translation>取消并关闭</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>正在关闭</translation>
    </message>
    <message>
        <source>Ending what is at work.</source>
        <translation>正在结束进行中的工作。</translation>
    </message>
</context>
<context>
    <name>AssignForm</name>
    <message>
        <source>Assi&amp;gn</source>
        <translation>分配(&amp;G)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>Positions that work on {name}</source>
        <translation>处理 {name} 的工位</translation>
    </message>
    <message>
        <source>Space ticks a position, Enter assigns.</source>
        <translation>空格键勾选工位，回车键分配。</translation>
    </message>
    <message>
        <source>The order isn&apos;t open: it can only be taken from positions.</source>
        <translation>工单未开放：只能从工位上取消。</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>工位 {name}</translation>
    </message>
    <message>
        <source>has no order now</source>
        <translation>现在没有工单</translation>
    </message>
    <message>
        <source>has this order now</source>
        <translation>现在是此工单</translation>
    </message>
    <message>
        <source>has the order {name} now</source>
        <translation>现在是工单 {name}</translation>
    </message>
    <message>
        <source>{now}; contact cycles: {count}</source>
        <translation>{now}；接触次数：{count}</translation>
    </message>
    <message>
        <source>{now}; no longer on the bench</source>
        <translation>{now}；已不在工作台上</translation>
    </message>
    <message>
        <source>The order {name} is given to positions, or taken from them.</source>
        <translation>工单 {name} 被分配到工位，或从工位上取消。</translation>
    </message>
</context>
<context>
    <name>AuditFilterFields</name>
    <message>
        <source>Serial number, run, or other text in an entry</source>
        <translation>序列号、运行或条目中的其他文字</translation>
    </message>
    <message>
        <source>Sho&amp;w all</source>
        <translation>显示全部(&amp;W)</translation>
    </message>
    <message>
        <source>2026-11-30</source>
        <translation>2026-11-30</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Person</source>
        <translation>人员(&amp;P)</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>工单(&amp;R)</translation>
    </message>
    <message>
        <source>Fro&amp;m</source>
        <translation>从(&amp;M)</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>到(&amp;L)</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部工单</translation>
    </message>
</context>
<context>
    <name>AuditRows</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>同意者</translation>
    </message>
    <message>
        <source>It can&apos;t be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>It is lost.</source>
        <translation>已丢失。</translation>
    </message>
</context>
<context>
    <name>AuditScreen</name>
    <message>
        <source>Going through the chain</source>
        <translation>正在检查链</translation>
    </message>
    <message>
        <source>Entries of the audit chain, the newest first</source>
        <translation>审计链的条目，最新的在前</translation>
    </message>
    <message>
        <source>The entry in words</source>
        <translation>条目的文字说明</translation>
    </message>
    <message>
        <source>&amp;Verify the record</source>
        <translation>验证记录(&amp;V)</translation>
    </message>
    <message>
        <source>Verify a&amp;gainst a file …</source>
        <translation>对照文件验证(&amp;G) …</translation>
    </message>
    <message>
        <source>Save an an&amp;chor …</source>
        <translation>保存锚(&amp;C) …</translation>
    </message>
    <message>
        <source>Copy number an&amp;d hash</source>
        <translation>复制编号和哈希(&amp;D)</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 个条目</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} 个条目</translation>
    </message>
    <message>
        <source>{count} found, {left} still to be looked at</source>
        <translation>找到 {count} 个，还有 {left} 个待查</translation>
    </message>
    <message>
        <source>No entry is like that. Shorten what is to be found.</source>
        <translation>没有这样的条目。请缩短查找内容。</translation>
    </message>
    <message>
        <source>Which file that a station signed? (manifest.json, report.json, an anchor)</source>
        <translation>哪个由工作站签名的文件？(manifest.json、report.json、锚)</translation>
    </message>
    <message>
        <source>Nothing was changed behind Station&apos;s back, in {count} entries.</source>
        <translation>{count} 个条目中，没有绕过 Station 的更改。</translation>
    </message>
    <message>
        <source>Checked:</source>
        <translation>已检查：</translation>
    </message>
    <message>
        <source>… and more.</source>
        <translation>… 还有更多。</translation>
    </message>
    <message>
        <source>Found:</source>
        <translation>发现：</translation>
    </message>
    <message>
        <source>What this can&apos;t exclude:</source>
        <translation>这不能排除的：</translation>
    </message>
    <message>
        <source>Stopped: nothing is known of what wasn&apos;t looked at.</source>
        <translation>已停止：未检查的部分情况不明。</translation>
    </message>
    <message>
        <source>Where shall the anchor be? Keep it where nobody here can change it.</source>
        <translation>锚保存在哪里？请放在这里无人能更改的地方。</translation>
    </message>
    <message>
        <source>Saved: {path}, with its signature beside it. It tells of entry {count}.</source>
        <translation>已保存：{path}，签名在旁边。它证明条目 {count}。</translation>
    </message>
    <message>
        <source>Copied: the number and hash of the newest signed entry.</source>
        <translation>已复制：最新签名条目的编号和哈希。</translation>
    </message>
</context>
<context>
    <name>BackupScreen</name>
    <message>
        <source>With what crossed the cables of &amp;failed runs</source>
        <translation>包括失败运行的线缆通信(&amp;F)</translation>
    </message>
    <message>
        <source>Make a &amp;backup …</source>
        <translation>创建备份(&amp;B) …</translation>
    </message>
    <message>
        <source>Name a recovery &amp;certificate …</source>
        <translation>指定恢复证书(&amp;C) …</translation>
    </message>
    <message>
        <source>&amp;Archive them …</source>
        <translation>归档(&amp;A) …</translation>
    </message>
    <message>
        <source>Chec&amp;k an archive …</source>
        <translation>检查归档(&amp;K) …</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>The last backups, restores and archives</source>
        <translation>最近的备份、恢复和归档</translation>
    </message>
    <message>
        <source>The command that puts a backup back</source>
        <translation>恢复备份的命令</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>复制(&amp;Y)</translation>
    </message>
    <message>
        <source>Backup: the whole station in one encrypted file</source>
        <translation>备份：整个工作站存入一个加密文件</translation>
    </message>
    <message>
        <source>Archive: old runs&apos; steps in a signed file</source>
        <translation>归档：旧运行的步骤存入一个签名文件</translation>
    </message>
    <message>
        <source>Putting a backup back takes this window closed, an empty folder, and the recovery key. Type this in a terminal; what follows is said there. Going on with an older copy (“station adopt --older”) takes two supervisors, at the terminal, too.</source>
        <translation>恢复备份须关闭此窗口，并有空文件夹和恢复密钥。请在终端输入此命令；后续步骤会在那里说明。用较旧的备份继续（“station adopt --older”）须两名主管，也在终端进行。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The settings have all runs&apos; steps stay for ever.</source>
        <translation>按设置，所有运行的步骤永久保留。</translation>
    </message>
    <message>
        <source>{count} runs of closed orders are over {days} days old, and may go.</source>
        <translation>已关闭工单的 {count} 次运行超过 {days} 天，可以移走。</translation>
    </message>
    <message>
        <source>Name the recovery certificate first: backups are encrypted to it, and its key, kept in a safe, opens them.</source>
        <translation>请先指定恢复证书：备份为它加密，它的密钥放在保险柜中，可打开备份。</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}.</source>
        <translation>为 {name} 加密，证书 SHA-256 {sha}。</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}. Its time is over.</source>
        <translation>为 {name} 加密，证书 SHA-256 {sha}。它已过期。</translation>
    </message>
    <message>
        <source>Where shall the backup be? Take another disk than the station&apos;s.</source>
        <translation>备份保存在哪里？请用工作站以外的磁盘。</translation>
    </message>
    <message>
        <source>The backup is made and was read back: {file}, {size} bytes, up to entry {entry}. SHA-256 {sha}</source>
        <translation>备份已完成并已回读：{file}，{size} 字节，到条目 {entry}。SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which is the recovery certificate? (PEM)</source>
        <translation>哪个是恢复证书？(PEM)</translation>
    </message>
    <message>
        <source>Backups are encrypted to the certificate in {file} from then on.</source>
        <translation>此后备份为 {file} 中的证书加密。</translation>
    </message>
    <message>
        <source>Backups are encrypted to {name} from now on.</source>
        <translation>从现在起备份为 {name} 加密。</translation>
    </message>
    <message>
        <source>Where shall the archive be? Two files more come beside it.</source>
        <translation>归档保存在哪里？旁边还会有两个文件。</translation>
    </message>
    <message>
        <source>Old runs&apos; steps leave the station for {file}. What proves identities stays.</source>
        <translation>旧运行的步骤从工作站移到 {file}。证明身份的内容保留。</translation>
    </message>
    <message>
        <source>Archived: {runs} runs and {transcripts} transcripts. SHA-256 {sha}</source>
        <translation>已归档：{runs} 次运行和 {transcripts} 份通信记录。SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which archive is to be checked?</source>
        <translation>要检查哪个归档？</translation>
    </message>
    <message>
        <source>The archive is as {station} signed it on {day}: {runs} runs.</source>
        <translation>归档与 {station} 在 {day} 签名时一致：{runs} 次运行。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
    <message>
        <source>Stopped: nothing is left of it.</source>
        <translation>已停止：没有留下任何内容。</translation>
    </message>
    <message>
        <source>The command was copied.</source>
        <translation>命令已复制。</translation>
    </message>
</context>
<context>
    <name>CeremonyScreen</name>
    <message>
        <source>The ceremony begins</source>
        <translation>仪式开始</translation>
    </message>
    <message>
        <source>Step {number} of {of}</source>
        <translation>第 {number} 步，共 {of} 步</translation>
    </message>
    <message>
        <source>The PIN of the root token</source>
        <translation>根令牌的 PIN</translation>
    </message>
    <message>
        <source>The PIN of the factory token</source>
        <translation>工厂令牌的 PIN</translation>
    </message>
    <message>
        <source>Token {label}, serial number {serial}.</source>
        <translation>令牌 {label}，序列号 {serial}。</translation>
    </message>
    <message>
        <source>This is a rehearsal: the PIN of its tokens is {pin}.</source>
        <translation>这是演练：其令牌的 PIN 是 {pin}。</translation>
    </message>
    <message>
        <source>Read it from the slip in its envelope; the other looks away.</source>
        <translation>从信封内的纸条上读取；另一人请回避。</translation>
    </message>
    <message>
        <source>A wrong PIN can lock the token for good now.</source>
        <translation>现在输错 PIN 可能永久锁定令牌。</translation>
    </message>
    <message>
        <source>{name} chooses a PIN</source>
        <translation>{name} 选择 PIN</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types it; the other looks away. It opens the log-in, and agrees to what takes two.</source>
        <translation>{name}（工牌 {badge}）输入；另一人请回避。它用于登录，并用于同意须两人同意的事。</translation>
    </message>
    <message>
        <source>{name} signs the protocol</source>
        <translation>{name} 签署协议书</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types the PIN that was just chosen.</source>
        <translation>{name}（工牌 {badge}）输入刚选择的 PIN。</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>在此停止(&amp;S)</translation>
    </message>
    <message>
        <source>Wait. Don&apos;t pull a token out.</source>
        <translation>请等待。不要拔出令牌。</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>&amp;Copy the table</source>
        <translation>复制表格(&amp;C)</translation>
    </message>
    <message>
        <source>Save as &amp;picture …</source>
        <translation>保存为图片(&amp;P) …</translation>
    </message>
    <message>
        <source>Save as CS&amp;V …</source>
        <translation>保存为 CSV(&amp;V) …</translation>
    </message>
    <message>
        <source>The table was copied.</source>
        <translation>表格已复制。</translation>
    </message>
    <message>
        <source>Where shall the picture be?</source>
        <translation>图片保存在哪里？</translation>
    </message>
    <message>
        <source>Where shall the table be?</source>
        <translation>表格保存在哪里？</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
</context>
<context>
    <name>CheckScreen</name>
    <message>
        <source>Check &amp;again (F5)</source>
        <translation>重新检查(&amp;A) (F5)</translation>
    </message>
    <message>
        <source>Save for an en&amp;gineer …</source>
        <translation>保存给工程师(&amp;G) …</translation>
    </message>
    <message>
        <source>What was found, the worst first</source>
        <translation>检查结果，最严重的在前</translation>
    </message>
    <message>
        <source>Looking at {what}.</source>
        <translation>正在检查 {what}。</translation>
    </message>
    <message>
        <source>Looked at, and well</source>
        <translation>已检查，正常</translation>
    </message>
    <message>
        <source>Where shall the file be?</source>
        <translation>文件放在哪里？</translation>
    </message>
    <message>
        <source>Written: {path}. It holds no key, no PIN and no record.</source>
        <translation>已写入：{path}。其中不含密钥、PIN 或记录。</translation>
    </message>
</context>
<context>
    <name>CheckUnits</name>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>Must show, as TPM-004</source>
        <translation>须显示，如 TPM-004</translation>
    </message>
    <message>
        <source>Red rabbit: must fail</source>
        <translation>红兔件：必须不合格</translation>
    </message>
    <message>
        <source>Golden unit: must pass</source>
        <translation>标准件：必须合格</translation>
    </message>
    <message>
        <source>Put on &amp;record …</source>
        <translation>登记(&amp;R) …</translation>
    </message>
    <message>
        <source>Take &amp;off …</source>
        <translation>移除(&amp;O) …</translation>
    </message>
    <message>
        <source>Red rabbits and golden units</source>
        <translation>红兔件和标准件</translation>
    </message>
    <message>
        <source>None is on record.</source>
        <translation>尚无登记。</translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>扫描工牌，或输入其编号</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Enrollment of {serial}</source>
        <translation>{serial} 的注册</translation>
    </message>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>练习：此处所做均非真实</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>全部复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy endorsement &amp;key</source>
        <translation>复制认可密钥(&amp;K)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Endorsement key copied.</source>
        <translation>已复制认可密钥。</translation>
    </message>
</context>
<context>
    <name>EnrollmentColumns</name>
    <message>
        <source>Colu&amp;mns</source>
        <translation>列(&amp;M)</translation>
    </message>
    <message>
        <source>Copy the lines (Ctrl+C)</source>
        <translation>复制行 (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy the cell (Ctrl+Shift+C)</source>
        <translation>复制单元格 (Ctrl+Shift+C)</translation>
    </message>
</context>
<context>
    <name>EnrollmentFilter</name>
    <message>
        <source>Serial number, registration or device ID, order, or hash: how it begins</source>
        <translation>序列号、注册或设备 ID、工单或哈希的开头</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部工单</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>TPM</source>
        <translation>TPM</translation>
    </message>
    <message>
        <source>X.509</source>
        <translation>X.509</translation>
    </message>
    <message>
        <source>Symmetric key</source>
        <translation>对称密钥</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>年年年年-月月-日日</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>显示全部(&amp;A)</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Serial number, last first</source>
        <translation>序列号，倒序</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>注册 ID</translation>
    </message>
    <message>
        <source>Registration ID, last first</source>
        <translation>注册 ID，倒序</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>设备 ID</translation>
    </message>
    <message>
        <source>Device ID, last first</source>
        <translation>设备 ID，倒序</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Order, last first</source>
        <translation>工单，倒序</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>机制</translation>
    </message>
    <message>
        <source>Mechanism, last first</source>
        <translation>机制，倒序</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Status, last first</source>
        <translation>状态，倒序</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>排序方式(&amp;S)</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>工单(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;tatus</source>
        <translation>状态(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Mechanism</source>
        <translation>机制(&amp;M)</translation>
    </message>
    <message>
        <source>Enrolle&amp;d from</source>
        <translation>注册日期从(&amp;D)</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>到(&amp;L)</translation>
    </message>
    <message>
        <source>A day is written as 2026-11-30: year, month, day.</source>
        <translation>日期写作 2026-11-30：年、月、日。</translation>
    </message>
</context>
<context>
    <name>EnrollmentRows</name>
    <message>
        <source>Registration ID</source>
        <translation>注册 ID</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>设备 ID</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>机制</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>注册时间</translation>
    </message>
    <message>
        <source>TPM</source>
        <translation>TPM</translation>
    </message>
    <message>
        <source>X.509</source>
        <translation>X.509</translation>
    </message>
    <message>
        <source>Symmetric key</source>
        <translation>对称密钥</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已撤销</translation>
    </message>
</context>
<context>
    <name>EnrollmentsScreen</name>
    <message>
        <source>Enrollments</source>
        <translation>注册</translation>
    </message>
    <message>
        <source>Refres&amp;h (F5)</source>
        <translation>刷新(&amp;H) (F5)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Reading the list.</source>
        <translation>正在读取列表。</translation>
    </message>
    <message>
        <source>Enter opens a line, Ctrl+C copies.</source>
        <translation>Enter 打开一行，Ctrl+C 复制。</translation>
    </message>
    <message>
        <source>&amp;Go to line</source>
        <translation>转到行(&amp;G)</translation>
    </message>
    <message>
        <source>Reading the list …</source>
        <translation>正在读取列表 …</translation>
    </message>
    <message>
        <source>The cell was copied.</source>
        <translation>单元格已复制。</translation>
    </message>
    <message>
        <source>1 line was copied.</source>
        <translation>已复制 1 行。</translation>
    </message>
    <message>
        <source>The first {count} lines were copied: no more go at once.</source>
        <translation>已复制前 {count} 行：一次不能更多。</translation>
    </message>
    <message>
        <source>{count} lines were copied.</source>
        <translation>已复制 {count} 行。</translation>
    </message>
    <message>
        <source>Nothing on the list matches. Shorten what is to be found, or show all.</source>
        <translation>列表中没有匹配项。请缩短查找内容，或显示全部。</translation>
    </message>
    <message>
        <source>No enrollments yet. A unit comes onto this list when it has passed.</source>
        <translation>尚无注册。设备合格后会进入此列表。</translation>
    </message>
    <message>
        <source>1 enrollment</source>
        <translation>1 条注册</translation>
    </message>
    <message>
        <source>{count} enrollments</source>
        <translation>{count} 条注册</translation>
    </message>
    <message>
        <source>{enrollments}. Some are new: F5 shows them.</source>
        <translation>{enrollments}。有新的：按 F5 显示。</translation>
    </message>
</context>
<context>
    <name>Entrance</name>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Starting.</source>
        <translation>正在启动。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Station can&apos;t start</source>
        <translation>Station 无法启动</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>A&amp;lso what was exported before</source>
        <translation>包括以前导出过的(&amp;L)</translation>
    </message>
    <message>
        <source>Bro&amp;wse …</source>
        <translation>浏览(&amp;W) …</translation>
    </message>
    <message>
        <source>C&amp;ertificate of the service&apos;s owner</source>
        <translation>服务所有者的证书(&amp;E)</translation>
    </message>
    <message>
        <source>A file, needed where units have keys of their own: these are encrypted, and nobody but the owner opens them.</source>
        <translation>文件，设备有自己的密钥时需要：密钥会加密，只有所有者能打开。</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>工单(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>Fol&amp;der</source>
        <translation>文件夹(&amp;D)</translation>
    </message>
    <message>
        <source>A new or empty one. All of the export goes into it, or nothing.</source>
        <translation>新的或空的。导出要么全部写入，要么完全不写。</translation>
    </message>
    <message>
        <source>&amp;Start the export</source>
        <translation>开始导出(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Units that were exported before are written once more, as when files were lost. The service refuses those that it has already, and overwrites none.</source>
        <translation>以前导出过的设备会再写一次，例如文件丢失时。服务会拒绝它已有的，不会覆盖任何一个。</translation>
    </message>
    <message>
        <source>Writing unit {count} of {total} …</source>
        <translation>正在写第 {count} 台设备，共 {total} 台 …</translation>
    </message>
    <message>
        <source>Checking the record, signing and recording …</source>
        <translation>正在检查记录、签名并登记 …</translation>
    </message>
    <message>
        <source>The export was stopped. Nothing was written or counted as exported.</source>
        <translation>导出已停止。没有写入，也没有计为已导出。</translation>
    </message>
    <message>
        <source>Choose one order, and export each by itself.</source>
        <translation>请选择一个工单，逐个导出。</translation>
    </message>
    <message>
        <source>Tick the box to export everything once more.</source>
        <translation>勾选此框以再次导出全部。</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部工单</translation>
    </message>
    <message>
        <source>{name}: {count} to export</source>
        <translation>{name}：{count} 台待导出</translation>
    </message>
    <message>
        <source>Counting what is ready …</source>
        <translation>正在统计就绪数量 …</translation>
    </message>
    <message>
        <source>{count} units are ready to export.</source>
        <translation>{count} 台设备可以导出。</translation>
    </message>
    <message>
        <source>Nothing is ready to export: units are, once they have passed.</source>
        <translation>没有可导出的：设备合格后才可导出。</translation>
    </message>
    <message>
        <source>{count} were exported before.</source>
        <translation>{count} 台以前导出过。</translation>
    </message>
    <message>
        <source>{count} are exported once more.</source>
        <translation>{count} 台再次导出。</translation>
    </message>
    <message>
        <source>For the provisioning service: the requests that create the units there, ready to be sent, with certificates.</source>
        <translation>供预配服务使用：在那里创建设备的请求，含证书，可直接发送。</translation>
    </message>
    <message>
        <source>For people and spreadsheets: one table of all units, with certificates. It holds no keys, and the service doesn&apos;t take it.</source>
        <translation>供人员和电子表格使用：一张含所有设备和证书的表。不含密钥，服务不接受它。</translation>
    </message>
    <message>
        <source>For programs, and for lists of any length: a document a line, as the service takes it, certificates in the documents.</source>
        <translation>供程序和任意长度的列表使用：每行一个文档，格式为服务所接受，证书在文档中。</translation>
    </message>
    <message>
        <source>For whoever takes an order&apos;s units in: archives of each order with its table, documents and certificates.</source>
        <translation>供接收工单设备的人使用：每个工单一个归档，含表、文档和证书。</translation>
    </message>
    <message>
        <source>In which folder shall the export&apos;s folder be?</source>
        <translation>导出文件夹放在哪个文件夹里？</translation>
    </message>
    <message>
        <source>Type the folder&apos;s whole path, beginning with /.</source>
        <translation>输入文件夹的完整路径，以 / 开头。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止 …</translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message>
        <source>SHA-256 of the manifest</source>
        <translation>清单的 SHA-256</translation>
    </message>
    <message>
        <source>O&amp;pen folder</source>
        <translation>打开文件夹(&amp;P)</translation>
    </message>
    <message>
        <source>Copy pa&amp;th</source>
        <translation>复制路径(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Keys stand in these files for anybody to read. Give them to nobody else.</source>
        <translation>这些文件中的密钥任何人都能读取。不要给其他人。</translation>
    </message>
    <message>
        <source>Some groups were rotated, disabled or given another CA. Where the service has them already, send these as an update: group-updates-*.json, and a group-*.template.json with its keys filled in.</source>
        <translation>有些组已轮换、停用或换了 CA。服务已有这些组时，请作为更新发送：group-updates-*.json，以及填好密钥的 group-*.template.json。</translation>
    </message>
    <message>
        <source>{count} revoked units are shut out of their groups by shut-out-*.json: send these, too.</source>
        <translation>shut-out-*.json 将 {count} 台已撤销的设备排除出其组：这些也要发送。</translation>
    </message>
    <message>
        <source>{count} units in {files} files</source>
        <translation>{count} 台设备，{files} 个文件</translation>
    </message>
    <message>
        <source>held back, since their units are aside: {count}</source>
        <translation>因设备被搁置而保留：{count}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… 另有 {count} 个</translation>
    </message>
    <message>
        <source>{name} with {count} files</source>
        <translation>{name}，含 {count} 个文件</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders. The path can be copied.</source>
        <translation>本机没有显示文件夹的程序。可以复制路径。</translation>
    </message>
    <message>
        <source>The path was copied.</source>
        <translation>已复制路径。</translation>
    </message>
    <message>
        <source>This station&apos;s factory signed the manifest, and all {count} files in it are what was exported.</source>
        <translation>清单由本站的工厂签名，其中全部 {count} 个文件即为所导出的。</translation>
    </message>
</context>
<context>
    <name>ExportScreen</name>
    <message>
        <source>&amp;Exports since you logged in</source>
        <translation>登录以来的导出(&amp;E)</translation>
    </message>
    <message>
        <source>Nothing was exported since you logged in.
What an export wrote stands here.</source>
        <translation>您登录以来没有导出。
导出写了什么会显示在这里。</translation>
    </message>
    <message>
        <source>{count} units are exported, and counted as exported.</source>
        <translation>{count} 台设备将导出，并计为已导出。</translation>
    </message>
</context>
<context>
    <name>FactoryKeys</name>
    <message>
        <source>Accept &amp;keys in software …</source>
        <translation>接受软件密钥(&amp;K) …</translation>
    </message>
    <message>
        <source>Take that &amp;back …</source>
        <translation>收回(&amp;B) …</translation>
    </message>
    <message>
        <source>The factory&apos;s keys</source>
        <translation>工厂密钥</translation>
    </message>
    <message>
        <source>They are in a {token}.</source>
        <translation>它们在：{token}。</translation>
    </message>
    <message>
        <source>Whoever copies this computer&apos;s files has them: a hardware HSM is safer.</source>
        <translation>谁复制本机文件就得到它们：硬件 HSM 更安全。</translation>
    </message>
    <message>
        <source>That will do for practice.</source>
        <translation>练习时可以。</translation>
    </message>
    <message>
        <source>No order and no unit is made until two supervisors accept that.</source>
        <translation>两名主管接受之前，不做任何工单和设备。</translation>
    </message>
</context>
<context>
    <name>FailedRunsDialog</name>
    <message>
        <source>Units of {order} that did not pass</source>
        <translation>{order} 中未合格的设备</translation>
    </message>
    <message>
        <source>What crossed the cable</source>
        <translation>线缆上的通信</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>&amp;Copy the transcript</source>
        <translation>复制通信记录(&amp;C)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Every unit of this order that was tried has passed.</source>
        <translation>此工单试过的设备全部合格。</translation>
    </message>
    <message>
        <source>These are the last {count}; there may be more.</source>
        <translation>这是最近 {count} 台；可能还有更多。</translation>
    </message>
    <message>
        <source>Nothing crossed the cable, or it is not kept.</source>
        <translation>线缆上没有通信，或未保存。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
</context>
<context>
    <name>FiguresScreen</name>
    <message>
        <source>Count a&amp;gain (F5)</source>
        <translation>重新统计(&amp;G) (F5)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>一次合格</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>So far</source>
        <translation>累计</translation>
    </message>
    <message>
        <source>By</source>
        <translation>按</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>哪个</translation>
    </message>
    <message>
        <source>Yields by order, position and shift</source>
        <translation>按工单、工位和班次的良率</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>谁的</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Failed in</source>
        <translation>失败于</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Failures, the most frequent first</source>
        <translation>失败，最常见的在前</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>95 % in</source>
        <translation>95 % 在</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>How long each step took</source>
        <translation>每个步骤用时</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>工单(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Shift</source>
        <translation>班次(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>显示(&amp;H)</translation>
    </message>
    <message>
        <source>Counting.</source>
        <translation>正在统计。</translation>
    </message>
    <message>
        <source>Nothing was counted.</source>
        <translation>没有统计。</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部工单</translation>
    </message>
    <message>
        <source>{shift}, this one</source>
        <translation>{shift}，本班</translation>
    </message>
    <message>
        <source>All time, of one order</source>
        <translation>全部时间，一个工单</translation>
    </message>
    <message>
        <source>Choose an order, or a shift.</source>
        <translation>请选择工单或班次。</translation>
    </message>
    <message>
        <source>No runs: {about}.</source>
        <translation>没有运行：{about}。</translation>
    </message>
    <message>
        <source>Nothing to show yet.
{title}</source>
        <translation>还没有可显示的内容。
{title}</translation>
    </message>
</context>
<context>
    <name>FirstArticlePanel</name>
    <message>
        <source>Si&amp;gn first article</source>
        <translation>签署首件(&amp;G)</translation>
    </message>
    <message>
        <source>Re&amp;ject …</source>
        <translation>驳回(&amp;J) …</translation>
    </message>
    <message>
        <source>Why: what is wrong with the unit</source>
        <translation>原因：设备有何问题</translation>
    </message>
    <message>
        <source>Why the first article is rejected</source>
        <translation>驳回首件的原因</translation>
    </message>
    <message>
        <source>Don&apos;t</source>
        <translation>不驳回</translation>
    </message>
    <message>
        <source>Reject it</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected as the first article of {order}: {why}</source>
        <translation>设备 {serial} 作为 {order} 的首件被驳回：{why}</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected: the order {order} takes another one as its first article. The unit stays on the enrollment list until it is scrapped or revoked.</source>
        <translation>设备 {serial} 被驳回：工单 {order} 另取一台作为首件。该设备留在注册列表中，直到报废或撤销。</translation>
    </message>
    <message>
        <source>The unit {serial} is right as the first article: the order {order} runs.</source>
        <translation>设备 {serial} 作为首件正确：工单 {order} 开始运行。</translation>
    </message>
    <message>
        <source>The first article, unit {serial}, is signed: the order {order} is open.</source>
        <translation>首件（设备 {serial}）已签署：工单 {order} 已开放。</translation>
    </message>
</context>
<context>
    <name>GoTo</name>
    <message>
        <source>Go to … type a few letters</source>
        <translation>转到 … 输入几个字母</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Where to go</source>
        <translation>去哪里</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter goes there   Esc leaves</source>
        <translation>↑ ↓ 选择   Enter 前往   Esc 离开</translation>
    </message>
</context>
<context>
    <name>GroupsScreen</name>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>&amp;Make a group …</source>
        <translation>创建组(&amp;M) …</translation>
    </message>
    <message>
        <source>&amp;Rotate …</source>
        <translation>轮换(&amp;R) …</translation>
    </message>
    <message>
        <source>Retire the older &amp;key …</source>
        <translation>停用旧密钥(&amp;K) …</translation>
    </message>
    <message>
        <source>&amp;Shut a unit out …</source>
        <translation>排除一台设备(&amp;S) …</translation>
    </message>
    <message>
        <source>&amp;Disable the group …</source>
        <translation>停用该组(&amp;D) …</translation>
    </message>
    <message>
        <source>Reading the groups.</source>
        <translation>正在读取组。</translation>
    </message>
    <message>
        <source>There is no enrollment group yet.
Orders whose units have keys make theirs, and so do orders with certificates that are enrolled as a group.</source>
        <translation>尚无注册组。
设备带密钥的工单会创建自己的组，以组方式注册证书的工单也会。</translation>
    </message>
    <message>
        <source>{name}: its next units get another key. See below how the service gets it.</source>
        <translation>{name}：其后的设备使用另一密钥。服务如何获得它，见下。</translation>
    </message>
    <message>
        <source>The group {name} has its key.</source>
        <translation>组 {name} 已有密钥。</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good.</source>
        <translation>{name} 的旧密钥已永久销毁。</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good. {units} units have it: they are let in no more, unless they were given another.</source>
        <translation>{name} 的旧密钥已永久销毁。有 {units} 台设备使用它：除非已得到另一密钥，否则不再准入。</translation>
    </message>
    <message>
        <source>The group {name} takes no units any more, for good. Once the service knows it, none of its {units} units is let in.</source>
        <translation>组 {name} 永久不再接收设备。服务得知后，其 {units} 台设备都不准入。</translation>
    </message>
    <message>
        <source>The unit {serial} ({id}) is revoked for good. The next push or export shuts it out.</source>
        <translation>设备 {serial}（{id}）已永久撤销。下次推送或导出会将其排除。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>GroupsTable</name>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>By</source>
        <translation>按</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Find a page, a word or a code</source>
        <translation>查找页面、词或代码</translation>
    </message>
    <message>
        <source>Find in the help</source>
        <translation>在帮助中查找</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>页面内容</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>About Station</source>
        <translation>关于 Station</translation>
    </message>
    <message>
        <source>Close help</source>
        <translation>关闭帮助</translation>
    </message>
    <message>
        <source>This is outside of Station: {address}</source>
        <translation>这在 Station 之外：{address}</translation>
    </message>
</context>
<context>
    <name>IntroPage</name>
    <message>
        <source>Set up a station</source>
        <translation>设置工作站</translation>
    </message>
    <message>
        <source>Two supervisors make a station here: all keys of the factory, its record, and themselves as the first two people who may log in. It takes about a quarter of an hour, and can be broken off anywhere: it goes on where it was.

Who must be here
•  Two supervisors, from the first step to the last, each with a badge.

What must be here
•  Two empty security tokens: the root token, which lies in a safe afterwards, and the factory token, which stays in this computer.
•  Five envelopes that can be sealed: one for each of the two PINs of both tokens, and one for the root token. A pen, and a printer.

Rehearse it first: with practice tokens, which are made for it.</source>
        <translation>两名主管在此创建工作站：工厂的所有密钥、其记录，以及他们自己作为最先可登录的两个人。约需一刻钟，可随时中断：会从中断处继续。

须在场的人
•  两名主管，从第一步到最后一步，各带工牌。

须备好的物品
•  两个空的安全令牌：根令牌，之后放入保险柜；工厂令牌，留在本机。
•  五个可封口的信封：两个令牌的两个 PIN 各一个，根令牌一个。一支笔和一台打印机。

请先演练：使用专为演练制作的练习令牌。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>开始(&amp;B)</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>No&amp;body gets a copy but the escrow</source>
        <translation>除托管方外无人得到副本(&amp;B)</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>选择(&amp;H) …</translation>
    </message>
    <message>
        <source>Na&amp;me of the group</source>
        <translation>组名(&amp;M)</translation>
    </message>
    <message>
        <source>As the service shall have it: letters, digits and dashes.</source>
        <translation>服务中应有的名称：字母、数字和连字符。</translation>
    </message>
    <message>
        <source>&amp;Certificate of the service&apos;s owner</source>
        <translation>服务所有者的证书(&amp;C)</translation>
    </message>
    <message>
        <source>The key is wrapped for it once, now or never: without a copy no export can give the group to the service.</source>
        <translation>密钥只为其包裹一次，现在或永不：没有副本，任何导出都无法把组交给服务。</translation>
    </message>
    <message>
        <source>Another key for {name}</source>
        <translation>{name} 的另一密钥</translation>
    </message>
    <message>
        <source>Ma&amp;ke the key</source>
        <translation>生成密钥(&amp;K)</translation>
    </message>
    <message>
        <source>A new group of units with keys</source>
        <translation>带密钥设备的新组</translation>
    </message>
    <message>
        <source>Ma&amp;ke the group</source>
        <translation>创建组(&amp;K)</translation>
    </message>
    <message>
        <source>Say who gets a copy of the key, or that nobody does.</source>
        <translation>说明谁得到密钥副本，或无人得到。</translation>
    </message>
    <message>
        <source>Certificate of the service&apos;s owner</source>
        <translation>服务所有者的证书</translation>
    </message>
</context>
<context>
    <name>LanguageButton</name>
    <message>
        <source>Language: {name}</source>
        <translation>语言：{name}</translation>
    </message>
    <message>
        <source>Another language (Ctrl+Shift+L)</source>
        <translation>其他语言 (Ctrl+Shift+L)</translation>
    </message>
</context>
<context>
    <name>LastingWork</name>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Begins.</source>
        <translation>开始。</translation>
    </message>
    <message>
        <source>Ends.</source>
        <translation>结束。</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Another library</source>
        <translation>其他库</translation>
    </message>
    <message>
        <source>A PKCS#11 library comes with each kind of token, from its maker.</source>
        <translation>每种令牌都有其厂商的 PKCS#11 库。</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>选择(&amp;C)</translation>
    </message>
    <message>
        <source>Its whole path; the name ends in .so.</source>
        <translation>完整路径；文件名以 .so 结尾。</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>库(&amp;L)</translation>
    </message>
    <message>
        <source>As NAME=VALUE, several with blanks between. Most want nothing.</source>
        <translation>写作 NAME=VALUE，多个之间用空格。多数不需要。</translation>
    </message>
    <message>
        <source>What it wants to be &amp;told</source>
        <translation>需要告知它的内容(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Look there</source>
        <translation>在那里查找(&amp;L)</translation>
    </message>
    <message>
        <source>Which is the library?</source>
        <translation>哪个是库？</translation>
    </message>
    <message>
        <source>Libraries (*.so *.so.*)</source>
        <translation>库 (*.so *.so.*)</translation>
    </message>
</context>
<context>
    <name>LockPanel</name>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>The window is locked; units at work go on. {name} goes on with badge and PIN. Somebody else takes over with theirs.</source>
        <translation>窗口已锁定；正在处理的设备继续。{name} 用工牌和 PIN 继续。其他人用自己的接手。</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>工牌</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Units are at work: unlock the window first, then close it.</source>
        <translation>有设备正在处理：请先解锁窗口，再关闭。</translation>
    </message>
</context>
<context>
    <name>LogInScreen</name>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Log in and &amp;change the PIN</source>
        <translation>登录并更改 PIN(&amp;C)</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>选择新 PIN</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>更改 PIN</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>谁在这里工作？</translation>
    </message>
    <message>
        <source>&amp;Badge</source>
        <translation>工牌(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>PIN(&amp;P)</translation>
    </message>
    <message>
        <source>You will be logged in with it.</source>
        <translation>将用它登录。</translation>
    </message>
    <message>
        <source>The PIN that you typed is right, and it is time for another: one that nobody but you knows.</source>
        <translation>您输入的 PIN 正确，但该换一个了：只有您自己知道的。</translation>
    </message>
    <message>
        <source>That PIN can&apos;t be: {why}. Choose another.</source>
        <translation>不能用该 PIN：{why}。请另选。</translation>
    </message>
</context>
<context>
    <name>MishapStrip</name>
    <message>
        <source>What is this?</source>
        <translation>这是什么？</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>It came {count} times.</source>
        <translation>出现了 {count} 次。</translation>
    </message>
</context>
<context>
    <name>NewPin</name>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>At least {count} characters; letters and signs may be among them.</source>
        <translation>至少 {count} 个字符；可含字母和符号。</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>两个 PIN 不同：请都重新输入。</translation>
    </message>
</context>
<context>
    <name>NobodyPage</name>
    <message>
        <source>Nobody can log in yet. Close this window, then run this command twice at a terminal, for the first two supervisors:

station operator add BADGE --name NAME --role supervisor

Open the window again: they log in, and add everybody else here.</source>
        <translation>还没有人能登录。关闭此窗口，然后在终端运行此命令两次，用于最先的两名主管：

station operator add BADGE --name NAME --role supervisor

再打开窗口：他们登录，并在此添加其他人。</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>This station has no people yet</source>
        <translation>此工作站还没有人员</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Try &amp;again</source>
        <translation>重试(&amp;A)</translation>
    </message>
    <message>
        <source>The station can&apos;t be opened</source>
        <translation>无法打开工作站</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>This computer holds no station yet.

Practise on a bench of simulated devices: it is set up by itself, and nothing made there is real.

Or set up a station: two supervisors make its keys in two empty security tokens.</source>
        <translation>本机还没有工作站。

在模拟设备的工作台上练习：它自动设置，所做均非真实。

或设置工作站：两名主管在两个空安全令牌中生成密钥。</translation>
    </message>
    <message>
        <source>The ceremony that makes a station here was begun, and is not over.

Both supervisors go on with it where it was. Nobody can work here before.</source>
        <translation>在此创建工作站的仪式已开始，尚未结束。

两名主管从原处继续。在此之前无人能在此工作。</translation>
    </message>
    <message>
        <source>&amp;Practise</source>
        <translation>练习(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Go on with the ceremony</source>
        <translation>继续仪式(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Set up a station</source>
        <translation>设置工作站(&amp;S)</translation>
    </message>
    <message>
        <source>Welcome to Station</source>
        <translation>欢迎使用 Station</translation>
    </message>
    <message>
        <source>Setting up simulated devices with real TPMs and tokens in software. The first time takes some seconds longer.</source>
        <translation>正在用软件中的真实 TPM 和令牌设置模拟设备。第一次会多用几秒。</translation>
    </message>
    <message>
        <source>Opening the practice bench</source>
        <translation>正在打开练习工作台</translation>
    </message>
    <message>
        <source>Checking the record and the factory&apos;s token.</source>
        <translation>正在检查记录和工厂令牌。</translation>
    </message>
    <message>
        <source>Type the PIN at the token&apos;s pad now.

Then the record and the factory&apos;s token are checked.</source>
        <translation>请现在在令牌的键盘上输入 PIN。

然后检查记录和工厂令牌。</translation>
    </message>
    <message>
        <source>Opening the station</source>
        <translation>正在打开工作站</translation>
    </message>
    <message>
        <source>The record gets the form of this version of Station: {seconds} s so far.

A million enrollments take about a minute. Closing the window leaves the record as it was.</source>
        <translation>记录正在转换为此版本 Station 的格式：已用 {seconds} 秒。

一百万条注册约需一分钟。关闭窗口则记录保持原样。</translation>
    </message>
    <message>
        <source>A supervisor is &amp;sure of it</source>
        <translation>主管确定(&amp;S)</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token</source>
        <translation>再输错一次 PIN 可能锁定令牌</translation>
    </message>
    <message>
        <source>This PIN is tried though it could be the last time: a wrong one can lock the token for good.</source>
        <translation>尽管可能是最后一次，仍尝试此 PIN：输错可能永久锁定令牌。</translation>
    </message>
</context>
<context>
    <name>OrderChangeDialog</name>
    <message>
        <source>Change the order {name}</source>
        <translation>更改工单 {name}</translation>
    </message>
    <message>
        <source>&amp;Do it</source>
        <translation>执行(&amp;D)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>选择(&amp;H) …</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>哪个文件？</translation>
    </message>
    <message>
        <source>Ch&amp;oose …</source>
        <translation>选择(&amp;O) …</translation>
    </message>
    <message>
        <source>How &amp;many</source>
        <translation>数量(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Policy</source>
        <translation>策略(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>设备令牌的 PIN(&amp;K)</translation>
    </message>
    <message>
        <source>Only for products whose units have a token; else it stays empty.</source>
        <translation>仅用于设备带令牌的产品；否则留空。</translation>
    </message>
    <message>
        <source>Ne&amp;w folder for the allotment</source>
        <translation>分配额的新文件夹(&amp;W)</translation>
    </message>
    <message>
        <source>What is to be &amp;changed</source>
        <translation>要更改什么(&amp;C)</translation>
    </message>
    <message>
        <source>ID scop&amp;e</source>
        <translation>ID 范围(&amp;E)</translation>
    </message>
    <message>
        <source>The new order&apos;s &amp;name</source>
        <translation>新工单的名称(&amp;N)</translation>
    </message>
    <message>
        <source>Which folder shall the allotment be? A new name, or an empty folder.</source>
        <translation>分配额放在哪个文件夹？新名称，或空文件夹。</translation>
    </message>
    <message>
        <source>Fill this in first.</source>
        <translation>请先填写此项。</translation>
    </message>
    <message>
        <source>A whole number is wanted.</source>
        <translation>须为整数。</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>lower-case letters, digits and dashes</source>
        <translation>小写字母、数字和连字符</translation>
    </message>
    <message>
        <source>For products with a symmetric key: the enrollment group that the service shall have. Left empty, it is called as the order is.</source>
        <translation>用于对称密钥产品：服务中应有的注册组。留空则与工单同名。</translation>
    </message>
    <message>
        <source>Na&amp;me of the order</source>
        <translation>工单名称(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Product</source>
        <translation>产品(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>ID 范围(&amp;I)</translation>
    </message>
    <message>
        <source>Of the service that the units are for; on its overview page.</source>
        <translation>设备所属服务的；在其概述页上。</translation>
    </message>
    <message>
        <source>&amp;Quantity</source>
        <translation>数量(&amp;Q)</translation>
    </message>
    <message>
        <source>How many units may be made, at most.</source>
        <translation>最多可做多少台设备。</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>设备令牌的 PIN(&amp;K)</translation>
    </message>
    <message>
        <source>The one that they come with. It is kept sealed, and shown nowhere.</source>
        <translation>出厂时的 PIN。密封保存，任何地方都不显示。</translation>
    </message>
    <message>
        <source>Pass&amp;word of the units&apos; console</source>
        <translation>设备控制台的密码(&amp;W)</translation>
    </message>
    <message>
        <source>Left empty where they ask for none. It is kept sealed, and shown nowhere.</source>
        <translation>不需要则留空。密封保存，任何地方都不显示。</translation>
    </message>
    <message>
        <source>&amp;Group ID</source>
        <translation>组 ID(&amp;G)</translation>
    </message>
    <message>
        <source>A unit that &amp;has passed and comes again</source>
        <translation>已合格又回来的设备(&amp;H)</translation>
    </message>
    <message>
        <source>A TPM&apos;s key and a symmetric key are always the same: no other can be had.</source>
        <translation>TPM 的密钥和对称密钥始终相同：不会有另一个。</translation>
    </message>
    <message>
        <source>Mor&amp;e</source>
        <translation>更多(&amp;E)</translation>
    </message>
    <message>
        <source>C&amp;reate the order</source>
        <translation>创建工单(&amp;R)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>新工单</translation>
    </message>
    <message>
        <source>{title} ({mechanism})</source>
        <translation>{title}（{mechanism}）</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>略去：{problem}</translation>
    </message>
    <message>
        <source>There is no product yet: put its profile into the folder</source>
        <translation>还没有产品：请把其配置文件放入文件夹</translation>
    </message>
    <message>
        <source>Profile {name}</source>
        <translation>配置文件 {name}</translation>
    </message>
    <message>
        <source>The order {name} is made, for {count} units of {product}.</source>
        <translation>工单 {name} 已创建，{product} 共 {count} 台。</translation>
    </message>
</context>
<context>
    <name>OrderRows</name>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>注册时间</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID 范围</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>{enrolled} of {quantity}</source>
        <translation>{enrolled} / {quantity}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>待签署</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>First article</source>
        <translation>首件</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>开放</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
</context>
<context>
    <name>OrderSorting</name>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Furthest first</source>
        <translation>进度最快在前</translation>
    </message>
    <message>
        <source>Least far first</source>
        <translation>进度最慢在前</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID 范围</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Orders</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>New or&amp;der …</source>
        <translation>新工单(&amp;D) …</translation>
    </message>
    <message>
        <source>&amp;Assign to positions …</source>
        <translation>分配到工位(&amp;A) …</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;hange …</source>
        <translation>更改(&amp;H) …</translation>
    </message>
    <message>
        <source>&amp;Failed units …</source>
        <translation>失败的设备(&amp;F) …</translation>
    </message>
    <message>
        <source>&amp;Close …</source>
        <translation>关闭(&amp;C) …</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Close it &amp;for good</source>
        <translation>永久关闭(&amp;F)</translation>
    </message>
    <message>
        <source>Reading the orders.</source>
        <translation>正在读取工单。</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>排序方式(&amp;S)</translation>
    </message>
    <message>
        <source>No orders yet. An order says how many units of which product are to be made.
Press “New order” to make the first, then assign it to positions.</source>
        <translation>尚无工单。工单规定做哪种产品多少台。
按“新工单”创建第一个，然后分配到工位。</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>恢复(&amp;U)</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions: workers can begin then.</source>
        <translation>工单 {name} 已创建。分配到工位后即可开始工作。</translation>
    </message>
    <message>
        <source>The order {order} is at position {names} now.</source>
        <translation>工单 {order} 现在在工位 {names}。</translation>
    </message>
    <message>
        <source>The order {order} is at no position now.</source>
        <translation>工单 {order} 现在不在任何工位。</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>The station and its two supervisors</source>
        <translation>工作站及其两名主管</translation>
    </message>
    <message>
        <source>The names stand in certificates and in the record for good. Each shows the other the badge while it is scanned or typed.</source>
        <translation>这些名字永久写入证书和记录。扫描或输入工牌时，各自向对方出示。</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>The &amp;station&apos;s name</source>
        <translation>工作站名称(&amp;S)</translation>
    </message>
    <message>
        <source>First supervisor: badge</source>
        <translation>第一名主管：工牌</translation>
    </message>
    <message>
        <source>First supervisor: name</source>
        <translation>第一名主管：姓名</translation>
    </message>
    <message>
        <source>Second supervisor: badge</source>
        <translation>第二名主管：工牌</translation>
    </message>
    <message>
        <source>Second supervisor: name</source>
        <translation>第二名主管：姓名</translation>
    </message>
    <message>
        <source>&amp;Place, for the protocol</source>
        <translation>地点，用于协议书(&amp;P)</translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation>可以留空。</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Its certificates are by “{name} Root CA”, for 25 years, and “{name} Issuing CA”, for 20 years.</source>
        <translation>其证书由“{name} Root CA”（25 年）和“{name} Issuing CA”（20 年）签发。</translation>
    </message>
    <message>
        <source>Letters, digits and signs, as it is to be printed.</source>
        <translation>字母、数字和符号，按打印的样子。</translation>
    </message>
    <message>
        <source>That is the first one&apos;s badge: two people have two.</source>
        <translation>这是第一人的工牌：两人要有两张。</translation>
    </message>
    <message>
        <source>1 to 64 letters, digits and signs, without blanks.</source>
        <translation>1 到 64 个字母、数字和符号，不含空格。</translation>
    </message>
</context>
<context>
    <name>PeopleScreen</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>A PIN for somebody else</source>
        <translation>给他人的 PIN</translation>
    </message>
    <message>
        <source>Give the PIN</source>
        <translation>给出 PIN</translation>
    </message>
    <message>
        <source>&amp;Add a person …</source>
        <translation>添加人员(&amp;A) …</translation>
    </message>
    <message>
        <source>&amp;Reset the PIN …</source>
        <translation>重置 PIN(&amp;R) …</translation>
    </message>
    <message>
        <source>Switch o&amp;ff …</source>
        <translation>停用(&amp;F) …</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Reading who there is.</source>
        <translation>正在读取人员。</translation>
    </message>
    <message>
        <source>Nobody is on record. Press “Add a person” to add the first.</source>
        <translation>没有登记人员。按“添加人员”添加第一个。</translation>
    </message>
    <message>
        <source>&amp;Switch on</source>
        <translation>启用(&amp;S)</translation>
    </message>
    <message>
        <source>Nobody does that to their own badge: another supervisor can</source>
        <translation>不能对自己的工牌这样做：另一名主管可以</translation>
    </message>
    <message>
        <source>{name} ({badge}) logs in with it once, and chooses another then.</source>
        <translation>{name}（{badge}）用它登录一次，然后另选。</translation>
    </message>
    <message>
        <source>{name} ({badge}) is added: {role}.</source>
        <translation>{name}（{badge}）已添加：{role}。</translation>
    </message>
    <message>
        <source>{name} ({badge}) has another PIN, to be changed at the log-in.</source>
        <translation>{name}（{badge}）有了另一个 PIN，登录时更改。</translation>
    </message>
    <message>
        <source>Switch {name} ({badge}) off? They can&apos;t log in until somebody switches them on; what they did stays on record.</source>
        <translation>停用 {name}（{badge}）？在有人启用之前不能登录；其所做保留在记录中。</translation>
    </message>
    <message>
        <source>{name} ({badge}) may log in.</source>
        <translation>{name}（{badge}）可以登录。</translation>
    </message>
    <message>
        <source>{name} ({badge}) can&apos;t log in any more.</source>
        <translation>{name}（{badge}）不能再登录。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Badge</source>
        <translation>工牌</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>May log in</source>
        <translation>可以登录</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已停用</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>扫描工牌，或输入其编号</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>工牌</translation>
    </message>
    <message>
        <source>First PIN</source>
        <translation>第一个 PIN</translation>
    </message>
    <message>
        <source>You choose it and tell it to them. They choose another at their log-in.</source>
        <translation>由您选择并告知对方。对方登录时另选。</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>添加人员</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same.</source>
        <translation>两个 PIN 不同。</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>The picture can&apos;t be shown. Answer no, and call the supervisor.</source>
        <translation>无法显示图片。请回答否，并叫主管。</translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>&amp;PIN</source>
        <translation>PIN(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
</context>
<context>
    <name>PracticeBadges</name>
    <message>
        <source>Practice badges</source>
        <translation>练习工牌</translation>
    </message>
    <message>
        <source>{role}: badge {badge}, PIN {pin}</source>
        <translation>{role}：工牌 {badge}，PIN {pin}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use the badge {badge}</source>
        <translation>使用工牌 {badge}</translation>
    </message>
</context>
<context>
    <name>PracticeStrip</name>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>坏件</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Put the red rabbit or the golden unit in</source>
        <translation>放入红兔件或标准件</translation>
    </message>
    <message>
        <source>What the label on the practice unit says</source>
        <translation>练习设备标签上的内容</translation>
    </message>
    <message>
        <source>Scan the label at position {name}</source>
        <translation>扫描工位 {name} 的标签</translation>
    </message>
    <message>
        <source>Take the unit out and put a fresh one in</source>
        <translation>取出设备，放入新的</translation>
    </message>
    <message>
        <source>Put a unit in that doesn&apos;t work</source>
        <translation>放入一台坏设备</translation>
    </message>
    <message>
        <source>Changing …</source>
        <translation>正在更换 …</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>ProfileChanges</name>
    <message>
        <source>What changed</source>
        <translation>更改内容</translation>
    </message>
    <message>
        <source>Looking for its release.</source>
        <translation>正在查找其发布。</translation>
    </message>
    <message>
        <source>Version {version} was released, but no copy of its text was kept.</source>
        <translation>版本 {version} 已发布，但没有保留其文本。</translation>
    </message>
    <message>
        <source>Against version {version}, which is released:</source>
        <translation>与已发布的版本 {version} 相比：</translation>
    </message>
    <message>
        <source>No version of it is released.</source>
        <translation>没有已发布的版本。</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>没有更改。</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Next &amp;version</source>
        <translation>下一版本(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Discard changes</source>
        <translation>放弃更改(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>Try on a unit</source>
        <translation>在设备上试用</translation>
    </message>
    <message>
        <source>Since the release</source>
        <translation>自发布以来</translation>
    </message>
    <message>
        <source>These are changes that weren&apos;t saved last time.</source>
        <translation>这些是上次没有保存的更改。</translation>
    </message>
    <message>
        <source>As it was. Ctrl+Z brings back what you wrote.</source>
        <translation>已还原。按 Ctrl+Z 找回所写内容。</translation>
    </message>
    <message>
        <source>New, not saved yet</source>
        <translation>新建，尚未保存</translation>
    </message>
    <message>
        <source>Changed, not saved yet</source>
        <translation>已更改，尚未保存</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Comes with Station: saved, it becomes your own</source>
        <translation>随 Station 提供：保存后成为您自己的</translation>
    </message>
    <message>
        <source>{name}: {state}</source>
        <translation>{name}：{state}</translation>
    </message>
    <message>
        <source>Line {line}, {key}: {why}.</source>
        <translation>第 {line} 行，{key}：{why}。</translation>
    </message>
    <message>
        <source>No mistakes.</source>
        <translation>没有错误。</translation>
    </message>
    <message>
        <source>Mistakes: {count}</source>
        <translation>错误：{count}</translation>
    </message>
    <message>
        <source>No mistakes</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>Saved. Real orders need its release by two supervisors first.</source>
        <translation>已保存。用于真实工单前须由两名主管发布。</translation>
    </message>
</context>
<context>
    <name>ProfileNaming</name>
    <message>
        <source>&amp;Name of the new profile</source>
        <translation>新配置文件的名称(&amp;N)</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes; its file is called so, too.</source>
        <translation>小写字母、数字和连字符；其文件也用此名。</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>创建(&amp;M)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>It can&apos;t be called so.</source>
        <translation>不能用此名称。</translation>
    </message>
    <message>
        <source>The one that it begins with is called so.</source>
        <translation>作为起点的配置文件已用此名。</translation>
    </message>
</context>
<context>
    <name>ProfileText</name>
    <message>
        <source>The profile&apos;s text</source>
        <translation>配置文件的文本</translation>
    </message>
</context>
<context>
    <name>ProfileTrial</name>
    <message>
        <source>&amp;Position</source>
        <translation>工位(&amp;P)</translation>
    </message>
    <message>
        <source>The unit&apos;s pass&amp;word</source>
        <translation>设备的密码(&amp;W)</translation>
    </message>
    <message>
        <source>Have it make a &amp;key, too: it may lose the one that it has</source>
        <translation>也让它生成密钥：它可能失去现有的密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>试用(&amp;T)</translation>
    </message>
    <message>
        <source>What crossed</source>
        <translation>通信内容</translation>
    </message>
    <message>
        <source>{position}: {port}</source>
        <translation>{position}：{port}</translation>
    </message>
    <message>
        <source>The bench has no positions yet: teach them first.</source>
        <translation>工作台还没有工位：请先示教。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It answers: serial number {serial}, model {model}, firmware {firmware}.</source>
        <translation>已应答：序列号 {serial}，型号 {model}，固件 {firmware}。</translation>
    </message>
</context>
<context>
    <name>ProfilesScreen</name>
    <message>
        <source>Profiles</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>&amp;Release …</source>
        <translation>发布(&amp;R) …</translation>
    </message>
    <message>
        <source>&amp;Withdraw …</source>
        <translation>撤回(&amp;W) …</translation>
    </message>
    <message>
        <source>E&amp;dit …</source>
        <translation>编辑(&amp;D) …</translation>
    </message>
    <message>
        <source>New &amp;from this …</source>
        <translation>以此新建(&amp;F) …</translation>
    </message>
    <message>
        <source>Reading the profiles.</source>
        <translation>正在读取配置文件。</translation>
    </message>
    <message>
        <source>No profiles yet. Put a profile&apos;s file into {folder}.</source>
        <translation>尚无配置文件。请把配置文件放入 {folder}。</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>略去：{problem}</translation>
    </message>
    <message>
        <source>Mistakes besides: {count}.</source>
        <translation>其他错误：{count}。</translation>
    </message>
    <message>
        <source>&amp;Correct {name} …</source>
        <translation>更正 {name}(&amp;C) …</translation>
    </message>
    <message>
        <source>Real orders can be made with {profile}.</source>
        <translation>可以用 {profile} 创建正式工单。</translation>
    </message>
    <message>
        <source>Released: real orders can be made with {name}, version {version}.</source>
        <translation>已发布：可以用 {name} 版本 {version} 创建正式工单。</translation>
    </message>
    <message>
        <source>Orders made with {profile} begin no more units.</source>
        <translation>用 {profile} 的工单不再开始设备。</translation>
    </message>
    <message>
        <source>Withdrawn: orders with {name}, version {version}, begin no more units.</source>
        <translation>已撤回：用 {name} 版本 {version} 的工单不再开始设备。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>ProfilesTable</name>
    <message>
        <source>Profile</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>its file is another now, or gone</source>
        <translation>其文件已变或不在了</translation>
    </message>
</context>
<context>
    <name>PromptPanel</name>
    <message>
        <source>Scan it, or type it and press Enter.</source>
        <translation>扫描，或输入后按回车。</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ProtocolPage</name>
    <message>
        <source>The station is set up</source>
        <translation>工作站已设置好</translation>
    </message>
    <message>
        <source>The rehearsal is over</source>
        <translation>演练结束</translation>
    </message>
    <message>
        <source>That was all of it. Nothing that was made is of any use; the same two can hold the real ceremony now.</source>
        <translation>全部完成。所做的都无用；同样两人现在可以举行正式仪式。</translation>
    </message>
    <message>
        <source>This is the station {name} now, and you two are its supervisors.

Print the protocol, sign it in ink, and keep it with the root token in the safe. Save a copy of its folder outside this computer. Read its SHA-256 aloud, and write it on the paper: the record knows the protocol by it.</source>
        <translation>这现在是工作站 {name}，你们两位是其主管。

打印协议书，用墨水签名，与根令牌一起放入保险柜。把其文件夹的副本保存到本机之外。大声朗读其 SHA-256，并写在纸上：记录凭它识别协议书。</translation>
    </message>
    <message>
        <source>&amp;Save a copy</source>
        <translation>保存副本(&amp;S)</translation>
    </message>
    <message>
        <source>Open it, to &amp;print</source>
        <translation>打开以打印(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>进入正式仪式(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Go to the bench</source>
        <translation>前往工作台(&amp;G)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Nothing here can show it. Save a copy, and print {name} elsewhere.</source>
        <translation>这里无法显示。请保存副本，在别处打印 {name}。</translation>
    </message>
    <message>
        <source>In which folder shall the copy be?</source>
        <translation>副本放在哪个文件夹？</translation>
    </message>
    <message>
        <source>The copy is in {folder}, and is what was signed.</source>
        <translation>副本在 {folder}，与所签名的一致。</translation>
    </message>
</context>
<context>
    <name>PushScreen</name>
    <message>
        <source>A&amp;lso what was refused, or in conflict, before</source>
        <translation>也包括先前被拒绝或冲突的(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Push</source>
        <translation>推送(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Ser&amp;vice</source>
        <translation>服务(&amp;V)</translation>
    </message>
    <message>
        <source>Orde&amp;r</source>
        <translation>工单(&amp;R)</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>全部工单</translation>
    </message>
    <message>
        <source>No service is known yet: add one under Services.</source>
        <translation>尚无已知服务：请在“服务”页添加。</translation>
    </message>
    <message>
        <source>Counting what is to be sent …</source>
        <translation>正在计算要发送的内容 …</translation>
    </message>
    <message>
        <source>Verifying the record …</source>
        <translation>正在验证记录 …</translation>
    </message>
    <message>
        <source>Units are sent to {service}.</source>
        <translation>设备将发送到 {service}。</translation>
    </message>
    <message>
        <source>Stopping: what is under way is finished first …</source>
        <translation>正在停止：先完成进行中的内容 …</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is sent.</source>
        <translation>无人同意：不发送任何内容。</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Screens</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>Show titles</source>
        <translation>显示标题</translation>
    </message>
    <message>
        <source>Pictures alone</source>
        <translation>仅图标</translation>
    </message>
</context>
<context>
    <name>ReadyPage</name>
    <message>
        <source>Make the token ready</source>
        <translation>准备令牌</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>准备(&amp;M)</translation>
    </message>
    <message>
        <source>That was begun, and broken off before the token had its PIN. Type the security officer&apos;s PIN that it got then; without it, use another token. Write the new PIN on a slip of paper now, and seal it in an envelope of its own.</source>
        <translation>已开始，但在令牌有 PIN 之前中断。输入当时设的安全员 PIN；没有则用另一令牌。现在把新 PIN 写在纸条上，单独封入信封。</translation>
    </message>
    <message>
        <source>The token gets two PINs. Write each on a slip of paper now, and seal it in an envelope of its own: Station keeps neither, and nobody can find one out again.</source>
        <translation>令牌将有两个 PIN。现在各写在一张纸条上，分别封入信封：Station 都不保存，谁也无法再查出。</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>标签(&amp;L)</translation>
    </message>
    <message>
        <source>The token&apos;s &amp;PIN</source>
        <translation>令牌的 PIN(&amp;P)</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>Its security &amp;officer&apos;s PIN</source>
        <translation>安全员的 PIN(&amp;O)</translation>
    </message>
    <message>
        <source>The one that it has.</source>
        <translation>它现有的。</translation>
    </message>
    <message>
        <source>Another one. It opens the token again where the first was wrong too often.</source>
        <translation>另一个。第一个输错太多次时，用它重新打开令牌。</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>两个 PIN 不同：请都重新输入。</translation>
    </message>
</context>
<context>
    <name>RehearsalPage</name>
    <message>
        <source>Rehearse first</source>
        <translation>先演练</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>You two have not rehearsed this ceremony on this computer yet.

A rehearsal goes through every step, with practice tokens that are made for it and are of no use afterwards. The PINs that you choose in it hold for the rehearsal alone.

Both can agree to do without. The protocol and the record say so for good.</source>
        <translation>你们两位还没有在本机演练过此仪式。

演练经过每一步，使用专门制作、之后无用的练习令牌。其中选择的 PIN 只用于演练。

两人可以同意不演练。协议书和记录会永久注明。</translation>
    </message>
    <message>
        <source>Go on &amp;without</source>
        <translation>不演练继续(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Rehearse now</source>
        <translation>现在演练(&amp;R)</translation>
    </message>
    <message>
        <source>You have rehearsed it</source>
        <translation>你们已演练过</translation>
    </message>
    <message>
        <source>You two have gone through this ceremony on {time} UTC.

Now it is real: what is made from here on is the factory&apos;s. Have both empty tokens and the envelopes ready.</source>
        <translation>你们两位在 {time} UTC 完成了此仪式的演练。

现在是正式的：从此所做的属于工厂。请备好两个空令牌和信封。</translation>
    </message>
    <message>
        <source>&amp;Rehearse again</source>
        <translation>再演练一次(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>进入正式仪式(&amp;G)</translation>
    </message>
    <message>
        <source>It will say NOT REHEARSED in the protocol and in the record, for good. Press once more if both of you want it.</source>
        <translation>协议书和记录中将永久写明“未演练”。两人都愿意则再按一次。</translation>
    </message>
    <message>
        <source>Both agree: go on &amp;without</source>
        <translation>两人同意：不演练继续(&amp;W)</translation>
    </message>
</context>
<context>
    <name>ReportPanel</name>
    <message>
        <source>Make a signed &amp;report …</source>
        <translation>生成签名报告(&amp;R) …</translation>
    </message>
    <message>
        <source>Verif&amp;y a report …</source>
        <translation>验证报告(&amp;Y) …</translation>
    </message>
    <message>
        <source>Open its &amp;folder</source>
        <translation>打开其文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Which folder shall the report be? A new name, or an empty folder.</source>
        <translation>报告放在哪个文件夹？新名称，或空文件夹。</translation>
    </message>
    <message>
        <source>A report is signed by this station, and written to {folder}.</source>
        <translation>报告由此工作站签名，写入 {folder}。</translation>
    </message>
    <message>
        <source>The report is signed: {about}. It is in {folder}.</source>
        <translation>报告已签名：{about}。位于 {folder}。</translation>
    </message>
    <message>
        <source>Which report&apos;s folder is to be verified?</source>
        <translation>要验证哪个报告的文件夹？</translation>
    </message>
    <message>
        <source>Genuine: {about}, as {station} signed it on {day}.</source>
        <translation>真实：{about}，与 {station} 在 {day} 签名时一致。</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders: {folder}</source>
        <translation>此计算机没有显示文件夹的程序：{folder}</translation>
    </message>
</context>
<context>
    <name>Revoking</name>
    <message>
        <source>&amp;Revoke …</source>
        <translation>撤销(&amp;R) …</translation>
    </message>
    <message>
        <source>The enrollment of {serial} is taken off the list for good.</source>
        <translation>{serial} 的注册将永久从列表移除。</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on.</source>
        <translation>已撤销：从现在起导出不再包含它。</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on. The service may know it: a reconcile takes it off there, too.</source>
        <translation>已撤销：从现在起导出不再包含它。服务可能知道它：核对会在那里也移除它。</translation>
    </message>
    <message>
        <source>It is revoked. Its group would still let it in: the next push or export shuts it out at the service.</source>
        <translation>已撤销。其组仍会让它进入：下次推送或导出会在服务处将它排除。</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Progress at position {name}</source>
        <translation>工位 {name} 的进度</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>约剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>longer than usual</source>
        <translation>比平时久</translation>
    </message>
</context>
<context>
    <name>ServicesScreen</name>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID 范围</translation>
    </message>
    <message>
        <source>Signs in by</source>
        <translation>登录方式</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>&amp;Test it</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Add the service</source>
        <translation>添加服务(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes.</source>
        <translation>小写字母、数字和连字符。</translation>
    </message>
    <message>
        <source>C&amp;onnection string</source>
        <translation>连接字符串(&amp;O)</translation>
    </message>
    <message>
        <source>Its key goes into the factory&apos;s token, and is never shown again.</source>
        <translation>其密钥存入工厂令牌，不再显示。</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>ID 范围(&amp;I)</translation>
    </message>
    <message>
        <source>P&amp;roxy, if there is one</source>
        <translation>代理，如有(&amp;R)</translation>
    </message>
    <message>
        <source>As host:port.</source>
        <translation>格式为 host:port。</translation>
    </message>
    <message>
        <source>File with a private &amp;CA, if it has one</source>
        <translation>私有 CA 的文件，如有(&amp;C)</translation>
    </message>
    <message>
        <source>Trying it …</source>
        <translation>正在测试 …</translation>
    </message>
    <message>
        <source>The service can&apos;t be worked with yet.</source>
        <translation>服务还不能使用。</translation>
    </message>
    <message>
        <source>The service works.</source>
        <translation>服务可用。</translation>
    </message>
    <message>
        <source>Units are sent to the service {name}.</source>
        <translation>设备将发送到服务 {name}。</translation>
    </message>
    <message>
        <source>The service {name} is known. Test it before the first push.</source>
        <translation>服务 {name} 已添加。首次推送前请测试。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>SetUpScreen</name>
    <message>
        <source>Looking at the station.</source>
        <translation>正在查看工作站。</translation>
    </message>
    <message>
        <source>The station is set up.</source>
        <translation>工作站已设置。</translation>
    </message>
    <message>
        <source>Units can be made. What else can be set up:</source>
        <translation>可以生产设备。还可设置的：</translation>
    </message>
    <message>
        <source>Next: {step}</source>
        <translation>下一步：{step}</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Go to: {step}</source>
        <translation>前往：{step}</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Figures may be told by person</source>
        <translation>可以按人员显示数据</translation>
    </message>
    <message>
        <source>Each shift begins with a red rabbit at each position</source>
        <translation>每班开始时各工位先做红兔件</translation>
    </message>
    <message>
        <source>Each shift begins with a golden unit at each position</source>
        <translation>每班开始时各工位先做标准件</translation>
    </message>
    <message>
        <source>Units begin in batches, all positions at once</source>
        <translation>设备分批开始，所有工位同时</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>No foot pedal</source>
        <translation>没有脚踏开关</translation>
    </message>
    <message>
        <source>Shortest PIN, in characters</source>
        <translation>最短 PIN，字符数</translation>
    </message>
    <message>
        <source>4 to 32; for PINs that are chosen from now on.</source>
        <translation>4 到 32；用于今后选择的 PIN。</translation>
    </message>
    <message>
        <source>Days until a PIN must be changed</source>
        <translation>PIN 须更改的天数</translation>
    </message>
    <message>
        <source>1 to 3,650, or 0 for never. It is changed at the log-in.</source>
        <translation>1 到 3,650，0 为永不。登录时更改。</translation>
    </message>
    <message>
        <source>Minutes until the window locks</source>
        <translation>窗口锁定的分钟数</translation>
    </message>
    <message>
        <source>1 to 480 without keyboard, mouse or scan, or 0 for never. Units at work go on.</source>
        <translation>无键盘、鼠标或扫描 1 到 480 分钟，0 为永不。正在处理的设备继续。</translation>
    </message>
    <message>
        <source>Failures in a row that stop a position</source>
        <translation>连续失败多少次停止工位</translation>
    </message>
    <message>
        <source>1 to 100, or 0 for never. A supervisor restarts it.</source>
        <translation>1 到 100，0 为永不。由主管恢复。</translation>
    </message>
    <message>
        <source>First-pass yield, in percent, under which an order stops</source>
        <translation>一次合格率低于百分之多少停止工单</translation>
    </message>
    <message>
        <source>1 to 100, of its last 50 units, or 0 for never.</source>
        <translation>1 到 100，按最近 50 台，0 为永不。</translation>
    </message>
    <message>
        <source>Rules for everybody here</source>
        <translation>对此处所有人的规则</translation>
    </message>
    <message>
        <source>The law of some places forbids that, or asks for consent first.</source>
        <translation>有些地方的法律禁止，或须先征得同意。</translation>
    </message>
    <message>
        <source>It does what the bench asks for next: start, or next unit.</source>
        <translation>它执行工作台要求的下一步：开始，或下一台。</translation>
    </message>
    <message>
        <source>Key of the foot pedal</source>
        <translation>脚踏开关的按键</translation>
    </message>
    <message>
        <source>Type a number of that range.</source>
        <translation>请输入该范围内的数字。</translation>
    </message>
    <message>
        <source>These rules are changed for everybody here.</source>
        <translation>这些规则对此处所有人更改。</translation>
    </message>
    <message>
        <source>The rules are changed.</source>
        <translation>规则已更改。</translation>
    </message>
    <message>
        <source>{unit} is for checks from now on, and is never provisioned.</source>
        <translation>{unit} 从此用于检查，永不预配。</translation>
    </message>
    <message>
        <source>{unit} is for checks no more. Take its mark off.</source>
        <translation>{unit} 不再用于检查。请去掉其标记。</translation>
    </message>
    <message>
        <source>Production works with the factory&apos;s keys in software: less safe than a hardware HSM. Every unit&apos;s record says so.</source>
        <translation>生产使用软件中的工厂密钥：不如硬件 HSM 安全。每台设备的记录会注明。</translation>
    </message>
    <message>
        <source>No order and no unit is made any more by the factory&apos;s keys in software.</source>
        <translation>不再用软件中的工厂密钥做工单和设备。</translation>
    </message>
    <message>
        <source>Keys in software are accepted.</source>
        <translation>已接受软件密钥。</translation>
    </message>
    <message>
        <source>That is taken back.</source>
        <translation>已收回。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>练习：此处所做均非真实</translation>
    </message>
    <message>
        <source>Go to  Ctrl+K</source>
        <translation>转到  Ctrl+K</translation>
    </message>
    <message>
        <source>Look  F10</source>
        <translation>外观  F10</translation>
    </message>
    <message>
        <source>Light, dark or high contrast</source>
        <translation>浅色、深色或高对比度</translation>
    </message>
    <message>
        <source>Help  F9</source>
        <translation>帮助  F9</translation>
    </message>
    <message>
        <source>What this screen is for, and what each code means</source>
        <translation>此界面的用途，以及各代码的含义</translation>
    </message>
    <message>
        <source>Log o&amp;ut</source>
        <translation>注销(&amp;U)</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Ctrl+L: units at work go on, nobody can touch anything</source>
        <translation>Ctrl+L：正在处理的设备继续，谁也不能操作</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Look: the next one</source>
        <translation>外观：下一个</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>注销</translation>
    </message>
    <message>
        <source>Close Station</source>
        <translation>关闭 Station</translation>
    </message>
</context>
<context>
    <name>ShiftCheck</name>
    <message>
        <source>The station is being looked at.</source>
        <translation>正在检查工作站。</translation>
    </message>
    <message>
        <source>And {count} more: a supervisor sees all of it under Check.</source>
        <translation>另有 {count} 项：主管可在“检查”下看到全部。</translation>
    </message>
</context>
<context>
    <name>ShiftStrip</name>
    <message>
        <source>{count} passed this shift</source>
        <translation>本班合格 {count} 台</translation>
    </message>
    <message>
        <source>{percent} % at first try</source>
        <translation>一次合格 {percent} %</translation>
    </message>
</context>
<context>
    <name>StandstillPanel</name>
    <message>
        <source>{why} From now on it goes on.</source>
        <translation>{why} 从此继续。</translation>
    </message>
</context>
<context>
    <name>StartAll</name>
    <message>
        <source>Enter, where nothing is scanned</source>
        <translation>回车键，未扫描时</translation>
    </message>
    <message>
        <source>START ALL ({count})</source>
        <translation>全部开始（{count}）</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>The ceremony</source>
        <translation>仪式</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>待做</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>The ceremony is not over</source>
        <translation>仪式未结束</translation>
    </message>
    <message>
        <source>The rehearsal is not over</source>
        <translation>演练未结束</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>We are &amp;sure of it</source>
        <translation>我们确定(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>在此停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>放弃(&amp;F)</translation>
    </message>
    <message>
        <source>The record was begun already, so it can&apos;t be begun anew here. Without a copy of that file, take another folder and empty tokens.</source>
        <translation>记录已经开始，因此不能在此重新开始。没有该文件的副本，请换另一文件夹和空令牌。</translation>
    </message>
    <message>
        <source>Without a copy, forget it and begin again, with the same names and tokens: the keys that are in the tokens stay.</source>
        <translation>没有副本则放弃并用相同姓名和令牌重新开始：令牌中的密钥保留。</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>It was begun on {time} UTC for the station {name}.

It goes on at step {number} of {of}: {title}.
Who must be here: {who}.</source>
        <translation>工作站 {name} 的仪式始于 {time} UTC。

从第 {number} 步（共 {of} 步）继续：{title}。
须在场：{who}。</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>现在不(&amp;N)</translation>
    </message>
</context>
<context>
    <name>TakeOver</name>
    <message>
        <source>{name}, do you take the bench over from {before}?</source>
        <translation>{name}，您从 {before} 接手工作台吗？</translation>
    </message>
    <message>
        <source>Counting what is enrolled …</source>
        <translation>正在统计已注册数 …</translation>
    </message>
    <message>
        <source>Compare it with what you see. You answer for the bench from then on; what is at work keeps both names.</source>
        <translation>与您看到的比较。从此由您负责工作台；正在处理的保留两人姓名。</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接手</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>现在不</translation>
    </message>
    <message>
        <source>position&#xa0;{name}:&#xa0;{serial}</source>
        <translation>工位 {name}：{serial}</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>At work: {units}.</source>
        <translation>正在处理：{units}。</translation>
    </message>
    <message>
        <source>No unit is at work.</source>
        <translation>没有设备正在处理。</translation>
    </message>
    <message>
        <source>{count} units are enrolled here so far.</source>
        <translation>此处迄今已注册 {count} 台设备。</translation>
    </message>
</context>
<context>
    <name>TeachPanel</name>
    <message>
        <source>This bench has no positions yet</source>
        <translation>此工作台还没有工位</translation>
    </message>
    <message>
        <source>&amp;Teach position {name}</source>
        <translation>示教工位 {name}(&amp;T)</translation>
    </message>
    <message>
        <source>A supervisor logs in and teaches them, by plugging units in.</source>
        <translation>由主管登录，插入设备来示教。</translation>
    </message>
    <message>
        <source>A position is a place with a cable, where a unit is plugged in. Station learns its port by looking which one appears.

Have a unit at hand, and take out whatever is plugged in at the new position.</source>
        <translation>工位是有线缆、可插设备的位置。Station 看哪个端口出现来学习。

手边准备一台设备，取出新工位上已插的东西。</translation>
    </message>
    <message>
        <source>The positions of this bench</source>
        <translation>此工作台的工位</translation>
    </message>
    <message>
        <source>That is &amp;all: begin</source>
        <translation>就这些：开始(&amp;A)</translation>
    </message>
    <message>
        <source>Try again, and plug a unit in.</source>
        <translation>请重试，并插入设备。</translation>
    </message>
    <message>
        <source>Plug a unit in at position {name} now; take it out first if it is in.</source>
        <translation>现在在工位 {name} 插入设备；已插入则先取出。</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Several units came at once: {ports}. Take them out, then plug in one.</source>
        <translation>同时来了多台设备：{ports}。取出它们，再插入一台。</translation>
    </message>
    <message>
        <source>{port} is position {name} already. Take the unit out, then plug it in where it was asked for.</source>
        <translation>{port} 已是工位 {name}。取出设备，插到要求的位置。</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>用这个(&amp;T)</translation>
    </message>
    <message>
        <source>The unit has several ports. Which is its console?</source>
        <translation>设备有多个端口。哪个是控制台？</translation>
    </message>
    <message>
        <source>Position {name} is {port}. Is that right?</source>
        <translation>工位 {name} 是 {port}。对吗？</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>{count} left</source>
        <translation>剩 {count}</translation>
    </message>
    <message>
        <source>{count} of {all} left</source>
        <translation>剩余 {count} / {all}</translation>
    </message>
    <message>
        <source>It has its key still.</source>
        <translation>其密钥仍在。</translation>
    </message>
    <message>
        <source>Take the unit out.</source>
        <translation>取出设备。</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Step {at} of {all}</source>
        <translation>第 {at} 步，共 {all} 步</translation>
    </message>
    <message>
        <source>Still to scan: {codes}</source>
        <translation>还需扫描：{codes}</translation>
    </message>
    <message>
        <source>Put the unit in.</source>
        <translation>放入设备。</translation>
    </message>
    <message>
        <source>Close the fixture.</source>
        <translation>关闭夹具。</translation>
    </message>
    <message>
        <source>START works on the unit that is in.</source>
        <translation>“开始”处理已放入的设备。</translation>
    </message>
    <message>
        <source>It starts by itself.</source>
        <translation>自动开始。</translation>
    </message>
    <message>
        <source>It has passed.</source>
        <translation>已合格。</translation>
    </message>
    <message>
        <source>START</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>LOAD</source>
        <translation>装载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Really cancel?</source>
        <translation>确定取消？</translation>
    </message>
    <message>
        <source>Next unit</source>
        <translation>下一台</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Let it go on …</source>
        <translation>让其继续 …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>收回</translation>
    </message>
</context>
<context>
    <name>TokenPage</name>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>Another &amp;library</source>
        <translation>其他库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>重新查找(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>用这个(&amp;T)</translation>
    </message>
    <message>
        <source>The root token</source>
        <translation>根令牌</translation>
    </message>
    <message>
        <source>Which token is to hold the root CA? It is used now, and lies in a safe afterwards. Plug it in, then choose it.</source>
        <translation>哪个令牌存放根 CA？现在使用，之后放入保险柜。插入，然后选择。</translation>
    </message>
    <message>
        <source>The factory token</source>
        <translation>工厂令牌</translation>
    </message>
    <message>
        <source>Which token is to stay in this computer, and work here? Plug it in, then choose it.</source>
        <translation>哪个令牌留在本机工作？插入，然后选择。</translation>
    </message>
    <message>
        <source>the root token: two tokens are needed</source>
        <translation>根令牌：需要两个令牌</translation>
    </message>
    <message>
        <source>No PKCS#11 library is installed here. Install the one that came with your tokens, then look again; or name it under “Another library”.</source>
        <translation>此处未安装 PKCS#11 库。请安装随令牌提供的库，再重新查找；或在“其他库”中指定。</translation>
    </message>
    <message>
        <source>No token is plugged in. Plug one in, then look again.</source>
        <translation>没有插入令牌。请插入一个，再重新查找。</translation>
    </message>
    <message>
        <source>{library} says nothing: {why}</source>
        <translation>{library} 没有回应：{why}</translation>
    </message>
    <message>
        <source>It is left out.</source>
        <translation>已略去。</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>准备(&amp;M)</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>How it is</source>
        <translation>状况</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>令牌</translation>
    </message>
</context>
<context>
    <name>UnitForm</name>
    <message>
        <source>&amp;Shut it out …</source>
        <translation>排除(&amp;S) …</translation>
    </message>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>扫描设备，或输入其序列号</translation>
    </message>
    <message>
        <source>Un&amp;it</source>
        <translation>设备(&amp;I)</translation>
    </message>
    <message>
        <source>By serial number or registration ID. It is revoked for good: the next push or export has the service let it in no more. All other units go on.</source>
        <translation>按序列号或注册 ID。它将永久撤销：下次推送或导出后服务不再准入。其他设备继续。</translation>
    </message>
    <message>
        <source>Shut one unit out of {name}</source>
        <translation>从 {name} 排除一台设备</translation>
    </message>
</context>
<context>
    <name>UnitsScreen</name>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>扫描设备，或输入其序列号</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>What happened to the unit</source>
        <translation>设备的经历</translation>
    </message>
    <message>
        <source>&amp;Serial number</source>
        <translation>序列号(&amp;S)</translation>
    </message>
    <message>
        <source>Scan a unit, or type its serial number: its story is told and checked.</source>
        <translation>扫描设备或输入其序列号：讲述并检查其经历。</translation>
    </message>
    <message>
        <source>Looking for {serial}.</source>
        <translation>正在查找 {serial}。</translation>
    </message>
    <message>
        <source>Nothing is on record of a unit {serial}.
Check the number; no unit is known before its first run.</source>
        <translation>没有设备 {serial} 的记录。
请检查编号；首次运行前设备不为所知。</translation>
    </message>
    <message>
        <source>The unit {serial} is {state}.</source>
        <translation>设备 {serial}：{state}。</translation>
    </message>
    <message>
        <source>What can be done with it is shown below.</source>
        <translation>可对其进行的操作如下。</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>无人同意：没有任何更改。</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Unlock the station</source>
        <translation>解锁工作站</translation>
    </message>
    <message>
        <source>A supervisor types the PIN of the factory&apos;s token.</source>
        <translation>由主管输入工厂令牌的 PIN。</translation>
    </message>
    <message>
        <source>PIN of the factory&apos;s token</source>
        <translation>工厂令牌的 PIN</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Type it at the token&apos;s &amp;pad</source>
        <translation>在令牌键盘上输入(&amp;P)</translation>
    </message>
</context>
<context>
    <name>WorkerScreen</name>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Scan or type the serial number</source>
        <translation>扫描或输入序列号</translation>
    </message>
    <message>
        <source>Scan the next label, or press Enter to start all</source>
        <translation>扫描下一个标签，或按回车全部开始</translation>
    </message>
    <message>
        <source>Answer what is asked</source>
        <translation>请回答提问</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>工位 {name}</translation>
    </message>
    <message>
        <source>No position waits for a scan</source>
        <translation>没有工位等待扫描</translation>
    </message>
    <message>
        <source>No scan is wanted</source>
        <translation>不需要扫描</translation>
    </message>
    <message>
        <source>The scanner is set rightly: every character arrives.</source>
        <translation>扫描器设置正确：每个字符都能收到。</translation>
    </message>
</context>
<context>
    <name>_Form</name>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>About Station</source>
        <translation>关于 Station</translation>
    </message>
    <message>
        <source>Version {version}, with Qt {qt}</source>
        <translation>版本 {version}，使用 Qt {qt}</translation>
    </message>
    <message>
        <source>Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are separate files in this installation, which you may replace by versions of your own. Their source is at download.qt.io, and the licence at www.gnu.org/licenses/lgpl-3.0.html.</source>
        <translation>Qt 和 PySide6 按 GNU Lesser General Public License 第 3 版使用。它们是此安装中的独立文件，您可用自己的版本替换。源代码见 download.qt.io，许可证见 www.gnu.org/licenses/lgpl-3.0.html。</translation>
    </message>
    <message>
        <source>The typeface DejaVu Sans has a licence of its own, in resources/fonts.</source>
        <translation>字体 DejaVu Sans 有自己的许可证，位于 resources/fonts。</translation>
    </message>
    <message>
        <source>part</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>许可证</translation>
    </message>
</context>
<context>
    <name>audit_words</name>
    <message>
        <source>Units and their runs</source>
        <translation>设备及其运行</translation>
    </message>
    <message>
        <source>Orders and profiles</source>
        <translation>工单和配置文件</translation>
    </message>
    <message>
        <source>People and log-ins</source>
        <translation>人员和登录</translation>
    </message>
    <message>
        <source>Exports and the service</source>
        <translation>导出和服务</translation>
    </message>
    <message>
        <source>Keys and certificates</source>
        <translation>密钥和证书</translation>
    </message>
    <message>
        <source>The station itself</source>
        <translation>工作站本身</translation>
    </message>
    <message>
        <source>Bench: stops and checks</source>
        <translation>工作台：停止和检查</translation>
    </message>
    <message>
        <source>Entry {number}, {kind}</source>
        <translation>条目 {number}，{kind}</translation>
    </message>
    <message>
        <source>{local} here, {utc} UTC</source>
        <translation>本地 {local}，UTC {utc}</translation>
    </message>
</context>
<context>
    <name>backup_words</name>
    <message>
        <source>Copying the record</source>
        <translation>正在复制记录</translation>
    </message>
    <message>
        <source>Verifying the record</source>
        <translation>正在验证记录</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Reading it back</source>
        <translation>正在回读</translation>
    </message>
</context>
<context>
    <name>batch_words</name>
    <message>
        <source>Load it</source>
        <translation>装载</translation>
    </message>
    <message>
        <source>Leave it in until all are done.</source>
        <translation>全部完成前不要取出。</translation>
    </message>
    <message>
        <source>Take all out.</source>
        <translation>全部取出。</translation>
    </message>
    <message>
        <source>It begins after those at work.</source>
        <translation>在进行中的之后开始。</translation>
    </message>
    <message>
        <source>Waiting for {count} more.</source>
        <translation>还等 {count} 台。</translation>
    </message>
    <message>
        <source>It begins.</source>
        <translation>开始。</translation>
    </message>
</context>
<context>
    <name>ceremony</name>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>blank: to be made ready first</source>
        <translation>空白：须先准备</translation>
    </message>
    <message>
        <source>begun, but has no PIN yet: to be made ready first</source>
        <translation>已开始但还没有 PIN：须先准备</translation>
    </message>
    <message>
        <source>locked after too many wrong PINs: use another one</source>
        <translation>输错 PIN 太多被锁定：请用另一个</translation>
    </message>
    <message>
        <source>can&apos;t be written to: use another one</source>
        <translation>无法写入：请用另一个</translation>
    </message>
    <message>
        <source>has no label: use another one</source>
        <translation>没有标签：请用另一个</translation>
    </message>
    <message>
        <source>another token here has this label: take that one out</source>
        <translation>此处另一令牌有同样标签：请取出那个</translation>
    </message>
    <message>
        <source>Token {label}: {wrong} of {most} wrong PINs in a row.</source>
        <translation>令牌 {label}：连续输错 {wrong} 次 PIN，上限 {most} 次。</translation>
    </message>
    <message>
        <source>It says that it is locked.</source>
        <translation>它表示已锁定。</translation>
    </message>
    <message>
        <source>It says that the next wrong one locks it.</source>
        <translation>它表示再输错一次就锁定。</translation>
    </message>
    <message>
        <source>It says itself that a wrong one was given.</source>
        <translation>它表示曾输错过。</translation>
    </message>
    <message>
        <source>Token {label}:</source>
        <translation>令牌 {label}：</translation>
    </message>
    <message>
        <source>Install its maker&apos;s library, then try again.</source>
        <translation>请安装厂商的库，然后重试。</translation>
    </message>
    <message>
        <source>Plug the token in, then try again.</source>
        <translation>请插入令牌，然后重试。</translation>
    </message>
    <message>
        <source>Read the PIN from its envelope, and type it slowly.</source>
        <translation>从信封读取 PIN，慢慢输入。</translation>
    </message>
    <message>
        <source>Its security officer alone can open it again, with its maker&apos;s program.</source>
        <translation>只有其安全员能用厂商程序重新打开。</translation>
    </message>
    <message>
        <source>Plug it in again, then go on: nothing is lost.</source>
        <translation>重新插入，然后继续：没有丢失。</translation>
    </message>
    <message>
        <source>Try again. If it fails twice, use another token.</source>
        <translation>请重试。失败两次则用另一令牌。</translation>
    </message>
    <message>
        <source>Forget it, then begin again with another token.</source>
        <translation>放弃，然后用另一令牌重新开始。</translation>
    </message>
    <message>
        <source>Use another token.</source>
        <translation>请用另一令牌。</translation>
    </message>
    <message>
        <source>Stop here, unless a supervisor is sure of the PIN.</source>
        <translation>在此停止，除非主管确定 PIN。</translation>
    </message>
    <message>
        <source>Have it installed: package {package}.</source>
        <translation>请安装：软件包 {package}。</translation>
    </message>
    <message>
        <source>Put a copy of that file back, then try again.</source>
        <translation>放回该文件的副本，然后重试。</translation>
    </message>
    <message>
        <source>Go on with it, both of you: what is done stays done.</source>
        <translation>两人一起继续：已做的保留。</translation>
    </message>
    <message>
        <source>Use it as it is.</source>
        <translation>按现状使用。</translation>
    </message>
    <message>
        <source>Find out why. Then go on: it asks there again.</source>
        <translation>查明原因。然后继续：会在那里再次询问。</translation>
    </message>
    <message>
        <source>Go on when both are there: what is done stays done.</source>
        <translation>两人到齐后继续：已做的保留。</translation>
    </message>
    <message>
        <source>Forget it, then begin again with two tokens.</source>
        <translation>放弃，然后用两个令牌重新开始。</translation>
    </message>
    <message>
        <source>Close the other window, or end the other command.</source>
        <translation>关闭另一窗口，或结束另一命令。</translation>
    </message>
    <message>
        <source>One of the two PINs is wrong: both type theirs once more, slowly.</source>
        <translation>两个 PIN 之一有误：两人都慢慢重新输入。</translation>
    </message>
    <message>
        <source>Two wrong PINs in a row were given to a token, or the token says that its last try has come. Many tokens lock after the third. A locked token opens again only by its security officer&apos;s PIN, with its maker&apos;s program; some never do. The keys in it are in no other place.

Try it only if somebody is sure of the PIN: with the slip from its envelope in the hand, the keyboard&apos;s layout checked, and Caps Lock off. The right PIN clears the count.</source>
        <translation>某令牌连续输错两次 PIN，或它表示只剩最后一次。许多令牌第三次后锁定。锁定的令牌只能由其安全员 PIN 用厂商程序打开；有的永远不能。其中的密钥别处没有。

只有确定时才尝试：手持信封中的纸条，检查键盘布局，关闭大写锁定。正确的 PIN 会清零计数。</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Both look at what is to be set up, and agree to it.</source>
        <translation>两人查看要设置的内容，并同意。</translation>
    </message>
    <message>
        <source>the station&apos;s name, the world, and both names and badges</source>
        <translation>工作站名称、环境、两人的姓名和工牌</translation>
    </message>
    <message>
        <source>The tokens</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Both compare each token with what is printed on it.</source>
        <translation>两人将每个令牌与其上印字比较。</translation>
    </message>
    <message>
        <source>label and serial number of the root token, then of the factory token</source>
        <translation>根令牌的标签和序列号，然后是工厂令牌的</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>The PINs of both tokens are given. The keys are made in the tokens and certified. No private key ever leaves; the sealing key does once, wrapped for the root token alone. Afterwards the root token goes back into its envelope.</source>
        <translation>给出两个令牌的 PIN。密钥在令牌中生成并认证。私钥永不离开；密封密钥离开一次，仅为根令牌包裹。之后根令牌放回信封。</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>The station&apos;s record is begun, and signed by the factory token from its first entry.</source>
        <translation>工作站的记录开始，从第一条起由工厂令牌签名。</translation>
    </message>
    <message>
        <source>The first supervisor</source>
        <translation>第一名主管</translation>
    </message>
    <message>
        <source>The first supervisor chooses a PIN and types it twice.</source>
        <translation>第一名主管选择 PIN 并输入两次。</translation>
    </message>
    <message>
        <source>The second supervisor</source>
        <translation>第二名主管</translation>
    </message>
    <message>
        <source>The second supervisor chooses a PIN and types it twice.</source>
        <translation>第二名主管选择 PIN 并输入两次。</translation>
    </message>
    <message>
        <source>The fingerprints</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>One reads the fingerprints aloud, the other compares them on the screen.</source>
        <translation>一人大声朗读指纹，另一人在屏幕上比较。</translation>
    </message>
    <message>
        <source>the fingerprint of each key, in groups of four</source>
        <translation>每个密钥的指纹，四个一组</translation>
    </message>
    <message>
        <source>The protocol</source>
        <translation>协议书</translation>
    </message>
    <message>
        <source>Each gives badge and PIN once more. The protocol is signed by the factory token and goes on record; then the folder is a station.</source>
        <translation>每人再次给出工牌和 PIN。协议书由工厂令牌签名并记入记录；此后该文件夹即为工作站。</translation>
    </message>
    <message>
        <source>Keys in software</source>
        <translation>软件密钥</translation>
    </message>
    <message>
        <source>Both accept that production is to work with keys in a software token, or break off here.</source>
        <translation>两人接受生产使用软件令牌中的密钥，或在此中断。</translation>
    </message>
</context>
<context>
    <name>chart_words</name>
    <message>
        <source>All figures, as tables</source>
        <translation>全部数据，表格形式</translation>
    </message>
    <message>
        <source>Units by the hour</source>
        <translation>每小时设备数</translation>
    </message>
    <message>
        <source>Yields</source>
        <translation>良率</translation>
    </message>
    <message>
        <source>What fails most</source>
        <translation>最常见的失败</translation>
    </message>
    <message>
        <source>How long runs took</source>
        <translation>运行用时</translation>
    </message>
    <message>
        <source>Units that passed: {about}</source>
        <translation>合格的设备：{about}</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Hour, by its beginning</source>
        <translation>小时，按起始时间</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>First-pass and final yield: {about}</source>
        <translation>一次合格率和最终良率：{about}</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>一次合格</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终</translation>
    </message>
    <message>
        <source>What fails most: {about}</source>
        <translation>最常见的失败：{about}</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Share so far</source>
        <translation>累计份额</translation>
    </message>
    <message>
        <source>How long runs took that passed: {about}</source>
        <translation>合格运行的用时：{about}</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>{least} and more</source>
        <translation>{least} 及以上</translation>
    </message>
    <message>
        <source>{least} to {below}</source>
        <translation>{least} 到 {below}</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>WELL</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>LOOK AT IT</source>
        <translation>请查看</translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>The station is not ready. Do what stands here, or call the supervisor.</source>
        <translation>工作站未就绪。请按此处所示处理，或叫主管。</translation>
    </message>
    <message>
        <source>The station can work. One thing should be looked at.</source>
        <translation>工作站可以工作。有一项应查看。</translation>
    </message>
    <message>
        <source>The station can work. {count} things should be looked at.</source>
        <translation>工作站可以工作。有 {count} 项应查看。</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>一切正常。</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>Uni&amp;ts</source>
        <translation>设备(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Orders</source>
        <translation>工单(&amp;O)</translation>
    </message>
    <message>
        <source>E&amp;nrollments</source>
        <translation>注册(&amp;N)</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>导出(&amp;X)</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>What is needed</source>
        <translation>准备事项</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>client authentication</source>
        <translation>客户端认证</translation>
    </message>
    <message>
        <source>server authentication</source>
        <translation>服务器认证</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>endorsement key of a TPM</source>
        <translation>TPM 的认可密钥</translation>
    </message>
    <message>
        <source>TPM: the endorsement key itself</source>
        <translation>TPM：认可密钥本身</translation>
    </message>
    <message>
        <source>X.509 certificate</source>
        <translation>X.509 证书</translation>
    </message>
    <message>
        <source>Symmetric key of an enrollment group</source>
        <translation>注册组的对称密钥</translation>
    </message>
    <message>
        <source>ready, not exported yet</source>
        <translation>就绪，尚未导出</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>confirmed: the service has it</source>
        <translation>已确认：服务已有</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>in the TPM</source>
        <translation>在 TPM 中</translation>
    </message>
    <message>
        <source>on the unit&apos;s token</source>
        <translation>在设备的令牌上</translation>
    </message>
    <message>
        <source>at the factory, brought in wrapped</source>
        <translation>在工厂生成，包裹后写入</translation>
    </message>
    <message>
        <source>at the factory, brought in in the clear</source>
        <translation>在工厂生成，明文写入</translation>
    </message>
    <message>
        <source>claimed by the unit, not proved</source>
        <translation>设备声称，未证明</translation>
    </message>
    <message>
        <source>kept in the unit&apos;s software, less safe than in a secure place</source>
        <translation>保存在设备软件中，不如安全处可靠</translation>
    </message>
    <message>
        <source>certified by a trusted maker</source>
        <translation>由受信任厂商认证</translation>
    </message>
    <message>
        <source>certified by a maker who isn&apos;t trusted</source>
        <translation>由不受信任厂商认证</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>没有证书</translation>
    </message>
    <message>
        <source>its certificate is for another key</source>
        <translation>其证书属于另一密钥</translation>
    </message>
    <message>
        <source>Enrollment</source>
        <translation>注册</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Enrollment group</source>
        <translation>注册组</translation>
    </message>
    <message>
        <source>Endorsement key</source>
        <translation>认可密钥</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256 指纹</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>机制</translation>
    </message>
    <message>
        <source>Key made</source>
        <translation>密钥生成</translation>
    </message>
    <message>
        <source>Proved</source>
        <translation>已证明</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>有效期自</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>May issue certificates</source>
        <translation>可签发证书</translation>
    </message>
    <message>
        <source>Purposes</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Alternative names</source>
        <translation>备用名称</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>注册 ID</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>设备 ID</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID 范围</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>注册时间</translation>
    </message>
    <message>
        <source>Key fingerprint, SHA-256</source>
        <translation>密钥指纹，SHA-256</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>算法</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Name algorithm</source>
        <translation>名称算法</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>信任</translation>
    </message>
    <message>
        <source>SHA-256 of the modulus</source>
        <translation>模数的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the public area</source>
        <translation>公共区的 SHA-256</translation>
    </message>
    <message>
        <source>Storage root key, SHA-256</source>
        <translation>存储根密钥，SHA-256</translation>
    </message>
    <message>
        <source>For the service, base64</source>
        <translation>供服务用，base64</translation>
    </message>
    <message>
        <source>Key kept in</source>
        <translation>密钥保存于</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>its own, sealed on record</source>
        <translation>自己的，密封在记录中</translation>
    </message>
    <message>
        <source>its own, sealed on record, or still the one that it came with</source>
        <translation>自己的（密封在记录中），或仍是出厂的</translation>
    </message>
    <message>
        <source>the order&apos;s</source>
        <translation>工单的</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>transcripts</source>
        <translation>通信记录</translation>
    </message>
    <message>
        <source>signals</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>station</source>
        <translation>工作站</translation>
    </message>
    <message>
        <source>test signature</source>
        <translation>测试签名</translation>
    </message>
    <message>
        <source>bench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Put the files back, or call the supervisor.</source>
        <translation>请放回文件，或叫主管。</translation>
    </message>
    <message>
        <source>factory keys</source>
        <translation>工厂密钥</translation>
    </message>
    <message>
        <source>hand-offs</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>配置文件</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>record file</source>
        <translation>记录文件</translation>
    </message>
    <message>
        <source>record and token</source>
        <translation>记录和令牌</translation>
    </message>
    <message>
        <source>place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>the folder lies where it worked last</source>
        <translation>文件夹在上次工作的位置</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>factory HSM</source>
        <translation>工厂 HSM</translation>
    </message>
    <message>
        <source>reached, and unlocked</source>
        <translation>已连接并解锁</translation>
    </message>
    <message>
        <source>swap</source>
        <translation>交换空间</translation>
    </message>
    <message>
        <source>hibernation</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>core dumps</source>
        <translation>核心转储</translation>
    </message>
    <message>
        <source>not switched off for this process</source>
        <translation>未对此进程关闭</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>this computer can&apos;t</source>
        <translation>本机不能</translation>
    </message>
    <message>
        <source>nothing is set up for it</source>
        <translation>未为此设置</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Ask whoever set the computer up.</source>
        <translation>请问设置本机的人。</translation>
    </message>
    <message>
        <source>off for Station</source>
        <translation>已对 Station 关闭</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>触点</translation>
    </message>
    <message>
        <source>stops</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>nothing stands still</source>
        <translation>没有停止的</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>TPM library</source>
        <translation>TPM 库</translation>
    </message>
    <message>
        <source>TLS with token keys</source>
        <translation>使用令牌密钥的 TLS</translation>
    </message>
    <message>
        <source>practice parts</source>
        <translation>练习部件</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Free at least 500 MB.</source>
        <translation>请至少释放 500 MB。</translation>
    </message>
    <message>
        <source>Delete files that nobody needs: many small ones.</source>
        <translation>请删除不需要的文件：大量小文件。</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>The port {port} can&apos;t be opened.</source>
        <translation>无法打开端口 {port}。</translation>
    </message>
    <message>
        <source>Check the cable. If it is in place, call the supervisor.</source>
        <translation>检查线缆。若已插好，叫主管。</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t answer.</source>
        <translation>设备没有应答。</translation>
    </message>
    <message>
        <source>Seat the unit again and start over. If it fails twice, use the red box.</source>
        <translation>重新放好设备再开始。失败两次则放入红箱。</translation>
    </message>
    <message>
        <source>The unit was pulled out before it was finished.</source>
        <translation>设备未完成就被取出。</translation>
    </message>
    <message>
        <source>The unit&apos;s answer makes no sense.</source>
        <translation>设备的应答无法理解。</translation>
    </message>
    <message>
        <source>The unit refused a command.</source>
        <translation>设备拒绝了命令。</translation>
    </message>
    <message>
        <source>Put the unit in the red box and take the next one.</source>
        <translation>把设备放入红箱，取下一台。</translation>
    </message>
    <message>
        <source>Station doesn&apos;t open this kind of port: {port}.</source>
        <translation>Station 不打开这类端口：{port}。</translation>
    </message>
    <message>
        <source>Name a device&apos;s path, usb:VID:PID, or an rfc2217:// or socket:// address there.</source>
        <translation>请写设备路径、usb:VID:PID，或 rfc2217:// 或 socket:// 地址。</translation>
    </message>
    <message>
        <source>The unit&apos;s firmware can&apos;t do what this product needs.</source>
        <translation>设备固件做不到此产品所需。</translation>
    </message>
    <message>
        <source>Load the right firmware, or use the red box.</source>
        <translation>装入正确的固件，或放入红箱。</translation>
    </message>
    <message>
        <source>The port {port} is in use by {program}.</source>
        <translation>端口 {port} 正被 {program} 使用。</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>关闭另一程序，然后重试。</translation>
    </message>
    <message>
        <source>The unit refused the login.</source>
        <translation>设备拒绝登录。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its password is not the order&apos;s.</source>
        <translation>搁置设备并叫主管：其密码不是工单的。</translation>
    </message>
    <message>
        <source>A password is never sent over a network, as to {port}.</source>
        <translation>密码绝不经网络发送，如到 {port}。</translation>
    </message>
    <message>
        <source>Connect the unit to a port of this computer.</source>
        <translation>把设备接到本机的端口。</translation>
    </message>
    <message>
        <source>The unit restarted in the middle of the work.</source>
        <translation>设备在工作中途重启。</translation>
    </message>
    <message>
        <source>Check its power, then start again. If it happens twice, put the unit in the red box.</source>
        <translation>检查电源，再重新开始。发生两次则放入红箱。</translation>
    </message>
    <message>
        <source>The unit asks for a password, and the order holds none.</source>
        <translation>设备要密码，而工单没有。</translation>
    </message>
    <message>
        <source>Give the order its password: station order secret ORDER console-password.</source>
        <translation>给工单密码：station order secret ORDER console-password。</translation>
    </message>
    <message>
        <source>The user whom the profile names may not use the unit&apos;s TPM.</source>
        <translation>配置文件指定的用户不能使用设备的 TPM。</translation>
    </message>
    <message>
        <source>Name another user in the profile, or have the unit&apos;s firmware let this one open the node.</source>
        <translation>在配置文件中另指定用户，或让设备固件为其开放节点。</translation>
    </message>
    <message>
        <source>Another program on the unit keeps its TPM to itself.</source>
        <translation>设备上另一程序独占其 TPM。</translation>
    </message>
    <message>
        <source>Start the unit again and try once more. If it happens twice, use the red box.</source>
        <translation>重启设备再试一次。发生两次则放入红箱。</translation>
    </message>
    <message>
        <source>The unit&apos;s answer is not what this product&apos;s profile asks for.</source>
        <translation>设备的应答不是此产品配置文件所要求的。</translation>
    </message>
    <message>
        <source>Check that it is the right product. If it is, put it aside and call the supervisor.</source>
        <translation>检查产品是否正确。若正确，搁置并叫主管。</translation>
    </message>
    <message>
        <source>Several ports go by the name {port}.</source>
        <translation>有几个端口名为 {port}。</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos;: it names a port by the place where it is plugged in.</source>
        <translation>运行 &apos;station bench teach&apos;：按插接位置命名端口。</translation>
    </message>
    <message>
        <source>Station may not open the port {port}: it belongs to the group {name}.</source>
        <translation>Station 无权打开端口 {port}：它属于组 {name}。</translation>
    </message>
    <message>
        <source>Have this user added to that group, or Station&apos;s rule for ports installed.</source>
        <translation>把此用户加入该组，或安装 Station 的端口规则。</translation>
    </message>
    <message>
        <source>A unit&apos;s key is never sent in the clear over a network, as to {port}.</source>
        <translation>设备密钥绝不明文经网络发送，如到 {port}。</translation>
    </message>
    <message>
        <source>The unit gave no key that its secret can be sealed to.</source>
        <translation>设备没有给出可用于密封其秘密的密钥。</translation>
    </message>
    <message>
        <source>The signals at {port} don&apos;t work: {why}.</source>
        <translation>{port} 的信号不工作：{why}。</translation>
    </message>
    <message>
        <source>Check the cable and the power. Work goes on; they come back by themselves.</source>
        <translation>检查线缆和电源。工作继续；信号会自行恢复。</translation>
    </message>
    <message>
        <source>Station can&apos;t see whether the fixture of position {position} is closed.</source>
        <translation>Station 看不到工位 {position} 的夹具是否关闭。</translation>
    </message>
    <message>
        <source>Check the switch, its cable and the power. Then go on with the next unit.</source>
        <translation>检查开关、线缆和电源。然后继续下一台。</translation>
    </message>
    <message>
        <source>The fixture was opened before the unit was done.</source>
        <translation>设备未完成夹具就被打开。</translation>
    </message>
    <message>
        <source>Take the unit out, put it in again, close the fixture and start over.</source>
        <translation>取出设备，重新放入，关闭夹具再开始。</translation>
    </message>
    <message>
        <source>Another program of this computer uses the port {port}.</source>
        <translation>本机另一程序正在使用端口 {port}。</translation>
    </message>
    <message>
        <source>End it, or name another port.</source>
        <translation>结束它，或指定另一端口。</translation>
    </message>
    <message>
        <source>The practice service can&apos;t listen at {name}: {why}.</source>
        <translation>练习服务无法在 {name} 监听：{why}。</translation>
    </message>
    <message>
        <source>Name an address of this computer, and a port from 1024 up.</source>
        <translation>请写本机地址和 1024 以上的端口。</translation>
    </message>
    <message>
        <source>The label printer {name} doesn&apos;t answer: {why}.</source>
        <translation>标签打印机 {name} 没有应答：{why}。</translation>
    </message>
    <message>
        <source>Check that it is switched on and its cable is in. Then print the label again.</source>
        <translation>检查是否开机、线缆是否插好。然后重新打印标签。</translation>
    </message>
    <message>
        <source>The label printer {name} can&apos;t print: {why}.</source>
        <translation>标签打印机 {name} 不能打印：{why}。</translation>
    </message>
    <message>
        <source>Put that right at the printer. Then print the label again.</source>
        <translation>请在打印机上处理。然后重新打印标签。</translation>
    </message>
    <message>
        <source>The print queue {name} takes no label: {why}.</source>
        <translation>打印队列 {name} 不接受标签：{why}。</translation>
    </message>
    <message>
        <source>Check the queue by &apos;lpstat -p&apos;, or call the supervisor. Then print the label again.</source>
        <translation>用 &apos;lpstat -p&apos; 检查队列，或叫主管。然后重新打印标签。</translation>
    </message>
    <message>
        <source>The label can&apos;t be written to {path}: {why}.</source>
        <translation>标签不能写入 {path}：{why}。</translation>
    </message>
    <message>
        <source>Make room there, or call the supervisor. Then print the label again.</source>
        <translation>在那里腾出空间，或叫主管。然后重新打印标签。</translation>
    </message>
    <message>
        <source>The label of {serial} can&apos;t be made: {why}.</source>
        <translation>{serial} 的标签不能生成：{why}。</translation>
    </message>
    <message>
        <source>Call the supervisor: the table [label] of the profile doesn&apos;t fit this unit.</source>
        <translation>叫主管：配置文件的 [label] 表不适合此设备。</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM reports an error.</source>
        <translation>设备的 TPM 报错。</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no usable endorsement key.</source>
        <translation>设备的 TPM 没有可用的认可密钥。</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key doesn&apos;t follow the standard.</source>
        <translation>TPM 的认可密钥不符合标准。</translation>
    </message>
    <message>
        <source>It may be a fake: put the unit aside and call the supervisor.</source>
        <translation>可能是假货：搁置设备并叫主管。</translation>
    </message>
    <message>
        <source>The endorsement certificate comes from a maker that this station doesn&apos;t trust.</source>
        <translation>认可证书来自本站不信任的厂商。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor, who can add a maker to trust.</source>
        <translation>搁置设备并叫主管，主管可添加信任的厂商。</translation>
    </message>
    <message>
        <source>The endorsement certificate belongs to another TPM.</source>
        <translation>认可证书属于另一 TPM。</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no endorsement certificate.</source>
        <translation>设备的 TPM 没有认可证书。</translation>
    </message>
    <message>
        <source>The endorsement certificate is for a certificate authority, not for a TPM.</source>
        <translation>认可证书是证书颁发机构的，不是 TPM 的。</translation>
    </message>
    <message>
        <source>The endorsement certificate was issued for another purpose.</source>
        <translation>认可证书是为其他用途签发的。</translation>
    </message>
    <message>
        <source>The TPM&apos;s storage root key doesn&apos;t follow the standard.</source>
        <translation>TPM 的存储根密钥不符合标准。</translation>
    </message>
    <message>
        <source>The TPM could not prove that it holds its key.</source>
        <translation>TPM 未能证明其持有密钥。</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not the one that its maker gave it.</source>
        <translation>TPM 的认可密钥不是厂商给它的那个。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor.</source>
        <translation>搁置设备并叫主管。</translation>
    </message>
    <message>
        <source>The provisioning service doesn&apos;t take this kind of endorsement key.</source>
        <translation>预配服务不接受这类认可密钥。</translation>
    </message>
    <message>
        <source>The TPM is protected by a password that this station doesn&apos;t have.</source>
        <translation>TPM 受密码保护，而本站没有该密码。</translation>
    </message>
    <message>
        <source>The TPM stayed busy for too long.</source>
        <translation>TPM 忙得太久。</translation>
    </message>
    <message>
        <source>The endorsement certificate can&apos;t be read.</source>
        <translation>无法读取认可证书。</translation>
    </message>
    <message>
        <source>The TPM software library can&apos;t be loaded.</source>
        <translation>无法加载 TPM 软件库。</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what to install.</source>
        <translation>运行 &apos;station doctor&apos;：它说明要安装什么。</translation>
    </message>
    <message>
        <source>The TPM has locked itself after too many wrong passwords.</source>
        <translation>TPM 因密码输错太多而自锁。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its lock opens with time, or by a reset.</source>
        <translation>搁置设备并叫主管：锁定随时间或复位解除。</translation>
    </message>
    <message>
        <source>The TPM found itself faulty and refuses to work.</source>
        <translation>TPM 自检有故障，拒绝工作。</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has not been started.</source>
        <translation>设备的 TPM 未启动。</translation>
    </message>
    <message>
        <source>Switch the unit off and on. If it happens again, its firmware doesn&apos;t start the TPM.</source>
        <translation>关开一次设备电源。若再发生，则固件没有启动 TPM。</translation>
    </message>
    <message>
        <source>The TPM has an owner already: a password protects it, and the order holds none.</source>
        <translation>TPM 已有所有者：有密码保护，而工单没有密码。</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order the password tpm-owner-password.</source>
        <translation>搁置设备；主管可给工单 tpm-owner-password。</translation>
    </message>
    <message>
        <source>A password protects the TPM&apos;s endorsement key, and the order holds none.</source>
        <translation>TPM 的认可密钥有密码保护，而工单没有密码。</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order tpm-endorsement-password.</source>
        <translation>搁置设备；主管可给工单 tpm-endorsement-password。</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t take the {what} password that the order holds.</source>
        <translation>TPM 不接受工单的 {what} 密码。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. It is not tried a second time.</source>
        <translation>搁置设备并叫主管。不会再试第二次。</translation>
    </message>
    <message>
        <source>The TPM was cleared while the unit was being provisioned.</source>
        <translation>预配期间 TPM 被清除。</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key can be broken by anybody.</source>
        <translation>TPM 的认可密钥任何人都能破解。</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not on the supplier&apos;s list.</source>
        <translation>TPM 的认可密钥不在供应商列表上。</translation>
    </message>
    <message>
        <source>The TPM holds an endorsement key of the kind that another client makes.</source>
        <translation>TPM 的认可密钥是另一客户端所生成的种类。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the product&apos;s profile names the other kind.</source>
        <translation>搁置设备并叫主管：产品配置文件指定的是另一种。</translation>
    </message>
    <message>
        <source>What the TPM says about its endorsement key can&apos;t be followed.</source>
        <translation>TPM 关于其认可密钥的说法无法查证。</translation>
    </message>
    <message>
        <source>The fingerprint of no trusted certificate, or of more than one, begins with {what}.</source>
        <translation>没有或不止一个受信任证书的指纹以 {what} 开头。</translation>
    </message>
    <message>
        <source>Take 8 digits or more of one that &apos;station tpm roots list&apos; shows.</source>
        <translation>取 &apos;station tpm roots list&apos; 所示的 8 位或更多。</translation>
    </message>
    <message>
        <source>The file {path} holds no list of endorsement keys.</source>
        <translation>文件 {path} 不是认可密钥列表。</translation>
    </message>
    <message>
        <source>It needs one SHA-256 in hexadecimal on each line, and nothing else.</source>
        <translation>每行须有一个十六进制 SHA-256，别无其他。</translation>
    </message>
    <message>
        <source>The certificate in {path} can&apos;t be trusted as a maker&apos;s.</source>
        <translation>不能把 {path} 中的证书当作厂商证书信任。</translation>
    </message>
    <message>
        <source>Get the maker&apos;s root certificate, or an intermediate one with --intermediate.</source>
        <translation>取厂商根证书，或用 --intermediate 取中间证书。</translation>
    </message>
    <message>
        <source>The makers&apos; certificates that came with Station are damaged.</source>
        <translation>Station 附带的厂商证书已损坏。</translation>
    </message>
    <message>
        <source>Install Station again. If it stays, call whoever keeps this computer.</source>
        <translation>重新安装 Station。仍如此则叫本机维护人。</translation>
    </message>
    <message>
        <source>The TPM&apos;s place for this product&apos;s key is taken.</source>
        <translation>TPM 中此产品密钥的位置已被占用。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it was provisioned before, by somebody.</source>
        <translation>搁置设备并叫主管：以前有人预配过它。</translation>
    </message>
    <message>
        <source>The new key is not proved to be in the unit&apos;s own TPM.</source>
        <translation>未证明新密钥在设备自己的 TPM 中。</translation>
    </message>
    <message>
        <source>The TPM&apos;s new key is not protected as it must be.</source>
        <translation>TPM 的新密钥未按要求保护。</translation>
    </message>
    <message>
        <source>The TPM didn&apos;t keep what it was given.</source>
        <translation>TPM 没有保留所给的内容。</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t open the key that was wrapped for it.</source>
        <translation>TPM 打不开为它包裹的密钥。</translation>
    </message>
    <message>
        <source>The PKCS#11 library {module} can&apos;t be loaded.</source>
        <translation>无法加载 PKCS#11 库 {module}。</translation>
    </message>
    <message>
        <source>The security token can&apos;t be found.</source>
        <translation>找不到安全令牌。</translation>
    </message>
    <message>
        <source>The security token refused the PIN.</source>
        <translation>安全令牌拒绝了 PIN。</translation>
    </message>
    <message>
        <source>Don&apos;t try again, or the token locks. Call the supervisor.</source>
        <translation>不要再试，否则令牌锁定。叫主管。</translation>
    </message>
    <message>
        <source>The security token is locked.</source>
        <translation>安全令牌已锁定。</translation>
    </message>
    <message>
        <source>The security token was pulled out before the work was finished.</source>
        <translation>工作未完成安全令牌就被拔出。</translation>
    </message>
    <message>
        <source>The program that works with a security token stopped.</source>
        <translation>操作安全令牌的程序停止了。</translation>
    </message>
    <message>
        <source>Start again. If it fails twice, call the supervisor.</source>
        <translation>重新开始。失败两次则叫主管。</translation>
    </message>
    <message>
        <source>A security token didn&apos;t answer in time.</source>
        <translation>安全令牌未及时应答。</translation>
    </message>
    <message>
        <source>Stop here and call the supervisor.</source>
        <translation>在此停止并叫主管。</translation>
    </message>
    <message>
        <source>The security token reports an error.</source>
        <translation>安全令牌报错。</translation>
    </message>
    <message>
        <source>The key on the token is not protected as it must be.</source>
        <translation>令牌上的密钥未按要求保护。</translation>
    </message>
    <message>
        <source>The unit asks for a certificate with a name that is not its own.</source>
        <translation>设备请求的证书名称不是它自己的。</translation>
    </message>
    <message>
        <source>The unit&apos;s certificate request is not valid.</source>
        <translation>设备的证书请求无效。</translation>
    </message>
    <message>
        <source>The token didn&apos;t keep what was written to it.</source>
        <translation>令牌没有保留写入的内容。</translation>
    </message>
    <message>
        <source>The factory&apos;s token has no {what}.</source>
        <translation>工厂令牌缺少 {what}。</translation>
    </message>
    <message>
        <source>Call the supervisor: the token must be set up first.</source>
        <translation>叫主管：须先设置令牌。</translation>
    </message>
    <message>
        <source>The factory&apos;s token won&apos;t sign: the record doesn&apos;t follow from what it signed last.</source>
        <translation>工厂令牌不签名：记录与它上次所签的不衔接。</translation>
    </message>
    <message>
        <source>The security token is full.</source>
        <translation>安全令牌已满。</translation>
    </message>
    <message>
        <source>The unit could not prove that it holds its key.</source>
        <translation>设备未能证明其持有密钥。</translation>
    </message>
    <message>
        <source>The token already holds a key of that name.</source>
        <translation>令牌已有同名密钥。</translation>
    </message>
    <message>
        <source>The factory&apos;s token is locked.</source>
        <translation>工厂令牌已锁定。</translation>
    </message>
    <message>
        <source>Call the supervisor to unlock it.</source>
        <translation>叫主管解锁。</translation>
    </message>
    <message>
        <source>The key {what} on the factory&apos;s token is of the wrong kind.</source>
        <translation>工厂令牌上的密钥 {what} 种类不对。</translation>
    </message>
    <message>
        <source>The token {label} is already set up.</source>
        <translation>令牌 {label} 已设置过。</translation>
    </message>
    <message>
        <source>Use it as it is, or take an empty token.</source>
        <translation>按现状使用，或取空令牌。</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t open what was sealed for {purpose}.</source>
        <translation>工厂令牌打不开为 {purpose} 密封的内容。</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing certificate is not valid at this time.</source>
        <translation>工厂的签发证书此刻无效。</translation>
    </message>
    <message>
        <source>Check the station&apos;s date and time, then call the supervisor.</source>
        <translation>检查工作站的日期和时间，然后叫主管。</translation>
    </message>
    <message>
        <source>Another Station has taken over the factory&apos;s token.</source>
        <translation>另一 Station 已接管工厂令牌。</translation>
    </message>
    <message>
        <source>Call the supervisor. Of all copies of a station, one alone can work.</source>
        <translation>叫主管。工作站的所有副本中只有一个能工作。</translation>
    </message>
    <message>
        <source>The security module {module} gives keys out that it must keep.</source>
        <translation>安全模块 {module} 会交出它须保管的密钥。</translation>
    </message>
    <message>
        <source>Call the supervisor: keys need another module. &apos;station hsm check&apos; tells which will do.</source>
        <translation>叫主管：密钥需要另一模块。&apos;station hsm check&apos; 说明哪个可以。</translation>
    </message>
    <message>
        <source>The factory&apos;s keys are in software, on the token {label}: nobody has accepted that.</source>
        <translation>工厂密钥在软件中，在令牌 {label} 上：无人接受过。</translation>
    </message>
    <message>
        <source>Set it up on a hardware HSM; or two supervisors run &apos;station hsm accept-software&apos;.</source>
        <translation>改用硬件 HSM；或由两名主管运行 &apos;station hsm accept-software&apos;。</translation>
    </message>
    <message>
        <source>There is nothing to decide: {why}.</source>
        <translation>没有要决定的：{why}。</translation>
    </message>
    <message>
        <source>See &apos;station hsm status&apos;: it tells what the factory&apos;s keys are in, and who accepted it.</source>
        <translation>见 &apos;station hsm status&apos;：说明工厂密钥在哪里、谁接受的。</translation>
    </message>
    <message>
        <source>The security token holds what an earlier run left: {what}.</source>
        <translation>安全令牌中有以前运行留下的：{what}。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the profile doesn&apos;t have it replaced.</source>
        <translation>搁置设备并叫主管：配置文件不允许替换。</translation>
    </message>
    <message>
        <source>The unit&apos;s token can&apos;t take a key that is wrapped for it.</source>
        <translation>设备的令牌不能接收为它包裹的密钥。</translation>
    </message>
    <message>
        <source>Set the unit aside and call an engineer.</source>
        <translation>搁置设备并叫工程师。</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t wrap a key for a unit&apos;s token.</source>
        <translation>工厂令牌不能为设备令牌包裹密钥。</translation>
    </message>
    <message>
        <source>This token was not made ready to follow the one that works at this station.</source>
        <translation>此令牌未准备好接替本站工作的令牌。</translation>
    </message>
    <message>
        <source>Take the right token. &apos;station hsm init --second&apos; makes one ready, with that one there.</source>
        <translation>取正确的令牌。&apos;station hsm init --second&apos; 在原令牌在场时准备一个。</translation>
    </message>
    <message>
        <source>The second token took the place of this one at this station.</source>
        <translation>第二令牌已在本站取代此令牌。</translation>
    </message>
    <message>
        <source>Call the supervisor: the station opens with the second token alone from now on.</source>
        <translation>叫主管：从此工作站只用第二令牌打开。</translation>
    </message>
    <message>
        <source>One more wrong PIN would lock the security token.</source>
        <translation>再输错一次 PIN 会锁定安全令牌。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it opens once the right PIN was given to it.</source>
        <translation>搁置设备并叫主管：给出正确 PIN 后即可打开。</translation>
    </message>
    <message>
        <source>The security token should come uninitialised, and was set up before.</source>
        <translation>安全令牌应未初始化，却已设置过。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. Nothing on the token was changed.</source>
        <translation>搁置设备并叫主管。令牌上没有更改。</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing CA {name} has issued its {quantity} certificates.</source>
        <translation>工厂的签发 CA {name} 已签发其 {quantity} 张证书。</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca limit&apos; raises that, &apos;roll&apos; has another CA follow.</source>
        <translation>叫主管：&apos;station hsm ca limit&apos; 提高上限，&apos;roll&apos; 由另一 CA 接替。</translation>
    </message>
    <message>
        <source>The root token is not the one that the factory&apos;s token was set up with.</source>
        <translation>根令牌不是设置工厂令牌时的那个。</translation>
    </message>
    <message>
        <source>Insert this factory&apos;s own root token and try again.</source>
        <translation>插入本工厂自己的根令牌并重试。</translation>
    </message>
    <message>
        <source>The text &quot;{text}&quot; is no verification code.</source>
        <translation>文本 &quot;{text}&quot; 不是验证码。</translation>
    </message>
    <message>
        <source>Copy the whole code that the provisioning service shows: 8 to 64 letters and digits.</source>
        <translation>复制预配服务显示的完整验证码：8 到 64 个字母和数字。</translation>
    </message>
    <message>
        <source>The factory&apos;s token holds {quantity} issuing CAs, and there is no room for another.</source>
        <translation>工厂令牌有 {quantity} 个签发 CA，没有空间再放。</translation>
    </message>
    <message>
        <source>Set up another token for this factory.</source>
        <translation>为本工厂设置另一令牌。</translation>
    </message>
    <message>
        <source>The group {name} has a key in the factory&apos;s token already, which never leaves it.</source>
        <translation>组 {name} 在工厂令牌中已有密钥，永不离开。</translation>
    </message>
    <message>
        <source>Have &apos;station group rotate&apos; give it another key, or take another group ID.</source>
        <translation>用 &apos;station group rotate&apos; 给另一个，或用另一组 ID。</translation>
    </message>
    <message>
        <source>That key can&apos;t be taken into the factory&apos;s token: {why}.</source>
        <translation>该密钥不能装入工厂令牌：{why}。</translation>
    </message>
    <message>
        <source>Ask its owner for a key of 32 to 64 bytes, wrapped as &apos;station group transport&apos; says.</source>
        <translation>向所有者要 32 到 64 字节的密钥，按 &apos;station group transport&apos; 所述包裹。</translation>
    </message>
    <message>
        <source>No key can be wrapped for that certificate: {why}.</source>
        <translation>不能为该证书包裹密钥：{why}。</translation>
    </message>
    <message>
        <source>Ask the service&apos;s owner for a certificate of an RSA key of 2048 bits or more.</source>
        <translation>向服务所有者要 2048 位或以上 RSA 密钥的证书。</translation>
    </message>
    <message>
        <source>The security token can&apos;t do what is needed of it. It lacks: {what}.</source>
        <translation>安全令牌做不到所需。它缺少：{what}。</translation>
    </message>
    <message>
        <source>Take another token. &apos;station hsm check&apos; tries what one can do.</source>
        <translation>取另一令牌。&apos;station hsm check&apos; 测试令牌的能力。</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token {label} for good.</source>
        <translation>再输错一次 PIN 可能永久锁定令牌 {label}。</translation>
    </message>
    <message>
        <source>Call a supervisor who is sure of the PIN: &apos;station hsm unlock --last-try&apos;.</source>
        <translation>叫确定 PIN 的主管：&apos;station hsm unlock --last-try&apos;。</translation>
    </message>
    <message>
        <source>The token takes no PIN like that: {why}.</source>
        <translation>令牌不接受这样的 PIN：{why}。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选。</translation>
    </message>
    <message>
        <source>The token {label} belongs to another station.</source>
        <translation>令牌 {label} 属于另一工作站。</translation>
    </message>
    <message>
        <source>Take the right token, or an empty one.</source>
        <translation>取正确的令牌，或空令牌。</translation>
    </message>
    <message>
        <source>The first token never signed these entries of the record, which grant something: {what}.</source>
        <translation>第一令牌从未签过记录中这些授予权限的条目：{what}。</translation>
    </message>
    <message>
        <source>Compare them with what was done: see &apos;station hsm unlock --second&apos; and --accept-unsigned.</source>
        <translation>与所做的比较：见 &apos;station hsm unlock --second&apos; 和 --accept-unsigned。</translation>
    </message>
    <message>
        <source>What opens TLS connections with a token&apos;s key is missing.</source>
        <translation>缺少用令牌密钥打开 TLS 连接的部件。</translation>
    </message>
    <message>
        <source>Install the package {package}.</source>
        <translation>安装软件包 {package}。</translation>
    </message>
    <message>
        <source>The security token can&apos;t be written to.</source>
        <translation>安全令牌不能写入。</translation>
    </message>
    <message>
        <source>The factory&apos;s token has an issuing CA ({name}) that nobody on record has agreed to.</source>
        <translation>工厂令牌有一个签发 CA（{name}），记录中无人同意过。</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca roll&apos; was broken off; given again, it goes on.</source>
        <translation>叫主管：&apos;station hsm ca roll&apos; 曾中断；再次运行则继续。</translation>
    </message>
    <message>
        <source>The library of a security token meddles with Station&apos;s own work.</source>
        <translation>安全令牌的库干扰 Station 自己的工作。</translation>
    </message>
    <message>
        <source>Don&apos;t use this library any more. Call the supervisor.</source>
        <translation>不要再用此库。叫主管。</translation>
    </message>
    <message>
        <source>The audit key on the factory&apos;s token isn&apos;t the one that its certificate names.</source>
        <translation>工厂令牌上的审计密钥不是其证书所指的。</translation>
    </message>
    <message>
        <source>The security token has no PIN pad of its own.</source>
        <translation>安全令牌没有自己的 PIN 键盘。</translation>
    </message>
    <message>
        <source>Type its PIN at the keyboard instead.</source>
        <translation>请改用电脑键盘输入 PIN。</translation>
    </message>
    <message>
        <source>Nobody gave the PIN at the token&apos;s own pad.</source>
        <translation>没有人在令牌键盘上输入 PIN。</translation>
    </message>
    <message>
        <source>Try again, and type the PIN at the pad while its light asks for it.</source>
        <translation>重试，在指示灯提示时在令牌键盘上输入 PIN。</translation>
    </message>
    <message>
        <source>The credential with the factory token&apos;s PIN is not used: {why}.</source>
        <translation>含工厂令牌 PIN 的凭据未被使用：{why}。</translation>
    </message>
    <message>
        <source>Type the PIN. Two supervisors make a credential anew: &apos;station hsm credential set&apos;.</source>
        <translation>输入 PIN。两名主管重做凭据：&apos;station hsm credential set&apos;。</translation>
    </message>
    <message>
        <source>The factory&apos;s HSM gave a certificate that its CA&apos;s signature doesn&apos;t fit.</source>
        <translation>工厂 HSM 给出的证书与其 CA 签名不符。</translation>
    </message>
    <message>
        <source>Make no more units with this HSM, and call the supervisor: it may be broken.</source>
        <translation>不要再用此 HSM 做设备，叫主管：它可能坏了。</translation>
    </message>
    <message>
        <source>The record {path} can&apos;t be opened.</source>
        <translation>无法打开记录 {path}。</translation>
    </message>
    <message>
        <source>The record was written by a newer Station.</source>
        <translation>记录由更新的 Station 写成。</translation>
    </message>
    <message>
        <source>Install the newer version of Station.</source>
        <translation>安装更新版本的 Station。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. Nothing was lost.</source>
        <translation>叫主管释放空间。没有丢失。</translation>
    </message>
    <message>
        <source>This record is in use by another Station, or by a push or an export.</source>
        <translation>此记录正被另一 Station、推送或导出使用。</translation>
    </message>
    <message>
        <source>Close the other Station, or let the push end (Ctrl-C there), then start again.</source>
        <translation>关闭另一 Station，或让推送结束（在那里按 Ctrl-C），再重新开始。</translation>
    </message>
    <message>
        <source>A unit named {registration_id} is already enrolled.</source>
        <translation>名为 {registration_id} 的设备已注册。</translation>
    </message>
    <message>
        <source>A unit with this same TPM is already enrolled.</source>
        <translation>具有同一 TPM 的设备已注册。</translation>
    </message>
    <message>
        <source>A unit with this same key is already enrolled.</source>
        <translation>具有同一密钥的设备已注册。</translation>
    </message>
    <message>
        <source>A unit with the serial number {serial} is already enrolled.</source>
        <translation>序列号 {serial} 的设备已注册。</translation>
    </message>
    <message>
        <source>The order {order} is complete: its quantity of {quantity} is used up.</source>
        <translation>工单 {order} 已完成：数量 {quantity} 已用完。</translation>
    </message>
    <message>
        <source>Call the supervisor for the next order.</source>
        <translation>叫主管安排下一工单。</translation>
    </message>
    <message>
        <source>The order {order} is not open.</source>
        <translation>工单 {order} 未开放。</translation>
    </message>
    <message>
        <source>Call the supervisor.</source>
        <translation>叫主管。</translation>
    </message>
    <message>
        <source>The record was changed by something other than Station.</source>
        <translation>记录被 Station 以外的东西更改。</translation>
    </message>
    <message>
        <source>A permission in the record is not genuine: {what}.</source>
        <translation>记录中有一项权限不真实：{what}。</translation>
    </message>
    <message>
        <source>The record is an old copy: {what} tells of a newer one.</source>
        <translation>记录是旧副本：{what} 表明有更新的。</translation>
    </message>
    <message>
        <source>Call two supervisors. If the newer one is lost for good: &apos;station adopt --older&apos;.</source>
        <translation>叫两名主管。若更新的永久丢失：&apos;station adopt --older&apos;。</translation>
    </message>
    <message>
        <source>There is no order {order}.</source>
        <translation>没有工单 {order}。</translation>
    </message>
    <message>
        <source>Run &apos;station order list&apos; to see the orders.</source>
        <translation>运行 &apos;station order list&apos; 查看工单。</translation>
    </message>
    <message>
        <source>There is no enrollment {name}.</source>
        <translation>没有注册 {name}。</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments list&apos; to see the list.</source>
        <translation>运行 &apos;station enrollments list&apos; 查看列表。</translation>
    </message>
    <message>
        <source>There is already an order {order}.</source>
        <translation>已有工单 {order}。</translation>
    </message>
    <message>
        <source>Give the new order another name.</source>
        <translation>给新工单另取名称。</translation>
    </message>
    <message>
        <source>The record can&apos;t be written.</source>
        <translation>无法写入记录。</translation>
    </message>
    <message>
        <source>The order {order} is for another ID scope.</source>
        <translation>工单 {order} 属于另一 ID 范围。</translation>
    </message>
    <message>
        <source>Check the ID scope: it never changes.</source>
        <translation>检查 ID 范围：它从不改变。</translation>
    </message>
    <message>
        <source>The unit is on the enrollment list, but the factory&apos;s token hasn&apos;t signed for it yet.</source>
        <translation>设备已在注册列表上，但工厂令牌还没有为它签名。</translation>
    </message>
    <message>
        <source>Put the unit aside and don&apos;t start it again. Call the supervisor.</source>
        <translation>搁置设备，不要再启动。叫主管。</translation>
    </message>
    <message>
        <source>That badge and PIN don&apos;t belong together.</source>
        <translation>工牌和 PIN 不匹配。</translation>
    </message>
    <message>
        <source>Try again, slowly.</source>
        <translation>慢慢重试。</translation>
    </message>
    <message>
        <source>The badge {badge} is somebody&apos;s already.</source>
        <translation>工牌 {badge} 已有人使用。</translation>
    </message>
    <message>
        <source>Use another badge.</source>
        <translation>请用另一工牌。</translation>
    </message>
    <message>
        <source>Nobody can be added like that: {why}.</source>
        <translation>不能这样添加人员：{why}。</translation>
    </message>
    <message>
        <source>Change it, then try again.</source>
        <translation>更改后重试。</translation>
    </message>
    <message>
        <source>There were too many wrong PINs: the badge waits {seconds} seconds.</source>
        <translation>输错 PIN 太多：工牌须等 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Wait, then try again. If the PIN is forgotten, call the supervisor.</source>
        <translation>等待后重试。忘记 PIN 则叫主管。</translation>
    </message>
    <message>
        <source>No transcript of the run {run} is kept.</source>
        <translation>运行 {run} 没有保存通信记录。</translation>
    </message>
    <message>
        <source>There is one of each run that spoke with its unit and did not pass: of the last thousand.</source>
        <translation>与设备通信过而未合格的运行各有一份：最近一千次。</translation>
    </message>
    <message>
        <source>That takes a right which nobody here has given: {what}.</source>
        <translation>这需要此处无人给出的权限：{what}。</translation>
    </message>
    <message>
        <source>Have a supervisor do it, or two where two are needed.</source>
        <translation>由主管来做，须两人时由两名。</translation>
    </message>
    <message>
        <source>It must be said why.</source>
        <translation>须说明原因。</translation>
    </message>
    <message>
        <source>Give a reason of a few words.</source>
        <translation>用几个字给出原因。</translation>
    </message>
    <message>
        <source>The PIN of the badge {badge} must be changed first.</source>
        <translation>工牌 {badge} 的 PIN 须先更改。</translation>
    </message>
    <message>
        <source>Change it at the log-in, or by &apos;station operator pin&apos;.</source>
        <translation>登录时更改，或用 &apos;station operator pin&apos;。</translation>
    </message>
    <message>
        <source>The badge {badge} is switched off.</source>
        <translation>工牌 {badge} 已停用。</translation>
    </message>
    <message>
        <source>Nobody has the badge {badge}.</source>
        <translation>没有人有工牌 {badge}。</translation>
    </message>
    <message>
        <source>Run &apos;station operator list&apos;.</source>
        <translation>运行 &apos;station operator list&apos;。</translation>
    </message>
    <message>
        <source>{badge} is the only supervisor left.</source>
        <translation>{badge} 是仅剩的主管。</translation>
    </message>
    <message>
        <source>Add another supervisor first, then switch this one off.</source>
        <translation>先添加另一主管，再停用这一名。</translation>
    </message>
    <message>
        <source>The unit {serial} was scrapped.</source>
        <translation>设备 {serial} 已报废。</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor.</source>
        <translation>放入红箱并叫主管。</translation>
    </message>
    <message>
        <source>The unit {serial} is in quarantine.</source>
        <translation>设备 {serial} 在隔离中。</translation>
    </message>
    <message>
        <source>No unit {serial} is on record.</source>
        <translation>没有设备 {serial} 的记录。</translation>
    </message>
    <message>
        <source>Check the serial number; no unit is known before a run.</source>
        <translation>检查序列号；运行前设备不为所知。</translation>
    </message>
    <message>
        <source>That can&apos;t be done with the unit {serial}: it is {what}.</source>
        <translation>不能对设备 {serial} 这样做：它是 {what}。</translation>
    </message>
    <message>
        <source>Run &apos;station unit show&apos; to see what became of it.</source>
        <translation>运行 &apos;station unit show&apos; 查看其情况。</translation>
    </message>
    <message>
        <source>The unit {serial} is at work at a position.</source>
        <translation>设备 {serial} 正在某工位处理。</translation>
    </message>
    <message>
        <source>Wait until its run has ended.</source>
        <translation>等其运行结束。</translation>
    </message>
    <message>
        <source>The scrap allowance of the order {order} is used up.</source>
        <translation>工单 {order} 的报废限额已用完。</translation>
    </message>
    <message>
        <source>Without one, no board can be swapped: scrap the unit and make another.</source>
        <translation>没有限额不能换板：报废该设备，另做一台。</translation>
    </message>
    <message>
        <source>The order {order} waits for its first article to be signed.</source>
        <translation>工单 {order} 等待签署首件。</translation>
    </message>
    <message>
        <source>Call the supervisor, who signs it or has another unit made.</source>
        <translation>叫主管签署，或另做一台。</translation>
    </message>
    <message>
        <source>The order {order} has no first article to decide on: {why}.</source>
        <translation>工单 {order} 没有要决定的首件：{why}。</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how far it is.</source>
        <translation>运行 &apos;station order show&apos; 查看进度。</translation>
    </message>
    <message>
        <source>{badge} worked on the first article of {order} and can&apos;t sign it.</source>
        <translation>{badge} 参与了 {order} 的首件，不能签署。</translation>
    </message>
    <message>
        <source>Have another supervisor sign it.</source>
        <translation>由另一主管签署。</translation>
    </message>
    <message>
        <source>The serial number {serial} is not on the list of the order {order}.</source>
        <translation>序列号 {serial} 不在工单 {order} 的列表上。</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be {quantity}: some of it is used already.</source>
        <translation>{order} 的数量不能是 {quantity}：一部分已用。</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos;: a quantity is at least what is enrolled, at work and lost.</source>
        <translation>运行 &apos;station order show&apos;：数量至少为已注册、处理中和损失之和。</translation>
    </message>
    <message>
        <source>The order {order} has had a run, so its ID scope stays as it is.</source>
        <translation>工单 {order} 已有运行，故 ID 范围不变。</translation>
    </message>
    <message>
        <source>Close the order, and make a new one for the other ID scope.</source>
        <translation>关闭该工单，为另一 ID 范围新建。</translation>
    </message>
    <message>
        <source>{path}, line {line}: {why}.</source>
        <translation>{path}，第 {line} 行：{why}。</translation>
    </message>
    <message>
        <source>Correct that line, then give the list once more.</source>
        <translation>改正该行，再次给出列表。</translation>
    </message>
    <message>
        <source>Nothing of the order {order} is left to carry over.</source>
        <translation>工单 {order} 没有可转移的。</translation>
    </message>
    <message>
        <source>Run &apos;station order close&apos; to close it.</source>
        <translation>运行 &apos;station order close&apos; 关闭它。</translation>
    </message>
    <message>
        <source>The file {path} is no anchor: {why}.</source>
        <translation>文件 {path} 不是锚：{why}。</translation>
    </message>
    <message>
        <source>Give an export&apos;s manifest.json, a report or the record of a unit.</source>
        <translation>给出导出的 manifest.json、报告或设备的记录。</translation>
    </message>
    <message>
        <source>The file {path} is not genuine: {why}.</source>
        <translation>文件 {path} 不真实：{why}。</translation>
    </message>
    <message>
        <source>Don&apos;t trust it.</source>
        <translation>不要信任它。</translation>
    </message>
    <message>
        <source>The copy {path} can&apos;t be read where it is: {why}.</source>
        <translation>副本 {path} 在原处无法读取：{why}。</translation>
    </message>
    <message>
        <source>Copy it, with all files beside it, to a folder that can be written.</source>
        <translation>连同旁边所有文件复制到可写的文件夹。</translation>
    </message>
    <message>
        <source>This record is a copy, and the station went on with another one.</source>
        <translation>此记录是副本，工作站已用另一个继续。</translation>
    </message>
    <message>
        <source>Work with the folder that was used last. If it is lost: &apos;station adopt --older&apos;.</source>
        <translation>用最后使用的文件夹工作。若已丢失：&apos;station adopt --older&apos;。</translation>
    </message>
    <message>
        <source>The folder {path} was copied or moved here from elsewhere.</source>
        <translation>文件夹 {path} 是从别处复制或移来的。</translation>
    </message>
    <message>
        <source>Call two supervisors. If the old one is used no more: &apos;station adopt&apos;.</source>
        <translation>叫两名主管。若旧的不再使用：&apos;station adopt&apos;。</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be raised: the numbers after its own belong to others.</source>
        <translation>{order} 的数量不能增加：其后的编号属于他人。</translation>
    </message>
    <message>
        <source>Make another order, or have another allotment issued.</source>
        <translation>另建工单，或另签发分配额。</translation>
    </message>
    <message>
        <source>That allotment was used here before, for the order {order}.</source>
        <translation>该分配额已在此用于工单 {order}。</translation>
    </message>
    <message>
        <source>Go on with that order; an allotment serves once.</source>
        <translation>继续用该工单；分配额只用一次。</translation>
    </message>
    <message>
        <source>That can&apos;t be the new PIN: {why}.</source>
        <translation>新 PIN 不能是它：{why}。</translation>
    </message>
    <message>
        <source>Choose another, then try again.</source>
        <translation>另选，然后重试。</translation>
    </message>
    <message>
        <source>The order {order} gives no unit another key.</source>
        <translation>工单 {order} 不给设备另一密钥。</translation>
    </message>
    <message>
        <source>A supervisor changes that: &apos;station order change --reprovisioning new-key&apos;.</source>
        <translation>由主管更改：&apos;station order change --reprovisioning new-key&apos;。</translation>
    </message>
    <message>
        <source>More than {quantity} places of {order} were given back by its scrap allowance already.</source>
        <translation>{order} 已由报废限额退回超过 {quantity} 个名额。</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how many were.</source>
        <translation>运行 &apos;station order show&apos; 查看有多少。</translation>
    </message>
    <message>
        <source>The unit {serial} was taken off the enrollment list meanwhile.</source>
        <translation>设备 {serial} 期间已从注册列表移除。</translation>
    </message>
    <message>
        <source>The order {order} was begun before an older copy of the record was put back.</source>
        <translation>工单 {order} 在放回记录旧副本之前就已开始。</translation>
    </message>
    <message>
        <source>Call the supervisor: close it, and make another of what is known to be missing.</source>
        <translation>叫主管：关闭它，按已知缺少的另建一个。</translation>
    </message>
    <message>
        <source>The unit {serial} was tried elsewhere while this position waited.</source>
        <translation>此工位等待时设备 {serial} 在别处试过。</translation>
    </message>
    <message>
        <source>Start it here again.</source>
        <translation>在此重新开始。</translation>
    </message>
    <message>
        <source>That allotment may have been used before an older copy of the record was put back.</source>
        <translation>该分配额可能在放回记录旧副本之前用过。</translation>
    </message>
    <message>
        <source>Have another one issued for what is known to be missing.</source>
        <translation>按已知缺少的另签发一个。</translation>
    </message>
    <message>
        <source>There is no PIN on record to give out of {what}.</source>
        <translation>记录中没有可给出的 {what} 的 PIN。</translation>
    </message>
    <message>
        <source>See with &apos;station unit show&apos; whether a unit&apos;s token has a PIN of its own.</source>
        <translation>用 &apos;station unit show&apos; 查看设备令牌是否有自己的 PIN。</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the certificate in {path}.</source>
        <translation>不能为 {path} 中的证书加密。</translation>
    </message>
    <message>
        <source>Take the customer&apos;s certificate, in PEM, with an RSA key of 2048 bits or more.</source>
        <translation>取客户的 PEM 证书，RSA 密钥 2048 位或以上。</translation>
    </message>
    <message>
        <source>The record doesn&apos;t know the CA {name} as one that issues certificates.</source>
        <translation>记录不知道 CA {name} 是签发证书的。</translation>
    </message>
    <message>
        <source>Close the station and open it again, or name one that &apos;station hsm ca list&apos; shows.</source>
        <translation>关闭并重新打开工作站，或取 &apos;station hsm ca list&apos; 所示的。</translation>
    </message>
    <message>
        <source>The group {name} is disabled: it takes no units any more.</source>
        <translation>组 {name} 已停用：不再接收设备。</translation>
    </message>
    <message>
        <source>Call the supervisor: the order needs another group. &apos;station group show&apos; says more.</source>
        <translation>叫主管：工单需要另一组。&apos;station group show&apos; 有详情。</translation>
    </message>
    <message>
        <source>The key of the group {name} was wrapped for another owner, or for nobody.</source>
        <translation>组 {name} 的密钥是为另一所有者包裹的，或没有。</translation>
    </message>
    <message>
        <source>Take another group ID: a key is wrapped once, when it is made.</source>
        <translation>用另一组 ID：密钥只在生成时包裹一次。</translation>
    </message>
    <message>
        <source>There is no key of the group {name} on record.</source>
        <translation>记录中没有组 {name} 的密钥。</translation>
    </message>
    <message>
        <source>Run &apos;station group create&apos; with its ID: a real group&apos;s key is made before its order.</source>
        <translation>用其 ID 运行 &apos;station group create&apos;：正式组的密钥先于工单生成。</translation>
    </message>
    <message>
        <source>The protocol is not the one that was signed: {path}.</source>
        <translation>协议书不是所签的那份：{path}。</translation>
    </message>
    <message>
        <source>Compare it with the copy on paper, and call the supervisor.</source>
        <translation>与纸质副本比较，并叫主管。</translation>
    </message>
    <message>
        <source>The station&apos;s record knows nothing of that protocol.</source>
        <translation>工作站的记录不知道该协议书。</translation>
    </message>
    <message>
        <source>Check that it is this station&apos;s; if so, call the supervisor.</source>
        <translation>检查是否属于本站；若是，叫主管。</translation>
    </message>
    <message>
        <source>The group {name} must be given another key: {why}.</source>
        <translation>组 {name} 须换密钥：{why}。</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station group rotate&apos; does it. The rule: &apos;station settings show&apos;.</source>
        <translation>叫主管：用 &apos;station group rotate&apos;。规则见 &apos;station settings show&apos;。</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be changed like that: {why}.</source>
        <translation>组 {name} 的密钥不能这样更改：{why}。</translation>
    </message>
    <message>
        <source>See them with &apos;station group show&apos;, and &apos;station group rotate --help&apos;.</source>
        <translation>见 &apos;station group show&apos; 和 &apos;station group rotate --help&apos;。</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recovery certificate {path}: {why}.</source>
        <translation>不能为恢复证书 {path} 加密：{why}。</translation>
    </message>
    <message>
        <source>Take one with an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521.</source>
        <translation>取 RSA 2048 位或以上，或 P-256、P-384、P-521 上的 EC 密钥。</translation>
    </message>
    <message>
        <source>No recovery certificate is set, so nobody could open the backup.</source>
        <translation>未设恢复证书，故无人能打开备份。</translation>
    </message>
    <message>
        <source>A supervisor names one, once: &apos;station backup FILE --to CERTIFICATE&apos;.</source>
        <translation>由主管指定一次：&apos;station backup FILE --to CERTIFICATE&apos;。</translation>
    </message>
    <message>
        <source>The key {path} doesn&apos;t open the backup: {why}.</source>
        <translation>密钥 {path} 打不开备份：{why}。</translation>
    </message>
    <message>
        <source>Take the private key of the recovery certificate whose SHA-256 the backup&apos;s entry names.</source>
        <translation>取备份条目所写 SHA-256 的恢复证书的私钥。</translation>
    </message>
    <message>
        <source>The backup {path} is damaged, or none: {why}.</source>
        <translation>备份 {path} 已损坏或不是备份：{why}。</translation>
    </message>
    <message>
        <source>Take another backup. Nothing was restored.</source>
        <translation>取另一备份。没有恢复任何内容。</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be written: {why}.</source>
        <translation>无法写入文件 {path}：{why}。</translation>
    </message>
    <message>
        <source>Name another disk or folder. Nothing was left there.</source>
        <translation>另指定磁盘或文件夹。那里没有留下内容。</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be written: its disk is read-only.</source>
        <translation>无法写入文件夹 {path}：其磁盘为只读。</translation>
    </message>
    <message>
        <source>Call the supervisor. The record can be looked at, and backed up, as it is.</source>
        <translation>叫主管。记录可照原样查看和备份。</translation>
    </message>
    <message>
        <source>There is nothing to archive: {why}.</source>
        <translation>没有可归档的：{why}。</translation>
    </message>
    <message>
        <source>Name another day with --before; &apos;station archive&apos; takes runs that ended long ago.</source>
        <translation>用 --before 另指定日期；&apos;station archive&apos; 取早已结束的运行。</translation>
    </message>
    <message>
        <source>The archive {path} is not what was to be archived: {why}.</source>
        <translation>归档 {path} 不是要归档的内容：{why}。</translation>
    </message>
    <message>
        <source>Nothing was taken out of the record. Name another disk, then try again.</source>
        <translation>没有从记录中取出。另指定磁盘，然后重试。</translation>
    </message>
    <message>
        <source>These runs stay in the record: {why}.</source>
        <translation>这些运行留在记录中：{why}。</translation>
    </message>
    <message>
        <source>Name an earlier day with --before, or change the rule: &apos;settings set --keep-days&apos;.</source>
        <translation>用 --before 指定更早的日期，或改规则：&apos;settings set --keep-days&apos;。</translation>
    </message>
    <message>
        <source>The station can&apos;t be backed up: {why}.</source>
        <translation>无法备份工作站：{why}。</translation>
    </message>
    <message>
        <source>Call the supervisor. No backup was made.</source>
        <translation>叫主管。没有做备份。</translation>
    </message>
    <message>
        <source>Nothing is stopped there: {what}.</source>
        <translation>那里没有停止的：{what}。</translation>
    </message>
    <message>
        <source>Run &apos;station bench stops&apos; to see what stands still.</source>
        <translation>运行 &apos;station bench stops&apos; 查看停止的。</translation>
    </message>
    <message>
        <source>No contact is counted at position {position}.</source>
        <translation>工位 {position} 不计触点。</translation>
    </message>
    <message>
        <source>Run &apos;station bench contacts list&apos; to see what is counted.</source>
        <translation>运行 &apos;station bench contacts list&apos; 查看计数。</translation>
    </message>
    <message>
        <source>The list can&apos;t be gone on with after what --after names.</source>
        <translation>列表不能从 --after 所指处继续。</translation>
    </message>
    <message>
        <source>Give --after as the command before said it, with the same --sort and --descending.</source>
        <translation>按前一命令所示给出 --after，--sort 和 --descending 相同。</translation>
    </message>
    <message>
        <source>No {what} is on record for {name}: its positions take no unit while such a check is due.</source>
        <translation>{name} 没有登记 {what}：须检查时其工位不接收设备。</translation>
    </message>
    <message>
        <source>Put a unit on record for checks of that product, or change the rule.</source>
        <translation>登记该产品的检查用设备，或更改规则。</translation>
    </message>
    <message>
        <source>Position {position} takes no unit yet: its check by the {what} isn&apos;t done.</source>
        <translation>工位 {position} 尚不接收设备：还没用 {what} 检查。</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}, and see that the check is OK.</source>
        <translation>把 {what} 放入工位 {position}，看检查是否通过。</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be put on record for checks: {why}.</source>
        <translation>设备 {serial} 不能登记为检查用：{why}。</translation>
    </message>
    <message>
        <source>See &apos;station check list&apos; and the help page on checks.</source>
        <translation>见 &apos;station check list&apos; 和关于检查的帮助页。</translation>
    </message>
    <message>
        <source>No unit {serial} is on record for checks.</source>
        <translation>没有登记检查用设备 {serial}。</translation>
    </message>
    <message>
        <source>Run &apos;station check list&apos; to see which are.</source>
        <translation>运行 &apos;station check list&apos; 查看。</translation>
    </message>
    <message>
        <source>More than one enrollment matches {name}: {what}.</source>
        <translation>不止一条注册符合 {name}：{what}。</translation>
    </message>
    <message>
        <source>Give more of it, or the serial number. &apos;station enrollments list --find&apos; shows them all.</source>
        <translation>给出更多内容或序列号。&apos;station enrollments list --find&apos; 显示全部。</translation>
    </message>
    <message>
        <source>The {what} was enrolled elsewhere: it came with import {quantity}, of {name}.</source>
        <translation>{what} 已在别处注册：来自导入 {quantity}，{name}。</translation>
    </message>
    <message>
        <source>A unit with this same {what} was enrolled elsewhere: import {quantity}, of {name}.</source>
        <translation>有同一 {what} 的设备已在别处注册：导入 {quantity}，{name}。</translation>
    </message>
    <message>
        <source>That list can&apos;t be imported: {why}.</source>
        <translation>不能导入该列表：{why}。</translation>
    </message>
    <message>
        <source>See &apos;station enrollments imports&apos;.</source>
        <translation>见 &apos;station enrollments imports&apos;。</translation>
    </message>
    <message>
        <source>There is no import {quantity}, or it was forgotten.</source>
        <translation>没有导入 {quantity}，或已被遗忘。</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments imports&apos; to see which there are.</source>
        <translation>运行 &apos;station enrollments imports&apos; 查看。</translation>
    </message>
    <message>
        <source>The record gets a newer form, for which the disk needs {quantity} MiB free.</source>
        <translation>记录将转为新格式，磁盘须有 {quantity} MiB 空闲。</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. The record is as it was.</source>
        <translation>叫主管释放空间。记录保持原样。</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t let in by the group {name}.</source>
        <translation>组 {name} 不准入设备 {serial}。</translation>
    </message>
    <message>
        <source>See &apos;station enrollments show&apos; for its order, and &apos;station group list&apos; for groups.</source>
        <translation>工单见 &apos;station enrollments show&apos;，组见 &apos;station group list&apos;。</translation>
    </message>
    <message>
        <source>The key {name} can&apos;t serve both a group and units that are enrolled one by one.</source>
        <translation>密钥 {name} 不能既用于组又用于逐个注册的设备。</translation>
    </message>
    <message>
        <source>Give the order a group ID of its own: --group-id.</source>
        <translation>给工单自己的组 ID：--group-id。</translation>
    </message>
    <message>
        <source>This label of the unit {serial} is void: label {quantity} was printed after it.</source>
        <translation>设备 {serial} 的此标签已作废：其后打印了标签 {quantity}。</translation>
    </message>
    <message>
        <source>Take it off and throw it away. Use the newest label of the unit.</source>
        <translation>取下并丢弃。使用该设备最新的标签。</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be given that label: {why}.</source>
        <translation>设备 {serial} 不能使用该标签：{why}。</translation>
    </message>
    <message>
        <source>See &apos;station label list&apos; for the labels of each unit.</source>
        <translation>用 &apos;station label list&apos; 查看各设备的标签。</translation>
    </message>
    <message>
        <source>The serial number {serial} doesn&apos;t fit this product.</source>
        <translation>序列号 {serial} 不符合此产品。</translation>
    </message>
    <message>
        <source>Check that the unit belongs to this order.</source>
        <translation>检查设备是否属于此工单。</translation>
    </message>
    <message>
        <source>The scanned serial number is {scanned}, but the unit says {serial}.</source>
        <translation>扫描的序列号是 {scanned}，但设备说 {serial}。</translation>
    </message>
    <message>
        <source>Scan the label of the unit that is plugged in.</source>
        <translation>扫描已插入设备的标签。</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>运行已取消。</translation>
    </message>
    <message>
        <source>Start it again when you are ready.</source>
        <translation>准备好后重新开始。</translation>
    </message>
    <message>
        <source>The step {step} took too long.</source>
        <translation>步骤 {step} 用时太长。</translation>
    </message>
    <message>
        <source>There is no position {position}.</source>
        <translation>没有工位 {position}。</translation>
    </message>
    <message>
        <source>Run &apos;station bench list&apos; to see the positions.</source>
        <translation>运行 &apos;station bench list&apos; 查看工位。</translation>
    </message>
    <message>
        <source>No bench is set up.</source>
        <translation>没有设置工作台。</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to start one for practice.</source>
        <translation>运行 &apos;station practice bench&apos; 启动练习用的。</translation>
    </message>
    <message>
        <source>Practice parts can&apos;t be used in a real order, nor real ones in practice.</source>
        <translation>练习部件不能用于正式工单，真实部件不能用于练习。</translation>
    </message>
    <message>
        <source>The position {position} has no slot for a security token.</source>
        <translation>工位 {position} 没有安全令牌插槽。</translation>
    </message>
    <message>
        <source>Use another position, or call the supervisor.</source>
        <translation>用另一工位，或叫主管。</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a registration ID: {why}.</source>
        <translation>{text} 不能作注册 ID：{why}。</translation>
    </message>
    <message>
        <source>Use only letters, digits and - . _ : with a letter, digit or dash at the end.</source>
        <translation>只用字母、数字和 - . _ : ，末尾为字母、数字或连字符。</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a device ID: {why}.</source>
        <translation>{text} 不能作设备 ID：{why}。</translation>
    </message>
    <message>
        <source>Use 1 to 128 letters, digits and signs out of - + % _ # * ? ! ( ) , . : = @ $ &apos; only.</source>
        <translation>只用 1 到 128 个字母、数字和 - + % _ # * ? ! ( ) , . : = @ $ &apos; 中的符号。</translation>
    </message>
    <message>
        <source>{text} can&apos;t be an ID scope.</source>
        <translation>{text} 不能作 ID 范围。</translation>
    </message>
    <message>
        <source>Copy it from the overview page of the service.</source>
        <translation>从服务的概述页复制。</translation>
    </message>
    <message>
        <source>That is not a symmetric key: {why}.</source>
        <translation>这不是对称密钥：{why}。</translation>
    </message>
    <message>
        <source>Give 16 to 64 bytes, written in base64.</source>
        <translation>给出 16 到 64 字节，用 base64 写。</translation>
    </message>
    <message>
        <source>{text} can&apos;t be the name in a certificate: {why}.</source>
        <translation>{text} 不能作证书中的名称：{why}。</translation>
    </message>
    <message>
        <source>With X.509, use a registration ID of at most 64 characters.</source>
        <translation>X.509 的注册 ID 最多 64 个字符。</translation>
    </message>
    <message>
        <source>Something went wrong that Station doesn&apos;t know.</source>
        <translation>出现 Station 不认识的错误。</translation>
    </message>
    <message>
        <source>That is not a SAS token: {why}.</source>
        <translation>这不是 SAS 令牌：{why}。</translation>
    </message>
    <message>
        <source>Copy all of it, from SharedAccessSignature to the end.</source>
        <translation>从 SharedAccessSignature 到末尾完整复制。</translation>
    </message>
    <message>
        <source>The run was broken off: the station stopped.</source>
        <translation>运行中断：工作站停止了。</translation>
    </message>
    <message>
        <source>Start over with this unit.</source>
        <translation>用此设备重新开始。</translation>
    </message>
    <message>
        <source>The scan of {serial} at position {position} is still open.</source>
        <translation>工位 {position} 上 {serial} 的扫描仍未处理。</translation>
    </message>
    <message>
        <source>Start that unit, or take its scan back. Then scan again.</source>
        <translation>启动该设备，或收回其扫描。然后再扫描。</translation>
    </message>
    <message>
        <source>No position waits for a scan.</source>
        <translation>没有工位等待扫描。</translation>
    </message>
    <message>
        <source>Finish a position first, then scan the next unit.</source>
        <translation>先完成一个工位，再扫描下一台。</translation>
    </message>
    <message>
        <source>No order is assigned to position {position}.</source>
        <translation>工位 {position} 没有分配工单。</translation>
    </message>
    <message>
        <source>Call the supervisor, who can assign one.</source>
        <translation>叫主管分配。</translation>
    </message>
    <message>
        <source>{serial} is already at position {position}.</source>
        <translation>{serial} 已在工位 {position}。</translation>
    </message>
    <message>
        <source>Scan the label of the other unit.</source>
        <translation>扫描另一设备的标签。</translation>
    </message>
    <message>
        <source>There is no unit at position {position}.</source>
        <translation>工位 {position} 没有设备。</translation>
    </message>
    <message>
        <source>Put the unit in, then start it again.</source>
        <translation>放入设备，再重新开始。</translation>
    </message>
    <message>
        <source>What is plugged in at position {position} is a keyboard: {name}.</source>
        <translation>工位 {position} 上插的是键盘：{name}。</translation>
    </message>
    <message>
        <source>Take it out, put it aside and call the supervisor. It may have typed something.</source>
        <translation>取出搁置并叫主管。它可能已输入内容。</translation>
    </message>
    <message>
        <source>The unit {serial} has passed here already.</source>
        <translation>设备 {serial} 已在此合格。</translation>
    </message>
    <message>
        <source>Take it out and put the next one in.</source>
        <translation>取出，放入下一台。</translation>
    </message>
    <message>
        <source>No unit was plugged in at position {position} in time.</source>
        <translation>工位 {position} 未及时插入设备。</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos; again, and plug a unit in when it asks for it.</source>
        <translation>再运行 &apos;station bench teach&apos;，提示时插入设备。</translation>
    </message>
    <message>
        <source>The port {port} has no name that stays the same.</source>
        <translation>端口 {port} 没有不变的名称。</translation>
    </message>
    <message>
        <source>Write its name into the bench file yourself, if you know that it doesn&apos;t change.</source>
        <translation>若确知名称不变，请自行写入工作台文件。</translation>
    </message>
    <message>
        <source>The unit was not switched off in time, to prove what it keeps.</source>
        <translation>设备未及时关电，以证明其保留的内容。</translation>
    </message>
    <message>
        <source>Start again, and switch the unit off and on when the station says so.</source>
        <translation>重新开始，在工作站提示时关开设备电源。</translation>
    </message>
    <message>
        <source>The unit didn&apos;t come back after it was restarted.</source>
        <translation>设备重启后没有回来。</translation>
    </message>
    <message>
        <source>The unit lost its identity when it was restarted.</source>
        <translation>设备重启时丢失了身份。</translation>
    </message>
    <message>
        <source>The unit is to prove that it keeps its identity.</source>
        <translation>设备须证明它保留身份。</translation>
    </message>
    <message>
        <source>Switch the unit off, and leave it in. Call the supervisor if that can&apos;t be done.</source>
        <translation>关闭设备电源，不要取出。做不到则叫主管。</translation>
    </message>
    <message>
        <source>The unit is off.</source>
        <translation>设备已关电。</translation>
    </message>
    <message>
        <source>Switch the unit on again. Call the supervisor if it stays off.</source>
        <translation>重新打开设备电源。仍关则叫主管。</translation>
    </message>
    <message>
        <source>The unit holds another certificate than the one that it was given.</source>
        <translation>设备的证书不是所给的那张。</translation>
    </message>
    <message>
        <source>The scanned code can&apos;t be read: {why}.</source>
        <translation>扫描的码无法读取：{why}。</translation>
    </message>
    <message>
        <source>Scan it once more. If that doesn&apos;t help, call the supervisor.</source>
        <translation>再扫描一次。仍不行则叫主管。</translation>
    </message>
    <message>
        <source>That scan has no {what}, which is still wanted.</source>
        <translation>该扫描缺少仍需要的 {what}。</translation>
    </message>
    <message>
        <source>Scan that code of the label.</source>
        <translation>扫描标签上的那个码。</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is {text}, but for this product it is {what}.</source>
        <translation>标签的 {name} 是 {text}，但此产品应为 {what}。</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is in a code of the kind {what}, and this one is {text}.</source>
        <translation>标签的 {name} 在 {what} 类型的码中，而这个是 {text}。</translation>
    </message>
    <message>
        <source>Scan the other code of the label.</source>
        <translation>扫描标签上的另一个码。</translation>
    </message>
    <message>
        <source>Two scans say different things of {name}: {what} and {text}.</source>
        <translation>两次扫描的 {name} 不同：{what} 和 {text}。</translation>
    </message>
    <message>
        <source>Scan all codes of one label again.</source>
        <translation>重新扫描同一标签的所有码。</translation>
    </message>
    <message>
        <source>The unit&apos;s {name} is {text}, but for this product it is like {what}.</source>
        <translation>设备的 {name} 是 {text}，但此产品应如 {what}。</translation>
    </message>
    <message>
        <source>The unit answers {text} to {name}, but not as this product: {what}.</source>
        <translation>设备对 {name} 答 {text}，与此产品不符：{what}。</translation>
    </message>
    <message>
        <source>The factory&apos;s system refuses this unit here: {why}.</source>
        <translation>工厂系统在此拒绝该设备：{why}。</translation>
    </message>
    <message>
        <source>Take the unit out and put it where it belongs. It isn&apos;t broken.</source>
        <translation>取出设备，放到它该去的地方。它没有坏。</translation>
    </message>
    <message>
        <source>The factory&apos;s system doesn&apos;t say whether this unit may be worked on: {why}.</source>
        <translation>工厂系统没有说明能否处理该设备：{why}。</translation>
    </message>
    <message>
        <source>Leave the unit as it is. Try again later, or call the supervisor.</source>
        <translation>设备保持原样。稍后重试，或叫主管。</translation>
    </message>
    <message>
        <source>The factory&apos;s system gives an answer that Station can&apos;t use: {why}.</source>
        <translation>工厂系统的回答 Station 无法使用：{why}。</translation>
    </message>
    <message>
        <source>The unit is tried again: {what}.</source>
        <translation>设备正在重试：{what}。</translation>
    </message>
    <message>
        <source>Leave the unit in; the station tries again by itself.</source>
        <translation>不要取出设备；工作站自动重试。</translation>
    </message>
    <message>
        <source>The profile {name} asks the worker, and nobody can be asked here.</source>
        <translation>配置文件 {name} 要询问操作员，而此处无人可问。</translation>
    </message>
    <message>
        <source>Work in Station&apos;s window, or run the command at a terminal.</source>
        <translation>在 Station 窗口中工作，或在终端运行命令。</translation>
    </message>
    <message>
        <source>What was asked about the unit was not answered in time: {name}.</source>
        <translation>关于设备的提问未及时回答：{name}。</translation>
    </message>
    <message>
        <source>Start the unit again, and answer when the station asks.</source>
        <translation>重新启动设备，工作站询问时回答。</translation>
    </message>
    <message>
        <source>The worker found that the unit is not right: {name} is {text}.</source>
        <translation>操作员发现设备不对：{name} 是 {text}。</translation>
    </message>
    <message>
        <source>That is no answer to what is asked at position {position}.</source>
        <translation>这不是工位 {position} 所问的回答。</translation>
    </message>
    <message>
        <source>Look at what is asked there, and answer it once more.</source>
        <translation>看那里问什么，再回答一次。</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t hold the key that it was enrolled with.</source>
        <translation>设备没有注册时的密钥。</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor, who can give it a new key.</source>
        <translation>放入红箱并叫主管，主管可给它新密钥。</translation>
    </message>
    <message>
        <source>What an earlier run left on the token is replaced: {what}.</source>
        <translation>以前运行留在令牌上的被替换：{what}。</translation>
    </message>
    <message>
        <source>Leave the unit in: the station goes on, and checks it as any other.</source>
        <translation>不要取出设备：工作站继续，照常检查。</translation>
    </message>
    <message>
        <source>The unit gave the key of an earlier run, its own or another&apos;s: it must make a new one.</source>
        <translation>设备给出以前运行的密钥，自己的或别的：须生成新的。</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t have the key that it was given.</source>
        <translation>设备没有所给的密钥。</translation>
    </message>
    <message>
        <source>The security token doesn&apos;t take the PIN that this unit&apos;s token was given.</source>
        <translation>安全令牌不接受给此设备令牌的 PIN。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be another unit&apos;s.</source>
        <translation>搁置设备并叫主管：其令牌可能属于另一设备。</translation>
    </message>
    <message>
        <source>The security token holds the key of the unit {serial}, which has passed.</source>
        <translation>安全令牌有已合格设备 {serial} 的密钥。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be that unit&apos;s.</source>
        <translation>搁置设备并叫主管：其令牌可能属于那台设备。</translation>
    </message>
    <message>
        <source>What the run {run} left in the unit {serial} can&apos;t be looked up here.</source>
        <translation>运行 {run} 留在设备 {serial} 中的内容在此无法查到。</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: &apos;station unit show&apos; says what to do.</source>
        <translation>搁置设备并叫主管：&apos;station unit show&apos; 说明怎么做。</translation>
    </message>
    <message>
        <source>The station stopped after the unit {serial} got a certificate; it has not passed.</source>
        <translation>设备 {serial} 得到证书后工作站停止；它还未合格。</translation>
    </message>
    <message>
        <source>Take it out and put it in again: it gets another one. If that fails, use the red box.</source>
        <translation>取出再放入：它得到另一张。失败则放入红箱。</translation>
    </message>
    <message>
        <source>What the station was doing with a security token when it stopped hasn&apos;t ended yet.</source>
        <translation>工作站停止时对安全令牌所做的还未结束。</translation>
    </message>
    <message>
        <source>Wait a minute and unlock it again. If that doesn&apos;t help, restart this computer.</source>
        <translation>等一分钟再解锁。不行则重启本机。</translation>
    </message>
    <message>
        <source>Position {position} stands still: {why}.</source>
        <translation>工位 {position} 停止：{why}。</translation>
    </message>
    <message>
        <source>Start nothing here and call the supervisor, who looks into it and restarts it.</source>
        <translation>不要在此启动，叫主管查看并恢复。</translation>
    </message>
    <message>
        <source>The order {order} stands still: {why}.</source>
        <translation>工单 {order} 停止：{why}。</translation>
    </message>
    <message>
        <source>Start nothing for this order and call the supervisor, who restarts it.</source>
        <translation>不要为此工单启动，叫主管恢复。</translation>
    </message>
    <message>
        <source>The whole bench stands still: {why}.</source>
        <translation>整个工作台停止：{why}。</translation>
    </message>
    <message>
        <source>Put that unit aside, start nothing and call the supervisor, who restarts the bench.</source>
        <translation>搁置该设备，不要启动，叫主管恢复工作台。</translation>
    </message>
    <message>
        <source>The contacts of position {position} are worn: {what} units since they were renewed.</source>
        <translation>工位 {position} 的触点已磨损：更换后 {what} 台。</translation>
    </message>
    <message>
        <source>Start nothing here and call maintenance, who renews them and resets the count.</source>
        <translation>不要在此启动，叫维护更换并清零。</translation>
    </message>
    <message>
        <source>The contacts of position {position} wear out: {what} units since they were renewed.</source>
        <translation>工位 {position} 的触点将磨损：更换后 {what} 台。</translation>
    </message>
    <message>
        <source>Go on. Tell maintenance that they are due.</source>
        <translation>继续。告诉维护该更换了。</translation>
    </message>
    <message>
        <source>The unit {serial} is a {what}: it is for checks, and is never provisioned.</source>
        <translation>设备 {serial} 是 {what}：用于检查，永不预配。</translation>
    </message>
    <message>
        <source>Leave it in: its check begins.</source>
        <translation>不要取出：检查开始。</translation>
    </message>
    <message>
        <source>Position {position} first needs its check: by the {what}.</source>
        <translation>工位 {position} 须先检查：用 {what}。</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}.</source>
        <translation>把 {what} 放入工位 {position}。</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was let through. This position doesn&apos;t see that it is bad.</source>
        <translation>检查：红兔件 {serial} 被放行。此工位看不出它是坏的。</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was refused, but for another reason: {what}.</source>
        <translation>检查：红兔件 {serial} 被拒，但原因不同：{what}。</translation>
    </message>
    <message>
        <source>Check that it is well seated, and start it again. If it stays so, call the supervisor.</source>
        <translation>检查是否放好，再启动。仍如此则叫主管。</translation>
    </message>
    <message>
        <source>Check: the golden unit {serial} was refused: {what}.</source>
        <translation>检查：标准件 {serial} 被拒：{what}。</translation>
    </message>
    <message>
        <source>The unit {serial} checks positions that make {name}, and not position {position}.</source>
        <translation>设备 {serial} 检查做 {name} 的工位，不是工位 {position}。</translation>
    </message>
    <message>
        <source>Take it out, and put in the unit for this product.</source>
        <translation>取出，放入此产品的设备。</translation>
    </message>
    <message>
        <source>A check run can&apos;t look at this unit as closely as is wanted: {why}.</source>
        <translation>检查运行不能按要求细看此设备：{why}。</translation>
    </message>
    <message>
        <source>Use another unit for checks of this product; the help page on checks says which.</source>
        <translation>用另一检查用设备；关于检查的帮助页有说明。</translation>
    </message>
    <message>
        <source>The fixture is open.</source>
        <translation>夹具开着。</translation>
    </message>
    <message>
        <source>Close the fixture: the unit starts then.</source>
        <translation>关闭夹具：设备随即开始。</translation>
    </message>
    <message>
        <source>The fixture was not opened since the last unit.</source>
        <translation>上一台之后夹具没有打开过。</translation>
    </message>
    <message>
        <source>Open it, change the unit and close it: the unit starts then.</source>
        <translation>打开，换设备，关闭：设备随即开始。</translation>
    </message>
    <message>
        <source>The profile {name} wants each unit to rehearse, and nothing here can do that.</source>
        <translation>配置文件 {name} 要求每台设备演练，而此处做不到。</translation>
    </message>
    <message>
        <source>Work by Station&apos;s window, or by its command &apos;station provision&apos;.</source>
        <translation>用 Station 窗口或命令 &apos;station provision&apos; 工作。</translation>
    </message>
    <message>
        <source>Position {position} first needs its check, and no {what} is on record for this product.</source>
        <translation>工位 {position} 须先检查，而此产品没有登记 {what}。</translation>
    </message>
    <message>
        <source>Call the supervisor: no {what} is on record for this product.</source>
        <translation>叫主管：此产品没有登记 {what}。</translation>
    </message>
    <message>
        <source>The unit {serial} passed, but has no label: {why}.</source>
        <translation>设备 {serial} 合格，但没有标签：{why}。</translation>
    </message>
    <message>
        <source>Put that right, then press Print label.</source>
        <translation>处理后按“打印标签”。</translation>
    </message>
    <message>
        <source>This isn&apos;t the label of the unit {serial} at position {position}.</source>
        <translation>这不是工位 {position} 上设备 {serial} 的标签。</translation>
    </message>
    <message>
        <source>Take the label off, stick on the one of this unit, and scan that.</source>
        <translation>取下标签，贴上此设备的标签，再扫描。</translation>
    </message>
    <message>
        <source>The card {what} does nothing here: {why}.</source>
        <translation>卡片 {what} 在此无效：{why}。</translation>
    </message>
    <message>
        <source>Look at what the position asks for, and scan the card for that.</source>
        <translation>看工位要求什么，扫描对应的卡片。</translation>
    </message>
    <message>
        <source>That is {what}, and not a unit&apos;s label.</source>
        <translation>那是 {what}，不是设备的标签。</translation>
    </message>
    <message>
        <source>Scan the label of the unit.</source>
        <translation>扫描设备的标签。</translation>
    </message>
    <message>
        <source>The scanner&apos;s test code arrived changed: {why}.</source>
        <translation>扫描器的测试码收到时有变化：{why}。</translation>
    </message>
    <message>
        <source>Switch Caps Lock off, wipe the sheet, and scan the code once more.</source>
        <translation>关闭 Caps Lock，擦净纸张，再扫描一次。</translation>
    </message>
    <message>
        <source>Something in the window went wrong that nobody foresaw.</source>
        <translation>窗口出现了无人预料的问题。</translation>
    </message>
    <message>
        <source>Go on: units at work do. If it comes again, close Station and start it again.</source>
        <translation>请继续：进行中的设备会继续。若再出现，关闭 Station 再启动。</translation>
    </message>
    <message>
        <source>A part of Station ended that should be at work: {name}.</source>
        <translation>Station 中应运行的部分已结束：{name}。</translation>
    </message>
    <message>
        <source>Let units at work end. Then close Station and start it again.</source>
        <translation>等进行中的设备完成。然后关闭 Station 再启动。</translation>
    </message>
    <message>
        <source>There is nothing new to export.</source>
        <translation>没有新的可导出。</translation>
    </message>
    <message>
        <source>Add --again to export everything once more.</source>
        <translation>加 --again 再次导出全部。</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be used.</source>
        <translation>文件夹 {path} 不能使用。</translation>
    </message>
    <message>
        <source>Name a new or empty folder.</source>
        <translation>指定新的或空的文件夹。</translation>
    </message>
    <message>
        <source>The manifest&apos;s signature is not genuine.</source>
        <translation>清单的签名不真实。</translation>
    </message>
    <message>
        <source>Don&apos;t use this export.</source>
        <translation>不要使用此导出。</translation>
    </message>
    <message>
        <source>The file {path} is not what was exported.</source>
        <translation>文件 {path} 不是所导出的。</translation>
    </message>
    <message>
        <source>There is no export format {name}.</source>
        <translation>没有导出格式 {name}。</translation>
    </message>
    <message>
        <source>Run &apos;station export --help&apos; to see the formats.</source>
        <translation>运行 &apos;station export --help&apos; 查看格式。</translation>
    </message>
    <message>
        <source>Keys are never written in the clear outside practice.</source>
        <translation>练习之外密钥绝不明文写出。</translation>
    </message>
    <message>
        <source>Push the group or export it encrypted.</source>
        <translation>推送该组，或加密导出。</translation>
    </message>
    <message>
        <source>The enrollment {name} would be refused: {why}.</source>
        <translation>注册 {name} 会被拒绝：{why}。</translation>
    </message>
    <message>
        <source>The file given with --trust holds no certificate.</source>
        <translation>--trust 给出的文件不含证书。</translation>
    </message>
    <message>
        <source>Give a certificate, in PEM or DER.</source>
        <translation>给出 PEM 或 DER 证书。</translation>
    </message>
    <message>
        <source>The enrollments are for several services: {scopes}.</source>
        <translation>这些注册属于多个服务：{scopes}。</translation>
    </message>
    <message>
        <source>Export each --order by itself.</source>
        <translation>用 --order 逐个导出。</translation>
    </message>
    <message>
        <source>An earlier export to {path} had been cut short. It is in its place now, and complete.</source>
        <translation>以前到 {path} 的导出曾中断。现已就位且完整。</translation>
    </message>
    <message>
        <source>Name another folder to export what came since.</source>
        <translation>另指定文件夹导出其后的。</translation>
    </message>
    <message>
        <source>The export is complete and on record, but can&apos;t be moved from {part} to {path}.</source>
        <translation>导出已完整并记录，但不能从 {part} 移到 {path}。</translation>
    </message>
    <message>
        <source>Move that folder yourself, as it is: it is the export.</source>
        <translation>请自行原样移动该文件夹：它就是导出。</translation>
    </message>
    <message>
        <source>The manifest was written by a newer Station.</source>
        <translation>清单由更新的 Station 写成。</translation>
    </message>
    <message>
        <source>The export would have more files than one manifest can list.</source>
        <translation>导出的文件多于一份清单所能列出。</translation>
    </message>
    <message>
        <source>Take --format jsonl or zip, which have few files, or export each --order by itself.</source>
        <translation>用文件少的 --format jsonl 或 zip，或用 --order 逐个导出。</translation>
    </message>
    <message>
        <source>The hand-off {name} doesn&apos;t work now: {why}.</source>
        <translation>交接 {name} 现在不工作：{why}。</translation>
    </message>
    <message>
        <source>What waits is sent once it works. Call the supervisor if it stays so.</source>
        <translation>等待的内容恢复后发送。仍如此则叫主管。</translation>
    </message>
    <message>
        <source>The hand-off {name} refuses what it is told: {why}.</source>
        <translation>交接 {name} 拒绝所告知的：{why}。</translation>
    </message>
    <message>
        <source>Ask whoever runs it why. After that, &apos;station handoff send --refused&apos; sends it again.</source>
        <translation>问运营者原因。之后用 &apos;station handoff send --refused&apos; 重发。</translation>
    </message>
    <message>
        <source>The hand-off {name} has no password or token for this address.</source>
        <translation>交接 {name} 没有此地址的密码或令牌。</translation>
    </message>
    <message>
        <source>Run &apos;station handoff secret&apos; to give it.</source>
        <translation>运行 &apos;station handoff secret&apos; 给出。</translation>
    </message>
    <message>
        <source>There is no hand-off {name}.</source>
        <translation>没有交接 {name}。</translation>
    </message>
    <message>
        <source>Run &apos;station handoff list&apos; to see them.</source>
        <translation>运行 &apos;station handoff list&apos; 查看。</translation>
    </message>
    <message>
        <source>The hand-off {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>交接 {name} 的回答无法理解：{why}。</translation>
    </message>
    <message>
        <source>Ask whoever runs it to read the help page on hand-offs.</source>
        <translation>请运营者阅读关于交接的帮助页。</translation>
    </message>
    <message>
        <source>The hand-off {name} takes no password or token.</source>
        <translation>交接 {name} 不接受密码或令牌。</translation>
    </message>
    <message>
        <source>Its auth in handoff.toml says so: change that first.</source>
        <translation>handoff.toml 中其 auth 如此：先改它。</translation>
    </message>
    <message>
        <source>That can&apos;t be a password or token: {why}.</source>
        <translation>这不能作密码或令牌：{why}。</translation>
    </message>
    <message>
        <source>Check it, then give it once more.</source>
        <translation>检查后再给一次。</translation>
    </message>
    <message>
        <source>The file {path} is not what was signed.</source>
        <translation>文件 {path} 不是所签名的。</translation>
    </message>
    <message>
        <source>Don&apos;t rely on this report.</source>
        <translation>不要依赖此报告。</translation>
    </message>
    <message>
        <source>The allotment {path} is not genuine: {why}.</source>
        <translation>分配额 {path} 不真实：{why}。</translation>
    </message>
    <message>
        <source>Don&apos;t use it. Have the station that issued it hand it over once more, with all its files.</source>
        <translation>不要使用。请签发的工作站连同所有文件再交一次。</translation>
    </message>
    <message>
        <source>The allotment {path} can&apos;t be used here: {why}.</source>
        <translation>分配额 {path} 不能在此使用：{why}。</translation>
    </message>
    <message>
        <source>Ask whoever issued the allotment; &apos;station order allot --to&apos; issues one.</source>
        <translation>问签发者；&apos;station order allot --to&apos; 签发。</translation>
    </message>
    <message>
        <source>The export {path} is not from the station that the allotment names.</source>
        <translation>导出 {path} 不来自分配额所写的工作站。</translation>
    </message>
    <message>
        <source>Don&apos;t take these units in. Ask which station made them, and for its own allotment.</source>
        <translation>不要接收这些设备。问是哪个工作站做的及其分配额。</translation>
    </message>
    <message>
        <source>The unit {serial} in {path} is one too many: {why}.</source>
        <translation>{path} 中的设备 {serial} 是多出的：{why}。</translation>
    </message>
    <message>
        <source>Don&apos;t take it in. The allotment says how many units there may be, and their numbers.</source>
        <translation>不要接收。分配额规定设备数量及编号。</translation>
    </message>
    <message>
        <source>Two different units have the number {text} of the allotment: {serial} in {path} is one.</source>
        <translation>两台不同设备有分配额的编号 {text}：{path} 中的 {serial} 是其一。</translation>
    </message>
    <message>
        <source>Don&apos;t take them in. Ask the station that made them to have its record verified.</source>
        <translation>不要接收。请制作的工作站验证其记录。</translation>
    </message>
    <message>
        <source>The export {path} can&apos;t be checked against the allotment: {why}.</source>
        <translation>导出 {path} 不能对照分配额检查：{why}。</translation>
    </message>
    <message>
        <source>Export the order by itself, all of it again, and check that.</source>
        <translation>单独完整地再导出该工单，检查它。</translation>
    </message>
    <message>
        <source>The key of the group {name} is wrapped for no owner: no export can hold it.</source>
        <translation>组 {name} 的密钥没有为所有者包裹：导出不能含它。</translation>
    </message>
    <message>
        <source>Push it if it was made --for-push, else export as csv. The next takes --service-owner.</source>
        <translation>用 --for-push 生成的则推送，否则导出 csv。下一个用 --service-owner。</translation>
    </message>
    <message>
        <source>The service {name} can&apos;t be added: {why}.</source>
        <translation>不能添加服务 {name}：{why}。</translation>
    </message>
    <message>
        <source>Correct that, as the service&apos;s portal has it, then try again.</source>
        <translation>按服务门户改正，然后重试。</translation>
    </message>
    <message>
        <source>There is no service {name}.</source>
        <translation>没有服务 {name}。</translation>
    </message>
    <message>
        <source>Run &apos;station service list&apos; to see the services.</source>
        <translation>运行 &apos;station service list&apos; 查看服务。</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates of {quantity} CAs; the service takes two.</source>
        <translation>组 {name} 的设备有 {quantity} 个 CA 的证书；服务接受两个。</translation>
    </message>
    <message>
        <source>Export as dps-csv and enrol them one by one. The next units need another group&apos;s order.</source>
        <translation>导出为 dps-csv 并逐个注册。后续设备用另一组的工单。</translation>
    </message>
    <message>
        <source>That is no connection string of a provisioning service: {why}.</source>
        <translation>这不是预配服务的连接字符串：{why}。</translation>
    </message>
    <message>
        <source>Copy it once more, whole, as the service&apos;s portal shows it.</source>
        <translation>按服务门户所示完整再复制。</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t work now: {why}.</source>
        <translation>预配服务 {name} 现在不工作：{why}。</translation>
    </message>
    <message>
        <source>Check the network, then try again. Call the supervisor if it stays so.</source>
        <translation>检查网络，然后重试。仍如此则叫主管。</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t let this station in.</source>
        <translation>预配服务 {name} 不准入本站。</translation>
    </message>
    <message>
        <source>Check this PC&apos;s clock. If it is right: the service&apos;s new key, or the role in Entra ID.</source>
        <translation>检查本机时钟。若正确：服务的新密钥，或 Entra ID 中的角色。</translation>
    </message>
    <message>
        <source>The provisioning service {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>预配服务 {name} 的回答无法理解：{why}。</translation>
    </message>
    <message>
        <source>Look at the service what it has now, before anything is sent again.</source>
        <translation>再发送前，先看服务现有什么。</translation>
    </message>
    <message>
        <source>Practice speaks to its own service alone, and {name} isn&apos;t that.</source>
        <translation>练习只与自己的服务通信，{name} 不是。</translation>
    </message>
    <message>
        <source>Use a station that is set up for production.</source>
        <translation>用为生产设置的工作站。</translation>
    </message>
    <message>
        <source>The provisioning service {name} refuses what it is asked: {why}.</source>
        <translation>预配服务 {name} 拒绝请求：{why}。</translation>
    </message>
    <message>
        <source>The provisioning service {name} is asked too often: it wants a pause of {seconds} s.</source>
        <translation>对预配服务 {name} 请求太频繁：须停 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Try again after that.</source>
        <translation>之后重试。</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t assigned by the service: {why}.</source>
        <translation>服务未分配设备 {serial}：{why}。</translation>
    </message>
    <message>
        <source>The enrollment {name} couldn&apos;t be made at the service: {why}.</source>
        <translation>无法在服务创建注册 {name}：{why}。</translation>
    </message>
    <message>
        <source>The practice service did not start: {why}.</source>
        <translation>练习服务没有启动：{why}。</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is wrong.</source>
        <translation>运行 &apos;station doctor&apos;：它说明哪里不对。</translation>
    </message>
    <message>
        <source>Units with the mechanism {name} can&apos;t rehearse: {why}.</source>
        <translation>机制 {name} 的设备不能演练：{why}。</translation>
    </message>
    <message>
        <source>Leave &apos;rehearse&apos; out of the profile.</source>
        <translation>从配置文件去掉 &apos;rehearse&apos;。</translation>
    </message>
    <message>
        <source>The practice service that units rehearse with doesn&apos;t work: {why}.</source>
        <translation>设备演练所用的练习服务不工作：{why}。</translation>
    </message>
    <message>
        <source>Start the unit again. Call the supervisor if it stays so.</source>
        <translation>重新启动设备。仍如此则叫主管。</translation>
    </message>
    <message>
        <source>It isn&apos;t said which provisioning service is meant, and {why}.</source>
        <translation>未说明是哪个预配服务，且 {why}。</translation>
    </message>
    <message>
        <source>Name it with --service: &apos;station service list&apos; says which there are.</source>
        <translation>用 --service 指定：&apos;station service list&apos; 列出。</translation>
    </message>
    <message>
        <source>What the service has as {name} was changed there meanwhile.</source>
        <translation>服务中的 {name} 期间在那里被更改。</translation>
    </message>
    <message>
        <source>Look at it, then try again. What others changed is as they left it.</source>
        <translation>查看后重试。他人的更改保持不变。</translation>
    </message>
    <message>
        <source>The service has nothing of the name {name} any more.</source>
        <translation>服务中已没有名为 {name} 的。</translation>
    </message>
    <message>
        <source>Compare list and service: &apos;station reconcile&apos;.</source>
        <translation>比较列表与服务：&apos;station reconcile&apos;。</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be changed without a loss: {why}.</source>
        <translation>服务中的 {name} 更改会有损失：{why}。</translation>
    </message>
    <message>
        <source>Change it at the service&apos;s portal. Nothing was changed now.</source>
        <translation>在服务门户更改。现在没有更改。</translation>
    </message>
    <message>
        <source>It isn&apos;t known which ID scope the service {name} has, and {why}.</source>
        <translation>不知道服务 {name} 的 ID 范围，且 {why}。</translation>
    </message>
    <message>
        <source>Give it: &apos;station service add&apos; with --id-scope.</source>
        <translation>请给出：&apos;station service add&apos; 加 --id-scope。</translation>
    </message>
    <message>
        <source>The push has stopped: the service {name} doesn&apos;t answer any more: {why}.</source>
        <translation>推送已停止：服务 {name} 不再应答：{why}。</translation>
    </message>
    <message>
        <source>Check the network, then give the same command again. It goes on where it stopped.</source>
        <translation>检查网络，再给同一命令。从停处继续。</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {why} that of the service {name}, which doesn&apos;t let it in.</source>
        <translation>本机时钟 {why} 服务 {name} 的时钟，服务不准入。</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock, then give the same command again.</source>
        <translation>校准本机时钟，再给同一命令。</translation>
    </message>
    <message>
        <source>The service {name} has enrollments of the ID scope {why}; these are of {what}.</source>
        <translation>服务 {name} 有 ID 范围 {why} 的注册；这些属于 {what}。</translation>
    </message>
    <message>
        <source>Name the order, or the service, that belong together.</source>
        <translation>指定相配的工单或服务。</translation>
    </message>
    <message>
        <source>Orders of different ID scopes can&apos;t be pushed together: {why}.</source>
        <translation>不同 ID 范围的工单不能一起推送：{why}。</translation>
    </message>
    <message>
        <source>Push them one by one, with --order.</source>
        <translation>用 --order 逐个推送。</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be replaced: it isn&apos;t known in which state it was.</source>
        <translation>服务中的 {name} 不能替换：不知其原状态。</translation>
    </message>
    <message>
        <source>Read it again: &apos;station push --again&apos;. Then look at both sides, and decide.</source>
        <translation>再读：&apos;station push --again&apos;。然后查看两边再决定。</translation>
    </message>
    <message>
        <source>What is on record of {name} isn&apos;t what was shown.</source>
        <translation>记录中的 {name} 不是所显示的。</translation>
    </message>
    <message>
        <source>Nothing was decided. Look again: &apos;station push --conflicts&apos;.</source>
        <translation>没有决定。再看：&apos;station push --conflicts&apos;。</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates: it has no key of its own.</source>
        <translation>组 {name} 的设备有证书：组没有自己的密钥。</translation>
    </message>
    <message>
        <source>Have another CA issue by &apos;station hsm ca roll&apos;; exports then name both of its CAs.</source>
        <translation>用 &apos;station hsm ca roll&apos; 由另一 CA 签发；导出会写明两个 CA。</translation>
    </message>
    <message>
        <source>A document of the provisioning service can&apos;t be understood: {why}.</source>
        <translation>预配服务的文档无法理解：{why}。</translation>
    </message>
    <message>
        <source>Nothing was changed. Look at it in the service&apos;s portal.</source>
        <translation>没有更改。请在服务门户查看。</translation>
    </message>
    <message>
        <source>The document {name} came without its keys: sent back so, its units would be dead.</source>
        <translation>文档 {name} 来时没有密钥：这样发回，其设备将失效。</translation>
    </message>
    <message>
        <source>Nothing was sent. The supervisor needs a policy that may read and write enrollments.</source>
        <translation>没有发送。须有可读写注册的策略。</translation>
    </message>
    <message>
        <source>There is no export number {quantity}.</source>
        <translation>没有编号 {quantity} 的导出。</translation>
    </message>
    <message>
        <source>The manifest.json of each export says its number. Name one of them.</source>
        <translation>每个导出的 manifest.json 有编号。指定其一。</translation>
    </message>
    <message>
        <source>Signing in by Entra ID needs a part that isn&apos;t installed here.</source>
        <translation>用 Entra ID 登录需要此处未安装的部件。</translation>
    </message>
    <message>
        <source>Install Station as a Python package with it: pip install &apos;station[entra]&apos;.</source>
        <translation>以 Python 包安装 Station：pip install &apos;station[entra]&apos;。</translation>
    </message>
    <message>
        <source>Entra ID doesn&apos;t let this station in at the service {name}: {why}.</source>
        <translation>Entra ID 不准本站进入服务 {name}：{why}。</translation>
    </message>
    <message>
        <source>Check that in Entra ID; &apos;station service add&apos; takes another secret.</source>
        <translation>在 Entra ID 中检查；&apos;station service add&apos; 接受另一秘密。</translation>
    </message>
    <message>
        <source>The station can&apos;t sign in so: {why}.</source>
        <translation>工作站不能这样登录：{why}。</translation>
    </message>
    <message>
        <source>Correct it: &apos;station service add --help&apos; has all.</source>
        <translation>改正：&apos;station service add --help&apos; 有全部说明。</translation>
    </message>
    <message>
        <source>A person has to sign in at the service {name}, and nobody is there to be asked.</source>
        <translation>须有人登录服务 {name}，而无人可问。</translation>
    </message>
    <message>
        <source>Give a command in a terminal, such as &apos;station push&apos;, and sign in as it says.</source>
        <translation>在终端给出命令，如 &apos;station push&apos;，按提示登录。</translation>
    </message>
    <message>
        <source>The keys of the units of order {order} can&apos;t be exported: {why}.</source>
        <translation>工单 {order} 的设备密钥不能导出：{why}。</translation>
    </message>
    <message>
        <source>Push it, or export it with --recipient CERT, the service owner&apos;s, in any form but csv.</source>
        <translation>推送，或用 --recipient CERT（服务所有者的）导出，csv 除外。</translation>
    </message>
    <message>
        <source>The key of the group {name} may not leave the factory&apos;s token for a push.</source>
        <translation>组 {name} 的密钥不得为推送离开工厂令牌。</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos; for whom it was wrapped. Make the next group&apos;s key --for-push.</source>
        <translation>&apos;station group show&apos; 说明为谁包裹。下一组密钥用 --for-push。</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recipient&apos;s certificate: {why}.</source>
        <translation>不能为接收者的证书加密：{why}。</translation>
    </message>
    <message>
        <source>Take the service owner&apos;s RSA certificate, of 2048 bits at least, in PEM or DER.</source>
        <translation>取服务所有者的 RSA 证书，至少 2048 位，PEM 或 DER。</translation>
    </message>
    <message>
        <source>The list {path} can&apos;t be read: {why}.</source>
        <translation>无法读取列表 {path}：{why}。</translation>
    </message>
    <message>
        <source>Correct it, then import it. Nothing was changed.</source>
        <translation>改正后导入。没有更改。</translation>
    </message>
    <message>
        <source>The column {name} can&apos;t be imported: {why}.</source>
        <translation>列 {name} 不能导入：{why}。</translation>
    </message>
    <message>
        <source>Name it as the file&apos;s first line does: &apos;--map COLUMN=FIELD&apos;. &apos;import --help&apos; has fields.</source>
        <translation>按文件首行命名：&apos;--map COLUMN=FIELD&apos;。字段见 &apos;import --help&apos;。</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be pushed: {why}.</source>
        <translation>组 {name} 的密钥不能推送：{why}。</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos;: it says for whom each key is wrapped. The rest goes on.</source>
        <translation>请查看 &apos;station group show&apos;：其中说明每个密钥为谁封装。其余的继续进行。</translation>
    </message>
    <message>
        <source>The service has other keys of the group {name} than it was given.</source>
        <translation>服务中组 {name} 的密钥与所给的不同。</translation>
    </message>
    <message>
        <source>Push again. If it stays so, look at the group at the service&apos;s portal.</source>
        <translation>再推送一次。若仍如此，请在服务门户查看该组。</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not TOML: {why}.</source>
        <translation>{path}，第 {line} 行：不是 TOML：{why}。</translation>
    </message>
    <message>
        <source>Correct that line, then try again.</source>
        <translation>改正该行，然后重试。</translation>
    </message>
    <message>
        <source>{path}, line {line}, {key}: {why}.</source>
        <translation>{path}，第 {line} 行，{key}：{why}。</translation>
    </message>
    <message>
        <source>There is no profile {name}.</source>
        <translation>没有配置文件 {name}。</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see the profiles.</source>
        <translation>运行 &apos;station profile list&apos; 查看配置文件。</translation>
    </message>
    <message>
        <source>The profile {name} was changed after the order was made.</source>
        <translation>配置文件 {name} 在创建工单后被更改。</translation>
    </message>
    <message>
        <source>Call the supervisor: put the old profile back, or make a new order.</source>
        <translation>叫主管：放回旧配置文件，或新建工单。</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be read: {why}.</source>
        <translation>无法读取文件 {path}：{why}。</translation>
    </message>
    <message>
        <source>Check its name, its owner and what it holds.</source>
        <translation>检查其名称、所有者和内容。</translation>
    </message>
    <message>
        <source>Units of the profile {name} never ask for a {what}.</source>
        <translation>配置文件 {name} 的设备从不要求 {what}。</translation>
    </message>
    <message>
        <source>Check the order&apos;s name and which password is meant.</source>
        <translation>检查工单名称及是哪个密码。</translation>
    </message>
    <message>
        <source>The profile {name} was released as {what} with another content.</source>
        <translation>配置文件 {name} 曾以 {what} 发布，内容不同。</translation>
    </message>
    <message>
        <source>Give the changed profile the next version, then release that.</source>
        <translation>给更改后的配置文件下一版本，再发布。</translation>
    </message>
    <message>
        <source>The profile {name} is not released.</source>
        <translation>配置文件 {name} 未发布。</translation>
    </message>
    <message>
        <source>Call the supervisor: two of them release it by &apos;station profile release&apos;.</source>
        <translation>叫主管：两名用 &apos;station profile release&apos; 发布。</translation>
    </message>
    <message>
        <source>No version of the profile {name} stands released.</source>
        <translation>配置文件 {name} 没有已发布的版本。</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see what is released.</source>
        <translation>运行 &apos;station profile list&apos; 查看已发布的。</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be provisioned again by the policy {what}.</source>
        <translation>配置文件 {name} 的设备不能按策略 {what} 再次预配。</translation>
    </message>
    <message>
        <source>Choose another: what the unit is born with, or is derived for it, can&apos;t be a new key.</source>
        <translation>另选：设备固有或为其派生的不能是新密钥。</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be enrolled this way: {what}.</source>
        <translation>配置文件 {name} 的设备不能这样注册：{what}。</translation>
    </message>
    <message>
        <source>Leave --enrollment out. A group has certificates or derived keys, and no device IDs.</source>
        <translation>去掉 --enrollment。组有证书或派生密钥，没有设备 ID。</translation>
    </message>
    <message>
        <source>The units&apos; tokens take no PIN of {quantity} characters, but of {what}.</source>
        <translation>设备令牌不接受 {quantity} 个字符的 PIN，应为 {what}。</translation>
    </message>
    <message>
        <source>Change pin_length in the profile&apos;s table [token].</source>
        <translation>更改配置文件 [token] 表中的 pin_length。</translation>
    </message>
    <message>
        <source>The profile names the unit&apos;s certificate &quot;{text}&quot; in {key}, but {why}.</source>
        <translation>配置文件在 {key} 中把设备证书命名为 &quot;{text}&quot;，但 {why}。</translation>
    </message>
    <message>
        <source>Call the supervisor: the profile or the order&apos;s serial numbers are wrong.</source>
        <translation>叫主管：配置文件或工单的序列号有误。</translation>
    </message>
    <message>
        <source>The profile {name} gives device IDs, which units of an enrollment group can&apos;t have.</source>
        <translation>配置文件 {name} 给出设备 ID，注册组的设备不能有。</translation>
    </message>
    <message>
        <source>Have its units enrolled one by one: --enrollment individual.</source>
        <translation>让其设备逐个注册：--enrollment individual。</translation>
    </message>
    <message>
        <source>No label printer is set here.</source>
        <translation>这里没有设置标签打印机。</translation>
    </message>
    <message>
        <source>Name one by &apos;station settings set --label-printer&apos;, or in the window&apos;s settings.</source>
        <translation>用 &apos;station settings set --label-printer&apos; 指定，或在窗口的设置中指定。</translation>
    </message>
    <message>
        <source>Units of the profile {name} get no label.</source>
        <translation>配置文件 {name} 的设备没有标签。</translation>
    </message>
    <message>
        <source>Give the profile a table [label], and release it as its next version.</source>
        <translation>为配置文件添加 [label] 表，并作为下一版本发布。</translation>
    </message>
    <message>
        <source>The profile {name} isn&apos;t saved: somebody else changed its file, or made it.</source>
        <translation>配置文件 {name} 没有保存：别人更改或创建了其文件。</translation>
    </message>
    <message>
        <source>Copy your text, open the profile again, and put your changes into it.</source>
        <translation>复制文本，重新打开配置文件，再填入更改。</translation>
    </message>
    <message>
        <source>{what} is missing.</source>
        <translation>缺少 {what}。</translation>
    </message>
    <message>
        <source>Run &apos;packaging/run&apos; again: it installs what is missing.</source>
        <translation>再运行 &apos;packaging/run&apos;：它安装缺少的。</translation>
    </message>
    <message>
        <source>The program {program} is missing.</source>
        <translation>缺少程序 {program}。</translation>
    </message>
    <message>
        <source>Install it with &apos;apt install {package}&apos;.</source>
        <translation>用 &apos;apt install {package}&apos; 安装。</translation>
    </message>
    <message>
        <source>Station can&apos;t write to the folder {path}.</source>
        <translation>Station 不能写入文件夹 {path}。</translation>
    </message>
    <message>
        <source>Check the folder&apos;s owner and the free space.</source>
        <translation>检查文件夹的所有者和剩余空间。</translation>
    </message>
    <message>
        <source>The command can&apos;t be understood: {why}.</source>
        <translation>命令无法理解：{why}。</translation>
    </message>
    <message>
        <source>Run &apos;station --help&apos; to see the commands.</source>
        <translation>运行 &apos;station --help&apos; 查看命令。</translation>
    </message>
    <message>
        <source>The folder {path} is not empty.</source>
        <translation>文件夹 {path} 不是空的。</translation>
    </message>
    <message>
        <source>The practice bench did not start.</source>
        <translation>练习工作台没有启动。</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is missing.</source>
        <translation>运行 &apos;station doctor&apos;：它说明缺少什么。</translation>
    </message>
    <message>
        <source>The folder {path} holds no station.</source>
        <translation>文件夹 {path} 中没有工作站。</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to make one for practice.</source>
        <translation>运行 &apos;station practice bench&apos; 创建练习用的。</translation>
    </message>
    <message>
        <source>No PIN or password was given for {what}.</source>
        <translation>没有给出 {what} 的 PIN 或密码。</translation>
    </message>
    <message>
        <source>Type it, or hand it over as the command&apos;s --help says.</source>
        <translation>输入，或按命令的 --help 所述给出。</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t hold a practice bench: {why}.</source>
        <translation>文件夹 {path} 不能作练习工作台：{why}。</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>另指定文件夹。</translation>
    </message>
    <message>
        <source>The output can&apos;t be written: {why}.</source>
        <translation>无法写出输出：{why}。</translation>
    </message>
    <message>
        <source>Send it elsewhere, or free some space. What was done is on record.</source>
        <translation>输出到别处，或释放空间。已做的已记录。</translation>
    </message>
    <message>
        <source>The station in {path} is damaged: {why}.</source>
        <translation>{path} 中的工作站已损坏：{why}。</translation>
    </message>
    <message>
        <source>Call the supervisor: put a copy of that file back. Don&apos;t set up a new station there.</source>
        <translation>叫主管：放回该文件的副本。不要在那里新设工作站。</translation>
    </message>
    <message>
        <source>Station has no permission for {path}.</source>
        <translation>Station 没有 {path} 的权限。</translation>
    </message>
    <message>
        <source>Sign in as the user whose station it is, or call the supervisor.</source>
        <translation>以工作站所属用户登录，或叫主管。</translation>
    </message>
    <message>
        <source>There is no display to open the window on.</source>
        <translation>没有可打开窗口的显示器。</translation>
    </message>
    <message>
        <source>Start it at the bench&apos;s own screen. Without one, &apos;station --help&apos; lists the commands.</source>
        <translation>在工作台的屏幕上启动。没有则 &apos;station --help&apos; 列出命令。</translation>
    </message>
    <message>
        <source>The window can&apos;t start: {what} is missing.</source>
        <translation>窗口无法启动：缺少 {what}。</translation>
    </message>
    <message>
        <source>The two PINs are not the same.</source>
        <translation>两个 PIN 不同。</translation>
    </message>
    <message>
        <source>Type the new PIN again, both times.</source>
        <translation>两次都重新输入新 PIN。</translation>
    </message>
    <message>
        <source>{text} is not a day or a time.</source>
        <translation>{text} 不是日期或时间。</translation>
    </message>
    <message>
        <source>Write a day as 2026-11-24, a time as 06:00, and both as 2026-11-24T06:00.</source>
        <translation>日期写 2026-11-24，时间写 06:00，两者写 2026-11-24T06:00。</translation>
    </message>
    <message>
        <source>No shift starts at {text}, but at {what}.</source>
        <translation>没有班次在 {text} 开始，而是 {what}。</translation>
    </message>
    <message>
        <source>Name one that does.</source>
        <translation>指定存在的。</translation>
    </message>
    <message>
        <source>The time of the report ends before it begins.</source>
        <translation>报告的时间结束早于开始。</translation>
    </message>
    <message>
        <source>Give --from before --to.</source>
        <translation>--from 须早于 --to。</translation>
    </message>
    <message>
        <source>Station doesn&apos;t take this PKCS#11 address: {why}.</source>
        <translation>Station 不接受此 PKCS#11 地址：{why}。</translation>
    </message>
    <message>
        <source>Write it as pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.</source>
        <translation>写作 pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so。</translation>
    </message>
    <message>
        <source>There is no PKCS#11 module {name} here.</source>
        <translation>此处没有 PKCS#11 模块 {name}。</translation>
    </message>
    <message>
        <source>Name its library by the whole path. &apos;station hsm status&apos; lists those that are there.</source>
        <translation>用完整路径指定其库。&apos;station hsm status&apos; 列出现有的。</translation>
    </message>
    <message>
        <source>The ceremony in {path} was broken off.</source>
        <translation>{path} 中的仪式曾中断。</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony&apos; again: it goes on where it was.</source>
        <translation>再运行 &apos;station hsm ceremony&apos;：从原处继续。</translation>
    </message>
    <message>
        <source>There is a station in {path} already.</source>
        <translation>{path} 中已有工作站。</translation>
    </message>
    <message>
        <source>Use it as it is, or name a new folder with --data.</source>
        <translation>按现状使用，或用 --data 指定新文件夹。</translation>
    </message>
    <message>
        <source>Nobody has rehearsed this ceremony on this computer.</source>
        <translation>无人在本机演练过此仪式。</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony --rehearse&apos; with the same people first, or add --no-rehearsal.</source>
        <translation>先与同样的人运行 &apos;station hsm ceremony --rehearse&apos;，或加 --no-rehearsal。</translation>
    </message>
    <message>
        <source>The ceremony stopped at the step {step}: not everybody agreed.</source>
        <translation>仪式在步骤 {step} 停止：并非人人同意。</translation>
    </message>
    <message>
        <source>Find out why. Then run &apos;station hsm ceremony&apos; again: it goes on there.</source>
        <translation>查明原因。再运行 &apos;station hsm ceremony&apos;：从那里继续。</translation>
    </message>
    <message>
        <source>That can&apos;t be a PKCS#11 library: {why}.</source>
        <translation>这不能是 PKCS#11 库：{why}。</translation>
    </message>
    <message>
        <source>The ceremony was stopped at the wish of those who hold it.</source>
        <translation>仪式应主持者的意愿停止。</translation>
    </message>
    <message>
        <source>Hold it again when both are there: it goes on where it was.</source>
        <translation>两人到齐后继续：从原处开始。</translation>
    </message>
    <message>
        <source>The root token and the factory token are one: {label}.</source>
        <translation>根令牌和工厂令牌是同一个：{label}。</translation>
    </message>
    <message>
        <source>Take two: &apos;station hsm ceremony --drop&apos; forgets the plan, so that it can begin anew.</source>
        <translation>取两个：&apos;station hsm ceremony --drop&apos; 放弃计划以重新开始。</translation>
    </message>
    <message>
        <source>The product wants hardware flow control, but lines of {port} are signals of the bench.</source>
        <translation>产品要硬件流控，但 {port} 的线是工作台信号。</translation>
    </message>
    <message>
        <source>Use another position, or wire the signals to another port.</source>
        <translation>用另一工位，或把信号接到另一端口。</translation>
    </message>
    <message>
        <source>The {what} has no copy for the escrow, so no second token can get it.</source>
        <translation>{what} 没有给托管方的副本，故第二令牌得不到。</translation>
    </message>
    <message>
        <source>Set up a station with an escrow, or a new group. Nothing of it was put on the token.</source>
        <translation>设置有托管方的工作站，或新组。没有写入令牌。</translation>
    </message>
    <message>
        <source>The drill shows that the second token is of no use yet: {what}.</source>
        <translation>检验表明第二令牌尚不可用：{what}。</translation>
    </message>
    <message>
        <source>Run &apos;station hsm init --second&apos; with that token again, then the drill.</source>
        <translation>再用该令牌运行 &apos;station hsm init --second&apos;，然后检验。</translation>
    </message>
    <message>
        <source>The badge {badge} was not there when the second token was made ready.</source>
        <translation>准备第二令牌时工牌 {badge} 不在场。</translation>
    </message>
    <message>
        <source>The two supervisors who made it ready agree, with the PINs that they had then.</source>
        <translation>由准备它的两名主管同意，用当时的 PIN。</translation>
    </message>
    <message>
        <source>The practice service can&apos;t use the folder {path}: {why}.</source>
        <translation>练习服务不能使用文件夹 {path}：{why}。</translation>
    </message>
    <message>
        <source>End what uses it, or name another folder with --data.</source>
        <translation>结束使用它的，或用 --data 另指定文件夹。</translation>
    </message>
    <message>
        <source>That was cancelled before it was done.</source>
        <translation>未完成就取消了。</translation>
    </message>
    <message>
        <source>Nothing is left of it. Give the command again when you are ready.</source>
        <translation>没有留下任何内容。准备好后再给命令。</translation>
    </message>
    <message>
        <source>There is a file {path} already.</source>
        <translation>已有文件 {path}。</translation>
    </message>
    <message>
        <source>Name a new file: nothing is overwritten.</source>
        <translation>指定新文件：不会覆盖。</translation>
    </message>
    <message>
        <source>A credential can&apos;t be made on this computer: {why}.</source>
        <translation>不能在本机做凭据：{why}。</translation>
    </message>
    <message>
        <source>Install systemd 250 or newer, or go on typing the PIN. Nothing was changed.</source>
        <translation>安装 systemd 250 或更新版，或继续输入 PIN。没有更改。</translation>
    </message>
    <message>
        <source>Only the backup names the token&apos;s library {path}, and nobody said that it is trusted.</source>
        <translation>只有备份写明令牌的库 {path}，且无人说它可信。</translation>
    </message>
    <message>
        <source>Look at that file; then give the command again with --trust-library.</source>
        <translation>查看该文件；再用 --trust-library 给命令。</translation>
    </message>
    <message>
        <source>Only root makes a credential on this computer, and this account isn&apos;t let: {why}.</source>
        <translation>本机只有 root 能做凭据，而此账户不可以：{why}。</translation>
    </message>
    <message>
        <source>Use an account that sudo lets, or go on typing the PIN. Nothing was changed.</source>
        <translation>用有 sudo 的账户，或继续输入 PIN。没有更改。</translation>
    </message>
    <message>
        <source>That can&apos;t be decided: {why}.</source>
        <translation>不能这样决定：{why}。</translation>
    </message>
    <message>
        <source>Look at both sides with &apos;station push --conflicts&apos;, then decide what you saw.</source>
        <translation>用 &apos;station push --conflicts&apos; 查看两边，再决定所见的。</translation>
    </message>
    <message>
        <source>The service can&apos;t be told that of these units: {why}.</source>
        <translation>不能把这些设备的该内容告知服务：{why}。</translation>
    </message>
    <message>
        <source>Leave that out, or choose a product that can have it.</source>
        <translation>略去，或选择可有它的产品。</translation>
    </message>
    <message>
        <source>The proxy can&apos;t be asked so: {why}.</source>
        <translation>不能这样询问代理：{why}。</translation>
    </message>
    <message>
        <source>Give --proxy, --proxy-user and the password together, in one &apos;station service add&apos;.</source>
        <translation>在一条 &apos;station service add&apos; 中同时给出 --proxy、--proxy-user 和密码。</translation>
    </message>
    <message>
        <source>The window doesn&apos;t speak {language}, but {languages}.</source>
        <translation>窗口不说 {language}，而说 {languages}。</translation>
    </message>
    <message>
        <source>Name one of these.</source>
        <translation>指定其一。</translation>
    </message>
    <message>
        <source>The scanner is set to {name}, and the computer to {what}: codes arrive changed.</source>
        <translation>扫描器设为 {name}，计算机设为 {what}：收到的码有变化。</translation>
    </message>
    <message>
        <source>Set the scanner to {what} by a code in its manual; then scan the test code again.</source>
        <translation>用说明书中的码将扫描器设为 {what}；再扫描测试码。</translation>
    </message>
    <message>
        <source>This station is closed by a supervisor alone.</source>
        <translation>此工作站只能由主管关闭。</translation>
    </message>
    <message>
        <source>Have a supervisor log in, press Ctrl+Q and close it.</source>
        <translation>请主管登录，按 Ctrl+Q 关闭。</translation>
    </message>
</context>
<context>
    <name>figures_words</name>
    <message>
        <source>First-pass yield {share}: {passed} of {tried} units.</source>
        <translation>一次合格率 {share}：{tried} 台中 {passed} 台。</translation>
    </message>
    <message>
        <source>Final yield {share}: {passed} of {tried} units.</source>
        <translation>最终良率 {share}：{tried} 台中 {passed} 台。</translation>
    </message>
    <message>
        <source>{rate} units an hour in {time} of work.</source>
        <translation>每小时 {rate} 台，工作 {time}。</translation>
    </message>
    <message>
        <source>{count} runs passed</source>
        <translation>{count} 次合格</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 次失败</translation>
    </message>
    <message>
        <source>{count} by the station&apos;s fault</source>
        <translation>{count} 次因工作站故障</translation>
    </message>
    <message>
        <source>{count} cancelled</source>
        <translation>{count} 次取消</translation>
    </message>
    <message>
        <source>{count} going on</source>
        <translation>{count} 次进行中</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整个运行</translation>
    </message>
</context>
<context>
    <name>group_words</name>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Rotation is due</source>
        <translation>该轮换了</translation>
    </message>
    <message>
        <source>Being rotated</source>
        <translation>正在轮换</translation>
    </message>
    <message>
        <source>Takes units</source>
        <translation>接收设备</translation>
    </message>
    <message>
        <source>No order yet</source>
        <translation>尚无工单</translation>
    </message>
    <message>
        <source>It takes no units any more. Push or export it, so that the service knows.</source>
        <translation>不再接收设备。请推送或导出，让服务知道。</translation>
    </message>
    <message>
        <source>It takes no units until it is rotated: {why}.</source>
        <translation>轮换前不接收设备：{why}。</translation>
    </message>
    <message>
        <source>Push, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>请推送，让服务有两个密钥。没有设备需要旧密钥后，停用它。</translation>
    </message>
    <message>
        <source>Export, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>请导出，使服务有两个密钥。没有设备需要旧密钥后将其停用。</translation>
    </message>
    <message>
        <source>Another CA follows by “station hsm ca roll”: exports then name both, the earlier as primary.</source>
        <translation>另一 CA 通过“station hsm ca roll”接替：导出会写明两者，以前者为主。</translation>
    </message>
    <message>
        <source>Each unit&apos;s key is derived from the group&apos;s, which is in the factory&apos;s token.</source>
        <translation>每台设备的密钥由组密钥派生，组密钥在工厂令牌中。</translation>
    </message>
    <message>
        <source>The service knows its CAs by the names {names}.</source>
        <translation>服务以名称 {names} 识别其 CA。</translation>
    </message>
    <message>
        <source>No unit has a certificate of it yet: its CA is the one that issues.</source>
        <translation>还没有设备有其证书：其 CA 即签发的那个。</translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>主密钥</translation>
    </message>
    <message>
        <source>Secondary key</source>
        <translation>辅助密钥</translation>
    </message>
    <message>
        <source>Retired key</source>
        <translation>已停用密钥</translation>
    </message>
    <message>
        <source>a copy for the owner&apos;s certificate {owner} …</source>
        <translation>所有者有副本，其证书 {owner} …</translation>
    </message>
    <message>
        <source>no owner has a copy</source>
        <translation>没有所有者有副本</translation>
    </message>
    <message>
        <source>{role} (number {number}): since {day}, {units} units, {owner}</source>
        <translation>{role}（编号 {number}）：自 {day}，{units} 台设备，{owner}</translation>
    </message>
    <message>
        <source>Primary CA</source>
        <translation>主 CA</translation>
    </message>
    <message>
        <source>Secondary CA</source>
        <translation>辅助 CA</translation>
    </message>
    <message>
        <source>No longer its CA</source>
        <translation>不再是其 CA</translation>
    </message>
    <message>
        <source>{place}: {name}, {sha} …, {units} units, until {day}</source>
        <translation>{place}：{name}，{sha} …，{units} 台设备，至 {day}</translation>
    </message>
</context>
<context>
    <name>guide</name>
    <message>
        <source>{name}: answer the question</source>
        <translation>{name}：回答问题</translation>
    </message>
    <message>
        <source>{name}: do what it says</source>
        <translation>{name}：按提示操作</translation>
    </message>
    <message>
        <source>{name}: start</source>
        <translation>{name}：开始</translation>
    </message>
    <message>
        <source>{name}: take the unit out</source>
        <translation>{name}：取出设备</translation>
    </message>
    <message>
        <source>{name}: read it, then Next unit</source>
        <translation>{name}：阅读，然后按“下一台”</translation>
    </message>
    <message>
        <source>{name}: scan the label</source>
        <translation>{name}：扫描标签</translation>
    </message>
    <message>
        <source>{name}: put a unit in</source>
        <translation>{name}：放入设备</translation>
    </message>
    <message>
        <source>All at work: wait</source>
        <translation>都在工作：请等待</translation>
    </message>
    <message>
        <source>{name}: call the supervisor</source>
        <translation>{name}：叫主管</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>无事可做</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么办</translation>
    </message>
</context>
<context>
    <name>label_words</name>
    <message>
        <source>Print label again</source>
        <translation>重新打印标签</translation>
    </message>
    <message>
        <source>Print label</source>
        <translation>打印标签</translation>
    </message>
    <message>
        <source>The label of the unit {serial} is printed.</source>
        <translation>设备 {serial} 的标签已打印。</translation>
    </message>
    <message>
        <source>The unit {serial} gets another label. Label {number} becomes void: throw it away.</source>
        <translation>设备 {serial} 使用另一标签。标签 {number} 作废：请丢弃。</translation>
    </message>
    <message>
        <source>Label {number} of the unit {serial} was printed.</source>
        <translation>设备 {serial} 的标签 {number} 已打印。</translation>
    </message>
    <message>
        <source>Stick the label on and scan it.</source>
        <translation>贴上标签并扫描。</translation>
    </message>
    <message>
        <source>Go on without a scan</source>
        <translation>不扫描继续</translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>An export is at work. It ends, unfinished, where the language changes.</source>
        <translation>正在导出。更改语言会使其中断而不完整。</translation>
    </message>
    <message>
        <source>What was typed and not saved is lost where the language changes.</source>
        <translation>更改语言会丢失已输入而未保存的内容。</translation>
    </message>
</context>
<context>
    <name>order_change_words</name>
    <message>
        <source>Its quantity</source>
        <translation>其数量</translation>
    </message>
    <message>
        <source>Its scrap allowance</source>
        <translation>其报废限额</translation>
    </message>
    <message>
        <source>What becomes of passed units that are run again</source>
        <translation>合格设备再次运行时如何处理</translation>
    </message>
    <message>
        <source>Its ID scope</source>
        <translation>其 ID 范围</translation>
    </message>
    <message>
        <source>The serial numbers that it takes</source>
        <translation>其接受的序列号</translation>
    </message>
    <message>
        <source>Close it, and make another of what is left</source>
        <translation>关闭它，用剩余数量建另一工单</translation>
    </message>
    <message>
        <source>Sign its allotment for whoever takes the units in</source>
        <translation>为接收设备的一方签署其分配额</translation>
    </message>
    <message>
        <source>Hand units over to another station</source>
        <translation>将设备交给另一工作站</translation>
    </message>
    <message>
        <source>Make an order of another station&apos;s allotment</source>
        <translation>用另一工作站的分配额建工单</translation>
    </message>
    <message>
        <source>How many units may be made in all, with those made already.</source>
        <translation>总共可生产多少设备，包括已生产的。</translation>
    </message>
    <message>
        <source>How many places scrapped or swapped units may give back.</source>
        <translation>报废或更换的设备可退回多少名额。</translation>
    </message>
    <message>
        <source>It holds from the next run on.</source>
        <translation>从下次运行起生效。</translation>
    </message>
    <message>
        <source>Only before any run of the order.</source>
        <translation>仅在该工单运行之前。</translation>
    </message>
    <message>
        <source>A CSV file: one column, or one of several named serial.</source>
        <translation>CSV 文件：只有一列，或多列中名为 serial 的一列。</translation>
    </message>
    <message>
        <source>The order is closed for good. Positions keep it till another is given.</source>
        <translation>工单永久关闭。工位保留它，直到指定另一工单。</translation>
    </message>
    <message>
        <source>A signed folder says how many units this station may make.</source>
        <translation>签名的文件夹说明此工作站可生产多少设备。</translation>
    </message>
    <message>
        <source>The order shrinks by as many units. The file is audit.pem of the other station; the whole folder goes there.</source>
        <translation>工单减少相应数量的设备。文件是另一工作站的 audit.pem；整个文件夹交到那里。</translation>
    </message>
    <message>
        <source>The file is allotment.json from the other station, with the files beside it. The order that is chosen stays as it is.</source>
        <translation>文件是另一工作站的 allotment.json，连同旁边的文件。所选工单保持不变。</translation>
    </message>
    <message>
        <source>The order {order} gets a quantity of {number} units.</source>
        <translation>工单 {order} 的数量改为 {number} 台设备。</translation>
    </message>
    <message>
        <source>The order {order} gets a scrap allowance of {number}.</source>
        <translation>工单 {order} 的报废限额改为 {number}。</translation>
    </message>
    <message>
        <source>The order {order} gets another policy for units that have passed.</source>
        <translation>工单 {order} 对合格设备使用另一策略。</translation>
    </message>
    <message>
        <source>The order {order} is for the ID scope {text}.</source>
        <translation>工单 {order} 用于 ID 范围 {text}。</translation>
    </message>
    <message>
        <source>The order {order} takes the serial numbers in {file} and no others.</source>
        <translation>工单 {order} 只接受 {file} 中的序列号。</translation>
    </message>
    <message>
        <source>The order {order} is closed for good, and {text} made of what is left.</source>
        <translation>工单 {order} 永久关闭，剩余数量建为 {text}。</translation>
    </message>
    <message>
        <source>An allotment of the order {order} is signed for this station.</source>
        <translation>为此工作站签署工单 {order} 的分配额。</translation>
    </message>
    <message>
        <source>The order {order} loses {number} units, which another station makes.</source>
        <translation>工单 {order} 减少 {number} 台设备，由另一工作站生产。</translation>
    </message>
    <message>
        <source>The order {text} is made as the allotment {file} says.</source>
        <translation>按分配额 {file} 建工单 {text}。</translation>
    </message>
    <message>
        <source>The order {order} is closed; {name} has what was left. Assign it.</source>
        <translation>工单 {order} 已关闭；剩余数量在 {name}。请指定它。</translation>
    </message>
    <message>
        <source>The allotment is signed, in {folder}.</source>
        <translation>分配额已签署，位于 {folder}。</translation>
    </message>
    <message>
        <source>{number} units left the order. Hand over the whole folder {folder}.</source>
        <translation>{number} 台设备已离开工单。请交出整个文件夹 {folder}。</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions.</source>
        <translation>工单 {name} 已建立。请指定给工位。</translation>
    </message>
    <message>
        <source>The order {order} is changed.</source>
        <translation>工单 {order} 已更改。</translation>
    </message>
</context>
<context>
    <name>order_words</name>
    <message>
        <source>TPM</source>
        <translation>TPM</translation>
    </message>
    <message>
        <source>X.509</source>
        <translation>X.509</translation>
    </message>
    <message>
        <source>X.509, key made by the device</source>
        <translation>X.509，密钥由设备生成</translation>
    </message>
    <message>
        <source>X.509, key in the TPM</source>
        <translation>X.509，密钥在 TPM 中</translation>
    </message>
    <message>
        <source>Symmetric key</source>
        <translation>对称密钥</translation>
    </message>
    <message>
        <source>Symmetric key, kept by the device</source>
        <translation>对称密钥，由设备保存</translation>
    </message>
    <message>
        <source>It is refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>It proves its key again, and gets no other</source>
        <translation>再次证明其密钥，不给另一个</translation>
    </message>
    <message>
        <source>A supervisor can give it another key</source>
        <translation>主管可以给它另一密钥</translation>
    </message>
    <message>
        <source>{name}: {enrolled} of {quantity} enrolled, {left} left</source>
        <translation>{name}：已注册 {enrolled} / {quantity}，剩 {left}</translation>
    </message>
    <message>
        <source>{count} at work</source>
        <translation>{count} 台处理中</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 次失败</translation>
    </message>
    <message>
        <source>{count} places lost to failed units</source>
        <translation>{count} 个名额因失败设备损失</translation>
    </message>
    <message>
        <source>{count} to export</source>
        <translation>{count} 台待导出</translation>
    </message>
    <message>
        <source>Its profile was changed or is gone: it takes no units until it is back.</source>
        <translation>其配置文件已变或不在：恢复前不接收设备。</translation>
    </message>
    <message>
        <source>Close the order {name} for good? That can&apos;t be undone.</source>
        <translation>永久关闭工单 {name}？这无法撤销。</translation>
    </message>
    <message>
        <source>{count} of its {quantity} units are left: they can&apos;t be made under it.</source>
        <translation>其 {quantity} 台中还剩 {count} 台：不能再用它做。</translation>
    </message>
    <message>
        <source>{count} are at work now.</source>
        <translation>现在有 {count} 台处理中。</translation>
    </message>
    <message>
        <source>The order {name} goes on with its first article.</source>
        <translation>工单 {name} 从首件继续。</translation>
    </message>
    <message>
        <source>The order {name} goes on.</source>
        <translation>工单 {name} 继续。</translation>
    </message>
    <message>
        <source>The order {name} is paused.</source>
        <translation>工单 {name} 已暂停。</translation>
    </message>
    <message>
        <source>The order {name} is closed for good.</source>
        <translation>工单 {name} 已永久关闭。</translation>
    </message>
    <message>
        <source>Position {names} has it, and takes no units until that changes.</source>
        <translation>工位 {names} 有此工单，更改前不接收设备。</translation>
    </message>
    <message>
        <source>Its first article is at work. Once it has passed, a supervisor signs it.</source>
        <translation>其首件正在处理。合格后由主管签署。</translation>
    </message>
    <message>
        <source>Its first article is to be made: it takes one unit, which a supervisor then signs.</source>
        <translation>须先做首件：接收一台设备，然后由主管签署。</translation>
    </message>
    <message>
        <source>The first article of {order} was revoked: unit {serial} of run {run}.</source>
        <translation>{order} 的首件已撤销：运行 {run} 的设备 {serial}。</translation>
    </message>
    <message>
        <source>The first article of {order} is to be signed: unit {serial} of run {run}.</source>
        <translation>{order} 的首件待签署：运行 {run} 的设备 {serial}。</translation>
    </message>
    <message>
        <source>Reject it, so that another can be made.</source>
        <translation>请驳回，以便另做一台。</translation>
    </message>
    <message>
        <source>It was made by {badges}, who can&apos;t sign it themselves.</source>
        <translation>由 {badges} 制作，他们不能自己签署。</translation>
    </message>
    <message>
        <source>Rejected so far: {count}.</source>
        <translation>迄今驳回：{count}。</translation>
    </message>
</context>
<context>
    <name>profile_words</name>
    <message>
        <source>Released</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Not released</source>
        <translation>未发布</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Changed since its release</source>
        <translation>发布后已更改</translation>
    </message>
    <message>
        <source>Released, not in use</source>
        <translation>已发布，未使用</translation>
    </message>
    <message>
        <source>Practice only</source>
        <translation>仅练习</translation>
    </message>
    <message>
        <source>It is for real units: only a production station releases it.</source>
        <translation>用于真实设备：只有生产工作站能发布。</translation>
    </message>
    <message>
        <source>Real orders can be made with it.</source>
        <translation>可以用它创建正式工单。</translation>
    </message>
    <message>
        <source>No real order can be made with it until two supervisors release it.</source>
        <translation>两名主管发布之前，不能用它创建正式工单。</translation>
    </message>
    <message>
        <source>Its orders begin no more units. Two supervisors can release it again as it is.</source>
        <translation>其工单不再开始设备。两名主管可原样重新发布。</translation>
    </message>
    <message>
        <source>Its file was changed, but not its version: give it the next version, then release it.</source>
        <translation>其文件已变但版本未变：请给出下一版本，然后发布。</translation>
    </message>
    <message>
        <source>Its file is another now. Orders that were made with it go on with it as it was. Withdraw it where it is used no more.</source>
        <translation>其文件已改变。用它建的工单仍按原样继续。不再使用时请撤回。</translation>
    </message>
    <message>
        <source>It is for practice: it needs no release, and makes nothing real.</source>
        <translation>用于练习：无需发布，所做均非真实。</translation>
    </message>
    <message>
        <source>{name}, version {version}, SHA-256 {hash}</source>
        <translation>{name}，版本 {version}，SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>push</name>
    <message>
        <source>{count} enrollments are to send.</source>
        <translation>有 {count} 个注册要发送。</translation>
    </message>
    <message>
        <source>{count} groups are to send.</source>
        <translation>有 {count} 个组要发送。</translation>
    </message>
    <message>
        <source>{count} units are there already.</source>
        <translation>{count} 台设备已在那里。</translation>
    </message>
    <message>
        <source>{count} wait for a person&apos;s decision, and aren&apos;t sent.</source>
        <translation>{count} 个等待人员决定，不发送。</translation>
    </message>
    <message>
        <source>Order {order} is left out: {why}.</source>
        <translation>跳过工单 {order}：{why}。</translation>
    </message>
    <message>
        <source>{count} of {total}, {rate} a second, {time} left</source>
        <translation>{count} / {total}，每秒 {rate}，剩余 {time}</translation>
    </message>
    <message>
        <source>{count} failed so far.</source>
        <translation>目前失败 {count} 个。</translation>
    </message>
    <message>
        <source>The service wanted {count} pauses.</source>
        <translation>服务要求暂停 {count} 次。</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{made} enrollments were made at {service}, {there} were there.</source>
        <translation>在 {service} 建立了 {made} 个注册，{there} 个已存在。</translation>
    </message>
    <message>
        <source>{done} of {all} groups are there, with {units} units.</source>
        <translation>{all} 个组中 {done} 个已在那里，共 {units} 台设备。</translation>
    </message>
    <message>
        <source>{done} of {all} revoked units are shut out of their groups.</source>
        <translation>{all} 台已撤销设备中 {done} 台已从其组排除。</translation>
    </message>
    <message>
        <source>{count} need a person: what is at the service in their place is as it was.</source>
        <translation>{count} 个须人员处理：服务中对应的内容未变。</translation>
    </message>
    <message>
        <source>It isn&apos;t all there yet. Go on at any time: nothing goes twice.</source>
        <translation>还没有全部到达。可随时继续：不会重复发送。</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>设置步骤</translation>
    </message>
</context>
<context>
    <name>set_up_words</name>
    <message>
        <source>The factory&apos;s token, and the key ceremony</source>
        <translation>工厂令牌和密钥仪式</translation>
    </message>
    <message>
        <source>Two supervisors</source>
        <translation>两名主管</translation>
    </message>
    <message>
        <source>The bench&apos;s positions, taught</source>
        <translation>工作台的工位，已示教</translation>
    </message>
    <message>
        <source>The provisioning service, named and tested</source>
        <translation>预配服务，已指定并测试</translation>
    </message>
    <message>
        <source>A product&apos;s profile, released</source>
        <translation>产品的配置文件，已发布</translation>
    </message>
    <message>
        <source>The first order</source>
        <translation>首个工单</translation>
    </message>
    <message>
        <source>Who can open backups</source>
        <translation>谁能打开备份</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>Can wait</source>
        <translation>可以稍后</translation>
    </message>
    <message>
        <source>Can&apos;t be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Releases, roles and much else need two who agree: add another.</source>
        <translation>发布、角色等许多操作须两人同意：请再添加一名。</translation>
    </message>
    <message>
        <source>Log in at the bench, and plug a unit into each position in turn.</source>
        <translation>在工作台登录，依次在各工位插入设备。</translation>
    </message>
    <message>
        <source>Units can be made without it; exports and pushes go to the service that is named.</source>
        <translation>没有它也能生产设备；导出和推送发到指定的服务。</translation>
    </message>
    <message>
        <source>Choose or write a product&apos;s profile, and have two release it.</source>
        <translation>选择或编写产品的配置文件，由两人发布。</translation>
    </message>
    <message>
        <source>Make an order: how many units of which product, for which ID scope.</source>
        <translation>建工单：多少设备、什么产品、哪个 ID 范围。</translation>
    </message>
    <message>
        <source>Give the recovery certificate, so that a backup can be opened again.</source>
        <translation>指定恢复证书，以便能再打开备份。</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} 等</translation>
    </message>
    <message>
        <source>The station is {names}.</source>
        <translation>工作站是 {names}。</translation>
    </message>
    <message>
        <source>Positions: {count}</source>
        <translation>工位：{count}</translation>
    </message>
</context>
<context>
    <name>tile_looks</name>
    <message>
        <source>Check first</source>
        <translation>先检查</translation>
    </message>
</context>
<context>
    <name>unit_words</name>
    <message>
        <source>in process</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>under repair</source>
        <translation>维修中</translation>
    </message>
    <message>
        <source>scrapped</source>
        <translation>已报废</translation>
    </message>
    <message>
        <source>in quarantine</source>
        <translation>隔离中</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>自 {time}</translation>
    </message>
    <message>
        <source>by {badges}</source>
        <translation>由 {badges}</translation>
    </message>
    <message>
        <source>&amp;Quarantine …</source>
        <translation>隔离(&amp;Q) …</translation>
    </message>
    <message>
        <source>Re&amp;lease …</source>
        <translation>解除(&amp;L) …</translation>
    </message>
    <message>
        <source>To re&amp;pair …</source>
        <translation>送修(&amp;P) …</translation>
    </message>
    <message>
        <source>S&amp;crap …</source>
        <translation>报废(&amp;C) …</translation>
    </message>
    <message>
        <source>It came bac&amp;k …</source>
        <translation>退回(&amp;K) …</translation>
    </message>
    <message>
        <source>S&amp;wap its board …</source>
        <translation>换板(&amp;W) …</translation>
    </message>
    <message>
        <source>New ke&amp;y …</source>
        <translation>新密钥(&amp;Y) …</translation>
    </message>
    <message>
        <source>The unit {serial} is put aside: no run takes it until it is released.</source>
        <translation>设备 {serial} 被搁置：解除前任何运行都不接收。</translation>
    </message>
    <message>
        <source>The unit {serial} goes on, and its runs are counted anew.</source>
        <translation>设备 {serial} 继续，其运行重新计数。</translation>
    </message>
    <message>
        <source>The unit {serial} goes to repair.</source>
        <translation>设备 {serial} 送修。</translation>
    </message>
    <message>
        <source>The unit {serial} is scrapped for good: that can&apos;t be undone.</source>
        <translation>设备 {serial} 永久报废：这无法撤销。</translation>
    </message>
    <message>
        <source>The unit {serial} came back after it had passed.</source>
        <translation>设备 {serial} 合格后又退回。</translation>
    </message>
    <message>
        <source>The unit {serial} gets another board, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>设备 {serial} 换板，因而有新身份，占用其工单报废限额给的名额。</translation>
    </message>
    <message>
        <source>The unit {serial} gets another key, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>设备 {serial} 得到另一密钥，因而有新身份，占用其工单报废限额给的名额。</translation>
    </message>
    <message>
        <source>Its next run takes it back.</source>
        <translation>其下次运行会收回它。</translation>
    </message>
    <message>
        <source>It had passed: then a release or another board leads on, and no run.</source>
        <translation>它曾合格：须解除或换板，而非运行。</translation>
    </message>
    <message>
        <source>It loses its identity: {id} is revoked, and no export has it from then on.</source>
        <translation>它失去身份：{id} 被撤销，此后导出都不含它。</translation>
    </message>
    <message>
        <source>It was exported before, so the service may know it: take it off there too.</source>
        <translation>它以前导出过，服务可能知道它：请在那里也移除。</translation>
    </message>
    <message>
        <source>The unit {serial} was {before} and is {state} now.</source>
        <translation>设备 {serial} 曾为“{before}”，现为“{state}”。</translation>
    </message>
    <message>
        <source>{id} is revoked: no export has it from now on.</source>
        <translation>{id} 已撤销：此后导出都不含它。</translation>
    </message>
    <message>
        <source>Its place in the order {order} is free again, by the scrap allowance.</source>
        <translation>其在工单 {order} 中的名额因报废限额又空出。</translation>
    </message>
    <message>
        <source>Its place in the order {order} stays used: no scrap allowance is left.</source>
        <translation>其在工单 {order} 中的名额仍被占用：报废限额已用完。</translation>
    </message>
    <message>
        <source>Its serial number or its old key can be enrolled once more.</source>
        <translation>其序列号或旧密钥可再次注册。</translation>
    </message>
    <message>
        <source>The same unit can be enrolled once more, with another key.</source>
        <translation>同一设备可用另一密钥再次注册。</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Asking for the serial number</source>
        <translation>正在查询序列号</translation>
    </message>
    <message>
        <source>Checking the order</source>
        <translation>正在检查工单</translation>
    </message>
    <message>
        <source>Making the identity</source>
        <translation>正在生成身份</translation>
    </message>
    <message>
        <source>Proving the identity</source>
        <translation>正在证明身份</translation>
    </message>
    <message>
        <source>Restarting the unit</source>
        <translation>正在重启设备</translation>
    </message>
    <message>
        <source>Trying the identity out</source>
        <translation>正在试用身份</translation>
    </message>
    <message>
        <source>Putting it on record</source>
        <translation>正在记录</translation>
    </message>
    <message>
        <source>Printing the label</source>
        <translation>正在打印标签</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>无事可做</translation>
    </message>
    <message>
        <source>Put a unit in</source>
        <translation>放入设备</translation>
    </message>
    <message>
        <source>Scan the label</source>
        <translation>扫描标签</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>已装载</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>请等待</translation>
    </message>
    <message>
        <source>Take the unit out</source>
        <translation>取出设备</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>关闭电源</translation>
    </message>
    <message>
        <source>Switch it on</source>
        <translation>打开电源</translation>
    </message>
    <message>
        <source>Close the fixture</source>
        <translation>关闭夹具</translation>
    </message>
    <message>
        <source>Open the fixture</source>
        <translation>打开夹具</translation>
    </message>
    <message>
        <source>Fixture open</source>
        <translation>夹具已开</translation>
    </message>
    <message>
        <source>Fixture closed</source>
        <translation>夹具已关</translation>
    </message>
    <message>
        <source>Fixture unknown</source>
        <translation>夹具状态不明</translation>
    </message>
    <message>
        <source>PASS</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>STATION ERROR</source>
        <translation>工作站错误</translation>
    </message>
    <message>
        <source>CANCELLED</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>CHECK OK</source>
        <translation>检查通过</translation>
    </message>
    <message>
        <source>CHECK FAILED</source>
        <translation>检查未通过</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>主管</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>维护</translation>
    </message>
</context>
</TS>
