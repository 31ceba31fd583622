import * as z from 'zod/mini';
import { QUERIES, QUERY_GROUPS, QUERY_TYPES, type Field, type QueryModel } from './index.ts';

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** What a field takes, in words: its values or bounds. */
function accepts(field: Field): string {
  const { kind, options, closed, unit, min, above, max, maxItems } = field;
  const listed = typeof options === 'string' ? `names of the catalog's \`${options}\`` : undefined;
  const offered = Array.isArray(options) ? options.map(({ value }) => code(value)).join(' ') : listed;
  switch (kind) {
    case 'choice':
      return closed ? `one of ${offered}` : `a name, such as ${offered}`;
    case 'choices':
      return `list of at most ${maxItems}: ${offered}`;
    case 'satellites':
      return `list of at most ${maxItems} NORAD ids or names`;
    case 'number':
      return `${above === undefined ? `from ${min ?? 0}` : `above ${above}`} to ${max}${unit ? ` ${unit}` : ''}`;
    case 'switch':
      return '`true` or `false`';
    case 'instant':
      return 'ISO 8601 or epoch ms';
    case 'instants':
      return `list of at most ${maxItems}, ISO 8601 or epoch ms`;
    case 'observer':
      return 'site id, `"latitude,longitude[,elevation]"` or `{latitude, longitude, elevation}`';
    case 'text':
      return 'a name';
  }
}

function leftOut({ schema, none, default: value }: Field, oneOf: boolean): string {
  if (value !== undefined) return code(value);
  if (oneOf) return 'one of the two';
  return z.safeParse(schema, undefined).success ? (none?.title ?? '') : 'required';
}

function section({ queryType, title, description, fields, oneOf = [], example }: QueryModel): string {
  const rows = Object.entries(fields).map(([name, field]) => {
    const cells = [code(name), field.title, accepts(field), leftOut(field, oneOf.includes(name)), field.help];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const table = ['| field | title | accepts | left out | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
  const query = JSON.stringify({ refId: 'A', queryType, ...example });
  return [
    `### ${title} (\`${queryType}\`)`,
    `${description}.`,
    ...(rows.length > 0 ? [table] : ['It needs nothing but a range of time.']),
    `\`\`\`json\n${query}\n\`\`\``,
  ].join('\n\n');
}

/** The page of all query types as Markdown. */
export function queriesPage(): string {
  const models = QUERY_TYPES.map((type) => QUERIES[type] as unknown as QueryModel);
  const groups = QUERY_GROUPS.map((group) => {
    const sections = models.filter((model) => model.group === group).map(section);
    return [`## ${group}`, ...sections].join('\n\n');
  });
  const about =
    'Generated from `packages/contract/src/queries`; `npx vitest run packages/contract -u` writes it again. ' +
    'Every query also has `refId`, `queryType` and, if wanted, `maxDataPoints` and `intervalMs`.';
  return ['# Query types', about, ...groups].join('\n\n');
}
