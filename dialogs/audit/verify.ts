// `audit verify`: follows the whole chain and names the first row that is not as it was written.
import { chainCard, chainSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const auditVerify = command({
  name: 'audit verify',
  group: 'Look',
  summary: 'Checks that nobody changed the audit trail',
  permission: 'look',
  arguments: {},
  examples: ['audit verify'],
  run: async ({ services, now }) => {
    const report = await (await services()).audit.verify();
    const face = faceAnswer(chainCard({ ...report, now }), report);
    // A damaged trail ends the terminal's command with a failure.
    return report.fault === undefined || face.kind !== 'card' ? face : { ...face, failure: 'audit-damaged' };
  },
  samples: chainSamples,
});
