/** Hands the reader a file. Nothing leaves the browser. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export const textFile = (text: string, type = 'text/plain'): Blob =>
  new Blob([text], { type: `${type};charset=utf-8` });
