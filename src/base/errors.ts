// One base error and one catalogue. Codes are born in catalogue.ts only; everything that a person can see has an entry there.
import { inspect } from 'node:util';
import { CATALOGUE, type CatalogueEntry, type ErrorCode } from './catalogue.ts';
import { filled, language, own } from './language.ts';

/** Whether the outside world changed. `started`: something was started there and may still be at work. */
export type Changed = 'no' | 'yes' | 'unknown' | 'started';

export interface FaultDetails {
  /** What was attempted, in the product's nouns: "update staging to feature-x". */
  readonly attempted?: string;
  /** Whether the outside world changed: drives the sentence "Nothing was changed." on the card. */
  readonly changed?: Changed;
  /** The system that answered: "Databricks", "Azure DevOps", "Teams". */
  readonly system?: string;
  /** Words put into the catalogue's sentences, by name. Text from outside belongs here, never in the sentences. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Values that may have been meant in place of the one that was not found; they are offered as buttons. */
  readonly choices?: { readonly argument: string; readonly options: readonly string[] };
  /** Seconds to wait before trying again, when the other side said so. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Every failure of the product is a Fault: a code from the catalogue plus what is known. Branch on `code`, never on text. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly details: Omit<FaultDetails, 'cause'>;

  constructor(code: ErrorCode, { cause, ...details }: FaultDetails = {}) {
    // Errors are logged in English, whatever is spoken.
    super(filled(CATALOGUE[code].what, details.facts ?? {}), cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }

  /** A printed fault never spills its cause: that holds what the outside world answered. */
  [inspect.custom](): string {
    return this.stack ?? `${this.name}: ${this.message}`;
  }

  /** The catalogue's entry, in the language in force. */
  get entry(): CatalogueEntry {
    const entry = CATALOGUE[this.code];
    if (language() === 'en') return entry;
    return { kind: entry.kind, title: own(entry.title), what: own(entry.what), next: own(entry.next) };
  }

  /** What happened, as a sentence for a person. */
  get what(): string {
    return language() === 'en' ? this.message : filled(this.entry.what, this.details.facts ?? {});
  }

  /** What to do next, as a sentence for a person. */
  get next(): string {
    return filled(this.entry.next, this.details.facts ?? {});
  }
}

/** `Fault` as it is; anything else becomes `internal` with the original kept as its cause. Realm-safe: no instanceof Error. */
export const asFault = (error: unknown): Fault =>
  error instanceof Fault ? error : new Fault('internal', { cause: error });
