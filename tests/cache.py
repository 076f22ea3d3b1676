# SPDX-License-Identifier: EUPL-1.2
"""The cache of one test process: many share a Redis, and what one clears is its own."""

from django_redis.cache import RedisCache


class OwnRedisCache(RedisCache):
    def clear(self) -> None:
        self.delete_pattern("*", itersize=10_000)
