/** Imports run one way: apps -> packages -> contract; no cycles; the pure packages know no I/O and no Grafana. */
const APPS = '^(backend|etl-worker|frontend|plugin-datasource|plugin-panel|preview)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'packages-know-no-app', severity: 'error', from: { path: '^packages/' }, to: { path: APPS } },
    {
      name: 'apps-know-no-other-app',
      severity: 'error',
      from: { path: '^(backend|etl-worker|frontend|plugin-datasource|plugin-panel|preview)/' },
      to: { path: APPS, pathNot: '^$1/' },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^packages/contract/' },
      to: { path: '^packages/(?!contract/)' },
    },
    {
      name: 'pure-packages-have-no-io',
      severity: 'error',
      from: { path: '^packages/(astro|forecast|scene)/src/', pathNot: '(\\.test\\.ts$|/testing(/|\\.ts$))' },
      to: {
        path: '^((node:)?(fs|http|https|net|child_process|worker_threads)$|node_modules/(@grafana|express|react)/)',
      },
    },
    {
      name: 'pure-packages-know-the-contract-only',
      severity: 'error',
      from: { path: '^packages/(astro|forecast|scene)/' },
      to: { path: '^packages/(stores|pipeline|telemetry)/' },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(amd-module$|geojson$|@grafana/|react)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-server|\\.config|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
