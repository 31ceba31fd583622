/** Runs work of one lane one after the other, in the order it came; lanes do not wait for each other. */
export function createLanes(): <T>(lane: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return async (lane, work) => {
    const before = tails.get(lane) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.catch(() => undefined);
    tails.set(lane, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(lane) === tail) tails.delete(lane);
    }
  };
}
