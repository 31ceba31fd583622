import type { SourceInfo } from '../source.ts';

export const NASA: Pick<SourceInfo, 'publisher' | 'terms' | 'politeness'> = {
  publisher: 'NASA',
  terms: 'Public domain (U.S. Government work); NASA is to be named.',
  politeness: 'The hourly quota of the API key is kept (DEMO_KEY: 30 an hour, 50 a day), as is Retry-After.',
};
