import type { Service } from './service.ts';

export interface Reply {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
}

/** An answer of the service: 0 where it gave none. */
export interface Answer {
  readonly status: number;
  readonly replies: readonly Reply[];
  readonly errorCode: string | null;
}

interface Body {
  readonly activities?: readonly Reply[];
  readonly error?: { readonly code: string };
}

/** Writes a message as a Bot Framework channel does that wants the replies with the answer. */
export async function say(service: Service, conversation: string, id: string, text: string): Promise<Answer> {
  try {
    const response = await fetch(`${service.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id,
        text,
        channelId: 'emulator',
        conversation: { id: conversation },
        from: { id: 'customer' },
        deliveryMode: 'expectReplies',
      }),
    });
    const { activities = [], error } = (await response.json()) as Body;
    return { status: response.status, replies: activities, errorCode: error?.code ?? null };
  } catch {
    return { status: 0, replies: [], errorCode: null };
  }
}

/** The conversation's name in the log. */
export function logName(conversation: string): string {
  return `bf:emulator:${conversation}`;
}
