// The cards of subscriptions.
export const SUBSCRIPTIONS = {
  'Subscribe to {kind} {name}': '{kind} {name} abonnieren',
  'Subscribe to {subject}: {what}': '{subject} abonniert: {what}',
  'brickbot posts {what} of {subject}, {where}.': 'brickbot meldet von {subject} {what}, {where}.',
  'the first failure, and when it is fixed': 'den ersten Fehlschlag, und wann er behoben ist',
  'every failure': 'jeden Fehlschlag',
  'every ending': 'jedes Ende',
  'the closed ones': 'die geschlossenen',
  'one card each': 'je eine Karte',
  'to you alone': 'dir allein',
  'in this chat': 'in diesem Chat',
  'in this channel': 'in diesem Kanal',
  'pull requests of {branch}': 'Pull Requests von {branch}',
  '{kind} {name} in {environment}': '{kind} {name} in {environment}',
  'any branch': 'allen Branches',
  EXAMPLE: 'BEISPIEL',
  'Pull request 12: open – its title, from which branch into which':
    'Pull Request 12: offen – sein Titel, von welchem Branch in welchen',
  'Pipeline {name}: failed after 6:10 – the failing stage, its first error, what differs from the last good build':
    'Pipeline {name}: nach 6:10 fehlgeschlagen – die Stufe, ihr erster Fehler, was sich vom letzten guten Build unterscheidet',
  'Job {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run':
    'Job {name}: nach 6:10 fehlgeschlagen – die Aufgabe, ihr Stacktrace, was sich vom letzten guten Lauf unterscheidet',
  'Something about {name}: failed after 6:10 – the failing task, its trace, what differs from the last good run':
    'Etwas zu {name}: nach 6:10 fehlgeschlagen – die Aufgabe, ihr Stacktrace, was sich vom letzten guten Lauf unterscheidet',
  'Only changes': 'Nur Änderungen',
  'Only failures': 'Nur Fehlschläge',
  'subscription {id}': 'Abonnement {id}',
  'broken since {time}: {why}': 'gestört seit {time}: {why}',
  'muted until {time}': 'stumm bis {time}',
  'last post {ago}': 'zuletzt {ago}',
  'Nothing is subscribed to here. Type “subscribe job nightly-train”, for example.':
    'Hier ist nichts abonniert. Tippe zum Beispiel „subscribe job nightly-train“.',
  'It has not ended in the last 7 days.': 'In den letzten 7 Tagen ist nichts davon zu Ende gegangen.',
  'Its newest run passed.': 'Der neueste Lauf ist gelungen.',
  'Its newest run failed ({count} in a row); what is posted next is the fix.':
    'Der neueste Lauf ist fehlgeschlagen ({count} in Folge); gemeldet wird als Nächstes, dass es behoben ist.',
  All: 'Alle',
  '{count} broken': '{count} gestört',
  'Subscriptions: none here': 'Abonnements: hier keine',
  'Subscriptions: {count}': 'Abonnements: {count}',
} as const;
