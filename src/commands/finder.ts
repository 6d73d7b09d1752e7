// Search and links: the second way into the house beside dispatch, for looking only. What is found is opened by saying the command
// that shows it, so rights, failures and cards are those of the command.

import type { Clock } from '../base/clock.ts';
import { asFault, Fault } from '../base/errors.ts';
import { inLanguage, languageOf, phrase } from '../base/language.ts';
import type { Log } from '../base/log.ts';
import type { Card, Face } from '../cards/card.ts';
import { commitCard, forReading } from '../cards/index.ts';
import type { Finding, SearchKind, Thing } from '../domain/finding.ts';
import type { Operation } from '../domain/operation.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import { actingFor } from '../identity/actor.ts';
import type { Services } from '../services/index.ts';
import type { Rights } from '../services/rights.ts';
import type { Dispatch } from './answer.ts';
import { choicesLike, type Searched } from './choices.ts';
import { quoteWord } from './words.ts';

/** Who asks, and in which conversation the message is being written. */
export interface Asker {
  /** Id of the activity. */
  readonly id: string;
  readonly person: Person;
  readonly place: Place;
  readonly locale?: string;
}

export type Found =
  | { readonly kind: 'found'; readonly findings: readonly Finding[] }
  /** Nothing can be shown; the sentence says why and what to do. */
  | { readonly kind: 'sentence'; readonly text: string };

export type Opened =
  | { readonly kind: 'card'; readonly card: Card; readonly summary: string }
  | { readonly kind: 'sentence'; readonly text: string }
  /** The address names nothing of ours. */
  | { readonly kind: 'nothing' };

export interface Finder {
  find(
    asker: Asker,
    question: {
      readonly kind: SearchKind;
      readonly query: string;
      readonly skip: number;
      readonly count: number;
    },
  ): Promise<Found>;
  /** Values for a field of a card, while somebody types into it. */
  choices(
    asker: Asker,
    question: { readonly kind: Searched; readonly typed: string },
  ): Promise<readonly string[]>;
  open(asker: Asker, thing: Thing): Promise<Opened>;
  unfurl(asker: Asker, address: string): Promise<Opened>;
}

export interface FinderTools {
  readonly dispatch: Dispatch;
  readonly rights: Rights;
  readonly clock: Clock;
  readonly log: Log;
  services(): Promise<Services>;
  /** The operation's card. */
  face(operation: Operation): Promise<Face>;
}

/** Never throws: what goes wrong is a sentence for the asker, and for the log. */
export const createFinder = (tools: FinderTools): Finder => {
  const told = (error: unknown): { readonly kind: 'sentence'; readonly text: string } => {
    const fault = asFault(error);
    if (fault.code === 'internal') tools.log.error({ error: fault.cause ?? fault }, 'a search failed');
    return { kind: 'sentence', text: `${fault.what} ${fault.next}` };
  };
  const mayLook = (person: Person): Promise<void> => tools.rights.require(person, 'look', false, 'Searching');
  const shown = ({ card, summary }: Face): Opened => ({ kind: 'card', card: forReading(card), summary });

  const said = async (asker: Asker, text: string): Promise<Opened> => {
    const answer = await tools.dispatch({ ...asker, kind: 'words', text });
    if (answer.kind === 'card')
      return answer.failure === undefined ? shown(answer) : { kind: 'sentence', text: answer.summary };
    return answer.kind === 'text' ? { kind: 'sentence', text: answer.text } : { kind: 'nothing' };
  };

  const open = async (asker: Asker, thing: Thing): Promise<Opened> => {
    switch (thing.kind) {
      case 'experiment-run':
        return said(asker, `show run ${quoteWord(thing.run)}`);
      case 'job-run':
        return said(asker, `show run ${quoteWord(thing.run)} in ${quoteWord(thing.environment)}`);
      case 'experiment':
        return said(asker, `show experiment ${quoteWord(thing.experiment)} last 5`);
      case 'model':
        return said(asker, `show model ${quoteWord(thing.model)}`);
      case 'build':
        return said(asker, `show build ${quoteWord(thing.build)}`);
      case 'job':
      case 'operation':
      case 'commit':
      case 'branch':
        await mayLook(asker.person);
        return read(asker, thing);
    }
  };

  const read = async (
    asker: Asker,
    thing: Extract<Thing, { kind: 'job' | 'operation' | 'commit' | 'branch' }>,
  ): Promise<Opened> => {
    const services = await tools.services();
    switch (thing.kind) {
      case 'job': {
        const run = await services.search.newestRun(thing.environment, thing.job);
        if (run === undefined) return { kind: 'sentence', text: phrase('This job never ran.') };
        return open(asker, { kind: 'job-run', run, environment: thing.environment });
      }
      case 'operation': {
        const operation = await services.operations.find(thing.op);
        if (!operation) throw new Fault('operation-not-found', { facts: { op: thing.op } });
        return shown(await tools.face(operation));
      }
      case 'commit':
      case 'branch': {
        const resolved =
          thing.kind === 'branch' ? (await services.git.resolve(thing.branch)).commit : undefined;
        const commit = resolved ?? (await services.git.commit(thing.kind === 'commit' ? thing.commit : ''));
        const standing = (await services.deployments.standing()).flatMap(
          ({ deployment }) => deployment ?? [],
        );
        return shown(
          commitCard({
            commit,
            ...(thing.kind === 'branch' && { branch: thing.branch }),
            standing,
            now: tools.clock.now(),
          }),
        );
      }
    }
  };

  const find: Finder['find'] = async ({ person }, { kind, query, skip, count }) => {
    try {
      await mayLook(person);
      const { search } = await tools.services();
      const findings = await search.find(kind, query);
      return { kind: 'found', findings: findings.slice(skip, skip + count) };
    } catch (error) {
      return told(error);
    }
  };
  /** A field has no place for a sentence: what cannot be read offers nothing, and can still be typed. */
  const choices: Finder['choices'] = async ({ person }, { kind, typed }) => {
    try {
      await mayLook(person);
      return await choicesLike(kind, typed, await tools.services());
    } catch (error) {
      told(error);
      return [];
    }
  };
  const unfurl: Finder['unfurl'] = async (asker, address) => {
    try {
      await mayLook(asker.person);
      const thing = (await tools.services()).search.named(address);
      return thing === undefined ? { kind: 'nothing' } : await open(asker, thing);
    } catch (error) {
      return told(error);
    }
  };
  const theirs = <Result>({ locale, person }: Asker, work: () => Promise<Result>): Promise<Result> =>
    actingFor(person, () => inLanguage(languageOf(locale), work));
  return {
    find: (asker, question) => theirs(asker, () => find(asker, question)),
    choices: (asker, question) => theirs(asker, () => choices(asker, question)),
    open: (asker, thing) => theirs(asker, () => open(asker, thing).catch(told)),
    unfurl: (asker, address) => theirs(asker, () => unfurl(asker, address)),
  };
};
