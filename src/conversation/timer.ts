import type { JsonObject } from './head.ts';

/** A moment at which the conversation must be looked at again; data, so that it survives a restart. */
export interface Timer {
  readonly id: string;
  readonly conversationId: string;
  /** Milliseconds since the epoch. */
  readonly due: number;
  /** Name of the event activity that the firing appends, such as `timer.case-waiting`. */
  readonly name: string;
  readonly value: JsonObject;
}
