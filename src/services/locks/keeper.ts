// Keeps locks in order while nobody looks: asks the holder before the end, ends what is over or merged, tells who waits. Everything is
// decided from the rows, so it may be woken twice, late, or on another replica.
import type { Clock } from '../../base/clock.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import type { Log } from '../../base/log.ts';
import { plain } from '../../cards/escape.ts';
import { lockAskCard } from '../../cards/lock-words.ts';
import type { GitProvider } from '../../devops/git.ts';
import type { Lock } from '../../domain/lock.ts';
import { personalPlace, wayTo } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import {
  endLock,
  endRest,
  findLockRow,
  lockAsked,
  lockBranchSeen,
  lockedEnvironments,
} from '../../store/locks.ts';
import { lineOf } from '../../store/operations.ts';
import type { Trx } from '../../store/schema.ts';
import { takeWishes, wishedFor, wishesFor } from '../../store/wishes.ts';
import { tell } from './tell.ts';

export interface LockKeeper {
  /** Looks at one environment and does what is due; gives the time until the next look in ms, undefined when nothing is left. */
  tend(environment: string): Promise<number | undefined>;
  /** Environments that need a look. */
  environments(): Promise<readonly string[]>;
}

const MINUTE = 60_000;
/** The holder is asked this long before the end. */
export const ASK_MS = 15 * MINUTE;
/** How often a bound branch is looked at. */
const MERGED_LOOK_MS = 5 * MINUTE;

export const lockKeeper = (tools: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly git: GitProvider;
}): LockKeeper => {
  const { store, clock, log, git } = tools;

  const lineIsEmpty = async (trx: Trx, environment: string): Promise<boolean> =>
    (await lineOf(trx, `environment:${environment}`)).length === 0;

  /** Whoever waits hears of it when nobody has it and nothing is at work there. */
  const tellFree = async (environment: string): Promise<void> => {
    if ((await wishesFor(store.db, environment)).length === 0) return;
    await store.transaction(async (trx) => {
      const lock = await findLockRow(trx, environment);
      if ((lock && lock.until > clock.now()) || !(await lineIsEmpty(trx, environment))) return;
      for (const { person, place } of await takeWishes(trx, environment)) {
        const alone = await personalPlace(trx, person.id);
        await tell(tools, trx, alone ?? place, {
          ...(alone === undefined && { mention: person }),
          summary: inLanguage(languageOf(person.locale), () =>
            phrase('{environment} is free now, {person}.', {
              environment: plain(environment, 40),
              person: plain(person.name, 60),
            }),
          ),
        });
      }
    });
  };

  /** @param why said in the holder's language */
  const end = async (lock: Lock, why: () => string): Promise<void> => {
    await store.transaction(async (trx) => {
      if (!(await endLock(trx, lock))) return;
      const { environment } = lock;
      await tell(tools, trx, await wayTo(trx, lock.holderId), {
        summary: inLanguage(languageOf(lock.holderLocale), why),
      });
      for (const op of await endRest(trx, `environment:${environment}`))
        await store.queue.wake(trx, 'operations', { key: op });
    });
  };

  /**
   * Whether the bound branch has come into the trunk. It counts only once the branch was seen with commits of its own: a branch that
   * was just made is no different from the trunk. Merges by squashing are not seen.
   */
  const merged = async (lock: Lock & { readonly branchCommit?: string }): Promise<boolean> => {
    if (lock.branch === undefined) return false;
    try {
      const [trunk] = await git.branches(1);
      if (trunk === undefined || trunk === lock.branch) return false;
      const main = (await git.resolve(trunk)).commit.id;
      const tip = await git.resolve(lock.branch).then(
        ({ commit }) => commit.id,
        () => undefined,
      );
      const own = tip === undefined ? undefined : (await git.between(main, tip, 1)).ahead.length > 0;
      if (tip !== undefined && own === true) {
        if (lock.branchCommit !== tip) await lockBranchSeen(store.db, lock, tip);
        return false;
      }
      if (lock.branchCommit === undefined) return false;
      return (await git.between(main, lock.branchCommit, 1)).ahead.length === 0;
    } catch (error) {
      log.info({ environment: lock.environment, error }, 'whether a branch was merged could not be read');
      return false;
    }
  };

  return {
    environments: async () => [
      ...new Set([...(await lockedEnvironments(store.db)), ...(await wishedFor(store.db))]),
    ],
    tend: async (environment) => {
      const lock = await findLockRow(store.db, environment);
      const now = clock.now();
      const on = { environment: plain(environment, 40) };
      if (lock && lock.until <= now) await end(lock, () => phrase('Your lock on {environment} is over.', on));
      else if (lock && (await merged(lock)))
        await end(lock, () =>
          phrase('{branch} was merged: your lock on {environment} is released.', {
            ...on,
            branch: plain(lock.branch ?? '', 60),
          }),
        );
      await tellFree(environment);
      const standing = await findLockRow(store.db, environment);
      if (!standing || standing.until <= now) return undefined;
      const askAt = standing.until - ASK_MS;
      const short = standing.until - standing.takenAt <= ASK_MS;
      if (!short && standing.askedAt === undefined && askAt <= now)
        await store.transaction(async (trx) => {
          if (!(await lockAsked(trx, standing, now))) return;
          const face = inLanguage(languageOf(standing.holderLocale), () =>
            lockAskCard({ lock: standing, now }),
          );
          await tell(tools, trx, await wayTo(trx, standing.holderId), {
            summary: face.summary,
            card: face.card,
          });
        });
      const looks = [
        standing.until - now,
        ...(!short && askAt > now ? [askAt - now] : []),
        ...(standing.branch === undefined ? [] : [MERGED_LOOK_MS]),
      ];
      return Math.max(1_000, Math.min(...looks));
    },
  };
};
