import type { Who } from '../../../conversation/entry.ts';

const hour = 3600_000;
/** Meta's windows, shortened by ten minutes: its clock counts, and a message may stand in a queue. */
const margin = 10 * 60_000;
export const standardWindow = 24 * hour - margin;
export const humanWindow = 7 * 24 * hour - margin;

/** How something may be sent now. */
export type Permission =
  | { readonly kind: 'response' }
  /** Only what a person wrote, under the tag HUMAN_AGENT. */
  | { readonly kind: 'human-agent' }
  | { readonly kind: 'closed' };

/**
 * Whether the customer may be written to: within 24 hours of their last message anybody, within seven days a person,
 * later nobody (Meta's policy for Messenger Platform).
 * @param heardAt when the customer last wrote, milliseconds since the epoch; undefined: never
 */
export function permissionAt(heardAt: number | undefined, who: Who, now: number): Permission {
  if (heardAt === undefined) return { kind: 'closed' };
  const age = now - heardAt;
  if (age < standardWindow) return { kind: 'response' };
  return who === 'staff' && age < humanWindow ? { kind: 'human-agent' } : { kind: 'closed' };
}
