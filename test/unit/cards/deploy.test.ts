import { describe, expect, test } from '@jest/globals';
import type { Face } from '../../../src/cards/card.ts';
import { deployCard } from '../../../src/cards/deploy.ts';
import { plainText } from '../../../src/cards/plain.ts';
import { planCard } from '../../../src/cards/plan.ts';
import { bob, COMMITS, NOW, production, staging } from '../../../src/cards/samples/story.ts';
import { DEPLOY_TITLES, type DeployTelling, deployment } from '../../../src/cards/samples/telling.ts';
import type { PullRequest } from '../../../src/domain/pipeline.ts';
import { pressCode } from '../../../src/domain/press-code.ts';

const draw = (telling: DeployTelling, more: Partial<Parameters<typeof deployCard>[0]> = {}): Face =>
  deployCard({
    operation: deployment(telling),
    environment: staging,
    titles: DEPLOY_TITLES,
    now: NOW,
    ...more,
  });
const titles = ({ card }: Face): readonly (string | undefined)[] =>
  (card.actions ?? []).map((action) => action.title);

describe('the card of a deploy', () => {
  test.each([
    ['held', 'Needs you', ['Start', 'Cancel']],
    ['queued', 'Queued', ['Leave the queue']],
    ['running', 'Running 1/4', ['Cancel']],
    ['cancelling', 'Stopping', []],
    ['unknown', 'Unknown', []],
    ['done', 'Done', ['Run tests']],
    ['failed', 'Failed', ['Deploy again']],
    ['refused', 'Refused', ['Deploy again']],
    ['cancelled', 'Cancelled', ['Deploy again']],
  ] as const)('%s shows “%s” and its buttons', (state, word, buttons) => {
    const face = draw({ state });
    expect(plainText(face.card)).toContain(`[${word}]`);
    expect(titles(face)).toEqual(buttons);
  });

  test('a button carries the id and a code that belongs to this operation and this verb', () => {
    const operation = deployment({ state: 'held' });
    const { card } = deployCard({ operation, environment: production, titles: DEPLOY_TITLES, now: NOW });
    expect(card.actions?.[0]).toMatchObject({
      type: 'Action.Execute',
      verb: 'deploy.start',
      data: { op: '7K3F', code: pressCode(operation, 'deploy.start') },
    });
    expect(pressCode(operation, 'deploy.start')).not.toBe(pressCode(operation, 'cancel.op'));
  });

  test('done tells previous and new commit, what came along and how long it took', () => {
    const text = plainText(draw({ state: 'done', done: 4, result: { brought: [COMMITS.feature] } }).card);
    expect(text).toContain('88d1f00d → 4f2a91c0');
    expect(text).toContain('Brings 1 commit');
    expect(text).toContain('took 8.4 s');
  });

  test('done tells the author of each commit, what is left behind, and the pull requests of the branch', () => {
    const pull: PullRequest = {
      id: 12,
      title: 'Tenure **in** months',
      source: 'feature-x',
      target: 'main',
      author: 'Alice',
      state: 'open',
      openedAt: NOW,
    };
    const text = plainText(
      draw(
        { state: 'done', done: 4, result: { brought: [COMMITS.feature], leftBehind: 3 } },
        { pulls: [pull] },
      ).card,
    );
    expect(text).toContain(COMMITS.feature.author);
    expect(text).toContain('Leaves 3 commits behind');
    expect(text).toContain('Pull request 12 into main');
    expect(plainText(draw({ state: 'done', done: 4, result: { brought: [] } }).card)).not.toContain('Leaves');
  });

  test('a queue says who is in front, a restart says where the work went on, a slow one that it is slow', () => {
    expect(plainText(draw({ state: 'queued' }, { behind: ['61QZ', '62XA'] }).card)).toContain(
      'Behind 2: op 61QZ, op 62XA',
    );
    const text = plainText(
      draw(
        { state: 'running', done: 2, step: 'running', attempts: 2, elapsed: 61_500 },
        { expectedMs: 10_000 },
      ).card,
    );
    expect(text).toContain('Resumed at the step “Update the git folder”');
    expect(text).toContain('slower than usual: going for 1:00, usually about 10 s');
  });

  test('a failure says what happened, whether anything changed and what to do', () => {
    const reason = { code: 'git-conflict', facts: { path: '/Workspace/x' }, changed: 'no' } as const;
    const text = plainText(draw({ state: 'failed', done: 2, step: 'failed', extra: { reason } }).card);
    expect(text).toContain('The checkout /Workspace/x has local changes');
    expect(text).toContain('Nothing was changed.');
    expect(text).toContain('Next: ');
  });

  test('a reason of another version of brickbot is told as a fault of ours, not as a crash', () => {
    const face = draw({ state: 'failed', extra: { reason: { code: 'from-the-future' } } });
    expect(plainText(face.card)).toContain('Something broke');
  });

  test('cancelled before the update changed nothing; after it the card does not claim so', () => {
    expect(plainText(draw({ state: 'cancelled', done: 1, extra: { cancelledBy: bob } }).card)).toContain(
      'Stopped by Bob Brandt. Nothing was changed.',
    );
    expect(plainText(draw({ state: 'cancelled', done: 3 }).card)).not.toContain('Nothing was changed.');
  });

  test('Compare is offered where the pages of the git host are known', () => {
    const telling = { state: 'done', done: 4, result: {} } as const;
    expect(titles(draw(telling, { repositoryUrl: 'https://dev.azure.com/org/p/_git/churn' }))).toContain(
      'Compare',
    );
    expect(titles(draw(telling, { repositoryUrl: 'http://127.0.0.1:1/churn.git' }))).not.toContain('Compare');
    expect(titles(draw(telling, { folderUrl: 'javascript:alert(1)' }))).toEqual(['Run tests', 'Undo']);
  });

  test('a dry run says that nothing was changed', () => {
    const face = planCard({
      environment: staging,
      target: { kind: 'branch', name: 'feature-x', commit: COMMITS.feature },
      standing: undefined,
      brings: undefined,
      titles: DEPLOY_TITLES,
      now: NOW,
    });
    expect(plainText(face.card)).toContain('A dry run: nothing was changed.');
    expect(face.card.actions).toBeUndefined();
  });
});
