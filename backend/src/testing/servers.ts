const SERVERS = ['POSTGRES', 'REDIS', 'KAFKA', 'INFLUX', 'MONGO'];
const variableOf = (name: string): string => `ORRERY_TEST_${name}`;

/**
 * Address of a server for tests (or token, organisation: INFLUX_TOKEN …), undefined where the environment gives none.
 */
export const testServer = (name: string): string | undefined => process.env[variableOf(name)];

/** Are all servers there? Where not, one line says which tests are skipped. */
export function haveTestServers(title: string): boolean {
  const missing = SERVERS.filter((name) => testServer(name) === undefined).map(variableOf);
  if (missing.length > 0) console.log(`${title}: skipped, ${missing.join(', ')} not set (npm run servers -- up).`);
  return missing.length === 0;
}
