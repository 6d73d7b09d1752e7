// The whole promotion against a real MLflow tracking server: versions made by the official client, evidence read, two approvers, the
// alias moved, undone, and everything looked at again by the official client.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Seen, type Stage } from '../integration/product/stage.ts';
import { openWorld, type World } from '../integration/product/world.ts';
import { type MlflowServer, startMlflow } from './mlflow-server.ts';
import { reasonNotToRun, runScript } from './python.ts';

const reason = await reasonNotToRun('mlflow', 'mlflow.server');
if (reason !== undefined) process.stderr.write(`promotion on a real MLflow server not tried: ${reason}\n`);

jest.setTimeout(240_000);

const yaml = (url: string): string => `models:
  churn:
    tracking: ${url}
    metric: auc
    owners: [e2in]
    gates:
      minimum: { auc: 0.75, loss: 0.6 }
      tests: false
      freshnessDays: 3650
      winRate: { least: 0.9, resamples: 500 }
    approvals:
      quorum: 2
`;

if (reason === undefined) {
  describe('promotion on a real MLflow server', () => {
    let mlflow: MlflowServer;
    let world: World;
    let stage: Stage;
    const look = (alias = 'champion') =>
      runScript('mlflow_versions.py', { TRACKING_URL: mlflow.url, ALIAS: alias }) as Promise<{
        held: string;
        tags: Record<string, Record<string, string>>;
      }>;
    const decide = async (asked: Seen): Promise<Seen> => {
      await stage.as('carol').says(`approve ${asked.op}`);
      await stage.as('erin').says(`approve ${asked.op}`);
      return stage.ends(asked);
    };
    const ask = async (words: string): Promise<Seen> =>
      stage.shows(await stage.as('alice').says(words), /Votes 0 of/);

    beforeAll(async () => {
      [mlflow, world] = await Promise.all([startMlflow(), openWorld()]);
      stage = await openStage(world, { more: yaml(mlflow.url) });
      stage.grant('approver', ['carol', 'erin']);
      const first = await world.commitOf('main');
      await world.push('feature-x', { 'notes.txt': 'trained longer' }, { from: 'origin/main' });
      const made = await runScript('mlflow_versions.py', {
        TRACKING_URL: mlflow.url,
        FIRST_COMMIT: first,
        SECOND_COMMIT: await world.commitOf('feature-x'),
      });
      expect(made).toEqual({ versions: ['1', '2', '3'] });
    });
    afterAll(async () => {
      await stage?.close();
      await world?.close();
      await mlflow?.close();
    });

    test('an alias that nobody holds is no error: MLflow answers its own way', async () => {
      expect((await look()).held).toBe('INVALID_PARAMETER_VALUE');
      const { services } = await stage.house.open();
      const registry = services.models.registry('churn');
      expect(registry.kind).toBe('mlflow');
      const target = services.models.target('churn', undefined);
      expect(await registry.holder(target)).toBeUndefined();
      await registry.release(target);
      await expect(services.models.show('chrun')).rejects.toMatchObject({ code: 'model-not-found' });
      await expect(services.models.find('churn', 'v9')).rejects.toMatchObject({ code: 'version-not-found' });
    });

    test('show model: versions with their metric, and a way to the newest', async () => {
      const seen = await stage.as('alice').says('show model churn');
      expect(seen.text).toMatch(/v3/);
      expect(seen.text).toMatch(/v1/);
      expect(seen.text).toContain('0.75');
      expect(seen.buttons).toContain('Promote v3');
    });

    test('the first is promoted by two, and the official client sees it', async () => {
      const asked = await ask('promote churn v1 to champion because it is the first');
      expect(asked.text).toMatch(/no holder/);
      const receipt = await decide(asked);
      expect(receipt.summary).toMatch(/promoted/);
      const { held, tags } = await look();
      expect(held).toBe('1');
      expect(tags['1']).toMatchObject({ 'brickbot.op': asked.op, 'brickbot.verdict': 'approved' });
    });

    test('the second against the first: figures, parameters, commits, the win rate from the rows that were logged', async () => {
      const asked = await ask('promote churn v2 to champion because it trains longer');
      expect(asked.text).toMatch(/auc/);
      expect(asked.text).toMatch(/epochs/);
      expect(asked.text).toMatch(/1 commit since v1/);
      expect(asked.text).toMatch(/Wins in 90 % of resamples.*100 %/s);
      expect(asked.text).toMatch(/trained by dan/);
      const { services } = await stage.house.open();
      const { evidence } = await services.promotions.approval(asked.op);
      expect(evidence.missing).toEqual([]);
      expect(evidence.unfair).toEqual([]);
      // Logged as an input of the run, not as a tag.
      const { models } = services;
      expect(await models.names()).toEqual(['churn']);
      expect(evidence.gates.map(({ name, state }) => [name, state])).toEqual([
        ['ready', 'passed'],
        ['absolute:auc', 'passed'],
        ['absolute:loss', 'passed'],
        ['relative', 'passed'],
        ['tests', 'off'],
        ['freshness', 'passed'],
        ['win-rate', 'passed'],
      ]);
      expect(evidence.curves).toHaveLength(2);
      expect(evidence.metrics.find(({ name }) => name === 'auc')?.samples).toEqual({
        candidate: 200,
        champion: 200,
      });
      const receipt = await decide(asked);
      expect(receipt.summary).toMatch(/promoted/);
      expect((await look()).held).toBe('2');

      const plan = await stage.as('bob').presses(receipt, 'Undo');
      const back = await stage.as('bob').presses(plan, 'Start');
      await stage.shows(back, /Votes 0 of 1/);
      await stage.as('carol').says(`approve ${back.op}`);
      await stage.ends(back);
      expect((await look()).held).toBe('1');
      expect((await stage.as('alice').says('history model churn')).text).toMatch(/v2 → v1/);
    });

    test('a worse one is blocked by its gates, and nothing moves', async () => {
      const asked = await ask('promote churn v3 to champion because somebody wants it');
      expect(asked.text).toMatch(/Blocked by/);
      expect((await stage.as('carol').says(`approve ${asked.op}`)).failure).toBe('gates-red');
      await stage.as('alice').says(`withdraw ${asked.op}`);
      expect((await stage.ends(asked)).summary).toMatch(/withdrawn/);
      expect((await look()).held).toBe('1');
    });
  });
} else {
  test(`could not run here: ${reason}`, () => expect(reason).toBeDefined());
}
