// For whom the house is at work right now: set where a turn or a step of an operation begins, read where a request leaves for a
// system that is to see the person. Work that is for nobody in particular has no actor.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Person } from '../domain/person.ts';

const storage = new AsyncLocalStorage<Person | undefined>();

/** Everything that happens within the work is for this person; `undefined`: for nobody. */
export const actingFor = <Result>(person: Person | undefined, work: () => Result): Result =>
  storage.run(person, work);

export const actorNow = (): Person | undefined => storage.getStore();
