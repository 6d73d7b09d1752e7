// What a conversation is: people talk, and expect what they see.
import type { Talk } from './chat.ts';
import type { Town } from './town.ts';

/** By the name of the dialog that it is about. */
export type Conversations = Readonly<Record<string, (talk: Talk, town: Town) => Promise<void>>>;
