import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '@orrery/contract';
import type { Logger, Metrics } from '@orrery/telemetry';
import type { GroupElements } from '../../data/elements.ts';
import type { Quarantine } from '../../stores/quarantine.ts';
import { reasonOf, type Fetcher } from '../fetcher.ts';
import { writeWhole } from '../files.ts';
import { parseGp } from './parse.ts';
import { createPullLedger, type PullLedger } from './policy.ts';

export interface CelestrakOptions {
  readonly baseUrl: string;
  readonly dataDir: string;
  /** Absent: never pull, serve what is on disk. */
  readonly fetcher?: Fetcher;
  readonly quarantine: Quarantine;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/**
 * CelesTrak GP elements by group (OMM JSON). Terms: free use with attribution; its policy is kept by the ledger.
 * Cadence: updated about every 2 h. Natural key: NORAD id and epoch. Angles in degrees, mean motion in revolutions a day.
 */
export interface CelestrakSource {
  /** The group's elements: from disk at once where they are, pulling behind the answer when that is due. */
  group(group: string): Promise<GroupElements>;
  /** Groups whose elements are in memory. */
  readonly loaded: ReadonlyMap<string, GroupElements>;
  /** Resolves when no pull is under way. */
  settled(): Promise<void>;
}

export function createCelestrakSource(options: CelestrakOptions): CelestrakSource {
  const folder = join(options.dataDir, 'celestrak');
  const ledger = createPullLedger(folder);
  const loaded = new Map<string, GroupElements>();
  const failures = new Map<string, string>();
  const pulls = new Map<string, Promise<void>>();
  const rawFile = (group: string) => join(folder, `${group}.gp`);

  const load = (group: string): void => {
    const file = rawFile(group);
    if (!existsSync(file)) return;
    const { elements, rejects } = parseGp(readFileSync(file, 'utf8'));
    const retrievedAtMs = statSync(file).mtimeMs;
    options.quarantine.add('celestrak', rejects, options.now());
    if (rejects.length > 0) options.logger.warn({ group, rejects: rejects.length }, 'records set aside');
    options.metrics.sourceDataTimestamp.set({ source: `celestrak-${group}` }, retrievedAtMs / 1000);
    const partial: Notice[] =
      rejects.length > 0
        ? [{ severity: 'warning', text: `${rejects.length} records of ${group} did not parse and are in quarantine.` }]
        : [];
    loaded.set(group, { elements, retrievedAtMs, notices: partial });
  };

  const pull = async (group: string, fetcher: Fetcher): Promise<void> => {
    ledger.attempt(group, options.now());
    const outcome = await ask(group, fetcher, options, ledger);
    options.metrics.sourceFetches.inc({ source: 'celestrak', outcome: outcome.ok ? 'ok' : 'failed' });
    if (!outcome.ok) {
      failures.set(group, outcome.reason);
      return;
    }
    failures.delete(group);
    writeWhole(rawFile(group), outcome.body);
    load(group);
  };

  const pullOnce = (group: string, fetcher: Fetcher): Promise<void> => {
    const running = pulls.get(group);
    if (running) return running;
    const started = pull(group, fetcher).finally(() => pulls.delete(group));
    pulls.set(group, started);
    return started;
  };

  return {
    loaded,
    settled: async () => void (await Promise.allSettled(pulls.values())),
    async group(group) {
      if (!loaded.has(group)) load(group);
      const { fetcher } = options;
      if (fetcher && (pulls.has(group) || ledger.allowed(group, options.now()))) {
        const pulling = pullOnce(group, fetcher);
        if (!loaded.has(group)) await pulling;
        else pulling.catch((error: unknown) => options.logger.error({ group, err: error }, 'pull failed'));
      }
      const state = loaded.get(group) ?? { elements: [], retrievedAtMs: null, notices: [] };
      return {
        ...state,
        notices: [...state.notices, ...troubleNotices(group, state, ledger, failures, fetcher !== undefined)],
      };
    },
  };
}

type Outcome = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

/** One attempt, never a second: on any answer but 200 everything stops and a person is told. */
async function ask(group: string, fetcher: Fetcher, options: CelestrakOptions, ledger: PullLedger): Promise<Outcome> {
  const url = new URL('/NORAD/elements/gp.php', options.baseUrl);
  url.search = new URLSearchParams({ GROUP: group, FORMAT: 'json' }).toString();
  try {
    const { status, body } = await fetcher(url);
    if (status === 200) return { ok: true, body };
    ledger.stop({ atMs: options.now(), group, status });
    options.logger.error(
      { group, status, alert: true },
      'CelesTrak refused: all pulls are stopped until a person has looked',
    );
    return { ok: false, reason: `answered ${status}` };
  } catch (error) {
    options.logger.warn({ group, reason: reasonOf(error) }, 'CelesTrak cannot be reached');
    return { ok: false, reason: reasonOf(error) };
  }
}

function troubleNotices(
  group: string,
  state: GroupElements,
  ledger: PullLedger,
  failures: ReadonlyMap<string, string>,
  pulling: boolean,
): Notice[] {
  const have = state.retrievedAtMs === null
    ? 'There are no elements yet.'
    : `Shown are the elements fetched ${new Date(state.retrievedAtMs).toISOString()}.`; // prettier-ignore
  const stopped = ledger.stopped();
  if (stopped) {
    const text = `CelesTrak answered ${stopped.status} for ${stopped.group}; by its policy nothing is pulled until an operator has looked and run "npm run orrery -- celestrak resume". ${have}`;
    return [{ severity: 'error', text }];
  }
  const failure = failures.get(group);
  if (failure !== undefined) {
    const next = new Date(ledger.nextAttemptMs(group)).toISOString();
    return [
      {
        severity: 'warning',
        text: `CelesTrak could not be reached for ${group} (${failure}); next attempt after ${next}. ${have}`,
      },
    ];
  }
  if (state.retrievedAtMs !== null) return [];
  const text = pulling
    ? `No elements of ${group} yet; next attempt after ${new Date(ledger.nextAttemptMs(group)).toISOString()}.`
    : `No elements of ${group}: pulling from providers is switched off.`;
  return [{ severity: 'warning', text }];
}
