import type { Json } from './head.ts';

/**
 * What a browser's resume credential opens. Kept as a `visitor` record under the credential's SHA-256, so that the
 * data folder alone opens nothing.
 */
export type VisitorBinding = {
  readonly conversationId: string;
  readonly userId: string;
};

/** The conversation that a visitor record binds to, or null where the record has another shape. */
export function conversationOf(value: Json): string | null {
  if (typeof value !== 'object' || value === null || !('conversationId' in value)) return null;
  return typeof value.conversationId === 'string' ? value.conversationId : null;
}
