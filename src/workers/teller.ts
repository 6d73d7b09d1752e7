// What the queue of events wakes: telling of endings, reading hinted runs back, marking subscriptions that cannot be delivered.
import type { Sender } from '../domain/delivery.ts';
import { SUBJECTS, type SubjectKind } from '../domain/subscription.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Store } from '../store/index.ts';
import type { JobWatch } from './job-watch.ts';

/** Subjects that one process tells of at once. */
const TELLERS = 2;

/** The wake-up after a post of a subscription was given up. */
export const brokenKey = (subscription: string, why: string): string =>
  `broken ${JSON.stringify([subscription, why])}`;
/** The wake-up after a hint from outside. */
export const hintKey = (workspace: string, runId: string): string =>
  `hint ${JSON.stringify([workspace, runId])}`;

export interface TellerParts {
  readonly store: Store;
  readonly notices: Notices;
  readonly jobs: JobWatch;
  readonly sender: Sender | undefined;
}

/** Does what one wake-up asks for. A key of another version of brickbot is left alone. */
export const createTeller =
  ({ notices, jobs, sender }: Omit<TellerParts, 'store'>) =>
  async (key: string, signal: AbortSignal): Promise<void> => {
    const [what, first = '', second = '', third = ''] = readKey(key);
    const open = sender?.createPersonal?.bind(sender);
    const kind = SUBJECTS.find((each) => each === first) as SubjectKind | undefined;
    if (what === 'tell' && kind) await notices.tell({ kind, workspace: second, target: third }, open);
    if (what === 'hint') await jobs.hinted(first, second, signal);
    if (what === 'broken') await notices.broken(first, second, open);
  };

const readKey = (key: string): readonly string[] => {
  const at = key.indexOf(' ');
  const words: unknown = JSON.parse(key.slice(at + 1));
  return [key.slice(0, at), ...(Array.isArray(words) ? words.map(String) : [])];
};

export const startTeller = async (parts: TellerParts): Promise<void> => {
  const handle = createTeller(parts);
  await parts.notices.recover();
  await parts.store.queue.work('events', TELLERS, ({ key, signal }) => handle(key, signal));
};
