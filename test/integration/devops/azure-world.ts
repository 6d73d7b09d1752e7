// A stand-in for Azure DevOps over a small real repository, with the client in front of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { azureAddress } from '../../../src/devops/azure/address.ts';
import { patCredentials } from '../../../src/devops/azure/http.ts';
import { azureDevOps, type AzureDevOps as Client } from '../../../src/devops/azure/index.ts';
import {
  type AzureDevOps,
  type AzureDevOpsOptions,
  startAzureDevOps,
} from '../../../src/local/azure-devops/index.ts';

export const BOT = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
export const CAROL = { id: 'carol', displayName: 'Carol Jensen', uniqueName: 'carol@example.com' };

export const PIPELINE = `
parameters:
  - name: rows
    type: string
    default: '10'
trigger:
  branches:
    include: [main, feature/*]
variables:
  - group: Databricks-mlops-environment
  - name: greeting
    value: hello $(Build.SourceBranchName)
stages:
  - stage: build
    displayName: Build
    jobs:
      - job: one
        steps:
          - bash: |
              echo "$(greeting) \${{ parameters.rows }}"
              echo "host $DATABRICKS_HOST token=[$TOKEN] bare=[$DATABRICKS_TOKEN]"
              cat file.txt
            env:
              TOKEN: $(DATABRICKS_TOKEN)
          - bash: test ! -e fail
            displayName: Look for trouble
          - bash: echo never
            condition: failed()
  - stage: ship
    displayName: Ship
    jobs:
      - deployment: ship
        environment: production
        strategy:
          runOnce:
            deploy:
              steps:
                - bash: echo shipped
`;

export interface AzureWorld {
  readonly service: AzureDevOps;
  readonly client: Client;
  /** Commit ids by branch. */
  readonly commits: Readonly<Record<string, string>>;
  clientWith(token: string): Client;
  /** Pauses that clients were asked to make, in ms; none is made. */
  readonly pauses: number[];
  close(): Promise<void>;
}

export const openAzureWorld = async (options: Partial<AzureDevOpsOptions> = {}): Promise<AzureWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'azure-'));
  const work = join(folder, 'work');
  const git = (...args: readonly string[]): string => {
    const done = spawnSync('git', ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.com', ...args], {
      cwd: args[0] === 'init' || args[0] === 'clone' ? folder : work,
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`git ${args[0]}: ${done.stderr}`);
    return done.stdout.trim();
  };
  git('init', '--quiet', '--initial-branch=main', 'work');
  const commits: Record<string, string> = {};
  const commit = (branch: string, files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(work, name), text);
    git('add', '--all');
    git('commit', '--quiet', '--message', `Work on ${branch}`);
    commits[branch] = git('rev-parse', 'HEAD');
  };
  commit('main', { 'azure-pipelines.yml': PIPELINE, 'file.txt': 'one\n' });
  git('tag', '--annotate', 'v1', '--message', 'first');
  git('checkout', '--quiet', '-b', 'feature/x');
  for (const n of [1, 2, 3]) commit('feature/x', { 'file.txt': `two ${n}\n` });
  git('checkout', '--quiet', '-b', 'main-old', 'main');
  commit('main-old', { 'other.txt': 'old\n' });
  git('checkout', '--quiet', '-b', 'feature/broken', 'main');
  commit('feature/broken', { fail: '' });
  git('checkout', '--quiet', 'main');
  git('clone', '--quiet', '--bare', 'work', 'churn.git');
  const service = await startAzureDevOps({
    repositories: { churn: join(folder, 'churn.git') },
    pipelines: [
      { name: 'churn', repository: 'churn' },
      { name: 'churn-nightly', repository: 'churn', path: 'nightly.yml' },
    ],
    variableGroups: {
      'Databricks-mlops-environment-old': { OLD: { value: '1' } },
      'Databricks-mlops-environment': {
        DATABRICKS_HOST: { value: 'https://workspace.example' },
        DATABRICKS_TOKEN: { value: 'very-secret', isSecret: true },
      },
    },
    people: { 'pat-bot': BOT, 'pat-carol': CAROL },
    hookPauses: [1],
    ...options,
  });
  const address = azureAddress(service.gitUrl('churn'));
  if (!address) throw new Error('no address');
  const clients: Client[] = [];
  const pauses: number[] = [];
  const clientWith = (token: string): Client => {
    const client = azureDevOps(address, {
      credentials: patCredentials(token),
      clock: {
        ...systemClock,
        sleep: async (ms, signal) => {
          pauses.push(ms);
          signal?.throwIfAborted();
        },
      },
      userAgent: 'brickbot/test',
    });
    clients.push(client);
    return client;
  };
  return {
    ...{ service, commits, clientWith, pauses },
    client: clientWith('pat-bot'),
    close: async () => {
      for (const client of clients) await client.close();
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Looks until it is so; each look is an answer of the service, so nothing is guessed about time. */
export const until = async <T>(look: () => Promise<T>, fits: (value: T) => boolean): Promise<T> => {
  for (let turn = 0; turn < 2_000; turn += 1) {
    const value = await look();
    if (fits(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come to be');
};
