// The audit trail as a service: what was said and done is written down, and read by those who may.
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { type AuditEntry, type AuditRow, personOf } from '../../domain/audit.ts';
import { isUnseen, type Operation, type OperationState } from '../../domain/operation.ts';
import { namesOf, type Person } from '../../domain/person.ts';
import { type AuditQuery, appendAudit, auditAfter, auditHead, listAudit } from '../../store/audit.ts';
import type { Store } from '../../store/index.ts';
import type { Trx } from '../../store/schema.ts';
import type { Rights } from '../rights.ts';
import { effectsOf } from './effects.ts';
import { type ChainReport, verifyChain } from './verify.ts';

export interface AuditLook extends AuditQuery {
  readonly reader: Person;
}

export interface Audit {
  /** Writes entries now, in the caller's transaction when one is given. What may have an effect is written before it has. */
  record(entries: readonly AuditEntry[], trx?: Trx): Promise<void>;
  /** Writes an entry soon, together with others: for reads, which must not wait for it. */
  later(entry: AuditEntry): void;
  /** The ending of an operation, for the transaction that ends it. */
  ended(trx: Trx, operation: Operation): Promise<void>;
  /**
   * Rows, newest first. People read their own; the rest is for approvers and admins.
   * @throws Fault `not-permitted`
   */
  look(look: AuditLook): Promise<{ readonly rows: readonly AuditRow[]; readonly head: ChainHead }>;
  /** Every row in the order of the chain, a page at a time, for an export. */
  pages(reader: Person): AsyncGenerator<readonly AuditRow[]>;
  /** Follows the whole chain. */
  verify(): Promise<ChainReport>;
  /** Writes what was left for later. */
  close(): Promise<void>;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

const PAGE = 1_000;
/** Entries for later are written at the latest after this, in ms, or when there are this many. */
const SOON_MS = 200;
const MOST_WAITING = 5_000;

const VERDICTS: Readonly<Partial<Record<OperationState, AuditEntry['verdict']>>> = {
  done: 'done',
  failed: 'failed',
  refused: 'refused',
  cancelled: 'cancelled',
};

export const auditService = ({
  store,
  rights,
  clock,
  log,
  pageOf,
}: {
  readonly store: Store;
  readonly rights: Rights;
  readonly clock: Clock;
  readonly log: Log;
  /** Address of the platform's page of what an operation changed: a git folder, a model version. */
  readonly pageOf?: (operation: Operation) => string | undefined;
}): Audit => {
  let waiting: AuditEntry[] = [];
  let flushing: Promise<void> | undefined;
  let closed = false;

  const record: Audit['record'] = (entries, trx) =>
    trx ? appendAudit(trx, entries) : store.transaction((own) => appendAudit(own, entries));

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 500);
      try {
        await record(batch);
      } catch (error) {
        // Reads only: they wait in memory for the database to come back, up to a limit that is said when it is reached.
        log.warn({ error, entries: batch.length }, 'the audit trail could not be written; it is tried again');
        waiting = [...batch, ...waiting];
        if (closed) return;
        await clock.sleep(SOON_MS * 10);
      }
    }
  };
  const soon = (): Promise<void> => {
    flushing ??= clock
      .sleep(SOON_MS)
      .then(flush)
      .finally(() => {
        flushing = undefined;
      });
    return flushing;
  };

  const permit = async (reader: Person, query: { readonly person?: string }): Promise<void> => {
    const own = query.person !== undefined && namesOf(reader).includes(query.person.toLowerCase());
    if (!own) await rights.require(reader, 'audit', true, 'Reading what others did');
  };

  return {
    record,
    later: (entry) => {
      if (waiting.length >= MOST_WAITING) {
        log.error({ kind: entry.kind }, 'the audit trail is full: an entry about a read was left out');
        return;
      }
      waiting.push(entry);
      void soon();
    },
    ended: (trx, operation) => {
      const { op, requester, place, words, endedAt, reason } = operation;
      const subject = subjectOf(operation.input);
      return appendAudit(trx, [
        {
          at: endedAt ?? clock.now(),
          kind: 'ended',
          verdict: isUnseen(reason) ? 'unknown' : (VERDICTS[operation.state] ?? 'unknown'),
          person: personOf(requester),
          scope: place.scope,
          conversation: place.conversationId,
          words,
          op,
          ...(subject !== undefined && { subject }),
          ...(reason && { code: reason.code }),
          effects: effectsOf(operation, pageOf?.(operation)),
        },
      ]);
    },
    look: async ({ reader, ...query }) => {
      await permit(reader, query);
      await flush();
      return { rows: await listAudit(store.db, query), head: await auditHead(store.db) };
    },
    pages: async function* (reader) {
      await permit(reader, {});
      await flush();
      for (let seq = 0; ; ) {
        const rows = await auditAfter(store.db, seq, PAGE);
        const last = rows.at(-1);
        if (!last) return;
        yield rows;
        seq = last.seq;
      }
    },
    verify: async () => {
      await flush();
      return verifyChain(store.db, PAGE);
    },
    close: async () => {
      closed = true;
      await flush();
    },
  };
};

/** What an operation is about: its environment, or its model. */
const subjectOf = (input: unknown): string | undefined => {
  const { environment, model } = (input ?? {}) as { environment?: unknown; model?: unknown };
  if (typeof environment === 'string') return environment;
  return typeof model === 'string' ? model : undefined;
};
