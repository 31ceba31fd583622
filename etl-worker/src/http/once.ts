import { isTrusted, type Attempt } from '@orrery/contract';
import type { Provider } from '../providers/provider.ts';
import type { Ask, Asking } from './asking.ts';
import { ExchangeError, notReached, SourceError } from './errors.ts';
import { exchange, type Exchange } from './exchange.ts';
import type { OncePolicy } from './policy.ts';

/**
 * One pull per address and interval, one attempt, noted before it is made: a process killed in mid-request has used its
 * pull, and one whose request never reached the provider gets it back. Any status but 200 stops every pull of the
 * provider until a person resumes (`resumeProvider`). Null: not yet allowed again, and the answer of the last pull is
 * kept. Rejects where there is none, with when the next pull is allowed.
 */
export async function requestOnce(
  asking: Asking,
  policy: OncePolicy,
  { url, address, headers }: Ask,
): Promise<Exchange | null> {
  const { state, clock, provider } = asking;
  const stop = await state.stop(provider);
  if (stop?.alert) throw stoppedError(provider, stop.status, stop.url);
  const nowMs = clock.now();
  const last = await state.attempt(address);
  if (last.atMs !== null && isTrusted(last.atMs, nowMs) && nowMs < last.atMs + policy.intervalMs) {
    if (last.answer === 'kept') return null;
    throw withoutAnswer(provider, last.answer, last.atMs, policy);
  }
  await state.putAttempt(address, { atMs: nowMs, answer: 'awaited' });
  const answer = await attempt(asking, policy, { url, headers }, nowMs).catch(async (error: unknown) => {
    if (error instanceof SourceError)
      await state.putAttempt(address, error.kind === 'notReached' ? last : { atMs: nowMs, answer: 'none' });
    throw error;
  });
  if (answer.status === 200) return answer;
  await state.putAttempt(address, { atMs: nowMs, answer: 'none' });
  const { status } = answer;
  const atMs = clock.now();
  await state.putStop(
    provider,
    { provider: provider.id, url: address, status, atMs, alert: true, resumedAtMs: null },
    atMs,
  );
  asking.logger.error(
    { alert: true, provider: provider.id, url: address, status },
    `${provider.name} answered ${status}: all its pulls are stopped until a person has looked`,
  );
  throw stoppedError(provider, status, address);
}

function withoutAnswer(
  { name }: Provider,
  answer: Exclude<Attempt['answer'], 'kept'>,
  atMs: number,
  { intervalMs }: OncePolicy,
): SourceError {
  const [kind, what] =
    answer === 'awaited' ? (['interrupted', 'was interrupted'] as const) : (['unreachable', 'failed'] as const);
  const [at, again] = [atMs, atMs + intervalMs].map((ms) => new Date(ms).toISOString());
  return new SourceError(
    kind,
    `The pull from ${name} at ${at} ${what}; the next one is allowed at ${again}.`,
    atMs + intervalMs,
  );
}

const stoppedError = ({ id, name }: Provider, status: number, address: string): SourceError =>
  new SourceError(
    'stopped',
    `${name} answered ${status} for ${address}; by its policy nothing is pulled until an operator has looked and run "npm run orrery -- ${id} resume".`,
  );

async function attempt(
  { provider, fetcher, signal }: Asking,
  policy: OncePolicy,
  { url, headers }: Pick<Ask, 'url' | 'headers'>,
  nowMs: number,
): Promise<Exchange> {
  try {
    return await exchange(fetcher, url, headers, policy.limits, signal);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    if (error.reason === 'notReached') throw notReached(provider.name, error);
    const retryAtMs = nowMs + policy.intervalMs;
    const kind = error.reason === 'tooLarge' ? 'tooLarge' : 'unreachable';
    const again = `Next attempt after ${new Date(retryAtMs).toISOString()}.`;
    throw new SourceError(kind, `${provider.name} could not be read (${error.message}). ${again}`, retryAtMs, {
      cause: error,
    });
  }
}
