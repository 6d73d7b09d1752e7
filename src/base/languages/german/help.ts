// Help, welcome, who somebody is, and what brickbot says beside its cards.

export const HELP = {
  'What you can ask brickbot': 'Was du brickbot fragen kannst',
  'Type what you want; no special form is needed.':
    'Tippe, was du willst; eine besondere Form braucht es nicht.',
  'Mention brickbot, then type what you want. It answers in the thread.':
    'Erwähne brickbot und tippe, was du willst. Die Antwort kommt im Thread.',
  'Type the words after the command’s name.': 'Tippe die Wörter hinter dem Namen des Befehls.',
  'Type “help deploy” for everything about one command. Slips of the keyboard are asked about, never guessed.':
    'Tippe „help deploy“ für alles über einen Befehl. Bei Tippfehlern wird gefragt, nie geraten.',
  Ship: 'Ausrollen',
  Look: 'Nachsehen',
  Steer: 'Steuern',
  About: 'Über brickbot',
  'Help: what you can ask brickbot – {examples}': 'Hilfe: was du brickbot fragen kannst – {examples}',
  'How to {command}': 'So geht {command}',
  'Help: how to {command} – {usage}': 'Hilfe: so geht {command} – {usage}',
  '✓ you may': '✓ du darfst',
  '✕ you may not': '✕ du darfst nicht',
  'Words in <angle brackets> are yours to fill in; [square brackets] may be left out.':
    'Wörter in <spitzen Klammern> füllst du selbst; [eckige Klammern] können entfallen.',
  'no gate': 'keine Prüfung',
  'stands on {environment} first': 'steht zuerst auf {environment}',
  'suite {suite} green': 'Suite {suite} grün',
  'suite {suite} green within {time}': 'Suite {suite} grün, höchstens {time} alt',
  'not frozen': 'nicht angehalten',
  'frozen until {time}': 'angehalten bis {time}',
  'press on Start': 'Druck auf Starten',
  'An edited message is not read again, so nothing was started. Send the command as a new message.':
    'Eine geänderte Nachricht wird nicht noch einmal gelesen, es wurde also nichts gestartet. Sende den Befehl als neue Nachricht.',
  'Still working on it: the answer follows here.': 'Noch in Arbeit: Die Antwort folgt hier.',
  'Hello, this is brickbot': 'Hallo, hier ist brickbot',
} as const;
