"""Imports much of the standard library and needs little of it, as functions do."""

import asyncio
import concurrent.futures
import ctypes.util
import decimal
import email.mime.multipart
import http.server
import logging.config
import multiprocessing.pool
import pydoc
import sqlite3
import ssl
import unittest.mock
import urllib.request
import xml.dom.minidom
import xmlrpc.client
import zipfile

PARTS = (
    asyncio,
    concurrent.futures,
    ctypes.util,
    decimal,
    email.mime.multipart,
    http.server,
    logging.config,
    multiprocessing.pool,
    pydoc,
    sqlite3,
    ssl,
    unittest.mock,
    urllib.request,
    xml.dom.minidom,
    xmlrpc.client,
    zipfile,
)


def handler(event, context):
    return {"imported": [part.__name__ for part in PARTS]}
