/** How much each caller holds of something that is shared; nothing is kept of who holds none. */
export interface Tally {
  of(caller: string): number;
  /** Counts one more; the result, called once or more often, counts it as given back once. */
  take(caller: string): () => void;
}

export function createTally(): Tally {
  const held = new Map<string, number>();
  const add = (caller: string, change: number): void => {
    const n = (held.get(caller) ?? 0) + change;
    if (n === 0) held.delete(caller);
    else held.set(caller, n);
  };
  return {
    of: (caller) => held.get(caller) ?? 0,
    take(caller) {
      add(caller, 1);
      let isHeld = true;
      return () => {
        if (isHeld) add(caller, -1);
        isHeld = false;
      };
    },
  };
}
