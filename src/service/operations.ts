import type { Store } from '../conversation/store.ts';
import type { Http } from '../http/server.ts';
import type { Metrics } from '../platform/metrics.ts';

/**
 * Registers liveness, readiness and figures: `/healthz`, `/readyz`, `/metrics`.
 * @param channels how channels stand that depend on others; told with readiness, and no reason to be unready
 */
export function registerOperations(
  http: Http,
  store: Store,
  metrics: Metrics,
  isStopping: () => boolean,
  channels: () => Readonly<Record<string, unknown>> = () => ({}),
): void {
  http.route('get', '/healthz', () => ({ status: 200, json: { status: 'alive' } }));
  http.route('get', '/readyz', () => {
    const health = store.health();
    const ready = health.writable && !isStopping();
    return {
      status: ready ? 200 : 503,
      json: {
        status: ready ? 'ready' : isStopping() ? 'stopping' : 'storage not writable',
        ...(health.reason !== undefined && { reason: health.reason }),
        ...channels(),
      },
    };
  });
  http.route('get', '/metrics', async () => ({
    status: 200,
    text: await metrics.registry.metrics(),
    type: metrics.registry.contentType,
  }));
  metrics.gauge(
    'schalter_cases_waiting',
    'Cases that wait for a person',
    async () => (await store.cases({ status: 'waiting' })).length,
  );
  metrics.gauge(
    'schalter_conversations_undelivered',
    'Conversations with messages that are still to be sent',
    async () => (await store.openWork()).filter(({ undelivered }) => undelivered).length,
  );
  metrics.gauge('schalter_storage_writable', '1 while messages can be stored', () => (store.health().writable ? 1 : 0));
  for (const name of Object.keys(store.health().figures))
    metrics.gauge(
      `schalter_storage_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      'A figure of the store',
      () => store.health().figures[name] ?? 0,
    );
}
