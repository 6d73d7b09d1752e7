// The house without its edges: commands, dispatch, and what they work with, opened when it is first needed.
import * as dialogs from '../../dialogs/index.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { secretValues } from '../base/config/settings.ts';
import { Fault } from '../base/errors.ts';
import { type Ids, randomIds } from '../base/ids.ts';
import { inLanguage, languageOf } from '../base/language.ts';
import { createLog, type Log } from '../base/log.ts';
import { plainText } from '../cards/plain.ts';
import type { Dispatch } from '../commands/answer.ts';
import { createDispatch } from '../commands/dispatch.ts';
import { createFinder, type Finder } from '../commands/finder.ts';
import { fittedTo, hereOf } from '../commands/here.ts';
import { createRegistry, type Registry } from '../commands/registry.ts';
import { auditWitness } from '../commands/witness.ts';
import type { Sender } from '../domain/delivery.ts';
import type { Operation } from '../domain/operation.ts';
import { actingFor } from '../identity/actor.ts';
import { rightsOf } from './identity.ts';
import { type Members, openMembers } from './members.ts';
import type { OpenServices } from './services.ts';

export interface HouseOptions {
  readonly config: Config;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Log;
  /** The process environment, for what programs that are started need: proxies, certificates, the way to git. */
  readonly surroundings?: Readonly<Record<string, string | undefined>>;
}

/** Enough for the terminal. */
export interface House {
  readonly config: Config;
  readonly registry: Registry;
  readonly dispatch: Dispatch;
  /** By which names people go; the edge tells how to ask. */
  readonly members: Members;
  readonly finder: Finder;
  readonly log: Log;
  readonly clock: Clock;
  /** Opens store and clients, or waits for them. @throws Fault when they cannot be opened */
  open(): Promise<OpenServices>;
  /** Called with what was opened, once it is. */
  whenOpen(work: (opened: OpenServices) => void): void;
  /** Starts the workers that advance operations; with a sender they also send what is to be posted. */
  work(sender: Sender | undefined): Promise<void>;
  /** The operation's card as text. */
  paint(operation: Operation): Promise<string>;
  /** The operation once its revision is past `after`; as it is when nothing happens within the patience. */
  follow(op: string, after: number): Promise<Operation | undefined>;
  /** A run has perhaps moved: it is read back by a worker. In which workspace is not known, so each is asked. */
  hint(runId: string): Promise<void>;
  /** An alias or stage of a model has perhaps moved: a worker looks. */
  registryHint(model: string): Promise<void>;
  /** Workers hand back what they have in hand. First of the end: turns under way may still start operations. */
  rest(): Promise<void>;
  /** Whoever waits for another system is told that brickbot is restarting. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** How long one look at an operation waits for a change, in ms. */
const PATIENCE = 20_000;
/** In so many conversations somebody is looked for who has not spoken since the start. */
const MOST_SHARED = 5;

export const createHouse = ({
  config,
  clock = systemClock,
  ids = randomIds,
  log = createLog(config.settings.BRICKBOT_LOG_LEVEL, { secrets: secretValues(config.settings) }),
  surroundings,
}: HouseOptions): House => {
  const registry = createRegistry(fittedTo(Object.values(dialogs), hereOf(config)));
  const members = openMembers({
    clock,
    placesOf: async (personId) => {
      const { store } = await open();
      const { personalPlace, sharedPlaces } = await import('../store/conversations.ts');
      const alone = await personalPlace(store.db, personId);
      return [...(alone ? [alone] : []), ...(await sharedPlaces(store.db, MOST_SHARED))];
    },
  });
  const rights = rightsOf(config, clock, members);
  let opened: Promise<OpenServices> | undefined;
  let isOpen = false;
  const onOpen: ((opened: OpenServices) => void)[] = [];
  let workers: { close(): Promise<void> } | undefined;
  const open = (): Promise<OpenServices> => {
    // What is opened serves everybody, whoever came first.
    opened ??= actingFor(undefined, () =>
      inLanguage('en', () =>
        import('./services.ts').then(({ openServices }) =>
          openServices({ config, clock, ids, log, rights, ...(surroundings && { surroundings }) }),
        ),
      ),
    ).then((services) => {
      isOpen = true;
      for (const work of onOpen.splice(0)) work(services);
      return services;
    });
    return opened;
  };
  const whenOpen = (work: (opened: OpenServices) => void): void => {
    // A house that cannot open its store cannot do anything else either; it says so elsewhere.
    if (isOpen) opened?.then(work, () => {});
    else onOpen.push(work);
  };
  const dispatchFor = createDispatch({
    registry,
    clock,
    ids,
    log,
    rights,
    services: async () => (await open()).services,
    witness: auditWitness(
      async () => (await open()).services.audit,
      (write) => whenOpen(({ services }) => write(services.audit)),
    ),
  });
  const dispatch: Dispatch = (utterance) => {
    members.met(utterance.person, utterance.place);
    return actingFor(utterance.person, () => dispatchFor(utterance));
  };
  const face = async (operation: Operation) => {
    const paints = registry.records.find((record) => record.paints?.kind === operation.kind)?.paints;
    if (!paints) throw new Fault('internal');
    const { services } = await open();
    // One card for everybody who reads along: it speaks the language of whoever asked.
    return inLanguage(languageOf(operation.requester.locale), () =>
      paints.paint(operation, services, clock.now()),
    );
  };
  return {
    config,
    registry,
    members,
    dispatch,
    finder: createFinder({
      ...{ dispatch, rights, clock, log, face },
      services: async () => (await open()).services,
    }),
    log,
    clock,
    open,
    whenOpen,
    work: async (sender) => {
      const { startWorkers } = await import('./workers.ts');
      workers = await startWorkers({
        opened: await open(),
        sender,
        face,
        sendsPerSecond: config.settings.BRICKBOT_SENDS_PER_SECOND,
        clock,
        log,
      });
    },
    paint: async (operation) => plainText((await face(operation)).card),
    follow: async (op, after) => {
      const { services } = await open();
      const now = await services.operations.find(op);
      if (!now || now.revision > after) return now;
      return services.operations
        .waitFor(op, (operation) => operation.revision > after, AbortSignal.timeout(PATIENCE))
        .catch(() => services.operations.find(op));
    },
    hint: async (runId) => {
      const { services, store } = await open();
      const [{ hintKey }, { workspaceOf }] = await Promise.all([
        import('../workers/teller.ts'),
        import('../services/subscriptions/subject.ts'),
      ]);
      const all = services.environments.list();
      for (const workspace of new Set(all.map((each) => workspaceOf(services.environments, each))))
        await store.queue.wake(undefined, 'events', { key: hintKey(workspace, runId) });
    },
    registryHint: async (model) => {
      const { store, services } = await open();
      await services.promotions.hint(model);
      const { ALIASES } = await import('../workers/sweepers.ts');
      await store.queue.wake(undefined, 'sweep', { key: `${ALIASES}${model.slice(0, 200)}` });
    },
    rest: async () => {
      if (workers) (await opened)?.store.queue.rest();
    },
    hangUp: async () => {
      await (await opened)?.hangUp();
    },
    close: async () => {
      await workers?.close();
      if (opened) await opened.then((services) => services.close());
    },
  };
};
