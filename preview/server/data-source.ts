import { isLoopback, OrreryError } from '@orrery/contract';
import type { PluginContext } from './grpc.ts';
import { DATA_SOURCE_ID, DATA_SOURCE_UID } from './options.ts';

/** The one data source of the preview, as Grafana stores it. Changes live as long as the preview runs. */
export interface DataSourceRecord {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly jsonData: Readonly<Record<string, unknown>>;
  /** Never sent to the browser; it learns only which keys are set. */
  readonly secureJsonData: Readonly<Record<string, string>>;
  readonly updatedMs: number;
}

export function initialDataSource(serviceUrl: string): DataSourceRecord {
  return {
    id: 1,
    uid: DATA_SOURCE_UID,
    name: 'Orrery',
    type: DATA_SOURCE_ID,
    url: serviceUrl,
    jsonData: {},
    secureJsonData: {},
    updatedMs: Date.now(),
  };
}

/** What the browser may see of it, in the words of Grafana's HTTP API. */
export function publicDataSource(record: DataSourceRecord): Record<string, unknown> {
  const { secureJsonData, updatedMs, ...rest } = record;
  const secureJsonFields = Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true]));
  return { ...rest, orgId: 1, access: 'proxy', isDefault: true, readOnly: false, version: updatedMs, secureJsonFields };
}

/**
 * The record with what a PUT of the configuration page changes; an empty secret removes it. Throws `forbidden` for an
 * address on another machine: the preview asks what it is told, and sends the key along.
 */
export function changedDataSource(record: DataSourceRecord, change: Record<string, unknown>): DataSourceRecord {
  const asObject = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const secrets = { ...record.secureJsonData, ...asObject(change['secureJsonData']) };
  const kept = Object.entries(secrets).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  const url = typeof change['url'] === 'string' && change['url'] !== '' ? change['url'] : record.url;
  if (url !== record.url && !isHere(url))
    throw new OrreryError('forbidden', `The preview asks services on this machine only, not ${url}.`);
  return {
    ...record,
    url,
    jsonData: 'jsonData' in change ? asObject(change['jsonData']) : record.jsonData,
    secureJsonData: Object.fromEntries(kept),
    // The plugin keeps an instance until its settings are newer.
    updatedMs: Math.max(Date.now(), record.updatedMs + 1),
  };
}

const isHere = (url: string): boolean =>
  URL.canParse(url) &&
  /^https?:$/.test(new URL(url).protocol) &&
  isLoopback(new URL(url).hostname.replace(/[[\]]/g, ''));

export function pluginContext(record: DataSourceRecord): PluginContext {
  return {
    orgId: '1',
    pluginId: record.type,
    pluginVersion: '',
    user: { login: 'preview', name: 'Orrery preview', email: '', role: 'Admin' },
    dataSourceInstanceSettings: {
      id: String(record.id),
      uid: record.uid,
      name: record.name,
      url: record.url,
      jsonData: Buffer.from(JSON.stringify(record.jsonData)),
      decryptedSecureJsonData: record.secureJsonData,
      lastUpdatedMS: String(record.updatedMs),
    },
  };
}
