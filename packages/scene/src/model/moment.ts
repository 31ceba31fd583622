/**
 * `compute` with a cache of the last time for each model: picture, table and description request the same time in
 * sequence, and the state is computed once.
 */
export function rememberMoment<TModel extends object, TState extends { readonly ms: number }>(
  compute: (model: TModel, ms: number) => TState,
): (model: TModel, ms: number) => TState {
  const last = new WeakMap<TModel, TState>();
  return (model, ms) => {
    const known = last.get(model);
    if (known?.ms === ms) return known;
    const state = compute(model, ms);
    last.set(model, state);
    return state;
  };
}
