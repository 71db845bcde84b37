#!/usr/bin/env bash
# A study in {of} parts as an array of Slurm jobs, and a job that puts the parts together.
#
#   bash THIS_FILE     hands in both, once more whatever is missing
#   squeue --me        shows how far they are
#
# Needs `posse` on every node, and this folder on a disk that all nodes share. A part whose node is lost
# is queued again and goes on. A part that is finished is not run again.
#SBATCH --job-name=posse
#SBATCH --requeue
#SBATCH --cpus-per-task=1
#SBATCH --open-mode=append
set -euo pipefail

parts={of}
out={out}

case ${1:-} in
part)
    k=$SLURM_ARRAY_TASK_ID
    exec posse shard "$k/$parts" {command} --quiet --jobs "${SLURM_CPUS_PER_TASK:-1}" \
        {words} -o "$out.parts/part-$k"
    ;;
merge)
    exec posse merge "$out".parts/part-*[0-9] -o "$out"
    ;;
*)
    mkdir -p "$out.parts"
    array=$(sbatch --parsable --array="1-$parts" --output="$out.parts/%a.log" "$0" part)
    sbatch --dependency="afterany:${array%%;*}" --output="$out.log" "$0" merge
    ;;
esac
