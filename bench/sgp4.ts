/**
 * Positions of 10,000 satellites at one moment and over ten, ours against python-sgp4's SatrecArray in the same run.
 * `npx tsx bench/sgp4.ts`; prints `name value unit`. Needs the recordings (ORRERY_SHARED, else ../shared) and Python 3.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  createBulkPositions,
  createWasmBulkPositions,
  parseTleFile,
  type BulkPositions,
  type ElementSet,
} from '@orrery/astro';
import { DAY_MS } from '@orrery/contract';

const SATELLITES = 10_000;
const MOMENTS = 10;
const STEP_MS = 600_000;
/** Both sides repeat alike; the median is what is compared. */
const ROUNDS = 31;
const UNIX_EPOCH_JD = 2_440_587.5;

interface Timing {
  readonly best: number;
  readonly median: number;
}
interface Peer {
  readonly version: string;
  readonly accelerated: boolean;
  readonly setup: number;
  readonly one: Timing;
  readonly many: Timing;
  readonly positions: readonly (readonly [number, number, number] | null)[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const print = (name: string, value: number | string, unit: string): void =>
  void process.stdout.write(`${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value} ${unit}\n`);

function timing(run: () => void): Timing {
  const spent: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    run();
    spent.push(performance.now() - start);
  }
  spent.sort((a, b) => a - b);
  return { best: spent[0]!, median: spent[Math.floor(ROUNDS / 2)]! };
}

function readElements(): ElementSet[] {
  const shared = process.env['ORRERY_SHARED'] ?? join(root, '..', 'shared');
  const file = join(shared, 'data', 'satellites', 'carbsat_active_tle.dat.gz');
  if (!existsSync(file)) {
    process.stderr.write(`No recording at ${file}: set ORRERY_SHARED to the folder that holds data/.\n`);
    process.exit(1);
  }
  return parseTleFile(gunzipSync(readFileSync(file)).toString('utf8')).elements.slice(0, SATELLITES);
}

/** Python of the benchmark's own environment, made on the first run. */
function benchPython(): string {
  const folder = join(root, '.cache', 'bench-venv');
  const python = join(folder, 'bin', 'python');
  const run = (command: string, args: readonly string[]): void => {
    if (spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
      process.stderr.write(
        `\`${command} ${args.join(' ')}\` failed: python3 with venv and access to PyPI are needed for the peer.\n`,
      );
      process.exit(1);
    }
  };
  if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
  const known = spawnSync(python, ['-c', 'import sgp4, numpy'], { stdio: 'ignore' }).status === 0;
  if (!known) run(python, ['-m', 'pip', 'install', '--quiet', 'sgp4==2.27', 'numpy']);
  return python;
}

function runPeer(elements: readonly ElementSet[], timesMs: readonly number[]): Peer {
  const moments = timesMs.map((t) => {
    const days = Math.floor(t / DAY_MS);
    return [UNIX_EPOCH_JD + days, (t - days * DAY_MS) / DAY_MS];
  });
  const input = JSON.stringify({ lines: elements.map((e) => [e.line1, e.line2]), moments, rounds: ROUNDS });
  const script = fileURLToPath(new URL('sgp4_peer.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(benchPython(), [script], {
    input,
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The peer failed: ${stderr}`);
  return JSON.parse(stdout) as Peer;
}

/** Greatest distance in km from the peer's positions, and for how many satellites only one of both has one. */
function compare(ours: Float64Array, peer: Peer): { km: number; onlyOne: number } {
  let [km, onlyOne] = [0, 0];
  peer.positions.forEach((theirs, i) => {
    const [x, y, z] = ours.subarray(3 * i, 3 * i + 3) as unknown as readonly [number, number, number];
    if ((theirs === null) !== Number.isNaN(x)) onlyOne++;
    else if (theirs) km = Math.max(km, Math.hypot(x - theirs[0], y - theirs[1], z - theirs[2]));
  });
  return { km, onlyOne };
}

function measure(bulk: BulkPositions, timesMs: readonly number[], peer: Peer): void {
  const out = new Float64Array(3 * bulk.count);
  const one = timing(() => bulk.at(timesMs[0]!, out));
  const many = timing(() => timesMs.forEach((t) => bulk.at(t, out)));
  const { km, onlyOne } = compare(bulk.at(timesMs[0]!), peer);
  print(`sgp4.${bulk.kind}.oneMoment`, one.median, 'ms');
  print(`sgp4.${bulk.kind}.tenMoments`, many.median, 'ms');
  print(`sgp4.${bulk.kind}.oneMoment.ratio`, peer.one.median / one.median, 'times-as-fast-as-python-sgp4');
  print(`sgp4.${bulk.kind}.tenMoments.ratio`, peer.many.median / many.median, 'times-as-fast-as-python-sgp4');
  print(`sgp4.${bulk.kind}.maxDifference`, km, 'km');
  print(`sgp4.${bulk.kind}.onlyOneHasPosition`, onlyOne, 'satellites');
}

async function main(): Promise<void> {
  const elements = readElements();
  const startMs = Date.UTC(2025, 3, 24, 12);
  const timesMs = Array.from({ length: MOMENTS }, (_, i) => startMs + i * STEP_MS);
  const peer = runPeer(elements, timesMs);
  print('sgp4.satellites', elements.length, 'satellites');
  print('sgp4.python.version', peer.version, peer.accelerated ? 'C++-accelerated' : 'pure-Python');
  print('sgp4.python.setup', peer.setup, 'ms');
  print('sgp4.python.oneMoment', peer.one.median, 'ms');
  print('sgp4.python.tenMoments', peer.many.median, 'ms');
  const setup = performance.now();
  const plain = createBulkPositions(elements);
  print('sgp4.plain.setup', performance.now() - setup, 'ms');
  measure(plain, timesMs, peer);
  const loading = performance.now();
  const wasm = await createWasmBulkPositions(elements);
  print('sgp4.wasm.setup', performance.now() - loading, 'ms');
  if (wasm.kind === 'wasm') measure(wasm, timesMs, peer);
  else print('sgp4.wasm', 'unavailable', 'here');
  wasm.dispose();
}

await main();
