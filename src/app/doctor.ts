// Explains the environment: what brickbot needs, whether it is there, and how to mend what is not. Reads only.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { systemClock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { ConfigurationRefused } from '../base/config/load.ts';
import { asFault } from '../base/errors.ts';
import { randomIds } from '../base/ids.ts';
import { silentLog } from '../base/log.ts';
import { faultOf } from '../cards/trouble.ts';
import { toOpen } from '../domain/place.ts';
import type { Access } from '../store/schema.ts';
import { readConfig } from './configured.ts';
import { missingForSignIn, rightsOf, systemsAsPeople } from './identity.ts';
import { registrationOf } from './registration.ts';

export interface Finding {
  readonly state: 'well' | 'note' | 'fault';
  readonly what: string;
  /** How to mend it; empty when all is well. */
  readonly remedy: string;
}

const run = promisify(execFile);
const well = (what: string): Finding => ({ state: 'well', what, remedy: '' });
const note = (what: string, remedy: string): Finding => ({ state: 'note', what, remedy });
const bad = (what: string, remedy: string): Finding => ({ state: 'fault', what, remedy });

/** A check that fails becomes a fault with the remedy of its code. */
const tried = async (what: string, check: () => Promise<string>): Promise<Finding> => {
  try {
    return well(`${what}: ${await check()}`);
  } catch (error) {
    const fault = asFault(error);
    return bad(
      `${what}: ${fault.what}`,
      fault.code === 'internal'
        ? String((fault.cause as { code?: unknown } | undefined)?.code ?? 'unexpected')
        : fault.next,
    );
  }
};

const programs = async (): Promise<readonly Finding[]> => {
  const version = (name: string): Promise<string | undefined> =>
    run(name, ['--version']).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
  const [git, python] = await Promise.all([version('git'), version('python3')]);
  return [
    Number(process.versions.node.split('.')[0]) >= 24
      ? well(`Node ${process.version}`)
      : bad(
          `Node ${process.version}`,
          'Start through npm, which brings Node 26, or install Node 24 or newer.',
        ),
    git ? well(git) : bad('git is missing', 'Install git: branches are resolved with it.'),
    python
      ? well(python)
      : note(
          'python3 is missing',
          'Only the embedded workspace needs it; install it to run the demo’s notebooks.',
        ),
  ];
};

/** Findings in the order in which they matter. With nothing configured only the machine is looked at. */
export const examine = async (
  environment: Readonly<Record<string, string | undefined>>,
  configuredAtAll: boolean,
): Promise<readonly Finding[]> => {
  const machine = await programs();
  if (!configuredAtAll)
    return [
      ...machine,
      note(
        'Nothing is configured',
        'npm start runs the demo. Write brickbot.yaml to use your own systems: docs/configuration.md.',
      ),
    ];
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    return [
      ...machine,
      ...error.faults.map(({ where, name, problem, remedy }) => bad(`${where} ${name}: ${problem}`, remedy)),
    ];
  }
  return [
    ...machine,
    well('The configuration is valid'),
    ...(await teams(config)),
    ...signIn(config),
    ...(await systems(config)),
  ];
};

const teams = async (config: Config): Promise<readonly Finding[]> => {
  const { createTeamsLine } = await import('../teams/teams.ts');
  let line: ReturnType<typeof createTeamsLine> | undefined;
  const finding = await tried('Teams', async () => {
    line = createTeamsLine({
      registration: registrationOf(config, false),
      clock: systemClock,
      log: silentLog,
    });
    const { keys, token } = await line.warmUp();
    return `signing keys ${keys}, own token ${token}`;
  });
  await line?.close();
  return [
    finding.what.includes('failing')
      ? bad(
          finding.what,
          'Check MicrosoftAppId, MicrosoftAppPassword, the tenant and the way to login.microsoftonline.com.',
        )
      : finding,
  ];
};

/** Only where brickbot is to act as people. */
const signIn = (config: Config): readonly Finding[] => {
  const asPeople = systemsAsPeople(config);
  if (asPeople.length === 0) return [];
  const missing = missingForSignIn(config);
  return [
    missing === undefined
      ? well(`Signing in: people act as themselves at ${asPeople.join(' and ')}`)
      : bad(
          `Signing in: ${missing} is missing`,
          'docs/teams.md, step 4, says what it is and where it comes from.',
        ),
  ];
};

const systems = async (config: Config): Promise<readonly Finding[]> => {
  const { openServices } = await import('./services.ts');
  let opened: Awaited<ReturnType<typeof openServices>> | undefined;
  const store = await tried('Database', async () => {
    opened = await openServices({
      config,
      clock: systemClock,
      ids: randomIds,
      log: silentLog,
      rights: rightsOf(config, systemClock),
    });
    const { countPosts } = await import('../store/posts.ts');
    const { countSubscriptions } = await import('../store/subscriptions.ts');
    const { countReplicas } = await import('../store/replicas.ts');
    const { waiting, parked } = await countPosts(opened.store.db);
    const { standing, broken } = await countSubscriptions(opened.store.db);
    const alive = await countReplicas(opened.store.db, systemClock.now());
    return `${opened.store.kind}, ${alive > 1 ? `${alive} replicas, ` : ''}${waiting} posts waiting, ${parked} that could not be delivered, ${standing} subscriptions, ${broken} broken`;
  });
  if (!opened) return [store];
  const { services, databricks, close } = opened;
  const undelivered = await parkedFindings(opened.store.db);
  const unseen = await unseenFindings(opened.store.db, systemClock.now());
  const hosts = [
    ...new Map(services.environments.list().map((environment) => [environment.host, environment])).values(),
  ];
  const outside = await Promise.all([
    ...hosts.map((environment) =>
      tried(
        `Databricks ${environment.host}`,
        async () =>
          `${(await databricks(environment).me()).userName} by ${databricks(environment).credentials}`,
      ),
    ),
    tried('Git', async () => `${(await services.git.branches(200)).length} branches seen`),
  ]);
  await close();
  return [store, ...undelivered, ...unseen, ...outside];
};

/** Parked posts that are shown one by one; the finding of the database has their number. */
const MOST_PARKED = 10;

/** To the minute, as UTC. */
const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

/** What could not be delivered, newest first: what it was, where it should have stood, since when it is given up, and why. */
export const parkedFindings = async (db: Access): Promise<readonly Finding[]> => {
  const { parkedPosts } = await import('../store/posts.ts');
  return (await parkedPosts(db, MOST_PARKED)).map(
    ({ kind, op, place, why = '', subscription, createdAt, parkedAt = createdAt }) => {
      const about = op === undefined ? '' : ` of op ${op}`;
      const where = `${place.scope === 'personal' ? 'one-to-one' : place.scope} ${place.conversationId}`;
      const what = `Not delivered: ${kind}${about} of ${minute(createdAt)} to ${where}, given up ${minute(parkedAt)}: ${why}`;
      if (toOpen(place.conversationId) !== undefined)
        return note(
          what,
          'brickbot has never spoken with this person alone and may not begin to: install it for them in Teams, or have them write to it once.',
        );
      return note(
        what,
        subscription === undefined
          ? op === undefined
            ? 'It belongs to no operation and is deleted 30 days after it was given up.'
            : `The work itself went on; “audit op ${op}” tells how it ended.`
          : `Subscription ${subscription} is marked broken and its owner told: add brickbot there again, or unsubscribe.`,
      );
    },
  );
};

/** How long an operation whose outcome nobody knows is told of. */
const UNSEEN_MS = 30 * 24 * 60 * 60_000;

/** Operations of the last 30 days that ended without anybody knowing whether they took effect, and where to look. */
export const unseenFindings = async (db: Access, now: number): Promise<readonly Finding[]> => {
  const { listOperations } = await import('../store/operations.ts');
  const all = await listOperations(db, { endedWith: 'outcome-unseen', limit: MOST_PARKED });
  const recent = all.filter(({ endedAt = now }) => now - endedAt < UNSEEN_MS);
  return recent.map(({ op, words, endedAt = now, reason }) => {
    const fault = faultOf(reason ?? { code: 'outcome-unseen' });
    return note(`Outcome unknown: op ${op}, “${words}”, ended ${minute(endedAt)}. ${fault.what}`, fault.next);
  });
};
