// The card of a dry run: what a deploy would do. Nothing was done.
import { type Commit, type ResolvedRef, shortCommit } from '../domain/commit.ts';
import type { GateVerdict } from '../domain/deploy-gates.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Environment } from '../domain/environment.ts';
import { PLAN } from './badge.ts';
import { facts, heading, headline, line, strong, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { commitLine, commitLines } from './commits.ts';
import { marked, markedName, plainName } from './escape.ts';
import { frame } from './frame.ts';
import { gateRows } from './gates.ts';
import { fitted } from './guard.ts';
import { say } from './press.ts';
import { count, instant } from './words.ts';

export interface PlanView {
  readonly environment: Environment;
  readonly target: ResolvedRef;
  /** What brickbot last put there. */
  readonly standing: Deployment | undefined;
  /** Commits that would come, newest first, and how many that stand there now would be left behind. */
  readonly brings: { readonly ahead: readonly Commit[]; readonly behind: number } | undefined;
  readonly titles: readonly string[];
  readonly gates?: readonly GateVerdict[];
  /** The stored plan: it can be applied by this id until then. */
  readonly plan?: { readonly id: string; readonly until: number };
  readonly now: number;
}

/** What a deploy would do; nothing was done. */
export const planCard = (view: PlanView): Face => fitted([8, 4, 1, 0], (rows) => planFace(view, rows));

const planFace = (
  { environment, target, standing: current, brings, titles, gates = [], plan, now }: PlanView,
  rows: number,
): Face => {
  const to = shortCommit(target.commit.id);
  const same = current?.commit === target.commit.id;
  return frame({
    title: `Plan: deploy ${markedName(target.name)} to ${markedName(environment.name, 32)}`,
    state: PLAN,
    line: 'A dry run: nothing was changed.',
    body: [
      headline(
        current === undefined
          ? [strong(to), ' would be the first deployment here']
          : same
            ? [strong(to), ' stands there already']
            : [shortCommit(current.commit), ' → ', strong(to)],
      ),
      commitLine(target.commit),
      ...facts([
        [
          'Now',
          current &&
            `${markedName(current.ref, 40)} at ${shortCommit(current.commit)}, by ${marked(current.by, 60)}, ${instant(current.at, now)}`,
        ],
        ['Checkout', markedName(environment.checkout, 80)],
        ['Leaves behind', brings && brings.behind > 0 ? count(brings.behind, 'commit') : undefined],
        ['Starts', environment.production ? 'after a press on Start' : 'at once'],
      ]),
      ...(same ? [] : commitLines(brings?.ahead ?? [], rows)),
      ...gateRows(gates, now),
      heading('Steps it would take'),
      ...titles.map((title, index) =>
        line([subtle(`${index + 1}  `), title], index === 0 ? 'Small' : 'None'),
      ),
    ],
    ...(plan && { buttons: [say(`Apply ${plan.id}`, `apply ${plan.id}`, 'positive')] }),
    foot: plan
      ? `Plan ${plan.id}, until ${instant(plan.until, now)} · “apply ${plan.id}” does exactly this or says what moved`
      : `Type “deploy ${markedName(target.name, 60)} to ${markedName(environment.name, 32)}” to do it`,
    summary: `Plan: deploy ${plainName(target.name, 28)} to ${plainName(environment.name, 16)}, ${same ? 'already there' : `would bring ${to}`}; nothing was changed${plan ? `, plan ${plan.id}` : ''}`,
  });
};
