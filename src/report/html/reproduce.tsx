import type { ComponentChildren } from 'preact';
import { withNpx } from '../../record/index.js';

/** The command that makes this again, and what else that takes. */
export function Reproduce({ command, children }: { command: string; children?: ComponentChildren }) {
  return (
    <section>
      <h2 id="reproduce">How to reproduce</h2>
      <pre class="command">{withNpx(command)}</pre>
      {children}
    </section>
  );
}
