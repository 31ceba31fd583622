import { COLLECTION } from './collections.ts';
import { STATE } from './state/index.ts';

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const code = (text: string): string => `\`${text}\``;
const PROMISES = { latest: 'the latest per key', first: 'insert only: the first' };

/** The page docs/stores.md, in Markdown. */
export function storesPage(): string {
  return [
    '# What the stores hold',
    'Generated from `packages/contract/src/collections.ts` and `packages/contract/src/state`: the schemas there are what writer and reader use ([ADR 35](adr/0035-a-schema-for-what-is-stored.md)).',
    '## Documents',
    [
      row('collection', 'a document', 'id', 'which of two stays'),
      row('---', '---', '---', '---'),
      ...Object.entries(COLLECTION).map(([name, { about, id, keeps }]) =>
        row(code(name), about, code(id), PROMISES[keeps]),
      ),
    ].join('\n'),
    '## State of the system',
    'Of each key the value that was put last stays.',
    [
      row('key', 'what it is'),
      row('---', '---'),
      ...Object.values(STATE).map(({ form, about }) => row(code(form), about)),
    ].join('\n'),
  ].join('\n\n');
}
