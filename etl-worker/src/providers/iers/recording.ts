import { DAY_MS } from '@orrery/contract';
import { whole } from '../../recordings/answer.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';

/** The file of each day reaches as far back. */
const DAILY_DAYS = 90;

/**
 * IERS: `finals2000A.all` as it is; of a simulated day only the 90 days before it, for its predictions are not
 * recorded.
 */
function answer(recordings: readonly Recording[], { url, nowMs }: ReplayQuestion): ReplayAnswer {
  const recording = recordings.find(({ name }) => name.startsWith('finals2000A'));
  if (recording === undefined || url.pathname.endsWith('.all')) return whole(recording, 'text/plain');
  const lines = recording.read().trimEnd().split('\n');
  const known = nowMs === null ? lines : lines.filter((line) => dayMsOf(line) + DAY_MS <= nowMs);
  return known.length === 0 ? 'nothingYet' : { body: `${known.slice(-DAILY_DAYS).join('\n')}\n`, type: 'text/plain' };
}

/** Start of the day of a line by its modified Julian date (columns 8 to 15 of IERS's readme.finals2000A). */
const dayMsOf = (line: string): number => (Number(line.slice(7, 15)) - 40_587) * DAY_MS;

export const recording: ProviderRecording = {
  folders: ['reference'],
  path: ({ name }) => `reference/${name}`,
  answer,
};
