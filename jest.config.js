const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'es6' },
};

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: { '\\.tsx?$': ['@swc/jest', swc] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // The fault suite takes minutes and needs a quiet machine: `npm run test:faults` runs it.
  testPathIgnorePatterns: process.env.FAULTS === 'on' ? ['/node_modules/'] : ['/node_modules/', '/tests/faults/'],
  testTimeout: 30_000,
};
