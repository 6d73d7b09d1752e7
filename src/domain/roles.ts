// Who may do what: a pure table from permission and place to roles. Asked at the dispatcher, at the press and before the effect.
import { namesOf, type Person } from './person.ts';

export const ROLES = ['viewer', 'developer', 'releaser', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a command may need. `look` changes nothing; the others are decided for production and the rest apart. */
export const PERMISSIONS = [
  'look',
  'deploy',
  'clean-checkout',
  'run-tests',
  'run-job',
  'cancel',
  'rerun',
  'repair',
  'subscribe',
  'audit',
  'lock',
  'unlock-other',
  'mark',
  'override-freeze',
  'jump-queue',
  'apply',
  'rollback',
  'start-rollback',
  'emergency',
  'promote',
  'decide',
  'waive',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const DEVELOPERS: readonly Role[] = ['developer', 'releaser', 'admin'];
const RELEASERS: readonly Role[] = ['releaser', 'admin'];
const AUDITORS: readonly Role[] = ['approver', 'admin'];
const APPLIERS: readonly Role[] = ['developer', 'releaser', 'approver', 'admin'];
const REQUESTERS: readonly Role[] = ['developer', 'releaser', 'approver', 'admin'];

/** The table of interactions: which roles hold a permission outside production, and which in production. */
export const RIGHTS: Readonly<
  Record<Permission, { readonly elsewhere: readonly Role[]; readonly production: readonly Role[] }>
> = {
  look: { elsewhere: ROLES, production: ROLES },
  deploy: { elsewhere: DEVELOPERS, production: RELEASERS },
  'clean-checkout': { elsewhere: RELEASERS, production: RELEASERS },
  'run-tests': { elsewhere: DEVELOPERS, production: DEVELOPERS },
  'run-job': { elsewhere: DEVELOPERS, production: RELEASERS },
  cancel: { elsewhere: DEVELOPERS, production: RELEASERS },
  rerun: { elsewhere: DEVELOPERS, production: RELEASERS },
  repair: { elsewhere: DEVELOPERS, production: RELEASERS },
  subscribe: { elsewhere: DEVELOPERS, production: DEVELOPERS },
  // What others did; one's own everybody reads.
  audit: { elsewhere: AUDITORS, production: AUDITORS },
  lock: { elsewhere: DEVELOPERS, production: DEVELOPERS },
  'unlock-other': { elsewhere: RELEASERS, production: RELEASERS },
  mark: { elsewhere: RELEASERS, production: RELEASERS },
  'override-freeze': { elsewhere: AUDITORS, production: AUDITORS },
  'jump-queue': { elsewhere: ['admin'], production: ['admin'] },
  // Carrying a plan out; what it does needs rights of its own.
  apply: { elsewhere: APPLIERS, production: APPLIERS },
  rollback: { elsewhere: RELEASERS, production: RELEASERS },
  // In production the second person: an approver who did not ask for it.
  'start-rollback': { elsewhere: ['releaser', 'approver', 'admin'], production: AUDITORS },
  emergency: { elsewhere: ['admin'], production: ['admin'] },
  promote: { elsewhere: REQUESTERS, production: REQUESTERS },
  // Who of them decides on a promotion is its approval policy's business.
  decide: { elsewhere: AUDITORS, production: AUDITORS },
  // Owners of a gate may have any role, also none; whether they own it is asked where it is waived.
  waive: { elsewhere: ROLES, production: ROLES },
};

/** Role lists as configured: people by Entra object id, user principal name or e-mail address, groups as `group:<object id>`. */
export type RoleBook = Readonly<Record<Exclude<Role, 'viewer'>, readonly string[]>>;

/** Role lists of one environment or model; a list that is absent is that of the house. */
export type PartialBook = { readonly [R in keyof RoleBook]?: RoleBook[R] | undefined };

/** Every role list there is. */
export interface RoleBooks {
  readonly house: RoleBook;
  readonly environments: Readonly<Record<string, PartialBook>>;
  readonly models: Readonly<Record<string, PartialBook>>;
  /** Whom the approval policy of a model names: they are approvers there, whatever the other lists say. */
  readonly deciders?: Readonly<Record<string, readonly string[]>>;
}

/** Ids that stand for a kind of person in the role book: whoever holds the command line holds its key or its tokens. */
export const TERMINAL_PERSON = 'terminal';

const GROUP = 'group:';
const GRANTED = ['developer', 'releaser', 'approver', 'admin'] as const;

/** Where a right is asked for. Without environment and model the lists of the house count. */
export interface RightsPlace {
  readonly production: boolean;
  readonly environment?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * The lists that count in a place: a model's own, else the environment's own, else the house's. What is nearer replaces what is
 * farther, so production may name fewer; only admins of the house stay admins everywhere.
 */
export const bookAt = (
  { house, environments, models, deciders = {} }: RoleBooks,
  { environment, model }: Omit<RightsPlace, 'production'>,
): RoleBook => {
  const named = model === undefined ? [] : (deciders[model] ?? []);
  const near = model === undefined ? undefined : models[model];
  const far = environment === undefined ? undefined : environments[environment];
  if (!near && !far && named.length === 0) return house;
  const list = (role: keyof RoleBook): readonly string[] => near?.[role] ?? far?.[role] ?? house[role];
  return {
    developer: list('developer'),
    releaser: list('releaser'),
    approver: [...list('approver'), ...named],
    admin: [...new Set([...house.admin, ...list('admin')])],
  };
};

/** Object ids of every group that the books name, each once, in lower case. */
export const groupsNamed = ({ house, environments, models }: RoleBooks): readonly string[] => {
  const books: readonly PartialBook[] = [house, ...Object.values(environments), ...Object.values(models)];
  const entries = books.flatMap((book) => GRANTED.flatMap((role) => book[role] ?? []));
  return [...new Set(entries.filter(isGroup).map(groupId))];
};

/** Whether an entry is a principal name or an address: who that is, only the directory or the channel can tell. */
export const isAddress = (entry: string): boolean => entry.includes('@') && !isGroup(entry);
export const isGroup = (entry: string): boolean => entry.toLowerCase().startsWith(GROUP);
/** The object id of a `group:` entry, in lower case. */
export const groupId = (entry: string): string => entry.slice(GROUP.length).trim().toLowerCase();

/** Every role a person holds. Nobody is less than a viewer; no mapping means viewer. Names are compared without case. */
export const rolesOf = (
  person: Person,
  book: RoleBook,
  groups: ReadonlySet<string> = new Set(),
): readonly Role[] => {
  const names = namesOf(person);
  const held = GRANTED.filter((role) =>
    book[role].some((entry) =>
      // A person's name never stands for a group, whatever it is.
      isGroup(entry) ? groups.has(groupId(entry)) : names.includes(entry.toLowerCase()),
    ),
  );
  return ['viewer', ...held];
};

export type RightsDecision =
  | { readonly kind: 'allow'; readonly as: Role }
  | { readonly kind: 'refuse'; readonly needs: readonly Role[]; readonly has: readonly Role[] };

/** Whether the roles hold the permission, and by which role. */
export const decideRights = (
  held: readonly Role[],
  permission: Permission,
  production: boolean,
): RightsDecision => {
  const needs = RIGHTS[permission][production ? 'production' : 'elsewhere'];
  const as = needs.find((role) => held.includes(role));
  return as === undefined ? { kind: 'refuse', needs, has: held } : { kind: 'allow', as };
};
