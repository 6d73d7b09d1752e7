// The record that the Bot connector keeps of a member of a conversation, read once at the edge. The service calls the object id
// `objectId` or `aadObjectId`; both are known to come.
import { z } from 'zod';
import type { MemberOutcome, SendOutcome } from '../domain/delivery.ts';
import type { Exchange } from './outcome.ts';

const name = z.string().min(1).max(320);
const id = z.string().min(1).max(100);

const record = z
  .object({
    aadObjectId: id.nullish(),
    objectId: id.nullish(),
    userPrincipalName: name.nullish(),
    email: name.nullish(),
    tenantId: id.nullish(),
    userRole: z.string().nullish(),
  })
  .transform(({ aadObjectId, objectId, userPrincipalName, email, tenantId, userRole }) => ({
    objectId: aadObjectId ?? objectId ?? '',
    ...(userPrincipalName && { upn: userPrincipalName }),
    ...(email && { mail: email }),
    ...(tenantId && { tenantId }),
    guest: userRole?.toLowerCase() !== 'user',
  }))
  .refine(({ objectId }) => objectId !== '');

/** What an answer to `members/{id}` says; never throws. */
export const readMember = (outcome: SendOutcome, exchange: Exchange | undefined): MemberOutcome => {
  if (outcome.kind === 'gone') return outcome;
  if (outcome.kind !== 'sent' || exchange?.kind !== 'answer')
    return { kind: 'unknown', why: 'why' in outcome ? outcome.why : outcome.kind };
  const read = record.safeParse(parsed(exchange.body));
  return read.success ? { kind: 'member', member: read.data } : { kind: 'unknown', why: 'no member record' };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
