import type { Config } from 'jest';

const quick = (kind: string): boolean => ['unit', 'house'].includes(kind);

/** One project per kind of suite; `npm run test:unit` picks one by its place. */
const suite = (displayName: string, files: string): NonNullable<Config['projects']>[number] => ({
  displayName,
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${files}.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  setupFilesAfterEnv: [
    '<rootDir>/tools/jest-own-http.mjs',
    ...(quick(displayName) ? [] : ['<rootDir>/tools/jest-second-look.mjs']),
  ],
  ...(!quick(displayName) && { globalSetup: '<rootDir>/test/ready-store/index.ts' }),
  transform: { '^.+\\.ts$': '<rootDir>/tools/jest-strip-types.mjs' },
});

export default {
  reporters: ['default', '<rootDir>/tools/closing-line.mjs'],
  projects: [
    suite('unit', 'unit/**/*'),
    suite('house', 'house'),
    suite('integration', 'integration/**/*'),
    suite('contract', 'contract/**/*'),
    suite('e2e', 'e2e/**/*'),
  ],
} satisfies Config;
