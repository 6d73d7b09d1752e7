// Writes down what people say and how it was answered. What may change something is written before it runs, and does not run when
// it cannot be written; reads are written soon after and wait for nothing.
import { asFault } from '../base/errors.ts';
import { type AuditEntry, type AuditVerdict, personOf } from '../domain/audit.ts';
import type { Permission } from '../domain/roles.ts';
import type { Press, Utterance } from '../domain/utterance.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Answer } from './answer.ts';

export interface Witness {
  /** The command is known and permitted; its turn comes next. */
  allowed(utterance: Utterance, permission: Permission, now: number): Promise<void>;
  answered(
    utterance: Utterance,
    permission: Permission | undefined,
    answer: Answer,
    now: number,
  ): Promise<void>;
  refused(
    utterance: Utterance,
    permission: Permission | undefined,
    error: unknown,
    now: number,
  ): Promise<void>;
}

const saidBy = (utterance: Utterance, at: number): Omit<AuditEntry, 'kind' | 'verdict'> => ({
  at,
  person: personOf(utterance.person),
  scope: utterance.place.scope,
  conversation: utterance.place.conversationId,
  words: utterance.kind === 'words' ? utterance.text : pressed(utterance),
});

/** A button that says a command is written as its words, any other by its verb and its operation. */
const pressed = ({ verb, data }: Press): string =>
  verb === 'say' && typeof data['say'] === 'string' ? `press: ${data['say']}` : `press ${verb}${idsOf(data)}`;

/** The ids of a pressed card; what people put into its inputs stays out. */
const idsOf = (data: Readonly<Record<string, unknown>>): string => {
  const { op } = data;
  return typeof op === 'string' && /^\w{1,12}$/.test(op) ? ` ${op}` : '';
};

/**
 * @param audit opens the trail
 * @param whenOpen calls with the trail once somebody has opened it: a read alone does not open the store, as its answer would wait for it
 */
export const auditWitness = (
  audit: () => Promise<Audit>,
  whenOpen: (write: (audit: Audit) => void) => void,
): Witness => {
  const soon = (entry: AuditEntry): void => whenOpen((open) => open.later(entry));
  const write = async (permission: Permission | undefined, entry: AuditEntry): Promise<void> => {
    if (permission === undefined || permission === 'look') soon(entry);
    else await (await audit()).record([entry]);
  };
  return {
    allowed: async (utterance, permission, now) => {
      if (permission === 'look') return;
      await (await audit()).record([{ ...saidBy(utterance, now), kind: 'asked', verdict: 'allowed' }]);
    },
    answered: async (utterance, permission, answer, now) => {
      const failure = answer.kind === 'card' ? answer.failure : undefined;
      const op = answer.kind === 'operation' ? answer.op : undefined;
      await write(permission, {
        ...saidBy(utterance, now),
        kind: 'answered',
        verdict: failure === undefined ? 'done' : 'refused',
        ...(failure !== undefined && { code: failure }),
        ...(op !== undefined && { op }),
      });
    },
    refused: async (utterance, permission, error, now) => {
      const fault = asFault(error);
      const verdict: AuditVerdict =
        fault.entry.kind === 'failed' ? 'failed' : fault.entry.kind === 'unknown' ? 'unknown' : 'refused';
      const entry: AuditEntry = { ...saidBy(utterance, now), kind: 'answered', verdict, code: fault.code };
      // The refusal stands whatever happens to the note of it.
      await write(permission, entry).catch(() => soon(entry));
    },
  };
};
