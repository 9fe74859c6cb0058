import type { Activity } from './types.ts';

export interface Frame {
  readonly activities: readonly Activity[];
  readonly watermark: string | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Reads a frame of the stream; an empty one keeps the connection alive and is null, as is anything else. */
export function readFrame(data: unknown): Frame | null {
  if (typeof data !== 'string' || data === '') return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(parsed) || !Array.isArray(parsed['activities'])) return null;
  const activities = parsed['activities'].filter(
    (activity): activity is Activity => isObject(activity) && typeof activity['type'] === 'string',
  );
  const { watermark } = parsed;
  return { activities, watermark: typeof watermark === 'string' && watermark !== '' ? watermark : undefined };
}
