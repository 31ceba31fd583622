import { ALERT_KINDS, type AlertKind } from '@orrery/contract';

/** What the text of a message says of itself; null where it says nothing. */
export interface AlertMessage {
  readonly kind: AlertKind | null;
  /** NOAA scale, `G1` to `G5`, `S1` to `S5`, `R1` to `R5`; the highest where several are named. */
  readonly scale: string | null;
  /** Planetary K index that was reached or is expected. */
  readonly kp: number | null;
}

/** `ALERT: …`, `EXTENDED WARNING: …`, `CANCEL WATCH: …`. */
const HEADLINE = /^(?:(?:EXTENDED|CONTINUED|CANCEL(?:LED)?) )?(ALERT|WATCH|WARNING|SUMMARY):/m;
/** How codes begin where the headline does not say it: `ALTK05`, `WATA20`, `WARK04`, `SUMX01`. */
const CODES: Readonly<Record<string, AlertKind>> = { ALT: 'alert', WAT: 'watch', WAR: 'warning', SUM: 'summary' };
/** `NOAA Scale: G3 - Strong`, `Geomagnetic Storm Category G2 Predicted`, `May 11:  G4 (Severe)`. */
const SCALE = /(?:NOAA Scale:\s*|Category |:\s+)([GSR][1-5])\b/g;
const K_INDEX = /\bK-index of (\d)\b/;

/** Reads message code and text of a SWPC message (www.swpc.noaa.gov/products/alerts-watches-and-warnings). */
export function readMessage(code: string | null, text: string): AlertMessage {
  const said = HEADLINE.exec(text)?.[1]?.toLowerCase();
  const scales = [...text.matchAll(SCALE)].map((match) => match[1] ?? '');
  const kp = K_INDEX.exec(text)?.[1];
  return {
    kind: ALERT_KINDS.find((kind) => kind === said) ?? CODES[code?.slice(0, 3) ?? ''] ?? null,
    scale: scales.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))).at(-1) ?? null,
    kp: kp === undefined ? null : Number(kp),
  };
}
