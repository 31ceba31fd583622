/**
 * `npm run house`: the workspaces by layer, what they import from each other, and what breaks the rules. Exit code 1
 * where something does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.mjs';
import { readHouse } from './house/read.mjs';
import { edgesBetween, layerOf, LAYERS, strayFakes, violations } from './house/rules.mjs';
import { allWorkspaces } from './workspaces.mjs';

const workspaces = allWorkspaces();
const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const house = await readHouse();
const broken = [
  ...house.violations,
  ...violations(house.imports, workspaces, root),
  ...strayFakes(house.files, workspaces),
];
print(edgesBetween(house.imports, workspaces));
process.stdout.write(`\n${house.files.length} files, ${house.imports.length} imports, ${broken.length} violations\n`);
for (const line of broken) process.stderr.write(`  ${line}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

/** The top of the house first; each workspace with the number of imports into those below. */
function print(edges) {
  for (const [index, { name }] of [...LAYERS.entries()].reverse()) {
    process.stdout.write(`${name}\n`);
    for (const { folder } of workspaces.filter((workspace) => layerOf(workspace.folder) === index)) {
      const below = [...edges.get(folder)].sort(([a], [b]) => layerOf(b) - layerOf(a) || a.localeCompare(b));
      const text = below.map(([to, count]) => `${to} ${count}`).join(', ');
      process.stdout.write(`  ${folder.padEnd(20)} ${text}`.trimEnd() + '\n');
    }
  }
}
