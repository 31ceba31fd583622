import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrreryError, messageOf } from '@orrery/contract';
import { z } from 'zod';

const FILE = 'manifest.json';

const manifestSchema = z.object({
  title: z.string().min(1),
  from: z.iso.datetime().transform(Date.parse),
  to: z.iso.datetime().transform(Date.parse),
  speed: z.number().positive(),
  notes: z.record(z.string(), z.string()),
});

/** What a recording that ships says of itself. */
export interface Manifest {
  readonly title: string;
  /** Where the clock begins and ends, epoch ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly speed: number;
  /** What must be said beside data of a name that sources provide. */
  readonly notes: Readonly<Record<string, string>>;
}

/** The manifest of a folder of recordings; null where it has none. Throws `invalidRequest` where it cannot be read. */
export function readManifest(folder: string): Manifest | null {
  const file = join(folder, FILE);
  if (!existsSync(file)) return null;
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = messageOf(error);
    throw new OrreryError('invalidRequest', `${file} is no manifest of a recording: ${reason}`);
  }
}
