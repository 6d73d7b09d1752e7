// The page at `/`: tells a person who opens the address what this is and where its doors are.
import type { Route } from './kernel/route.ts';

/** `repositories` names what is hosted under `/git/`. */
export function welcomeRoute(repositories: () => readonly string[]): Route {
  return {
    method: 'GET',
    path: '/',
    open: true,
    handle: ({ baseUrl }) => ({
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
      },
      body: Buffer.from(page(escaped(baseUrl), repositories().map(escaped))),
    }),
  };
}

function page(baseUrl: string, repositories: readonly string[]): string {
  const clones = repositories
    .map((name) => `<li><code>git clone ${baseUrl}/git/${name}.git</code></li>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Embedded workspace</title></head><body>
<h1>Embedded Databricks workspace</h1>
<p>This is not Databricks: it is a stand-in on this machine that answers its REST API for git folders, workspace files, jobs and
MLflow, so that the bot and its tests have something true to talk to. Point an official client at <code>${baseUrl}</code> with the
token it was started with.</p>
<ul>${clones}</ul>
<p>Trouble on request: <code>POST /local/faults</code>. What was asked so far: <code>GET /local/journal</code>.</p>
</body></html>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
