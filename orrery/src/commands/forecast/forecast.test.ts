import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@orrery/contract';
import { createRegistry } from '@orrery/etl-worker/forecast';
import { stubModel } from '@orrery/etl-worker/testing';
import { createEmbeddedStores } from '@orrery/stores/embedded';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run as runOrrery } from '../../program.ts';

const HEAD =
  'DATE,BSRN,ND,KP1,KP2,KP3,KP4,KP5,KP6,KP7,KP8,KP_SUM,AP1,AP2,AP3,AP4,AP5,AP6,AP7,AP8,AP_AVG,CP,C9,ISN,F10.7_OBS,F10.7_ADJ,F10.7_DATA_TYPE,F10.7_OBS_CENTER81,F10.7_OBS_LAST81,F10.7_ADJ_CENTER81,F10.7_ADJ_LAST81';
const FROM_MS = Date.UTC(2025, 0, 1);

// What ships changes with every release; these tests begin with a store that has no model.
vi.mock('@orrery/etl-worker/forecast', async (original) => ({
  ...(await original<object>()),
  shippedBytes: () => null,
  registerShipped: async () => undefined,
}));

let folder: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-forecast-'));
  said = '';
  const hear = (text: unknown): boolean => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  const days = Array.from({ length: 120 }, (_, i) => {
    const date = new Date(FROM_MS + i * DAY_MS).toISOString().slice(0, 10);
    return `${date},1,1,${Array(8).fill(20).join(',')},1,${Array(8).fill(7).join(',')},7,1,5,10,${100 + i},${100 + i},OBS,1,1,1,1`;
  });
  writeFileSync(join(folder, 'SW-All_2025.csv'), [HEAD, ...days].join('\n'));
  for (const [name, says] of [
    ['one', 5],
    ['two', 13],
  ] as const)
    writeFileSync(join(folder, `${name}.orrery`), stubModel('f107', name, says, { dataToMs: FROM_MS }));
  writeFileSync(join(folder, 'kp.orrery'), stubModel('kp', 'kp', 2));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const code = (line: string): Promise<number> =>
  runOrrery(['forecast', ...line.split(' ').map((word) => word.replace('DIR', folder)), '--data-dir', folder]);

async function run(line: string): Promise<void> {
  expect([await code(line), said]).toEqual([0, expect.anything()]);
}

describe('forecast backtest', () => {
  it('writes a row a lead of every step, with exactly this header, and says how many', async () => {
    await run(
      'backtest --target kp --data DIR --from 2025-03-01 --to 2025-03-01T06:00 --out DIR/out.csv --model DIR/kp.orrery',
    );
    const [head, first, ...rows] = readFileSync(join(folder, 'out.csv'), 'utf8').trimEnd().split('\n');
    expect(head).toBe('issuedAt,validAt,leadHours,value,lower80,upper80,lower95,upper95,p5,storm');
    expect(first).toBe('2025-03-01T00:00:00Z,2025-03-01T00:00:00Z,3,2,0.7,3.3,0,4,0.269,0');
    expect([rows.length, rows.at(-1)!.split(',').slice(0, 3)]).toEqual([
      71,
      ['2025-03-01T06:00:00Z', '2025-03-04T03:00:00Z', '72'],
    ]);
    expect(said).toMatch('kp kp: 72 rows of 3 forecasts, 0 with an official one, 0 abstained');
  });

  it('is the same twice, leaves what only Kp has empty, and ends with the data', async () => {
    const command = 'backtest --target f107 --data DIR --from 2025-04-28 --to 2026-01-01 --model DIR/one.orrery --out';
    await run(`${command} DIR/a.csv`);
    await run(`${command} DIR/b.csv`);
    const text = readFileSync(join(folder, 'a.csv'), 'utf8');
    expect(readFileSync(join(folder, 'b.csv'), 'utf8')).toBe(text);
    const rows = text.trimEnd().split('\n').slice(1);
    expect([rows.length, rows[0]]).toEqual([
      4 * 27,
      '2025-04-28T00:00:00Z,2025-04-28T00:00:00Z,24,221,219.7,222.3,219,223,,',
    ]);
  });

  it('says so where nothing is known of the target', async () => {
    writeFileSync(join(folder, 'dst.orrery'), stubModel('dst', 'dst'));
    await run(
      'backtest --target dst --data DIR --from 2025-03-01 --to 2025-03-02 --out DIR/out.csv --model DIR/dst.orrery',
    );
    expect(said).toMatch(/Nothing is known of dst there.*0 rows of 0 forecasts/s);
  });
});

describe('forecast deploy and rollback', () => {
  it('deploys the first at once, a better one after comparing, no worse one but by force, and goes back', async () => {
    await run('deploy --target f107 --file DIR/one.orrery');
    await run('deploy --target f107 --file DIR/two.orrery --data DIR');
    expect(said).toMatch(/two forecasts from now on \(better on the same hours: mean RMSE [\d.]+ against/);
    await run('deploy --target f107 --version one --data DIR');
    expect(said).toMatch(/two stays; one is no better/);
    await run('deploy --target f107 --version one --force');
    await run('rollback --target f107');
    expect(said).toMatch('two forecasts again (rolled back from one)');
    const stores = await createEmbeddedStores({ file: join(folder, 'orrery.db') });
    expect(await createRegistry(stores, Date.now).champion('f107')).toMatchObject({
      version: 'two',
      previous: [{ version: 'one' }],
    });
    await stores.stop();
  });

  it('uses the deployed model for a backtest', async () => {
    await run('deploy --target f107 --file DIR/two.orrery');
    await run('backtest --target f107 --data DIR --from 2025-04-28 --to 2025-04-28 --out -');
    expect(said).toMatch(/24,229,/);
    expect(said).toMatch('f107 two: 27 rows');
  });
});

describe('forecast evaluate', () => {
  it('scores lead by lead beside the baselines, as a table or as JSON', async () => {
    const command = 'evaluate --target f107 --data DIR --from 2025-03-20 --to 2025-04-20 --model DIR/one.orrery';
    await run(command);
    expect(said).toMatch(/lead h +n +RMSE .*persistence/);
    said = '';
    await run(`${command} --json`);
    const { skill } = JSON.parse(said.slice(said.indexOf('{"skill"'))) as {
      skill: readonly { leadHours: number; rmse: number }[];
    };
    expect(skill[0]).toMatchObject({ leadHours: 24, rmse: expect.closeTo(4, 6) });
  });
});

describe('forecast', () => {
  it.each([
    ['trane', /Unknown command 'trane' \(Did you mean train\?\)/],
    ['backtest --target kpp', /argument 'kpp' is invalid. Allowed choices are kp, solarWindSpeed, f107, dst/],
    ['backtest --target kp --from 1', /'--from <time>' argument '1' is invalid. A date is needed, e\.g\. 2024-05-06/],
    ['backtest --target kp --out - --from 2025-01-02 --to 2025-01-01', /--to is before --from/],
    ['backtest --target kp --from 2025-01-01 --to 2025-01-02', /'--out <file>' not specified/],
    ['drift --target kp --speed 3', /Unknown option '--speed'. See orrery forecast drift --help/],
    [
      'train --target f107 --data DIR --validate-to 2025-04-01 --train-to 2025-04-02',
      /--train-to must be before --validate-to/,
    ],
    [
      'train --target f107 --data DIR --validate-to 2025-04-01 --seed x',
      /argument 'x' is invalid. A whole number from 0/,
    ],
  ])('%s is refused with what is valid', async (line, message) => {
    expect(await code(line)).toBe(2);
    expect(said).toMatch(message);
  });

  it.each([
    [
      'backtest --target kp --from 2025-01-01 --to 2025-01-02 --out - --model DIR/one.orrery',
      /forecasts f107; --target says kp/,
    ],
    ['train --target kp --data DIR/nowhere', /--data .*nowhere: there is no such file or folder/],
    ['train --target f107 --data DIR --validate-to 2025-04-01 --no-neural', /too little data/],
    ['deploy --target kp', /--version or --file is needed; registered of kp are/],
    ['rollback --target dst', /There is no database of Orrery in /],
    ['drift --target kp', /There is no database of Orrery in /],
  ])('%s fails and says why', async (line, message) => {
    expect(await code(line)).toBe(1);
    expect(said).toMatch(message);
  });

  it('goes back only where there was another model', async () => {
    await run('deploy --target f107 --file DIR/one.orrery');
    expect(await code('rollback --target f107')).toBe(1);
    expect(said).toMatch(/nothing to go back to/);
  });

  it.each(['train', 'evaluate', 'backtest', 'deploy', 'rollback', 'drift'])(
    '%s has a help of its own',
    async (name) => {
      expect(await code(`${name} --help`)).toBe(0);
      expect(said).toMatch(`Usage: orrery forecast ${name} [options]`);
    },
  );
});
