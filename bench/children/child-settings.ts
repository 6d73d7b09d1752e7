// How the benchmark talks to the processes that it starts: settings in one environment variable, messages over the IPC channel.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface ChildSettings {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  /** `https://localhost:PORT/TENANT`. */
  readonly loginUrl: string;
  readonly tokenIssuer: string;
  readonly openIdMetadataUrl: string;
  /** The connector, with the trailing slash. */
  readonly serviceUrl: string;
}

/** What the cloud says of itself once it is up. */
export interface CloudHello {
  readonly caFile: string;
  readonly serviceUrl: string;
  /** The good token for the service URL. */
  readonly token: string;
  /** Tokens that every bot must refuse, by what is wrong with them. */
  readonly forged: Readonly<Record<string, string>>;
  readonly settings: ChildSettings;
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
  /** Bytes that are alive after a full collection; only when that was asked for. */
  readonly live?: number;
}

/** The question that has everything collected first. */
export const COLLECT = 'collect';

const liveBytes = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Tells the port, then answers every question about usage. */
export const reportListening = (port: number): void => {
  process.on('message', (asked) => {
    const { user, system } = process.cpuUsage();
    process.send?.({
      cpu: user + system,
      rss: process.memoryUsage.rss(),
      ...(asked === COLLECT && { live: liveBytes() }),
    } satisfies Usage);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
};

/**
 * The stock SDKs let msal ask Microsoft's instance discovery about every authority that it does not know, and leave no way to turn that
 * off. That one question, asked once in the life of a process, is answered here; everything else goes where it should.
 */
export const answerInstanceDiscovery = (loginUrl: string): void => {
  const { host } = new URL(loginUrl);
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    String(input).startsWith('https://login.microsoftonline.com/common/discovery/instance')
      ? Promise.resolve(
          Response.json({
            tenant_discovery_endpoint: `${loginUrl}/v2.0/.well-known/openid-configuration`,
            metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
          }),
        )
      : real(input, init);
};
