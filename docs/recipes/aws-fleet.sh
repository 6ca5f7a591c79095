#!/usr/bin/env bash
# Rents one AWS instance of each type, measures on all of them at the same time, copies the records here, and ends them:
#   KEY_NAME=mine docs/recipes/aws-fleet.sh c8g.large c8i.2xlarge
# cloud-init installs Node on them. Needs here: the aws command line with a region, the name of an SSH key of EC2 in
# KEY_NAME (the default security group has to let ssh in), ssh and rsync. Start this in a project that has corewise
# among its dependencies.
set -euo pipefail

key=${KEY_NAME:?the name of an SSH key of EC2}
scenario=${SCENARIO:-./bench/my-work.ts}
reports=${REPORTS:-reports/fleet}
logins=(-o StrictHostKeyChecking=accept-new -o ConnectTimeout=10)
ubuntu=/aws/service/canonical/ubuntu/server/24.04/stable/current
rented=()
end() { [ ${#rented[@]} -eq 0 ] || aws ec2 terminate-instances --instance-ids "${rented[@]}" >/dev/null; }
trap end EXIT

user_data='#cloud-config
package_update: true
packages: [curl, rsync]
runcmd:
  - curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
  - apt-get install -y nodejs'

rent() {
  local arch
  arch=$(aws ec2 describe-instance-types --instance-types "$1" --output text \
    --query 'InstanceTypes[0].ProcessorInfo.SupportedArchitectures[-1]')
  aws ec2 run-instances --instance-type "$1" --key-name "$key" --user-data "$user_data" --output text \
    --image-id "resolve:ssm:$ubuntu/${arch/x86_64/amd64}/hvm/ebs-gp3/ami-id" --query 'Instances[0].InstanceId'
}

measure() {
  local type=$1 address
  address=ubuntu@$(aws ec2 describe-instances --instance-ids "$2" --output text \
    --query 'Reservations[0].Instances[0].PublicIpAddress')
  until ssh "${logins[@]}" "$address" 'cloud-init status --wait' >/dev/null; do sleep 5; done
  rsync -a -e "ssh ${logins[*]}" --exclude node_modules --exclude reports ./ "$address:corewise-fleet/"
  ssh "${logins[@]}" "$address" "cd corewise-fleet && npm ci --silent &&
    npx corewise run $scenario --instance-type $type --label $type --quiet --json --out fleet-record >/dev/null"
  mkdir -p "$reports/$type"
  scp -q "${logins[@]}" "$address:corewise-fleet/fleet-record/record.jsonl" "$reports/$type/"
}

for type in "$@"; do rented+=("$(rent "$type")"); done
aws ec2 wait instance-running --instance-ids "${rented[@]}"
types=("$@")
running=()
for i in "${!rented[@]}"; do
  measure "${types[$i]}" "${rented[$i]}" &
  running+=($!)
done
for one in "${running[@]}"; do wait "$one"; done
echo "Records: $reports/*/record.jsonl" >&2
