import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { Fence, Work } from './store.ts';

interface Lease {
  readonly number: number;
  readonly until: number;
}

/** Leases of one process. A store of several processes keeps the same facts in a table. */
export interface Claims {
  claim(conversationId: string, work: Work, leaseMs: number): Fence | null;
  release(fence: Fence): void;
  /** @throws SchalterError FenceLost when the lease ended and somebody else claimed the work. */
  check(fence: Fence): void;
}

export function createClaims(clock: Clock): Claims {
  const leases = new Map<string, Lease>();
  let last = 0;
  const keyOf = (conversationId: string, work: Work): string => `${work} ${conversationId}`;
  return {
    claim(conversationId, work, leaseMs) {
      const key = keyOf(conversationId, work);
      const held = leases.get(key);
      if (held !== undefined && held.until > clock.now()) return null;
      last += 1;
      leases.set(key, { number: last, until: clock.now() + leaseMs });
      return { conversationId, work, number: last, ...(held !== undefined && { takenOver: true }) };
    },
    release(fence) {
      const key = keyOf(fence.conversationId, fence.work);
      if (leases.get(key)?.number === fence.number) leases.delete(key);
    },
    check(fence) {
      if (leases.get(keyOf(fence.conversationId, fence.work))?.number !== fence.number)
        throw new SchalterError('FenceLost');
    },
  };
}
