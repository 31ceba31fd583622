import type { Choices } from '../../choices.ts';
import type { OrreryQuery, QueryFields } from '../../types.ts';

/** What the form of a query type gets: the query, what its fields offer, and where changes go. */
export interface EditorProps {
  readonly query: OrreryQuery;
  readonly choices: Choices;
  readonly onChange: (patch: QueryFields) => void;
}

/** The centre of the Earth as a place, for the query types that can do without an observer. */
export const FROM_THE_CENTRE = { label: 'Geocentric', description: 'Seen from the centre of the Earth' };
