// The card of a dry run of a job: which job would run, with which parameters, on what stands in its environment. Nothing was started.
import type { Environment } from '../domain/environment.ts';
import type { Plan } from '../domain/plan.ts';
import type { JobInput } from '../domain/run.ts';
import { PLAN } from './badge.ts';
import { facts, note } from './blocks.ts';
import type { Face } from './card.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { say } from './press.ts';
import { instant } from './words.ts';

export interface JobPlanView {
  readonly plan: Plan;
  readonly input: JobInput;
  readonly environment: Environment;
  readonly now: number;
}

const MOST_PARAMETERS = 12;

/** What running a job would do; nothing was started. */
export const jobPlanCard = ({ plan, input, environment, now }: JobPlanView): Face => {
  const parameters = Object.entries(input.parameters);
  return frame({
    title: `Plan: run job ${markedName(input.jobName)} in ${markedName(environment.name, 32)}`,
    state: PLAN,
    line: 'A dry run: nothing was started.',
    body: [
      ...facts([
        ...Object.entries(plan.parts).map(([name, value]) => [plain(name, 60), marked(value, 160)] as const),
        ['Asked by', marked(plan.requester.name, 60)],
        ...parameters
          .slice(0, MOST_PARAMETERS)
          .map(([name, value]) => [plainName(name, 40), marked(value, 100)] as const),
      ]),
      note(
        parameters.length === 0
          ? 'With the parameters of its definition.'
          : parameters.length > MOST_PARAMETERS
            ? `and ${parameters.length - MOST_PARAMETERS} more parameters`
            : 'Other parameters as its definition has them.',
      ),
    ],
    buttons: [say(`Apply ${plan.id}`, `apply ${plan.id}`, 'positive')],
    foot: `Plan ${plan.id}, until ${instant(plan.expiresAt, now)} · “apply ${plan.id}” does exactly this or says what moved`,
    summary: `Plan: run job ${plainName(input.jobName, 32)} in ${plainName(environment.name, 16)}; nothing was started, plan ${plan.id}`,
  });
};
