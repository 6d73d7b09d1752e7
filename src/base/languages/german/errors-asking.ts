// Errors of asking, rights, locks and promotions: titles and sentences of the catalogue.

export const ERRORS_ASKING = {
  'There is no command like “{text}”.': 'Es gibt keinen Befehl wie „{text}“.',
  'Type help to see what can be asked here.': 'Tippe help, um zu sehen, was du hier fragen kannst.',
  'Check the wording': 'Bitte den Wortlaut prüfen',
  'Type {usage}': 'Tippe {usage}',
  'One thing missing': 'Eine Angabe fehlt',
  '{name} is missing.': '{name} fehlt.',
  'Message too long': 'Nachricht zu lang',
  'The message has {length} characters; {limit} is the most that is read.':
    'Die Nachricht hat {length} Zeichen; gelesen werden höchstens {limit}.',
  'Nothing to change': 'Nichts zu ändern',
  'Operation {op} takes no parameters, so it is repeated as it was or asked for anew.':
    'Vorgang {op} hat keine Parameter; er wird so wiederholt, wie er war, oder neu verlangt.',
  'Type “rerun {op}”, or “{words}” with what should differ.':
    'Tippe „rerun {op}“, oder „{words}“ mit dem, was anders sein soll.',
  'Send the command alone.': 'Sende den Befehl allein.',
  'Branch not found': 'Branch nicht gefunden',
  'There is no branch or tag “{ref}” in {repository}.':
    'Es gibt keinen Branch oder Tag „{ref}“ in {repository}.',
  'Check the name, or push the branch and ask again.':
    'Prüfe den Namen, oder pushe den Branch und frag noch einmal.',
  'Which one?': 'Welcher?',
  '“{ref}” fits more than one branch or tag.': '„{ref}“ passt auf mehr als einen Branch oder Tag.',
  'Choose one of those shown.': 'Wähle einen der gezeigten.',
  'Environment not found': 'Umgebung nicht gefunden',
  'There is no environment “{environment}”.': 'Es gibt keine Umgebung „{environment}“.',
  'Known here: {known}.': 'Hier bekannt: {known}.',
  'Which environment?': 'Welche Umgebung?',
  'More than one environment could be meant.': 'Mehr als eine Umgebung könnte gemeint sein.',
  'Say which one: {known}.': 'Sag, welche: {known}.',
  'Job not found': 'Job nicht gefunden',
  'No job is called “{job}”.': 'Kein Job heißt „{job}“.',
  'Type show jobs to see the jobs that brickbot can see.':
    'Tippe show jobs, um die Jobs zu sehen, die brickbot sieht.',
  'Which job?': 'Welcher Job?',
  '{count} jobs are called “{job}”.': '{count} Jobs heißen „{job}“.',
  'Say its number instead: {known}.': 'Nenne stattdessen die Nummer: {known}.',
  'Suite not found': 'Suite nicht gefunden',
  'There is no test suite “{suite}”.': 'Es gibt keine Testsuite „{suite}“.',
  'Known suites: {known}.': 'Bekannte Suites: {known}.',
  'Experiment not found': 'Experiment nicht gefunden',
  'There is no experiment “{experiment}”.': 'Es gibt kein Experiment „{experiment}“.',
  'Nearest: {near}. Its full path or its id works too.':
    'Am nächsten: {near}. Der volle Pfad oder die Id geht auch.',
  'Run not found': 'Lauf nicht gefunden',
  'There is no run “{run}”.': 'Es gibt keinen Lauf „{run}“.',
  'Copy the id from an experiment or job card.':
    'Kopiere die Id aus einer Karte eines Experiments oder Jobs.',
  'Metric not found': 'Metrik nicht gefunden',
  'No run of {experiment} has logged “{metric}”.': 'Kein Lauf von {experiment} hat „{metric}“ protokolliert.',
  'Metrics logged there: {known}.': 'Dort protokollierte Metriken: {known}.',
  'Operation not found': 'Vorgang nicht gefunden',
  'There is no operation {op}.': 'Es gibt keinen Vorgang {op}.',
  'The id stands at the foot of every operation card.': 'Die Id steht am Fuß jeder Karte eines Vorgangs.',
  'Subscription not found': 'Abonnement nicht gefunden',
  'There is no subscription “{subscription}” here.': 'Hier gibt es kein Abonnement „{subscription}“.',
  'Type subscriptions to see them.': 'Tippe subscriptions, um sie zu sehen.',
  'Nowhere to post': 'Kein Ort zum Melden',
  'A terminal cannot be posted to.': 'In ein Terminal kann nicht gemeldet werden.',
  'Subscribe in the chat where it is to be posted.': 'Abonniere in dem Chat, in dem gemeldet werden soll.',
  'Not configured': 'Nicht eingerichtet',
  '{what} is not configured.': '{what} ist nicht eingerichtet.',
  'Add {key} to brickbot.yaml.': 'Ergänze {key} in brickbot.yaml.',
  'Configuration invalid': 'Konfiguration ungültig',
  'The configuration has {count} fault(s).': 'Die Konfiguration hat {count} Fehler.',
  'Mend the lines listed, then start again.': 'Berichtige die genannten Zeilen und starte neu.',
  'Not permitted': 'Nicht erlaubt',
  '{action} needs the role {role}; {person} is {actual}.':
    '{action} braucht die Rolle {role}; {person} ist {actual}.',
  'Ask {whom}.': 'Frag {whom}.',
  'Not yours to press': 'Nicht dein Knopf',
  'Only {whom} may do this.': 'Das darf nur {whom}.',
  'Ask them, or type the command yourself.': 'Bitte sie darum, oder tippe den Befehl selbst.',
  'Already decided': 'Schon entschieden',
  'Operation {op} waits for nobody any more: it is {state}.':
    'Vorgang {op} wartet auf niemanden mehr: Er ist {state}.',
  'Its card shows how things stand.': 'Seine Karte zeigt, wie es steht.',
  'Button refused': 'Knopf abgelehnt',
  'The button’s data does not belong to anything that brickbot has posted.':
    'Die Daten des Knopfs gehören zu nichts, was brickbot gepostet hat.',
  'Type the command instead.': 'Tippe stattdessen den Befehl.',
  'Not for this tenant': 'Nicht für diesen Mandanten',
  'brickbot does not serve this organisation.': 'brickbot bedient diese Organisation nicht.',
  'Ask the owner of this bot to add the tenant.':
    'Bitte den Eigentümer dieses Bots, den Mandanten aufzunehmen.',
  'Already over': 'Schon vorbei',
  'Operation {op} had already ended: {state}.': 'Vorgang {op} war schon zu Ende: {state}.',
  'Nothing is left to cancel.': 'Es gibt nichts mehr abzubrechen.',
  'It was cancelled by {person}.': 'Abgebrochen von {person}.',
  'Ask again when you are ready.': 'Frag noch einmal, wenn du so weit bist.',
  'Not started in time': 'Nicht rechtzeitig gestartet',
  'Nobody pressed Start within {minutes} minutes.':
    'Innerhalb von {minutes} Minuten hat niemand auf Starten gedrückt.',
  Busy: 'Belegt',
  '{target} is taken by operation {op} of {person}.': '{target} ist durch Vorgang {op} von {person} belegt.',
  'Wait for it to end, or cancel it.': 'Warte das Ende ab, oder brich ihn ab.',
  '{environment} is locked by {person} for {minutes} more minutes: {reason}':
    '{environment} ist von {person} noch {minutes} Minuten gesperrt: {reason}',
  'Ask them to release it, or wait for its end. Type “locks” to see all locks.':
    'Bitte um Freigabe, oder warte das Ende ab. „locks“ zeigt alle Sperren.',
  'Not locked': 'Nicht gesperrt',
  'Nobody has a lock on {environment}.': 'Niemand hat eine Sperre auf {environment}.',
  'Type “locks” to see which environments are locked.':
    'Tippe „locks“, um zu sehen, welche Umgebungen gesperrt sind.',
  'A reason is needed': 'Ein Grund ist nötig',
  'The lock on {environment} belongs to {person}.': 'Die Sperre auf {environment} gehört {person}.',
  'Type “unlock {environment} because <reason>”.': 'Tippe „unlock {environment} because <Grund>“.',
  'No such model': 'Kein solches Modell',
  'There is no model {model} in the registry.': 'In der Registry gibt es kein Modell {model}.',
  'Did you mean one of these: {near}.': 'Meintest du eines davon: {near}.',
  'No such version': 'Keine solche Version',
  'The model {model} has no version {version}.': 'Das Modell {model} hat keine Version {version}.',
  'No such target': 'Kein solches Ziel',
  '{model} cannot be promoted to {target}.': '{model} kann nicht zu {target} gebracht werden.',
  'Say one of these: {near}.': 'Nenne eines davon: {near}.',
  'Not in this registry': 'Nicht in dieser Registry',
  '{registry} does not know {what}.': '{registry} kennt {what} nicht.',
  'Use {instead} as the target in brickbot.yaml.': 'Setze {instead} als Ziel in brickbot.yaml.',
  'Version not ready': 'Version nicht bereit',
  'Version {version} of {model} is {status}: the registry has not finished with it.':
    'Version {version} von {model} ist {status}: Die Registry ist noch nicht fertig damit.',
  'Ask again when the registry shows it as ready.':
    'Frag noch einmal, wenn die Registry sie als bereit zeigt.',
  'Already there': 'Schon dort',
  'Version {version} of {model} holds {target} already.':
    'Version {version} von {model} hält {target} bereits.',
  'There is nothing to decide.': 'Es gibt nichts zu entscheiden.',
  '{what} needs a reason that others can read later.':
    '{what} braucht einen Grund, den andere später lesen können.',
  'Say it again with: because …, for example “{usage}”.':
    'Sag es noch einmal mit: because …, zum Beispiel „{usage}“.',
  'Nothing to decide': 'Nichts zu entscheiden',
  'Operation {op} is no request for a promotion.': 'Vorgang {op} ist kein Antrag auf eine Beförderung.',
  'Type “approvals” to see what waits for a decision.':
    'Tippe „approvals“, um zu sehen, was auf eine Entscheidung wartet.',
  'The evidence for operation {op} is still being gathered.':
    'Die Belege für Vorgang {op} werden noch gesammelt.',
  'Look at its card again in a moment.': 'Sieh gleich noch einmal auf seine Karte.',
  'Operation {op} is already {state}{by}.': 'Vorgang {op} ist schon {state}{by}.',
  'Not on your own request': 'Nicht beim eigenen Antrag',
  '{person} asked for this promotion and cannot decide on it.':
    '{person} hat diese Beförderung beantragt und kann nicht darüber entscheiden.',
  'Ask {whom}; to take the request back, type “withdraw {op}”.':
    'Frag {whom}; um den Antrag zurückzuziehen, tippe „withdraw {op}“.',
  'Not on your own work': 'Nicht bei der eigenen Arbeit',
  '{person} trained this version or wrote its last commit and cannot decide on it.':
    '{person} hat diese Version trainiert oder ihren letzten Commit geschrieben und kann nicht darüber entscheiden.',
  'Not an approver here': 'Hier nicht genehmigungsberechtigt',
  '{person} may not decide on this promotion.': '{person} darf über diese Beförderung nicht entscheiden.',
  'Not your turn': 'Du bist nicht an der Reihe',
  'Decisions are taken in order here, or your part has spoken already.':
    'Entschieden wird hier der Reihe nach, oder dein Teil hat schon gesprochen.',
  'Next is {whom}.': 'Als Nächstes: {whom}.',
  'Blocked by a gate': 'Von einer Prüfung blockiert',
  'These gates stand in the way: {gates}.': 'Diese Prüfungen stehen im Weg: {gates}.',
  'Make them green and ask again, or have an owner ({owners}) waive them: waive {op} <gate> because ….':
    'Mach sie grün und frag erneut, oder lass eine zuständige Person ({owners}) eine Ausnahme erlauben: waive {op} <gate> because ….',
  'Not the emergency path': 'Kein Notfallweg',
  'Only an admin may decide alone; {person} is none.':
    'Allein entscheiden darf nur ein Admin; {person} ist keiner.',
  'Ask an admin, or collect the approvals that are asked for.':
    'Frag einen Admin, oder sammle die verlangten Genehmigungen.',
  'Not yours to waive': 'Nicht deine Ausnahme',
  'Only its owners may waive the gate {gate}.':
    'Nur die Zuständigen dürfen für die Prüfung {gate} eine Ausnahme erlauben.',
  'Ask {owners}.': 'Frag {owners}.',
  'Nothing to waive': 'Keine Ausnahme nötig',
  'No failed gate of operation {op} is called {gate}.':
    'Keine fehlgeschlagene Prüfung von Vorgang {op} heißt {gate}.',
  'Failed gates: {gates}.': 'Fehlgeschlagene Prüfungen: {gates}.',
  Rejected: 'Abgelehnt',
  '{person} rejected it: {because}': '{person} hat abgelehnt: {because}',
  'Mend what was named and ask again.': 'Bessere nach, was genannt wurde, und frag noch einmal.',
  Expired: 'Abgelaufen',
  'Nobody decided within {hours} hours.': 'Innerhalb von {hours} Stunden hat niemand entschieden.',
  'Press Request again, or type the command once more.':
    'Drücke auf Erneut anfordern, oder tippe den Befehl noch einmal.',
  'Something moved': 'Etwas hat sich bewegt',
  'What was shown is not what is there now. {moved}':
    'Was gezeigt wurde, ist nicht mehr, was jetzt da ist. {moved}',
  'Votes on the old card do not count. Press Request again to decide on what is there now.':
    'Stimmen auf der alten Karte zählen nicht. Drücke auf Erneut anfordern, um über den jetzigen Stand zu entscheiden.',
  'Somebody else moved it': 'Jemand anders hat es bewegt',
  '{target} of {model} holds {actual} although it was set to version {version}.':
    '{target} von {model} hält {actual}, obwohl Version {version} gesetzt wurde.',
  'Look at who moved it in “history model {model}”, then decide anew.':
    'Sieh in „history model {model}“ nach, wer es bewegt hat, und entscheide dann neu.',
  'Nothing to go back to': 'Nichts, wohin es zurückgeht',
  'brickbot knows no earlier holder of {target} of {model}.':
    'brickbot kennt keinen früheren Inhaber von {target} von {model}.',
  'Promote the version that you want by name.': 'Befördere die gewünschte Version mit Namen.',
  'Answered already': 'Schon beantwortet',
  'Somebody has answered this, or it was moved again since.':
    'Jemand hat dies beantwortet, oder es wurde seitdem wieder bewegt.',
  'Type “history model <name>” to see how it stands.':
    'Tippe „history model <Name>“, um zu sehen, wie es steht.',
  'Smoke job failed': 'Rauchtest-Job fehlgeschlagen',
  'The target was moved, but the smoke job {job} ended as {state}.':
    'Das Ziel wurde bewegt, aber der Rauchtest-Job {job} endete als {state}.',
  'Press Undo to bring the earlier version back, or look into the run first.':
    'Drücke auf Rückgängig, um die frühere Version zurückzubringen, oder sieh erst in den Lauf.',
  'Not sure who you are': 'Unsicher, wer du bist',
  'It could not be found out now who {person} is and to which groups they belong, so what changes something is refused.':
    'Die Identität und die Gruppen von {person} ließen sich jetzt nicht feststellen; was etwas ändert, wird daher abgelehnt.',
  'Ask again in a few minutes; looking at things works meanwhile. If it lasts, an admin runs `npm run doctor`.':
    'Frag in ein paar Minuten noch einmal; Nachsehen geht solange. Wenn es anhält, führt ein Admin `npm run doctor` aus.',
  'Account switched off': 'Konto abgeschaltet',
  'The account of {person} is switched off or unknown in this organisation.':
    'Das Konto von {person} ist in dieser Organisation abgeschaltet oder unbekannt.',
  'Ask who looks after accounts in Microsoft Entra.': 'Frag, wer die Konten in Microsoft Entra betreut.',
  'Sign in to go on': 'Melde dich an, um fortzufahren',
  '{system} is to see {person} and not brickbot here, and {person} has not signed in.':
    '{system} soll hier {person} sehen und nicht brickbot, und {person} ist nicht angemeldet.',
  'Write `sign in` to brickbot in a chat of your own; it goes on by itself then.':
    'Schreibe brickbot in deinem eigenen Chat `sign in`; es geht dann von selbst weiter.',
  'Consent is missing': 'Die Zustimmung fehlt',
  'Microsoft Entra does not let brickbot act as {person} at {system}: the consent is missing or was withdrawn.':
    'Microsoft Entra lässt brickbot bei {system} nicht als {person} handeln: Die Zustimmung fehlt oder wurde zurückgezogen.',
  'Write `sign in` to brickbot in a chat of your own, or ask an administrator of Entra to consent.':
    'Schreibe brickbot in deinem eigenen Chat `sign in`, oder bitte eine Person, die Entra verwaltet, um Zustimmung.',
  'Sign-in refused': 'Anmeldung abgelehnt',
  'Microsoft Entra did not take the sign-in of {person} for {system}.':
    'Microsoft Entra hat die Anmeldung von {person} für {system} nicht angenommen.',
  'Write `sign out` and then `sign in` to brickbot in a chat of your own.':
    'Schreibe brickbot in deinem eigenen Chat `sign out` und dann `sign in`.',
  'Sign-in not set up': 'Anmeldung nicht eingerichtet',
  'Nobody can sign in here: {what} is missing.': 'Hier kann sich niemand anmelden: {what} fehlt.',
  'Whoever runs brickbot sets it; `npm run doctor` names what is missing.':
    'Wer brickbot betreibt, setzt es; `npm run doctor` nennt, was fehlt.',
  'Approved already': 'Schon genehmigt',
  'Your approval of operation {op} is in since {at}; nobody counts twice.':
    'Deine Genehmigung von Vorgang {op} liegt seit {at} vor; niemand zählt doppelt.',
  'To take it back, reject it with a reason: reject {op} because ….':
    'Um sie zurückzunehmen, lehne mit Grund ab: reject {op} because ….',
  'Not from the command line': 'Nicht von der Kommandozeile',
  'Here the other system is to see the person and not brickbot, and on the command line nobody can sign in.':
    'Hier soll das andere System die Person sehen und nicht brickbot, und an der Kommandozeile kann sich niemand anmelden.',
  'Ask brickbot for it in Teams, or name an environment without `identity: user`.':
    'Frag brickbot in Teams danach, oder nenne eine Umgebung ohne `identity: user`.',
} as const;
