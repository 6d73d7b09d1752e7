// `npm run manifest`: fills, checks and zips the Teams app package into artifacts/. `--check` writes nothing. Exit code 1 when the
// package would not be taken, with every fault.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as dialogs from '../dialogs/index.ts';
import { configured, readConfig } from '../src/app/configured.ts';
import { packageFaults } from './manifest/check.ts';
import { appFacts, NO_ID } from './manifest/facts.ts';
import { packageFiles, zipped } from './manifest/package.ts';

const root = dirname(import.meta.dirname);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const config = configured(process.env) ? readConfig(process.env) : undefined;
const facts = appFacts(config, version);
const files = packageFiles(Object.values(dialogs), facts);
const faults = packageFaults(files);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`The package fits Microsoft’s schema: ${Object.keys(files).join(', ')}`);
console.log(`Links with a preview: ${facts.linkHosts.join(', ')}`);
if (!process.argv.includes('--check')) {
  const folder = join(root, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'brickbot.zip');
  writeFileSync(path, zipped(files));
  console.log(`artifacts/brickbot.zip  ${(zipped(files).byteLength / 1024).toFixed(0)} KB`);
}
if (facts.botId === NO_ID)
  console.log('No MicrosoftAppId is configured: this package is for looking at, Teams does not take its id.');
