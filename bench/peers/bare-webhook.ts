// The floor of the comparison: a webhook that checks the signature and acknowledges, and stores nothing.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env['FACEBOOK_APP_SECRET'] ?? '';

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const expected = createHmac('sha256', secret).update(body).digest();
    const given = Buffer.from(String(request.headers['x-hub-signature-256'] ?? '').slice(7), 'hex');
    const signed = given.length === expected.length && timingSafeEqual(given, expected);
    if (signed) JSON.parse(body.toString('utf8'));
    response.writeHead(request.method === 'GET' || signed ? 200 : 401, { 'content-length': '2' });
    response.end('OK');
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
