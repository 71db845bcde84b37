"""The manifests that `posse shard --template k8s` prints are what Kubernetes expects of an Indexed Job."""

import pytest

yaml = pytest.importorskip("yaml")


@pytest.fixture
def jobs(tiny, command):
    words = ["compare", "it's mine.toml", "-n", "640", "-o", "my out"]
    ran = command("shard", "--template", "k8s", "10", *words)
    assert ran.returncode == 0, ran.stderr
    return list(yaml.safe_load_all(ran.stdout))


def test_there_are_a_job_of_parts_and_a_job_that_merges(jobs):
    assert [job["kind"] for job in jobs] == ["Job", "Job"]
    assert {job["apiVersion"] for job in jobs} == {"batch/v1"}
    parts, merge = (job["spec"] for job in jobs)
    assert (parts["completionMode"], parts["completions"]) == ("Indexed", 10)
    assert 1 <= parts["parallelism"] <= 10
    assert merge["suspend"] is True


def test_what_the_api_demands_of_its_fields_holds(jobs):
    for job in jobs:
        pod = job["spec"]["template"]["spec"]
        # `backoffLimitPerIndex` and `podFailurePolicy` are refused with anything else.
        assert pod["restartPolicy"] == "Never"
        claimed = {volume["name"] for volume in pod["volumes"]}
        for container in pod["containers"]:
            assert {mount["name"] for mount in container["volumeMounts"]} <= claimed
            assert container["command"] == ["sh", "-c"] and len(container["args"]) == 1
            assert isinstance(container["resources"]["requests"]["cpu"], str)
    for rule in jobs[0]["spec"]["podFailurePolicy"]["rules"]:
        assert ("onExitCodes" in rule) != ("onPodConditions" in rule)


def test_the_manifests_fit_the_schema_of_kubernetes(jobs):
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    for job in jobs:
        kubernetes_validate.validate(job, "1.33", strict=True)
