import { FILTERS } from '../domain/subscription.ts';
import type { Services } from '../services/index.ts';
import { SAID } from '../services/subscriptions/subject.ts';
import type { ArgumentKind } from './command.ts';

/** The most values that are offered for one argument. */
const MOST = 60;

/** The values that exist for a kind of argument; empty where only free text fits. */
export const choicesFor = async (kind: ArgumentKind, services: Services): Promise<readonly string[]> => {
  switch (kind) {
    case 'ref':
      return services.git.branches(MOST);
    case 'environment':
      return services.environments.list().map((environment) => environment.name);
    case 'suite':
      return services.tests.suites();
    case 'job':
      return (await services.jobs.names(undefined)).slice(0, MOST);
    case 'experiment':
      return (await services.experiments.names()).slice(0, MOST);
    case 'operation':
      return (await services.operations.list({ active: true, limit: 10 })).map((operation) => operation.op);
    case 'subject':
      return SAID;
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
