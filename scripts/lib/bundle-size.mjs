/** The plugins' first chunks against their budgets, gzip: what a dashboard loads before it draws. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './environment.mjs';

const BUDGETS_KB = { 'plugin-datasource/dist/module.js': 60, 'plugin-panel/dist/module.js': 80 };

for (const [file, budget] of Object.entries(BUDGETS_KB)) {
  const kb = gzipSync(readFileSync(join(ROOT, file))).length / 1000;
  process.stdout.write(`${file} ${kb.toFixed(1)} kB gzip of ${budget}\n`);
  if (kb > budget) {
    process.stderr.write(
      `${file} is ${kb.toFixed(1)} kB gzip, over its budget of ${budget} kB: load something lazily.\n`,
    );
    process.exitCode = 1;
  }
}
