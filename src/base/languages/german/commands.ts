// What each command is for, as help lists it.

export const COMMANDS = {
  'Shows whether a deploy may go on now': 'Zeigt, ob jetzt ausgerollt werden darf',
  'Brings a branch or tag to an environment, checked by commit':
    'Bringt einen Branch oder Tag in eine Umgebung, geprüft am Commit',
  'Runs a test suite on an isolated checkout of a commit':
    'Führt eine Testsuite auf einem eigenen Checkout eines Commits aus',
  'Runs a Databricks job and follows it to its end':
    'Startet einen Databricks-Job und begleitet ihn bis zum Ende',
  'Shows what can be asked here': 'Zeigt, was man hier fragen kann',
  'Shows who you are to brickbot and which roles you hold':
    'Zeigt, wer du für brickbot bist und welche Rollen du hast',
  'Shows which brickbot this is': 'Zeigt, welcher brickbot dies ist',
  'Shows what stands in each environment, since when and by whom':
    'Zeigt, was in jeder Umgebung steht, seit wann und durch wen',
  'Shows the runs of an MLflow experiment with the best and the champion':
    'Zeigt die Läufe eines MLflow-Experiments mit dem besten und dem Champion',
  'Shows one MLflow run or one Databricks job run':
    'Zeigt einen MLflow-Lauf oder einen Lauf eines Databricks-Jobs',
  'Lists the jobs that brickbot can see, with their last run':
    'Listet die Jobs, die brickbot sieht, mit ihrem letzten Lauf',
  'Lists the last deployments, newest first': 'Listet die letzten Ausrollungen, die neueste zuerst',
  'Puts two runs, model versions or branches beside each other: only what differs':
    'Stellt zwei Läufe, Modellversionen oder Branches nebeneinander: nur die Unterschiede',
  'Asks an operation to stop': 'Bittet einen Vorgang anzuhalten',
  'Runs an ended operation again': 'Führt einen beendeten Vorgang noch einmal aus',
  'Runs the failed tasks of a run again': 'Führt die fehlgeschlagenen Aufgaben eines Laufs noch einmal aus',
  'Starts a production deploy that waits for it': 'Startet eine Ausrollung in Produktion, die darauf wartet',
  'Keeps an environment for you and a purpose, always with an end':
    'Hält eine Umgebung für dich und einen Zweck frei, immer mit einem Ende',
  'Releases a lock; somebody else’s needs a releaser and a reason':
    'Gibt eine Sperre frei; fremde brauchen einen Releaser und einen Grund',
  'Keeps your lock on an environment for an hour more, or for as long as you say':
    'Verlängert deine Sperre um eine Stunde oder so lange, wie du sagst',
  'Shows which environments are locked, by whom, for what and until when':
    'Zeigt, welche Umgebungen gesperrt sind, von wem, wofür und bis wann',
  'Says whether a deploy may go on now, and what to do when it may not':
    'Sagt, ob jetzt ausgerollt werden darf, und was sonst zu tun ist',
  'Lists what is subscribed to here, to change, mute or remove':
    'Listet, was hier abonniert ist, zum Ändern, Stummschalten oder Entfernen',
  'Ends a subscription': 'Beendet ein Abonnement',
  'Mutes a subscription for an hour, or for as many as you say':
    'Schaltet ein Abonnement für eine Stunde oder länger stumm',
  'Shows who did what, newest first': 'Zeigt, wer was getan hat, das Neueste zuerst',
  'Checks that nobody changed the audit trail': 'Prüft, dass niemand das Protokoll geändert hat',
  'Lets deploys through a freeze for an hour, or for as long as you say':
    'Lässt Ausrollungen für eine Stunde oder länger durch einen Stopp',
  'Marks a commit as bad, so that it is deployed only with --even-if-marked; “good” takes it back':
    'Kennzeichnet einen Commit als schlecht; er wird nur mit --even-if-marked ausgerollt; „good“ nimmt es zurück',
  'Shows the way back of an environment to what stood there before; Start carries it out':
    'Zeigt den Weg zurück zu dem, was vorher dort stand; Starten führt ihn aus',
  'Shows the way back from an operation, and what it cannot undo; Start carries it out':
    'Zeigt den Weg zurück von einem Vorgang und was sich nicht zurücknehmen lässt; Starten führt ihn aus',
  'Does exactly what a plan says, or refuses and says what moved':
    'Tut genau, was ein Plan sagt, oder lehnt ab und sagt, was sich bewegt hat',
  'Starts a way back without a second person; needs two typed words and a reason, and is told':
    'Startet einen Rückweg ohne zweite Person; braucht zwei getippte Wörter und einen Grund und wird gemeldet',
  'Asks the approvers to bring a model version to an alias, a stage or an environment':
    'Bittet die Genehmigenden, eine Modellversion zu einem Alias, einer Stufe oder Umgebung zu bringen',
  'Shows the promotions that wait for a decision':
    'Zeigt die Beförderungen, die auf eine Entscheidung warten',
  'Approves a promotion that waits for a decision':
    'Genehmigt eine Beförderung, die auf eine Entscheidung wartet',
  'Asks the holder of a lock for it, one to one': 'Bittet den Inhaber einer Sperre persönlich darum',
  'Names a deputy for your decision on a promotion':
    'Benennt eine Vertretung für deine Entscheidung über eine Beförderung',
  'Hands your lock on an environment over to somebody else':
    'Übergibt deine Sperre auf einer Umgebung an jemand anders',
  'Shows who moved which alias or stage of a model, when and why':
    'Zeigt, wer welchen Alias oder welche Stufe eines Modells wann und warum bewegt hat',
  'Puts a waiting operation in front of the others, with a reason':
    'Stellt einen wartenden Vorgang mit Grund vor die anderen',
  'Shows who is at work in an environment and who waits, with the time it may take':
    'Zeigt, wer in einer Umgebung arbeitet und wer wartet, mit der Zeit, die es dauern kann',
  'Rejects a promotion that waits for a decision, with a reason':
    'Lehnt eine wartende Beförderung mit Grund ab',
  'Brings back the version that held an alias before, after one approval':
    'Bringt nach einer Genehmigung die Version zurück, die einen Alias vorher hielt',
  'Shows what stands in each environment, who has it locked, who waits, and its gates':
    'Zeigt, was in jeder Umgebung steht, wer sie sperrt, wer wartet, und ihre Prüfungen',
  'Shows who holds which alias of a model, and its versions with their metric':
    'Zeigt, welche Version welchen Alias hält, und die Versionen mit ihrer Metrik',
  'Signs you in, so that brickbot acts as you where an environment asks for it':
    'Meldet dich an, damit brickbot als du handelt, wo eine Umgebung es verlangt',
  'Makes brickbot forget your sign-in': 'Lässt brickbot deine Anmeldung vergessen',
  'Tells you when an environment is free: not locked, and nothing at work there':
    'Meldet dir, wenn eine Umgebung frei ist: nicht gesperrt und nichts in Arbeit',
  'Lets a failed gate of a promotion pass, by its owner and with a reason':
    'Lässt eine nicht bestandene Prüfung durch ihre Zuständigen mit Grund durch',
  'Shows in which environments a branch or commit stands':
    'Zeigt, in welchen Umgebungen ein Branch oder Commit steht',
  'Takes your own request for a promotion back': 'Zieht deinen eigenen Antrag auf eine Beförderung zurück',
  'Approves the stage that a build waits with': 'Genehmigt die Stufe, mit der ein Build wartet',
  'Rejects the stage that a build waits with': 'Lehnt die Stufe ab, mit der ein Build wartet',
  'Runs the failed jobs of a build again': 'Führt die fehlgeschlagenen Jobs eines Builds noch einmal aus',
  'Runs an Azure DevOps pipeline and follows its stages':
    'Startet eine Azure-DevOps-Pipeline und begleitet ihre Stufen',
  'Shows a build with its stages and what it waits for':
    'Zeigt einen Build mit seinen Stufen und worauf er wartet',
  'Shows the pipelines of the Azure DevOps project': 'Zeigt die Pipelines des Azure-DevOps-Projekts',
} as const;
