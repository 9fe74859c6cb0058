/** What a channel takes from staff: how much at once, until when, and who can read it. */
export interface WayOut {
  /** Everybody can read it. */
  readonly public: boolean;
  /** Characters of one message; longer ones go in pieces where the channel allows it. */
  readonly characters: number;
  /** How long after the customer's last message staff may write (milliseconds); null: always. */
  readonly windowMs: number | null;
}

const dayMs = 24 * 3600_000;
const plain: WayOut = { public: false, characters: 4000, windowMs: null };

/**
 * Meta's limits: 2,000 characters in Messenger, 1,000 bytes in Instagram, 8,000 in a comment; people may write for
 * seven days after the customer's last message (Messenger Platform, HUMAN_AGENT).
 */
const ways: Readonly<Record<string, WayOut>> = {
  facebook: { public: false, characters: 2000, windowMs: 7 * dayMs },
  instagram: { public: false, characters: 1000, windowMs: 7 * dayMs },
  'facebook-comments': { public: true, characters: 8000, windowMs: null },
  'instagram-comments': { public: true, characters: 2200, windowMs: null },
};

export function wayOutOf(channel: string): WayOut {
  return ways[channel] ?? plain;
}
