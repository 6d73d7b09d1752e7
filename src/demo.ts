// Everything in one process with nothing configured: the embedded workspace with its sample project, a chat page in place of
// Teams, and the ordinary house behind them.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from './base/config/load.ts';
import { gallery } from './cards/gallery.ts';
import { firstThings } from './commands/first-things.ts';
import { onKeptPort } from './demo/kept-port.ts';
import type { Look } from './http/gallery.ts';
import { renderCardsPage } from './local/chat/cards-page.ts';
import { type Chat, startChat } from './local/chat/start.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from './local/furnished.ts';

/** People of the chat page with fixed ids, so that the role book can name them. */
const PEOPLE = [
  {
    key: 'alice',
    name: 'Alice Novak',
    role: 'Developer',
    aadObjectId: 'a11ce000-0000-4000-8000-000000000001',
  },
  { key: 'bob', name: 'Bob Okafor', role: 'Releaser', aadObjectId: 'b0b00000-0000-4000-8000-000000000002' },
  {
    key: 'carol',
    name: 'Carol Jensen',
    role: 'Approver',
    aadObjectId: 'ca201000-0000-4000-8000-000000000003',
  },
  { key: 'dan', name: 'Dan Ito', role: 'Viewer', aadObjectId: 'da400000-0000-4000-8000-000000000004' },
  {
    key: 'erin',
    name: 'Erin Walsh',
    role: 'Approver 2',
    aadObjectId: 'e2140000-0000-4000-8000-000000000005',
  },
] as const;

/** The demo's brickbot.yaml: the same file that a team would write, with the sample project's names. */
export const demoYaml = (gitUrl: string): string => `git:
  url: ${gitUrl}
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/staging/churn
  production:
    checkout: /Workspace/Shared/brickbot/production/churn
    production: true
    gates:
      after: staging
      suite: unit
defaults:
  environment: staging
  suite: unit
tests:
  unit:
    notebook: notebooks/unit_tests
    timeLimitMinutes: 5
  integration:
    notebook: jobs/integration_test
    timeLimitMinutes: 10
experiments:
  churn:
    name: /Shared/churn
    metric: auc
    model: churn
models:
  churn:
    registry: mlflow
    metric: auc
    gates: { minimum: { auc: 0.7 }, tests: unit }
    owners: [${PEOPLE[4].aadObjectId}]
    approvals: { quorum: 2 }
roles:
  developer: [${PEOPLE[0].aadObjectId}, terminal]
  releaser: [${PEOPLE[1].aadObjectId}]
  approver: [${PEOPLE[2].aadObjectId}, ${PEOPLE[4].aadObjectId}]
`;

export interface DemoWorld {
  readonly config: Config;
  readonly workspace: FurnishedWorkspace;
  /** Starts the chat page, once the bot's address is known. */
  chat(botEndpoint: () => string, commands: readonly { title: string; description: string }[]): Promise<Chat>;
  close(): Promise<void>;
}

/**
 * Starts the embedded workspace in the data folder and gives the configuration that points at it.
 * @param environment the process environment: PORT, BRICKBOT_DATA and the log level are taken from it
 */
export const startDemoWorld = async (
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly history: boolean },
): Promise<DemoWorld> => {
  const data = environment['BRICKBOT_DATA'] ?? '.brickbot';
  const folder = join(data, 'workspace');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const workspace = await onKeptPort(data, 'workspace', (port) =>
    startFurnishedWorkspace({
      token: demoToken(data),
      dataDir: folder,
      openPush: true,
      history: options.history,
      port,
    }),
  );
  const config = loadConfig({
    environment: {
      ...environment,
      DATABRICKS_HOST: workspace.url,
      DATABRICKS_TOKEN: workspace.token,
      BRICKBOT_HOST: '127.0.0.1',
    },
    yaml: demoYaml(workspace.gitUrl(SAMPLE)),
    yamlName: 'the demo’s configuration',
    readSecret: (path) => readFileSync(path, 'utf8'),
  });
  let chat: Chat | undefined;
  return {
    config,
    workspace,
    chat: async (botEndpoint, commands) => {
      chat = await onKeptPort(data, 'chat', (port) =>
        startChat({ botEndpoint, dataDir: data, people: [...PEOPLE], commands, port }),
      );
      return chat;
    },
    close: async () => {
      await chat?.close();
      await workspace.close();
    },
  };
};

/** Runs the demo until the returned function is called: workspace, chat page, bot. */
export const runDemo = async (
  environment: Readonly<Record<string, string | undefined>>,
  announce: (ready: object) => void,
  say: (line: string) => void,
): Promise<() => Promise<void>> => {
  const world = await startDemoWorld(environment, { history: true });
  const { startApp } = await import('./app.ts');
  const app = await startApp({
    config: world.config,
    demo: true,
    surroundings: environment,
    gallery: drawGallery,
  });
  const chat = await world.chat(
    () => `${app.url}/api/messages`,
    firstThings(app.house.registry.records).map((record) => ({
      title: record.examples[0] ?? record.name,
      description: record.summary,
    })),
  );
  await app.ready;
  announce({ url: app.url, workspace: world.workspace.url, chat: chat.url });
  for (const line of [
    '',
    `  Chat        ${chat.url}`,
    `  Gallery     ${app.url}/gallery`,
    `  Workspace   ${world.workspace.url}   (git ${world.workspace.gitUrl(SAMPLE)})`,
    '',
    '  Three things to try in the chat:',
    '    deploy feature-x',
    '    run tests on feature-x',
    '    show experiment churn',
    '',
    '  And with two approvers beside you:',
    '    run job nightly-train with register=true',
    '    promote churn latest to champion',
    '',
    '  Ctrl+C stops everything; what happened is kept in the data folder.',
  ])
    say(line);
  return async () => {
    await app.close();
    await world.close();
  };
};

const drawGallery = ({ theme, width }: Look): string =>
  renderCardsPage({ cards: gallery().map(({ title, face }) => ({ title, card: face.card })), theme, width });

/** The workspace's token is made once per data folder, so that official clients can be pointed at a running demo. */
const demoToken = (data: string): string => {
  const file = join(data, 'workspace-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const token = `demo-${randomBytes(18).toString('base64url')}`;
    writeFileSync(file, token, { mode: 0o600 });
    return token;
  }
};
