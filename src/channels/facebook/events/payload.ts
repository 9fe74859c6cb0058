import { isRecord, textIn } from './json.ts';

/** What a button of ours carries: the value that the bot reads, and its whole title, since Meta cuts titles off. */
export interface Pressed {
  readonly value: unknown;
  /** Null where the payload is none of ours. */
  readonly title: string | null;
}

/** Reads the payload of a quick reply or a button. One that we did not write is its own value, as Azure has it. */
export function readPayload(payload: string): Pressed {
  if (payload.startsWith('{'))
    try {
      const value: unknown = JSON.parse(payload);
      if (isRecord(value)) {
        const { title, ...rest } = value;
        return { value: rest, title: textIn(title) ?? null };
      }
    } catch {
      // Not of our making.
    }
  return { value: payload, title: null };
}

/** The payload for a button: at most 1,000 characters at Meta. */
export function writePayload(title: string, value: unknown): string {
  const full = JSON.stringify(isRecord(value) ? { title, ...value } : { title, value });
  return full.length <= 1000 ? full : JSON.stringify(isRecord(value) ? value : { value });
}
