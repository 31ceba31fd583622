import { defineConfig } from 'vitest/config';

/** Unit tests of the packages, the service and the preview. The plugins keep create-plugin's jest. */
export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'backend/src/**/*.test.ts',
      'etl-worker/src/**/*.test.ts',
      'orrery/src/**/*.test.ts',
      'e2e/{alerting,servers}/**/*.test.{mjs,ts}',
      'preview/**/*.test.ts',
      'scripts/**/*.test.mjs',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Their ES modules import CommonJS by name, which Node alone refuses.
    server: { deps: { inline: [/@grafana\//] } },
    globalSetup: ['scripts/lib/vitest-global.mjs'],
    setupFiles: ['scripts/lib/vitest-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
