// Tells Docker whether the server in this container answers. Set AGENT_SAFE_HEALTH_URL if it listens elsewhere.
const url = process.env.AGENT_SAFE_HEALTH_URL ?? 'http://127.0.0.1:8080/healthz';
try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  process.exitCode = status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
