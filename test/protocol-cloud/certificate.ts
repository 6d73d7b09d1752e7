// A certificate authority for one test run: made with openssl in a temporary folder, never kept, never committed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LocalAuthority {
  /** PEM of the authority, to be trusted by the client. */
  readonly ca: string;
  /** File that holds `ca`, for NODE_EXTRA_CA_CERTS of a child process. */
  readonly caFile: string;
  /** PEM of the server's certificate (localhost and 127.0.0.1) and of its key. */
  readonly cert: string;
  readonly key: string;
  remove(): void;
}

/** Makes an authority and a server certificate that it has signed. @throws when openssl is not on the path */
export const makeLocalAuthority = (): LocalAuthority => {
  const folder = mkdtempSync(join(tmpdir(), 'brickbot-ca-'));
  // No argument holds a space but the subject, so a line can be written as one is typed.
  const openssl = (line: string, ...more: readonly string[]): void => {
    execFileSync('openssl', [...line.split(' '), ...more], { cwd: folder, stdio: 'pipe' });
  };
  const newKey = (file: string): void => openssl(`ecparam -name prime256v1 -genkey -noout -out ${file}`);
  newKey('ca.key');
  openssl(
    'req -x509 -new -key ca.key -days 2 -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out ca.pem',
    '-subj',
    '/CN=brickbot test authority',
  );
  newKey('leaf.key');
  openssl('req -new -key leaf.key -subj /CN=localhost -out leaf.csr');
  writeFileSync(
    join(folder, 'leaf.ext'),
    'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n',
  );
  openssl(
    'x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out leaf.pem',
  );
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return {
    ca: read('ca.pem'),
    caFile: join(folder, 'ca.pem'),
    cert: read('leaf.pem'),
    key: read('leaf.key'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
