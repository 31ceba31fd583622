/**
 * What may import what, file by file. The layers of the workspaces, relative imports between them and undeclared
 * packages are checked by scripts/lib/house beside these.
 */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-packages-have-no-io',
      severity: 'error',
      from: { path: '^packages/(astro|forecast|scene)/src/', pathNot: '(\\.test\\.ts$|/testing(/|\\.ts$))' },
      to: {
        path: '^((node:)?(fs|http|https|net|child_process|worker_threads)$|node_modules/(@grafana|express|react)/)',
      },
    },
    {
      name: 'pure-packages-know-no-store',
      severity: 'error',
      from: { path: '^packages/(astro|forecast|scene)/' },
      to: { path: '^packages/(stores|pipeline|telemetry)/' },
    },
    {
      name: 'programs-know-no-fakes',
      severity: 'error',
      from: { path: '/src/', pathNot: '(\\.test\\.tsx?$|/(testing|memory)/|[tT]esting\\.tsx?$)' },
      to: { path: '^(?!node_modules).*/((testing|memory)/|testing\\.ts$)' },
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
    exclude: { path: '(^|/)(dist|dist-server|\\.config|\\.cache|screenshots|test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
