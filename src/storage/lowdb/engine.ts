import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { createContents, type Contents } from './contents.ts';
import { createFlusher, type Flusher } from './flusher.ts';
import { createJournal, type Gate, type Journal } from './journal.ts';
import { layoutOf } from './layout.ts';
import type { StoreLimits } from './limits.ts';
import { recover } from './recover.ts';
import type { OpenSegment } from './segment-file.ts';

export interface EngineOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: StoreLimits;
  readonly openSegment?: OpenSegment;
}

/** The journal, the contents and the flusher between them, brought to the journal's end. */
export interface Engine {
  readonly contents: Contents;
  readonly journal: Journal;
  readonly flusher: Flusher;
  /** Content was taken away by the record at `position`: the journal must lose it soon. */
  readonly erased: (position: number) => void;
  /** Writes what is to be written and closes the journal. */
  close(): Promise<void>;
}

/** @throws SchalterError DataDamaged where a file cannot be trusted. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { folder, clock, log, limits, openSegment } = options;
  const layout = layoutOf(folder);
  let erasedAt = 0;
  // Opened last: while the journal is still read nothing may be released.
  let opened: Journal | null = null;

  const flusher = createFlusher({
    clock,
    limit: limits.unwritten,
    maxAge: limits.documentAge,
    write: (key) => contents.save(key),
    settle: () => contents.folders.settle(),
    pressure: () => (opened === null ? 0 : opened.figures.liveBytes / limits.journalBytes),
    async safe(position) {
      if (opened === null) return;
      // What was erased is gone from the documents: the segment that still has it must not wait until it is full.
      if (erasedAt > 0 && erasedAt < position) {
        erasedAt = 0;
        await opened.rotate();
      }
      await opened.release(position);
      opened.resume();
    },
    failed(error) {
      if (error === null) log.info({}, 'documents can be written again');
      else log.error(errorFields(error), 'documents cannot be written; the journal keeps their content');
      opened?.resume();
    },
  });
  const contents: Contents = createContents({
    layout,
    mark: (key, position) => flusher.mark(key, position),
    isDirty: (key) => flusher.isDirty(key),
    loaded(position) {
      if (opened !== null && position > opened.figures.last) opened.advance(position);
    },
    residentLimit: limits.residents,
    residentSize: limits.residentSize,
  });

  const recovered = await recover(contents).catch(async (error: unknown) => {
    await flusher.stop();
    throw error;
  });
  erasedAt = recovered.erasedAt;
  const gate = (): Gate => {
    flusher.wake();
    const { full, failure } = flusher.figures;
    if (!full && journal.figures.liveBytes < limits.journalBytes) return 'open';
    return failure === null ? 'wait' : 'refuse';
  };
  const journal = createJournal({
    folder: layout.journal,
    end: recovered.end,
    gate,
    segmentBytes: limits.segmentBytes,
    ...(openSegment !== undefined && { open: openSegment }),
  });
  opened = journal;
  journal.advance(recovered.highest);
  // A segment to go on in stands before the old ones go: the next start finds the position in it.
  await journal.rotate();
  await flusher.checkpoint();

  return {
    contents,
    journal,
    flusher,
    erased(position) {
      erasedAt = position;
    },
    async close() {
      // Where documents cannot be written the journal keeps their content for the next start.
      if (await flusher.drain()) await journal.rotate().then(() => journal.release(Infinity));
      await flusher.stop();
      await journal.close();
    },
  };
}
