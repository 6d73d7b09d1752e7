// `apply <plan>`: does exactly what the plan says, once, or refuses and says what moved.
import { command } from '../src/commands/command.ts';
import { askedBy } from '../src/commands/operation-turns.ts';

export const apply = command({
  name: 'apply',
  group: 'Ship',
  summary: 'Does exactly what a plan says, or refuses and says what moved',
  // What it does needs rights of its own; the service asks for them.
  permission: 'apply',
  arguments: { plan: { kind: 'operation', label: 'plan', positional: true, required: true } },
  examples: ['apply K7Q2M'],
  run: async ({ values, utterance, words, services }) => {
    const { plans, undo } = await services();
    const asking = askedBy(utterance, words);
    const plan = await plans.get(values.plan);
    const { operation, already } = plan.way
      ? await undo.start(plan, asking)
      : await plans.apply(plan.id, asking);
    if (already)
      return {
        kind: 'text',
        text: `Plan ${plan.id} was carried out already, as operation ${operation.op}: it is ${operation.state}.`,
        data: { plan: plan.id, op: operation.op, state: operation.state },
      };
    return { kind: 'operation', op: operation.op };
  },
});
