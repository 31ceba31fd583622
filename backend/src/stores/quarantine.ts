import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Metrics } from '@orrery/telemetry';
import { writeWhole } from '../sources/files.ts';

/** A record that did not parse, kept with all that is needed to look into it. */
export interface Reject {
  readonly reason: string;
  readonly raw: string;
}

/** Where rejects go; the same record set aside twice is kept once. */
export interface Quarantine {
  add(source: string, rejects: readonly Reject[], atMs: number): void;
}

/** Files named by content under `dataDir/quarantine/<source>/`. */
export function createQuarantine(dataDir: string, metrics: Metrics): Quarantine {
  return {
    add(source, rejects, atMs) {
      for (const { reason, raw } of rejects) {
        const name = createHash('sha256').update(`${reason}\n${raw}`).digest('hex').slice(0, 32);
        const file = join(dataDir, 'quarantine', source, `${name}.json`);
        if (existsSync(file)) continue;
        writeWhole(file, JSON.stringify({ source, reason, raw, at: new Date(atMs).toISOString() }));
        metrics.quarantined.inc({ source });
      }
    },
  };
}
