/** A stretch of time in which a field showed the same text. */
export interface StateRun {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly color: string;
}

export interface StateValue {
  readonly text: string;
  readonly color: string;
}

/**
 * Neighbouring samples that look alike, merged. A run lasts until the next sample; the last one until `endMs`.
 * A null ends the run before it and draws nothing.
 */
export function stateRuns(
  timesMs: readonly number[],
  values: readonly (StateValue | null)[],
  endMs: number,
): StateRun[] {
  const runs: StateRun[] = [];
  let open: StateRun | null = null;
  timesMs.forEach((timeMs, i) => {
    const value = values[i] ?? null;
    if (open && value && value.text === open.text && value.color === open.color) return;
    if (open) runs.push({ ...open, endMs: timeMs });
    open = value ? { ...value, startMs: timeMs, endMs } : null;
  });
  if (open) runs.push(open);
  return runs.filter((run) => run.endMs > run.startMs);
}
