// Who wants to hear of what, and where: the noun behind `subscribe`.
import type { Person } from './person.ts';
import type { Place } from './place.ts';

/** Kinds that can be subscribed to, by the word for them; the first is meant when only a name is said. */
export const SUBJECTS = [
  'job',
  'branch',
  'experiment',
  'environment',
  'model',
  'pipeline',
  'pull-request',
] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

/** `changes`: first failure and fixed. `failures`: every failure. `all`: every ending. */
export const FILTERS = ['changes', 'failures', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

/** What is listened to. */
export interface Subject {
  readonly kind: SubjectKind;
  /** Name of the environment in whose workspace it lives; '' for what belongs to no workspace (branches, environments). */
  readonly workspace: string;
  /** What events carry: a job's or a pipeline's id, a branch's or an environment's name, an experiment's id; `*` for pull requests of any branch. */
  readonly target: string;
  /** What people call it. */
  readonly name: string;
}

export interface Subscription extends Subject {
  /** Short and sayable: `S4K`. */
  readonly id: string;
  readonly filter: Filter;
  readonly owner: Person;
  /** Where it posts. For `me` without a known one-to-one conversation: where it was asked, until one is opened. */
  readonly place: Place;
  /** Posts go to the owner alone. */
  readonly personal: boolean;
  readonly createdAt: number;
  readonly mutedUntil?: number;
  /** It cannot be delivered any more: why and since when. */
  readonly broken?: { readonly why: string; readonly since: number };
  readonly lastPostAt?: number;
}

/** The key by which two subscriptions are the same: one subject, one place, and for `me` one person. */
export const subscriptionKey = ({
  kind,
  workspace,
  target,
  place,
  personal,
  owner,
}: Pick<Subscription, 'kind' | 'workspace' | 'target' | 'place' | 'personal' | 'owner'>): string =>
  [kind, workspace, target, personal ? `me:${owner.id}` : place.conversationId].join('|');

const WILL_POST: Readonly<Record<Filter, string>> = {
  changes: 'the first failure, and when it is fixed',
  failures: 'every failure',
  all: 'every ending',
};

/** What will be posted, as a plain phrase. */
export const willPost = (filter: Filter): string => WILL_POST[filter];
