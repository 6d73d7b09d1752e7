// `npm run bench` measures turns, `show experiment` and memory; `-- --write` puts them into the README. A word measures one thing:
// turns, experiment, memory, watch, fanout, parse. `--json` prints numbers. Exit code 1 when a goal is not met, so that a pipeline sees it.
import { parseArgs } from 'node:util';
import { benchExperiment, experimentLine } from './experiment.ts';
import { benchFanout, fanoutTable } from './fanout.ts';
import { benchMemory, memoryLine } from './memory.ts';
import { benchParse, parseTable } from './parse.ts';
import { benchTurns } from './turns.ts';
import { turnsTable } from './turns-table.ts';
import { benchWatch, watchTable } from './watch.ts';
import { type Failed, lines, type Measured, machine, missing, writeReadme } from './write.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    runs: { type: 'string', default: '10,100,1000,10000' },
    posts: { type: 'string', default: '10000' },
    conversations: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    'cold-starts': { type: 'string', default: '7' },
    turns: { type: 'string' },
  },
});

const tell = (line: string): void => console.error(line);
const turns = () =>
  benchTurns(
    {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      coldStarts: Number(values['cold-starts']),
    },
    tell,
  );
const experiment = () => benchExperiment(Number(values.turns ?? 100));
const memory = () => benchMemory(Number(values.turns ?? 100_000));

/** Prints a result as JSON or as text. */
const show = <Result extends { readonly met: boolean }>(
  result: Result,
  text: (result: Result) => string,
): void => {
  console.log(values.json ? JSON.stringify(result, null, 2) : text(result));
  if (!result.met) process.exitCode = 1;
};

/** What a part measured, or why it could not: the others count all the same. */
const part = async <Result>(name: string, work: () => Promise<Result>): Promise<Result | Failed> => {
  tell(`${name} …`);
  try {
    return await work();
  } catch (error) {
    tell(`${name} could not be measured: ${String(error)}`);
    return { failed: name, met: false };
  }
};

const all = async (): Promise<void> => {
  const measured: Measured = {
    turns: await part('turns', turns),
    experiment: await part('show experiment', experiment),
    memory: await part('memory', memory),
  };
  if (values.write) writeReadme(measured);
  const met = Object.values(measured).every((each) => each.met);
  show({ ...measured, met }, () =>
    [
      machine(),
      'failed' in measured.turns ? missing(measured.turns) : turnsTable(measured.turns),
      ...lines(measured),
    ].join('\n'),
  );
};

const [what = 'all'] = positionals;
switch (what) {
  case 'all':
    await all();
    break;
  case 'turns':
    show(await turns(), turnsTable);
    break;
  case 'experiment':
    show(await experiment(), experimentLine);
    break;
  case 'memory':
    show(await memory(), memoryLine);
    break;
  case 'watch':
    show(await benchWatch(values.runs.split(',').map(Number), tell), watchTable);
    break;
  case 'fanout':
    show(await benchFanout(Number(values.posts), Number(values.conversations)), fanoutTable);
    break;
  case 'parse':
    show(benchParse(Number(values.messages)), parseTable);
    break;
  default:
    console.error(
      'Say what to measure: turns, experiment, memory, watch, fanout or parse; nothing for the first three.',
    );
    process.exitCode = 2;
}
// What a part that failed has left open must not keep whoever waits for the figures.
process.exit();
