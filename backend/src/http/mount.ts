import type { Scope } from '@orrery/contract';
import type { Express, RequestHandler } from 'express';
import { needs } from '../access/callers.ts';
import { jsonOnly, onlyMethods } from './problem.ts';

/** A method of a route: the scope that it needs, `open` for none, and what answers. */
export interface Answering {
  readonly scope: Scope | 'open';
  readonly handlers: readonly RequestHandler[];
}

/** Routes by path; what is not listed is 404, another method 405. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Answering>>>>>;

export interface MountOptions {
  /** Reads the body of a POST. */
  readonly body: RequestHandler;
  /** Watches what needs the scope `admin`. */
  readonly audit: RequestHandler;
}

/** Adds routes, each behind its scope; a body is read only of those who may send it. */
export function mount(app: Express, routes: Routes, { body, audit }: MountOptions): void {
  for (const [path, { get, post }] of Object.entries(routes)) {
    const route = app.route(path);
    const guarded = ({ scope, handlers }: Answering, ...reading: RequestHandler[]): RequestHandler[] => [
      ...(scope === 'admin' ? [audit] : []),
      ...(scope === 'open' ? [] : [needs(scope)]),
      ...reading,
      ...handlers,
    ];
    if (get !== undefined) route.get(...guarded(get));
    if (post !== undefined) route.post(...guarded(post, jsonOnly, body));
    route.all(onlyMethods(...(get === undefined ? [] : ['GET', 'HEAD']), ...(post === undefined ? [] : ['POST'])));
  }
}
