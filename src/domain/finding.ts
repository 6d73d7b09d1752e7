// What people search for from the message box, and what a link names: enough to draw a card of it.

export const SEARCHES = ['runs', 'experiments', 'models', 'deployments', 'pipelines'] as const;
export type SearchKind = (typeof SEARCHES)[number];

/** One thing that can be looked at. It travels to a client and back, so it holds names and ids, never an authority. */
export type Thing =
  | { readonly kind: 'experiment-run'; readonly run: string }
  | { readonly kind: 'job-run'; readonly run: string; readonly environment: string }
  | { readonly kind: 'job'; readonly job: string; readonly environment: string }
  | { readonly kind: 'experiment'; readonly experiment: string }
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'operation'; readonly op: string }
  | { readonly kind: 'build'; readonly build: string }
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'branch'; readonly branch: string };

/** A line of a list of hits: plain text. */
export interface Finding {
  readonly thing: Thing;
  readonly title: string;
  readonly text: string;
}

/** Whether each word of the query stands somewhere in the texts; an empty query takes everything. */
export const fits = (query: string, texts: readonly (string | undefined)[]): boolean => {
  const whole = texts.join(' ').toLowerCase();
  return wordsOf(query).every((word) => whole.includes(word));
};

/** Hits whose title begins with the query come first; otherwise the order stays. */
export const bestFirst = (query: string, found: readonly Finding[]): readonly Finding[] => {
  const [first] = wordsOf(query);
  if (first === undefined) return found;
  const rank = ({ title }: Finding): number => {
    const lower = title.toLowerCase();
    return lower === first ? 0 : lower.startsWith(first) ? 1 : lower.includes(first) ? 2 : 3;
  };
  return found.toSorted((a, b) => rank(a) - rank(b));
};

const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean);
