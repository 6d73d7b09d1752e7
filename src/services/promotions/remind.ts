// Reminders: at half time and an hour before the end, to those alone who may decide and have not, in their one-to-one conversation.
import type { Clock } from '../../base/clock.ts';
import type { Approval } from '../../domain/approval.ts';
import { targetName } from '../../domain/model.ts';
import { countReminder, remindersSent } from '../../store/approvals.ts';
import { personalPlace } from '../../store/conversations.ts';
import type { Store } from '../../store/index.ts';
import { addPost } from '../../store/posts.ts';

const HOUR_MS = 60 * 60_000;

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
      const wanted = approval.policy.approvers.length > 0 ? approval.policy.approvers : tools.approvers;
      const spoken = new Set(approval.votes.map(({ person }) => person.id));
      for (const id of wanted) {
        if (spoken.has(id) || id === approval.requester.id || id.startsWith('group:')) continue;
        const place = await personalPlace(trx, id);
        if (!place) continue;
        await addPost(trx, { kind: 'message', place, message: reminderOf(approval, now), now });
        await store.queue.wake(trx, 'posts', { key: place.conversationId });
      }
    });
  return due.find((at) => at > now) ?? approval.expiresAt;
};

const reminderOf = (approval: Approval, now: number) => {
  const { candidate } = approval.evidence;
  const hours = Math.max(1, Math.round((approval.expiresAt - now) / HOUR_MS));
  const text = `${approval.requester.name} waits for a decision: promote ${candidate.model} v${candidate.version} to ${targetName(approval.target)}. It expires in ${hours} h. Type “approvals” to see it, “approve ${approval.op}” or “reject ${approval.op} because …”.`;
  return { text, summary: text };
};
