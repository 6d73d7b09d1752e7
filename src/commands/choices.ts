// The values that exist for an argument: those that stand on a card, and those that are looked for while somebody types.
import { FILTERS, SUBJECTS } from '../domain/subscription.ts';
import type { Services } from '../services/index.ts';
import type { ArgumentKind } from './command.ts';

/** The most values that stand on a card for one argument. */
export const MOST_CHOICES = 60;
/** The most that are looked through while somebody types. */
const MOST_SEARCHED = 2_000;

/** Arguments that may have more values than a card can hold: these are searched while one types. */
export const SEARCHED = ['ref', 'job', 'experiment', 'model'] as const satisfies readonly ArgumentKind[];
export type Searched = (typeof SEARCHED)[number];

/** The values that hold what was typed, those that begin with it first. */
export const choicesLike = async (
  kind: Searched,
  typed: string,
  services: Services,
): Promise<readonly string[]> => {
  const wanted = typed.trim().toLowerCase();
  const found = (await choicesFor(kind, services, MOST_SEARCHED)).filter((value) =>
    value.toLowerCase().includes(wanted),
  );
  const begins = (value: string): number => (value.toLowerCase().startsWith(wanted) ? 0 : 1);
  return found.toSorted((a, b) => begins(a) - begins(b));
};

/** The values that exist for a kind of argument; empty where only free text fits. */
export const choicesFor = async (
  kind: ArgumentKind,
  services: Services,
  most = MOST_CHOICES,
): Promise<readonly string[]> => {
  switch (kind) {
    case 'ref':
      return services.git.branches(most);
    case 'environment':
      return services.environments.list().map((environment) => environment.name);
    case 'suite':
      return services.tests.suites();
    case 'job':
      return (await services.jobs.names(undefined)).slice(0, most);
    case 'experiment':
      return (await services.experiments.names()).slice(0, most);
    case 'operation':
      return (await services.operations.list({ active: true, limit: 10 })).map((operation) => operation.op);
    case 'subject':
      return SUBJECTS;
    case 'filter':
      return FILTERS;
    case 'mark':
      return ['bad', 'good'];
    case 'model':
      return services.models.names();
    case 'subscription':
    case 'version':
    case 'target':
    case 'gate':
    case 'audited':
    case 'run':
    case 'compared':
    case 'metric':
    case 'span':
    case 'person':
    case 'command':
    case 'count':
    case 'flag':
    case 'pairs':
    case 'text':
      return [];
  }
};
