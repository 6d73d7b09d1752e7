// The embedded workspace alone, for official clients: `npm run workspace -- --port P --token T [--data DIR] [--big-ids]`.
// Prints one line of JSON when it listens, and ends on SIGINT or SIGTERM.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startFurnishedWorkspace } from './furnished.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    'client-secret': { type: 'string' },
    data: { type: 'string' },
    'big-ids': { type: 'boolean', default: false },
    'open-push': { type: 'boolean', default: false },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write('--port must be a number from 0 to 65535\n');
  process.exit(2);
}
const token = values.token ?? `dapi${randomBytes(16).toString('hex')}`;

const workspace = await startFurnishedWorkspace({
  token,
  port,
  bigIds: values['big-ids'],
  openPush: values['open-push'],
  ...(values.data === undefined ? {} : { dataDir: values.data }),
  ...(values['client-secret'] === undefined ? {} : { clientSecret: values['client-secret'] }),
  onError: (error) =>
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
});

const made = values.token === undefined ? { token } : {};
process.stdout.write(
  `${JSON.stringify({ ready: true, url: workspace.url, git: `${workspace.url}/git/`, ...made })}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void workspace.close().then(() => process.exit(0));
  });
}
