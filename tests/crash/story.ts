/** An activity as a client received it. */
export interface Shown {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  /** ISO 8601. */
  readonly timestamp?: string;
}

/** What a Direct Line client received in one piece. */
export interface Frame {
  readonly activities: readonly Shown[];
  readonly watermark: number;
}

/** A message that a client tried to send, as often as it took. */
export interface Sent {
  /** As the log keeps it. */
  readonly key: string;
  readonly text: string;
  /** Messages of one round went out side by side; each round began when all of the one before were acknowledged. */
  readonly round: number;
  readonly acknowledged: boolean;
  /** The ids that acknowledgements gave: Direct Line gives one each time, and always the same. */
  readonly ids: readonly string[];
  /** Each set of replies that came with an acknowledgement (`expectReplies`). */
  readonly answers: readonly (readonly Shown[])[];
}

/** All that a customer's client saw of one conversation. */
export interface Story {
  /** The conversation as the log names it. */
  readonly conversationId: string;
  readonly channel: 'directline' | 'expectReplies' | 'serviceUrl';
  readonly sent: readonly Sent[];
  /** Direct Line: each time that the conversation was read from its beginning, to its end over all reconnections. */
  readonly readings: readonly (readonly Frame[])[];
  /** serviceUrl: what was pushed, in the order of arrival. */
  readonly pushed: readonly Shown[];
  /** What staff wrote to the customer and was acknowledged; no two the same. */
  readonly staffSaid: readonly string[];
}
