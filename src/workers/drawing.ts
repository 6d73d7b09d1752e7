// What a post shows, drawn from what is stored at the moment of sending.
import type { Message } from '../domain/delivery.ts';
import type { Operation } from '../domain/operation.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Post } from '../store/posts.ts';

/** An operation's card and the line that stands for it. */
export type Face = (operation: Operation) => Promise<{ readonly card: unknown; readonly summary: string }>;

export interface Drawn {
  readonly message: Message;
  /** Revision that it shows. */
  readonly revision: number;
}

/** Undefined when there is nothing to show any more: the operation was deleted. */
export const draw = async (
  post: Post,
  operations: Pick<Operations, 'find'>,
  face: Face,
): Promise<Drawn | undefined> => {
  if (post.message) return { message: post.message, revision: post.wanted };
  const operation = post.op === undefined ? undefined : await operations.find(post.op);
  if (!operation) return undefined;
  const { card, summary } = await face(operation);
  return post.kind === 'remark'
    ? { message: { text: summary, summary, mention: operation.requester }, revision: post.wanted }
    : { message: { card, summary }, revision: operation.revision };
};
