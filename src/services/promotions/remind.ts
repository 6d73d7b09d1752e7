// Reminders: at half time and an hour before the end, to those alone who may decide and have not, in their one-to-one conversation.
import type { Clock } from '../../base/clock.ts';
import { inLanguage, languageOf, phrase } from '../../base/language.ts';
import type { Approval } from '../../domain/approval.ts';
import { isMaker } from '../../domain/approval-policy.ts';
import { openSeats, spokenSeats } from '../../domain/approval-seats.ts';
import { targetName } from '../../domain/model.ts';
import { namesOf } from '../../domain/person.ts';
import { countReminder, remindersSent } from '../../store/approvals.ts';
import { wayTo } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { addPost } from '../../store/posts.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Whose word is missing, as they stand in the lists: not those who spoke, not who asked or made it, not whose turn has not come; a
 * deputy in place of whoever named them. A group has no conversation of its own and is left out.
 * @param approvers ids that hold the role approver at this model
 */
export const missing = (approval: Approval, approvers: readonly string[]): readonly string[] => {
  const { policy, handOvers, requester, evidence } = approval;
  const anybody = policy.order === 'any';
  const entries = anybody
    ? policy.approvers.length > 0
      ? policy.approvers
      : approvers
    : openSeats(approval);
  const taken = spokenSeats(approval.votes);
  const spoken = new Set(approval.votes.flatMap(({ person }) => namesOf(person)));
  /** Who has the say of an entry after all hand-overs. */
  const holder = (entry: string): string =>
    handOvers.reduce((held, { from, to, seat = from.id }) => (seat === entry ? to : held), entry);
  return [...new Set(entries)]
    .filter((entry) => !taken.has(entry))
    .map(holder)
    .filter((name) => {
      const own = namesOf(requester).includes(name.toLowerCase());
      const made = isMaker({ id: name, name }, evidence.makers);
      return !own && !made && !spoken.has(name.toLowerCase()) && !name.startsWith('group:');
    });
};

/** Sends what is due. @returns when the next one is, ms since the epoch; the end of the approval when none is left */
export const remind = async (
  tools: {
    readonly store: Store;
    readonly clock: Clock;
    /** Ids of the people who hold the role approver. */
    readonly approvers: readonly string[];
  },
  approval: Approval,
): Promise<number> => {
  const { store, clock } = tools;
  const due = [
    approval.askedAt + (approval.expiresAt - approval.askedAt) / 2,
    approval.expiresAt - HOUR_MS,
  ].filter((at) => at > approval.askedAt && at < approval.expiresAt);
  const sent = await remindersSent(store.db, approval.op);
  const now = clock.now();
  const ripe = due.filter((at) => at <= now).length;
  if (ripe > sent)
    await store.transaction(async (trx) => {
      // What was missed while the bot was down is one reminder, not several.
      for (let count = sent; count < ripe; count += 1)
        if (!(await countReminder(trx, approval.op, count))) return;
      for (const name of missing(approval, tools.approvers)) {
        const place = await wayTo(trx, name);
        if (!place) continue;
        await addPost(trx, { kind: 'message', place, message: reminderOf(approval, now), now });
        await store.queue.wake(trx, 'posts', { key: place.conversationId });
      }
    });
  return due.find((at) => at > now) ?? approval.expiresAt;
};

const reminderOf = ({ evidence: { candidate }, requester, target, op, expiresAt }: Approval, now: number) =>
  inLanguage(languageOf(requester.locale), () => {
    const facts = {
      op,
      person: requester.name,
      model: candidate.model,
      version: candidate.version,
      target: targetName(target),
      hours: Math.max(1, Math.round((expiresAt - now) / HOUR_MS)),
    };
    return {
      summary: phrase(
        'Promote {model} v{version} to {target}: needs you, expires in {hours} h, op {op}',
        facts,
      ),
      text: phrase(
        '{person} waits for a decision: promote {model} v{version} to {target}. It expires in {hours} h. Type “approvals {op}” to look at it, “approve {op}” or “reject {op} because …”.',
        facts,
      ),
    };
  });
