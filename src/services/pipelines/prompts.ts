// Stages that wait for people, posted unasked to who is to decide them: one card for each wait and place, redrawn when it is decided,
// here or in Azure DevOps.
import type { Clock } from '../../base/clock.ts';
import { asFault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { stagePromptCard } from '../../cards/stage-prompt.ts';
import type { AzureDevOps } from '../../devops/azure/index.ts';
import type { Approval } from '../../domain/approval.ts';
import type { Build, StagePrompt } from '../../domain/pipeline.ts';
import { type Place, placeKey } from '../../domain/place.ts';
import { knownPlace } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { type Notice, openNotices } from '../../store/notices.ts';
import { findCheck, openChecks, type StoredCheck } from '../../store/pipelines.ts';
import { listenedTargets, listenersTo } from '../../store/subscriptions.ts';
import type { Operations } from '../operations/index.ts';
import { buildSeen } from './playbook.ts';
import { postStanding, redrawStanding, type Standing, type StandingCard } from './standing.ts';

export interface StagePrompts {
  /** Posts what waits and nobody was told of, redraws what has moved. True while something stands open. */
  look(signal?: AbortSignal): Promise<boolean>;
}

export interface StagePromptsTools {
  /** As brickbot itself: nobody is there whose eyes could be borrowed. */
  readonly azure: Pick<AzureDevOps, 'approvals' | 'pipelines'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly operations: Pick<Operations, 'list'>;
  /** Conversation id of the channel for all of them. */
  readonly channel: string | undefined;
  /** Conversation id of the approvers of a model, as it is configured. */
  channelOf(model: string): string | undefined;
  /** Whether any model has such a channel. */
  readonly modelChannels: boolean;
  /** The newest request for what was trained from a commit. */
  promotionOf(commit: string): Promise<Approval | undefined>;
}

interface Waited extends Standing {
  readonly build: number;
  readonly approval: string;
  readonly check: boolean;
}

type Waiting = Pick<StagePrompt, 'approval' | 'stage'> & { readonly check: boolean };

const PREFIX = 'stage waits: ';

const waitOf = (check: StoredCheck): Waiting => ({
  check: true,
  stage: check.stage,
  approval: {
    ...{ id: check.id, build: check.build, pipeline: '', instructions: '', askedAt: check.askedAt },
    state: check.state === 'waiting' ? 'pending' : check.state === 'lapsed' ? 'over' : check.state,
    steps:
      check.decidedBy === undefined
        ? []
        : [{ approver: check.decidedBy, state: check.state, comment: check.because ?? '' }],
  },
});

const drawnOf = ({ build, approval, promotion }: StagePrompt): string =>
  JSON.stringify([
    build.state,
    approval.state,
    approval.steps.map(({ approver, by = '', state, comment }) => [approver, by, state, comment]),
    promotion ? [promotion.op, promotion.fingerprint, promotion.waivers.length] : [],
  ]);

export const stagePrompts = (tools: StagePromptsTools): StagePrompts => {
  const { azure, store, clock, log, operations } = tools;

  const anybody = async (): Promise<boolean> =>
    tools.channel !== undefined ||
    tools.modelChannels ||
    (await listenedTargets(store.db, 'pipeline', '')).size > 0;

  /** Everything that waits for people. What waits for a promotion has that promotion's card. */
  const waiting = async (signal: AbortSignal | undefined): Promise<readonly Waiting[]> => [
    ...(await azure.approvals.pending(signal)).map((approval) => ({ check: false, approval })),
    ...(await openChecks(store.db))
      .filter(({ state, model }) => state === 'waiting' && model === undefined)
      .map(waitOf),
  ];

  /** The same wait as it stands now; one that is gone is over. */
  const again = async (standing: Waited, signal: AbortSignal | undefined): Promise<Waiting | undefined> => {
    if (standing.check) {
      const check = await findCheck(store.db, standing.approval);
      return check && waitOf(check);
    }
    try {
      return { check: false, approval: await azure.approvals.get(standing.approval, signal) };
    } catch (error) {
      if (asFault(error).code === 'upstream-not-found') return undefined;
      throw error;
    }
  };

  const promptOf = async (wait: Waiting, build: Build): Promise<StagePrompt> => {
    const promotion = await tools.promotionOf(build.commit);
    return { ...wait, build, ...(promotion && { promotion }) };
  };

  /** The approvers' channels and who listens to the pipeline; not where the card of the run itself says it. */
  const placesFor = async ({ build, promotion }: StagePrompt): Promise<readonly Place[]> => {
    const model = promotion && tools.channelOf(promotion.target.model);
    const channels = [...new Set([tools.channel, model])].filter((id) => id !== undefined);
    const known = await Promise.all(channels.map((id) => knownPlace(store.db, id)));
    for (const [index, channel] of channels.entries())
      if (!known[index]) log.warn({ channel }, 'the approvers’ channel is not known: add the bot to it');
    const subject = { kind: 'pipeline', workspace: '', target: String(build.pipeline.id) } as const;
    const listeners = (await listenersTo(store.db, subject)).filter(
      ({ mutedUntil = 0, personal, place }) =>
        mutedUntil <= clock.now() && (!personal || place.scope === 'personal'),
    );
    const places = [...known.flatMap((place) => place ?? []), ...listeners.map(({ place }) => place)];
    const runs = (await operations.list({ kind: 'pipeline', active: true, limit: 100 })).filter(
      (operation) => buildSeen(operation)?.build.id === build.id,
    );
    return [...new Map(places.map((place) => [placeKey(place), place])).values()].filter(
      ({ conversationId }) => runs.every(({ place }) => place.conversationId !== conversationId),
    );
  };

  const cardOf = (wait: Waiting, prompt: StagePrompt): StandingCard<Waited> => {
    const now = clock.now();
    return {
      ...{ cause: `${PREFIX}${wait.approval.id}`, now },
      kept: {
        ...{ open: prompt.approval.state === 'pending', drawn: drawnOf(prompt) },
        ...{ build: prompt.build.id, approval: wait.approval.id, check: wait.check },
      },
      message: () => stagePromptCard({ ...prompt, now }),
    };
  };

  /** One that cannot be read is looked at again the next time, and keeps no other from being told. */
  const guarded = async (build: number, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.info({ build, code: asFault(error).code }, 'what a build waits for could not be told');
    }
  };

  return {
    look: async (signal) => {
      const standing = await openNotices(store.db, PREFIX);
      if (standing.length === 0 && !(await anybody())) return false;
      const pending = await waiting(signal);
      const builds = new Map<number, Promise<Build>>();
      const buildOf = (id: number): Promise<Build> => {
        const read = builds.get(id) ?? azure.pipelines.build(id, signal);
        builds.set(id, read);
        return read;
      };
      for (const wait of pending)
        await guarded(wait.approval.build, async () => {
          const prompt = await promptOf(wait, await buildOf(wait.approval.build));
          for (const place of await placesFor(prompt)) await postStanding(store, place, cardOf(wait, prompt));
        });
      for (const notice of standing) {
        const kept = notice.entries as Waited;
        await guarded(kept.build, async () => {
          const wait =
            pending.find(({ approval }) => approval.id === kept.approval) ??
            (await again(kept, signal)) ??
            goneOf(kept, notice);
          const prompt = await promptOf(wait, await buildOf(kept.build));
          await redrawStanding(store, notice, cardOf(wait, prompt));
        });
      }
      signal?.throwIfAborted();
      return (await openNotices(store.db, PREFIX)).length > 0;
    },
  };
};

/** A wait that the service does not know any more. */
const goneOf = ({ approval: id, build, check }: Waited, { openedAt }: Notice): Waiting => ({
  check,
  approval: { ...{ id, build, pipeline: '', instructions: '', steps: [] }, state: 'over', askedAt: openedAt },
});
