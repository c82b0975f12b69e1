/** The value in place of a secret: of a redacted one, and of a masked one if no mask key is configured. */
export const MASK = '***';
