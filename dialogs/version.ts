// `version`: which brickbot this is.

import { VERSION } from '../src/base/version.ts';
import { versionCard, versionSamples } from '../src/cards/index.ts';
import { faceAnswer } from '../src/commands/answer.ts';
import { command } from '../src/commands/command.ts';

export const version = command({
  name: 'version',
  also: ['about'],
  group: 'About',
  summary: 'Shows which brickbot this is',
  permission: 'look',
  arguments: {},
  examples: ['version'],
  run: async () =>
    faceAnswer(versionCard({ version: VERSION, node: process.version }), {
      version: VERSION,
      node: process.version,
    }),
  samples: versionSamples,
});
