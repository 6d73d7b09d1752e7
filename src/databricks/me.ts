// Who the platform takes brickbot for: also the cheapest proof that a token works.
import { z } from 'zod';
import type { DatabricksHttp } from './http.ts';
import { id, shaped, text } from './shapes.ts';

/** Who the platform takes brickbot for (SCIM Me). */
export interface Me {
  readonly id: string;
  /** A service principal has its application id as its user name. */
  readonly kind: 'user' | 'service-principal';
  /** Workspace id, where the answer told it. */
  readonly workspaceId?: string;
  readonly userName: string;
  readonly displayName: string;
}

export const readMe = async (http: DatabricksHttp, signal?: AbortSignal): Promise<Me> => {
  const answer = await http.call({
    method: 'GET',
    path: '/api/2.0/preview/scim/v2/Me',
    family: 'other',
    attempted: 'ask who brickbot is',
    repeatable: true,
    signal,
  });
  const {
    id: ownId,
    userName,
    displayName,
  } = shaped(z.object({ id, userName: z.string(), displayName: text }), answer, 'scim/Me');
  const workspaceId = http.orgId();
  return {
    id: ownId,
    kind: userName.includes('@') ? 'user' : 'service-principal',
    userName,
    displayName: displayName ?? userName,
    ...(workspaceId !== undefined && { workspaceId }),
  };
};
