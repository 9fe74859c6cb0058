interface Part {
  readonly seq: number;
  /** 0 where the entry goes in one piece; channels with limits need several, numbered in the order of sending. */
  readonly part: number;
}

/**
 * What became of an outgoing entry on a channel that is pushed to. `sending` is durable before the call is made,
 * so that a crash in the middle is seen as an attempt with an unknown outcome.
 */
export type Delivery = Part &
  (
    | { readonly status: 'pending'; readonly attempts: number }
    /** `at`: when the attempt began; from then on a channel that confirms what arrived has time to do so. */
    | { readonly status: 'sending'; readonly attempts: number; readonly at?: number }
    | { readonly status: 'sent'; readonly attempts: number; readonly at: number; readonly platformId?: string }
    | { readonly status: 'failed'; readonly attempts: number; readonly at: number; readonly why: string }
    | {
        readonly status: 'skipped';
        readonly attempts: number;
        readonly at: number;
        readonly why: 'taken-over' | 'erased';
      }
  );

/** Whether something is still to be done for it. */
export function isOpen(delivery: Delivery): boolean {
  return delivery.status === 'pending' || delivery.status === 'sending';
}

/** The key of a delivery within its conversation. */
export function deliveryKey({ seq, part }: { readonly seq: number; readonly part: number }): string {
  return `${seq}.${part}`;
}
