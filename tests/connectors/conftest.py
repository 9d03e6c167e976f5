"""A provider's stand-in, and a session to reach it by."""

import pytest
from aiohttp import ClientSession

from tests.connectors.provider import Provider


@pytest.fixture
async def provider():
    provider = Provider()
    server = await provider.start()
    yield provider
    await server.close()


@pytest.fixture
async def session():
    async with ClientSession() as session:
        yield session
