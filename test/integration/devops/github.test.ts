// Commit statuses of a repository at GitHub, over a real connection: what is sent, and what a refusal means.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { gitHubAddress, gitHubStatuses } from '../../../src/devops/github.ts';

interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

let server: Server;
let base: string;
const calls: Call[] = [];
const answers: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      calls.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
      response.writeHead(answers.shift() ?? 201, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  calls.splice(0);
  answers.splice(0);
});

const COMMIT = '4f2a91c0d7e84b5a9c3e1f60b8d25a7714e9c3aa';
const statuses = () => {
  const address = gitHubAddress(`${base}/contoso/churn.git`);
  if (!address) throw new Error('no address');
  return gitHubStatuses(address, 'ghp-secret', 'brickbot/test');
};

test('each state in GitHub’s words, on the commit, cut to what it takes', async () => {
  for (const state of ['pending', 'succeeded', 'failed', 'error'] as const)
    await statuses().setStatus(COMMIT, {
      ...{ state, context: 'brickbot/tests', url: 'https://adb-1.example/run' },
      description: 'x'.repeat(300),
    });
  expect(calls.map(({ path, body }) => [path, (body as { state: string }).state])).toEqual(
    ['pending', 'success', 'failure', 'error'].map((state) => [
      `/api/v3/repos/contoso/churn/statuses/${COMMIT}`,
      state,
    ]),
  );
  expect(calls[0]?.body).toEqual({
    state: 'pending',
    context: 'brickbot/tests',
    description: 'x'.repeat(140),
    target_url: 'https://adb-1.example/run',
  });
  expect(calls[0]?.headers).toMatchObject({
    authorization: 'Bearer ghp-secret',
    'x-github-api-version': '2022-11-28',
  });
});

test('what passes is tried again, what does not is a fault of its kind that shows no token', async () => {
  answers.push(503, 201);
  await statuses().setStatus(COMMIT, { state: 'pending', context: 'c', description: '' });
  expect(calls).toHaveLength(2);
  for (const [status, code] of [
    [401, 'upstream-unauthenticated'],
    [403, 'upstream-forbidden'],
    [404, 'upstream-not-found'],
    [422, 'upstream-rejected'],
    [500, 'upstream-broken'],
  ] as const) {
    answers.push(status);
    const fault = await statuses()
      .setStatus(COMMIT, { state: 'pending', context: 'c', description: '' })
      .then(
        () => undefined,
        (error: unknown) => error as Fault,
      );
    expect(fault?.code).toBe(code);
    expect(JSON.stringify(fault)).not.toContain('ghp-secret');
  }
});

test('addresses in every form', () => {
  const here = { api: 'https://api.github.com', owner: 'contoso', repository: 'churn' };
  for (const url of [
    'https://github.com/contoso/churn.git',
    'https://github.com/contoso/churn/',
    'https://token@github.com/contoso/churn',
    'git@github.com:contoso/churn.git',
    'ssh://git@github.com/contoso/churn.git',
  ])
    expect([url, gitHubAddress(url)]).toEqual([url, here]);
  expect(gitHubAddress('https://git.contoso.com/ml/churn')?.api).toBe('https://git.contoso.com/api/v3');
  expect(gitHubAddress('nonsense')).toBeUndefined();
});
