// `start <op>`: the typed twin of the Start button of a production deploy.
import { normaliseSayable } from '../src/base/ids.ts';
import { command } from '../src/commands/command.ts';

export const start = command({
  name: 'start',
  also: ['go'],
  group: 'Steer',
  summary: 'Starts a production deploy that waits for it',
  permission: 'deploy',
  arguments: { op: { kind: 'operation', label: 'op', positional: true, required: true } },
  examples: ['start 7K3F'],
  run: async ({ values, utterance, services }) => {
    const { deployments } = await services();
    const operation = await deployments.start(normaliseSayable(values.op), utterance.person);
    return {
      kind: 'text',
      text: `Operation ${operation.op} has started. Its card shows the steps.`,
      data: { op: operation.op, state: operation.state },
    };
  },
});
