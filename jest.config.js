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
  testMatch: ['<rootDir>/{services,libs,infra,test,bench}/**/*.spec.ts'],
};
