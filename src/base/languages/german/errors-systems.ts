// Errors of git, Databricks, runs, plans and pipelines: titles and sentences of the catalogue.

export const ERRORS_SYSTEMS = {
  'Git not reachable': 'Git nicht erreichbar',
  'The git server of {repository} did not answer.': 'Der Git-Server von {repository} hat nicht geantwortet.',
  'Check the network and the address, then ask again.': 'Prüfe Netz und Adresse und frag noch einmal.',
  'Git refused': 'Git hat abgelehnt',
  'The git server refused the credentials for {repository}.':
    'Der Git-Server hat die Zugangsdaten für {repository} abgelehnt.',
  'Renew the token in BRICKBOT_GIT_TOKEN, then ask again.':
    'Erneuere das Token in BRICKBOT_GIT_TOKEN und frag noch einmal.',
  'No repository there': 'Dort ist kein Repository',
  'What answers at {repository} is no git repository with branches: the address is wrong, the repository is hidden from brickbot, or a sign-in page stands in front of it.':
    'Was unter {repository} antwortet, ist kein Git-Repository mit Branches: Die Adresse ist falsch, das Repository ist für brickbot verborgen, oder davor steht eine Anmeldeseite.',
  'Check git.url in brickbot.yaml, and BRICKBOT_GIT_TOKEN when the repository is private.':
    'Prüfe git.url in brickbot.yaml, und BRICKBOT_GIT_TOKEN, wenn das Repository privat ist.',
  'Git credential missing': 'Git-Zugangsdaten fehlen',
  'Databricks has no usable git credential for {repository}.':
    'Databricks hat keine brauchbaren Git-Zugangsdaten für {repository}.',
  'Add one under User settings > Linked accounts for the identity that brickbot uses, then ask again.':
    'Ergänze sie unter User settings > Linked accounts für die Identität von brickbot und frag noch einmal.',
  'Local changes in the way': 'Lokale Änderungen im Weg',
  'The checkout {path} has local changes that the update would overwrite.':
    'Der Checkout {path} hat lokale Änderungen, die überschrieben würden.',
  'Commit or discard them in Databricks, or ask a releaser for a clean checkout.':
    'Committe oder verwirf sie in Databricks, oder bitte einen Releaser um einen sauberen Checkout.',
  'Databricks cannot see it': 'Databricks sieht ihn nicht',
  'Databricks does not find the branch or tag “{ref}” at {repository}.':
    'Databricks findet den Branch oder Tag „{ref}“ bei {repository} nicht.',
  'Push the branch, then ask again.': 'Pushe den Branch und frag noch einmal.',
  'Databricks cannot reach git': 'Databricks erreicht Git nicht',
  'Databricks could not fetch from {repository}: {reason}':
    'Databricks konnte nicht von {repository} holen: {reason}',
  'Check the URL, the allow-list and the git credential in Databricks.':
    'Prüfe in Databricks die Adresse, die Liste erlaubter Adressen und die Git-Zugangsdaten.',
  'Checkout busy': 'Checkout belegt',
  'Another git operation holds {path}.': 'Ein anderer Git-Vorgang hält {path}.',
  'Ask again in a minute.': 'Frag in einer Minute noch einmal.',
  'Git not installed': 'Git nicht installiert',
  'brickbot needs the git program, and this machine has none that it can find.':
    'brickbot braucht das Programm git, und auf diesem Rechner ist keines zu finden.',
  'Install git and ask again.': 'Installiere git und frag noch einmal.',
  'The branch moved': 'Der Branch hat sich bewegt',
  '{ref} was {expected} when asked and is {actual} now.':
    '{ref} war bei der Bitte {expected} und ist jetzt {actual}.',
  'Look at the new commits, then ask again.': 'Sieh dir die neuen Commits an und frag noch einmal.',
  'Not the commit asked for': 'Nicht der verlangte Commit',
  'Databricks checked out {actual}, not {expected}.':
    'Databricks hat {actual} ausgecheckt, nicht {expected}.',
  'Ask again; if it stays so, check the repository URL of {path}.':
    'Frag noch einmal; bleibt es so, prüfe die Repository-Adresse von {path}.',
  'Workspace address': 'Adresse des Workspace',
  'The address of the Databricks workspace cannot be used: {problem}.':
    'Die Adresse des Databricks-Workspace ist unbrauchbar: {problem}.',
  'Set DATABRICKS_HOST to its https address, without a user or password.':
    'Setze DATABRICKS_HOST auf die https-Adresse, ohne Benutzer und Passwort.',
  'No Databricks credentials': 'Keine Databricks-Zugangsdaten',
  'No complete credential for Databricks is configured.':
    'Keine vollständigen Zugangsdaten für Databricks sind eingerichtet.',
  'Set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or the three of ARM_*.':
    'Setze DATABRICKS_TOKEN, oder DATABRICKS_CLIENT_ID und DATABRICKS_CLIENT_SECRET, oder die drei ARM_*.',
  'Too many credentials': 'Zu viele Zugangsdaten',
  'More than one kind of Databricks credentials is configured ({kinds}).':
    'Mehr als eine Art von Databricks-Zugangsdaten ist eingerichtet ({kinds}).',
  'Keep one kind and take the others out of the environment.':
    'Behalte eine Art und nimm die anderen aus der Umgebung.',
  'Not reachable': 'Nicht erreichbar',
  '{system} did not answer.': '{system} hat nicht geantwortet.',
  'Check the address and the network; npm run doctor tells which.':
    'Prüfe Adresse und Netz; npm run doctor sagt, welche.',
  'Token refused': 'Token abgelehnt',
  '{system} does not accept brickbot’s token.': '{system} nimmt das Token von brickbot nicht an.',
  'Renew the token or the service principal’s secret; npm run doctor shows which one is used.':
    'Erneuere das Token oder das Geheimnis des Dienstprinzipals; npm run doctor zeigt, welches benutzt wird.',
  'Access denied': 'Zugriff verweigert',
  '{system} says that brickbot’s identity may not do this.':
    '{system} sagt, dass die Identität von brickbot das nicht darf.',
  'Ask the owner of the object to grant access: {reason}':
    'Bitte den Eigentümer des Objekts um Zugriff: {reason}',
  'Not there': 'Nicht vorhanden',
  '{system} does not have {what}.': '{system} hat {what} nicht.',
  'Check the name or the id.': 'Prüfe den Namen oder die Id.',
  'Request rejected': 'Anfrage abgelehnt',
  '{system} rejected the request: {reason}': '{system} hat die Anfrage abgelehnt: {reason}',
  'This may be a fault of brickbot: quote the code below when you report it.':
    'Das ist vielleicht ein Fehler von brickbot: Nenne bei der Meldung den Code unten.',
  'Too many requests': 'Zu viele Anfragen',
  '{system} asks everybody to slow down.': '{system} bittet alle, langsamer zu machen.',
  'It was tried again {attempts} times; wait a minute and ask again.':
    'Es wurde noch {attempts}-mal versucht; warte eine Minute und frag noch einmal.',
  'Fault at the other side': 'Fehler auf der anderen Seite',
  '{system} answered with an error of its own ({status}).':
    '{system} hat mit einem eigenen Fehler geantwortet ({status}).',
  'Try again in a few minutes; its status page may say more.':
    'Versuch es in ein paar Minuten noch einmal; seine Statusseite sagt vielleicht mehr.',
  'Not an API answer': 'Keine Antwort der API',
  '{system} answered with something that is not its API (a sign-in page or a proxy).':
    '{system} hat mit etwas geantwortet, das nicht seine API ist (eine Anmeldeseite oder ein Proxy).',
  'Check the host name and the proxy.': 'Prüfe den Hostnamen und den Proxy.',
  'Too large to read': 'Zu groß zum Lesen',
  '{what} is larger than the {limit} MB that brickbot reads.':
    '{what} ist größer als die {limit} MB, die brickbot liest.',
  'Have the run log fewer rows, or a part of them.':
    'Lass den Lauf weniger Zeilen protokollieren oder einen Teil davon.',
  'Outcome unknown': 'Ausgang unbekannt',
  'The answer of {system} was lost after the request was sent.':
    'Die Antwort von {system} ging verloren, nachdem die Anfrage gesendet war.',
  'brickbot is reading the state back and will say how it ended.':
    'brickbot liest den Stand zurück und sagt, wie es ausging.',
  'brickbot looked for {minutes} minutes and could not see whether this took effect: {attempted}.':
    'brickbot hat {minutes} Minuten lang nachgesehen und konnte nicht erkennen, ob dies gewirkt hat: {attempted}.',
  'It may have. Look in {system} at {look}, then ask again.':
    'Es ist möglich. Sieh in {system} nach: {look}. Frag danach noch einmal.',
  'Run failed': 'Lauf fehlgeschlagen',
  'The run ended as {state}: {reason}': 'Der Lauf endete als {state}: {reason}',
  'Open the run for the whole trace, mend and run again.':
    'Öffne den Lauf für die ganze Fehlermeldung, bessere nach und starte neu.',
  'Time limit reached': 'Zeitlimit erreicht',
  'The run did not end within {limit} and was stopped.':
    'Der Lauf endete nicht innerhalb von {limit} und wurde angehalten.',
  'Look for an endless loop or a waiting cluster, or raise the limit in brickbot.yaml.':
    'Suche nach einer Endlosschleife oder einem wartenden Cluster, oder erhöhe das Limit in brickbot.yaml.',
  'The run was cancelled.': 'Der Lauf wurde abgebrochen.',
  'Databricks skipped the run: {reason}': 'Databricks hat den Lauf übersprungen: {reason}',
  'Wait for the running one to end, then ask again.': 'Warte, bis der laufende endet, und frag noch einmal.',
  'Still running': 'Läuft noch',
  'Run {run} is not over, so it cannot be repaired yet.':
    'Lauf {run} ist nicht zu Ende und kann noch nicht repariert werden.',
  'Wait for its end, or cancel it first.': 'Warte das Ende ab, oder brich ihn erst ab.',
  'Nothing to repair': 'Nichts zu reparieren',
  'No task of run {run} has failed.': 'Keine Aufgabe von Lauf {run} ist fehlgeschlagen.',
  'Run the job again if you want another result.': 'Starte den Job neu, wenn du ein anderes Ergebnis willst.',
  'Tests failed': 'Tests fehlgeschlagen',
  '{failed} of {total} tests failed.': '{failed} von {total} Tests sind fehlgeschlagen.',
  'The first failing assertion is on the card.': 'Die erste fehlgeschlagene Prüfung steht auf der Karte.',
  'Notebook error': 'Fehler im Notebook',
  'The notebook stopped before it gave results: {reason}':
    'Das Notebook hielt an, bevor es Ergebnisse gab: {reason}',
  'Mend the error shown and push again.': 'Behebe den gezeigten Fehler und pushe erneut.',
  'Results unreadable': 'Ergebnisse unlesbar',
  'The notebook’s exit value is not in a form that brickbot knows.':
    'Der Rückgabewert des Notebooks hat keine Form, die brickbot kennt.',
  'See the README, “Test results”.': 'Siehe README, „Test results“.',
  'Nothing to run it on': 'Nichts, worauf es laufen kann',
  'The machine that should have run it did not start: {reason}':
    'Der Rechner, auf dem es laufen sollte, startete nicht: {reason}',
  'On the embedded workspace install python3; on Databricks look at the cluster’s event log.':
    'Im eingebauten Workspace installiere python3; in Databricks sieh ins Ereignisprotokoll des Clusters.',
  'Run is gone': 'Lauf ist weg',
  'Databricks no longer has the run “{run}”, which brickbot started.':
    'Databricks hat den Lauf „{run}“ nicht mehr, den brickbot gestartet hatte.',
  'Somebody may have deleted it: look at the runs in the workspace, then run it again.':
    'Vielleicht hat ihn jemand gelöscht: Sieh die Läufe im Workspace an und starte ihn neu.',
  'Store not available': 'Speicher nicht verfügbar',
  'brickbot’s database does not answer, so nothing was started.':
    'Die Datenbank von brickbot antwortet nicht, es wurde also nichts gestartet.',
  'Ask the operator to look at the database; npm run doctor tells more.':
    'Bitte den Betrieb, nach der Datenbank zu sehen; npm run doctor sagt mehr.',
  'Already running': 'Läuft schon',
  'Another brickbot process holds the data folder {folder}.':
    'Ein anderer brickbot-Prozess hält den Datenordner {folder}.',
  'Use the running one, or stop it first.': 'Benutze den laufenden, oder halte ihn erst an.',
  'Database of another version': 'Datenbank einer anderen Version',
  'The data folder {folder} was written by PostgreSQL {version}; this brickbot opens {expected}.':
    'Der Datenordner {folder} wurde von PostgreSQL {version} geschrieben; dieser brickbot öffnet {expected}.',
  'Start the brickbot that wrote it, or move the folder away to begin anew.':
    'Starte den brickbot, der ihn schrieb, oder verschiebe den Ordner, um neu zu beginnen.',
  'Database of a newer brickbot': 'Datenbank eines neueren brickbot',
  'The database was brought to a newer form ({names}) than this brickbot {version} knows.':
    'Die Datenbank hat eine neuere Form ({names}), als dieser brickbot {version} kennt.',
  'Start the newer brickbot, or restore the back-up that was made before the upgrade.':
    'Starte den neueren brickbot, oder stelle die Sicherung von vor der Aktualisierung wieder her.',
  'Back-up not usable': 'Sicherung nicht brauchbar',
  'The back-up {file} cannot be put in place: {problem}.':
    'Die Sicherung {file} lässt sich nicht einsetzen: {problem}.',
  'Nothing was changed. Try an older back-up.': 'Nichts wurde geändert. Versuche eine ältere Sicherung.',
  'Answer too large': 'Antwort zu groß',
  'The answer does not fit on a card.': 'Die Antwort passt nicht auf eine Karte.',
  'Narrow the question.': 'Grenze die Frage ein.',
  'Export in the terminal': 'Export im Terminal',
  'An export of the audit trail is a file, which a chat cannot hold.':
    'Ein Export des Protokolls ist eine Datei, die ein Chat nicht halten kann.',
  'Run it where brickbot’s command line is, and keep what it prints: npm run brickbot -- {words}':
    'Führe es dort aus, wo die Befehlszeile von brickbot ist, und bewahre die Ausgabe auf: npm run brickbot -- {words}',
  'Audit trail damaged': 'Protokoll beschädigt',
  'The audit trail is not as it was written.': 'Das Protokoll ist nicht so, wie es geschrieben wurde.',
  'Keep the database as it is, compare it with a back-up, and find out who has rights on it.':
    'Lass die Datenbank, wie sie ist, vergleiche sie mit einer Sicherung, und stelle fest, wer Rechte darauf hat.',
  Restarting: 'Startet neu',
  'brickbot is restarting.': 'brickbot startet gerade neu.',
  'Ask again in a few seconds; operations go on by themselves.':
    'Frag in ein paar Sekunden noch einmal; Vorgänge gehen von selbst weiter.',
  'Something broke': 'Etwas ging kaputt',
  'brickbot ran into a fault of its own.': 'brickbot stieß auf einen eigenen Fehler.',
  'Quote the code below when you report it.': 'Nenne bei der Meldung den Code unten.',
  '{ref} may not go to {environment} now: {why}': '{ref} darf jetzt nicht nach {environment}: {why}',
  'Type “can I deploy {ref} to {environment}” to see every gate and what to do.':
    'Tippe „can I deploy {ref} to {environment}“, um jede Prüfung zu sehen und was zu tun ist.',
  'No such plan': 'Kein solcher Plan',
  'There is no plan {plan}; plans are kept for a day.':
    'Es gibt keinen Plan {plan}; Pläne werden einen Tag aufbewahrt.',
  'Type the command with --dry-run to make one.': 'Tippe den Befehl mit --dry-run, um einen zu machen.',
  'Plan too old': 'Plan zu alt',
  'Plan {plan} was made more than {hours} hours ago.':
    'Plan {plan} wurde vor mehr als {hours} Stunden gemacht.',
  'Type “{words}” to make a new one.': 'Tippe „{words}“, um einen neuen zu machen.',
  'Plan {plan} does not fit any more. {moved}': 'Plan {plan} passt nicht mehr. {moved}',
  'Type “{words}” to see how it stands now.': 'Tippe „{words}“, um zu sehen, wie es jetzt steht.',
  'No way back': 'Kein Weg zurück',
  'Operation {op} cannot be undone: {why}.': 'Vorgang {op} kann nicht rückgängig gemacht werden: {why}.',
  'Type “show deployments” to see what stood where.': 'Tippe „show deployments“, um zu sehen, was wo stand.',
  '{environment} has no earlier deployment that is not marked as bad.':
    '{environment} hat keine frühere Ausrollung, die nicht als schlecht gekennzeichnet ist.',
  'Name one: “rollback {environment} to <commit or operation>”.':
    'Nenne eine: „rollback {environment} to <Commit oder Vorgang>“.',
  Overtaken: 'Überholt',
  'After operation {op}, {person} brought {standing} to {environment} (op {later}).':
    'Nach Vorgang {op} brachte {person} {standing} nach {environment} (Vorgang {later}).',
  'Undo that one first, or type “rollback {environment} to {commit}”.':
    'Mach erst diesen rückgängig, oder tippe „rollback {environment} to {commit}“.',
  'Somebody else must start it': 'Jemand anders muss starten',
  '{environment} needs a second person: whoever asked for the way back does not start it.':
    '{environment} braucht eine zweite Person: Wer um den Rückweg bat, startet ihn nicht.',
  'Two words are missing': 'Zwei Wörter fehlen',
  'An emergency needs the words “{expected}”, typed exactly.':
    'Ein Notfall braucht die Wörter „{expected}“, genau so getippt.',
  'Type “emergency {plan} {expected} because <reason>”.':
    'Tippe „emergency {plan} {expected} because <Grund>“.',
  'Draw it anew': 'Neu zeichnen',
  'Operation {op} was a way back; it is not repeated, because something else may stand there now.':
    'Vorgang {op} war ein Rückweg; er wird nicht wiederholt, weil dort jetzt etwas anderes stehen kann.',
  'Type “rollback {environment} to <commit>” to see the way as it is now.':
    'Tippe „rollback {environment} to <Commit>“, um den Weg zu sehen, wie er jetzt ist.',
  'Not marked': 'Nicht gekennzeichnet',
  'Commit {commit} is not marked.': 'Commit {commit} ist nicht gekennzeichnet.',
  'Type “mark {commit} bad because <reason>” to mark it.':
    'Tippe „mark {commit} bad because <Grund>“, um ihn zu kennzeichnen.',
  'No tag for the old commit': 'Kein Tag für den alten Commit',
  'Databricks takes a branch or a tag, never a commit, and git did not take the tag {tag} at {commit}.':
    'Databricks nimmt einen Branch oder Tag, nie einen Commit, und Git nahm den Tag {tag} bei {commit} nicht an.',
  'Give brickbot’s git token the right to create tags, or create the tag yourself and deploy it.':
    'Gib dem Git-Token von brickbot das Recht, Tags anzulegen, oder lege den Tag selbst an und rolle ihn aus.',
  'No such commit here': 'Kein solcher Commit hier',
  '“{commit}” is neither a branch, a tag, nor a commit that brickbot has deployed.':
    '„{commit}“ ist weder Branch noch Tag noch ein Commit, den brickbot ausgerollt hat.',
  'Type “show deployments” to see commits, or name a branch.':
    'Tippe „show deployments“, um Commits zu sehen, oder nenne einen Branch.',
  'Not frozen': 'Nicht angehalten',
  '{environment} is not frozen now.': '{environment} ist jetzt nicht angehalten.',
  'Type “can I deploy <branch> to {environment}” to see every gate.':
    'Tippe „can I deploy <Branch> to {environment}“, um jede Prüfung zu sehen.',
  'Who is that?': 'Wer ist das?',
  'brickbot has not met “{person}”.': 'brickbot ist „{person}“ noch nicht begegnet.',
  'Have them say something to brickbot first, or type the name as it stands in Teams.':
    'Lass die Person erst etwas zu brickbot sagen, oder tippe den Namen so, wie er in Teams steht.',
  'Not waiting': 'Wartet nicht',
  'Operation {op} does not wait in a line.': 'Vorgang {op} wartet in keiner Schlange.',
  'Type “queue” to see who waits.': 'Tippe „queue“, um zu sehen, wer wartet.',
  'No pipelines here': 'Keine Pipelines hier',
  'brickbot does not know an Azure DevOps project.': 'brickbot kennt kein Azure-DevOps-Projekt.',
  'Set git.provider to azure-devops in brickbot.yaml, and AZURE_DEVOPS_EXT_PAT or the three of ARM_*.':
    'Setze git.provider in brickbot.yaml auf azure-devops, und AZURE_DEVOPS_EXT_PAT oder die drei ARM_*.',
  'No such pipeline': 'Keine solche Pipeline',
  'There is no pipeline {pipeline} in the project.': 'Im Projekt gibt es keine Pipeline {pipeline}.',
  'Pipeline failed': 'Pipeline fehlgeschlagen',
  'Build {build} of {pipeline} failed: {reason}': 'Build {build} von {pipeline} ist fehlgeschlagen: {reason}',
  'Open the build, mend what failed, then retry it.':
    'Öffne den Build, behebe den Fehler und versuch es erneut.',
  'Pipeline stopped': 'Pipeline angehalten',
  'Build {build} of {pipeline} was cancelled.': 'Build {build} von {pipeline} wurde abgebrochen.',
  'Run the pipeline again when it should go on.': 'Starte die Pipeline erneut, wenn es weitergehen soll.',
  'Build {build} has not ended.': 'Build {build} ist nicht zu Ende.',
  'Decided elsewhere': 'Wird woanders entschieden',
  'The stage {stage} waits for the promotion of {model}, which is decided on its own card.':
    'Die Stage {stage} wartet auf die Freigabe von {model}; entschieden wird auf deren eigener Karte.',
  'Type “{usage}”.': 'Tippe „{usage}“.',
  'Nothing in build {build} waits for a decision.': 'Nichts in Build {build} wartet auf eine Entscheidung.',
  'Type “show build {build}” to see where it stands.':
    'Tippe „show build {build}“, um zu sehen, wie es steht.',
} as const;
