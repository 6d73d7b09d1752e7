// The service. With a configuration it runs against the real systems; with none it runs the demo. One line of JSON on standard
// output says where everything listens; everything else goes to standard error.
import { enableCompileCache } from 'node:module';

// Compiled code is kept between starts: a third of the start goes into compiling.
enableCompileCache();

const { configured, readConfig } = await import('./app/configured.ts');
const { describeRefusal } = await import('./base/refusal.ts');
const { stopOnSignals } = await import('./app/stopping.ts');

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const announce = (ready: object): void =>
  void process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`);

/** Starts what is configured and gives a way to stop it. */
const start = async (): Promise<() => Promise<void>> => {
  if (!configured(process.env)) return (await import('./demo.ts')).runDemo(process.env, announce, say);
  const config = readConfig(process.env);
  const { startApp } = await import('./app.ts');
  const app = await startApp({ config, surroundings: process.env });
  announce({ url: app.url, workspace: config.settings.DATABRICKS_HOST ?? null, chat: null });
  // The door is open before the store is; a store that does not open ends the program all the same.
  app.ready.catch(fail);
  return app.close;
};

const fail = (error: unknown): never => {
  for (const line of describeRefusal(error)) say(line);
  process.exit(2);
};

try {
  stopOnSignals(await start(), say);
} catch (error) {
  fail(error);
}
