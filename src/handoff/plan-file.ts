import { z } from 'zod';

const text = z.string().trim().min(1);
const titles = z.strictObject({ de: text, en: text });
const id = z.string().regex(/^[a-z][a-z-]*$/);
const minutes = z.number().positive();
const span = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/);
const spans = z.array(span).optional();
const week = z.strictObject({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans });
const titled = z.array(z.strictObject({ id, title: titles })).min(1);

/** data/desk.json: who answers what, when, and how soon. Misspelt fields are refused, since they would be ignored in silence. */
export const planFile = z.strictObject({
  owner: text,
  version: z.int().min(1),
  reviewed: z.iso.date(),
  /** How long a reply can be taken back. */
  undoSeconds: minutes,
  /** Nobody looked at a case for so long: an alert. */
  unseenMinutes: minutes,
  /** Back in the queue after the deadline for so long: to the lead. */
  escalateMinutes: minutes,
  /** No open console for so long: not at the desk. */
  absentMinutes: minutes,
  reopenHours: minutes,
  /** How long somebody has to take a case that was assigned by the desk or by a person. */
  takeMinutes: z.strictObject({ automatic: minutes, person: minutes }),
  /** After how many open minutes a waiting customer hears where things stand. */
  remindMinutes: z.array(minutes),
  teams: z
    .array(
      z.strictObject({
        id,
        name: titles,
        /** First parts of intents' names. */
        topics: z.array(text),
        reasons: z.array(text),
        languages: z.array(z.enum(['de', 'en'])).min(1),
        routing: z.enum(['automatic', 'pick']),
        /** Own hours; without them the bank's. */
        hours: week.optional(),
        /** Days (YYYY-MM-DD) on which the team is away beside the state's holidays. */
        closedDays: z.array(z.iso.date()).optional(),
        /** Open minutes until the first word, for priority 0, 1 and 2. */
        firstReplyMinutes: z.tuple([minutes, minutes, minutes]),
        replyMinutes: minutes,
        /** Open minutes for a case whose customer does not wait in the chat. */
        quietMinutes: minutes,
      }),
    )
    .min(1),
  labels: titled,
  outcomes: titled,
});

export type PlanFile = z.infer<typeof planFile>;
