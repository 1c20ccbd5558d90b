"""Findings for people, programs and code hosts, a module a format."""
