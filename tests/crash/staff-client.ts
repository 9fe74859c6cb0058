import { pause } from '../support/service.ts';
import { post, type Stage } from './resend.ts';

interface CaseItem {
  readonly id: string;
  readonly conversationId: string;
}

/** A member of staff at the console's API: takes what waits, answers, gives back. */
export class StaffClient {
  readonly #stage: Stage;
  readonly #password: string;
  #cookie = '';
  #ended = false;
  #count = 0;
  /** Replies that were acknowledged, by conversation. */
  readonly said = new Map<string, string[]>();

  constructor(stage: Stage, password: string) {
    this.#stage = stage;
    this.#password = password;
  }

  async work(): Promise<void> {
    while (!this.#hasEnded()) {
      if (this.#cookie === '') await this.#signIn();
      // Active ones too: the service may have been killed between reply and end.
      for (const status of ['active', 'waiting']) {
        const found = await this.#call(`/staff/api/cases?status=${status}`);
        for (const item of (found as { cases: CaseItem[] } | null)?.cases ?? [])
          if (!this.#hasEnded()) await this.#serve(item);
      }
      await pause(50);
    }
  }

  end(): void {
    this.#ended = true;
  }

  #hasEnded(): boolean {
    return this.#ended;
  }

  async #signIn(): Promise<void> {
    const credentials = { username: 'admin', password: this.#password };
    const response = await fetch(`${this.#stage.url}/staff/api/session`, this.#own(post(credentials))).catch(
      () => null,
    );
    this.#cookie = response?.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    await response?.body?.cancel().catch(() => undefined);
  }

  async #serve({ id, conversationId }: CaseItem): Promise<void> {
    const { random } = this.#stage;
    const path = `/staff/api/cases/${id}`;
    if (random() < 0.5) await this.#call(`${path}/accept`, {});
    this.#count += 1;
    const text = `Guten Tag, ich kümmere mich darum (Vorgang ${this.#count})`;
    if ((await this.#call(`${path}/messages`, { text })) !== null)
      this.said.set(conversationId, [...(this.said.get(conversationId) ?? []), text]);
    await pause(random() * 100);
    await this.#call(`${path}/resolve`, { returnToBot: random() < 0.7 });
  }

  /** One call, never repeated: a reply has no id, so a person looks first. Null where it did not succeed. */
  async #call(path: string, body?: unknown): Promise<unknown> {
    try {
      const response = await fetch(`${this.#stage.url}${path}`, this.#own(body === undefined ? {} : post(body)));
      if (response.status === 401) this.#cookie = '';
      if (response.status >= 500 && response.status !== 503)
        this.#stage.strange.push(`${path.replace(/[\w-]{20,}/, ':id')} was answered with ${response.status}`);
      return response.ok ? await response.json().catch(() => ({})) : null;
    } catch {
      return null;
    }
  }

  #own(init: RequestInit): RequestInit {
    const headers = new Headers(init.headers);
    headers.set('origin', this.#stage.url);
    headers.set('cookie', this.#cookie);
    return { ...init, headers };
  }
}

/** Whether the service has a console. */
export async function hasConsole(stage: Stage): Promise<boolean> {
  const response = await fetch(`${stage.url}/staff/api/cases`);
  await response.body?.cancel();
  return response.status !== 404;
}
