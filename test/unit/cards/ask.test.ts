import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/base/errors.ts';
import { askCard, chooseCard, didYouMeanCard } from '../../../src/cards/ask.ts';
import { failureCard } from '../../../src/cards/failure.ts';
import { plainText } from '../../../src/cards/plain.ts';
import { noticeText } from '../../../src/cards/trouble.ts';

const option = (title: string) => ({
  title,
  say: `deploy ${title.includes(' ') ? `"${title}"` : title} to staging`,
});
const ask = (titles: readonly string[]) =>
  askCard({
    command: 'deploy',
    argument: 'branch|tag',
    usage: 'deploy <branch|tag>',
    options: titles.map(option),
  }).card;

describe('cards that ask', () => {
  test('few choices are buttons that say the whole command', () => {
    expect(ask(['main', 'feature-x']).actions).toMatchObject([
      { title: 'main', verb: 'say', data: { say: 'deploy main to staging' } },
      { title: 'feature-x', verb: 'say', data: { say: 'deploy feature-x to staging' } },
    ]);
  });

  test('many choices are a drop-down to type into, whose button leaves the place of the value open', () => {
    const card = ask(['two words', 'main', 'b', 'c', 'd', 'e']);
    expect(card.body.find((element) => element.type === 'Input.ChoiceSet')).toMatchObject({
      id: 'value',
      style: 'filtered',
      isRequired: true,
    });
    expect(card.actions).toMatchObject([
      {
        title: 'Continue',
        verb: 'say',
        data: { say: 'deploy {value} to staging' },
        associatedInputs: 'auto',
      },
    ]);
  });

  test('when no choice stands bare in the command, the first four are buttons', () => {
    const card = ask(['a b', 'c d', 'e f', 'g h', 'i j']);
    expect(card.actions).toHaveLength(4);
    expect(card.actions?.[0]).toMatchObject({ data: { say: 'deploy "a b" to staging' } });
  });

  test('a name that was not found offers the nearest and says that nothing was changed', () => {
    const { card } = chooseCard({
      fault: new Fault('ref-not-found', { changed: 'no', facts: { ref: 'featur-x', repository: 'churn' } }),
      options: [option('feature-x')],
    });
    expect(plainText(card)).toContain('Nothing was changed. Did you mean one of these?');
    expect(card.actions).toMatchObject([{ style: 'positive', data: { say: 'deploy feature-x to staging' } }]);
  });

  test('guesses are offered, never run: the first is primary, help stands beside them', () => {
    expect(
      didYouMeanCard({ typed: 'depoly', guesses: ['deploy', 'show deployments'] }).card.actions?.map(
        (action) => action.title,
      ),
    ).toEqual(['deploy', 'show deployments', 'Help']);
  });
});

describe('the failure card', () => {
  const fault = new Fault('upstream-throttled', {
    changed: 'no',
    system: 'Databricks',
    retryAfterSeconds: 41.2,
    facts: { system: 'Databricks', attempts: 6 },
  });

  test('names the system, what was attempted, whether anything changed, what to do, the code and the reference', () => {
    const text = plainText(
      failureCard(fault, { reference: 'K2M9QX', attempted: 'list the jobs', op: '7K3F' }).card,
    );
    for (const part of [
      'Too many requests',
      'Attempted: list the jobs',
      'system: Databricks',
      'Nothing was changed.',
      'Next: It was tried again 6 times',
      'Wait 42 s',
      'code upstream-throttled',
      'reference K2M9QX',
      'op 7K3F',
    ])
      expect(text).toContain(part);
  });

  test('in one line where no card is needed', () => {
    expect(noticeText(fault)).toBe(
      'Databricks asks everybody to slow down. Nothing was changed. It was tried again 6 times; wait a minute and ask again.',
    );
  });
});
