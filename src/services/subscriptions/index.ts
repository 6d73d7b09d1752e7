// Subscriptions as people steer them: subscribe, list, change, mute, remove. What was found is stored by id; rights are asked here.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { Ids } from '../../base/ids.ts';
import { normaliseSayable } from '../../base/ids.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import type { Filter, Subscription } from '../../domain/subscription.ts';
import { rememberConversation } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { readHistory, writeHistory } from '../../store/notices.ts';
import {
  deleteSubscription,
  findSubscription,
  patchSubscription,
  putSubscription,
  subscriptionsIn,
} from '../../store/subscriptions.ts';
import type { Rights } from '../rights.ts';
import { pastOf, postsOfWeek, standingOf } from './past.ts';
import { type SubjectTools, subjectOf } from './subject.ts';

export interface SubscribeRequest {
  readonly kind: string;
  readonly target: string | undefined;
  readonly environment: string | undefined;
  readonly filter: Filter;
  /** To the asker alone. */
  readonly personal: boolean;
  readonly person: Person;
  readonly place: Place;
}

export interface Subscribed {
  readonly subscription: Subscription;
  readonly added: boolean;
  /** Posts that the last seven days would have brought; absent where that is not known. */
  readonly lastWeek?: number;
  readonly standing?: string;
}

/** Who steers, and where. */
export interface Steering {
  readonly person: Person;
  readonly place: Place;
}

export interface Subscriptions {
  /** Subscribes, or changes the filter of the one that stands. @throws Fault `bad-argument`, `job-not-found`, `ref-not-found`, … */
  subscribe(request: SubscribeRequest): Promise<Subscribed>;
  /** What is listened to here, and what the asker listens to alone. */
  list(steering: Steering): Promise<readonly Subscription[]>;
  /** By its id or by the name of what is listened to. @throws Fault `subscription-not-found` */
  named(idOrName: string, steering: Steering): Promise<Subscription>;
  /** @throws Fault `not-yours`, `subscription-not-found` */
  setFilter(idOrName: string, filter: Filter, steering: Steering): Promise<Subscription>;
  /** Anybody may mute what is posted where they are. @param ms how long; 0 ends it */
  mute(idOrName: string, ms: number, steering: Steering): Promise<Subscription>;
  /** @throws Fault `not-yours`, `subscription-not-found` */
  remove(idOrName: string, steering: Steering): Promise<Subscription>;
}

export const subscriptionsService = (
  tools: SubjectTools & {
    readonly store: Store;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly rights: Rights;
  },
): Subscriptions => {
  const { store, clock, ids, rights } = tools;
  const list: Subscriptions['list'] = ({ person, place }) =>
    subscriptionsIn(store.db, place.scope === 'terminal' ? undefined : place.conversationId, person.id);
  const isAdmin = async (person: Person): Promise<boolean> =>
    (await rights.rolesOf(person)).includes('admin');

  const named: Subscriptions['named'] = async (idOrName, steering) => {
    const missing = new Fault('subscription-not-found', {
      changed: 'no',
      facts: { subscription: idOrName.slice(0, 60) },
    });
    const found = await findSubscription(store.db, normaliseSayable(idOrName));
    if (found) {
      const own = found.owner.id === steering.person.id;
      const here = !found.personal && found.place.conversationId === steering.place.conversationId;
      // Whoever cannot see it is told that it is not there.
      if (!own && !here && (found.personal || !(await isAdmin(steering.person)))) throw missing;
      return found;
    }
    const wanted = idOrName.toLowerCase();
    const [match] = (await list(steering)).filter(
      ({ kind, name }) => name.toLowerCase() === wanted || `${kind} ${name}`.toLowerCase() === wanted,
    );
    if (!match) throw missing;
    return match;
  };
  const owned = async (idOrName: string, steering: Steering): Promise<Subscription> => {
    const subscription = await named(idOrName, steering);
    if (subscription.owner.id !== steering.person.id && !(await isAdmin(steering.person)))
      throw new Fault('not-yours', {
        changed: 'no',
        facts: { whom: `${subscription.owner.name} or an admin` },
      });
    return subscription;
  };

  return {
    list,
    named,
    subscribe: async ({ kind, target, environment, filter, personal, person, place }) => {
      if (place.scope === 'terminal') throw new Fault('nowhere-to-post', { changed: 'no' });
      const subject = await subjectOf(tools, { kind, target, environment });
      // What moves a model or a pull request is a change each time, whether or not the one before went well.
      const asked =
        (subject.kind === 'model' || subject.kind === 'pull-request') && filter === 'changes'
          ? 'all'
          : filter;
      const { threadId: _thread, ...root } = place;
      if (place.scope === 'personal')
        await rememberConversation(store.db, root, { personId: person.id, now: clock.now() });
      const past = await pastOf(tools, subject, clock.now());
      const { subscription, added } = await putSubscription(store.db, {
        ...subject,
        id: ids.sayable(4),
        filter: asked,
        owner: person,
        place: root,
        personal: personal || place.scope === 'personal',
        createdAt: clock.now(),
      });
      // What stands now is known, so the next ending can be told as a change.
      if (past && !(await readHistory(store.db, subject)))
        await writeHistory(store.db, subject, past.history, clock.now());
      await tools.woken(subject);
      return {
        subscription,
        added,
        ...(past && {
          lastWeek: postsOfWeek(past.outcomes, asked),
          standing: standingOf(past.history),
        }),
      };
    },
    setFilter: async (idOrName, filter, steering) => {
      const { id } = await owned(idOrName, steering);
      await patchSubscription(store.db, id, { filter });
      return named(id, steering);
    },
    mute: async (idOrName, ms, steering) => {
      const { id } = await named(idOrName, steering);
      await patchSubscription(store.db, id, { mutedUntil: ms > 0 ? clock.now() + ms : null });
      return named(id, steering);
    },
    remove: async (idOrName, steering) => {
      const subscription = await owned(idOrName, steering);
      await deleteSubscription(store.db, subscription.id);
      return subscription;
    },
  };
};
