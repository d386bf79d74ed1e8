import type { StreamRecord } from './stream';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });

/** Entries as an OTLP/HTTP JSON log request (opentelemetry-proto 1.x, logs/v1). */
export function otlpLogs(records: readonly StreamRecord[]): string {
  return JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'breakglass')] },
        scopeLogs: [
          {
            scope: { name: 'breakglass.journal', version: '1' },
            logRecords: records.map(({ writer, seq, hash, at, code, sentence, line }) => ({
              timeUnixNano: `${String(at)}000000`,
              observedTimeUnixNano: `${String(at)}000000`,
              severityNumber: 9,
              severityText: 'INFO',
              body: { stringValue: sentence },
              attributes: [
                ...[text('breakglass.operator', writer.split('.')[0] ?? ''), text('breakglass.device', writer.split('.')[1] ?? '')],
                { key: 'breakglass.seq', value: { intValue: String(seq) } },
                ...[text('breakglass.code', code), text('breakglass.hash', hash), text('breakglass.line', line)],
              ],
            })),
          },
        ],
      },
    ],
  });
}
