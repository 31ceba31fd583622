import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS } from './queries.ts';

test('the README that Grafana shows names every query type as its model does', () => {
  const lines = readFileSync(join(__dirname, 'README.md'), 'utf8').split('\n');
  const rows = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  for (const { group, title, description } of MODELS) {
    expect(rows).toContainEqual(['', group, title, description, '']);
  }
});
