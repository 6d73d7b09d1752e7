// A refusal by gates in words, for the catalogue's sentence.
import { closedGates, type GateVerdict } from '../../domain/deploy-gates.ts';

/** The facts of `gates-closed`. */
export const closedFacts = ({
  environment,
  ref,
  gates,
}: {
  readonly environment: string;
  readonly ref: string;
  readonly gates: readonly GateVerdict[];
}): Readonly<Record<string, string>> => ({
  environment,
  ref,
  why: `${closedGates(gates)
    .map(({ gate, why }) => (why === undefined ? gate : WHY[why]))
    .join('; ')}.`,
});

const WHY: Readonly<Record<NonNullable<GateVerdict['why']>, string>> = {
  'not-there': 'the commit does not stand on the environment before',
  'never-tested': 'its tests have not run',
  red: 'its tests failed',
  stale: 'its tests passed too long ago',
  frozen: 'nothing is deployed during the freeze',
  bad: 'the commit is marked as bad',
  locked: 'somebody else has the lock',
  'no-right': 'a role is missing',
};
