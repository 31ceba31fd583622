/** Prefix of our ids: BullMQ refuses numeric ids, and its own (of schedules) must be distinguishable. */
const MARK = 'id.';

/** An id in the form that BullMQ accepts: it forbids colons. */
export function toBullId(id: string): string {
  return MARK + encodeURIComponent(id);
}

/** The original id; ids made by BullMQ are unchanged. */
export function fromBullId(bullId: string): string {
  return bullId.startsWith(MARK) ? decodeURIComponent(bullId.slice(MARK.length)) : bullId;
}
