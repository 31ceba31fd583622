import { describe, expect, it } from 'vitest';
import { checkOrigin, isLoopback, LOOPBACK_NAMES } from './request-origin.ts';

const NAMES = [...LOOPBACK_NAMES, 'orrery.example'];
const HERE = { host: '127.0.0.1:4310' };
/** The code of the refusal, or null. */
function refusal(headers: Record<string, string>, method = 'GET', pages = false): unknown {
  try {
    checkOrigin(headers, method, NAMES, { pages });
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a request', () => {
  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1:4310', '[::1]:4310', '[::1]', 'orrery.example:443'])(
    'to Host %s is ours',
    (host) => expect(refusal({ host })).toBeNull(),
  );

  it.each([
    'evil.example',
    'evil.example:4310',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example@localhost',
    'localhost:80:80',
    '::1',
    'localhost/',
    '',
  ])('to Host "%s" is misdirected', (host) => expect(refusal({ host })).toBe('misdirected'));

  it('without a Host is misdirected', () => expect(refusal({})).toBe('misdirected'));

  it('is ours from the page of the same address alone, ports and all', () => {
    expect(refusal({ ...HERE, origin: 'http://127.0.0.1:4310' })).toBeNull();
    expect(refusal({ host: 'orrery.example', origin: 'https://orrery.example' })).toBeNull();
    for (const origin of ['https://evil.example', 'http://127.0.0.1:3000', 'http://localhost:4310', 'null', ''])
      expect(refusal({ ...HERE, origin }, 'POST')).toBe('forbidden');
  });

  it.each(['cross-site', 'same-site'])('by a picture or a script of a %s page is refused', (site) => {
    const headers = { ...HERE, 'sec-fetch-site': site, 'sec-fetch-dest': 'image' };
    expect(refusal(headers)).toBe('forbidden');
    expect(refusal(headers, 'GET', true)).toBe('forbidden');
  });

  it('by a link is for pages only, and never more than a GET', () => {
    const headers = { ...HERE, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    expect(refusal(headers, 'GET', true)).toBeNull();
    expect(refusal(headers)).toBe('forbidden');
    expect(refusal(headers, 'POST', true)).toBe('forbidden');
  });

  it.each(['same-origin', 'none'])('with Sec-Fetch-Site %s is ours', (site) =>
    expect(refusal({ ...HERE, 'sec-fetch-site': site })).toBeNull(),
  );
});

it('knows which addresses only this machine reaches', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'host'].some(isLoopback)).toBe(false);
});
