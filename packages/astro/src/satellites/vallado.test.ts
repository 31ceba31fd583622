import { MINUTE_MS } from '@orrery/contract';
import { expect, it } from 'vitest';
import { describeWithSharedData, readShared } from '../testing/shared-data.ts';
import { createBulkPositions, createWasmBulkPositions } from './bulk.ts';
import type { ElementSet } from './elements.ts';
import { createPropagator } from './propagator.ts';
import { parseTle } from './tle.ts';
import { tleChecksum } from './tle-format.ts';

/**
 * The bound; tcppver.out prints eight decimals, and the longest case (1.8 million minutes) rounds to 1.2e-7.
 */
const POSITION_KM = 1e-6;
/** tcppver.out prints nine decimals of km/s. */
const VELOCITY_KM_S = 1e-8;

interface Case {
  readonly id: string;
  readonly elements: ElementSet;
  /** Minutes of the run's end and step, from behind column 69 of line 2. */
  readonly stop: number;
  readonly step: number;
  /** Minutes, x y z km, vx vy vz km/s. */
  readonly rows: readonly (readonly number[])[];
}

/** Some cases are others with changed ids and elements, their checksum left as it was. */
const withChecksum = (line: string): string => `${line.slice(0, 68)}${tleChecksum(line)}`;

function readCases(): Case[] {
  const lines = readShared('satellites/SGP4-VER.TLE').split(/\r?\n/);
  const blocks = readShared('satellites/tcppver.out')
    .trim()
    .split(/^.*xx.*$/m)
    .slice(1);
  const firsts = lines.flatMap((line, i) => (line.startsWith('1 ') ? [i] : []));
  expect(blocks.length).toBe(firsts.length);
  return firsts.map((at, i) => {
    const [line1, line2] = [lines[at]!, lines[at + 1]!];
    const [, stop, step] = line2.slice(69).trim().split(/\s+/).map(Number) as [number, number, number];
    const rows = blocks[i]!.trim()
      .split(/\r?\n/)
      .map((row) => row.trim().split(/\s+/).slice(0, 7).map(Number));
    return {
      id: line1.slice(2, 7),
      elements: parseTle('', withChecksum(line1), withChecksum(line2)),
      stop,
      step,
      rows,
    };
  });
}

/** Runs that break off and the code they end in, as Vallado's C++ reports them; 33334 fails at its very epoch. */
const ERROR_ENDS: Readonly<Record<string, readonly [afterMinutes: number, code: number]>> = {
  '22312': [474.2028672, 1],
  '28350': [1440, 1],
  '28872': [50, 6],
  '29141': [420, 6],
  '33333': [20, 4],
  '33334': [-1, 3],
  '20413 to 1845100': [1844340, 6],
};
const keyOf = (c: Case): string => (c.stop === 1_845_100 ? `${c.id} to 1845100` : c.id);

const timeOf = (c: Case, minutes: number): number => c.elements.epochMs + minutes * MINUTE_MS;
const largest = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((v, i) => Math.abs(v - a[i]!)));

describeWithSharedData('the verification set of Vallado et al. (AIAA 2006-6753)', () => {
  const cases = readCases();

  it('has every state within 1e-6 km of tcppver.out, addressed by absolute time', () => {
    let checked = 0;
    for (const c of cases) {
      const propagator = createPropagator(c.elements);
      const [, code] = ERROR_ENDS[keyOf(c)] ?? [];
      for (const row of c.rows) {
        const state = propagator.at(timeOf(c, row[0]!));
        if (!state.ok) {
          // The C++ program prints what it computed at epoch before it looks at the error.
          expect([keyOf(c), row[0], state.code]).toEqual(['33334', 0, code]);
          continue;
        }
        const where = `${keyOf(c)} at ${row[0]} min`;
        expect(largest(state.position, row.slice(1, 4)), where).toBeLessThan(POSITION_KM);
        expect(largest(state.velocity, row.slice(4, 7)), where).toBeLessThan(VELOCITY_KM_S);
        checked++;
      }
    }
    expect(checked).toBe(cases.reduce((sum, c) => sum + c.rows.length, 0) - 1);
  });

  it('ends in the same error where the C++ program does, and nowhere else', () => {
    for (const c of cases) {
      const last = c.rows.at(-1)![0]!;
      const end = ERROR_ENDS[keyOf(c)];
      if (!end) {
        expect(last, keyOf(c)).toBeCloseTo(c.stop, 6);
        continue;
      }
      const [after, code] = end;
      expect(last).toBe(Math.max(0, after));
      const next = after < 0 ? 0 : Math.min(after + c.step, c.stop);
      const state = createPropagator(c.elements).at(timeOf(c, next));
      expect(state.ok ? 'a position' : state.code, keyOf(c)).toBe(code);
      if (!state.ok) expect(state.reason.length).toBeGreaterThan(10);
    }
  });

  it('comes out of the bulk ways as well, in JavaScript and in WebAssembly', async () => {
    for (const create of [createBulkPositions, createWasmBulkPositions]) {
      for (const c of cases) {
        const bulk = await create([c.elements]);
        for (const row of c.rows) {
          const timeMs = timeOf(c, row[0]!);
          // WebAssembly takes whole milliseconds: compare it at the moment it computes.
          const asked = bulk.kind === 'wasm' ? Math.round(timeMs) : timeMs;
          const one = createPropagator(c.elements).at(asked);
          const many = bulk.at(timeMs);
          if (one.ok)
            expect(largest(many, [...one.position]), `${bulk.kind} ${keyOf(c)} at ${row[0]}`).toBeLessThan(POSITION_KM);
          else expect([...many]).toEqual([NaN, NaN, NaN]);
        }
        bulk.dispose();
      }
    }
  });
});
