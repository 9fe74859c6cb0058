import { createSerial } from '../../../platform/serial.ts';
import { isRecord, listIn, textIn } from '../events/json.ts';
import type { Graph } from '../graph/client.ts';

/** The names under which staff write on Messenger: Meta's personas, made when they are first needed. */
export interface Personas {
  /** The persona of a member of staff, or null where Meta gives none: then the page itself writes. */
  of(pageId: string, token: string, name: string): Promise<string | null>;
}

const nameLength = 50;

/** @param pictureUrl a picture that Meta can fetch; every persona must have one */
export function createPersonas(graph: Graph, pictureUrl: string): Personas {
  const known = new Map<string, Map<string, string>>();
  const serially = createSerial<string>();

  /** Meta keeps them: a restart finds those of before. */
  const list = async (pageId: string, token: string): Promise<Map<string, string> | null> => {
    const found = known.get(pageId);
    if (found !== undefined) return found;
    const answer = await graph.call({ method: 'GET', path: `/${pageId}/personas`, query: { limit: '200' }, token });
    if (answer.kind !== 'ok') return null;
    const personas = new Map<string, string>();
    for (const item of listIn(answer.body['data'])) {
      const [id, name] = isRecord(item) ? [textIn(item['id']), textIn(item['name'])] : [];
      if (id !== undefined && name !== undefined) personas.set(name, id);
    }
    known.set(pageId, personas);
    return personas;
  };

  return {
    of: (pageId, token, fullName) =>
      serially(pageId, async () => {
        const name = fullName.slice(0, nameLength).trim();
        if (name === '') return null;
        const personas = await list(pageId, token);
        const existing = personas?.get(name);
        if (personas === null || existing !== undefined) return existing ?? null;
        const answer = await graph.call({
          method: 'POST',
          path: `/${pageId}/personas`,
          body: { name, profile_picture_url: pictureUrl },
          token,
        });
        const id = answer.kind === 'ok' ? textIn(answer.body['id']) : undefined;
        if (id !== undefined) personas.set(name, id);
        return id ?? null;
      }),
  };
}
