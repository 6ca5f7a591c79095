/** Terms with what they mean, or names with their values. */
export function Words({ words }: { words: readonly (readonly [word: string, meaning: string])[] }) {
  return <dl class="words">{words.flatMap(([word, meaning]) => [<dt>{word}</dt>, <dd>{meaning}</dd>])}</dl>;
}
