import type { ComponentChildren } from 'preact';

/** The command that makes this anew, and what else that takes. */
export function Reproduce({ command, children }: { command: string; children?: ComponentChildren }) {
  return (
    <section>
      <h2 id="reproduce">How to reproduce</h2>
      <pre class="command">{command}</pre>
      {children}
    </section>
  );
}
