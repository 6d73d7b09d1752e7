// The page behind "Open run": state, tasks, output and error of a run, for people. Open to everybody on this machine, like the page
// it stands for is open to everybody who is signed in.
import { readId } from '../kernel/ids.ts';
import { ApiRefusal, type Route } from '../kernel/route.ts';
import type { Run, TaskRun } from './model.ts';
import type { JobsStore } from './store.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}' +
  'pre{background:#f4f4f4;padding:.75rem;overflow:auto;max-height:30rem}table{border-collapse:collapse}' +
  'td,th{text-align:left;padding:.25rem 1rem .25rem 0}@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee}pre{background:#2b2b2b}}';

export function runPageRoute(store: JobsStore): Route {
  return {
    method: 'GET',
    path: '/jobs/:job/runs/:run',
    open: true,
    handle({ params }) {
      const id = readId(params['run']);
      const run = id === undefined ? undefined : (store.run(id) ?? store.runOfTask(id));
      if (run === undefined) throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'There is no such run.');
      return {
        body: Buffer.from(page(run)),
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        },
      };
    },
  };
}

function page(run: Run): string {
  const refresh = run.phase === 'ENDED' ? '' : '<meta http-equiv="refresh" content="2">';
  const parameters = Object.entries(run.parameters)
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${refresh}<title>${escapeHtml(run.name)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(run.name)}</h1>
<table><tr><th>State</th><td>${stand(run)}</td></tr><tr><th>Run</th><td>${run.id}</td></tr><tr><th>Started by</th><td>${escapeHtml(run.creator)}</td></tr>
<tr><th>Started</th><td>${time(run.startedAt)}</td></tr><tr><th>Ended</th><td>${time(run.endedAt)}</td></tr><tr><th>Commit</th><td>${escapeHtml(run.commit ?? '')}</td></tr>${parameters}</table>
${run.tasks.map(task).join('\n')}</body></html>`;
}

function task(row: TaskRun): string {
  const { output } = row;
  const part = (title: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : `<h3>${title}</h3><pre>${escapeHtml(text.slice(-20_000))}</pre>`;
  const attempt = row.attempt === 0 ? '' : ` (attempt ${row.attempt + 1})`;
  return `<h2>${escapeHtml(row.key)}${attempt}: ${stand(row)}</h2>${part('Error', output?.trace ?? output?.error)}${part('Result', output?.exit)}${part('Output', output?.logs)}`;
}

function stand(of: { phase: string; ending?: string; message?: string }): string {
  const word = of.ending ?? of.phase.toLowerCase().replaceAll('_', ' ');
  return escapeHtml(of.message === undefined || of.message === '' ? word : `${word}. ${of.message}`);
}

const time = (ms: number | undefined): string =>
  ms === undefined ? '' : new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
