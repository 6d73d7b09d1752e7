// Sentences of the cards: what is happening, what was asked, what is missing.

export const SENTENCES = {
  'Nothing was changed.': 'Es wurde nichts geändert.',
  'Nothing was changed. ': 'Es wurde nichts geändert. ',
  'Something was changed: look at what stands there now.':
    'Es wurde etwas geändert: Sieh nach, was jetzt dort steht.',
  'Whether anything was changed is not known yet.': 'Ob etwas geändert wurde, ist noch nicht bekannt.',
  'A run was started in Databricks and may still be at work there.':
    'In Databricks wurde ein Lauf gestartet; er arbeitet dort vielleicht noch.',
  'Next:': 'Als Nächstes:',
  'Attempted:': 'Versucht:',
  'System:': 'System:',
  'system:': 'System:',
  'Wait {seconds} s before the next try.': 'Warte {seconds} s vor dem nächsten Versuch.',
  'code {code}': 'Code {code}',
  'reference {reference}': 'Referenz {reference}',
  'op {op}': 'Vorgang {op}',
  'op {op} · or type “{words}”': 'Vorgang {op} · oder tippe „{words}“',
  'Not understood': 'Nicht verstanden',
  'A question starts nothing': 'Eine Frage startet nichts',
  'There is no command like “': 'Es gibt keinen Befehl wie „',
  'You asked about “': 'Du hast gefragt nach „',
  '”. Nothing was started.': '“. Es wurde nichts gestartet.',
  'Type **help** to see what can be asked here.': 'Tippe **help**, um zu sehen, was du hier fragen kannst.',
  'Did you mean:': 'Meintest du:',
  'Did you mean one of these?': 'Meintest du eines davon?',
  'To do it, press or type:': 'Um es zu tun, drücke oder tippe:',
  'Not understood: “{typed}”': 'Nicht verstanden: „{typed}“',
  'A question starts nothing: “{typed}”': 'Eine Frage startet nichts: „{typed}“',
  ' – did you mean “{guess}”?': ' – meintest du „{guess}“?',
  ' – type help': ' – tippe help',
  '{command}: which {argument}?': '{command}: welches {argument}?',
  'Which {argument}?': 'Welches {argument}?',
  ' or ': ' oder ',
  '{command}: needs an answer – which {argument}?': '{command}: braucht eine Antwort – welches {argument}?',
  'One thing is missing. Nothing was started.': 'Eine Angabe fehlt. Es wurde nichts gestartet.',
  'Type the command again with the {argument} in it.': 'Tippe den Befehl noch einmal, mit {argument}.',
  'Type to search': 'Tippen zum Suchen',
  'Type it here.': 'Hier eintippen.',
  'Choose one.': 'Wähle eines.',
  'The first {most} of {total} are listed; others can be typed.':
    'Die ersten {most} von {total} sind aufgeführt; andere kann man tippen.',
  'Deploy {ref} to {environment}': '{ref} nach {environment} ausrollen',
  'Roll {environment} back to {commit}': '{environment} zurück zu {commit}',
  '{head}: {state} – {commit} by {person}, op {op}': '{head}: {state} – {commit} von {person}, Vorgang {op}',
  '{kind} at {commit}': '{kind} bei {commit}',
  branch: 'Branch',
  tag: 'Tag',
  'took {time}': 'dauerte {time}',
  ' stands there now': ' steht jetzt dort',
  ' already stood there': ' stand schon dort',
  'First deployment here: the git folder was created.':
    'Erste Ausrollung hier: Der Git-Ordner wurde angelegt.',
  'Nothing new was brought.': 'Es kam nichts Neues.',
  'No new commits: this goes back to an older one.': 'Keine neuen Commits: Es geht zurück zu einem älteren.',
  'Waits for a press on **Start**. Nothing has been changed yet.':
    'Wartet auf einen Druck auf **Starten**. Noch wurde nichts geändert.',
  'Waits for a press on **Start**, until {time}. Nothing has been changed yet.':
    'Wartet bis {time} auf einen Druck auf **Starten**. Noch wurde nichts geändert.',
  'Waiting for its turn; it starts in a moment.': 'Wartet, bis es an der Reihe ist; gleich geht es los.',
  'Behind {count}: {ops}': 'Hinter {count}: {ops}',
  'Behind {count} ({time}): {ops}': 'Hinter {count} ({time}): {ops}',
  'Asked to stop by {person}. A step in hand is finished first.':
    '{person} hat um Anhalten gebeten. Der laufende Schritt wird noch beendet.',
  'Asked to stop. A step in hand is finished first.':
    'Anhalten wurde verlangt. Der laufende Schritt wird noch beendet.',
  'An answer was lost. brickbot is reading the commit back and will say how it stands.':
    'Eine Antwort ging verloren. brickbot liest den Commit zurück und sagt, wie es steht.',
  'An answer was lost. brickbot is reading the run back.':
    'Eine Antwort ging verloren. brickbot liest den Lauf zurück.',
  'Asked to stop; Databricks needs a moment for that.':
    'Anhalten wurde verlangt; Databricks braucht dafür einen Moment.',
  '{value} (was {before})': '{value} (war {before})',
  '{value} (was not given)': '{value} (war nicht angegeben)',
  'Stopped by {person}. What the job had done until then stays.':
    'Angehalten von {person}. Was der Job bis dahin getan hat, bleibt.',
  'Stopped. What the job had done until then stays.': 'Angehalten. Was der Job bis dahin getan hat, bleibt.',
  'Stopped.': 'Angehalten.',
  'Stopped by {person}.': 'Angehalten von {person}.',
  'The checkout may have been updated: look at what stands there.':
    'Der Checkout wurde vielleicht aktualisiert: Sieh nach, was dort steht.',
  'are thrown away': 'werden verworfen',
  '✓ passed, {time}': '✓ bestanden, {time}',
  '✕ failed, {time}': '✕ fehlgeschlagen, {time}',
  'going for {time}': 'läuft seit {time}',
  '{going}, usually {usual}': '{going}, sonst {usual}',
  'slower than usual: {going}, usually {usual}': 'langsamer als sonst: {going}, sonst {usual}',
  'begun {count} times': '{count}-mal begonnen',
  'try {count}': 'Versuch {count}',
  'and {count} more': 'und {count} weitere',
  'Resumed at the step “{step}” after an interruption.':
    'Nach einer Unterbrechung beim Schritt „{step}“ fortgesetzt.',
  'Brings {count}': 'Bringt {count}',
  'Run tests on {ref}': 'Tests auf {ref}',
  ', {failed} of {total} failed': ', {failed} von {total} fehlgeschlagen',
  ', {passed} passed': ', {passed} bestanden',
  ', {skipped} skipped': ', {skipped} übersprungen',
  ' in {time}': ' in {time}',
  '{failed} of {total} failed': '{failed} von {total} fehlgeschlagen',
  '{passed} passed': '{passed} bestanden',
  'suite {suite}': 'Suite {suite}',
  'in {environment}': 'in {environment}',
  'asked by {person}': 'gefragt von {person}',
  '{ref} is green already': '{ref} ist schon grün',
  'This commit passed this suite a short while ago, so nothing was started.':
    'Dieser Commit hat diese Suite eben erst bestanden, also wurde nichts gestartet.',
  'Its temporary checkout could not be removed yet: {path}. It is tried again.':
    'Sein vorläufiger Checkout konnte noch nicht entfernt werden: {path}. Es wird erneut versucht.',
  'Stopped by {person}. There is no verdict on this commit, and no environment was changed.':
    'Angehalten von {person}. Es gibt kein Urteil zu diesem Commit, und keine Umgebung wurde geändert.',
  'Somebody stopped the run in Databricks. There is no verdict on this commit, and no environment was changed.':
    'Jemand hat den Lauf in Databricks angehalten. Es gibt kein Urteil zu diesem Commit, und keine Umgebung wurde geändert.',
  'limit at least {limit}': 'Grenze mindestens {limit}',
  'limit at most {limit}': 'Grenze höchstens {limit}',
  '✓ margin {margin}': '✓ Abstand {margin}',
  '✕ short by {margin}': '✕ es fehlen {margin}',
  error: 'Fehler',
  'Hand the run to Databricks': 'Lauf an Databricks übergeben',
  'Read the results': 'Ergebnisse lesen',
  'You are signed out. What waits for you as yourself stays where it is.':
    'Du bist abgemeldet. Was auf dich persönlich wartet, bleibt, wo es ist.',
  'You were not signed in.': 'Du warst nicht angemeldet.',
  'Signing in works in Teams, in a chat with brickbot alone.':
    'Anmelden kannst du dich in Teams, in einem Chat mit brickbot allein.',
  'Write “sign in” to brickbot in a chat of your own: here everybody would see it.':
    'Schreib brickbot „sign in“ in einem eigenen Chat: Hier sähen es alle.',
  'Sign in so that brickbot can act as you': 'Melde dich an, damit brickbot in deinem Namen handeln kann',
  '{request}. The systems of this environment then see you, and not brickbot.':
    '{request}. Die Systeme dieser Umgebung sehen dann dich und nicht brickbot.',
  'You are signed in.': 'Du bist angemeldet.',
  'You are signed in. Going on: {ops}.': 'Du bist angemeldet. Es geht weiter mit: {ops}.',
  'Signing in does not work at the moment. Try again in a few minutes.':
    'Anmelden geht im Moment nicht. Versuch es in ein paar Minuten noch einmal.',
  'Teams could not sign you in by itself. Press the button on the card, or ask whoever runs brickbot.':
    'Teams konnte dich nicht von selbst anmelden. Drück den Knopf auf der Karte, oder frag, wer brickbot betreibt.',
  'op {op} waits for you to sign in. Write “sign in” here; it goes on by itself then.':
    'Vorgang {op} wartet auf deine Anmeldung. Schreib hier „sign in“; dann geht es von selbst weiter.',
  '{environment} is free now.': '{environment} ist jetzt frei.',
  'You hear when {environment} is free. Now {person} has it locked: {reason}':
    'Du hörst, wenn {environment} frei ist. Jetzt hat {person} es gesperrt: {reason}',
  'You hear when {environment} is free. Now something is at work there.':
    'Du hörst, wenn {environment} frei ist. Jetzt ist dort etwas am Werk.',
} as const;
