import type { Cell, Frame } from '@orrery/contract';
import type { EncodedFrame } from './task.ts';

/** Cells that are made text at once: short enough that a client's going away is seen within milliseconds. */
const CELLS_AT_ONCE = 4096;
/** Length at which a piece is complete, UTF-16 units. */
const PIECE_LENGTH = 262_144;

/**
 * A frame as `JSON.stringify` would write it, in pieces of about 256 kB, never as one string: the text of a large frame
 * is longer than strings may be. `check` is called between the pieces and may throw.
 */
export function encodeFrame(frame: Frame, check: () => void): EncodedFrame {
  const pieces: Uint8Array[] = [];
  const encoder = new TextEncoder();
  let open = '';
  const write = (text: string): void => {
    open += text;
    if (open.length < PIECE_LENGTH) return;
    pieces.push(encoder.encode(open));
    open = '';
    check();
  };
  const { values, entities } = frame.data;
  write(`{"schema":${JSON.stringify(frame.schema)},"data":{"values":[`);
  values.forEach((column, i) => writeColumn(column, i === 0 ? '' : ',', write));
  write(']');
  if (entities !== undefined) write(`,"entities":${JSON.stringify(entities)}`);
  write('}}');
  if (open !== '') pieces.push(encoder.encode(open));
  return { rows: values[0]?.length ?? 0, pieces };
}

function writeColumn(column: readonly Cell[], separator: string, write: (text: string) => void): void {
  write(`${separator}[`);
  for (let start = 0; start < column.length; start += CELLS_AT_ONCE) {
    const text = JSON.stringify(column.slice(start, start + CELLS_AT_ONCE)).slice(1, -1);
    write(start === 0 ? text : `,${text}`);
  }
  write(']');
}
