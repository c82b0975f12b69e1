/** Begins the sentence of a dry run about an API without one. */
export const NO_DRY_RUN = 'AWS has no dry run for this change.';
