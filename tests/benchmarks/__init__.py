"""Tests of the benchmarks: they run, and they find out what they should."""
