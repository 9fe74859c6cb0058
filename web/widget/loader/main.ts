const base = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
void import(/* @vite-ignore */ new URL(__CHAT_FILE__, base).href);
