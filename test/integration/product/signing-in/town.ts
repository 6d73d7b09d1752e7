// The whole bot over the true protocol, with Entra, the Bot Framework's token service and a workspace behind it that knows people:
// staging is worked in as whoever asked. Alice has an account there, and brickbot has one of its own that could do everything.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../../../src/app.ts';
import { loadConfig } from '../../../../src/base/config/load.ts';
import { type Log, silentLog } from '../../../../src/base/log.ts';
import { ALICE, channelMessage, personalMessage, signInInvoke } from '../../../protocol-cloud/activities.ts';
import { APP_ID, type Cloud, cloudEnvironment, startCloud, TENANT } from '../../../protocol-cloud/cloud.ts';
import type { Call } from '../../../protocol-cloud/connector-stub.ts';
import { createSignIns, type SignIns } from '../../../protocol-cloud/sign-ins.ts';
import { startTokenService, type TokenService } from '../../../protocol-cloud/token-service.ts';
import { putReadyStore } from '../../../ready-store/index.ts';
import { openWorld, TOKEN, type World } from '../world.ts';

export const CONNECTION = 'entra';
export const ALICE_AT_WORK = 'alice@example.com';
export const ALICE_TOKEN = 'eyJ.alice-at-databricks-is-secret';
export const SECRET_KEY = '5e'.repeat(32);
export const DATABRICKS_APP = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

export interface Town {
  readonly cloud: Cloud;
  readonly world: World;
  readonly app: App;
  readonly entra: SignIns;
  readonly tokens: TokenService;
  readonly folder: string;
  /** Posts an activity as Teams does. */
  deliver(
    activity: object,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  says(text: string): Promise<number>;
  saysInChannel(text: string): Promise<number>;
  /** What Teams sends after it got a token silently. @param token what Teams got; Alice's own when absent */
  exchange(id: string, token?: string): ReturnType<Town['deliver']>;
  /** Something that the bot posts or changes with all of these words in it; each serves once, in any order. */
  posted(...words: readonly string[]): Promise<string>;
  /** Everything that was posted so far. */
  all(): string;
  /** Who changed something in the workspace since `forget`, each once. */
  changers(): readonly string[];
  /** What was posted and asked so far counts no more, and nothing fails any more. */
  forget(): void;
  close(): Promise<void>;
}

const yaml = (repository: string, more: string): string => `git:
  url: ${repository}
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/staging/churn
    identity: user
defaults:
  environment: staging
experiments:
  churn:
    name: /Shared/churn
${more}roles:
  developer: [${ALICE.aadObjectId}]
  approver: [${ALICE.aadObjectId}]
`;

export interface TownWish {
  readonly log?: Log;
  /** More lines of brickbot.yaml, given the world. */
  readonly more?: (world: World) => Promise<string>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Tokens of people at other systems than Databricks. */
  readonly tokenFor?: (person: string, resource: string) => string | undefined;
}

export const openTown = async (wish: TownWish = {}): Promise<Town> => {
  const folder = await mkdtemp(join(tmpdir(), 'product-signing-in-'));
  putReadyStore(folder);
  const [cloud, world] = await Promise.all([
    startCloud(),
    openWorld({
      principals: [{ token: ALICE_TOKEN, userName: ALICE_AT_WORK, displayName: 'Alice', admin: true }],
    }),
  ]);
  const entra = createSignIns(APP_ID, TENANT, (person, resource) =>
    person === ALICE.aadObjectId && resource === DATABRICKS_APP
      ? ALICE_TOKEN
      : wish.tokenFor?.(person, resource),
  );
  cloud.login.onBehalf((form) => entra.answer(form));
  // What Teams gets silently is a token for the application already; the connection keeps it.
  const tokens = await startTokenService(cloud.local, CONNECTION, (token) =>
    token === 'refused' ? undefined : token,
  );
  const config = loadConfig({
    environment: {
      ...cloudEnvironment(cloud),
      AZURE_AUTHORITY_HOST: new URL(cloud.login.authority).origin,
      BRICKBOT_OAUTH_CONNECTION: CONNECTION,
      BRICKBOT_SECRET_KEY: SECRET_KEY,
      OAuthUrl: tokens.url,
      PORT: '0',
      BRICKBOT_HOST: '127.0.0.1',
      BRICKBOT_DATA: folder,
      DATABRICKS_HOST: world.url,
      DATABRICKS_TOKEN: TOKEN,
      ...wish.environment,
    },
    yaml: yaml(world.repository, (await wish.more?.(world)) ?? ''),
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
  const app = await startApp({ config, log: wish.log ?? silentLog, surroundings: process.env });
  await app.ready;
  const { connector, issuer } = cloud;
  const { serviceUrl } = connector;

  const deliver: Town['deliver'] = async (activity) => {
    const answer = await fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await issuer.sign(serviceUrl)}`,
      },
      body: JSON.stringify(activity),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  let unread: string[] = [];
  let read = 0;
  const textOf = ({ body }: Call): string => JSON.stringify(body);
  return {
    ...{ cloud, world, app, entra, tokens, folder, deliver },
    says: async (text) => (await deliver(personalMessage(serviceUrl, text))).status,
    saysInChannel: async (text) => (await deliver(channelMessage(serviceUrl, text))).status,
    exchange: (id, token = entra.assertion(ALICE.aadObjectId)) =>
      deliver(signInInvoke(serviceUrl, 'tokenExchange', { id, connectionName: CONNECTION, token })),
    posted: async (...words) => {
      for (;;) {
        unread.push(...connector.calls.slice(read).map(textOf));
        read = connector.calls.length;
        const at = unread.findIndex((text) => words.every((word) => text.includes(word)));
        if (at >= 0) return unread.splice(at, 1).join('');
        await connector.next();
      }
    },
    forget: () => {
      world.forget();
      entra.refuse(undefined);
      tokens.fail(undefined);
      read = connector.calls.length;
      unread = [];
    },
    all: () => connector.calls.map(textOf).join('\n'),
    changers: () => [
      ...new Set(
        ['POST', 'PATCH', 'PUT', 'DELETE'].flatMap((method) =>
          world
            .asked(method, /^\/api\/2\.[01]\/(?!mlflow\/.*search)/)
            .map((entry) => (entry as { userName?: string }).userName ?? 'nobody'),
        ),
      ),
    ],
    close: async () => {
      await app.close();
      await Promise.all([world.close(), tokens.close(), cloud.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** Every byte that lies below a folder, as text. */
export const everythingBelow = async (folder: string): Promise<string> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'latin1').catch(() => '')),
  );
  return texts.join('\n');
};
