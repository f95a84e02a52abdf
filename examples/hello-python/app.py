def handler(event, context):
    name = (event or {}).get("name", "world")
    return {"statusCode": 200, "body": f"Hello, {name}!"}
