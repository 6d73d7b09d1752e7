// Each query as a span below the turn or step that asked it: what was done to which table, and how long it took. Values stay out.
import type { LogEvent } from 'kysely';
import { isTracing, pastSpan } from '../base/telemetry.ts';

/** `update "steps"`, or `select … from "steps"`; a statement that begins with `with` is called by what follows it. */
const SAYS = /\b(?:(update)\s+"?(\w+)|(select|insert|delete)\b[\s\S]*?\b(?:from|into)\s+"?(\w+))/i;

export const querySpan = (event: LogEvent): void => {
  if (!isTracing()) return;
  const [, update, updated, other, named] = SAYS.exec(event.query.sql) ?? [];
  const name = `store ${(update ?? other ?? 'query').toLowerCase()} ${updated ?? named ?? ''}`.trim();
  pastSpan(name, { 'db.system.name': 'postgresql' }, event.queryDurationMillis, event.level === 'error');
};
