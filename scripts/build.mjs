/** `node scripts/build.mjs [service|all]`: installs what is missing and builds the program, or it and the plugins. */
import { buildGo, buildPlugin, buildPreview, buildService, installAll, installService } from './lib/build.mjs';
import { fail, requireNode } from './lib/environment.mjs';

const TARGETS = {
  service: async () => {
    await installService();
    await buildService();
  },
  all: async () => {
    await installAll();
    await buildService();
    await buildPlugin('plugin-datasource', 'the data source');
    await buildPlugin('plugin-panel', 'the 3D panel');
    await buildPreview();
    await buildGo();
  },
};

requireNode();
const [target = 'all'] = process.argv.slice(2);
if (!(target in TARGETS)) fail(`Unknown target ${target}; there are ${Object.keys(TARGETS).join(', ')}.`);
await TARGETS[target]();
