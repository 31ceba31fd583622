/** What every file of the project imports, read by dependency-cruiser, and the rules of its configuration. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../environment.mjs';
import { allWorkspaces } from '../workspaces.mjs';

/**
 * @returns {Promise<{imports: {from: string, to: string, specifier: string, typeOnly: boolean}[], violations: string[],
 * files: {path: string, text: string}[]}>} paths below the root
 */
export async function readHouse() {
  const [{ cruise }, { default: extractTsConfig }] = await Promise.all([
    import('dependency-cruiser'),
    import('dependency-cruiser/config-utl/extract-ts-config'),
  ]);
  const { forbidden, options } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
  const { tsConfig, enhancedResolveOptions, ...rest } = options;
  const places = [...allWorkspaces().map(({ folder }) => folder), 'scripts', 'vitest.config.ts'];
  const { output } = await cruise(
    places,
    { ...rest, baseDir: ROOT, validate: true, ruleSet: { forbidden }, tsConfig, enhancedResolveOptions },
    enhancedResolveOptions,
    { tsConfig: extractTsConfig(join(ROOT, tsConfig.fileName)) },
  );
  const own = output.modules.filter(({ source }) => !source.includes('node_modules') && isOwn(source, places));
  return {
    files: own.map(({ source }) => ({ path: source, text: readFileSync(join(ROOT, source), 'utf8') })),
    imports: own.flatMap(({ source, dependencies }) =>
      dependencies.map(({ module, resolved, dependencyTypes, couldNotResolve }) => ({
        from: source,
        to: resolved,
        specifier: module,
        typeOnly: couldNotResolve || dependencyTypes.includes('type-only'),
      })),
    ),
    violations: output.summary.violations
      .filter(({ rule }) => rule.severity === 'error')
      .map(
        ({ rule, from, to, cycle }) =>
          `${rule.name}: ${[from, ...(cycle?.map(({ name }) => name) ?? [to])].join(' → ')}`,
      ),
  };
}

const isOwn = (source, places) => places.some((place) => source === place || source.startsWith(`${place}/`));
