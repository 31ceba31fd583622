import {
  sha256,
  type Clock,
  type ExtractContext,
  type Provider,
  type RawResponse,
  type Source,
} from '@orrery/etl-worker';
import type { Recording } from '@orrery/etl-worker/recordings';
import { TURN_HEADER } from './server.ts';

export interface ReplaySources {
  /** What has a recording. */
  readonly sources: readonly Source[];
  /** Ids of the others. They are not to be scheduled: a 404 would stop CelesTrak as it does in earnest. */
  readonly notRecorded: readonly string[];
}

export interface ReplayPace {
  /** The simulated clock; null: the real one. */
  readonly clock: Clock | null;
  readonly speed: number;
}

/** A source is asked once in so many real milliseconds at most, however fast the simulated clock goes. */
export const LEAST_PAUSE_MS = 3000;

/**
 * The sources of a replay. They ask for nothing that is not recorded and not again for what cannot have changed; with
 * the real clock they take every recording of an address at their first turn, oldest first; on a fast clock they are
 * asked less often than in earnest, and turns that were missed are one turn.
 */
export async function createReplaySources(
  sources: readonly Source[],
  recordings: readonly Recording[],
  pace: ReplayPace,
): Promise<ReplaySources> {
  const answered = await Promise.all(sources.map((source) => isRecorded(source, recordings)));
  return {
    sources: sources.filter((_, i) => answered[i]).map((source) => replayed(source, recordings, pace)),
    notRecorded: sources.filter((_, i) => !answered[i]).map(({ info }) => info.id),
  };
}

/** Whether a pull would bring anything, whatever the time. */
async function isRecorded(source: Source, recordings: readonly Recording[]): Promise<boolean> {
  const { provider } = source;
  if (provider === null) return true;
  const nowMs = Date.now();
  const answers = await source.extract({
    nowMs,
    request: async (url): Promise<RawResponse | null> => {
      const answer = provider.recording.answer(recordings, { url, nowMs: null, turn: 0 });
      if (answer === null || answer === 'nothingYet') return null;
      return { url: url.href, status: 200, headers: {}, body: answer.body, retrievedAtMs: nowMs };
    },
    base: (name) => `http://${name}.invalid`,
    cursor: null,
    setCursor: async () => undefined,
    nasaApiKey: 'replay',
  });
  return answers.length > 0;
}

function replayed(source: Source, recordings: readonly Recording[], pace: ReplayPace): Source {
  const cadenceMs = Math.max(source.info.cadenceMs, pace.clock === null ? 0 : LEAST_PAUSE_MS * pace.speed);
  const ask = source.provider === null ? null : createAsk(source.provider, recordings, pace.clock);
  let lastMs = -Infinity;
  return {
    ...source,
    info: { ...source.info, cadenceMs },
    extract: async (context) => {
      // A turn that waited while another was done is the same turn.
      if (pace.clock !== null && context.nowMs - lastMs < cadenceMs / 2) return [];
      const answers = await source.extract(
        ask === null ? context : { ...context, request: (url, headers) => ask(context, url, headers) },
      );
      lastMs = context.nowMs;
      return answers;
    },
  };
}

type AskReplay = (
  context: ExtractContext,
  url: URL,
  headers?: Readonly<Record<string, string>>,
) => Promise<RawResponse | null>;

/** Asks the replay server, through the polite client, for what is recorded and new. */
function createAsk(provider: Provider, recordings: readonly Recording[], clock: Clock | null): AskReplay {
  const turns = new Map<string, number>();
  const given = new Map<string, string>();
  return async (context, url, headers) => {
    let last: RawResponse | null = null;
    for (;;) {
      const turn = turns.get(url.href) ?? 0;
      const answer = provider.recording.answer(recordings, { url, nowMs: clock?.now() ?? null, turn });
      if (answer === null || answer === 'nothingYet') return last;
      const expected = sha256(answer.body);
      if (given.get(url.href) === expected) return last;
      const raw = await context.request(url, { ...headers, [TURN_HEADER]: String(turn) });
      if (raw === null) return last;
      last = raw;
      // Another body than expected is a fault, or the clock went on: this turn is asked again the next time.
      if (sha256(raw.body) !== expected) return last;
      given.set(url.href, expected);
      turns.set(url.href, turn + 1);
      if (clock !== null) return last;
    }
  };
}
