import { expect, it } from 'vitest';
import { edgesBetween, strayFakes, violations } from './rules.mjs';

const ROOT = { version: '1.0.0', devDependencies: { vitest: '4' } };
const workspace = (folder, name, manifest = {}) => ({
  folder,
  name,
  manifest: { name, version: '1.0.0', ...manifest },
});
const WORKSPACES = [
  workspace('backend', '@o/backend', {
    dependencies: { '@o/contract': '1', express: '5' },
    devDependencies: { pg: '8' },
  }),
  workspace('etl-worker', '@o/worker'),
  workspace('orrery', '@o/app', { dependencies: { '@o/backend': '1' } }),
  workspace('packages/contract', '@o/contract'),
  workspace('packages/stores', '@o/stores', { devDependencies: { '@types/pg': '8' } }),
];
const one = (from, to, specifier, typeOnly = false) => ({ from, to, specifier, typeOnly });
const broken = (...imports) => violations(imports, WORKSPACES, ROOT);

it('lets imports go down, to Node, to what is declared, and in tests to what is there for development', () => {
  expect(
    broken(
      one('orrery/src/a.ts', 'backend/src/index.ts', '@o/backend'),
      one('backend/src/a.ts', 'packages/contract/src/index.ts', '@o/contract'),
      one('backend/src/a.ts', 'backend/src/b.ts', './b.ts'),
      one('backend/src/a.ts', 'fs', 'node:fs'),
      one('backend/src/a.ts', 'node_modules/express/index.js', 'express/lib/router'),
      one('backend/src/a.test.ts', 'node_modules/pg/index.js', 'pg'),
      one('backend/src/a.test.ts', 'node_modules/vitest/index.js', 'vitest'),
      one('packages/stores/src/a.ts', 'node_modules/@types/pg/index.d.ts', 'pg', true),
      one('orrery/src/a.test.ts', 'scripts/lib/bundle.mjs', '../../scripts/lib/bundle.mjs'),
    ),
  ).toEqual([]);
});

it.each([
  [
    one('orrery/src/a.ts', 'node_modules/long/index.js', 'long'),
    /long, which is not in its package.json's dependencies/,
  ],
  [one('backend/src/a.ts', 'node_modules/pg/index.js', 'pg'), /pg, which is not in its package.json's dependencies/],
  [one('backend/src/a.ts', 'node_modules/vitest/index.js', 'vitest'), /vitest, which is not in/],
  [one('backend/src/a.test.ts', 'node_modules/long/index.js', 'long'), /long, which is not in its package.json$/],
  [one('scripts/a.mjs', 'node_modules/pg/index.js', 'pg'), /pg, which is not in its package.json$/],
  [one('packages/stores/src/a.ts', 'backend/src/b.ts', '../../../backend/src/b.ts'), /by a relative path/],
  [one('packages/contract/src/a.ts', 'packages/stores/src/b.ts', './b.ts'), /contract know no packages/],
  [one('backend/src/a.ts', 'etl-worker/src/b.ts', './b.ts'), /parts know no parts/],
  [one('backend/src/a.ts', 'orrery/src/b.ts', './b.ts'), /parts know no apps/],
])('finds what is wrong with %j', (wrong, message) => {
  expect(broken(wrong).join('\n')).toMatch(message);
});

it('finds workspaces that import each other by way of others, and those without a layer or of another version', () => {
  const packages = ['a', 'b', 'c'].map((name) => workspace(`packages/${name}`, name));
  const imports = [
    one('packages/a/x', 'packages/b/x', 'b'),
    one('packages/b/x', 'packages/c/x', 'c'),
    one('packages/c/x', 'packages/a/x', 'a'),
  ];
  expect(violations(imports, packages, ROOT)).toContain('packages/b imports itself by way of others');
  expect(edgesBetween(imports, packages).get('packages/a').get('packages/b')).toBe(1);
  const stray = { ...workspace('shed', 'shed'), manifest: { name: 'shed', version: '0.9.0' } };
  expect(violations([], [stray], ROOT)).toEqual([
    'shed/ belongs to no layer',
    'shed has version 0.9.0, the root 1.0.0',
  ]);
});

it('finds stand-ins for ports that no conformance suite holds to what the port promises', () => {
  const file = (path, text = '') => ({ path, text });
  const suite = file('packages/stores/src/testing/series-conformance.ts');
  const make = 'export const createMemoryQueue = (): Queue => ({});';
  expect(
    strayFakes(
      [suite, file('packages/stores/src/memory/series.ts'), file('backend/src/a.ts', 'export const x = 1')],
      WORKSPACES,
    ),
  ).toEqual([]);
  const stray = ['backend/src/testing/memory-stores.ts', 'packages/contract/src/memory/queue.ts'];
  expect(
    strayFakes([suite, ...stray.map((path) => file(path)), file('backend/src/testing/queue.ts', make)], WORKSPACES),
  ).toEqual(
    [...stray, 'backend/src/testing/queue.ts'].map(
      (path) => `${path} stands in for a port outside of the port's conformance suite`,
    ),
  );
});
