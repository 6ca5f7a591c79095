import type { ComponentChildren } from 'preact';
import { Words } from './words.js';

interface GuideProps {
  words: Parameters<typeof Words>[0]['words'];
  children?: ComponentChildren;
}

/** The terms of a page, each in a line, and what else its reader may ask. */
export function Guide({ words, children }: GuideProps) {
  return (
    <section>
      <h2 id="guide">How to read this page</h2>
      <Words words={words} />
      {children}
    </section>
  );
}
