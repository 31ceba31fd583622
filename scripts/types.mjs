/** `npm run types`: every workspace against its own tsconfig.json. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/environment.mjs';
import { run, step } from './lib/run.mjs';

const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const folders = workspaces
  .flatMap((entry) =>
    entry.endsWith('/*')
      ? readdirSync(join(ROOT, entry.slice(0, -2))).map((name) => entry.replace('*', name))
      : [entry],
  )
  .filter((folder) => existsSync(join(ROOT, folder, 'tsconfig.json')));
for (const folder of ['.', 'scripts/embedded', ...folders.sort()]) {
  const name = `types-${folder.replaceAll('/', '-')}`;
  await step(`Types of ${folder}`, () =>
    run(name, process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder]),
  );
}
