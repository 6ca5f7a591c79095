import { Option } from 'commander';

/** What every command takes that knows prices. */
export const catalogOption = (): Option =>
  new Option('--catalog <file>', 'instances and prices of your own, JSON or CSV');
