/** Somebody who speaks to brickbot, as far as the channel vouches for them. Never built from text that a person typed. */
export interface Person {
  /** Entra object id when the channel gives one, else the channel's own user id. */
  readonly id: string;
  readonly name: string;
  /** Entra tenant; absent on the terminal and in the demo chat. */
  readonly tenantId?: string;
  /** BCP 47, as their client told when they asked: in what language their operations are shown. */
  readonly locale?: string;
  /** The channel’s own id (`29:…` in Teams), where it differs: by it a card is drawn for one person. */
  readonly accountId?: string;
  /** User principal name, when known (roles may be given by it): as the directory or the channel's member record tells it. */
  readonly upn?: string;
  /** E-mail address from the same source, when it is not the principal name. */
  readonly mail?: string;
}

/** Every name under which a person may stand in a list, in lower case; the name that people see is none. */
export const namesOf = ({ id, upn, mail }: Person): readonly string[] =>
  [id, upn, mail].flatMap((name) => (name === undefined ? [] : [name.toLowerCase()]));
