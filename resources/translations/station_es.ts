<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AgreePage</name>
    <message>
        <source>&amp;Break off</source>
        <translation>&amp;Interrumpir</translation>
    </message>
    <message>
        <source>It &amp;isn&apos;t so</source>
        <translation>No &amp;es así</translation>
    </message>
    <message>
        <source>&amp;Before</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>{done} Read aloud: {aloud}.</source>
        <translation>{done} Lea en voz alta: {aloud}.</translation>
    </message>
    <message>
        <source>{name} ({badge}): it is so</source>
        <translation>{name} ({badge}): es así</translation>
    </message>
    <message>
        <source>{name} ({badge}): I accept it</source>
        <translation>{name} ({badge}): lo acepto</translation>
    </message>
    <message>
        <source>Key {number} of {of}</source>
        <translation>Clave {number} de {of}</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>Siguie&amp;nte</translation>
    </message>
</context>
<context>
    <name>Agreement</name>
    <message>
        <source>Why</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>A&amp;gree</source>
        <translation>Apr&amp;obar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>It is to be said why: a few words, which stay on record.</source>
        <translation>Hay que decir el motivo: unas palabras, que quedan registradas.</translation>
    </message>
    <message>
        <source>It can&apos;t be taken back.</source>
        <translation>No se puede deshacer.</translation>
    </message>
    <message>
        <source>Scan the badge and type the PIN. Who may agree: {roles}.</source>
        <translation>Escanee la tarjeta e introduzca el PIN. Pueden aprobar: {roles}.</translation>
    </message>
    <message>
        <source>Two different people agree by badge and PIN. Who may: {roles}.</source>
        <translation>Dos personas distintas aprueban con tarjeta y PIN. Pueden: {roles}.</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Badge of person {number}</source>
        <translation>Tarjeta de la persona {number}</translation>
    </message>
    <message>
        <source>PIN of person {number}</source>
        <translation>PIN de la persona {number}</translation>
    </message>
    <message>
        <source>The badges are one and the same: somebody else must agree too.</source>
        <translation>Las tarjetas son la misma: otra persona también debe aprobar.</translation>
    </message>
    <message>
        <source>One of the two is wrong: both type their PIN again, slowly.</source>
        <translation>Uno de los dos es incorrecto: ambos introducen su PIN otra vez, despacio.</translation>
    </message>
    <message>
        <source>Log out, log in with that badge, and choose a new PIN there.</source>
        <translation>Cierre la sesión, entre con esa tarjeta y elija allí un PIN nuevo.</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>&amp;Bench</source>
        <translation>&amp;Banco</translation>
    </message>
    <message>
        <source>Change the language</source>
        <translation>Cambiar el idioma</translation>
    </message>
    <message>
        <source>Units are at work at position {names}. Closing cancels them.</source>
        <translation>Hay unidades en curso en la posición {names}. Cerrar las cancela.</translation>
    </message>
    <message>
        <source>Cancel them and close</source>
        <translation>Cancelarlas y cerrar</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Quedarse</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>Cerrando</translation>
    </message>
    <message>
        <source>Ending what is at work.</source>
        <translation>Terminando lo que está en curso.</translation>
    </message>
</context>
<context>
    <name>AssignForm</name>
    <message>
        <source>Assi&amp;gn</source>
        <translation>Asi&amp;gnar</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>Cance&amp;lar</translation>
    </message>
    <message>
        <source>Positions that work on {name}</source>
        <translation>Posiciones que trabajan en {name}</translation>
    </message>
    <message>
        <source>Space ticks a position, Enter assigns.</source>
        <translation>Espacio marca una posición, Intro asigna.</translation>
    </message>
    <message>
        <source>The order isn&apos;t open: it can only be taken from positions.</source>
        <translation>La orden no está abierta: solo puede quitarse de posiciones.</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>Posición {name}</translation>
    </message>
    <message>
        <source>has no order now</source>
        <translation>ahora no tiene orden</translation>
    </message>
    <message>
        <source>has this order now</source>
        <translation>ahora tiene esta orden</translation>
    </message>
    <message>
        <source>has the order {name} now</source>
        <translation>ahora tiene la orden {name}</translation>
    </message>
    <message>
        <source>{now}; contact cycles: {count}</source>
        <translation>{now}; ciclos de contacto: {count}</translation>
    </message>
    <message>
        <source>{now}; no longer on the bench</source>
        <translation>{now}; ya no está en el banco</translation>
    </message>
    <message>
        <source>The order {name} is given to positions, or taken from them.</source>
        <translation>La orden {name} se asigna a posiciones o se quita de ellas.</translation>
    </message>
</context>
<context>
    <name>AuditFilterFields</name>
    <message>
        <source>Serial number, run, or other text in an entry</source>
        <translation>Número de serie, pasada u otro texto de una entrada</translation>
    </message>
    <message>
        <source>Sho&amp;w all</source>
        <translation>&amp;Mostrar todo</translation>
    </message>
    <message>
        <source>2026-11-30</source>
        <translation>2026-11-30</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Buscar</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Sobre</translation>
    </message>
    <message>
        <source>&amp;Person</source>
        <translation>&amp;Persona</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>&amp;Orden</translation>
    </message>
    <message>
        <source>Fro&amp;m</source>
        <translation>&amp;Desde</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>&amp;hasta</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Todas las personas</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Todas las órdenes</translation>
    </message>
</context>
<context>
    <name>AuditRows</name>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Aprobó</translation>
    </message>
    <message>
        <source>It can&apos;t be read.</source>
        <translation>No se puede leer.</translation>
    </message>
    <message>
        <source>It is lost.</source>
        <translation>Se ha perdido.</translation>
    </message>
</context>
<context>
    <name>AuditScreen</name>
    <message>
        <source>Going through the chain</source>
        <translation>Recorriendo la cadena</translation>
    </message>
    <message>
        <source>Entries of the audit chain, the newest first</source>
        <translation>Entradas de la cadena de auditoría, las más nuevas primero</translation>
    </message>
    <message>
        <source>The entry in words</source>
        <translation>La entrada en palabras</translation>
    </message>
    <message>
        <source>&amp;Verify the record</source>
        <translation>&amp;Verificar el registro</translation>
    </message>
    <message>
        <source>Verify a&amp;gainst a file …</source>
        <translation>Verificar &amp;con un archivo …</translation>
    </message>
    <message>
        <source>Save an an&amp;chor …</source>
        <translation>&amp;Guardar un ancla …</translation>
    </message>
    <message>
        <source>Copy number an&amp;d hash</source>
        <translation>Copiar &amp;número y hash</translation>
    </message>
    <message>
        <source>1 entry</source>
        <translation>1 entrada</translation>
    </message>
    <message>
        <source>{count} entries</source>
        <translation>{count} entradas</translation>
    </message>
    <message>
        <source>{count} found, {left} still to be looked at</source>
        <translation>{count} encontradas, {left} aún por mirar</translation>
    </message>
    <message>
        <source>No entry is like that. Shorten what is to be found.</source>
        <translation>Ninguna entrada es así. Acorte lo que se busca.</translation>
    </message>
    <message>
        <source>Which file that a station signed? (manifest.json, report.json, an anchor)</source>
        <translation>¿Qué archivo firmado por una estación? (manifest.json, report.json, un ancla)</translation>
    </message>
    <message>
        <source>Nothing was changed behind Station&apos;s back, in {count} entries.</source>
        <translation>No se cambió nada a espaldas de Station, en {count} entradas.</translation>
    </message>
    <message>
        <source>Checked:</source>
        <translation>Comprobado:</translation>
    </message>
    <message>
        <source>… and more.</source>
        <translation>… y más.</translation>
    </message>
    <message>
        <source>Found:</source>
        <translation>Encontrado:</translation>
    </message>
    <message>
        <source>What this can&apos;t exclude:</source>
        <translation>Lo que esto no puede excluir:</translation>
    </message>
    <message>
        <source>Stopped: nothing is known of what wasn&apos;t looked at.</source>
        <translation>Detenido: nada se sabe de lo que no se miró.</translation>
    </message>
    <message>
        <source>Where shall the anchor be? Keep it where nobody here can change it.</source>
        <translation>¿Dónde guardar el ancla? Guárdela donde nadie de aquí pueda cambiarla.</translation>
    </message>
    <message>
        <source>Saved: {path}, with its signature beside it. It tells of entry {count}.</source>
        <translation>Guardado: {path}, con su firma al lado. Da fe de la entrada {count}.</translation>
    </message>
    <message>
        <source>Copied: the number and hash of the newest signed entry.</source>
        <translation>Copiado: número y hash de la entrada firmada más nueva.</translation>
    </message>
</context>
<context>
    <name>BackupScreen</name>
    <message>
        <source>With what crossed the cables of &amp;failed runs</source>
        <translation>&amp;Con lo que pasó por los cables en las pasadas fallidas</translation>
    </message>
    <message>
        <source>Make a &amp;backup …</source>
        <translation>&amp;Hacer una copia de seguridad …</translation>
    </message>
    <message>
        <source>Name a recovery &amp;certificate …</source>
        <translation>&amp;Indicar un certificado de recuperación …</translation>
    </message>
    <message>
        <source>&amp;Archive them …</source>
        <translation>&amp;Archivar …</translation>
    </message>
    <message>
        <source>Chec&amp;k an archive …</source>
        <translation>Comprobar &amp;un archivo …</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>The last backups, restores and archives</source>
        <translation>Las últimas copias, restauraciones y archivos</translation>
    </message>
    <message>
        <source>The command that puts a backup back</source>
        <translation>La orden que restaura una copia de seguridad</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>C&amp;opiar</translation>
    </message>
    <message>
        <source>Backup: the whole station in one encrypted file</source>
        <translation>Copia de seguridad: toda la estación, cifrada</translation>
    </message>
    <message>
        <source>Archive: old runs&apos; steps in a signed file</source>
        <translation>Archivo: pasos de pasadas antiguas, firmados</translation>
    </message>
    <message>
        <source>Putting a backup back takes this window closed, an empty folder, and the recovery key. Type this in a terminal; what follows is said there. Going on with an older copy (“station adopt --older”) takes two supervisors, at the terminal, too.</source>
        <translation>Para restaurar una copia hace falta esta ventana cerrada, una carpeta vacía y la clave de recuperación. Escriba esto en un terminal; allí se dice lo que sigue. Continuar con una copia más antigua («station adopt --older») requiere dos supervisores, también en el terminal.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restauración</translation>
    </message>
    <message>
        <source>The settings have all runs&apos; steps stay for ever.</source>
        <translation>Según los ajustes, los pasos de todas las pasadas se quedan para siempre.</translation>
    </message>
    <message>
        <source>{count} runs of closed orders are over {days} days old, and may go.</source>
        <translation>{count} pasadas de órdenes cerradas tienen más de {days} días y pueden irse.</translation>
    </message>
    <message>
        <source>Name the recovery certificate first: backups are encrypted to it, and its key, kept in a safe, opens them.</source>
        <translation>Indique primero el certificado de recuperación. Su clave, guardada en una caja fuerte, abre las copias.</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}.</source>
        <translation>Cifrada para {name}, certificado SHA-256 {sha}.</translation>
    </message>
    <message>
        <source>Encrypted to {name}, certificate SHA-256 {sha}. Its time is over.</source>
        <translation>Cifrada para {name}, certificado SHA-256 {sha}. Ha caducado.</translation>
    </message>
    <message>
        <source>Where shall the backup be? Take another disk than the station&apos;s.</source>
        <translation>¿Dónde guardar la copia? Use otro disco que el de la estación.</translation>
    </message>
    <message>
        <source>The backup is made and was read back: {file}, {size} bytes, up to entry {entry}. SHA-256 {sha}</source>
        <translation>La copia está hecha y se volvió a leer: {file}, {size} bytes, hasta la entrada {entry}. SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which is the recovery certificate? (PEM)</source>
        <translation>¿Cuál es el certificado de recuperación? (PEM)</translation>
    </message>
    <message>
        <source>Backups are encrypted to the certificate in {file} from then on.</source>
        <translation>Desde entonces las copias se cifran para el certificado de {file}.</translation>
    </message>
    <message>
        <source>Backups are encrypted to {name} from now on.</source>
        <translation>Desde ahora las copias se cifran para {name}.</translation>
    </message>
    <message>
        <source>Where shall the archive be? Two files more come beside it.</source>
        <translation>¿Dónde guardar el archivo? Al lado se ponen dos más.</translation>
    </message>
    <message>
        <source>Old runs&apos; steps leave the station for {file}. What proves identities stays.</source>
        <translation>Los pasos de pasadas antiguas salen de la estación a {file}. Lo que prueba identidades se queda.</translation>
    </message>
    <message>
        <source>Archived: {runs} runs and {transcripts} transcripts. SHA-256 {sha}</source>
        <translation>Archivado: {runs} pasadas y {transcripts} transcripciones. SHA-256 {sha}</translation>
    </message>
    <message>
        <source>Which archive is to be checked?</source>
        <translation>¿Qué archivo se comprueba?</translation>
    </message>
    <message>
        <source>The archive is as {station} signed it on {day}: {runs} runs.</source>
        <translation>El archivo está como {station} lo firmó el {day}: {runs} pasadas.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
    <message>
        <source>Stopped: nothing is left of it.</source>
        <translation>Detenido: no queda nada de ello.</translation>
    </message>
    <message>
        <source>The command was copied.</source>
        <translation>Se copió la orden.</translation>
    </message>
</context>
<context>
    <name>CeremonyScreen</name>
    <message>
        <source>The ceremony begins</source>
        <translation>La ceremonia empieza</translation>
    </message>
    <message>
        <source>Step {number} of {of}</source>
        <translation>Paso {number} de {of}</translation>
    </message>
    <message>
        <source>The PIN of the root token</source>
        <translation>El PIN del token raíz</translation>
    </message>
    <message>
        <source>The PIN of the factory token</source>
        <translation>El PIN del token de fábrica</translation>
    </message>
    <message>
        <source>Token {label}, serial number {serial}.</source>
        <translation>Token {label}, número de serie {serial}.</translation>
    </message>
    <message>
        <source>This is a rehearsal: the PIN of its tokens is {pin}.</source>
        <translation>Es un ensayo: el PIN de sus tokens es {pin}.</translation>
    </message>
    <message>
        <source>Read it from the slip in its envelope; the other looks away.</source>
        <translation>Léalo del papel de su sobre; la otra persona aparta la vista.</translation>
    </message>
    <message>
        <source>A wrong PIN can lock the token for good now.</source>
        <translation>Un PIN incorrecto puede bloquear ahora el token para siempre.</translation>
    </message>
    <message>
        <source>{name} chooses a PIN</source>
        <translation>{name} elige un PIN</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types it; the other looks away. It opens the log-in, and agrees to what takes two.</source>
        <translation>{name} (tarjeta {badge}) lo introduce; la otra persona aparta la vista. Sirve para entrar y para aprobar lo que necesita a dos.</translation>
    </message>
    <message>
        <source>{name} signs the protocol</source>
        <translation>{name} firma el protocolo</translation>
    </message>
    <message>
        <source>{name} (badge {badge}) types the PIN that was just chosen.</source>
        <translation>{name} (tarjeta {badge}) introduce el PIN que acaba de elegir.</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>Parar a&amp;quí</translation>
    </message>
    <message>
        <source>Wait. Don&apos;t pull a token out.</source>
        <translation>Espere. No retire ningún token.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>&amp;Copy the table</source>
        <translation>&amp;Copiar la tabla</translation>
    </message>
    <message>
        <source>Save as &amp;picture …</source>
        <translation>&amp;Guardar como imagen …</translation>
    </message>
    <message>
        <source>Save as CS&amp;V …</source>
        <translation>G&amp;uardar como CSV …</translation>
    </message>
    <message>
        <source>The table was copied.</source>
        <translation>Se copió la tabla.</translation>
    </message>
    <message>
        <source>Where shall the picture be?</source>
        <translation>¿Dónde guardar la imagen?</translation>
    </message>
    <message>
        <source>Where shall the table be?</source>
        <translation>¿Dónde guardar la tabla?</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Guardado: {path}</translation>
    </message>
</context>
<context>
    <name>CheckScreen</name>
    <message>
        <source>Check &amp;again (F5)</source>
        <translation>Comprob&amp;ar de nuevo (F5)</translation>
    </message>
    <message>
        <source>Save for an en&amp;gineer …</source>
        <translation>&amp;Guardar para un ingeniero …</translation>
    </message>
    <message>
        <source>What was found, the worst first</source>
        <translation>Lo encontrado, lo peor primero</translation>
    </message>
    <message>
        <source>Looking at {what}.</source>
        <translation>Se comprueba: {what}.</translation>
    </message>
    <message>
        <source>Looked at, and well</source>
        <translation>Comprobado y bien</translation>
    </message>
    <message>
        <source>Where shall the file be?</source>
        <translation>¿Dónde debe estar el archivo?</translation>
    </message>
    <message>
        <source>Written: {path}. It holds no key, no PIN and no record.</source>
        <translation>Escrito: {path}. No contiene claves, ni PIN, ni el registro.</translation>
    </message>
</context>
<context>
    <name>CheckUnits</name>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
    <message>
        <source>Must show, as TPM-004</source>
        <translation>Debe mostrar, como TPM-004</translation>
    </message>
    <message>
        <source>Red rabbit: must fail</source>
        <translation>Red rabbit: debe fallar</translation>
    </message>
    <message>
        <source>Golden unit: must pass</source>
        <translation>Unidad patrón: debe pasar</translation>
    </message>
    <message>
        <source>Put on &amp;record …</source>
        <translation>&amp;Registrar …</translation>
    </message>
    <message>
        <source>Take &amp;off …</source>
        <translation>&amp;Quitar …</translation>
    </message>
    <message>
        <source>Red rabbits and golden units</source>
        <translation>Red rabbits y unidades patrón</translation>
    </message>
    <message>
        <source>None is on record.</source>
        <translation>No hay ninguna registrada.</translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>Escanee la tarjeta o introduzca su número</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>Enrollment of {serial}</source>
        <translation>Inscripción de {serial}</translation>
    </message>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>PRÁCTICA: nada de lo hecho aquí es real</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>&amp;Copiar todo</translation>
    </message>
    <message>
        <source>Copy endorsement &amp;key</source>
        <translation>Copiar clave &amp;de aprobación</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>C&amp;errar</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>Endorsement key copied.</source>
        <translation>Clave de aprobación copiada.</translation>
    </message>
</context>
<context>
    <name>EnrollmentColumns</name>
    <message>
        <source>Colu&amp;mns</source>
        <translation>&amp;Columnas</translation>
    </message>
    <message>
        <source>Copy the lines (Ctrl+C)</source>
        <translation>Copiar las líneas (Ctrl+C)</translation>
    </message>
    <message>
        <source>Copy the cell (Ctrl+Shift+C)</source>
        <translation>Copiar la celda (Ctrl+Shift+C)</translation>
    </message>
</context>
<context>
    <name>EnrollmentFilter</name>
    <message>
        <source>Serial number, registration or device ID, order, or hash: how it begins</source>
        <translation>Número de serie, id. de registro o de dispositivo, orden o hash: cómo empieza</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Todas las órdenes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listas</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportadas</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmadas</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Revocadas</translation>
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
        <translation>Clave simétrica</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>AAAA-MM-DD</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>Mostr&amp;ar todo</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Las más nuevas primero</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Las más antiguas primero</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Serial number, last first</source>
        <translation>Número de serie, el último primero</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>Id. de registro</translation>
    </message>
    <message>
        <source>Registration ID, last first</source>
        <translation>Id. de registro, el último primero</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Id. de dispositivo</translation>
    </message>
    <message>
        <source>Device ID, last first</source>
        <translation>Id. de dispositivo, el último primero</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Order, last first</source>
        <translation>Orden, la última primero</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Mecanismo</translation>
    </message>
    <message>
        <source>Mechanism, last first</source>
        <translation>Mecanismo, el último primero</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Status, last first</source>
        <translation>Estado, el último primero</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>Bus&amp;car</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>Ordenar &amp;por</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>O&amp;rden</translation>
    </message>
    <message>
        <source>S&amp;tatus</source>
        <translation>Es&amp;tado</translation>
    </message>
    <message>
        <source>&amp;Mechanism</source>
        <translation>&amp;Mecanismo</translation>
    </message>
    <message>
        <source>Enrolle&amp;d from</source>
        <translation>Inscrita &amp;desde</translation>
    </message>
    <message>
        <source>unti&amp;l</source>
        <translation>&amp;hasta</translation>
    </message>
    <message>
        <source>A day is written as 2026-11-30: year, month, day.</source>
        <translation>Un día se escribe 2026-11-30: año, mes, día.</translation>
    </message>
</context>
<context>
    <name>EnrollmentRows</name>
    <message>
        <source>Registration ID</source>
        <translation>Id. de registro</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Id. de dispositivo</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Mecanismo</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Inscrita</translation>
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
        <translation>Clave simétrica</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listas</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportadas</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmadas</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Revocadas</translation>
    </message>
</context>
<context>
    <name>EnrollmentsScreen</name>
    <message>
        <source>Enrollments</source>
        <translation>Inscripciones</translation>
    </message>
    <message>
        <source>Refres&amp;h (F5)</source>
        <translation>Actualizar (&amp;F5)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Reading the list.</source>
        <translation>Leyendo la lista.</translation>
    </message>
    <message>
        <source>Enter opens a line, Ctrl+C copies.</source>
        <translation>Enter abre una línea, Ctrl+C copia.</translation>
    </message>
    <message>
        <source>&amp;Go to line</source>
        <translation>&amp;Ir a la línea</translation>
    </message>
    <message>
        <source>Reading the list …</source>
        <translation>Leyendo la lista …</translation>
    </message>
    <message>
        <source>The cell was copied.</source>
        <translation>Se copió la celda.</translation>
    </message>
    <message>
        <source>1 line was copied.</source>
        <translation>Se copió 1 línea.</translation>
    </message>
    <message>
        <source>The first {count} lines were copied: no more go at once.</source>
        <translation>Se copiaron las primeras {count} líneas: no caben más de una vez.</translation>
    </message>
    <message>
        <source>{count} lines were copied.</source>
        <translation>Se copiaron {count} líneas.</translation>
    </message>
    <message>
        <source>Nothing on the list matches. Shorten what is to be found, or show all.</source>
        <translation>Nada de la lista coincide. Acorte la búsqueda o muestre todo.</translation>
    </message>
    <message>
        <source>No enrollments yet. A unit comes onto this list when it has passed.</source>
        <translation>Aún no hay inscripciones. Una unidad llega a esta lista cuando ha pasado.</translation>
    </message>
    <message>
        <source>1 enrollment</source>
        <translation>1 inscripción</translation>
    </message>
    <message>
        <source>{count} enrollments</source>
        <translation>{count} inscripciones</translation>
    </message>
    <message>
        <source>{enrollments}. Some are new: F5 shows them.</source>
        <translation>{enrollments}. Algunas son nuevas: F5 las muestra.</translation>
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
        <translation>Iniciando.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>Station can&apos;t start</source>
        <translation>Station no puede iniciarse</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>A&amp;lso what was exported before</source>
        <translation>También &amp;lo ya exportado</translation>
    </message>
    <message>
        <source>Bro&amp;wse …</source>
        <translation>Ex&amp;aminar …</translation>
    </message>
    <message>
        <source>C&amp;ertificate of the service&apos;s owner</source>
        <translation>Certificado &amp;del propietario del servicio</translation>
    </message>
    <message>
        <source>A file, needed where units have keys of their own: these are encrypted, and nobody but the owner opens them.</source>
        <translation>Un archivo, necesario si las unidades tienen claves propias: estas se cifran, y solo el propietario las abre.</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>O&amp;rden</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Formato</translation>
    </message>
    <message>
        <source>Fol&amp;der</source>
        <translation>Car&amp;peta</translation>
    </message>
    <message>
        <source>A new or empty one. All of the export goes into it, or nothing.</source>
        <translation>Una nueva o vacía. La exportación entra entera o no entra.</translation>
    </message>
    <message>
        <source>&amp;Start the export</source>
        <translation>&amp;Iniciar la exportación</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Units that were exported before are written once more, as when files were lost. The service refuses those that it has already, and overwrites none.</source>
        <translation>Las unidades ya exportadas se escriben otra vez, como cuando se pierden archivos. El servicio rechaza las que ya tiene y no sobrescribe ninguna.</translation>
    </message>
    <message>
        <source>Writing unit {count} of {total} …</source>
        <translation>Escribiendo la unidad {count} de {total} …</translation>
    </message>
    <message>
        <source>Checking the record, signing and recording …</source>
        <translation>Comprobando el registro, firmando y registrando …</translation>
    </message>
    <message>
        <source>The export was stopped. Nothing was written or counted as exported.</source>
        <translation>La exportación se detuvo. Nada se escribió ni se contó como exportado.</translation>
    </message>
    <message>
        <source>Choose one order, and export each by itself.</source>
        <translation>Elija una orden y exporte cada una por separado.</translation>
    </message>
    <message>
        <source>Tick the box to export everything once more.</source>
        <translation>Marque la casilla para exportar todo otra vez.</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Todas las órdenes</translation>
    </message>
    <message>
        <source>{name}: {count} to export</source>
        <translation>{name}: {count} por exportar</translation>
    </message>
    <message>
        <source>Counting what is ready …</source>
        <translation>Contando lo que está listo …</translation>
    </message>
    <message>
        <source>{count} units are ready to export.</source>
        <translation>Unidades listas para exportar: {count}.</translation>
    </message>
    <message>
        <source>Nothing is ready to export: units are, once they have passed.</source>
        <translation>Nada está listo para exportar: lo están las unidades que han pasado.</translation>
    </message>
    <message>
        <source>{count} were exported before.</source>
        <translation>Ya exportadas: {count}.</translation>
    </message>
    <message>
        <source>{count} are exported once more.</source>
        <translation>Exportadas otra vez: {count}.</translation>
    </message>
    <message>
        <source>For the provisioning service: the requests that create the units there, ready to be sent, with certificates.</source>
        <translation>Para el servicio de aprovisionamiento: las peticiones que crean allí las unidades, listas para enviar, con certificados.</translation>
    </message>
    <message>
        <source>For people and spreadsheets: one table of all units, with certificates. It holds no keys, and the service doesn&apos;t take it.</source>
        <translation>Para personas y hojas de cálculo: una tabla de todas las unidades, con certificados. No contiene claves, y el servicio no la acepta.</translation>
    </message>
    <message>
        <source>For programs, and for lists of any length: a document a line, as the service takes it, certificates in the documents.</source>
        <translation>Para programas y listas de cualquier longitud: un documento por línea, como lo acepta el servicio, con certificados.</translation>
    </message>
    <message>
        <source>For whoever takes an order&apos;s units in: archives of each order with its table, documents and certificates.</source>
        <translation>Para quien recibe las unidades de una orden: archivos de cada orden con su tabla, documentos y certificados.</translation>
    </message>
    <message>
        <source>In which folder shall the export&apos;s folder be?</source>
        <translation>¿En qué carpeta debe estar la de la exportación?</translation>
    </message>
    <message>
        <source>Type the folder&apos;s whole path, beginning with /.</source>
        <translation>Introduzca la ruta completa de la carpeta, empezando por /.</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Deteniendo …</translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message>
        <source>SHA-256 of the manifest</source>
        <translation>SHA-256 del manifiesto</translation>
    </message>
    <message>
        <source>O&amp;pen folder</source>
        <translation>Abrir car&amp;peta</translation>
    </message>
    <message>
        <source>Copy pa&amp;th</source>
        <translation>Copiar ru&amp;ta</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Verificar</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Keys stand in these files for anybody to read. Give them to nobody else.</source>
        <translation>En estos archivos hay claves que cualquiera puede leer. No los dé a nadie más.</translation>
    </message>
    <message>
        <source>Some groups were rotated, disabled or given another CA. Where the service has them already, send these as an update: group-updates-*.json, and a group-*.template.json with its keys filled in.</source>
        <translation>Algunos grupos se rotaron, se desactivaron o recibieron otra CA. Donde el servicio ya los tiene, envíe estos como actualización: group-updates-*.json, y un group-*.template.json con sus claves rellenas.</translation>
    </message>
    <message>
        <source>{count} revoked units are shut out of their groups by shut-out-*.json: send these, too.</source>
        <translation>Excluidas de sus grupos por shut-out-*.json: {count} unidades revocadas. Envíe también esos archivos.</translation>
    </message>
    <message>
        <source>{count} units in {files} files</source>
        <translation>{count} unidades en {files} archivos</translation>
    </message>
    <message>
        <source>held back, since their units are aside: {count}</source>
        <translation>retenidas por estar apartadas: {count}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… y {count} más</translation>
    </message>
    <message>
        <source>{name} with {count} files</source>
        <translation>{name} con {count} archivos</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders. The path can be copied.</source>
        <translation>Este equipo no tiene un programa que muestre carpetas. La ruta puede copiarse.</translation>
    </message>
    <message>
        <source>The path was copied.</source>
        <translation>La ruta se copió.</translation>
    </message>
    <message>
        <source>This station&apos;s factory signed the manifest, and all {count} files in it are what was exported.</source>
        <translation>La fábrica de esta estación firmó el manifiesto, y los {count} archivos que contiene son lo exportado.</translation>
    </message>
</context>
<context>
    <name>ExportScreen</name>
    <message>
        <source>&amp;Exports since you logged in</source>
        <translation>&amp;Exportaciones desde que entró</translation>
    </message>
    <message>
        <source>Nothing was exported since you logged in.
What an export wrote stands here.</source>
        <translation>No se ha exportado nada desde que entró.
Lo que escribe una exportación aparece aquí.</translation>
    </message>
    <message>
        <source>{count} units are exported, and counted as exported.</source>
        <translation>{count} unidades se exportan y se cuentan como exportadas.</translation>
    </message>
</context>
<context>
    <name>FactoryKeys</name>
    <message>
        <source>Accept &amp;keys in software …</source>
        <translation>&amp;Aceptar claves en software …</translation>
    </message>
    <message>
        <source>Take that &amp;back …</source>
        <translation>Retirar &amp;eso …</translation>
    </message>
    <message>
        <source>The factory&apos;s keys</source>
        <translation>Las claves de la fábrica</translation>
    </message>
    <message>
        <source>They are in a {token}.</source>
        <translation>Están en: {token}.</translation>
    </message>
    <message>
        <source>Whoever copies this computer&apos;s files has them: a hardware HSM is safer.</source>
        <translation>Quien copie los archivos de este equipo las tiene: un HSM físico es más seguro.</translation>
    </message>
    <message>
        <source>That will do for practice.</source>
        <translation>Para practicar basta.</translation>
    </message>
    <message>
        <source>No order and no unit is made until two supervisors accept that.</source>
        <translation>No se hace ninguna orden ni unidad hasta que dos supervisores lo acepten.</translation>
    </message>
</context>
<context>
    <name>FailedRunsDialog</name>
    <message>
        <source>Units of {order} that did not pass</source>
        <translation>Unidades de {order} que no pasaron</translation>
    </message>
    <message>
        <source>What crossed the cable</source>
        <translation>Lo que cruzó el cable</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>&amp;Copy the transcript</source>
        <translation>&amp;Copiar la transcripción</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>C&amp;errar</translation>
    </message>
    <message>
        <source>Every unit of this order that was tried has passed.</source>
        <translation>Todas las unidades probadas de esta orden han pasado.</translation>
    </message>
    <message>
        <source>These are the last {count}; there may be more.</source>
        <translation>Son las últimas {count}; puede haber más.</translation>
    </message>
    <message>
        <source>Nothing crossed the cable, or it is not kept.</source>
        <translation>Nada cruzó el cable, o no se guarda.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
</context>
<context>
    <name>FiguresScreen</name>
    <message>
        <source>Count a&amp;gain (F5)</source>
        <translation>&amp;Contar de nuevo (F5)</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Pasadas</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Aprobadas</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>A la primera</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Final</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>Por hora</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>So far</source>
        <translation>Hasta aquí</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Cuál</translation>
    </message>
    <message>
        <source>Yields by order, position and shift</source>
        <translation>Rendimientos por orden, posición y turno</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>De quién</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Failed in</source>
        <translation>Falló en</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Failures, the most frequent first</source>
        <translation>Fallos, los más frecuentes primero</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Veces</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>95 % in</source>
        <translation>95 % en</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>How long each step took</source>
        <translation>Cuánto tardó cada paso</translation>
    </message>
    <message>
        <source>O&amp;rder</source>
        <translation>O&amp;rden</translation>
    </message>
    <message>
        <source>&amp;Shift</source>
        <translation>&amp;Turno</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>&amp;Mostrar</translation>
    </message>
    <message>
        <source>Counting.</source>
        <translation>Contando.</translation>
    </message>
    <message>
        <source>Nothing was counted.</source>
        <translation>No se contó nada.</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Todas las órdenes</translation>
    </message>
    <message>
        <source>{shift}, this one</source>
        <translation>{shift}, este</translation>
    </message>
    <message>
        <source>All time, of one order</source>
        <translation>Todo el tiempo, de una orden</translation>
    </message>
    <message>
        <source>Choose an order, or a shift.</source>
        <translation>Elija una orden o un turno.</translation>
    </message>
    <message>
        <source>No runs: {about}.</source>
        <translation>Sin pasadas: {about}.</translation>
    </message>
    <message>
        <source>Nothing to show yet.
{title}</source>
        <translation>Aún no hay nada que mostrar.
{title}</translation>
    </message>
</context>
<context>
    <name>FirstArticlePanel</name>
    <message>
        <source>Si&amp;gn first article</source>
        <translation>Firmar prim&amp;er artículo</translation>
    </message>
    <message>
        <source>Re&amp;ject …</source>
        <translation>Recha&amp;zar …</translation>
    </message>
    <message>
        <source>Why: what is wrong with the unit</source>
        <translation>Motivo: qué falla en la unidad</translation>
    </message>
    <message>
        <source>Why the first article is rejected</source>
        <translation>Motivo del rechazo del primer artículo</translation>
    </message>
    <message>
        <source>Don&apos;t</source>
        <translation>No rechazar</translation>
    </message>
    <message>
        <source>Reject it</source>
        <translation>Rechazarlo</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected as the first article of {order}: {why}</source>
        <translation>La unidad {serial} queda rechazada como primer artículo de {order}: {why}</translation>
    </message>
    <message>
        <source>The unit {serial} is rejected: the order {order} takes another one as its first article. The unit stays on the enrollment list until it is scrapped or revoked.</source>
        <translation>La unidad {serial} se rechaza: la orden {order} toma otra como primer artículo. La unidad sigue en la lista de inscripciones hasta que se deseche o revoque.</translation>
    </message>
    <message>
        <source>The unit {serial} is right as the first article: the order {order} runs.</source>
        <translation>La unidad {serial} es correcta como primer artículo: la orden {order} sigue.</translation>
    </message>
    <message>
        <source>The first article, unit {serial}, is signed: the order {order} is open.</source>
        <translation>El primer artículo, la unidad {serial}, está firmado: la orden {order} está abierta.</translation>
    </message>
</context>
<context>
    <name>GoTo</name>
    <message>
        <source>Go to … type a few letters</source>
        <translation>Ir a … escriba unas letras</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Ir a</translation>
    </message>
    <message>
        <source>Where to go</source>
        <translation>Adónde ir</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter goes there   Esc leaves</source>
        <translation>↑ ↓ elegir   Enter va allí   Esc sale</translation>
    </message>
</context>
<context>
    <name>GroupsScreen</name>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>&amp;Make a group …</source>
        <translation>Crear un &amp;grupo …</translation>
    </message>
    <message>
        <source>&amp;Rotate …</source>
        <translation>&amp;Rotar …</translation>
    </message>
    <message>
        <source>Retire the older &amp;key …</source>
        <translation>Retirar &amp;la clave más antigua …</translation>
    </message>
    <message>
        <source>&amp;Shut a unit out …</source>
        <translation>&amp;Excluir una unidad …</translation>
    </message>
    <message>
        <source>&amp;Disable the group …</source>
        <translation>&amp;Desactivar el grupo …</translation>
    </message>
    <message>
        <source>Reading the groups.</source>
        <translation>Leyendo los grupos.</translation>
    </message>
    <message>
        <source>There is no enrollment group yet.
Orders whose units have keys make theirs, and so do orders with certificates that are enrolled as a group.</source>
        <translation>Aún no hay ningún grupo de inscripción.
Las órdenes cuyas unidades tienen claves crean el suyo, y también las que tienen certificados inscritos como grupo.</translation>
    </message>
    <message>
        <source>{name}: its next units get another key. See below how the service gets it.</source>
        <translation>{name}: sus próximas unidades reciben otra clave. Vea abajo cómo la recibe el servicio.</translation>
    </message>
    <message>
        <source>The group {name} has its key.</source>
        <translation>El grupo {name} tiene su clave.</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good.</source>
        <translation>La clave más antigua de {name} está destruida para siempre.</translation>
    </message>
    <message>
        <source>The older key of {name} is destroyed, for good. {units} units have it: they are let in no more, unless they were given another.</source>
        <translation>La clave más antigua de {name} está destruida para siempre. Unidades con ella: {units}. Ya no se admiten, salvo que recibieran otra.</translation>
    </message>
    <message>
        <source>The group {name} takes no units any more, for good. Once the service knows it, none of its {units} units is let in.</source>
        <translation>El grupo {name} no acepta más unidades, para siempre. Cuando el servicio lo sepa, no admitirá ninguna de sus {units} unidades.</translation>
    </message>
    <message>
        <source>The unit {serial} ({id}) is revoked for good. The next push or export shuts it out.</source>
        <translation>La unidad {serial} ({id}) está revocada para siempre. El próximo envío o exportación la excluye.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>GroupsTable</name>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Excluidas</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>aún ninguna</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Find a page, a word or a code</source>
        <translation>Busque una página, palabra o código</translation>
    </message>
    <message>
        <source>Find in the help</source>
        <translation>Buscar en la ayuda</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>La página</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>About Station</source>
        <translation>Acerca de Station</translation>
    </message>
    <message>
        <source>Close help</source>
        <translation>Cerrar la ayuda</translation>
    </message>
    <message>
        <source>This is outside of Station: {address}</source>
        <translation>Esto está fuera de Station: {address}</translation>
    </message>
</context>
<context>
    <name>IntroPage</name>
    <message>
        <source>Set up a station</source>
        <translation>Configurar una estación</translation>
    </message>
    <message>
        <source>Two supervisors make a station here: all keys of the factory, its record, and themselves as the first two people who may log in. It takes about a quarter of an hour, and can be broken off anywhere: it goes on where it was.

Who must be here
•  Two supervisors, from the first step to the last, each with a badge.

What must be here
•  Two empty security tokens: the root token, which lies in a safe afterwards, and the factory token, which stays in this computer.
•  Five envelopes that can be sealed: one for each of the two PINs of both tokens, and one for the root token. A pen, and a printer.

Rehearse it first: with practice tokens, which are made for it.</source>
        <translation>Dos supervisores crean aquí una estación: todas las claves de la fábrica, su registro y a sí mismos como las dos primeras personas que pueden entrar. Dura un cuarto de hora y puede interrumpirse en cualquier punto: sigue donde estaba.

Quién debe estar aquí
•  Dos supervisores, del primer al último paso, cada uno con su tarjeta.

Qué debe haber aquí
•  Dos tokens de seguridad vacíos: el token raíz, que después queda en una caja fuerte, y el token de fábrica, que se queda en este equipo.
•  Cinco sobres que puedan sellarse: uno para cada uno de los dos PIN de ambos tokens y uno para el token raíz. Un bolígrafo y una impresora.

Ensáyela primero: con tokens de práctica, hechos para ello.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Empezar</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>No&amp;body gets a copy but the escrow</source>
        <translation>Nadie reci&amp;be copia salvo el custodio</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>&amp;Elegir …</translation>
    </message>
    <message>
        <source>Na&amp;me of the group</source>
        <translation>No&amp;mbre del grupo</translation>
    </message>
    <message>
        <source>As the service shall have it: letters, digits and dashes.</source>
        <translation>Como debe tenerlo el servicio: letras, cifras y guiones.</translation>
    </message>
    <message>
        <source>&amp;Certificate of the service&apos;s owner</source>
        <translation>&amp;Certificado del propietario del servicio</translation>
    </message>
    <message>
        <source>The key is wrapped for it once, now or never: without a copy no export can give the group to the service.</source>
        <translation>La clave se envuelve para él una vez, ahora o nunca: sin copia, ninguna exportación puede dar el grupo al servicio.</translation>
    </message>
    <message>
        <source>Another key for {name}</source>
        <translation>Otra clave para {name}</translation>
    </message>
    <message>
        <source>Ma&amp;ke the key</source>
        <translation>Cre&amp;ar la clave</translation>
    </message>
    <message>
        <source>A new group of units with keys</source>
        <translation>Un grupo nuevo de unidades con claves</translation>
    </message>
    <message>
        <source>Ma&amp;ke the group</source>
        <translation>Crear el gru&amp;po</translation>
    </message>
    <message>
        <source>Say who gets a copy of the key, or that nobody does.</source>
        <translation>Diga quién recibe una copia de la clave, o que nadie la recibe.</translation>
    </message>
    <message>
        <source>Certificate of the service&apos;s owner</source>
        <translation>Certificado del propietario del servicio</translation>
    </message>
</context>
<context>
    <name>LanguageButton</name>
    <message>
        <source>Language: {name}</source>
        <translation>Idioma: {name}</translation>
    </message>
    <message>
        <source>Another language (Ctrl+Shift+L)</source>
        <translation>Otro idioma (Ctrl+Shift+L)</translation>
    </message>
</context>
<context>
    <name>LastingWork</name>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>Begins.</source>
        <translation>Empieza.</translation>
    </message>
    <message>
        <source>Ends.</source>
        <translation>Termina.</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Another library</source>
        <translation>Otra biblioteca</translation>
    </message>
    <message>
        <source>A PKCS#11 library comes with each kind of token, from its maker.</source>
        <translation>Cada tipo de token trae una biblioteca PKCS#11 de su fabricante.</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Elegir</translation>
    </message>
    <message>
        <source>Its whole path; the name ends in .so.</source>
        <translation>Su ruta completa; el nombre acaba en .so.</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>Bib&amp;lioteca</translation>
    </message>
    <message>
        <source>As NAME=VALUE, several with blanks between. Most want nothing.</source>
        <translation>Como NOMBRE=VALOR, varios separados por espacios. La mayoría no quiere nada.</translation>
    </message>
    <message>
        <source>What it wants to be &amp;told</source>
        <translation>Lo que quiere &amp;saber</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Look there</source>
        <translation>&amp;Buscar ahí</translation>
    </message>
    <message>
        <source>Which is the library?</source>
        <translation>¿Cuál es la biblioteca?</translation>
    </message>
    <message>
        <source>Libraries (*.so *.so.*)</source>
        <translation>Bibliotecas (*.so *.so.*)</translation>
    </message>
</context>
<context>
    <name>LockPanel</name>
    <message>
        <source>Unlock</source>
        <translation>Desbloquear</translation>
    </message>
    <message>
        <source>The window is locked; units at work go on. {name} goes on with badge and PIN. Somebody else takes over with theirs.</source>
        <translation>La ventana está bloqueada; las unidades en curso siguen. {name} continúa con tarjeta y PIN. Otra persona toma el relevo con los suyos.</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Units are at work: unlock the window first, then close it.</source>
        <translation>Hay unidades en curso: desbloquee primero la ventana y luego ciérrela.</translation>
    </message>
</context>
<context>
    <name>LogInScreen</name>
    <message>
        <source>Log in</source>
        <translation>Entrar</translation>
    </message>
    <message>
        <source>Log in and &amp;change the PIN</source>
        <translation>Entrar y &amp;cambiar el PIN</translation>
    </message>
    <message>
        <source>Choose a new PIN</source>
        <translation>Elija un PIN nuevo</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Cambiar el PIN</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>¿Quién trabaja aquí?</translation>
    </message>
    <message>
        <source>&amp;Badge</source>
        <translation>&amp;Tarjeta</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>&amp;PIN</translation>
    </message>
    <message>
        <source>You will be logged in with it.</source>
        <translation>Entrará con él.</translation>
    </message>
    <message>
        <source>The PIN that you typed is right, and it is time for another: one that nobody but you knows.</source>
        <translation>El PIN introducido es correcto, y es hora de otro: uno que solo usted conozca.</translation>
    </message>
    <message>
        <source>That PIN can&apos;t be: {why}. Choose another.</source>
        <translation>Ese PIN no puede ser: {why}. Elija otro.</translation>
    </message>
</context>
<context>
    <name>MishapStrip</name>
    <message>
        <source>What is this?</source>
        <translation>¿Qué es esto?</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>It came {count} times.</source>
        <translation>Se produjo {count} veces.</translation>
    </message>
</context>
<context>
    <name>NewPin</name>
    <message>
        <source>New PIN</source>
        <translation>PIN nuevo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>El mismo otra vez</translation>
    </message>
    <message>
        <source>At least {count} characters; letters and signs may be among them.</source>
        <translation>Al menos {count} caracteres; puede haber letras y signos.</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>Los dos PIN no son iguales: introduzca ambos otra vez.</translation>
    </message>
</context>
<context>
    <name>NobodyPage</name>
    <message>
        <source>Nobody can log in yet. Close this window, then run this command twice at a terminal, for the first two supervisors:

station operator add BADGE --name NAME --role supervisor

Open the window again: they log in, and add everybody else here.</source>
        <translation>Aún no puede entrar nadie. Cierre esta ventana y ejecute esta orden dos veces en un terminal, para los dos primeros supervisores:

station operator add BADGE --name NAME --role supervisor

Abra la ventana otra vez: ellos entran y añaden aquí a los demás.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>This station has no people yet</source>
        <translation>Esta estación aún no tiene personas</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Try &amp;again</source>
        <translation>Prob&amp;ar otra vez</translation>
    </message>
    <message>
        <source>The station can&apos;t be opened</source>
        <translation>La estación no puede abrirse</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>This computer holds no station yet.

Practise on a bench of simulated devices: it is set up by itself, and nothing made there is real.

Or set up a station: two supervisors make its keys in two empty security tokens.</source>
        <translation>Este equipo aún no tiene ninguna estación.

Practique en un banco de dispositivos simulados: se configura solo, y nada de lo hecho allí es real.

O configure una estación: dos supervisores crean sus claves en dos tokens de seguridad vacíos.</translation>
    </message>
    <message>
        <source>The ceremony that makes a station here was begun, and is not over.

Both supervisors go on with it where it was. Nobody can work here before.</source>
        <translation>La ceremonia que crea aquí una estación se empezó y no ha terminado.

Ambos supervisores la continúan donde estaba. Antes nadie puede trabajar aquí.</translation>
    </message>
    <message>
        <source>&amp;Practise</source>
        <translation>&amp;Practicar</translation>
    </message>
    <message>
        <source>&amp;Go on with the ceremony</source>
        <translation>Continuar &amp;la ceremonia</translation>
    </message>
    <message>
        <source>&amp;Set up a station</source>
        <translation>Configurar una e&amp;stación</translation>
    </message>
    <message>
        <source>Welcome to Station</source>
        <translation>Bienvenido a Station</translation>
    </message>
    <message>
        <source>Setting up simulated devices with real TPMs and tokens in software. The first time takes some seconds longer.</source>
        <translation>Preparando dispositivos simulados con TPM y tokens reales en software. La primera vez tarda unos segundos más.</translation>
    </message>
    <message>
        <source>Opening the practice bench</source>
        <translation>Abriendo el banco de práctica</translation>
    </message>
    <message>
        <source>Checking the record and the factory&apos;s token.</source>
        <translation>Comprobando el registro y el token de fábrica.</translation>
    </message>
    <message>
        <source>Type the PIN at the token&apos;s pad now.

Then the record and the factory&apos;s token are checked.</source>
        <translation>Introduzca ahora el PIN en el teclado del token.

Después se comprueban el registro y el token de fábrica.</translation>
    </message>
    <message>
        <source>Opening the station</source>
        <translation>Abriendo la estación</translation>
    </message>
    <message>
        <source>The record gets the form of this version of Station: {seconds} s so far.

A million enrollments take about a minute. Closing the window leaves the record as it was.</source>
        <translation>El registro toma la forma de esta versión de Station: {seconds} s hasta ahora.

Un millón de inscripciones tarda cerca de un minuto. Si cierra la ventana, el registro queda como estaba.</translation>
    </message>
    <message>
        <source>A supervisor is &amp;sure of it</source>
        <translation>Un &amp;supervisor está seguro</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token</source>
        <translation>Otro PIN incorrecto podría bloquear el token</translation>
    </message>
    <message>
        <source>This PIN is tried though it could be the last time: a wrong one can lock the token for good.</source>
        <translation>Este PIN se prueba aunque puede ser la última vez: uno incorrecto puede bloquear el token para siempre.</translation>
    </message>
</context>
<context>
    <name>OrderChangeDialog</name>
    <message>
        <source>Change the order {name}</source>
        <translation>Cambiar la orden {name}</translation>
    </message>
    <message>
        <source>&amp;Do it</source>
        <translation>&amp;Hacerlo</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>C&amp;hoose …</source>
        <translation>&amp;Elegir …</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>¿Qué archivo?</translation>
    </message>
    <message>
        <source>Ch&amp;oose …</source>
        <translation>E&amp;legir …</translation>
    </message>
    <message>
        <source>How &amp;many</source>
        <translation>C&amp;uántas</translation>
    </message>
    <message>
        <source>&amp;Policy</source>
        <translation>&amp;Política</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>PIN &amp;de los tokens de las unidades</translation>
    </message>
    <message>
        <source>Only for products whose units have a token; else it stays empty.</source>
        <translation>Solo para productos cuyas unidades tienen un token; si no, queda vacío.</translation>
    </message>
    <message>
        <source>Ne&amp;w folder for the allotment</source>
        <translation>Ca&amp;rpeta nueva para la asignación</translation>
    </message>
    <message>
        <source>What is to be &amp;changed</source>
        <translation>&amp;Qué se va a cambiar</translation>
    </message>
    <message>
        <source>ID scop&amp;e</source>
        <translation>Ámbito de &amp;id.</translation>
    </message>
    <message>
        <source>The new order&apos;s &amp;name</source>
        <translation>Nombre de la nueva &amp;orden</translation>
    </message>
    <message>
        <source>Which folder shall the allotment be? A new name, or an empty folder.</source>
        <translation>¿Qué carpeta será la asignación? Un nombre nuevo o una carpeta vacía.</translation>
    </message>
    <message>
        <source>Fill this in first.</source>
        <translation>Rellene esto primero.</translation>
    </message>
    <message>
        <source>A whole number is wanted.</source>
        <translation>Hace falta un número entero.</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>lower-case letters, digits and dashes</source>
        <translation>letras minúsculas, cifras y guiones</translation>
    </message>
    <message>
        <source>For products with a symmetric key: the enrollment group that the service shall have. Left empty, it is called as the order is.</source>
        <translation>Para productos con clave simétrica: el grupo de inscripción que debe tener el servicio. Si queda vacío, se llama como la orden.</translation>
    </message>
    <message>
        <source>Na&amp;me of the order</source>
        <translation>No&amp;mbre de la orden</translation>
    </message>
    <message>
        <source>&amp;Product</source>
        <translation>&amp;Producto</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>Ámbito de &amp;id.</translation>
    </message>
    <message>
        <source>Of the service that the units are for; on its overview page.</source>
        <translation>Del servicio al que van las unidades; está en su página de información general.</translation>
    </message>
    <message>
        <source>&amp;Quantity</source>
        <translation>Can&amp;tidad</translation>
    </message>
    <message>
        <source>How many units may be made, at most.</source>
        <translation>Cuántas unidades pueden hacerse como máximo.</translation>
    </message>
    <message>
        <source>PIN of the units&apos; to&amp;kens</source>
        <translation>PIN de los to&amp;kens de las unidades</translation>
    </message>
    <message>
        <source>The one that they come with. It is kept sealed, and shown nowhere.</source>
        <translation>El que traen. Se guarda sellado y no se muestra en ningún sitio.</translation>
    </message>
    <message>
        <source>Pass&amp;word of the units&apos; console</source>
        <translation>&amp;Contraseña de la consola de las unidades</translation>
    </message>
    <message>
        <source>Left empty where they ask for none. It is kept sealed, and shown nowhere.</source>
        <translation>Vacía donde no la piden. Se guarda sellada y no se muestra en ningún sitio.</translation>
    </message>
    <message>
        <source>&amp;Group ID</source>
        <translation>Id. de &amp;grupo</translation>
    </message>
    <message>
        <source>A unit that &amp;has passed and comes again</source>
        <translation>Una unidad que &amp;ha pasado y vuelve</translation>
    </message>
    <message>
        <source>A TPM&apos;s key and a symmetric key are always the same: no other can be had.</source>
        <translation>La clave de un TPM y una clave simétrica son siempre las mismas: no hay otra.</translation>
    </message>
    <message>
        <source>Mor&amp;e</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>C&amp;reate the order</source>
        <translation>C&amp;rear la orden</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>Cance&amp;lar</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>Orden nueva</translation>
    </message>
    <message>
        <source>{title} ({mechanism})</source>
        <translation>{title} ({mechanism})</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Omitido: {problem}</translation>
    </message>
    <message>
        <source>There is no product yet: put its profile into the folder</source>
        <translation>Aún no hay ningún producto: ponga su perfil en la carpeta</translation>
    </message>
    <message>
        <source>Profile {name}</source>
        <translation>Perfil {name}</translation>
    </message>
    <message>
        <source>The order {name} is made, for {count} units of {product}.</source>
        <translation>La orden {name} está creada, para {count} unidades de {product}.</translation>
    </message>
</context>
<context>
    <name>OrderRows</name>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Inscrita</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Posiciones</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>Ámbito de id.</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creada</translation>
    </message>
    <message>
        <source>{enrolled} of {quantity}</source>
        <translation>{enrolled} de {quantity}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>To be signed</source>
        <translation>Por firmar</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completa</translation>
    </message>
    <message>
        <source>First article</source>
        <translation>Primer artículo</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abierta</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrada</translation>
    </message>
</context>
<context>
    <name>OrderSorting</name>
    <message>
        <source>Newest first</source>
        <translation>Las más nuevas primero</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Las más antiguas primero</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Furthest first</source>
        <translation>La más avanzada primero</translation>
    </message>
    <message>
        <source>Least far first</source>
        <translation>La menos avanzada primero</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Posiciones</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>Ámbito de id.</translation>
    </message>
</context>
<context>
    <name>OrdersScreen</name>
    <message>
        <source>Orders</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>New or&amp;der …</source>
        <translation>Or&amp;den nueva …</translation>
    </message>
    <message>
        <source>&amp;Assign to positions …</source>
        <translation>&amp;Asignar …</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>C&amp;hange …</source>
        <translation>Ca&amp;mbiar …</translation>
    </message>
    <message>
        <source>&amp;Failed units …</source>
        <translation>Unidades &amp;fallidas …</translation>
    </message>
    <message>
        <source>&amp;Close …</source>
        <translation>&amp;Cerrar …</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>Conser&amp;varla</translation>
    </message>
    <message>
        <source>Close it &amp;for good</source>
        <translation>C&amp;errarla para siempre</translation>
    </message>
    <message>
        <source>Reading the orders.</source>
        <translation>Leyendo las órdenes.</translation>
    </message>
    <message>
        <source>&amp;Sorted by</source>
        <translation>&amp;Ordenar por</translation>
    </message>
    <message>
        <source>No orders yet. An order says how many units of which product are to be made.
Press “New order” to make the first, then assign it to positions.</source>
        <translation>Aún no hay órdenes. Una orden dice cuántas unidades de qué producto se hacen.
Pulse «Orden nueva» para crear la primera y asígnela a posiciones.</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>Rean&amp;udar</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions: workers can begin then.</source>
        <translation>La orden {name} está creada. Asígnela a posiciones: entonces puede empezar el trabajo.</translation>
    </message>
    <message>
        <source>The order {order} is at position {names} now.</source>
        <translation>La orden {order} está ahora en la posición {names}.</translation>
    </message>
    <message>
        <source>The order {order} is at no position now.</source>
        <translation>La orden {order} no está ahora en ninguna posición.</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>The station and its two supervisors</source>
        <translation>La estación y sus dos supervisores</translation>
    </message>
    <message>
        <source>The names stand in certificates and in the record for good. Each shows the other the badge while it is scanned or typed.</source>
        <translation>Los nombres quedan para siempre en certificados y en el registro. Cada uno muestra al otro la tarjeta mientras se escanea o introduce.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>The &amp;station&apos;s name</source>
        <translation>Nombre de la e&amp;stación</translation>
    </message>
    <message>
        <source>First supervisor: badge</source>
        <translation>Primer supervisor: tarjeta</translation>
    </message>
    <message>
        <source>First supervisor: name</source>
        <translation>Primer supervisor: nombre</translation>
    </message>
    <message>
        <source>Second supervisor: badge</source>
        <translation>Segundo supervisor: tarjeta</translation>
    </message>
    <message>
        <source>Second supervisor: name</source>
        <translation>Segundo supervisor: nombre</translation>
    </message>
    <message>
        <source>&amp;Place, for the protocol</source>
        <translation>Lugar, &amp;para el protocolo</translation>
    </message>
    <message>
        <source>May stay empty.</source>
        <translation>Puede quedar vacío.</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NOMBRE</translation>
    </message>
    <message>
        <source>Its certificates are by “{name} Root CA”, for 25 years, and “{name} Issuing CA”, for 20 years.</source>
        <translation>Sus certificados son de «{name} Root CA», por 25 años, y «{name} Issuing CA», por 20 años.</translation>
    </message>
    <message>
        <source>Letters, digits and signs, as it is to be printed.</source>
        <translation>Letras, cifras y signos, como deben imprimirse.</translation>
    </message>
    <message>
        <source>That is the first one&apos;s badge: two people have two.</source>
        <translation>Esa es la tarjeta del primero: dos personas tienen dos.</translation>
    </message>
    <message>
        <source>1 to 64 letters, digits and signs, without blanks.</source>
        <translation>De 1 a 64 letras, cifras y signos, sin espacios.</translation>
    </message>
</context>
<context>
    <name>PeopleScreen</name>
    <message>
        <source>People</source>
        <translation>Personas</translation>
    </message>
    <message>
        <source>A PIN for somebody else</source>
        <translation>Un PIN para otra persona</translation>
    </message>
    <message>
        <source>Give the PIN</source>
        <translation>Dar el PIN</translation>
    </message>
    <message>
        <source>&amp;Add a person …</source>
        <translation>&amp;Añadir una persona …</translation>
    </message>
    <message>
        <source>&amp;Reset the PIN …</source>
        <translation>&amp;Restablecer el PIN …</translation>
    </message>
    <message>
        <source>Switch o&amp;ff …</source>
        <translation>&amp;Desactivar …</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Dejarlo</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Desactivar</translation>
    </message>
    <message>
        <source>Reading who there is.</source>
        <translation>Leyendo quién hay.</translation>
    </message>
    <message>
        <source>Nobody is on record. Press “Add a person” to add the first.</source>
        <translation>No hay nadie registrado. Pulse «Añadir una persona» para añadir la primera.</translation>
    </message>
    <message>
        <source>&amp;Switch on</source>
        <translation>A&amp;ctivar</translation>
    </message>
    <message>
        <source>Nobody does that to their own badge: another supervisor can</source>
        <translation>Nadie hace eso con su propia tarjeta: otro supervisor puede</translation>
    </message>
    <message>
        <source>{name} ({badge}) logs in with it once, and chooses another then.</source>
        <translation>{name} ({badge}) entra con él una vez y entonces elige otro.</translation>
    </message>
    <message>
        <source>{name} ({badge}) is added: {role}.</source>
        <translation>{name} ({badge}) está añadido: {role}.</translation>
    </message>
    <message>
        <source>{name} ({badge}) has another PIN, to be changed at the log-in.</source>
        <translation>{name} ({badge}) tiene otro PIN, que debe cambiar al entrar.</translation>
    </message>
    <message>
        <source>Switch {name} ({badge}) off? They can&apos;t log in until somebody switches them on; what they did stays on record.</source>
        <translation>¿Desactivar a {name} ({badge})? No podrá entrar hasta que alguien lo active; lo que hizo queda registrado.</translation>
    </message>
    <message>
        <source>{name} ({badge}) may log in.</source>
        <translation>{name} ({badge}) puede entrar.</translation>
    </message>
    <message>
        <source>{name} ({badge}) can&apos;t log in any more.</source>
        <translation>{name} ({badge}) ya no puede entrar.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>PeopleTable</name>
    <message>
        <source>Badge</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>May log in</source>
        <translation>Puede entrar</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Desactivada</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Scan the badge, or type its number</source>
        <translation>Escanee la tarjeta o introduzca su número</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>Cance&amp;lar</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Tarjeta</translation>
    </message>
    <message>
        <source>First PIN</source>
        <translation>Primer PIN</translation>
    </message>
    <message>
        <source>You choose it and tell it to them. They choose another at their log-in.</source>
        <translation>Usted lo elige y se lo dice. Elegirá otro al entrar.</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>El mismo otra vez</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Añadir una persona</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same.</source>
        <translation>Los dos PIN no son iguales.</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>The picture can&apos;t be shown. Answer no, and call the supervisor.</source>
        <translation>La imagen no puede mostrarse. Responda no y llame al supervisor.</translation>
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
        <translation>&amp;Continuar</translation>
    </message>
</context>
<context>
    <name>PracticeBadges</name>
    <message>
        <source>Practice badges</source>
        <translation>Tarjetas de práctica</translation>
    </message>
    <message>
        <source>{role}: badge {badge}, PIN {pin}</source>
        <translation>{role}: tarjeta {badge}, PIN {pin}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Use the badge {badge}</source>
        <translation>Usar la tarjeta {badge}</translation>
    </message>
</context>
<context>
    <name>PracticeStrip</name>
    <message>
        <source>Scan</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Faulty</source>
        <translation>Mala</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Control</translation>
    </message>
    <message>
        <source>Put the red rabbit or the golden unit in</source>
        <translation>Ponga el red rabbit o la unidad patrón</translation>
    </message>
    <message>
        <source>What the label on the practice unit says</source>
        <translation>Lo que dice la etiqueta de la unidad de práctica</translation>
    </message>
    <message>
        <source>Scan the label at position {name}</source>
        <translation>Escanear la etiqueta en la posición {name}</translation>
    </message>
    <message>
        <source>Take the unit out and put a fresh one in</source>
        <translation>Saque la unidad y ponga una nueva</translation>
    </message>
    <message>
        <source>Put a unit in that doesn&apos;t work</source>
        <translation>Ponga una unidad que no funciona</translation>
    </message>
    <message>
        <source>Changing …</source>
        <translation>Cambiando …</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vacía</translation>
    </message>
</context>
<context>
    <name>ProfileChanges</name>
    <message>
        <source>What changed</source>
        <translation>Qué cambió</translation>
    </message>
    <message>
        <source>Looking for its release.</source>
        <translation>Buscando su publicación.</translation>
    </message>
    <message>
        <source>Version {version} was released, but no copy of its text was kept.</source>
        <translation>La versión {version} se publicó, pero no se guardó copia de su texto.</translation>
    </message>
    <message>
        <source>Against version {version}, which is released:</source>
        <translation>Frente a la versión {version}, que está publicada:</translation>
    </message>
    <message>
        <source>No version of it is released.</source>
        <translation>Ninguna versión suya está publicada.</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>No cambió nada.</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Mistakes</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>Next &amp;version</source>
        <translation>&amp;Versión siguiente</translation>
    </message>
    <message>
        <source>&amp;Discard changes</source>
        <translation>&amp;Descartar los cambios</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>Try on a unit</source>
        <translation>Probar en una unidad</translation>
    </message>
    <message>
        <source>Since the release</source>
        <translation>Desde la publicación</translation>
    </message>
    <message>
        <source>These are changes that weren&apos;t saved last time.</source>
        <translation>Estos son cambios que no se guardaron la última vez.</translation>
    </message>
    <message>
        <source>As it was. Ctrl+Z brings back what you wrote.</source>
        <translation>Como estaba. Ctrl+Z devuelve lo que escribió.</translation>
    </message>
    <message>
        <source>New, not saved yet</source>
        <translation>Nuevo, aún sin guardar</translation>
    </message>
    <message>
        <source>Changed, not saved yet</source>
        <translation>Cambiado, aún sin guardar</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Guardado</translation>
    </message>
    <message>
        <source>Comes with Station: saved, it becomes your own</source>
        <translation>Viene con Station: al guardarlo pasa a ser suyo</translation>
    </message>
    <message>
        <source>{name}: {state}</source>
        <translation>{name}: {state}</translation>
    </message>
    <message>
        <source>Line {line}, {key}: {why}.</source>
        <translation>Línea {line}, {key}: {why}.</translation>
    </message>
    <message>
        <source>No mistakes.</source>
        <translation>Sin errores.</translation>
    </message>
    <message>
        <source>Mistakes: {count}</source>
        <translation>Errores: {count}</translation>
    </message>
    <message>
        <source>No mistakes</source>
        <translation>Sin errores</translation>
    </message>
    <message>
        <source>Saved. Real orders need its release by two supervisors first.</source>
        <translation>Guardado. Para órdenes reales, antes deben publicarlo dos supervisores.</translation>
    </message>
</context>
<context>
    <name>ProfileNaming</name>
    <message>
        <source>&amp;Name of the new profile</source>
        <translation>&amp;Nombre del nuevo perfil</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes; its file is called so, too.</source>
        <translation>Minúsculas, cifras y guiones; su archivo también se llama así.</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>&amp;Crearlo</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>C&amp;ancelar</translation>
    </message>
    <message>
        <source>It can&apos;t be called so.</source>
        <translation>No puede llamarse así.</translation>
    </message>
    <message>
        <source>The one that it begins with is called so.</source>
        <translation>Así se llama el perfil de partida.</translation>
    </message>
</context>
<context>
    <name>ProfileText</name>
    <message>
        <source>The profile&apos;s text</source>
        <translation>El texto del perfil</translation>
    </message>
</context>
<context>
    <name>ProfileTrial</name>
    <message>
        <source>&amp;Position</source>
        <translation>&amp;Posición</translation>
    </message>
    <message>
        <source>The unit&apos;s pass&amp;word</source>
        <translation>&amp;Contraseña de la unidad</translation>
    </message>
    <message>
        <source>Have it make a &amp;key, too: it may lose the one that it has</source>
        <translation>&amp;Que genere también una clave: puede perder la que tiene</translation>
    </message>
    <message>
        <source>&amp;Try</source>
        <translation>P&amp;robar</translation>
    </message>
    <message>
        <source>What crossed</source>
        <translation>Lo que se transmitió</translation>
    </message>
    <message>
        <source>{position}: {port}</source>
        <translation>{position}: {port}</translation>
    </message>
    <message>
        <source>The bench has no positions yet: teach them first.</source>
        <translation>El banco aún no tiene posiciones: enséñelas primero.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>It answers: serial number {serial}, model {model}, firmware {firmware}.</source>
        <translation>Responde: número de serie {serial}, modelo {model}, firmware {firmware}.</translation>
    </message>
</context>
<context>
    <name>ProfilesScreen</name>
    <message>
        <source>Profiles</source>
        <translation>Perfiles</translation>
    </message>
    <message>
        <source>&amp;Release …</source>
        <translation>Publica&amp;r …</translation>
    </message>
    <message>
        <source>&amp;Withdraw …</source>
        <translation>R&amp;etirar …</translation>
    </message>
    <message>
        <source>E&amp;dit …</source>
        <translation>E&amp;ditar …</translation>
    </message>
    <message>
        <source>New &amp;from this …</source>
        <translation>&amp;Nuevo a partir de este …</translation>
    </message>
    <message>
        <source>Reading the profiles.</source>
        <translation>Leyendo los perfiles.</translation>
    </message>
    <message>
        <source>No profiles yet. Put a profile&apos;s file into {folder}.</source>
        <translation>Aún no hay perfiles. Ponga el archivo de un perfil en {folder}.</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Omitido: {problem}</translation>
    </message>
    <message>
        <source>Mistakes besides: {count}.</source>
        <translation>Otros errores: {count}.</translation>
    </message>
    <message>
        <source>&amp;Correct {name} …</source>
        <translation>&amp;Corregir {name} …</translation>
    </message>
    <message>
        <source>Real orders can be made with {profile}.</source>
        <translation>Pueden crearse órdenes reales con {profile}.</translation>
    </message>
    <message>
        <source>Released: real orders can be made with {name}, version {version}.</source>
        <translation>Publicado: pueden crearse órdenes reales con {name}, versión {version}.</translation>
    </message>
    <message>
        <source>Orders made with {profile} begin no more units.</source>
        <translation>Las órdenes con {profile} no empiezan más unidades.</translation>
    </message>
    <message>
        <source>Withdrawn: orders with {name}, version {version}, begin no more units.</source>
        <translation>Retirado: las órdenes con {name}, versión {version}, no empiezan más unidades.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>ProfilesTable</name>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Publicación</translation>
    </message>
    <message>
        <source>its file is another now, or gone</source>
        <translation>su archivo es otro ahora, o no está</translation>
    </message>
</context>
<context>
    <name>PromptPanel</name>
    <message>
        <source>Scan it, or type it and press Enter.</source>
        <translation>Escanéelo, o escríbalo y pulse Intro.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
</context>
<context>
    <name>ProtocolPage</name>
    <message>
        <source>The station is set up</source>
        <translation>La estación está configurada</translation>
    </message>
    <message>
        <source>The rehearsal is over</source>
        <translation>El ensayo ha terminado</translation>
    </message>
    <message>
        <source>That was all of it. Nothing that was made is of any use; the same two can hold the real ceremony now.</source>
        <translation>Eso fue todo. Nada de lo hecho sirve; los mismos dos pueden hacer ahora la ceremonia real.</translation>
    </message>
    <message>
        <source>This is the station {name} now, and you two are its supervisors.

Print the protocol, sign it in ink, and keep it with the root token in the safe. Save a copy of its folder outside this computer. Read its SHA-256 aloud, and write it on the paper: the record knows the protocol by it.</source>
        <translation>Esta es ahora la estación {name}, y ustedes dos son sus supervisores.

Imprima el protocolo, fírmelo con tinta y guárdelo con el token raíz en la caja fuerte. Guarde una copia de su carpeta fuera de este equipo. Lea su SHA-256 en voz alta y escríbalo en el papel: el registro conoce el protocolo por él.</translation>
    </message>
    <message>
        <source>&amp;Save a copy</source>
        <translation>Guardar &amp;una copia</translation>
    </message>
    <message>
        <source>Open it, to &amp;print</source>
        <translation>Abrirlo, &amp;para imprimir</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>Se&amp;guir con la real</translation>
    </message>
    <message>
        <source>&amp;Go to the bench</source>
        <translation>&amp;Ir al banco</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Nothing here can show it. Save a copy, and print {name} elsewhere.</source>
        <translation>Nada aquí puede mostrarlo. Guarde una copia e imprima {name} en otro sitio.</translation>
    </message>
    <message>
        <source>In which folder shall the copy be?</source>
        <translation>¿En qué carpeta debe estar la copia?</translation>
    </message>
    <message>
        <source>The copy is in {folder}, and is what was signed.</source>
        <translation>La copia está en {folder} y es lo que se firmó.</translation>
    </message>
</context>
<context>
    <name>PushScreen</name>
    <message>
        <source>A&amp;lso what was refused, or in conflict, before</source>
        <translation>&amp;También lo antes rechazado o en conflicto</translation>
    </message>
    <message>
        <source>&amp;Push</source>
        <translation>&amp;Enviar</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Ser&amp;vice</source>
        <translation>&amp;Servicio</translation>
    </message>
    <message>
        <source>Orde&amp;r</source>
        <translation>&amp;Orden</translation>
    </message>
    <message>
        <source>All orders</source>
        <translation>Todas las órdenes</translation>
    </message>
    <message>
        <source>No service is known yet: add one under Services.</source>
        <translation>Aún no se conoce ningún servicio: añada uno en Servicios.</translation>
    </message>
    <message>
        <source>Counting what is to be sent …</source>
        <translation>Contando lo que hay que enviar …</translation>
    </message>
    <message>
        <source>Verifying the record …</source>
        <translation>Verificando el registro …</translation>
    </message>
    <message>
        <source>Units are sent to {service}.</source>
        <translation>Las unidades se envían a {service}.</translation>
    </message>
    <message>
        <source>Stopping: what is under way is finished first …</source>
        <translation>Deteniendo: antes se termina lo que está en curso …</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is sent.</source>
        <translation>Nadie aprobó: no se envía nada.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Screens</source>
        <translation>Pantallas</translation>
    </message>
    <message>
        <source>Show titles</source>
        <translation>Mostrar títulos</translation>
    </message>
    <message>
        <source>Pictures alone</source>
        <translation>Solo imágenes</translation>
    </message>
</context>
<context>
    <name>ReadyPage</name>
    <message>
        <source>Make the token ready</source>
        <translation>Preparar el token</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>P&amp;repararlo</translation>
    </message>
    <message>
        <source>That was begun, and broken off before the token had its PIN. Type the security officer&apos;s PIN that it got then; without it, use another token. Write the new PIN on a slip of paper now, and seal it in an envelope of its own.</source>
        <translation>Eso se empezó y se interrumpió antes de que el token tuviera su PIN. Introduzca el PIN del oficial de seguridad que recibió entonces; sin él, use otro token. Escriba ahora el PIN nuevo en un papel y séllelo en un sobre propio.</translation>
    </message>
    <message>
        <source>The token gets two PINs. Write each on a slip of paper now, and seal it in an envelope of its own: Station keeps neither, and nobody can find one out again.</source>
        <translation>El token recibe dos PIN. Escriba ahora cada uno en un papel y séllelo en un sobre propio: Station no guarda ninguno, y nadie puede averiguarlo después.</translation>
    </message>
    <message>
        <source>&amp;Label</source>
        <translation>&amp;Etiqueta</translation>
    </message>
    <message>
        <source>The token&apos;s &amp;PIN</source>
        <translation>&amp;PIN del token</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>El mismo otra vez</translation>
    </message>
    <message>
        <source>Its security &amp;officer&apos;s PIN</source>
        <translation>PIN de su &amp;oficial de seguridad</translation>
    </message>
    <message>
        <source>The one that it has.</source>
        <translation>El que tiene.</translation>
    </message>
    <message>
        <source>Another one. It opens the token again where the first was wrong too often.</source>
        <translation>Otro. Abre el token de nuevo si el primero falló demasiadas veces.</translation>
    </message>
    <message>
        <source>The two PINs aren&apos;t the same: type both again.</source>
        <translation>Los dos PIN no son iguales: introduzca ambos otra vez.</translation>
    </message>
</context>
<context>
    <name>RehearsalPage</name>
    <message>
        <source>Rehearse first</source>
        <translation>Ensayar primero</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>You two have not rehearsed this ceremony on this computer yet.

A rehearsal goes through every step, with practice tokens that are made for it and are of no use afterwards. The PINs that you choose in it hold for the rehearsal alone.

Both can agree to do without. The protocol and the record say so for good.</source>
        <translation>Ustedes dos no han ensayado esta ceremonia en este equipo.

Un ensayo recorre todos los pasos, con tokens de práctica que se hacen para ello y después no sirven. Los PIN que elijan valen solo para el ensayo.

Ambos pueden acordar no hacerlo. El protocolo y el registro lo dicen para siempre.</translation>
    </message>
    <message>
        <source>Go on &amp;without</source>
        <translation>&amp;Seguir sin ensayo</translation>
    </message>
    <message>
        <source>&amp;Rehearse now</source>
        <translation>Ensaya&amp;r ahora</translation>
    </message>
    <message>
        <source>You have rehearsed it</source>
        <translation>La han ensayado</translation>
    </message>
    <message>
        <source>You two have gone through this ceremony on {time} UTC.

Now it is real: what is made from here on is the factory&apos;s. Have both empty tokens and the envelopes ready.</source>
        <translation>Ustedes dos recorrieron esta ceremonia el {time} UTC.

Ahora es real: lo que se haga desde aquí es de la fábrica. Tengan listos ambos tokens vacíos y los sobres.</translation>
    </message>
    <message>
        <source>&amp;Rehearse again</source>
        <translation>Ensaya&amp;r otra vez</translation>
    </message>
    <message>
        <source>&amp;Go on to the real one</source>
        <translation>Se&amp;guir con la real</translation>
    </message>
    <message>
        <source>It will say NOT REHEARSED in the protocol and in the record, for good. Press once more if both of you want it.</source>
        <translation>El protocolo y el registro dirán para siempre SIN ENSAYO. Pulse otra vez si ambos lo quieren.</translation>
    </message>
    <message>
        <source>Both agree: go on &amp;without</source>
        <translation>Ambos &amp;lo aceptan: seguir sin</translation>
    </message>
</context>
<context>
    <name>ReportPanel</name>
    <message>
        <source>Make a signed &amp;report …</source>
        <translation>&amp;Hacer un informe firmado …</translation>
    </message>
    <message>
        <source>Verif&amp;y a report …</source>
        <translation>&amp;Verificar un informe …</translation>
    </message>
    <message>
        <source>Open its &amp;folder</source>
        <translation>&amp;Abrir su carpeta</translation>
    </message>
    <message>
        <source>Which folder shall the report be? A new name, or an empty folder.</source>
        <translation>¿Qué carpeta será el informe? Un nombre nuevo o una carpeta vacía.</translation>
    </message>
    <message>
        <source>A report is signed by this station, and written to {folder}.</source>
        <translation>Esta estación firma un informe y lo escribe en {folder}.</translation>
    </message>
    <message>
        <source>The report is signed: {about}. It is in {folder}.</source>
        <translation>El informe está firmado: {about}. Está en {folder}.</translation>
    </message>
    <message>
        <source>Which report&apos;s folder is to be verified?</source>
        <translation>¿La carpeta de qué informe se verifica?</translation>
    </message>
    <message>
        <source>Genuine: {about}, as {station} signed it on {day}.</source>
        <translation>Auténtico: {about}, como {station} lo firmó el {day}.</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders: {folder}</source>
        <translation>Este equipo no tiene programa que muestre carpetas: {folder}</translation>
    </message>
</context>
<context>
    <name>Revoking</name>
    <message>
        <source>&amp;Revoke …</source>
        <translation>&amp;Revocar …</translation>
    </message>
    <message>
        <source>The enrollment of {serial} is taken off the list for good.</source>
        <translation>La inscripción de {serial} sale de la lista para siempre.</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on.</source>
        <translation>Está revocada: desde ahora ninguna exportación la incluye.</translation>
    </message>
    <message>
        <source>It is revoked: no export has it from now on. The service may know it: a reconcile takes it off there, too.</source>
        <translation>Está revocada: desde ahora ninguna exportación la incluye. Puede que el servicio la conozca: una conciliación la quita también allí.</translation>
    </message>
    <message>
        <source>It is revoked. Its group would still let it in: the next push or export shuts it out at the service.</source>
        <translation>Está revocada. Su grupo aún la dejaría entrar: el próximo envío o exportación la excluye en el servicio.</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Progress at position {name}</source>
        <translation>Progreso en la posición {name}</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>quedan unos {seconds} s</translation>
    </message>
    <message>
        <source>longer than usual</source>
        <translation>más de lo habitual</translation>
    </message>
</context>
<context>
    <name>ServicesScreen</name>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>Ámbito de id.</translation>
    </message>
    <message>
        <source>Signs in by</source>
        <translation>Acceso mediante</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>&amp;Test it</source>
        <translation>&amp;Probarlo</translation>
    </message>
    <message>
        <source>&amp;Add the service</source>
        <translation>&amp;Añadir el servicio</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Lower case letters, digits and dashes.</source>
        <translation>Minúsculas, cifras y guiones.</translation>
    </message>
    <message>
        <source>C&amp;onnection string</source>
        <translation>&amp;Cadena de conexión</translation>
    </message>
    <message>
        <source>Its key goes into the factory&apos;s token, and is never shown again.</source>
        <translation>Su clave va al token de fábrica y no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>&amp;ID scope</source>
        <translation>Ámbito &amp;de id.</translation>
    </message>
    <message>
        <source>P&amp;roxy, if there is one</source>
        <translation>Proxy, &amp;si lo hay</translation>
    </message>
    <message>
        <source>As host:port.</source>
        <translation>Como host:port.</translation>
    </message>
    <message>
        <source>File with a private &amp;CA, if it has one</source>
        <translation>Archivo con &amp;una CA privada, si la tiene</translation>
    </message>
    <message>
        <source>Trying it …</source>
        <translation>Probándolo …</translation>
    </message>
    <message>
        <source>The service can&apos;t be worked with yet.</source>
        <translation>Aún no se puede trabajar con el servicio.</translation>
    </message>
    <message>
        <source>The service works.</source>
        <translation>El servicio funciona.</translation>
    </message>
    <message>
        <source>Units are sent to the service {name}.</source>
        <translation>Las unidades se envían al servicio {name}.</translation>
    </message>
    <message>
        <source>The service {name} is known. Test it before the first push.</source>
        <translation>El servicio {name} es conocido. Pruébelo antes del primer envío.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>SetUpScreen</name>
    <message>
        <source>Looking at the station.</source>
        <translation>Mirando la estación.</translation>
    </message>
    <message>
        <source>The station is set up.</source>
        <translation>La estación está configurada.</translation>
    </message>
    <message>
        <source>Units can be made. What else can be set up:</source>
        <translation>Se pueden hacer unidades. Qué más se puede configurar:</translation>
    </message>
    <message>
        <source>Next: {step}</source>
        <translation>Siguiente: {step}</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Ir allí</translation>
    </message>
    <message>
        <source>Go to: {step}</source>
        <translation>Ir a: {step}</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Figures may be told by person</source>
        <translation>Las cifras pueden darse por persona</translation>
    </message>
    <message>
        <source>Each shift begins with a red rabbit at each position</source>
        <translation>Cada turno empieza con un red rabbit en cada posición</translation>
    </message>
    <message>
        <source>Each shift begins with a golden unit at each position</source>
        <translation>Cada turno empieza con una unidad patrón en cada posición</translation>
    </message>
    <message>
        <source>Units begin in batches, all positions at once</source>
        <translation>Las unidades empiezan en lotes, todas las posiciones a la vez</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>No foot pedal</source>
        <translation>Sin pedal</translation>
    </message>
    <message>
        <source>Shortest PIN, in characters</source>
        <translation>PIN más corto, en caracteres</translation>
    </message>
    <message>
        <source>4 to 32; for PINs that are chosen from now on.</source>
        <translation>De 4 a 32; para los PIN que se elijan desde ahora.</translation>
    </message>
    <message>
        <source>Days until a PIN must be changed</source>
        <translation>Días hasta que un PIN debe cambiarse</translation>
    </message>
    <message>
        <source>1 to 3,650, or 0 for never. It is changed at the log-in.</source>
        <translation>De 1 a 3.650, o 0 para nunca. Se cambia al entrar.</translation>
    </message>
    <message>
        <source>Minutes until the window locks</source>
        <translation>Minutos hasta que la ventana se bloquea</translation>
    </message>
    <message>
        <source>1 to 480 without keyboard, mouse or scan, or 0 for never. Units at work go on.</source>
        <translation>De 1 a 480 sin teclado, ratón ni escaneo, o 0 para nunca. Las unidades en curso siguen.</translation>
    </message>
    <message>
        <source>Failures in a row that stop a position</source>
        <translation>Fallos seguidos que detienen una posición</translation>
    </message>
    <message>
        <source>1 to 100, or 0 for never. A supervisor restarts it.</source>
        <translation>De 1 a 100, o 0 para nunca. Un supervisor la reanuda.</translation>
    </message>
    <message>
        <source>First-pass yield, in percent, under which an order stops</source>
        <translation>Rendimiento a la primera, en %, bajo el que una orden se detiene</translation>
    </message>
    <message>
        <source>1 to 100, of its last 50 units, or 0 for never.</source>
        <translation>De 1 a 100, de sus últimas 50 unidades, o 0 para nunca.</translation>
    </message>
    <message>
        <source>Rules for everybody here</source>
        <translation>Reglas para todos aquí</translation>
    </message>
    <message>
        <source>The law of some places forbids that, or asks for consent first.</source>
        <translation>La ley de algunos lugares lo prohíbe o exige consentimiento previo.</translation>
    </message>
    <message>
        <source>It does what the bench asks for next: start, or next unit.</source>
        <translation>Hace lo que el banco pide a continuación: iniciar o siguiente unidad.</translation>
    </message>
    <message>
        <source>Key of the foot pedal</source>
        <translation>Tecla del pedal</translation>
    </message>
    <message>
        <source>Type a number of that range.</source>
        <translation>Introduzca un número de ese intervalo.</translation>
    </message>
    <message>
        <source>These rules are changed for everybody here.</source>
        <translation>Estas reglas cambian para todos aquí.</translation>
    </message>
    <message>
        <source>The rules are changed.</source>
        <translation>Las reglas han cambiado.</translation>
    </message>
    <message>
        <source>{unit} is for checks from now on, and is never provisioned.</source>
        <translation>{unit} es para controles desde ahora y nunca se aprovisiona.</translation>
    </message>
    <message>
        <source>{unit} is for checks no more. Take its mark off.</source>
        <translation>{unit} ya no es para controles. Quítele la marca.</translation>
    </message>
    <message>
        <source>Production works with the factory&apos;s keys in software: less safe than a hardware HSM. Every unit&apos;s record says so.</source>
        <translation>La producción trabaja con claves de fábrica en software: menos seguro que un HSM físico. El registro de cada unidad lo dice.</translation>
    </message>
    <message>
        <source>No order and no unit is made any more by the factory&apos;s keys in software.</source>
        <translation>Ya no se hace ninguna orden ni unidad con claves de fábrica en software.</translation>
    </message>
    <message>
        <source>Keys in software are accepted.</source>
        <translation>Las claves en software están aceptadas.</translation>
    </message>
    <message>
        <source>That is taken back.</source>
        <translation>Eso queda retirado.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>PRACTICE: nothing made here is real</source>
        <translation>PRÁCTICA: nada de lo hecho aquí es real</translation>
    </message>
    <message>
        <source>Go to  Ctrl+K</source>
        <translation>Ir a  Ctrl+K</translation>
    </message>
    <message>
        <source>Look  F10</source>
        <translation>Aspecto  F10</translation>
    </message>
    <message>
        <source>Light, dark or high contrast</source>
        <translation>Claro, oscuro o alto contraste</translation>
    </message>
    <message>
        <source>Help  F9</source>
        <translation>Ayuda  F9</translation>
    </message>
    <message>
        <source>What this screen is for, and what each code means</source>
        <translation>Para qué es esta pantalla y qué significa cada código</translation>
    </message>
    <message>
        <source>Log o&amp;ut</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>Ctrl+L: units at work go on, nobody can touch anything</source>
        <translation>Ctrl+L: las unidades en curso siguen, nadie puede tocar nada</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Look: the next one</source>
        <translation>Aspecto: el siguiente</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Close Station</source>
        <translation>Cerrar Station</translation>
    </message>
</context>
<context>
    <name>ShiftCheck</name>
    <message>
        <source>The station is being looked at.</source>
        <translation>La estación se está comprobando.</translation>
    </message>
    <message>
        <source>And {count} more: a supervisor sees all of it under Check.</source>
        <translation>Y {count} más: un supervisor lo ve todo en Control.</translation>
    </message>
</context>
<context>
    <name>ShiftStrip</name>
    <message>
        <source>{count} passed this shift</source>
        <translation>{count} aprobadas en este turno</translation>
    </message>
    <message>
        <source>{percent} % at first try</source>
        <translation>{percent} % al primer intento</translation>
    </message>
</context>
<context>
    <name>StandstillPanel</name>
    <message>
        <source>{why} From now on it goes on.</source>
        <translation>{why} Desde ahora sigue.</translation>
    </message>
</context>
<context>
    <name>StartAll</name>
    <message>
        <source>Enter, where nothing is scanned</source>
        <translation>Intro, donde no hay nada escaneado</translation>
    </message>
    <message>
        <source>START ALL ({count})</source>
        <translation>INICIAR TODAS ({count})</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>The ceremony</source>
        <translation>La ceremonia</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>pendiente</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>The ceremony is not over</source>
        <translation>La ceremonia no ha terminado</translation>
    </message>
    <message>
        <source>The rehearsal is not over</source>
        <translation>El ensayo no ha terminado</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>We are &amp;sure of it</source>
        <translation>Estamos &amp;seguros</translation>
    </message>
    <message>
        <source>&amp;Stop here</source>
        <translation>&amp;Parar aquí</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>&amp;Olvidarla</translation>
    </message>
    <message>
        <source>The record was begun already, so it can&apos;t be begun anew here. Without a copy of that file, take another folder and empty tokens.</source>
        <translation>El registro ya se había empezado, así que no puede empezarse aquí de nuevo. Sin copia de ese archivo, tome otra carpeta y tokens vacíos.</translation>
    </message>
    <message>
        <source>Without a copy, forget it and begin again, with the same names and tokens: the keys that are in the tokens stay.</source>
        <translation>Sin copia, olvídela y empiece otra vez, con los mismos nombres y tokens: las claves de los tokens quedan.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Probar o&amp;tra vez</translation>
    </message>
    <message>
        <source>It was begun on {time} UTC for the station {name}.

It goes on at step {number} of {of}: {title}.
Who must be here: {who}.</source>
        <translation>Se empezó el {time} UTC para la estación {name}.

Continúa en el paso {number} de {of}: {title}.
Quién debe estar aquí: {who}.</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>Ahora &amp;no</translation>
    </message>
</context>
<context>
    <name>TakeOver</name>
    <message>
        <source>{name}, do you take the bench over from {before}?</source>
        <translation>{name}, ¿toma el banco de {before}?</translation>
    </message>
    <message>
        <source>Counting what is enrolled …</source>
        <translation>Contando lo inscrito …</translation>
    </message>
    <message>
        <source>Compare it with what you see. You answer for the bench from then on; what is at work keeps both names.</source>
        <translation>Compárelo con lo que ve. Desde entonces responde usted del banco; lo que está en curso conserva ambos nombres.</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Tomar el relevo</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>position&#xa0;{name}:&#xa0;{serial}</source>
        <translation>posición {name}: {serial}</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>aún sin leer</translation>
    </message>
    <message>
        <source>At work: {units}.</source>
        <translation>En curso: {units}.</translation>
    </message>
    <message>
        <source>No unit is at work.</source>
        <translation>Ninguna unidad está en curso.</translation>
    </message>
    <message>
        <source>{count} units are enrolled here so far.</source>
        <translation>Unidades inscritas aquí hasta ahora: {count}.</translation>
    </message>
</context>
<context>
    <name>TeachPanel</name>
    <message>
        <source>This bench has no positions yet</source>
        <translation>Este banco aún no tiene posiciones</translation>
    </message>
    <message>
        <source>&amp;Teach position {name}</source>
        <translation>&amp;Enseñar la posición {name}</translation>
    </message>
    <message>
        <source>A supervisor logs in and teaches them, by plugging units in.</source>
        <translation>Un supervisor entra y las enseña, conectando unidades.</translation>
    </message>
    <message>
        <source>A position is a place with a cable, where a unit is plugged in. Station learns its port by looking which one appears.

Have a unit at hand, and take out whatever is plugged in at the new position.</source>
        <translation>Una posición es un lugar con un cable, donde se conecta una unidad. Station aprende su puerto viendo cuál aparece.

Tenga una unidad a mano y retire lo que esté conectado en la posición nueva.</translation>
    </message>
    <message>
        <source>The positions of this bench</source>
        <translation>Las posiciones de este banco</translation>
    </message>
    <message>
        <source>That is &amp;all: begin</source>
        <translation>Son tod&amp;as: empezar</translation>
    </message>
    <message>
        <source>Try again, and plug a unit in.</source>
        <translation>Pruebe otra vez y conecte una unidad.</translation>
    </message>
    <message>
        <source>Plug a unit in at position {name} now; take it out first if it is in.</source>
        <translation>Conecte ahora una unidad en la posición {name}; si ya está, retírela primero.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>Several units came at once: {ports}. Take them out, then plug in one.</source>
        <translation>Llegaron varias unidades a la vez: {ports}. Retírelas y conecte una.</translation>
    </message>
    <message>
        <source>{port} is position {name} already. Take the unit out, then plug it in where it was asked for.</source>
        <translation>{port} ya es la posición {name}. Retire la unidad y conéctela donde se pidió.</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>&amp;Tomar este</translation>
    </message>
    <message>
        <source>The unit has several ports. Which is its console?</source>
        <translation>La unidad tiene varios puertos. ¿Cuál es su consola?</translation>
    </message>
    <message>
        <source>Position {name} is {port}. Is that right?</source>
        <translation>La posición {name} es {port}. ¿Es correcto?</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;No</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>{count} left</source>
        <translation>quedan {count}</translation>
    </message>
    <message>
        <source>{count} of {all} left</source>
        <translation>quedan {count} de {all}</translation>
    </message>
    <message>
        <source>It has its key still.</source>
        <translation>Aún tiene su clave.</translation>
    </message>
    <message>
        <source>Take the unit out.</source>
        <translation>Saque la unidad.</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Step {at} of {all}</source>
        <translation>Paso {at} de {all}</translation>
    </message>
    <message>
        <source>Still to scan: {codes}</source>
        <translation>Falta escanear: {codes}</translation>
    </message>
    <message>
        <source>Put the unit in.</source>
        <translation>Ponga la unidad.</translation>
    </message>
    <message>
        <source>Close the fixture.</source>
        <translation>Cierre el útil.</translation>
    </message>
    <message>
        <source>START works on the unit that is in.</source>
        <translation>INICIAR trabaja en la unidad puesta.</translation>
    </message>
    <message>
        <source>It starts by itself.</source>
        <translation>Empieza sola.</translation>
    </message>
    <message>
        <source>It has passed.</source>
        <translation>Ha pasado.</translation>
    </message>
    <message>
        <source>START</source>
        <translation>INICIAR</translation>
    </message>
    <message>
        <source>LOAD</source>
        <translation>CARGAR</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Really cancel?</source>
        <translation>¿Cancelar de verdad?</translation>
    </message>
    <message>
        <source>Next unit</source>
        <translation>Siguiente unidad</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Otra vez</translation>
    </message>
    <message>
        <source>Let it go on …</source>
        <translation>Dejarla seguir …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>TokenPage</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>Another &amp;library</source>
        <translation>Otra bib&amp;lioteca</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Buscar otra vez</translation>
    </message>
    <message>
        <source>&amp;Take this one</source>
        <translation>&amp;Tomar este</translation>
    </message>
    <message>
        <source>The root token</source>
        <translation>El token raíz</translation>
    </message>
    <message>
        <source>Which token is to hold the root CA? It is used now, and lies in a safe afterwards. Plug it in, then choose it.</source>
        <translation>¿Qué token debe llevar la CA raíz? Se usa ahora y después queda en una caja fuerte. Conéctelo y elíjalo.</translation>
    </message>
    <message>
        <source>The factory token</source>
        <translation>El token de fábrica</translation>
    </message>
    <message>
        <source>Which token is to stay in this computer, and work here? Plug it in, then choose it.</source>
        <translation>¿Qué token debe quedarse en este equipo y trabajar aquí? Conéctelo y elíjalo.</translation>
    </message>
    <message>
        <source>the root token: two tokens are needed</source>
        <translation>el token raíz: se necesitan dos tokens</translation>
    </message>
    <message>
        <source>No PKCS#11 library is installed here. Install the one that came with your tokens, then look again; or name it under “Another library”.</source>
        <translation>Aquí no hay ninguna biblioteca PKCS#11 instalada. Instale la que vino con sus tokens y busque otra vez; o indíquela en «Otra biblioteca».</translation>
    </message>
    <message>
        <source>No token is plugged in. Plug one in, then look again.</source>
        <translation>No hay ningún token conectado. Conecte uno y busque otra vez.</translation>
    </message>
    <message>
        <source>{library} says nothing: {why}</source>
        <translation>{library} no dice nada: {why}</translation>
    </message>
    <message>
        <source>It is left out.</source>
        <translation>Se omite.</translation>
    </message>
    <message>
        <source>&amp;Make it ready</source>
        <translation>&amp;Prepararlo</translation>
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
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>Fabricante</translation>
    </message>
    <message>
        <source>How it is</source>
        <translation>Cómo está</translation>
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
        <translation>&amp;Excluirla …</translation>
    </message>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>Escanee la unidad o introduzca su número de serie</translation>
    </message>
    <message>
        <source>Un&amp;it</source>
        <translation>Un&amp;idad</translation>
    </message>
    <message>
        <source>By serial number or registration ID. It is revoked for good: the next push or export has the service let it in no more. All other units go on.</source>
        <translation>Por número de serie o id. de registro. Se revoca para siempre: con el próximo envío o exportación el servicio ya no la admite. Las demás unidades siguen.</translation>
    </message>
    <message>
        <source>Shut one unit out of {name}</source>
        <translation>Excluir una unidad de {name}</translation>
    </message>
</context>
<context>
    <name>UnitsScreen</name>
    <message>
        <source>Scan the unit, or type its serial number</source>
        <translation>Escanee la unidad o introduzca su número de serie</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>Busc&amp;ar</translation>
    </message>
    <message>
        <source>What happened to the unit</source>
        <translation>Lo que pasó con la unidad</translation>
    </message>
    <message>
        <source>&amp;Serial number</source>
        <translation>Número de &amp;serie</translation>
    </message>
    <message>
        <source>Scan a unit, or type its serial number: its story is told and checked.</source>
        <translation>Escanee una unidad o introduzca su número de serie: se cuenta y comprueba su historia.</translation>
    </message>
    <message>
        <source>Looking for {serial}.</source>
        <translation>Buscando {serial}.</translation>
    </message>
    <message>
        <source>Nothing is on record of a unit {serial}.
Check the number; no unit is known before its first run.</source>
        <translation>No hay nada registrado de una unidad {serial}.
Compruebe el número; ninguna unidad se conoce antes de su primera pasada.</translation>
    </message>
    <message>
        <source>The unit {serial} is {state}.</source>
        <translation>La unidad {serial} está: {state}.</translation>
    </message>
    <message>
        <source>What can be done with it is shown below.</source>
        <translation>Lo que puede hacerse con ella se muestra abajo.</translation>
    </message>
    <message>
        <source>Nobody agreed: nothing is changed.</source>
        <translation>Nadie aprobó: nada ha cambiado.</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Unlock the station</source>
        <translation>Desbloquear la estación</translation>
    </message>
    <message>
        <source>A supervisor types the PIN of the factory&apos;s token.</source>
        <translation>Un supervisor introduce el PIN del token de fábrica.</translation>
    </message>
    <message>
        <source>PIN of the factory&apos;s token</source>
        <translation>PIN del token de fábrica</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Desbloquear</translation>
    </message>
    <message>
        <source>Type it at the token&apos;s &amp;pad</source>
        <translation>&amp;Introducirlo en el teclado del token</translation>
    </message>
</context>
<context>
    <name>WorkerScreen</name>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Scan or type the serial number</source>
        <translation>Escanee o introduzca el número de serie</translation>
    </message>
    <message>
        <source>Scan the next label, or press Enter to start all</source>
        <translation>Escanee la siguiente etiqueta, o Intro inicia todas</translation>
    </message>
    <message>
        <source>Answer what is asked</source>
        <translation>Responda a lo que se pregunta</translation>
    </message>
    <message>
        <source>Position {name}</source>
        <translation>Posición {name}</translation>
    </message>
    <message>
        <source>No position waits for a scan</source>
        <translation>Ninguna posición espera un escaneo</translation>
    </message>
    <message>
        <source>No scan is wanted</source>
        <translation>No hace falta escanear</translation>
    </message>
    <message>
        <source>The scanner is set rightly: every character arrives.</source>
        <translation>El escáner está bien ajustado: llegan todos los caracteres.</translation>
    </message>
</context>
<context>
    <name>_Form</name>
    <message>
        <source>Cance&amp;l</source>
        <translation>Cance&amp;lar</translation>
    </message>
</context>
<context>
    <name>about</name>
    <message>
        <source>About Station</source>
        <translation>Acerca de Station</translation>
    </message>
    <message>
        <source>Version {version}, with Qt {qt}</source>
        <translation>Versión {version}, con Qt {qt}</translation>
    </message>
    <message>
        <source>Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are separate files in this installation, which you may replace by versions of your own. Their source is at download.qt.io, and the licence at www.gnu.org/licenses/lgpl-3.0.html.</source>
        <translation>Qt y PySide6 se usan bajo la GNU Lesser General Public License, versión 3. Son archivos separados de esta instalación, que puede sustituir por versiones propias. Su código fuente está en download.qt.io, y la licencia en www.gnu.org/licenses/lgpl-3.0.html.</translation>
    </message>
    <message>
        <source>The typeface DejaVu Sans has a licence of its own, in resources/fonts.</source>
        <translation>El tipo de letra DejaVu Sans tiene licencia propia, en resources/fonts.</translation>
    </message>
    <message>
        <source>part</source>
        <translation>parte</translation>
    </message>
    <message>
        <source>version</source>
        <translation>versión</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>licencia</translation>
    </message>
</context>
<context>
    <name>audit_words</name>
    <message>
        <source>Units and their runs</source>
        <translation>Unidades y sus pasadas</translation>
    </message>
    <message>
        <source>Orders and profiles</source>
        <translation>Órdenes y perfiles</translation>
    </message>
    <message>
        <source>People and log-ins</source>
        <translation>Personas y accesos</translation>
    </message>
    <message>
        <source>Exports and the service</source>
        <translation>Exportaciones y el servicio</translation>
    </message>
    <message>
        <source>Keys and certificates</source>
        <translation>Claves y certificados</translation>
    </message>
    <message>
        <source>The station itself</source>
        <translation>La propia estación</translation>
    </message>
    <message>
        <source>Bench: stops and checks</source>
        <translation>Banco: paradas y controles</translation>
    </message>
    <message>
        <source>Entry {number}, {kind}</source>
        <translation>Entrada {number}, {kind}</translation>
    </message>
    <message>
        <source>{local} here, {utc} UTC</source>
        <translation>{local} aquí, {utc} UTC</translation>
    </message>
</context>
<context>
    <name>backup_words</name>
    <message>
        <source>Copying the record</source>
        <translation>Copiando el registro</translation>
    </message>
    <message>
        <source>Verifying the record</source>
        <translation>Verificando el registro</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Escribiendo</translation>
    </message>
    <message>
        <source>Reading it back</source>
        <translation>Volviendo a leerla</translation>
    </message>
</context>
<context>
    <name>batch_words</name>
    <message>
        <source>Load it</source>
        <translation>Cárguela</translation>
    </message>
    <message>
        <source>Leave it in until all are done.</source>
        <translation>Déjela hasta que todas terminen.</translation>
    </message>
    <message>
        <source>Take all out.</source>
        <translation>Saque todas.</translation>
    </message>
    <message>
        <source>It begins after those at work.</source>
        <translation>Empieza después de las que están en curso.</translation>
    </message>
    <message>
        <source>Waiting for {count} more.</source>
        <translation>Esperando {count} más.</translation>
    </message>
    <message>
        <source>It begins.</source>
        <translation>Empieza.</translation>
    </message>
</context>
<context>
    <name>ceremony</name>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>blank: to be made ready first</source>
        <translation>vacío: hay que prepararlo primero</translation>
    </message>
    <message>
        <source>begun, but has no PIN yet: to be made ready first</source>
        <translation>empezado, pero aún sin PIN: hay que prepararlo primero</translation>
    </message>
    <message>
        <source>locked after too many wrong PINs: use another one</source>
        <translation>bloqueado tras demasiados PIN incorrectos: use otro</translation>
    </message>
    <message>
        <source>can&apos;t be written to: use another one</source>
        <translation>no se puede escribir: use otro</translation>
    </message>
    <message>
        <source>has no label: use another one</source>
        <translation>no tiene etiqueta: use otro</translation>
    </message>
    <message>
        <source>another token here has this label: take that one out</source>
        <translation>otro token tiene aquí esta etiqueta: retírelo</translation>
    </message>
    <message>
        <source>Token {label}: {wrong} of {most} wrong PINs in a row.</source>
        <translation>Token {label}: {wrong} de {most} PIN incorrectos seguidos.</translation>
    </message>
    <message>
        <source>It says that it is locked.</source>
        <translation>Dice que está bloqueado.</translation>
    </message>
    <message>
        <source>It says that the next wrong one locks it.</source>
        <translation>Dice que el siguiente incorrecto lo bloquea.</translation>
    </message>
    <message>
        <source>It says itself that a wrong one was given.</source>
        <translation>Dice que se introdujo uno incorrecto.</translation>
    </message>
    <message>
        <source>Token {label}:</source>
        <translation>Token {label}:</translation>
    </message>
    <message>
        <source>Install its maker&apos;s library, then try again.</source>
        <translation>Instale la biblioteca de su fabricante y pruebe otra vez.</translation>
    </message>
    <message>
        <source>Plug the token in, then try again.</source>
        <translation>Conecte el token y pruebe otra vez.</translation>
    </message>
    <message>
        <source>Read the PIN from its envelope, and type it slowly.</source>
        <translation>Lea el PIN de su sobre e introdúzcalo despacio.</translation>
    </message>
    <message>
        <source>Its security officer alone can open it again, with its maker&apos;s program.</source>
        <translation>Solo su oficial de seguridad puede abrirlo de nuevo, con el programa de su fabricante.</translation>
    </message>
    <message>
        <source>Plug it in again, then go on: nothing is lost.</source>
        <translation>Conéctelo otra vez y continúe: no se pierde nada.</translation>
    </message>
    <message>
        <source>Try again. If it fails twice, use another token.</source>
        <translation>Pruebe otra vez. Si falla dos veces, use otro token.</translation>
    </message>
    <message>
        <source>Forget it, then begin again with another token.</source>
        <translation>Olvídela y empiece otra vez con otro token.</translation>
    </message>
    <message>
        <source>Use another token.</source>
        <translation>Use otro token.</translation>
    </message>
    <message>
        <source>Stop here, unless a supervisor is sure of the PIN.</source>
        <translation>Pare aquí, salvo que un supervisor esté seguro del PIN.</translation>
    </message>
    <message>
        <source>Have it installed: package {package}.</source>
        <translation>Haga que lo instalen: paquete {package}.</translation>
    </message>
    <message>
        <source>Put a copy of that file back, then try again.</source>
        <translation>Devuelva una copia de ese archivo y pruebe otra vez.</translation>
    </message>
    <message>
        <source>Go on with it, both of you: what is done stays done.</source>
        <translation>Continúenla los dos: lo hecho queda hecho.</translation>
    </message>
    <message>
        <source>Use it as it is.</source>
        <translation>Úsela como está.</translation>
    </message>
    <message>
        <source>Find out why. Then go on: it asks there again.</source>
        <translation>Averigüe por qué. Después continúe: pregunta allí otra vez.</translation>
    </message>
    <message>
        <source>Go on when both are there: what is done stays done.</source>
        <translation>Continúe cuando estén ambos: lo hecho queda hecho.</translation>
    </message>
    <message>
        <source>Forget it, then begin again with two tokens.</source>
        <translation>Olvídela y empiece otra vez con dos tokens.</translation>
    </message>
    <message>
        <source>Close the other window, or end the other command.</source>
        <translation>Cierre la otra ventana o termine la otra orden.</translation>
    </message>
    <message>
        <source>One of the two PINs is wrong: both type theirs once more, slowly.</source>
        <translation>Uno de los dos PIN es incorrecto: ambos introducen el suyo otra vez, despacio.</translation>
    </message>
    <message>
        <source>Two wrong PINs in a row were given to a token, or the token says that its last try has come. Many tokens lock after the third. A locked token opens again only by its security officer&apos;s PIN, with its maker&apos;s program; some never do. The keys in it are in no other place.

Try it only if somebody is sure of the PIN: with the slip from its envelope in the hand, the keyboard&apos;s layout checked, and Caps Lock off. The right PIN clears the count.</source>
        <translation>Se dieron dos PIN incorrectos seguidos a un token, o el token dice que llegó su último intento. Muchos tokens se bloquean tras el tercero. Un token bloqueado solo lo abre el PIN de su oficial de seguridad, con el programa de su fabricante; algunos nunca. Sus claves no están en ningún otro sitio.

Pruébelo solo si alguien está seguro: con el papel del sobre en la mano, la distribución del teclado comprobada y Bloq Mayús apagado. El PIN correcto borra la cuenta.</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>El plan</translation>
    </message>
    <message>
        <source>Both look at what is to be set up, and agree to it.</source>
        <translation>Ambos miran lo que se va a configurar y lo aceptan.</translation>
    </message>
    <message>
        <source>the station&apos;s name, the world, and both names and badges</source>
        <translation>el nombre de la estación, el mundo, y ambos nombres y tarjetas</translation>
    </message>
    <message>
        <source>The tokens</source>
        <translation>Los tokens</translation>
    </message>
    <message>
        <source>Both compare each token with what is printed on it.</source>
        <translation>Ambos comparan cada token con lo impreso en él.</translation>
    </message>
    <message>
        <source>label and serial number of the root token, then of the factory token</source>
        <translation>etiqueta y número de serie del token raíz y del token de fábrica</translation>
    </message>
    <message>
        <source>The keys</source>
        <translation>Las claves</translation>
    </message>
    <message>
        <source>The PINs of both tokens are given. The keys are made in the tokens and certified. No private key ever leaves; the sealing key does once, wrapped for the root token alone. Afterwards the root token goes back into its envelope.</source>
        <translation>Se dan los PIN de ambos tokens. Las claves se crean en los tokens y se certifican. Ninguna clave privada sale nunca; la de sellado sale una vez, envuelta solo para el token raíz. Después el token raíz vuelve a su sobre.</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>El registro</translation>
    </message>
    <message>
        <source>The station&apos;s record is begun, and signed by the factory token from its first entry.</source>
        <translation>El registro de la estación empieza, firmado por el token de fábrica desde su primera entrada.</translation>
    </message>
    <message>
        <source>The first supervisor</source>
        <translation>El primer supervisor</translation>
    </message>
    <message>
        <source>The first supervisor chooses a PIN and types it twice.</source>
        <translation>El primer supervisor elige un PIN y lo introduce dos veces.</translation>
    </message>
    <message>
        <source>The second supervisor</source>
        <translation>El segundo supervisor</translation>
    </message>
    <message>
        <source>The second supervisor chooses a PIN and types it twice.</source>
        <translation>El segundo supervisor elige un PIN y lo introduce dos veces.</translation>
    </message>
    <message>
        <source>The fingerprints</source>
        <translation>Las huellas</translation>
    </message>
    <message>
        <source>One reads the fingerprints aloud, the other compares them on the screen.</source>
        <translation>Uno lee las huellas en voz alta, el otro las compara en la pantalla.</translation>
    </message>
    <message>
        <source>the fingerprint of each key, in groups of four</source>
        <translation>la huella de cada clave, en grupos de cuatro</translation>
    </message>
    <message>
        <source>The protocol</source>
        <translation>El protocolo</translation>
    </message>
    <message>
        <source>Each gives badge and PIN once more. The protocol is signed by the factory token and goes on record; then the folder is a station.</source>
        <translation>Cada uno da tarjeta y PIN otra vez. El token de fábrica firma el protocolo, que pasa al registro; entonces la carpeta es una estación.</translation>
    </message>
    <message>
        <source>Keys in software</source>
        <translation>Claves en software</translation>
    </message>
    <message>
        <source>Both accept that production is to work with keys in a software token, or break off here.</source>
        <translation>Ambos aceptan que la producción trabaje con claves en un token de software, o interrumpen aquí.</translation>
    </message>
</context>
<context>
    <name>chart_words</name>
    <message>
        <source>All figures, as tables</source>
        <translation>Todas las cifras, en tablas</translation>
    </message>
    <message>
        <source>Units by the hour</source>
        <translation>Unidades por hora</translation>
    </message>
    <message>
        <source>Yields</source>
        <translation>Rendimientos</translation>
    </message>
    <message>
        <source>What fails most</source>
        <translation>Lo que más falla</translation>
    </message>
    <message>
        <source>How long runs took</source>
        <translation>Cuánto duraron las pasadas</translation>
    </message>
    <message>
        <source>Units that passed: {about}</source>
        <translation>Unidades aprobadas: {about}</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Hour, by its beginning</source>
        <translation>Hora, por su comienzo</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>First-pass and final yield: {about}</source>
        <translation>Rendimiento a la primera y final: {about}</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>First pass</source>
        <translation>A la primera</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Final</translation>
    </message>
    <message>
        <source>What fails most: {about}</source>
        <translation>Lo que más falla: {about}</translation>
    </message>
    <message>
        <source>others</source>
        <translation>otros</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Pasadas</translation>
    </message>
    <message>
        <source>Share so far</source>
        <translation>Parte acumulada</translation>
    </message>
    <message>
        <source>How long runs took that passed: {about}</source>
        <translation>Cuánto duraron las pasadas aprobadas: {about}</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>{least} and more</source>
        <translation>{least} y más</translation>
    </message>
    <message>
        <source>{least} to {below}</source>
        <translation>{least} a {below}</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>WELL</source>
        <translation>BIEN</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>NOTA</translation>
    </message>
    <message>
        <source>LOOK AT IT</source>
        <translation>MÍRELO</translation>
    </message>
    <message>
        <source>FAULT</source>
        <translation>FALLO</translation>
    </message>
    <message>
        <source>The station is not ready. Do what stands here, or call the supervisor.</source>
        <translation>La estación no está lista. Haga lo que pone aquí o llame al supervisor.</translation>
    </message>
    <message>
        <source>The station can work. One thing should be looked at.</source>
        <translation>La estación puede trabajar. Hay una cosa que mirar.</translation>
    </message>
    <message>
        <source>The station can work. {count} things should be looked at.</source>
        <translation>La estación puede trabajar. Hay {count} cosas que mirar.</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Todo está bien.</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>Uni&amp;ts</source>
        <translation>&amp;Unidades</translation>
    </message>
    <message>
        <source>&amp;Orders</source>
        <translation>Ó&amp;rdenes</translation>
    </message>
    <message>
        <source>E&amp;nrollments</source>
        <translation>I&amp;nscripciones</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportar</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>Envío</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Cifras</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>What is needed</source>
        <translation>Qué se necesita</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Perfiles</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Control</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>client authentication</source>
        <translation>autenticación de cliente</translation>
    </message>
    <message>
        <source>server authentication</source>
        <translation>autenticación de servidor</translation>
    </message>
    <message>
        <source>any</source>
        <translation>cualquiera</translation>
    </message>
    <message>
        <source>endorsement key of a TPM</source>
        <translation>clave de aprobación de un TPM</translation>
    </message>
    <message>
        <source>TPM: the endorsement key itself</source>
        <translation>TPM: la propia clave de aprobación</translation>
    </message>
    <message>
        <source>X.509 certificate</source>
        <translation>certificado X.509</translation>
    </message>
    <message>
        <source>Symmetric key of an enrollment group</source>
        <translation>Clave simétrica de un grupo de inscripción</translation>
    </message>
    <message>
        <source>ready, not exported yet</source>
        <translation>lista, aún sin exportar</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>exportada</translation>
    </message>
    <message>
        <source>confirmed: the service has it</source>
        <translation>confirmada: el servicio la tiene</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>revocada</translation>
    </message>
    <message>
        <source>in the TPM</source>
        <translation>en el TPM</translation>
    </message>
    <message>
        <source>on the unit&apos;s token</source>
        <translation>en el token de la unidad</translation>
    </message>
    <message>
        <source>at the factory, brought in wrapped</source>
        <translation>en la fábrica, introducida envuelta</translation>
    </message>
    <message>
        <source>at the factory, brought in in the clear</source>
        <translation>en la fábrica, introducida en claro</translation>
    </message>
    <message>
        <source>claimed by the unit, not proved</source>
        <translation>afirmado por la unidad, sin probar</translation>
    </message>
    <message>
        <source>kept in the unit&apos;s software, less safe than in a secure place</source>
        <translation>en el software de la unidad, menos seguro que en un lugar protegido</translation>
    </message>
    <message>
        <source>certified by a trusted maker</source>
        <translation>certificada por un fabricante de confianza</translation>
    </message>
    <message>
        <source>certified by a maker who isn&apos;t trusted</source>
        <translation>certificada por un fabricante que no es de confianza</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>sin certificado</translation>
    </message>
    <message>
        <source>its certificate is for another key</source>
        <translation>su certificado es de otra clave</translation>
    </message>
    <message>
        <source>Enrollment</source>
        <translation>Inscripción</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identidad</translation>
    </message>
    <message>
        <source>Enrollment group</source>
        <translation>Grupo de inscripción</translation>
    </message>
    <message>
        <source>Endorsement key</source>
        <translation>Clave de aprobación</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>Huella SHA-256</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Mecanismo</translation>
    </message>
    <message>
        <source>Key made</source>
        <translation>Clave creada</translation>
    </message>
    <message>
        <source>Proved</source>
        <translation>Probado</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Sujeto</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Emisor</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Número de serie</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Válido desde</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Válido hasta</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>May issue certificates</source>
        <translation>Puede emitir certificados</translation>
    </message>
    <message>
        <source>Purposes</source>
        <translation>Usos</translation>
    </message>
    <message>
        <source>Alternative names</source>
        <translation>Nombres alternativos</translation>
    </message>
    <message>
        <source>Registration ID</source>
        <translation>Id. de registro</translation>
    </message>
    <message>
        <source>Device ID</source>
        <translation>Id. de dispositivo</translation>
    </message>
    <message>
        <source>ID scope</source>
        <translation>Ámbito de id.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Pasada</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>Inscrita</translation>
    </message>
    <message>
        <source>Key fingerprint, SHA-256</source>
        <translation>Huella de la clave, SHA-256</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Algoritmo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Name algorithm</source>
        <translation>Algoritmo de nombre</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Plantilla</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Confianza</translation>
    </message>
    <message>
        <source>SHA-256 of the modulus</source>
        <translation>SHA-256 del módulo</translation>
    </message>
    <message>
        <source>SHA-256 of the public area</source>
        <translation>SHA-256 del área pública</translation>
    </message>
    <message>
        <source>Storage root key, SHA-256</source>
        <translation>Clave raíz de almacenamiento, SHA-256</translation>
    </message>
    <message>
        <source>For the service, base64</source>
        <translation>Para el servicio, base64</translation>
    </message>
    <message>
        <source>Key kept in</source>
        <translation>Clave guardada en</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>its own, sealed on record</source>
        <translation>el suyo, sellado en el registro</translation>
    </message>
    <message>
        <source>its own, sealed on record, or still the one that it came with</source>
        <translation>el suyo, sellado en el registro, o aún el que traía</translation>
    </message>
    <message>
        <source>the order&apos;s</source>
        <translation>el de la orden</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>copia de seguridad</translation>
    </message>
    <message>
        <source>record</source>
        <translation>registro</translation>
    </message>
    <message>
        <source>transcripts</source>
        <translation>transcripciones</translation>
    </message>
    <message>
        <source>signals</source>
        <translation>señales</translation>
    </message>
    <message>
        <source>station</source>
        <translation>estación</translation>
    </message>
    <message>
        <source>test signature</source>
        <translation>firma de prueba</translation>
    </message>
    <message>
        <source>bench</source>
        <translation>banco</translation>
    </message>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>Put the files back, or call the supervisor.</source>
        <translation>Devuelva los archivos o llame al supervisor.</translation>
    </message>
    <message>
        <source>factory keys</source>
        <translation>claves de fábrica</translation>
    </message>
    <message>
        <source>hand-offs</source>
        <translation>entregas</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>perfiles</translation>
    </message>
    <message>
        <source>people</source>
        <translation>personas</translation>
    </message>
    <message>
        <source>record file</source>
        <translation>archivo del registro</translation>
    </message>
    <message>
        <source>record and token</source>
        <translation>registro y token</translation>
    </message>
    <message>
        <source>place</source>
        <translation>lugar</translation>
    </message>
    <message>
        <source>the folder lies where it worked last</source>
        <translation>la carpeta está donde trabajó la última vez</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>etiquetas</translation>
    </message>
    <message>
        <source>checks</source>
        <translation>controles</translation>
    </message>
    <message>
        <source>factory HSM</source>
        <translation>HSM de fábrica</translation>
    </message>
    <message>
        <source>reached, and unlocked</source>
        <translation>alcanzado y desbloqueado</translation>
    </message>
    <message>
        <source>swap</source>
        <translation>intercambio</translation>
    </message>
    <message>
        <source>hibernation</source>
        <translation>hibernación</translation>
    </message>
    <message>
        <source>core dumps</source>
        <translation>volcados de memoria</translation>
    </message>
    <message>
        <source>not switched off for this process</source>
        <translation>no desactivado para este proceso</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>this computer can&apos;t</source>
        <translation>este equipo no puede</translation>
    </message>
    <message>
        <source>nothing is set up for it</source>
        <translation>no hay nada configurado para ello</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Ask whoever set the computer up.</source>
        <translation>Pregunte a quien configuró el equipo.</translation>
    </message>
    <message>
        <source>off for Station</source>
        <translation>desactivado para Station</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>reloj</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>contactos</translation>
    </message>
    <message>
        <source>stops</source>
        <translation>paradas</translation>
    </message>
    <message>
        <source>nothing stands still</source>
        <translation>nada está parado</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>carpeta de datos</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>TPM library</source>
        <translation>biblioteca TPM</translation>
    </message>
    <message>
        <source>TLS with token keys</source>
        <translation>TLS con claves del token</translation>
    </message>
    <message>
        <source>practice parts</source>
        <translation>piezas de práctica</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>disco</translation>
    </message>
    <message>
        <source>Free at least 500 MB.</source>
        <translation>Libere al menos 500 MB.</translation>
    </message>
    <message>
        <source>Delete files that nobody needs: many small ones.</source>
        <translation>Borre archivos que nadie necesite: muchos pequeños.</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>The port {port} can&apos;t be opened.</source>
        <translation>El puerto {port} no puede abrirse.</translation>
    </message>
    <message>
        <source>Check the cable. If it is in place, call the supervisor.</source>
        <translation>Compruebe el cable. Si está en su sitio, llame al supervisor.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t answer.</source>
        <translation>La unidad no responde.</translation>
    </message>
    <message>
        <source>Seat the unit again and start over. If it fails twice, use the red box.</source>
        <translation>Recoloque la unidad y empiece de nuevo. Si falla dos veces, use la caja roja.</translation>
    </message>
    <message>
        <source>The unit was pulled out before it was finished.</source>
        <translation>La unidad se sacó antes de terminar.</translation>
    </message>
    <message>
        <source>The unit&apos;s answer makes no sense.</source>
        <translation>La respuesta de la unidad no tiene sentido.</translation>
    </message>
    <message>
        <source>The unit refused a command.</source>
        <translation>La unidad rechazó un comando.</translation>
    </message>
    <message>
        <source>Put the unit in the red box and take the next one.</source>
        <translation>Ponga la unidad en la caja roja y tome la siguiente.</translation>
    </message>
    <message>
        <source>Station doesn&apos;t open this kind of port: {port}.</source>
        <translation>Station no abre este tipo de puerto: {port}.</translation>
    </message>
    <message>
        <source>Name a device&apos;s path, usb:VID:PID, or an rfc2217:// or socket:// address there.</source>
        <translation>Indique la ruta de un dispositivo, usb:VID:PID, o una dirección rfc2217:// o socket://.</translation>
    </message>
    <message>
        <source>The unit&apos;s firmware can&apos;t do what this product needs.</source>
        <translation>El firmware de la unidad no puede lo que este producto necesita.</translation>
    </message>
    <message>
        <source>Load the right firmware, or use the red box.</source>
        <translation>Cargue el firmware correcto o use la caja roja.</translation>
    </message>
    <message>
        <source>The port {port} is in use by {program}.</source>
        <translation>El puerto {port} lo usa {program}.</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>Cierre el otro programa y pruebe otra vez.</translation>
    </message>
    <message>
        <source>The unit refused the login.</source>
        <translation>La unidad rechazó el inicio de sesión.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its password is not the order&apos;s.</source>
        <translation>Aparte la unidad y llame al supervisor: su contraseña no es la de la orden.</translation>
    </message>
    <message>
        <source>A password is never sent over a network, as to {port}.</source>
        <translation>Nunca se envía una contraseña por una red, como a {port}.</translation>
    </message>
    <message>
        <source>Connect the unit to a port of this computer.</source>
        <translation>Conecte la unidad a un puerto de este equipo.</translation>
    </message>
    <message>
        <source>The unit restarted in the middle of the work.</source>
        <translation>La unidad se reinició en medio del trabajo.</translation>
    </message>
    <message>
        <source>Check its power, then start again. If it happens twice, put the unit in the red box.</source>
        <translation>Compruebe su alimentación y empiece de nuevo. Si pasa dos veces, use la caja roja.</translation>
    </message>
    <message>
        <source>The unit asks for a password, and the order holds none.</source>
        <translation>La unidad pide una contraseña, y la orden no tiene ninguna.</translation>
    </message>
    <message>
        <source>Give the order its password: station order secret ORDER console-password.</source>
        <translation>Dé su contraseña a la orden: station order secret ORDER console-password.</translation>
    </message>
    <message>
        <source>The user whom the profile names may not use the unit&apos;s TPM.</source>
        <translation>El usuario que nombra el perfil no puede usar el TPM de la unidad.</translation>
    </message>
    <message>
        <source>Name another user in the profile, or have the unit&apos;s firmware let this one open the node.</source>
        <translation>Nombre otro usuario en el perfil, o que el firmware abra el nodo a este.</translation>
    </message>
    <message>
        <source>Another program on the unit keeps its TPM to itself.</source>
        <translation>Otro programa de la unidad se reserva su TPM.</translation>
    </message>
    <message>
        <source>Start the unit again and try once more. If it happens twice, use the red box.</source>
        <translation>Reinicie la unidad y pruebe otra vez. Si pasa dos veces, use la caja roja.</translation>
    </message>
    <message>
        <source>The unit&apos;s answer is not what this product&apos;s profile asks for.</source>
        <translation>La respuesta de la unidad no es la que pide el perfil de este producto.</translation>
    </message>
    <message>
        <source>Check that it is the right product. If it is, put it aside and call the supervisor.</source>
        <translation>Compruebe que es el producto correcto. Si lo es, apártela y llame al supervisor.</translation>
    </message>
    <message>
        <source>Several ports go by the name {port}.</source>
        <translation>Varios puertos se llaman {port}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos;: it names a port by the place where it is plugged in.</source>
        <translation>Ejecute &apos;station bench teach&apos;: nombra un puerto por el lugar donde está conectado.</translation>
    </message>
    <message>
        <source>Station may not open the port {port}: it belongs to the group {name}.</source>
        <translation>Station no puede abrir el puerto {port}: pertenece al grupo {name}.</translation>
    </message>
    <message>
        <source>Have this user added to that group, or Station&apos;s rule for ports installed.</source>
        <translation>Añada este usuario a ese grupo, o instale la regla de Station para puertos.</translation>
    </message>
    <message>
        <source>A unit&apos;s key is never sent in the clear over a network, as to {port}.</source>
        <translation>La clave de una unidad nunca se envía en claro por una red, como a {port}.</translation>
    </message>
    <message>
        <source>The unit gave no key that its secret can be sealed to.</source>
        <translation>La unidad no dio ninguna clave para sellar su secreto.</translation>
    </message>
    <message>
        <source>The signals at {port} don&apos;t work: {why}.</source>
        <translation>Las señales en {port} no funcionan: {why}.</translation>
    </message>
    <message>
        <source>Check the cable and the power. Work goes on; they come back by themselves.</source>
        <translation>Compruebe el cable y la alimentación. El trabajo sigue; vuelven solas.</translation>
    </message>
    <message>
        <source>Station can&apos;t see whether the fixture of position {position} is closed.</source>
        <translation>Station no ve si el útil de la posición {position} está cerrado.</translation>
    </message>
    <message>
        <source>Check the switch, its cable and the power. Then go on with the next unit.</source>
        <translation>Compruebe el interruptor, su cable y la alimentación. Siga con la próxima unidad.</translation>
    </message>
    <message>
        <source>The fixture was opened before the unit was done.</source>
        <translation>El útil se abrió antes de que la unidad terminara.</translation>
    </message>
    <message>
        <source>Take the unit out, put it in again, close the fixture and start over.</source>
        <translation>Saque la unidad, póngala otra vez, cierre el útil y empiece de nuevo.</translation>
    </message>
    <message>
        <source>Another program of this computer uses the port {port}.</source>
        <translation>Otro programa de este equipo usa el puerto {port}.</translation>
    </message>
    <message>
        <source>End it, or name another port.</source>
        <translation>Termínelo o indique otro puerto.</translation>
    </message>
    <message>
        <source>The practice service can&apos;t listen at {name}: {why}.</source>
        <translation>El servicio de práctica no puede escuchar en {name}: {why}.</translation>
    </message>
    <message>
        <source>Name an address of this computer, and a port from 1024 up.</source>
        <translation>Indique una dirección de este equipo y un puerto desde el 1024.</translation>
    </message>
    <message>
        <source>The label printer {name} doesn&apos;t answer: {why}.</source>
        <translation>La impresora de etiquetas {name} no responde: {why}.</translation>
    </message>
    <message>
        <source>Check that it is switched on and its cable is in. Then print the label again.</source>
        <translation>Compruebe que está encendida y su cable conectado. Luego imprima de nuevo la etiqueta.</translation>
    </message>
    <message>
        <source>The label printer {name} can&apos;t print: {why}.</source>
        <translation>La impresora de etiquetas {name} no puede imprimir: {why}.</translation>
    </message>
    <message>
        <source>Put that right at the printer. Then print the label again.</source>
        <translation>Corríjalo en la impresora. Luego imprima de nuevo la etiqueta.</translation>
    </message>
    <message>
        <source>The print queue {name} takes no label: {why}.</source>
        <translation>La cola de impresión {name} no acepta etiquetas: {why}.</translation>
    </message>
    <message>
        <source>Check the queue by &apos;lpstat -p&apos;, or call the supervisor. Then print the label again.</source>
        <translation>Mire la cola con &apos;lpstat -p&apos; o llame al supervisor. Luego imprima de nuevo la etiqueta.</translation>
    </message>
    <message>
        <source>The label can&apos;t be written to {path}: {why}.</source>
        <translation>La etiqueta no puede escribirse en {path}: {why}.</translation>
    </message>
    <message>
        <source>Make room there, or call the supervisor. Then print the label again.</source>
        <translation>Haga sitio allí o llame al supervisor. Luego imprima de nuevo la etiqueta.</translation>
    </message>
    <message>
        <source>The label of {serial} can&apos;t be made: {why}.</source>
        <translation>La etiqueta de {serial} no puede hacerse: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the table [label] of the profile doesn&apos;t fit this unit.</source>
        <translation>Llame al supervisor: la tabla [label] del perfil no encaja con esta unidad.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM reports an error.</source>
        <translation>El TPM de la unidad comunica un error.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no usable endorsement key.</source>
        <translation>El TPM de la unidad no tiene una clave de aprobación utilizable.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key doesn&apos;t follow the standard.</source>
        <translation>La clave de aprobación del TPM no sigue el estándar.</translation>
    </message>
    <message>
        <source>It may be a fake: put the unit aside and call the supervisor.</source>
        <translation>Puede ser una falsificación: aparte la unidad y llame al supervisor.</translation>
    </message>
    <message>
        <source>The endorsement certificate comes from a maker that this station doesn&apos;t trust.</source>
        <translation>El certificado de aprobación es de un fabricante en el que esta estación no confía.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor, who can add a maker to trust.</source>
        <translation>Aparte la unidad y llame al supervisor, que puede añadir un fabricante de confianza.</translation>
    </message>
    <message>
        <source>The endorsement certificate belongs to another TPM.</source>
        <translation>El certificado de aprobación es de otro TPM.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has no endorsement certificate.</source>
        <translation>El TPM de la unidad no tiene certificado de aprobación.</translation>
    </message>
    <message>
        <source>The endorsement certificate is for a certificate authority, not for a TPM.</source>
        <translation>El certificado de aprobación es de una autoridad de certificación, no de un TPM.</translation>
    </message>
    <message>
        <source>The endorsement certificate was issued for another purpose.</source>
        <translation>El certificado de aprobación se emitió para otro fin.</translation>
    </message>
    <message>
        <source>The TPM&apos;s storage root key doesn&apos;t follow the standard.</source>
        <translation>La clave raíz de almacenamiento del TPM no sigue el estándar.</translation>
    </message>
    <message>
        <source>The TPM could not prove that it holds its key.</source>
        <translation>El TPM no pudo probar que tiene su clave.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not the one that its maker gave it.</source>
        <translation>La clave de aprobación del TPM no es la que le dio su fabricante.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor.</source>
        <translation>Aparte la unidad y llame al supervisor.</translation>
    </message>
    <message>
        <source>The provisioning service doesn&apos;t take this kind of endorsement key.</source>
        <translation>El servicio de aprovisionamiento no acepta este tipo de clave de aprobación.</translation>
    </message>
    <message>
        <source>The TPM is protected by a password that this station doesn&apos;t have.</source>
        <translation>El TPM está protegido por una contraseña que esta estación no tiene.</translation>
    </message>
    <message>
        <source>The TPM stayed busy for too long.</source>
        <translation>El TPM estuvo ocupado demasiado tiempo.</translation>
    </message>
    <message>
        <source>The endorsement certificate can&apos;t be read.</source>
        <translation>El certificado de aprobación no puede leerse.</translation>
    </message>
    <message>
        <source>The TPM software library can&apos;t be loaded.</source>
        <translation>La biblioteca de software del TPM no puede cargarse.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what to install.</source>
        <translation>Ejecute &apos;station doctor&apos;: dice qué instalar.</translation>
    </message>
    <message>
        <source>The TPM has locked itself after too many wrong passwords.</source>
        <translation>El TPM se bloqueó tras demasiadas contraseñas incorrectas.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its lock opens with time, or by a reset.</source>
        <translation>Aparte la unidad y llame al supervisor: se desbloquea con el tiempo o con un reinicio.</translation>
    </message>
    <message>
        <source>The TPM found itself faulty and refuses to work.</source>
        <translation>El TPM se considera defectuoso y no trabaja.</translation>
    </message>
    <message>
        <source>The unit&apos;s TPM has not been started.</source>
        <translation>El TPM de la unidad no se ha iniciado.</translation>
    </message>
    <message>
        <source>Switch the unit off and on. If it happens again, its firmware doesn&apos;t start the TPM.</source>
        <translation>Apague y encienda la unidad. Si vuelve a pasar, su firmware no inicia el TPM.</translation>
    </message>
    <message>
        <source>The TPM has an owner already: a password protects it, and the order holds none.</source>
        <translation>El TPM ya tiene propietario: lo protege una contraseña, y la orden no tiene ninguna.</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order the password tpm-owner-password.</source>
        <translation>Aparte la unidad; un supervisor puede dar a la orden tpm-owner-password.</translation>
    </message>
    <message>
        <source>A password protects the TPM&apos;s endorsement key, and the order holds none.</source>
        <translation>Una contraseña protege la clave de aprobación del TPM, y la orden no tiene ninguna.</translation>
    </message>
    <message>
        <source>Put the unit aside; a supervisor can give the order tpm-endorsement-password.</source>
        <translation>Aparte la unidad; un supervisor puede dar a la orden tpm-endorsement-password.</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t take the {what} password that the order holds.</source>
        <translation>El TPM no acepta la contraseña ({what}) que tiene la orden.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. It is not tried a second time.</source>
        <translation>Aparte la unidad y llame al supervisor. No se prueba una segunda vez.</translation>
    </message>
    <message>
        <source>The TPM was cleared while the unit was being provisioned.</source>
        <translation>El TPM se borró mientras se aprovisionaba la unidad.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key can be broken by anybody.</source>
        <translation>La clave de aprobación del TPM la puede romper cualquiera.</translation>
    </message>
    <message>
        <source>The TPM&apos;s endorsement key is not on the supplier&apos;s list.</source>
        <translation>La clave de aprobación del TPM no está en la lista del proveedor.</translation>
    </message>
    <message>
        <source>The TPM holds an endorsement key of the kind that another client makes.</source>
        <translation>El TPM tiene una clave de aprobación del tipo que crea otro cliente.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the product&apos;s profile names the other kind.</source>
        <translation>Aparte la unidad y llame al supervisor: el perfil del producto nombra el otro tipo.</translation>
    </message>
    <message>
        <source>What the TPM says about its endorsement key can&apos;t be followed.</source>
        <translation>No puede comprobarse lo que dice el TPM de su clave de aprobación.</translation>
    </message>
    <message>
        <source>The fingerprint of no trusted certificate, or of more than one, begins with {what}.</source>
        <translation>Ningún certificado de confianza, o más de uno, tiene una huella que empiece por {what}.</translation>
    </message>
    <message>
        <source>Take 8 digits or more of one that &apos;station tpm roots list&apos; shows.</source>
        <translation>Tome 8 cifras o más de una que muestre &apos;station tpm roots list&apos;.</translation>
    </message>
    <message>
        <source>The file {path} holds no list of endorsement keys.</source>
        <translation>El archivo {path} no contiene una lista de claves de aprobación.</translation>
    </message>
    <message>
        <source>It needs one SHA-256 in hexadecimal on each line, and nothing else.</source>
        <translation>Necesita un SHA-256 hexadecimal en cada línea y nada más.</translation>
    </message>
    <message>
        <source>The certificate in {path} can&apos;t be trusted as a maker&apos;s.</source>
        <translation>El certificado de {path} no puede ser de confianza como de un fabricante.</translation>
    </message>
    <message>
        <source>Get the maker&apos;s root certificate, or an intermediate one with --intermediate.</source>
        <translation>Consiga el certificado raíz del fabricante, o uno intermedio con --intermediate.</translation>
    </message>
    <message>
        <source>The makers&apos; certificates that came with Station are damaged.</source>
        <translation>Los certificados de fabricantes que trae Station están dañados.</translation>
    </message>
    <message>
        <source>Install Station again. If it stays, call whoever keeps this computer.</source>
        <translation>Instale Station otra vez. Si sigue, llame a quien cuida este equipo.</translation>
    </message>
    <message>
        <source>The TPM&apos;s place for this product&apos;s key is taken.</source>
        <translation>El lugar del TPM para la clave de este producto está ocupado.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it was provisioned before, by somebody.</source>
        <translation>Aparte la unidad y llame al supervisor: alguien la aprovisionó antes.</translation>
    </message>
    <message>
        <source>The new key is not proved to be in the unit&apos;s own TPM.</source>
        <translation>No está probado que la clave nueva esté en el TPM de la propia unidad.</translation>
    </message>
    <message>
        <source>The TPM&apos;s new key is not protected as it must be.</source>
        <translation>La clave nueva del TPM no está protegida como debe.</translation>
    </message>
    <message>
        <source>The TPM didn&apos;t keep what it was given.</source>
        <translation>El TPM no guardó lo que se le dio.</translation>
    </message>
    <message>
        <source>The TPM doesn&apos;t open the key that was wrapped for it.</source>
        <translation>El TPM no abre la clave que se envolvió para él.</translation>
    </message>
    <message>
        <source>The PKCS#11 library {module} can&apos;t be loaded.</source>
        <translation>La biblioteca PKCS#11 {module} no puede cargarse.</translation>
    </message>
    <message>
        <source>The security token can&apos;t be found.</source>
        <translation>No se encuentra el token de seguridad.</translation>
    </message>
    <message>
        <source>The security token refused the PIN.</source>
        <translation>El token de seguridad rechazó el PIN.</translation>
    </message>
    <message>
        <source>Don&apos;t try again, or the token locks. Call the supervisor.</source>
        <translation>No pruebe otra vez, o el token se bloquea. Llame al supervisor.</translation>
    </message>
    <message>
        <source>The security token is locked.</source>
        <translation>El token de seguridad está bloqueado.</translation>
    </message>
    <message>
        <source>The security token was pulled out before the work was finished.</source>
        <translation>El token de seguridad se retiró antes de terminar el trabajo.</translation>
    </message>
    <message>
        <source>The program that works with a security token stopped.</source>
        <translation>El programa que trabaja con un token de seguridad se paró.</translation>
    </message>
    <message>
        <source>Start again. If it fails twice, call the supervisor.</source>
        <translation>Empiece de nuevo. Si falla dos veces, llame al supervisor.</translation>
    </message>
    <message>
        <source>A security token didn&apos;t answer in time.</source>
        <translation>Un token de seguridad no respondió a tiempo.</translation>
    </message>
    <message>
        <source>Stop here and call the supervisor.</source>
        <translation>Pare aquí y llame al supervisor.</translation>
    </message>
    <message>
        <source>The security token reports an error.</source>
        <translation>El token de seguridad comunica un error.</translation>
    </message>
    <message>
        <source>The key on the token is not protected as it must be.</source>
        <translation>La clave del token no está protegida como debe.</translation>
    </message>
    <message>
        <source>The unit asks for a certificate with a name that is not its own.</source>
        <translation>La unidad pide un certificado con un nombre que no es el suyo.</translation>
    </message>
    <message>
        <source>The unit&apos;s certificate request is not valid.</source>
        <translation>La solicitud de certificado de la unidad no es válida.</translation>
    </message>
    <message>
        <source>The token didn&apos;t keep what was written to it.</source>
        <translation>El token no guardó lo que se le escribió.</translation>
    </message>
    <message>
        <source>The factory&apos;s token has no {what}.</source>
        <translation>Al token de fábrica le falta: {what}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the token must be set up first.</source>
        <translation>Llame al supervisor: el token debe configurarse primero.</translation>
    </message>
    <message>
        <source>The factory&apos;s token won&apos;t sign: the record doesn&apos;t follow from what it signed last.</source>
        <translation>El token de fábrica no firma: el registro no sigue a lo último que firmó.</translation>
    </message>
    <message>
        <source>The security token is full.</source>
        <translation>El token de seguridad está lleno.</translation>
    </message>
    <message>
        <source>The unit could not prove that it holds its key.</source>
        <translation>La unidad no pudo probar que tiene su clave.</translation>
    </message>
    <message>
        <source>The token already holds a key of that name.</source>
        <translation>El token ya tiene una clave con ese nombre.</translation>
    </message>
    <message>
        <source>The factory&apos;s token is locked.</source>
        <translation>El token de fábrica está bloqueado.</translation>
    </message>
    <message>
        <source>Call the supervisor to unlock it.</source>
        <translation>Llame al supervisor para desbloquearlo.</translation>
    </message>
    <message>
        <source>The key {what} on the factory&apos;s token is of the wrong kind.</source>
        <translation>La clave {what} del token de fábrica es de un tipo equivocado.</translation>
    </message>
    <message>
        <source>The token {label} is already set up.</source>
        <translation>El token {label} ya está configurado.</translation>
    </message>
    <message>
        <source>Use it as it is, or take an empty token.</source>
        <translation>Úselo como está o tome un token vacío.</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t open what was sealed for {purpose}.</source>
        <translation>El token de fábrica no puede abrir lo sellado para {purpose}.</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing certificate is not valid at this time.</source>
        <translation>El certificado emisor de la fábrica no es válido en este momento.</translation>
    </message>
    <message>
        <source>Check the station&apos;s date and time, then call the supervisor.</source>
        <translation>Compruebe la fecha y hora de la estación y llame al supervisor.</translation>
    </message>
    <message>
        <source>Another Station has taken over the factory&apos;s token.</source>
        <translation>Otra Station ha tomado el token de fábrica.</translation>
    </message>
    <message>
        <source>Call the supervisor. Of all copies of a station, one alone can work.</source>
        <translation>Llame al supervisor. De todas las copias de una estación solo una puede trabajar.</translation>
    </message>
    <message>
        <source>The security module {module} gives keys out that it must keep.</source>
        <translation>El módulo de seguridad {module} entrega claves que debe guardar.</translation>
    </message>
    <message>
        <source>Call the supervisor: keys need another module. &apos;station hsm check&apos; tells which will do.</source>
        <translation>Llame al supervisor: hace falta otro módulo. &apos;station hsm check&apos; dice cuál sirve.</translation>
    </message>
    <message>
        <source>The factory&apos;s keys are in software, on the token {label}: nobody has accepted that.</source>
        <translation>Las claves de fábrica están en software, en el token {label}: nadie lo ha aceptado.</translation>
    </message>
    <message>
        <source>Set it up on a hardware HSM; or two supervisors run &apos;station hsm accept-software&apos;.</source>
        <translation>Use un HSM físico; o dos supervisores ejecutan &apos;station hsm accept-software&apos;.</translation>
    </message>
    <message>
        <source>There is nothing to decide: {why}.</source>
        <translation>No hay nada que decidir: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station hsm status&apos;: it tells what the factory&apos;s keys are in, and who accepted it.</source>
        <translation>Vea &apos;station hsm status&apos;: dice dónde están las claves de fábrica y quién lo aceptó.</translation>
    </message>
    <message>
        <source>The security token holds what an earlier run left: {what}.</source>
        <translation>El token de seguridad tiene lo que dejó una pasada anterior: {what}.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: the profile doesn&apos;t have it replaced.</source>
        <translation>Aparte la unidad y llame al supervisor: el perfil no permite reemplazarlo.</translation>
    </message>
    <message>
        <source>The unit&apos;s token can&apos;t take a key that is wrapped for it.</source>
        <translation>El token de la unidad no puede tomar una clave envuelta para él.</translation>
    </message>
    <message>
        <source>Set the unit aside and call an engineer.</source>
        <translation>Aparte la unidad y llame a un ingeniero.</translation>
    </message>
    <message>
        <source>The factory&apos;s token can&apos;t wrap a key for a unit&apos;s token.</source>
        <translation>El token de fábrica no puede envolver una clave para el token de una unidad.</translation>
    </message>
    <message>
        <source>This token was not made ready to follow the one that works at this station.</source>
        <translation>Este token no se preparó para suceder al que trabaja en esta estación.</translation>
    </message>
    <message>
        <source>Take the right token. &apos;station hsm init --second&apos; makes one ready, with that one there.</source>
        <translation>Tome el correcto. &apos;station hsm init --second&apos; prepara uno, con aquel presente.</translation>
    </message>
    <message>
        <source>The second token took the place of this one at this station.</source>
        <translation>El segundo token tomó el lugar de este en esta estación.</translation>
    </message>
    <message>
        <source>Call the supervisor: the station opens with the second token alone from now on.</source>
        <translation>Llame al supervisor: desde ahora la estación solo abre con el segundo token.</translation>
    </message>
    <message>
        <source>One more wrong PIN would lock the security token.</source>
        <translation>Otro PIN incorrecto bloquearía el token de seguridad.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: it opens once the right PIN was given to it.</source>
        <translation>Aparte la unidad y llame al supervisor: se abre al darle el PIN correcto.</translation>
    </message>
    <message>
        <source>The security token should come uninitialised, and was set up before.</source>
        <translation>El token de seguridad debía venir sin inicializar, y ya estaba configurado.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor. Nothing on the token was changed.</source>
        <translation>Aparte la unidad y llame al supervisor. Nada cambió en el token.</translation>
    </message>
    <message>
        <source>The factory&apos;s issuing CA {name} has issued its {quantity} certificates.</source>
        <translation>La CA emisora {name} de la fábrica ha emitido sus {quantity} certificados.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca limit&apos; raises that, &apos;roll&apos; has another CA follow.</source>
        <translation>Llame al supervisor: &apos;station hsm ca limit&apos; lo sube, &apos;roll&apos; hace seguir otra CA.</translation>
    </message>
    <message>
        <source>The root token is not the one that the factory&apos;s token was set up with.</source>
        <translation>El token raíz no es aquel con el que se configuró el token de fábrica.</translation>
    </message>
    <message>
        <source>Insert this factory&apos;s own root token and try again.</source>
        <translation>Inserte el token raíz de esta fábrica y pruebe otra vez.</translation>
    </message>
    <message>
        <source>The text &quot;{text}&quot; is no verification code.</source>
        <translation>El texto &quot;{text}&quot; no es un código de verificación.</translation>
    </message>
    <message>
        <source>Copy the whole code that the provisioning service shows: 8 to 64 letters and digits.</source>
        <translation>Copie todo el código que muestra el servicio: de 8 a 64 letras y cifras.</translation>
    </message>
    <message>
        <source>The factory&apos;s token holds {quantity} issuing CAs, and there is no room for another.</source>
        <translation>El token de fábrica tiene {quantity} CA emisoras, y no cabe otra.</translation>
    </message>
    <message>
        <source>Set up another token for this factory.</source>
        <translation>Configure otro token para esta fábrica.</translation>
    </message>
    <message>
        <source>The group {name} has a key in the factory&apos;s token already, which never leaves it.</source>
        <translation>El grupo {name} ya tiene una clave en el token de fábrica, que nunca sale de él.</translation>
    </message>
    <message>
        <source>Have &apos;station group rotate&apos; give it another key, or take another group ID.</source>
        <translation>Dele otra con &apos;station group rotate&apos; o tome otro id. de grupo.</translation>
    </message>
    <message>
        <source>That key can&apos;t be taken into the factory&apos;s token: {why}.</source>
        <translation>Esa clave no puede entrar en el token de fábrica: {why}.</translation>
    </message>
    <message>
        <source>Ask its owner for a key of 32 to 64 bytes, wrapped as &apos;station group transport&apos; says.</source>
        <translation>Pida a su dueño una de 32 a 64 bytes, envuelta como dice &apos;station group transport&apos;.</translation>
    </message>
    <message>
        <source>No key can be wrapped for that certificate: {why}.</source>
        <translation>No puede envolverse ninguna clave para ese certificado: {why}.</translation>
    </message>
    <message>
        <source>Ask the service&apos;s owner for a certificate of an RSA key of 2048 bits or more.</source>
        <translation>Pida al propietario del servicio un certificado de una clave RSA de 2048 bits o más.</translation>
    </message>
    <message>
        <source>The security token can&apos;t do what is needed of it. It lacks: {what}.</source>
        <translation>El token de seguridad no puede lo que se necesita. Le falta: {what}.</translation>
    </message>
    <message>
        <source>Take another token. &apos;station hsm check&apos; tries what one can do.</source>
        <translation>Tome otro token. &apos;station hsm check&apos; prueba lo que uno puede.</translation>
    </message>
    <message>
        <source>One more wrong PIN could lock the token {label} for good.</source>
        <translation>Otro PIN incorrecto podría bloquear el token {label} para siempre.</translation>
    </message>
    <message>
        <source>Call a supervisor who is sure of the PIN: &apos;station hsm unlock --last-try&apos;.</source>
        <translation>Llame a un supervisor que esté seguro del PIN: &apos;station hsm unlock --last-try&apos;.</translation>
    </message>
    <message>
        <source>The token takes no PIN like that: {why}.</source>
        <translation>El token no acepta un PIN así: {why}.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Elija otro.</translation>
    </message>
    <message>
        <source>The token {label} belongs to another station.</source>
        <translation>El token {label} pertenece a otra estación.</translation>
    </message>
    <message>
        <source>Take the right token, or an empty one.</source>
        <translation>Tome el token correcto o uno vacío.</translation>
    </message>
    <message>
        <source>The first token never signed these entries of the record, which grant something: {what}.</source>
        <translation>El primer token nunca firmó estas entradas del registro, que conceden algo: {what}.</translation>
    </message>
    <message>
        <source>Compare them with what was done: see &apos;station hsm unlock --second&apos; and --accept-unsigned.</source>
        <translation>Compárelas con lo hecho: vea &apos;station hsm unlock --second&apos; y --accept-unsigned.</translation>
    </message>
    <message>
        <source>What opens TLS connections with a token&apos;s key is missing.</source>
        <translation>Falta lo que abre conexiones TLS con la clave de un token.</translation>
    </message>
    <message>
        <source>Install the package {package}.</source>
        <translation>Instale el paquete {package}.</translation>
    </message>
    <message>
        <source>The security token can&apos;t be written to.</source>
        <translation>No se puede escribir en el token de seguridad.</translation>
    </message>
    <message>
        <source>The factory&apos;s token has an issuing CA ({name}) that nobody on record has agreed to.</source>
        <translation>El token de fábrica tiene una CA emisora ({name}) que nadie registrado ha aprobado.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station hsm ca roll&apos; was broken off; given again, it goes on.</source>
        <translation>Llame al supervisor: &apos;station hsm ca roll&apos; se interrumpió; dado otra vez, sigue.</translation>
    </message>
    <message>
        <source>The library of a security token meddles with Station&apos;s own work.</source>
        <translation>La biblioteca de un token de seguridad interfiere con el trabajo de Station.</translation>
    </message>
    <message>
        <source>Don&apos;t use this library any more. Call the supervisor.</source>
        <translation>No use más esta biblioteca. Llame al supervisor.</translation>
    </message>
    <message>
        <source>The audit key on the factory&apos;s token isn&apos;t the one that its certificate names.</source>
        <translation>La clave de auditoría del token de fábrica no es la que nombra su certificado.</translation>
    </message>
    <message>
        <source>The security token has no PIN pad of its own.</source>
        <translation>El token de seguridad no tiene teclado propio.</translation>
    </message>
    <message>
        <source>Type its PIN at the keyboard instead.</source>
        <translation>Introduzca su PIN en el teclado del equipo.</translation>
    </message>
    <message>
        <source>Nobody gave the PIN at the token&apos;s own pad.</source>
        <translation>Nadie dio el PIN en el teclado del token.</translation>
    </message>
    <message>
        <source>Try again, and type the PIN at the pad while its light asks for it.</source>
        <translation>Pruebe otra vez e introdúzcalo en el teclado del token mientras su luz lo pide.</translation>
    </message>
    <message>
        <source>The credential with the factory token&apos;s PIN is not used: {why}.</source>
        <translation>La credencial con el PIN del token de fábrica no se usa: {why}.</translation>
    </message>
    <message>
        <source>Type the PIN. Two supervisors make a credential anew: &apos;station hsm credential set&apos;.</source>
        <translation>Introduzca el PIN. Dos supervisores hacen otra: &apos;station hsm credential set&apos;.</translation>
    </message>
    <message>
        <source>The factory&apos;s HSM gave a certificate that its CA&apos;s signature doesn&apos;t fit.</source>
        <translation>El HSM de la fábrica dio un certificado al que no corresponde la firma de su CA.</translation>
    </message>
    <message>
        <source>Make no more units with this HSM, and call the supervisor: it may be broken.</source>
        <translation>No haga más unidades con este HSM y llame al supervisor: puede estar roto.</translation>
    </message>
    <message>
        <source>The record {path} can&apos;t be opened.</source>
        <translation>El registro {path} no puede abrirse.</translation>
    </message>
    <message>
        <source>The record was written by a newer Station.</source>
        <translation>El registro lo escribió una Station más nueva.</translation>
    </message>
    <message>
        <source>Install the newer version of Station.</source>
        <translation>Instale la versión más nueva de Station.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>El disco está lleno.</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. Nothing was lost.</source>
        <translation>Llame al supervisor para liberar espacio. No se perdió nada.</translation>
    </message>
    <message>
        <source>This record is in use by another Station, or by a push or an export.</source>
        <translation>Este registro lo usa otra Station, un envío o una exportación.</translation>
    </message>
    <message>
        <source>Close the other Station, or let the push end (Ctrl-C there), then start again.</source>
        <translation>Cierre la otra Station o deje terminar el envío (Ctrl-C allí) y empiece de nuevo.</translation>
    </message>
    <message>
        <source>A unit named {registration_id} is already enrolled.</source>
        <translation>Ya hay inscrita una unidad llamada {registration_id}.</translation>
    </message>
    <message>
        <source>A unit with this same TPM is already enrolled.</source>
        <translation>Ya hay inscrita una unidad con este mismo TPM.</translation>
    </message>
    <message>
        <source>A unit with this same key is already enrolled.</source>
        <translation>Ya hay inscrita una unidad con esta misma clave.</translation>
    </message>
    <message>
        <source>A unit with the serial number {serial} is already enrolled.</source>
        <translation>Ya hay inscrita una unidad con el número de serie {serial}.</translation>
    </message>
    <message>
        <source>The order {order} is complete: its quantity of {quantity} is used up.</source>
        <translation>La orden {order} está completa: su cantidad de {quantity} está agotada.</translation>
    </message>
    <message>
        <source>Call the supervisor for the next order.</source>
        <translation>Llame al supervisor para la próxima orden.</translation>
    </message>
    <message>
        <source>The order {order} is not open.</source>
        <translation>La orden {order} no está abierta.</translation>
    </message>
    <message>
        <source>Call the supervisor.</source>
        <translation>Llame al supervisor.</translation>
    </message>
    <message>
        <source>The record was changed by something other than Station.</source>
        <translation>Algo distinto de Station cambió el registro.</translation>
    </message>
    <message>
        <source>A permission in the record is not genuine: {what}.</source>
        <translation>Un permiso del registro no es auténtico: {what}.</translation>
    </message>
    <message>
        <source>The record is an old copy: {what} tells of a newer one.</source>
        <translation>El registro es una copia antigua: {what} habla de uno más nuevo.</translation>
    </message>
    <message>
        <source>Call two supervisors. If the newer one is lost for good: &apos;station adopt --older&apos;.</source>
        <translation>Llame a dos supervisores. Si el nuevo se perdió para siempre: &apos;station adopt --older&apos;.</translation>
    </message>
    <message>
        <source>There is no order {order}.</source>
        <translation>No hay ninguna orden {order}.</translation>
    </message>
    <message>
        <source>Run &apos;station order list&apos; to see the orders.</source>
        <translation>Ejecute &apos;station order list&apos; para ver las órdenes.</translation>
    </message>
    <message>
        <source>There is no enrollment {name}.</source>
        <translation>No hay ninguna inscripción {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments list&apos; to see the list.</source>
        <translation>Ejecute &apos;station enrollments list&apos; para ver la lista.</translation>
    </message>
    <message>
        <source>There is already an order {order}.</source>
        <translation>Ya hay una orden {order}.</translation>
    </message>
    <message>
        <source>Give the new order another name.</source>
        <translation>Dé otro nombre a la orden nueva.</translation>
    </message>
    <message>
        <source>The record can&apos;t be written.</source>
        <translation>El registro no puede escribirse.</translation>
    </message>
    <message>
        <source>The order {order} is for another ID scope.</source>
        <translation>La orden {order} es para otro ámbito de identificador.</translation>
    </message>
    <message>
        <source>Check the ID scope: it never changes.</source>
        <translation>Compruebe el ámbito de id.: nunca cambia.</translation>
    </message>
    <message>
        <source>The unit is on the enrollment list, but the factory&apos;s token hasn&apos;t signed for it yet.</source>
        <translation>La unidad está en la lista, pero el token de fábrica aún no ha firmado por ella.</translation>
    </message>
    <message>
        <source>Put the unit aside and don&apos;t start it again. Call the supervisor.</source>
        <translation>Aparte la unidad y no la inicie otra vez. Llame al supervisor.</translation>
    </message>
    <message>
        <source>That badge and PIN don&apos;t belong together.</source>
        <translation>Esa tarjeta y ese PIN no van juntos.</translation>
    </message>
    <message>
        <source>Try again, slowly.</source>
        <translation>Pruebe otra vez, despacio.</translation>
    </message>
    <message>
        <source>The badge {badge} is somebody&apos;s already.</source>
        <translation>La tarjeta {badge} ya es de alguien.</translation>
    </message>
    <message>
        <source>Use another badge.</source>
        <translation>Use otra tarjeta.</translation>
    </message>
    <message>
        <source>Nobody can be added like that: {why}.</source>
        <translation>Así no puede añadirse a nadie: {why}.</translation>
    </message>
    <message>
        <source>Change it, then try again.</source>
        <translation>Cámbielo y pruebe otra vez.</translation>
    </message>
    <message>
        <source>There were too many wrong PINs: the badge waits {seconds} seconds.</source>
        <translation>Hubo demasiados PIN incorrectos: la tarjeta espera {seconds} segundos.</translation>
    </message>
    <message>
        <source>Wait, then try again. If the PIN is forgotten, call the supervisor.</source>
        <translation>Espere y pruebe otra vez. Si olvidó el PIN, llame al supervisor.</translation>
    </message>
    <message>
        <source>No transcript of the run {run} is kept.</source>
        <translation>No se guarda ninguna transcripción de la pasada {run}.</translation>
    </message>
    <message>
        <source>There is one of each run that spoke with its unit and did not pass: of the last thousand.</source>
        <translation>Hay una de cada pasada que habló con su unidad y no pasó: de las últimas mil.</translation>
    </message>
    <message>
        <source>That takes a right which nobody here has given: {what}.</source>
        <translation>Eso exige un derecho que nadie aquí ha dado: {what}.</translation>
    </message>
    <message>
        <source>Have a supervisor do it, or two where two are needed.</source>
        <translation>Que lo haga un supervisor, o dos donde hacen falta dos.</translation>
    </message>
    <message>
        <source>It must be said why.</source>
        <translation>Hay que decir el motivo.</translation>
    </message>
    <message>
        <source>Give a reason of a few words.</source>
        <translation>Dé un motivo de unas palabras.</translation>
    </message>
    <message>
        <source>The PIN of the badge {badge} must be changed first.</source>
        <translation>El PIN de la tarjeta {badge} debe cambiarse primero.</translation>
    </message>
    <message>
        <source>Change it at the log-in, or by &apos;station operator pin&apos;.</source>
        <translation>Cámbielo al entrar o con &apos;station operator pin&apos;.</translation>
    </message>
    <message>
        <source>The badge {badge} is switched off.</source>
        <translation>La tarjeta {badge} está desactivada.</translation>
    </message>
    <message>
        <source>Nobody has the badge {badge}.</source>
        <translation>Nadie tiene la tarjeta {badge}.</translation>
    </message>
    <message>
        <source>Run &apos;station operator list&apos;.</source>
        <translation>Ejecute &apos;station operator list&apos;.</translation>
    </message>
    <message>
        <source>{badge} is the only supervisor left.</source>
        <translation>{badge} es el único supervisor que queda.</translation>
    </message>
    <message>
        <source>Add another supervisor first, then switch this one off.</source>
        <translation>Añada primero otro supervisor y luego desactive este.</translation>
    </message>
    <message>
        <source>The unit {serial} was scrapped.</source>
        <translation>La unidad {serial} fue desechada.</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor.</source>
        <translation>Póngala en la caja roja y llame al supervisor.</translation>
    </message>
    <message>
        <source>The unit {serial} is in quarantine.</source>
        <translation>La unidad {serial} está en cuarentena.</translation>
    </message>
    <message>
        <source>No unit {serial} is on record.</source>
        <translation>No hay ninguna unidad {serial} registrada.</translation>
    </message>
    <message>
        <source>Check the serial number; no unit is known before a run.</source>
        <translation>Compruebe el número de serie; antes de una pasada no se conoce ninguna unidad.</translation>
    </message>
    <message>
        <source>That can&apos;t be done with the unit {serial}: it is {what}.</source>
        <translation>Eso no puede hacerse con la unidad {serial}: está {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station unit show&apos; to see what became of it.</source>
        <translation>Ejecute &apos;station unit show&apos; para ver qué fue de ella.</translation>
    </message>
    <message>
        <source>The unit {serial} is at work at a position.</source>
        <translation>La unidad {serial} está en curso en una posición.</translation>
    </message>
    <message>
        <source>Wait until its run has ended.</source>
        <translation>Espere a que termine su pasada.</translation>
    </message>
    <message>
        <source>The scrap allowance of the order {order} is used up.</source>
        <translation>El cupo de desecho de la orden {order} está agotado.</translation>
    </message>
    <message>
        <source>Without one, no board can be swapped: scrap the unit and make another.</source>
        <translation>Sin él no puede cambiarse ninguna placa: deseche la unidad y haga otra.</translation>
    </message>
    <message>
        <source>The order {order} waits for its first article to be signed.</source>
        <translation>La orden {order} espera que se firme su primer artículo.</translation>
    </message>
    <message>
        <source>Call the supervisor, who signs it or has another unit made.</source>
        <translation>Llame al supervisor, que lo firma o hace hacer otra unidad.</translation>
    </message>
    <message>
        <source>The order {order} has no first article to decide on: {why}.</source>
        <translation>La orden {order} no tiene primer artículo que decidir: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how far it is.</source>
        <translation>Ejecute &apos;station order show&apos; para ver cómo va.</translation>
    </message>
    <message>
        <source>{badge} worked on the first article of {order} and can&apos;t sign it.</source>
        <translation>{badge} trabajó en el primer artículo de {order} y no puede firmarlo.</translation>
    </message>
    <message>
        <source>Have another supervisor sign it.</source>
        <translation>Que lo firme otro supervisor.</translation>
    </message>
    <message>
        <source>The serial number {serial} is not on the list of the order {order}.</source>
        <translation>El número de serie {serial} no está en la lista de la orden {order}.</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be {quantity}: some of it is used already.</source>
        <translation>La cantidad de {order} no puede ser {quantity}: una parte ya está usada.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos;: a quantity is at least what is enrolled, at work and lost.</source>
        <translation>Ejecute &apos;station order show&apos;: cuenta al menos lo inscrito, en curso y perdido.</translation>
    </message>
    <message>
        <source>The order {order} has had a run, so its ID scope stays as it is.</source>
        <translation>La orden {order} ya tuvo una pasada, así que su ámbito de identificador se queda.</translation>
    </message>
    <message>
        <source>Close the order, and make a new one for the other ID scope.</source>
        <translation>Cierre la orden y cree otra para el otro ámbito de identificador.</translation>
    </message>
    <message>
        <source>{path}, line {line}: {why}.</source>
        <translation>{path}, línea {line}: {why}.</translation>
    </message>
    <message>
        <source>Correct that line, then give the list once more.</source>
        <translation>Corrija esa línea y dé la lista otra vez.</translation>
    </message>
    <message>
        <source>Nothing of the order {order} is left to carry over.</source>
        <translation>No queda nada de la orden {order} por trasladar.</translation>
    </message>
    <message>
        <source>Run &apos;station order close&apos; to close it.</source>
        <translation>Ejecute &apos;station order close&apos; para cerrarla.</translation>
    </message>
    <message>
        <source>The file {path} is no anchor: {why}.</source>
        <translation>El archivo {path} no es un ancla: {why}.</translation>
    </message>
    <message>
        <source>Give an export&apos;s manifest.json, a report or the record of a unit.</source>
        <translation>Dé el manifest.json de una exportación, un informe o el registro de una unidad.</translation>
    </message>
    <message>
        <source>The file {path} is not genuine: {why}.</source>
        <translation>El archivo {path} no es auténtico: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t trust it.</source>
        <translation>No confíe en él.</translation>
    </message>
    <message>
        <source>The copy {path} can&apos;t be read where it is: {why}.</source>
        <translation>La copia {path} no puede leerse donde está: {why}.</translation>
    </message>
    <message>
        <source>Copy it, with all files beside it, to a folder that can be written.</source>
        <translation>Cópiela, con todos los archivos junto a ella, a una carpeta en la que se pueda escribir.</translation>
    </message>
    <message>
        <source>This record is a copy, and the station went on with another one.</source>
        <translation>Este registro es una copia, y la estación siguió con otro.</translation>
    </message>
    <message>
        <source>Work with the folder that was used last. If it is lost: &apos;station adopt --older&apos;.</source>
        <translation>Trabaje con la carpeta usada la última vez. Si se perdió: &apos;station adopt --older&apos;.</translation>
    </message>
    <message>
        <source>The folder {path} was copied or moved here from elsewhere.</source>
        <translation>La carpeta {path} se copió o movió aquí desde otro sitio.</translation>
    </message>
    <message>
        <source>Call two supervisors. If the old one is used no more: &apos;station adopt&apos;.</source>
        <translation>Llame a dos supervisores. Si la antigua ya no se usa: &apos;station adopt&apos;.</translation>
    </message>
    <message>
        <source>The quantity of {order} can&apos;t be raised: the numbers after its own belong to others.</source>
        <translation>La cantidad de {order} no puede subir: los números siguientes son de otros.</translation>
    </message>
    <message>
        <source>Make another order, or have another allotment issued.</source>
        <translation>Cree otra orden o haga emitir otra asignación.</translation>
    </message>
    <message>
        <source>That allotment was used here before, for the order {order}.</source>
        <translation>Esa asignación ya se usó aquí, para la orden {order}.</translation>
    </message>
    <message>
        <source>Go on with that order; an allotment serves once.</source>
        <translation>Siga con esa orden; una asignación sirve una vez.</translation>
    </message>
    <message>
        <source>That can&apos;t be the new PIN: {why}.</source>
        <translation>Ese no puede ser el PIN nuevo: {why}.</translation>
    </message>
    <message>
        <source>Choose another, then try again.</source>
        <translation>Elija otro y pruebe otra vez.</translation>
    </message>
    <message>
        <source>The order {order} gives no unit another key.</source>
        <translation>La orden {order} no da otra clave a ninguna unidad.</translation>
    </message>
    <message>
        <source>A supervisor changes that: &apos;station order change --reprovisioning new-key&apos;.</source>
        <translation>Un supervisor lo cambia: &apos;station order change --reprovisioning new-key&apos;.</translation>
    </message>
    <message>
        <source>More than {quantity} places of {order} were given back by its scrap allowance already.</source>
        <translation>El cupo de desecho ya devolvió más de {quantity} plazas de {order}.</translation>
    </message>
    <message>
        <source>Run &apos;station order show&apos; to see how many were.</source>
        <translation>Ejecute &apos;station order show&apos; para ver cuántas fueron.</translation>
    </message>
    <message>
        <source>The unit {serial} was taken off the enrollment list meanwhile.</source>
        <translation>La unidad {serial} se quitó entretanto de la lista de inscripciones.</translation>
    </message>
    <message>
        <source>The order {order} was begun before an older copy of the record was put back.</source>
        <translation>La orden {order} empezó antes de reponer una copia más antigua del registro.</translation>
    </message>
    <message>
        <source>Call the supervisor: close it, and make another of what is known to be missing.</source>
        <translation>Llame al supervisor: ciérrela y cree otra por lo que se sabe que falta.</translation>
    </message>
    <message>
        <source>The unit {serial} was tried elsewhere while this position waited.</source>
        <translation>La unidad {serial} se probó en otro sitio mientras esta posición esperaba.</translation>
    </message>
    <message>
        <source>Start it here again.</source>
        <translation>Iníciela aquí otra vez.</translation>
    </message>
    <message>
        <source>That allotment may have been used before an older copy of the record was put back.</source>
        <translation>Esa asignación pudo usarse antes de reponer una copia más antigua del registro.</translation>
    </message>
    <message>
        <source>Have another one issued for what is known to be missing.</source>
        <translation>Haga emitir otra por lo que se sabe que falta.</translation>
    </message>
    <message>
        <source>There is no PIN on record to give out of {what}.</source>
        <translation>No hay registrado ningún PIN que dar de {what}.</translation>
    </message>
    <message>
        <source>See with &apos;station unit show&apos; whether a unit&apos;s token has a PIN of its own.</source>
        <translation>Vea con &apos;station unit show&apos; si el token de una unidad tiene PIN propio.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the certificate in {path}.</source>
        <translation>No puede cifrarse nada para el certificado de {path}.</translation>
    </message>
    <message>
        <source>Take the customer&apos;s certificate, in PEM, with an RSA key of 2048 bits or more.</source>
        <translation>Tome el certificado del cliente, en PEM, con clave RSA de 2048 bits o más.</translation>
    </message>
    <message>
        <source>The record doesn&apos;t know the CA {name} as one that issues certificates.</source>
        <translation>El registro no conoce la CA {name} como emisora de certificados.</translation>
    </message>
    <message>
        <source>Close the station and open it again, or name one that &apos;station hsm ca list&apos; shows.</source>
        <translation>Cierre y abra la estación, o nombre una que muestre &apos;station hsm ca list&apos;.</translation>
    </message>
    <message>
        <source>The group {name} is disabled: it takes no units any more.</source>
        <translation>El grupo {name} está desactivado: no acepta más unidades.</translation>
    </message>
    <message>
        <source>Call the supervisor: the order needs another group. &apos;station group show&apos; says more.</source>
        <translation>Llame al supervisor: la orden necesita otro grupo. &apos;station group show&apos; dice más.</translation>
    </message>
    <message>
        <source>The key of the group {name} was wrapped for another owner, or for nobody.</source>
        <translation>La clave del grupo {name} se envolvió para otro propietario, o para nadie.</translation>
    </message>
    <message>
        <source>Take another group ID: a key is wrapped once, when it is made.</source>
        <translation>Tome otro id. de grupo: una clave se envuelve una vez, al crearla.</translation>
    </message>
    <message>
        <source>There is no key of the group {name} on record.</source>
        <translation>No hay registrada ninguna clave del grupo {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station group create&apos; with its ID: a real group&apos;s key is made before its order.</source>
        <translation>Ejecute &apos;station group create&apos; con su id.: la clave de un grupo real va antes de su orden.</translation>
    </message>
    <message>
        <source>The protocol is not the one that was signed: {path}.</source>
        <translation>El protocolo no es el que se firmó: {path}.</translation>
    </message>
    <message>
        <source>Compare it with the copy on paper, and call the supervisor.</source>
        <translation>Compárelo con la copia en papel y llame al supervisor.</translation>
    </message>
    <message>
        <source>The station&apos;s record knows nothing of that protocol.</source>
        <translation>El registro de la estación no sabe nada de ese protocolo.</translation>
    </message>
    <message>
        <source>Check that it is this station&apos;s; if so, call the supervisor.</source>
        <translation>Compruebe que es de esta estación; si lo es, llame al supervisor.</translation>
    </message>
    <message>
        <source>The group {name} must be given another key: {why}.</source>
        <translation>El grupo {name} debe recibir otra clave: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: &apos;station group rotate&apos; does it. The rule: &apos;station settings show&apos;.</source>
        <translation>Llame al supervisor: lo hace &apos;station group rotate&apos;. La regla: &apos;station settings show&apos;.</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be changed like that: {why}.</source>
        <translation>Las claves del grupo {name} no pueden cambiarse así: {why}.</translation>
    </message>
    <message>
        <source>See them with &apos;station group show&apos;, and &apos;station group rotate --help&apos;.</source>
        <translation>Véalas con &apos;station group show&apos; y &apos;station group rotate --help&apos;.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recovery certificate {path}: {why}.</source>
        <translation>No puede cifrarse nada para el certificado de recuperación {path}: {why}.</translation>
    </message>
    <message>
        <source>Take one with an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521.</source>
        <translation>Tome uno con clave RSA de 2048 bits o más, o EC en P-256, P-384 o P-521.</translation>
    </message>
    <message>
        <source>No recovery certificate is set, so nobody could open the backup.</source>
        <translation>No hay certificado de recuperación, así que nadie podría abrir la copia de seguridad.</translation>
    </message>
    <message>
        <source>A supervisor names one, once: &apos;station backup FILE --to CERTIFICATE&apos;.</source>
        <translation>Un supervisor nombra uno, una vez: &apos;station backup FILE --to CERTIFICATE&apos;.</translation>
    </message>
    <message>
        <source>The key {path} doesn&apos;t open the backup: {why}.</source>
        <translation>La clave {path} no abre la copia de seguridad: {why}.</translation>
    </message>
    <message>
        <source>Take the private key of the recovery certificate whose SHA-256 the backup&apos;s entry names.</source>
        <translation>Tome la clave privada del certificado cuyo SHA-256 nombra la entrada de la copia.</translation>
    </message>
    <message>
        <source>The backup {path} is damaged, or none: {why}.</source>
        <translation>La copia de seguridad {path} está dañada o no lo es: {why}.</translation>
    </message>
    <message>
        <source>Take another backup. Nothing was restored.</source>
        <translation>Tome otra copia de seguridad. No se restauró nada.</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be written: {why}.</source>
        <translation>El archivo {path} no puede escribirse: {why}.</translation>
    </message>
    <message>
        <source>Name another disk or folder. Nothing was left there.</source>
        <translation>Indique otro disco o carpeta. No quedó nada allí.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be written: its disk is read-only.</source>
        <translation>No se puede escribir en la carpeta {path}: su disco es de solo lectura.</translation>
    </message>
    <message>
        <source>Call the supervisor. The record can be looked at, and backed up, as it is.</source>
        <translation>Llame al supervisor. El registro puede verse y copiarse tal cual.</translation>
    </message>
    <message>
        <source>There is nothing to archive: {why}.</source>
        <translation>No hay nada que archivar: {why}.</translation>
    </message>
    <message>
        <source>Name another day with --before; &apos;station archive&apos; takes runs that ended long ago.</source>
        <translation>Indique otro día con --before; &apos;station archive&apos; toma pasadas terminadas hace mucho.</translation>
    </message>
    <message>
        <source>The archive {path} is not what was to be archived: {why}.</source>
        <translation>El archivo {path} no es lo que debía archivarse: {why}.</translation>
    </message>
    <message>
        <source>Nothing was taken out of the record. Name another disk, then try again.</source>
        <translation>No se sacó nada del registro. Indique otro disco y pruebe otra vez.</translation>
    </message>
    <message>
        <source>These runs stay in the record: {why}.</source>
        <translation>Estas pasadas quedan en el registro: {why}.</translation>
    </message>
    <message>
        <source>Name an earlier day with --before, or change the rule: &apos;settings set --keep-days&apos;.</source>
        <translation>Indique un día anterior con --before o cambie la regla: &apos;settings set --keep-days&apos;.</translation>
    </message>
    <message>
        <source>The station can&apos;t be backed up: {why}.</source>
        <translation>No puede hacerse copia de seguridad de la estación: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor. No backup was made.</source>
        <translation>Llame al supervisor. No se hizo ninguna copia de seguridad.</translation>
    </message>
    <message>
        <source>Nothing is stopped there: {what}.</source>
        <translation>Nada está parado ahí: {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench stops&apos; to see what stands still.</source>
        <translation>Ejecute &apos;station bench stops&apos; para ver qué está parado.</translation>
    </message>
    <message>
        <source>No contact is counted at position {position}.</source>
        <translation>No se cuenta ningún contacto en la posición {position}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench contacts list&apos; to see what is counted.</source>
        <translation>Ejecute &apos;station bench contacts list&apos; para ver qué se cuenta.</translation>
    </message>
    <message>
        <source>The list can&apos;t be gone on with after what --after names.</source>
        <translation>La lista no puede continuar tras lo que nombra --after.</translation>
    </message>
    <message>
        <source>Give --after as the command before said it, with the same --sort and --descending.</source>
        <translation>Dé --after como lo dijo la orden anterior, con el mismo --sort y --descending.</translation>
    </message>
    <message>
        <source>No {what} is on record for {name}: its positions take no unit while such a check is due.</source>
        <translation>No hay {what} para {name}: sus posiciones no aceptan unidades mientras falte el control.</translation>
    </message>
    <message>
        <source>Put a unit on record for checks of that product, or change the rule.</source>
        <translation>Registre una unidad para controles de ese producto o cambie la regla.</translation>
    </message>
    <message>
        <source>Position {position} takes no unit yet: its check by the {what} isn&apos;t done.</source>
        <translation>La posición {position} aún no acepta unidades: falta su control con {what}.</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}, and see that the check is OK.</source>
        <translation>Ponga {what} en la posición {position} y vea que el control es correcto.</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be put on record for checks: {why}.</source>
        <translation>La unidad {serial} no puede registrarse para controles: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station check list&apos; and the help page on checks.</source>
        <translation>Vea &apos;station check list&apos; y la página de ayuda sobre controles.</translation>
    </message>
    <message>
        <source>No unit {serial} is on record for checks.</source>
        <translation>No hay ninguna unidad {serial} registrada para controles.</translation>
    </message>
    <message>
        <source>Run &apos;station check list&apos; to see which are.</source>
        <translation>Ejecute &apos;station check list&apos; para ver cuáles hay.</translation>
    </message>
    <message>
        <source>More than one enrollment matches {name}: {what}.</source>
        <translation>Más de una inscripción coincide con {name}: {what}.</translation>
    </message>
    <message>
        <source>Give more of it, or the serial number. &apos;station enrollments list --find&apos; shows them all.</source>
        <translation>Dé más, o el número de serie. &apos;station enrollments list --find&apos; las muestra todas.</translation>
    </message>
    <message>
        <source>The {what} was enrolled elsewhere: it came with import {quantity}, of {name}.</source>
        <translation>Inscrito en otro sitio ({what}): vino con la importación {quantity}, de {name}.</translation>
    </message>
    <message>
        <source>A unit with this same {what} was enrolled elsewhere: import {quantity}, of {name}.</source>
        <translation>Una unidad con lo mismo ({what}) se inscribió en otro sitio: importación {quantity}, de {name}.</translation>
    </message>
    <message>
        <source>That list can&apos;t be imported: {why}.</source>
        <translation>Esa lista no puede importarse: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station enrollments imports&apos;.</source>
        <translation>Vea &apos;station enrollments imports&apos;.</translation>
    </message>
    <message>
        <source>There is no import {quantity}, or it was forgotten.</source>
        <translation>No hay importación {quantity}, o se olvidó.</translation>
    </message>
    <message>
        <source>Run &apos;station enrollments imports&apos; to see which there are.</source>
        <translation>Ejecute &apos;station enrollments imports&apos; para ver cuáles hay.</translation>
    </message>
    <message>
        <source>The record gets a newer form, for which the disk needs {quantity} MiB free.</source>
        <translation>El registro toma una forma más nueva, que necesita {quantity} MiB libres en el disco.</translation>
    </message>
    <message>
        <source>Call the supervisor to free some space. The record is as it was.</source>
        <translation>Llame al supervisor para liberar espacio. El registro está como estaba.</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t let in by the group {name}.</source>
        <translation>El grupo {name} no admite la unidad {serial}.</translation>
    </message>
    <message>
        <source>See &apos;station enrollments show&apos; for its order, and &apos;station group list&apos; for groups.</source>
        <translation>Vea &apos;station enrollments show&apos; para su orden y &apos;station group list&apos; para grupos.</translation>
    </message>
    <message>
        <source>The key {name} can&apos;t serve both a group and units that are enrolled one by one.</source>
        <translation>La clave {name} no puede servir a un grupo y a unidades inscritas una a una.</translation>
    </message>
    <message>
        <source>Give the order a group ID of its own: --group-id.</source>
        <translation>Dé a la orden un id. de grupo propio: --group-id.</translation>
    </message>
    <message>
        <source>This label of the unit {serial} is void: label {quantity} was printed after it.</source>
        <translation>Esta etiqueta de la unidad {serial} no vale: después se imprimió la etiqueta {quantity}.</translation>
    </message>
    <message>
        <source>Take it off and throw it away. Use the newest label of the unit.</source>
        <translation>Quítela y tírela. Use la etiqueta más nueva de la unidad.</translation>
    </message>
    <message>
        <source>The unit {serial} can&apos;t be given that label: {why}.</source>
        <translation>La unidad {serial} no puede recibir esa etiqueta: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station label list&apos; for the labels of each unit.</source>
        <translation>Vea las etiquetas de cada unidad con &apos;station label list&apos;.</translation>
    </message>
    <message>
        <source>The serial number {serial} doesn&apos;t fit this product.</source>
        <translation>El número de serie {serial} no corresponde a este producto.</translation>
    </message>
    <message>
        <source>Check that the unit belongs to this order.</source>
        <translation>Compruebe que la unidad es de esta orden.</translation>
    </message>
    <message>
        <source>The scanned serial number is {scanned}, but the unit says {serial}.</source>
        <translation>El número de serie escaneado es {scanned}, pero la unidad dice {serial}.</translation>
    </message>
    <message>
        <source>Scan the label of the unit that is plugged in.</source>
        <translation>Escanee la etiqueta de la unidad conectada.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>La pasada se canceló.</translation>
    </message>
    <message>
        <source>Start it again when you are ready.</source>
        <translation>Iníciela de nuevo cuando esté listo.</translation>
    </message>
    <message>
        <source>The step {step} took too long.</source>
        <translation>El paso {step} tardó demasiado.</translation>
    </message>
    <message>
        <source>There is no position {position}.</source>
        <translation>No hay ninguna posición {position}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench list&apos; to see the positions.</source>
        <translation>Ejecute &apos;station bench list&apos; para ver las posiciones.</translation>
    </message>
    <message>
        <source>No bench is set up.</source>
        <translation>No hay ningún banco configurado.</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to start one for practice.</source>
        <translation>Ejecute &apos;station practice bench&apos; para iniciar uno de práctica.</translation>
    </message>
    <message>
        <source>Practice parts can&apos;t be used in a real order, nor real ones in practice.</source>
        <translation>Las piezas de práctica no valen en una orden real, ni las reales en práctica.</translation>
    </message>
    <message>
        <source>The position {position} has no slot for a security token.</source>
        <translation>La posición {position} no tiene ranura para un token de seguridad.</translation>
    </message>
    <message>
        <source>Use another position, or call the supervisor.</source>
        <translation>Use otra posición o llame al supervisor.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a registration ID: {why}.</source>
        <translation>{text} no puede ser un id. de registro: {why}.</translation>
    </message>
    <message>
        <source>Use only letters, digits and - . _ : with a letter, digit or dash at the end.</source>
        <translation>Use solo letras, cifras y - . _ : con una letra, cifra o guion al final.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be a device ID: {why}.</source>
        <translation>{text} no puede ser un id. de dispositivo: {why}.</translation>
    </message>
    <message>
        <source>Use 1 to 128 letters, digits and signs out of - + % _ # * ? ! ( ) , . : = @ $ &apos; only.</source>
        <translation>Use de 1 a 128 letras, cifras y signos de - + % _ # * ? ! ( ) , . : = @ $ &apos; solo.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be an ID scope.</source>
        <translation>{text} no puede ser un ámbito de identificador.</translation>
    </message>
    <message>
        <source>Copy it from the overview page of the service.</source>
        <translation>Cópielo de la página de información general del servicio.</translation>
    </message>
    <message>
        <source>That is not a symmetric key: {why}.</source>
        <translation>Eso no es una clave simétrica: {why}.</translation>
    </message>
    <message>
        <source>Give 16 to 64 bytes, written in base64.</source>
        <translation>Dé de 16 a 64 bytes, escritos en base64.</translation>
    </message>
    <message>
        <source>{text} can&apos;t be the name in a certificate: {why}.</source>
        <translation>{text} no puede ser el nombre de un certificado: {why}.</translation>
    </message>
    <message>
        <source>With X.509, use a registration ID of at most 64 characters.</source>
        <translation>Con X.509, use un id. de registro de 64 caracteres como máximo.</translation>
    </message>
    <message>
        <source>Something went wrong that Station doesn&apos;t know.</source>
        <translation>Algo salió mal que Station no conoce.</translation>
    </message>
    <message>
        <source>That is not a SAS token: {why}.</source>
        <translation>Eso no es un token SAS: {why}.</translation>
    </message>
    <message>
        <source>Copy all of it, from SharedAccessSignature to the end.</source>
        <translation>Cópielo entero, de SharedAccessSignature al final.</translation>
    </message>
    <message>
        <source>The run was broken off: the station stopped.</source>
        <translation>La pasada se interrumpió: la estación se paró.</translation>
    </message>
    <message>
        <source>Start over with this unit.</source>
        <translation>Empiece de nuevo con esta unidad.</translation>
    </message>
    <message>
        <source>The scan of {serial} at position {position} is still open.</source>
        <translation>El escaneo de {serial} en la posición {position} sigue abierto.</translation>
    </message>
    <message>
        <source>Start that unit, or take its scan back. Then scan again.</source>
        <translation>Inicie esa unidad o deshaga su escaneo. Después escanee otra vez.</translation>
    </message>
    <message>
        <source>No position waits for a scan.</source>
        <translation>Ninguna posición espera un escaneo.</translation>
    </message>
    <message>
        <source>Finish a position first, then scan the next unit.</source>
        <translation>Termine primero una posición y escanee la siguiente unidad.</translation>
    </message>
    <message>
        <source>No order is assigned to position {position}.</source>
        <translation>La posición {position} no tiene orden asignada.</translation>
    </message>
    <message>
        <source>Call the supervisor, who can assign one.</source>
        <translation>Llame al supervisor, que puede asignar una.</translation>
    </message>
    <message>
        <source>{serial} is already at position {position}.</source>
        <translation>{serial} ya está en la posición {position}.</translation>
    </message>
    <message>
        <source>Scan the label of the other unit.</source>
        <translation>Escanee la etiqueta de la otra unidad.</translation>
    </message>
    <message>
        <source>There is no unit at position {position}.</source>
        <translation>No hay unidad en la posición {position}.</translation>
    </message>
    <message>
        <source>Put the unit in, then start it again.</source>
        <translation>Ponga la unidad e iníciela otra vez.</translation>
    </message>
    <message>
        <source>What is plugged in at position {position} is a keyboard: {name}.</source>
        <translation>Lo conectado en la posición {position} es un teclado: {name}.</translation>
    </message>
    <message>
        <source>Take it out, put it aside and call the supervisor. It may have typed something.</source>
        <translation>Sáquelo, apártelo y llame al supervisor. Puede haber escrito algo.</translation>
    </message>
    <message>
        <source>The unit {serial} has passed here already.</source>
        <translation>La unidad {serial} ya ha pasado aquí.</translation>
    </message>
    <message>
        <source>Take it out and put the next one in.</source>
        <translation>Sáquela y ponga la siguiente.</translation>
    </message>
    <message>
        <source>No unit was plugged in at position {position} in time.</source>
        <translation>No se conectó a tiempo ninguna unidad en la posición {position}.</translation>
    </message>
    <message>
        <source>Run &apos;station bench teach&apos; again, and plug a unit in when it asks for it.</source>
        <translation>Ejecute &apos;station bench teach&apos; otra vez y conecte una unidad cuando lo pida.</translation>
    </message>
    <message>
        <source>The port {port} has no name that stays the same.</source>
        <translation>El puerto {port} no tiene un nombre que no cambie.</translation>
    </message>
    <message>
        <source>Write its name into the bench file yourself, if you know that it doesn&apos;t change.</source>
        <translation>Escriba usted su nombre en el archivo del banco, si sabe que no cambia.</translation>
    </message>
    <message>
        <source>The unit was not switched off in time, to prove what it keeps.</source>
        <translation>La unidad no se apagó a tiempo, para probar lo que conserva.</translation>
    </message>
    <message>
        <source>Start again, and switch the unit off and on when the station says so.</source>
        <translation>Empiece de nuevo y apáguela y enciéndala cuando la estación lo diga.</translation>
    </message>
    <message>
        <source>The unit didn&apos;t come back after it was restarted.</source>
        <translation>La unidad no volvió tras reiniciarse.</translation>
    </message>
    <message>
        <source>The unit lost its identity when it was restarted.</source>
        <translation>La unidad perdió su identidad al reiniciarse.</translation>
    </message>
    <message>
        <source>The unit is to prove that it keeps its identity.</source>
        <translation>La unidad debe probar que conserva su identidad.</translation>
    </message>
    <message>
        <source>Switch the unit off, and leave it in. Call the supervisor if that can&apos;t be done.</source>
        <translation>Apague la unidad y déjela puesta. Llame al supervisor si no se puede.</translation>
    </message>
    <message>
        <source>The unit is off.</source>
        <translation>La unidad está apagada.</translation>
    </message>
    <message>
        <source>Switch the unit on again. Call the supervisor if it stays off.</source>
        <translation>Encienda la unidad otra vez. Llame al supervisor si sigue apagada.</translation>
    </message>
    <message>
        <source>The unit holds another certificate than the one that it was given.</source>
        <translation>La unidad tiene un certificado distinto del que recibió.</translation>
    </message>
    <message>
        <source>The scanned code can&apos;t be read: {why}.</source>
        <translation>El código escaneado no puede leerse: {why}.</translation>
    </message>
    <message>
        <source>Scan it once more. If that doesn&apos;t help, call the supervisor.</source>
        <translation>Escanéelo otra vez. Si no ayuda, llame al supervisor.</translation>
    </message>
    <message>
        <source>That scan has no {what}, which is still wanted.</source>
        <translation>A ese escaneo aún le falta: {what}.</translation>
    </message>
    <message>
        <source>Scan that code of the label.</source>
        <translation>Escanee ese código de la etiqueta.</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is {text}, but for this product it is {what}.</source>
        <translation>En la etiqueta, {name} es {text}, pero para este producto es {what}.</translation>
    </message>
    <message>
        <source>The label&apos;s {name} is in a code of the kind {what}, and this one is {text}.</source>
        <translation>En la etiqueta, {name} va en un código {what}, y este es {text}.</translation>
    </message>
    <message>
        <source>Scan the other code of the label.</source>
        <translation>Escanee el otro código de la etiqueta.</translation>
    </message>
    <message>
        <source>Two scans say different things of {name}: {what} and {text}.</source>
        <translation>Dos escaneos difieren en {name}: {what} y {text}.</translation>
    </message>
    <message>
        <source>Scan all codes of one label again.</source>
        <translation>Escanee otra vez todos los códigos de una etiqueta.</translation>
    </message>
    <message>
        <source>The unit&apos;s {name} is {text}, but for this product it is like {what}.</source>
        <translation>En la unidad, {name} es {text}, pero para este producto es como {what}.</translation>
    </message>
    <message>
        <source>The unit answers {text} to {name}, but not as this product: {what}.</source>
        <translation>La unidad responde {text} a {name}, pero no como este producto: {what}.</translation>
    </message>
    <message>
        <source>The factory&apos;s system refuses this unit here: {why}.</source>
        <translation>El sistema de la fábrica rechaza esta unidad aquí: {why}.</translation>
    </message>
    <message>
        <source>Take the unit out and put it where it belongs. It isn&apos;t broken.</source>
        <translation>Saque la unidad y llévela a su sitio. No está rota.</translation>
    </message>
    <message>
        <source>The factory&apos;s system doesn&apos;t say whether this unit may be worked on: {why}.</source>
        <translation>El sistema de la fábrica no dice si puede trabajarse en esta unidad: {why}.</translation>
    </message>
    <message>
        <source>Leave the unit as it is. Try again later, or call the supervisor.</source>
        <translation>Deje la unidad como está. Pruebe más tarde o llame al supervisor.</translation>
    </message>
    <message>
        <source>The factory&apos;s system gives an answer that Station can&apos;t use: {why}.</source>
        <translation>El sistema de la fábrica da una respuesta que Station no puede usar: {why}.</translation>
    </message>
    <message>
        <source>The unit is tried again: {what}.</source>
        <translation>La unidad se prueba otra vez: {what}.</translation>
    </message>
    <message>
        <source>Leave the unit in; the station tries again by itself.</source>
        <translation>Deje la unidad puesta; la estación prueba otra vez sola.</translation>
    </message>
    <message>
        <source>The profile {name} asks the worker, and nobody can be asked here.</source>
        <translation>El perfil {name} pregunta al operario, y aquí no se puede preguntar a nadie.</translation>
    </message>
    <message>
        <source>Work in Station&apos;s window, or run the command at a terminal.</source>
        <translation>Trabaje en la ventana de Station o ejecute la orden en un terminal.</translation>
    </message>
    <message>
        <source>What was asked about the unit was not answered in time: {name}.</source>
        <translation>Una pregunta sobre la unidad no se respondió a tiempo: {name}.</translation>
    </message>
    <message>
        <source>Start the unit again, and answer when the station asks.</source>
        <translation>Inicie la unidad otra vez y responda cuando la estación pregunte.</translation>
    </message>
    <message>
        <source>The worker found that the unit is not right: {name} is {text}.</source>
        <translation>El operario vio que la unidad no está bien: {name} es {text}.</translation>
    </message>
    <message>
        <source>That is no answer to what is asked at position {position}.</source>
        <translation>Eso no responde a lo que se pregunta en la posición {position}.</translation>
    </message>
    <message>
        <source>Look at what is asked there, and answer it once more.</source>
        <translation>Mire lo que se pregunta allí y responda otra vez.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t hold the key that it was enrolled with.</source>
        <translation>La unidad no tiene la clave con la que se inscribió.</translation>
    </message>
    <message>
        <source>Put it in the red box and call the supervisor, who can give it a new key.</source>
        <translation>Póngala en la caja roja y llame al supervisor, que puede darle otra clave.</translation>
    </message>
    <message>
        <source>What an earlier run left on the token is replaced: {what}.</source>
        <translation>Se reemplaza lo que dejó en el token una pasada anterior: {what}.</translation>
    </message>
    <message>
        <source>Leave the unit in: the station goes on, and checks it as any other.</source>
        <translation>Deje la unidad puesta: la estación sigue y la comprueba como cualquier otra.</translation>
    </message>
    <message>
        <source>The unit gave the key of an earlier run, its own or another&apos;s: it must make a new one.</source>
        <translation>La unidad dio la clave de una pasada anterior, suya o ajena: debe crear otra.</translation>
    </message>
    <message>
        <source>The unit doesn&apos;t have the key that it was given.</source>
        <translation>La unidad no tiene la clave que recibió.</translation>
    </message>
    <message>
        <source>The security token doesn&apos;t take the PIN that this unit&apos;s token was given.</source>
        <translation>El token de seguridad no acepta el PIN que recibió el token de esta unidad.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be another unit&apos;s.</source>
        <translation>Aparte la unidad y llame al supervisor: su token puede ser de otra unidad.</translation>
    </message>
    <message>
        <source>The security token holds the key of the unit {serial}, which has passed.</source>
        <translation>El token de seguridad tiene la clave de la unidad {serial}, que ha pasado.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: its token may be that unit&apos;s.</source>
        <translation>Aparte la unidad y llame al supervisor: su token puede ser de esa unidad.</translation>
    </message>
    <message>
        <source>What the run {run} left in the unit {serial} can&apos;t be looked up here.</source>
        <translation>Lo que la pasada {run} dejó en la unidad {serial} no puede consultarse aquí.</translation>
    </message>
    <message>
        <source>Put the unit aside and call the supervisor: &apos;station unit show&apos; says what to do.</source>
        <translation>Aparte la unidad y llame al supervisor: &apos;station unit show&apos; dice qué hacer.</translation>
    </message>
    <message>
        <source>The station stopped after the unit {serial} got a certificate; it has not passed.</source>
        <translation>La estación se paró tras dar a la unidad {serial} un certificado; no ha pasado.</translation>
    </message>
    <message>
        <source>Take it out and put it in again: it gets another one. If that fails, use the red box.</source>
        <translation>Sáquela y póngala otra vez: recibe otro. Si falla, use la caja roja.</translation>
    </message>
    <message>
        <source>What the station was doing with a security token when it stopped hasn&apos;t ended yet.</source>
        <translation>Lo que la estación hacía con un token al pararse aún no ha terminado.</translation>
    </message>
    <message>
        <source>Wait a minute and unlock it again. If that doesn&apos;t help, restart this computer.</source>
        <translation>Espere un minuto y desbloquéelo otra vez. Si no ayuda, reinicie este equipo.</translation>
    </message>
    <message>
        <source>Position {position} stands still: {why}.</source>
        <translation>La posición {position} está parada: {why}.</translation>
    </message>
    <message>
        <source>Start nothing here and call the supervisor, who looks into it and restarts it.</source>
        <translation>No inicie nada aquí y llame al supervisor, que lo mira y la reanuda.</translation>
    </message>
    <message>
        <source>The order {order} stands still: {why}.</source>
        <translation>La orden {order} está parada: {why}.</translation>
    </message>
    <message>
        <source>Start nothing for this order and call the supervisor, who restarts it.</source>
        <translation>No inicie nada de esta orden y llame al supervisor, que la reanuda.</translation>
    </message>
    <message>
        <source>The whole bench stands still: {why}.</source>
        <translation>Todo el banco está parado: {why}.</translation>
    </message>
    <message>
        <source>Put that unit aside, start nothing and call the supervisor, who restarts the bench.</source>
        <translation>Aparte esa unidad, no inicie nada y llame al supervisor, que reanuda el banco.</translation>
    </message>
    <message>
        <source>The contacts of position {position} are worn: {what} units since they were renewed.</source>
        <translation>Los contactos de la posición {position} están gastados: {what} unidades desde el cambio.</translation>
    </message>
    <message>
        <source>Start nothing here and call maintenance, who renews them and resets the count.</source>
        <translation>No inicie nada aquí y llame a mantenimiento, que los cambia y pone la cuenta a cero.</translation>
    </message>
    <message>
        <source>The contacts of position {position} wear out: {what} units since they were renewed.</source>
        <translation>Los contactos de la posición {position} se gastan: {what} unidades desde el cambio.</translation>
    </message>
    <message>
        <source>Go on. Tell maintenance that they are due.</source>
        <translation>Siga. Diga a mantenimiento que toca cambiarlos.</translation>
    </message>
    <message>
        <source>The unit {serial} is a {what}: it is for checks, and is never provisioned.</source>
        <translation>La unidad {serial} es {what}: es para controles y nunca se aprovisiona.</translation>
    </message>
    <message>
        <source>Leave it in: its check begins.</source>
        <translation>Déjela puesta: empieza su control.</translation>
    </message>
    <message>
        <source>Position {position} first needs its check: by the {what}.</source>
        <translation>La posición {position} necesita primero su control: con {what}.</translation>
    </message>
    <message>
        <source>Put the {what} in position {position}.</source>
        <translation>Ponga {what} en la posición {position}.</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was let through. This position doesn&apos;t see that it is bad.</source>
        <translation>Control: el red rabbit {serial} pasó. Esta posición no ve que es malo.</translation>
    </message>
    <message>
        <source>Check: the red rabbit {serial} was refused, but for another reason: {what}.</source>
        <translation>Control: el red rabbit {serial} se rechazó, pero por otro motivo: {what}.</translation>
    </message>
    <message>
        <source>Check that it is well seated, and start it again. If it stays so, call the supervisor.</source>
        <translation>Compruebe que está bien puesto e inícielo otra vez. Si sigue, llame al supervisor.</translation>
    </message>
    <message>
        <source>Check: the golden unit {serial} was refused: {what}.</source>
        <translation>Control: la unidad patrón {serial} se rechazó: {what}.</translation>
    </message>
    <message>
        <source>The unit {serial} checks positions that make {name}, and not position {position}.</source>
        <translation>La unidad {serial} controla posiciones que hacen {name}, no la posición {position}.</translation>
    </message>
    <message>
        <source>Take it out, and put in the unit for this product.</source>
        <translation>Sáquela y ponga la unidad de este producto.</translation>
    </message>
    <message>
        <source>A check run can&apos;t look at this unit as closely as is wanted: {why}.</source>
        <translation>Una pasada de control no puede mirar esta unidad tan de cerca: {why}.</translation>
    </message>
    <message>
        <source>Use another unit for checks of this product; the help page on checks says which.</source>
        <translation>Use otra unidad para controles de este producto; la página de ayuda dice cuáles.</translation>
    </message>
    <message>
        <source>The fixture is open.</source>
        <translation>El útil está abierto.</translation>
    </message>
    <message>
        <source>Close the fixture: the unit starts then.</source>
        <translation>Cierre el útil: la unidad empieza entonces.</translation>
    </message>
    <message>
        <source>The fixture was not opened since the last unit.</source>
        <translation>El útil no se abrió desde la última unidad.</translation>
    </message>
    <message>
        <source>Open it, change the unit and close it: the unit starts then.</source>
        <translation>Ábralo, cambie la unidad y ciérrelo: la unidad empieza entonces.</translation>
    </message>
    <message>
        <source>The profile {name} wants each unit to rehearse, and nothing here can do that.</source>
        <translation>El perfil {name} quiere que cada unidad ensaye, y nada aquí puede hacerlo.</translation>
    </message>
    <message>
        <source>Work by Station&apos;s window, or by its command &apos;station provision&apos;.</source>
        <translation>Trabaje con la ventana de Station o con su orden &apos;station provision&apos;.</translation>
    </message>
    <message>
        <source>Position {position} first needs its check, and no {what} is on record for this product.</source>
        <translation>La posición {position} necesita su control, y no hay {what} para este producto.</translation>
    </message>
    <message>
        <source>Call the supervisor: no {what} is on record for this product.</source>
        <translation>Llame al supervisor: no hay {what} registrado para este producto.</translation>
    </message>
    <message>
        <source>The unit {serial} passed, but has no label: {why}.</source>
        <translation>La unidad {serial} aprobó, pero no tiene etiqueta: {why}.</translation>
    </message>
    <message>
        <source>Put that right, then press Print label.</source>
        <translation>Corríjalo y pulse Imprimir etiqueta.</translation>
    </message>
    <message>
        <source>This isn&apos;t the label of the unit {serial} at position {position}.</source>
        <translation>Esta no es la etiqueta de la unidad {serial} en la posición {position}.</translation>
    </message>
    <message>
        <source>Take the label off, stick on the one of this unit, and scan that.</source>
        <translation>Quite la etiqueta, pegue la de esta unidad y escanéela.</translation>
    </message>
    <message>
        <source>The card {what} does nothing here: {why}.</source>
        <translation>La ficha {what} no hace nada aquí: {why}.</translation>
    </message>
    <message>
        <source>Look at what the position asks for, and scan the card for that.</source>
        <translation>Mire lo que pide la posición y escanee la ficha para eso.</translation>
    </message>
    <message>
        <source>That is {what}, and not a unit&apos;s label.</source>
        <translation>Eso es {what}, y no la etiqueta de una unidad.</translation>
    </message>
    <message>
        <source>Scan the label of the unit.</source>
        <translation>Escanee la etiqueta de la unidad.</translation>
    </message>
    <message>
        <source>The scanner&apos;s test code arrived changed: {why}.</source>
        <translation>El código de prueba del escáner llegó cambiado: {why}.</translation>
    </message>
    <message>
        <source>Switch Caps Lock off, wipe the sheet, and scan the code once more.</source>
        <translation>Quite el bloqueo de mayúsculas, limpie la hoja y escanee el código otra vez.</translation>
    </message>
    <message>
        <source>Something in the window went wrong that nobody foresaw.</source>
        <translation>Algo falló en la ventana que nadie había previsto.</translation>
    </message>
    <message>
        <source>Go on: units at work do. If it comes again, close Station and start it again.</source>
        <translation>Continúe: las unidades en curso siguen. Si se repite, cierre Station e iníciela de nuevo.</translation>
    </message>
    <message>
        <source>A part of Station ended that should be at work: {name}.</source>
        <translation>Terminó una parte de Station que debería funcionar: {name}.</translation>
    </message>
    <message>
        <source>Let units at work end. Then close Station and start it again.</source>
        <translation>Deje terminar las unidades en curso. Luego cierre Station e iníciela de nuevo.</translation>
    </message>
    <message>
        <source>There is nothing new to export.</source>
        <translation>No hay nada nuevo que exportar.</translation>
    </message>
    <message>
        <source>Add --again to export everything once more.</source>
        <translation>Añada --again para exportar todo otra vez.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t be used.</source>
        <translation>La carpeta {path} no puede usarse.</translation>
    </message>
    <message>
        <source>Name a new or empty folder.</source>
        <translation>Indique una carpeta nueva o vacía.</translation>
    </message>
    <message>
        <source>The manifest&apos;s signature is not genuine.</source>
        <translation>La firma del manifiesto no es auténtica.</translation>
    </message>
    <message>
        <source>Don&apos;t use this export.</source>
        <translation>No use esta exportación.</translation>
    </message>
    <message>
        <source>The file {path} is not what was exported.</source>
        <translation>El archivo {path} no es lo que se exportó.</translation>
    </message>
    <message>
        <source>There is no export format {name}.</source>
        <translation>No hay ningún formato de exportación {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station export --help&apos; to see the formats.</source>
        <translation>Ejecute &apos;station export --help&apos; para ver los formatos.</translation>
    </message>
    <message>
        <source>Keys are never written in the clear outside practice.</source>
        <translation>Fuera de la práctica nunca se escriben claves en claro.</translation>
    </message>
    <message>
        <source>Push the group or export it encrypted.</source>
        <translation>Envíe el grupo o expórtelo cifrado.</translation>
    </message>
    <message>
        <source>The enrollment {name} would be refused: {why}.</source>
        <translation>La inscripción {name} se rechazaría: {why}.</translation>
    </message>
    <message>
        <source>The file given with --trust holds no certificate.</source>
        <translation>El archivo dado con --trust no contiene ningún certificado.</translation>
    </message>
    <message>
        <source>Give a certificate, in PEM or DER.</source>
        <translation>Dé un certificado, en PEM o DER.</translation>
    </message>
    <message>
        <source>The enrollments are for several services: {scopes}.</source>
        <translation>Las inscripciones son para varios servicios: {scopes}.</translation>
    </message>
    <message>
        <source>Export each --order by itself.</source>
        <translation>Exporte cada --order por separado.</translation>
    </message>
    <message>
        <source>An earlier export to {path} had been cut short. It is in its place now, and complete.</source>
        <translation>Una exportación anterior a {path} se cortó. Ahora está en su sitio y completa.</translation>
    </message>
    <message>
        <source>Name another folder to export what came since.</source>
        <translation>Indique otra carpeta para exportar lo que vino después.</translation>
    </message>
    <message>
        <source>The export is complete and on record, but can&apos;t be moved from {part} to {path}.</source>
        <translation>La exportación está completa y registrada, pero no puede moverse de {part} a {path}.</translation>
    </message>
    <message>
        <source>Move that folder yourself, as it is: it is the export.</source>
        <translation>Mueva usted esa carpeta, tal cual: es la exportación.</translation>
    </message>
    <message>
        <source>The manifest was written by a newer Station.</source>
        <translation>El manifiesto lo escribió una Station más nueva.</translation>
    </message>
    <message>
        <source>The export would have more files than one manifest can list.</source>
        <translation>La exportación tendría más archivos de los que caben en un manifiesto.</translation>
    </message>
    <message>
        <source>Take --format jsonl or zip, which have few files, or export each --order by itself.</source>
        <translation>Tome --format jsonl o zip, con pocos archivos, o exporte cada --order por separado.</translation>
    </message>
    <message>
        <source>The hand-off {name} doesn&apos;t work now: {why}.</source>
        <translation>La entrega {name} no funciona ahora: {why}.</translation>
    </message>
    <message>
        <source>What waits is sent once it works. Call the supervisor if it stays so.</source>
        <translation>Lo que espera se envía cuando funcione. Llame al supervisor si sigue.</translation>
    </message>
    <message>
        <source>The hand-off {name} refuses what it is told: {why}.</source>
        <translation>La entrega {name} rechaza lo que se le dice: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever runs it why. After that, &apos;station handoff send --refused&apos; sends it again.</source>
        <translation>Pregunte el motivo a quien la lleva. Luego &apos;station handoff send --refused&apos; reenvía.</translation>
    </message>
    <message>
        <source>The hand-off {name} has no password or token for this address.</source>
        <translation>La entrega {name} no tiene contraseña ni token para esta dirección.</translation>
    </message>
    <message>
        <source>Run &apos;station handoff secret&apos; to give it.</source>
        <translation>Ejecute &apos;station handoff secret&apos; para dárselo.</translation>
    </message>
    <message>
        <source>There is no hand-off {name}.</source>
        <translation>No hay ninguna entrega {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station handoff list&apos; to see them.</source>
        <translation>Ejecute &apos;station handoff list&apos; para verlas.</translation>
    </message>
    <message>
        <source>The hand-off {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>La entrega {name} da una respuesta que no se entiende: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to read the help page on hand-offs.</source>
        <translation>Pida a quien la lleva que lea la página de ayuda sobre entregas.</translation>
    </message>
    <message>
        <source>The hand-off {name} takes no password or token.</source>
        <translation>La entrega {name} no acepta contraseña ni token.</translation>
    </message>
    <message>
        <source>Its auth in handoff.toml says so: change that first.</source>
        <translation>Así lo dice su auth en handoff.toml: cámbielo primero.</translation>
    </message>
    <message>
        <source>That can&apos;t be a password or token: {why}.</source>
        <translation>Eso no puede ser una contraseña ni un token: {why}.</translation>
    </message>
    <message>
        <source>Check it, then give it once more.</source>
        <translation>Compruébelo y délo otra vez.</translation>
    </message>
    <message>
        <source>The file {path} is not what was signed.</source>
        <translation>El archivo {path} no es lo que se firmó.</translation>
    </message>
    <message>
        <source>Don&apos;t rely on this report.</source>
        <translation>No se fíe de este informe.</translation>
    </message>
    <message>
        <source>The allotment {path} is not genuine: {why}.</source>
        <translation>La asignación {path} no es auténtica: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t use it. Have the station that issued it hand it over once more, with all its files.</source>
        <translation>No la use. Que la estación que la emitió la entregue otra vez, con todos sus archivos.</translation>
    </message>
    <message>
        <source>The allotment {path} can&apos;t be used here: {why}.</source>
        <translation>La asignación {path} no puede usarse aquí: {why}.</translation>
    </message>
    <message>
        <source>Ask whoever issued the allotment; &apos;station order allot --to&apos; issues one.</source>
        <translation>Pregunte a quien la emitió; &apos;station order allot --to&apos; emite una.</translation>
    </message>
    <message>
        <source>The export {path} is not from the station that the allotment names.</source>
        <translation>La exportación {path} no es de la estación que nombra la asignación.</translation>
    </message>
    <message>
        <source>Don&apos;t take these units in. Ask which station made them, and for its own allotment.</source>
        <translation>No acepte estas unidades. Pregunte qué estación las hizo y por su asignación.</translation>
    </message>
    <message>
        <source>The unit {serial} in {path} is one too many: {why}.</source>
        <translation>La unidad {serial} de {path} sobra: {why}.</translation>
    </message>
    <message>
        <source>Don&apos;t take it in. The allotment says how many units there may be, and their numbers.</source>
        <translation>No la acepte. La asignación dice cuántas unidades puede haber y sus números.</translation>
    </message>
    <message>
        <source>Two different units have the number {text} of the allotment: {serial} in {path} is one.</source>
        <translation>Dos unidades distintas tienen el número {text} de la asignación: {serial} en {path} es una.</translation>
    </message>
    <message>
        <source>Don&apos;t take them in. Ask the station that made them to have its record verified.</source>
        <translation>No las acepte. Pida a la estación que las hizo que haga verificar su registro.</translation>
    </message>
    <message>
        <source>The export {path} can&apos;t be checked against the allotment: {why}.</source>
        <translation>La exportación {path} no puede comprobarse con la asignación: {why}.</translation>
    </message>
    <message>
        <source>Export the order by itself, all of it again, and check that.</source>
        <translation>Exporte la orden sola y entera otra vez, y compruebe eso.</translation>
    </message>
    <message>
        <source>The key of the group {name} is wrapped for no owner: no export can hold it.</source>
        <translation>La clave del grupo {name} no está envuelta para nadie: ninguna exportación puede llevarla.</translation>
    </message>
    <message>
        <source>Push it if it was made --for-push, else export as csv. The next takes --service-owner.</source>
        <translation>Envíela si se hizo con --for-push, o exporte csv. La próxima lleva --service-owner.</translation>
    </message>
    <message>
        <source>The service {name} can&apos;t be added: {why}.</source>
        <translation>El servicio {name} no puede añadirse: {why}.</translation>
    </message>
    <message>
        <source>Correct that, as the service&apos;s portal has it, then try again.</source>
        <translation>Corríjalo según el portal del servicio y pruebe otra vez.</translation>
    </message>
    <message>
        <source>There is no service {name}.</source>
        <translation>No hay ningún servicio {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station service list&apos; to see the services.</source>
        <translation>Ejecute &apos;station service list&apos; para ver los servicios.</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates of {quantity} CAs; the service takes two.</source>
        <translation>Las unidades del grupo {name} tienen certificados de {quantity} CA; el servicio toma dos.</translation>
    </message>
    <message>
        <source>Export as dps-csv and enrol them one by one. The next units need another group&apos;s order.</source>
        <translation>Exporte como dps-csv e inscríbalas una a una. Las próximas van con otro grupo.</translation>
    </message>
    <message>
        <source>That is no connection string of a provisioning service: {why}.</source>
        <translation>Eso no es una cadena de conexión de un servicio de aprovisionamiento: {why}.</translation>
    </message>
    <message>
        <source>Copy it once more, whole, as the service&apos;s portal shows it.</source>
        <translation>Cópiela otra vez, entera, como la muestra el portal del servicio.</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t work now: {why}.</source>
        <translation>El servicio de aprovisionamiento {name} no funciona ahora: {why}.</translation>
    </message>
    <message>
        <source>Check the network, then try again. Call the supervisor if it stays so.</source>
        <translation>Compruebe la red y pruebe otra vez. Llame al supervisor si sigue.</translation>
    </message>
    <message>
        <source>The provisioning service {name} doesn&apos;t let this station in.</source>
        <translation>El servicio de aprovisionamiento {name} no deja entrar a esta estación.</translation>
    </message>
    <message>
        <source>Check this PC&apos;s clock. If it is right: the service&apos;s new key, or the role in Entra ID.</source>
        <translation>Compruebe el reloj del PC. Si va bien: la clave nueva del servicio o el rol en Entra ID.</translation>
    </message>
    <message>
        <source>The provisioning service {name} gives an answer that can&apos;t be understood: {why}.</source>
        <translation>El servicio de aprovisionamiento {name} da una respuesta que no se entiende: {why}.</translation>
    </message>
    <message>
        <source>Look at the service what it has now, before anything is sent again.</source>
        <translation>Mire en el servicio lo que tiene ahora, antes de enviar nada más.</translation>
    </message>
    <message>
        <source>Practice speaks to its own service alone, and {name} isn&apos;t that.</source>
        <translation>La práctica habla solo con su propio servicio, y {name} no lo es.</translation>
    </message>
    <message>
        <source>Use a station that is set up for production.</source>
        <translation>Use una estación configurada para producción.</translation>
    </message>
    <message>
        <source>The provisioning service {name} refuses what it is asked: {why}.</source>
        <translation>El servicio de aprovisionamiento {name} rechaza lo que se le pide: {why}.</translation>
    </message>
    <message>
        <source>The provisioning service {name} is asked too often: it wants a pause of {seconds} s.</source>
        <translation>Se pregunta demasiado al servicio {name}: quiere una pausa de {seconds} s.</translation>
    </message>
    <message>
        <source>Try again after that.</source>
        <translation>Pruebe otra vez después.</translation>
    </message>
    <message>
        <source>The unit {serial} isn&apos;t assigned by the service: {why}.</source>
        <translation>El servicio no asigna la unidad {serial}: {why}.</translation>
    </message>
    <message>
        <source>The enrollment {name} couldn&apos;t be made at the service: {why}.</source>
        <translation>La inscripción {name} no pudo crearse en el servicio: {why}.</translation>
    </message>
    <message>
        <source>The practice service did not start: {why}.</source>
        <translation>El servicio de práctica no se inició: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is wrong.</source>
        <translation>Ejecute &apos;station doctor&apos;: dice qué va mal.</translation>
    </message>
    <message>
        <source>Units with the mechanism {name} can&apos;t rehearse: {why}.</source>
        <translation>Las unidades con el mecanismo {name} no pueden ensayar: {why}.</translation>
    </message>
    <message>
        <source>Leave &apos;rehearse&apos; out of the profile.</source>
        <translation>Quite &apos;rehearse&apos; del perfil.</translation>
    </message>
    <message>
        <source>The practice service that units rehearse with doesn&apos;t work: {why}.</source>
        <translation>El servicio de práctica con el que ensayan las unidades no funciona: {why}.</translation>
    </message>
    <message>
        <source>Start the unit again. Call the supervisor if it stays so.</source>
        <translation>Inicie la unidad otra vez. Llame al supervisor si sigue.</translation>
    </message>
    <message>
        <source>It isn&apos;t said which provisioning service is meant, and {why}.</source>
        <translation>No se dice qué servicio de aprovisionamiento es, y {why}.</translation>
    </message>
    <message>
        <source>Name it with --service: &apos;station service list&apos; says which there are.</source>
        <translation>Nómbrelo con --service: &apos;station service list&apos; dice cuáles hay.</translation>
    </message>
    <message>
        <source>What the service has as {name} was changed there meanwhile.</source>
        <translation>Lo que el servicio tiene como {name} se cambió allí entretanto.</translation>
    </message>
    <message>
        <source>Look at it, then try again. What others changed is as they left it.</source>
        <translation>Mírelo y pruebe otra vez. Lo que otros cambiaron sigue igual.</translation>
    </message>
    <message>
        <source>The service has nothing of the name {name} any more.</source>
        <translation>El servicio ya no tiene nada con el nombre {name}.</translation>
    </message>
    <message>
        <source>Compare list and service: &apos;station reconcile&apos;.</source>
        <translation>Compare lista y servicio: &apos;station reconcile&apos;.</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be changed without a loss: {why}.</source>
        <translation>Lo que el servicio tiene como {name} no puede cambiarse sin pérdida: {why}.</translation>
    </message>
    <message>
        <source>Change it at the service&apos;s portal. Nothing was changed now.</source>
        <translation>Cámbielo en el portal del servicio. Ahora no se cambió nada.</translation>
    </message>
    <message>
        <source>It isn&apos;t known which ID scope the service {name} has, and {why}.</source>
        <translation>No se sabe qué ámbito de identificador tiene el servicio {name}, y {why}.</translation>
    </message>
    <message>
        <source>Give it: &apos;station service add&apos; with --id-scope.</source>
        <translation>Delo: &apos;station service add&apos; con --id-scope.</translation>
    </message>
    <message>
        <source>The push has stopped: the service {name} doesn&apos;t answer any more: {why}.</source>
        <translation>El envío se detuvo: el servicio {name} ya no responde: {why}.</translation>
    </message>
    <message>
        <source>Check the network, then give the same command again. It goes on where it stopped.</source>
        <translation>Compruebe la red y dé la misma orden otra vez. Sigue donde se detuvo.</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {why} that of the service {name}, which doesn&apos;t let it in.</source>
        <translation>El reloj de este PC está {why} el del servicio {name}, que no lo deja entrar.</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock, then give the same command again.</source>
        <translation>Ponga en hora el reloj de este PC y dé la misma orden otra vez.</translation>
    </message>
    <message>
        <source>The service {name} has enrollments of the ID scope {why}; these are of {what}.</source>
        <translation>El servicio {name} tiene inscripciones del ámbito {why}; estas son de {what}.</translation>
    </message>
    <message>
        <source>Name the order, or the service, that belong together.</source>
        <translation>Nombre la orden o el servicio que van juntos.</translation>
    </message>
    <message>
        <source>Orders of different ID scopes can&apos;t be pushed together: {why}.</source>
        <translation>Las órdenes de distintos ámbitos no pueden enviarse juntas: {why}.</translation>
    </message>
    <message>
        <source>Push them one by one, with --order.</source>
        <translation>Envíelas una a una, con --order.</translation>
    </message>
    <message>
        <source>What the service has as {name} can&apos;t be replaced: it isn&apos;t known in which state it was.</source>
        <translation>Lo que el servicio tiene como {name} no puede reemplazarse: no se sabe su estado.</translation>
    </message>
    <message>
        <source>Read it again: &apos;station push --again&apos;. Then look at both sides, and decide.</source>
        <translation>Léalo otra vez: &apos;station push --again&apos;. Luego mire ambos lados y decida.</translation>
    </message>
    <message>
        <source>What is on record of {name} isn&apos;t what was shown.</source>
        <translation>Lo registrado de {name} no es lo que se mostró.</translation>
    </message>
    <message>
        <source>Nothing was decided. Look again: &apos;station push --conflicts&apos;.</source>
        <translation>No se decidió nada. Mire otra vez: &apos;station push --conflicts&apos;.</translation>
    </message>
    <message>
        <source>The units of the group {name} have certificates: it has no key of its own.</source>
        <translation>Las unidades del grupo {name} tienen certificados: no tiene clave propia.</translation>
    </message>
    <message>
        <source>Have another CA issue by &apos;station hsm ca roll&apos;; exports then name both of its CAs.</source>
        <translation>Que emita otra CA con &apos;station hsm ca roll&apos;; las exportaciones nombran entonces ambas.</translation>
    </message>
    <message>
        <source>A document of the provisioning service can&apos;t be understood: {why}.</source>
        <translation>No se entiende un documento del servicio de aprovisionamiento: {why}.</translation>
    </message>
    <message>
        <source>Nothing was changed. Look at it in the service&apos;s portal.</source>
        <translation>No se cambió nada. Mírelo en el portal del servicio.</translation>
    </message>
    <message>
        <source>The document {name} came without its keys: sent back so, its units would be dead.</source>
        <translation>El documento {name} vino sin sus claves: devuelto así, sus unidades no servirían.</translation>
    </message>
    <message>
        <source>Nothing was sent. The supervisor needs a policy that may read and write enrollments.</source>
        <translation>No se envió nada. Hace falta una directiva que lea y escriba inscripciones.</translation>
    </message>
    <message>
        <source>There is no export number {quantity}.</source>
        <translation>No hay exportación número {quantity}.</translation>
    </message>
    <message>
        <source>The manifest.json of each export says its number. Name one of them.</source>
        <translation>El manifest.json de cada exportación dice su número. Nombre una de ellas.</translation>
    </message>
    <message>
        <source>Signing in by Entra ID needs a part that isn&apos;t installed here.</source>
        <translation>Entrar con Entra ID necesita una parte que no está instalada aquí.</translation>
    </message>
    <message>
        <source>Install Station as a Python package with it: pip install &apos;station[entra]&apos;.</source>
        <translation>Instale Station como paquete de Python con ella: pip install &apos;station[entra]&apos;.</translation>
    </message>
    <message>
        <source>Entra ID doesn&apos;t let this station in at the service {name}: {why}.</source>
        <translation>Entra ID no deja entrar a esta estación en el servicio {name}: {why}.</translation>
    </message>
    <message>
        <source>Check that in Entra ID; &apos;station service add&apos; takes another secret.</source>
        <translation>Compruébelo en Entra ID; &apos;station service add&apos; toma otro secreto.</translation>
    </message>
    <message>
        <source>The station can&apos;t sign in so: {why}.</source>
        <translation>La estación no puede entrar así: {why}.</translation>
    </message>
    <message>
        <source>Correct it: &apos;station service add --help&apos; has all.</source>
        <translation>Corríjalo: &apos;station service add --help&apos; lo tiene todo.</translation>
    </message>
    <message>
        <source>A person has to sign in at the service {name}, and nobody is there to be asked.</source>
        <translation>Una persona debe entrar en el servicio {name}, y no hay a quién preguntar.</translation>
    </message>
    <message>
        <source>Give a command in a terminal, such as &apos;station push&apos;, and sign in as it says.</source>
        <translation>Dé una orden en un terminal, como &apos;station push&apos;, y entre como diga.</translation>
    </message>
    <message>
        <source>The keys of the units of order {order} can&apos;t be exported: {why}.</source>
        <translation>Las claves de las unidades de la orden {order} no pueden exportarse: {why}.</translation>
    </message>
    <message>
        <source>Push it, or export it with --recipient CERT, the service owner&apos;s, in any form but csv.</source>
        <translation>Envíelas, o expórtelas con --recipient CERT, el del propietario, en formato no csv.</translation>
    </message>
    <message>
        <source>The key of the group {name} may not leave the factory&apos;s token for a push.</source>
        <translation>La clave del grupo {name} no puede salir del token de fábrica para un envío.</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos; for whom it was wrapped. Make the next group&apos;s key --for-push.</source>
        <translation>Vea &apos;station group show&apos;. Haga la clave del próximo grupo con --for-push.</translation>
    </message>
    <message>
        <source>Nothing can be encrypted to the recipient&apos;s certificate: {why}.</source>
        <translation>No puede cifrarse nada para el certificado del destinatario: {why}.</translation>
    </message>
    <message>
        <source>Take the service owner&apos;s RSA certificate, of 2048 bits at least, in PEM or DER.</source>
        <translation>Tome el certificado RSA del propietario, de 2048 bits al menos, en PEM o DER.</translation>
    </message>
    <message>
        <source>The list {path} can&apos;t be read: {why}.</source>
        <translation>La lista {path} no puede leerse: {why}.</translation>
    </message>
    <message>
        <source>Correct it, then import it. Nothing was changed.</source>
        <translation>Corríjala e impórtela. No se cambió nada.</translation>
    </message>
    <message>
        <source>The column {name} can&apos;t be imported: {why}.</source>
        <translation>La columna {name} no puede importarse: {why}.</translation>
    </message>
    <message>
        <source>Name it as the file&apos;s first line does: &apos;--map COLUMN=FIELD&apos;. &apos;import --help&apos; has fields.</source>
        <translation>Nómbrela como la primera línea: &apos;--map COLUMN=FIELD&apos;. Campos: &apos;import --help&apos;.</translation>
    </message>
    <message>
        <source>The keys of the group {name} can&apos;t be pushed: {why}.</source>
        <translation>Las claves del grupo {name} no pueden enviarse: {why}.</translation>
    </message>
    <message>
        <source>See &apos;station group show&apos;: it says for whom each key is wrapped. The rest goes on.</source>
        <translation>Consulte &apos;station group show&apos;: indica para quién está envuelta cada clave. El resto continúa.</translation>
    </message>
    <message>
        <source>The service has other keys of the group {name} than it was given.</source>
        <translation>El servicio tiene otras claves del grupo {name} que las que se le dieron.</translation>
    </message>
    <message>
        <source>Push again. If it stays so, look at the group at the service&apos;s portal.</source>
        <translation>Envíe otra vez. Si sigue así, mire el grupo en el portal del servicio.</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not TOML: {why}.</source>
        <translation>{path}, línea {line}: esto no es TOML: {why}.</translation>
    </message>
    <message>
        <source>Correct that line, then try again.</source>
        <translation>Corrija esa línea y pruebe otra vez.</translation>
    </message>
    <message>
        <source>{path}, line {line}, {key}: {why}.</source>
        <translation>{path}, línea {line}, {key}: {why}.</translation>
    </message>
    <message>
        <source>There is no profile {name}.</source>
        <translation>No hay ningún perfil {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see the profiles.</source>
        <translation>Ejecute &apos;station profile list&apos; para ver los perfiles.</translation>
    </message>
    <message>
        <source>The profile {name} was changed after the order was made.</source>
        <translation>El perfil {name} cambió después de crear la orden.</translation>
    </message>
    <message>
        <source>Call the supervisor: put the old profile back, or make a new order.</source>
        <translation>Llame al supervisor: reponga el perfil antiguo o cree una orden nueva.</translation>
    </message>
    <message>
        <source>The file {path} can&apos;t be read: {why}.</source>
        <translation>El archivo {path} no puede leerse: {why}.</translation>
    </message>
    <message>
        <source>Check its name, its owner and what it holds.</source>
        <translation>Compruebe su nombre, su dueño y su contenido.</translation>
    </message>
    <message>
        <source>Units of the profile {name} never ask for a {what}.</source>
        <translation>Las unidades del perfil {name} nunca piden: {what}.</translation>
    </message>
    <message>
        <source>Check the order&apos;s name and which password is meant.</source>
        <translation>Compruebe el nombre de la orden y qué contraseña es.</translation>
    </message>
    <message>
        <source>The profile {name} was released as {what} with another content.</source>
        <translation>El perfil {name} se publicó como {what} con otro contenido.</translation>
    </message>
    <message>
        <source>Give the changed profile the next version, then release that.</source>
        <translation>Dé al perfil cambiado la siguiente versión y publique esa.</translation>
    </message>
    <message>
        <source>The profile {name} is not released.</source>
        <translation>El perfil {name} no está publicado.</translation>
    </message>
    <message>
        <source>Call the supervisor: two of them release it by &apos;station profile release&apos;.</source>
        <translation>Llame al supervisor: dos lo publican con &apos;station profile release&apos;.</translation>
    </message>
    <message>
        <source>No version of the profile {name} stands released.</source>
        <translation>No hay publicada ninguna versión del perfil {name}.</translation>
    </message>
    <message>
        <source>Run &apos;station profile list&apos; to see what is released.</source>
        <translation>Ejecute &apos;station profile list&apos; para ver lo publicado.</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be provisioned again by the policy {what}.</source>
        <translation>Las unidades del perfil {name} no pueden aprovisionarse otra vez según {what}.</translation>
    </message>
    <message>
        <source>Choose another: what the unit is born with, or is derived for it, can&apos;t be a new key.</source>
        <translation>Elija otra: lo que la unidad trae o se deriva para ella no puede ser una clave nueva.</translation>
    </message>
    <message>
        <source>Units of the profile {name} can&apos;t be enrolled this way: {what}.</source>
        <translation>Las unidades del perfil {name} no pueden inscribirse así: {what}.</translation>
    </message>
    <message>
        <source>Leave --enrollment out. A group has certificates or derived keys, and no device IDs.</source>
        <translation>Omita --enrollment. Un grupo tiene certificados o claves derivadas, y no id. de dispositivo.</translation>
    </message>
    <message>
        <source>The units&apos; tokens take no PIN of {quantity} characters, but of {what}.</source>
        <translation>Los tokens de las unidades no aceptan PIN de {quantity} caracteres, sino de {what}.</translation>
    </message>
    <message>
        <source>Change pin_length in the profile&apos;s table [token].</source>
        <translation>Cambie pin_length en la tabla [token] del perfil.</translation>
    </message>
    <message>
        <source>The profile names the unit&apos;s certificate &quot;{text}&quot; in {key}, but {why}.</source>
        <translation>El perfil llama al certificado de la unidad &quot;{text}&quot; en {key}, pero {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: the profile or the order&apos;s serial numbers are wrong.</source>
        <translation>Llame al supervisor: el perfil o los números de serie de la orden están mal.</translation>
    </message>
    <message>
        <source>The profile {name} gives device IDs, which units of an enrollment group can&apos;t have.</source>
        <translation>El perfil {name} da id. de dispositivo, que las unidades de un grupo de inscripción no pueden tener.</translation>
    </message>
    <message>
        <source>Have its units enrolled one by one: --enrollment individual.</source>
        <translation>Haga inscribir sus unidades una a una: --enrollment individual.</translation>
    </message>
    <message>
        <source>No label printer is set here.</source>
        <translation>Aquí no hay impresora de etiquetas configurada.</translation>
    </message>
    <message>
        <source>Name one by &apos;station settings set --label-printer&apos;, or in the window&apos;s settings.</source>
        <translation>Indique una con &apos;station settings set --label-printer&apos;, o en los ajustes de la ventana.</translation>
    </message>
    <message>
        <source>Units of the profile {name} get no label.</source>
        <translation>Las unidades del perfil {name} no reciben etiqueta.</translation>
    </message>
    <message>
        <source>Give the profile a table [label], and release it as its next version.</source>
        <translation>Dé al perfil una tabla [label] y publíquelo como su próxima versión.</translation>
    </message>
    <message>
        <source>The profile {name} isn&apos;t saved: somebody else changed its file, or made it.</source>
        <translation>El perfil {name} no se guardó: otra persona cambió su archivo, o lo creó.</translation>
    </message>
    <message>
        <source>Copy your text, open the profile again, and put your changes into it.</source>
        <translation>Copie su texto, abra otra vez el perfil y ponga en él sus cambios.</translation>
    </message>
    <message>
        <source>{what} is missing.</source>
        <translation>Falta {what}.</translation>
    </message>
    <message>
        <source>Run &apos;packaging/run&apos; again: it installs what is missing.</source>
        <translation>Ejecute &apos;packaging/run&apos; otra vez: instala lo que falta.</translation>
    </message>
    <message>
        <source>The program {program} is missing.</source>
        <translation>Falta el programa {program}.</translation>
    </message>
    <message>
        <source>Install it with &apos;apt install {package}&apos;.</source>
        <translation>Instálelo con &apos;apt install {package}&apos;.</translation>
    </message>
    <message>
        <source>Station can&apos;t write to the folder {path}.</source>
        <translation>Station no puede escribir en la carpeta {path}.</translation>
    </message>
    <message>
        <source>Check the folder&apos;s owner and the free space.</source>
        <translation>Compruebe el dueño de la carpeta y el espacio libre.</translation>
    </message>
    <message>
        <source>The command can&apos;t be understood: {why}.</source>
        <translation>La orden no se entiende: {why}.</translation>
    </message>
    <message>
        <source>Run &apos;station --help&apos; to see the commands.</source>
        <translation>Ejecute &apos;station --help&apos; para ver las órdenes.</translation>
    </message>
    <message>
        <source>The folder {path} is not empty.</source>
        <translation>La carpeta {path} no está vacía.</translation>
    </message>
    <message>
        <source>The practice bench did not start.</source>
        <translation>El banco de práctica no se inició.</translation>
    </message>
    <message>
        <source>Run &apos;station doctor&apos;: it says what is missing.</source>
        <translation>Ejecute &apos;station doctor&apos;: dice qué falta.</translation>
    </message>
    <message>
        <source>The folder {path} holds no station.</source>
        <translation>La carpeta {path} no contiene ninguna estación.</translation>
    </message>
    <message>
        <source>Run &apos;station practice bench&apos; to make one for practice.</source>
        <translation>Ejecute &apos;station practice bench&apos; para crear una de práctica.</translation>
    </message>
    <message>
        <source>No PIN or password was given for {what}.</source>
        <translation>No se dio PIN ni contraseña para {what}.</translation>
    </message>
    <message>
        <source>Type it, or hand it over as the command&apos;s --help says.</source>
        <translation>Introdúzcalo o páselo como dice --help de la orden.</translation>
    </message>
    <message>
        <source>The folder {path} can&apos;t hold a practice bench: {why}.</source>
        <translation>La carpeta {path} no puede contener un banco de práctica: {why}.</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>Indique otra carpeta.</translation>
    </message>
    <message>
        <source>The output can&apos;t be written: {why}.</source>
        <translation>La salida no puede escribirse: {why}.</translation>
    </message>
    <message>
        <source>Send it elsewhere, or free some space. What was done is on record.</source>
        <translation>Envíela a otro sitio o libere espacio. Lo hecho está registrado.</translation>
    </message>
    <message>
        <source>The station in {path} is damaged: {why}.</source>
        <translation>La estación de {path} está dañada: {why}.</translation>
    </message>
    <message>
        <source>Call the supervisor: put a copy of that file back. Don&apos;t set up a new station there.</source>
        <translation>Llame al supervisor: reponga una copia de ese archivo. No configure allí otra estación.</translation>
    </message>
    <message>
        <source>Station has no permission for {path}.</source>
        <translation>Station no tiene permiso para {path}.</translation>
    </message>
    <message>
        <source>Sign in as the user whose station it is, or call the supervisor.</source>
        <translation>Entre como el usuario dueño de la estación o llame al supervisor.</translation>
    </message>
    <message>
        <source>There is no display to open the window on.</source>
        <translation>No hay pantalla en la que abrir la ventana.</translation>
    </message>
    <message>
        <source>Start it at the bench&apos;s own screen. Without one, &apos;station --help&apos; lists the commands.</source>
        <translation>Iníciela en la pantalla del banco. Sin ella, &apos;station --help&apos; lista las órdenes.</translation>
    </message>
    <message>
        <source>The window can&apos;t start: {what} is missing.</source>
        <translation>La ventana no puede iniciarse: falta {what}.</translation>
    </message>
    <message>
        <source>The two PINs are not the same.</source>
        <translation>Los dos PIN no son iguales.</translation>
    </message>
    <message>
        <source>Type the new PIN again, both times.</source>
        <translation>Introduzca el PIN nuevo otra vez, ambas veces.</translation>
    </message>
    <message>
        <source>{text} is not a day or a time.</source>
        <translation>{text} no es un día ni una hora.</translation>
    </message>
    <message>
        <source>Write a day as 2026-11-24, a time as 06:00, and both as 2026-11-24T06:00.</source>
        <translation>Escriba un día como 2026-11-24, una hora como 06:00 y ambos como 2026-11-24T06:00.</translation>
    </message>
    <message>
        <source>No shift starts at {text}, but at {what}.</source>
        <translation>Ningún turno empieza a las {text}, sino a las {what}.</translation>
    </message>
    <message>
        <source>Name one that does.</source>
        <translation>Nombre uno que exista.</translation>
    </message>
    <message>
        <source>The time of the report ends before it begins.</source>
        <translation>El tiempo del informe termina antes de empezar.</translation>
    </message>
    <message>
        <source>Give --from before --to.</source>
        <translation>Dé --from anterior a --to.</translation>
    </message>
    <message>
        <source>Station doesn&apos;t take this PKCS#11 address: {why}.</source>
        <translation>Station no acepta esta dirección PKCS#11: {why}.</translation>
    </message>
    <message>
        <source>Write it as pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.</source>
        <translation>Escríbala como pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.</translation>
    </message>
    <message>
        <source>There is no PKCS#11 module {name} here.</source>
        <translation>No hay aquí ningún módulo PKCS#11 {name}.</translation>
    </message>
    <message>
        <source>Name its library by the whole path. &apos;station hsm status&apos; lists those that are there.</source>
        <translation>Dé la ruta completa de su biblioteca. &apos;station hsm status&apos; lista las que hay.</translation>
    </message>
    <message>
        <source>The ceremony in {path} was broken off.</source>
        <translation>La ceremonia de {path} se interrumpió.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony&apos; again: it goes on where it was.</source>
        <translation>Ejecute &apos;station hsm ceremony&apos; otra vez: sigue donde estaba.</translation>
    </message>
    <message>
        <source>There is a station in {path} already.</source>
        <translation>Ya hay una estación en {path}.</translation>
    </message>
    <message>
        <source>Use it as it is, or name a new folder with --data.</source>
        <translation>Úsela como está o indique una carpeta nueva con --data.</translation>
    </message>
    <message>
        <source>Nobody has rehearsed this ceremony on this computer.</source>
        <translation>Nadie ha ensayado esta ceremonia en este equipo.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm ceremony --rehearse&apos; with the same people first, or add --no-rehearsal.</source>
        <translation>Ejecute &apos;station hsm ceremony --rehearse&apos; con las mismas personas, o añada --no-rehearsal.</translation>
    </message>
    <message>
        <source>The ceremony stopped at the step {step}: not everybody agreed.</source>
        <translation>La ceremonia se detuvo en el paso {step}: no todos aceptaron.</translation>
    </message>
    <message>
        <source>Find out why. Then run &apos;station hsm ceremony&apos; again: it goes on there.</source>
        <translation>Averigüe por qué. Luego ejecute &apos;station hsm ceremony&apos; otra vez: sigue allí.</translation>
    </message>
    <message>
        <source>That can&apos;t be a PKCS#11 library: {why}.</source>
        <translation>Eso no puede ser una biblioteca PKCS#11: {why}.</translation>
    </message>
    <message>
        <source>The ceremony was stopped at the wish of those who hold it.</source>
        <translation>La ceremonia se detuvo por deseo de quienes la hacen.</translation>
    </message>
    <message>
        <source>Hold it again when both are there: it goes on where it was.</source>
        <translation>Háganla otra vez cuando estén ambos: sigue donde estaba.</translation>
    </message>
    <message>
        <source>The root token and the factory token are one: {label}.</source>
        <translation>El token raíz y el de fábrica son uno: {label}.</translation>
    </message>
    <message>
        <source>Take two: &apos;station hsm ceremony --drop&apos; forgets the plan, so that it can begin anew.</source>
        <translation>Tome dos: &apos;station hsm ceremony --drop&apos; olvida el plan, para empezar de nuevo.</translation>
    </message>
    <message>
        <source>The product wants hardware flow control, but lines of {port} are signals of the bench.</source>
        <translation>El producto quiere control de flujo, pero líneas de {port} son señales del banco.</translation>
    </message>
    <message>
        <source>Use another position, or wire the signals to another port.</source>
        <translation>Use otra posición o conecte las señales a otro puerto.</translation>
    </message>
    <message>
        <source>The {what} has no copy for the escrow, so no second token can get it.</source>
        <translation>No hay copia de {what} para el custodio, así que ningún segundo token la recibe.</translation>
    </message>
    <message>
        <source>Set up a station with an escrow, or a new group. Nothing of it was put on the token.</source>
        <translation>Configure una estación con custodio, o un grupo nuevo. Nada llegó al token.</translation>
    </message>
    <message>
        <source>The drill shows that the second token is of no use yet: {what}.</source>
        <translation>El simulacro muestra que el segundo token aún no sirve: {what}.</translation>
    </message>
    <message>
        <source>Run &apos;station hsm init --second&apos; with that token again, then the drill.</source>
        <translation>Ejecute &apos;station hsm init --second&apos; con ese token otra vez, y el simulacro.</translation>
    </message>
    <message>
        <source>The badge {badge} was not there when the second token was made ready.</source>
        <translation>La tarjeta {badge} no estaba cuando se preparó el segundo token.</translation>
    </message>
    <message>
        <source>The two supervisors who made it ready agree, with the PINs that they had then.</source>
        <translation>Aprueban los dos supervisores que lo prepararon, con los PIN de entonces.</translation>
    </message>
    <message>
        <source>The practice service can&apos;t use the folder {path}: {why}.</source>
        <translation>El servicio de práctica no puede usar la carpeta {path}: {why}.</translation>
    </message>
    <message>
        <source>End what uses it, or name another folder with --data.</source>
        <translation>Termine lo que la usa o indique otra carpeta con --data.</translation>
    </message>
    <message>
        <source>That was cancelled before it was done.</source>
        <translation>Eso se canceló antes de hacerse.</translation>
    </message>
    <message>
        <source>Nothing is left of it. Give the command again when you are ready.</source>
        <translation>No queda nada de ello. Dé la orden otra vez cuando esté listo.</translation>
    </message>
    <message>
        <source>There is a file {path} already.</source>
        <translation>Ya hay un archivo {path}.</translation>
    </message>
    <message>
        <source>Name a new file: nothing is overwritten.</source>
        <translation>Nombre un archivo nuevo: nada se sobrescribe.</translation>
    </message>
    <message>
        <source>A credential can&apos;t be made on this computer: {why}.</source>
        <translation>No puede hacerse una credencial en este equipo: {why}.</translation>
    </message>
    <message>
        <source>Install systemd 250 or newer, or go on typing the PIN. Nothing was changed.</source>
        <translation>Instale systemd 250 o más nuevo, o siga introduciendo el PIN. Nada cambió.</translation>
    </message>
    <message>
        <source>Only the backup names the token&apos;s library {path}, and nobody said that it is trusted.</source>
        <translation>Solo la copia nombra la biblioteca {path} del token, y nadie dijo que sea de confianza.</translation>
    </message>
    <message>
        <source>Look at that file; then give the command again with --trust-library.</source>
        <translation>Mire ese archivo; luego dé la orden otra vez con --trust-library.</translation>
    </message>
    <message>
        <source>Only root makes a credential on this computer, and this account isn&apos;t let: {why}.</source>
        <translation>Solo root hace una credencial en este equipo, y esta cuenta no puede: {why}.</translation>
    </message>
    <message>
        <source>Use an account that sudo lets, or go on typing the PIN. Nothing was changed.</source>
        <translation>Use una cuenta con sudo, o siga introduciendo el PIN. Nada cambió.</translation>
    </message>
    <message>
        <source>That can&apos;t be decided: {why}.</source>
        <translation>Eso no puede decidirse: {why}.</translation>
    </message>
    <message>
        <source>Look at both sides with &apos;station push --conflicts&apos;, then decide what you saw.</source>
        <translation>Mire ambos lados con &apos;station push --conflicts&apos; y decida lo que vio.</translation>
    </message>
    <message>
        <source>The service can&apos;t be told that of these units: {why}.</source>
        <translation>Al servicio no se le puede decir eso de estas unidades: {why}.</translation>
    </message>
    <message>
        <source>Leave that out, or choose a product that can have it.</source>
        <translation>Omítalo o elija un producto que pueda tenerlo.</translation>
    </message>
    <message>
        <source>The proxy can&apos;t be asked so: {why}.</source>
        <translation>Al proxy no se le puede preguntar así: {why}.</translation>
    </message>
    <message>
        <source>Give --proxy, --proxy-user and the password together, in one &apos;station service add&apos;.</source>
        <translation>Dé --proxy, --proxy-user y la contraseña juntos, en un &apos;station service add&apos;.</translation>
    </message>
    <message>
        <source>The window doesn&apos;t speak {language}, but {languages}.</source>
        <translation>La ventana no habla {language}, sino {languages}.</translation>
    </message>
    <message>
        <source>Name one of these.</source>
        <translation>Nombre uno de estos.</translation>
    </message>
    <message>
        <source>The scanner is set to {name}, and the computer to {what}: codes arrive changed.</source>
        <translation>El escáner está en {name} y el equipo en {what}: los códigos llegan cambiados.</translation>
    </message>
    <message>
        <source>Set the scanner to {what} by a code in its manual; then scan the test code again.</source>
        <translation>Ponga el escáner en {what} con un código de su manual; luego escanee otra vez el código de prueba.</translation>
    </message>
    <message>
        <source>This station is closed by a supervisor alone.</source>
        <translation>Esta estación solo la cierra un supervisor.</translation>
    </message>
    <message>
        <source>Have a supervisor log in, press Ctrl+Q and close it.</source>
        <translation>Que un supervisor inicie sesión, pulse Ctrl+Q y la cierre.</translation>
    </message>
</context>
<context>
    <name>figures_words</name>
    <message>
        <source>First-pass yield {share}: {passed} of {tried} units.</source>
        <translation>Rendimiento a la primera {share}: {passed} de {tried} unidades.</translation>
    </message>
    <message>
        <source>Final yield {share}: {passed} of {tried} units.</source>
        <translation>Rendimiento final {share}: {passed} de {tried} unidades.</translation>
    </message>
    <message>
        <source>{rate} units an hour in {time} of work.</source>
        <translation>{rate} unidades por hora en {time} de trabajo.</translation>
    </message>
    <message>
        <source>{count} runs passed</source>
        <translation>{count} pasadas correctas</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fallidas</translation>
    </message>
    <message>
        <source>{count} by the station&apos;s fault</source>
        <translation>{count} por fallo de la estación</translation>
    </message>
    <message>
        <source>{count} cancelled</source>
        <translation>{count} canceladas</translation>
    </message>
    <message>
        <source>{count} going on</source>
        <translation>{count} en marcha</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>Pasada entera</translation>
    </message>
</context>
<context>
    <name>group_words</name>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Certificados</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>Rotation is due</source>
        <translation>Toca rotar</translation>
    </message>
    <message>
        <source>Being rotated</source>
        <translation>Rotándose</translation>
    </message>
    <message>
        <source>Takes units</source>
        <translation>Acepta unidades</translation>
    </message>
    <message>
        <source>No order yet</source>
        <translation>Aún sin orden</translation>
    </message>
    <message>
        <source>It takes no units any more. Push or export it, so that the service knows.</source>
        <translation>Ya no admite unidades. Envíelo o expórtelo, para que el servicio lo sepa.</translation>
    </message>
    <message>
        <source>It takes no units until it is rotated: {why}.</source>
        <translation>No acepta unidades hasta que se rote: {why}.</translation>
    </message>
    <message>
        <source>Push, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>Envíe, para que el servicio tenga ambas claves. Retire la más antigua cuando ninguna unidad la necesite.</translation>
    </message>
    <message>
        <source>Export, so that the service has both keys. Retire the older one once no unit needs it.</source>
        <translation>Exporte, para que el servicio tenga ambas claves. Retire la más antigua cuando ninguna unidad la necesite.</translation>
    </message>
    <message>
        <source>Another CA follows by “station hsm ca roll”: exports then name both, the earlier as primary.</source>
        <translation>Otra CA sigue con «station hsm ca roll»: las exportaciones nombran entonces ambas, la anterior como principal.</translation>
    </message>
    <message>
        <source>Each unit&apos;s key is derived from the group&apos;s, which is in the factory&apos;s token.</source>
        <translation>La clave de cada unidad se deriva de la del grupo, que está en el token de fábrica.</translation>
    </message>
    <message>
        <source>The service knows its CAs by the names {names}.</source>
        <translation>El servicio conoce sus CA por los nombres {names}.</translation>
    </message>
    <message>
        <source>No unit has a certificate of it yet: its CA is the one that issues.</source>
        <translation>Ninguna unidad tiene aún un certificado suyo: su CA es la que emite.</translation>
    </message>
    <message>
        <source>Primary key</source>
        <translation>Clave principal</translation>
    </message>
    <message>
        <source>Secondary key</source>
        <translation>Clave secundaria</translation>
    </message>
    <message>
        <source>Retired key</source>
        <translation>Clave retirada</translation>
    </message>
    <message>
        <source>a copy for the owner&apos;s certificate {owner} …</source>
        <translation>una copia para el certificado {owner} del propietario …</translation>
    </message>
    <message>
        <source>no owner has a copy</source>
        <translation>ningún propietario tiene copia</translation>
    </message>
    <message>
        <source>{role} (number {number}): since {day}, {units} units, {owner}</source>
        <translation>{role} (número {number}): desde {day}, {units} unidades, {owner}</translation>
    </message>
    <message>
        <source>Primary CA</source>
        <translation>CA principal</translation>
    </message>
    <message>
        <source>Secondary CA</source>
        <translation>CA secundaria</translation>
    </message>
    <message>
        <source>No longer its CA</source>
        <translation>Ya no es su CA</translation>
    </message>
    <message>
        <source>{place}: {name}, {sha} …, {units} units, until {day}</source>
        <translation>{place}: {name}, {sha} …, {units} unidades, hasta {day}</translation>
    </message>
</context>
<context>
    <name>guide</name>
    <message>
        <source>{name}: answer the question</source>
        <translation>{name}: responda a la pregunta</translation>
    </message>
    <message>
        <source>{name}: do what it says</source>
        <translation>{name}: haga lo que dice</translation>
    </message>
    <message>
        <source>{name}: start</source>
        <translation>{name}: inicie</translation>
    </message>
    <message>
        <source>{name}: take the unit out</source>
        <translation>{name}: saque la unidad</translation>
    </message>
    <message>
        <source>{name}: read it, then Next unit</source>
        <translation>{name}: léalo y luego Siguiente unidad</translation>
    </message>
    <message>
        <source>{name}: scan the label</source>
        <translation>{name}: escanee la etiqueta</translation>
    </message>
    <message>
        <source>{name}: put a unit in</source>
        <translation>{name}: ponga una unidad</translation>
    </message>
    <message>
        <source>All at work: wait</source>
        <translation>Todas en marcha: espere</translation>
    </message>
    <message>
        <source>{name}: call the supervisor</source>
        <translation>{name}: llame al supervisor</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nada que hacer</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>What happened</source>
        <translation>Qué pasó</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
</context>
<context>
    <name>label_words</name>
    <message>
        <source>Print label again</source>
        <translation>Reimprimir etiqueta</translation>
    </message>
    <message>
        <source>Print label</source>
        <translation>Imprimir etiqueta</translation>
    </message>
    <message>
        <source>The label of the unit {serial} is printed.</source>
        <translation>La etiqueta de la unidad {serial} está impresa.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another label. Label {number} becomes void: throw it away.</source>
        <translation>La unidad {serial} recibe otra etiqueta. La etiqueta {number} deja de valer: tírela.</translation>
    </message>
    <message>
        <source>Label {number} of the unit {serial} was printed.</source>
        <translation>Se imprimió la etiqueta {number} de la unidad {serial}.</translation>
    </message>
    <message>
        <source>Stick the label on and scan it.</source>
        <translation>Pegue la etiqueta y escanéela.</translation>
    </message>
    <message>
        <source>Go on without a scan</source>
        <translation>Continuar sin escanear</translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>An export is at work. It ends, unfinished, where the language changes.</source>
        <translation>Hay una exportación en curso. Termina, incompleta, si cambia el idioma.</translation>
    </message>
    <message>
        <source>What was typed and not saved is lost where the language changes.</source>
        <translation>Lo escrito y no guardado se pierde si cambia el idioma.</translation>
    </message>
</context>
<context>
    <name>order_change_words</name>
    <message>
        <source>Its quantity</source>
        <translation>Su cantidad</translation>
    </message>
    <message>
        <source>Its scrap allowance</source>
        <translation>Su cupo de desecho</translation>
    </message>
    <message>
        <source>What becomes of passed units that are run again</source>
        <translation>Qué pasa con unidades aprobadas que se vuelven a pasar</translation>
    </message>
    <message>
        <source>Its ID scope</source>
        <translation>Su ámbito de id.</translation>
    </message>
    <message>
        <source>The serial numbers that it takes</source>
        <translation>Los números de serie que acepta</translation>
    </message>
    <message>
        <source>Close it, and make another of what is left</source>
        <translation>Cerrarla y hacer otra con lo que queda</translation>
    </message>
    <message>
        <source>Sign its allotment for whoever takes the units in</source>
        <translation>Firmar su asignación para quien recibe las unidades</translation>
    </message>
    <message>
        <source>Hand units over to another station</source>
        <translation>Ceder unidades a otra estación</translation>
    </message>
    <message>
        <source>Make an order of another station&apos;s allotment</source>
        <translation>Hacer una orden de la asignación de otra estación</translation>
    </message>
    <message>
        <source>How many units may be made in all, with those made already.</source>
        <translation>Cuántas unidades pueden hacerse en total, contando las ya hechas.</translation>
    </message>
    <message>
        <source>How many places scrapped or swapped units may give back.</source>
        <translation>Cuántas plazas pueden devolver las unidades desechadas o cambiadas.</translation>
    </message>
    <message>
        <source>It holds from the next run on.</source>
        <translation>Vale desde la próxima pasada.</translation>
    </message>
    <message>
        <source>Only before any run of the order.</source>
        <translation>Solo antes de cualquier pasada de la orden.</translation>
    </message>
    <message>
        <source>A CSV file: one column, or one of several named serial.</source>
        <translation>Un archivo CSV: una columna, o una de varias llamada serial.</translation>
    </message>
    <message>
        <source>The order is closed for good. Positions keep it till another is given.</source>
        <translation>La orden se cierra para siempre. Las posiciones la conservan hasta que se dé otra.</translation>
    </message>
    <message>
        <source>A signed folder says how many units this station may make.</source>
        <translation>Una carpeta firmada dice cuántas unidades puede hacer esta estación.</translation>
    </message>
    <message>
        <source>The order shrinks by as many units. The file is audit.pem of the other station; the whole folder goes there.</source>
        <translation>La orden se reduce en esas unidades. El archivo es el audit.pem de la otra estación; la carpeta entera va allí.</translation>
    </message>
    <message>
        <source>The file is allotment.json from the other station, with the files beside it. The order that is chosen stays as it is.</source>
        <translation>El archivo es allotment.json de la otra estación, con los archivos que lo acompañan. La orden elegida queda como está.</translation>
    </message>
    <message>
        <source>The order {order} gets a quantity of {number} units.</source>
        <translation>La orden {order} recibe una cantidad de {number} unidades.</translation>
    </message>
    <message>
        <source>The order {order} gets a scrap allowance of {number}.</source>
        <translation>La orden {order} recibe un cupo de desecho de {number}.</translation>
    </message>
    <message>
        <source>The order {order} gets another policy for units that have passed.</source>
        <translation>La orden {order} recibe otra política para unidades que aprobaron.</translation>
    </message>
    <message>
        <source>The order {order} is for the ID scope {text}.</source>
        <translation>La orden {order} es para el ámbito de id. {text}.</translation>
    </message>
    <message>
        <source>The order {order} takes the serial numbers in {file} and no others.</source>
        <translation>La orden {order} acepta los números de serie de {file} y ningún otro.</translation>
    </message>
    <message>
        <source>The order {order} is closed for good, and {text} made of what is left.</source>
        <translation>La orden {order} se cierra para siempre, y con lo que queda se hace {text}.</translation>
    </message>
    <message>
        <source>An allotment of the order {order} is signed for this station.</source>
        <translation>Se firma una asignación de la orden {order} para esta estación.</translation>
    </message>
    <message>
        <source>The order {order} loses {number} units, which another station makes.</source>
        <translation>La orden {order} pierde {number} unidades, que hace otra estación.</translation>
    </message>
    <message>
        <source>The order {text} is made as the allotment {file} says.</source>
        <translation>La orden {text} se crea como dice la asignación {file}.</translation>
    </message>
    <message>
        <source>The order {order} is closed; {name} has what was left. Assign it.</source>
        <translation>La orden {order} está cerrada; {name} tiene lo que quedaba. Asígnela.</translation>
    </message>
    <message>
        <source>The allotment is signed, in {folder}.</source>
        <translation>La asignación está firmada, en {folder}.</translation>
    </message>
    <message>
        <source>{number} units left the order. Hand over the whole folder {folder}.</source>
        <translation>{number} unidades salieron de la orden. Entregue la carpeta {folder} entera.</translation>
    </message>
    <message>
        <source>The order {name} is made. Assign it to positions.</source>
        <translation>La orden {name} está creada. Asígnela a posiciones.</translation>
    </message>
    <message>
        <source>The order {order} is changed.</source>
        <translation>La orden {order} está cambiada.</translation>
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
        <translation>X.509, clave creada por el dispositivo</translation>
    </message>
    <message>
        <source>X.509, key in the TPM</source>
        <translation>X.509, clave en el TPM</translation>
    </message>
    <message>
        <source>Symmetric key</source>
        <translation>Clave simétrica</translation>
    </message>
    <message>
        <source>Symmetric key, kept by the device</source>
        <translation>Clave simétrica, guardada por el dispositivo</translation>
    </message>
    <message>
        <source>It is refused</source>
        <translation>Se rechaza</translation>
    </message>
    <message>
        <source>It proves its key again, and gets no other</source>
        <translation>Prueba su clave otra vez y no recibe otra</translation>
    </message>
    <message>
        <source>A supervisor can give it another key</source>
        <translation>Un supervisor puede darle otra clave</translation>
    </message>
    <message>
        <source>{name}: {enrolled} of {quantity} enrolled, {left} left</source>
        <translation>{name}: {enrolled} de {quantity} inscritas, quedan {left}</translation>
    </message>
    <message>
        <source>{count} at work</source>
        <translation>{count} en curso</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fallidas</translation>
    </message>
    <message>
        <source>{count} places lost to failed units</source>
        <translation>{count} plazas perdidas por unidades fallidas</translation>
    </message>
    <message>
        <source>{count} to export</source>
        <translation>{count} por exportar</translation>
    </message>
    <message>
        <source>Its profile was changed or is gone: it takes no units until it is back.</source>
        <translation>Su perfil cambió o no está: no acepta unidades hasta que vuelva.</translation>
    </message>
    <message>
        <source>Close the order {name} for good? That can&apos;t be undone.</source>
        <translation>¿Cerrar la orden {name} para siempre? No se puede deshacer.</translation>
    </message>
    <message>
        <source>{count} of its {quantity} units are left: they can&apos;t be made under it.</source>
        <translation>Quedan {count} de sus {quantity} unidades: ya no podrán hacerse con ella.</translation>
    </message>
    <message>
        <source>{count} are at work now.</source>
        <translation>{count} están en curso ahora.</translation>
    </message>
    <message>
        <source>The order {name} goes on with its first article.</source>
        <translation>La orden {name} sigue con su primer artículo.</translation>
    </message>
    <message>
        <source>The order {name} goes on.</source>
        <translation>La orden {name} sigue.</translation>
    </message>
    <message>
        <source>The order {name} is paused.</source>
        <translation>La orden {name} está en pausa.</translation>
    </message>
    <message>
        <source>The order {name} is closed for good.</source>
        <translation>La orden {name} está cerrada para siempre.</translation>
    </message>
    <message>
        <source>Position {names} has it, and takes no units until that changes.</source>
        <translation>La posición {names} la tiene y no acepta unidades hasta que eso cambie.</translation>
    </message>
    <message>
        <source>Its first article is at work. Once it has passed, a supervisor signs it.</source>
        <translation>Su primer artículo está en curso. Cuando pase, lo firma un supervisor.</translation>
    </message>
    <message>
        <source>Its first article is to be made: it takes one unit, which a supervisor then signs.</source>
        <translation>Falta su primer artículo: acepta una unidad, que después firma un supervisor.</translation>
    </message>
    <message>
        <source>The first article of {order} was revoked: unit {serial} of run {run}.</source>
        <translation>El primer artículo de {order} fue revocado: unidad {serial} de la pasada {run}.</translation>
    </message>
    <message>
        <source>The first article of {order} is to be signed: unit {serial} of run {run}.</source>
        <translation>El primer artículo de {order} está por firmar: unidad {serial} de la pasada {run}.</translation>
    </message>
    <message>
        <source>Reject it, so that another can be made.</source>
        <translation>Rechácelo, para que pueda hacerse otro.</translation>
    </message>
    <message>
        <source>It was made by {badges}, who can&apos;t sign it themselves.</source>
        <translation>Lo hicieron {badges}, que no pueden firmarlo.</translation>
    </message>
    <message>
        <source>Rejected so far: {count}.</source>
        <translation>Rechazados hasta ahora: {count}.</translation>
    </message>
</context>
<context>
    <name>profile_words</name>
    <message>
        <source>Released</source>
        <translation>Publicado</translation>
    </message>
    <message>
        <source>Not released</source>
        <translation>Sin publicar</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirado</translation>
    </message>
    <message>
        <source>Changed since its release</source>
        <translation>Cambiado desde su publicación</translation>
    </message>
    <message>
        <source>Released, not in use</source>
        <translation>Publicado, sin uso</translation>
    </message>
    <message>
        <source>Practice only</source>
        <translation>Solo práctica</translation>
    </message>
    <message>
        <source>It is for real units: only a production station releases it.</source>
        <translation>Es para unidades reales: solo lo publica una estación de producción.</translation>
    </message>
    <message>
        <source>Real orders can be made with it.</source>
        <translation>Pueden crearse órdenes reales con él.</translation>
    </message>
    <message>
        <source>No real order can be made with it until two supervisors release it.</source>
        <translation>No puede crearse ninguna orden real con él hasta que dos supervisores lo publiquen.</translation>
    </message>
    <message>
        <source>Its orders begin no more units. Two supervisors can release it again as it is.</source>
        <translation>Sus órdenes no empiezan más unidades. Dos supervisores pueden publicarlo otra vez tal cual.</translation>
    </message>
    <message>
        <source>Its file was changed, but not its version: give it the next version, then release it.</source>
        <translation>Su archivo cambió, pero no su versión: dele la siguiente versión y publíquelo.</translation>
    </message>
    <message>
        <source>Its file is another now. Orders that were made with it go on with it as it was. Withdraw it where it is used no more.</source>
        <translation>Su archivo es ahora otro. Las órdenes hechas con él siguen con el de antes. Retírelo donde ya no se use.</translation>
    </message>
    <message>
        <source>It is for practice: it needs no release, and makes nothing real.</source>
        <translation>Es para practicar: no necesita publicación y no hace nada real.</translation>
    </message>
    <message>
        <source>{name}, version {version}, SHA-256 {hash}</source>
        <translation>{name}, versión {version}, SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>push</name>
    <message>
        <source>{count} enrollments are to send.</source>
        <translation>Hay {count} inscripciones por enviar.</translation>
    </message>
    <message>
        <source>{count} groups are to send.</source>
        <translation>Hay {count} grupos por enviar.</translation>
    </message>
    <message>
        <source>{count} units are there already.</source>
        <translation>{count} unidades ya están allí.</translation>
    </message>
    <message>
        <source>{count} wait for a person&apos;s decision, and aren&apos;t sent.</source>
        <translation>{count} esperan la decisión de una persona y no se envían.</translation>
    </message>
    <message>
        <source>Order {order} is left out: {why}.</source>
        <translation>La orden {order} se omite: {why}.</translation>
    </message>
    <message>
        <source>{count} of {total}, {rate} a second, {time} left</source>
        <translation>{count} de {total}, {rate} por segundo, quedan {time}</translation>
    </message>
    <message>
        <source>{count} failed so far.</source>
        <translation>{count} fallidas hasta ahora.</translation>
    </message>
    <message>
        <source>The service wanted {count} pauses.</source>
        <translation>El servicio pidió {count} pausas.</translation>
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
        <translation>Se crearon {made} inscripciones en {service}, {there} ya estaban.</translation>
    </message>
    <message>
        <source>{done} of {all} groups are there, with {units} units.</source>
        <translation>{done} de {all} grupos están allí, con {units} unidades.</translation>
    </message>
    <message>
        <source>{done} of {all} revoked units are shut out of their groups.</source>
        <translation>{done} de {all} unidades revocadas están excluidas de sus grupos.</translation>
    </message>
    <message>
        <source>{count} need a person: what is at the service in their place is as it was.</source>
        <translation>{count} necesitan a una persona: lo que hay en su lugar en el servicio sigue igual.</translation>
    </message>
    <message>
        <source>It isn&apos;t all there yet. Go on at any time: nothing goes twice.</source>
        <translation>Aún no está todo allí. Continúe cuando quiera: nada se envía dos veces.</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Work</source>
        <translation>Trabajo</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Configuración</translation>
    </message>
</context>
<context>
    <name>set_up_words</name>
    <message>
        <source>The factory&apos;s token, and the key ceremony</source>
        <translation>El token de fábrica y la ceremonia de claves</translation>
    </message>
    <message>
        <source>Two supervisors</source>
        <translation>Dos supervisores</translation>
    </message>
    <message>
        <source>The bench&apos;s positions, taught</source>
        <translation>Las posiciones del banco, enseñadas</translation>
    </message>
    <message>
        <source>The provisioning service, named and tested</source>
        <translation>El servicio de aprovisionamiento, indicado y probado</translation>
    </message>
    <message>
        <source>A product&apos;s profile, released</source>
        <translation>El perfil de un producto, publicado</translation>
    </message>
    <message>
        <source>The first order</source>
        <translation>La primera orden</translation>
    </message>
    <message>
        <source>Who can open backups</source>
        <translation>Quién puede abrir las copias</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Por hacer</translation>
    </message>
    <message>
        <source>Can wait</source>
        <translation>Puede esperar</translation>
    </message>
    <message>
        <source>Can&apos;t be told</source>
        <translation>No se puede saber</translation>
    </message>
    <message>
        <source>Releases, roles and much else need two who agree: add another.</source>
        <translation>Publicaciones, funciones y mucho más requieren que aprueben dos: añada otro.</translation>
    </message>
    <message>
        <source>Log in at the bench, and plug a unit into each position in turn.</source>
        <translation>Inicie sesión en el banco y conecte una unidad en cada posición, una tras otra.</translation>
    </message>
    <message>
        <source>Units can be made without it; exports and pushes go to the service that is named.</source>
        <translation>Se pueden hacer unidades sin él; las exportaciones y envíos van al servicio indicado.</translation>
    </message>
    <message>
        <source>Choose or write a product&apos;s profile, and have two release it.</source>
        <translation>Elija o escriba el perfil de un producto, y que dos lo publiquen.</translation>
    </message>
    <message>
        <source>Make an order: how many units of which product, for which ID scope.</source>
        <translation>Haga una orden: de qué producto, para qué ámbito de id., cuántas unidades.</translation>
    </message>
    <message>
        <source>Give the recovery certificate, so that a backup can be opened again.</source>
        <translation>Indique el certificado de recuperación, para que una copia pueda abrirse de nuevo.</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} y otros</translation>
    </message>
    <message>
        <source>The station is {names}.</source>
        <translation>La estación es {names}.</translation>
    </message>
    <message>
        <source>Positions: {count}</source>
        <translation>Posiciones: {count}</translation>
    </message>
</context>
<context>
    <name>tile_looks</name>
    <message>
        <source>Check first</source>
        <translation>Comprobar primero</translation>
    </message>
</context>
<context>
    <name>unit_words</name>
    <message>
        <source>in process</source>
        <translation>en proceso</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>aprobada</translation>
    </message>
    <message>
        <source>under repair</source>
        <translation>en reparación</translation>
    </message>
    <message>
        <source>scrapped</source>
        <translation>desechada</translation>
    </message>
    <message>
        <source>in quarantine</source>
        <translation>en cuarentena</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>devuelta</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>Desde {time}</translation>
    </message>
    <message>
        <source>by {badges}</source>
        <translation>por {badges}</translation>
    </message>
    <message>
        <source>&amp;Quarantine …</source>
        <translation>Cuar&amp;entena …</translation>
    </message>
    <message>
        <source>Re&amp;lease …</source>
        <translation>&amp;Liberar …</translation>
    </message>
    <message>
        <source>To re&amp;pair …</source>
        <translation>A re&amp;paración …</translation>
    </message>
    <message>
        <source>S&amp;crap …</source>
        <translation>Dese&amp;char …</translation>
    </message>
    <message>
        <source>It came bac&amp;k …</source>
        <translation>&amp;Ha vuelto …</translation>
    </message>
    <message>
        <source>S&amp;wap its board …</source>
        <translation>Ca&amp;mbiar su placa …</translation>
    </message>
    <message>
        <source>New ke&amp;y …</source>
        <translation>Cla&amp;ve nueva …</translation>
    </message>
    <message>
        <source>The unit {serial} is put aside: no run takes it until it is released.</source>
        <translation>La unidad {serial} se aparta: ninguna pasada la toma hasta que se libere.</translation>
    </message>
    <message>
        <source>The unit {serial} goes on, and its runs are counted anew.</source>
        <translation>La unidad {serial} sigue, y sus pasadas se cuentan de nuevo.</translation>
    </message>
    <message>
        <source>The unit {serial} goes to repair.</source>
        <translation>La unidad {serial} va a reparación.</translation>
    </message>
    <message>
        <source>The unit {serial} is scrapped for good: that can&apos;t be undone.</source>
        <translation>La unidad {serial} se desecha para siempre: no se puede deshacer.</translation>
    </message>
    <message>
        <source>The unit {serial} came back after it had passed.</source>
        <translation>La unidad {serial} volvió después de haber pasado.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another board, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>La unidad {serial} recibe otra placa, y con ella una identidad nueva, en una plaza que da el cupo de desecho de su orden.</translation>
    </message>
    <message>
        <source>The unit {serial} gets another key, and so a new identity, in a place that its order&apos;s scrap allowance gives.</source>
        <translation>La unidad {serial} recibe otra clave, y con ella una identidad nueva, en una plaza que da el cupo de desecho de su orden.</translation>
    </message>
    <message>
        <source>Its next run takes it back.</source>
        <translation>Su próxima pasada lo deshace.</translation>
    </message>
    <message>
        <source>It had passed: then a release or another board leads on, and no run.</source>
        <translation>Había pasado: entonces sigue con una liberación u otra placa, no con una pasada.</translation>
    </message>
    <message>
        <source>It loses its identity: {id} is revoked, and no export has it from then on.</source>
        <translation>Pierde su identidad: {id} se revoca, y ninguna exportación la tiene desde entonces.</translation>
    </message>
    <message>
        <source>It was exported before, so the service may know it: take it off there too.</source>
        <translation>Se exportó antes, así que el servicio puede conocerla: quítela también allí.</translation>
    </message>
    <message>
        <source>The unit {serial} was {before} and is {state} now.</source>
        <translation>La unidad {serial} estaba {before} y ahora está {state}.</translation>
    </message>
    <message>
        <source>{id} is revoked: no export has it from now on.</source>
        <translation>{id} está revocada: ninguna exportación la tiene desde ahora.</translation>
    </message>
    <message>
        <source>Its place in the order {order} is free again, by the scrap allowance.</source>
        <translation>Su plaza en la orden {order} está libre otra vez, por el cupo de desecho.</translation>
    </message>
    <message>
        <source>Its place in the order {order} stays used: no scrap allowance is left.</source>
        <translation>Su plaza en la orden {order} sigue usada: no queda cupo de desecho.</translation>
    </message>
    <message>
        <source>Its serial number or its old key can be enrolled once more.</source>
        <translation>Su número de serie o su clave anterior pueden inscribirse otra vez.</translation>
    </message>
    <message>
        <source>The same unit can be enrolled once more, with another key.</source>
        <translation>La misma unidad puede inscribirse otra vez, con otra clave.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Asking for the serial number</source>
        <translation>Pidiendo el número de serie</translation>
    </message>
    <message>
        <source>Checking the order</source>
        <translation>Comprobando la orden</translation>
    </message>
    <message>
        <source>Making the identity</source>
        <translation>Creando la identidad</translation>
    </message>
    <message>
        <source>Proving the identity</source>
        <translation>Probando la identidad</translation>
    </message>
    <message>
        <source>Restarting the unit</source>
        <translation>Reiniciando la unidad</translation>
    </message>
    <message>
        <source>Trying the identity out</source>
        <translation>Ensayando la identidad</translation>
    </message>
    <message>
        <source>Putting it on record</source>
        <translation>Registrándola</translation>
    </message>
    <message>
        <source>Printing the label</source>
        <translation>Imprimiendo la etiqueta</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nada que hacer</translation>
    </message>
    <message>
        <source>Put a unit in</source>
        <translation>Ponga una unidad</translation>
    </message>
    <message>
        <source>Scan the label</source>
        <translation>Escanee la etiqueta</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicie</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Cargada</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Espere</translation>
    </message>
    <message>
        <source>Take the unit out</source>
        <translation>Saque la unidad</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenida</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>Apáguela</translation>
    </message>
    <message>
        <source>Switch it on</source>
        <translation>Enciéndala</translation>
    </message>
    <message>
        <source>Close the fixture</source>
        <translation>Cierre el útil</translation>
    </message>
    <message>
        <source>Open the fixture</source>
        <translation>Abra el útil</translation>
    </message>
    <message>
        <source>Fixture open</source>
        <translation>Útil abierto</translation>
    </message>
    <message>
        <source>Fixture closed</source>
        <translation>Útil cerrado</translation>
    </message>
    <message>
        <source>Fixture unknown</source>
        <translation>Útil desconocido</translation>
    </message>
    <message>
        <source>PASS</source>
        <translation>PASA</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>FALLA</translation>
    </message>
    <message>
        <source>STATION ERROR</source>
        <translation>ERROR DE ESTACIÓN</translation>
    </message>
    <message>
        <source>CANCELLED</source>
        <translation>CANCELADA</translation>
    </message>
    <message>
        <source>CHECK OK</source>
        <translation>CONTROL CORRECTO</translation>
    </message>
    <message>
        <source>CHECK FAILED</source>
        <translation>CONTROL FALLIDO</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Operario</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Mantenimiento</translation>
    </message>
</context>
</TS>
