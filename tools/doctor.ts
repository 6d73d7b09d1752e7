// `npm run doctor`: what stands between this machine and a running brickbot, each fault with its remedy. Exit code 1 when there is one.
import { configured } from '../src/app/configured.ts';
import { examine } from '../src/app/doctor.ts';

const MARK = { well: '✓', note: '·', fault: '✗' } as const;
const findings = await examine(process.env, configured(process.env));
for (const { state, what, remedy } of findings)
  console.log(`${MARK[state]} ${what}${remedy === '' ? '' : `\n    ${remedy}`}`);
process.exitCode = findings.some(({ state }) => state === 'fault') ? 1 : 0;
