// `npm run bench -- turns [--json] [--rounds n] [--seconds s] [--cold-starts n] [--ours file]` `-- watch [--json]`
// and `-- fanout [--json] [--posts n] [--conversations n]` and `-- parse [--json] [--messages n]`: measure and print. Exit code 1 when a
// goal is not met, so that a pipeline sees it.
import { parseArgs } from 'node:util';
import { benchFanout, fanoutTable } from './fanout.ts';
import { benchParse, parseTable } from './parse.ts';
import { benchTurns, type Side, type TurnsResult } from './turns.ts';
import { benchWatch, watchTable } from './watch.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '10,100,1000,10000' },
    posts: { type: 'string', default: '10000' },
    conversations: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    'cold-starts': { type: 'string', default: '7' },
    ours: { type: 'string', default: 'children/ours.ts' },
  },
});

const table = ({ bare, ours, ratios, goals, pinned, node }: TurnsResult): string => {
  const row = (label: string, pick: (side: Side) => number, digits: number, goal = ''): string =>
    [
      label.padEnd(34),
      pick(bare).toFixed(digits).padStart(10),
      pick(ours).toFixed(digits).padStart(10),
      (pick(ours) / pick(bare)).toFixed(2).padStart(8),
      goal,
    ].join('  ');
  return [
    `Node ${node}, ${pinned ? 'bots pinned to one processor' : 'bots not pinned'}; medians`,
    `${''.padEnd(34)}  ${'bare'.padStart(10)}  ${'brickbot'.padStart(10)}  ${'ratio'.padStart(8)}  goal`,
    row('turns/s, 16 at a time', (side) => side.turnsPerSecond, 0, `≥ ${goals.turnsPerSecond}`),
    row('turns/s, one at a time', (side) => side.turnsPerSecondAlone, 0),
    row('CPU s per 1,000 turns', (side) => side.cpuPerThousand, 3, `≤ ${goals.cpu}`),
    row('p50 ms, 16 at a time', (side) => side.p50, 2),
    row('p99 ms, 16 at a time', (side) => side.p99, 2),
    row('p50 ms, one at a time', (side) => side.p50Alone, 2),
    row('p99 ms, one at a time', (side) => side.p99Alone, 2),
    row('cold start to first reply, ms', (side) => side.coldStart, 0, `≤ ${goals.coldStart}`),
    row('resident MB after the load', (side) => side.rss, 0),
    `turns ${ratios.turnsPerSecond.toFixed(2)} ×, CPU ${ratios.cpu.toFixed(2)} ×, cold start ${ratios.coldStart.toFixed(2)} ×`,
  ].join('\n');
};

if (positionals[0] === 'watch') {
  const result = await benchWatch(values.runs.split(',').map(Number), (line) => console.error(line));
  console.log(values.json ? JSON.stringify(result, null, 2) : watchTable(result));
  process.exitCode = result.met ? 0 : 1;
} else if (positionals[0] === 'fanout') {
  const result = await benchFanout(Number(values.posts), Number(values.conversations));
  console.log(values.json ? JSON.stringify(result, null, 2) : fanoutTable(result));
  process.exitCode = result.met ? 0 : 1;
} else if (positionals[0] === 'parse') {
  const result = benchParse(Number(values.messages));
  console.log(values.json ? JSON.stringify(result, null, 2) : parseTable(result));
  process.exitCode = result.met ? 0 : 1;
} else if (positionals[0] !== 'turns') {
  console.error(
    'Say what to measure: npm run bench -- turns [--json] [--rounds 3] [--seconds 5] [--cold-starts 7], watch [--json] [--runs 10,100,1000,10000], fanout [--json] [--posts 10000] [--conversations 1000], or parse [--json] [--messages 100000]',
  );
  process.exitCode = 2;
} else {
  const wish = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    coldStarts: Number(values['cold-starts']),
    ours: values.ours,
  };
  const result = await benchTurns(wish, (line) => console.error(line));
  console.log(values.json ? JSON.stringify(result, null, 2) : table(result));
  process.exitCode = result.met ? 0 : 1;
}
