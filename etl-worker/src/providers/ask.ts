import type { Provider } from './provider.ts';
import type { ExtractContext, RawResponse, Source } from './source.ts';

/** Address of a path at a provider; the configured base may have a path of its own. */
export const addressOf = (context: ExtractContext, provider: Provider, path: string): URL =>
  new URL(`${context.base(provider.id).replace(/\/+$/, '')}${path}`);

/** An `extract` that asks for the paths one after the other. */
export function askFor(provider: Provider, ...paths: readonly string[]): Source['extract'] {
  return (context) => askAll(context, provider, paths);
}

/** Answers to the paths, one request after the other; those with nothing new are left out. */
export async function askAll(
  context: ExtractContext,
  provider: Provider,
  paths: readonly string[],
): Promise<readonly RawResponse[]> {
  const answers: RawResponse[] = [];
  for (const path of paths) {
    const answer = await context.request(addressOf(context, provider, path));
    if (answer) answers.push(answer);
  }
  return answers;
}
