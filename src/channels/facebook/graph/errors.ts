/** What to do about an error of the Graph API. */
export type GraphFault =
  /** Later: load, limits, a hiccup that Meta itself calls passing. */
  | 'wait'
  /** The time in which the customer may be written to is over. */
  | 'window'
  /** This person cannot be written to: blocked us, gone, no messages wanted. */
  | 'person'
  /** Another app has the thread. */
  | 'other-app'
  /** The token is dead or lacks a right: nothing of this page goes out. */
  | 'token'
  /** The app lacks the right for this kind of message (the tag HUMAN_AGENT needs App Review); others go out. */
  | 'right'
  /** Meta has restricted the page. */
  | 'restricted'
  /** The comment was answered in private already. */
  | 'answered'
  /** Our mistake: no repetition helps. */
  | 'ours';

export interface GraphError {
  readonly code: number | null;
  readonly subcode: number | null;
  readonly transient: boolean;
  readonly status: number;
}

/**
 * The class of an error, after Meta's list of error codes for Messenger Platform and Instagram (25 June 2026). Where a
 * code has two meanings the subcode decides.
 */
export function faultOf({ code, subcode, transient, status }: GraphError): GraphFault {
  if (subcode === 2018278 || subcode === 2018065 || subcode === 2534022) return 'window';
  if (subcode === 2018300 || subcode === 2534037) return 'other-app';
  if (subcode === 1893063 || subcode === 2534029 || code === 368) return 'restricted';
  if (subcode === 1545041 || subcode === 2018108 || subcode === 2018001 || subcode === 2534014 || code === 551)
    return 'person';
  if (code === 10900) return 'answered';
  if (code === 10903) return 'person';
  // A loop that Meta has cut and a limit on one's own actions: not for waiting out.
  if (code === 613 && (subcode === 1893016 || subcode === 2018338)) return 'ours';
  if (transient || [1, 2, -1, 4, 17, 32, 341, 613].includes(code ?? 0)) return 'wait';
  if (subcode === 2018276) return 'right';
  if (code === 190 || code === 102 || code === 200 || code === 10) return 'token';
  if (code === null && (status === 429 || status >= 500)) return 'wait';
  return 'ours';
}
