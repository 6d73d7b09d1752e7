// Every command that names an environment × every role × staging and production, through the whole house: refused as the printed table
// says, before anything outside is asked. Git and the workspace lead nowhere here, so whatever is let through fails on them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as dialogs from '../../../dialogs/index.ts';
import { createHouse, type House } from '../../../src/app/house.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { CommandRecord } from '../../../src/commands/command.ts';
import { wordingOf } from '../../../src/commands/usage.ts';
import { ROLES, type Role } from '../../../src/domain/roles.ts';
import { printedRights } from '../../printed-rights.ts';
import { putReadyStore } from '../../ready-store/index.ts';

jest.setTimeout(120_000);

const records: readonly CommandRecord[] = Object.values(dialogs);
/** Values that are well formed; none of them exists. */
const VALUES: Readonly<Record<string, string>> = {
  ref: 'main',
  suite: 'unit',
  job: 'nightly',
  span: '30m',
  person: '@Bob',
  text: 'because',
  subject: 'environment',
  operation: '7K3F',
};
/** What these ask beyond their row is asked of what they find: somebody's lock, an operation, a plan. */
const BESIDE = ['repair', 'emergency', 'unlock', 'give', 'extend'];

const said = (record: CommandRecord, environment: string): string | undefined => {
  const named = Object.entries(record.arguments).find(([, { kind }]) => kind === 'environment')?.[0];
  if (named === undefined || BESIDE.includes(record.name) || record.permission === 'look') return undefined;
  const required = Object.entries(record.arguments).filter(
    ([name, { required: must }]) => must && name !== named,
  );
  return wordingOf(record, {
    ...Object.fromEntries(required.map(([name, { kind }]) => [name, VALUES[kind] ?? 'x'])),
    [named]: environment,
  });
};

const CASES = records.flatMap((record) =>
  (['staging', 'production'] as const).flatMap((environment) => {
    const words = said(record, environment);
    return words === undefined ? [] : [{ name: record.name, environment, words }];
  }),
);

let folder: string;
let house: House;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rights-places-'));
  putReadyStore(folder);
  house = createHouse({
    config: loadConfig({
      environment: {
        DATABRICKS_HOST: 'http://127.0.0.1:9',
        DATABRICKS_TOKEN: 'dapi-nowhere',
        BRICKBOT_DATA: folder,
      },
      yaml: `git: { url: ${join(folder, 'nowhere.git')} }
environments:
  staging: { checkout: /Workspace/Shared/staging }
  production: { checkout: /Workspace/Shared/production, production: true }
roles:
${ROLES.filter((role) => role !== 'viewer')
  .map((role) => `  ${role}: [${role}-id]`)
  .join('\n')}
`,
      yamlName: 'brickbot.yaml',
      readSecret: () => '',
    }),
    log: silentLog,
    surroundings: process.env,
  });
  await house.open();
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const failureOf = async (role: Role, text: string): Promise<string | undefined> => {
  const answer = await house.dispatch({
    kind: 'words',
    id: `${role} ${text}`,
    person: { id: `${role}-id`, name: role },
    place: { scope: 'group', conversationId: role, serviceUrl: '', channelId: 'msteams', botId: 'b' },
    text,
  });
  return answer.kind === 'card' ? answer.failure : undefined;
};

describe.each(CASES)('“$words”', ({ name, environment, words }) => {
  test.each(ROLES)('said by a %s', async (role) => {
    const right = printedRights().find(({ what }) => what === name);
    const may = right?.[environment === 'production' ? 'production' : 'elsewhere'].includes(role);
    const failure = await failureOf(role, words);
    if (may) expect(failure).not.toBe('not-permitted');
    else expect(failure).toBe('not-permitted');
  });
});

test('there are commands of every sort among them', () => {
  expect(new Set(CASES.map(({ name }) => name))).toEqual(
    new Set([
      'deploy',
      'lock',
      'override freeze',
      'rollback',
      'run job',
      'run tests',
      'ask for',
      'tell me when',
      'subscribe',
    ]),
  );
});
