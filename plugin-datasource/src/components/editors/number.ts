/** A number where the text is one, else the text: a variable, or something for the form to complain about. */
export function numberOrText(text: string): number | string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

/** Whether a text is a number above zero, or a template variable that may become one. */
export const isPositive = (text: string): boolean => text.includes('$') || text.includes('[[') || Number(text) > 0;
