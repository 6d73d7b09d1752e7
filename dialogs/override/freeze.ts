// `override freeze <environment> because <reason>`: an approver lets deploys through a freeze for a while.
import { freezeCard, freezeSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const overrideFreeze = command({
  name: 'override freeze',
  also: ['lift freeze'],
  group: 'Ship',
  summary: 'Lets deploys through a freeze for an hour, or for as long as you say',
  permission: 'override-freeze',
  arguments: {
    environment: { kind: 'environment', positional: true, keywords: ['on', 'of'], required: true },
    span: { kind: 'span', keywords: ['for'] },
    reason: { kind: 'text', keywords: ['because'], positional: true, required: true },
  },
  examples: ['override freeze production for 1h because the API is down'],
  run: async ({ values, utterance: { person }, services, now }) => {
    const { decisions } = await services();
    const { environment, until } = await decisions.override({ ...values, person });
    return faceAnswer(freezeCard({ environment, by: person.name, reason: values.reason, until, now }), {
      environment: environment.name,
      until,
      reason: values.reason,
    });
  },
  samples: freezeSamples,
});
