import type { Transformed } from '../../source.ts';
import { createCollector, unreadable, type Documented, type RawText } from '../../../records/collector.ts';
import { asRow, BadRecord, parseJson, rowsOf, timeOf, type Row } from '../../../parsing/rows.ts';
import { parseBulletinTime } from '../../../parsing/time.ts';

/** `ALERT: …`, `EXTENDED WARNING: …`: the line that says what it is about. */
const HEADLINE = /^(?:(?:EXTENDED|CONTINUED|CANCEL) )?(?:ALERT|WARNING|WATCH|SUMMARY):.*$/m;
const CODE = /Space Weather Message Code:\s*(\w+)/;
const SERIAL = /^Serial Number:\s*(\d+)/m;
/**
 * `Extension to Serial Number: 5363`, `Continuation of Serial Number: …`, `Cancel Serial Number: …`: numbers of the
 * same code.
 */
const EARLIER_SERIALS = /(?:Extension to|Continuation of|Cancel) Serial Number:\s*(\d+)/g;
const BEGINS = ['Valid From', 'Threshold Reached', 'Begin Time', 'Observed'];
const ENDS = ['Now Valid Until', 'Valid To', 'End Time'];

/**
 * Alerts, warnings, watches and summaries of `products/alerts.json` as documents `<message code>-<serial number>`,
 * linked to those that they extend, continue or cancel. They begin when they are valid or the threshold was reached,
 * else when they were issued.
 */
export function transformAlerts(raw: RawText): Transformed {
  const rows = rowsOf(parseJson(raw.body), ['product_id', 'issue_datetime', 'message']);
  if (rows === null) return unreadable('unknown shape of the alerts', raw);
  const collector = createCollector(raw, { source: 'swpc-alerts' });
  for (const row of rows) collector.attempt(row, () => collector.document(alertOf(asRow(row)), row));
  return collector.finish();
}

function alertOf(row: Row): Documented {
  const { product_id: productId, message } = row;
  if (typeof message !== 'string' || message.trim() === '') throw new BadRecord('message: no text');
  if (typeof productId !== 'string' || productId === '') throw new BadRecord('product_id: no text');
  const issuedAtMs = timeOf(row, 'issue_datetime');
  const text = message.replace(/\r\n?/g, '\n').trim();
  const [code, serial] = [CODE.exec(text)?.[1], SERIAL.exec(text)?.[1]];
  const timeMs = firstTime(text, BEGINS) ?? issuedAtMs;
  const endMs = firstTime(text, ENDS);
  const linked = [...new Set([...text.matchAll(EARLIER_SERIALS)].map((match) => `${code ?? productId}-${match[1]}`))];
  return {
    collection: 'alert',
    id: code && serial ? `${code}-${serial}` : `${productId}-${issuedAtMs}`,
    timeMs,
    timeEndMs: endMs !== null && endMs >= timeMs ? endMs : null,
    title: HEADLINE.exec(text)?.[0].trim() ?? text.split('\n')[0]!.trim(),
    linked,
    body: JSON.stringify({ productId, code: code ?? null, serial: serial ? Number(serial) : null, issuedAtMs, text }),
  };
}

/** Time on the first of the labelled lines that has one. */
function firstTime(text: string, labels: readonly string[]): number | null {
  for (const label of labels) {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${label}:`));
    const timeMs = line ? parseBulletinTime(line) : null;
    if (timeMs !== null) return timeMs;
  }
  return null;
}
