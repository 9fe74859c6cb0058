import { Paperclip } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { Thread } from '../../model/threads.ts';
import type { Case, CustomerFile, CustomerFiles } from '../../model/types.ts';
import { momentWords } from '../../words/due.ts';
import { sizeWords } from '../../words/size.ts';
import { clockTime, fullTime } from '../../words/times.ts';
import { useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

/** The files of the open case, and how to read them again. */
export interface Files extends CustomerFiles {
  readonly reload: () => void;
}

const none: CustomerFiles = { openUntil: null, files: [] };

/** Reads the customer's files, again whenever the conversation changes; a file that is taken away changes its message. */
export function useFiles(desk: Desk, item: Case | undefined, thread: Thread | undefined): Files {
  const now = useNow();
  const [read, setRead] = useState({ caseId: '', ...none });
  const [turn, setTurn] = useState(0);
  const caseId = item?.channel === 'directline' && thread !== undefined && desk.can('cases.read') ? item.id : '';
  const news = `${thread?.lastSeq ?? 0} ${thread?.entries.flatMap(({ attachments }) => attachments).join(' ') ?? ''}`;
  useEffect(() => {
    if (caseId === '') return;
    let wanted = true;
    desk.api.files(caseId).then(
      (found) => {
        if (wanted) setRead({ caseId, ...found });
      },
      (error: unknown) => desk.failure(error),
    );
    return () => {
      wanted = false;
    };
  }, [caseId, news, turn]);
  // Files of another case are never shown, not even for a moment.
  const { openUntil, files } = read.caseId === caseId ? read : none;
  return {
    openUntil: openUntil !== null && Date.parse(openUntil) > now ? openUntil : null,
    files,
    reload: () => setTurn((count) => count + 1),
  };
}

interface FileListProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly files: Files;
  /** Whether one has the case: only then files are kept and deleted. */
  readonly mine: boolean;
  readonly now: number;
  readonly onDelete: (file: CustomerFile) => void;
}

/** What the customer sent, to be saved, kept or deleted. */
export function FileList({ desk, item, files: { openUntil, files, reload }, mine, now, onDelete }: FileListProps) {
  const words = useWords();
  if (files.length === 0 && openUntil === null) return null;
  const keep = async ({ id }: CustomerFile): Promise<void> => {
    await desk.act(item.id, 'change', () => desk.api.keepFile(item.id, id));
    reload();
    // The button is gone: the focus goes to its file.
    document.getElementById(`file-${id}`)?.focus();
  };
  return (
    <section>
      <h4 id="files" tabIndex={-1}>
        {words.say('files.title')}
      </h4>
      {openUntil !== null && <p class="soft">{words.say('files.open', { time: clockTime(openUntil, words) })}</p>}
      <ul class="files" aria-labelledby="files">
        {files.map((file) => (
          <li key={file.id}>
            <a
              id={`file-${file.id}`}
              href={desk.api.fileAddress(item.id, file.id)}
              download={file.name}
              title={words.say('files.download')}
            >
              <Icon of={Paperclip} size={14} />
              {file.name}
            </a>
            <span class="file-facts" title={fullTime(file.at, words)}>
              {sizeWords(file.size, words)} · {momentWords(file.at, now, words)}
              {file.kept && ` · ${words.say('files.kept')}`}
            </span>
            {mine && (
              <span class="file-steps">
                {!file.kept && (
                  <button type="button" onClick={() => void keep(file)}>
                    {words.say('files.keep')}
                    <span class="unseen">: {file.name}</span>
                  </button>
                )}
                <button type="button" onClick={() => onDelete(file)}>
                  {words.say('files.delete')}
                  <span class="unseen">: {file.name}</span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {files.some(({ kept }) => !kept) && <p class="soft">{words.say('files.day')}</p>}
    </section>
  );
}
