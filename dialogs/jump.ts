// `jump <op> because <reason>`: puts a waiting operation in front of the others; for admins, and written down.
import { command } from '../src/commands/command.ts';

export const jump = command({
  name: 'jump',
  group: 'Steer',
  summary: 'Puts a waiting operation in front of the others, with a reason',
  permission: 'jump-queue',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
  },
  examples: ['jump 7K3F because it mends the outage'],
  run: async ({ values, utterance: { person }, services }) => {
    const { queue } = await services();
    const operation = await queue.jump(values.op, person, values.reason);
    return {
      kind: 'text',
      text: `Operation ${operation.op} is next. The reason stands in the audit trail.`,
      data: { op: operation.op, reason: values.reason },
    };
  },
});
