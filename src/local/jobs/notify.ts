// Posts webhooks when runs start and end: ids and the name of the event, nothing else, as the platform does.
import type { WorkspaceContext } from '../kernel/context.ts';
import { printJson } from '../kernel/json.ts';
import type { Notice } from './active.ts';
import type { Destinations } from './destinations.ts';
import { isJson, type Json, jsonList, type Run, textOf } from './model.ts';

export interface Notifier {
  notify(run: Run, notice: Notice): void;
  /** Ends when what is on its way has arrived or given up. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function openNotifier(context: WorkspaceContext, destinations: Destinations): Notifier {
  const closing = new AbortController();
  const underway = new Set<Promise<void>>();

  function post(id: string, body: Json): void {
    const destination = destinations.find(id);
    if (destination === undefined) return;
    const { url, username, password } = destination;
    const pair = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
    const sent = fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(username === undefined && password === undefined ? {} : { authorization: `Basic ${pair}` }),
      },
      body: printJson(body),
      redirect: 'error',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
      // Whoever listens has a slow poll as a safety net; nothing is known of retries on the platform.
      .then(
        (answer) => answer.body?.cancel(),
        () => undefined,
      )
      .finally(() => underway.delete(sent));
    underway.add(sent);
  }

  return {
    notify(run, notice) {
      const mute = isJson(run.settings['notification_settings']) ? run.settings['notification_settings'] : {};
      const skipped = ['too-many-runs', 'excluded', 'disabled'].includes(run.ending ?? '');
      const muted =
        (run.ending === 'canceled' && mute['no_alert_for_canceled_runs'] === true) ||
        (skipped && mute['no_alert_for_skipped_runs'] === true);
      if (muted) return;
      const hooks = run.settings['webhook_notifications'];
      if (!isJson(hooks)) return;
      for (const entry of jsonList(hooks[notice]).slice(0, 3)) {
        post(textOf(entry['id']) ?? '', {
          event_type: `jobs.${notice}`,
          workspace_id: BigInt(context.orgId),
          run: { run_id: run.id },
          job: { job_id: run.jobId, name: run.name },
        });
      }
    },
    async close() {
      closing.abort();
      await Promise.all(underway);
    },
  };
}
