<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AgreePage</name>
    <message>
        <source>&amp;Break off</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>It &amp;isn&apos;t so</source>
        <translation>Es &amp;ist nicht so</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>{done} Read aloud: {aloud}.</source>
        <translation>{done} Laut vorlesen: {aloud}.</translation>
    </message>
    <message>
        <source>{name} ({badge}): it is so</source>
        <translation>{name} ({badge}): es ist so</translation>
    </message>
    <message>
        <source>{name} ({badge}): I accept it</source>
        <translation>{name} ({badge}): ich stimme zu</translation>
    </message>
    <message>
        <source>Key {number} of {of}</source>
        <translation>Schlüssel {number} von {of}</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>W&amp;eiter</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>A&amp;gree</source>
        <translation>&amp;Zustimmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It is to be said why: a few words, which stay on record.</source>
        <translation>Der Grund ist anzugeben: einige Wörter, die aufgezeichnet bleiben.</translation>
    </message>
    <message>
        <source>It can&apos;t be taken back.</source>
        <translation>Es kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Scan the badge and type the PIN. Who may agree: {roles}.</source>
        <translation>Ausweis scannen und PIN eingeben. Zustimmen dürfen: {roles}.</translation>
    </message>
    <message>
        <source>Two different people agree by badge and PIN. Who may: {roles}.</source>
        <translation>Zwei verschiedene Personen stimmen mit Ausweis und PIN zu. Berechtigt sind: {roles}.</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Ausweis</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Badge of person {number}</source>
        <translation>Ausweis von Person {number}</translation>
    </message>
    <message>
        <source>PIN of person {number}</source>
        <translation>PIN von Person {number}</translation>
    </message>
    <message>
        <source>The badges are one and the same: somebody else must agree too.</source>
        <translation>Es ist zweimal derselbe Ausweis: Noch jemand anders muss zustimmen.</translation>
    </message>
    <message>
        <source>One of the two is wrong: both type their PIN again, slowly.</source>
        <translation>Einer von beiden ist falsch: Beide geben ihre PIN noch einmal langsam ein.</translation>
    </message>
    <message>
        <source>Log out, log in with that badge, and choose a new PIN there.</source>
        <translation>Abmelden, mit diesem Ausweis anmelden und dort eine neue PIN wählen.</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>&amp;Bench</source>
        <translation>Werk&amp;bank</translation>
    </message>
    <message>
        <source>Change the language</source>
        <translation>Sprache wechseln</translation>
    </message>
    <message>
        <source>Units are at work at position {names}. Closing cancels them.</source>
        <translation>An Position {names} sind Einheiten in Arbeit. Schließen bricht sie ab.</translation>
    </message>
    <message>
        <source>Cancel them and close</source>
        <translation>Abbrechen und schließen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>Wird geschlossen</translation>
    </message>
    <message>
        <source>Ending what is at work.</source>
        <translation>Laufende Arbeit wird beendet.</translation>
    </message>
</context>
<context>
    <name>AssignForm</name>
    <message>
        <source>Assi&amp;gn</source>
        <translation>&amp;Zuweisen</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Positions that work on {name}</source>
        <translation>Positionen, die an {name} arbeiten</translation>
    </message>
    <message>
        <source>Space ticks a position, Enter assigns.</source>
        <translation>Leertaste wählt eine Position, Eingabe weist zu.</translation>
    </message>
    <message>
        <source>The order isn&apos;t open: it can only be taken from positions.</source>
        <translation>Der Auftrag ist nicht offen: Er kann nur von Positionen genommen werden.</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>Position {name}</translation>
    </message>
    <message>
        <source>has no order now</source>
        <translation>hat jetzt keinen Auftrag</translation>
    </message>
    <message>
        <source>has this order now</source>
        <translation>hat jetzt diesen Auftrag</translation>
    </message>
    <message>
        <source>has the order {name} now</source>
        <translation>hat jetzt den Auftrag {name}</translation>
    </message>
    <message>
        <source>{now}; contact cycles: {count}</source>
        <translation>{now}; Kontaktzyklen: {count}</translation>
    </message>
    <message>
        <source>{now}; no longer on the bench</source>
        <translation>{now}; nicht mehr an der Werkbank</translation>
    </message>
    <message>
        <source>The order {name} is given to positions, or taken from them.</source>
        <translation>Der Auftrag {name} wird Positionen zugewiesen oder von ihnen genommen.</translation>
    </message>
</context>
<context>
    <name>AuditFilterFields</name>
    <message>
        <source>Serial number, run, or other text in an entry</source>
        <translation>Seriennummer, Lauf oder anderer Text eines Eintrags</translation>
    </message>
    <message>
        <source>Sho&amp;w all</source>
        <translation>&amp;Alle zeigen</translation>
    </message>
    <message>
        <source>2026-11-30</source>
        <translation>2026-11-30</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>Ü&amp;ber</translation>
    </message>
    <message>
        <source>&amp;Person</source>
        <translation>&amp;Person</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>A&amp;uftrag</translation>
    </message>
    <message>
        <source>Fro&amp;m</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>b&amp;is</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Aufträge</translation>
    </message>
</context>
<context>
    <name>AuditRows</name>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Gebilligt</translation>
    </message>
    <message>
        <source>It can&apos;t be read.</source>
        <translation>Es ist nicht lesbar.</translation>
    </message>
    <message>
        <source>It is lost.</source>
        <translation>Es ist verloren.</translation>
    </message>
</context>
<context>
    <name>AuditScreen</name>
    <message>
        <source>Going through the chain</source>
        <translation>Die Kette wird durchgesehen</translation>
    </message>
    <message>
        <source>Entries of the audit chain, the newest first</source>
        <translation>Einträge der Prüfkette, die neuesten zuerst</translation>
    </message>
    <message>
        <source>The entry in words</source>
        <translation>Der Eintrag in Worten</translation>
    </message>
    <message>
        <source>&amp;Verify the record</source>
        <translation>&amp;Aufzeichnung prüfen</translation>
    </message>
    <message>
        <source>Verify a&amp;gainst a file …</source>
        <translation>&amp;Gegen eine Datei prüfen …</translation>
    </message>
    <message>
        <source>Save an an&amp;chor …</source>
        <translation>Anker &amp;speichern …</translation>
    </message>
    <message>
        <source>Copy number an&amp;d hash</source>
        <translation>&amp;Nummer und Hash kopieren</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} Einträge</translation>
    </message>
    <message>
        <source>{count} found, {left} still to be looked at</source>
        <translation>{count} gefunden, {left} noch anzusehen</translation>
    </message>
    <message>
        <source>No entry is like that. Shorten what is to be found.</source>
        <translation>Kein Eintrag ist so. Den Suchtext kürzen.</translation>
    </message>
    <message>
        <source>Which file that a station signed? (manifest.json, report.json, an anchor)</source>
        <translation>Welche Datei, die eine Station signiert hat? (manifest.json, report.json, ein Anker)</translation>
    </message>
    <message>
        <source>Nothing was changed behind Station&apos;s back, in {count} entries.</source>
        <translation>In {count} Einträgen wurde nichts hinter dem Rücken von Station geändert.</translation>
    </message>
    <message>
        <source>Checked:</source>
        <translation>Geprüft:</translation>
    </message>
    <message>
        <source>… and more.</source>
        <translation>… und mehr.</translation>
    </message>
    <message>
        <source>Found:</source>
        <translation>Gefunden:</translation>
    </message>
    <message>
        <source>What this can&apos;t exclude:</source>
        <translation>Was das nicht ausschließen kann:</translation>
    </message>
    <message>
        <source>Stopped: nothing is known of what wasn&apos;t looked at.</source>
        <translation>Angehalten: über das nicht Angesehene ist nichts bekannt.</translation>
    </message>
    <message>
        <source>Where shall the anchor be? Keep it where nobody here can change it.</source>
        <translation>Wohin mit dem Anker? Dort aufbewahren, wo ihn hier niemand ändern kann.</translation>
    </message>
    <message>
        <source>Saved: {path}, with its signature beside it. It tells of entry {count}.</source>
        <translation>Gespeichert: {path}, mit der Signatur daneben. Er bezeugt Eintrag {count}.</translation>
    </message>
    <message>
        <source>Copied: the number and hash of the newest signed entry.</source>
        <translation>Kopiert: Nummer und Hash des neuesten signierten Eintrags.</translation>
    </message>
</context>
<context>
    <name>BackupScreen</name>
    <message>
        <source>With what crossed the cables of &amp;failed runs</source>
        <translation>&amp;Mit dem Kabelverkehr gescheiterter Läufe</translation>
    </message>
    <message>
        <source>Make a &amp;backup …</source>
        <translation>&amp;Sicherung machen …</translation>
    </message>
    <message>
        <source>Name a recovery &amp;certificate …</source>
        <translation>&amp;Wiederherstellungszertifikat nennen …</translation>
    </message>
    <message>
        <source>&amp;Archive them …</source>
        <translation>&amp;Archivieren …</translation>
    </message>
    <message>
        <source>Chec&amp;k an archive …</source>
        <translation>Archiv &amp;prüfen …</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>The last backups, restores and archives</source>
        <translation>Die letzten Sicherungen, Wiederherstellungen und Archive</translation>
    </message>
    <message>
        <source>The command that puts a backup back</source>
        <translation>Der Befehl, der eine Sicherung zurückspielt</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Backup: the whole station in one encrypted file</source>
        <translation>Sicherung: die ganze Station, verschlüsselt</translation>
    </message>
    <message>
        <source>Archive: old runs&apos; steps in a signed file</source>
        <translation>Archiv: Schritte alter Läufe, signiert</translation>
    </message>
    <message>
        <source>Putting a backup back takes this window closed, an empty folder, and the recovery key. Type this in a terminal; what follows is said there. Going on with an older copy (“station adopt --older”) takes two supervisors, at the terminal, too.</source>
        <translation>Zum Zurückspielen dieses Fenster schließen; nötig sind ein leerer Ordner und der Wiederherstellungsschlüssel. Dies in ein Terminal eingeben; dort steht, wie es weitergeht. Mit einem älteren Stand weiterzumachen („station adopt --older“) braucht zwei Schichtleiter, auch am Terminal.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellung</translation>
    </message>
    <message>
        <source>The settings have all runs&apos; steps stay for ever.</source>
        <translation>Nach den Regeln bleiben die Schritte aller Läufe für immer.</translation>
    </message>
    <message>
        <source>{count} runs of closed orders are over {days} days old, and may go.</source>
        <translation>{count} Läufe geschlossener Aufträge sind über {days} Tage alt und dürfen gehen.</translation>
    </message>
    <message>
        <source>Name the recovery certificate first: backups are encrypted to it, and its key, kept in a safe, opens them.</source>
        <translation>Zuerst das Wiederherstellungszertifikat nennen. Sein Schlüssel, im Tresor verwahrt, öffnet die Sicherungen.</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}.</source>
        <translation>Verschlüsselt für {name}, Zertifikat SHA-256 {sha}.</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}. Its time is over.</source>
        <translation>Verschlüsselt für {name}, Zertifikat SHA-256 {sha}. Es ist abgelaufen.</translation>
    </message>
    <message>
        <source>Where shall the backup be? Take another disk than the station&apos;s.</source>
        <translation>Wohin mit der Sicherung? Einen anderen Datenträger nehmen als den der Station.</translation>
    </message>
    <message>
        <source>The backup is made and was read back: {file}, {size} bytes, up to entry {entry}. SHA-256 {sha}</source>
        <translation>Die Sicherung ist gemacht und wurde zurückgelesen: {file}, {size} Bytes, bis Eintrag {entry}. SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which is the recovery certificate? (PEM)</source>
        <translation>Welches ist das Wiederherstellungszertifikat? (PEM)</translation>
    </message>
    <message>
        <source>Backups are encrypted to the certificate in {file} from then on.</source>
        <translation>Sicherungen werden ab dann für das Zertifikat in {file} verschlüsselt.</translation>
    </message>
    <message>
        <source>Backups are encrypted to {name} from now on.</source>
        <translation>Sicherungen werden ab jetzt für {name} verschlüsselt.</translation>
    </message>
    <message>
        <source>Where shall the archive be? Two files more come beside it.</source>
        <translation>Wohin mit dem Archiv? Zwei weitere Dateien kommen daneben.</translation>
    </message>
    <message>
        <source>Old runs&apos; steps leave the station for {file}. What proves identities stays.</source>
        <translation>Die Schritte alter Läufe gehen aus der Station nach {file}. Was Identitäten beweist, bleibt.</translation>
    </message>
    <message>
        <source>Archived: {runs} runs and {transcripts} transcripts. SHA-256 {sha}</source>
        <translation>Archiviert: {runs} Läufe und {transcripts} Mitschriften. SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which archive is to be checked?</source>
        <translation>Welches Archiv soll geprüft werden?</translation>
    </message>
    <message>
        <source>The archive is as {station} signed it on {day}: {runs} runs.</source>
        <translation>Das Archiv ist, wie {station} es am {day} signiert hat: {runs} Läufe.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
    <message>
        <source>Stopped: nothing is left of it.</source>
        <translation>Angehalten: davon bleibt nichts zurück.</translation>
    </message>
    <message>
        <source>The command was copied.</source>
        <translation>Der Befehl wurde kopiert.</translation>
    </message>
</context>
<context>
    <name>CeremonyScreen</name>
    <message>
        <source>The ceremony begins</source>
        <translation>Die Zeremonie beginnt</translation>
    </message>
    <message>
        <source>Step {number} of {of}</source>
        <translation>Schritt {number} von {of}</translation>
    </message>
    <message>
        <source>The PIN of the root token</source>
        <translation>Die PIN des Root-Tokens</translation>
    </message>
    <message>
        <source>The PIN of the factory token</source>
        <translation>Die PIN des Werkstokens</translation>
    </message>
    <message>
        <source>Token {label}, serial number {serial}.</source>
        <translation>Token {label}, Seriennummer {serial}.</translation>
    </message>
    <message>
        <source>This is a rehearsal: the PIN of its tokens is {pin}.</source>
        <translation>Das ist eine Probe: Die PIN ihrer Tokens ist {pin}.</translation>
    </message>
    <message>
        <source>Read it from the slip in its envelope; the other looks away.</source>
        <translation>Vom Zettel im Umschlag ablesen; die andere Person schaut weg.</translation>
    </message>
    <message>
        <source>A wrong PIN can lock the token for good now.</source>
        <translation>Eine falsche PIN kann das Token jetzt endgültig sperren.</translation>
    </message>
    <message>
        <source>{name} chooses a PIN</source>
        <translation>{name} wählt eine PIN</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types it; the other looks away. It opens the log-in, and agrees to what takes two.</source>
        <translation>{name} (Ausweis {badge}) gibt sie ein; die andere Person schaut weg. Mit ihr meldet man sich an und stimmt zu, wo zwei zustimmen müssen.</translation>
    </message>
    <message>
        <source>{name} signs the protocol</source>
        <translation>{name} unterschreibt das Protokoll</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types the PIN that was just chosen.</source>
        <translation>{name} (Ausweis {badge}) gibt die eben gewählte PIN ein.</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>&amp;Hier anhalten</translation>
    </message>
    <message>
        <source>Wait. Don&apos;t pull a token out.</source>
        <translation>Warten. Kein Token abziehen.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>&amp;Copy the table</source>
        <translation>&amp;Tabelle kopieren</translation>
    </message>
    <message>
        <source>Save as &amp;picture …</source>
        <translation>&amp;Als Bild speichern …</translation>
    </message>
    <message>
        <source>Save as CS&amp;V …</source>
        <translation>Als &amp;CSV speichern …</translation>
    </message>
    <message>
        <source>The table was copied.</source>
        <translation>Die Tabelle wurde kopiert.</translation>
    </message>
    <message>
        <source>Where shall the picture be?</source>
        <translation>Wohin mit dem Bild?</translation>
    </message>
    <message>
        <source>Where shall the table be?</source>
        <translation>Wohin mit der Tabelle?</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
</context>
<context>
    <name>CheckScreen</name>
    <message>
        <source>Check &amp;again (F5)</source>
        <translation>Noch einm&amp;al prüfen (F5)</translation>
    </message>
    <message>
        <source>Save for an en&amp;gineer …</source>
        <translation>&amp;Für einen Techniker speichern …</translation>
    </message>
    <message>
        <source>What was found, the worst first</source>
        <translation>Was gefunden wurde, das Schlimmste zuerst</translation>
    </message>
    <message>
        <source>Looking at {what}.</source>
        <translation>Geprüft wird: {what}.</translation>
    </message>
    <message>
        <source>Looked at, and well</source>
        <translation>Geprüft und in Ordnung</translation>
    </message>
    <message>
        <source>Where shall the file be?</source>
        <translation>Wo soll die Datei liegen?</translation>
    </message>
    <message>
        <source>Written: {path}. It holds no key, no PIN and no record.</source>
        <translation>Geschrieben: {path}. Sie enthält weder Schlüssel noch PIN noch Aufzeichnung.</translation>
    </message>
</context>
<context>
    <name>CheckUnits</name>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Must show, as TPM-004</source>
        <translation>Muss zeigen, etwa TPM-004</translation>
    </message>
    <message>
        <source>Red rabbit: must fail</source>
        <translation>Red Rabbit: muss durchfallen</translation>
    </message>
    <message>
        <source>Golden unit: must pass</source>
        <translation>Golden Unit: muss bestehen</translation>
    </message>
    <message>
        <source>Put on &amp;record …</source>
        <translation>&amp;Aufnehmen …</translation>
    </message>
    <message>
        <source>Take &amp;off …</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>Red rabbits and golden units</source>
        <translation>Red Rabbits und Golden Units</translation>
    </message>
    <message>
        <source>None is on record.</source>
        <translation>Keine ist verzeichnet.</translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>Ausweis scannen oder Nummer eingeben</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Enrollment of {serial}</source>
        <translation>Registrierung von {serial}</translation>
    </message>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>ÜBUNG: nichts hier ist echt</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>&amp;Alles kopieren</translation>
    </message>
    <message>
        <source>Copy endorsement &amp;key</source>
        <translation>Endorsement &amp;Key kopieren</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>Sch&amp;ließen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Endorsement key copied.</source>
        <translation>Endorsement Key kopiert.</translation>
    </message>
</context>
<context>
    <name>EnrollmentColumns</name>
    <message>
        <source>Colu&amp;mns</source>
        <translation>&amp;Spalten</translation>
    </message>
    <message>
        <source>Copy the lines (Ctrl+C)</source>
        <translation>Zeilen kopieren (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy the cell (Ctrl+Shift+C)</source>
        <translation>Zelle kopieren (Ctrl+Shift+C)</translation>
    </message>
</context>
<context>
    <name>EnrollmentFilter</name>
    <message>
        <source>Serial number, registration or device ID, order, or hash: how it begins</source>
        <translation>Seriennummer, Registrierungs- oder Geräte-ID, Auftrag oder Hash: der Anfang</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
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
        <translation>Symmetrischer Schlüssel</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>JJJJ-MM-TT</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>&amp;Alle zeigen</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Serial number, last first</source>
        <translation>Seriennummer, letzte zuerst</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>Registrierungs-ID</translation>
    </message>
    <message>
        <source>Registration ID, last first</source>
        <translation>Registrierungs-ID, letzte zuerst</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Geräte-ID</translation>
    </message>
    <message>
        <source>Device ID, last first</source>
        <translation>Geräte-ID, letzte zuerst</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Order, last first</source>
        <translation>Auftrag, letzter zuerst</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Mechanism, last first</source>
        <translation>Verfahren, letztes zuerst</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Status, last first</source>
        <translation>Status, letzter zuerst</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>Su&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>&amp;Sortiert nach</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>Auft&amp;rag</translation>
    </message>
    <message>
        <source>S&amp;tatus</source>
        <translation>S&amp;tatus</translation>
    </message>
    <message>
        <source>&amp;Mechanism</source>
        <translation>&amp;Verfahren</translation>
    </message>
    <message>
        <source>Enrolle&amp;d from</source>
        <translation>R&amp;egistriert von</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>b&amp;is</translation>
    </message>
    <message>
        <source>A day is written as 2026-11-30: year, month, day.</source>
        <translation>Ein Tag wird so geschrieben: 2026-11-30, also Jahr, Monat, Tag.</translation>
    </message>
</context>
<context>
    <name>EnrollmentRows</name>
    <message>
        <source>Registration ID</source>
        <translation>Registrierungs-ID</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Geräte-ID</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Registriert</translation>
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
        <translation>Symmetrischer Schlüssel</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
</context>
<context>
    <name>EnrollmentsScreen</name>
    <message>
        <source>Enrollments</source>
        <translation>Registrierungen</translation>
    </message>
    <message>
        <source>Refres&amp;h (F5)</source>
        <translation>Neu laden (&amp;F5)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Reading the list.</source>
        <translation>Die Liste wird gelesen.</translation>
    </message>
    <message>
        <source>Enter opens a line, Ctrl+C copies.</source>
        <translation>Enter öffnet eine Zeile, Ctrl+C kopiert.</translation>
    </message>
    <message>
        <source>&amp;Go to line</source>
        <translation>&amp;Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Reading the list …</source>
        <translation>Die Liste wird gelesen …</translation>
    </message>
    <message>
        <source>The cell was copied.</source>
        <translation>Die Zelle wurde kopiert.</translation>
    </message>
    <message>
        <source>1 line was copied.</source>
        <translation>1 Zeile wurde kopiert.</translation>
    </message>
    <message>
        <source>The first {count} lines were copied: no more go at once.</source>
        <translation>Die ersten {count} Zeilen wurden kopiert: mehr geht nicht auf einmal.</translation>
    </message>
    <message>
        <source>{count} lines were copied.</source>
        <translation>{count} Zeilen wurden kopiert.</translation>
    </message>
    <message>
        <source>Nothing on the list matches. Shorten what is to be found, or show all.</source>
        <translation>Nichts auf der Liste passt. Suchtext kürzen oder alle zeigen.</translation>
    </message>
    <message>
        <source>No enrollments yet. A unit comes onto this list when it has passed.</source>
        <translation>Noch keine Registrierungen. Eine Einheit kommt auf diese Liste, wenn sie bestanden hat.</translation>
    </message>
    <message>
        <source>1 enrollment</source>
        <translation>1 Registrierung</translation>
    </message>
    <message>
        <source>{count} enrollments</source>
        <translation>Registrierungen: {count}</translation>
    </message>
    <message>
        <source>{enrollments}. Some are new: F5 shows them.</source>
        <translation>{enrollments}. Einige sind neu: F5 zeigt sie.</translation>
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
        <translation>Wird gestartet.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Station can&apos;t start</source>
        <translation>Station kann nicht starten</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>A&amp;lso what was exported before</source>
        <translation>&amp;Auch früher Exportiertes</translation>
    </message>
    <message>
        <source>Bro&amp;wse …</source>
        <translation>Durc&amp;hsuchen …</translation>
    </message>
    <message>
        <source>C&amp;ertificate of the service&apos;s owner</source>
        <translation>&amp;Zertifikat des Diensteigentümers</translation>
    </message>
    <message>
        <source>A file, needed where units have keys of their own: these are encrypted, and nobody but the owner opens them.</source>
        <translation>Eine Datei, nötig wo Einheiten eigene Schlüssel haben: diese werden verschlüsselt, und nur der Eigentümer öffnet sie.</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>Auft&amp;rag</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Fol&amp;der</source>
        <translation>Or&amp;dner</translation>
    </message>
    <message>
        <source>A new or empty one. All of the export goes into it, or nothing.</source>
        <translation>Ein neuer oder leerer. Der Export kommt ganz hinein oder gar nicht.</translation>
    </message>
    <message>
        <source>&amp;Start the export</source>
        <translation>Export &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Units that were exported before are written once more, as when files were lost. The service refuses those that it has already, and overwrites none.</source>
        <translation>Früher exportierte Einheiten werden noch einmal geschrieben, etwa wenn Dateien verloren sind. Der Dienst weist ab, was er schon hat, und überschreibt nichts.</translation>
    </message>
    <message>
        <source>Writing unit {count} of {total} …</source>
        <translation>Einheit {count} von {total} wird geschrieben …</translation>
    </message>
    <message>
        <source>Checking the record, signing and recording …</source>
        <translation>Aufzeichnung wird geprüft, signiert und ergänzt …</translation>
    </message>
    <message>
        <source>The export was stopped. Nothing was written or counted as exported.</source>
        <translation>Der Export wurde angehalten. Nichts wurde geschrieben oder als exportiert gezählt.</translation>
    </message>
    <message>
        <source>Choose one order, and export each by itself.</source>
        <translation>Einen Auftrag wählen und jeden einzeln exportieren.</translation>
    </message>
    <message>
        <source>Tick the box to export everything once more.</source>
        <translation>Haken setzen, um alles noch einmal zu exportieren.</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>{name}: {count} to export</source>
        <translation>{name}: {count} zu exportieren</translation>
    </message>
    <message>
        <source>Counting what is ready …</source>
        <translation>Zählt, was bereit ist …</translation>
    </message>
    <message>
        <source>{count} units are ready to export.</source>
        <translation>Bereit zum Export: {count} Einheiten.</translation>
    </message>
    <message>
        <source>Nothing is ready to export: units are, once they have passed.</source>
        <translation>Nichts ist bereit zum Export: Einheiten sind es, sobald sie bestanden haben.</translation>
    </message>
    <message>
        <source>{count} were exported before.</source>
        <translation>Früher exportiert: {count}.</translation>
    </message>
    <message>
        <source>{count} are exported once more.</source>
        <translation>Noch einmal exportiert: {count}.</translation>
    </message>
    <message>
        <source>For the provisioning service: the requests that create the units there, ready to be sent, with certificates.</source>
        <translation>Für den Bereitstellungsdienst: die Anfragen, die die Einheiten dort anlegen, fertig zum Senden, mit Zertifikaten.</translation>
    </message>
    <message>
        <source>For people and spreadsheets: one table of all units, with certificates. It holds no keys, and the service doesn&apos;t take it.</source>
        <translation>Für Menschen und Tabellen: eine Tabelle aller Einheiten mit Zertifikaten. Sie enthält keine Schlüssel, und der Dienst nimmt sie nicht.</translation>
    </message>
    <message>
        <source>For programs, and for lists of any length: a document a line, as the service takes it, certificates in the documents.</source>
        <translation>Für Programme und Listen jeder Länge: ein Dokument je Zeile, wie der Dienst es nimmt, Zertifikate in den Dokumenten.</translation>
    </message>
    <message>
        <source>For whoever takes an order&apos;s units in: archives of each order with its table, documents and certificates.</source>
        <translation>Für den, der die Einheiten eines Auftrags übernimmt: Archive jedes Auftrags mit Tabelle, Dokumenten und Zertifikaten.</translation>
    </message>
    <message>
        <source>In which folder shall the export&apos;s folder be?</source>
        <translation>In welchem Ordner soll der Ordner des Exports liegen?</translation>
    </message>
    <message>
        <source>Type the folder&apos;s whole path, beginning with /.</source>
        <translation>Den ganzen Pfad des Ordners eingeben, mit / am Anfang.</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message>
        <source>SHA-256 of the manifest</source>
        <translation>SHA-256 des Manifests</translation>
    </message>
    <message>
        <source>O&amp;pen folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Copy pa&amp;th</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>P&amp;rüfen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Keys stand in these files for anybody to read. Give them to nobody else.</source>
        <translation>In diesen Dateien stehen Schlüssel für alle lesbar. Niemand anderem geben.</translation>
    </message>
    <message>
        <source>Some groups were rotated, disabled or given another CA. Where the service has them already, send these as an update: group-updates-*.json, and a group-*.template.json with its keys filled in.</source>
        <translation>Einige Gruppen wurden rotiert, gesperrt oder haben eine andere CA. Wo der Dienst sie schon hat, diese als Aktualisierung senden: group-updates-*.json und eine group-*.template.json mit ausgefüllten Schlüsseln.</translation>
    </message>
    <message>
        <source>{count} revoked units are shut out of their groups by shut-out-*.json: send these, too.</source>
        <translation>Aus ihren Gruppen ausgesperrt durch shut-out-*.json: {count} widerrufene Einheiten. Auch diese Dateien senden.</translation>
    </message>
    <message>
        <source>{count} units in {files} files</source>
        <translation>{count} Einheiten in {files} Dateien</translation>
    </message>
    <message>
        <source>held back, since their units are aside: {count}</source>
        <translation>zurückgehalten, da beiseitegelegt: {count}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… und {count} weitere</translation>
    </message>
    <message>
        <source>{name} with {count} files</source>
        <translation>{name} mit {count} Dateien</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders. The path can be copied.</source>
        <translation>Dieser Computer hat kein Programm, das Ordner zeigt. Der Pfad kann kopiert werden.</translation>
    </message>
    <message>
        <source>The path was copied.</source>
        <translation>Der Pfad wurde kopiert.</translation>
    </message>
    <message>
        <source>This station&apos;s factory signed the manifest, and all {count} files in it are what was exported.</source>
        <translation>Das Werk dieser Station hat das Manifest signiert, und alle {count} Dateien darin sind, was exportiert wurde.</translation>
    </message>
</context>
<context>
    <name>ExportScreen</name>
    <message>
        <source>&amp;Exports since you logged in</source>
        <translation>&amp;Exporte seit Ihrer Anmeldung</translation>
    </message>
    <message>
        <source>Nothing was exported since you logged in.
What an export wrote stands here.</source>
        <translation>Seit Ihrer Anmeldung wurde nichts exportiert.
Was ein Export schreibt, steht hier.</translation>
    </message>
    <message>
        <source>{count} units are exported, and counted as exported.</source>
        <translation>{count} Einheiten werden exportiert und als exportiert gezählt.</translation>
    </message>
</context>
<context>
    <name>FactoryKeys</name>
    <message>
        <source>Accept &amp;keys in software …</source>
        <translation>Schlüssel &amp;in Software annehmen …</translation>
    </message>
    <message>
        <source>Take that &amp;back …</source>
        <translation>&amp;Das zurücknehmen …</translation>
    </message>
    <message>
        <source>The factory&apos;s keys</source>
        <translation>Die Schlüssel des Werks</translation>
    </message>
    <message>
        <source>They are in a {token}.</source>
        <translation>Sie sind in: {token}.</translation>
    </message>
    <message>
        <source>Whoever copies this computer&apos;s files has them: a hardware HSM is safer.</source>
        <translation>Wer die Dateien dieses Computers kopiert, hat sie: Ein Hardware-HSM ist sicherer.</translation>
    </message>
    <message>
        <source>That will do for practice.</source>
        <translation>Zum Üben reicht das.</translation>
    </message>
    <message>
        <source>No order and no unit is made until two supervisors accept that.</source>
        <translation>Kein Auftrag und keine Einheit entsteht, bis zwei Schichtleiter dem zustimmen.</translation>
    </message>
</context>
<context>
    <name>FailedRunsDialog</name>
    <message>
        <source>Units of {order} that did not pass</source>
        <translation>Nicht bestandene Einheiten von {order}</translation>
    </message>
    <message>
        <source>What crossed the cable</source>
        <translation>Was über das Kabel ging</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>&amp;Copy the transcript</source>
        <translation>Mits&amp;chnitt kopieren</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>Sch&amp;ließen</translation>
    </message>
    <message>
        <source>Every unit of this order that was tried has passed.</source>
        <translation>Jede versuchte Einheit dieses Auftrags hat bestanden.</translation>
    </message>
    <message>
        <source>These are the last {count}; there may be more.</source>
        <translation>Das sind die letzten {count}; es kann mehr geben.</translation>
    </message>
    <message>
        <source>Nothing crossed the cable, or it is not kept.</source>
        <translation>Nichts ging über das Kabel, oder es ist nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>FiguresScreen</name>
    <message>
        <source>Count a&amp;gain (F5)</source>
        <translation>Neu zählen (&amp;F5)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>Im ersten Lauf</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Endgültig</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>Pro Stunde</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>So far</source>
        <translation>Bisher</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Welche</translation>
    </message>
    <message>
        <source>Yields by order, position and shift</source>
        <translation>Ausbeuten nach Auftrag, Position und Schicht</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Wessen</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Failed in</source>
        <translation>Gescheitert bei</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Failures, the most frequent first</source>
        <translation>Fehler, die häufigsten zuerst</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>95 % in</source>
        <translation>95 % in</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>How long each step took</source>
        <translation>Wie lange jeder Schritt dauerte</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>Auft&amp;rag</translation>
    </message>
    <message>
        <source>&amp;Shift</source>
        <translation>&amp;Schicht</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>Counting.</source>
        <translation>Es wird gezählt.</translation>
    </message>
    <message>
        <source>Nothing was counted.</source>
        <translation>Nichts wurde gezählt.</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>{shift}, this one</source>
        <translation>{shift}, diese</translation>
    </message>
    <message>
        <source>All time, of one order</source>
        <translation>Gesamte Zeit, ein Auftrag</translation>
    </message>
    <message>
        <source>Choose an order, or a shift.</source>
        <translation>Einen Auftrag oder eine Schicht wählen.</translation>
    </message>
    <message>
        <source>No runs: {about}.</source>
        <translation>Keine Läufe: {about}.</translation>
    </message>
    <message>
        <source>Nothing to show yet.
{title}</source>
        <translation>Noch nichts zu zeigen.
{title}</translation>
    </message>
</context>
<context>
    <name>FirstArticlePanel</name>
    <message>
        <source>Si&amp;gn first article</source>
        <translation>&amp;Erstmuster unterschreiben</translation>
    </message>
    <message>
        <source>Re&amp;ject …</source>
        <translation>&amp;Ablehnen …</translation>
    </message>
    <message>
        <source>Why: what is wrong with the unit</source>
        <translation>Grund: was an der Einheit falsch ist</translation>
    </message>
    <message>
        <source>Why the first article is rejected</source>
        <translation>Grund der Ablehnung des Erstmusters</translation>
    </message>
    <message>
        <source>Don&apos;t</source>
        <translation>Nicht ablehnen</translation>
    </message>
    <message>
        <source>Reject it</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected as the first article of {order}: {why}</source>
        <translation>Die Einheit {serial} ist als Erstmuster von {order} abgelehnt: {why}</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected: the order {order} takes another one as its first article. The unit stays on the enrollment list until it is scrapped or revoked.</source>
        <translation>Die Einheit {serial} wird abgelehnt: Der Auftrag {order} nimmt eine andere als Erstmuster. Die Einheit bleibt auf der Registrierungsliste, bis sie verschrottet oder widerrufen wird.</translation>
    </message>
    <message>
        <source>The unit {serial} is right as the first article: the order {order} runs.</source>
        <translation>Die Einheit {serial} ist als Erstmuster richtig: Der Auftrag {order} läuft.</translation>
    </message>
    <message>
        <source>The first article, unit {serial}, is signed: the order {order} is open.</source>
        <translation>Das Erstmuster, Einheit {serial}, ist unterschrieben: Der Auftrag {order} ist offen.</translation>
    </message>
</context>
<context>
    <name>GoTo</name>
    <message>
        <source>Go to … type a few letters</source>
        <translation>Gehe zu … einige Buchstaben tippen</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Where to go</source>
        <translation>Wohin</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter goes there   Esc leaves</source>
        <translation>↑ ↓ wählen   Enter geht hin   Esc schließt</translation>
    </message>
</context>
<context>
    <name>GroupsScreen</name>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>&amp;Make a group …</source>
        <translation>&amp;Gruppe anlegen …</translation>
    </message>
    <message>
        <source>&amp;Rotate …</source>
        <translation>&amp;Rotieren …</translation>
    </message>
    <message>
        <source>Retire the older &amp;key …</source>
        <translation>Älteren Schlüssel &amp;ausmustern …</translation>
    </message>
    <message>
        <source>&amp;Shut a unit out …</source>
        <translation>Eine Einheit au&amp;ssperren …</translation>
    </message>
    <message>
        <source>&amp;Disable the group …</source>
        <translation>Gru&amp;ppe sperren …</translation>
    </message>
    <message>
        <source>Reading the groups.</source>
        <translation>Die Gruppen werden gelesen.</translation>
    </message>
    <message>
        <source>There is no enrollment group yet.
Orders whose units have keys make theirs, and so do orders with certificates that are enrolled as a group.</source>
        <translation>Es gibt noch keine Registrierungsgruppe.
Aufträge, deren Einheiten Schlüssel haben, legen ihre an, ebenso Aufträge mit Zertifikaten, die als Gruppe registriert werden.</translation>
    </message>
    <message>
        <source>{name}: its next units get another key. See below how the service gets it.</source>
        <translation>{name}: die nächsten Einheiten bekommen einen anderen Schlüssel. Unten steht, wie der Dienst ihn bekommt.</translation>
    </message>
    <message>
        <source>The group {name} has its key.</source>
        <translation>Die Gruppe {name} hat ihren Schlüssel.</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good.</source>
        <translation>Der ältere Schlüssel von {name} ist endgültig vernichtet.</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good. {units} units have it: they are let in no more, unless they were given another.</source>
        <translation>Der ältere Schlüssel von {name} ist endgültig vernichtet. Einheiten mit ihm: {units}. Sie werden nicht mehr eingelassen, außer sie bekamen einen anderen.</translation>
    </message>
    <message>
        <source>The group {name} takes no units any more, for good. Once the service knows it, none of its {units} units is let in.</source>
        <translation>Die Gruppe {name} nimmt endgültig keine Einheiten mehr. Sobald der Dienst es weiß, wird keine ihrer {units} Einheiten eingelassen.</translation>
    </message>
    <message>
        <source>The unit {serial} ({id}) is revoked for good. The next push or export shuts it out.</source>
        <translation>Die Einheit {serial} ({id}) ist endgültig widerrufen. Der nächste Push oder Export sperrt sie aus.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>GroupsTable</name>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Ausgesperrt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Find a page, a word or a code</source>
        <translation>Seite, Wort oder Code suchen</translation>
    </message>
    <message>
        <source>Find in the help</source>
        <translation>In der Hilfe suchen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>Die Seite</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>About Station</source>
        <translation>Über Station</translation>
    </message>
    <message>
        <source>Close help</source>
        <translation>Hilfe schließen</translation>
    </message>
    <message>
        <source>This is outside of Station: {address}</source>
        <translation>Das liegt außerhalb von Station: {address}</translation>
    </message>
</context>
<context>
    <name>IntroPage</name>
    <message>
        <source>Set up a station</source>
        <translation>Eine Station einrichten</translation>
    </message>
    <message>
        <source>Two supervisors make a station here: all keys of the factory, its record, and themselves as the first two people who may log in. It takes about a quarter of an hour, and can be broken off anywhere: it goes on where it was.

Who must be here
•  Two supervisors, from the first step to the last, each with a badge.

What must be here
•  Two empty security tokens: the root token, which lies in a safe afterwards, and the factory token, which stays in this computer.
•  Five envelopes that can be sealed: one for each of the two PINs of both tokens, and one for the root token. A pen, and a printer.

Rehearse it first: with practice tokens, which are made for it.</source>
        <translation>Zwei Schichtleiter richten hier eine Station ein: alle Schlüssel des Werks, ihre Aufzeichnung und sich selbst als die ersten beiden, die sich anmelden dürfen. Es dauert etwa eine Viertelstunde und kann jederzeit unterbrochen werden: Es geht dort weiter, wo es war.

Wer hier sein muss
•  Zwei Schichtleiter, vom ersten bis zum letzten Schritt, jeder mit Ausweis.

Was hier sein muss
•  Zwei leere Sicherheitstokens: das Root-Token, das danach im Tresor liegt, und das Werkstoken, das in diesem Computer bleibt.
•  Fünf verschließbare Umschläge: einer für jede der zwei PINs beider Tokens und einer für das Root-Token. Ein Stift und ein Drucker.

Erst proben: mit Übungstokens, die dafür gemacht werden.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Beginnen</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>No&amp;body gets a copy but the escrow</source>
        <translation>Niemand außer dem Treuhänder &amp;bekommt eine Kopie</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>Wä&amp;hlen …</translation>
    </message>
    <message>
        <source>Na&amp;me of the group</source>
        <translation>Na&amp;me der Gruppe</translation>
    </message>
    <message>
        <source>As the service shall have it: letters, digits and dashes.</source>
        <translation>Wie der Dienst ihn haben soll: Buchstaben, Ziffern und Bindestriche.</translation>
    </message>
    <message>
        <source>&amp;Certificate of the service&apos;s owner</source>
        <translation>Zertifikat &amp;des Diensteigentümers</translation>
    </message>
    <message>
        <source>The key is wrapped for it once, now or never: without a copy no export can give the group to the service.</source>
        <translation>Der Schlüssel wird nur einmal dafür verpackt, jetzt oder nie: Ohne Kopie kann kein Export die Gruppe an den Dienst geben.</translation>
    </message>
    <message>
        <source>Another key for {name}</source>
        <translation>Ein anderer Schlüssel für {name}</translation>
    </message>
    <message>
        <source>Ma&amp;ke the key</source>
        <translation>Schlüssel &amp;erzeugen</translation>
    </message>
    <message>
        <source>A new group of units with keys</source>
        <translation>Eine neue Gruppe von Einheiten mit Schlüsseln</translation>
    </message>
    <message>
        <source>Ma&amp;ke the group</source>
        <translation>&amp;Gruppe anlegen</translation>
    </message>
    <message>
        <source>Say who gets a copy of the key, or that nobody does.</source>
        <translation>Angeben, wer eine Kopie des Schlüssels bekommt, oder dass niemand eine bekommt.</translation>
    </message>
    <message>
        <source>Certificate of the service&apos;s owner</source>
        <translation>Zertifikat des Diensteigentümers</translation>
    </message>
</context>
<context>
    <name>LanguageButton</name>
    <message>
        <source>Language: {name}</source>
        <translation>Sprache: {name}</translation>
    </message>
    <message>
        <source>Another language (Ctrl+Shift+L)</source>
        <translation>Andere Sprache (Ctrl+Shift+L)</translation>
    </message>
</context>
<context>
    <name>LastingWork</name>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Begins.</source>
        <translation>Beginnt.</translation>
    </message>
    <message>
        <source>Ends.</source>
        <translation>Endet.</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Another library</source>
        <translation>Andere Bibliothek</translation>
    </message>
    <message>
        <source>A PKCS#11 library comes with each kind of token, from its maker.</source>
        <translation>Zu jeder Art von Token gehört eine PKCS#11-Bibliothek des Herstellers.</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Wählen</translation>
    </message>
    <message>
        <source>Its whole path; the name ends in .so.</source>
        <translation>Ihr ganzer Pfad; der Name endet auf .so.</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>Bib&amp;liothek</translation>
    </message>
    <message>
        <source>As NAME=VALUE, several with blanks between. Most want nothing.</source>
        <translation>Als NAME=WERT, mehrere mit Leerzeichen getrennt. Die meisten brauchen nichts.</translation>
    </message>
    <message>
        <source>What it wants to be &amp;told</source>
        <translation>Was &amp;sie wissen will</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Look there</source>
        <translation>&amp;Dort nachsehen</translation>
    </message>
    <message>
        <source>Which is the library?</source>
        <translation>Welche ist die Bibliothek?</translation>
    </message>
    <message>
        <source>Libraries (*.so *.so.*)</source>
        <translation>Bibliotheken (*.so *.so.*)</translation>
    </message>
</context>
<context>
    <name>LockPanel</name>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>The window is locked; units at work go on. {name} goes on with badge and PIN. Somebody else takes over with theirs.</source>
        <translation>Das Fenster ist gesperrt; Einheiten in Arbeit laufen weiter. {name} macht mit Ausweis und PIN weiter. Andere übernehmen mit ihren.</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Ausweis</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Units are at work: unlock the window first, then close it.</source>
        <translation>Einheiten sind in Arbeit: erst das Fenster entsperren, dann schließen.</translation>
    </message>
</context>
<context>
    <name>LogInScreen</name>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Log in and &amp;change the PIN</source>
        <translation>&amp;Anmelden und PIN ändern</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Neue PIN wählen</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>PIN ändern</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>Wer arbeitet hier?</translation>
    </message>
    <message>
        <source>&amp;Badge</source>
        <translation>A&amp;usweis</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>&amp;PIN</translation>
    </message>
    <message>
        <source>You will be logged in with it.</source>
        <translation>Sie werden damit angemeldet.</translation>
    </message>
    <message>
        <source>The PIN that you typed is right, and it is time for another: one that nobody but you knows.</source>
        <translation>Die eingegebene PIN ist richtig, aber es ist Zeit für eine andere: eine, die nur Sie kennen.</translation>
    </message>
    <message>
        <source>That PIN can&apos;t be: {why}. Choose another.</source>
        <translation>Diese PIN geht nicht: {why}. Eine andere wählen.</translation>
    </message>
</context>
<context>
    <name>MishapStrip</name>
    <message>
        <source>What is this?</source>
        <translation>Was ist das?</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>It came {count} times.</source>
        <translation>Es kam {count}-mal.</translation>
    </message>
</context>
<context>
    <name>NewPin</name>
    <message>
        <source>New PIN</source>
        <translation>Neue PIN</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Dieselbe noch einmal</translation>
    </message>
    <message>
        <source>At least {count} characters; letters and signs may be among them.</source>
        <translation>Mindestens {count} Zeichen; Buchstaben und Sonderzeichen sind erlaubt.</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>Die beiden PINs sind verschieden: beide noch einmal eingeben.</translation>
    </message>
</context>
<context>
    <name>NobodyPage</name>
    <message>
        <source>Nobody can log in yet. Close this window, then run this command twice at a terminal, for the first two supervisors:

station operator add BADGE --name NAME --role supervisor

Open the window again: they log in, and add everybody else here.</source>
        <translation>Noch kann sich niemand anmelden. Dieses Fenster schließen, dann diesen Befehl zweimal im Terminal ausführen, für die ersten beiden Schichtleiter:

station operator add BADGE --name NAME --role supervisor

Das Fenster wieder öffnen: Sie melden sich an und fügen alle anderen hier hinzu.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>This station has no people yet</source>
        <translation>Diese Station hat noch keine Personen</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Try &amp;again</source>
        <translation>Noch einm&amp;al versuchen</translation>
    </message>
    <message>
        <source>The station can&apos;t be opened</source>
        <translation>Die Station kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>This computer holds no station yet.

Practise on a bench of simulated devices: it is set up by itself, and nothing made there is real.

Or set up a station: two supervisors make its keys in two empty security tokens.</source>
        <translation>Auf diesem Computer ist noch keine Station.

An einer Werkbank mit simulierten Geräten üben: Sie richtet sich selbst ein, und nichts dort ist echt.

Oder eine Station einrichten: Zwei Schichtleiter erzeugen ihre Schlüssel in zwei leeren Sicherheitstokens.</translation>
    </message>
    <message>
        <source>The ceremony that makes a station here was begun, and is not over.

Both supervisors go on with it where it was. Nobody can work here before.</source>
        <translation>Die Zeremonie, die hier eine Station einrichtet, wurde begonnen und ist nicht zu Ende.

Beide Schichtleiter machen weiter, wo sie war. Vorher kann hier niemand arbeiten.</translation>
    </message>
    <message>
        <source>&amp;Practise</source>
        <translation>Ü&amp;ben</translation>
    </message>
    <message>
        <source>&amp;Go on with the ceremony</source>
        <translation>&amp;Mit der Zeremonie weitermachen</translation>
    </message>
    <message>
        <source>&amp;Set up a station</source>
        <translation>&amp;Station einrichten</translation>
    </message>
    <message>
        <source>Welcome to Station</source>
        <translation>Willkommen bei Station</translation>
    </message>
    <message>
        <source>Setting up simulated devices with real TPMs and tokens in software. The first time takes some seconds longer.</source>
        <translation>Simulierte Geräte mit echten TPMs und Tokens in Software werden eingerichtet. Beim ersten Mal dauert es einige Sekunden länger.</translation>
    </message>
    <message>
        <source>Opening the practice bench</source>
        <translation>Die Übungswerkbank wird geöffnet</translation>
    </message>
    <message>
        <source>Checking the record and the factory&apos;s token.</source>
        <translation>Aufzeichnung und Werkstoken werden geprüft.</translation>
    </message>
    <message>
        <source>Type the PIN at the token&apos;s pad now.

Then the record and the factory&apos;s token are checked.</source>
        <translation>Jetzt die PIN am Tastenfeld des Tokens eingeben.

Dann werden Aufzeichnung und Werkstoken geprüft.</translation>
    </message>
    <message>
        <source>Opening the station</source>
        <translation>Die Station wird geöffnet</translation>
    </message>
    <message>
        <source>The record gets the form of this version of Station: {seconds} s so far.

A million enrollments take about a minute. Closing the window leaves the record as it was.</source>
        <translation>Die Aufzeichnung bekommt die Form dieser Version von Station: bisher {seconds} s.

Eine Million Registrierungen dauern etwa eine Minute. Wird das Fenster geschlossen, bleibt die Aufzeichnung, wie sie war.</translation>
    </message>
    <message>
        <source>A supervisor is &amp;sure of it</source>
        <translation>Ein &amp;Schichtleiter ist sich sicher</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token</source>
        <translation>Eine weitere falsche PIN könnte das Token sperren</translation>
    </message>
    <message>
        <source>This PIN is tried though it could be the last time: a wrong one can lock the token for good.</source>
        <translation>Diese PIN wird versucht, obwohl es das letzte Mal sein könnte: Eine falsche kann das Token endgültig sperren.</translation>
    </message>
</context>
<context>
    <name>OrderChangeDialog</name>
    <message>
        <source>Change the order {name}</source>
        <translation>Den Auftrag {name} ändern</translation>
    </message>
    <message>
        <source>&amp;Do it</source>
        <translation>&amp;Ausführen</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>&amp;Wählen …</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>Welche Datei?</translation>
    </message>
    <message>
        <source>Ch&amp;oose …</source>
        <translation>Wä&amp;hlen …</translation>
    </message>
    <message>
        <source>How &amp;many</source>
        <translation>Wie &amp;viele</translation>
    </message>
    <message>
        <source>&amp;Policy</source>
        <translation>&amp;Regel</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>&amp;PIN der Tokens der Einheiten</translation>
    </message>
    <message>
        <source>Only for products whose units have a token; else it stays empty.</source>
        <translation>Nur für Produkte, deren Einheiten ein Token haben; sonst bleibt es leer.</translation>
    </message>
    <message>
        <source>Ne&amp;w folder for the allotment</source>
        <translation>Neuer &amp;Ordner für die Zuteilung</translation>
    </message>
    <message>
        <source>What is to be &amp;changed</source>
        <translation>Was &amp;geändert werden soll</translation>
    </message>
    <message>
        <source>ID scop&amp;e</source>
        <translation>&amp;ID-Bereich</translation>
    </message>
    <message>
        <source>The new order&apos;s &amp;name</source>
        <translation>Na&amp;me des neuen Auftrags</translation>
    </message>
    <message>
        <source>Which folder shall the allotment be? A new name, or an empty folder.</source>
        <translation>Welcher Ordner soll die Zuteilung werden? Ein neuer Name oder ein leerer Ordner.</translation>
    </message>
    <message>
        <source>Fill this in first.</source>
        <translation>Dies zuerst ausfüllen.</translation>
    </message>
    <message>
        <source>A whole number is wanted.</source>
        <translation>Eine ganze Zahl ist nötig.</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>lower-case letters, digits and dashes</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche</translation>
    </message>
    <message>
        <source>For products with a symmetric key: the enrollment group that the service shall have. Left empty, it is called as the order is.</source>
        <translation>Für Produkte mit symmetrischem Schlüssel: die Registrierungsgruppe, die der Dienst haben soll. Leer heißt sie wie der Auftrag.</translation>
    </message>
    <message>
        <source>Na&amp;me of the order</source>
        <translation>Na&amp;me des Auftrags</translation>
    </message>
    <message>
        <source>&amp;Product</source>
        <translation>&amp;Produkt</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>&amp;ID-Bereich</translation>
    </message>
    <message>
        <source>Of the service that the units are for; on its overview page.</source>
        <translation>Des Dienstes, für den die Einheiten sind; steht auf seiner Übersichtsseite.</translation>
    </message>
    <message>
        <source>&amp;Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>How many units may be made, at most.</source>
        <translation>Wie viele Einheiten höchstens entstehen dürfen.</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>PIN der To&amp;kens der Einheiten</translation>
    </message>
    <message>
        <source>The one that they come with. It is kept sealed, and shown nowhere.</source>
        <translation>Die, mit der sie kommen. Sie wird versiegelt und nirgends gezeigt.</translation>
    </message>
    <message>
        <source>Pass&amp;word of the units&apos; console</source>
        <translation>Pass&amp;wort der Konsole der Einheiten</translation>
    </message>
    <message>
        <source>Left empty where they ask for none. It is kept sealed, and shown nowhere.</source>
        <translation>Leer, wo keins verlangt wird. Es wird versiegelt und nirgends gezeigt.</translation>
    </message>
    <message>
        <source>&amp;Group ID</source>
        <translation>&amp;Gruppen-ID</translation>
    </message>
    <message>
        <source>A unit that &amp;has passed and comes again</source>
        <translation>Eine Einheit, die bestanden &amp;hat und wiederkommt</translation>
    </message>
    <message>
        <source>A TPM&apos;s key and a symmetric key are always the same: no other can be had.</source>
        <translation>Der Schlüssel eines TPM und ein symmetrischer sind immer dieselben: Es gibt keinen anderen.</translation>
    </message>
    <message>
        <source>Mor&amp;e</source>
        <translation>M&amp;ehr</translation>
    </message>
    <message>
        <source>C&amp;reate the order</source>
        <translation>Auft&amp;rag anlegen</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>Neuer Auftrag</translation>
    </message>
    <message>
        <source>{title} ({mechanism})</source>
        <translation>{title} ({mechanism})</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Ausgelassen: {problem}</translation>
    </message>
    <message>
        <source>There is no product yet: put its profile into the folder</source>
        <translation>Noch kein Produkt: sein Profil in diesen Ordner legen</translation>
    </message>
    <message>
        <source>Profile {name}</source>
        <translation>Profil {name}</translation>
    </message>
    <message>
        <source>The order {name} is made, for {count} units of {product}.</source>
        <translation>Der Auftrag {name} ist angelegt, für {count} Einheiten von {product}.</translation>
    </message>
</context>
<context>
    <name>OrderRows</name>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Registriert</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID-Bereich</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>{enrolled} of {quantity}</source>
        <translation>{enrolled} von {quantity}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>Zu unterschreiben</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>First article</source>
        <translation>Erstmuster</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
</context>
<context>
    <name>OrderSorting</name>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Furthest first</source>
        <translation>Am weitesten zuerst</translation>
    </message>
    <message>
        <source>Least far first</source>
        <translation>Am wenigsten weit zuerst</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID-Bereich</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Orders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>New or&amp;der …</source>
        <translation>Neuer Au&amp;ftrag …</translation>
    </message>
    <message>
        <source>&amp;Assign to positions …</source>
        <translation>&amp;Zuweisen …</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>C&amp;hange …</source>
        <translation>Ä&amp;ndern …</translation>
    </message>
    <message>
        <source>&amp;Failed units …</source>
        <translation>&amp;Gescheiterte …</translation>
    </message>
    <message>
        <source>&amp;Close …</source>
        <translation>S&amp;chließen …</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>B&amp;ehalten</translation>
    </message>
    <message>
        <source>Close it &amp;for good</source>
        <translation>En&amp;dgültig schließen</translation>
    </message>
    <message>
        <source>Reading the orders.</source>
        <translation>Die Aufträge werden gelesen.</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>&amp;Sortiert nach</translation>
    </message>
    <message>
        <source>No orders yet. An order says how many units of which product are to be made.
Press “New order” to make the first, then assign it to positions.</source>
        <translation>Noch keine Aufträge. Ein Auftrag sagt, wie viele Einheiten welches Produkts entstehen.
„Neuer Auftrag“ drücken, um den ersten anzulegen, dann Positionen zuweisen.</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>Fo&amp;rtsetzen</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions: workers can begin then.</source>
        <translation>Der Auftrag {name} ist angelegt. Positionen zuweisen: Dann kann die Arbeit beginnen.</translation>
    </message>
    <message>
        <source>The order {order} is at position {names} now.</source>
        <translation>Der Auftrag {order} ist jetzt an Position {names}.</translation>
    </message>
    <message>
        <source>The order {order} is at no position now.</source>
        <translation>Der Auftrag {order} ist jetzt an keiner Position.</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>The station and its two supervisors</source>
        <translation>Die Station und ihre zwei Schichtleiter</translation>
    </message>
    <message>
        <source>The names stand in certificates and in the record for good. Each shows the other the badge while it is scanned or typed.</source>
        <translation>Die Namen stehen für immer in Zertifikaten und in der Aufzeichnung. Jeder zeigt dem anderen den Ausweis, während er gescannt oder eingegeben wird.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>The &amp;station&apos;s name</source>
        <translation>Name der &amp;Station</translation>
    </message>
    <message>
        <source>First supervisor: badge</source>
        <translation>Erster Schichtleiter: Ausweis</translation>
    </message>
    <message>
        <source>First supervisor: name</source>
        <translation>Erster Schichtleiter: Name</translation>
    </message>
    <message>
        <source>Second supervisor: badge</source>
        <translation>Zweiter Schichtleiter: Ausweis</translation>
    </message>
    <message>
        <source>Second supervisor: name</source>
        <translation>Zweiter Schichtleiter: Name</translation>
    </message>
    <message>
        <source>&amp;Place, for the protocol</source>
        <translation>Ort, für das &amp;Protokoll</translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation>Darf leer bleiben.</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>Its certificates are by “{name} Root CA”, for 25 years, and “{name} Issuing CA”, for 20 years.</source>
        <translation>Ihre Zertifikate sind von „{name} Root CA“, für 25 Jahre, und „{name} Issuing CA“, für 20 Jahre.</translation>
    </message>
    <message>
        <source>Letters, digits and signs, as it is to be printed.</source>
        <translation>Buchstaben, Ziffern und Zeichen, wie sie gedruckt werden sollen.</translation>
    </message>
    <message>
        <source>That is the first one&apos;s badge: two people have two.</source>
        <translation>Das ist der Ausweis des ersten: Zwei Personen haben zwei.</translation>
    </message>
    <message>
        <source>1 to 64 letters, digits and signs, without blanks.</source>
        <translation>1 bis 64 Buchstaben, Ziffern und Zeichen, ohne Leerzeichen.</translation>
    </message>
</context>
<context>
    <name>PeopleScreen</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>A PIN for somebody else</source>
        <translation>Eine PIN für jemand anders</translation>
    </message>
    <message>
        <source>Give the PIN</source>
        <translation>PIN vergeben</translation>
    </message>
    <message>
        <source>&amp;Add a person …</source>
        <translation>&amp;Person hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Reset the PIN …</source>
        <translation>PIN zu&amp;rücksetzen …</translation>
    </message>
    <message>
        <source>Switch o&amp;ff …</source>
        <translation>Sp&amp;erren …</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Lassen</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Reading who there is.</source>
        <translation>Die Personen werden gelesen.</translation>
    </message>
    <message>
        <source>Nobody is on record. Press “Add a person” to add the first.</source>
        <translation>Niemand ist verzeichnet. „Person hinzufügen“ drücken, um die erste hinzuzufügen.</translation>
    </message>
    <message>
        <source>&amp;Switch on</source>
        <translation>Frei&amp;schalten</translation>
    </message>
    <message>
        <source>Nobody does that to their own badge: another supervisor can</source>
        <translation>Niemand tut das mit dem eigenen Ausweis: Ein anderer Schichtleiter kann es</translation>
    </message>
    <message>
        <source>{name} ({badge}) logs in with it once, and chooses another then.</source>
        <translation>{name} ({badge}) meldet sich einmal damit an und wählt dann eine andere.</translation>
    </message>
    <message>
        <source>{name} ({badge}) is added: {role}.</source>
        <translation>{name} ({badge}) ist hinzugefügt: {role}.</translation>
    </message>
    <message>
        <source>{name} ({badge}) has another PIN, to be changed at the log-in.</source>
        <translation>{name} ({badge}) hat eine andere PIN, die bei der Anmeldung zu ändern ist.</translation>
    </message>
    <message>
        <source>Switch {name} ({badge}) off? They can&apos;t log in until somebody switches them on; what they did stays on record.</source>
        <translation>{name} ({badge}) sperren? Anmelden geht dann nicht, bis jemand wieder freischaltet; was getan wurde, bleibt aufgezeichnet.</translation>
    </message>
    <message>
        <source>{name} ({badge}) may log in.</source>
        <translation>{name} ({badge}) darf sich anmelden.</translation>
    </message>
    <message>
        <source>{name} ({badge}) can&apos;t log in any more.</source>
        <translation>{name} ({badge}) kann sich nicht mehr anmelden.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Badge</source>
        <translation>Ausweis</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>May log in</source>
        <translation>Darf sich anmelden</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Gesperrt</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>Ausweis scannen oder Nummer eingeben</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Ausweis</translation>
    </message>
    <message>
        <source>First PIN</source>
        <translation>Erste PIN</translation>
    </message>
    <message>
        <source>You choose it and tell it to them. They choose another at their log-in.</source>
        <translation>Sie wählen sie und sagen sie weiter. Bei der Anmeldung wird eine andere gewählt.</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Dieselbe noch einmal</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same.</source>
        <translation>Die beiden PINs sind verschieden.</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>The picture can&apos;t be shown. Answer no, and call the supervisor.</source>
        <translation>Das Bild kann nicht gezeigt werden. Nein antworten und Schichtleitung rufen.</translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>&amp;PIN</source>
        <translation>&amp;PIN</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
</context>
<context>
    <name>PracticeBadges</name>
    <message>
        <source>Practice badges</source>
        <translation>Übungsausweise</translation>
    </message>
    <message>
        <source>{role}: badge {badge}, PIN {pin}</source>
        <translation>{role}: Ausweis {badge}, PIN {pin}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Use the badge {badge}</source>
        <translation>Ausweis {badge} nehmen</translation>
    </message>
</context>
<context>
    <name>PracticeStrip</name>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>Defekt</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Put the red rabbit or the golden unit in</source>
        <translation>Red Rabbit oder Golden Unit einlegen</translation>
    </message>
    <message>
        <source>What the label on the practice unit says</source>
        <translation>Was auf dem Etikett der Übungseinheit steht</translation>
    </message>
    <message>
        <source>Scan the label at position {name}</source>
        <translation>Etikett an Position {name} scannen</translation>
    </message>
    <message>
        <source>Take the unit out and put a fresh one in</source>
        <translation>Einheit herausnehmen und eine frische einlegen</translation>
    </message>
    <message>
        <source>Put a unit in that doesn&apos;t work</source>
        <translation>Eine Einheit einlegen, die nicht geht</translation>
    </message>
    <message>
        <source>Changing …</source>
        <translation>Wird gewechselt …</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
</context>
<context>
    <name>ProfileChanges</name>
    <message>
        <source>What changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>Looking for its release.</source>
        <translation>Die Freigabe wird gesucht.</translation>
    </message>
    <message>
        <source>Version {version} was released, but no copy of its text was kept.</source>
        <translation>Version {version} wurde freigegeben, aber ihr Text wurde nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Against version {version}, which is released:</source>
        <translation>Gegenüber Version {version}, die freigegeben ist:</translation>
    </message>
    <message>
        <source>No version of it is released.</source>
        <translation>Keine Version davon ist freigegeben.</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Nichts hat sich geändert.</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Mistakes</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Next &amp;version</source>
        <translation>&amp;Nächste Version</translation>
    </message>
    <message>
        <source>&amp;Discard changes</source>
        <translation>Änderungen &amp;verwerfen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Try on a unit</source>
        <translation>An einer Einheit probieren</translation>
    </message>
    <message>
        <source>Since the release</source>
        <translation>Seit der Freigabe</translation>
    </message>
    <message>
        <source>These are changes that weren&apos;t saved last time.</source>
        <translation>Dies sind Änderungen, die letztes Mal nicht gespeichert wurden.</translation>
    </message>
    <message>
        <source>As it was. Ctrl+Z brings back what you wrote.</source>
        <translation>Wie es war. Ctrl+Z bringt das Geschriebene zurück.</translation>
    </message>
    <message>
        <source>New, not saved yet</source>
        <translation>Neu, noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Changed, not saved yet</source>
        <translation>Geändert, noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Comes with Station: saved, it becomes your own</source>
        <translation>Gehört zu Station: gespeichert wird es Ihr eigenes</translation>
    </message>
    <message>
        <source>{name}: {state}</source>
        <translation>{name}: {state}</translation>
    </message>
    <message>
        <source>Line {line}, {key}: {why}.</source>
        <translation>Zeile {line}, {key}: {why}.</translation>
    </message>
    <message>
        <source>No mistakes.</source>
        <translation>Keine Fehler.</translation>
    </message>
    <message>
        <source>Mistakes: {count}</source>
        <translation>Fehler: {count}</translation>
    </message>
    <message>
        <source>No mistakes</source>
        <translation>Keine Fehler</translation>
    </message>
    <message>
        <source>Saved. Real orders need its release by two supervisors first.</source>
        <translation>Gespeichert. Für echte Aufträge müssen es erst zwei Schichtleiter freigeben.</translation>
    </message>
</context>
<context>
    <name>ProfileNaming</name>
    <message>
        <source>&amp;Name of the new profile</source>
        <translation>&amp;Name des neuen Profils</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes; its file is called so, too.</source>
        <translation>Kleinbuchstaben, Ziffern und Striche; seine Datei heißt auch so.</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>&amp;Anlegen</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>It can&apos;t be called so.</source>
        <translation>So kann es nicht heißen.</translation>
    </message>
    <message>
        <source>The one that it begins with is called so.</source>
        <translation>Das, mit dem es beginnt, heißt so.</translation>
    </message>
</context>
<context>
    <name>ProfileText</name>
    <message>
        <source>The profile&apos;s text</source>
        <translation>Der Text des Profils</translation>
    </message>
</context>
<context>
    <name>ProfileTrial</name>
    <message>
        <source>&amp;Position</source>
        <translation>&amp;Position</translation>
    </message>
    <message>
        <source>The unit&apos;s pass&amp;word</source>
        <translation>Passwort &amp;der Einheit</translation>
    </message>
    <message>
        <source>Have it make a &amp;key, too: it may lose the one that it has</source>
        <translation>&amp;Auch einen Schlüssel erzeugen lassen: sie kann den ihren verlieren</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>P&amp;robieren</translation>
    </message>
    <message>
        <source>What crossed</source>
        <translation>Was übertragen wurde</translation>
    </message>
    <message>
        <source>{position}: {port}</source>
        <translation>{position}: {port}</translation>
    </message>
    <message>
        <source>The bench has no positions yet: teach them first.</source>
        <translation>Die Werkbank hat noch keine Positionen: sie zuerst anlernen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It answers: serial number {serial}, model {model}, firmware {firmware}.</source>
        <translation>Sie antwortet: Seriennummer {serial}, Modell {model}, Firmware {firmware}.</translation>
    </message>
</context>
<context>
    <name>ProfilesScreen</name>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>&amp;Release …</source>
        <translation>F&amp;reigeben …</translation>
    </message>
    <message>
        <source>&amp;Withdraw …</source>
        <translation>Zurü&amp;ckziehen …</translation>
    </message>
    <message>
        <source>E&amp;dit …</source>
        <translation>&amp;Bearbeiten …</translation>
    </message>
    <message>
        <source>New &amp;from this …</source>
        <translation>&amp;Neu aus diesem …</translation>
    </message>
    <message>
        <source>Reading the profiles.</source>
        <translation>Die Profile werden gelesen.</translation>
    </message>
    <message>
        <source>No profiles yet. Put a profile&apos;s file into {folder}.</source>
        <translation>Noch keine Profile. Die Datei eines Profils in {folder} legen.</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Ausgelassen: {problem}</translation>
    </message>
    <message>
        <source>Mistakes besides: {count}.</source>
        <translation>Weitere Fehler: {count}.</translation>
    </message>
    <message>
        <source>&amp;Correct {name} …</source>
        <translation>{name} b&amp;erichtigen …</translation>
    </message>
    <message>
        <source>Real orders can be made with {profile}.</source>
        <translation>Mit {profile} können echte Aufträge angelegt werden.</translation>
    </message>
    <message>
        <source>Released: real orders can be made with {name}, version {version}.</source>
        <translation>Freigegeben: Echte Aufträge können mit {name}, Version {version}, angelegt werden.</translation>
    </message>
    <message>
        <source>Orders made with {profile} begin no more units.</source>
        <translation>Aufträge mit {profile} beginnen keine Einheiten mehr.</translation>
    </message>
    <message>
        <source>Withdrawn: orders with {name}, version {version}, begin no more units.</source>
        <translation>Zurückgezogen: Aufträge mit {name}, Version {version}, beginnen keine Einheiten mehr.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>ProfilesTable</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>its file is another now, or gone</source>
        <translation>seine Datei ist jetzt eine andere oder fehlt</translation>
    </message>
</context>
<context>
    <name>PromptPanel</name>
    <message>
        <source>Scan it, or type it and press Enter.</source>
        <translation>Scannen oder eingeben und Eingabe drücken.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
</context>
<context>
    <name>ProtocolPage</name>
    <message>
        <source>The station is set up</source>
        <translation>Die Station ist eingerichtet</translation>
    </message>
    <message>
        <source>The rehearsal is over</source>
        <translation>Die Probe ist vorbei</translation>
    </message>
    <message>
        <source>That was all of it. Nothing that was made is of any use; the same two can hold the real ceremony now.</source>
        <translation>Das war alles. Nichts davon ist brauchbar; dieselben zwei können jetzt die echte Zeremonie halten.</translation>
    </message>
    <message>
        <source>This is the station {name} now, and you two are its supervisors.

Print the protocol, sign it in ink, and keep it with the root token in the safe. Save a copy of its folder outside this computer. Read its SHA-256 aloud, and write it on the paper: the record knows the protocol by it.</source>
        <translation>Das ist jetzt die Station {name}, und Sie beide sind ihre Schichtleiter.

Das Protokoll drucken, mit Tinte unterschreiben und mit dem Root-Token im Tresor aufbewahren. Eine Kopie seines Ordners außerhalb dieses Computers speichern. Seinen SHA-256 laut vorlesen und aufs Papier schreiben: Die Aufzeichnung kennt das Protokoll daran.</translation>
    </message>
    <message>
        <source>&amp;Save a copy</source>
        <translation>Kopie &amp;speichern</translation>
    </message>
    <message>
        <source>Open it, to &amp;print</source>
        <translation>Öffnen, &amp;zum Drucken</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>&amp;Weiter zur echten</translation>
    </message>
    <message>
        <source>&amp;Go to the bench</source>
        <translation>Z&amp;ur Werkbank</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Nothing here can show it. Save a copy, and print {name} elsewhere.</source>
        <translation>Hier kann nichts es zeigen. Eine Kopie speichern und {name} anderswo drucken.</translation>
    </message>
    <message>
        <source>In which folder shall the copy be?</source>
        <translation>In welchem Ordner soll die Kopie liegen?</translation>
    </message>
    <message>
        <source>The copy is in {folder}, and is what was signed.</source>
        <translation>Die Kopie liegt in {folder} und ist, was signiert wurde.</translation>
    </message>
</context>
<context>
    <name>PushScreen</name>
    <message>
        <source>A&amp;lso what was refused, or in conflict, before</source>
        <translation>&amp;Auch was zuvor abgelehnt wurde oder im Konflikt war</translation>
    </message>
    <message>
        <source>&amp;Push</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Ser&amp;vice</source>
        <translation>&amp;Dienst</translation>
    </message>
    <message>
        <source>Orde&amp;r</source>
        <translation>A&amp;uftrag</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>No service is known yet: add one under Services.</source>
        <translation>Noch ist kein Dienst bekannt: unter Dienste hinzufügen.</translation>
    </message>
    <message>
        <source>Counting what is to be sent …</source>
        <translation>Es wird gezählt, was zu senden ist …</translation>
    </message>
    <message>
        <source>Verifying the record …</source>
        <translation>Die Aufzeichnung wird geprüft …</translation>
    </message>
    <message>
        <source>Units are sent to {service}.</source>
        <translation>Einheiten werden an {service} gesendet.</translation>
    </message>
    <message>
        <source>Stopping: what is under way is finished first …</source>
        <translation>Wird angehalten: Begonnenes wird erst beendet …</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is sent.</source>
        <translation>Niemand stimmte zu: Nichts wird gesendet.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Screens</source>
        <translation>Bildschirme</translation>
    </message>
    <message>
        <source>Show titles</source>
        <translation>Titel zeigen</translation>
    </message>
    <message>
        <source>Pictures alone</source>
        <translation>Nur Bilder</translation>
    </message>
</context>
<context>
    <name>ReadyPage</name>
    <message>
        <source>Make the token ready</source>
        <translation>Das Token vorbereiten</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>&amp;Vorbereiten</translation>
    </message>
    <message>
        <source>That was begun, and broken off before the token had its PIN. Type the security officer&apos;s PIN that it got then; without it, use another token. Write the new PIN on a slip of paper now, and seal it in an envelope of its own.</source>
        <translation>Das wurde begonnen und abgebrochen, bevor das Token seine PIN hatte. Die Security-Officer-PIN eingeben, die es dabei bekam; ohne sie ein anderes Token nehmen. Die neue PIN jetzt auf einen Zettel schreiben und in einem eigenen Umschlag verschließen.</translation>
    </message>
    <message>
        <source>The token gets two PINs. Write each on a slip of paper now, and seal it in an envelope of its own: Station keeps neither, and nobody can find one out again.</source>
        <translation>Das Token bekommt zwei PINs. Jede jetzt auf einen Zettel schreiben und in einem eigenen Umschlag verschließen: Station bewahrt keine auf, und niemand findet sie wieder heraus.</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Name des Tokens</translation>
    </message>
    <message>
        <source>The token&apos;s &amp;PIN</source>
        <translation>&amp;PIN des Tokens</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Dieselbe noch einmal</translation>
    </message>
    <message>
        <source>Its security &amp;officer&apos;s PIN</source>
        <translation>PIN des Security &amp;Officers</translation>
    </message>
    <message>
        <source>The one that it has.</source>
        <translation>Die, die es hat.</translation>
    </message>
    <message>
        <source>Another one. It opens the token again where the first was wrong too often.</source>
        <translation>Eine andere. Sie öffnet das Token wieder, wenn die erste zu oft falsch war.</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>Die beiden PINs sind verschieden: beide noch einmal eingeben.</translation>
    </message>
</context>
<context>
    <name>RehearsalPage</name>
    <message>
        <source>Rehearse first</source>
        <translation>Erst proben</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>You two have not rehearsed this ceremony on this computer yet.

A rehearsal goes through every step, with practice tokens that are made for it and are of no use afterwards. The PINs that you choose in it hold for the rehearsal alone.

Both can agree to do without. The protocol and the record say so for good.</source>
        <translation>Sie beide haben diese Zeremonie an diesem Computer noch nicht geprobt.

Eine Probe geht durch jeden Schritt, mit Übungstokens, die dafür gemacht werden und danach nutzlos sind. Die dabei gewählten PINs gelten nur für die Probe.

Beide können darauf verzichten. Protokoll und Aufzeichnung sagen es für immer.</translation>
    </message>
    <message>
        <source>Go on &amp;without</source>
        <translation>Ohne Probe &amp;weiter</translation>
    </message>
    <message>
        <source>&amp;Rehearse now</source>
        <translation>Jetzt p&amp;roben</translation>
    </message>
    <message>
        <source>You have rehearsed it</source>
        <translation>Sie haben sie geprobt</translation>
    </message>
    <message>
        <source>You two have gone through this ceremony on {time} UTC.

Now it is real: what is made from here on is the factory&apos;s. Have both empty tokens and the envelopes ready.</source>
        <translation>Sie beide sind am {time} UTC durch diese Zeremonie gegangen.

Jetzt ist es echt: Was ab hier entsteht, gehört dem Werk. Beide leeren Tokens und die Umschläge bereithalten.</translation>
    </message>
    <message>
        <source>&amp;Rehearse again</source>
        <translation>Noch einmal p&amp;roben</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>Weiter zur &amp;echten</translation>
    </message>
    <message>
        <source>It will say NOT REHEARSED in the protocol and in the record, for good. Press once more if both of you want it.</source>
        <translation>Im Protokoll und in der Aufzeichnung steht dann für immer NICHT GEPROBT. Noch einmal drücken, wenn beide es wollen.</translation>
    </message>
    <message>
        <source>Both agree: go on &amp;without</source>
        <translation>Beide stimmen zu: ohne &amp;weiter</translation>
    </message>
</context>
<context>
    <name>ReportPanel</name>
    <message>
        <source>Make a signed &amp;report …</source>
        <translation>&amp;Signierten Bericht erstellen …</translation>
    </message>
    <message>
        <source>Verif&amp;y a report …</source>
        <translation>&amp;Bericht prüfen …</translation>
    </message>
    <message>
        <source>Open its &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Which folder shall the report be? A new name, or an empty folder.</source>
        <translation>Welcher Ordner soll der Bericht werden? Ein neuer Name oder ein leerer Ordner.</translation>
    </message>
    <message>
        <source>A report is signed by this station, and written to {folder}.</source>
        <translation>Ein Bericht wird von dieser Station signiert und nach {folder} geschrieben.</translation>
    </message>
    <message>
        <source>The report is signed: {about}. It is in {folder}.</source>
        <translation>Der Bericht ist signiert: {about}. Er liegt in {folder}.</translation>
    </message>
    <message>
        <source>Which report&apos;s folder is to be verified?</source>
        <translation>Der Ordner welches Berichts soll geprüft werden?</translation>
    </message>
    <message>
        <source>Genuine: {about}, as {station} signed it on {day}.</source>
        <translation>Echt: {about}, wie {station} es am {day} signiert hat.</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders: {folder}</source>
        <translation>Dieser Rechner hat kein Programm, das Ordner zeigt: {folder}</translation>
    </message>
</context>
<context>
    <name>Revoking</name>
    <message>
        <source>&amp;Revoke …</source>
        <translation>&amp;Widerrufen …</translation>
    </message>
    <message>
        <source>The enrollment of {serial} is taken off the list for good.</source>
        <translation>Die Registrierung von {serial} wird für immer von der Liste genommen.</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on.</source>
        <translation>Sie ist widerrufen: kein Export enthält sie ab jetzt.</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on. The service may know it: a reconcile takes it off there, too.</source>
        <translation>Sie ist widerrufen: kein Export enthält sie ab jetzt. Der Dienst kennt sie vielleicht: ein Abgleich entfernt sie auch dort.</translation>
    </message>
    <message>
        <source>It is revoked. Its group would still let it in: the next push or export shuts it out at the service.</source>
        <translation>Sie ist widerrufen. Ihre Gruppe ließe sie noch ein: der nächste Push oder Export sperrt sie beim Dienst aus.</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Progress at position {name}</source>
        <translation>Fortschritt an Position {name}</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>longer than usual</source>
        <translation>länger als sonst</translation>
    </message>
</context>
<context>
    <name>ServicesScreen</name>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID-Bereich</translation>
    </message>
    <message>
        <source>Signs in by</source>
        <translation>Anmeldung durch</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>&amp;Test it</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>&amp;Add the service</source>
        <translation>&amp;Dienst hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes.</source>
        <translation>Kleinbuchstaben, Ziffern und Striche.</translation>
    </message>
    <message>
        <source>C&amp;onnection string</source>
        <translation>&amp;Verbindungszeichenfolge</translation>
    </message>
    <message>
        <source>Its key goes into the factory&apos;s token, and is never shown again.</source>
        <translation>Sein Schlüssel geht in das Werkstoken und wird nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>&amp;ID-Bereich</translation>
    </message>
    <message>
        <source>P&amp;roxy, if there is one</source>
        <translation>&amp;Proxy, falls vorhanden</translation>
    </message>
    <message>
        <source>As host:port.</source>
        <translation>Als host:port.</translation>
    </message>
    <message>
        <source>File with a private &amp;CA, if it has one</source>
        <translation>Datei &amp;mit privater CA, falls vorhanden</translation>
    </message>
    <message>
        <source>Trying it …</source>
        <translation>Wird probiert …</translation>
    </message>
    <message>
        <source>The service can&apos;t be worked with yet.</source>
        <translation>Mit dem Dienst kann noch nicht gearbeitet werden.</translation>
    </message>
    <message>
        <source>The service works.</source>
        <translation>Der Dienst funktioniert.</translation>
    </message>
    <message>
        <source>Units are sent to the service {name}.</source>
        <translation>Einheiten werden an den Dienst {name} gesendet.</translation>
    </message>
    <message>
        <source>The service {name} is known. Test it before the first push.</source>
        <translation>Der Dienst {name} ist bekannt. Vor dem ersten Push testen.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>SetUpScreen</name>
    <message>
        <source>Looking at the station.</source>
        <translation>Die Station wird angesehen.</translation>
    </message>
    <message>
        <source>The station is set up.</source>
        <translation>Die Station ist eingerichtet.</translation>
    </message>
    <message>
        <source>Units can be made. What else can be set up:</source>
        <translation>Einheiten können gefertigt werden. Was noch eingerichtet werden kann:</translation>
    </message>
    <message>
        <source>Next: {step}</source>
        <translation>Als Nächstes: {step}</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Go to: {step}</source>
        <translation>Gehe zu: {step}</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Figures may be told by person</source>
        <translation>Zahlen dürfen nach Person gezeigt werden</translation>
    </message>
    <message>
        <source>Each shift begins with a red rabbit at each position</source>
        <translation>Jede Schicht beginnt mit einem Red Rabbit an jeder Position</translation>
    </message>
    <message>
        <source>Each shift begins with a golden unit at each position</source>
        <translation>Jede Schicht beginnt mit einer Golden Unit an jeder Position</translation>
    </message>
    <message>
        <source>Units begin in batches, all positions at once</source>
        <translation>Einheiten beginnen in Losen, alle Positionen zugleich</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>No foot pedal</source>
        <translation>Kein Fußschalter</translation>
    </message>
    <message>
        <source>Shortest PIN, in characters</source>
        <translation>Kürzeste PIN, in Zeichen</translation>
    </message>
    <message>
        <source>4 to 32; for PINs that are chosen from now on.</source>
        <translation>4 bis 32; für PINs, die ab jetzt gewählt werden.</translation>
    </message>
    <message>
        <source>Days until a PIN must be changed</source>
        <translation>Tage, bis eine PIN zu ändern ist</translation>
    </message>
    <message>
        <source>1 to 3,650, or 0 for never. It is changed at the log-in.</source>
        <translation>1 bis 3.650, oder 0 für nie. Sie wird bei der Anmeldung geändert.</translation>
    </message>
    <message>
        <source>Minutes until the window locks</source>
        <translation>Minuten, bis das Fenster sperrt</translation>
    </message>
    <message>
        <source>1 to 480 without keyboard, mouse or scan, or 0 for never. Units at work go on.</source>
        <translation>1 bis 480 ohne Tastatur, Maus oder Scan, oder 0 für nie. Einheiten in Arbeit laufen weiter.</translation>
    </message>
    <message>
        <source>Failures in a row that stop a position</source>
        <translation>Fehler in Folge, die eine Position anhalten</translation>
    </message>
    <message>
        <source>1 to 100, or 0 for never. A supervisor restarts it.</source>
        <translation>1 bis 100, oder 0 für nie. Ein Schichtleiter gibt sie wieder frei.</translation>
    </message>
    <message>
        <source>First-pass yield, in percent, under which an order stops</source>
        <translation>Erstausbeute in Prozent, unter der ein Auftrag anhält</translation>
    </message>
    <message>
        <source>1 to 100, of its last 50 units, or 0 for never.</source>
        <translation>1 bis 100, der letzten 50 Einheiten, oder 0 für nie.</translation>
    </message>
    <message>
        <source>Rules for everybody here</source>
        <translation>Regeln für alle hier</translation>
    </message>
    <message>
        <source>The law of some places forbids that, or asks for consent first.</source>
        <translation>Mancherorts verbietet das Gesetz es oder verlangt vorher Zustimmung.</translation>
    </message>
    <message>
        <source>It does what the bench asks for next: start, or next unit.</source>
        <translation>Er tut, worum die Werkbank als Nächstes bittet: Start oder nächste Einheit.</translation>
    </message>
    <message>
        <source>Key of the foot pedal</source>
        <translation>Taste des Fußschalters</translation>
    </message>
    <message>
        <source>Type a number of that range.</source>
        <translation>Eine Zahl aus diesem Bereich eingeben.</translation>
    </message>
    <message>
        <source>These rules are changed for everybody here.</source>
        <translation>Diese Regeln werden für alle hier geändert.</translation>
    </message>
    <message>
        <source>The rules are changed.</source>
        <translation>Die Regeln sind geändert.</translation>
    </message>
    <message>
        <source>{unit} is for checks from now on, and is never provisioned.</source>
        <translation>{unit} ist ab jetzt für Prüfungen und wird nie bereitgestellt.</translation>
    </message>
    <message>
        <source>{unit} is for checks no more. Take its mark off.</source>
        <translation>{unit} ist nicht mehr für Prüfungen. Die Markierung entfernen.</translation>
    </message>
    <message>
        <source>Production works with the factory&apos;s keys in software: less safe than a hardware HSM. Every unit&apos;s record says so.</source>
        <translation>Die Produktion arbeitet mit Schlüsseln des Werks in Software: weniger sicher als ein Hardware-HSM. Die Aufzeichnung jeder Einheit sagt es.</translation>
    </message>
    <message>
        <source>No order and no unit is made any more by the factory&apos;s keys in software.</source>
        <translation>Mit Schlüsseln des Werks in Software entsteht kein Auftrag und keine Einheit mehr.</translation>
    </message>
    <message>
        <source>Keys in software are accepted.</source>
        <translation>Schlüssel in Software sind angenommen.</translation>
    </message>
    <message>
        <source>That is taken back.</source>
        <translation>Das ist zurückgenommen.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>ÜBUNG: nichts hier ist echt</translation>
    </message>
    <message>
        <source>Go to  Ctrl+K</source>
        <translation>Gehe zu  Ctrl+K</translation>
    </message>
    <message>
        <source>Look  F10</source>
        <translation>Aussehen  F10</translation>
    </message>
    <message>
        <source>Light, dark or high contrast</source>
        <translation>Hell, dunkel oder hoher Kontrast</translation>
    </message>
    <message>
        <source>Help  F9</source>
        <translation>Hilfe  F9</translation>
    </message>
    <message>
        <source>What this screen is for, and what each code means</source>
        <translation>Wozu dieser Bildschirm dient und was jeder Code bedeutet</translation>
    </message>
    <message>
        <source>Log o&amp;ut</source>
        <translation>Abme&amp;lden</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Ctrl+L: units at work go on, nobody can touch anything</source>
        <translation>Ctrl+L: Einheiten in Arbeit laufen weiter, niemand kann etwas anfassen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Look: the next one</source>
        <translation>Aussehen: das nächste</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Close Station</source>
        <translation>Station schließen</translation>
    </message>
</context>
<context>
    <name>ShiftCheck</name>
    <message>
        <source>The station is being looked at.</source>
        <translation>Die Station wird geprüft.</translation>
    </message>
    <message>
        <source>And {count} more: a supervisor sees all of it under Check.</source>
        <translation>Und {count} mehr: Ein Schichtleiter sieht alles unter Prüfung.</translation>
    </message>
</context>
<context>
    <name>ShiftStrip</name>
    <message>
        <source>{count} passed this shift</source>
        <translation>{count} bestanden in dieser Schicht</translation>
    </message>
    <message>
        <source>{percent} % at first try</source>
        <translation>{percent} % beim ersten Versuch</translation>
    </message>
</context>
<context>
    <name>StandstillPanel</name>
    <message>
        <source>{why} From now on it goes on.</source>
        <translation>{why} Ab jetzt geht es weiter.</translation>
    </message>
</context>
<context>
    <name>StartAll</name>
    <message>
        <source>Enter, where nothing is scanned</source>
        <translation>Eingabe, wo nichts gescannt ist</translation>
    </message>
    <message>
        <source>START ALL ({count})</source>
        <translation>ALLE STARTEN ({count})</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>The ceremony</source>
        <translation>Die Zeremonie</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>kommt noch</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>The ceremony is not over</source>
        <translation>Die Zeremonie ist nicht zu Ende</translation>
    </message>
    <message>
        <source>The rehearsal is not over</source>
        <translation>Die Probe ist nicht zu Ende</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>We are &amp;sure of it</source>
        <translation>Wir &amp;sind uns sicher</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>Hier &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>Verwer&amp;fen</translation>
    </message>
    <message>
        <source>The record was begun already, so it can&apos;t be begun anew here. Without a copy of that file, take another folder and empty tokens.</source>
        <translation>Die Aufzeichnung war schon begonnen, also kann sie hier nicht neu begonnen werden. Ohne Kopie dieser Datei einen anderen Ordner und leere Tokens nehmen.</translation>
    </message>
    <message>
        <source>Without a copy, forget it and begin again, with the same names and tokens: the keys that are in the tokens stay.</source>
        <translation>Ohne Kopie: verwerfen und neu beginnen, mit denselben Namen und Tokens. Die Schlüssel in den Tokens bleiben.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch &amp;einmal versuchen</translation>
    </message>
    <message>
        <source>It was begun on {time} UTC for the station {name}.

It goes on at step {number} of {of}: {title}.
Who must be here: {who}.</source>
        <translation>Sie wurde am {time} UTC für die Station {name} begonnen.

Sie geht weiter bei Schritt {number} von {of}: {title}.
Wer hier sein muss: {who}.</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>TakeOver</name>
    <message>
        <source>{name}, do you take the bench over from {before}?</source>
        <translation>{name}, übernehmen Sie die Werkbank von {before}?</translation>
    </message>
    <message>
        <source>Counting what is enrolled …</source>
        <translation>Zählt, was registriert ist …</translation>
    </message>
    <message>
        <source>Compare it with what you see. You answer for the bench from then on; what is at work keeps both names.</source>
        <translation>Mit dem vergleichen, was Sie sehen. Ab dann verantworten Sie die Werkbank; was in Arbeit ist, behält beide Namen.</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>position&#xa0;{name}:&#xa0;{serial}</source>
        <translation>Position {name}: {serial}</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>noch nicht gelesen</translation>
    </message>
    <message>
        <source>At work: {units}.</source>
        <translation>In Arbeit: {units}.</translation>
    </message>
    <message>
        <source>No unit is at work.</source>
        <translation>Keine Einheit ist in Arbeit.</translation>
    </message>
    <message>
        <source>{count} units are enrolled here so far.</source>
        <translation>Hier bisher registriert: {count} Einheiten.</translation>
    </message>
</context>
<context>
    <name>TeachPanel</name>
    <message>
        <source>This bench has no positions yet</source>
        <translation>Diese Werkbank hat noch keine Positionen</translation>
    </message>
    <message>
        <source>&amp;Teach position {name}</source>
        <translation>Posi&amp;tion {name} anlernen</translation>
    </message>
    <message>
        <source>A supervisor logs in and teaches them, by plugging units in.</source>
        <translation>Ein Schichtleiter meldet sich an und lernt sie an, indem er Einheiten einsteckt.</translation>
    </message>
    <message>
        <source>A position is a place with a cable, where a unit is plugged in. Station learns its port by looking which one appears.

Have a unit at hand, and take out whatever is plugged in at the new position.</source>
        <translation>Eine Position ist ein Platz mit einem Kabel, an dem eine Einheit eingesteckt wird. Station lernt ihren Anschluss, indem es sieht, welcher erscheint.

Eine Einheit bereithalten und herausnehmen, was an der neuen Position steckt.</translation>
    </message>
    <message>
        <source>The positions of this bench</source>
        <translation>Die Positionen dieser Werkbank</translation>
    </message>
    <message>
        <source>That is &amp;all: begin</source>
        <translation>Das sind &amp;alle: beginnen</translation>
    </message>
    <message>
        <source>Try again, and plug a unit in.</source>
        <translation>Noch einmal versuchen und eine Einheit einstecken.</translation>
    </message>
    <message>
        <source>Plug a unit in at position {name} now; take it out first if it is in.</source>
        <translation>Jetzt eine Einheit an Position {name} einstecken; steckt sie schon, erst herausnehmen.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Several units came at once: {ports}. Take them out, then plug in one.</source>
        <translation>Mehrere Einheiten kamen zugleich: {ports}. Alle herausnehmen, dann eine einstecken.</translation>
    </message>
    <message>
        <source>{port} is position {name} already. Take the unit out, then plug it in where it was asked for.</source>
        <translation>{port} ist schon Position {name}. Die Einheit herausnehmen, dann dort einstecken, wo es verlangt war.</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>&amp;Diesen nehmen</translation>
    </message>
    <message>
        <source>The unit has several ports. Which is its console?</source>
        <translation>Die Einheit hat mehrere Anschlüsse. Welcher ist ihre Konsole?</translation>
    </message>
    <message>
        <source>Position {name} is {port}. Is that right?</source>
        <translation>Position {name} ist {port}. Stimmt das?</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Nein</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>{count} left</source>
        <translation>noch {count}</translation>
    </message>
    <message>
        <source>{count} of {all} left</source>
        <translation>{count} von {all} übrig</translation>
    </message>
    <message>
        <source>It has its key still.</source>
        <translation>Sie hat ihren Schlüssel noch.</translation>
    </message>
    <message>
        <source>Take the unit out.</source>
        <translation>Einheit herausnehmen.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Step {at} of {all}</source>
        <translation>Schritt {at} von {all}</translation>
    </message>
    <message>
        <source>Still to scan: {codes}</source>
        <translation>Noch zu scannen: {codes}</translation>
    </message>
    <message>
        <source>Put the unit in.</source>
        <translation>Einheit einlegen.</translation>
    </message>
    <message>
        <source>Close the fixture.</source>
        <translation>Vorrichtung schließen.</translation>
    </message>
    <message>
        <source>START works on the unit that is in.</source>
        <translation>START bearbeitet die eingelegte Einheit.</translation>
    </message>
    <message>
        <source>It starts by itself.</source>
        <translation>Startet von selbst.</translation>
    </message>
    <message>
        <source>It has passed.</source>
        <translation>Sie hat bestanden.</translation>
    </message>
    <message>
        <source>START</source>
        <translation>START</translation>
    </message>
    <message>
        <source>LOAD</source>
        <translation>LADEN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Really cancel?</source>
        <translation>Wirklich abbrechen?</translation>
    </message>
    <message>
        <source>Next unit</source>
        <translation>Nächste Einheit</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Let it go on …</source>
        <translation>Weiter lassen …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
</context>
<context>
    <name>TokenPage</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Another &amp;library</source>
        <translation>Andere Bib&amp;liothek</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>Noch einma&amp;l suchen</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>&amp;Diesen nehmen</translation>
    </message>
    <message>
        <source>The root token</source>
        <translation>Das Root-Token</translation>
    </message>
    <message>
        <source>Which token is to hold the root CA? It is used now, and lies in a safe afterwards. Plug it in, then choose it.</source>
        <translation>Welches Token soll die Root-CA tragen? Es wird jetzt benutzt und liegt danach im Tresor. Einstecken, dann wählen.</translation>
    </message>
    <message>
        <source>The factory token</source>
        <translation>Das Werkstoken</translation>
    </message>
    <message>
        <source>Which token is to stay in this computer, and work here? Plug it in, then choose it.</source>
        <translation>Welches Token soll in diesem Computer bleiben und hier arbeiten? Einstecken, dann wählen.</translation>
    </message>
    <message>
        <source>the root token: two tokens are needed</source>
        <translation>das Root-Token: Zwei Tokens sind nötig</translation>
    </message>
    <message>
        <source>No PKCS#11 library is installed here. Install the one that came with your tokens, then look again; or name it under “Another library”.</source>
        <translation>Hier ist keine PKCS#11-Bibliothek installiert. Die zu Ihren Tokens gehörende installieren und noch einmal suchen; oder sie unter „Andere Bibliothek“ nennen.</translation>
    </message>
    <message>
        <source>No token is plugged in. Plug one in, then look again.</source>
        <translation>Kein Token ist eingesteckt. Eines einstecken, dann noch einmal suchen.</translation>
    </message>
    <message>
        <source>{library} says nothing: {why}</source>
        <translation>{library} sagt nichts: {why}</translation>
    </message>
    <message>
        <source>It is left out.</source>
        <translation>Sie wird ausgelassen.</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>&amp;Vorbereiten</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>Hersteller</translation>
    </message>
    <message>
        <source>How it is</source>
        <translation>Wie es ihm geht</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
</context>
<context>
    <name>UnitForm</name>
    <message>
        <source>&amp;Shut it out …</source>
        <translation>Au&amp;ssperren …</translation>
    </message>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>Einheit scannen oder Seriennummer eingeben</translation>
    </message>
    <message>
        <source>Un&amp;it</source>
        <translation>E&amp;inheit</translation>
    </message>
    <message>
        <source>By serial number or registration ID. It is revoked for good: the next push or export has the service let it in no more. All other units go on.</source>
        <translation>Nach Seriennummer oder Registrierungs-ID. Sie wird endgültig widerrufen: Mit dem nächsten Push oder Export lässt der Dienst sie nicht mehr ein. Alle anderen Einheiten laufen weiter.</translation>
    </message>
    <message>
        <source>Shut one unit out of {name}</source>
        <translation>Eine Einheit aus {name} aussperren</translation>
    </message>
</context>
<context>
    <name>UnitsScreen</name>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>Einheit scannen oder Seriennummer eingeben</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>Suc&amp;hen</translation>
    </message>
    <message>
        <source>What happened to the unit</source>
        <translation>Was mit der Einheit geschah</translation>
    </message>
    <message>
        <source>&amp;Serial number</source>
        <translation>&amp;Seriennummer</translation>
    </message>
    <message>
        <source>Scan a unit, or type its serial number: its story is told and checked.</source>
        <translation>Eine Einheit scannen oder ihre Seriennummer eingeben: Ihre Geschichte wird erzählt und geprüft.</translation>
    </message>
    <message>
        <source>Looking for {serial}.</source>
        <translation>Gesucht wird {serial}.</translation>
    </message>
    <message>
        <source>Nothing is on record of a unit {serial}.
Check the number; no unit is known before its first run.</source>
        <translation>Von einer Einheit {serial} ist nichts verzeichnet.
Nummer prüfen; keine Einheit ist vor ihrem ersten Lauf bekannt.</translation>
    </message>
    <message>
        <source>The unit {serial} is {state}.</source>
        <translation>Die Einheit {serial} ist {state}.</translation>
    </message>
    <message>
        <source>What can be done with it is shown below.</source>
        <translation>Was mit ihr getan werden kann, steht unten.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Niemand stimmte zu: Nichts ist geändert.</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Unlock the station</source>
        <translation>Station entsperren</translation>
    </message>
    <message>
        <source>A supervisor types the PIN of the factory&apos;s token.</source>
        <translation>Ein Schichtleiter gibt die PIN des Werkstokens ein.</translation>
    </message>
    <message>
        <source>PIN of the factory&apos;s token</source>
        <translation>PIN des Werkstokens</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Type it at the token&apos;s &amp;pad</source>
        <translation>&amp;Am Tastenfeld des Tokens eingeben</translation>
    </message>
</context>
<context>
    <name>WorkerScreen</name>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Scan or type the serial number</source>
        <translation>Seriennummer scannen oder eingeben</translation>
    </message>
    <message>
        <source>Scan the next label, or press Enter to start all</source>
        <translation>Nächstes Etikett scannen, oder Eingabe startet alle</translation>
    </message>
    <message>
        <source>Answer what is asked</source>
        <translation>Beantworten, was gefragt ist</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>Position {name}</translation>
    </message>
    <message>
        <source>No position waits for a scan</source>
        <translation>Keine Position wartet auf einen Scan</translation>
    </message>
    <message>
        <source>No scan is wanted</source>
        <translation>Kein Scan nötig</translation>
    </message>
    <message>
        <source>The scanner is set rightly: every character arrives.</source>
        <translation>Der Scanner ist richtig eingestellt: jedes Zeichen kommt an.</translation>
    </message>
</context>
<context>
    <name>_Form</name>
    <message>
        <source>Cance&amp;l</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>About Station</source>
        <translation>Über Station</translation>
    </message>
    <message>
        <source>Version {version}, with Qt {qt}</source>
        <translation>Version {version}, mit Qt {qt}</translation>
    </message>
    <message>
        <source>Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are separate files in this installation, which you may replace by versions of your own. Their source is at download.qt.io, and the licence at www.gnu.org/licenses/lgpl-3.0.html.</source>
        <translation>Qt und PySide6 werden unter der GNU Lesser General Public License, Version 3, benutzt. Sie sind eigene Dateien dieser Installation, die Sie durch eigene Fassungen ersetzen dürfen. Ihr Quelltext ist unter download.qt.io, die Lizenz unter www.gnu.org/licenses/lgpl-3.0.html.</translation>
    </message>
    <message>
        <source>The typeface DejaVu Sans has a licence of its own, in resources/fonts.</source>
        <translation>Die Schrift DejaVu Sans hat eine eigene Lizenz, in resources/fonts.</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>audit_words</name>
    <message>
        <source>Units and their runs</source>
        <translation>Einheiten und ihre Läufe</translation>
    </message>
    <message>
        <source>Orders and profiles</source>
        <translation>Aufträge und Profile</translation>
    </message>
    <message>
        <source>People and log-ins</source>
        <translation>Personen und Anmeldungen</translation>
    </message>
    <message>
        <source>Exports and the service</source>
        <translation>Exporte und der Dienst</translation>
    </message>
    <message>
        <source>Keys and certificates</source>
        <translation>Schlüssel und Zertifikate</translation>
    </message>
    <message>
        <source>The station itself</source>
        <translation>Die Station selbst</translation>
    </message>
    <message>
        <source>Bench: stops and checks</source>
        <translation>Werkbank: Halte und Prüfungen</translation>
    </message>
    <message>
        <source>Entry {number}, {kind}</source>
        <translation>Eintrag {number}, {kind}</translation>
    </message>
    <message>
        <source>{local} here, {utc} UTC</source>
        <translation>{local} hier, {utc} UTC</translation>
    </message>
</context>
<context>
    <name>backup_words</name>
    <message>
        <source>Copying the record</source>
        <translation>Die Aufzeichnung wird kopiert</translation>
    </message>
    <message>
        <source>Verifying the record</source>
        <translation>Die Aufzeichnung wird geprüft</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Reading it back</source>
        <translation>Wird zurückgelesen</translation>
    </message>
</context>
<context>
    <name>batch_words</name>
    <message>
        <source>Load it</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Leave it in until all are done.</source>
        <translation>Drin lassen, bis alle fertig sind.</translation>
    </message>
    <message>
        <source>Take all out.</source>
        <translation>Alle herausnehmen.</translation>
    </message>
    <message>
        <source>It begins after those at work.</source>
        <translation>Sie beginnt nach denen, die in Arbeit sind.</translation>
    </message>
    <message>
        <source>Waiting for {count} more.</source>
        <translation>Wartet auf {count} weitere.</translation>
    </message>
    <message>
        <source>It begins.</source>
        <translation>Sie beginnt.</translation>
    </message>
</context>
<context>
    <name>ceremony</name>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>blank: to be made ready first</source>
        <translation>leer: erst vorzubereiten</translation>
    </message>
    <message>
        <source>begun, but has no PIN yet: to be made ready first</source>
        <translation>begonnen, aber noch ohne PIN: erst vorzubereiten</translation>
    </message>
    <message>
        <source>locked after too many wrong PINs: use another one</source>
        <translation>nach zu vielen falschen PINs gesperrt: ein anderes nehmen</translation>
    </message>
    <message>
        <source>can&apos;t be written to: use another one</source>
        <translation>kann nicht beschrieben werden: ein anderes nehmen</translation>
    </message>
    <message>
        <source>has no label: use another one</source>
        <translation>hat keinen Namen: ein anderes nehmen</translation>
    </message>
    <message>
        <source>another token here has this label: take that one out</source>
        <translation>ein anderes Token hier heißt ebenso: jenes herausnehmen</translation>
    </message>
    <message>
        <source>Token {label}: {wrong} of {most} wrong PINs in a row.</source>
        <translation>Token {label}: {wrong} von {most} falschen PINs in Folge.</translation>
    </message>
    <message>
        <source>It says that it is locked.</source>
        <translation>Es sagt, dass es gesperrt ist.</translation>
    </message>
    <message>
        <source>It says that the next wrong one locks it.</source>
        <translation>Es sagt, dass die nächste falsche es sperrt.</translation>
    </message>
    <message>
        <source>It says itself that a wrong one was given.</source>
        <translation>Es sagt selbst, dass eine falsche eingegeben wurde.</translation>
    </message>
    <message>
        <source>Token {label}:</source>
        <translation>Token {label}:</translation>
    </message>
    <message>
        <source>Install its maker&apos;s library, then try again.</source>
        <translation>Die Bibliothek des Herstellers installieren, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Plug the token in, then try again.</source>
        <translation>Das Token einstecken, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Read the PIN from its envelope, and type it slowly.</source>
        <translation>Die PIN aus dem Umschlag ablesen und langsam eingeben.</translation>
    </message>
    <message>
        <source>Its security officer alone can open it again, with its maker&apos;s program.</source>
        <translation>Nur sein Security Officer kann es wieder öffnen, mit dem Programm des Herstellers.</translation>
    </message>
    <message>
        <source>Plug it in again, then go on: nothing is lost.</source>
        <translation>Wieder einstecken, dann weiter: Nichts ist verloren.</translation>
    </message>
    <message>
        <source>Try again. If it fails twice, use another token.</source>
        <translation>Noch einmal versuchen. Scheitert es zweimal, ein anderes Token nehmen.</translation>
    </message>
    <message>
        <source>Forget it, then begin again with another token.</source>
        <translation>Verwerfen, dann mit einem anderen Token neu beginnen.</translation>
    </message>
    <message>
        <source>Use another token.</source>
        <translation>Ein anderes Token nehmen.</translation>
    </message>
    <message>
        <source>Stop here, unless a supervisor is sure of the PIN.</source>
        <translation>Hier aufhören, außer ein Schichtleiter ist sich der PIN sicher.</translation>
    </message>
    <message>
        <source>Have it installed: package {package}.</source>
        <translation>Installieren lassen: Paket {package}.</translation>
    </message>
    <message>
        <source>Put a copy of that file back, then try again.</source>
        <translation>Eine Kopie dieser Datei zurücklegen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Go on with it, both of you: what is done stays done.</source>
        <translation>Beide zusammen weitermachen: Was erledigt ist, bleibt erledigt.</translation>
    </message>
    <message>
        <source>Use it as it is.</source>
        <translation>So benutzen, wie sie ist.</translation>
    </message>
    <message>
        <source>Find out why. Then go on: it asks there again.</source>
        <translation>Herausfinden, warum. Dann weiter: Es fragt dort noch einmal.</translation>
    </message>
    <message>
        <source>Go on when both are there: what is done stays done.</source>
        <translation>Weiter, wenn beide da sind: Was erledigt ist, bleibt erledigt.</translation>
    </message>
    <message>
        <source>Forget it, then begin again with two tokens.</source>
        <translation>Verwerfen, dann mit zwei Tokens neu beginnen.</translation>
    </message>
    <message>
        <source>Close the other window, or end the other command.</source>
        <translation>Das andere Fenster schließen oder den anderen Befehl beenden.</translation>
    </message>
    <message>
        <source>One of the two PINs is wrong: both type theirs once more, slowly.</source>
        <translation>Eine der beiden PINs ist falsch: Beide geben ihre noch einmal langsam ein.</translation>
    </message>
    <message>
        <source>Two wrong PINs in a row were given to a token, or the token says that its last try has come. Many tokens lock after the third. A locked token opens again only by its security officer&apos;s PIN, with its maker&apos;s program; some never do. The keys in it are in no other place.

Try it only if somebody is sure of the PIN: with the slip from its envelope in the hand, the keyboard&apos;s layout checked, and Caps Lock off. The right PIN clears the count.</source>
        <translation>Ein Token bekam zwei falsche PINs in Folge, oder es sagt, dass sein letzter Versuch gekommen ist. Viele Tokens sperren nach dem dritten. Ein gesperrtes Token öffnet nur die PIN seines Security Officers, mit dem Programm des Herstellers; manche nie. Die Schlüssel darin sind nirgendwo sonst.

Nur versuchen, wenn jemand sicher ist: den Zettel aus dem Umschlag in der Hand, die Tastaturbelegung geprüft, Feststelltaste aus. Die richtige PIN löscht die Zählung.</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>Der Plan</translation>
    </message>
    <message>
        <source>Both look at what is to be set up, and agree to it.</source>
        <translation>Beide sehen an, was eingerichtet werden soll, und stimmen zu.</translation>
    </message>
    <message>
        <source>the station&apos;s name, the world, and both names and badges</source>
        <translation>Name der Station, Welt, beide Namen und Ausweise</translation>
    </message>
    <message>
        <source>The tokens</source>
        <translation>Die Tokens</translation>
    </message>
    <message>
        <source>Both compare each token with what is printed on it.</source>
        <translation>Beide vergleichen jedes Token mit dem, was darauf gedruckt ist.</translation>
    </message>
    <message>
        <source>label and serial number of the root token, then of the factory token</source>
        <translation>Name und Seriennummer des Root-Tokens, dann des Werkstokens</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>Die Schlüssel</translation>
    </message>
    <message>
        <source>The PINs of both tokens are given. The keys are made in the tokens and certified. No private key ever leaves; the sealing key does once, wrapped for the root token alone. Afterwards the root token goes back into its envelope.</source>
        <translation>Die PINs beider Tokens werden eingegeben. Die Schlüssel entstehen in den Tokens und werden zertifiziert. Kein privater Schlüssel verlässt sie je; der Siegelschlüssel einmal, nur für das Root-Token verpackt. Danach kommt das Root-Token zurück in seinen Umschlag.</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>Die Aufzeichnung</translation>
    </message>
    <message>
        <source>The station&apos;s record is begun, and signed by the factory token from its first entry.</source>
        <translation>Die Aufzeichnung der Station beginnt, vom ersten Eintrag an vom Werkstoken signiert.</translation>
    </message>
    <message>
        <source>The first supervisor</source>
        <translation>Der erste Schichtleiter</translation>
    </message>
    <message>
        <source>The first supervisor chooses a PIN and types it twice.</source>
        <translation>Der erste Schichtleiter wählt eine PIN und gibt sie zweimal ein.</translation>
    </message>
    <message>
        <source>The second supervisor</source>
        <translation>Der zweite Schichtleiter</translation>
    </message>
    <message>
        <source>The second supervisor chooses a PIN and types it twice.</source>
        <translation>Der zweite Schichtleiter wählt eine PIN und gibt sie zweimal ein.</translation>
    </message>
    <message>
        <source>The fingerprints</source>
        <translation>Die Fingerabdrücke</translation>
    </message>
    <message>
        <source>One reads the fingerprints aloud, the other compares them on the screen.</source>
        <translation>Einer liest die Fingerabdrücke laut vor, der andere vergleicht sie auf dem Bildschirm.</translation>
    </message>
    <message>
        <source>the fingerprint of each key, in groups of four</source>
        <translation>der Fingerabdruck jedes Schlüssels, in Vierergruppen</translation>
    </message>
    <message>
        <source>The protocol</source>
        <translation>Das Protokoll</translation>
    </message>
    <message>
        <source>Each gives badge and PIN once more. The protocol is signed by the factory token and goes on record; then the folder is a station.</source>
        <translation>Jeder gibt Ausweis und PIN noch einmal. Das Werkstoken signiert das Protokoll, das in die Aufzeichnung kommt; dann ist der Ordner eine Station.</translation>
    </message>
    <message>
        <source>Keys in software</source>
        <translation>Schlüssel in Software</translation>
    </message>
    <message>
        <source>Both accept that production is to work with keys in a software token, or break off here.</source>
        <translation>Beide nehmen an, dass die Produktion mit Schlüsseln in einem Software-Token arbeitet, oder brechen hier ab.</translation>
    </message>
</context>
<context>
    <name>chart_words</name>
    <message>
        <source>All figures, as tables</source>
        <translation>Alle Zahlen, als Tabellen</translation>
    </message>
    <message>
        <source>Units by the hour</source>
        <translation>Einheiten je Stunde</translation>
    </message>
    <message>
        <source>Yields</source>
        <translation>Ausbeuten</translation>
    </message>
    <message>
        <source>What fails most</source>
        <translation>Was am häufigsten scheitert</translation>
    </message>
    <message>
        <source>How long runs took</source>
        <translation>Wie lange Läufe dauerten</translation>
    </message>
    <message>
        <source>Units that passed: {about}</source>
        <translation>Einheiten, die bestanden: {about}</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>Hour, by its beginning</source>
        <translation>Stunde, nach ihrem Beginn</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>First-pass and final yield: {about}</source>
        <translation>Erst- und Endausbeute: {about}</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>Im ersten Lauf</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Endgültig</translation>
    </message>
    <message>
        <source>What fails most: {about}</source>
        <translation>Was am häufigsten scheitert: {about}</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Share so far</source>
        <translation>Anteil bis hier</translation>
    </message>
    <message>
        <source>How long runs took that passed: {about}</source>
        <translation>Wie lange bestandene Läufe dauerten: {about}</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>{least} and more</source>
        <translation>{least} und mehr</translation>
    </message>
    <message>
        <source>{least} to {below}</source>
        <translation>{least} bis {below}</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>WELL</source>
        <translation>GUT</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>HINWEIS</translation>
    </message>
    <message>
        <source>LOOK AT IT</source>
        <translation>ANSEHEN</translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>The station is not ready. Do what stands here, or call the supervisor.</source>
        <translation>Die Station ist nicht bereit. Tun, was hier steht, oder Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The station can work. One thing should be looked at.</source>
        <translation>Die Station kann arbeiten. Eine Sache sollte angesehen werden.</translation>
    </message>
    <message>
        <source>The station can work. {count} things should be looked at.</source>
        <translation>Die Station kann arbeiten. {count} Dinge sollten angesehen werden.</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Alles ist gut.</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>Uni&amp;ts</source>
        <translation>Einhei&amp;ten</translation>
    </message>
    <message>
        <source>&amp;Orders</source>
        <translation>A&amp;ufträge</translation>
    </message>
    <message>
        <source>E&amp;nrollments</source>
        <translation>Registrieru&amp;ngen</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xport</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>Push</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfkette</translation>
    </message>
    <message>
        <source>What is needed</source>
        <translation>Was noch fehlt</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Regeln</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>client authentication</source>
        <translation>Client-Authentifizierung</translation>
    </message>
    <message>
        <source>server authentication</source>
        <translation>Server-Authentifizierung</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>endorsement key of a TPM</source>
        <translation>Endorsement Key eines TPM</translation>
    </message>
    <message>
        <source>TPM: the endorsement key itself</source>
        <translation>TPM: der Endorsement Key selbst</translation>
    </message>
    <message>
        <source>X.509 certificate</source>
        <translation>X.509-Zertifikat</translation>
    </message>
    <message>
        <source>Symmetric key of an enrollment group</source>
        <translation>Symmetrischer Schlüssel einer Registrierungsgruppe</translation>
    </message>
    <message>
        <source>ready, not exported yet</source>
        <translation>bereit, noch nicht exportiert</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>exportiert</translation>
    </message>
    <message>
        <source>confirmed: the service has it</source>
        <translation>bestätigt: Der Dienst hat sie</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>widerrufen</translation>
    </message>
    <message>
        <source>in the TPM</source>
        <translation>im TPM</translation>
    </message>
    <message>
        <source>on the unit&apos;s token</source>
        <translation>auf dem Token der Einheit</translation>
    </message>
    <message>
        <source>at the factory, brought in wrapped</source>
        <translation>im Werk, verpackt eingebracht</translation>
    </message>
    <message>
        <source>at the factory, brought in in the clear</source>
        <translation>im Werk, im Klartext eingebracht</translation>
    </message>
    <message>
        <source>claimed by the unit, not proved</source>
        <translation>von der Einheit behauptet, nicht bewiesen</translation>
    </message>
    <message>
        <source>kept in the unit&apos;s software, less safe than in a secure place</source>
        <translation>in der Software der Einheit, weniger sicher als an einem geschützten Ort</translation>
    </message>
    <message>
        <source>certified by a trusted maker</source>
        <translation>von einem vertrauten Hersteller zertifiziert</translation>
    </message>
    <message>
        <source>certified by a maker who isn&apos;t trusted</source>
        <translation>von einem nicht vertrauten Hersteller zertifiziert</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>kein Zertifikat</translation>
    </message>
    <message>
        <source>its certificate is for another key</source>
        <translation>sein Zertifikat gehört zu einem anderen Schlüssel</translation>
    </message>
    <message>
        <source>Enrollment</source>
        <translation>Registrierung</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>Enrollment group</source>
        <translation>Registrierungsgruppe</translation>
    </message>
    <message>
        <source>Endorsement key</source>
        <translation>Endorsement Key</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256-Fingerabdruck</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Key made</source>
        <translation>Schlüssel erzeugt</translation>
    </message>
    <message>
        <source>Proved</source>
        <translation>Bewiesen</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig von</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>May issue certificates</source>
        <translation>Darf Zertifikate ausstellen</translation>
    </message>
    <message>
        <source>Purposes</source>
        <translation>Zwecke</translation>
    </message>
    <message>
        <source>Alternative names</source>
        <translation>Alternative Namen</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>Registrierungs-ID</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Geräte-ID</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>ID-Bereich</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Registriert</translation>
    </message>
    <message>
        <source>Key fingerprint, SHA-256</source>
        <translation>Fingerabdruck des Schlüssels, SHA-256</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algorithmus</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Name algorithm</source>
        <translation>Namensalgorithmus</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>SHA-256 of the modulus</source>
        <translation>SHA-256 des Modulus</translation>
    </message>
    <message>
        <source>SHA-256 of the public area</source>
        <translation>SHA-256 des öffentlichen Teils</translation>
    </message>
    <message>
        <source>Storage root key, SHA-256</source>
        <translation>Storage Root Key, SHA-256</translation>
    </message>
    <message>
        <source>For the service, base64</source>
        <translation>Für den Dienst, Base64</translation>
    </message>
    <message>
        <source>Key kept in</source>
        <translation>Schlüssel verwahrt in</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>its own, sealed on record</source>
        <translation>die eigene, versiegelt aufgezeichnet</translation>
    </message>
    <message>
        <source>its own, sealed on record, or still the one that it came with</source>
        <translation>die eigene, versiegelt aufgezeichnet, oder noch die mitgelieferte</translation>
    </message>
    <message>
        <source>the order&apos;s</source>
        <translation>die des Auftrags</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>record</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>transcripts</source>
        <translation>Mitschnitte</translation>
    </message>
    <message>
        <source>signals</source>
        <translation>Signale</translation>
    </message>
    <message>
        <source>station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>test signature</source>
        <translation>Probesignatur</translation>
    </message>
    <message>
        <source>bench</source>
        <translation>Werkbank</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Put the files back, or call the supervisor.</source>
        <translation>Die Dateien zurücklegen oder Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>factory keys</source>
        <translation>Schlüssel des Werks</translation>
    </message>
    <message>
        <source>hand-offs</source>
        <translation>Übergaben</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>people</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>record file</source>
        <translation>Datei der Aufzeichnung</translation>
    </message>
    <message>
        <source>record and token</source>
        <translation>Aufzeichnung und Token</translation>
    </message>
    <message>
        <source>place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>the folder lies where it worked last</source>
        <translation>der Ordner liegt, wo er zuletzt arbeitete</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>factory HSM</source>
        <translation>Werks-HSM</translation>
    </message>
    <message>
        <source>reached, and unlocked</source>
        <translation>erreicht und entsperrt</translation>
    </message>
    <message>
        <source>swap</source>
        <translation>Auslagerung</translation>
    </message>
    <message>
        <source>hibernation</source>
        <translation>Ruhezustand</translation>
    </message>
    <message>
        <source>core dumps</source>
        <translation>Speicherabzüge</translation>
    </message>
    <message>
        <source>not switched off for this process</source>
        <translation>für diesen Prozess nicht abgeschaltet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>this computer can&apos;t</source>
        <translation>dieser Computer kann es nicht</translation>
    </message>
    <message>
        <source>nothing is set up for it</source>
        <translation>nichts ist dafür eingerichtet</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Ask whoever set the computer up.</source>
        <translation>Fragen, wer den Computer eingerichtet hat.</translation>
    </message>
    <message>
        <source>off for Station</source>
        <translation>für Station aus</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>Kontakte</translation>
    </message>
    <message>
        <source>stops</source>
        <translation>Stopps</translation>
    </message>
    <message>
        <source>nothing stands still</source>
        <translation>nichts steht still</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>TPM library</source>
        <translation>TPM-Bibliothek</translation>
    </message>
    <message>
        <source>TLS with token keys</source>
        <translation>TLS mit Schlüsseln im Token</translation>
    </message>
    <message>
        <source>practice parts</source>
        <translation>Übungsteile</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Free at least 500 MB.</source>
        <translation>Mindestens 500 MB frei machen.</translation>
    </message>
    <message>
        <source>Delete files that nobody needs: many small ones.</source>
        <translation>Dateien löschen, die niemand braucht: viele kleine.</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>The port {port} can&apos;t be opened.</source>
        <translation>Der Anschluss {port} kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>Check the cable. If it is in place, call the supervisor.</source>
        <translation>Kabel prüfen. Sitzt es, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t answer.</source>
        <translation>Die Einheit antwortet nicht.</translation>
    </message>
    <message>
        <source>Seat the unit again and start over. If it fails twice, use the red box.</source>
        <translation>Einheit neu einlegen und von vorn beginnen. Scheitert es zweimal: rote Kiste.</translation>
    </message>
    <message>
        <source>The unit was pulled out before it was finished.</source>
        <translation>Die Einheit wurde herausgezogen, bevor sie fertig war.</translation>
    </message>
    <message>
        <source>The unit&apos;s answer makes no sense.</source>
        <translation>Die Antwort der Einheit ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The unit refused a command.</source>
        <translation>Die Einheit hat einen Befehl abgelehnt.</translation>
    </message>
    <message>
        <source>Put the unit in the red box and take the next one.</source>
        <translation>Einheit in die rote Kiste legen und die nächste nehmen.</translation>
    </message>
    <message>
        <source>Station doesn&apos;t open this kind of port: {port}.</source>
        <translation>Diese Art Anschluss öffnet Station nicht: {port}.</translation>
    </message>
    <message>
        <source>Name a device&apos;s path, usb:VID:PID, or an rfc2217:// or socket:// address there.</source>
        <translation>Dort den Pfad eines Geräts, usb:VID:PID, oder eine Adresse rfc2217:// oder socket:// nennen.</translation>
    </message>
    <message>
        <source>The unit&apos;s firmware can&apos;t do what this product needs.</source>
        <translation>Die Firmware der Einheit kann nicht, was dieses Produkt braucht.</translation>
    </message>
    <message>
        <source>Load the right firmware, or use the red box.</source>
        <translation>Richtige Firmware laden oder rote Kiste.</translation>
    </message>
    <message>
        <source>The port {port} is in use by {program}.</source>
        <translation>Der Anschluss {port} wird von {program} benutzt.</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>Das andere Programm schließen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The unit refused the login.</source>
        <translation>Die Einheit hat die Anmeldung abgelehnt.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its password is not the order&apos;s.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Ihr Passwort ist nicht das des Auftrags.</translation>
    </message>
    <message>
        <source>A password is never sent over a network, as to {port}.</source>
        <translation>Ein Passwort wird nie über ein Netz gesendet, wie zu {port}.</translation>
    </message>
    <message>
        <source>Connect the unit to a port of this computer.</source>
        <translation>Die Einheit an einen Anschluss dieses Computers anschließen.</translation>
    </message>
    <message>
        <source>The unit restarted in the middle of the work.</source>
        <translation>Die Einheit startete mitten in der Arbeit neu.</translation>
    </message>
    <message>
        <source>Check its power, then start again. If it happens twice, put the unit in the red box.</source>
        <translation>Stromversorgung prüfen, dann neu starten. Passiert es zweimal: rote Kiste.</translation>
    </message>
    <message>
        <source>The unit asks for a password, and the order holds none.</source>
        <translation>Die Einheit verlangt ein Passwort, und der Auftrag hat keins.</translation>
    </message>
    <message>
        <source>Give the order its password: station order secret ORDER console-password.</source>
        <translation>Dem Auftrag sein Passwort geben: station order secret ORDER console-password.</translation>
    </message>
    <message>
        <source>The user whom the profile names may not use the unit&apos;s TPM.</source>
        <translation>Der Benutzer, den das Profil nennt, darf das TPM der Einheit nicht benutzen.</translation>
    </message>
    <message>
        <source>Name another user in the profile, or have the unit&apos;s firmware let this one open the node.</source>
        <translation>Im Profil einen anderen nennen, oder die Firmware diesem den Geräteknoten öffnen lassen.</translation>
    </message>
    <message>
        <source>Another program on the unit keeps its TPM to itself.</source>
        <translation>Ein anderes Programm auf der Einheit behält ihr TPM für sich.</translation>
    </message>
    <message>
        <source>Start the unit again and try once more. If it happens twice, use the red box.</source>
        <translation>Einheit neu starten und noch einmal versuchen. Passiert es zweimal: rote Kiste.</translation>
    </message>
    <message>
        <source>The unit&apos;s answer is not what this product&apos;s profile asks for.</source>
        <translation>Die Antwort der Einheit ist nicht, was das Profil dieses Produkts verlangt.</translation>
    </message>
    <message>
        <source>Check that it is the right product. If it is, put it aside and call the supervisor.</source>
        <translation>Prüfen, ob es das richtige Produkt ist. Wenn ja: beiseitelegen und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>Several ports go by the name {port}.</source>
        <translation>Mehrere Anschlüsse haben den Namen {port}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos;: it names a port by the place where it is plugged in.</source>
        <translation>&apos;station bench teach&apos; ausführen: Es benennt einen Anschluss nach seinem Steckplatz.</translation>
    </message>
    <message>
        <source>Station may not open the port {port}: it belongs to the group {name}.</source>
        <translation>Station darf den Anschluss {port} nicht öffnen: Er gehört der Gruppe {name}.</translation>
    </message>
    <message>
        <source>Have this user added to that group, or Station&apos;s rule for ports installed.</source>
        <translation>Diesen Benutzer in die Gruppe aufnehmen oder die Regel von Station für Anschlüsse installieren.</translation>
    </message>
    <message>
        <source>A unit&apos;s key is never sent in the clear over a network, as to {port}.</source>
        <translation>Der Schlüssel einer Einheit wird nie im Klartext über ein Netz gesendet, wie zu {port}.</translation>
    </message>
    <message>
        <source>The unit gave no key that its secret can be sealed to.</source>
        <translation>Die Einheit gab keinen Schlüssel, für den ihr Geheimnis versiegelt werden kann.</translation>
    </message>
    <message>
        <source>The signals at {port} don&apos;t work: {why}.</source>
        <translation>Die Signale an {port} gehen nicht: {why}.</translation>
    </message>
    <message>
        <source>Check the cable and the power. Work goes on; they come back by themselves.</source>
        <translation>Kabel und Strom prüfen. Die Arbeit geht weiter; sie kommen von selbst wieder.</translation>
    </message>
    <message>
        <source>Station can&apos;t see whether the fixture of position {position} is closed.</source>
        <translation>Station sieht nicht, ob die Vorrichtung von Position {position} geschlossen ist.</translation>
    </message>
    <message>
        <source>Check the switch, its cable and the power. Then go on with the next unit.</source>
        <translation>Schalter, Kabel und Strom prüfen. Dann weiter mit der nächsten Einheit.</translation>
    </message>
    <message>
        <source>The fixture was opened before the unit was done.</source>
        <translation>Die Vorrichtung wurde geöffnet, bevor die Einheit fertig war.</translation>
    </message>
    <message>
        <source>Take the unit out, put it in again, close the fixture and start over.</source>
        <translation>Einheit herausnehmen, neu einlegen, Vorrichtung schließen und von vorn beginnen.</translation>
    </message>
    <message>
        <source>Another program of this computer uses the port {port}.</source>
        <translation>Ein anderes Programm dieses Computers benutzt den Anschluss {port}.</translation>
    </message>
    <message>
        <source>End it, or name another port.</source>
        <translation>Es beenden oder einen anderen Anschluss nennen.</translation>
    </message>
    <message>
        <source>The practice service can&apos;t listen at {name}: {why}.</source>
        <translation>Der Übungsdienst kann an {name} nicht lauschen: {why}.</translation>
    </message>
    <message>
        <source>Name an address of this computer, and a port from 1024 up.</source>
        <translation>Eine Adresse dieses Computers nennen und einen Port ab 1024.</translation>
    </message>
    <message>
        <source>The label printer {name} doesn&apos;t answer: {why}.</source>
        <translation>Der Etikettendrucker {name} antwortet nicht: {why}.</translation>
    </message>
    <message>
        <source>Check that it is switched on and its cable is in. Then print the label again.</source>
        <translation>Prüfen, ob er an ist und das Kabel steckt. Dann das Etikett noch einmal drucken.</translation>
    </message>
    <message>
        <source>The label printer {name} can&apos;t print: {why}.</source>
        <translation>Der Etikettendrucker {name} kann nicht drucken: {why}.</translation>
    </message>
    <message>
        <source>Put that right at the printer. Then print the label again.</source>
        <translation>Das am Drucker in Ordnung bringen. Dann das Etikett noch einmal drucken.</translation>
    </message>
    <message>
        <source>The print queue {name} takes no label: {why}.</source>
        <translation>Die Druckwarteschlange {name} nimmt kein Etikett an: {why}.</translation>
    </message>
    <message>
        <source>Check the queue by &apos;lpstat -p&apos;, or call the supervisor. Then print the label again.</source>
        <translation>Warteschlange mit &apos;lpstat -p&apos; prüfen oder Schichtleitung rufen. Dann noch einmal drucken.</translation>
    </message>
    <message>
        <source>The label can&apos;t be written to {path}: {why}.</source>
        <translation>Das Etikett kann nicht nach {path} geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>Make room there, or call the supervisor. Then print the label again.</source>
        <translation>Dort Platz schaffen oder Schichtleitung rufen. Dann das Etikett noch einmal drucken.</translation>
    </message>
    <message>
        <source>The label of {serial} can&apos;t be made: {why}.</source>
        <translation>Das Etikett von {serial} kann nicht gemacht werden: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the table [label] of the profile doesn&apos;t fit this unit.</source>
        <translation>Schichtleitung rufen: die Tabelle [label] des Profils passt nicht zu dieser Einheit.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM reports an error.</source>
        <translation>Das TPM der Einheit meldet einen Fehler.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no usable endorsement key.</source>
        <translation>Das TPM der Einheit hat keinen brauchbaren Endorsement Key.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key doesn&apos;t follow the standard.</source>
        <translation>Der Endorsement Key des TPM entspricht nicht dem Standard.</translation>
    </message>
    <message>
        <source>It may be a fake: put the unit aside and call the supervisor.</source>
        <translation>Es kann eine Fälschung sein: Einheit beiseitelegen und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The endorsement certificate comes from a maker that this station doesn&apos;t trust.</source>
        <translation>Das Endorsement-Zertifikat ist von einem Hersteller, dem diese Station nicht vertraut.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor, who can add a maker to trust.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Sie kann Herstellern Vertrauen geben.</translation>
    </message>
    <message>
        <source>The endorsement certificate belongs to another TPM.</source>
        <translation>Das Endorsement-Zertifikat gehört zu einem anderen TPM.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no endorsement certificate.</source>
        <translation>Das TPM der Einheit hat kein Endorsement-Zertifikat.</translation>
    </message>
    <message>
        <source>The endorsement certificate is for a certificate authority, not for a TPM.</source>
        <translation>Das Endorsement-Zertifikat ist für eine Zertifizierungsstelle, nicht für ein TPM.</translation>
    </message>
    <message>
        <source>The endorsement certificate was issued for another purpose.</source>
        <translation>Das Endorsement-Zertifikat wurde für einen anderen Zweck ausgestellt.</translation>
    </message>
    <message>
        <source>The TPM&apos;s storage root key doesn&apos;t follow the standard.</source>
        <translation>Der Storage Root Key des TPM entspricht nicht dem Standard.</translation>
    </message>
    <message>
        <source>The TPM could not prove that it holds its key.</source>
        <translation>Das TPM konnte nicht beweisen, dass es seinen Schlüssel hat.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not the one that its maker gave it.</source>
        <translation>Der Endorsement Key des TPM ist nicht der, den sein Hersteller ihm gab.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The provisioning service doesn&apos;t take this kind of endorsement key.</source>
        <translation>Der Bereitstellungsdienst nimmt diese Art Endorsement Key nicht.</translation>
    </message>
    <message>
        <source>The TPM is protected by a password that this station doesn&apos;t have.</source>
        <translation>Das TPM ist durch ein Passwort geschützt, das diese Station nicht hat.</translation>
    </message>
    <message>
        <source>The TPM stayed busy for too long.</source>
        <translation>Das TPM blieb zu lange beschäftigt.</translation>
    </message>
    <message>
        <source>The endorsement certificate can&apos;t be read.</source>
        <translation>Das Endorsement-Zertifikat kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The TPM software library can&apos;t be loaded.</source>
        <translation>Die TPM-Softwarebibliothek kann nicht geladen werden.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what to install.</source>
        <translation>&apos;station doctor&apos; ausführen: Es sagt, was zu installieren ist.</translation>
    </message>
    <message>
        <source>The TPM has locked itself after too many wrong passwords.</source>
        <translation>Das TPM hat sich nach zu vielen falschen Passwörtern gesperrt.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its lock opens with time, or by a reset.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Zeit oder ein Reset öffnet die Sperre.</translation>
    </message>
    <message>
        <source>The TPM found itself faulty and refuses to work.</source>
        <translation>Das TPM hält sich selbst für defekt und arbeitet nicht.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has not been started.</source>
        <translation>Das TPM der Einheit wurde nicht gestartet.</translation>
    </message>
    <message>
        <source>Switch the unit off and on. If it happens again, its firmware doesn&apos;t start the TPM.</source>
        <translation>Einheit aus- und einschalten. Passiert es wieder, startet ihre Firmware das TPM nicht.</translation>
    </message>
    <message>
        <source>The TPM has an owner already: a password protects it, and the order holds none.</source>
        <translation>Das TPM hat schon einen Besitzer: Ein Passwort schützt es, und der Auftrag hat keins.</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order the password tpm-owner-password.</source>
        <translation>Einheit beiseitelegen; die Schichtleitung kann dem Auftrag tpm-owner-password geben.</translation>
    </message>
    <message>
        <source>A password protects the TPM&apos;s endorsement key, and the order holds none.</source>
        <translation>Ein Passwort schützt den Endorsement Key des TPM, und der Auftrag hat keins.</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order tpm-endorsement-password.</source>
        <translation>Einheit beiseitelegen; die Schichtleitung kann dem Auftrag tpm-endorsement-password geben.</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t take the {what} password that the order holds.</source>
        <translation>Das TPM nimmt das Passwort ({what}) nicht, das der Auftrag hat.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. It is not tried a second time.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen. Es wird kein zweites Mal versucht.</translation>
    </message>
    <message>
        <source>The TPM was cleared while the unit was being provisioned.</source>
        <translation>Das TPM wurde gelöscht, während die Einheit bereitgestellt wurde.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key can be broken by anybody.</source>
        <translation>Der Endorsement Key des TPM kann von jedem gebrochen werden.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not on the supplier&apos;s list.</source>
        <translation>Der Endorsement Key des TPM steht nicht auf der Liste des Lieferanten.</translation>
    </message>
    <message>
        <source>The TPM holds an endorsement key of the kind that another client makes.</source>
        <translation>Das TPM hat einen Endorsement Key der Art, die ein anderer Client erzeugt.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the product&apos;s profile names the other kind.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Das Profil nennt die andere Art.</translation>
    </message>
    <message>
        <source>What the TPM says about its endorsement key can&apos;t be followed.</source>
        <translation>Was das TPM über seinen Endorsement Key sagt, ist nicht nachvollziehbar.</translation>
    </message>
    <message>
        <source>The fingerprint of no trusted certificate, or of more than one, begins with {what}.</source>
        <translation>Kein vertrautes Zertifikat, oder mehr als eines, hat einen Fingerabdruck, der mit {what} beginnt.</translation>
    </message>
    <message>
        <source>Take 8 digits or more of one that &apos;station tpm roots list&apos; shows.</source>
        <translation>8 oder mehr Stellen eines nehmen, das &apos;station tpm roots list&apos; zeigt.</translation>
    </message>
    <message>
        <source>The file {path} holds no list of endorsement keys.</source>
        <translation>Die Datei {path} enthält keine Liste von Endorsement Keys.</translation>
    </message>
    <message>
        <source>It needs one SHA-256 in hexadecimal on each line, and nothing else.</source>
        <translation>Sie braucht auf jeder Zeile einen SHA-256 in hexadezimal und sonst nichts.</translation>
    </message>
    <message>
        <source>The certificate in {path} can&apos;t be trusted as a maker&apos;s.</source>
        <translation>Dem Zertifikat in {path} kann nicht als dem eines Herstellers vertraut werden.</translation>
    </message>
    <message>
        <source>Get the maker&apos;s root certificate, or an intermediate one with --intermediate.</source>
        <translation>Das Root-Zertifikat des Herstellers holen, oder ein Zwischenzertifikat mit --intermediate.</translation>
    </message>
    <message>
        <source>The makers&apos; certificates that came with Station are damaged.</source>
        <translation>Die mit Station gelieferten Zertifikate der Hersteller sind beschädigt.</translation>
    </message>
    <message>
        <source>Install Station again. If it stays, call whoever keeps this computer.</source>
        <translation>Station neu installieren. Bleibt es so, den Betreuer dieses Computers rufen.</translation>
    </message>
    <message>
        <source>The TPM&apos;s place for this product&apos;s key is taken.</source>
        <translation>Der Platz des TPM für den Schlüssel dieses Produkts ist belegt.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it was provisioned before, by somebody.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Jemand hat sie schon einmal bereitgestellt.</translation>
    </message>
    <message>
        <source>The new key is not proved to be in the unit&apos;s own TPM.</source>
        <translation>Es ist nicht bewiesen, dass der neue Schlüssel im TPM der Einheit selbst ist.</translation>
    </message>
    <message>
        <source>The TPM&apos;s new key is not protected as it must be.</source>
        <translation>Der neue Schlüssel des TPM ist nicht so geschützt, wie er muss.</translation>
    </message>
    <message>
        <source>The TPM didn&apos;t keep what it was given.</source>
        <translation>Das TPM hat nicht behalten, was ihm gegeben wurde.</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t open the key that was wrapped for it.</source>
        <translation>Das TPM öffnet den Schlüssel nicht, der für es verpackt wurde.</translation>
    </message>
    <message>
        <source>The PKCS#11 library {module} can&apos;t be loaded.</source>
        <translation>Die PKCS#11-Bibliothek {module} kann nicht geladen werden.</translation>
    </message>
    <message>
        <source>The security token can&apos;t be found.</source>
        <translation>Das Sicherheitstoken wird nicht gefunden.</translation>
    </message>
    <message>
        <source>The security token refused the PIN.</source>
        <translation>Das Sicherheitstoken hat die PIN abgelehnt.</translation>
    </message>
    <message>
        <source>Don&apos;t try again, or the token locks. Call the supervisor.</source>
        <translation>Nicht noch einmal versuchen, sonst sperrt das Token. Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The security token is locked.</source>
        <translation>Das Sicherheitstoken ist gesperrt.</translation>
    </message>
    <message>
        <source>The security token was pulled out before the work was finished.</source>
        <translation>Das Sicherheitstoken wurde vor dem Ende der Arbeit abgezogen.</translation>
    </message>
    <message>
        <source>The program that works with a security token stopped.</source>
        <translation>Das Programm, das mit einem Sicherheitstoken arbeitet, ist stehen geblieben.</translation>
    </message>
    <message>
        <source>Start again. If it fails twice, call the supervisor.</source>
        <translation>Neu starten. Scheitert es zweimal, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>A security token didn&apos;t answer in time.</source>
        <translation>Ein Sicherheitstoken hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Stop here and call the supervisor.</source>
        <translation>Hier aufhören und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The security token reports an error.</source>
        <translation>Das Sicherheitstoken meldet einen Fehler.</translation>
    </message>
    <message>
        <source>The key on the token is not protected as it must be.</source>
        <translation>Der Schlüssel auf dem Token ist nicht so geschützt, wie er muss.</translation>
    </message>
    <message>
        <source>The unit asks for a certificate with a name that is not its own.</source>
        <translation>Die Einheit verlangt ein Zertifikat auf einen Namen, der nicht ihrer ist.</translation>
    </message>
    <message>
        <source>The unit&apos;s certificate request is not valid.</source>
        <translation>Die Zertifikatsanforderung der Einheit ist nicht gültig.</translation>
    </message>
    <message>
        <source>The token didn&apos;t keep what was written to it.</source>
        <translation>Das Token hat nicht behalten, was darauf geschrieben wurde.</translation>
    </message>
    <message>
        <source>The factory&apos;s token has no {what}.</source>
        <translation>Dem Werkstoken fehlt: {what}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the token must be set up first.</source>
        <translation>Schichtleitung rufen: Das Token muss erst eingerichtet werden.</translation>
    </message>
    <message>
        <source>The factory&apos;s token won&apos;t sign: the record doesn&apos;t follow from what it signed last.</source>
        <translation>Das Werkstoken signiert nicht: Die Aufzeichnung folgt nicht auf das zuletzt Signierte.</translation>
    </message>
    <message>
        <source>The security token is full.</source>
        <translation>Das Sicherheitstoken ist voll.</translation>
    </message>
    <message>
        <source>The unit could not prove that it holds its key.</source>
        <translation>Die Einheit konnte nicht beweisen, dass sie ihren Schlüssel hat.</translation>
    </message>
    <message>
        <source>The token already holds a key of that name.</source>
        <translation>Das Token hat schon einen Schlüssel dieses Namens.</translation>
    </message>
    <message>
        <source>The factory&apos;s token is locked.</source>
        <translation>Das Werkstoken ist gesperrt.</translation>
    </message>
    <message>
        <source>Call the supervisor to unlock it.</source>
        <translation>Schichtleitung rufen, um es zu entsperren.</translation>
    </message>
    <message>
        <source>The key {what} on the factory&apos;s token is of the wrong kind.</source>
        <translation>Der Schlüssel {what} auf dem Werkstoken ist von der falschen Art.</translation>
    </message>
    <message>
        <source>The token {label} is already set up.</source>
        <translation>Das Token {label} ist schon eingerichtet.</translation>
    </message>
    <message>
        <source>Use it as it is, or take an empty token.</source>
        <translation>Es so benutzen, wie es ist, oder ein leeres nehmen.</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t open what was sealed for {purpose}.</source>
        <translation>Das Werkstoken kann nicht öffnen, was versiegelt wurde für: {purpose}.</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing certificate is not valid at this time.</source>
        <translation>Das ausstellende Zertifikat des Werks ist zurzeit nicht gültig.</translation>
    </message>
    <message>
        <source>Check the station&apos;s date and time, then call the supervisor.</source>
        <translation>Datum und Uhrzeit der Station prüfen, dann Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>Another Station has taken over the factory&apos;s token.</source>
        <translation>Eine andere Station hat das Werkstoken übernommen.</translation>
    </message>
    <message>
        <source>Call the supervisor. Of all copies of a station, one alone can work.</source>
        <translation>Schichtleitung rufen. Von allen Kopien einer Station kann nur eine arbeiten.</translation>
    </message>
    <message>
        <source>The security module {module} gives keys out that it must keep.</source>
        <translation>Das Sicherheitsmodul {module} gibt Schlüssel heraus, die es behalten muss.</translation>
    </message>
    <message>
        <source>Call the supervisor: keys need another module. &apos;station hsm check&apos; tells which will do.</source>
        <translation>Schichtleitung rufen: Schlüssel brauchen ein anderes Modul. &apos;station hsm check&apos; sagt, welches.</translation>
    </message>
    <message>
        <source>The factory&apos;s keys are in software, on the token {label}: nobody has accepted that.</source>
        <translation>Die Schlüssel des Werks sind in Software, auf dem Token {label}: Niemand hat es angenommen.</translation>
    </message>
    <message>
        <source>Set it up on a hardware HSM; or two supervisors run &apos;station hsm accept-software&apos;.</source>
        <translation>Auf einem Hardware-HSM einrichten; oder zwei Schichtleiter: &apos;station hsm accept-software&apos;.</translation>
    </message>
    <message>
        <source>There is nothing to decide: {why}.</source>
        <translation>Es gibt nichts zu entscheiden: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station hsm status&apos;: it tells what the factory&apos;s keys are in, and who accepted it.</source>
        <translation>&apos;station hsm status&apos; sagt, worin die Schlüssel des Werks sind und wer es annahm.</translation>
    </message>
    <message>
        <source>The security token holds what an earlier run left: {what}.</source>
        <translation>Das Sicherheitstoken hält, was ein früherer Lauf zurückließ: {what}.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the profile doesn&apos;t have it replaced.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Das Profil lässt es nicht ersetzen.</translation>
    </message>
    <message>
        <source>The unit&apos;s token can&apos;t take a key that is wrapped for it.</source>
        <translation>Das Token der Einheit kann keinen für es verpackten Schlüssel annehmen.</translation>
    </message>
    <message>
        <source>Set the unit aside and call an engineer.</source>
        <translation>Einheit beiseitelegen und einen Techniker rufen.</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t wrap a key for a unit&apos;s token.</source>
        <translation>Das Werkstoken kann keinen Schlüssel für das Token einer Einheit verpacken.</translation>
    </message>
    <message>
        <source>This token was not made ready to follow the one that works at this station.</source>
        <translation>Dieses Token wurde nicht als Nachfolger dessen vorbereitet, das an dieser Station arbeitet.</translation>
    </message>
    <message>
        <source>Take the right token. &apos;station hsm init --second&apos; makes one ready, with that one there.</source>
        <translation>Das richtige Token nehmen. &apos;station hsm init --second&apos; bereitet eins vor, wenn jenes da ist.</translation>
    </message>
    <message>
        <source>The second token took the place of this one at this station.</source>
        <translation>Das zweite Token hat an dieser Station den Platz von diesem eingenommen.</translation>
    </message>
    <message>
        <source>Call the supervisor: the station opens with the second token alone from now on.</source>
        <translation>Schichtleitung rufen: Die Station öffnet ab jetzt nur mit dem zweiten Token.</translation>
    </message>
    <message>
        <source>One more wrong PIN would lock the security token.</source>
        <translation>Eine weitere falsche PIN würde das Sicherheitstoken sperren.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it opens once the right PIN was given to it.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Mit der richtigen PIN öffnet es wieder.</translation>
    </message>
    <message>
        <source>The security token should come uninitialised, and was set up before.</source>
        <translation>Das Sicherheitstoken sollte uneingerichtet kommen und war schon eingerichtet.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. Nothing on the token was changed.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen. Auf dem Token wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing CA {name} has issued its {quantity} certificates.</source>
        <translation>Die ausstellende CA {name} des Werks hat ihre {quantity} Zertifikate ausgestellt.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca limit&apos; raises that, &apos;roll&apos; has another CA follow.</source>
        <translation>Schichtleitung rufen: &apos;station hsm ca limit&apos; hebt das an, mit &apos;roll&apos; folgt eine andere CA.</translation>
    </message>
    <message>
        <source>The root token is not the one that the factory&apos;s token was set up with.</source>
        <translation>Das Root-Token ist nicht das, mit dem das Werkstoken eingerichtet wurde.</translation>
    </message>
    <message>
        <source>Insert this factory&apos;s own root token and try again.</source>
        <translation>Das eigene Root-Token dieses Werks einstecken und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The text &quot;{text}&quot; is no verification code.</source>
        <translation>Der Text &quot;{text}&quot; ist kein Prüfcode.</translation>
    </message>
    <message>
        <source>Copy the whole code that the provisioning service shows: 8 to 64 letters and digits.</source>
        <translation>Den ganzen Code kopieren, den der Bereitstellungsdienst zeigt: 8 bis 64 Buchstaben und Ziffern.</translation>
    </message>
    <message>
        <source>The factory&apos;s token holds {quantity} issuing CAs, and there is no room for another.</source>
        <translation>Das Werkstoken hält {quantity} ausstellende CAs, und für eine weitere ist kein Platz.</translation>
    </message>
    <message>
        <source>Set up another token for this factory.</source>
        <translation>Ein anderes Token für dieses Werk einrichten.</translation>
    </message>
    <message>
        <source>The group {name} has a key in the factory&apos;s token already, which never leaves it.</source>
        <translation>Die Gruppe {name} hat schon einen Schlüssel im Werkstoken, der es nie verlässt.</translation>
    </message>
    <message>
        <source>Have &apos;station group rotate&apos; give it another key, or take another group ID.</source>
        <translation>Mit &apos;station group rotate&apos; einen anderen geben oder eine andere Gruppen-ID nehmen.</translation>
    </message>
    <message>
        <source>That key can&apos;t be taken into the factory&apos;s token: {why}.</source>
        <translation>Dieser Schlüssel kann nicht ins Werkstoken genommen werden: {why}.</translation>
    </message>
    <message>
        <source>Ask its owner for a key of 32 to 64 bytes, wrapped as &apos;station group transport&apos; says.</source>
        <translation>Vom Eigentümer einen von 32 bis 64 Bytes erbitten, verpackt wie &apos;station group transport&apos; sagt.</translation>
    </message>
    <message>
        <source>No key can be wrapped for that certificate: {why}.</source>
        <translation>Für dieses Zertifikat kann kein Schlüssel verpackt werden: {why}.</translation>
    </message>
    <message>
        <source>Ask the service&apos;s owner for a certificate of an RSA key of 2048 bits or more.</source>
        <translation>Vom Eigentümer des Dienstes ein Zertifikat für RSA ab 2048 Bit erbitten.</translation>
    </message>
    <message>
        <source>The security token can&apos;t do what is needed of it. It lacks: {what}.</source>
        <translation>Das Sicherheitstoken kann nicht, was gebraucht wird. Ihm fehlt: {what}.</translation>
    </message>
    <message>
        <source>Take another token. &apos;station hsm check&apos; tries what one can do.</source>
        <translation>Ein anderes Token nehmen. &apos;station hsm check&apos; probiert, was eines kann.</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token {label} for good.</source>
        <translation>Eine weitere falsche PIN könnte das Token {label} endgültig sperren.</translation>
    </message>
    <message>
        <source>Call a supervisor who is sure of the PIN: &apos;station hsm unlock --last-try&apos;.</source>
        <translation>Einen Schichtleiter rufen, der sich der PIN sicher ist: &apos;station hsm unlock --last-try&apos;.</translation>
    </message>
    <message>
        <source>The token takes no PIN like that: {why}.</source>
        <translation>Das Token nimmt keine solche PIN: {why}.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Eine andere wählen.</translation>
    </message>
    <message>
        <source>The token {label} belongs to another station.</source>
        <translation>Das Token {label} gehört einer anderen Station.</translation>
    </message>
    <message>
        <source>Take the right token, or an empty one.</source>
        <translation>Das richtige Token nehmen oder ein leeres.</translation>
    </message>
    <message>
        <source>The first token never signed these entries of the record, which grant something: {what}.</source>
        <translation>Das erste Token hat diese Einträge, die etwas erlauben, nie signiert: {what}.</translation>
    </message>
    <message>
        <source>Compare them with what was done: see &apos;station hsm unlock --second&apos; and --accept-unsigned.</source>
        <translation>Mit dem Getanen vergleichen: siehe &apos;station hsm unlock --second&apos; und --accept-unsigned.</translation>
    </message>
    <message>
        <source>What opens TLS connections with a token&apos;s key is missing.</source>
        <translation>Es fehlt, was TLS-Verbindungen mit dem Schlüssel eines Tokens öffnet.</translation>
    </message>
    <message>
        <source>Install the package {package}.</source>
        <translation>Das Paket {package} installieren.</translation>
    </message>
    <message>
        <source>The security token can&apos;t be written to.</source>
        <translation>Das Sicherheitstoken kann nicht beschrieben werden.</translation>
    </message>
    <message>
        <source>The factory&apos;s token has an issuing CA ({name}) that nobody on record has agreed to.</source>
        <translation>Das Werkstoken hat eine ausstellende CA ({name}), der niemand Verzeichnetes zugestimmt hat.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca roll&apos; was broken off; given again, it goes on.</source>
        <translation>Schichtleitung rufen: &apos;station hsm ca roll&apos; brach ab; noch einmal gegeben, geht es weiter.</translation>
    </message>
    <message>
        <source>The library of a security token meddles with Station&apos;s own work.</source>
        <translation>Die Bibliothek eines Sicherheitstokens greift in die Arbeit von Station ein.</translation>
    </message>
    <message>
        <source>Don&apos;t use this library any more. Call the supervisor.</source>
        <translation>Diese Bibliothek nicht mehr benutzen. Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The audit key on the factory&apos;s token isn&apos;t the one that its certificate names.</source>
        <translation>Der Prüfschlüssel auf dem Werkstoken ist nicht der, den sein Zertifikat nennt.</translation>
    </message>
    <message>
        <source>The security token has no PIN pad of its own.</source>
        <translation>Das Sicherheitstoken hat kein eigenes Tastenfeld.</translation>
    </message>
    <message>
        <source>Type its PIN at the keyboard instead.</source>
        <translation>Seine PIN stattdessen an der Tastatur eingeben.</translation>
    </message>
    <message>
        <source>Nobody gave the PIN at the token&apos;s own pad.</source>
        <translation>Niemand hat die PIN am Tastenfeld des Tokens eingegeben.</translation>
    </message>
    <message>
        <source>Try again, and type the PIN at the pad while its light asks for it.</source>
        <translation>Noch einmal: die PIN am Tastenfeld eingeben, während sein Licht danach fragt.</translation>
    </message>
    <message>
        <source>The credential with the factory token&apos;s PIN is not used: {why}.</source>
        <translation>Die Anmeldedaten mit der PIN des Werkstokens werden nicht benutzt: {why}.</translation>
    </message>
    <message>
        <source>Type the PIN. Two supervisors make a credential anew: &apos;station hsm credential set&apos;.</source>
        <translation>Die PIN eingeben. Zwei Schichtleiter machen sie neu: &apos;station hsm credential set&apos;.</translation>
    </message>
    <message>
        <source>The factory&apos;s HSM gave a certificate that its CA&apos;s signature doesn&apos;t fit.</source>
        <translation>Das HSM des Werks gab ein Zertifikat, zu dem die Signatur seiner CA nicht passt.</translation>
    </message>
    <message>
        <source>Make no more units with this HSM, and call the supervisor: it may be broken.</source>
        <translation>Mit diesem HSM keine Einheiten mehr machen und Schichtleitung rufen: Es kann defekt sein.</translation>
    </message>
    <message>
        <source>The record {path} can&apos;t be opened.</source>
        <translation>Die Aufzeichnung {path} kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The record was written by a newer Station.</source>
        <translation>Die Aufzeichnung wurde von einer neueren Station geschrieben.</translation>
    </message>
    <message>
        <source>Install the newer version of Station.</source>
        <translation>Die neuere Version von Station installieren.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. Nothing was lost.</source>
        <translation>Schichtleitung rufen, um Platz zu schaffen. Nichts ging verloren.</translation>
    </message>
    <message>
        <source>This record is in use by another Station, or by a push or an export.</source>
        <translation>Diese Aufzeichnung wird von einer anderen Station, einem Push oder Export benutzt.</translation>
    </message>
    <message>
        <source>Close the other Station, or let the push end (Ctrl-C there), then start again.</source>
        <translation>Die andere Station schließen oder den Push enden lassen (dort Ctrl-C), dann neu starten.</translation>
    </message>
    <message>
        <source>A unit named {registration_id} is already enrolled.</source>
        <translation>Eine Einheit namens {registration_id} ist schon registriert.</translation>
    </message>
    <message>
        <source>A unit with this same TPM is already enrolled.</source>
        <translation>Eine Einheit mit demselben TPM ist schon registriert.</translation>
    </message>
    <message>
        <source>A unit with this same key is already enrolled.</source>
        <translation>Eine Einheit mit demselben Schlüssel ist schon registriert.</translation>
    </message>
    <message>
        <source>A unit with the serial number {serial} is already enrolled.</source>
        <translation>Eine Einheit mit der Seriennummer {serial} ist schon registriert.</translation>
    </message>
    <message>
        <source>The order {order} is complete: its quantity of {quantity} is used up.</source>
        <translation>Der Auftrag {order} ist vollständig: Seine Menge von {quantity} ist verbraucht.</translation>
    </message>
    <message>
        <source>Call the supervisor for the next order.</source>
        <translation>Schichtleitung rufen, für den nächsten Auftrag.</translation>
    </message>
    <message>
        <source>The order {order} is not open.</source>
        <translation>Der Auftrag {order} ist nicht offen.</translation>
    </message>
    <message>
        <source>Call the supervisor.</source>
        <translation>Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The record was changed by something other than Station.</source>
        <translation>Die Aufzeichnung wurde von etwas anderem als Station geändert.</translation>
    </message>
    <message>
        <source>A permission in the record is not genuine: {what}.</source>
        <translation>Eine Erlaubnis in der Aufzeichnung ist nicht echt: {what}.</translation>
    </message>
    <message>
        <source>The record is an old copy: {what} tells of a newer one.</source>
        <translation>Die Aufzeichnung ist eine alte Kopie: {what} kündet von einer neueren.</translation>
    </message>
    <message>
        <source>Call two supervisors. If the newer one is lost for good: &apos;station adopt --older&apos;.</source>
        <translation>Zwei Schichtleiter rufen. Ist die neuere endgültig verloren: &apos;station adopt --older&apos;.</translation>
    </message>
    <message>
        <source>There is no order {order}.</source>
        <translation>Es gibt keinen Auftrag {order}.</translation>
    </message>
    <message>
        <source>Run &apos;station order list&apos; to see the orders.</source>
        <translation>&apos;station order list&apos; zeigt die Aufträge.</translation>
    </message>
    <message>
        <source>There is no enrollment {name}.</source>
        <translation>Es gibt keine Registrierung {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments list&apos; to see the list.</source>
        <translation>&apos;station enrollments list&apos; zeigt die Liste.</translation>
    </message>
    <message>
        <source>There is already an order {order}.</source>
        <translation>Es gibt schon einen Auftrag {order}.</translation>
    </message>
    <message>
        <source>Give the new order another name.</source>
        <translation>Dem neuen Auftrag einen anderen Namen geben.</translation>
    </message>
    <message>
        <source>The record can&apos;t be written.</source>
        <translation>Die Aufzeichnung kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The order {order} is for another ID scope.</source>
        <translation>Der Auftrag {order} ist für einen anderen ID-Bereich.</translation>
    </message>
    <message>
        <source>Check the ID scope: it never changes.</source>
        <translation>ID-Bereich prüfen: Er ändert sich nie.</translation>
    </message>
    <message>
        <source>The unit is on the enrollment list, but the factory&apos;s token hasn&apos;t signed for it yet.</source>
        <translation>Die Einheit steht auf der Registrierungsliste, aber das Werkstoken hat noch nicht für sie signiert.</translation>
    </message>
    <message>
        <source>Put the unit aside and don&apos;t start it again. Call the supervisor.</source>
        <translation>Einheit beiseitelegen und nicht noch einmal starten. Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>That badge and PIN don&apos;t belong together.</source>
        <translation>Ausweis und PIN gehören nicht zusammen.</translation>
    </message>
    <message>
        <source>Try again, slowly.</source>
        <translation>Noch einmal, langsam.</translation>
    </message>
    <message>
        <source>The badge {badge} is somebody&apos;s already.</source>
        <translation>Der Ausweis {badge} gehört schon jemandem.</translation>
    </message>
    <message>
        <source>Use another badge.</source>
        <translation>Einen anderen Ausweis nehmen.</translation>
    </message>
    <message>
        <source>Nobody can be added like that: {why}.</source>
        <translation>So kann niemand hinzugefügt werden: {why}.</translation>
    </message>
    <message>
        <source>Change it, then try again.</source>
        <translation>Ändern, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There were too many wrong PINs: the badge waits {seconds} seconds.</source>
        <translation>Zu viele falsche PINs: Der Ausweis wartet {seconds} Sekunden.</translation>
    </message>
    <message>
        <source>Wait, then try again. If the PIN is forgotten, call the supervisor.</source>
        <translation>Warten, dann noch einmal versuchen. PIN vergessen: Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>No transcript of the run {run} is kept.</source>
        <translation>Vom Lauf {run} ist kein Mitschnitt aufbewahrt.</translation>
    </message>
    <message>
        <source>There is one of each run that spoke with its unit and did not pass: of the last thousand.</source>
        <translation>Es gibt einen von jedem nicht bestandenen Lauf, der mit seiner Einheit sprach: von den letzten tausend.</translation>
    </message>
    <message>
        <source>That takes a right which nobody here has given: {what}.</source>
        <translation>Das braucht ein Recht, das niemand hier gegeben hat: {what}.</translation>
    </message>
    <message>
        <source>Have a supervisor do it, or two where two are needed.</source>
        <translation>Einen Schichtleiter es tun lassen, oder zwei, wo zwei nötig sind.</translation>
    </message>
    <message>
        <source>It must be said why.</source>
        <translation>Der Grund ist anzugeben.</translation>
    </message>
    <message>
        <source>Give a reason of a few words.</source>
        <translation>Einen Grund von einigen Wörtern angeben.</translation>
    </message>
    <message>
        <source>The PIN of the badge {badge} must be changed first.</source>
        <translation>Die PIN des Ausweises {badge} muss erst geändert werden.</translation>
    </message>
    <message>
        <source>Change it at the log-in, or by &apos;station operator pin&apos;.</source>
        <translation>Bei der Anmeldung ändern oder mit &apos;station operator pin&apos;.</translation>
    </message>
    <message>
        <source>The badge {badge} is switched off.</source>
        <translation>Der Ausweis {badge} ist gesperrt.</translation>
    </message>
    <message>
        <source>Nobody has the badge {badge}.</source>
        <translation>Niemand hat den Ausweis {badge}.</translation>
    </message>
    <message>
        <source>Run &apos;station operator list&apos;.</source>
        <translation>&apos;station operator list&apos; zeigt alle.</translation>
    </message>
    <message>
        <source>{badge} is the only supervisor left.</source>
        <translation>{badge} ist der einzige Schichtleiter, der übrig ist.</translation>
    </message>
    <message>
        <source>Add another supervisor first, then switch this one off.</source>
        <translation>Erst einen anderen Schichtleiter hinzufügen, dann diesen sperren.</translation>
    </message>
    <message>
        <source>The unit {serial} was scrapped.</source>
        <translation>Die Einheit {serial} wurde verschrottet.</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor.</source>
        <translation>In die rote Kiste legen und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The unit {serial} is in quarantine.</source>
        <translation>Die Einheit {serial} ist in Quarantäne.</translation>
    </message>
    <message>
        <source>No unit {serial} is on record.</source>
        <translation>Keine Einheit {serial} ist verzeichnet.</translation>
    </message>
    <message>
        <source>Check the serial number; no unit is known before a run.</source>
        <translation>Seriennummer prüfen; vor einem Lauf ist keine Einheit bekannt.</translation>
    </message>
    <message>
        <source>That can&apos;t be done with the unit {serial}: it is {what}.</source>
        <translation>Mit der Einheit {serial} geht das nicht: Sie ist {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station unit show&apos; to see what became of it.</source>
        <translation>&apos;station unit show&apos; zeigt, was aus ihr wurde.</translation>
    </message>
    <message>
        <source>The unit {serial} is at work at a position.</source>
        <translation>Die Einheit {serial} ist an einer Position in Arbeit.</translation>
    </message>
    <message>
        <source>Wait until its run has ended.</source>
        <translation>Warten, bis ihr Lauf endet.</translation>
    </message>
    <message>
        <source>The scrap allowance of the order {order} is used up.</source>
        <translation>Das Ausschusskontingent des Auftrags {order} ist verbraucht.</translation>
    </message>
    <message>
        <source>Without one, no board can be swapped: scrap the unit and make another.</source>
        <translation>Ohne das kann keine Platine getauscht werden: verschrotten und eine andere machen.</translation>
    </message>
    <message>
        <source>The order {order} waits for its first article to be signed.</source>
        <translation>Der Auftrag {order} wartet darauf, dass sein Erstmuster unterschrieben wird.</translation>
    </message>
    <message>
        <source>Call the supervisor, who signs it or has another unit made.</source>
        <translation>Schichtleitung rufen: Sie unterschreibt es oder lässt eine andere Einheit machen.</translation>
    </message>
    <message>
        <source>The order {order} has no first article to decide on: {why}.</source>
        <translation>Der Auftrag {order} hat kein Erstmuster zu entscheiden: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how far it is.</source>
        <translation>&apos;station order show&apos; zeigt, wie weit er ist.</translation>
    </message>
    <message>
        <source>{badge} worked on the first article of {order} and can&apos;t sign it.</source>
        <translation>{badge} arbeitete am Erstmuster von {order} und kann es nicht unterschreiben.</translation>
    </message>
    <message>
        <source>Have another supervisor sign it.</source>
        <translation>Einen anderen Schichtleiter unterschreiben lassen.</translation>
    </message>
    <message>
        <source>The serial number {serial} is not on the list of the order {order}.</source>
        <translation>Die Seriennummer {serial} steht nicht auf der Liste des Auftrags {order}.</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be {quantity}: some of it is used already.</source>
        <translation>Die Menge von {order} kann nicht {quantity} sein: Ein Teil ist schon verbraucht.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos;: a quantity is at least what is enrolled, at work and lost.</source>
        <translation>&apos;station order show&apos;: Eine Menge umfasst mindestens Registriertes, Laufendes und Verlorenes.</translation>
    </message>
    <message>
        <source>The order {order} has had a run, so its ID scope stays as it is.</source>
        <translation>Der Auftrag {order} hatte einen Lauf, also bleibt sein ID-Bereich, wie er ist.</translation>
    </message>
    <message>
        <source>Close the order, and make a new one for the other ID scope.</source>
        <translation>Den Auftrag schließen und für den anderen ID-Bereich einen neuen anlegen.</translation>
    </message>
    <message>
        <source>{path}, line {line}: {why}.</source>
        <translation>{path}, Zeile {line}: {why}.</translation>
    </message>
    <message>
        <source>Correct that line, then give the list once more.</source>
        <translation>Diese Zeile berichtigen, dann die Liste noch einmal geben.</translation>
    </message>
    <message>
        <source>Nothing of the order {order} is left to carry over.</source>
        <translation>Vom Auftrag {order} ist nichts mehr zu übertragen.</translation>
    </message>
    <message>
        <source>Run &apos;station order close&apos; to close it.</source>
        <translation>&apos;station order close&apos; schließt ihn.</translation>
    </message>
    <message>
        <source>The file {path} is no anchor: {why}.</source>
        <translation>Die Datei {path} ist kein Anker: {why}.</translation>
    </message>
    <message>
        <source>Give an export&apos;s manifest.json, a report or the record of a unit.</source>
        <translation>manifest.json eines Exports, einen Bericht oder den Nachweis einer Einheit angeben.</translation>
    </message>
    <message>
        <source>The file {path} is not genuine: {why}.</source>
        <translation>Die Datei {path} ist nicht echt: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t trust it.</source>
        <translation>Ihr nicht vertrauen.</translation>
    </message>
    <message>
        <source>The copy {path} can&apos;t be read where it is: {why}.</source>
        <translation>Die Kopie {path} kann dort, wo sie ist, nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>Copy it, with all files beside it, to a folder that can be written.</source>
        <translation>Sie mit allen Dateien daneben in einen beschreibbaren Ordner kopieren.</translation>
    </message>
    <message>
        <source>This record is a copy, and the station went on with another one.</source>
        <translation>Diese Aufzeichnung ist eine Kopie, und die Station ging mit einer anderen weiter.</translation>
    </message>
    <message>
        <source>Work with the folder that was used last. If it is lost: &apos;station adopt --older&apos;.</source>
        <translation>Mit dem zuletzt benutzten Ordner arbeiten. Ist er verloren: &apos;station adopt --older&apos;.</translation>
    </message>
    <message>
        <source>The folder {path} was copied or moved here from elsewhere.</source>
        <translation>Der Ordner {path} wurde von anderswo hierher kopiert oder verschoben.</translation>
    </message>
    <message>
        <source>Call two supervisors. If the old one is used no more: &apos;station adopt&apos;.</source>
        <translation>Zwei Schichtleiter rufen. Wird der alte nicht mehr benutzt: &apos;station adopt&apos;.</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be raised: the numbers after its own belong to others.</source>
        <translation>Die Menge von {order} kann nicht erhöht werden: Die nächsten Nummern gehören anderen.</translation>
    </message>
    <message>
        <source>Make another order, or have another allotment issued.</source>
        <translation>Einen anderen Auftrag anlegen oder eine andere Zuteilung ausstellen lassen.</translation>
    </message>
    <message>
        <source>That allotment was used here before, for the order {order}.</source>
        <translation>Diese Zuteilung wurde hier schon benutzt, für den Auftrag {order}.</translation>
    </message>
    <message>
        <source>Go on with that order; an allotment serves once.</source>
        <translation>Mit jenem Auftrag weitermachen; eine Zuteilung gilt einmal.</translation>
    </message>
    <message>
        <source>That can&apos;t be the new PIN: {why}.</source>
        <translation>Das kann nicht die neue PIN sein: {why}.</translation>
    </message>
    <message>
        <source>Choose another, then try again.</source>
        <translation>Eine andere wählen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The order {order} gives no unit another key.</source>
        <translation>Der Auftrag {order} gibt keiner Einheit einen anderen Schlüssel.</translation>
    </message>
    <message>
        <source>A supervisor changes that: &apos;station order change --reprovisioning new-key&apos;.</source>
        <translation>Ein Schichtleiter ändert das: &apos;station order change --reprovisioning new-key&apos;.</translation>
    </message>
    <message>
        <source>More than {quantity} places of {order} were given back by its scrap allowance already.</source>
        <translation>Mehr als {quantity} Plätze von {order} gab sein Ausschusskontingent schon zurück.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how many were.</source>
        <translation>&apos;station order show&apos; zeigt, wie viele es waren.</translation>
    </message>
    <message>
        <source>The unit {serial} was taken off the enrollment list meanwhile.</source>
        <translation>Die Einheit {serial} wurde inzwischen von der Registrierungsliste genommen.</translation>
    </message>
    <message>
        <source>The order {order} was begun before an older copy of the record was put back.</source>
        <translation>Der Auftrag {order} begann, bevor eine ältere Kopie der Aufzeichnung zurückgelegt wurde.</translation>
    </message>
    <message>
        <source>Call the supervisor: close it, and make another of what is known to be missing.</source>
        <translation>Schichtleitung rufen: ihn schließen und für das bekannt Fehlende einen anderen anlegen.</translation>
    </message>
    <message>
        <source>The unit {serial} was tried elsewhere while this position waited.</source>
        <translation>Die Einheit {serial} wurde anderswo versucht, während diese Position wartete.</translation>
    </message>
    <message>
        <source>Start it here again.</source>
        <translation>Hier noch einmal starten.</translation>
    </message>
    <message>
        <source>That allotment may have been used before an older copy of the record was put back.</source>
        <translation>Diese Zuteilung kann vor dem Zurücklegen einer älteren Kopie benutzt worden sein.</translation>
    </message>
    <message>
        <source>Have another one issued for what is known to be missing.</source>
        <translation>Für das bekannt Fehlende eine andere ausstellen lassen.</translation>
    </message>
    <message>
        <source>There is no PIN on record to give out of {what}.</source>
        <translation>Es ist keine PIN verzeichnet, die herausgegeben werden kann: {what}.</translation>
    </message>
    <message>
        <source>See with &apos;station unit show&apos; whether a unit&apos;s token has a PIN of its own.</source>
        <translation>&apos;station unit show&apos; zeigt, ob das Token einer Einheit eine eigene PIN hat.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the certificate in {path}.</source>
        <translation>Für das Zertifikat in {path} kann nichts verschlüsselt werden.</translation>
    </message>
    <message>
        <source>Take the customer&apos;s certificate, in PEM, with an RSA key of 2048 bits or more.</source>
        <translation>Das Zertifikat des Kunden nehmen, in PEM, mit RSA-Schlüssel ab 2048 Bit.</translation>
    </message>
    <message>
        <source>The record doesn&apos;t know the CA {name} as one that issues certificates.</source>
        <translation>Die Aufzeichnung kennt die CA {name} nicht als eine, die Zertifikate ausstellt.</translation>
    </message>
    <message>
        <source>Close the station and open it again, or name one that &apos;station hsm ca list&apos; shows.</source>
        <translation>Station schließen und wieder öffnen, oder eine aus &apos;station hsm ca list&apos; nennen.</translation>
    </message>
    <message>
        <source>The group {name} is disabled: it takes no units any more.</source>
        <translation>Die Gruppe {name} ist gesperrt: Sie nimmt keine Einheiten mehr.</translation>
    </message>
    <message>
        <source>Call the supervisor: the order needs another group. &apos;station group show&apos; says more.</source>
        <translation>Schichtleitung rufen: Der Auftrag braucht eine andere Gruppe. Mehr: &apos;station group show&apos;.</translation>
    </message>
    <message>
        <source>The key of the group {name} was wrapped for another owner, or for nobody.</source>
        <translation>Der Schlüssel der Gruppe {name} wurde für einen anderen Eigentümer verpackt oder für niemanden.</translation>
    </message>
    <message>
        <source>Take another group ID: a key is wrapped once, when it is made.</source>
        <translation>Eine andere Gruppen-ID nehmen: Ein Schlüssel wird einmal verpackt, wenn er entsteht.</translation>
    </message>
    <message>
        <source>There is no key of the group {name} on record.</source>
        <translation>Ein Schlüssel der Gruppe {name} ist nicht verzeichnet.</translation>
    </message>
    <message>
        <source>Run &apos;station group create&apos; with its ID: a real group&apos;s key is made before its order.</source>
        <translation>&apos;station group create&apos; mit ihrer ID: Der Schlüssel einer echten Gruppe kommt vor ihrem Auftrag.</translation>
    </message>
    <message>
        <source>The protocol is not the one that was signed: {path}.</source>
        <translation>Das Protokoll ist nicht das signierte: {path}.</translation>
    </message>
    <message>
        <source>Compare it with the copy on paper, and call the supervisor.</source>
        <translation>Mit der Kopie auf Papier vergleichen und Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The station&apos;s record knows nothing of that protocol.</source>
        <translation>Die Aufzeichnung der Station weiß nichts von diesem Protokoll.</translation>
    </message>
    <message>
        <source>Check that it is this station&apos;s; if so, call the supervisor.</source>
        <translation>Prüfen, ob es das dieser Station ist; wenn ja, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The group {name} must be given another key: {why}.</source>
        <translation>Die Gruppe {name} muss einen anderen Schlüssel bekommen: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station group rotate&apos; does it. The rule: &apos;station settings show&apos;.</source>
        <translation>Schichtleitung rufen: &apos;station group rotate&apos; tut es. Die Regel: &apos;station settings show&apos;.</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be changed like that: {why}.</source>
        <translation>Die Schlüssel der Gruppe {name} können so nicht geändert werden: {why}.</translation>
    </message>
    <message>
        <source>See them with &apos;station group show&apos;, and &apos;station group rotate --help&apos;.</source>
        <translation>Siehe &apos;station group show&apos; und &apos;station group rotate --help&apos;.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recovery certificate {path}: {why}.</source>
        <translation>Für das Wiederherstellungszertifikat {path} kann nichts verschlüsselt werden: {why}.</translation>
    </message>
    <message>
        <source>Take one with an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521.</source>
        <translation>Eines mit RSA-Schlüssel ab 2048 Bit nehmen oder EC auf P-256, P-384 oder P-521.</translation>
    </message>
    <message>
        <source>No recovery certificate is set, so nobody could open the backup.</source>
        <translation>Kein Wiederherstellungszertifikat ist gesetzt, also könnte niemand die Sicherung öffnen.</translation>
    </message>
    <message>
        <source>A supervisor names one, once: &apos;station backup FILE --to CERTIFICATE&apos;.</source>
        <translation>Ein Schichtleiter nennt einmal eines: &apos;station backup FILE --to CERTIFICATE&apos;.</translation>
    </message>
    <message>
        <source>The key {path} doesn&apos;t open the backup: {why}.</source>
        <translation>Der Schlüssel {path} öffnet die Sicherung nicht: {why}.</translation>
    </message>
    <message>
        <source>Take the private key of the recovery certificate whose SHA-256 the backup&apos;s entry names.</source>
        <translation>Den privaten Schlüssel des Zertifikats nehmen, dessen SHA-256 der Eintrag der Sicherung nennt.</translation>
    </message>
    <message>
        <source>The backup {path} is damaged, or none: {why}.</source>
        <translation>Die Sicherung {path} ist beschädigt oder keine: {why}.</translation>
    </message>
    <message>
        <source>Take another backup. Nothing was restored.</source>
        <translation>Eine andere Sicherung nehmen. Nichts wurde wiederhergestellt.</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be written: {why}.</source>
        <translation>Die Datei {path} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>Name another disk or folder. Nothing was left there.</source>
        <translation>Einen anderen Datenträger oder Ordner nennen. Dort blieb nichts zurück.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be written: its disk is read-only.</source>
        <translation>Der Ordner {path} kann nicht beschrieben werden: Sein Datenträger ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Call the supervisor. The record can be looked at, and backed up, as it is.</source>
        <translation>Schichtleitung rufen. Die Aufzeichnung kann so angesehen und gesichert werden.</translation>
    </message>
    <message>
        <source>There is nothing to archive: {why}.</source>
        <translation>Es gibt nichts zu archivieren: {why}.</translation>
    </message>
    <message>
        <source>Name another day with --before; &apos;station archive&apos; takes runs that ended long ago.</source>
        <translation>Mit --before einen anderen Tag nennen; &apos;station archive&apos; nimmt lange beendete Läufe.</translation>
    </message>
    <message>
        <source>The archive {path} is not what was to be archived: {why}.</source>
        <translation>Das Archiv {path} ist nicht, was archiviert werden sollte: {why}.</translation>
    </message>
    <message>
        <source>Nothing was taken out of the record. Name another disk, then try again.</source>
        <translation>Nichts wurde aus der Aufzeichnung genommen. Anderen Datenträger nennen, noch einmal versuchen.</translation>
    </message>
    <message>
        <source>These runs stay in the record: {why}.</source>
        <translation>Diese Läufe bleiben in der Aufzeichnung: {why}.</translation>
    </message>
    <message>
        <source>Name an earlier day with --before, or change the rule: &apos;settings set --keep-days&apos;.</source>
        <translation>Mit --before früheren Tag nennen oder die Regel ändern: &apos;settings set --keep-days&apos;.</translation>
    </message>
    <message>
        <source>The station can&apos;t be backed up: {why}.</source>
        <translation>Die Station kann nicht gesichert werden: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor. No backup was made.</source>
        <translation>Schichtleitung rufen. Es wurde keine Sicherung gemacht.</translation>
    </message>
    <message>
        <source>Nothing is stopped there: {what}.</source>
        <translation>Dort ist nichts angehalten: {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench stops&apos; to see what stands still.</source>
        <translation>&apos;station bench stops&apos; zeigt, was stillsteht.</translation>
    </message>
    <message>
        <source>No contact is counted at position {position}.</source>
        <translation>An Position {position} wird kein Kontakt gezählt.</translation>
    </message>
    <message>
        <source>Run &apos;station bench contacts list&apos; to see what is counted.</source>
        <translation>&apos;station bench contacts list&apos; zeigt, was gezählt wird.</translation>
    </message>
    <message>
        <source>The list can&apos;t be gone on with after what --after names.</source>
        <translation>Die Liste kann nach dem, was --after nennt, nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Give --after as the command before said it, with the same --sort and --descending.</source>
        <translation>--after so geben, wie der Befehl davor es sagte, mit demselben --sort und --descending.</translation>
    </message>
    <message>
        <source>No {what} is on record for {name}: its positions take no unit while such a check is due.</source>
        <translation>Für {name} ist kein {what} verzeichnet: Seine Positionen nehmen keine Einheit bis zur Prüfung.</translation>
    </message>
    <message>
        <source>Put a unit on record for checks of that product, or change the rule.</source>
        <translation>Eine Einheit für Prüfungen dieses Produkts aufnehmen oder die Regel ändern.</translation>
    </message>
    <message>
        <source>Position {position} takes no unit yet: its check by the {what} isn&apos;t done.</source>
        <translation>Position {position} nimmt noch keine Einheit: Ihre Prüfung mit {what} fehlt.</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}, and see that the check is OK.</source>
        <translation>{what} in Position {position} einlegen und sehen, dass die Prüfung OK ist.</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be put on record for checks: {why}.</source>
        <translation>Die Einheit {serial} kann nicht für Prüfungen aufgenommen werden: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station check list&apos; and the help page on checks.</source>
        <translation>Siehe &apos;station check list&apos; und die Hilfeseite zu Prüfungen.</translation>
    </message>
    <message>
        <source>No unit {serial} is on record for checks.</source>
        <translation>Keine Einheit {serial} ist für Prüfungen verzeichnet.</translation>
    </message>
    <message>
        <source>Run &apos;station check list&apos; to see which are.</source>
        <translation>&apos;station check list&apos; zeigt, welche es sind.</translation>
    </message>
    <message>
        <source>More than one enrollment matches {name}: {what}.</source>
        <translation>Mehr als eine Registrierung passt zu {name}: {what}.</translation>
    </message>
    <message>
        <source>Give more of it, or the serial number. &apos;station enrollments list --find&apos; shows them all.</source>
        <translation>Mehr davon angeben oder die Seriennummer. &apos;station enrollments list --find&apos; zeigt alle.</translation>
    </message>
    <message>
        <source>The {what} was enrolled elsewhere: it came with import {quantity}, of {name}.</source>
        <translation>Anderswo registriert ({what}): Es kam mit Import {quantity}, von {name}.</translation>
    </message>
    <message>
        <source>A unit with this same {what} was enrolled elsewhere: import {quantity}, of {name}.</source>
        <translation>Eine Einheit mit demselben ({what}) wurde anderswo registriert: Import {quantity}, von {name}.</translation>
    </message>
    <message>
        <source>That list can&apos;t be imported: {why}.</source>
        <translation>Diese Liste kann nicht importiert werden: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station enrollments imports&apos;.</source>
        <translation>Siehe &apos;station enrollments imports&apos;.</translation>
    </message>
    <message>
        <source>There is no import {quantity}, or it was forgotten.</source>
        <translation>Es gibt keinen Import {quantity}, oder er wurde vergessen.</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments imports&apos; to see which there are.</source>
        <translation>&apos;station enrollments imports&apos; zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>The record gets a newer form, for which the disk needs {quantity} MiB free.</source>
        <translation>Die Aufzeichnung bekommt eine neuere Form, wofür {quantity} MiB frei sein müssen.</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. The record is as it was.</source>
        <translation>Schichtleitung rufen, um Platz zu schaffen. Die Aufzeichnung ist, wie sie war.</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t let in by the group {name}.</source>
        <translation>Die Einheit {serial} wird von der Gruppe {name} nicht eingelassen.</translation>
    </message>
    <message>
        <source>See &apos;station enrollments show&apos; for its order, and &apos;station group list&apos; for groups.</source>
        <translation>&apos;station enrollments show&apos; zeigt ihren Auftrag, &apos;station group list&apos; die Gruppen.</translation>
    </message>
    <message>
        <source>The key {name} can&apos;t serve both a group and units that are enrolled one by one.</source>
        <translation>Der Schlüssel {name} kann nicht zugleich einer Gruppe und einzeln registrierten Einheiten dienen.</translation>
    </message>
    <message>
        <source>Give the order a group ID of its own: --group-id.</source>
        <translation>Dem Auftrag eine eigene Gruppen-ID geben: --group-id.</translation>
    </message>
    <message>
        <source>This label of the unit {serial} is void: label {quantity} was printed after it.</source>
        <translation>Dieses Etikett der Einheit {serial} ist ungültig: danach wurde Etikett {quantity} gedruckt.</translation>
    </message>
    <message>
        <source>Take it off and throw it away. Use the newest label of the unit.</source>
        <translation>Abnehmen und wegwerfen. Das neueste Etikett der Einheit nehmen.</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be given that label: {why}.</source>
        <translation>Die Einheit {serial} kann dieses Etikett nicht bekommen: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station label list&apos; for the labels of each unit.</source>
        <translation>Die Etiketten jeder Einheit zeigt &apos;station label list&apos;.</translation>
    </message>
    <message>
        <source>The serial number {serial} doesn&apos;t fit this product.</source>
        <translation>Die Seriennummer {serial} passt nicht zu diesem Produkt.</translation>
    </message>
    <message>
        <source>Check that the unit belongs to this order.</source>
        <translation>Prüfen, ob die Einheit zu diesem Auftrag gehört.</translation>
    </message>
    <message>
        <source>The scanned serial number is {scanned}, but the unit says {serial}.</source>
        <translation>Die gescannte Seriennummer ist {scanned}, aber die Einheit sagt {serial}.</translation>
    </message>
    <message>
        <source>Scan the label of the unit that is plugged in.</source>
        <translation>Das Etikett der eingesteckten Einheit scannen.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>Der Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Start it again when you are ready.</source>
        <translation>Neu starten, wenn es weitergehen kann.</translation>
    </message>
    <message>
        <source>The step {step} took too long.</source>
        <translation>Der Schritt {step} dauerte zu lange.</translation>
    </message>
    <message>
        <source>There is no position {position}.</source>
        <translation>Es gibt keine Position {position}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench list&apos; to see the positions.</source>
        <translation>&apos;station bench list&apos; zeigt die Positionen.</translation>
    </message>
    <message>
        <source>No bench is set up.</source>
        <translation>Es ist keine Werkbank eingerichtet.</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to start one for practice.</source>
        <translation>&apos;station practice bench&apos; startet eine zum Üben.</translation>
    </message>
    <message>
        <source>Practice parts can&apos;t be used in a real order, nor real ones in practice.</source>
        <translation>Übungsteile gehen nicht in einem echten Auftrag, echte nicht zum Üben.</translation>
    </message>
    <message>
        <source>The position {position} has no slot for a security token.</source>
        <translation>Die Position {position} hat keinen Steckplatz für ein Sicherheitstoken.</translation>
    </message>
    <message>
        <source>Use another position, or call the supervisor.</source>
        <translation>Eine andere Position nehmen oder Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a registration ID: {why}.</source>
        <translation>{text} kann keine Registrierungs-ID sein: {why}.</translation>
    </message>
    <message>
        <source>Use only letters, digits and - . _ : with a letter, digit or dash at the end.</source>
        <translation>Nur Buchstaben, Ziffern und - . _ : nehmen, am Ende Buchstabe, Ziffer oder Bindestrich.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a device ID: {why}.</source>
        <translation>{text} kann keine Geräte-ID sein: {why}.</translation>
    </message>
    <message>
        <source>Use 1 to 128 letters, digits and signs out of - + % _ # * ? ! ( ) , . : = @ $ &apos; only.</source>
        <translation>Nur 1 bis 128 Buchstaben, Ziffern und Zeichen aus - + % _ # * ? ! ( ) , . : = @ $ &apos; nehmen.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be an ID scope.</source>
        <translation>{text} kann kein ID-Bereich sein.</translation>
    </message>
    <message>
        <source>Copy it from the overview page of the service.</source>
        <translation>Ihn von der Übersichtsseite des Dienstes kopieren.</translation>
    </message>
    <message>
        <source>That is not a symmetric key: {why}.</source>
        <translation>Das ist kein symmetrischer Schlüssel: {why}.</translation>
    </message>
    <message>
        <source>Give 16 to 64 bytes, written in base64.</source>
        <translation>16 bis 64 Bytes geben, in Base64 geschrieben.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be the name in a certificate: {why}.</source>
        <translation>{text} kann nicht der Name in einem Zertifikat sein: {why}.</translation>
    </message>
    <message>
        <source>With X.509, use a registration ID of at most 64 characters.</source>
        <translation>Bei X.509 eine Registrierungs-ID von höchstens 64 Zeichen nehmen.</translation>
    </message>
    <message>
        <source>Something went wrong that Station doesn&apos;t know.</source>
        <translation>Etwas ging schief, das Station nicht kennt.</translation>
    </message>
    <message>
        <source>That is not a SAS token: {why}.</source>
        <translation>Das ist kein SAS-Token: {why}.</translation>
    </message>
    <message>
        <source>Copy all of it, from SharedAccessSignature to the end.</source>
        <translation>Ganz kopieren, von SharedAccessSignature bis zum Ende.</translation>
    </message>
    <message>
        <source>The run was broken off: the station stopped.</source>
        <translation>Der Lauf brach ab: Die Station hielt an.</translation>
    </message>
    <message>
        <source>Start over with this unit.</source>
        <translation>Mit dieser Einheit von vorn beginnen.</translation>
    </message>
    <message>
        <source>The scan of {serial} at position {position} is still open.</source>
        <translation>Der Scan von {serial} an Position {position} ist noch offen.</translation>
    </message>
    <message>
        <source>Start that unit, or take its scan back. Then scan again.</source>
        <translation>Diese Einheit starten oder ihren Scan zurücknehmen. Dann noch einmal scannen.</translation>
    </message>
    <message>
        <source>No position waits for a scan.</source>
        <translation>Keine Position wartet auf einen Scan.</translation>
    </message>
    <message>
        <source>Finish a position first, then scan the next unit.</source>
        <translation>Erst eine Position fertig machen, dann die nächste Einheit scannen.</translation>
    </message>
    <message>
        <source>No order is assigned to position {position}.</source>
        <translation>Der Position {position} ist kein Auftrag zugewiesen.</translation>
    </message>
    <message>
        <source>Call the supervisor, who can assign one.</source>
        <translation>Schichtleitung rufen: Sie kann einen zuweisen.</translation>
    </message>
    <message>
        <source>{serial} is already at position {position}.</source>
        <translation>{serial} ist schon an Position {position}.</translation>
    </message>
    <message>
        <source>Scan the label of the other unit.</source>
        <translation>Das Etikett der anderen Einheit scannen.</translation>
    </message>
    <message>
        <source>There is no unit at position {position}.</source>
        <translation>An Position {position} ist keine Einheit.</translation>
    </message>
    <message>
        <source>Put the unit in, then start it again.</source>
        <translation>Einheit einlegen, dann noch einmal starten.</translation>
    </message>
    <message>
        <source>What is plugged in at position {position} is a keyboard: {name}.</source>
        <translation>Was an Position {position} steckt, ist eine Tastatur: {name}.</translation>
    </message>
    <message>
        <source>Take it out, put it aside and call the supervisor. It may have typed something.</source>
        <translation>Herausnehmen, beiseitelegen und Schichtleitung rufen. Sie kann etwas getippt haben.</translation>
    </message>
    <message>
        <source>The unit {serial} has passed here already.</source>
        <translation>Die Einheit {serial} hat hier schon bestanden.</translation>
    </message>
    <message>
        <source>Take it out and put the next one in.</source>
        <translation>Herausnehmen und die nächste einlegen.</translation>
    </message>
    <message>
        <source>No unit was plugged in at position {position} in time.</source>
        <translation>An Position {position} wurde nicht rechtzeitig eine Einheit eingesteckt.</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos; again, and plug a unit in when it asks for it.</source>
        <translation>&apos;station bench teach&apos; noch einmal ausführen und eine Einheit einstecken, wenn es fragt.</translation>
    </message>
    <message>
        <source>The port {port} has no name that stays the same.</source>
        <translation>Der Anschluss {port} hat keinen Namen, der gleich bleibt.</translation>
    </message>
    <message>
        <source>Write its name into the bench file yourself, if you know that it doesn&apos;t change.</source>
        <translation>Seinen Namen selbst in die Werkbankdatei schreiben, wenn er sich sicher nicht ändert.</translation>
    </message>
    <message>
        <source>The unit was not switched off in time, to prove what it keeps.</source>
        <translation>Die Einheit wurde nicht rechtzeitig ausgeschaltet, um zu beweisen, was sie behält.</translation>
    </message>
    <message>
        <source>Start again, and switch the unit off and on when the station says so.</source>
        <translation>Neu starten und aus- und einschalten, wenn die Station es sagt.</translation>
    </message>
    <message>
        <source>The unit didn&apos;t come back after it was restarted.</source>
        <translation>Die Einheit kam nach dem Neustart nicht wieder.</translation>
    </message>
    <message>
        <source>The unit lost its identity when it was restarted.</source>
        <translation>Die Einheit verlor beim Neustart ihre Identität.</translation>
    </message>
    <message>
        <source>The unit is to prove that it keeps its identity.</source>
        <translation>Die Einheit soll beweisen, dass sie ihre Identität behält.</translation>
    </message>
    <message>
        <source>Switch the unit off, and leave it in. Call the supervisor if that can&apos;t be done.</source>
        <translation>Einheit ausschalten und drin lassen. Geht das nicht, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The unit is off.</source>
        <translation>Die Einheit ist aus.</translation>
    </message>
    <message>
        <source>Switch the unit on again. Call the supervisor if it stays off.</source>
        <translation>Einheit wieder einschalten. Bleibt sie aus, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The unit holds another certificate than the one that it was given.</source>
        <translation>Die Einheit hat ein anderes Zertifikat als das, das sie bekam.</translation>
    </message>
    <message>
        <source>The scanned code can&apos;t be read: {why}.</source>
        <translation>Der gescannte Code kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>Scan it once more. If that doesn&apos;t help, call the supervisor.</source>
        <translation>Noch einmal scannen. Hilft das nicht, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>That scan has no {what}, which is still wanted.</source>
        <translation>Diesem Scan fehlt noch: {what}.</translation>
    </message>
    <message>
        <source>Scan that code of the label.</source>
        <translation>Diesen Code des Etiketts scannen.</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is {text}, but for this product it is {what}.</source>
        <translation>{name} auf dem Etikett ist {text}, bei diesem Produkt aber {what}.</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is in a code of the kind {what}, and this one is {text}.</source>
        <translation>{name} auf dem Etikett steht in einem Code der Art {what}, und dieser ist {text}.</translation>
    </message>
    <message>
        <source>Scan the other code of the label.</source>
        <translation>Den anderen Code des Etiketts scannen.</translation>
    </message>
    <message>
        <source>Two scans say different things of {name}: {what} and {text}.</source>
        <translation>Zwei Scans sagen Verschiedenes über {name}: {what} und {text}.</translation>
    </message>
    <message>
        <source>Scan all codes of one label again.</source>
        <translation>Alle Codes eines Etiketts noch einmal scannen.</translation>
    </message>
    <message>
        <source>The unit&apos;s {name} is {text}, but for this product it is like {what}.</source>
        <translation>{name} der Einheit ist {text}, bei diesem Produkt aber wie {what}.</translation>
    </message>
    <message>
        <source>The unit answers {text} to {name}, but not as this product: {what}.</source>
        <translation>Die Einheit antwortet {text} auf {name}, aber nicht wie dieses Produkt: {what}.</translation>
    </message>
    <message>
        <source>The factory&apos;s system refuses this unit here: {why}.</source>
        <translation>Das System des Werks weist diese Einheit hier ab: {why}.</translation>
    </message>
    <message>
        <source>Take the unit out and put it where it belongs. It isn&apos;t broken.</source>
        <translation>Einheit herausnehmen und dorthin bringen, wo sie hingehört. Sie ist nicht defekt.</translation>
    </message>
    <message>
        <source>The factory&apos;s system doesn&apos;t say whether this unit may be worked on: {why}.</source>
        <translation>Das System des Werks sagt nicht, ob an dieser Einheit gearbeitet werden darf: {why}.</translation>
    </message>
    <message>
        <source>Leave the unit as it is. Try again later, or call the supervisor.</source>
        <translation>Einheit lassen, wie sie ist. Später noch einmal versuchen oder Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The factory&apos;s system gives an answer that Station can&apos;t use: {why}.</source>
        <translation>Das System des Werks gibt eine Antwort, die Station nicht brauchen kann: {why}.</translation>
    </message>
    <message>
        <source>The unit is tried again: {what}.</source>
        <translation>Die Einheit wird noch einmal versucht: {what}.</translation>
    </message>
    <message>
        <source>Leave the unit in; the station tries again by itself.</source>
        <translation>Einheit drin lassen; die Station versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>The profile {name} asks the worker, and nobody can be asked here.</source>
        <translation>Das Profil {name} fragt den Werker, und hier kann niemand gefragt werden.</translation>
    </message>
    <message>
        <source>Work in Station&apos;s window, or run the command at a terminal.</source>
        <translation>Im Fenster von Station arbeiten oder den Befehl in einem Terminal ausführen.</translation>
    </message>
    <message>
        <source>What was asked about the unit was not answered in time: {name}.</source>
        <translation>Eine Frage zur Einheit wurde nicht rechtzeitig beantwortet: {name}.</translation>
    </message>
    <message>
        <source>Start the unit again, and answer when the station asks.</source>
        <translation>Einheit neu starten und antworten, wenn die Station fragt.</translation>
    </message>
    <message>
        <source>The worker found that the unit is not right: {name} is {text}.</source>
        <translation>Der Werker fand, dass die Einheit nicht stimmt: {name} ist {text}.</translation>
    </message>
    <message>
        <source>That is no answer to what is asked at position {position}.</source>
        <translation>Das ist keine Antwort auf die Frage an Position {position}.</translation>
    </message>
    <message>
        <source>Look at what is asked there, and answer it once more.</source>
        <translation>Ansehen, was dort gefragt ist, und noch einmal antworten.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t hold the key that it was enrolled with.</source>
        <translation>Die Einheit hat nicht den Schlüssel, mit dem sie registriert wurde.</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor, who can give it a new key.</source>
        <translation>In die rote Kiste legen und Schichtleitung rufen: Sie kann ihr einen neuen Schlüssel geben.</translation>
    </message>
    <message>
        <source>What an earlier run left on the token is replaced: {what}.</source>
        <translation>Was ein früherer Lauf auf dem Token ließ, wird ersetzt: {what}.</translation>
    </message>
    <message>
        <source>Leave the unit in: the station goes on, and checks it as any other.</source>
        <translation>Einheit drin lassen: Die Station macht weiter und prüft sie wie jede andere.</translation>
    </message>
    <message>
        <source>The unit gave the key of an earlier run, its own or another&apos;s: it must make a new one.</source>
        <translation>Die Einheit gab den Schlüssel eines früheren Laufs: Sie muss einen neuen erzeugen.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t have the key that it was given.</source>
        <translation>Die Einheit hat den Schlüssel nicht, den sie bekam.</translation>
    </message>
    <message>
        <source>The security token doesn&apos;t take the PIN that this unit&apos;s token was given.</source>
        <translation>Das Sicherheitstoken nimmt die PIN nicht, die das Token dieser Einheit bekam.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be another unit&apos;s.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Ihr Token kann das einer anderen sein.</translation>
    </message>
    <message>
        <source>The security token holds the key of the unit {serial}, which has passed.</source>
        <translation>Das Sicherheitstoken hat den Schlüssel der Einheit {serial}, die bestanden hat.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be that unit&apos;s.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: Ihr Token kann das jener Einheit sein.</translation>
    </message>
    <message>
        <source>What the run {run} left in the unit {serial} can&apos;t be looked up here.</source>
        <translation>Was der Lauf {run} in der Einheit {serial} ließ, kann hier nicht nachgesehen werden.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: &apos;station unit show&apos; says what to do.</source>
        <translation>Einheit beiseitelegen und Schichtleitung rufen: &apos;station unit show&apos; sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>The station stopped after the unit {serial} got a certificate; it has not passed.</source>
        <translation>Die Station hielt an, nachdem die Einheit {serial} ein Zertifikat bekam; sie hat nicht bestanden.</translation>
    </message>
    <message>
        <source>Take it out and put it in again: it gets another one. If that fails, use the red box.</source>
        <translation>Herausnehmen und neu einlegen: Sie bekommt ein anderes. Scheitert das: rote Kiste.</translation>
    </message>
    <message>
        <source>What the station was doing with a security token when it stopped hasn&apos;t ended yet.</source>
        <translation>Was die Station beim Anhalten mit einem Sicherheitstoken tat, ist noch nicht zu Ende.</translation>
    </message>
    <message>
        <source>Wait a minute and unlock it again. If that doesn&apos;t help, restart this computer.</source>
        <translation>Eine Minute warten und noch einmal entsperren. Hilft das nicht, Computer neu starten.</translation>
    </message>
    <message>
        <source>Position {position} stands still: {why}.</source>
        <translation>Position {position} steht still: {why}.</translation>
    </message>
    <message>
        <source>Start nothing here and call the supervisor, who looks into it and restarts it.</source>
        <translation>Hier nichts starten und Schichtleitung rufen: Sie prüft es und gibt sie wieder frei.</translation>
    </message>
    <message>
        <source>The order {order} stands still: {why}.</source>
        <translation>Der Auftrag {order} steht still: {why}.</translation>
    </message>
    <message>
        <source>Start nothing for this order and call the supervisor, who restarts it.</source>
        <translation>Für diesen Auftrag nichts starten und Schichtleitung rufen: Sie gibt ihn wieder frei.</translation>
    </message>
    <message>
        <source>The whole bench stands still: {why}.</source>
        <translation>Die ganze Werkbank steht still: {why}.</translation>
    </message>
    <message>
        <source>Put that unit aside, start nothing and call the supervisor, who restarts the bench.</source>
        <translation>Jene Einheit beiseitelegen, nichts starten, Schichtleitung rufen: Sie gibt wieder frei.</translation>
    </message>
    <message>
        <source>The contacts of position {position} are worn: {what} units since they were renewed.</source>
        <translation>Die Kontakte von Position {position} sind verschlissen: {what} Einheiten seit dem Wechsel.</translation>
    </message>
    <message>
        <source>Start nothing here and call maintenance, who renews them and resets the count.</source>
        <translation>Hier nichts starten und Instandhaltung rufen: Sie wechselt sie und setzt die Zählung zurück.</translation>
    </message>
    <message>
        <source>The contacts of position {position} wear out: {what} units since they were renewed.</source>
        <translation>Die Kontakte von Position {position} verschleißen: {what} Einheiten seit dem Wechsel.</translation>
    </message>
    <message>
        <source>Go on. Tell maintenance that they are due.</source>
        <translation>Weitermachen. Der Instandhaltung sagen, dass sie fällig sind.</translation>
    </message>
    <message>
        <source>The unit {serial} is a {what}: it is for checks, and is never provisioned.</source>
        <translation>Die Einheit {serial} ist ein {what}: Sie ist für Prüfungen und wird nie bereitgestellt.</translation>
    </message>
    <message>
        <source>Leave it in: its check begins.</source>
        <translation>Drin lassen: Ihre Prüfung beginnt.</translation>
    </message>
    <message>
        <source>Position {position} first needs its check: by the {what}.</source>
        <translation>Position {position} braucht erst ihre Prüfung: mit {what}.</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}.</source>
        <translation>{what} in Position {position} einlegen.</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was let through. This position doesn&apos;t see that it is bad.</source>
        <translation>Prüfung: Der Red Rabbit {serial} kam durch. Diese Position sieht nicht, dass er schlecht ist.</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was refused, but for another reason: {what}.</source>
        <translation>Prüfung: Der Red Rabbit {serial} wurde abgewiesen, aber aus anderem Grund: {what}.</translation>
    </message>
    <message>
        <source>Check that it is well seated, and start it again. If it stays so, call the supervisor.</source>
        <translation>Prüfen, ob er richtig sitzt, und noch einmal starten. Bleibt es so, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>Check: the golden unit {serial} was refused: {what}.</source>
        <translation>Prüfung: Die Golden Unit {serial} wurde abgewiesen: {what}.</translation>
    </message>
    <message>
        <source>The unit {serial} checks positions that make {name}, and not position {position}.</source>
        <translation>Die Einheit {serial} prüft Positionen, die {name} machen, und nicht Position {position}.</translation>
    </message>
    <message>
        <source>Take it out, and put in the unit for this product.</source>
        <translation>Herausnehmen und die Einheit für dieses Produkt einlegen.</translation>
    </message>
    <message>
        <source>A check run can&apos;t look at this unit as closely as is wanted: {why}.</source>
        <translation>Ein Prüflauf kann diese Einheit nicht so genau ansehen wie gewünscht: {why}.</translation>
    </message>
    <message>
        <source>Use another unit for checks of this product; the help page on checks says which.</source>
        <translation>Eine andere Einheit für Prüfungen nehmen; die Hilfeseite zu Prüfungen sagt, welche.</translation>
    </message>
    <message>
        <source>The fixture is open.</source>
        <translation>Die Vorrichtung ist offen.</translation>
    </message>
    <message>
        <source>Close the fixture: the unit starts then.</source>
        <translation>Vorrichtung schließen: Dann startet die Einheit.</translation>
    </message>
    <message>
        <source>The fixture was not opened since the last unit.</source>
        <translation>Die Vorrichtung wurde seit der letzten Einheit nicht geöffnet.</translation>
    </message>
    <message>
        <source>Open it, change the unit and close it: the unit starts then.</source>
        <translation>Öffnen, Einheit wechseln und schließen: Dann startet die Einheit.</translation>
    </message>
    <message>
        <source>The profile {name} wants each unit to rehearse, and nothing here can do that.</source>
        <translation>Das Profil {name} will, dass jede Einheit probt, und nichts hier kann das.</translation>
    </message>
    <message>
        <source>Work by Station&apos;s window, or by its command &apos;station provision&apos;.</source>
        <translation>Mit dem Fenster von Station arbeiten oder mit dem Befehl &apos;station provision&apos;.</translation>
    </message>
    <message>
        <source>Position {position} first needs its check, and no {what} is on record for this product.</source>
        <translation>Position {position} braucht erst ihre Prüfung, und kein {what} ist für dieses Produkt verzeichnet.</translation>
    </message>
    <message>
        <source>Call the supervisor: no {what} is on record for this product.</source>
        <translation>Schichtleitung rufen: Kein {what} ist für dieses Produkt verzeichnet.</translation>
    </message>
    <message>
        <source>The unit {serial} passed, but has no label: {why}.</source>
        <translation>Die Einheit {serial} hat bestanden, aber kein Etikett: {why}.</translation>
    </message>
    <message>
        <source>Put that right, then press Print label.</source>
        <translation>Das in Ordnung bringen, dann Etikett drucken wählen.</translation>
    </message>
    <message>
        <source>This isn&apos;t the label of the unit {serial} at position {position}.</source>
        <translation>Das ist nicht das Etikett der Einheit {serial} an Position {position}.</translation>
    </message>
    <message>
        <source>Take the label off, stick on the one of this unit, and scan that.</source>
        <translation>Etikett abnehmen, das dieser Einheit aufkleben und scannen.</translation>
    </message>
    <message>
        <source>The card {what} does nothing here: {why}.</source>
        <translation>Die Karte {what} bewirkt hier nichts: {why}.</translation>
    </message>
    <message>
        <source>Look at what the position asks for, and scan the card for that.</source>
        <translation>Ansehen, worum die Position bittet, und die Karte dafür scannen.</translation>
    </message>
    <message>
        <source>That is {what}, and not a unit&apos;s label.</source>
        <translation>Das ist {what} und nicht das Etikett einer Einheit.</translation>
    </message>
    <message>
        <source>Scan the label of the unit.</source>
        <translation>Das Etikett der Einheit scannen.</translation>
    </message>
    <message>
        <source>The scanner&apos;s test code arrived changed: {why}.</source>
        <translation>Der Testcode des Scanners kam verändert an: {why}.</translation>
    </message>
    <message>
        <source>Switch Caps Lock off, wipe the sheet, and scan the code once more.</source>
        <translation>Feststelltaste ausschalten, Blatt abwischen und den Code noch einmal scannen.</translation>
    </message>
    <message>
        <source>Something in the window went wrong that nobody foresaw.</source>
        <translation>Im Fenster ging etwas schief, das niemand vorhergesehen hat.</translation>
    </message>
    <message>
        <source>Go on: units at work do. If it comes again, close Station and start it again.</source>
        <translation>Weitermachen: Einheiten in Arbeit laufen weiter. Kommt es wieder, Station neu starten.</translation>
    </message>
    <message>
        <source>A part of Station ended that should be at work: {name}.</source>
        <translation>Ein Teil von Station, der arbeiten sollte, ist beendet: {name}.</translation>
    </message>
    <message>
        <source>Let units at work end. Then close Station and start it again.</source>
        <translation>Einheiten in Arbeit enden lassen. Dann Station schließen und neu starten.</translation>
    </message>
    <message>
        <source>There is nothing new to export.</source>
        <translation>Es gibt nichts Neues zu exportieren.</translation>
    </message>
    <message>
        <source>Add --again to export everything once more.</source>
        <translation>--again hinzufügen, um alles noch einmal zu exportieren.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be used.</source>
        <translation>Der Ordner {path} kann nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Name a new or empty folder.</source>
        <translation>Einen neuen oder leeren Ordner nennen.</translation>
    </message>
    <message>
        <source>The manifest&apos;s signature is not genuine.</source>
        <translation>Die Signatur des Manifests ist nicht echt.</translation>
    </message>
    <message>
        <source>Don&apos;t use this export.</source>
        <translation>Diesen Export nicht benutzen.</translation>
    </message>
    <message>
        <source>The file {path} is not what was exported.</source>
        <translation>Die Datei {path} ist nicht, was exportiert wurde.</translation>
    </message>
    <message>
        <source>There is no export format {name}.</source>
        <translation>Es gibt kein Exportformat {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station export --help&apos; to see the formats.</source>
        <translation>&apos;station export --help&apos; zeigt die Formate.</translation>
    </message>
    <message>
        <source>Keys are never written in the clear outside practice.</source>
        <translation>Schlüssel werden außerhalb der Übung nie im Klartext geschrieben.</translation>
    </message>
    <message>
        <source>Push the group or export it encrypted.</source>
        <translation>Die Gruppe per Push senden oder verschlüsselt exportieren.</translation>
    </message>
    <message>
        <source>The enrollment {name} would be refused: {why}.</source>
        <translation>Die Registrierung {name} würde abgewiesen: {why}.</translation>
    </message>
    <message>
        <source>The file given with --trust holds no certificate.</source>
        <translation>Die mit --trust gegebene Datei enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>Give a certificate, in PEM or DER.</source>
        <translation>Ein Zertifikat geben, in PEM oder DER.</translation>
    </message>
    <message>
        <source>The enrollments are for several services: {scopes}.</source>
        <translation>Die Registrierungen sind für mehrere Dienste: {scopes}.</translation>
    </message>
    <message>
        <source>Export each --order by itself.</source>
        <translation>Jeden --order einzeln exportieren.</translation>
    </message>
    <message>
        <source>An earlier export to {path} had been cut short. It is in its place now, and complete.</source>
        <translation>Ein früherer Export nach {path} war unterbrochen. Er ist jetzt an seinem Platz und vollständig.</translation>
    </message>
    <message>
        <source>Name another folder to export what came since.</source>
        <translation>Für seither Dazugekommenes einen anderen Ordner nennen.</translation>
    </message>
    <message>
        <source>The export is complete and on record, but can&apos;t be moved from {part} to {path}.</source>
        <translation>Der Export ist vollständig und verzeichnet, kann aber nicht von {part} nach {path} verschoben werden.</translation>
    </message>
    <message>
        <source>Move that folder yourself, as it is: it is the export.</source>
        <translation>Jenen Ordner selbst verschieben, wie er ist: Er ist der Export.</translation>
    </message>
    <message>
        <source>The manifest was written by a newer Station.</source>
        <translation>Das Manifest wurde von einer neueren Station geschrieben.</translation>
    </message>
    <message>
        <source>The export would have more files than one manifest can list.</source>
        <translation>Der Export hätte mehr Dateien, als ein Manifest aufführen kann.</translation>
    </message>
    <message>
        <source>Take --format jsonl or zip, which have few files, or export each --order by itself.</source>
        <translation>--format jsonl oder zip mit wenigen Dateien nehmen, oder jeden --order einzeln exportieren.</translation>
    </message>
    <message>
        <source>The hand-off {name} doesn&apos;t work now: {why}.</source>
        <translation>Die Übergabe {name} geht jetzt nicht: {why}.</translation>
    </message>
    <message>
        <source>What waits is sent once it works. Call the supervisor if it stays so.</source>
        <translation>Was wartet, wird gesendet, sobald sie geht. Bleibt es so, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The hand-off {name} refuses what it is told: {why}.</source>
        <translation>Die Übergabe {name} weist ab, was ihr gesagt wird: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever runs it why. After that, &apos;station handoff send --refused&apos; sends it again.</source>
        <translation>Den Betreiber fragen, warum. Danach sendet &apos;station handoff send --refused&apos; noch einmal.</translation>
    </message>
    <message>
        <source>The hand-off {name} has no password or token for this address.</source>
        <translation>Die Übergabe {name} hat für diese Adresse kein Passwort oder Token.</translation>
    </message>
    <message>
        <source>Run &apos;station handoff secret&apos; to give it.</source>
        <translation>&apos;station handoff secret&apos; gibt es ihr.</translation>
    </message>
    <message>
        <source>There is no hand-off {name}.</source>
        <translation>Es gibt keine Übergabe {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station handoff list&apos; to see them.</source>
        <translation>&apos;station handoff list&apos; zeigt sie.</translation>
    </message>
    <message>
        <source>The hand-off {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>Die Übergabe {name} gibt eine unverständliche Antwort: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to read the help page on hand-offs.</source>
        <translation>Den Betreiber bitten, die Hilfeseite zu Übergaben zu lesen.</translation>
    </message>
    <message>
        <source>The hand-off {name} takes no password or token.</source>
        <translation>Die Übergabe {name} nimmt kein Passwort oder Token.</translation>
    </message>
    <message>
        <source>Its auth in handoff.toml says so: change that first.</source>
        <translation>Ihr auth in handoff.toml sagt es so: erst das ändern.</translation>
    </message>
    <message>
        <source>That can&apos;t be a password or token: {why}.</source>
        <translation>Das kann kein Passwort oder Token sein: {why}.</translation>
    </message>
    <message>
        <source>Check it, then give it once more.</source>
        <translation>Prüfen, dann noch einmal geben.</translation>
    </message>
    <message>
        <source>The file {path} is not what was signed.</source>
        <translation>Die Datei {path} ist nicht, was signiert wurde.</translation>
    </message>
    <message>
        <source>Don&apos;t rely on this report.</source>
        <translation>Sich auf diesen Bericht nicht verlassen.</translation>
    </message>
    <message>
        <source>The allotment {path} is not genuine: {why}.</source>
        <translation>Die Zuteilung {path} ist nicht echt: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t use it. Have the station that issued it hand it over once more, with all its files.</source>
        <translation>Nicht benutzen. Die ausstellende Station soll sie mit allen Dateien noch einmal übergeben.</translation>
    </message>
    <message>
        <source>The allotment {path} can&apos;t be used here: {why}.</source>
        <translation>Die Zuteilung {path} kann hier nicht benutzt werden: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever issued the allotment; &apos;station order allot --to&apos; issues one.</source>
        <translation>Den Aussteller der Zuteilung fragen; &apos;station order allot --to&apos; stellt eine aus.</translation>
    </message>
    <message>
        <source>The export {path} is not from the station that the allotment names.</source>
        <translation>Der Export {path} ist nicht von der Station, die die Zuteilung nennt.</translation>
    </message>
    <message>
        <source>Don&apos;t take these units in. Ask which station made them, and for its own allotment.</source>
        <translation>Diese Einheiten nicht annehmen. Fragen, welche Station sie machte, und nach deren Zuteilung.</translation>
    </message>
    <message>
        <source>The unit {serial} in {path} is one too many: {why}.</source>
        <translation>Die Einheit {serial} in {path} ist eine zu viel: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t take it in. The allotment says how many units there may be, and their numbers.</source>
        <translation>Nicht annehmen. Die Zuteilung sagt, wie viele Einheiten es sein dürfen, und ihre Nummern.</translation>
    </message>
    <message>
        <source>Two different units have the number {text} of the allotment: {serial} in {path} is one.</source>
        <translation>Zwei verschiedene Einheiten haben die Nummer {text} der Zuteilung: {serial} in {path} ist eine.</translation>
    </message>
    <message>
        <source>Don&apos;t take them in. Ask the station that made them to have its record verified.</source>
        <translation>Nicht annehmen. Die Station, die sie machte, soll ihre Aufzeichnung prüfen lassen.</translation>
    </message>
    <message>
        <source>The export {path} can&apos;t be checked against the allotment: {why}.</source>
        <translation>Der Export {path} kann nicht mit der Zuteilung verglichen werden: {why}.</translation>
    </message>
    <message>
        <source>Export the order by itself, all of it again, and check that.</source>
        <translation>Den Auftrag allein und ganz noch einmal exportieren und das prüfen.</translation>
    </message>
    <message>
        <source>The key of the group {name} is wrapped for no owner: no export can hold it.</source>
        <translation>Der Schlüssel der Gruppe {name} ist für keinen Eigentümer verpackt: Kein Export kann ihn enthalten.</translation>
    </message>
    <message>
        <source>Push it if it was made --for-push, else export as csv. The next takes --service-owner.</source>
        <translation>Per Push senden, falls mit --for-push, sonst als csv. Der nächste: mit --service-owner.</translation>
    </message>
    <message>
        <source>The service {name} can&apos;t be added: {why}.</source>
        <translation>Der Dienst {name} kann nicht hinzugefügt werden: {why}.</translation>
    </message>
    <message>
        <source>Correct that, as the service&apos;s portal has it, then try again.</source>
        <translation>Wie im Portal des Dienstes berichtigen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no service {name}.</source>
        <translation>Es gibt keinen Dienst {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station service list&apos; to see the services.</source>
        <translation>&apos;station service list&apos; zeigt die Dienste.</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates of {quantity} CAs; the service takes two.</source>
        <translation>Die Einheiten der Gruppe {name} haben Zertifikate von {quantity} CAs; der Dienst nimmt zwei.</translation>
    </message>
    <message>
        <source>Export as dps-csv and enrol them one by one. The next units need another group&apos;s order.</source>
        <translation>Als dps-csv exportieren und einzeln registrieren. Die nächsten brauchen den Auftrag einer anderen Gruppe.</translation>
    </message>
    <message>
        <source>That is no connection string of a provisioning service: {why}.</source>
        <translation>Das ist keine Verbindungszeichenfolge eines Bereitstellungsdienstes: {why}.</translation>
    </message>
    <message>
        <source>Copy it once more, whole, as the service&apos;s portal shows it.</source>
        <translation>Noch einmal ganz kopieren, wie das Portal des Dienstes sie zeigt.</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t work now: {why}.</source>
        <translation>Der Bereitstellungsdienst {name} geht jetzt nicht: {why}.</translation>
    </message>
    <message>
        <source>Check the network, then try again. Call the supervisor if it stays so.</source>
        <translation>Netz prüfen, dann noch einmal versuchen. Bleibt es so, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t let this station in.</source>
        <translation>Der Bereitstellungsdienst {name} lässt diese Station nicht ein.</translation>
    </message>
    <message>
        <source>Check this PC&apos;s clock. If it is right: the service&apos;s new key, or the role in Entra ID.</source>
        <translation>Uhr dieses PCs prüfen. Stimmt sie: der neue Schlüssel des Dienstes oder die Rolle in Entra ID.</translation>
    </message>
    <message>
        <source>The provisioning service {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>Der Bereitstellungsdienst {name} gibt eine unverständliche Antwort: {why}.</translation>
    </message>
    <message>
        <source>Look at the service what it has now, before anything is sent again.</source>
        <translation>Am Dienst nachsehen, was er jetzt hat, bevor noch etwas gesendet wird.</translation>
    </message>
    <message>
        <source>Practice speaks to its own service alone, and {name} isn&apos;t that.</source>
        <translation>Übung spricht nur mit dem eigenen Dienst, und {name} ist es nicht.</translation>
    </message>
    <message>
        <source>Use a station that is set up for production.</source>
        <translation>Eine für die Produktion eingerichtete Station nehmen.</translation>
    </message>
    <message>
        <source>The provisioning service {name} refuses what it is asked: {why}.</source>
        <translation>Der Bereitstellungsdienst {name} lehnt die Anfrage ab: {why}.</translation>
    </message>
    <message>
        <source>The provisioning service {name} is asked too often: it wants a pause of {seconds} s.</source>
        <translation>Der Bereitstellungsdienst {name} wird zu oft gefragt: Er will {seconds} s Pause.</translation>
    </message>
    <message>
        <source>Try again after that.</source>
        <translation>Danach noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t assigned by the service: {why}.</source>
        <translation>Die Einheit {serial} wird vom Dienst nicht zugewiesen: {why}.</translation>
    </message>
    <message>
        <source>The enrollment {name} couldn&apos;t be made at the service: {why}.</source>
        <translation>Die Registrierung {name} konnte am Dienst nicht angelegt werden: {why}.</translation>
    </message>
    <message>
        <source>The practice service did not start: {why}.</source>
        <translation>Der Übungsdienst ist nicht gestartet: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is wrong.</source>
        <translation>&apos;station doctor&apos; ausführen: Es sagt, was nicht stimmt.</translation>
    </message>
    <message>
        <source>Units with the mechanism {name} can&apos;t rehearse: {why}.</source>
        <translation>Einheiten mit dem Verfahren {name} können nicht proben: {why}.</translation>
    </message>
    <message>
        <source>Leave &apos;rehearse&apos; out of the profile.</source>
        <translation>&apos;rehearse&apos; aus dem Profil lassen.</translation>
    </message>
    <message>
        <source>The practice service that units rehearse with doesn&apos;t work: {why}.</source>
        <translation>Der Übungsdienst, mit dem Einheiten proben, geht nicht: {why}.</translation>
    </message>
    <message>
        <source>Start the unit again. Call the supervisor if it stays so.</source>
        <translation>Einheit neu starten. Bleibt es so, Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>It isn&apos;t said which provisioning service is meant, and {why}.</source>
        <translation>Es ist nicht gesagt, welcher Bereitstellungsdienst gemeint ist, und {why}.</translation>
    </message>
    <message>
        <source>Name it with --service: &apos;station service list&apos; says which there are.</source>
        <translation>Mit --service nennen: &apos;station service list&apos; sagt, welche es gibt.</translation>
    </message>
    <message>
        <source>What the service has as {name} was changed there meanwhile.</source>
        <translation>Was der Dienst als {name} hat, wurde dort inzwischen geändert.</translation>
    </message>
    <message>
        <source>Look at it, then try again. What others changed is as they left it.</source>
        <translation>Ansehen, dann noch einmal versuchen. Was andere änderten, ist unverändert.</translation>
    </message>
    <message>
        <source>The service has nothing of the name {name} any more.</source>
        <translation>Der Dienst hat nichts mehr unter dem Namen {name}.</translation>
    </message>
    <message>
        <source>Compare list and service: &apos;station reconcile&apos;.</source>
        <translation>Liste und Dienst vergleichen: &apos;station reconcile&apos;.</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be changed without a loss: {why}.</source>
        <translation>Was der Dienst als {name} hat, kann nicht ohne Verlust geändert werden: {why}.</translation>
    </message>
    <message>
        <source>Change it at the service&apos;s portal. Nothing was changed now.</source>
        <translation>Im Portal des Dienstes ändern. Jetzt wurde nichts geändert.</translation>
    </message>
    <message>
        <source>It isn&apos;t known which ID scope the service {name} has, and {why}.</source>
        <translation>Der ID-Bereich des Dienstes {name} ist nicht bekannt, und {why}.</translation>
    </message>
    <message>
        <source>Give it: &apos;station service add&apos; with --id-scope.</source>
        <translation>Angeben: &apos;station service add&apos; mit --id-scope.</translation>
    </message>
    <message>
        <source>The push has stopped: the service {name} doesn&apos;t answer any more: {why}.</source>
        <translation>Der Push hielt an: Der Dienst {name} antwortet nicht mehr: {why}.</translation>
    </message>
    <message>
        <source>Check the network, then give the same command again. It goes on where it stopped.</source>
        <translation>Netz prüfen, dann denselben Befehl noch einmal geben. Es geht weiter, wo es anhielt.</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {why} that of the service {name}, which doesn&apos;t let it in.</source>
        <translation>Die Uhr dieses PCs ist {why} der des Dienstes {name}, der ihn nicht einlässt.</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock, then give the same command again.</source>
        <translation>Uhr dieses PCs stellen, dann denselben Befehl noch einmal geben.</translation>
    </message>
    <message>
        <source>The service {name} has enrollments of the ID scope {why}; these are of {what}.</source>
        <translation>Der Dienst {name} hat Registrierungen des ID-Bereichs {why}; diese sind von {what}.</translation>
    </message>
    <message>
        <source>Name the order, or the service, that belong together.</source>
        <translation>Auftrag oder Dienst nennen, die zusammengehören.</translation>
    </message>
    <message>
        <source>Orders of different ID scopes can&apos;t be pushed together: {why}.</source>
        <translation>Aufträge verschiedener ID-Bereiche können nicht zusammen gesendet werden: {why}.</translation>
    </message>
    <message>
        <source>Push them one by one, with --order.</source>
        <translation>Einzeln senden, mit --order.</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be replaced: it isn&apos;t known in which state it was.</source>
        <translation>Was der Dienst als {name} hat, kann nicht ersetzt werden: Sein Zustand war nicht bekannt.</translation>
    </message>
    <message>
        <source>Read it again: &apos;station push --again&apos;. Then look at both sides, and decide.</source>
        <translation>Noch einmal lesen: &apos;station push --again&apos;. Dann beide Seiten ansehen und entscheiden.</translation>
    </message>
    <message>
        <source>What is on record of {name} isn&apos;t what was shown.</source>
        <translation>Was von {name} verzeichnet ist, ist nicht, was gezeigt wurde.</translation>
    </message>
    <message>
        <source>Nothing was decided. Look again: &apos;station push --conflicts&apos;.</source>
        <translation>Nichts wurde entschieden. Noch einmal ansehen: &apos;station push --conflicts&apos;.</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates: it has no key of its own.</source>
        <translation>Die Einheiten der Gruppe {name} haben Zertifikate: Sie hat keinen eigenen Schlüssel.</translation>
    </message>
    <message>
        <source>Have another CA issue by &apos;station hsm ca roll&apos;; exports then name both of its CAs.</source>
        <translation>Mit &apos;station hsm ca roll&apos; eine andere CA ausstellen lassen; Exporte nennen dann beide CAs.</translation>
    </message>
    <message>
        <source>A document of the provisioning service can&apos;t be understood: {why}.</source>
        <translation>Ein Dokument des Bereitstellungsdienstes ist unverständlich: {why}.</translation>
    </message>
    <message>
        <source>Nothing was changed. Look at it in the service&apos;s portal.</source>
        <translation>Nichts wurde geändert. Im Portal des Dienstes ansehen.</translation>
    </message>
    <message>
        <source>The document {name} came without its keys: sent back so, its units would be dead.</source>
        <translation>Das Dokument {name} kam ohne Schlüssel: So zurückgesendet, wären seine Einheiten tot.</translation>
    </message>
    <message>
        <source>Nothing was sent. The supervisor needs a policy that may read and write enrollments.</source>
        <translation>Nichts wurde gesendet. Nötig ist eine Richtlinie, die Registrierungen lesen und schreiben darf.</translation>
    </message>
    <message>
        <source>There is no export number {quantity}.</source>
        <translation>Es gibt keinen Export Nummer {quantity}.</translation>
    </message>
    <message>
        <source>The manifest.json of each export says its number. Name one of them.</source>
        <translation>manifest.json jedes Exports sagt seine Nummer. Eine davon nennen.</translation>
    </message>
    <message>
        <source>Signing in by Entra ID needs a part that isn&apos;t installed here.</source>
        <translation>Anmelden mit Entra ID braucht einen Teil, der hier nicht installiert ist.</translation>
    </message>
    <message>
        <source>Install Station as a Python package with it: pip install &apos;station[entra]&apos;.</source>
        <translation>Station als Python-Paket damit installieren: pip install &apos;station[entra]&apos;.</translation>
    </message>
    <message>
        <source>Entra ID doesn&apos;t let this station in at the service {name}: {why}.</source>
        <translation>Entra ID lässt diese Station am Dienst {name} nicht ein: {why}.</translation>
    </message>
    <message>
        <source>Check that in Entra ID; &apos;station service add&apos; takes another secret.</source>
        <translation>Das in Entra ID prüfen; &apos;station service add&apos; nimmt ein anderes Geheimnis.</translation>
    </message>
    <message>
        <source>The station can&apos;t sign in so: {why}.</source>
        <translation>So kann die Station sich nicht anmelden: {why}.</translation>
    </message>
    <message>
        <source>Correct it: &apos;station service add --help&apos; has all.</source>
        <translation>Berichtigen: &apos;station service add --help&apos; hat alles.</translation>
    </message>
    <message>
        <source>A person has to sign in at the service {name}, and nobody is there to be asked.</source>
        <translation>Eine Person muss sich am Dienst {name} anmelden, und niemand ist da, der gefragt werden kann.</translation>
    </message>
    <message>
        <source>Give a command in a terminal, such as &apos;station push&apos;, and sign in as it says.</source>
        <translation>Einen Befehl im Terminal geben, etwa &apos;station push&apos;, und anmelden, wie es sagt.</translation>
    </message>
    <message>
        <source>The keys of the units of order {order} can&apos;t be exported: {why}.</source>
        <translation>Die Schlüssel der Einheiten von Auftrag {order} können nicht exportiert werden: {why}.</translation>
    </message>
    <message>
        <source>Push it, or export it with --recipient CERT, the service owner&apos;s, in any form but csv.</source>
        <translation>Per Push senden oder mit --recipient CERT des Diensteigentümers exportieren, außer als csv.</translation>
    </message>
    <message>
        <source>The key of the group {name} may not leave the factory&apos;s token for a push.</source>
        <translation>Der Schlüssel der Gruppe {name} darf das Werkstoken nicht für einen Push verlassen.</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos; for whom it was wrapped. Make the next group&apos;s key --for-push.</source>
        <translation>&apos;station group show&apos; sagt, für wen er verpackt ist. Die nächste Gruppe mit --for-push.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recipient&apos;s certificate: {why}.</source>
        <translation>Für das Zertifikat des Empfängers kann nichts verschlüsselt werden: {why}.</translation>
    </message>
    <message>
        <source>Take the service owner&apos;s RSA certificate, of 2048 bits at least, in PEM or DER.</source>
        <translation>Das RSA-Zertifikat des Diensteigentümers nehmen, mindestens 2048 Bit, in PEM oder DER.</translation>
    </message>
    <message>
        <source>The list {path} can&apos;t be read: {why}.</source>
        <translation>Die Liste {path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>Correct it, then import it. Nothing was changed.</source>
        <translation>Berichtigen, dann importieren. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The column {name} can&apos;t be imported: {why}.</source>
        <translation>Die Spalte {name} kann nicht importiert werden: {why}.</translation>
    </message>
    <message>
        <source>Name it as the file&apos;s first line does: &apos;--map COLUMN=FIELD&apos;. &apos;import --help&apos; has fields.</source>
        <translation>Wie in der ersten Zeile der Datei nennen: &apos;--map COLUMN=FIELD&apos;. Felder: &apos;import --help&apos;.</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be pushed: {why}.</source>
        <translation>Die Schlüssel der Gruppe {name} können nicht gesendet werden: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos;: it says for whom each key is wrapped. The rest goes on.</source>
        <translation>Siehe &apos;station group show&apos;: dort steht, für wen jeder Schlüssel verpackt ist. Der Rest geht weiter.</translation>
    </message>
    <message>
        <source>The service has other keys of the group {name} than it was given.</source>
        <translation>Der Dienst hat andere Schlüssel der Gruppe {name}, als ihm gegeben wurden.</translation>
    </message>
    <message>
        <source>Push again. If it stays so, look at the group at the service&apos;s portal.</source>
        <translation>Noch einmal senden. Bleibt es so, die Gruppe im Portal des Dienstes ansehen.</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not TOML: {why}.</source>
        <translation>{path}, Zeile {line}: Das ist kein TOML: {why}.</translation>
    </message>
    <message>
        <source>Correct that line, then try again.</source>
        <translation>Diese Zeile berichtigen, dann noch einmal versuchen.</translation>
    </message>
    <message>
        <source>{path}, line {line}, {key}: {why}.</source>
        <translation>{path}, Zeile {line}, {key}: {why}.</translation>
    </message>
    <message>
        <source>There is no profile {name}.</source>
        <translation>Es gibt kein Profil {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see the profiles.</source>
        <translation>&apos;station profile list&apos; zeigt die Profile.</translation>
    </message>
    <message>
        <source>The profile {name} was changed after the order was made.</source>
        <translation>Das Profil {name} wurde geändert, nachdem der Auftrag angelegt war.</translation>
    </message>
    <message>
        <source>Call the supervisor: put the old profile back, or make a new order.</source>
        <translation>Schichtleitung rufen: das alte Profil zurücklegen oder einen neuen Auftrag anlegen.</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be read: {why}.</source>
        <translation>Die Datei {path} kann nicht gelesen werden: {why}.</translation>
    </message>
    <message>
        <source>Check its name, its owner and what it holds.</source>
        <translation>Ihren Namen, ihren Besitzer und ihren Inhalt prüfen.</translation>
    </message>
    <message>
        <source>Units of the profile {name} never ask for a {what}.</source>
        <translation>Einheiten des Profils {name} verlangen nie: {what}.</translation>
    </message>
    <message>
        <source>Check the order&apos;s name and which password is meant.</source>
        <translation>Den Namen des Auftrags prüfen und welches Passwort gemeint ist.</translation>
    </message>
    <message>
        <source>The profile {name} was released as {what} with another content.</source>
        <translation>Das Profil {name} wurde als {what} mit anderem Inhalt freigegeben.</translation>
    </message>
    <message>
        <source>Give the changed profile the next version, then release that.</source>
        <translation>Dem geänderten Profil die nächste Version geben, dann jene freigeben.</translation>
    </message>
    <message>
        <source>The profile {name} is not released.</source>
        <translation>Das Profil {name} ist nicht freigegeben.</translation>
    </message>
    <message>
        <source>Call the supervisor: two of them release it by &apos;station profile release&apos;.</source>
        <translation>Schichtleitung rufen: Zwei geben es mit &apos;station profile release&apos; frei.</translation>
    </message>
    <message>
        <source>No version of the profile {name} stands released.</source>
        <translation>Keine Version des Profils {name} ist freigegeben.</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see what is released.</source>
        <translation>&apos;station profile list&apos; zeigt, was freigegeben ist.</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be provisioned again by the policy {what}.</source>
        <translation>Einheiten des Profils {name} können nach der Regel {what} nicht noch einmal bereitgestellt werden.</translation>
    </message>
    <message>
        <source>Choose another: what the unit is born with, or is derived for it, can&apos;t be a new key.</source>
        <translation>Andere wählen: Womit die Einheit geboren ist, oder was abgeleitet wird, ist kein neuer Schlüssel.</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be enrolled this way: {what}.</source>
        <translation>Einheiten des Profils {name} können so nicht registriert werden: {what}.</translation>
    </message>
    <message>
        <source>Leave --enrollment out. A group has certificates or derived keys, and no device IDs.</source>
        <translation>--enrollment weglassen. Gruppen haben Zertifikate oder abgeleitete Schlüssel, keine Geräte-IDs.</translation>
    </message>
    <message>
        <source>The units&apos; tokens take no PIN of {quantity} characters, but of {what}.</source>
        <translation>Die Tokens der Einheiten nehmen keine PIN von {quantity} Zeichen, sondern von {what}.</translation>
    </message>
    <message>
        <source>Change pin_length in the profile&apos;s table [token].</source>
        <translation>pin_length in der Tabelle [token] des Profils ändern.</translation>
    </message>
    <message>
        <source>The profile names the unit&apos;s certificate &quot;{text}&quot; in {key}, but {why}.</source>
        <translation>Das Profil nennt das Zertifikat der Einheit &quot;{text}&quot; in {key}, aber {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the profile or the order&apos;s serial numbers are wrong.</source>
        <translation>Schichtleitung rufen: Das Profil oder die Seriennummern des Auftrags sind falsch.</translation>
    </message>
    <message>
        <source>The profile {name} gives device IDs, which units of an enrollment group can&apos;t have.</source>
        <translation>Das Profil {name} vergibt Geräte-IDs, die Einheiten einer Registrierungsgruppe nicht haben können.</translation>
    </message>
    <message>
        <source>Have its units enrolled one by one: --enrollment individual.</source>
        <translation>Die Einheiten einzeln registrieren lassen: --enrollment individual.</translation>
    </message>
    <message>
        <source>No label printer is set here.</source>
        <translation>Hier ist kein Etikettendrucker gesetzt.</translation>
    </message>
    <message>
        <source>Name one by &apos;station settings set --label-printer&apos;, or in the window&apos;s settings.</source>
        <translation>Einen mit &apos;station settings set --label-printer&apos; oder in den Regeln des Fensters nennen.</translation>
    </message>
    <message>
        <source>Units of the profile {name} get no label.</source>
        <translation>Einheiten des Profils {name} bekommen kein Etikett.</translation>
    </message>
    <message>
        <source>Give the profile a table [label], and release it as its next version.</source>
        <translation>Dem Profil eine Tabelle [label] geben und es als nächste Version freigeben.</translation>
    </message>
    <message>
        <source>The profile {name} isn&apos;t saved: somebody else changed its file, or made it.</source>
        <translation>Das Profil {name} ist nicht gespeichert: jemand anders hat seine Datei geändert oder angelegt.</translation>
    </message>
    <message>
        <source>Copy your text, open the profile again, and put your changes into it.</source>
        <translation>Text kopieren, Profil wieder öffnen und die Änderungen dort eintragen.</translation>
    </message>
    <message>
        <source>{what} is missing.</source>
        <translation>{what} fehlt.</translation>
    </message>
    <message>
        <source>Run &apos;packaging/run&apos; again: it installs what is missing.</source>
        <translation>&apos;packaging/run&apos; noch einmal ausführen: Es installiert, was fehlt.</translation>
    </message>
    <message>
        <source>The program {program} is missing.</source>
        <translation>Das Programm {program} fehlt.</translation>
    </message>
    <message>
        <source>Install it with &apos;apt install {package}&apos;.</source>
        <translation>Mit &apos;apt install {package}&apos; installieren.</translation>
    </message>
    <message>
        <source>Station can&apos;t write to the folder {path}.</source>
        <translation>Station kann nicht in den Ordner {path} schreiben.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s owner and the free space.</source>
        <translation>Besitzer des Ordners und freien Platz prüfen.</translation>
    </message>
    <message>
        <source>The command can&apos;t be understood: {why}.</source>
        <translation>Der Befehl ist unverständlich: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station --help&apos; to see the commands.</source>
        <translation>&apos;station --help&apos; zeigt die Befehle.</translation>
    </message>
    <message>
        <source>The folder {path} is not empty.</source>
        <translation>Der Ordner {path} ist nicht leer.</translation>
    </message>
    <message>
        <source>The practice bench did not start.</source>
        <translation>Die Übungswerkbank ist nicht gestartet.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is missing.</source>
        <translation>&apos;station doctor&apos; ausführen: Es sagt, was fehlt.</translation>
    </message>
    <message>
        <source>The folder {path} holds no station.</source>
        <translation>Im Ordner {path} ist keine Station.</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to make one for practice.</source>
        <translation>&apos;station practice bench&apos; legt eine zum Üben an.</translation>
    </message>
    <message>
        <source>No PIN or password was given for {what}.</source>
        <translation>Für {what} wurde keine PIN und kein Passwort gegeben.</translation>
    </message>
    <message>
        <source>Type it, or hand it over as the command&apos;s --help says.</source>
        <translation>Eingeben oder übergeben, wie --help des Befehls sagt.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t hold a practice bench: {why}.</source>
        <translation>Der Ordner {path} kann keine Übungswerkbank enthalten: {why}.</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>Einen anderen Ordner nennen.</translation>
    </message>
    <message>
        <source>The output can&apos;t be written: {why}.</source>
        <translation>Die Ausgabe kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>Send it elsewhere, or free some space. What was done is on record.</source>
        <translation>Anderswohin senden oder Platz schaffen. Was getan wurde, ist verzeichnet.</translation>
    </message>
    <message>
        <source>The station in {path} is damaged: {why}.</source>
        <translation>Die Station in {path} ist beschädigt: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: put a copy of that file back. Don&apos;t set up a new station there.</source>
        <translation>Schichtleitung rufen: eine Kopie der Datei zurücklegen. Dort keine neue Station einrichten.</translation>
    </message>
    <message>
        <source>Station has no permission for {path}.</source>
        <translation>Station hat keine Erlaubnis für {path}.</translation>
    </message>
    <message>
        <source>Sign in as the user whose station it is, or call the supervisor.</source>
        <translation>Als der Benutzer anmelden, dem die Station gehört, oder Schichtleitung rufen.</translation>
    </message>
    <message>
        <source>There is no display to open the window on.</source>
        <translation>Es gibt keinen Bildschirm, auf dem das Fenster geöffnet werden kann.</translation>
    </message>
    <message>
        <source>Start it at the bench&apos;s own screen. Without one, &apos;station --help&apos; lists the commands.</source>
        <translation>Am Bildschirm der Werkbank starten. Ohne einen: &apos;station --help&apos; nennt die Befehle.</translation>
    </message>
    <message>
        <source>The window can&apos;t start: {what} is missing.</source>
        <translation>Das Fenster kann nicht starten: {what} fehlt.</translation>
    </message>
    <message>
        <source>The two PINs are not the same.</source>
        <translation>Die beiden PINs sind verschieden.</translation>
    </message>
    <message>
        <source>Type the new PIN again, both times.</source>
        <translation>Die neue PIN beide Male noch einmal eingeben.</translation>
    </message>
    <message>
        <source>{text} is not a day or a time.</source>
        <translation>{text} ist weder Tag noch Zeit.</translation>
    </message>
    <message>
        <source>Write a day as 2026-11-24, a time as 06:00, and both as 2026-11-24T06:00.</source>
        <translation>Einen Tag als 2026-11-24 schreiben, eine Zeit als 06:00, beides als 2026-11-24T06:00.</translation>
    </message>
    <message>
        <source>No shift starts at {text}, but at {what}.</source>
        <translation>Keine Schicht beginnt um {text}, sondern um {what}.</translation>
    </message>
    <message>
        <source>Name one that does.</source>
        <translation>Eine nennen, die es gibt.</translation>
    </message>
    <message>
        <source>The time of the report ends before it begins.</source>
        <translation>Die Zeit des Berichts endet, bevor sie beginnt.</translation>
    </message>
    <message>
        <source>Give --from before --to.</source>
        <translation>--from vor --to geben.</translation>
    </message>
    <message>
        <source>Station doesn&apos;t take this PKCS#11 address: {why}.</source>
        <translation>Station nimmt diese PKCS#11-Adresse nicht: {why}.</translation>
    </message>
    <message>
        <source>Write it as pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.</source>
        <translation>So schreiben: pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.</translation>
    </message>
    <message>
        <source>There is no PKCS#11 module {name} here.</source>
        <translation>Hier gibt es kein PKCS#11-Modul {name}.</translation>
    </message>
    <message>
        <source>Name its library by the whole path. &apos;station hsm status&apos; lists those that are there.</source>
        <translation>Seine Bibliothek mit ganzem Pfad nennen. &apos;station hsm status&apos; zeigt die vorhandenen.</translation>
    </message>
    <message>
        <source>The ceremony in {path} was broken off.</source>
        <translation>Die Zeremonie in {path} brach ab.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony&apos; again: it goes on where it was.</source>
        <translation>&apos;station hsm ceremony&apos; noch einmal ausführen: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>There is a station in {path} already.</source>
        <translation>In {path} ist schon eine Station.</translation>
    </message>
    <message>
        <source>Use it as it is, or name a new folder with --data.</source>
        <translation>Sie benutzen, wie sie ist, oder mit --data einen neuen Ordner nennen.</translation>
    </message>
    <message>
        <source>Nobody has rehearsed this ceremony on this computer.</source>
        <translation>Niemand hat diese Zeremonie an diesem Computer geprobt.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony --rehearse&apos; with the same people first, or add --no-rehearsal.</source>
        <translation>Erst &apos;station hsm ceremony --rehearse&apos; mit denselben Personen, oder --no-rehearsal hinzufügen.</translation>
    </message>
    <message>
        <source>The ceremony stopped at the step {step}: not everybody agreed.</source>
        <translation>Die Zeremonie hielt beim Schritt {step} an: Nicht alle stimmten zu.</translation>
    </message>
    <message>
        <source>Find out why. Then run &apos;station hsm ceremony&apos; again: it goes on there.</source>
        <translation>Herausfinden, warum. Dann &apos;station hsm ceremony&apos; noch einmal: Es geht dort weiter.</translation>
    </message>
    <message>
        <source>That can&apos;t be a PKCS#11 library: {why}.</source>
        <translation>Das kann keine PKCS#11-Bibliothek sein: {why}.</translation>
    </message>
    <message>
        <source>The ceremony was stopped at the wish of those who hold it.</source>
        <translation>Die Zeremonie wurde auf Wunsch derer angehalten, die sie halten.</translation>
    </message>
    <message>
        <source>Hold it again when both are there: it goes on where it was.</source>
        <translation>Weiter, wenn beide da sind: Es geht weiter, wo es war.</translation>
    </message>
    <message>
        <source>The root token and the factory token are one: {label}.</source>
        <translation>Root-Token und Werkstoken sind eines: {label}.</translation>
    </message>
    <message>
        <source>Take two: &apos;station hsm ceremony --drop&apos; forgets the plan, so that it can begin anew.</source>
        <translation>Zwei nehmen: &apos;station hsm ceremony --drop&apos; verwirft den Plan, damit er neu beginnen kann.</translation>
    </message>
    <message>
        <source>The product wants hardware flow control, but lines of {port} are signals of the bench.</source>
        <translation>Das Produkt will Hardware-Flusssteuerung, aber Leitungen von {port} sind Signale der Werkbank.</translation>
    </message>
    <message>
        <source>Use another position, or wire the signals to another port.</source>
        <translation>Eine andere Position nehmen oder die Signale an einen anderen Anschluss legen.</translation>
    </message>
    <message>
        <source>The {what} has no copy for the escrow, so no second token can get it.</source>
        <translation>Für den Treuhänder gibt es keine Kopie ({what}), also bekommt kein zweites Token es.</translation>
    </message>
    <message>
        <source>Set up a station with an escrow, or a new group. Nothing of it was put on the token.</source>
        <translation>Station mit Treuhänder einrichten, oder neue Gruppe. Auf das Token kam nichts davon.</translation>
    </message>
    <message>
        <source>The drill shows that the second token is of no use yet: {what}.</source>
        <translation>Die Übung zeigt, dass das zweite Token noch nicht taugt: {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm init --second&apos; with that token again, then the drill.</source>
        <translation>&apos;station hsm init --second&apos; mit jenem Token noch einmal, dann die Übung.</translation>
    </message>
    <message>
        <source>The badge {badge} was not there when the second token was made ready.</source>
        <translation>Der Ausweis {badge} war nicht da, als das zweite Token vorbereitet wurde.</translation>
    </message>
    <message>
        <source>The two supervisors who made it ready agree, with the PINs that they had then.</source>
        <translation>Die zwei Schichtleiter, die es vorbereiteten, stimmen zu, mit ihren damaligen PINs.</translation>
    </message>
    <message>
        <source>The practice service can&apos;t use the folder {path}: {why}.</source>
        <translation>Der Übungsdienst kann den Ordner {path} nicht benutzen: {why}.</translation>
    </message>
    <message>
        <source>End what uses it, or name another folder with --data.</source>
        <translation>Beenden, was ihn benutzt, oder mit --data einen anderen Ordner nennen.</translation>
    </message>
    <message>
        <source>That was cancelled before it was done.</source>
        <translation>Das wurde abgebrochen, bevor es getan war.</translation>
    </message>
    <message>
        <source>Nothing is left of it. Give the command again when you are ready.</source>
        <translation>Nichts blieb davon. Den Befehl noch einmal geben, wenn es so weit ist.</translation>
    </message>
    <message>
        <source>There is a file {path} already.</source>
        <translation>Es gibt schon eine Datei {path}.</translation>
    </message>
    <message>
        <source>Name a new file: nothing is overwritten.</source>
        <translation>Eine neue Datei nennen: Nichts wird überschrieben.</translation>
    </message>
    <message>
        <source>A credential can&apos;t be made on this computer: {why}.</source>
        <translation>Auf diesem Computer können keine Anmeldedaten gemacht werden: {why}.</translation>
    </message>
    <message>
        <source>Install systemd 250 or newer, or go on typing the PIN. Nothing was changed.</source>
        <translation>systemd 250 oder neuer installieren, oder weiter die PIN eingeben. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Only the backup names the token&apos;s library {path}, and nobody said that it is trusted.</source>
        <translation>Nur die Sicherung nennt die Bibliothek {path} des Tokens, und niemand sagte, ihr sei zu trauen.</translation>
    </message>
    <message>
        <source>Look at that file; then give the command again with --trust-library.</source>
        <translation>Jene Datei ansehen; dann den Befehl mit --trust-library noch einmal geben.</translation>
    </message>
    <message>
        <source>Only root makes a credential on this computer, and this account isn&apos;t let: {why}.</source>
        <translation>Nur root macht hier Anmeldedaten, und dieses Konto darf nicht: {why}.</translation>
    </message>
    <message>
        <source>Use an account that sudo lets, or go on typing the PIN. Nothing was changed.</source>
        <translation>Ein Konto mit sudo nehmen, oder weiter die PIN eingeben. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>That can&apos;t be decided: {why}.</source>
        <translation>Das kann nicht entschieden werden: {why}.</translation>
    </message>
    <message>
        <source>Look at both sides with &apos;station push --conflicts&apos;, then decide what you saw.</source>
        <translation>Beide Seiten mit &apos;station push --conflicts&apos; ansehen, dann über das Gesehene entscheiden.</translation>
    </message>
    <message>
        <source>The service can&apos;t be told that of these units: {why}.</source>
        <translation>Das kann dem Dienst von diesen Einheiten nicht gesagt werden: {why}.</translation>
    </message>
    <message>
        <source>Leave that out, or choose a product that can have it.</source>
        <translation>Das weglassen oder ein Produkt wählen, das es haben kann.</translation>
    </message>
    <message>
        <source>The proxy can&apos;t be asked so: {why}.</source>
        <translation>So kann der Proxy nicht gefragt werden: {why}.</translation>
    </message>
    <message>
        <source>Give --proxy, --proxy-user and the password together, in one &apos;station service add&apos;.</source>
        <translation>--proxy, --proxy-user und das Passwort zusammen in einem &apos;station service add&apos; geben.</translation>
    </message>
    <message>
        <source>The window doesn&apos;t speak {language}, but {languages}.</source>
        <translation>Das Fenster spricht nicht {language}, sondern {languages}.</translation>
    </message>
    <message>
        <source>Name one of these.</source>
        <translation>Eine davon nennen.</translation>
    </message>
    <message>
        <source>The scanner is set to {name}, and the computer to {what}: codes arrive changed.</source>
        <translation>Der Scanner ist auf {name} gestellt, der Rechner auf {what}: Codes kommen verändert an.</translation>
    </message>
    <message>
        <source>Set the scanner to {what} by a code in its manual; then scan the test code again.</source>
        <translation>Den Scanner per Code aus seinem Handbuch auf {what} stellen; dann den Testcode noch einmal scannen.</translation>
    </message>
    <message>
        <source>This station is closed by a supervisor alone.</source>
        <translation>Diese Station schließt nur ein Schichtleiter.</translation>
    </message>
    <message>
        <source>Have a supervisor log in, press Ctrl+Q and close it.</source>
        <translation>Ein Schichtleiter meldet sich an, drückt Ctrl+Q und schließt sie.</translation>
    </message>
</context>
<context>
    <name>figures_words</name>
    <message>
        <source>First-pass yield {share}: {passed} of {tried} units.</source>
        <translation>Erstausbeute {share}: {passed} von {tried} Einheiten.</translation>
    </message>
    <message>
        <source>Final yield {share}: {passed} of {tried} units.</source>
        <translation>Endausbeute {share}: {passed} von {tried} Einheiten.</translation>
    </message>
    <message>
        <source>{rate} units an hour in {time} of work.</source>
        <translation>{rate} Einheiten pro Stunde in {time} Arbeit.</translation>
    </message>
    <message>
        <source>{count} runs passed</source>
        <translation>bestanden: {count} Läufe</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>gescheitert: {count}</translation>
    </message>
    <message>
        <source>{count} by the station&apos;s fault</source>
        <translation>durch Fehler der Station: {count}</translation>
    </message>
    <message>
        <source>{count} cancelled</source>
        <translation>abgebrochen: {count}</translation>
    </message>
    <message>
        <source>{count} going on</source>
        <translation>laufend: {count}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Ganzer Lauf</translation>
    </message>
</context>
<context>
    <name>group_words</name>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Rotation is due</source>
        <translation>Rotation fällig</translation>
    </message>
    <message>
        <source>Being rotated</source>
        <translation>Wird rotiert</translation>
    </message>
    <message>
        <source>Takes units</source>
        <translation>Nimmt Einheiten</translation>
    </message>
    <message>
        <source>No order yet</source>
        <translation>Noch kein Auftrag</translation>
    </message>
    <message>
        <source>It takes no units any more. Push or export it, so that the service knows.</source>
        <translation>Sie nimmt keine Einheiten mehr auf. Per Push senden oder exportieren, damit der Dienst es weiß.</translation>
    </message>
    <message>
        <source>It takes no units until it is rotated: {why}.</source>
        <translation>Sie nimmt keine Einheiten, bis sie rotiert ist: {why}.</translation>
    </message>
    <message>
        <source>Push, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>Senden, damit der Dienst beide Schlüssel hat. Den älteren ausmustern, wenn ihn keine Einheit mehr braucht.</translation>
    </message>
    <message>
        <source>Export, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>Exportieren, damit der Dienst beide Schlüssel hat. Den älteren ausmustern, sobald keine Einheit ihn braucht.</translation>
    </message>
    <message>
        <source>Another CA follows by “station hsm ca roll”: exports then name both, the earlier as primary.</source>
        <translation>Eine andere CA folgt durch „station hsm ca roll“: Exporte nennen dann beide, die frühere als primäre.</translation>
    </message>
    <message>
        <source>Each unit&apos;s key is derived from the group&apos;s, which is in the factory&apos;s token.</source>
        <translation>Der Schlüssel jeder Einheit wird aus dem der Gruppe abgeleitet, der im Werkstoken ist.</translation>
    </message>
    <message>
        <source>The service knows its CAs by the names {names}.</source>
        <translation>Der Dienst kennt ihre CAs unter den Namen {names}.</translation>
    </message>
    <message>
        <source>No unit has a certificate of it yet: its CA is the one that issues.</source>
        <translation>Noch keine Einheit hat ein Zertifikat von ihr: Ihre CA ist die, die ausstellt.</translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>Primärer Schlüssel</translation>
    </message>
    <message>
        <source>Secondary key</source>
        <translation>Sekundärer Schlüssel</translation>
    </message>
    <message>
        <source>Retired key</source>
        <translation>Ausgemusterter Schlüssel</translation>
    </message>
    <message>
        <source>a copy for the owner&apos;s certificate {owner} …</source>
        <translation>eine Kopie für das Zertifikat {owner} des Eigentümers …</translation>
    </message>
    <message>
        <source>no owner has a copy</source>
        <translation>kein Eigentümer hat eine Kopie</translation>
    </message>
    <message>
        <source>{role} (number {number}): since {day}, {units} units, {owner}</source>
        <translation>{role} (Nummer {number}): seit {day}, {units} Einheiten, {owner}</translation>
    </message>
    <message>
        <source>Primary CA</source>
        <translation>Primäre CA</translation>
    </message>
    <message>
        <source>Secondary CA</source>
        <translation>Sekundäre CA</translation>
    </message>
    <message>
        <source>No longer its CA</source>
        <translation>Nicht mehr ihre CA</translation>
    </message>
    <message>
        <source>{place}: {name}, {sha} …, {units} units, until {day}</source>
        <translation>{place}: {name}, {sha} …, {units} Einheiten, bis {day}</translation>
    </message>
</context>
<context>
    <name>guide</name>
    <message>
        <source>{name}: answer the question</source>
        <translation>{name}: Frage beantworten</translation>
    </message>
    <message>
        <source>{name}: do what it says</source>
        <translation>{name}: tun, was dort steht</translation>
    </message>
    <message>
        <source>{name}: start</source>
        <translation>{name}: starten</translation>
    </message>
    <message>
        <source>{name}: take the unit out</source>
        <translation>{name}: Einheit herausnehmen</translation>
    </message>
    <message>
        <source>{name}: read it, then Next unit</source>
        <translation>{name}: lesen, dann Nächste Einheit</translation>
    </message>
    <message>
        <source>{name}: scan the label</source>
        <translation>{name}: Etikett scannen</translation>
    </message>
    <message>
        <source>{name}: put a unit in</source>
        <translation>{name}: eine Einheit einlegen</translation>
    </message>
    <message>
        <source>All at work: wait</source>
        <translation>Alle in Arbeit: warten</translation>
    </message>
    <message>
        <source>{name}: call the supervisor</source>
        <translation>{name}: Schichtleitung rufen</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts zu tun</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>What happened</source>
        <translation>Was geschehen ist</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
</context>
<context>
    <name>label_words</name>
    <message>
        <source>Print label again</source>
        <translation>Etikett nochmals drucken</translation>
    </message>
    <message>
        <source>Print label</source>
        <translation>Etikett drucken</translation>
    </message>
    <message>
        <source>The label of the unit {serial} is printed.</source>
        <translation>Das Etikett der Einheit {serial} ist gedruckt.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another label. Label {number} becomes void: throw it away.</source>
        <translation>Die Einheit {serial} bekommt ein anderes Etikett. Etikett {number} wird ungültig: wegwerfen.</translation>
    </message>
    <message>
        <source>Label {number} of the unit {serial} was printed.</source>
        <translation>Etikett {number} der Einheit {serial} wurde gedruckt.</translation>
    </message>
    <message>
        <source>Stick the label on and scan it.</source>
        <translation>Etikett aufkleben und scannen.</translation>
    </message>
    <message>
        <source>Go on without a scan</source>
        <translation>Ohne Scan weiter</translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>An export is at work. It ends, unfinished, where the language changes.</source>
        <translation>Ein Export ist in Arbeit. Er endet unfertig, wenn die Sprache wechselt.</translation>
    </message>
    <message>
        <source>What was typed and not saved is lost where the language changes.</source>
        <translation>Was eingegeben und nicht gespeichert ist, geht verloren, wenn die Sprache wechselt.</translation>
    </message>
</context>
<context>
    <name>order_change_words</name>
    <message>
        <source>Its quantity</source>
        <translation>Seine Menge</translation>
    </message>
    <message>
        <source>Its scrap allowance</source>
        <translation>Sein Ausschusskontingent</translation>
    </message>
    <message>
        <source>What becomes of passed units that are run again</source>
        <translation>Was mit bestandenen Einheiten wird, die noch einmal laufen</translation>
    </message>
    <message>
        <source>Its ID scope</source>
        <translation>Sein ID-Bereich</translation>
    </message>
    <message>
        <source>The serial numbers that it takes</source>
        <translation>Die Seriennummern, die er annimmt</translation>
    </message>
    <message>
        <source>Close it, and make another of what is left</source>
        <translation>Ihn schließen und aus dem Rest einen anderen machen</translation>
    </message>
    <message>
        <source>Sign its allotment for whoever takes the units in</source>
        <translation>Seine Zuteilung für den signieren, der die Einheiten übernimmt</translation>
    </message>
    <message>
        <source>Hand units over to another station</source>
        <translation>Einheiten an eine andere Station abgeben</translation>
    </message>
    <message>
        <source>Make an order of another station&apos;s allotment</source>
        <translation>Aus der Zuteilung einer anderen Station einen Auftrag machen</translation>
    </message>
    <message>
        <source>How many units may be made in all, with those made already.</source>
        <translation>Wie viele Einheiten insgesamt gefertigt werden dürfen, die schon gefertigten mitgezählt.</translation>
    </message>
    <message>
        <source>How many places scrapped or swapped units may give back.</source>
        <translation>Wie viele Plätze verschrottete oder getauschte Einheiten zurückgeben dürfen.</translation>
    </message>
    <message>
        <source>It holds from the next run on.</source>
        <translation>Es gilt ab dem nächsten Lauf.</translation>
    </message>
    <message>
        <source>Only before any run of the order.</source>
        <translation>Nur vor jedem Lauf des Auftrags.</translation>
    </message>
    <message>
        <source>A CSV file: one column, or one of several named serial.</source>
        <translation>Eine CSV-Datei: eine Spalte, oder eine von mehreren, die serial heißt.</translation>
    </message>
    <message>
        <source>The order is closed for good. Positions keep it till another is given.</source>
        <translation>Der Auftrag wird für immer geschlossen. Positionen behalten ihn, bis ein anderer zugewiesen wird.</translation>
    </message>
    <message>
        <source>A signed folder says how many units this station may make.</source>
        <translation>Ein signierter Ordner sagt, wie viele Einheiten diese Station fertigen darf.</translation>
    </message>
    <message>
        <source>The order shrinks by as many units. The file is audit.pem of the other station; the whole folder goes there.</source>
        <translation>Der Auftrag wird um so viele Einheiten kleiner. Die Datei ist audit.pem der anderen Station; der ganze Ordner geht dorthin.</translation>
    </message>
    <message>
        <source>The file is allotment.json from the other station, with the files beside it. The order that is chosen stays as it is.</source>
        <translation>Die Datei ist allotment.json von der anderen Station, mit den Dateien daneben. Der gewählte Auftrag bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>The order {order} gets a quantity of {number} units.</source>
        <translation>Der Auftrag {order} bekommt eine Menge von {number} Einheiten.</translation>
    </message>
    <message>
        <source>The order {order} gets a scrap allowance of {number}.</source>
        <translation>Der Auftrag {order} bekommt ein Ausschusskontingent von {number}.</translation>
    </message>
    <message>
        <source>The order {order} gets another policy for units that have passed.</source>
        <translation>Der Auftrag {order} bekommt eine andere Regel für Einheiten, die bestanden haben.</translation>
    </message>
    <message>
        <source>The order {order} is for the ID scope {text}.</source>
        <translation>Der Auftrag {order} ist für den ID-Bereich {text}.</translation>
    </message>
    <message>
        <source>The order {order} takes the serial numbers in {file} and no others.</source>
        <translation>Der Auftrag {order} nimmt die Seriennummern in {file} an und keine anderen.</translation>
    </message>
    <message>
        <source>The order {order} is closed for good, and {text} made of what is left.</source>
        <translation>Der Auftrag {order} wird für immer geschlossen, und aus dem Rest wird {text}.</translation>
    </message>
    <message>
        <source>An allotment of the order {order} is signed for this station.</source>
        <translation>Eine Zuteilung des Auftrags {order} wird für diese Station signiert.</translation>
    </message>
    <message>
        <source>The order {order} loses {number} units, which another station makes.</source>
        <translation>Der Auftrag {order} verliert {number} Einheiten, die eine andere Station fertigt.</translation>
    </message>
    <message>
        <source>The order {text} is made as the allotment {file} says.</source>
        <translation>Der Auftrag {text} wird angelegt, wie die Zuteilung {file} es sagt.</translation>
    </message>
    <message>
        <source>The order {order} is closed; {name} has what was left. Assign it.</source>
        <translation>Der Auftrag {order} ist geschlossen; {name} hat den Rest. Ihn zuweisen.</translation>
    </message>
    <message>
        <source>The allotment is signed, in {folder}.</source>
        <translation>Die Zuteilung ist signiert, in {folder}.</translation>
    </message>
    <message>
        <source>{number} units left the order. Hand over the whole folder {folder}.</source>
        <translation>{number} Einheiten haben den Auftrag verlassen. Den ganzen Ordner {folder} übergeben.</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions.</source>
        <translation>Der Auftrag {name} ist angelegt. Ihn Positionen zuweisen.</translation>
    </message>
    <message>
        <source>The order {order} is changed.</source>
        <translation>Der Auftrag {order} ist geändert.</translation>
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
        <translation>X.509, Schlüssel vom Gerät erzeugt</translation>
    </message>
    <message>
        <source>X.509, key in the TPM</source>
        <translation>X.509, Schlüssel im TPM</translation>
    </message>
    <message>
        <source>Symmetric key</source>
        <translation>Symmetrischer Schlüssel</translation>
    </message>
    <message>
        <source>Symmetric key, kept by the device</source>
        <translation>Symmetrischer Schlüssel, vom Gerät verwahrt</translation>
    </message>
    <message>
        <source>It is refused</source>
        <translation>Sie wird abgewiesen</translation>
    </message>
    <message>
        <source>It proves its key again, and gets no other</source>
        <translation>Sie beweist ihren Schlüssel noch einmal und bekommt keinen anderen</translation>
    </message>
    <message>
        <source>A supervisor can give it another key</source>
        <translation>Ein Schichtleiter kann ihr einen anderen Schlüssel geben</translation>
    </message>
    <message>
        <source>{name}: {enrolled} of {quantity} enrolled, {left} left</source>
        <translation>{name}: {enrolled} von {quantity} registriert, noch {left}</translation>
    </message>
    <message>
        <source>{count} at work</source>
        <translation>in Arbeit: {count}</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>gescheitert: {count}</translation>
    </message>
    <message>
        <source>{count} places lost to failed units</source>
        <translation>durch gescheiterte Einheiten verlorene Plätze: {count}</translation>
    </message>
    <message>
        <source>{count} to export</source>
        <translation>zu exportieren: {count}</translation>
    </message>
    <message>
        <source>Its profile was changed or is gone: it takes no units until it is back.</source>
        <translation>Sein Profil wurde geändert oder fehlt: Er nimmt keine Einheiten, bis es wieder da ist.</translation>
    </message>
    <message>
        <source>Close the order {name} for good? That can&apos;t be undone.</source>
        <translation>Den Auftrag {name} endgültig schließen? Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>{count} of its {quantity} units are left: they can&apos;t be made under it.</source>
        <translation>{count} seiner {quantity} Einheiten fehlen noch: Unter ihm können sie nicht mehr entstehen.</translation>
    </message>
    <message>
        <source>{count} are at work now.</source>
        <translation>Jetzt in Arbeit: {count}.</translation>
    </message>
    <message>
        <source>The order {name} goes on with its first article.</source>
        <translation>Der Auftrag {name} geht mit seinem Erstmuster weiter.</translation>
    </message>
    <message>
        <source>The order {name} goes on.</source>
        <translation>Der Auftrag {name} geht weiter.</translation>
    </message>
    <message>
        <source>The order {name} is paused.</source>
        <translation>Der Auftrag {name} ist pausiert.</translation>
    </message>
    <message>
        <source>The order {name} is closed for good.</source>
        <translation>Der Auftrag {name} ist endgültig geschlossen.</translation>
    </message>
    <message>
        <source>Position {names} has it, and takes no units until that changes.</source>
        <translation>Position {names} hat ihn und nimmt keine Einheiten, bis sich das ändert.</translation>
    </message>
    <message>
        <source>Its first article is at work. Once it has passed, a supervisor signs it.</source>
        <translation>Sein Erstmuster ist in Arbeit. Hat es bestanden, unterschreibt es ein Schichtleiter.</translation>
    </message>
    <message>
        <source>Its first article is to be made: it takes one unit, which a supervisor then signs.</source>
        <translation>Sein Erstmuster fehlt noch: Er nimmt eine Einheit, die dann ein Schichtleiter unterschreibt.</translation>
    </message>
    <message>
        <source>The first article of {order} was revoked: unit {serial} of run {run}.</source>
        <translation>Das Erstmuster von {order} wurde widerrufen: Einheit {serial} aus Lauf {run}.</translation>
    </message>
    <message>
        <source>The first article of {order} is to be signed: unit {serial} of run {run}.</source>
        <translation>Das Erstmuster von {order} ist zu unterschreiben: Einheit {serial} aus Lauf {run}.</translation>
    </message>
    <message>
        <source>Reject it, so that another can be made.</source>
        <translation>Ablehnen, damit ein anderes entstehen kann.</translation>
    </message>
    <message>
        <source>It was made by {badges}, who can&apos;t sign it themselves.</source>
        <translation>Gemacht haben es {badges}, die es nicht selbst unterschreiben können.</translation>
    </message>
    <message>
        <source>Rejected so far: {count}.</source>
        <translation>Bisher abgelehnt: {count}.</translation>
    </message>
</context>
<context>
    <name>profile_words</name>
    <message>
        <source>Released</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Not released</source>
        <translation>Nicht freigegeben</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Changed since its release</source>
        <translation>Seit der Freigabe geändert</translation>
    </message>
    <message>
        <source>Released, not in use</source>
        <translation>Freigegeben, nicht in Gebrauch</translation>
    </message>
    <message>
        <source>Practice only</source>
        <translation>Nur Übung</translation>
    </message>
    <message>
        <source>It is for real units: only a production station releases it.</source>
        <translation>Es ist für echte Einheiten: Nur eine Produktionsstation gibt es frei.</translation>
    </message>
    <message>
        <source>Real orders can be made with it.</source>
        <translation>Echte Aufträge können damit angelegt werden.</translation>
    </message>
    <message>
        <source>No real order can be made with it until two supervisors release it.</source>
        <translation>Kein echter Auftrag kann damit angelegt werden, bis zwei Schichtleiter es freigeben.</translation>
    </message>
    <message>
        <source>Its orders begin no more units. Two supervisors can release it again as it is.</source>
        <translation>Seine Aufträge beginnen keine Einheiten mehr. Zwei Schichtleiter können es so wieder freigeben.</translation>
    </message>
    <message>
        <source>Its file was changed, but not its version: give it the next version, then release it.</source>
        <translation>Seine Datei wurde geändert, aber nicht ihre Version: die nächste Version geben, dann freigeben.</translation>
    </message>
    <message>
        <source>Its file is another now. Orders that were made with it go on with it as it was. Withdraw it where it is used no more.</source>
        <translation>Seine Datei ist jetzt eine andere. Damit angelegte Aufträge arbeiten mit der alten weiter. Wo es nicht mehr gebraucht wird, zurückziehen.</translation>
    </message>
    <message>
        <source>It is for practice: it needs no release, and makes nothing real.</source>
        <translation>Es ist zum Üben: Es braucht keine Freigabe, und nichts davon ist echt.</translation>
    </message>
    <message>
        <source>{name}, version {version}, SHA-256 {hash}</source>
        <translation>{name}, Version {version}, SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>push</name>
    <message>
        <source>{count} enrollments are to send.</source>
        <translation>{count} Registrierungen sind zu senden.</translation>
    </message>
    <message>
        <source>{count} groups are to send.</source>
        <translation>{count} Gruppen sind zu senden.</translation>
    </message>
    <message>
        <source>{count} units are there already.</source>
        <translation>{count} Einheiten sind schon dort.</translation>
    </message>
    <message>
        <source>{count} wait for a person&apos;s decision, and aren&apos;t sent.</source>
        <translation>{count} warten auf die Entscheidung einer Person und werden nicht gesendet.</translation>
    </message>
    <message>
        <source>Order {order} is left out: {why}.</source>
        <translation>Auftrag {order} wird ausgelassen: {why}.</translation>
    </message>
    <message>
        <source>{count} of {total}, {rate} a second, {time} left</source>
        <translation>{count} von {total}, {rate} je Sekunde, noch {time}</translation>
    </message>
    <message>
        <source>{count} failed so far.</source>
        <translation>{count} bisher gescheitert.</translation>
    </message>
    <message>
        <source>The service wanted {count} pauses.</source>
        <translation>Der Dienst wollte {count} Pausen.</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{made} enrollments were made at {service}, {there} were there.</source>
        <translation>{made} Registrierungen wurden bei {service} angelegt, {there} waren schon dort.</translation>
    </message>
    <message>
        <source>{done} of {all} groups are there, with {units} units.</source>
        <translation>{done} von {all} Gruppen sind dort, mit {units} Einheiten.</translation>
    </message>
    <message>
        <source>{done} of {all} revoked units are shut out of their groups.</source>
        <translation>{done} von {all} widerrufenen Einheiten sind aus ihren Gruppen ausgesperrt.</translation>
    </message>
    <message>
        <source>{count} need a person: what is at the service in their place is as it was.</source>
        <translation>{count} brauchen eine Person: was beim Dienst an ihrer Stelle steht, ist unverändert.</translation>
    </message>
    <message>
        <source>It isn&apos;t all there yet. Go on at any time: nothing goes twice.</source>
        <translation>Noch ist nicht alles dort. Jederzeit weitermachen: nichts geht doppelt.</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Einrichtung</translation>
    </message>
</context>
<context>
    <name>set_up_words</name>
    <message>
        <source>The factory&apos;s token, and the key ceremony</source>
        <translation>Das Werkstoken und die Schlüsselzeremonie</translation>
    </message>
    <message>
        <source>Two supervisors</source>
        <translation>Zwei Schichtleiter</translation>
    </message>
    <message>
        <source>The bench&apos;s positions, taught</source>
        <translation>Die Positionen der Werkbank, angelernt</translation>
    </message>
    <message>
        <source>The provisioning service, named and tested</source>
        <translation>Der Bereitstellungsdienst, benannt und getestet</translation>
    </message>
    <message>
        <source>A product&apos;s profile, released</source>
        <translation>Das Profil eines Produkts, freigegeben</translation>
    </message>
    <message>
        <source>The first order</source>
        <translation>Der erste Auftrag</translation>
    </message>
    <message>
        <source>Who can open backups</source>
        <translation>Wer Sicherungen öffnen kann</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Zu tun</translation>
    </message>
    <message>
        <source>Can wait</source>
        <translation>Kann warten</translation>
    </message>
    <message>
        <source>Can&apos;t be told</source>
        <translation>Nicht feststellbar</translation>
    </message>
    <message>
        <source>Releases, roles and much else need two who agree: add another.</source>
        <translation>Freigaben, Rollen und vieles mehr brauchen zwei, die zustimmen: noch einen hinzufügen.</translation>
    </message>
    <message>
        <source>Log in at the bench, and plug a unit into each position in turn.</source>
        <translation>An der Werkbank anmelden und nacheinander an jede Position eine Einheit anschließen.</translation>
    </message>
    <message>
        <source>Units can be made without it; exports and pushes go to the service that is named.</source>
        <translation>Einheiten können ohne ihn gefertigt werden; Exporte und Pushes gehen an den genannten Dienst.</translation>
    </message>
    <message>
        <source>Choose or write a product&apos;s profile, and have two release it.</source>
        <translation>Profil eines Produkts wählen oder schreiben und von zweien freigeben lassen.</translation>
    </message>
    <message>
        <source>Make an order: how many units of which product, for which ID scope.</source>
        <translation>Auftrag anlegen: wie viele Einheiten welches Produkts, für welchen ID-Bereich.</translation>
    </message>
    <message>
        <source>Give the recovery certificate, so that a backup can be opened again.</source>
        <translation>Das Wiederherstellungszertifikat nennen, damit sich eine Sicherung wieder öffnen lässt.</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} und andere</translation>
    </message>
    <message>
        <source>The station is {names}.</source>
        <translation>Die Station ist {names}.</translation>
    </message>
    <message>
        <source>Positions: {count}</source>
        <translation>Positionen: {count}</translation>
    </message>
</context>
<context>
    <name>tile_looks</name>
    <message>
        <source>Check first</source>
        <translation>Zuerst prüfen</translation>
    </message>
</context>
<context>
    <name>unit_words</name>
    <message>
        <source>in process</source>
        <translation>in Bearbeitung</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>under repair</source>
        <translation>in Reparatur</translation>
    </message>
    <message>
        <source>scrapped</source>
        <translation>verschrottet</translation>
    </message>
    <message>
        <source>in quarantine</source>
        <translation>in Quarantäne</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>zurückgekommen</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>Seit {time}</translation>
    </message>
    <message>
        <source>by {badges}</source>
        <translation>von {badges}</translation>
    </message>
    <message>
        <source>&amp;Quarantine …</source>
        <translation>&amp;Quarantäne …</translation>
    </message>
    <message>
        <source>Re&amp;lease …</source>
        <translation>&amp;Freigeben …</translation>
    </message>
    <message>
        <source>To re&amp;pair …</source>
        <translation>Zur Re&amp;paratur …</translation>
    </message>
    <message>
        <source>S&amp;crap …</source>
        <translation>Vers&amp;chrotten …</translation>
    </message>
    <message>
        <source>It came bac&amp;k …</source>
        <translation>Zurüc&amp;kgekommen …</translation>
    </message>
    <message>
        <source>S&amp;wap its board …</source>
        <translation>Pl&amp;atine tauschen …</translation>
    </message>
    <message>
        <source>New ke&amp;y …</source>
        <translation>N&amp;euer Schlüssel …</translation>
    </message>
    <message>
        <source>The unit {serial} is put aside: no run takes it until it is released.</source>
        <translation>Die Einheit {serial} wird beiseitegelegt: Kein Lauf nimmt sie, bis sie freigegeben ist.</translation>
    </message>
    <message>
        <source>The unit {serial} goes on, and its runs are counted anew.</source>
        <translation>Die Einheit {serial} geht weiter, und ihre Läufe zählen von vorn.</translation>
    </message>
    <message>
        <source>The unit {serial} goes to repair.</source>
        <translation>Die Einheit {serial} geht in Reparatur.</translation>
    </message>
    <message>
        <source>The unit {serial} is scrapped for good: that can&apos;t be undone.</source>
        <translation>Die Einheit {serial} wird endgültig verschrottet: Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>The unit {serial} came back after it had passed.</source>
        <translation>Die Einheit {serial} kam zurück, nachdem sie bestanden hatte.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another board, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>Die Einheit {serial} bekommt eine andere Platine und so eine neue Identität, auf einem Platz, den das Ausschusskontingent ihres Auftrags gibt.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another key, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>Die Einheit {serial} bekommt einen anderen Schlüssel und so eine neue Identität, auf einem Platz, den das Ausschusskontingent ihres Auftrags gibt.</translation>
    </message>
    <message>
        <source>Its next run takes it back.</source>
        <translation>Ihr nächster Lauf nimmt es zurück.</translation>
    </message>
    <message>
        <source>It had passed: then a release or another board leads on, and no run.</source>
        <translation>Sie hatte bestanden: Dann führt eine Freigabe oder eine andere Platine weiter, kein Lauf.</translation>
    </message>
    <message>
        <source>It loses its identity: {id} is revoked, and no export has it from then on.</source>
        <translation>Sie verliert ihre Identität: {id} wird widerrufen, und kein Export enthält sie ab dann.</translation>
    </message>
    <message>
        <source>It was exported before, so the service may know it: take it off there too.</source>
        <translation>Sie wurde früher exportiert, also kennt der Dienst sie vielleicht: auch dort entfernen.</translation>
    </message>
    <message>
        <source>The unit {serial} was {before} and is {state} now.</source>
        <translation>Die Einheit {serial} war {before} und ist jetzt {state}.</translation>
    </message>
    <message>
        <source>{id} is revoked: no export has it from now on.</source>
        <translation>{id} ist widerrufen: Kein Export enthält sie ab jetzt.</translation>
    </message>
    <message>
        <source>Its place in the order {order} is free again, by the scrap allowance.</source>
        <translation>Ihr Platz im Auftrag {order} ist wieder frei, durch das Ausschusskontingent.</translation>
    </message>
    <message>
        <source>Its place in the order {order} stays used: no scrap allowance is left.</source>
        <translation>Ihr Platz im Auftrag {order} bleibt verbraucht: Das Ausschusskontingent ist erschöpft.</translation>
    </message>
    <message>
        <source>Its serial number or its old key can be enrolled once more.</source>
        <translation>Ihre Seriennummer oder ihr alter Schlüssel kann noch einmal registriert werden.</translation>
    </message>
    <message>
        <source>The same unit can be enrolled once more, with another key.</source>
        <translation>Dieselbe Einheit kann noch einmal registriert werden, mit einem anderen Schlüssel.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Connecting</source>
        <translation>Verbindung wird hergestellt</translation>
    </message>
    <message>
        <source>Asking for the serial number</source>
        <translation>Seriennummer wird abgefragt</translation>
    </message>
    <message>
        <source>Checking the order</source>
        <translation>Auftrag wird geprüft</translation>
    </message>
    <message>
        <source>Making the identity</source>
        <translation>Identität wird erzeugt</translation>
    </message>
    <message>
        <source>Proving the identity</source>
        <translation>Identität wird bewiesen</translation>
    </message>
    <message>
        <source>Restarting the unit</source>
        <translation>Einheit wird neu gestartet</translation>
    </message>
    <message>
        <source>Trying the identity out</source>
        <translation>Identität wird ausprobiert</translation>
    </message>
    <message>
        <source>Putting it on record</source>
        <translation>Wird aufgezeichnet</translation>
    </message>
    <message>
        <source>Printing the label</source>
        <translation>Etikett wird gedruckt</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts zu tun</translation>
    </message>
    <message>
        <source>Put a unit in</source>
        <translation>Einheit einlegen</translation>
    </message>
    <message>
        <source>Scan the label</source>
        <translation>Etikett scannen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Geladen</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Take the unit out</source>
        <translation>Einheit herausnehmen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch it on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Close the fixture</source>
        <translation>Vorrichtung schließen</translation>
    </message>
    <message>
        <source>Open the fixture</source>
        <translation>Vorrichtung öffnen</translation>
    </message>
    <message>
        <source>Fixture open</source>
        <translation>Vorrichtung offen</translation>
    </message>
    <message>
        <source>Fixture closed</source>
        <translation>Vorrichtung zu</translation>
    </message>
    <message>
        <source>Fixture unknown</source>
        <translation>Vorrichtung unbekannt</translation>
    </message>
    <message>
        <source>PASS</source>
        <translation>PASS</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>FAIL</translation>
    </message>
    <message>
        <source>STATION ERROR</source>
        <translation>STATIONSFEHLER</translation>
    </message>
    <message>
        <source>CANCELLED</source>
        <translation>ABGEBROCHEN</translation>
    </message>
    <message>
        <source>CHECK OK</source>
        <translation>PRÜFUNG OK</translation>
    </message>
    <message>
        <source>CHECK FAILED</source>
        <translation>PRÜFUNG FAIL</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Werker</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Schichtleiter</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Instandhaltung</translation>
    </message>
</context>
</TS>
