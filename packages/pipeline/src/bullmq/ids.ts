/** Stands before every id of ours: BullMQ refuses ids that are numbers, and its own (of schedules) are told apart. */
const MARK = 'id.';

/** An id as BullMQ takes it: it forbids colons. */
export function toBullId(id: string): string {
  return MARK + encodeURIComponent(id);
}

/** The id that was given; ids BullMQ made itself stay as they are. */
export function fromBullId(bullId: string): string {
  return bullId.startsWith(MARK) ? decodeURIComponent(bullId.slice(MARK.length)) : bullId;
}
