import { cancelled } from '@orrery/contract';

interface Flight<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Work that is done once for all who ask for the same at the same time. */
export type Shared<T> = (key: string, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) => Promise<T>;

/** The work goes on until the last of those who wait for it has gone. */
export function createShared<T>(): Shared<T> {
  const flights = new Map<string, Flight<T>>();
  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    const promise = work(controller.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    const flight: Flight<T> = { promise, controller, waiting: 0 };
    // Whoever waits hears of it; an unheard rejection must not end the process.
    promise.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  };
  return async (key, work, signal) => {
    const flight = flights.get(key) ?? start(key, work);
    flight.waiting += 1;
    const gone = abortion(signal);
    try {
      return await Promise.race([flight.promise, gone.promise]);
    } finally {
      gone.forget();
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        if (flights.get(key) === flight) flights.delete(key);
        flight.controller.abort();
      }
    }
  };
}

/** A promise that rejects when the signal is aborted, until it is forgotten. */
function abortion(signal: AbortSignal): { readonly promise: Promise<never>; readonly forget: () => void } {
  let gone = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    gone = () => reject(cancelled());
  });
  promise.catch(() => undefined);
  if (signal.aborted) gone();
  else signal.addEventListener('abort', gone, { once: true });
  return { promise, forget: () => signal.removeEventListener('abort', gone) };
}
