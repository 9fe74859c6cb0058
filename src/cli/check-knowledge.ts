import { pathToFileURL } from 'node:url';
import { checkKnowledge } from '../knowledge/checks/check.ts';
import { report } from '../knowledge/checks/report.ts';
import { loadTone } from '../knowledge/checks/tone-file.ts';
import { readKnowledgeFiles } from '../knowledge/files.ts';
import { buildKnowledge } from '../knowledge/load.ts';
import { KnowledgeError } from '../knowledge/problems.ts';

/**
 * `npm run check:knowledge [-- DATA_FOLDER]`: checks everything that the counter can say.
 * @returns the exit code: 0 when nothing but warnings was found
 */
export async function checkKnowledgeFolder(
  dataDir: string,
  now: number,
  print: (text: string) => void,
): Promise<0 | 1> {
  const { files, problems } = await readKnowledgeFiles(dataDir);
  const all = [...problems, ...buildKnowledge(files, now).problems];
  if (all.length > 0) print(`${new KnowledgeError(all).message}\n`);
  const result = checkKnowledge(files, await loadTone(dataDir), now);
  print(report(result));
  return all.length > 0 || result.findings.some((finding) => finding.severity === 'error') ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await checkKnowledgeFolder(process.argv[2] ?? 'data', Date.now(), (text) => console.log(text));
