import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { messageOf } from '@orrery/contract';
import type { Stoppable } from '@orrery/telemetry';
import { PROVIDERS, satelliteGroups, type Clock } from '@orrery/etl-worker';
import type { Recording, ReplayAnswer } from '@orrery/etl-worker/recordings';
import { disturbRows, drawFault, garbageBody, type FaultName, type Faults } from './faults.ts';
import { seededRandom } from './random.ts';
import { findRecordings } from './recordings.ts';

export interface ReplayOptions {
  /** Folder with swpc-responses/, satellites/, nasa-jpl-responses/, space-weather/, reference/. */
  readonly folder: string;
  /** The simulated clock; null where the clock is real: recordings are then given whole, each once, oldest first. */
  readonly clock: Clock | null;
  readonly faults?: Faults;
  readonly seed?: number;
  /** How long an answer that never comes keeps the connection (default 5 min: longer than any client waits). */
  readonly hangMs?: number;
}

export interface ReplayServer extends Stoppable {
  /** What it answers from. */
  readonly recordings: readonly Recording[];
  /** Base address of a provider on this server, by its id. */
  base(provider: string): string;
  /** Faults done so far. */
  readonly done: ReadonlyMap<FaultName, number>;
  answered(): number;
  /** Groups of satellites that were recorded; CelesTrak's policy stops all pulls at the first one that was not. */
  readonly satelliteGroups: readonly string[];
  /** Other faults from now on. */
  setFaults(faults: Faults): void;
}

/**
 * Which of the recordings of an address is asked for, from 0; without it, each in turn. Said, a fault loses none of
 * them.
 */
export const TURN_HEADER = 'x-replay-turn';

const DEFAULT_HANG_MS = 300_000;
const DEFAULT_SEED = 1;
const RETRY_AFTER_S = 1;

/**
 * Starts a server at a free port of 127.0.0.1 that answers as the providers did. Rejects with `notFound` where nothing
 * is recorded.
 */
export async function startReplayServer(options: ReplayOptions): Promise<ReplayServer> {
  const recordings = findRecordings(options.folder);
  const random = seededRandom(options.seed ?? DEFAULT_SEED);
  const turns = new Map<string, number>();
  const done = new Map<FaultName, number>();
  let faults = options.faults ?? {};
  let answered = 0;

  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    const [, first = '', ...rest] = (req.url ?? '/').split('/');
    const provider = PROVIDERS.find(({ id }) => id === first);
    const url = new URL(`http://${first}/${rest.join('/')}`);
    answered += 1;
    if (!provider)
      return send(
        res,
        404,
        'text/plain',
        `No provider ${first}; there are ${PROVIDERS.map(({ id }) => id).join(', ')}.`,
      );
    const turn = turnOf(req) ?? turns.get(url.href) ?? 0;
    turns.set(url.href, turn + 1);
    const fault = drawFault(faults, random);
    if (fault) done.set(fault, (done.get(fault) ?? 0) + 1);
    const nowMs = options.clock?.now() ?? null;
    respond(req, res, provider.recording.answer(recordings, { url, nowMs, turn }), fault, {
      random,
      count: answered,
      hangMs: options.hangMs ?? DEFAULT_HANG_MS,
    });
  };
  const server = createServer((req, res) => {
    try {
      answer(req, res);
    } catch (error) {
      send(res, 500, 'text/plain', messageOf(error));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name: 'replay server',
    recordings,
    base: (provider) => `http://127.0.0.1:${port}/${provider}`,
    done,
    answered: () => answered,
    satelliteGroups: satelliteGroups(recordings),
    setFaults: (next) => {
      faults = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function turnOf(req: IncomingMessage): number | null {
  const said = req.headers[TURN_HEADER];
  return typeof said === 'string' && /^\d+$/.test(said) ? Number(said) : null;
}

interface Chance {
  readonly random: () => number;
  readonly count: number;
  readonly hangMs: number;
}

function respond(
  req: IncomingMessage,
  res: ServerResponse,
  answer: ReplayAnswer,
  fault: FaultName | null,
  chance: Chance,
): void {
  if (fault === '429')
    return send(res, 429, 'text/plain', 'Too many requests', { 'retry-after': String(RETRY_AFTER_S) });
  if (fault === '500') return send(res, 500, 'text/plain', 'Internal server error');
  if (fault === 'timeout') return hang(res, chance.hangMs);
  if (fault === 'garbage') return send(res, 200, 'text/html', garbageBody(chance.count));
  if (answer === null) return send(res, 404, 'text/plain', `Not recorded: ${req.url}`);
  // A replay knows nothing of this address yet: what a provider without news says.
  if (answer === 'nothingYet') return send(res, 304, null, null);
  if (fault === 'truncate') return truncate(res, answer.body, answer.type);
  const body =
    fault === 'reorder' || fault === 'duplicate' ? disturbRows(answer.body, fault, chance.random) : answer.body;
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  if (req.headers['if-none-match'] === etag) return send(res, 304, null, null, { etag });
  send(res, 200, answer.type, body, { etag });
}

function send(
  res: ServerResponse,
  status: number,
  type: string | null,
  body: string | null,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.writeHead(status, {
    ...headers,
    ...(type === null ? {} : { 'content-type': type }),
    ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  res.end(body ?? undefined);
}

function hang(res: ServerResponse, ms: number): void {
  const timer = setTimeout(() => res.destroy(), ms);
  res.on('close', () => clearTimeout(timer));
}

/** Claims the whole length, sends half and breaks off. */
function truncate(res: ServerResponse, body: string, type: string): void {
  const bytes = Buffer.from(body, 'utf8');
  res.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy());
}
