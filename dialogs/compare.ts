// `compare <one> with <other>`: two runs, versions or branches beside each other; the buttons edit the same card.
import { besideCard, besideSamples } from '../src/cards/index.ts';
import { type Answer, faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';
import type { Services } from '../src/services/index.ts';

interface Asked {
  readonly left: string;
  readonly right: string | undefined;
  readonly all: boolean;
  readonly chart: boolean;
}

const compared = async (
  services: Services,
  { left, right, all, chart }: Asked,
  now: number,
): Promise<Answer> => {
  const beside = await services.comparisons.compare(left, right);
  return faceAnswer(besideCard({ beside, asked: { left, right }, all, chart, now }), { comparison: beside });
};

export const compare = command({
  name: 'compare',
  also: ['diff'],
  group: 'Look',
  summary: 'Puts two runs, model versions or branches beside each other: only what differs',
  permission: 'look',
  arguments: {
    left: { kind: 'compared', label: 'run|version|branch', positional: true, required: true },
    right: { kind: 'compared', label: 'other', keywords: ['with', 'and', 'to', 'against', 'vs'] },
  },
  examples: [
    'compare feature-x with main',
    'compare churn v12 with champion',
    'compare run 3f2a with run 9b1c',
  ],
  run: async ({ values: { left, right }, services, now }) =>
    compared(await services(), { left, right, all: false, chart: false }, now),
  presses: {
    show: {
      permission: 'look',
      run: async ({ press: { data }, services, now }) => {
        const text = (key: string): string | undefined =>
          typeof data[key] === 'string' ? data[key].slice(0, 200) : undefined;
        const asked = {
          left: text('left') ?? '',
          right: text('right'),
          all: data['all'] === true,
          chart: data['chart'] === true,
        };
        return compared(await services(), asked, now);
      },
    },
  },
  samples: besideSamples,
});
