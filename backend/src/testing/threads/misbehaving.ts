/** A query thread with faulty query types: `fireballs` never ends, `impactRisks` and `smallBodies` fill the memory. */
import { createRegistry, type Registry } from '../../queries/registry.ts';
import { serveQueries } from '../../pool/serve.ts';

function endless(): never {
  for (;;) Math.random();
}

function fillHeap(): never {
  const kept: object[] = [];
  for (;;) kept.push({ some: [Math.random()] });
}

/** Arrays of numbers lie outside of the heap that a thread may have. */
function fillArrays(): never {
  const kept: Float64Array[] = [];
  for (;;) kept.push(new Float64Array(2_000_000).fill(Math.random()));
}

const FAULTY = { fireballs: endless, impactRisks: fillHeap, smallBodies: fillArrays };

export default serveQueries(({ config }, readers): Registry => {
  const registry = new Map(createRegistry(config, readers));
  for (const [queryType, answer] of Object.entries(FAULTY)) registry.set(queryType, { answer });
  return registry;
});
