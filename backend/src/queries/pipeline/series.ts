import { numberColumn, type Column, type PipelineQuery } from '@orrery/contract';
import { unknownName } from '../nearest.ts';

interface Numbers {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
}

/** Number columns of a series, those that the query names; throws `unknownName` for one that the view does not have. */
export function seriesColumns(
  { fields }: Pick<PipelineQuery, 'fields'>,
  labels: Readonly<Record<string, string>>,
  all: readonly Numbers[],
): readonly Column[] {
  const known = all.map(({ name }) => name);
  fields?.forEach((name, i) => {
    if (!known.includes(name)) throw unknownName(`fields.${i}`, 'field', name, known);
  });
  return all
    .filter(({ name }) => fields?.includes(name) ?? true)
    .map(({ name, title, unit, values }) =>
      numberColumn(name, values, { labels, config: { unit, displayNameFromDS: title } }),
    );
}
