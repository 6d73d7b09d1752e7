// Locks on environments: taken for a purpose, always with an end, released by the holder or, with a reason, by a releaser.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import { plain } from '../../cards/escape.ts';
import { DEFAULT_LOCK_MS, LONGEST_LOCK_MS, type Lock, spanMs } from '../../domain/lock.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import { wayTo } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { endLock, endRest, extendLock, findLock, standingLocks, takeLock } from '../../store/locks.ts';
import { addPost } from '../../store/posts.ts';
import type { Trx } from '../../store/schema.ts';
import { wishesFor } from '../../store/wishes.ts';
import type { Environments } from '../environments.ts';
import type { Rights } from '../rights.ts';

export interface LockRequest {
  readonly environment: string;
  readonly person: Person;
  /** `30m`, `2h`, `1h30m`; two hours when absent. */
  readonly span: string | undefined;
  readonly reason: string;
  readonly branch: string | undefined;
}

export interface Locks {
  /** @throws Fault `locked` when somebody else has it, `bad-argument` for a span that is none, `not-permitted` */
  take(request: LockRequest): Promise<Lock>;
  /** Moves the end of one's own lock by the span, an hour when absent. @throws Fault `not-locked`, `bad-argument` */
  extend(request: Pick<LockRequest, 'environment' | 'person' | 'span'>): Promise<Lock>;
  /** Gives the lock that was ended. @throws Fault `not-locked`, `unlock-reason`, `not-permitted` */
  release(request: {
    readonly environment: string;
    readonly person: Person;
    readonly reason: string | undefined;
  }): Promise<Lock>;
  standing(): Promise<readonly Lock[]>;
  /** The lock that stands on an environment now. */
  of(environment: string): Promise<Lock | undefined>;
  /** An operation is over: whoever waits for its environment may be told. For the transaction that ends it. */
  ended(trx: Trx, operation: Operation): Promise<void>;
}

const HOUR_MS = 60 * 60_000;

export const locksService = ({
  store,
  clock,
  rights,
  environments,
  longestMs = () => LONGEST_LOCK_MS,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly environments: Environments;
  /** The longest time for which an environment may be locked. */
  longestMs?(environment: string): number;
}): Locks => {
  const of: Locks['of'] = (environment) => findLock(store.db, environment, clock.now());
  const standingOn = async (environment: string): Promise<Lock> => {
    const lock = await of(environment);
    if (!lock) throw new Fault('not-locked', { changed: 'no', facts: { environment } });
    return lock;
  };
  const locked = (lock: Lock): Fault =>
    new Fault('locked', {
      changed: 'no',
      facts: {
        environment: lock.environment,
        person: lock.holderName,
        reason: lock.reason,
        minutes: Math.ceil((lock.until - clock.now()) / 60_000),
      },
    });
  const wakeKeeper = (environment: string): Promise<void> =>
    store.queue.wake(undefined, 'locks', { key: environment });
  return {
    of,
    ended: async (trx, { input }) => {
      const { environment } = (input ?? {}) as { readonly environment?: unknown };
      if (typeof environment !== 'string' || (await wishesFor(trx, environment)).length === 0) return;
      await store.queue.wake(trx, 'locks', { key: environment });
    },
    standing: () => standingLocks(store.db, clock.now()),
    take: async ({ environment: name, person, span, reason, branch }) => {
      const environment = environments.named(name);
      await rights.require(person, 'lock', environment, `Locking ${environment.name}`);
      const longest = longestMs(environment.name);
      const length = lengthOf(span, Math.min(DEFAULT_LOCK_MS, longest), longest);
      const now = clock.now();
      const lock: Lock = {
        environment: environment.name,
        holderId: person.id,
        holderName: person.name,
        ...(person.locale !== undefined && { holderLocale: person.locale }),
        reason,
        ...(branch !== undefined && { branch }),
        takenAt: now,
        until: now + length,
      };
      if (await takeLock(store.db, lock)) {
        await wakeKeeper(environment.name);
        return lock;
      }
      const holder = await of(environment.name);
      if (!holder) throw new Fault('store-unavailable', { changed: 'no' });
      throw locked(holder);
    },
    extend: async ({ environment: name, person, span }) => {
      const environment = environments.named(name);
      await rights.require(person, 'lock', environment, `Locking ${environment.name}`);
      const lock = await standingOn(environment.name);
      if (lock.holderId !== person.id) throw locked(lock);
      const now = clock.now();
      const longest = longestMs(environment.name);
      const until = Math.min(lock.until + lengthOf(span, HOUR_MS, longest), now + longest);
      const extended = await extendLock(store.db, { ...lock, until, now });
      if (!extended)
        throw new Fault('not-locked', { changed: 'no', facts: { environment: lock.environment } });
      await wakeKeeper(environment.name);
      return { ...lock, until };
    },
    release: async ({ environment: name, person, reason }) => {
      const environment = environments.named(name);
      const lock = await standingOn(environment.name);
      if (lock.holderId !== person.id) {
        await rights.require(person, 'unlock-other', environment, `Releasing the lock of ${lock.holderName}`);
        if (reason === undefined)
          throw new Fault('unlock-reason', {
            changed: 'no',
            facts: { environment: lock.environment, person: lock.holderName },
          });
      }
      await store.transaction(async (trx) => {
        if (!(await endLock(trx, lock)))
          throw new Fault('not-locked', { changed: 'no', facts: { environment: lock.environment } });
        // The holder of a lock that somebody else released hears of it at once, one to one.
        const place = lock.holderId === person.id ? undefined : await wayTo(trx, lock.holderId);
        if (place) {
          await addPost(trx, {
            kind: 'message',
            place,
            message: {
              summary: inLanguage(languageOf(lock.holderLocale), () => toldHolder(person, lock, reason)),
            },
            now: clock.now(),
          });
          await store.queue.wake(trx, 'posts', { key: place.conversationId });
        }
        await store.queue.wake(trx, 'locks', { key: lock.environment });
        for (const op of await endRest(trx, `environment:${lock.environment}`))
          await store.queue.wake(trx, 'operations', { key: op });
      });
      return lock;
    },
  };
};

const toldHolder = (by: Person, lock: Lock, reason = ''): string =>
  phrase('{person} released your lock on {environment}: {reason}', {
    person: plain(by.name, 200),
    environment: plain(lock.environment, 200),
    reason: plain(reason, 200),
  });

const lengthOf = (span: string | undefined, fallback: number, longest: number): number => {
  const length = span === undefined ? fallback : spanMs(span);
  if (length === undefined || length > longest)
    throw new Fault('bad-argument', {
      changed: 'no',
      facts: {
        problem: `A lock lasts from 1m to ${longest % HOUR_MS === 0 ? `${longest / HOUR_MS}h` : `${Math.round(longest / 60_000)}m`} here.`,
        usage: 'lock <environment> for 2h because <reason>',
      },
    });
  return length;
};
