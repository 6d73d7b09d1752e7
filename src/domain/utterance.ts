import type { Person } from './person.ts';
import type { Place } from './place.ts';

interface Spoken {
  /** Id of the activity: the same message delivered twice has the same id. */
  readonly id: string;
  readonly person: Person;
  readonly place: Place;
  /** BCP 47, for example `de-DE`; absent means English. */
  readonly locale?: string;
}

/** Words that somebody typed, mentions removed, otherwise as they came. */
export interface Words extends Spoken {
  readonly kind: 'words';
  readonly text: string;
}

/** A pressed button. `verb` names a dialog and a turn (`deploy.start`); `data` holds ids and input values only. */
export interface Press extends Spoken {
  readonly kind: 'press';
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The activity that holds the card, where the channel tells it. */
  readonly cardActivityId?: string;
}

/** One thing that a person said to brickbot, whatever the front door. */
export type Utterance = Words | Press;
