// Looks whether an alias or stage was moved past brickbot. What is found goes to the ledger and to the people, who accept it or ask for
// what was there before; nothing is moved back by itself.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { type DriftView, driftCard } from '../../cards/index.ts';
import { personOf } from '../../domain/audit.ts';
import { type PromotionTarget, targetKey, targetName, targetWords } from '../../domain/model.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Place } from '../../domain/place.ts';
import { addMove, movesOf, type WatchedTarget, watchedTargets } from '../../store/alias-ledger.ts';
import { beginWatch, isClaimed, raiseAlarm, settleAlarm } from '../../store/alias-watch.ts';
import { knownPlace } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { listOperations } from '../../store/operations.ts';
import { addPost } from '../../store/posts.ts';
import type { Audit } from '../audit/index.ts';
import type { Models } from '../models/port.ts';
import type { Asking } from '../operations/asking.ts';
import type { Promotions } from './port.ts';

export interface Drift {
  /** Looks at every watched target, or at those of one model. Never throws for one that cannot be read. */
  look(model?: string): Promise<void>;
  /** What is there stays. @throws Fault `drift-settled` when somebody has answered already */
  accept(alarm: string, person: Person): Promise<DriftView>;
  /** Asks for what was there before. @throws Fault `drift-settled`, and what `restore` throws */
  revert(alarm: string, asking: Asking): Promise<{ readonly operation: Operation; readonly view: DriftView }>;
}

export interface DriftTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly models: Models;
  readonly audit: Audit;
  readonly promotions: Pick<Promotions, 'restore'>;
  /** Keys of the section `models`: their usual target is watched from the start. */
  readonly configured: readonly string[];
  newAlarm(): string;
}

const RECENT = 50;

export const driftService = (tools: DriftTools): Drift => {
  const { store, clock, log, models } = tools;

  /** Targets that were promoted to, and the usual one of every model that is configured. */
  const watched = async (): Promise<readonly WatchedTarget[]> => {
    const known = await watchedTargets(store.db);
    const keys = new Set(known.map(({ target }) => targetKey(target)));
    for (const model of tools.configured) {
      const target = models.target(model, undefined);
      if (keys.has(targetKey(target))) continue;
      const version = (await models.registry(model).holder(target)) ?? null;
      await beginWatch(store.db, target, { version, at: clock.now() });
    }
    return known;
  };

  const lookAt = async ({ target, seen }: WatchedTarget): Promise<void> => {
    if (await isClaimed(store.db, target)) return;
    const found = (await models.registry(target.model).holder(target)) ?? null;
    if (found === seen) return;
    const alarm = tools.newAlarm();
    const at = clock.now();
    const place = await placeFor(target);
    await store.transaction(async (trx) => {
      // A promotion that began meanwhile says itself what it does.
      if (await isClaimed(trx, target)) return;
      if (!(await raiseAlarm(trx, { target, seen }, { version: found, at, alarm }))) return;
      await addMove(trx, target, { from: seen, to: found, at, how: 'outside' });
      await tools.audit.record(
        [
          {
            at,
            kind: 'noticed',
            verdict: 'unknown',
            subject: target.model,
            code: 'moved-elsewhere',
            effects: { target: targetName(target), from: seen, to: found },
          },
        ],
        trx,
      );
      if (!place) return;
      const face = driftCard(await viewOf(trx, { alarm, target, from: seen, to: found, at }));
      await addPost(trx, { kind: 'message', place, message: face, now: at });
      await store.queue.wake(trx, 'posts', { key: place.conversationId });
    });
  };

  /** The approvers’ channel, else where the last promotion of the target was asked for. */
  const placeFor = async (target: PromotionTarget): Promise<Place | undefined> => {
    const { channel } = models.settings(target.model).approvals;
    const there = channel === undefined ? undefined : await knownPlace(store.db, channel);
    if (there) return there;
    const last = (await movesOf(store.db, target.model, RECENT)).find(
      (move) => move.target === targetName(target) && move.op !== undefined,
    );
    const operations = await listOperations(store.db, { kind: 'promote', limit: RECENT });
    const found = operations.find(({ op }) => op === last?.op)?.place;
    if (!found)
      log.warn(
        { model: target.model },
        'an alias was moved past brickbot, and nobody can be told: set approvals.channel',
      );
    return found;
  };

  type Change = {
    readonly alarm: string;
    readonly target: PromotionTarget;
    readonly from: string | null;
    readonly to: string | null;
    readonly at: number;
  };
  const viewOf = async (
    db: Parameters<typeof movesOf>[0],
    { alarm, target, from, to, at }: Change,
  ): Promise<DriftView> => {
    const before = (await movesOf(db, target.model, RECENT)).find(
      (move) => move.target === targetName(target) && move.how !== 'outside' && move.at <= at,
    );
    const url = to === null ? undefined : models.url(target.model, to);
    return {
      alarm,
      model: target.model,
      target: targetWords(target),
      from,
      to,
      at,
      ...(before && { before }),
      ...(url !== undefined && { url }),
      now: clock.now(),
    };
  };

  /** The change behind an alarm that stands. */
  const standing = async (alarm: string): Promise<Change> => {
    const row = (await watchedTargets(store.db)).find((each) => each.alarm === alarm);
    const move =
      row &&
      (await movesOf(store.db, row.target.model, RECENT)).find(
        ({ target, how }) => how === 'outside' && target === targetName(row.target),
      );
    if (!row || !move) throw new Fault('drift-settled', { changed: 'no' });
    return { alarm, target: row.target, from: move.from, to: move.to, at: move.at };
  };

  return {
    look: async (model) => {
      const full = model === undefined ? undefined : models.fullName(model);
      for (const each of await watched().catch((error: unknown) => unread(log, error)))
        if (full === undefined || each.target.model === full)
          await lookAt(each).catch((error: unknown) => unread(log, error));
    },
    accept: async (alarm, person) => {
      const change = await standing(alarm);
      const at = clock.now();
      await store.transaction(async (trx) => {
        if (!(await settleAlarm(trx, alarm))) throw new Fault('drift-settled', { changed: 'no' });
        await tools.audit.record(
          [
            {
              at,
              kind: 'decided',
              verdict: 'allowed',
              person: personOf(person),
              subject: change.target.model,
              code: 'drift-accepted',
              effects: { target: targetName(change.target), from: change.from, to: change.to },
            },
          ],
          trx,
        );
      });
      return { ...(await viewOf(store.db, change)), answered: { how: 'accepted', by: person.name, at } };
    },
    revert: async (alarm, asking) => {
      const change = await standing(alarm);
      const { operation } = await tools.promotions.restore({
        ...asking,
        model: change.target.model,
        target: targetWords(change.target),
        because: `it was moved elsewhere, to ${change.to === null ? 'nothing' : `v${change.to}`}, without a request`,
      });
      const view = await viewOf(store.db, change);
      return {
        operation,
        view: {
          ...view,
          answered: { how: 'reverted', by: asking.requester.name, at: clock.now(), op: operation.op },
        },
      };
    },
  };
};

const unread = (log: Log, error: unknown): readonly WatchedTarget[] => {
  log.info({ error }, 'what stands at a watched alias could not be read');
  return [];
};
