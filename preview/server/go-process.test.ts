import { describe, expect, it } from 'vitest';
import { binaryName } from './bridge.ts';
import { parseHandshake } from './go-process.ts';
import { sdkVersion } from './proto.ts';

describe('the handshake of a Go plugin', () => {
  it('gives a socket or a port to connect to', () => {
    expect(parseHandshake('1|2|unix|/run/plugin123|grpc|\n').address).toBe('unix:///run/plugin123');
    expect(parseHandshake('1|2|tcp|127.0.0.1:5000|grpc').address).toBe('127.0.0.1:5000');
  });

  it.each(['', 'hello', '1|1|unix|/run/x|grpc', '1|2|unix|/run/x|netrpc', '2|2|unix|/run/x|grpc'])(
    'refuses "%s"',
    (line) => {
      expect(() => parseHandshake(line)).toThrow('handshake was expected');
    },
  );
});

it('names the binary as Grafana looks for it', () => {
  expect(binaryName('gpx_x', 'linux', 'x64')).toBe('gpx_x_linux_amd64');
  expect(binaryName('gpx_x', 'darwin', 'arm64')).toBe('gpx_x_darwin_arm64');
  expect(binaryName('gpx_x', 'win32', 'x64')).toBe('gpx_x_windows_amd64.exe');
});

it('reads the version of the plugin SDK from go.mod, or says that there is none', () => {
  expect(sdkVersion('require github.com/grafana/grafana-plugin-sdk-go v0.298.0\n')).toBe('v0.298.0');
  expect(() => sdkVersion('module x\n')).toThrow('names no version');
});
