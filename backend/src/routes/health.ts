import type { RequestHandler } from 'express';
import type { Readers } from '../data/readers.ts';
import { asOrreryError } from '@orrery/contract';

export const healthRoute: RequestHandler = (_req, res) => {
  res.type('text/plain').send('ok\n');
};

/**
 * Readiness, one line per dependency. The computed sky needs nothing, so a source that cannot be reached, or a store that is away, is told but
 * does not make the service unready.
 */
export function readyRoute(readers: Pick<Readers, 'elements' | 'catalog'>): RequestHandler {
  return async (_req, res) => {
    const satellites = [...readers.elements.loaded].map(([group, { elements }]) => `${group} ${elements.length}`);
    const lines = [
      'computed sky: ready',
      `satellite elements: ${satellites.length > 0 ? satellites.join(', ') : 'none loaded yet'}`,
      ...(await observationLines(readers.catalog)),
    ];
    res.type('text/plain').send(`${lines.join('\n')}\n`);
  };
}

async function observationLines(catalog: Readers['catalog']): Promise<readonly string[]> {
  try {
    const series = await catalog.series();
    const told = await Promise.all(series.map((entry) => catalog.notices(entry)));
    const troubles = new Set(told.flatMap((notices) => notices.map(({ text }) => text)));
    return [`observations: ${series.length} series${troubles.size > 0 ? `. ${[...troubles].join(' ')}` : ''}`];
  } catch (error) {
    return [`observations: the store cannot be read (${asOrreryError(error).message})`];
  }
}
