import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';

/** Who asks, where and in which words: what every request for an operation shares and every record keeps. */
export interface Asking {
  readonly requester: Person;
  readonly place: Place;
  readonly words: string;
  /** Id of the activity: the same message delivered twice starts one operation. */
  readonly utteranceId: string;
}

/** The asking out of a larger request. */
export const askingOf = ({ requester, place, words, utteranceId }: Asking): Asking => ({
  requester,
  place,
  words,
  utteranceId,
});
