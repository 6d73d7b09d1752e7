// `emergency <plan> <two words> because <reason>`: starts a way back without a second person. Everybody in the release channel is told.
import { Fault } from '../src/base/errors.ts';
import type { Answer } from '../src/commands/answer.ts';
import { command, type PressTurn, type Turn } from '../src/commands/command.ts';
import { askedBy } from '../src/commands/operation-turns.ts';

interface Typed {
  readonly plan: string;
  readonly words: string;
  readonly reason: string;
}

export const emergency = command({
  name: 'emergency',
  group: 'Ship',
  summary: 'Starts a way back without a second person; needs two typed words and a reason, and is told',
  permission: 'emergency',
  arguments: {
    plan: { kind: 'operation', label: 'plan', positional: true, required: true },
    environment: { kind: 'environment', positional: true, required: true },
    again: { kind: 'operation', label: 'plan again', positional: true, required: true },
    reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
  },
  examples: ['emergency K7Q2M production K7Q2M because scoring is down'],
  run: (turn) =>
    begin(turn, askedBy(turn.utterance, turn.words), {
      plan: turn.values.plan,
      words: `${turn.values.environment} ${turn.values.again}`,
      reason: turn.values.reason,
    }),
  presses: {
    start: {
      permission: 'emergency',
      run: async (turn) => {
        const { plan, words, reason } = turn.press.data;
        if (typeof plan !== 'string') throw new Fault('press-forged', { changed: 'no' });
        if (typeof reason !== 'string' || reason.trim() === '')
          throw new Fault('missing-argument', {
            changed: 'no',
            facts: { name: 'The reason', usage: 'emergency <plan> <environment> <plan> because <reason>' },
          });
        const typed = typeof words === 'string' ? words : '';
        return begin(turn, askedBy(turn.press, `emergency ${plan}`), { plan, words: typed, reason });
      },
    },
  },
});

const begin = async (
  { services }: Pick<Turn | PressTurn, 'services'>,
  asking: ReturnType<typeof askedBy>,
  { plan: id, words, reason }: Typed,
): Promise<Answer> => {
  const { plans, undo } = await services();
  const plan = await plans.get(id);
  if (!plan.way) throw new Fault('plan-not-found', { changed: 'no', facts: { plan: plan.id } });
  const { operation } = await undo.emergency(plan, asking, { words, reason });
  return { kind: 'operation', op: operation.op };
};
