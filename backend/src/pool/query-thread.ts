/** The thread that computes answers: what Piscina calls for every task. */
import { createRegistry } from '../queries/registry.ts';
import { serveQueries } from './serve.ts';

export default serveQueries(({ config }, readers) => createRegistry(config, readers));
