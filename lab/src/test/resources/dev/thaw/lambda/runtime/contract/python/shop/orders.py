import logging

logging.getLogger().setLevel(logging.INFO)
logging.info("cold")


def handler(event, context):
    return __name__
