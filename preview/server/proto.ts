import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SDK = 'github.com/grafana/grafana-plugin-sdk-go';

/** Is a Go toolchain on the PATH? Then a missing binary is one that is still to be compiled. */
export function hasGo(): boolean {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

/** The version of the plugin SDK that the data source is built with, from its go.mod. */
export function sdkVersion(goMod: string): string {
  const found = new RegExp(`${SDK}\\s+(v\\S+)`).exec(goMod)?.[1];
  if (found === undefined) throw new Error(`go.mod names no version of ${SDK}`);
  return found;
}

/**
 * Path of the SDK's `backend.proto`, the protocol between Grafana and a backend plugin. It is taken from Go's module
 * cache, where it lies once the plugin was compiled, and kept in `cacheDir` by version.
 */
export async function ensureProto(goModuleDir: string, cacheDir: string): Promise<string> {
  const version = sdkVersion(readFileSync(join(goModuleDir, 'go.mod'), 'utf8'));
  const dir = join(cacheDir, `grafana-plugin-sdk-go-${version}`);
  const target = join(dir, 'backend.proto');
  if (existsSync(target)) return target;
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Dir}}', SDK], { cwd: goModuleDir });
  mkdirSync(dir, { recursive: true });
  copyFileSync(join(stdout.trim(), 'proto', 'backend.proto'), target);
  return target;
}
