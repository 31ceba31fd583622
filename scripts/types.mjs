/** `npm run types`: every workspace against its own tsconfig.json. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/environment.mjs';
import { run, step } from './lib/run.mjs';
import { allWorkspaces } from './lib/workspaces.mjs';

const folders = allWorkspaces()
  .map(({ folder }) => folder)
  .filter((folder) => existsSync(join(ROOT, folder, 'tsconfig.json')));
for (const folder of ['.', ...folders]) {
  const name = `types-${folder.replaceAll('/', '-')}`;
  await step(`Types of ${folder}`, () =>
    run(name, process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder]),
  );
}
