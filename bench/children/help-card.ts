// A small help card for both sides, as long as the product's own dispatch is not part of the measurement.

export const HELP_CARD = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'What brickbot can do', weight: 'Bolder', size: 'Medium' },
    {
      type: 'FactSet',
      facts: [
        { title: 'deploy', value: 'deploy feature-x to staging' },
        { title: 'run tests', value: 'run tests on feature-x' },
        { title: 'show experiment', value: 'show experiment churn' },
        { title: 'promote', value: 'promote churn v12 to champion' },
      ],
    },
  ],
  actions: [{ type: 'Action.Execute', title: 'deploy', verb: 'help.topic', data: { topic: 'deploy' } }],
} as const;

/** What answers a press. */
export const PRESSED = {
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: HELP_CARD,
} as const;
