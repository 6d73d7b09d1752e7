// `npm run bench -- --write` puts what was measured into the README, between its two marks, with the date and the machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { type ExperimentResult, experimentLine } from './experiment.ts';
import { type MemoryResult, memoryLine } from './memory.ts';
import type { TurnsResult } from './turns.ts';
import { turnsMarkdown } from './turns-table.ts';

/** A part that could not be measured. */
export interface Failed {
  readonly failed: string;
  readonly met: false;
}

export interface Measured {
  readonly turns: TurnsResult | Failed;
  readonly experiment: ExperimentResult | Failed;
  readonly memory: MemoryResult | Failed;
}

/** In place of figures. */
export const missing = ({ failed }: Failed): string => `${failed} could not be measured in this run`;

const goal = ({ met }: { readonly met: boolean }, text: string): string => `${met ? '✓' : '✗'} ${text}`;

/** What was measured besides turns, each with whether it is as it should be. */
export const lines = ({ experiment, memory }: Measured): readonly string[] => [
  goal(experiment, 'failed' in experiment ? missing(experiment) : experimentLine(experiment)),
  goal(memory, 'failed' in memory ? missing(memory) : memoryLine(memory)),
];

const README = join(import.meta.dirname, '../README.md');
const [FROM, TO] = ['<!-- measured -->', '<!-- end -->'];

/** For example `2 × AMD EPYC, 24 GB, linux x64, Node v26.10.0`. */
export const machine = (): string => {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() || 'processor'}, ${memory} GB, ${platform()} ${arch()}, Node ${process.version}`;
};

const section = (measured: Measured): string => {
  const { turns } = measured;
  const when = `Measured on ${new Date().toISOString().slice(0, 10)} (${machine()}) by \`npm run bench -- --write\`: all bots in one run on loopback`;
  const table =
    'failed' in turns
      ? [`${when}.`, '', `${missing(turns)}.`, '']
      : [
          `${when}, loaded in turn, ${turns.pinned ? 'each on the same single processor, ' : ''}16 messages at a time, \`help\` answered with a card over HTTPS. Every bot proved first that it refuses ${turns.refused.length} kinds of forged tokens. Figures drift with the machine; ratios are medians over neighbouring slices of one run.`,
          '',
          turnsMarkdown(turns),
          '',
          ...turns.goals.map((each) => `- ${goal(each, each.goal)}`),
        ];
  return [...table, ...lines(measured).map((line) => `- ${line}`)].join('\n');
};

/** @throws when the README has lost its marks */
export const writeReadme = (measured: Measured): void => {
  const text = readFileSync(README, 'utf8');
  const [start, end] = [text.indexOf(FROM), text.indexOf(TO, text.indexOf(FROM))];
  if (start < 0 || end < 0) throw new Error(`README.md has no ${FROM} … ${TO}`);
  writeFileSync(README, `${text.slice(0, start)}${FROM}\n${section(measured)}\n${text.slice(end)}`);
};
