// force timezone to UTC to allow tests to work regardless of local timezone
// generally used by snapshots, but can affect specific tests
process.env.TZ = 'UTC';

const scaffolded = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const [compile] = Object.values(scaffolded.transform);

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...scaffolded,
  // Typing into a form of @grafana/ui takes seconds where several programs share a core.
  testTimeout: 30_000,
  // Packages below Grafana 13's come as .mjs, which the scaffold's pattern does not compile.
  transform: { ...scaffolded.transform, '^.+\\.mjs$': compile },
  transformIgnorePatterns: [nodeModulesToTransform([...grafanaESModules, '@react-hookz/web', '@ver0/deep-equal'])],
  moduleNameMapper: {
    ...scaffolded.moduleNameMapper,
    // The browser's server renderer, which @grafana/ui loads, wants a MessageChannel that jsdom does not have.
    '^react-dom/server$': 'react-dom/server.node',
  },
};
