import { type DetectedInstance, detectInstance } from '../host/index.js';
import { instancesNamed, shippedCatalog, unknownTypeText } from '../market/catalog/index.js';

interface Asked {
  instanceType?: string;
  detectInstance?: boolean;
}

/**
 * The instance type to record: the one that was named, or, only if it was asked for, the one that the cloud's metadata
 * service names. What the catalog does not know is recorded all the same, and `say` tells.
 */
export async function instanceTypeFor(
  asked: Asked,
  say: (text: string) => void,
): Promise<string | undefined> {
  if (!asked.detectInstance && asked.instanceType === undefined) return undefined;
  const detected = asked.detectInstance ? await detectInstance() : undefined;
  if (asked.detectInstance) say(detectionText(detected));
  const name = asked.instanceType ?? detected?.name;
  const doubt = name === undefined ? undefined : unknownTypeDoubt(name);
  if (doubt) say(doubt);
  return name;
}

/** What the metadata service said, or that there was none. */
export function detectionText(detected: DetectedInstance | undefined): string {
  if (detected)
    return `The metadata service of ${detected.provider} says: ${detected.name}${detected.region ? ` in ${detected.region}` : ''}.`;
  return 'No metadata service of AWS, Azure or GCP answered within a second; name the machine with --instance-type.';
}

/** Undefined for a name that the catalog has. */
export function unknownTypeDoubt(name: string): string | undefined {
  const catalog = shippedCatalog();
  if (instancesNamed(catalog, name).length > 0) return undefined;
  return `${unknownTypeText(name, catalog)} It is recorded as given; compare and plan need a catalog that has it, with --catalog.`;
}
