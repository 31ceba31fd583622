import { parseTleFile } from '@orrery/astro';
import { whole } from '../../recordings/answer.ts';
import type { ProviderRecording, Recording, ReplayAnswer, ReplayQuestion } from '../../recordings/recording.ts';

/**
 * CelesTrak: groups of elements (as recorded, whatever the clock says: there are no others), and the space-weather
 * files, whose days after now are left out. `SW-Last5Years.csv` is the last five years of `SW-All`.
 */
function answer(recordings: readonly Recording[], { url, nowMs, turn }: ReplayQuestion): ReplayAnswer {
  const group = url.searchParams.get('GROUP');
  if (group !== null) {
    const suffix = new RegExp(`^\\w+_${group.replace(/[^\w-]/g, '')}(_tle)?\\.(json|dat|tle)$`);
    const files = recordings.filter(
      ({ path }) => path.startsWith('satellites/') && suffix.test(path.split('/').at(-1) ?? ''),
    );
    const file = files[Math.min(turn, files.length - 1)];
    return whole(file);
  }
  if (!/SW-(All|Last5Years)\.csv$/.test(url.pathname)) return null;
  const recording = recordings.find(({ path }) => /\/SW-All[^/]*\.csv$/.test(path));
  if (recording === undefined) return null;
  return { body: spaceWeatherLines(recording.read(), url.pathname.includes('Last5Years'), nowMs), type: 'text/csv' };
}

function spaceWeatherLines(text: string, lastFiveYears: boolean, nowMs: number | null): string {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const today = nowMs === null ? '9999' : new Date(nowMs).toISOString().slice(0, 10);
  const known = lines.filter((line) => line.slice(0, 10) < today);
  const lastYear = Number(known.at(-1)?.slice(0, 4) ?? 0);
  const kept = lastFiveYears ? known.filter((line) => Number(line.slice(0, 4)) > lastYear - 5) : known;
  return `${[head, ...kept].join('\n')}\n`;
}

/** Names of the groups among the recordings. */
export const satelliteGroups = (recordings: readonly Recording[]): readonly string[] => [
  ...new Set(
    recordings.flatMap(
      ({ path }) => /^satellites\/[a-zA-Z]+_([\w-]+?)(?:_tle)?\.(?:json|dat|tle)$/.exec(path)?.[1] ?? [],
    ),
  ),
];

/** Two-line elements of a group, served in the JSON that is asked for. */
const elementsOfTle = (text: string): string => JSON.stringify(parseTleFile(text).elements.map(({ omm }) => omm));

export const recording: ProviderRecording = {
  folders: ['satellites', 'space-weather'],
  path: ({ url, name }) => {
    const group = url.searchParams.get('GROUP');
    return group === null ? `space-weather/${name}` : `satellites/recorded_${group}.json`;
  },
  answer,
  reshaped: [{ matches: /_tle\.(dat|tle)$/, name: 'elements.json', read: elementsOfTle }],
};
