import { asOrreryError, readBody, MINUTE_MS } from '@orrery/contract';
import type { RequestHandler } from 'express';
import { callerOf } from '../access/callers.ts';
import type { Readers } from '../data/readers.ts';
import { sourceTrouble } from '../data/state-catalog.ts';

export const healthRoute: RequestHandler = (_req, res) => {
  res.type('text/plain').send('ok\n');
};

/**
 * Readiness: one word, and for who may read one line per dependency. The computed sky needs nothing, so a source that
 * cannot be reached, or a store that is away, is told but does not make the service unready.
 */
export function readyRoute(
  readers: Pick<Readers, 'documents' | 'elements' | 'catalog' | 'state' | 'now'>,
): RequestHandler {
  return async (_req, res) => {
    if (!(await callerOf(res).may('read'))) return void res.type('text/plain').send('ready\n');
    const lines = [
      'computed sky: ready',
      `satellite elements: ${await toldOfStore(() => elementsLine(readers))}`,
      `observations: ${await toldOfStore(async () => `${(await readers.catalog.series()).length} series`)}`,
      `providers: ${await toldOfStore(() => providersLine(readers))}`,
    ];
    res.type('text/plain').send(`${lines.join('\n')}\n`);
  };
}

async function toldOfStore(tell: () => Promise<string>): Promise<string> {
  try {
    return await tell();
  } catch (error) {
    return `the store cannot be read (${asOrreryError(error).message})`;
  }
}

/**
 * What the store holds, whoever has asked for it yet: sets of elements, and each group with its size and its age by the
 * clock of the data.
 */
async function elementsLine({
  documents,
  elements,
  now,
}: Pick<Readers, 'documents' | 'elements' | 'now'>): Promise<string> {
  const [count, records] = await Promise.all([
    documents.count('elements'),
    documents.find('satelliteGroup', { ids: elements.groups }),
  ]);
  if (records.length === 0) return count === 0 ? 'none stored yet' : `${count} sets of elements, no whole group yet`;
  const groups = records.map((record) => {
    const members = readBody('satelliteGroup', record.body).body?.noradIds.length ?? 0;
    const minutes = Math.max(0, Math.round((now() - record.retrievedAtMs) / MINUTE_MS));
    return `${record.id} ${members} (${minutes} min old)`;
  });
  return `${count} sets of elements; ${groups.join(', ')}`;
}

/** Each trouble once, however many sources of a provider have it. */
async function providersLine({ catalog, state }: Pick<Readers, 'catalog' | 'state'>): Promise<string> {
  const sources = await catalog.sources();
  const told = await Promise.all(sources.map((source) => sourceTrouble(state, source)));
  const troubles = new Set(told.filter((trouble) => trouble !== null));
  return troubles.size === 0 ? `${sources.length} sources, none in trouble` : [...troubles].join(' ');
}
