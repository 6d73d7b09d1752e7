// `npm run bench -- --write` puts what was measured into the README, between its two marks, with the date and the machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { type ExperimentResult, experimentLine } from './experiment.ts';
import { type MemoryResult, memoryLine } from './memory.ts';
import type { TurnsResult } from './turns.ts';
import { turnsMarkdown } from './turns-table.ts';

export interface Measured {
  readonly turns: TurnsResult;
  readonly experiment: ExperimentResult;
  readonly memory: MemoryResult;
}

const README = join(import.meta.dirname, '../README.md');
const [FROM, TO] = ['<!-- measured -->', '<!-- end -->'];

/** For example `2 × AMD EPYC, 24 GB, linux x64, Node v26.10.0`. */
export const machine = (): string => {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() || 'processor'}, ${memory} GB, ${platform()} ${arch()}, Node ${process.version}`;
};

const section = ({ turns, experiment, memory }: Measured): string =>
  [
    `Measured on ${new Date().toISOString().slice(0, 10)} (${machine()}) by \`npm run bench -- --write\`: all bots in one run on loopback, loaded in turn, ${turns.pinned ? 'each on the same single processor, ' : ''}16 messages at a time, \`help\` answered with a card over HTTPS. Every bot proved first that it refuses ${turns.refused.length} kinds of forged tokens. Figures drift with the machine; ratios are medians over neighbouring slices of one run.`,
    '',
    turnsMarkdown(turns),
    '',
    ...[...turns.goals, { goal: experimentLine(experiment), met: experiment.met }]
      .concat({ goal: memoryLine(memory), met: memory.met })
      .map(({ goal, met }) => `- ${met ? '✓' : '✗'} ${goal}`),
  ].join('\n');

/** @throws when the README has lost its marks */
export const writeReadme = (measured: Measured): void => {
  const text = readFileSync(README, 'utf8');
  const [start, end] = [text.indexOf(FROM), text.indexOf(TO, text.indexOf(FROM))];
  if (start < 0 || end < 0) throw new Error(`README.md has no ${FROM} … ${TO}`);
  writeFileSync(README, `${text.slice(0, start)}${FROM}\n${section(measured)}\n${text.slice(end)}`);
};
