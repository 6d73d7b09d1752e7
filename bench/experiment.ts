// `npm run bench -- experiment`: what `show experiment` adds to its Databricks calls. A workspace on loopback answers each MLflow call
// after a fixed while; the time in which at least one call was under way is the critical path, everything else of a turn is ours:
// token check, grammar, rights, client, checking a page of 200 runs, card, reply.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOTS, openSky, startBot, targetOf } from './bots.ts';
import { openPool, takeTurn } from './load.ts';
import { median, percentile } from './numbers.ts';
import { stepAside } from './processes.ts';

export interface ExperimentResult {
  readonly turns: number;
  /** Databricks calls of one turn. */
  readonly callsPerTurn: number;
  /** ms, medians: of a whole turn, of its Databricks calls, and of the rest. */
  readonly turn: number;
  readonly calls: number;
  readonly added: number;
  readonly added99: number;
  readonly met: boolean;
}

/** ms; about what a small call takes from a neighbouring region. */
const WORKSPACE_TAKES = 40;
const RUNS = 200;
const MOST_ADDED = 5;
/** ms between turns: the client keeps below the platform's limit of searches, and waiting for that is not what is measured. */
const PAUSE = 350;
const WARM_UP = 30;

type Span = readonly [from: number, to: number];

const run = (nth: number): object => ({
  info: {
    run_id: nth.toString(16).padStart(32, '0'),
    run_name: `run-${nth}`,
    user_id: 'alice@example.com',
    status: 'FINISHED',
    start_time: 1_760_000_000_000 - nth * 3_600_000,
    end_time: 1_760_000_000_000 - nth * 3_600_000 + 240_000,
  },
  data: {
    metrics: ['auc', 'loss', 'f1'].map((key) => ({ key, value: 0.5 + (nth % 40) / 100 })),
    params: ['depth', 'rate', 'seed'].map((key) => ({ key, value: String(nth) })),
    tags: [
      { key: 'mlflow.source.git.commit', value: nth.toString(16).padStart(40, 'a') },
      { key: 'mlflow.source.git.branch', value: 'main' },
    ],
  },
});

const openWorkspace = async (): Promise<{ url: string; spans: Span[]; close: () => void }> => {
  const spans: Span[] = [];
  const answers: Readonly<Record<string, string>> = {
    '/api/2.0/mlflow/experiments/get-by-name': JSON.stringify({
      experiment: { experiment_id: '1', name: '/Shared/churn', lifecycle_stage: 'active' },
    }),
    '/api/2.0/mlflow/runs/search': JSON.stringify({
      runs: Array.from({ length: RUNS }, (_, nth) => run(nth)),
    }),
  };
  const server = createServer((request, response) => {
    const from = performance.now();
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    request.resume().on('end', () => {
      setTimeout(() => {
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(answer ?? '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"not here"}');
        if (answer !== undefined) spans.push([from, performance.now()]);
      }, WORKSPACE_TAKES);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close: () => void server.close().closeAllConnections(),
  };
};

/** ms in which at least one span was open. */
const covered = (spans: readonly Span[]): number => {
  let [total, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
};

export const benchExperiment = async (turns: number): Promise<ExperimentResult> => {
  stepAside();
  const [ours] = BOTS.filter(({ key }) => key === 'ours');
  if (!ours) throw new Error('our own bot is not among the bots');
  const [sky, workspace] = await Promise.all([openSky(), openWorkspace()]);
  const child = await startBot(ours, sky, { env: { BENCH_DATABRICKS: workspace.url } });
  const target = targetOf(child, sky);
  const pool = openPool(target.port, 1);
  const seen: { turn: number; calls: number; count: number }[] = [];
  try {
    for (let nth = 0; nth < WARM_UP + turns; nth++) {
      workspace.spans.length = 0;
      const turn = await takeTurn(pool, target, { words: 'show experiment churn' });
      seen.push({ turn, calls: covered(workspace.spans), count: workspace.spans.length });
      await sleep(PAUSE);
    }
  } finally {
    await pool.close();
    await child.stop();
    workspace.close();
    await sky.cloud.stop();
  }
  const measured = seen.slice(WARM_UP);
  const added = measured.map(({ turn, calls }) => turn - calls).toSorted((a, b) => a - b);
  return {
    turns,
    callsPerTurn: median(measured.map(({ count }) => count)),
    turn: median(measured.map(({ turn }) => turn)),
    calls: median(measured.map(({ calls }) => calls)),
    added: percentile(added, 0.5),
    added99: percentile(added, 0.99),
    met: percentile(added, 0.5) < MOST_ADDED,
  };
};

export const experimentLine = ({ turn, calls, callsPerTurn, added, added99 }: ExperimentResult): string =>
  `\`show experiment\` over ${RUNS} runs: ${turn.toFixed(1)} ms, ${calls.toFixed(1)} of them its ${callsPerTurn} Databricks calls (${(turn / calls).toFixed(2)} ×); added ${added.toFixed(1)} ms at the median, ${added99.toFixed(1)} at p99 (wanted: under ${MOST_ADDED} at the median)`;
