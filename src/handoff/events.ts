import type { NewEntry } from '../conversation/entry.ts';

/** Bot Framework's name for the event that asks for a person. */
export const handoffInitiate = 'handoff.initiate';
/** Bot Framework's name for the event that tells how a handoff goes on. */
export const handoffStatus = 'handoff.status';
/** The system entry with which a person gives the conversation back; it wakes the bot. */
export const returnedEvent = 'handoff.returned';
/** The system entry that says that a case waits again, for another person; the bot answers until then. */
export const requeuedEvent = 'handoff.requeued';
/** What happened to a case beside Bot Framework's own states: assigned, queued, escalated, snoozed, changed … */
export const caseEvent = 'case.event';

/** An event entry for staff and systems, as Bot Framework names it; the connector turns it into an activity where a hub is connected. */
export function handoffEvent(name: string, value: Readonly<Record<string, unknown>>): NewEntry {
  return { who: 'system', audience: 'internal', activity: { type: 'event', name, value } };
}
