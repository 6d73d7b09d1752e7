// What is said of locks to whom they belong or who waits for them, and to who joins what goes on already.
export const LOCKS = {
  'Your lock on {environment} ends soon': 'Deine Sperre auf {environment} endet bald',
  'until {time}, {span} left': 'bis {time}, noch {span}',
  'Your lock on {environment} ends at {time}: extend or release?':
    'Deine Sperre auf {environment} endet {time}: verlängern oder freigeben?',
  '{person} asks for {environment}': '{person} bittet um {environment}',
  '{person} asks for {environment}: {reason}': '{person} bittet um {environment}: {reason}',
  '{request}. Type “give {environment} to {person}” or “unlock {environment}”.':
    '{request}. Tippe „give {environment} to {person}“ oder „unlock {environment}“.',
  'held by {person} until {time}': 'gehalten von {person} bis {time}',
  '{person} since {time}': '{person} seit {time}',
  'since {time}': 'seit {time}',
  'until {time}': 'bis {time}',
  'for deploys of {person}': 'für Ausrollungen von {person}',
  'for deploys of {person} and of {branch}': 'für Ausrollungen von {person} und von {branch}',
  'wait in line, in the order of asking': 'warten in der Reihenfolge, in der gefragt wurde',
  'wait in line, in the order of asking; {count} do now':
    'warten in der Reihenfolge, in der gefragt wurde; jetzt sind es {count}',
  'Lock on {environment}: taken by {person} until {time}':
    'Sperre auf {environment}: genommen von {person} bis {time}',
  'Lock on {environment}: extended by {person} until {time}':
    'Sperre auf {environment}: verlängert von {person} bis {time}',
  'Lock on {environment}: handed over to {person} until {time}':
    'Sperre auf {environment}: übergeben an {person} bis {time}',
  'Lock on {environment}: released by {person}': 'Sperre auf {environment}: freigegeben von {person}',
  '{environment} is free now, {person}.': '{environment} ist jetzt frei, {person}.',
  'Your lock on {environment} is over.': 'Deine Sperre auf {environment} ist abgelaufen.',
  '{branch} was merged: your lock on {environment} is released.':
    '{branch} ist gemergt: Deine Sperre auf {environment} ist freigegeben.',
  '{person} handed you the lock on {environment}: {reason}':
    '{person} hat dir die Sperre auf {environment} übergeben: {reason}',
  '{person} released your lock on {environment}: {reason}':
    '{person} hat deine Sperre auf {environment} freigegeben: {reason}',
  'Joined operation {op}, which asks for the same.': 'Vorgang {op} fragt schon danach: Du bist dabei.',
  'Joined operation {op}, which retries this build already.':
    'Vorgang {op} wiederholt diesen Build schon: Du bist dabei.',
  'Joined operation {op}, which is already at it.': 'Vorgang {op} ist schon dabei: Du bist mit dabei.',
  'Joined operation {op}, which repairs this run already.':
    'Vorgang {op} repariert diesen Lauf schon: Du bist dabei.',
  'Joined operation {op}, which already tests this commit.':
    'Vorgang {op} testet diesen Commit schon: Du bist dabei.',
  '{person} may decide in your place now.': '{person} darf jetzt an deiner Stelle entscheiden.',
} as const;
