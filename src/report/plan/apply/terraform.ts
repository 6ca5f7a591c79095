import { plain } from '../../document/table.js';
import type { PlanDocument } from '../schema.js';
import { type Fleet, fleetOf, headOf, nothingToApply } from './fleet.js';

/** A block of HCL: its head, and arguments or blocks inside. */
type Line = string | { head: string; body: readonly Line[] };

/** The first choice as instances of its provider; a list of locals for machines that no provider rents out. */
export function terraform(document: PlanDocument): string {
  const fleet = fleetOf(document);
  if (fleet === undefined) return nothingToApply(document);
  const blocks = (providers.get(fleet.choice.provider) ?? ownMachines)(fleet, document);
  return `${headOf(document)}\n${blocks.map((each) => `${written([each], 0)}\n`).join('\n')}`;
}

function written(lines: readonly Line[], indent: number): string {
  const before = ' '.repeat(indent);
  return lines
    .map((line) =>
      typeof line === 'string'
        ? `${before}${line}`
        : `${before}${line.head} {${line.body.length === 0 ? '' : `\n${written(line.body, indent + 2)}\n${before}`}}`,
    )
    .join('\n');
}

/** Within quotes a template begins with `${` or `%{`. */
function quoted(text: string): string {
  return JSON.stringify(plain(text)).replace(/[$%](?=\{)/g, '$&$&');
}

const variable = (name: string, type = 'string'): Line => ({
  head: `variable "${name}"`,
  body: [`type = ${type}`],
});

type FleetBlocks = (fleet: Fleet, document: PlanDocument) => readonly Line[];

/** How many there may be: those of the plan, or, where autoscaling was asked for, its ends. */
function sizesOf({ instances, least, most }: Fleet, { autoscaled }: PlanDocument) {
  return autoscaled === null ? { least: instances, most: instances } : { least, most };
}

const aws: FleetBlocks = (fleet, document) => {
  const { name, choice, instances } = fleet;
  const { least, most } = sizesOf(fleet, document);
  return [
    { head: 'provider "aws"', body: [`region = ${quoted(choice.region)}`] },
    variable('image_id'),
    variable('subnet_ids', 'list(string)'),
    {
      head: `resource "aws_launch_template" "${name}"`,
      body: [
        `name_prefix   = "${name}-"`,
        'image_id      = var.image_id',
        `instance_type = ${quoted(choice.instance)}`,
      ],
    },
    {
      head: `resource "aws_autoscaling_group" "${name}"`,
      body: [
        `name_prefix         = "${name}-"`,
        `min_size            = ${least}`,
        `max_size            = ${most}`,
        `desired_capacity    = ${instances}`,
        'vpc_zone_identifier = var.subnet_ids',
        {
          head: 'launch_template',
          body: [`id      = aws_launch_template.${name}.id`, 'version = "$Latest"'],
        },
      ],
    },
  ];
};

const gcp: FleetBlocks = ({ name, choice, instances }) => [
  { head: 'provider "google"', body: [`region = ${quoted(choice.region)}`] },
  variable('zone'),
  variable('image'),
  variable('network'),
  {
    head: `resource "google_compute_instance_template" "${name}"`,
    body: [
      `name_prefix  = "${name}-"`,
      `machine_type = ${quoted(choice.instance)}`,
      { head: 'disk', body: ['source_image = var.image', 'boot         = true'] },
      { head: 'network_interface', body: ['network = var.network'] },
    ],
  },
  {
    head: `resource "google_compute_instance_group_manager" "${name}"`,
    body: [
      `name               = "${name}"`,
      `base_instance_name = "${name}"`,
      'zone               = var.zone',
      `target_size        = ${instances}`,
      { head: 'version', body: [`instance_template = google_compute_instance_template.${name}.id`] },
    ],
  },
];

const azure: FleetBlocks = ({ name, choice, instances }) => [
  { head: 'provider "azurerm"', body: [{ head: 'features', body: [] }] },
  ...['resource_group_name', 'subnet_id', 'image_id', 'admin_public_key'].map((each) => variable(each)),
  {
    head: `resource "azurerm_linux_virtual_machine_scale_set" "${name}"`,
    body: [
      `name                = "${name}"`,
      'resource_group_name = var.resource_group_name',
      `location            = ${quoted(choice.region)}`,
      `sku                 = ${quoted(choice.instance)}`,
      `instances           = ${instances}`,
      'source_image_id     = var.image_id',
      'admin_username      = "corewise"',
      {
        head: 'admin_ssh_key',
        body: ['username   = "corewise"', 'public_key = var.admin_public_key'],
      },
      {
        head: 'os_disk',
        body: ['caching              = "ReadWrite"', 'storage_account_type = "Standard_LRS"'],
      },
      {
        head: 'network_interface',
        body: [
          `name    = "${name}"`,
          'primary = true',
          {
            head: 'ip_configuration',
            body: ['name      = "internal"', 'primary   = true', 'subnet_id = var.subnet_id'],
          },
        ],
      },
    ],
  },
];

const ownMachines: FleetBlocks = ({ choice, instances }) => [
  {
    head: 'locals',
    body: [
      `instance_type  = ${quoted(choice.instance)}`,
      `instance_count = ${instances}`,
      `workers        = ${choice.workers}`,
    ],
  },
];

const providers = new Map<string, FleetBlocks>([
  ['aws', aws],
  ['azure', azure],
  ['gcp', gcp],
]);
