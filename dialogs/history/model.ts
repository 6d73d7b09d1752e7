// `history model`: who moved which alias or stage of a model, from what to what, and on whose word.
import { Fault } from '../../src/base/errors.ts';
import { driftCard, ledgerCard, ledgerSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';
import { askedBy } from '../../src/commands/operation-turns.ts';

const USUAL = 20;
const MOST = 100;

/** Which alarm was pressed. An alarm that does not stand any more changes nothing. */
const alarmOf = ({ alarm }: Readonly<Record<string, unknown>>): string => {
  if (typeof alarm !== 'string') throw new Fault('press-forged', { changed: 'no' });
  return alarm;
};

export const historyModel = command({
  name: 'history model',
  also: ['model history', 'ledger'],
  group: 'Look',
  summary: 'Shows who moved which alias or stage of a model, when and why',
  permission: 'look',
  arguments: {
    model: { kind: 'model', positional: true, required: true },
    last: { kind: 'count', label: 'n', keywords: ['last'] },
  },
  examples: ['history model churn', 'history model churn last 50'],
  run: async ({ values: { model, last = USUAL }, services, now }) => {
    const { promotions, models } = await services();
    const moves = await promotions.history(model, Math.max(1, Math.min(last, MOST)));
    const url = models.url(model, moves[0]?.to ?? '');
    return faceAnswer(ledgerCard({ model, moves, ...(url !== undefined && moves[0]?.to && { url }), now }), {
      model,
      moves,
    });
  },
  presses: {
    accept: {
      permission: 'decide',
      run: async ({ press, services }) => {
        const { drift } = await services();
        return faceAnswer(driftCard(await drift.accept(alarmOf(press.data), press.person)));
      },
    },
    revert: {
      permission: 'promote',
      run: async ({ press, services }) => {
        const { drift } = await services();
        const alarm = alarmOf(press.data);
        const { view } = await drift.revert(alarm, askedBy(press, 'rollback model, by the button Revert'));
        return faceAnswer(driftCard(view));
      },
    },
  },
  samples: ledgerSamples,
});
