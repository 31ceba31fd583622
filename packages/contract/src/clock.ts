/**
 * `GET /api/v1/clock`: the time of the data. In a replay it is not the real one, and pages take their "now" from here.
 */
export interface ServiceClock {
  /** Epoch ms UTC. */
  readonly nowMs: number;
  /** How many times as fast as the real clock it goes; 0 where a replay has come to its end. */
  readonly speed: number;
  /** Where and when a simulated clock began, and where it ends (null: nowhere); null: the clock is real. */
  readonly replay: { readonly fromMs: number; readonly toMs: number | null } | null;
  /** The recording that ships; null where something else is shown. */
  readonly demo: Demo | null;
}

export interface Demo {
  /** `the storm of May 2024`. */
  readonly title: string;
  /** Series and collections of which something is recorded. */
  readonly recorded: readonly string[];
  /** What must be said beside data of such a name. */
  readonly notes: Readonly<Record<string, string>>;
}
