// `mark <commit> bad because <reason>`: from then on it is deployed only when somebody says so explicitly; `good` takes it back.
import { Fault } from '../src/base/errors.ts';
import { markCard, markSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const mark = command({
  name: 'mark',
  group: 'Ship',
  summary: 'Marks a commit as bad, so that it is deployed only with --even-if-marked; “good” takes it back',
  permission: 'mark',
  arguments: {
    commit: { kind: 'ref', label: 'commit', positional: true, required: true },
    as: { kind: 'mark', label: 'bad|good', positional: true, required: true },
    reason: { kind: 'text', keywords: ['because'], positional: true },
  },
  examples: ['mark 4f2a91c0 bad because it reads tenure in months', 'mark 4f2a91c0 good'],
  run: async ({ values: { commit: typed, as, reason }, utterance: { person }, services, now }) => {
    const { decisions } = await services();
    const bad = as.toLowerCase() === 'bad';
    if (!bad && as.toLowerCase() !== 'good')
      throw new Fault('bad-argument', {
        changed: 'no',
        facts: { problem: 'A commit is marked bad or good.', usage: 'mark <commit> bad because <reason>' },
      });
    if (bad && reason === undefined)
      throw new Fault('missing-argument', {
        changed: 'no',
        facts: { name: 'The reason', usage: 'mark <commit> bad because <reason>' },
      });
    const commit = bad
      ? await decisions.mark({ commit: typed, person, reason: reason ?? '' })
      : await decisions.unmark({ commit: typed, person });
    return faceAnswer(
      markCard({ commit, by: person.name, ...(bad && reason !== undefined && { reason }), now }),
      { commit: commit.id, bad, reason: reason ?? null },
    );
  },
  samples: markSamples,
});
