import type { RequestHandler } from 'express';
import type { Sources } from '../sources/sources.ts';

export const healthRoute: RequestHandler = (_req, res) => {
  res.type('text/plain').send('ok\n');
};

/**
 * Readiness, one line per dependency. The computed sky needs nothing, so a source that cannot be reached is told but
 * does not make the service unready.
 */
export function readyRoute(sources: Sources): RequestHandler {
  return (_req, res) => {
    const kp = sources.seriesNotices('kp').map((n) => n.text).join(' '); // prettier-ignore
    const satellites = [...sources.elements.loaded].map(([group, { elements }]) => `${group} ${elements.length}`);
    const lines = [
      'computed sky: ready',
      `satellite elements: ${satellites.length > 0 ? satellites.join(', ') : 'none loaded yet'}`,
      `observations kp: ${kp || 'fresh'}`,
    ];
    res.type('text/plain').send(`${lines.join('\n')}\n`);
  };
}
