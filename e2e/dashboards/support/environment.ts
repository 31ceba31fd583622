import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the preview of the recordings listens, and beside it the stand of forecasts. */
export const PORT = Number(process.env['ORRERY_E2E_PORT'] ?? 4390);
export const STAND_PORT = PORT + 1;

/** Where Debian and others put Chromium. */
const KNOWN_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser to drive; Playwright's own is never downloaded. Throws where there is none. */
export function chromiumPath(): string {
  const found = [process.env['CHROMIUM_PATH'], ...KNOWN_BROWSERS].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found === undefined)
    throw new Error('Chromium is not installed: `apt-get install chromium`, or set CHROMIUM_PATH.');
  return found;
}

/** The folder of recorded responses (env ORRERY_SHARED, else `../shared` beside the repository), or null. */
export function sharedData(): string | null {
  const shared = process.env['ORRERY_SHARED'] ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared');
  const data = join(shared, 'data');
  return existsSync(data) ? data : null;
}
