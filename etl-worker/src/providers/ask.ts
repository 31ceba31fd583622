import type { ExtractContext, Provider, RawResponse, Source, SourceInfo } from './source.ts';

type Publisher = Pick<SourceInfo, 'publisher' | 'terms' | 'politeness'>;

export const SWPC: Publisher = {
  publisher: 'NOAA Space Weather Prediction Center',
  terms: 'Public domain (U.S. Government work); NOAA SWPC is to be named.',
  politeness: 'One request at a time with the validators of the last answer, so that nothing new costs a 304.',
};

export const GFZ: Publisher = {
  publisher: 'GFZ Helmholtz Centre for Geosciences, Potsdam',
  terms: 'CC BY 4.0, cite Matzka et al. 2021 (doi:10.1029/2020SW002641); sunspot numbers are SILSO’s, CC BY-NC 4.0.',
  politeness: 'Only the last days are asked for; the whole record comes from files with "orrery load".',
};

export const CELESTRAK: Publisher = {
  publisher: 'CelesTrak (Dr. T. S. Kelso)',
  terms: 'Free use with attribution to CelesTrak.',
  politeness:
    'One pull in two hours at most, one attempt; any answer but 200 stops every pull until a person has looked.',
};

/** Address of a path at a provider; the configured base may have a path of its own. */
export const addressOf = (context: ExtractContext, provider: Provider, path: string): URL =>
  new URL(`${context.base(provider).replace(/\/+$/, '')}${path}`);

/** An `extract` that asks for the paths one after the other. */
export function askFor(provider: Provider, ...paths: readonly string[]): Source['extract'] {
  return (context) => askAll(context, provider, paths);
}

/** Answers to the paths, one request after the other; those with nothing new are left out. */
export async function askAll(
  context: ExtractContext,
  provider: Provider,
  paths: readonly string[],
): Promise<readonly RawResponse[]> {
  const answers: RawResponse[] = [];
  for (const path of paths) {
    const answer = await context.request(addressOf(context, provider, path));
    if (answer) answers.push(answer);
  }
  return answers;
}

/** The state most sources keep: when they last were answered. Null where there is none yet. */
export function lastAnswerMs(state: unknown): number | null {
  const value = typeof state === 'object' && state !== null && 'answeredMs' in state ? state.answeredMs : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
