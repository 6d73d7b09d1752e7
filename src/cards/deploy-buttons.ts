// The buttons of a deploy, by its state: what is most wanted comes first.
import { compareUrl } from './compare-url.ts';
import type { DeployView } from './deploy-view.ts';
import { type Button, open, press, pressOperation, say } from './press.ts';

/** The same deploy with local changes thrown away. A name that would have to be quoted is left to be typed. */
const cleanAgain = ({ operation: { input } }: DeployView): readonly Button[] =>
  input.clean || !/^\w[\w./+-]*$/.test(input.ref)
    ? []
    : [say('Discard and deploy', `deploy ${input.ref} to ${input.environment} --clean`, 'destructive')];

/** At most four. */
export const deployButtons = (view: DeployView): readonly Button[] => {
  const { operation, environment } = view;
  const { input, result } = operation;
  switch (operation.state) {
    case 'held':
      return [
        pressOperation(operation, 'deploy.start', 'Start', 'positive'),
        pressOperation(operation, 'cancel.op', 'Cancel'),
      ];
    case 'queued':
      return [
        pressOperation(operation, 'cancel.op', 'Leave the queue'),
        ...((view.behind?.length ?? 0) > 0 ? [say('Show the queue', `queue ${environment.name}`)] : []),
      ];
    case 'running':
      return [pressOperation(operation, 'cancel.op', 'Cancel')];
    case 'cancelling':
    case 'unknown':
      return open('Open folder', view.folderUrl);
    case 'done':
      return [
        press({
          title: 'Run tests',
          verb: 'run-tests.on',
          data: { ref: input.ref, ...(environment.production ? {} : { environment: environment.name }) },
          style: 'positive',
        }),
        ...(result?.previousCommit && result.previousCommit !== result.commit && !input.back
          ? [say('Undo', `undo ${operation.op}`)]
          : []),
        ...(result?.previousCommit
          ? open('Compare', compareUrl(view.repositoryUrl, result.previousCommit, result.commit))
          : []),
        ...open('Open folder', view.folderUrl),
      ];
    case 'failed':
    case 'refused':
    case 'cancelled':
      return [
        pressOperation(operation, 'rerun.op', 'Deploy again', 'positive'),
        // A press says the words; whether they may be carried out depends on who pressed.
        ...(operation.reason?.code === 'git-conflict' ? cleanAgain(view) : []),
        ...open('Open folder', view.folderUrl),
      ];
  }
};
