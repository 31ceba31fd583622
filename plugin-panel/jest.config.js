// force timezone to UTC to allow tests to work regardless of local timezone
// generally used by snapshots, but can affect specific tests
process.env.TZ = 'UTC';

const { join } = require('node:path');
const scaffolded = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const [compile] = Object.values(scaffolded.transform);
/** ES modules that the scaffold does not know: below Grafana 13's packages and below the scene. */
const MORE_ES_MODULES = ['@react-hookz/web', '@ver0/deep-equal', 'satellite.js', 'three', 'd3-geo', 'd3-array'];

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...scaffolded,
  // As vitest's: a busy machine is no failure.
  testTimeout: 60_000,
  // Packages below Grafana 13's come as .mjs, which the scaffold's pattern does not compile.
  transform: { ...scaffolded.transform, '^.+\\.mjs$': compile },
  transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, ...MORE_ES_MODULES])],
  moduleNameMapper: {
    ...scaffolded.moduleNameMapper,
    // The browser's server renderer, which @grafana/ui loads, wants a MessageChannel that jsdom does not have.
    '^react-dom/server$': 'react-dom/server.node',
    // It names its entry for `import` alone, and jest asks with `require`.
    '^satellite\\.js$': join(__dirname, '../node_modules/satellite.js/dist/index.js'),
  },
};
