// What people wish of a lock that is not theirs: to have it, to hear when it is free; and of their own: to hand it over.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import { inLanguage, language, languageOf, phrase } from '../../base/language.ts';
import { plain } from '../../cards/escape.ts';
import { lockWishCard } from '../../cards/lock-words.ts';
import { personOf } from '../../domain/audit.ts';
import type { Lock } from '../../domain/lock.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import { personalPlace, wayTo } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { findLock, handLock } from '../../store/locks.ts';
import { lineOf } from '../../store/operations.ts';
import { addWish, peopleCalled, takeWishes, wishesFor } from '../../store/wishes.ts';
import type { Audit } from '../audit/index.ts';
import type { Environments } from '../environments.ts';
import type { Rights } from '../rights.ts';
import { tell } from './tell.ts';

interface Wishing {
  readonly environment: string;
  readonly person: Person;
  readonly place: Place;
}

export interface LockWishes {
  /** Asks the holder for the lock, one to one where that is possible. @throws Fault `not-locked`, `not-permitted` */
  ask(
    wish: Wishing & { readonly reason: string },
  ): Promise<{ readonly lock: Lock; readonly inPrivate: boolean }>;
  /** Tells the person when the environment is free; `free` says that it is now. */
  watch(wish: Wishing): Promise<{ readonly free: boolean; readonly lock: Lock | undefined }>;
  /**
   * Hands one's own lock to somebody else; a releaser hands over anybody's.
   * @throws Fault `not-locked`, `person-unknown`, `not-permitted`
   */
  give(request: {
    readonly environment: string;
    readonly person: Person;
    readonly to: string;
  }): Promise<Lock>;
}

export const lockWishes = (tools: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rights: Rights;
  readonly audit: Audit;
  readonly environments: Environments;
}): LockWishes => {
  const { store, clock, rights, audit, environments } = tools;

  const standingOn = async (environment: string): Promise<Lock> => {
    const lock = await findLock(store.db, environment, clock.now());
    if (!lock) throw new Fault('not-locked', { changed: 'no', facts: { environment } });
    return lock;
  };

  /** Somebody who asked for it, else somebody that brickbot has met. */
  const personCalled = async (environment: string, typed: string): Promise<Person> => {
    const name = typed.replace(/^@/, '').trim();
    const fits = ({ id, name: called }: Person): boolean =>
      [id, called, called.split(' ')[0] ?? ''].some((each) => each.toLowerCase() === name.toLowerCase());
    const asking = (await wishesFor(store.db, environment)).map(({ person }) => person).filter(fits);
    const found = asking.length > 0 ? asking : await peopleCalled(store.db, name);
    const [only] = found;
    if (only && found.length === 1) return only;
    throw new Fault('person-unknown', {
      changed: 'no',
      facts: { person: name },
      ...(found.length > 1 && {
        choices: { argument: 'to', options: found.slice(0, 4).map((each) => each.name) },
      }),
    });
  };

  return {
    ask: async ({ environment: name, person, place, reason }) => {
      const environment = environments.named(name);
      await rights.require(person, 'lock', environment, `Asking for ${environment.name}`);
      const lock = await standingOn(environment.name);
      let inPrivate = false;
      await store.transaction(async (trx) => {
        await addWish(trx, { environment: environment.name, person, place, asked: true, now: clock.now() });
        const alone = await personalPlace(trx, lock.holderId);
        inPrivate = alone !== undefined;
        const { face, said } = inLanguage(languageOf(lock.holderLocale), () => {
          const card = lockWishCard({ lock, by: person, reason, now: clock.now() });
          const typed = phrase(
            '{request}. Type “give {environment} to {person}” or “unlock {environment}”.',
            { request: card.summary, environment: lock.environment, person: person.name },
          );
          return { face: card, said: plain(typed, 500) };
        });
        // Where brickbot knows no way to the holder alone, they are named where it was asked.
        const holder = { id: lock.holderId, name: lock.holderName };
        await tell(
          tools,
          trx,
          alone ?? place,
          alone
            ? { summary: face.summary, card: face.card }
            : { summary: face.summary, text: said, mention: holder },
        );
      });
      return { lock, inPrivate };
    },
    watch: async ({ environment: name, person, place }) => {
      const environment = environments.named(name).name;
      const now = clock.now();
      const lock = await findLock(store.db, environment, now);
      const line = await lineOf(store.db, `environment:${environment}`);
      if (!lock && line.length === 0) return { free: true, lock };
      await store.transaction(async (trx) => {
        await addWish(trx, { environment, person, place, asked: false, now });
        await store.queue.wake(trx, 'locks', { key: environment });
      });
      return { free: false, lock };
    },
    give: async ({ environment: name, person, to: typed }) => {
      const environment = environments.named(name);
      const lock = await standingOn(environment.name);
      if (lock.holderId !== person.id)
        await rights.require(
          person,
          'unlock-other',
          environment,
          `Handing over the lock of ${lock.holderName}`,
        );
      const to = await personCalled(environment.name, typed);
      await rights.require(to, 'lock', environment, `Holding a lock on ${environment.name}`);
      const { holderLocale: _theirs, ...rest } = lock;
      const given: Lock = {
        ...rest,
        holderId: to.id,
        holderName: to.name,
        ...(to.locale !== undefined && { holderLocale: to.locale }),
      };
      await store.transaction(async (trx) => {
        if (!(await handLock(trx, lock, to)))
          throw new Fault('not-locked', { changed: 'no', facts: { environment: environment.name } });
        await takeWishes(trx, environment.name, to.id);
        await audit.record(
          [
            {
              at: clock.now(),
              kind: 'decided',
              verdict: 'allowed',
              person: personOf(person),
              code: 'lock-handed-over',
              subject: environment.name,
              effects: { from: lock.holderName, to: to.name },
            },
          ],
          trx,
        );
        // Of somebody who was only met it is not known which language they speak: they hear that of whoever hands it over.
        const spoken = to.locale === undefined ? language() : languageOf(to.locale);
        await tell(tools, trx, await wayTo(trx, to.id), {
          summary: inLanguage(spoken, () =>
            phrase('{person} handed you the lock on {environment}: {reason}', {
              person: plain(person.name, 60),
              environment: plain(environment.name, 40),
              reason: plain(lock.reason, 200),
            }),
          ),
        });
      });
      return given;
    },
  };
};
