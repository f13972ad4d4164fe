// Specs that take minutes are a tier of their own: `npm run test:long`.
const LONG = '[.]long[.]spec[.]ts$';
const isLongTier = process.env['TEST_TIER'] === 'long';

/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  // Real servers on a shared machine: a time-out says that something hangs, not that it is slow.
  testTimeout: 60_000,
  // Cases of the conformance suite, which mostly wait.
  maxConcurrency: 3,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['commonplace-source', 'node', 'import', 'default'] },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // The decorators of every DTO need it, whichever spec loads one first.
  setupFiles: ['reflect-metadata'],
  // Specs wait for servers more than they work.
  maxWorkers: 2,
  // Another version of this package may be laid out there, to be upgraded from.
  modulePathIgnorePatterns: ['<rootDir>/[.]data/'],
  testPathIgnorePatterns: ['/node_modules/', ...(isLongTier ? [] : [LONG])],
  testMatch: isLongTier
    ? ['<rootDir>/{services,libs,infra,test,bench}/**/*.long.spec.ts']
    : ['<rootDir>/{services,libs,infra,test,bench}/**/*.spec.ts'],
};
