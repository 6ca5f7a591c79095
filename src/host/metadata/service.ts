/** What a cloud says of the machine that asks. */
export interface DetectedInstance {
  readonly provider: string;
  readonly name: string;
  /** Undefined where the service did not say. */
  readonly region?: string | undefined;
}

/** Asks for one line of text; throws where there is no good answer. */
export type Ask = (
  path: string,
  init: { method?: string; headers: Record<string, string> },
) => Promise<string>;

/** The metadata service of a cloud: an address that only its own machines can reach. */
export interface MetadataService {
  readonly provider: string;
  /** The variable by which the cloud's own libraries are pointed elsewhere, as for tests. */
  readonly variable: string;
  read(ask: Ask): Promise<DetectedInstance>;
}
