"""Prepares a simulated AWS for a test, and reads back what it holds: aws.py ENDPOINT COMMAND [ARGUMENT]; prints JSON."""

import datetime
import json
import sys
import urllib.request

import boto3

endpoint, command, *rest = sys.argv[1:]
REGION = "ap-northeast-2"


def client(service, **keys):
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, **keys)


def prepare(unchecked):
    """A user with all rights, a topic with a queue behind it, and a hosted zone.

    After so many more requests ("0", "inf") signatures are checked. moto refuses botocore's own signature of a GET to
    Route 53, so a test that reads there has to do without.
    """
    first = {"aws_access_key_id": "setup", "aws_secret_access_key": "setup"}
    iam, sns, sqs = client("iam", **first), client("sns", **first), client("sqs", **first)
    iam.create_user(UserName="prober")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="prober", PolicyName="all", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="prober")["AccessKey"]
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    queue = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["QueueArn"])
    zone = client("route53", **first).create_hosted_zone(Name="example.test", CallerReference="1")["HostedZone"]["Id"]
    # With a form's content type the body would be parsed away.
    request = urllib.request.Request(
        endpoint + "/moto-api/reset-auth", data=unchecked.encode(), headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(request).read()
    return {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"], "topic": topic, "queue": queue, "zone": zone}


def messages(queue):
    """All messages of a queue, as SNS wrapped them."""
    sqs, found = client("sqs"), []
    while batch := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in batch:
            body = json.loads(message["Body"])
            attributes = {name: value["Value"] for name, value in body.get("MessageAttributes", {}).items()}
            found.append({"subject": body["Subject"], "text": body["Message"], "attributes": attributes})
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def metrics(namespace):
    """Every metric with its data points of the last day: how many there are, and what they say."""
    cloudwatch, found = client("cloudwatch"), []
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    for metric in cloudwatch.list_metrics(Namespace=namespace)["Metrics"]:
        points = cloudwatch.get_metric_statistics(
            Namespace=namespace, MetricName=metric["MetricName"], Dimensions=metric["Dimensions"], StartTime=now - day,
            EndTime=now + day, Period=60, Statistics=["SampleCount", "Average"])["Datapoints"]
        found.append({
            "name": metric["MetricName"],
            "dimensions": {one["Name"]: one["Value"] for one in metric["Dimensions"]},
            "count": sum(point["SampleCount"] for point in points),
            "averages": sorted(point["Average"] for point in points),
        })
    return found


def records(zone):
    """The records of a zone, by name and type."""
    sets = client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return {f"{one['Name']} {one['Type']}": [record["Value"] for record in one["ResourceRecords"]] for one in sets
            if one["Type"] in ("CNAME", "TXT")}


print(json.dumps({"prepare": prepare, "messages": messages, "metrics": metrics, "records": records}[command](*rest)))
