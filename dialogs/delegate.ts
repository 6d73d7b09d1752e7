// `delegate <op> to <person>`: an approver names a deputy. It is recorded and is no vote; the deputy is held to the same rules.
import { phrase } from '../src/base/language.ts';
import { command } from '../src/commands/command.ts';

export const delegate = command({
  name: 'delegate',
  group: 'Ship',
  summary: 'Names a deputy for your decision on a promotion',
  permission: 'decide',
  arguments: {
    op: { kind: 'operation', label: 'op', positional: true, required: true },
    to: { kind: 'person', label: 'person', keywords: ['to'], required: true },
  },
  examples: ['delegate 7K3F to erin@contoso.com'],
  run: async ({ values: { op, to }, utterance: { person, id: press }, services }) => {
    const { promotions } = await services();
    const approval = await promotions.handOver({ op, to, person, press });
    return {
      kind: 'operation',
      op: approval.op,
      notice: phrase('{person} may decide in your place now.', { person: to }),
    };
  },
});
