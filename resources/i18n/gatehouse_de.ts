<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>All gates hold</source>
        <translation>Alle Schranken halt</translation>
    </message>
    <message>
        <source>Amends</source>
        <translation>Ändert ab</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>Schranke</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Begin, hand over, notes</source>
        <translation>Beginn, Übergabe, Notizen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the barrier of {name}; recorded</source>
        <translation>Die Schranke von {name} schließen; wird festgehalten</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Berichtigen</translation>
    </message>
    <message>
        <source>Dark, light, high contrast</source>
        <translation>Dunkel, hell, hoher Kontrast</translation>
    </message>
    <message>
        <source>Decide later: go on with the next passage</source>
        <translation>Später entscheiden: weiter mit der nächsten Durchfahrt</translation>
    </message>
    <message>
        <source>Decide with a reason from the list</source>
        <translation>Mit einem Grund aus der Liste entscheiden</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Abweisen</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Dismiss notice</source>
        <translation>Hinweis schließen</translation>
    </message>
    <message>
        <source>Do not open; recorded as denied</source>
        <translation>Nicht öffnen; als abgewiesen festgehalten</translation>
    </message>
    <message>
        <source>Earlier frame</source>
        <translation>Früheres Bild</translation>
    </message>
    <message>
        <source>Emergency: nothing is sent to any barrier until the gates are released</source>
        <translation>Notfall: An keine Schranke wird etwas gesendet, bis sie freigegeben sind</translation>
    </message>
    <message>
        <source>English, German, Hindi; from the next start</source>
        <translation>Englisch, Deutsch, Hindi; ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Evidence of passage {plate}</source>
        <translation>Nachweis der Durchfahrt {plate}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Exported by {name} on {time}</source>
        <translation>Ausgegeben von {name} am {time}</translation>
    </message>
    <message>
        <source>Fill in the plate of nearest vehicle {number}</source>
        <translation>Das Kennzeichen des ähnlichsten Fahrzeugs {number} eintragen</translation>
    </message>
    <message>
        <source>Find cameras, pair with agents, test and keep the lanes</source>
        <translation>Kameras finden, Agenten koppeln, Spuren prüfen und speichern</translation>
    </message>
    <message>
        <source>Firebase</source>
        <translation>Firebase</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Go through the recent decisions by arrow keys; Escape comes back</source>
        <translation>Mit den Pfeiltasten durch die letzten Entscheidungen; Escape kehrt zurück</translation>
    </message>
    <message>
        <source>Hear what is heard when a passage waits too long</source>
        <translation>Hören, was zu hören ist, wenn eine Durchfahrt zu lange wartet</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Offen halten</translation>
    </message>
    <message>
        <source>Hold the barrier of {name} open for a time; recorded</source>
        <translation>Die Schranke von {name} eine Zeit lang offen halten; wird festgehalten</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Later frame</source>
        <translation>Späteres Bild</translation>
    </message>
    <message>
        <source>Let in as a visitor, under the text in the slots</source>
        <translation>Als Besucher einlassen, unter dem Text in den Feldern</translation>
    </message>
    <message>
        <source>Let the gates move again</source>
        <translation>Die Schranken dürfen sich wieder bewegen</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Lock the console; the lanes go on</source>
        <translation>Die Konsole sperren; die Spuren laufen weiter</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Next passage</source>
        <translation>Nächste Durchfahrt</translation>
    </message>
    <message>
        <source>Next theme</source>
        <translation>Nächstes Farbschema</translation>
    </message>
    <message>
        <source>No picture was taken of this passage</source>
        <translation>Von dieser Durchfahrt wurde kein Bild aufgenommen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the barrier of {name}; recorded</source>
        <translation>Die Schranke von {name} öffnen; wird festgehalten</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parkplatz</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Durchfahrt</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Picture taken, by the camera&apos;s clock</source>
        <translation>Bild aufgenommen, nach der Uhr der Kamera</translation>
    </message>
    <message>
        <source>Previous passage</source>
        <translation>Vorige Durchfahrt</translation>
    </message>
    <message>
        <source>Put alternative {number} into the selected slot</source>
        <translation>Alternative {number} in das gewählte Feld setzen</translation>
    </message>
    <message>
        <source>Put back the text as it was read</source>
        <translation>Den Text wieder so zeigen, wie er gelesen wurde</translation>
    </message>
    <message>
        <source>Read from the picture</source>
        <translation>Vom Bild gelesen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recent decisions</source>
        <translation>Letzte Entscheidungen</translation>
    </message>
    <message>
        <source>Record as a visitor; the barrier stays closed</source>
        <translation>Als Besucher festhalten; die Schranke bleibt zu</translation>
    </message>
    <message>
        <source>Record the text as typed and open</source>
        <translation>Den getippten Text festhalten und öffnen</translation>
    </message>
    <message>
        <source>Record the text as typed; the barrier stays closed</source>
        <translation>Den getippten Text festhalten; die Schranke bleibt zu</translation>
    </message>
    <message>
        <source>Registered vehicles, block list and visitors</source>
        <translation>Erfasste Fahrzeuge, Sperrliste und Besucher</translation>
    </message>
    <message>
        <source>Release gates</source>
        <translation>Schranken freigeben</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>SHA-256 of the picture</source>
        <translation>SHA-256 des Bildes</translation>
    </message>
    <message>
        <source>Search the decisions of the past</source>
        <translation>Frühere Entscheidungen suchen</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Show every key of the window</source>
        <translation>Alle Tasten des Fensters zeigen</translation>
    </message>
    <message>
        <source>Show the evidence twice, four times, or once as large</source>
        <translation>Das Beweisbild zweifach, vierfach oder einfach zeigen</translation>
    </message>
    <message>
        <source>Show the frame of the passage after this one</source>
        <translation>Das Bild der Durchfahrt nach diesem zeigen</translation>
    </message>
    <message>
        <source>Show the frame of the passage before this one</source>
        <translation>Das Bild der Durchfahrt vor diesem zeigen</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>Größe des Bildes</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Slots and vehicles inside</source>
        <translation>Stellplätze und Fahrzeuge auf dem Gelände</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Software, weights</source>
        <translation>Programm, Gewichte</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Sound on or off when a passage waits too long, until the shift ends</source>
        <translation>Ton an oder aus, wenn eine Durchfahrt zu lange wartet, bis die Schicht endet</translation>
    </message>
    <message>
        <source>Stretch the contrast of the evidence, or show it as it was taken</source>
        <translation>Den Kontrast des Beweisbilds strecken oder es zeigen, wie es aufgenommen wurde</translation>
    </message>
    <message>
        <source>Take alternative {number}</source>
        <translation>Alternative {number} nehmen</translation>
    </message>
    <message>
        <source>Take vehicle {number}</source>
        <translation>Fahrzeug {number} nehmen</translation>
    </message>
    <message>
        <source>Take your last decision back: both stay on record, and the passage waits again</source>
        <translation>Ihre letzte Entscheidung zurücknehmen: beides bleibt festgehalten, und die Durchfahrt wartet wieder</translation>
    </message>
    <message>
        <source>Taken for</source>
        <translation>Gehalten für</translation>
    </message>
    <message>
        <source>Test the sound</source>
        <translation>Ton prüfen</translation>
    </message>
    <message>
        <source>The lanes and the review</source>
        <translation>Die Spuren und die Prüfung</translation>
    </message>
    <message>
        <source>The notice has been seen; it stays in the log</source>
        <translation>Der Hinweis wurde gesehen; er bleibt im Protokoll</translation>
    </message>
    <message>
        <source>The read is right: record it and open</source>
        <translation>Richtig gelesen: festhalten und öffnen</translation>
    </message>
    <message>
        <source>The read is right: record it; the barrier stays closed</source>
        <translation>Richtig gelesen: festhalten; die Schranke bleibt zu</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Widerruf</translation>
    </message>
    <message>
        <source>Undo typing</source>
        <translation>Tippen verwerfen</translation>
    </message>
    <message>
        <source>Vehicle seen</source>
        <translation>Fahrzeug gesehen</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>Fahrzeuge</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>Besucher</translation>
    </message>
    <message>
        <source>Weakest character</source>
        <translation>Unsicherstes Zeichen</translation>
    </message>
    <message>
        <source>What has not gone to Firebase, and why</source>
        <translation>Was noch nicht bei Firebase ist, und warum</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>Was entschieden wurde</translation>
    </message>
    <message>
        <source>Which models read, and which candidates wait</source>
        <translation>Welche Modelle lesen und welche Kandidaten warten</translation>
    </message>
    <message>
        <source>Who may sign in</source>
        <translation>Wer sich anmelden darf</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Write decisions and their pictures as a labelled set</source>
        <translation>Entscheidungen mit ihren Bildern als beschrifteten Satz schreiben</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>by {name} on {time}</source>
        <translation>durch {name} am {time}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>{width} x {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
</context>
<context>
    <name>AmendDialog</name>
    <message>
        <source>A plate?</source>
        <translation>Ein Kennzeichen?</translation>
    </message>
    <message>
        <source>Amend a decision</source>
        <translation>Entscheidung ändern</translation>
    </message>
    <message>
        <source>Decided: {outcome} by {name}, read {plate}</source>
        <translation>Entschieden: {outcome} durch {name}, gelesen {plate}</translation>
    </message>
    <message>
        <source>Leave it (Escape)</source>
        <translation>So lassen (Esc)</translation>
    </message>
    <message>
        <source>Let in as a visitor</source>
        <translation>Als Besucher einlassen</translation>
    </message>
    <message>
        <source>Let in under this plate</source>
        <translation>Unter diesem Kennzeichen einlassen</translation>
    </message>
    <message>
        <source>Not let in</source>
        <translation>Nicht einlassen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Record the amendment</source>
        <translation>Änderung festhalten</translation>
    </message>
    <message>
        <source>Should be</source>
        <translation>Richtig wäre</translation>
    </message>
    <message>
        <source>The decision stays on record; no barrier moves.</source>
        <translation>Die Entscheidung bleibt festgehalten; keine Schranke bewegt sich.</translation>
    </message>
    <message>
        <source>This is what was decided</source>
        <translation>So wurde entschieden</translation>
    </message>
    <message>
        <source>What should have been decided</source>
        <translation>Was hätte entschieden werden sollen</translation>
    </message>
</context>
<context>
    <name>Amending</name>
    <message>
        <source>Recorded: {plate}, {outcome}</source>
        <translation>Festgehalten: {plate}, {outcome}</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Wird festgehalten</translation>
    </message>
</context>
<context>
    <name>Archivist</name>
    <message>
        <source>Writing {file}</source>
        <translation>{file} wird geschrieben</translation>
    </message>
    <message>
        <source>{file} was written</source>
        <translation>{file} wurde geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>{file}: %n decisions written</source>
        <translation>
            <numerusform>{file}: %n Entscheidung geschrieben</numerusform>
            <numerusform>{file}: %n Entscheidungen geschrieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BarrierTrial</name>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Test the barrier of {lane}?</source>
        <translation>Schranke von {lane} prüfen?</translation>
    </message>
    <message>
        <source>The barrier of {lane} will open now; nothing may stand under it.</source>
        <translation>Die Schranke von {lane} öffnet sich jetzt; unter ihr darf nichts stehen.</translation>
    </message>
    <message>
        <source>{lane}: not sent, for it is not recorded yet: {why}</source>
        <translation>{lane}: nicht gesendet, denn es ist noch nicht festgehalten: {why}</translation>
    </message>
    <message>
        <source>{lane}: recorded and sent. {position}</source>
        <translation>{lane}: festgehalten und gesendet. {position}</translation>
    </message>
    <message>
        <source>{lane}: recorded, but failed: {why}. {position}</source>
        <translation>{lane}: festgehalten, aber fehlgeschlagen: {why}. {position}</translation>
    </message>
    <message>
        <source>{lane}: refused: {why}</source>
        <translation>{lane}: abgelehnt: {why}</translation>
    </message>
    <message>
        <source>{lane}: the opening is being recorded and sent</source>
        <translation>{lane}: das Öffnen wird festgehalten und gesendet</translation>
    </message>
</context>
<context>
    <name>BindingButton</name>
    <message>
        <source>Press the new key</source>
        <translation>Neue Taste drücken</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>{action}: {keys}. Press to choose another key</source>
        <translation>{action}: {keys}. Drücken, um eine andere Taste zu wählen</translation>
    </message>
</context>
<context>
    <name>CalendarDialog</name>
    <message>
        <source>Arrows: another day   Return: take it   Escape: leave it</source>
        <translation>Pfeile: anderer Tag   Eingabe: nehmen   Escape: lassen</translation>
    </message>
</context>
<context>
    <name>CharacterSlots</name>
    <message>
        <source>Confidence {percent} %, alternatives {letters}</source>
        <translation>Sicherheit {percent} %, Alternativen {letters}</translation>
    </message>
    <message>
        <source>Plate {text}, end</source>
        <translation>Kennzeichen {text}, Ende</translation>
    </message>
    <message>
        <source>Plate {text}, slot {number} of {count}: {letter}</source>
        <translation>Kennzeichen {text}, Feld {number} von {count}: {letter}</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>Return: the first   Escape: leave it</source>
        <translation>Return: das erste   Escape: nichts davon</translation>
    </message>
</context>
<context>
    <name>CopyDesk</name>
    <message numerus="yes">
        <source>%n items are tried again</source>
        <translation>
            <numerusform>%n Eintrag wird nochmals versucht</numerusform>
            <numerusform>%n Einträge werden nochmals versucht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items go to Firebase</source>
        <translation>
            <numerusform>%n Eintrag geht an Firebase</numerusform>
            <numerusform>%n Einträge gehen an Firebase</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CopyModel</name>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Whose work</source>
        <translation>Wessen Arbeit</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
</context>
<context>
    <name>CopyPageView</name>
    <message>
        <source>Copy all of the history to Firebase</source>
        <translation>Den ganzen Verlauf an Firebase geben</translation>
    </message>
    <message>
        <source>Copy the history of so many days to Firebase</source>
        <translation>Den Verlauf so vieler Tage an Firebase geben</translation>
    </message>
    <message>
        <source>Days of history to upload</source>
        <translation>Tage des Verlaufs, die hochgehen</translation>
    </message>
    <message>
        <source>Everything has gone to Firebase</source>
        <translation>Alles ist bei Firebase</translation>
    </message>
    <message>
        <source>Firebase page</source>
        <translation>Seite Firebase</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Keep the history at this site alone</source>
        <translation>Den Verlauf nur an diesem Standort behalten</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Wird nachgesehen</translation>
    </message>
    <message>
        <source>Nothing from before the connection waits for a choice.</source>
        <translation>Nichts aus der Zeit vor der Verbindung wartet auf eine Wahl.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Nochmals</translation>
    </message>
    <message>
        <source>Retry all</source>
        <translation>Alle nochmals</translation>
    </message>
    <message>
        <source>Seen differently</source>
        <translation>Verschieden gesehen</translation>
    </message>
    <message>
        <source>Send every refused item once more</source>
        <translation>Jeden abgelehnten Eintrag nochmals senden</translation>
    </message>
    <message>
        <source>Send the selected refused item once more</source>
        <translation>Den gewählten abgelehnten Eintrag nochmals senden</translation>
    </message>
    <message>
        <source>The entry of this site counts, but a block in Firebase counts always. Documents that cannot be used are listed, too.</source>
        <translation>Es gilt der Eintrag dieses Standorts, eine Sperre in Firebase gilt jedoch immer. Auch unbrauchbare Dokumente stehen hier.</translation>
    </message>
    <message>
        <source>This site keeps everything itself. To connect it, name a service account in its settings (docs/firebase.md).</source>
        <translation>Dieser Standort bewahrt alles selbst auf. Zum Verbinden ein Dienstkonto in den Einstellungen nennen (docs/firebase.md).</translation>
    </message>
    <message>
        <source>Upload all</source>
        <translation>Alles hochladen</translation>
    </message>
    <message>
        <source>Upload none</source>
        <translation>Nichts hochladen</translation>
    </message>
    <message>
        <source>Upload these days</source>
        <translation>Diese Tage hochladen</translation>
    </message>
    <message>
        <source>What has not gone to Firebase</source>
        <translation>Was noch nicht bei Firebase ist</translation>
    </message>
    <message>
        <source>What this site and Firebase see differently</source>
        <translation>Was Standort und Firebase verschieden sehen</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>vehicles and slots as of {age} ago</source>
        <translation>Fahrzeuge und Plätze von vor {age}</translation>
    </message>
    <message>
        <source>{count} items were recorded before the site was connected. How many days of them go to Firebase? The rest stays here alone.</source>
        <translation>{count} Einträge stammen von vor der Verbindung. Wie viele Tage davon gehen an Firebase? Der Rest bleibt nur hier.</translation>
    </message>
    <message>
        <source>{expired} notices too late</source>
        <translation>{expired} Hinweise kamen zu spät</translation>
    </message>
    <message>
        <source>{plate}: here {here}, there {there}</source>
        <translation>{plate}: hier {here}, dort {there}</translation>
    </message>
    <message>
        <source>{waiting} waiting, {parked} refused, {sent} sent</source>
        <translation>{waiting} warten, {parked} abgelehnt, {sent} gesendet</translation>
    </message>
</context>
<context>
    <name>DecisionChoices</name>
    <message>
        <source>Any lane</source>
        <translation>Jede Spur</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>Jedes Ergebnis</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>Jedes Urteil</translation>
    </message>
    <message>
        <source>Confidence below</source>
        <translation>Sicherheit unter</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Only reads less sure than</source>
        <translation>Nur Lesungen unsicherer als</translation>
    </message>
    <message>
        <source>Only what a person corrected</source>
        <translation>Nur, was jemand berichtigt hat</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Share of the sure ones</source>
        <translation>Anteil der sicheren</translation>
    </message>
    <message>
        <source>Verdict of the policy</source>
        <translation>Urteil der Regeln</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
</context>
<context>
    <name>DecisionsModel</name>
    <message>
        <source>All lanes</source>
        <translation>Alle Spuren</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Recorded {time}</source>
        <translation>Festgehalten {time}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>DecisionsPanel</name>
    <message>
        <source>Columns of the recent decisions</source>
        <translation>Spalten der letzten Entscheidungen</translation>
    </message>
    <message>
        <source>No decisions yet</source>
        <translation>Noch keine Entscheidungen</translation>
    </message>
    <message>
        <source>Recent decisions</source>
        <translation>Letzte Entscheidungen</translation>
    </message>
</context>
<context>
    <name>EvidenceView</name>
    <message>
        <source>Evidence picture</source>
        <translation>Beweisbild</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>No picture of it</source>
        <translation>Kein Bild davon</translation>
    </message>
    <message>
        <source>as streamed</source>
        <translation>wie übertragen</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>full size</source>
        <translation>volle Größe</translation>
    </message>
    <message>
        <source>{factor}x</source>
        <translation>{factor}x</translation>
    </message>
    <message>
        <source>{frame}, beside {other}</source>
        <translation>{frame}, daneben {other}</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>{place}, evidence</source>
        <translation>{place}, Beweisbild</translation>
    </message>
    <message>
        <source>{time} {lane}, {plate}</source>
        <translation>{time} {lane}, {plate}</translation>
    </message>
</context>
<context>
    <name>ExportPageView</name>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked for by an authority</source>
        <translation>Von einer Behörde verlangt</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Checking how well plates are read</source>
        <translation>Prüfen, wie gut gelesen wird</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>Nicht nachgesehen</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>Zählt</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Retraining the models</source>
        <translation>Modelle nachtrainieren</translation>
    </message>
    <message>
        <source>Stop; nothing of the export is left</source>
        <translation>Aufhören; vom Export bleibt nichts übrig</translation>
    </message>
    <message>
        <source>Sure ones were let in by the policy; some of them keep a model from forgetting</source>
        <translation>Sichere ließen die Regeln ein; einige davon bewahren ein Modell vor dem Vergessen</translation>
    </message>
    <message>
        <source>What that gives</source>
        <translation>Was das ergibt</translation>
    </message>
    <message>
        <source>What to write</source>
        <translation>Was geschrieben wird</translation>
    </message>
    <message>
        <source>Which decisions</source>
        <translation>Welche Entscheidungen</translation>
    </message>
    <message>
        <source>Why it is exported</source>
        <translation>Warum exportiert wird</translation>
    </message>
    <message>
        <source>Write these decisions to a new folder; who and why goes on record</source>
        <translation>Diese Entscheidungen in einen neuen Ordner schreiben; wer und warum wird festgehalten</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>{file} wird geschrieben</translation>
    </message>
    <message>
        <source>{done} of {total} decisions looked at, {pictures} pictures written</source>
        <translation>{done} von {total} Entscheidungen angesehen, {pictures} Bilder geschrieben</translation>
    </message>
</context>
<context>
    <name>ExportWords</name>
    <message>
        <source>Cancelled; nothing was written</source>
        <translation>Abgebrochen; nichts wurde geschrieben</translation>
    </message>
    <message>
        <source>Decided by people {person}, by the policy {policy}</source>
        <translation>Von Menschen entschieden {person}, von den Regeln {policy}</translation>
    </message>
    <message>
        <source>For training {train}, to choose {val}, to test {test}</source>
        <translation>Zum Trainieren {train}, zum Auswählen {val}, zum Prüfen {test}</translation>
    </message>
    <message>
        <source>Left out: {reasons}</source>
        <translation>Weggelassen: {reasons}</translation>
    </message>
    <message>
        <source>No picture is left with these choices</source>
        <translation>Mit dieser Auswahl bleibt kein Bild</translation>
    </message>
    <message>
        <source>Pictures that are nearly the same are found while exporting</source>
        <translation>Fast gleiche Bilder finden sich erst beim Exportieren</translation>
    </message>
    <message>
        <source>nearly the same: {count}</source>
        <translation>fast gleich: {count}</translation>
    </message>
    <message>
        <source>past their retention: {count}</source>
        <translation>über der Aufbewahrungszeit: {count}</translation>
    </message>
    <message>
        <source>picture damaged: {count}</source>
        <translation>Bild beschädigt: {count}</translation>
    </message>
    <message>
        <source>picture missing: {count}</source>
        <translation>Bild fehlt: {count}</translation>
    </message>
    <message>
        <source>without a text: {count}</source>
        <translation>ohne Text: {count}</translation>
    </message>
    <message>
        <source>{file}: {pictures} pictures and {characters} characters written; {aligned} cut again to fit their text, {none} with plate text only</source>
        <translation>{file}: {pictures} Bilder und {characters} Zeichen geschrieben; {aligned} passend zum Text neu geschnitten, {none} nur mit Kennzeichentext</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Create the administrator and sign in</source>
        <translation>Administrator anlegen und anmelden</translation>
    </message>
    <message>
        <source>Creating</source>
        <translation>Wird angelegt</translation>
    </message>
    <message>
        <source>Name of the administrator</source>
        <translation>Name des Administrators</translation>
    </message>
    <message>
        <source>Nobody can sign in here yet. The administrator adds everybody else; a password has 8 characters or more, a PIN 6 digits or more.</source>
        <translation>Noch kann sich hier niemand anmelden. Der Administrator fügt alle anderen hinzu; ein Passwort hat mindestens 8 Zeichen, eine PIN mindestens 6 Ziffern.</translation>
    </message>
    <message>
        <source>Password or PIN</source>
        <translation>Passwort oder PIN</translation>
    </message>
    <message>
        <source>Password or PIN again</source>
        <translation>Passwort oder PIN noch einmal</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Dasselbe noch einmal</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>Die beiden sind nicht gleich</translation>
    </message>
    <message>
        <source>Welcome to {site}</source>
        <translation>Willkommen: {site}</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
</context>
<context>
    <name>GatePresenter</name>
    <message>
        <source>Barriers will open again by themselves for vehicles that are sure.</source>
        <translation>Für sicher erkannte Fahrzeuge öffnen die Schranken wieder von selbst.</translation>
    </message>
    <message>
        <source>Hold {lane} open for how long?</source>
        <translation>{lane} wie lange offen halten?</translation>
    </message>
    <message>
        <source>Open {lane}?</source>
        <translation>{lane} öffnen?</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Release all gates?</source>
        <translation>Alle Schranken freigeben?</translation>
    </message>
    <message>
        <source>Release them</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>The vehicle in front is on the block list.</source>
        <translation>Das Fahrzeug davor steht auf der Sperrliste.</translation>
    </message>
    <message>
        <source>Until it is closed</source>
        <translation>Bis sie geschlossen wird</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>{outcome}, amended</source>
        <translation>{outcome}, geändert</translation>
    </message>
    <message>
        <source>{outcome}, amends</source>
        <translation>{outcome}, Änderung</translation>
    </message>
</context>
<context>
    <name>HistoryPageView</name>
    <message>
        <source>Amend</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Amends an earlier decision, which is kept</source>
        <translation>Ändert eine frühere Entscheidung, die erhalten bleibt</translation>
    </message>
    <message>
        <source>Any lane</source>
        <translation>Jede Spur</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>Jedes Ergebnis</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Beliebige Person</translation>
    </message>
    <message>
        <source>Ask for everything</source>
        <translation>Nach allem fragen</translation>
    </message>
    <message>
        <source>Barrier: {order}</source>
        <translation>Schranke: {order}</translation>
    </message>
    <message>
        <source>Because: {reason}</source>
        <translation>Grund: {reason}</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>Nicht nachgesehen</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>Entschieden von</translation>
    </message>
    <message>
        <source>Decisions found</source>
        <translation>Gefundene Entscheidungen</translation>
    </message>
    <message>
        <source>Evidence page</source>
        <translation>Nachweisblatt</translation>
    </message>
    <message>
        <source>Evidence picture</source>
        <translation>Beweisbild</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV ausgeben</translation>
    </message>
    <message>
        <source>Find plate</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>How the plate is compared</source>
        <translation>Wie das Kennzeichen verglichen wird</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>More than {count} found</source>
        <translation>Mehr als {count} gefunden</translation>
    </message>
    <message>
        <source>No picture was taken of this passage</source>
        <translation>Von dieser Durchfahrt wurde kein Bild aufgenommen</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Durchfahrt</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Read {observed}, taken for {resolved}, weakest character {confidence}</source>
        <translation>Gelesen {observed}, gehalten für {resolved}, unsicherstes Zeichen {confidence}</translation>
    </message>
    <message>
        <source>Record how the selected passage should have been decided</source>
        <translation>Festhalten, wie über die gewählte Durchfahrt hätte entschieden werden sollen</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Sucht</translation>
    </message>
    <message>
        <source>Select a decision to see its passage</source>
        <translation>Eine Entscheidung wählen, um ihre Durchfahrt zu sehen</translation>
    </message>
    <message>
        <source>Trail of the passage</source>
        <translation>Hergang der Durchfahrt</translation>
    </message>
    <message>
        <source>Write all that was found to a CSV file</source>
        <translation>Alles Gefundene in eine CSV-Datei schreiben</translation>
    </message>
    <message>
        <source>Write the selected passage with its picture to a PDF</source>
        <translation>Die gewählte Durchfahrt mit ihrem Bild in eine PDF schreiben</translation>
    </message>
    <message>
        <source>begins so</source>
        <translation>beginnt so</translation>
    </message>
    <message>
        <source>is exactly</source>
        <translation>ist genau</translation>
    </message>
    <message>
        <source>is similar</source>
        <translation>ist ähnlich</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>{count} gefunden</translation>
    </message>
    <message>
        <source>{lane}: {reason}</source>
        <translation>{lane}: {reason}</translation>
    </message>
    <message>
        <source>{time}   {outcome} by {name}</source>
        <translation>{time}   {outcome}: {name}</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Automatic opening suspended</source>
        <translation>Kein automatisches Öffnen</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Could not look</source>
        <translation>Nicht nachgesehen</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Last looked {age} ago</source>
        <translation>Zuletzt vor {age} nachgesehen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>No plate seen</source>
        <translation>Kein Kennzeichen zu sehen</translation>
    </message>
    <message>
        <source>No vehicle</source>
        <translation>Kein Fahrzeug</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>Nicht live</translation>
    </message>
    <message>
        <source>Not looked at yet</source>
        <translation>Noch nicht nachgesehen</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>Geparkt</translation>
    </message>
    <message>
        <source>Picture is {age} old</source>
        <translation>Bild ist {age} alt</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Reading of plates begins shortly</source>
        <translation>Kennzeichen werden gleich gelesen</translation>
    </message>
    <message>
        <source>Recognition does not work</source>
        <translation>Erkennung arbeitet nicht</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Wird festgehalten</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>The camera does not answer</source>
        <translation>Die Kamera antwortet nicht</translation>
    </message>
    <message>
        <source>Waiting for the first picture</source>
        <translation>Wartet auf das erste Bild</translation>
    </message>
</context>
<context>
    <name>LaneTest</name>
    <message>
        <source>Add light beside the lens, or raise the gain; clean the lens</source>
        <translation>Licht neben dem Objektiv anbringen oder die Verstärkung erhöhen; das Objektiv reinigen</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Unschärfe</translation>
    </message>
    <message>
        <source>Character height</source>
        <translation>Zeichenhöhe</translation>
    </message>
    <message>
        <source>Compare with another vehicle: this plate may be dirty, bent or unusual</source>
        <translation>Mit einem anderen Fahrzeug vergleichen: dieses Kennzeichen ist vielleicht schmutzig, verbogen oder ungewöhnlich</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Focus the lens on the stop line and lock it; clean its glass</source>
        <translation>Das Objektiv auf die Haltelinie scharfstellen und feststellen; das Glas reinigen</translation>
    </message>
    <message>
        <source>Glare</source>
        <translation>Blendung</translation>
    </message>
    <message>
        <source>Let a vehicle stop at the line with its plate in the middle of the picture; if one stands there, focus the lens</source>
        <translation>Ein Fahrzeug an der Linie halten lassen, sein Kennzeichen in der Bildmitte; steht dort schon eines, das Objektiv scharfstellen</translation>
    </message>
    <message>
        <source>Move the camera nearer to the middle of the lane, or farther away from it</source>
        <translation>Die Kamera näher an die Spurmitte rücken oder weiter weg stellen</translation>
    </message>
    <message>
        <source>Plates seen</source>
        <translation>Kennzeichen gesehen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesung</translation>
    </message>
    <message>
        <source>Shorten the exposure or weaken the lamp; against the sun give the camera a hood or turn it</source>
        <translation>Kürzer belichten oder die Lampe schwächer stellen; gegen die Sonne der Kamera eine Blende geben oder sie drehen</translation>
    </message>
    <message>
        <source>Shorten the shutter to 1/1000 s and give more light instead</source>
        <translation>Die Belichtungszeit auf 1/1000 s verkürzen und dafür mehr Licht geben</translation>
    </message>
    <message>
        <source>Take a lens that enlarges {times} times, or move the camera nearer</source>
        <translation>Ein Objektiv nehmen, das {times}-mal vergrößert, oder die Kamera näher rücken</translation>
    </message>
    <message>
        <source>Take a wider lens or move the camera back: other plates will not fit</source>
        <translation>Ein weitwinkligeres Objektiv nehmen oder die Kamera zurücksetzen: andere Kennzeichen passen nicht ins Bild</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Neigung</translation>
    </message>
    <message>
        <source>Turn the camera clockwise, seen from behind it, by {degrees}°</source>
        <translation>Die Kamera, von hinten gesehen, um {degrees}° im Uhrzeigersinn drehen</translation>
    </message>
    <message>
        <source>Turn the camera counterclockwise, seen from behind it, by {degrees}°</source>
        <translation>Die Kamera, von hinten gesehen, um {degrees}° gegen den Uhrzeigersinn drehen</translation>
    </message>
    <message>
        <source>{value} % of a character, at most {limit}</source>
        <translation>{value} % eines Zeichens, höchstens {limit}</translation>
    </message>
    <message>
        <source>{value} % of the frames say the same, at least {limit}</source>
        <translation>{value} % der Bilder sagen dasselbe, mindestens {limit}</translation>
    </message>
    <message>
        <source>{value} % of the plate burnt out, at most {limit}</source>
        <translation>{value} % des Kennzeichens überstrahlt, höchstens {limit}</translation>
    </message>
    <message>
        <source>{value} frames, at least {limit}</source>
        <translation>{value} Bilder, mindestens {limit}</translation>
    </message>
    <message>
        <source>{value} grey levels, at least {limit}</source>
        <translation>{value} Graustufen, mindestens {limit}</translation>
    </message>
    <message>
        <source>{value} px, at least {limit}</source>
        <translation>{value} px, mindestens {limit}</translation>
    </message>
    <message>
        <source>{value} px, at most {limit}</source>
        <translation>{value} px, höchstens {limit}</translation>
    </message>
    <message>
        <source>{value}°, at most {limit}</source>
        <translation>{value}°, höchstens {limit}</translation>
    </message>
</context>
<context>
    <name>LaneTile</name>
    <message>
        <source>Age of the picture: {age}</source>
        <translation>Alter des Bildes: {age}</translation>
    </message>
    <message>
        <source>Lane {number}, {name}</source>
        <translation>Spur {number}, {name}</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>Picture of {name}</source>
        <translation>Bild von {name}</translation>
    </message>
    <message>
        <source>{fps} fps</source>
        <translation>{fps} B/s</translation>
    </message>
    <message numerus="yes">
        <source>{frames} pictures, {dropped} passed over, reconnected %n times</source>
        <translation>
            <numerusform>{frames} Bilder, {dropped} übergangen, %n-mal neu verbunden</numerusform>
            <numerusform>{frames} Bilder, {dropped} übergangen, %n-mal neu verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>{held} - {position}</source>
        <translation>{held} - {position}</translation>
    </message>
    <message>
        <source>{held}, {time} left</source>
        <translation>{held}, noch {time}</translation>
    </message>
</context>
<context>
    <name>LaneTrial</name>
    <message numerus="yes">
        <source>%n frames were looked at</source>
        <translation>
            <numerusform>%n Bild wurde angesehen</numerusform>
            <numerusform>%n Bilder wurden angesehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Good: {plate} was read</source>
        <translation>Gut: {plate} wurde gelesen</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No plate in the picture</source>
        <translation>Kein Kennzeichen im Bild</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>Kein Text</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>Picture of the camera under test</source>
        <translation>Bild der geprüften Kamera</translation>
    </message>
    <message>
        <source>Waiting for the camera and the models</source>
        <translation>Wartet auf Kamera und Modelle</translation>
    </message>
    <message>
        <source>{measured}. {advice}</source>
        <translation>{measured}. {advice}</translation>
    </message>
    <message>
        <source>{plate}, weakest character {confidence}</source>
        <translation>{plate}, schwächstes Zeichen {confidence}</translation>
    </message>
</context>
<context>
    <name>LocalWords</name>
    <message>
        <source>MM-dd HH:mm:ss</source>
        <translation>dd.MM. HH:mm:ss</translation>
    </message>
    <message>
        <source>dd MMM HH:mm</source>
        <translation>dd. MMM HH:mm</translation>
    </message>
    <message>
        <source>ddd dd MMM  HH:mm:ss</source>
        <translation>ddd dd. MMM  HH:mm:ss</translation>
    </message>
    <message>
        <source>yyyy-MM-dd</source>
        <translation>dd.MM.yyyy</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation>dd.MM.yyyy HH:mm</translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm:ss</source>
        <translation>dd.MM.yyyy HH:mm:ss</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Earlier decisions are missing</source>
        <translation>Frühere Entscheidungen fehlen</translation>
    </message>
    <message>
        <source>Earlier decisions could not be read: {error}</source>
        <translation>Frühere Entscheidungen konnten nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>Ton aus</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Ton an</translation>
    </message>
    <message>
        <source>This is the sound of a passage that waits</source>
        <translation>So klingt eine wartende Durchfahrt</translation>
    </message>
    <message>
        <source>Words, dates and numbers change when the console starts again.</source>
        <translation>Wörter, Tage und Zahlen ändern sich, wenn die Konsole wieder startet.</translation>
    </message>
    <message>
        <source>{kind}, {lane}</source>
        <translation>{kind}, {lane}</translation>
    </message>
    <message>
        <source>{kind}: {message}</source>
        <translation>{kind}: {message}</translation>
    </message>
    <message>
        <source>{language} from the next start</source>
        <translation>{language} ab dem nächsten Start</translation>
    </message>
    <message>
        <source>{site} - Gatehouse</source>
        <translation>{site} - Gatehouse</translation>
    </message>
</context>
<context>
    <name>ModelsDesk</name>
    <message>
        <source>The lanes read with {version}</source>
        <translation>Die Spuren lesen mit {version}</translation>
    </message>
    <message>
        <source>The lanes read with {version} again</source>
        <translation>Die Spuren lesen wieder mit {version}</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Comparison by kind of plates</source>
        <translation>Vergleich nach Art der Kennzeichen</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Learned from {count} plates of this site, compared with {version} on plates that neither learned from</source>
        <translation>Gelernt aus {count} Kennzeichen dieses Standorts, verglichen mit {version} an Kennzeichen, aus denen keines von beiden gelernt hat</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Sieht nach</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models of this site</source>
        <translation>Modelle dieses Standorts</translation>
    </message>
    <message>
        <source>No worse on any kind of plates; may take over</source>
        <translation>Bei keiner Art von Kennzeichen schlechter; darf übernehmen</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>Nichts zu vergleichen</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The lanes read with the models that were in use before; recorded</source>
        <translation>Die Spuren lesen mit den Modellen von vorher; wird protokolliert</translation>
    </message>
    <message>
        <source>The lanes read with the selected candidate from now on; recorded</source>
        <translation>Die Spuren lesen ab jetzt mit dem gewählten Kandidaten; wird protokolliert</translation>
    </message>
    <message>
        <source>The models that came with the program</source>
        <translation>Die Modelle, die mit dem Programm kamen</translation>
    </message>
    <message>
        <source>Why the models are switched</source>
        <translation>Warum die Modelle gewechselt werden</translation>
    </message>
    <message>
        <source>Why; goes on record</source>
        <translation>Grund; wird protokolliert</translation>
    </message>
</context>
<context>
    <name>ModelsWords</name>
    <message>
        <source>All held back</source>
        <translation>Alle zurückgehaltenen</translation>
    </message>
    <message>
        <source>As attendants said</source>
        <translation>Wie vom Personal bestimmt</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Bei Tag</translation>
    </message>
    <message>
        <source>By night</source>
        <translation>Bei Nacht</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>In use before</source>
        <translation>Vorher in Gebrauch</translation>
    </message>
    <message>
        <source>It is in use</source>
        <translation>Es ist in Gebrauch</translation>
    </message>
    <message>
        <source>It was compared with {version}, which is not in use: retrain</source>
        <translation>Es wurde mit {version} verglichen, das nicht in Gebrauch ist: neu trainieren</translation>
    </message>
    <message>
        <source>Labelled by machine</source>
        <translation>Maschinell beschriftet</translation>
    </message>
    <message>
        <source>Labelled by people</source>
        <translation>Von Menschen beschriftet</translation>
    </message>
    <message>
        <source>Lane {lane}</source>
        <translation>Spur {lane}</translation>
    </message>
    <message>
        <source>Other regions</source>
        <translation>Andere Regionen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Region {region}</source>
        <translation>Region {region}</translation>
    </message>
    <message>
        <source>Rendered plates</source>
        <translation>Gezeichnete Kennzeichen</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Worse, {slice}: {candidate} instead of {current} of {count} right</source>
        <translation>Schlechter, {slice}: {candidate} statt {current} von {count} richtig</translation>
    </message>
    <message>
        <source>{count} plates were held back to compare on, {least} are needed</source>
        <translation>{count} Kennzeichen wurden zum Vergleich zurückgehalten, {least} sind nötig</translation>
    </message>
</context>
<context>
    <name>NoLanes</name>
    <message>
        <source>An administrator finds cameras and sets lanes up with F11. A start with --demo shows simulated ones.</source>
        <translation>Ein Administrator findet mit F11 Kameras und richtet Spuren ein. Ein Start mit --demo zeigt simulierte.</translation>
    </message>
    <message>
        <source>No lanes are set up</source>
        <translation>Es sind keine Spuren eingerichtet</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>+{count} more</source>
        <translation>+{count} weitere</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>Keine Störungen</translation>
    </message>
    <message numerus="yes">
        <source>{notice} (%n times)</source>
        <translation>
            <numerusform>{notice} (%n-mal)</numerusform>
            <numerusform>{notice} (%n-mal)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>This page is shown</source>
        <translation>Diese Seite wird gezeigt</translation>
    </message>
</context>
<context>
    <name>ParkingDesk</name>
    <message>
        <source>{plate} is not inside any more</source>
        <translation>{plate} ist nicht mehr auf dem Gelände</translation>
    </message>
    <message>
        <source>{plate} left, read as {other}</source>
        <translation>{plate} ist weggefahren, gelesen als {other}</translation>
    </message>
    <message>
        <source>{plate} stands in {slot}</source>
        <translation>{plate} steht auf {slot}</translation>
    </message>
</context>
<context>
    <name>ParkingPageView</name>
    <message>
        <source>Assign slot</source>
        <translation>Platz zuweisen</translation>
    </message>
    <message>
        <source>Exits that fit no entry</source>
        <translation>Ausfahrten ohne Einfahrt</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find a vehicle inside</source>
        <translation>Fahrzeug auf dem Gelände suchen</translation>
    </message>
    <message>
        <source>Go through the slots by arrow keys; Escape comes back</source>
        <translation>Mit den Pfeiltasten durch die Stellplätze gehen; Esc führt zurück</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Sieht nach</translation>
    </message>
    <message>
        <source>Nobody is inside</source>
        <translation>Niemand ist auf dem Gelände</translation>
    </message>
    <message>
        <source>Not inside</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Belegung</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>Parkplatz</translation>
    </message>
    <message>
        <source>Plate, slot or lane</source>
        <translation>Kennzeichen, Platz oder Spur</translation>
    </message>
    <message>
        <source>Return on a free slot: the selected vehicle stands there</source>
        <translation>Eingabe auf einem freien Stellplatz: Dort steht das gewählte Fahrzeug</translation>
    </message>
    <message>
        <source>Same vehicle</source>
        <translation>Selbes Fahrzeug</translation>
    </message>
    <message>
        <source>Select a vehicle first, then the slot</source>
        <translation>Erst ein Fahrzeug wählen, dann den Stellplatz</translation>
    </message>
    <message>
        <source>Similar plates inside</source>
        <translation>Ähnliche Kennzeichen auf dem Gelände</translation>
    </message>
    <message>
        <source>Similar plates inside: was it one of these?</source>
        <translation>Ähnliche Kennzeichen auf dem Gelände: War es eines davon?</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>Stellplatz</translation>
    </message>
    <message>
        <source>Slot map</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Slot {slot} is closed</source>
        <translation>Stellplatz {slot} ist geschlossen</translation>
    </message>
    <message>
        <source>The selected exit was this vehicle inside, read differently</source>
        <translation>Die gewählte Ausfahrt war dieses Fahrzeug, anders gelesen</translation>
    </message>
    <message>
        <source>The selected vehicle left without being seen</source>
        <translation>Das gewählte Fahrzeug ist ungesehen weggefahren</translation>
    </message>
    <message>
        <source>Vehicles inside</source>
        <translation>Fahrzeuge auf dem Gelände</translation>
    </message>
    <message>
        <source>Write down where the selected vehicle stands</source>
        <translation>Festhalten, wo das gewählte Fahrzeug steht</translation>
    </message>
    <message>
        <source>{count} inside</source>
        <translation>{count} auf dem Gelände</translation>
    </message>
    <message numerus="yes">
        <source>{count} inside, {free} of %n slots free</source>
        <translation>
            <numerusform>{count} auf dem Gelände, {free} von %n Platz frei</numerusform>
            <numerusform>{count} auf dem Gelände, {free} von %n Plätzen frei</numerusform>
        </translation>
    </message>
    <message>
        <source>{plate}   inside since {time}</source>
        <translation>{plate}   da seit {time}</translation>
    </message>
    <message>
        <source>{plate}   left {time}</source>
        <translation>{plate}   weg {time}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>A PIN has 4 digits or more, 6 for supervisors and administrators; a password 8 characters or more.</source>
        <translation>Eine PIN hat mindestens 4 Ziffern, für Aufsicht und Administratoren 6; ein Passwort mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Jemanden hinzufügen</translation>
    </message>
    <message>
        <source>Change role</source>
        <translation>Rolle ändern</translation>
    </message>
    <message>
        <source>Change the selected person</source>
        <translation>Die gewählte Person ändern</translation>
    </message>
    <message>
        <source>Give the selected person the PIN or password typed on the right</source>
        <translation>Der gewählten Person die rechts getippte PIN (oder das Passwort) geben</translation>
    </message>
    <message>
        <source>Give the selected person the role chosen on the right</source>
        <translation>Der gewählten Person die rechts gewählte Rolle geben</translation>
    </message>
    <message>
        <source>Let this person sign in</source>
        <translation>Diese Person darf sich anmelden</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the new person</source>
        <translation>Name der neuen Person</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Neue PIN</translation>
    </message>
    <message>
        <source>No, stopped</source>
        <translation>Nein, gesperrt</translation>
    </message>
    <message>
        <source>Nobody is removed: decisions bear the names.</source>
        <translation>Niemand wird gelöscht: Entscheidungen tragen die Namen.</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN oder Passwort</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Stop or allow</source>
        <translation>Sperren oder zulassen</translation>
    </message>
    <message>
        <source>Stop the selected person from signing in, or allow it again</source>
        <translation>Der gewählten Person das Anmelden verwehren oder wieder erlauben</translation>
    </message>
    <message>
        <source>Who may sign in</source>
        <translation>Wer sich anmelden darf</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
</context>
<context>
    <name>PeopleWords</name>
    <message>
        <source>A PIN needs {count} digits</source>
        <translation>Eine PIN braucht {count} Ziffern</translation>
    </message>
    <message>
        <source>A password needs {count} characters; a PIN has digits alone</source>
        <translation>Ein Passwort braucht {count} Zeichen; eine PIN hat nur Ziffern</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>At most {count} characters</source>
        <translation>Höchstens {count} Zeichen</translation>
    </message>
    <message>
        <source>Attendant</source>
        <translation>Pförtner</translation>
    </message>
    <message>
        <source>Equal digits or digits in a row are guessed first</source>
        <translation>Gleiche oder aufeinanderfolgende Ziffern werden zuerst erraten</translation>
    </message>
    <message>
        <source>Internal error, see the log: {error}</source>
        <translation>Interner Fehler, siehe Protokoll: {error}</translation>
    </message>
    <message>
        <source>Not allowed for the role {role}</source>
        <translation>Nicht erlaubt für die Rolle {role}</translation>
    </message>
    <message>
        <source>Not allowed: nobody is signed in</source>
        <translation>Nicht erlaubt: Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Aufsicht</translation>
    </message>
    <message>
        <source>This name may not sign in; ask an administrator</source>
        <translation>Dieser Name darf sich nicht anmelden; fragen Sie einen Administrator</translation>
    </message>
    <message>
        <source>Too many wrong attempts</source>
        <translation>Zu viele Fehlversuche</translation>
    </message>
    <message>
        <source>Wrong PIN or password</source>
        <translation>PIN oder Passwort falsch</translation>
    </message>
    <message>
        <source>{problem}. Try again in {seconds} s</source>
        <translation>{problem}. Noch {seconds} s warten</translation>
    </message>
</context>
<context>
    <name>PeriodChoice</name>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Zwischen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
</context>
<context>
    <name>QueueDelegate</name>
    <message>
        <source>Has left: {reason}</source>
        <translation>Ist weg: {reason}</translation>
    </message>
    <message>
        <source>Leaves</source>
        <translation>Geht</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Wird festgehalten</translation>
    </message>
    <message>
        <source>Taken back, decide again</source>
        <translation>Zurückgenommen, neu entscheiden</translation>
    </message>
</context>
<context>
    <name>ReadStrip</name>
    <message>
        <source>No read</source>
        <translation>Nichts gelesen</translation>
    </message>
    <message>
        <source>Read {text}</source>
        <translation>Gelesen {text}</translation>
    </message>
    <message>
        <source>Read {text}, uncertain: {weak}</source>
        <translation>Gelesen {text}, unsicher: {weak}</translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message numerus="yes">
        <source>%n waiting for a person</source>
        <translation>
            <numerusform>%n wartet auf eine Person</numerusform>
            <numerusform>%n warten auf eine Person</numerusform>
        </translation>
    </message>
    <message>
        <source>The new role of {name} counts from the next sign-in</source>
        <translation>Die neue Rolle von {name} gilt ab der nächsten Anmeldung</translation>
    </message>
    <message>
        <source>{lane}: {state}</source>
        <translation>{lane}: {state}</translation>
    </message>
    <message>
        <source>{name} has a new PIN or password</source>
        <translation>{name} hat eine neue PIN oder ein neues Passwort</translation>
    </message>
    <message>
        <source>{name} may not sign in any more</source>
        <translation>{name} darf sich nicht mehr anmelden</translation>
    </message>
    <message>
        <source>{name} may sign in again</source>
        <translation>{name} darf sich wieder anmelden</translation>
    </message>
    <message>
        <source>{name} may sign in now</source>
        <translation>{name} darf sich jetzt anmelden</translation>
    </message>
</context>
<context>
    <name>RegistryDesk</name>
    <message numerus="yes">
        <source>{file}: %n vehicles written</source>
        <translation>
            <numerusform>{file}: %n Fahrzeug geschrieben</numerusform>
            <numerusform>{file}: %n Fahrzeuge geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>{file}: {added} added, {changed} changed</source>
        <translation>{file}: {added} neu, {changed} geändert</translation>
    </message>
    <message>
        <source>{plate} was removed</source>
        <translation>{plate} wurde entfernt</translation>
    </message>
    <message>
        <source>{plate} was saved</source>
        <translation>{plate} wurde gespeichert</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n waiting, oldest {time}</source>
        <translation>
            <numerusform>%n wartet, seit {time}</numerusform>
            <numerusform>%n warten, längste {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Nearest registered vehicles</source>
        <translation>Ähnlichste erfasste Fahrzeuge</translation>
    </message>
    <message>
        <source>No lane is being watched.</source>
        <translation>Keine Spur wird beobachtet.</translation>
    </message>
    <message>
        <source>No vehicle would be noticed</source>
        <translation>Kein Fahrzeug würde bemerkt</translation>
    </message>
    <message>
        <source>None waiting</source>
        <translation>Keine wartet</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>Nichts wartet auf Sie</translation>
    </message>
    <message numerus="yes">
        <source>Only {watched} of %n lanes are being watched.</source>
        <translation>
            <numerusform>Nur {watched} von %n Spur wird beobachtet.</numerusform>
            <numerusform>Nur {watched} von %n Spuren werden beobachtet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Passages that need a person appear here.</source>
        <translation>Durchfahrten, die eine Person brauchen, erscheinen hier.</translation>
    </message>
    <message>
        <source>Passages that wait</source>
        <translation>Wartende Durchfahrten</translation>
    </message>
    <message>
        <source>Reason: {reason}</source>
        <translation>Grund: {reason}</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Sound is off</source>
        <translation>Ton ist aus</translation>
    </message>
    <message>
        <source>Stays closed, the vehicle has left: {reason}</source>
        <translation>Bleibt zu, das Fahrzeug ist weg: {reason}</translation>
    </message>
    <message>
        <source>Stays closed: {reason}</source>
        <translation>Bleibt zu: {reason}</translation>
    </message>
    <message>
        <source>Waits too long</source>
        <translation>Wartet zu lange</translation>
    </message>
    <message>
        <source>opens</source>
        <translation>öffnet</translation>
    </message>
    <message>
        <source>stays closed</source>
        <translation>bleibt zu</translation>
    </message>
</context>
<context>
    <name>ReviewPresenter</name>
    <message>
        <source>A passage</source>
        <translation>Eine Durchfahrt</translation>
    </message>
    <message>
        <source>Decide with a reason</source>
        <translation>Mit Grund entscheiden</translation>
    </message>
    <message>
        <source>No longer in doubt</source>
        <translation>Kein Zweifel mehr</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>Kein Text</translation>
    </message>
    <message>
        <source>Not recorded yet: {problem}</source>
        <translation>Noch nicht festgehalten: {problem}</translation>
    </message>
    <message>
        <source>Recorded {time}: {plate}, {outcome}</source>
        <translation>Festgehalten {time}: {plate}, {outcome}</translation>
    </message>
    <message>
        <source>Taken back: {plate}</source>
        <translation>Zurückgenommen: {plate}</translation>
    </message>
    <message>
        <source>The picture cannot be shown: {problem}</source>
        <translation>Das Bild kann nicht gezeigt werden: {problem}</translation>
    </message>
    <message>
        <source>{act}: {reason}</source>
        <translation>{act}: {reason}</translation>
    </message>
    <message>
        <source>{plate} left the queue: no longer in doubt</source>
        <translation>{plate} hat die Liste verlassen: kein Zweifel mehr</translation>
    </message>
</context>
<context>
    <name>ReviewQueueModel</name>
    <message>
        <source>No text</source>
        <translation>Kein Text</translation>
    </message>
    <message>
        <source>{plate}, {lane}, {reason}, waiting {time}</source>
        <translation>{plate}, {lane}, {reason}, wartet {time}</translation>
    </message>
</context>
<context>
    <name>SetsModel</name>
    <message>
        <source>Beside the lanes</source>
        <translation>Neben den Spuren</translation>
    </message>
    <message>
        <source>Held back, right</source>
        <translation>Zurückgehalten, richtig</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>{agreed} of {count} alike, {won} won, {lost} lost</source>
        <translation>{agreed} von {count} gleich, {won} gewonnen, {lost} verloren</translation>
    </message>
    <message>
        <source>{candidate} instead of {current} of {count}</source>
        <translation>{candidate} statt {current} von {count}</translation>
    </message>
</context>
<context>
    <name>SetupDesk</name>
    <message numerus="yes">
        <source>%n agents answer</source>
        <translation>
            <numerusform>%n Agent antwortet</numerusform>
            <numerusform>%n Agenten antworten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lanes are kept; they count from the next start</source>
        <translation>
            <numerusform>%n Spur ist gespeichert; sie gilt ab dem nächsten Start</numerusform>
            <numerusform>%n Spuren sind gespeichert; sie gelten ab dem nächsten Start</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for cameras</source>
        <translation>Sucht Kameras</translation>
    </message>
    <message>
        <source>No agent answers on this network; type the address of a camera</source>
        <translation>In diesem Netz antwortet kein Agent; die Adresse einer Kamera eingeben</translation>
    </message>
    <message>
        <source>Paired with lane {lane}</source>
        <translation>Gekoppelt mit Spur {lane}</translation>
    </message>
    <message>
        <source>Pairing</source>
        <translation>Wird gekoppelt</translation>
    </message>
    <message>
        <source>{place} was added</source>
        <translation>{place} wurde aufgenommen</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>A booth has eight lanes at most</source>
        <translation>Eine Pforte hat höchstens acht Spuren</translation>
    </message>
    <message>
        <source>Address of a camera or agent</source>
        <translation>Adresse einer Kamera oder eines Agenten</translation>
    </message>
    <message>
        <source>Agents are found by themselves; any other camera by its address.</source>
        <translation>Agenten werden von selbst gefunden, jede andere Kamera über ihre Adresse.</translation>
    </message>
    <message>
        <source>Agree on a key with the selected agent, by its one-time code</source>
        <translation>Mit dem gewählten Agenten über seinen Einmalcode einen Schlüssel vereinbaren</translation>
    </message>
    <message>
        <source>Ask the network which agents are there</source>
        <translation>Im Netz fragen, welche Agenten da sind</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>Schranke</translation>
    </message>
    <message>
        <source>Barrier: to be tested once the lane is kept and runs (start again)</source>
        <translation>Schranke: zu prüfen, wenn die Spur gesichert ist und läuft (neu starten)</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>Kameras suchen</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>Id of the lane</source>
        <translation>Kürzel der Spur</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>In and out</source>
        <translation>Ein und aus</translation>
    </message>
    <message>
        <source>Keep the lanes</source>
        <translation>Spuren speichern</translation>
    </message>
    <message>
        <source>Lanes and cameras</source>
        <translation>Spuren und Kameras</translation>
    </message>
    <message>
        <source>Live read</source>
        <translation>Live gelesen</translation>
    </message>
    <message>
        <source>Look through the selected camera and read what it shows</source>
        <translation>Durch die gewählte Kamera sehen und lesen, was sie zeigt</translation>
    </message>
    <message>
        <source>Make it a lane</source>
        <translation>Zur Spur machen</translation>
    </message>
    <message>
        <source>Make the selected camera a lane, or no longer one</source>
        <translation>Die gewählte Kamera zur Spur machen oder nicht mehr</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the lane</source>
        <translation>Name der Spur</translation>
    </message>
    <message>
        <source>No barrier is set up for this lane</source>
        <translation>Für diese Spur ist keine Schranke eingerichtet</translation>
    </message>
    <message>
        <source>No longer a lane</source>
        <translation>Keine Spur mehr</translation>
    </message>
    <message>
        <source>One-time code that the Pi shows</source>
        <translation>Einmalcode, den der Pi zeigt</translation>
    </message>
    <message>
        <source>Open the barrier of the selected lane once</source>
        <translation>Die Schranke der gewählten Spur einmal öffnen</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Koppeln</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Start the console again with the lanes that were kept</source>
        <translation>Die Konsole mit den gespeicherten Spuren neu starten</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Test the barrier</source>
        <translation>Schranke prüfen</translation>
    </message>
    <message>
        <source>Type the code that the Pi shows; ask it for one first</source>
        <translation>Den Code eingeben, den der Pi zeigt; ihn vorher dort anfordern</translation>
    </message>
    <message>
        <source>Write the lanes into the settings of the site</source>
        <translation>Die Spuren in die Einstellungen des Standorts schreiben</translation>
    </message>
    <message>
        <source>found, not a lane yet</source>
        <translation>gefunden, noch keine Spur</translation>
    </message>
    <message>
        <source>lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not paired</source>
        <translation>nicht gekoppelt</translation>
    </message>
    <message>
        <source>paired</source>
        <translation>gekoppelt</translation>
    </message>
    <message>
        <source>{name}   {place}   {state}, {trust}</source>
        <translation>{name}   {place}   {state}, {trust}</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Add note</source>
        <translation>Notiz anlegen</translation>
    </message>
    <message>
        <source>Decisions in this shift: {counts}</source>
        <translation>Entscheidungen in dieser Schicht: {counts}</translation>
    </message>
    <message>
        <source>End the shift with what is open, and lock</source>
        <translation>Die Schicht mit dem, was offen ist, beenden und sperren</translation>
    </message>
    <message>
        <source>End this shift without a hand-over and begin yours</source>
        <translation>Diese Schicht ohne Übergabe beenden und Ihre beginnen</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>Hand-over from the shift before</source>
        <translation>Übergabe der vorigen Schicht</translation>
    </message>
    <message>
        <source>Keep the note until somebody settles it</source>
        <translation>Die Notiz behalten, bis jemand sie erledigt</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>Neue Notiz</translation>
    </message>
    <message>
        <source>No decisions in this shift yet</source>
        <translation>In dieser Schicht noch keine Entscheidungen</translation>
    </message>
    <message>
        <source>No shift is running</source>
        <translation>Es läuft keine Schicht</translation>
    </message>
    <message>
        <source>No words were left</source>
        <translation>Keine Nachricht hinterlassen</translation>
    </message>
    <message>
        <source>Notes for the next shifts</source>
        <translation>Notizen für die nächsten Schichten</translation>
    </message>
    <message>
        <source>Nothing was handed over</source>
        <translation>Nichts wurde übergeben</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>Jetzt offen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Read by {name}</source>
        <translation>Gelesen von {name}</translation>
    </message>
    <message>
        <source>Record that you have read the hand-over</source>
        <translation>Festhalten, dass Sie die Übergabe gelesen haben</translation>
    </message>
    <message>
        <source>Settle note</source>
        <translation>Notiz erledigen</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Shift of {name} since {time}</source>
        <translation>Schicht von {name} seit {time}</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The selected note needs no more attention</source>
        <translation>Die gewählte Notiz ist erledigt</translation>
    </message>
    <message>
        <source>What is open now goes with it. The console locks; the lanes go on.</source>
        <translation>Was jetzt offen ist, geht mit. Die Konsole sperrt; die Spuren laufen weiter.</translation>
    </message>
    <message>
        <source>What the next shifts must know</source>
        <translation>Was die nächsten Schichten wissen müssen</translation>
    </message>
    <message>
        <source>Words for the next person</source>
        <translation>Worte für die nächste Person</translation>
    </message>
    <message>
        <source>{name}, ended {time}</source>
        <translation>{name}, beendet {time}</translation>
    </message>
    <message>
        <source>{text}   ({name}, {time})</source>
        <translation>{text}   ({name}, {time})</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>A key for lanes ends in F1 or 1: the other lanes have the numbers after it</source>
        <translation>Eine Taste für Spuren endet auf F1 oder 1: Die anderen Spuren haben die Zahlen danach</translation>
    </message>
    <message>
        <source>Add or remove a slot</source>
        <translation>Ein Feld einfügen oder entfernen</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>Alle wie zuvor</translation>
    </message>
    <message>
        <source>Every key is as it was</source>
        <translation>Alle Tasten sind wie zuvor</translation>
    </message>
    <message>
        <source>Not possible: this key already means “{action}”</source>
        <translation>Nicht möglich: Diese Taste bedeutet schon „{action}“</translation>
    </message>
    <message>
        <source>Return: choose another key   Del: as it was   Escape: close   # is the number of the lane</source>
        <translation>Return: andere Taste wählen   Entf: wie zuvor   Esc: schließen   # ist die Nummer der Spur</translation>
    </message>
    <message>
        <source>Select another slot</source>
        <translation>Ein anderes Feld wählen</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>This key is for typing and moving; add Ctrl or Alt</source>
        <translation>Diese Taste dient dem Tippen und Bewegen; mit Strg oder Alt verbinden</translation>
    </message>
    <message>
        <source>Type over the selected slot</source>
        <translation>Das gewählte Feld überschreiben</translation>
    </message>
    <message>
        <source>{action} has a new key</source>
        <translation>{action} hat eine neue Taste</translation>
    </message>
    <message>
        <source>{action}: press the new key for lane 1; Escape leaves it as it is</source>
        <translation>{action}: neue Taste für Spur 1 drücken; Esc lässt alles, wie es ist</translation>
    </message>
    <message>
        <source>{action}: press the new key; Escape leaves it as it is</source>
        <translation>{action}: neue Taste drücken; Esc lässt alles, wie es ist</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message numerus="yes">
        <source>%n waiting for a person, oldest {clock}</source>
        <translation>
            <numerusform>%n wartet auf eine Person, seit {clock}</numerusform>
            <numerusform>%n warten auf eine Person, längste {clock}</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Locked during the shift of {name}</source>
        <translation>Gesperrt während der Schicht von {name}</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN oder Passwort</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>The lanes go on meanwhile: what is sure is let in by itself.</source>
        <translation>Die Spuren laufen weiter: Was sicher ist, wird von selbst eingelassen.</translation>
    </message>
    <message>
        <source>Who signs in</source>
        <translation>Wer sich anmeldet</translation>
    </message>
    <message>
        <source>{name} · {role}</source>
        <translation>{name} · {role}</translation>
    </message>
</context>
<context>
    <name>SlicesModel</name>
    <message>
        <source>Better</source>
        <translation>Besser</translation>
    </message>
    <message>
        <source>Difference {value} points, {low} to {high} with 95 % confidence</source>
        <translation>Unterschied {value} Punkte, {low} bis {high} mit 95 % Sicherheit</translation>
    </message>
    <message>
        <source>Kind of plates</source>
        <translation>Art der Kennzeichen</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>No worse</source>
        <translation>Nicht schlechter</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Plates</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Dann</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>Gewonnen</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>Schlechter</translation>
    </message>
</context>
<context>
    <name>SlotMap</name>
    <message>
        <source>Map of the slots</source>
        <translation>Plan der Stellplätze</translation>
    </message>
</context>
<context>
    <name>SlotsModel</name>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Slot {slot}: {state}</source>
        <translation>Stellplatz {slot}: {state}</translation>
    </message>
</context>
<context>
    <name>StaysModel</name>
    <message>
        <source>Came in by</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Inside since</source>
        <translation>Da seit</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Slot</source>
        <translation>Stellplatz</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} T {hours} h</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
</context>
<context>
    <name>StoreKeeper</name>
    <message>
        <source>Disk nearly full: {free} GB left for {place}. Free some space soon.</source>
        <translation>Platte fast voll: noch {free} GB für {place}. Bald Platz schaffen.</translation>
    </message>
    <message>
        <source>No backup could be made: {problem}</source>
        <translation>Keine Sicherung möglich: {problem}</translation>
    </message>
    <message>
        <source>The log was damaged and a fresh one was begun. The old one is in {place}.</source>
        <translation>Das Protokoll war beschädigt, ein neues wurde begonnen. Das alte liegt in {place}.</translation>
    </message>
    <message>
        <source>The store could not be kept in order: {problem}</source>
        <translation>Der Datenbestand konnte nicht gepflegt werden: {problem}</translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>Anchor of the audit log</source>
        <translation>Anker des Protokolls</translation>
    </message>
    <message>
        <source>Connected to Firebase</source>
        <translation>Mit Firebase verbunden</translation>
    </message>
    <message>
        <source>Connecting to Firebase</source>
        <translation>Verbindet mit Firebase</translation>
    </message>
    <message>
        <source>Copied by another console</source>
        <translation>Eine andere Konsole kopiert</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Firebase</source>
        <translation>Firebase</translation>
    </message>
    <message>
        <source>Firebase not reached</source>
        <translation>Firebase nicht erreicht</translation>
    </message>
    <message>
        <source>Firebase refuses the account</source>
        <translation>Firebase lehnt das Konto ab</translation>
    </message>
    <message>
        <source>Firebase: limit of the day</source>
        <translation>Firebase: Tagesgrenze erreicht</translation>
    </message>
    <message>
        <source>Firebase: {refused} refused, {count} rows waiting</source>
        <translation>Firebase: {refused} abgelehnt, {count} Zeilen warten</translation>
    </message>
    <message>
        <source>Not connected to Firebase</source>
        <translation>Nicht mit Firebase verbunden</translation>
    </message>
    <message>
        <source>Notice to a driver</source>
        <translation>Hinweis an Fahrer</translation>
    </message>
    <message>
        <source>Occupancy</source>
        <translation>Belegung</translation>
    </message>
    <message>
        <source>Parking session</source>
        <translation>Parkvorgang</translation>
    </message>
    <message>
        <source>Recorded before the connection: choose</source>
        <translation>Aus der Zeit vor der Verbindung: wählen</translation>
    </message>
    <message>
        <source>Refused: {reason}</source>
        <translation>Abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>Slot or booking</source>
        <translation>Platz oder Buchung</translation>
    </message>
    <message>
        <source>Small picture</source>
        <translation>Kleines Bild</translation>
    </message>
    <message>
        <source>State of the booth</source>
        <translation>Zustand der Kabine</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>{state}: {count} waiting</source>
        <translation>{state}: {count} warten</translation>
    </message>
    <message>
        <source>{state}: {count} waiting, {age} ago</source>
        <translation>{state}: {count} warten, vor {age}</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>Firestore ended the listening</source>
        <translation>Firestore hat das Zuhören beendet</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf dem Laufwerk</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner fehlt</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>OpenCV&apos;s face detector is missing</source>
        <translation>OpenCVs Gesichtserkennung fehlt</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>a name is 1 to {most} characters, not {count}</source>
        <translation>ein Name hat 1 bis {most} Zeichen, nicht {count}</translation>
    </message>
    <message>
        <source>a name is needed</source>
        <translation>ein Name ist nötig</translation>
    </message>
    <message>
        <source>a pairing code has {count} letters and digits</source>
        <translation>ein Kopplungscode hat {count} Buchstaben und Ziffern</translation>
    </message>
    <message>
        <source>a part exceeds {count} bytes</source>
        <translation>ein Teil ist größer als {count} Bytes</translation>
    </message>
    <message>
        <source>a part of {size} bytes, at most {count} accepted</source>
        <translation>ein Teil von {size} Bytes, höchstens {count} erlaubt</translation>
    </message>
    <message>
        <source>a web page came instead of pictures</source>
        <translation>statt Bildern kam eine Webseite</translation>
    </message>
    <message>
        <source>add it first</source>
        <translation>erst hinzufügen</translation>
    </message>
    <message>
        <source>address cannot be read; want http://host:port/path</source>
        <translation>Adresse ist unlesbar; gebraucht wird http://host:port/path</translation>
    </message>
    <message>
        <source>address is not http://host:port/path</source>
        <translation>Adresse ist nicht http://host:port/path</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>agent {problem}</source>
        <translation>Agent: {problem}</translation>
    </message>
    <message>
        <source>all gates hold, so nothing was sent</source>
        <translation>alle Schranken halten, darum wurde nichts gesendet</translation>
    </message>
    <message>
        <source>amend any</source>
        <translation>Entscheidungen ändern</translation>
    </message>
    <message>
        <source>amend own</source>
        <translation>eigene Entscheidungen ändern</translation>
    </message>
    <message>
        <source>amends {id}, which is not recorded</source>
        <translation>ändert {id}, was nicht festgehalten ist</translation>
    </message>
    <message>
        <source>another booth is writing for long</source>
        <translation>ein anderes Pförtnerhaus schreibt schon lange</translation>
    </message>
    <message>
        <source>answers in a form we do not know ({why})</source>
        <translation>antwortet in unbekannter Form ({why})</translation>
    </message>
    <message>
        <source>answers too slowly</source>
        <translation>antwortet zu langsam</translation>
    </message>
    <message>
        <source>answers with a web page instead of a stream</source>
        <translation>antwortet mit einer Webseite statt einem Strom</translation>
    </message>
    <message>
        <source>answers with an error ({status})</source>
        <translation>antwortet mit einem Fehler ({status})</translation>
    </message>
    <message>
        <source>answers with far too much</source>
        <translation>antwortet mit viel zu viel</translation>
    </message>
    <message>
        <source>answers with {kind} instead of a stream</source>
        <translation>antwortet mit {kind} statt einem Strom</translation>
    </message>
    <message>
        <source>ask its administrator</source>
        <translation>den Administrator fragen</translation>
    </message>
    <message>
        <source>at most {limit} lanes, found {count}</source>
        <translation>höchstens {limit} Spuren, da sind {count}</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>Schreiben in eine schreibgeschützte Datenbank</translation>
    </message>
    <message>
        <source>attendant</source>
        <translation>Pförtner</translation>
    </message>
    <message>
        <source>automatic opening is suspended</source>
        <translation>automatisches Öffnen ausgesetzt</translation>
    </message>
    <message>
        <source>backup {path}</source>
        <translation>Sicherung {path}</translation>
    </message>
    <message>
        <source>barrier {problem}</source>
        <translation>Schranke: {problem}</translation>
    </message>
    <message>
        <source>camera {problem}</source>
        <translation>Kamera: {problem}</translation>
    </message>
    <message>
        <source>can be read by other users of this machine (mode {mode})</source>
        <translation>andere Benutzer dieses Rechners dürfen sie lesen (Modus {mode})</translation>
    </message>
    <message>
        <source>cannot be decoded</source>
        <translation>lässt sich nicht entschlüsseln</translation>
    </message>
    <message>
        <source>cannot be deleted ({why})</source>
        <translation>lässt sich nicht löschen ({why})</translation>
    </message>
    <message>
        <source>cannot be made</source>
        <translation>lässt sich nicht anlegen</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>cannot be put into {folder}</source>
        <translation>lässt sich nicht nach {folder} bringen</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>cannot be reached ({why})</source>
        <translation>nicht erreichbar ({why})</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>cannot be read ({why})</source>
        <translation>lässt sich nicht lesen ({why})</translation>
    </message>
    <message>
        <source>cannot be tidied ({why})</source>
        <translation>lässt sich nicht aufräumen ({why})</translation>
    </message>
    <message>
        <source>cannot be used ({why})</source>
        <translation>nicht benutzbar ({why})</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>cannot be written ({why})</source>
        <translation>lässt sich nicht schreiben ({why})</translation>
    </message>
    <message>
        <source>change that entry instead</source>
        <translation>stattdessen diesen Eintrag ändern</translation>
    </message>
    <message>
        <source>characters too uncertain</source>
        <translation>Zeichen zu unsicher</translation>
    </message>
    <message>
        <source>check --data</source>
        <translation>--data prüfen</translation>
    </message>
    <message>
        <source>check it, then try again</source>
        <translation>prüfen, dann noch einmal</translation>
    </message>
    <message>
        <source>check its rights, or choose another folder with --data</source>
        <translation>Rechte prüfen oder mit --data einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>check store.url and the password file</source>
        <translation>store.url und Passwortdatei prüfen</translation>
    </message>
    <message>
        <source>check the disk and the rights of the file</source>
        <translation>Laufwerk und Rechte der Datei prüfen</translation>
    </message>
    <message>
        <source>check the network and the server</source>
        <translation>Netz und Server prüfen</translation>
    </message>
    <message>
        <source>check the rights of the file and its folder</source>
        <translation>Rechte der Datei und ihres Ordners prüfen</translation>
    </message>
    <message>
        <source>check the rights of the folder</source>
        <translation>Rechte des Ordners prüfen</translation>
    </message>
    <message>
        <source>choose a folder on a local disk with --data</source>
        <translation>mit --data einen Ordner auf einem eigenen Laufwerk wählen</translation>
    </message>
    <message>
        <source>choose another folder, or move it away</source>
        <translation>einen anderen Ordner wählen oder sie wegschieben</translation>
    </message>
    <message>
        <source>close</source>
        <translation>schließen</translation>
    </message>
    <message>
        <source>close it, then try again</source>
        <translation>es schließen, dann noch einmal</translation>
    </message>
    <message>
        <source>columns are {columns}</source>
        <translation>Spalten sind {columns}</translation>
    </message>
    <message>
        <source>command id was used for {action} before</source>
        <translation>Befehl wurde schon für „{action}“ benutzt</translation>
    </message>
    <message>
        <source>create it first</source>
        <translation>sie erst anlegen</translation>
    </message>
    <message>
        <source>cut the connection</source>
        <translation>hat die Verbindung getrennt</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>Datenbankdatei ist beschädigt</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>Datenbank ist gesperrt</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>Datenbank oder Laufwerk ist voll</translation>
    </message>
    <message>
        <source>decide</source>
        <translation>entscheiden</translation>
    </message>
    <message>
        <source>decision {id}</source>
        <translation>Entscheidung {id}</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>Fehler des Laufwerks</translation>
    </message>
    <message>
        <source>does not accept our key ({why})</source>
        <translation>nimmt unseren Schlüssel nicht an ({why})</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>does not speak HTTP properly</source>
        <translation>spricht kein richtiges HTTP</translation>
    </message>
    <message>
        <source>edit lanes</source>
        <translation>Spuren einrichten</translation>
    </message>
    <message>
        <source>ended in the middle of a picture</source>
        <translation>endete mitten in einem Bild</translation>
    </message>
    <message>
        <source>ended the stream</source>
        <translation>hat den Strom beendet</translation>
    </message>
    <message>
        <source>evidence {path}</source>
        <translation>Beweisbild {path}</translation>
    </message>
    <message>
        <source>expired before sending</source>
        <translation>vor dem Senden abgelaufen</translation>
    </message>
    <message>
        <source>export without blurring</source>
        <translation>ohne Unschärfe exportieren</translation>
    </message>
    <message>
        <source>export {path}</source>
        <translation>Export {path}</translation>
    </message>
    <message>
        <source>fetch a new one in the Firebase console, project settings, service accounts</source>
        <translation>in der Firebase-Konsole eine neue holen, Projekteinstellungen, Dienstkonten</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>Datei ist keine Datenbank</translation>
    </message>
    <message>
        <source>firebase.bucket in the settings</source>
        <translation>firebase.bucket in den Einstellungen</translation>
    </message>
    <message>
        <source>for {count} min</source>
        <translation>für {count} min</translation>
    </message>
    <message>
        <source>frame {number}</source>
        <translation>Bild {number}</translation>
    </message>
    <message>
        <source>free some</source>
        <translation>etwas freigeben</translation>
    </message>
    <message>
        <source>free some space or check the rights of the folder, then try again</source>
        <translation>Platz schaffen oder Rechte des Ordners prüfen, dann noch einmal</translation>
    </message>
    <message>
        <source>free some space, then try again</source>
        <translation>Platz schaffen, dann noch einmal</translation>
    </message>
    <message>
        <source>has a certificate that is not trusted</source>
        <translation>hat ein Zertifikat, dem nicht vertraut wird</translation>
    </message>
    <message>
        <source>has more cells than the header ({cells})</source>
        <translation>hat mehr Zellen als die Kopfzeile ({cells})</translation>
    </message>
    <message>
        <source>has no column {column}</source>
        <translation>hat keine Spalte {column}</translation>
    </message>
    <message>
        <source>has schema {found}, and schema {known} is needed</source>
        <translation>hat Schema {found}, und Schema {known} ist nötig</translation>
    </message>
    <message>
        <source>has schema {found}, and this version of Gatehouse knows schemas up to {known}</source>
        <translation>hat Schema {found}, und diese Version von Gatehouse kennt Schemas bis {known}</translation>
    </message>
    <message>
        <source>has the unknown column {column}</source>
        <translation>hat die unbekannte Spalte {column}</translation>
    </message>
    <message>
        <source>headers of a part exceed {count} bytes</source>
        <translation>Kopfzeilen eines Teils über {count} Bytes</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>offen halten</translation>
    </message>
    <message>
        <source>holds a character that cannot be printed</source>
        <translation>enthält ein Zeichen, das sich nicht drucken lässt</translation>
    </message>
    <message>
        <source>holds no letter or digit</source>
        <translation>enthält keinen Buchstaben und keine Ziffer</translation>
    </message>
    <message>
        <source>holds something already</source>
        <translation>enthält schon etwas</translation>
    </message>
    <message>
        <source>holds {character}; only A-Z and 0-9 are on plates</source>
        <translation>enthält {character}; auf Kennzeichen gibt es nur A-Z und 0-9</translation>
    </message>
    <message>
        <source>host name is not known</source>
        <translation>Rechnername unbekannt</translation>
    </message>
    <message>
        <source>install the newer Gatehouse that wrote it</source>
        <translation>das neuere Gatehouse einspielen, das sie geschrieben hat</translation>
    </message>
    <message>
        <source>install this version of Gatehouse again</source>
        <translation>diese Version von Gatehouse neu einspielen</translation>
    </message>
    <message>
        <source>internal fault</source>
        <translation>interner Fehler</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>ist beschädigt</translation>
    </message>
    <message>
        <source>is damaged ({what})</source>
        <translation>ist beschädigt ({what})</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is empty; its first line must be {columns}</source>
        <translation>ist leer; die erste Zeile muss {columns} sein</translation>
    </message>
    <message>
        <source>is longer than {count} characters</source>
        <translation>ist länger als {count} Zeichen</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>is nobody of this site</source>
        <translation>gehört nicht zu dieser Anlage</translation>
    </message>
    <message>
        <source>is not CSV ({why})</source>
        <translation>ist kein CSV ({why})</translation>
    </message>
    <message>
        <source>is not UTF-8 (byte {place})</source>
        <translation>ist kein UTF-8 (Byte {place})</translation>
    </message>
    <message>
        <source>is not a TOML file</source>
        <translation>ist keine TOML-Datei</translation>
    </message>
    <message>
        <source>is not a database</source>
        <translation>ist keine Datenbank</translation>
    </message>
    <message>
        <source>is not a database of Gatehouse</source>
        <translation>ist keine Datenbank von Gatehouse</translation>
    </message>
    <message>
        <source>is not a file that can be read</source>
        <translation>ist keine lesbare Datei</translation>
    </message>
    <message>
        <source>is not registered</source>
        <translation>ist nicht erfasst</translation>
    </message>
    <message>
        <source>is not the file of a service account</source>
        <translation>ist nicht die Datei eines Dienstkontos</translation>
    </message>
    <message>
        <source>is not the file of {name}</source>
        <translation>ist nicht die Datei von {name}</translation>
    </message>
    <message>
        <source>is over or unknown</source>
        <translation>ist vorbei oder unbekannt</translation>
    </message>
    <message>
        <source>is recorded already with other contents</source>
        <translation>ist schon mit anderem Inhalt festgehalten</translation>
    </message>
    <message>
        <source>is silent</source>
        <translation>schweigt</translation>
    </message>
    <message>
        <source>is the last administrator</source>
        <translation>ist der letzte Administrator</translation>
    </message>
    <message>
        <source>is there but has no picture to give (503)</source>
        <translation>ist da, hat aber kein Bild (503)</translation>
    </message>
    <message>
        <source>is what decisions without a person are recorded under</source>
        <translation>ist der Name für Entscheidungen ohne Person</translation>
    </message>
    <message>
        <source>it was deleted when its retention ended, or must be restored from a backup</source>
        <translation>es wurde nach seiner Frist gelöscht oder muss aus einer Sicherung kommen</translation>
    </message>
    <message>
        <source>its contents have SHA-256 {hash}, so they were changed</source>
        <translation>der Inhalt hat SHA-256 {hash}, wurde also verändert</translation>
    </message>
    <message>
        <source>its first line must be {columns}</source>
        <translation>die erste Zeile muss {columns} sein</translation>
    </message>
    <message>
        <source>its first line {problem}</source>
        <translation>die erste Zeile {problem}</translation>
    </message>
    <message>
        <source>keep it aside, and restore it from a backup</source>
        <translation>sie beiseitelegen und eine Sicherung einspielen</translation>
    </message>
    <message>
        <source>kind {kind} is none of {kinds}</source>
        <translation>kind {kind} ist keines von {kinds}</translation>
    </message>
    <message>
        <source>line {number}</source>
        <translation>Zeile {number}</translation>
    </message>
    <message>
        <source>locked by another program</source>
        <translation>von einem anderen Programm gesperrt</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>noch einmal nachsehen</translation>
    </message>
    <message>
        <source>make another one first</source>
        <translation>erst einen weiteren ernennen</translation>
    </message>
    <message>
        <source>make it yours alone</source>
        <translation>sie für sich allein lesbar machen</translation>
    </message>
    <message>
        <source>model {name} cannot be loaded</source>
        <translation>Modell {name} lässt sich nicht laden</translation>
    </message>
    <message>
        <source>model {name} failed</source>
        <translation>Modell {name} ist ausgefallen</translation>
    </message>
    <message>
        <source>model {name} takes {wanted} inputs, got {found}</source>
        <translation>Modell {name} nimmt {wanted} Eingaben, es waren {found}</translation>
    </message>
    <message>
        <source>models {path}</source>
        <translation>Modelle {path}</translation>
    </message>
    <message>
        <source>move it away, or restore it from a backup</source>
        <translation>sie wegschieben oder aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>name a new folder</source>
        <translation>einen neuen Ordner nennen</translation>
    </message>
    <message>
        <source>name at least one format</source>
        <translation>mindestens ein Format nennen</translation>
    </message>
    <message>
        <source>name the service account&apos;s file</source>
        <translation>die Datei des Dienstkontos nennen</translation>
    </message>
    <message>
        <source>names a column twice</source>
        <translation>nennt eine Spalte zweimal</translation>
    </message>
    <message>
        <source>no answer before the console stopped</source>
        <translation>keine Antwort, bevor die Konsole beendet wurde</translation>
    </message>
    <message>
        <source>no answer, and newer passages wait</source>
        <translation>keine Antwort, und neuere Durchfahrten warten</translation>
    </message>
    <message>
        <source>no barrier is set up for this lane</source>
        <translation>für diese Spur ist keine Schranke eingerichtet</translation>
    </message>
    <message>
        <source>no boundary within {count} bytes</source>
        <translation>keine Grenze in {count} Bytes</translation>
    </message>
    <message>
        <source>no bucket is named</source>
        <translation>kein Bucket ist genannt</translation>
    </message>
    <message>
        <source>no characters</source>
        <translation>keine Zeichen</translation>
    </message>
    <message>
        <source>no code is open; ask for one at the Pi</source>
        <translation>kein Code ist offen; am Pi einen anfordern</translation>
    </message>
    <message>
        <source>no content type</source>
        <translation>keine Angabe der Art</translation>
    </message>
    <message>
        <source>no new picture</source>
        <translation>kein neues Bild</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>keine solche Datei</translation>
    </message>
    <message>
        <source>nobody signed in</source>
        <translation>niemand angemeldet</translation>
    </message>
    <message>
        <source>not allowed: {act} (nobody is signed in)</source>
        <translation>nicht erlaubt: {act} (niemand ist angemeldet)</translation>
    </message>
    <message>
        <source>not allowed: {act} ({name} is {role})</source>
        <translation>nicht erlaubt: {act} ({name}: {role})</translation>
    </message>
    <message>
        <source>not amended</source>
        <translation>nicht geändert</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>nicht entschieden</translation>
    </message>
    <message>
        <source>not opened</source>
        <translation>nicht geöffnet</translation>
    </message>
    <message>
        <source>not paired with this booth</source>
        <translation>nicht mit diesem Pförtnerhaus gekoppelt</translation>
    </message>
    <message>
        <source>nothing was imported, preview again</source>
        <translation>nichts wurde übernommen, Vorschau wiederholen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>order to {action} not carried out</source>
        <translation>Befehl „{action}“ nicht ausgeführt</translation>
    </message>
    <message>
        <source>others may read it</source>
        <translation>andere dürfen sie lesen</translation>
    </message>
    <message>
        <source>overtaken by the order to {action}</source>
        <translation>vom Befehl „{action}“ überholt</translation>
    </message>
    <message>
        <source>parking session {number}</source>
        <translation>Parkvorgang {number}</translation>
    </message>
    <message>
        <source>password file {path}</source>
        <translation>Passwortdatei {path}</translation>
    </message>
    <message>
        <source>pictures arrive seconds late, the network holds them back</source>
        <translation>Bilder kommen Sekunden zu spät, das Netz hält sie auf</translation>
    </message>
    <message>
        <source>pictures cannot be copied</source>
        <translation>Bilder lassen sich nicht kopieren</translation>
    </message>
    <message>
        <source>plate {text}</source>
        <translation>Kennzeichen {text}</translation>
    </message>
    <message>
        <source>recognition failed</source>
        <translation>Erkennung fehlgeschlagen</translation>
    </message>
    <message>
        <source>refuses our user and password, or is not paired with us ({status})</source>
        <translation>weist Benutzer und Passwort ab oder ist nicht gekoppelt ({status})</translation>
    </message>
    <message>
        <source>refuses the connection</source>
        <translation>verweigert die Verbindung</translation>
    </message>
    <message>
        <source>refuses this user</source>
        <translation>weist diesen Benutzer ab</translation>
    </message>
    <message>
        <source>registry {path}</source>
        <translation>Fahrzeugliste {path}</translation>
    </message>
    <message>
        <source>remove it and pair the lanes again</source>
        <translation>entfernen und die Spuren neu koppeln</translation>
    </message>
    <message>
        <source>restore it from a backup</source>
        <translation>sie aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>restore the picture from a backup</source>
        <translation>das Bild aus einer Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>run {command}</source>
        <translation>{command} ausführen</translation>
    </message>
    <message>
        <source>save it as CSV UTF-8</source>
        <translation>als CSV UTF-8 speichern</translation>
    </message>
    <message>
        <source>search history</source>
        <translation>im Verlauf suchen</translation>
    </message>
    <message>
        <source>sends its stream compressed ({how})</source>
        <translation>sendet den Strom gepackt ({how})</translation>
    </message>
    <message>
        <source>sends no new picture, only the same or damaged ones</source>
        <translation>sendet kein neues Bild, nur gleiche oder beschädigte</translation>
    </message>
    <message>
        <source>sends no stream</source>
        <translation>sendet keinen Strom</translation>
    </message>
    <message>
        <source>sends too slowly</source>
        <translation>sendet zu langsam</translation>
    </message>
    <message>
        <source>sends us to another address ({status})</source>
        <translation>schickt uns an eine andere Adresse ({status})</translation>
    </message>
    <message>
        <source>settings {path}</source>
        <translation>Einstellungen {path}</translation>
    </message>
    <message>
        <source>sha256 is {found}, {manifest} says {wanted} ({count} bytes read)</source>
        <translation>SHA-256 ist {found}, {manifest} sagt {wanted} ({count} Bytes gelesen)</translation>
    </message>
    <message>
        <source>signed for another run of the agent</source>
        <translation>für einen anderen Lauf des Agenten unterschrieben</translation>
    </message>
    <message>
        <source>start Gatehouse once on this folder to bring it up to date</source>
        <translation>Gatehouse einmal mit diesem Ordner starten, um sie zu erneuern</translation>
    </message>
    <message>
        <source>store.url is not an address</source>
        <translation>store.url ist keine Adresse</translation>
    </message>
    <message>
        <source>supervisor</source>
        <translation>Aufsicht</translation>
    </message>
    <message>
        <source>the agent answers</source>
        <translation>der Agent antwortet</translation>
    </message>
    <message>
        <source>the agent refuses ({status})</source>
        <translation>der Agent lehnt ab ({status})</translation>
    </message>
    <message>
        <source>the agent {problem}</source>
        <translation>Agent: {problem}</translation>
    </message>
    <message>
        <source>the annotated picture cannot be encoded</source>
        <translation>das beschriftete Bild lässt sich nicht kodieren</translation>
    </message>
    <message>
        <source>the barrier stays as it is</source>
        <translation>die Schranke bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>the blurred picture cannot be encoded</source>
        <translation>das verwischte Bild lässt sich nicht kodieren</translation>
    </message>
    <message>
        <source>the camera sends no picture</source>
        <translation>die Kamera sendet kein Bild</translation>
    </message>
    <message>
        <source>the code is not the one shown here</source>
        <translation>der Code ist nicht der, der hier steht</translation>
    </message>
    <message>
        <source>the damaged store cannot be moved</source>
        <translation>die beschädigte Datenbank lässt sich nicht verschieben</translation>
    </message>
    <message>
        <source>the disk failed or is full</source>
        <translation>das Laufwerk ist ausgefallen oder voll</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>das Laufwerk ist voll</translation>
    </message>
    <message>
        <source>the disk is full; decisions are kept and tried again</source>
        <translation>das Laufwerk ist voll; Entscheidungen warten und werden wieder versucht</translation>
    </message>
    <message>
        <source>the file system offers no write-ahead log (it gave {mode})</source>
        <translation>das Dateisystem bietet kein Write-Ahead-Log (es gab {mode})</translation>
    </message>
    <message>
        <source>the log names them</source>
        <translation>das Protokoll nennt sie</translation>
    </message>
    <message>
        <source>the name is taken by {name}</source>
        <translation>den Namen hat schon {name}</translation>
    </message>
    <message>
        <source>the network cannot be searched</source>
        <translation>das Netz lässt sich nicht absuchen</translation>
    </message>
    <message>
        <source>the picture is not live, so nothing was sent</source>
        <translation>das Bild ist nicht live, darum wurde nichts gesendet</translation>
    </message>
    <message>
        <source>the same plate is on line {line} (O and 0 count as the same)</source>
        <translation>dasselbe Kennzeichen steht in Zeile {line} (O und 0 gelten als gleich)</translation>
    </message>
    <message>
        <source>the server has no room left (disk, memory or connections)</source>
        <translation>der Server hat keinen Platz mehr (Laufwerk, Speicher oder Verbindungen)</translation>
    </message>
    <message>
        <source>the server is read-only</source>
        <translation>der Server lässt nur lesen</translation>
    </message>
    <message>
        <source>the server is shutting down or ended the request</source>
        <translation>der Server wird beendet oder brach die Anfrage ab</translation>
    </message>
    <message>
        <source>the shipped ones read instead</source>
        <translation>die mitgelieferten lesen stattdessen</translation>
    </message>
    <message>
        <source>the stored picture is no JPEG</source>
        <translation>das gespeicherte Bild ist kein JPEG</translation>
    </message>
    <message>
        <source>the stream names no usable boundary</source>
        <translation>der Strom nennt keine brauchbare Grenze</translation>
    </message>
    <message>
        <source>the vehicle in front is on the block list, so say it again</source>
        <translation>das Fahrzeug davor steht auf der Sperrliste, bitte wiederholen</translation>
    </message>
    <message>
        <source>there is no such database</source>
        <translation>diese Datenbank gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such picture</source>
        <translation>dieses Bild gibt es nicht</translation>
    </message>
    <message>
        <source>this agent does not pair</source>
        <translation>dieser Agent koppelt nicht</translation>
    </message>
    <message>
        <source>this is no Gatehouse agent</source>
        <translation>das ist kein Agent von Gatehouse</translation>
    </message>
    <message>
        <source>this site has people already</source>
        <translation>diese Anlage hat schon Personen</translation>
    </message>
    <message>
        <source>this user has too few rights there</source>
        <translation>dieser Benutzer hat dort zu wenig Rechte</translation>
    </message>
    <message>
        <source>too few characters</source>
        <translation>zu wenige Zeichen</translation>
    </message>
    <message>
        <source>too few to ask about</source>
        <translation>zu wenige, um danach zu fragen</translation>
    </message>
    <message>
        <source>too late, so nothing was sent</source>
        <translation>zu spät, darum wurde nichts gesendet</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>zu viele Anfragen</translation>
    </message>
    <message>
        <source>try again</source>
        <translation>noch einmal versuchen</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>Datenbankdatei lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>usable is yes or no, not {text}</source>
        <translation>usable ist yes oder no, nicht {text}</translation>
    </message>
    <message>
        <source>valid_until is not after valid_from</source>
        <translation>valid_until liegt nicht nach valid_from</translation>
    </message>
    <message>
        <source>vehicle {plate}</source>
        <translation>Fahrzeug {plate}</translation>
    </message>
    <message>
        <source>wanted an address such as http://192.168.1.20:8080/stream.mjpg</source>
        <translation>gebraucht wird eine Adresse wie http://192.168.1.20:8080/stream.mjpg</translation>
    </message>
    <message>
        <source>wanted letters, digits, - and _ alone, found {text}</source>
        <translation>nur Buchstaben, Ziffern, - und _ sind erlaubt, da steht {text}</translation>
    </message>
    <message>
        <source>wanted {wanted}, found {found}</source>
        <translation>gebraucht wird {wanted}, da steht {found}</translation>
    </message>
    <message>
        <source>was changed since the preview</source>
        <translation>wurde seit der Vorschau geändert</translation>
    </message>
    <message>
        <source>was changed since these models were taken over</source>
        <translation>wurde seit der Übernahme dieser Modelle geändert</translation>
    </message>
    <message>
        <source>was restarted just now</source>
        <translation>wurde eben neu gestartet</translation>
    </message>
    <message>
        <source>weights {path}</source>
        <translation>Gewichte {path}</translation>
    </message>
    <message>
        <source>whoever answers does not know the code; is that the right address?</source>
        <translation>wer antwortet, kennt den Code nicht; ist das die richtige Adresse?</translation>
    </message>
    <message>
        <source>work barriers</source>
        <translation>Schranken bedienen</translation>
    </message>
    <message>
        <source>wrong signature</source>
        <translation>falsche Unterschrift</translation>
    </message>
    <message>
        <source>{column} holds the control character {character}</source>
        <translation>{column} enthält das Steuerzeichen {character}</translation>
    </message>
    <message>
        <source>{column} {text} has no time zone; add Z for UTC</source>
        <translation>{column} {text} hat keine Zeitzone; Z für UTC anhängen</translation>
    </message>
    <message>
        <source>{column} {text} is no date such as 2026-01-31 or 2026-01-31T08:00:00Z</source>
        <translation>{column} {text} ist kein Datum wie 2026-01-31 oder 2026-01-31T08:00:00Z</translation>
    </message>
    <message>
        <source>{count} decisions could not be recorded</source>
        <translation>{count} Entscheidungen konnten nicht festgehalten werden</translation>
    </message>
    <message>
        <source>{id} is the id of another lane</source>
        <translation>{id} ist schon die Kennung einer Spur</translation>
    </message>
    <message>
        <source>{name} stands in the file twice</source>
        <translation>{name} steht zweimal in der Datei</translation>
    </message>
    <message>
        <source>{one} is set and {other} is not: what is tried out sends no pictures to Google</source>
        <translation>{one} ist gesetzt und {other} nicht: was ausprobiert wird, sendet keine Bilder an Google</translation>
    </message>
    <message>
        <source>{plate} is on the block list</source>
        <translation>{plate} steht auf der Sperrliste</translation>
    </message>
    <message>
        <source>{plate} is registered already (O and 0 count as the same)</source>
        <translation>{plate} ist schon erfasst (O und 0 gelten als gleich)</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>No lanes</source>
        <translation>Keine Spuren</translation>
    </message>
    <message>
        <source>Not connected to Firebase</source>
        <translation>Firebase getrennt</translation>
    </message>
    <message>
        <source>Recognition failed</source>
        <translation>Erkennung gestört</translation>
    </message>
    <message>
        <source>Recognition loading</source>
        <translation>Erkennung lädt</translation>
    </message>
    <message>
        <source>Recognition ready</source>
        <translation>Erkennung bereit</translation>
    </message>
    <message numerus="yes">
        <source>{up} of %n lanes up</source>
        <translation>
            <numerusform>{up} von %n Spur</numerusform>
            <numerusform>{up} von %n Spuren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UncaughtErrors</name>
    <message>
        <source>Internal error, see the log: {error}</source>
        <translation>Interner Fehler, siehe Protokoll: {error}</translation>
    </message>
</context>
<context>
    <name>VehicleMatches</name>
    <message>
        <source>Nearest registered vehicles</source>
        <translation>Ähnlichste erfasste Fahrzeuge</translation>
    </message>
    <message>
        <source>No owner</source>
        <translation>Kein Halter</translation>
    </message>
    <message>
        <source>No registered vehicle is near</source>
        <translation>Kein erfasstes Fahrzeug ist ähnlich</translation>
    </message>
    <message>
        <source>The registry could not be checked</source>
        <translation>Fahrzeugliste nicht prüfbar</translation>
    </message>
    <message>
        <source>cost {cost}</source>
        <translation>Abstand {cost}</translation>
    </message>
    <message>
        <source>from {date}</source>
        <translation>ab {date}</translation>
    </message>
    <message>
        <source>same text</source>
        <translation>gleicher Text</translation>
    </message>
    <message>
        <source>until {date}</source>
        <translation>bis {date}</translation>
    </message>
</context>
<context>
    <name>VehiclesModel</name>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Expired {time}</source>
        <translation>Abgelaufen {time}</translation>
    </message>
    <message>
        <source>From {time}</source>
        <translation>Ab {time}</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Halter</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Until {time}</source>
        <translation>Bis {time}</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>{since} bis {until}</translation>
    </message>
</context>
<context>
    <name>VehiclesPageView</name>
    <message>
        <source>A day alone counts as a whole day. A visitor needs a day on which the visit ends; after it the vehicle is not let in by itself.</source>
        <translation>Ein Tag allein zählt als ganzer Tag. Ein Besucher braucht einen Tag, an dem der Besuch endet; danach wird das Fahrzeug nicht von selbst eingelassen.</translation>
    </message>
    <message>
        <source>Add this vehicle, or change it</source>
        <translation>Dieses Fahrzeug hinzufügen oder ändern</translation>
    </message>
    <message>
        <source>Added: {plate}, {kind}, {owner}</source>
        <translation>Neu: {plate}, {kind}, {owner}</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Zurück zum Formular</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Change {plate}</source>
        <translation>{plate} ändern</translation>
    </message>
    <message>
        <source>Changed: {plate}: {what}</source>
        <translation>Geändert: {plate}: {what}</translation>
    </message>
    <message>
        <source>Choose the day of the box, or of the end of the validity</source>
        <translation>Den Tag des Feldes oder des Endes der Gültigkeit wählen</translation>
    </message>
    <message>
        <source>Do all that is listed, or nothing</source>
        <translation>Alles Aufgeführte tun, oder nichts</translation>
    </message>
    <message>
        <source>Do not import</source>
        <translation>Nicht einlesen</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV ausgeben</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find a vehicle</source>
        <translation>Fahrzeug suchen</translation>
    </message>
    <message>
        <source>Import CSV</source>
        <translation>CSV einlesen</translation>
    </message>
    <message>
        <source>Import these</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Import {file}</source>
        <translation>{file} einlesen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Leave out the refused lines</source>
        <translation>Die abgewiesenen Zeilen weglassen</translation>
    </message>
    <message>
        <source>Line {line} refused: {plate}: {reason}</source>
        <translation>Zeile {line} abgewiesen: {plate}: {reason}</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>No vehicles are registered yet</source>
        <translation>Noch sind keine Fahrzeuge erfasst</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>One character away from {plate} ({owner}): a camera may take one for the other, and such a vehicle is not let in by itself.</source>
        <translation>Ein Zeichen neben {plate} ({owner}): Eine Kamera kann das eine für das andere halten, und ein solches Fahrzeug wird nicht von selbst eingelassen.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Halter</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Plate, owner, kind or note</source>
        <translation>Kennzeichen, Halter, Art oder Notiz</translation>
    </message>
    <message>
        <source>Register a vehicle</source>
        <translation>Fahrzeug erfassen</translation>
    </message>
    <message>
        <source>Register another</source>
        <translation>Ein weiteres erfassen</translation>
    </message>
    <message>
        <source>Registered vehicles</source>
        <translation>Erfasste Fahrzeuge</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>See what a CSV file would change, then decide</source>
        <translation>Sehen, was eine CSV-Datei ändern würde, dann entscheiden</translation>
    </message>
    <message>
        <source>Take the selected vehicle out of the registry</source>
        <translation>Das gewählte Fahrzeug aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>Fahrzeuge</translation>
    </message>
    <message>
        <source>What the file would do</source>
        <translation>Was die Datei bewirken würde</translation>
    </message>
    <message>
        <source>no owner</source>
        <translation>kein Halter</translation>
    </message>
    <message>
        <source>such as {example}</source>
        <translation>etwa {example}</translation>
    </message>
    <message>
        <source>{added} added, {changed} changed, {same} as they are, {refused} refused</source>
        <translation>{added} neu, {changed} geändert, {same} unverändert, {refused} abgewiesen</translation>
    </message>
    <message>
        <source>{count}, {expired} expired</source>
        <translation>{count}, {expired} abgelaufen</translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n vehicles</source>
        <translation>
            <numerusform>{shown} von %n Fahrzeug</numerusform>
            <numerusform>{shown} von %n Fahrzeugen</numerusform>
        </translation>
    </message>
    <message>
        <source>{text} is no day or time such as {example}</source>
        <translation>{text} ist kein Tag und keine Zeit wie {example}</translation>
    </message>
</context>
<context>
    <name>WaitingSound</name>
    <message>
        <source>No sound can be played on this computer; it beeps, and the tile of a passage that waits too long pulses.</source>
        <translation>Dieser Rechner kann keinen Ton abspielen; er piept, und die Kachel einer Durchfahrt, die zu lange wartet, pulsiert.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>A character is uncertain</source>
        <translation>Ein Zeichen ist unsicher</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Eingelassen</translation>
    </message>
    <message>
        <source>All gates hold</source>
        <translation>Alle Schranken halt</translation>
    </message>
    <message>
        <source>All hold</source>
        <translation>Alle halt</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Attendant&apos;s judgement</source>
        <translation>Ermessen der Pforte</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>Schranke</translation>
    </message>
    <message>
        <source>Barrier closed</source>
        <translation>Schranke zu</translation>
    </message>
    <message>
        <source>Barrier moving</source>
        <translation>Schranke bewegt sich</translation>
    </message>
    <message>
        <source>Barrier open</source>
        <translation>Schranke offen</translation>
    </message>
    <message>
        <source>Barrier test</source>
        <translation>Schrankenprüfung</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>By the attendant</source>
        <translation>Durch die Pforte</translation>
    </message>
    <message>
        <source>Camera out of order</source>
        <translation>Kamera gestört</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Berichtigen</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Berichtigt</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Lieferung</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Abweisen</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Notfall</translation>
    </message>
    <message>
        <source>Fits more than one registered plate</source>
        <translation>Passt auf mehrere erfasste Kennzeichen</translation>
    </message>
    <message>
        <source>Followed another vehicle through</source>
        <translation>Ist einem anderen Fahrzeug gefolgt</translation>
    </message>
    <message>
        <source>Guest</source>
        <translation>Gast</translation>
    </message>
    <message>
        <source>Held open</source>
        <translation>Offen gehalten</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Offen halten</translation>
    </message>
    <message>
        <source>Is inside already</source>
        <translation>Ist schon auf dem Gelände</translation>
    </message>
    <message>
        <source>Leaves without having entered</source>
        <translation>Fährt aus, ohne eingefahren zu sein</translation>
    </message>
    <message>
        <source>Long queue</source>
        <translation>Lange Schlange</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>New vehicle, to be registered</source>
        <translation>Neues Fahrzeug, noch zu erfassen</translation>
    </message>
    <message>
        <source>No longer needed</source>
        <translation>Nicht mehr nötig</translation>
    </message>
    <message>
        <source>No vehicle there</source>
        <translation>Kein Fahrzeug da</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>Nicht erfasst</translation>
    </message>
    <message>
        <source>Not yet sure of the plate</source>
        <translation>Kennzeichen noch nicht sicher</translation>
    </message>
    <message>
        <source>On the block list</source>
        <translation>Auf der Sperrliste</translation>
    </message>
    <message>
        <source>Only similar to a registered plate</source>
        <translation>Nur ähnlich wie ein erfasstes Kennzeichen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Permit was shown</source>
        <translation>Ausweis wurde gezeigt</translation>
    </message>
    <message>
        <source>Person is known</source>
        <translation>Person ist bekannt</translation>
    </message>
    <message>
        <source>Plate is dirty or damaged</source>
        <translation>Kennzeichen schmutzig oder beschädigt</translation>
    </message>
    <message>
        <source>Plate was misread</source>
        <translation>Kennzeichen falsch gelesen</translation>
    </message>
    <message>
        <source>Position unknown</source>
        <translation>Stellung unbekannt</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Wird festgehalten</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Abweisen</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Erfasst</translation>
    </message>
    <message>
        <source>Registered, but not valid now</source>
        <translation>Erfasst, aber jetzt nicht gültig</translation>
    </message>
    <message>
        <source>Registered, one character read differently</source>
        <translation>Erfasst, ein Zeichen anders gelesen</translation>
    </message>
    <message>
        <source>Registration not valid now</source>
        <translation>Erfassung jetzt nicht gültig</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Fahrzeugliste</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Slip of the hand</source>
        <translation>Vertippt</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>The decision could not be recorded</source>
        <translation>Die Entscheidung konnte nicht festgehalten werden</translation>
    </message>
    <message>
        <source>The decision was taken back</source>
        <translation>Die Entscheidung wurde zurückgenommen</translation>
    </message>
    <message>
        <source>The picture was not live</source>
        <translation>Das Bild war nicht live</translation>
    </message>
    <message>
        <source>The plate could not be read</source>
        <translation>Das Kennzeichen war nicht lesbar</translation>
    </message>
    <message>
        <source>The registry could not be checked</source>
        <translation>Fahrzeugliste nicht prüfbar</translation>
    </message>
    <message>
        <source>The time of the hold was up</source>
        <translation>Die Zeit des Offenhaltens war um</translation>
    </message>
    <message>
        <source>Tradesman</source>
        <translation>Handwerker</translation>
    </message>
    <message>
        <source>Vehicle approaching</source>
        <translation>Fahrzeug kommt näher</translation>
    </message>
    <message>
        <source>Vehicle leaving</source>
        <translation>Fahrzeug fährt weg</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>Besucher</translation>
    </message>
    <message>
        <source>Was at another gate just now</source>
        <translation>War eben an einer anderen Schranke</translation>
    </message>
    <message>
        <source>Wrong lane</source>
        <translation>Falsche Spur</translation>
    </message>
    <message>
        <source>approaching</source>
        <translation>kommt näher</translation>
    </message>
    <message>
        <source>leaving</source>
        <translation>fährt weg</translation>
    </message>
    <message>
        <source>{age} min</source>
        <translation>{age} min</translation>
    </message>
    <message>
        <source>{age} s</source>
        <translation>{age} s</translation>
    </message>
    <message>
        <source>{count} longer</source>
        <translation>{count} länger</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>{count} shorter</source>
        <translation>{count} kürzer</translation>
    </message>
    <message>
        <source>{theirs} for {ours} at place {place}</source>
        <translation>{theirs} statt {ours} an Stelle {place}</translation>
    </message>
</context>
<context>
    <name>WritingChoices</name>
    <message>
        <source>Also pictures with everything drawn on them</source>
        <translation>Auch Bilder, in die alles eingezeichnet ist</translation>
    </message>
    <message>
        <source>Blur faces</source>
        <translation>Gesichter unkenntlich machen</translation>
    </message>
    <message>
        <source>Blur other plates in the picture</source>
        <translation>Andere Kennzeichen unkenntlich machen</translation>
    </message>
    <message>
        <source>Keep pictures that are nearly the same</source>
        <translation>Fast gleiche Bilder behalten</translation>
    </message>
    <message>
        <source>Pictures with boxes and corners (COCO)</source>
        <translation>Bilder mit Rahmen und Ecken (COCO)</translation>
    </message>
    <message>
        <source>Pictures with boxes as XML (PASCAL VOC)</source>
        <translation>Bilder mit Rahmen als XML (PASCAL VOC)</translation>
    </message>
    <message>
        <source>Pictures with boxes for YOLO</source>
        <translation>Bilder mit Rahmen für YOLO</translation>
    </message>
    <message>
        <source>Plates with their text (CSV)</source>
        <translation>Kennzeichen mit Text (CSV)</translation>
    </message>
    <message>
        <source>Single characters (a folder for each)</source>
        <translation>Einzelne Zeichen (je ein Ordner)</translation>
    </message>
</context>
</TS>
