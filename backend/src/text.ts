const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A length of time in words: `3 hours`, `1 minute`; of several units the largest that leaves at least one whole. */
export function spanWords(ms: number): string {
  const [name, length] = SPANS.find(([, size]) => ms >= size) ?? (['second', 1000] as const);
  const count = Number((ms / length).toFixed(ms / length < 10 ? 1 : 0));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** A moment as text, UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();
