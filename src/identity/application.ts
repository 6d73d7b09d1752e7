// How an application proves to Entra what it is: a secret, a certificate, a token of another issuer that Entra trusts (workload
// identity federation), or the managed identity of the machine it runs on.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ConfidentialClientApplication, INetworkModule, NodeAuthOptions } from '@azure/msal-node';
import { Fault } from '../base/errors.ts';
import { msalNetwork } from './network.ts';

export type Proof =
  | { readonly kind: 'secret'; readonly secret: string }
  /** PEM file with the certificate and its private key. */
  | { readonly kind: 'certificate'; readonly file: string }
  /** File with a token that its platform renews, as Kubernetes and pipelines project it. */
  | { readonly kind: 'federated'; readonly tokenFile: string };

export interface Application {
  readonly tenantId: string;
  readonly clientId: string;
  /**
   * Id of the bot's registration, where it is another one: Teams wants `api://botid-<that id>` as the identifier of this application, and
   * its access tokens of version 1 carry the identifier as audience (those of version 2 the client id).
   */
  readonly botId?: string;
  readonly proof: Proof;
  /** Authority without the tenant; Microsoft's public cloud when absent. */
  readonly authority?: string;
  /** Replaces the network layer, for tests. */
  readonly networkClient?: INetworkModule;
}

export const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

/**
 * The msal application: keep one for the process, its token cache is its own. msal is loaded here: it costs a tenth of a second.
 * @throws Fault `not-configured` when the certificate cannot be read
 */
export const msalApplication = async ({
  tenantId,
  clientId,
  proof,
  authority = PUBLIC_CLOUD,
  networkClient = msalNetwork(),
}: Application): Promise<ConfidentialClientApplication> => {
  const { ConfidentialClientApplication: Confidential } = await import('@azure/msal-node');
  return new Confidential({
    auth: {
      clientId,
      authority: `${authority}/${tenantId}`,
      // Other authorities than Microsoft's would be looked up at Microsoft first.
      ...(authority !== PUBLIC_CLOUD && { knownAuthorities: [new URL(authority).host] }),
      ...(await proofOf(proof)),
    },
    system: { networkClient },
  });
};

const proofOf = async (proof: Proof): Promise<Partial<NodeAuthOptions>> => {
  switch (proof.kind) {
    case 'secret':
      return { clientSecret: proof.secret };
    case 'certificate':
      return {
        clientCertificate: certificateIn(await readOr(proof.file, 'The certificate of the application')),
      };
    case 'federated':
      // Read at each request: the platform replaces the file long before the token ends.
      return { clientAssertion: async () => (await readOr(proof.tokenFile, 'The federated token')).trim() };
  }
};

const certificateIn = (pem: string): { thumbprintSha256: string; privateKey: string; x5c: string } => {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(
    pem,
  )?.[0];
  const [first] = certificates;
  if (!first || !privateKey) throw unreadable('A certificate with its private key');
  return {
    thumbprintSha256: new X509Certificate(first).fingerprint256.replaceAll(':', ''),
    privateKey,
    x5c: certificates.join('\n'),
  };
};

const readOr = (file: string, what: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw unreadable(what);
  });

const unreadable = (what: string): Fault =>
  new Fault('not-configured', {
    changed: 'no',
    facts: { what, key: 'a readable PEM or token file to the environment; it does not belong' },
  });
