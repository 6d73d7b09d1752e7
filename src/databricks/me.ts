import { z } from 'zod';
import type { DatabricksHttp } from './http.ts';
import { shaped, text } from './shapes.ts';

/** Who the platform takes brickbot for (SCIM Me). */
export interface Me {
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
  const { userName, displayName } = shaped(
    z.object({ userName: z.string(), displayName: text }),
    answer,
    'scim/Me',
  );
  return { userName, displayName: displayName ?? userName };
};
