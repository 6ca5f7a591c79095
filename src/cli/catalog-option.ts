import { Option } from 'commander';

/** What every command takes that knows prices. */
export const catalogOption = (): Option =>
  new Option('--catalog <file>', 'your own instances and prices, JSON or CSV');
