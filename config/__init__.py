"""Composition root: settings, wiring, application factory, command line, logging, scheduler."""
