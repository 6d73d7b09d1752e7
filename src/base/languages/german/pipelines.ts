// What is posted about pipelines, their builds and pull requests.

export const PIPELINES = {
  'Build {build} of {pipeline}': 'Build {build} von {pipeline}',
  'Waits for approval': 'Wartet auf Freigabe',
  'Stage {stage} waits for a decision made here': 'Stufe {stage} wartet auf eine Entscheidung hier',
  Approved: 'Freigegeben',
  Over: 'Vorbei',
  'Show build': 'Build zeigen',
  'Show the request': 'Antrag zeigen',
  'Open in Azure DevOps': 'In Azure DevOps öffnen',
  'Retry failed': 'Fehlgeschlagenes wiederholen',
  'Pull request {id}': 'Pull Request {id}',
  'Pull request {id} into {branch}': 'Pull Request {id} nach {branch}',
  Open: 'Offen',
  Merged: 'Zusammengeführt',
  Closed: 'Geschlossen',
  'Where is it': 'Wo ist er',
  'Subscribe to pull requests of {branch}': 'Pull Requests von {branch} abonnieren',
  'Leaves {count} behind': 'Lässt {count} zurück',
  'It works again.': 'Es läuft wieder.',
  'Posts when a job, pipeline, branch, experiment, environment, model or pull request moves':
    'Meldet, wenn sich bei Job, Pipeline, Branch, Experiment, Umgebung, Modell oder Pull Request etwas tut',
} as const;
