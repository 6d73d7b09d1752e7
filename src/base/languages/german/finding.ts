// Search from the message box, previews of links, charts.

export const FINDING = {
  'Nothing found. Try fewer or other words.': 'Nichts gefunden. Versuche weniger oder andere Wörter.',
  'It is no longer there.': 'Das ist nicht mehr da.',
  'Databricks takes long to answer. Type a letter more to ask again.':
    'Databricks braucht lange für die Antwort. Tippe noch einen Buchstaben, um neu zu fragen.',
  'This job never ran.': 'Dieser Job lief noch nie.',
  'Registered model': 'Registriertes Modell',
  '{ref} in {environment}': '{ref} in {environment}',
  finished: 'beendet',
  scheduled: 'geplant',
  killed: 'abgebrochen',
  'Commit {commit}': 'Commit {commit}',
  'Branch {branch}': 'Branch {branch}',
  'Branch {branch} at {commit}': 'Branch {branch} bei {commit}',
  'Not deployed': 'Nicht ausgerollt',
  'Stands in': 'Steht in',
  'no environment that brickbot deploys to': 'keiner Umgebung, in die brickbot ausrollt',
  'runs, older to newer': 'Läufe, ältere zuerst',
  'versions, older to newer': 'Versionen, ältere zuerst',
  '{axis}; bars not from 0': '{axis}; Balken nicht ab 0',
  '{metric} over the runs shown': '{metric} über die gezeigten Läufe',
  '{metric} over the versions': '{metric} über die Versionen',
  '{what}: lowest {low}, highest {high}': '{what}: niedrigster {low}, höchster {high}',
  'May everywhere': 'Darf überall',
  'In an emergency …': 'Im Notfall …',
} as const;
