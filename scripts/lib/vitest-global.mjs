import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { ROOT } from './environment.mjs';

const OUT = join('.cache', 'test-threads');

/** Bundles the query thread once for all test services: from its source each thread would compile it anew. */
export default async function setup() {
  // The thread is started by the Piscina of the test, which must know what its own functions have marked.
  await bundle({ 'query-thread': 'backend/src/pool/query-thread.ts' }, OUT, { external: ['piscina'] });
  process.env['ORRERY_TEST_QUERY_THREAD'] = pathToFileURL(join(ROOT, OUT, 'query-thread.mjs')).href;
}
