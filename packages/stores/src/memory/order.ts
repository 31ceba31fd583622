/** Order of texts by their bytes in UTF-8, as the databases sort them. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
