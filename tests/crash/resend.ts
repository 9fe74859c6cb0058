import { pause } from '../support/service.ts';

/** What all clients of a run share. */
export interface Stage {
  readonly url: string;
  readonly random: () => number;
  /** Answers that no promise allows, with what was asked: never filled in a sound run. */
  readonly strange: string[];
  /** Aborted: nobody tries anything any more. */
  readonly over?: AbortSignal;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** Milliseconds: short at first, then longer, as a service that starts needs the processor itself. */
const retryMs = (attempts: number): number => Math.min(200, 20 * (attempts + 1));

/** One attempt; null where no whole answer came: the process ended, or was not there. */
async function attempt(url: string, init: RequestInit): Promise<Answered | null> {
  try {
    const response = await fetch(url, init);
    // A body that was cut off rejects: the request counts as unanswered.
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * Sends a request until it is answered with 2xx, as clients of a service do that comes and goes: no answer, 503 (it
 * stops, it cannot store) and 504 (the turn takes long) are reasons to try again, everything else is strange.
 */
export async function insist(stage: Stage, path: string, init: () => RequestInit): Promise<Answered> {
  for (let attempts = 0; ; attempts += 1) {
    stage.over?.throwIfAborted();
    const answer = await attempt(`${stage.url}${path}`, init());
    if (answer !== null && answer.status >= 200 && answer.status < 300) return answer;
    if (answer !== null && answer.status !== 503 && answer.status !== 504 && answer.status >= 300)
      stage.strange.push(`${init().method ?? 'GET'} ${path.replace(/\?.*/, '')} was answered with ${answer.status}`);
    await pause(retryMs(attempts));
  }
}

/** A JSON request that is sent. */
export function post(body: unknown, token?: string): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  };
}
