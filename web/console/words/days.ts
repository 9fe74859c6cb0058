/** A day as the service names it, YYYY-MM-DD, of the clock of this place. */
export function dayOf(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first of the last `count` days, today included. */
export function lastDays(count: number, now: Date): string {
  const first = new Date(now);
  first.setDate(first.getDate() - (count - 1));
  return dayOf(first);
}
