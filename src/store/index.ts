// The face of the room: opens the database, embedded or PostgreSQL, with its tables at their newest form and its queue. It
// loads megabytes of WebAssembly or a driver, so whoever must start fast imports this file when the store is needed.
import { sql } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { type Log, silentLog } from '../base/log.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { migrateAsOwner } from './owner.ts';
import { openQueue, type Queue } from './queue.ts';
import type { Access, Trx } from './schema.ts';

export interface StoreOptions {
  /** PostgreSQL address; absent: embedded. */
  readonly url?: string;
  /** PostgreSQL address of the tables' owner, for migrations; absent: the bot's own role makes its tables. */
  readonly ownerUrl?: string;
  /** Data folder of the embedded database. */
  readonly folder?: string;
  /** Embedded and gone with the process, for tests; beginning empty, or with what was dumped from a folder. */
  readonly memory?: true | Blob;
  readonly clock: Clock;
  readonly log?: Log;
}

export interface Store {
  readonly kind: 'embedded' | 'postgres';
  readonly db: Exclude<Access, Trx>;
  readonly queue: Queue;
  readonly clock: Clock;
  /**
   * Runs `work` in one transaction; what it throws rolls everything back. Inside, only `trx` may be used, and nothing but the
   * database may be awaited: the embedded engine has one session, and using `db` there waits for ever.
   * @throws Fault `store-unavailable` when the database does not answer
   */
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** @throws Fault `store-unavailable` */
  ping(): Promise<void>;
  /** Vacuum and checkpoint of the embedded engine; nothing on a server, which does this itself. */
  maintain(): Promise<void>;
  /** Stops the queue, then closes the database. Safe to call twice. */
  close(): Promise<void>;
}

/** @throws Fault `store-locked`, `store-version`, `store-unavailable` */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { clock, log = silentLog } = options;
  const engine = await openEngine(options, log);
  try {
    const owned = engine.kind === 'postgres' && options.ownerUrl !== undefined;
    if (owned) await migrateAsOwner(options.ownerUrl, await roleOf(engine));
    else await migrate(engine.db);
    // The owner has made the queue's schema, too: the bot's role may not make one.
    const queue = await openQueue(
      owned ? { ...engine, queue: { ...engine.queue, createSchema: false } } : engine,
      log,
    );
    // Nobody else can be at work on an embedded database: what is marked so was cut off by a crash.
    if (engine.kind === 'embedded') await queue.releaseOrphans();
    return storeOf(engine, queue, clock);
  } catch (error) {
    await engine.close();
    throw unavailable(error);
  }
};

const openEngine = async ({ url, folder, memory }: StoreOptions, log: Log): Promise<Engine> => {
  if (url !== undefined && url !== '') return (await import('./server.ts')).openServer(url, log);
  const { openEmbedded, openInMemory } = await import('./embedded.ts');
  if (memory !== undefined) return openInMemory(memory === true ? undefined : memory);
  if (folder === undefined) throw new Fault('internal');
  return openEmbedded(folder);
};

/** The role that the bot connects with. */
const roleOf = async ({ db }: Engine): Promise<string> => {
  const { rows } = await sql<{ role: string }>`select current_user as role`.execute(db);
  return rows[0]?.role ?? '';
};

const storeOf = (engine: Engine, queue: Queue, clock: Clock): Store => {
  let closing: Promise<void> | undefined;
  const guarded = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw unavailable(error);
    });
  return {
    kind: engine.kind,
    db: engine.db,
    queue,
    clock,
    transaction: (work) => guarded(engine.db.transaction().execute(work)),
    ping: () =>
      guarded(
        engine.db
          .selectFrom('facts')
          .select('key')
          .limit(1)
          .execute()
          .then(() => {}),
      ),
    maintain: () => engine.maintain(),
    close: () => {
      closing ??= queue.stop().then(() => engine.close());
      return closing;
    },
  };
};

/** Connection faults of the operating system and of PostgreSQL (class 08 connection, 57 operator intervention, 53 resources). */
const LOST = /^(ECONN\w+|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|08...|57P..|53...)$/;

const unavailable = (error: unknown): unknown =>
  !(error instanceof Fault) && LOST.test(String((error as { code?: unknown } | undefined)?.code))
    ? new Fault('store-unavailable', { cause: error })
    : error;
