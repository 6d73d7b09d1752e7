// How the benchmark talks to the bots that it starts: settings in one environment variable, and one line of JSON back.

export interface ChildSettings {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly loginUrl: string;
  readonly tokenIssuer: string;
  readonly openIdMetadataUrl: string;
}

export const SETTINGS_VARIABLE = 'BENCH_SETTINGS';

/** @throws when the variable is not there: children are started by the benchmark only */
export const childSettings = (): ChildSettings => {
  const text = process.env[SETTINGS_VARIABLE];
  if (text === undefined) throw new Error(`${SETTINGS_VARIABLE} is not set`);
  return JSON.parse(text) as ChildSettings;
};

/** What the benchmark may ask of a child over the IPC channel; the child answers with its use of the processor and memory. */
export interface Usage {
  /** µs of processor time, user and system. */
  readonly cpu: number;
  /** Resident bytes. */
  readonly rss: number;
}

/** Tells the port, then answers every question about usage. */
export const reportListening = (port: number): void => {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() } satisfies Usage);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
};
