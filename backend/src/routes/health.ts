import { asOrreryError, satelliteGroupBodySchema, MINUTE_MS } from '@orrery/contract';
import type { RequestHandler } from 'express';
import { bodyOf } from '../data/documents.ts';
import type { Readers } from '../data/readers.ts';

export const healthRoute: RequestHandler = (_req, res) => {
  res.type('text/plain').send('ok\n');
};

/**
 * Readiness, one line per dependency. The computed sky needs nothing, so a source that cannot be reached, or a store
 * that is away, is told but does not make the service unready.
 */
export function readyRoute(readers: Pick<Readers, 'documents' | 'elements' | 'catalog' | 'now'>): RequestHandler {
  return async (_req, res) => {
    const lines = [
      'computed sky: ready',
      `satellite elements: ${await toldOfStore(() => elementsLine(readers))}`,
      `observations: ${await toldOfStore(() => observationsLine(readers.catalog))}`,
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
    const members = bodyOf(record, satelliteGroupBodySchema)?.noradIds.length ?? 0;
    const minutes = Math.max(0, Math.round((now() - record.retrievedAtMs) / MINUTE_MS));
    return `${record.id} ${members} (${minutes} min old)`;
  });
  return `${count} sets of elements; ${groups.join(', ')}`;
}

async function observationsLine(catalog: Readers['catalog']): Promise<string> {
  const series = await catalog.series();
  const told = await Promise.all(series.map((entry) => catalog.notices(entry)));
  const troubles = new Set(told.flatMap((notices) => notices.map(({ text }) => text)));
  return `${series.length} series${troubles.size > 0 ? `. ${[...troubles].join(' ')}` : ''}`;
}
