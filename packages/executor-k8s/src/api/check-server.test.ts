import { expect, test } from 'vitest';
import { checkServer } from './check-server.ts';

test.each([
  'https://api.example.com',
  'https://10.0.0.1:6443/k8s',
  'http://127.0.0.1:8001',
  'http://localhost:8001',
  'http://[::1]:80',
])('%s is accepted', (server) => {
  expect(() => checkServer(server)).not.toThrow();
});

test.each([
  'http://api.example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'ftp://127.0.0.1',
  'api',
  '',
])('T24 T31 %s is refused: its identity is not proven, and credentials would be readable', (server) => {
  expect(() => checkServer(server)).toThrow('is not an https address. Use https.');
});
