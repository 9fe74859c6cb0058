import type { Entry, NewEntry } from '../entry.ts';
import { fileKinds } from './file-kind.ts';
import { fileLimit, filesPerRequest, requestLasts } from './limits.ts';

/** The event with which staff let files in and end that; clients show a button by it. */
export const uploadsEvent = 'schalter.uploads';
/** Events after which nobody waits for a file any more. */
const endings: ReadonlySet<string> = new Set(['handoff.returned']);

/** Where a stored file's address stands in an attachment; channels make it an address of theirs. */
const addressForm = /^urn:schalter:file:([\w-]{1,64})$/;

export const fileAddress = (id: string): string => `urn:schalter:file:${id}`;

/** The id of the file that an attachment stands for, or null. */
export function fileOf({ contentUrl }: { readonly contentUrl?: string }): string | null {
  return addressForm.exec(contentUrl ?? '')?.[1] ?? null;
}

/** The ids of the files in an entry. */
export function filesIn({ activity, redacted }: Pick<Entry, 'activity' | 'redacted'>): readonly string[] {
  if (redacted === true) return [];
  return (activity.attachments ?? []).flatMap((attachment) => fileOf(attachment) ?? []);
}

/** The entry that lets files in, from `now` on. */
export function opening(now: number, from: NonNullable<NewEntry['activity']['from']>): NewEntry {
  const value = {
    open: true,
    until: new Date(now + requestLasts).toISOString(),
    files: filesPerRequest,
    bytes: fileLimit,
    types: fileKinds,
  };
  return { who: 'staff', audience: 'customer', activity: { type: 'event', name: uploadsEvent, value, from } };
}

export function closing(from: NonNullable<NewEntry['activity']['from']>): NewEntry {
  return {
    who: 'staff',
    audience: 'customer',
    activity: { type: 'event', name: uploadsEvent, value: { open: false }, from },
  };
}

/** How many files may still come, and until when, in milliseconds since the epoch. */
export interface UploadWindow {
  readonly left: number;
  readonly until: number;
}

/**
 * The log itself says what may still come: the newest event opens or closes, and what came since counts.
 * @param entries of every audience, in order; the last half hour is enough
 */
export function windowIn(entries: readonly Entry[], now: number): UploadWindow {
  let left = 0;
  let until = 0;
  for (const entry of entries) {
    const { type, name } = entry.activity;
    const value: unknown = entry.activity.value;
    if (type === 'event' && name === uploadsEvent && entry.who === 'staff') {
      const isOpen = typeof value === 'object' && value !== null && 'open' in value && value.open === true;
      left = isOpen ? filesPerRequest : 0;
      until = entry.time + requestLasts;
    } else if (entry.who === 'system' && endings.has(name ?? '')) left = 0;
    else if (entry.who === 'customer') left -= filesIn(entry).length;
  }
  return { left: now < until ? Math.max(0, left) : 0, until };
}
