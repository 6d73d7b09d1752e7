import type { Person } from './person.ts';

/** What the directory of the organisation says about a person. */
export interface Account {
  /** `unknown`: no such account here, for example somebody of another organisation in a shared channel. */
  readonly kind: 'member' | 'guest' | 'disabled' | 'unknown';
  /** Object ids in lower case, out of those that were asked about. */
  readonly groups: ReadonlySet<string>;
  /** How the person may be called in the configuration beside their id; absent where that was not asked. */
  readonly known?: Pick<Person, 'upn' | 'mail'>;
}
