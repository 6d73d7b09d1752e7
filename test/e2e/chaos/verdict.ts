// What is true at the end: counted in the database, at the workspace and at the connector, three witnesses that share no code.
import { systemClock } from '../../../src/base/clock.ts';
import { hasEnded } from '../../../src/domain/operation.ts';
import { openStore } from '../../../src/store/index.ts';
import { listOperations } from '../../../src/store/operations.ts';
import type { Town } from './town.ts';

export interface Verdict {
  readonly operations: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Operations that are not over, or left something behind. */
  readonly stuck: readonly string[];
  /** Operations without any card, and operations none of whose cards shows an end. */
  readonly withoutCard: readonly string[];
  readonly withoutEnd: readonly string[];
  /** First posts beyond the first, over all operations. */
  readonly repeatedPosts: number;
  readonly parkedPosts: number;
  /** Runs of the job that is listened to, and those that nobody was told of. */
  readonly outsideRuns: number;
  readonly untoldRuns: readonly string[];
  /** Runs at the workspace, and the tokens that were used to start them. */
  readonly runsStarted: number;
  readonly tokensUsed: number;
  /** Operations that start a run: each may start one. */
  readonly runsWanted: number;
  /** Git folders that remain, apart from those of the environments. */
  readonly foldersLeft: readonly string[];
}

const OVER = /: (done|passed|failed|cancelled|refused|skipped|timed out|stopped)/i;

/** @param where the data folder, or the address of the database; nobody else may have it open when it is a folder */
export const judge = async (
  town: Town,
  where: { readonly folder: string } | { readonly url: string },
  outsideRuns: readonly string[],
): Promise<Verdict> => {
  const store = await openStore({ ...where, clock: systemClock });
  const operations = await listOperations(store.db, { limit: 10_000 });
  const parked = await store.db.selectFrom('posts').select('id').where('state', '=', 'parked').execute();
  const told = await store.db
    .selectFrom('events')
    .select('run')
    .where('kind', '=', 'job')
    .where('told_at', 'is not', null)
    .execute();
  await store.close();

  const cards = town.posts().filter(({ attachments }) => attachments.length > 0);
  const cardsOf = (op: string) =>
    cards.filter(({ attachments }) => new RegExp(`\\bop ${op}\\b`).test(JSON.stringify(attachments)));
  const shownIn = new Map(operations.map(({ op }) => [op, cardsOf(op)]));
  const toldRuns = new Set(told.map(({ run }) => run));
  const counted = new Map<string, number>();
  for (const { kind } of operations) counted.set(kind, (counted.get(kind) ?? 0) + 1);

  const started = town.world.journal
    .entries()
    .filter(
      ({ method, path, status }) =>
        method === 'POST' && status === 200 && /jobs\/(run-now|runs\/submit)$/.test(path),
    );
  const runs = await allRuns(town);
  const { repos = [] } = (await town.world.call('GET', '/api/2.0/repos')) as { repos?: { path: string }[] };
  return {
    operations: operations.length,
    byKind: Object.fromEntries(counted),
    stuck: operations
      .filter(({ state, cleanupAt }) => !hasEnded(state) || cleanupAt !== null)
      .map(({ op, state }) => `${op} ${state}`),
    withoutCard: operations.filter(({ op }) => shownIn.get(op)?.length === 0).map(({ op }) => op),
    withoutEnd: operations
      .filter(({ op }) => shownIn.get(op)?.every(({ summary }) => !OVER.test(summary)))
      .map(({ op }) => `${op}: ${shownIn.get(op)?.[0]?.summary}`),
    repeatedPosts: [...shownIn.values()].reduce((sum, { length }) => sum + Math.max(0, length - 1), 0),
    parkedPosts: parked.length,
    outsideRuns: outsideRuns.length,
    untoldRuns: outsideRuns.filter((run) => !toldRuns.has(run)),
    runsStarted: runs.length - outsideRuns.length,
    tokensUsed: new Set(started.flatMap(({ idempotencyToken }) => idempotencyToken ?? [])).size,
    runsWanted: operations.filter(({ kind }) => kind === 'tests' || kind === 'job').length,
    foldersLeft: repos.map(({ path }) => path).filter((path) => path.includes('.brickbot')),
  };
};

/** Every run that the workspace knows, page by page. */
const allRuns = async ({ world }: Town): Promise<readonly unknown[]> => {
  const runs: unknown[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page = (await world.call(
      'GET',
      `/api/2.2/jobs/runs/list?limit=25${token === '' ? '' : `&page_token=${token}`}`,
    )) as { runs?: unknown[]; next_page_token?: string };
    runs.push(...(page.runs ?? []));
    token = page.next_page_token;
  }
  return runs;
};
