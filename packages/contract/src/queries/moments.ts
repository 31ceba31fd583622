import { instants, optional } from './field.ts';

/** Single moments of a computed query instead of a series over the range. */
export const momentsInstead = {
  ...optional(
    instants({ title: 'Moments', help: 'Just these moments, ISO 8601 or epoch ms UTC, instead of a series.' }),
    'A series over the range',
  ),
  hidden: true,
} as const;
