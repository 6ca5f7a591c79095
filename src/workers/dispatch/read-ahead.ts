/**
 * Chunks that may be read and not used up yet, for each that the session accepts at once. More than 1, so that
 * workers go on behind a slow first chunk and a consumer that is away for a moment; bounded, so that an endless
 * source and a slow consumer do not fill the memory.
 */
export const READ_AHEAD = 4;
