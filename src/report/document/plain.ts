const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/** One line without control characters, escape sequences' ESC and direction marks, for terminals and tables. */
export function plain(text: string): string {
  return text.replace(unprintable, ' ').trim();
}
