const BAR = 30;
/** A line of progress where nobody watches: not more often than this. */
const QUIET_MS = 5000;

/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  update(done: number, note?: string): void;
  end(note: string): void;
}

export function createProgress(title: string, total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let toldMs = Date.now();
  const text = (done: number, note: string): string => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * BAR);
    return `${title} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${(share * 100).toFixed(0).padStart(3)} % ${note}`;
  };
  return {
    update(done, note = '') {
      if (out.isTTY) out.write(`\r\u001b[2K${text(done, note)}`);
      else if (Date.now() - toldMs > QUIET_MS) {
        toldMs = Date.now();
        out.write(`${text(done, note)}\n`);
      }
    },
    end(note) {
      out.write(`${out.isTTY ? '\r\u001b[2K' : ''}${text(total, note)}\n`);
    },
  };
}

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const isoMinute = (ms: number | null): string =>
  ms === null ? '-' : new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** A line for the person at the terminal; standard output belongs to what was asked for. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Writes what a command was asked for. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);
