// Whether the trail is whole: the chain is followed from its first row to its head.
import { CHAIN_START, type ChainFault, followChain } from '../../domain/audit.ts';
import { auditAfter, auditHead } from '../../store/audit.ts';
import type { Access } from '../../store/schema.ts';

export interface ChainReport {
  readonly rows: number;
  readonly head: { readonly seq: number; readonly hash: string };
  /** The first place where the trail is not what was written. */
  readonly fault?: ChainFault;
}

/** Reads everything, a page at a time. */
export const verifyChain = async (db: Access, page: number): Promise<ChainReport> => {
  // The head first: what is added meanwhile is past it, and no fault.
  const head = await auditHead(db);
  let at = { seq: 0, hash: CHAIN_START };
  for (;;) {
    const rows = (await auditAfter(db, at.seq, page)).filter(({ seq }) => seq <= head.seq);
    if (rows.length === 0) break;
    const followed = followChain(rows, at);
    if ('fault' in followed) return { rows: at.seq, head, fault: followed.fault };
    at = followed;
  }
  if (at.seq !== head.seq)
    return { rows: at.seq, head, fault: { kind: 'cut', seq: at.seq, expected: head.seq } };
  return at.hash === head.hash
    ? { rows: at.seq, head }
    : { rows: at.seq, head, fault: { kind: 'changed', seq: at.seq } };
};
